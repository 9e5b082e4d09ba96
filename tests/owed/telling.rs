//! Telling people what became of theirs: who is next, what came of an attempt, other ways.

use super::*;

#[test]
fn d2_f8_on_what_cannot_be_told_says_what_it_is_and_offers_what_comes_next() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let told = desk.file("甲", due.clone());
    desk.answer(told);
    desk.call(told, Reached::Told);
    desk.file("乙", due);
    desk.file("丙", Handling::Undecided);
    desk.on(of(11, 24));
    // Among what is owed.
    desk.keys("9 2");
    for (name, says, offers) in [
        ("丙", "还没有定去处", "定去处"),
        ("甲", "已经告诉反映人了", "销号"),
        ("乙", "还没有答复，先催办或记答复", "催办"),
    ] {
        desk.keys("Home");
        while !desk.k.state.owing_here().line().unwrap().brief.starts_with(name) {
            desk.keys("Down");
        }
        desk.keys("F8");
        let shown = desk.screen();
        assert!(shown.contains(says) && shown.contains(offers), "{name}: {shown}");
        desk.keys("Esc");
    }
    // In the list of opinions, and in the record.
    desk.keys("Esc 2 End F8");
    let shown = desk.screen();
    assert!(shown.contains("0001 已经告诉反映人了"), "{shown}");
    desk.keys("F8");
    let shown = desk.screen();
    assert!(
        shown.contains("已经告诉反映人了") && shown.contains("1 销号"),
        "{shown}"
    );
}

#[test]
fn d3_f8_goes_on_to_the_next_person_and_a_try_within_the_hour_is_not_another() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let first = desk.file("甲", due.clone());
    let second = desk.file("乙", due);
    desk.answer(first);
    desk.answer(second);
    desk.on(of(11, 23));
    let offered = |desk: &mut Desk| {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        let shown = desk.screen();
        let who = ["甲", "乙"]
            .into_iter()
            .find(|who| shown.contains(&format!("反映：{who}")));
        who.map(str::to_owned)
    };
    assert_eq!(offered(&mut desk).as_deref(), Some("甲"));
    desk.keys("3");
    assert_eq!(offered(&mut desk).as_deref(), Some("乙"), "the next one");
    desk.keys("3");
    assert_eq!(offered(&mut desk), None);
    assert!(said(&desk.k).contains("2位刚打过"), "{}", said(&desk.k));
    // Whoever is chosen is called again, and it is the same attempt still.
    for _ in 0..3 {
        desk.call(first, Reached::NoAnswer);
    }
    assert_eq!(desk.read(first).failed_tellings, 1);
    wait(&mut desk.k, 61);
    desk.call(first, Reached::NoAnswer);
    wait(&mut desk.k, 61);
    desk.call(first, Reached::NoAnswer);
    let file = desk.read(first);
    let (o, tries) = (file.opinion, file.failed_tellings);
    assert_eq!(tries, 3);
    // Three on one day close nothing.
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    assert!(!o.may_close(&limits));
    desk.on(of(11, 24));
    desk.call(first, Reached::NoAnswer);
    let file = desk.read(first);
    let (o, tries) = (file.opinion, file.failed_tellings);
    assert!(tries == 4 && o.may_close(&limits));
    desk.act(Command::CloseOpinion(CloseOpinion {
        opinion: first,
        rev: o.rev,
        class: "A".into(),
        class_date: None,
        upheld: None,
        reason: None,
    }));
    assert_eq!(desk.read(first).opinion.state, OpinionState::Closed);
}

#[test]
fn d3_which_try_it_was_is_said_and_that_one_so_soon_is_still_the_same() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Follow;
    let said_of = |desk: &mut Desk, keys: &str| {
        desk.keys(keys);
        said(&desk.k)
    };
    assert!(
        said_of(&mut desk, "Home Ctrl-n").contains("没联系上，记作第1次"),
        "{}",
        said(&desk.k)
    );
    for _ in 0..2 {
        assert!(said_of(&mut desk, "Ctrl-n").contains("还算第1次"), "{}", said(&desk.k));
    }
    wait(&mut desk.k, 61);
    assert!(said_of(&mut desk, "Ctrl-n").contains("记作第2次"), "{}", said(&desk.k));
}

#[test]
fn d3_another_way_is_offered_at_the_third_on_two_days_and_not_before() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.on(of(11, 23));
    let tried = |desk: &mut Desk| {
        desk.keys("F8 3");
        desk.screen().contains("换个办法")
    };
    assert!(!tried(&mut desk));
    for _ in 0..2 {
        wait(&mut desk.k, 61);
        assert!(!tried(&mut desk), "all on one day");
    }
    desk.on(of(11, 24));
    assert!(tried(&mut desk), "{}", desk.screen());
}

