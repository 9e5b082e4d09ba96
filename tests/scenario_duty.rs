//! The duty roster, a day entered late after a power cut, and what is put right afterwards (S14, S15): the built binary
//! in a pseudo-terminal, two of them where two people appear; what the screen shows and what `list --json` says.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;
mod town;

use seat::Town;
use town::{act, fill, kinds, on_duty, only, open_day, opinions, session, sound, today, visit};

#[test]
fn s14_a_substitute_stands_in_with_three_keys_and_earlier_visits_stay() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let b = town.seat_with(&["--table", "2"], (80, 24));
    open_day(&mut a, 2, &["xzg", "dtl"]);
    // One visit with the first deputy, before anything changes.
    a.press("BackTab Enter 1");
    a.wait("谢志贵 到了");
    a.press("Tab F4");
    a.wait("照原话记");
    a.text("老街路灯不亮")
        .press("PageDown")
        .text("王秀英")
        .press("PageDown 4 F9");
    a.wait("03-2026-0001");
    a.press("2");
    a.wait("谈完；没有人在等");
    let before = visit(&town, 1);
    let filed = only(&town);

    // The second asks leave and somebody else comes.
    a.keys = 0;
    a.press("Ctrl-r 1").text("twm").press("1");
    a.wait("段涛力 请假，已换人");
    assert_eq!(a.keys, 3, "two or three keys");
    for screen in [a.screen(), b.wait("陶武敏代")] {
        let line = screen.lines().find(|l| l.contains("段涛力")).unwrap();
        assert!(line.contains("请假 陶武敏代"), "{screen}");
        let line = screen.lines().find(|l| l.contains("  陶武敏  ")).unwrap();
        assert!(
            line.contains("2 桌") && line.contains("08:50"),
            "at the free table:\n{screen}"
        );
    }
    let (p, q) = (on_duty(&town, "段涛力"), on_duty(&town, "陶武敏"));
    assert_eq!(
        (p["state"].as_str(), p["substituted_by"].as_str()),
        (Some("leave"), Some("陶武敏"))
    );
    assert_eq!(p["reason"], "请假");
    assert_eq!(
        (q["state"].as_str(), q["stands_for"].as_str()),
        (Some("in"), Some("段涛力"))
    );
    assert_eq!(visit(&town, 1), before, "what was before stays");
    assert_eq!(only(&town), filed);
    sound(&town);
}

#[test]
fn s14_the_reason_of_a_leave_stays_when_somebody_stands_in_later() {
    let town = Town::new();
    let mut a = town.seat();
    open_day(&mut a, 1, &["xzg"]);
    a.press("BackTab Enter 3 1");
    a.wait("请假 生病");
    a.press("Ctrl-r 1").text("twm").press("1");
    a.wait("陶武敏代");
    let p = on_duty(&town, "谢志贵");
    assert_eq!(
        (p["reason"].as_str(), p["state"].as_str()),
        (Some("生病"), Some("leave"))
    );
    assert_eq!(p["substituted_by"], "陶武敏");
}

#[test]
fn s14_with_nobody_there_the_staff_receive_and_it_says_so() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let b = town.seat();
    open_day(&mut a, 1, &["xzg"]);
    assert_eq!(session(&town)["presence"], "on_the_way");
    act(&mut a, "工作人员代接");
    a.wait("工作人员");
    a.until("it is marked", |_| session(&town)["presence"] == "staff_only");
    b.until("the other screen says so", |s| {
        s.lines().any(|l| l.contains("值班代表") && l.contains("工作"))
    });
    a.press("F4");
    a.wait("照原话记");
    a.text("问低保").press("Esc F7");
    a.wait("没写完");
    assert_eq!(session(&town)["received"], 1);
    sound(&town);
}

