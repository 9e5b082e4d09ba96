//! Taking back a telling, and putting right what is known of one of several.

use super::*;

/// The page of taking back a telling of a matter, from its record.
fn taking_back(desk: &mut Desk, id: OpinionId) -> String {
    desk.k.state.layers.clear();
    let effects = zhiban::app::opinion::open(&mut desk.k.state, zhiban::app::model::Target::Filed(id));
    desk.s.serve(&mut desk.k, effects);
    // It is seldom wanted, and stands on the second page.
    desk.keys("Enter PageDown");
    let digit = digit_of(&desk.screen(), "收回记错的回话");
    desk.keys(&digit);
    desk.screen()
}

#[test]
fn of_several_the_page_says_whose_telling_is_taken_back_and_a_digit_chooses() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let parties: Vec<CitizenId> = desk.read(id).opinion.parties.iter().map(|p| p.citizen).collect();
    for (whom, grade) in parties
        .iter()
        .zip([Grade::Satisfied, Grade::Satisfied, Grade::Dissatisfied])
    {
        desk.act(Command::Tell(Tell {
            whom: Some(*whom),
            grade: Some(grade),
            said: (!grade.settles()).then(|| "水还是进屋".into()),
            ..desk.telling(id)
        }));
    }
    let shown = taking_back(&mut desk, id);
    assert!(!shown.contains("现在告诉"), "nobody is told now: {shown}");
    for line in [
        "丙：告诉了，不满意（水还是进屋）",
        "没留名字：告诉了，满意",
        "甲：告诉了，满意",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    // The newest has the first digit; whose it is has to be said.
    desk.keys("F9");
    assert!(desk.read(id).opinion.parties.iter().all(|p| p.told));
    desk.keys("3");
    let shown = desk.screen();
    assert!(shown.contains("收回 甲 的回话：告诉了，满意"), "{shown}");
    assert!(!shown.contains("水还是进屋"), "{shown}");
    desk.keys("'点错了 F9");
    let o = desk.read(id).opinion;
    assert_eq!(
        o.parties.iter().map(|p| p.told).collect::<Vec<_>>(),
        [false, true, true]
    );
    assert_eq!(o.grade, Some(Grade::Dissatisfied), "what another said stays");
    // The one who is left to tell is offered, and of the others it is said again whose.
    let shown = taking_back(&mut desk, id);
    assert!(shown.contains("丙：") && !shown.contains("甲："), "{shown}");
    desk.keys("1");
    let shown = desk.screen();
    assert!(
        shown.contains("收回 丙 的回话：告诉了，不满意（水还是进屋）"),
        "{shown}"
    );
    assert!(shown.contains("评价一起收回"), "{shown}");
}

#[test]
fn a_telling_that_another_took_back_is_not_replaced_by_somebody_elses() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
    tells(&mut desk, id, all[0]);
    tells(&mut desk, id, all[2]);
    opens(&mut desk, id, MatterAct::TakeBack);
    // The newest is the first of the list.
    desk.keys("1");
    desk.keys("Tab '记错了人");
    assert_eq!(is_about(&desk), Some(all[2].to_string()), "{}", desk.screen());
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::TakeBackTelling(TakeBackTelling {
        opinion: id,
        rev,
        whom: Some(all[2]),
        reason: "点错了".into(),
    }));
    for _ in 0..3 {
        desk.keys("F9");
        assert_eq!(is_about(&desk), Some(all[2].to_string()), "{}", desk.screen());
    }
    let now = parties(&desk, id);
    assert_eq!((now[0].1, now[0].2), (true, Some(Grade::Satisfied)), "甲's stays");
    // Nobody was chosen before: it is to be said whose.
    desk.k.state.layers.clear();
    tells(&mut desk, id, all[2]);
    opens(&mut desk, id, MatterAct::TakeBack);
    fill_in(&mut desk, "why", "记错了人");
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::TakeBackTelling(TakeBackTelling {
        opinion: id,
        rev,
        whom: Some(all[2]),
        reason: "点错了".into(),
    }));
    desk.keys("F9");
    desk.keys("F9");
    assert_eq!(parties(&desk, id)[0].2, Some(Grade::Satisfied));
}

#[test]
fn each_of_several_is_put_right_from_the_record() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let third = parties(&desk, id)[2].0;
    let target = zhiban::app::model::Target::Filed(id);
    let effects = zhiban::app::opinion::open(&mut desk.k.state, target);
    desk.s.serve(&mut desk.k, effects);
    desk.keys("Enter");
    let Some(Layer::Matter(matter)) = desk.k.state.layers.last() else {
        panic!("{}", desk.screen())
    };
    let zhiban::app::model::Matter::Acts(acts) = matter.as_ref() else {
        panic!("{}", desk.screen())
    };
    let at = acts.menu.items.iter().position(|i| i.label.contains("更正丙的信息"));
    for _ in 0..at.unwrap() {
        desk.keys("Down");
    }
    desk.keys("Enter");
    assert_eq!(is_about(&desk), Some(third.to_string()), "{}", desk.screen());
    let shown = desk.screen();
    assert!(shown.contains("更正的是丙") && shown.contains("13800001111"), "{shown}");
    fill_in(&mut desk, "name", "丙丁");
    fill_in(&mut desk, "why", "写错了一个字");
    desk.keys("F9");
    let file = desk.read(id);
    assert_eq!(file.person(Some(third)).unwrap().details.name.as_deref(), Some("丙丁"));
    assert_eq!(file.citizen.unwrap().details.name.as_deref(), Some("甲"));
}