#[test]
fn d5_whoever_was_guided_elsewhere_and_not_told_stays_owed_and_so_does_promised_news() {
    let mut desk = Desk::new();
    let told = desk.guide("甲", "T6", true);
    desk.on(of(11, 23));
    assert_eq!(desk.kinds(), [], "who stood there knows");
    let untold = desk.guide("乙", "T6", false);
    let news = desk.guide("丙", "T9", true);
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), [Owing::ToTell, Owing::ToTell]);
    desk.keys("9 2");
    let shown = desk.screen();
    assert!(
        shown.contains("待反馈晚5天") && shown.contains("镇便民服务大厅"),
        "{shown}"
    );
    // The words to say stand with it, and no verdict is asked for.
    desk.keys("F8");
    let shown = desk.screen();
    assert!(shown.contains("这样说：个人的事由主管单位办"), "{shown}");
    desk.keys("1");
    assert!(said(&desk.k).contains("不问满意不满意"), "{}", said(&desk.k));
    // The marker stands on what says of nobody that they were told.
    desk.keys("Esc F8 Enter");
    assert!(!desk.read(untold).opinion.told);
    desk.k.state.layers.clear();
    desk.keys("F8 2");
    let o = desk.read(untold).opinion;
    assert_eq!((o.state, o.told), (OpinionState::Guided, true));
    // The record says the place before the reason.
    desk.k.state.screen = Screen::Today;
    desk.keys(&format!("/ '{} Enter Enter", o.number));
    let shown = desk.screen();
    let line = shown.lines().find(|l| l.contains("指到")).unwrap_or(&shown).to_owned();
    let at = |text: &str| line.find(text).unwrap_or_else(|| panic!("{text}: {shown}"));
    assert!(at("指到") < at("镇便民服务大厅"), "{line}");
    desk.k.state.layers.clear();
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), [Owing::ToTell]);
    desk.call(news, Reached::Told);
    desk.on(of(12, 1));
    assert_eq!(desk.kinds(), []);
    assert_eq!(desk.read(told).opinion.state, OpinionState::Guided);
}

#[test]
fn whoever_may_not_tell_reads_that_and_not_what_else_stands_in_the_way() {
    let mut desk = Desk::new();
    desk.guide("乙", "T6", false);
    desk.on(of(12, 1));
    desk.k.state.account.as_mut().unwrap().role = zhiban::domain::code::Role::Viewer;
    for digit in ["1", "2", "3"] {
        desk.k.state.layers.clear();
        desk.keys(&format!("9 2 Home Enter {digit}"));
        let said = said(&desk.k);
        assert!(said.contains("不能办这件事"), "{digit}: {said} {}", desk.screen());
    }
}

#[test]
fn a_wrong_number_is_said_to_be_one_with_what_puts_it_right() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 30));
    let matter = desk.file("甲", due);
    desk.answer(matter);
    desk.on(of(11, 23));
    desk.keys("F8 4");
    let said = said(&desk.k);
    assert!(said.contains("号码不对") && said.contains("更正反映人"), "{said}");
    desk.s.is_clean();
}

#[test]
fn a_matter_is_not_answered_chased_or_told_before_it_was_taken_in() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    let filed = desk.read(id).opinion.filed_at;
    desk.on(of(11, 25));
    let (answer, chase) = (
        Command::RecordAnswer(desk.answering(id)),
        Command::Chase(desk.chasing(id)),
    );
    let day_before = TimeOfDay::new(15, 0).unwrap().on(of(11, 20));
    for command in [answer.clone(), chase] {
        let said = refused(&mut desk, command, day_before);
        assert!(said.contains("在它之前") && said.contains("没有登记"), "{said}");
    }
    assert_eq!(desk.read(id).opinion.state, OpinionState::HandedOver);
    // On the day itself what was done first and what was written down first are two things.
    let same_day = zhiban::domain::moment::Moment(filed.0 - 60_000);
    entered(&mut desk, answer, same_day).unwrap();
    assert_eq!(desk.read(id).opinion.state, OpinionState::Answered);
}

#[test]
fn a_unit_is_not_asked_before_it_was_given_the_matter_and_nobody_told_an_answer_before_it_came() {
    let mut desk = Desk::new();
    let id = desk.file("甲", Handling::Undecided);
    let at = |day| TimeOfDay::new(15, 0).unwrap().on(of(11, day));
    desk.on(of(11, 25));
    let (rev, handling) = (desk.read(id).opinion.rev, desk.due(of(12, 31)));
    let given = Handle {
        opinion: id,
        rev,
        category: None,
        handling,
    };
    desk.act(Command::Handle(given));
    desk.on(of(11, 27));
    let (answer, chase) = (
        Command::RecordAnswer(desk.answering(id)),
        Command::Chase(desk.chasing(id)),
    );
    for command in [chase, answer.clone()] {
        let said = refused(&mut desk, command, at(24));
        assert!(said.contains("才交给供电所") && said.contains("没有登记"), "{said}");
    }
    entered(&mut desk, answer, at(26)).unwrap();
    let tell = Command::Tell(desk.telling(id));
    let said = refused(&mut desk, tell.clone(), at(25));
    assert!(said.contains("才答复") && said.contains("没有登记"), "{said}");
    entered(&mut desk, tell, at(26)).unwrap();
    assert!(desk.read(id).opinion.told);
}

#[test]
fn d1_f8_finds_whom_to_tell_however_much_is_late_before_them() {
    let mut desk = Desk::new();
    for n in 0..70 {
        let due = desk.due(of(11, 26));
        desk.file(&format!("甲{n}"), due);
    }
    for n in 0..20 {
        let due = desk.due(of(12, 31));
        let id = desk.file(&format!("乙{n}"), due);
        desk.answer(id);
    }
    desk.on(of(12, 7));
    assert!(desk.k.state.snap.follow_up.iter().all(|f| f.owing == Owing::Overdue));
    for name in ["乙0", "乙1", "乙2"] {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        let shown = desk.screen();
        assert!(shown.contains(&format!("反映：{name}门口")), "{name}: {shown}");
        desk.keys("3");
    }
    // More were called than are known here: the list, and not that all of them were.
    for _ in 3..8 {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8 3");
    }
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert_eq!(desk.k.state.screen, Screen::Owed, "{}", said(&desk.k));
}