#[test]
fn s15_power_goes_in_mid_form_and_the_words_are_offered_again() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F4");
    a.wait("照原话记");
    a.text("第一件已经登记")
        .press("PageDown")
        .text("王秀英")
        .press("PageDown 4 F9");
    a.wait("03-2026-0001");
    a.press("1");
    a.wait("第2件");
    let lines = [
        "排水沟堵了",
        "一下雨就进屋",
        "去年说修",
        "也没修",
        "老人摔了一跤",
        "请代表来看看",
    ];
    for line in lines {
        a.text(line).press("Enter");
    }
    town.clock("2026-11-23T09:02:00");
    a.text("，");
    town.clock("2026-11-23T09:02:02");
    a.wait("已存 09:02");
    a.cut_power();

    town.clock("2026-11-23T09:40:00");
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let screen = a.wait("没写完1");
    assert!(screen.contains("排水沟堵了"), "offered with its words:\n{screen}");
    assert!(
        screen.contains("001"),
        "who was being served is still at the table:\n{screen}"
    );
    assert_eq!(visit(&town, 1)["state"], "talking");
    assert_eq!(
        opinions(&town).len(),
        1,
        "nothing filed is missing, nothing is filed twice"
    );
    a.press("BackTab BackTab Enter");
    a.wait("接着写");
    a.press("1");
    let screen = a.wait("请代表来看看");
    for line in &lines[1..] {
        assert!(screen.contains(line), "{line}:\n{screen}");
    }
    assert!(screen.contains("王秀英"), "with its visit:\n{screen}");
    a.press("F9");
    a.wait("03-2026-0002");
    let all = opinions(&town);
    assert_eq!(all.len(), 2);
    let words = all[1]["words"].as_str().unwrap();
    for line in lines {
        assert!(words.contains(line), "{words}");
    }
    assert_eq!(
        (all[1]["ticket"].as_u64(), all[1]["person"].as_str()),
        (Some(1), Some("王秀英"))
    );
    a.press("Esc Esc");
    a.wait_gone("没写完1");
    sound(&town);
}

