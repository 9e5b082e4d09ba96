//! Somebody moved to another table, one visitor with five matters, a group of 23 (S8-S10).

use crate::seat::Town;
use crate::town::{fill, only, open_day, opinions, session, sound, today, visit};

/// Stretches of a visit's time: what, at which table, from and to in minutes of the day.
fn stretches(town: &Town) -> Vec<(String, Option<u8>, i64, Option<i64>)> {
    let conn = rusqlite::Connection::open_with_flags(town.db(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let mut rows = conn
        .prepare("SELECT kind, table_no, from_at, to_at FROM visit_span ORDER BY n, part")
        .unwrap();
    let minute = |ms: i64| (ms + 8 * 3_600_000).rem_euclid(86_400_000) / 60_000;
    rows.query_map([], |r| {
        let (from, to): (i64, Option<i64>) = (r.get(2)?, r.get(3)?);
        Ok((r.get(0)?, r.get(1)?, minute(from), to.map(minute)))
    })
    .unwrap()
    .map(Result::unwrap)
    .collect()
}

#[test]
fn s8_a_transfer_keeps_number_and_times_and_warns_of_an_empty_table() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 2, &["xzg", "dtl"]);
    a.press("BackTab Enter 1");
    a.wait("谢志贵 到了");
    a.press("Down Enter 1");
    a.wait("段涛力 到了");
    a.press("Tab F3").text("蓝布衫大姐").press("F9");
    a.wait("发出 001");
    let mut b = town.seat_with(&["--table", "2"], (80, 24));
    b.wait("001 蓝布衫大姐");
    town.clock("2026-11-23T09:00:00");
    a.press("F4");
    a.wait("请 001 到 1 桌");
    town.clock("2026-11-23T09:05:00");
    a.press("Enter 1");
    a.wait("谈001");
    town.clock("2026-11-23T09:15:00");
    a.press("Enter 4 2");
    a.wait("留给那张桌的一句话");
    a.text("说的是路灯，归您这桌").press("F9");
    let screen = a.wait("已转到 2 桌");
    assert!(screen.contains("本桌没有人"), "A's table is free:\n{screen}");

    let screen = b.wait("说的是路灯，归您这桌");
    assert!(screen.contains("001 蓝布衫大姐 在谈"), "B has her:\n{screen}");
    let v = visit(&town, 1);
    assert_eq!((v["state"].as_str(), v["table"].as_u64()), (Some("talking"), Some(2)));
    assert_eq!(v["note"], "说的是路灯，归您这桌");
    assert_eq!(v["arrived_at"], "2026-11-23T08:50:00+08:00");
    let all = stretches(&town);
    assert_eq!(
        all,
        [
            ("waiting".to_owned(), None, 530, Some(540)),
            ("called".to_owned(), Some(1), 540, Some(545)),
            ("talking".to_owned(), Some(1), 545, Some(555)),
            ("talking".to_owned(), Some(2), 555, None),
        ],
        "each stretch stands for itself"
    );

    // B finishes, the deputy there goes, and the next transfer warns first.
    b.press("F7 3");
    b.wait("谈完；没有人在等");
    b.press("BackTab Down Enter 1");
    b.wait("段涛力 走了");
    a.press("F4");
    a.wait("记意见");
    a.press("Esc");
    a.wait("002 在谈");
    a.press("Tab BackTab Home Enter 4 2");
    let screen = a.wait("2 桌现在没有代表");
    assert!(screen.contains("1 先不转"), "{screen}");
    assert_eq!(visit(&town, 2)["table"], 1, "nothing has moved yet");
    a.press("1");
    a.wait_gone("2 桌现在没有代表");
    assert_eq!(visit(&town, 2)["table"], 1);
    a.press("Enter 4 2 2").text("还是请那边看看").press("F9");
    a.wait("已转到 2 桌");
    assert_eq!(visit(&town, 2)["table"], 2);
    sound(&town);
}