#[test]
fn d3_of_several_f8_goes_on_to_whoever_was_not_tried_and_counts_each_for_themselves() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let offered = |desk: &mut Desk| {
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        desk.screen()
    };
    let shown = offered(&mut desk);
    assert!(
        shown.contains("现在告诉 甲") && shown.contains("打 13700004410 找 甲"),
        "{shown}"
    );
    desk.keys("3");
    // Who gave no name is called by none, and of whom nobody tried nothing is said.
    let shown = offered(&mut desk);
    assert!(shown.contains("现在告诉 没留名字（已告诉 0/3 位）"), "{shown}");
    assert!(
        shown.contains("打 13566660000") && !shown.contains("13566660000 找"),
        "{shown}"
    );
    assert!(!shown.contains("次没联系上"), "{shown}");
    desk.keys("3");
    let shown = offered(&mut desk);
    assert!(shown.contains("现在告诉 丙"), "{shown}");
    desk.keys("3");
    assert_eq!(desk.read(id).opinion.tries.len(), 3);
    offered(&mut desk);
    assert!(said(&desk.k).contains("刚打过"), "{}", said(&desk.k));
    // An hour later whoever was tried the longest ago.
    wait(&mut desk.k, 61);
    let shown = offered(&mut desk);
    assert!(
        shown.contains("现在告诉 甲") && shown.contains("前面 1 次没联系上"),
        "{shown}"
    );
    // Three attempts of three people are one of each: nobody is given up.
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    let o = desk.read(id).opinion;
    assert!(o.attempts(&limits, None) == 3 && o.parties.iter().all(|p| o.attempts(&limits, Some(p.citizen)) == 1));
    desk.on(of(11, 24));
    let parties: Vec<CitizenId> = desk.read(id).opinion.parties.iter().map(|p| p.citizen).collect();
    let try_one = |desk: &mut Desk, whom: CitizenId| {
        desk.act(Command::Tell(Tell {
            whom: Some(whom),
            reached: Reached::NoAnswer,
            ..desk.telling(id)
        }));
        wait(&mut desk.k, 61);
    };
    for _ in 0..2 {
        try_one(&mut desk, parties[0]);
        try_one(&mut desk, parties[1]);
    }
    assert!(!desk.read(id).opinion.may_close(&limits), "丙 was tried once");
    for _ in 0..2 {
        try_one(&mut desk, parties[2]);
    }
    assert!(desk.read(id).opinion.may_close(&limits));
}

#[test]
fn the_code_is_offered_to_whoever_was_given_one_and_a_try_so_soon_is_said_to_be_none() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(!desk.screen().contains("凭码来问"), "{}", desk.screen());
    desk.keys("0");
    assert!(!desk.read(id).opinion.told);
    desk.k.state.layers.clear();
    desk.call(id, Reached::NoAnswer);
    desk.call(id, Reached::NoAnswer);
    let file = desk.read(id);
    let said_of: Vec<String> = file.history.iter().map(|h| sentence_of(&desk, &file, h)).collect();
    let again = said_of.iter().filter(|line| line.contains("不另算一次")).count();
    assert_eq!(again, 1, "{said_of:?}");
    // Told and content, it is struck off in the same act, and both are said.
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Follow;
    desk.keys("Home F8 1");
    assert!(said(&desk.k).contains("已告诉本人，已销号"), "{}", said(&desk.k));
}

#[test]
fn after_a_telling_it_is_said_how_many_are_left_and_where_the_discontent_stand() {
    let mut desk = Desk::new();
    of_three(&mut desk);
    desk.k.state.focus = Pane::Follow;
    for left in [2, 1] {
        desk.keys("Home F8 2");
        assert!(
            said(&desk.k).contains(&format!("还有{left}位没告诉")),
            "{}",
            said(&desk.k)
        );
        wait(&mut desk.k, 61);
    }
    desk.keys("Home F8 6 '灯还是不亮 F9");
    assert!(said(&desk.k).contains("不满意，在待办的不满意里"), "{}", said(&desk.k));
}

