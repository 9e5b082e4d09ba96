//! What became of a matter, and what is put right afterwards.

use crate::seat::{Seat, Town};
use crate::town::{kinds, open_day, opinions, sound, visit};

#[test]
fn what_became_of_mine_by_number_name_and_phone_and_everything_can_be_put_right() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F4");
    a.wait("照原话记");
    a.text("井水发黄。另外村口垃圾没人收")
        .press("Tab 1 PageDown")
        .text("王秀英")
        .press("Tab")
        .text("13700004410");
    a.press("PageDown 2 1 F9");
    a.wait("03-2026-0001");
    a.press("2");
    a.wait("谈完；没有人在等");
    a.press("F4");
    a.wait("照原话记");
    a.text("老街路灯不亮")
        .press("Tab 1 PageDown")
        .text("孙国芳")
        .press("PageDown 2 1 F9");
    a.wait("03-2026-0002");
    a.press("2");
    a.wait("谈完；没有人在等");

    // By number, name and phone, the last four will do.
    for (typed, mine) in [
        ("0001", "王秀英"),
        ("孙国芳", "孙国芳"),
        ("4410", "王秀英"),
        ("13700004410", "王秀英"),
    ] {
        a.press("2 /").text(typed);
        a.until("one row is left", |s| s.contains("1/1") && s.contains(mine));
        let found = town.list(&["opinions", "--match", typed]);
        assert_eq!(found.as_array().unwrap().len(), 1, "{typed}");
        assert_eq!(found[0]["person"], mine);
        a.press("Esc Esc 1");
    }

    // Correct: the old value stays in the history.
    let open = |a: &mut Seat, number: &str, what: &str| {
        a.press("2 /").text(number);
        a.wait("1/1");
        a.press("Enter Enter");
        a.wait("办理经过");
        a.press("Enter");
        // The digit stands before the very name.
        let digit = |screen: &str| {
            let words: Vec<&str> = screen.split_whitespace().collect();
            let before = |pair: &[&str]| pair[1] == what && pair[0].parse::<u8>().is_ok();
            words
                .windows(2)
                .find(|pair| before(pair))
                .map(|pair| pair[0].to_owned())
        };
        let screen = a.until("the act in the menu on", |screen| digit(screen).is_some());
        a.press(&digit(&screen).unwrap());
    };
    open(&mut a, "0002", "更正");
    a.wait("更正 03-2026-0002");
    a.press("End").text("，东头那盏");
    for _ in 0..30 {
        if a.cursor_line().contains("理由") {
            break;
        }
        a.press("Tab");
    }
    a.text("漏记了位置").press("F9");
    a.until("it is corrected", |_| {
        opinions(&town)[1]["words"] == "老街路灯不亮，东头那盏"
    });
    let shown = a.wait("漏记了位置");
    assert!(shown.contains("老街路灯不亮"), "{shown}");
    a.press("Esc Esc Esc 1");

    // Split in two: the second has its own number and says where it comes from.
    open(&mut a, "0001", "拆成两件");
    a.wait("拆成两件 03-2026-0001");
    a.press("Home Ctrl-k")
        .text("井水发黄")
        .press("Tab")
        .text("村口垃圾没人收")
        .press("F9");
    a.until("there are three", |_| opinions(&town).len() == 3);
    let all = opinions(&town);
    assert_eq!(
        (all[0]["words"].as_str(), all[2]["words"].as_str()),
        (Some("井水发黄"), Some("村口垃圾没人收"))
    );
    assert_eq!(
        (all[2]["number"].as_str(), all[2]["split_from"].as_str()),
        (Some("03-2026-0003"), Some("03-2026-0001"))
    );
    assert_eq!(all[2]["person"], "王秀英");
    a.press("Esc Esc Esc 1");

    // Moved to the right visitor.
    open(&mut a, "0003", "移到正确的来访人");
    // Her own visit, the first, is not among those it may go to.
    a.wait("1 002");
    a.press("1");
    a.wait("理由");
    a.text("是孙国芳说的").press("F9");
    a.until("it is hers", |_| opinions(&town)[2]["ticket"] == 2);
    assert_eq!(opinions(&town)[2]["person"], "孙国芳");
    assert_eq!(
        (
            visit(&town, 1)["opinions"].as_u64(),
            visit(&town, 2)["opinions"].as_u64()
        ),
        (Some(1), Some(2))
    );
    a.press("Esc Esc Esc 1");

    // Void: the number stays visible, with the reason.
    open(&mut a, "0003", "作废");
    a.wait("理由");
    a.text("和另一件重复").press("F9");
    a.until("it is void", |_| opinions(&town)[2]["state"] == "void");
    let o = opinions(&town)[2].clone();
    assert_eq!(o["void_reason"], "和另一件重复");
    assert!(kinds(&o).contains(&"opinion_voided".to_owned()), "{o:#?}");
    a.press("Esc Esc Esc");
    a.press("2 /").text("0003");
    a.wait("作废");
    sound(&town);
}