#[test]
fn a_whole_day_on_paper_is_entered_after_the_power_came_back() {
    let town = Town::new();
    town.clock("2026-11-23T15:00:00");
    let mut a = town.seat();
    a.wait("15:00");
    a.wait("林晓");
    a.press("F5");
    a.wait("照原话记");
    a.text("排水沟堵了，一下雨就进屋");
    town.clock("2026-11-23T15:00:02");
    a.wait("已存 15:00");
    a.cut_power();

    // All of Tuesday was written on paper. On Wednesday the words are there.
    town.clock("2026-11-25T08:40:00");
    let mut a = town.seat();
    a.wait("没写完1");
    a.press("BackTab BackTab Enter");
    a.wait("接着写");
    a.press("1");
    a.wait("排水沟堵了，一下雨就进屋");
    a.press("Esc");
    a.wait("已存在没写完里");

    act(&mut a, "补录接待");
    a.wait("几点到几点");
    fill(
        &mut a,
        &[
            "昨天",
            "#Tab",
            "9:00-11:00",
            "#Tab",
            "镇政府一楼",
            "#Tab Tab Tab",
            "xzg",
            "#1",
        ],
    );
    a.wait("1谢志贵");
    fill(&mut a, &["#Tab", "#Tab", "停电，记在纸上", "#Tab", "接-11"]);
    a.press("F9");
    a.wait("这次接待已补录");
    let s = session(&town);
    assert_eq!(
        (s["day"].as_str(), s["state"].as_str()),
        (Some("2026-11-24"), Some("closed"))
    );
    assert_eq!(s["opened_at"], "2026-11-24T09:00:00+08:00");
    let d = on_duty(&town, "谢志贵");
    assert_eq!(
        (d["state"].as_str(), d["in_at"].as_str()),
        (Some("out"), Some("2026-11-24T09:00:00+08:00"))
    );

    act(&mut a, "补录来访");
    a.wait("来的时间");
    a.press("Home Ctrl-k")
        .text("昨天")
        .press("Tab")
        .text("周德旺")
        .press("Tab Tab")
        .text("路灯不亮");
    fill(
        &mut a,
        &[
            "#Tab", "9:10", "#Tab", "9:15", "#Tab", "9:30", "#Tab", "7", "#Tab Tab", "纸-07",
        ],
    );
    a.press("F9");
    a.wait("来访已补录");
    // What was said in it follows at once, with the time and the number of the paper.
    a.wait("照原话记");
    a.text("，天黑不敢走").press("Tab 1 F9");
    a.wait("03-2026-0001");
    a.press("Esc");
    let o = only(&town);
    assert_eq!(
        (o["day"].as_str(), o["ticket"].as_u64()),
        (Some("2026-11-24"), Some(7)),
        "{o:#?}"
    );
    assert_eq!(
        (o["paper_no"].as_str(), o["person"].as_str()),
        (Some("纸-07"), Some("周德旺"))
    );
    assert_eq!(o["history"][0]["happened"], "2026-11-24T09:15:00+08:00");
    assert_eq!(o["history"][0]["at"], "2026-11-25T08:40:00+08:00");
    assert_eq!(
        (session(&town)["received"].as_u64(), session(&town)["opinions"].as_u64()),
        (Some(1), Some(1))
    );
    assert_eq!(o["words"], "路灯不亮，天黑不敢走");

    // The hand-over, the answer and the telling, each from its own paper.
    let late = |a: &mut seat::Seat, time: &str, paper: &str| {
        a.press("Ctrl-e");
        a.wait("几点");
        a.press("Home Ctrl-k").text(time);
        a.press("BackTab Home Ctrl-k").text("昨天");
        a.press("BackTab").text(paper);
        a.press("F9");
    };
    a.wait("待处理1");
    a.press("2 Enter Enter 1");
    a.wait("定去处（交办、指引、当场） 03-2026-0001");
    for _ in 0..6 {
        if a.cursor_line().contains("处理") {
            break;
        }
        a.press("Tab");
    }
    a.press("2 1");
    late(&mut a, "10:00", "交-03");
    a.until("it was handed over", |_| only(&town)["state"] == "handed_over");
    let o = only(&town);
    assert_eq!(o["handed_at"], "2026-11-24T10:00:00+08:00", "{o:#?}");

    a.wait("第1次交办");
    a.press("Enter 2");
    a.wait("记答复 03-2026-0001");
    a.text("当天换了灯泡").press("Tab 1");
    late(&mut a, "15:20", "答-09");
    a.until("it was answered", |_| only(&town)["state"] == "answered");
    assert_eq!(only(&town)["answered_at"], "2026-11-24T15:20:00+08:00");

    a.wait("当天换了灯泡");
    a.press("F8 8");
    a.wait("回话 03-2026-0001");
    a.text("亮了，谢谢");
    for _ in 0..4 {
        if a.cursor_line().contains("评价") {
            break;
        }
        a.press("Tab");
    }
    a.press("1");
    late(&mut a, "17:05", "话-02");
    a.until("the person was told", |_| only(&town)["told"] == true);
    let o = only(&town);
    assert_eq!(o["grade"], "satisfied");
    let told: Vec<(&str, &str, &str)> = o["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|h| {
            (
                h["kind"].as_str().unwrap(),
                h["happened"].as_str().unwrap(),
                h["paper_no"].as_str().unwrap_or("-"),
            )
        })
        .filter(|h| h.2 != "-")
        .collect();
    let times: Vec<(&str, &str)> = told.iter().map(|h| (&h.1[11..16], h.2)).collect();
    for pair in [
        ("09:15", "纸-07"),
        ("10:00", "交-03"),
        ("15:20", "答-09"),
        ("17:05", "话-02"),
    ] {
        assert!(times.contains(&pair), "{pair:?} in {told:#?}");
    }
    assert!(today(&town).is_empty() || today(&town).iter().all(|v| v["day"] != "2026-11-23"));
    sound(&town);
}

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
    let open = |a: &mut seat::Seat, number: &str, what: &str| {
        a.press("2 /").text(number);
        a.wait("1/1");
        a.press("Enter Enter");
        a.wait("办理经过");
        a.press("Enter");
        let screen = a.wait(what);
        let line = screen.lines().find(|l| l.contains(what)).unwrap();
        let digit = line
            .split_once(what)
            .unwrap()
            .0
            .split_whitespace()
            .last()
            .unwrap()
            .to_owned();
        a.press(&digit);
    };
    open(&mut a, "0002", "更正  ");
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
    a.wait("002");
    a.press("2");
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