#[test]
fn whoever_was_sent_word_stays_owed_and_is_asked_on_a_day_until_they_are_told() {
    let mut desk = Desk::new();
    let due = desk.due(of(12, 31));
    let id = desk.file("甲", due);
    desk.answer(id);
    desk.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev: desk.read(id).opinion.rev,
        changes: vec![Change::MayRelay(Some("邻居李嫂".into()))],
        reason: "当时说过".into(),
    }));
    desk.on(of(11, 23));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8 4");
    let digit = digit_of(&desk.screen(), "托人转告");
    desk.keys(&digit);
    // Whom is asked for: one key notes nothing.
    desk.keys("F9");
    assert_eq!(desk.read(id).opinion.tries.len(), 1, "the wrong number alone");
    desk.keys("'邻居李嫂 F9");
    assert!(said(&desk.k).contains("不算告诉了本人"), "{}", said(&desk.k));
    let file = desk.read(id);
    let o = &file.opinion;
    assert_eq!((o.state, o.told), (OpinionState::Answered, false));
    assert_eq!(o.tries.last().unwrap().reached, Reached::Through);
    assert_eq!(stands(&desk, id), Some(Owing::ToTell));
    let last = sentence_of(&desk, &file, file.history.last().unwrap());
    assert!(last.contains("托人转告") && last.contains("邻居李嫂"), "{last}");
    // The day is three working days on, as for telling; until then nobody is rung for it.
    desk.k.state.layers.clear();
    wait(&mut desk.k, 61);
    assert!(desk.screen().contains("11月26日周四再问"), "{}", desk.screen());
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(said(&desk.k).contains("没到再问的日子"), "{}", said(&desk.k));
    desk.on(of(11, 26));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    let shown = desk.screen();
    assert!(shown.contains("托人转告") && shown.contains("邻居李嫂"), "{shown}");
    // A letter is as little.
    desk.keys("4");
    let digit = digit_of(&desk.screen(), "寄信");
    desk.keys(&format!("{digit} F9"));
    let o = desk.read(id).opinion;
    assert_eq!((o.told, o.tries.last().unwrap().reached), (false, Reached::Sent));
    let limits = desk.k.state.snap.rules.as_ref().unwrap().limits.clone();
    assert!(!o.may_close(&limits), "word on its way reached nobody yet");
    // What came of a visit to them is said, not taken for granted.
    wait(&mut desk.k, 61);
    desk.on(of(12, 1));
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8 4");
    let digit = digit_of(&desk.screen(), "上门告诉");
    desk.keys(&format!("{digit} F9"));
    assert!(!desk.read(id).opinion.told);
    desk.keys("1 F9");
    assert!(desk.read(id).opinion.told, "{}", said(&desk.k));
}

#[test]
fn words_about_one_of_several_stay_theirs_whoever_is_next_after_a_refusal() {
    for act in [MatterAct::Tell, MatterAct::Evaluate] {
        let mut desk = Desk::new();
        let id = of_three(&mut desk);
        let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
        let first = Some(all[0].to_string());
        if act == MatterAct::Tell {
            desk.k.state.focus = Pane::Queue;
            desk.keys("F8");
            desk.keys("6");
        } else {
            for whom in &all {
                desk.act(Command::Tell(Tell {
                    whom: Some(*whom),
                    ..desk.telling(id)
                }));
            }
            opens(&mut desk, id, act);
            desk.keys("Tab 3 '甲说水渠又塌了");
        }
        assert_eq!(is_about(&desk), first);
        if act == MatterAct::Tell {
            desk.keys("'甲说水渠又塌了");
            tells(&mut desk, id, all[0]);
        } else {
            let rev = desk.read(id).opinion.rev;
            desk.act(Command::Evaluate(Evaluate {
                opinion: id,
                rev,
                evaluation: EvaluationEntry {
                    whom: Some(all[0]),
                    ..EvaluationEntry::of(Grade::Satisfied, Way::Phone, None)
                },
            }));
        }
        desk.keys("F9");
        assert_eq!(is_about(&desk), first, "{}", desk.screen());
        assert!(desk.screen().contains("改过"), "{}", desk.screen());
        if act == MatterAct::Tell {
            // Whoever is told a second time is asked about once more, and once only.
            let shown = desk.screen();
            assert!(shown.contains("又告诉了一次"), "{shown}");
            let digit = digit_of(&shown, "又告诉了一次，登记");
            desk.keys(&digit);
        } else {
            desk.keys("F9");
        }
        assert_eq!(is_about(&desk), None, "filed: {}", desk.screen());
        let now = parties(&desk, id);
        assert_eq!(now[0].2, Some(Grade::Dissatisfied));
        assert!(now[1..].iter().all(|p| p.2.is_none()), "{now:?}");
        assert_eq!(now[1].1, act == MatterAct::Evaluate, "nobody called the second");
    }
}

#[test]
fn words_go_with_somebody_else_only_when_that_was_asked() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    desk.keys("6");
    desk.keys("'水渠又塌了");
    assert!(desk.screen().contains("打 13700004410 找 甲"), "{}", desk.screen());
    let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
    form.host.form.focus_on("whom");
    desk.keys("3");
    // The head goes with whom it is about.
    let shown = desk.screen();
    assert!(
        shown.contains("打 13800001111 找 丙") && !shown.contains("13700004410"),
        "{shown}"
    );
    desk.keys("F9");
    let shown = desk.screen();
    assert!(shown.contains("写这些话时选的是甲，现在选的是丙"), "{shown}");
    assert!(parties(&desk, id).iter().all(|p| !p.1));
    let digit = digit_of(&shown, "是丙说的");
    desk.keys(&digit);
    let now = parties(&desk, id);
    assert_eq!(
        (now[2].0, now[2].1, now[2].2),
        (all[2], true, Some(Grade::Dissatisfied))
    );
    assert!(!now[0].1 && !now[1].1);
}

#[test]
fn what_follows_a_wrong_number_of_one_of_several_is_about_them() {
    for (choice, reached) in [
        ("更正反映人", None),
        ("寄信", Some("sent")),
        ("没有别的办法", Some("no_way")),
        ("上门", None),
    ] {
        let mut desk = Desk::new();
        let id = of_three(&mut desk);
        let first = parties(&desk, id)[0].0.to_string();
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        desk.keys("4");
        let digit = digit_of(&desk.screen(), choice);
        desk.keys(&digit);
        let shown = desk.screen();
        assert_eq!(is_about(&desk).as_ref(), Some(&first), "{choice}: {shown}");
        let form = desk.k.state.layers.iter().rev().find_map(Layer::form).unwrap();
        assert_eq!(form.host.form.code("reached"), reached);
        let way = form.host.form.code("way");
        assert!(reached != Some("sent") || way == Some("paper"), "{way:?}");
    }
}

