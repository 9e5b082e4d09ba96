//! Power goes (S15): words half written, and a day on paper entered when it is back.

use crate::seat::{Seat, Town};
use crate::town::{act, fill, on_duty, only, open_day, opinions, session, sound, today, visit};

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
    a.until("the last key on", |screen| {
        screen.lines().any(|line| line.trim() == "，")
    });
    town.clock("2026-11-23T09:02:02");
    a.wait("已存 09:02");
    a.cut_power();

    town.clock("2026-11-23T09:40:00");
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    // The file was looked at, and the visit was broken off: both are said, and nobody waited for it.
    a.wait("上次没有正常结束；页、钥匙和最近的记录核对过，完好");
    a.wait("1桌中断");
    assert_eq!(visit(&town, 1)["doubtful"], false, "showing it writes nothing");
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
    assert!(
        a.screen().contains("1桌中断"),
        "until it is touched itself:\n{}",
        a.screen()
    );
    a.press("F7");
    a.wait_gone("1桌中断");
    let done = visit(&town, 1);
    assert_eq!(
        (&done["state"], &done["doubtful"]),
        (&"done".into(), &true.into()),
        "its times are no measure"
    );
    sound(&town);
    // After an end in order nothing is said.
    a.palette("退出");
    a.wait("正在接待的留在桌上");
    a.press("1");
    assert_eq!(a.ended(), 0);
    let a = town.seat_with(&["--table", "1"], (80, 24));
    a.wait("没有人在等");
    let screen = a.settle();
    assert!(!screen.contains("正常结束") && !screen.contains("中断"), "{screen}");
}

#[test]
fn s15_the_line_mode_says_so_too_and_only_once() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F4");
    a.wait("照原话记");
    a.cut_power();
    let lines = |text: &str| {
        let out = town.run_with(&["--plain"], text);
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    let said = lines("1\n0\n");
    assert!(
        said.contains("上次没有正常结束；页、钥匙和最近的记录核对过，完好") && said.contains("中断 001"),
        "{said}"
    );
    let said = lines("1\n0\n");
    assert!(!said.contains("正常结束") && said.contains("中断 001"), "{said}");
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
    a.wait("一下雨就进屋");
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
            "#Tab Tab",
            "xzg",
            "#1",
            "#Enter",
        ],
    );
    a.wait("1谢志贵");
    fill(&mut a, &["#Tab", "停电，记在纸上", "#Tab", "接-11"]);
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
    let late = |a: &mut Seat, time: &str, paper: &str| {
        a.press("Ctrl-e");
        a.wait("几点");
        a.text("昨天").press("Tab Home Ctrl-k").text(time);
        a.press("BackTab BackTab").text(paper);
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
    let times: Vec<(&str, &str)> = told.iter().map(|h| (h.1.get(11..16).unwrap(), h.2)).collect();
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