#[test]
fn s9_one_visitor_with_five_opinions_says_who_she_is_once() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F4");
    a.wait("照原话记");
    a.text("村口弯道看不见对面来车，希望装一面凸面镜。")
        .press("Tab 1 PageDown");
    a.text("王秀英")
        .press("Tab")
        .text("13700004410")
        .press("PageDown 2 1 F9");
    a.wait("03-2026-0001");
    let rest = [
        ("老街路灯不亮", "Tab 1 PageDown 2 1 F9"),
        ("井水发黄", "Tab 1 PageDown 2 2 F9"),
        ("低保的事想问问", "PageDown 4 F9"),
        ("村口垃圾没人收", "Tab 1 PageDown 2 1 F9"),
    ];
    for (n, (words, keys)) in (2..).zip(rest) {
        a.press("1");
        a.wait(&format!("第{n}件"));
        a.text(words).press(keys);
        let slip = a.wait(&format!("这次来访共{n}件"));
        assert!(slip.contains(&format!("03-2026-000{n}")), "{slip}");
    }
    // The whole slip, page by page.
    let mut seen = a.screen();
    for _ in 0..3 {
        a.press("PageDown");
        seen.push_str(&a.screen());
    }
    for n in 1..=5 {
        assert!(
            seen.contains(&format!("03-2026-000{n}")),
            "number {n} on the slip:\n{seen}"
        );
    }
    // A sixth is begun and left.
    a.press("1");
    a.wait("第6件");
    a.text("还有一件写到一半").press("Esc");
    a.wait("没写完");
    a.press("F7");
    let screen = a.wait("有 1 件没写完");
    assert!(screen.contains("还有一件写到一半"), "the draft is listed:\n{screen}");
    assert_eq!(visit(&town, 1)["state"], "talking", "it was only shown");
    a.press("1");
    a.wait("谈完；没有人在等");

    let all = opinions(&town);
    assert_eq!(all.len(), 5);
    for o in &all {
        assert_eq!(o["person"], "王秀英", "{o:#?}");
        assert_eq!(o["phone"], "137****4410");
        assert_eq!(o["ticket"], 1);
    }
    let mut numbers: Vec<_> = all.iter().map(|o| o["number"].as_str().unwrap()).collect();
    numbers.dedup();
    assert_eq!(numbers.len(), 5);
    let due: Vec<bool> = all.iter().map(|o| o["due"].is_string()).collect();
    assert_eq!(due, [true, true, true, false, true], "each has its own clock");
    assert_ne!(all[1]["unit"], all[2]["unit"]);
    assert_ne!(all[0]["category"], all[1]["category"]);
    let v = visit(&town, 1);
    assert_eq!((v["state"].as_str(), v["opinions"].as_u64()), (Some("done"), Some(5)));
    assert_eq!(today(&town).len(), 1, "one reception");
    let s = session(&town);
    assert_eq!((s["received"].as_u64(), s["opinions"].as_u64()), (Some(1), Some(5)));
    sound(&town);
}

#[test]
fn s10_a_group_of_23_has_one_number_and_each_representative_is_told() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let b = town.seat_with(&[], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F3");
    fill(&mut a, &["周德旺", "#Tab", "23", "#Tab", "征地的路", "#F9"]);
    let screen = a.wait("来了 23 人");
    assert!(screen.contains("请他们推几个人来谈，不超过 5 人"), "{screen}");
    // No phone was given at set-up: it says where to enter it (tests/scenario_station.rs goes there).
    assert!(screen.contains("站长电话还没有填：在联络站资料里填"), "{screen}");
    a.press("2");
    // On the head's own screen at once, until somebody says the call was made.
    b.wait("待告站长 001");
    a.press("BackTab BackTab Enter");
    a.wait("已打电话告诉站长");
    a.press("1");
    b.wait_gone("待告站长");
    assert_eq!(visit(&town, 1)["head_informed"], true);

    a.press("Tab Tab F4");
    a.wait("请 001 到 1 桌");
    a.press("F5");
    a.wait("记意见");
    a.press("Ctrl-z").text("，占了地，补偿没说清。").press("Tab 1 PageDown");
    a.press("BackTab");
    a.wait("姓名 电话");
    a.text("李春生 13700004411").press("Enter");
    a.text("何玉兰").press("Enter");
    a.text("马长河").press("Enter");
    a.text("田小满").press("Enter");
    a.text("苏有福").press("PageDown 2 1 F9");
    a.wait("03-2026-0001");
    a.press("Esc");
    let o = only(&town);
    assert_eq!(o["affected"], 23);
    let parties: Vec<_> = o["parties"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p["name"].as_str().unwrap())
        .collect();
    assert_eq!(parties, ["周德旺", "李春生", "何玉兰", "马长河", "田小满", "苏有福"]);
    assert_eq!(visit(&town, 1)["heads"], 23);

    a.press("F7");
    a.wait("谈完；没有人在等");

    // Per visit and per head: the same day, two different numbers.
    a.press("6");
    a.wait("5自定");
    a.press("5");
    a.wait("从哪天");
    a.press("F9");
    let screen = a.wait("接待批次");
    for (what, n) in [
        ("接待批次", "1"),
        ("接待人次", "23"),
        ("多人反映", "1"),
        ("登记意见", "1"),
    ] {
        let line = screen.lines().find(|l| l.contains(what)).unwrap();
        assert_eq!(line.split_whitespace().nth(1), Some(n), "{screen}");
    }
    a.press("Esc Esc 1");

    // The answer is owed to each of them.
    a.press("BackTab BackTab Enter 2");
    a.wait("记答复");
    a.text("补偿下周公示").press("Tab 1 F9");
    a.wait("待反馈1");
    for (n, name) in parties.iter().enumerate() {
        assert_eq!(only(&town)["state"], "answered", "{n} of 6 were told");
        a.press("F8");
        a.wait(name);
        a.press("2");
        a.until("the telling is filed", |_| {
            let o = only(&town);
            o["parties"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|p| p["told"] == true)
                .count()
                == n + 1
        });
    }
    a.wait_gone("待反馈1");
    assert_eq!(only(&town)["told"], true);
    sound(&town);
}