#[test]
fn nobody_else_is_offered_to_tell_them_where_nobody_was_named_or_it_is_confidential() {
    for (is_confidential, named, why) in [
        (false, None, Some("本人没说过可以托")),
        (true, Some("邻居李嫂"), Some("这件要求保密，不托人转告")),
        (false, Some("邻居李嫂"), None),
    ] {
        let mut desk = Desk::new();
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        desk.answer(id);
        desk.act(Command::CorrectOpinion(CorrectOpinion {
            opinion: id,
            rev: desk.read(id).opinion.rev,
            changes: vec![
                Change::MayRelay(named.map(str::to_owned)),
                Change::Confidential(is_confidential),
                Change::Place(Some("村口".into())),
            ],
            reason: "当时说过".into(),
        }));
        desk.on(of(11, 23));
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8 8");
        let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        form.host.form.focus_on("reached");
        let shown = desk.screen();
        assert!(why.is_none_or(|why| shown.contains(why)), "{shown}");
        assert!(
            why.is_some() || !shown.contains("托人转告；") && !shown.contains("不托人转告"),
            "{shown}"
        );
        let digit = digit_of(&shown, "托人转告");
        desk.keys(&digit);
        let form = desk.k.state.layers.last().and_then(Layer::form).unwrap();
        let is_chosen = form.host.form.code("reached") == Some("through");
        assert_eq!(is_chosen, why.is_none(), "{}", desk.screen());
        // The arrows pass it by.
        for _ in 0..9 {
            desk.keys("Left");
        }
        for _ in 0..9 {
            let form = desk.k.state.layers.last().and_then(Layer::form).unwrap();
            let is_chosen = form.host.form.code("reached") == Some("through");
            assert!(!is_chosen || why.is_none());
            desk.keys("Right");
        }
    }
}

#[test]
fn the_number_of_one_of_several_is_put_right_whoever_is_next_by_then() {
    for is_told_meanwhile in [false, true] {
        let mut desk = Desk::new();
        let id = of_three(&mut desk);
        let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
        tells(&mut desk, id, all[0]);
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        desk.keys("4");
        let shown = desk.screen();
        assert_eq!(digit_of(&shown, "更正反映人"), "1", "as for who spoke: {shown}");
        desk.keys("1");
        assert_eq!(is_about(&desk), Some(all[1].to_string()));
        let shown = desk.screen();
        assert!(
            shown.contains("13566660000") && !shown.contains("13700004410"),
            "{shown}"
        );
        assert!(desk.read(id).wrong_since(Some(all[1])).is_some());
        fill_in(&mut desk, "phone", "13566661111");
        fill_in(&mut desk, "why", "本人来说的");
        if is_told_meanwhile {
            tells(&mut desk, id, all[1]);
        }
        desk.keys("F9");
        if is_about(&desk).is_some() {
            desk.keys("F9");
        }
        let file = desk.read(id);
        let phone = |at: usize| file.person(Some(all[at])).unwrap().details.phone.clone().unwrap();
        assert_eq!(phone(0), "13700004410", "{}", desk.screen());
        assert_eq!(phone(1), "13566661111", "{}", desk.screen());
        assert_eq!(phone(2), "13800001111");
        assert_eq!(file.wrong_since(Some(all[1])), None);
        assert!(
            file.history.iter().any(|h| h.subject == all[1].0),
            "it stands in the history"
        );
    }
}

#[test]
fn the_one_key_for_nobody_answered_notes_only_who_stood_on_the_screen() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let noted = |desk: &Desk| desk.read(id).opinion.tries.len();
    desk.k.state.focus = Pane::Queue;
    desk.keys("Ctrl-n");
    assert_eq!(noted(&desk), 0, "nobody was seen: {}", desk.screen());
    assert!(desk.screen().contains("现在告诉 甲"), "{}", desk.screen());
    for _ in 0..3 {
        desk.keys("Ctrl-n");
    }
    assert_eq!(noted(&desk), 1);
    assert!(said(&desk.k).contains("接下来是另一位"), "{}", said(&desk.k));
    // The digit that fell twice is not the desk's.
    wait(&mut desk.k, 1);
    desk.keys("F8");
    desk.keys("3");
    let screen = desk.k.state.screen;
    let word = said(&desk.k);
    assert!(word.contains("没联系上"), "{word}");
    let again = |desk: &mut Desk| {
        let effects = update(&mut desk.k.state, Input::Key("3".parse().unwrap()));
        desk.s.serve(&mut desk.k, effects);
        (desk.k.state.screen, said(&desk.k))
    };
    assert_eq!(again(&mut desk), (screen, word));
    let later = desk.k.state.now.0 + 1_000;
    update(&mut desk.k.state, Input::Tick(zhiban::domain::moment::Moment(later)));
    assert_ne!(again(&mut desk).0, screen, "a key of its own");
    assert_eq!(noted(&desk), 2);
}

#[test]
fn an_answer_that_nobody_was_there_to_hear_is_owed_until_they_are_told() {
    for (channel, hears) in [
        (Channel::Visit, true),
        (Channel::Phone, true),
        (Channel::Outreach, true),
        (Channel::Letter, false),
        (Channel::ViaDeputy, false),
        (Channel::Online, false),
    ] {
        let mut desk = Desk::new();
        let id = by_letter(&mut desk, channel, None);
        let o = desk.read(id).opinion;
        let wanted = if hears {
            OpinionState::Closed
        } else {
            OpinionState::Answered
        };
        assert_eq!((o.state, o.told, o.on_spot), (wanted, hears, hears), "{channel:?}");
        assert_eq!((o.class.as_deref(), o.answer.as_deref()), (Some("A"), Some("下周修")));
        desk.on(of(11, 23));
        assert_eq!(
            desk.k.state.snap.owed.of(Owing::ToTell),
            u32::from(!hears),
            "{channel:?}"
        );
        if !hears {
            let (owing, _) = o
                .standing(desk.k.state.snap.rules.as_deref().unwrap(), of(11, 23))
                .unwrap();
            assert_eq!(owing, Owing::ToTell);
            // Told and content it is over, as any other.
            desk.k.state.focus = Pane::Queue;
            desk.keys("F8");
            desk.keys("1");
            let o = desk.read(id).opinion;
            assert_eq!((o.state, o.told), (OpinionState::Closed, true), "{}", said(&desk.k));
        }
        // Whoever said what they think of it has heard it.
        let id = by_letter(&mut desk, channel, Some(Grade::Satisfied));
        let o = desk.read(id).opinion;
        assert_eq!((o.state, o.told), (OpinionState::Closed, true), "{channel:?}");
    }
}

/// The choices for telling on top: each with why it cannot be made.
fn choices(desk: &Desk) -> Vec<(String, Option<String>)> {
    let Some(Layer::Matter(matter)) = desk.k.state.layers.last() else {
        panic!("{:?}", desk.k.state.layers.last())
    };
    let zhiban::app::model::Matter::Acts(acts) = matter.as_ref() else {
        panic!("{matter:?}")
    };
    let items = acts.menu.items.iter();
    items.map(|item| (item.label.clone(), item.why_not.clone())).collect()
}

#[test]
fn after_a_refusal_the_choices_stay_theirs_for_whom_they_were_opened_and_nobody_elses_number_shows() {
    let mut desk = Desk::new();
    let id = of_three(&mut desk);
    let all: Vec<CitizenId> = parties(&desk, id).iter().map(|p| p.0).collect();
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    assert!(desk.screen().contains("打 13700004410 找 甲"), "{}", desk.screen());
    tells(&mut desk, id, all[0]);
    let traced = desk.k.state.traced.clone();
    assert_eq!(traced.as_ref().and_then(|t| t.citizen), Some(all[0]));
    desk.keys("2");
    let shown = desk.screen();
    assert!(shown.contains("回话 01-2026-0001 甲"), "{shown}");
    for gone in ["13700004410", "13566660000", "13800001111", "现在告诉"] {
        assert!(!shown.contains(gone), "{gone}: {shown}");
    }
    assert_eq!(desk.k.state.traced, None, "no number stands there");
    // Each says who told them and when, those that open a form too; only their record is left.
    let (record, telling) = choices(&desk)
        .into_iter()
        .partition::<Vec<_>, _>(|(label, _)| label == "看这一件");
    assert!(
        telling.len() >= 8 && record.len() == 1 && record[0].1.is_none(),
        "{shown}"
    );
    for (label, why) in &telling {
        let why = why.as_deref().unwrap_or_default();
        assert!(
            why.contains("这一位已经告诉过了：09:00") && why.contains("告诉了反映人"),
            "{label}: {why}"
        );
    }
    let marked = shown.lines().find(|line| line.trim_start().starts_with("> ")).unwrap();
    assert!(marked.contains(&record[0].0), "{marked}: {shown}");
    for digit in ["1", "6", "8"] {
        desk.keys(digit);
        assert!(
            said(&desk.k).contains("这一位已经告诉过了"),
            "{digit}: {}",
            said(&desk.k)
        );
    }
    assert_eq!(parties(&desk, id).iter().filter(|p| p.1).count(), 1);
    // Left and begun again it is about whoever is next.
    desk.keys("Esc");
    desk.k.state.focus = Pane::Queue;
    desk.keys("F8");
    let shown = desk.screen();
    assert!(shown.contains("打 13566660000"), "{shown}");
    assert_eq!(desk.k.state.traced.as_ref().and_then(|t| t.citizen), Some(all[1]));
    // An answer put right meanwhile is refused too, and they are still the one to tell, whoever was tried the longest ago.
    for whom in [all[1], all[2]] {
        let try_in_vain = Tell {
            whom: Some(whom),
            reached: Reached::NoAnswer,
            ..desk.telling(id)
        };
        desk.act(Command::Tell(try_in_vain));
        wait(&mut desk.k, 61);
    }
    let rev = desk.read(id).opinion.rev;
    desk.act(Command::CorrectOpinion(CorrectOpinion {
        opinion: id,
        rev,
        changes: vec![Change::Answer("已经换了两个灯泡".into())],
        reason: "写漏了".into(),
    }));
    let again = Tell {
        whom: Some(all[1]),
        reached: Reached::NoAnswer,
        ..desk.telling(id)
    };
    desk.act(Command::Tell(again));
    desk.keys("2");
    let shown = desk.screen();
    assert!(
        shown.contains("打 13566660000") && !shown.contains("13800001111") && shown.contains("换了两个灯泡"),
        "{shown}"
    );
    desk.keys("2");
    assert!(parties(&desk, id)[1].1 && !parties(&desk, id)[2].1, "{}", said(&desk.k));
}

#[test]
fn where_nobody_is_rung_up_no_whole_number_stands() {
    for (reach, is_whole) in [
        (Reach::Phone, true),
        (Reach::Message, true),
        (Reach::Home, false),
        (Reach::Comes, false),
    ] {
        let mut desk = Desk::new();
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        desk.answer(id);
        let citizen = desk.read(id).citizen.unwrap();
        desk.act(Command::CorrectCitizen(CorrectCitizen {
            citizen: citizen.id,
            rev: citizen.rev,
            changes: vec![
                CitizenChange::Reach(Some(reach)),
                CitizenChange::ReachNote(Some("女儿 13900002222".into())),
            ],
            reason: "本人说的".into(),
        }));
        desk.on(of(11, 23));
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8");
        let shown = desk.screen();
        for whole in ["13700004410", "13900002222"] {
            assert_eq!(shown.contains(whole), is_whole, "{reach:?}: {shown}");
        }
        assert!(is_whole || shown.contains("137****4410"), "{reach:?}: {shown}");
        assert_eq!(
            desk.k.state.traced.is_some(),
            is_whole,
            "{reach:?}: a number shown is a look"
        );
    }
}

#[test]
fn whom_they_may_be_told_through_is_chosen_in_a_correction_as_when_it_is_filed() {
    for (before, stands, digit, after) in [
        (None, None, "2", Some("家里人")),
        (Some("家里人"), Some("family"), "1", None),
        (Some("邻居李嫂"), Some("other"), "1", None),
        (Some("neighbour"), Some("other"), "3", Some("邻居")),
    ] {
        let mut desk = Desk::new();
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        if before.is_some() {
            let rev = desk.read(id).opinion.rev;
            desk.act(Command::CorrectOpinion(CorrectOpinion {
                opinion: id,
                rev,
                changes: vec![Change::MayRelay(before.map(str::to_owned))],
                reason: "当时说过".into(),
            }));
        }
        desk.on(of(11, 23));
        opens(&mut desk, id, MatterAct::Correct);
        let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        assert_eq!(form.host.form.code("relay_to"), stands);
        form.host.form.focus_on("relay_to");
        desk.keys(digit);
        fill_in(&mut desk, "why", "本人改口了");
        desk.keys("F9");
        assert_eq!(
            desk.read(id).opinion.details.may_relay.as_deref(),
            after,
            "{}",
            desk.screen()
        );
        let changed = desk.read(id).history.last().map(|h| h.kind.moves().len());
        assert_eq!(changed, Some(1), "nothing else was changed");
    }
}

/// Answered at the desk to whoever came so, with what they said of it.
fn came(desk: &mut Desk, channel: Channel, grade: Option<Grade>) -> OpinionId {
    let id = by_letter(desk, channel, grade);
    desk.on(of(11, 23));
    id
}

/// How a matter came is put right in its form, which says what becomes of it; it is filed where that is wanted.
fn corrects(desk: &mut Desk, id: OpinionId, channel: Channel) -> String {
    opens(desk, id, MatterAct::Correct);
    let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
    form.host.form.focus_on("channel");
    let digit = 1 + Channel::ALL.iter().position(|c| *c == channel).unwrap();
    desk.keys(&digit.to_string());
    fill_in(desk, "why", "核对过了");
    desk.screen()
}

#[test]
fn how_a_matter_came_decides_who_heard_the_answer_also_where_that_is_put_right() {
    for (was, is) in [
        (Channel::Visit, Channel::Letter),
        (Channel::Phone, Channel::Online),
        (Channel::Outreach, Channel::ViaDeputy),
    ] {
        let mut desk = Desk::new();
        let id = came(&mut desk, was, None);
        let before = desk.read(id).opinion;
        assert_eq!((before.state, before.told), (OpinionState::Closed, true));
        let shown = corrects(&mut desk, id, is);
        assert!(shown.contains("答复时本人不在场"), "{was:?}: {shown}");
        desk.keys("F9");
        assert!(said(&desk.k).contains("还要告诉本人"), "{}", said(&desk.k));
        desk.on(of(11, 23));
        let o = desk.read(id).opinion;
        assert_eq!(
            (o.state, o.told, o.on_spot),
            (OpinionState::Answered, false, false),
            "{was:?}"
        );
        assert_eq!((o.closed_at, o.answered_at), (None, before.closed_at));
        assert!(o.parties.iter().all(|p| !p.told) && o.class.as_deref() == Some("A"));
        assert_eq!(stands(&desk, id), Some(Owing::ToTell));
        // The history says that of the same person, and that they are to be told.
        let file = desk.read(id);
        let all: Vec<String> = file.history.iter().map(|h| sentence_of(&desk, &file, h)).collect();
        assert!(all.iter().any(|line| line.contains("答复时本人不在场")), "{all:?}");
        assert!(!all.iter().any(|line| line.contains("另一位")), "{all:?}");
        // The other way round they heard it after all, as often as it is put right.
        let shown = corrects(&mut desk, id, was);
        assert!(shown.contains("答复时本人在场"), "{is:?}: {shown}");
        desk.keys("F9");
        desk.on(of(11, 23));
        let o = desk.read(id).opinion;
        assert_eq!(
            (o.state, o.told, o.on_spot, o.closed_at, o.answered_at, o.tell_by),
            (OpinionState::Closed, true, true, before.closed_at, None, None),
            "{is:?}: {}",
            said(&desk.k)
        );
        assert_eq!(stands(&desk, id), None);
        // A letter that was answered once more by telephone is known to them, whatever is put right later.
        corrects(&mut desk, id, is);
        desk.keys("F9");
        desk.on(of(11, 23));
        desk.call(id, Reached::Told);
        for channel in [was, is] {
            let shown = corrects(&mut desk, id, channel);
            assert!(!shown.contains("答复时本人"), "{channel:?}: {shown}");
            desk.keys("F9");
            desk.on(of(11, 23));
            assert!(desk.read(id).opinion.told, "{channel:?}");
        }
    }
    // Whoever said what they think of it has heard it, and another channel of the same kind changes nothing.
    for (was, is, grade) in [
        (Channel::Visit, Channel::Letter, Some(Grade::Satisfied)),
        (Channel::Visit, Channel::Phone, None),
        (Channel::Letter, Channel::Online, None),
    ] {
        let mut desk = Desk::new();
        let id = came(&mut desk, was, grade);
        let before = desk.read(id).opinion;
        let shown = corrects(&mut desk, id, is);
        assert!(!shown.contains("答复时本人"), "{shown}");
        desk.keys("F9");
        let o = desk.read(id).opinion;
        assert_eq!(
            (o.details.channel, o.state, o.told),
            (Some(is), before.state, before.told)
        );
    }
}

#[test]
fn whoever_was_shown_the_way_by_letter_is_told_it() {
    let mut desk = Desk::new();
    let id = desk.guide("甲", "T6", true);
    desk.on(of(11, 23));
    assert!(desk.read(id).opinion.told);
    let shown = corrects(&mut desk, id, Channel::Letter);
    assert!(shown.contains("答复时本人不在场"), "{shown}");
    desk.keys("F9");
    desk.on(of(11, 23));
    let o = desk.read(id).opinion;
    assert_eq!((o.state, o.told), (OpinionState::Guided, false));
    assert_eq!(stands(&desk, id), Some(Owing::ToTell));
    // In the form that files it nobody counts as told who is not there, unless that is said.
    for (channel, told) in [("1", true), ("3", false)] {
        let mut desk = Desk::new();
        desk.keys("F5 '要办低保 Tab PageDown '王秀英 PageDown 3 6");
        let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        form.host.form.focus_on("channel");
        desk.keys(channel);
        let form = desk.k.state.layers.last().and_then(Layer::form).unwrap();
        assert_eq!(form.host.form.flag("told"), told, "{}", desk.screen());
    }
}

#[test]
fn no_cadre_of_a_village_is_asked_to_tell_of_a_matter_about_it() {
    for (place, named, is_refused) in [
        (Some("石桥村口"), "王建国", true),
        (Some("石桥村口"), "王建国支书", true),
        (Some("石桥村口"), "村主任", true),
        (Some("石桥村口"), "赵会文", true),
        (Some("石桥村口"), "邻居李嫂", false),
        (Some("镇上老街"), "王建国", false),
        (None, "村主任", false),
    ] {
        let mut desk = Desk::new();
        desk.act(Command::AddUnit(UnitProfile {
            name: "石桥村村民委员会".into(),
            short: "石桥村".into(),
            kind: UnitKind::Village,
            contact: Some("王建国".into()),
            ..UnitProfile::default()
        }));
        desk.act(Command::AddDeputy(DeputyProfile {
            name: "赵会文".into(),
            post: Some("石桥村党支部书记".into()),
            ..DeputyProfile::default()
        }));
        let due = desk.due(of(12, 31));
        let id = desk.file("甲", due);
        desk.answer(id);
        let relays = |desk: &mut Desk, named: &str| {
            let rev = desk.read(id).opinion.rev;
            desk.act(Command::CorrectOpinion(CorrectOpinion {
                opinion: id,
                rev,
                changes: vec![
                    Change::Place(place.map(str::to_owned)),
                    Change::MayRelay(Some(named.into())),
                ],
                reason: "当时说过".into(),
            }));
        };
        relays(&mut desk, named);
        desk.on(of(11, 23));
        // Greyed in the form with its sentence, and refused whoever sends it.
        desk.k.state.focus = Pane::Queue;
        desk.keys("F8 8");
        let form = desk.k.state.layers.last_mut().and_then(Layer::form_mut).unwrap();
        form.host.form.focus_on("reached");
        let shown = desk.screen();
        assert_eq!(
            shown.contains("不托本村干部转告"),
            is_refused,
            "{place:?} {named}: {shown}"
        );
        let through = |desk: &Desk, note: &str| {
            Command::Tell(Tell {
                reached: Reached::Through,
                note: Some(note.into()),
                ..desk.telling(id)
            })
        };
        let (now, command) = (desk.k.state.now, through(&desk, named));
        if is_refused {
            let why = refused(&mut desk, command, now);
            assert!(why.contains("不托本村干部转告"), "{named}: {why}");
            // Nor when somebody else is named besides, whom they did agree to.
            relays(&mut desk, "邻居李嫂");
            let command = through(&desk, &format!("邻居李嫂、{named}"));
            assert!(refused(&mut desk, command, now).contains("不托本村干部转告"));
        } else {
            entered(&mut desk, command, now).unwrap();
        }
    }
}
