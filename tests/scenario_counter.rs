//! People at the counter (S8-S11, and an accusation): the built binary in a pseudo-terminal, two of them where two
//! people appear; what the screen shows and what `list --json` says.
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
use town::{fill, kinds, only, open_day, opinions, sound, today, visit};

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
    a.press("Enter 4 1");
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
    a.press("Tab BackTab Home Enter 4 1");
    let screen = a.wait("2 桌现在没有代表");
    assert!(screen.contains("1 先不转"), "{screen}");
    assert_eq!(visit(&town, 2)["table"], 1, "nothing has moved yet");
    a.press("1");
    a.wait_gone("2 桌现在没有代表");
    assert_eq!(visit(&town, 2)["table"], 1);
    a.press("Enter 4 1 2").text("还是请那边看看").press("F9");
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
    let s = town::session(&town);
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
    assert!(screen.contains("代表不超过 5 人"), "{screen}");
    // No phone was given at set-up: it says where to enter it (tests/scenario_station.rs goes there).
    assert!(screen.contains("站长电话还没有填：在联络站资料里填"), "{screen}");
    a.press("2");
    // On the head's own screen at once, until somebody says the call was made.
    b.wait("待告站长  001");
    a.press("BackTab BackTab Enter");
    a.wait("已打电话告诉站长");
    a.press("1");
    b.wait_gone("待告站长");
    assert_eq!(visit(&town, 1)["head_informed"], true);

    a.press("Tab Tab F4");
    a.wait("请 001 到 1 桌");
    a.press("F5");
    a.wait("记意见");
    a.text("，占了地，补偿没说清。").press("Tab 1 PageDown");
    a.press("BackTab");
    a.wait("一行一位");
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
    a.wait("从哪天");
    a.press("F9");
    let screen = a.wait("接待批次");
    for (what, n) in [
        ("接待批次", "1"),
        ("接待人次", "23"),
        ("集体访", "1"),
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

#[test]
fn s11_somebody_without_a_name_asks_by_a_code_and_the_answer_is_held() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F4");
    a.wait("照原话记");
    a.text("有人半夜往河里倒废水").press("Tab 1 PageDown PageDown 2 1 F9");
    a.wait("没有名字也没有联系办法");
    a.press("1");
    let slip = a.wait("凭编号和取件码来问");
    let code = slip.lines().find(|l| l.contains("取件码")).unwrap().to_owned();
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(code.len(), 6, "{slip}");
    a.press("Esc F7");
    a.wait("谈完");
    let o = only(&town);
    assert_eq!(
        (o["anonymous"].as_bool(), &o["person"], &o["phone"]),
        (Some(true), &o["void_reason"], &o["void_reason"])
    );

    // The answer comes; nobody is owed a call, it is held until somebody asks.
    a.press("BackTab BackTab Enter 2");
    a.wait("记答复");
    a.text("已经堵住暗管并罚款").press("Tab 1 F9");
    a.wait_gone("在办");
    assert!(!a.screen().contains("待反馈1"), "no call is owed:\n{}", a.screen());
    let o = only(&town);
    assert_eq!(
        (o["held"].as_bool(), o["told"].as_bool()),
        (Some(true), Some(false)),
        "{o:#?}"
    );
    assert!(o["grade"].is_null());

    // Somebody with number and code asks; satisfaction stays open and is not counted as dissatisfied.
    a.press("2 /").text("0001");
    a.wait("1/1");
    a.press("Enter Enter");
    let record = a.wait("已经堵住暗管并罚款");
    assert!(!record.contains(&code), "covered until it is asked for:\n{record}");
    a.press("Space");
    a.wait(&format!("取件码 {code}"));
    a.press("F8");
    a.wait("取");
    a.press("0");
    a.until("it was collected", |_| only(&town)["told"] == true);
    let o = only(&town);
    assert!(o["grade"].is_null(), "{o:#?}");

    // A name needs an act of its own with a reason, and stands in the history.
    let before = kinds(&o);
    assert!(!before.iter().any(|k| k == "citizen_corrected"));
    a.press("Enter");
    a.wait("更正反映人");
    let at = digit_of(&a.screen(), "更正反映人");
    a.press(&at);
    a.wait("理由");
    a.text("刘正").press("F9");
    a.wait("理由：这里要填");
    assert!(only(&town)["person"].is_null(), "no name without a reason");
    assert!(a.cursor_line().contains("理由"), "{}", a.screen());
    a.text("本人要求补上").press("F9");
    a.until("the name is filed", |_| only(&town)["person"] == "刘正");
    let shown = a.wait("本人要求补上");
    assert!(
        shown.contains("刘正"),
        "who, why and when stand in the history:\n{shown}"
    );
    sound(&town);
}

/// The digit before a choice on the screen.
fn digit_of(screen: &str, label: &str) -> String {
    let line = screen
        .lines()
        .find(|l| l.contains(label))
        .unwrap_or_else(|| panic!("{label}:\n{screen}"));
    let at = line.find(label).unwrap();
    line.get(..at).unwrap().split_whitespace().last().unwrap().to_owned()
}

/// Every file of the station, byte by byte.
fn raw(town: &Town) -> Vec<(String, Vec<u8>)> {
    let folder = town.db().parent().unwrap().to_owned();
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            all.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    all
}

/// Where a word still stands: itself, its tail and the pairs of characters the index is cut into.
fn traces(town: &Town, words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, bytes) in raw(town) {
        for word in words {
            let chars: Vec<char> = word.chars().collect();
            let mut needles = vec![(*word).to_owned()];
            needles.extend(chars.windows(2).map(|p| p.iter().collect::<String>()));
            for needle in needles {
                if bytes.windows(needle.len()).any(|w| w == needle.as_bytes()) {
                    found.push(format!("{needle} in {path}"));
                }
            }
        }
    }
    found
}

#[test]
fn an_accusation_leaves_no_trace_of_its_words() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    let b = town.seat_with(&[], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F3");
    // Characters that stand nowhere else in the file, so that pairs of them are a proof.
    fill(&mut a, &["甄亓", "#Tab", "#Tab", "鄢夔侵吞", "#F9"]);
    a.wait("发出 001");
    b.wait("甄亓");
    a.press("F4");
    a.wait("请 001 到 1 桌");
    a.press("F5");
    a.wait("鄢夔侵吞");
    a.text("黢黑账簿，骗取饕餮").press("Tab Tab").text("圩埂仓囤");
    town.clock("2026-11-23T08:50:03");
    a.press("PageDown").text("亓");
    a.wait("已存");
    assert!(
        !traces(&town, &["鄢夔侵吞"]).is_empty(),
        "this search finds what is there"
    );
    // It was put aside once, and taken up again.
    a.press("Esc");
    b.wait("没写完1");
    a.press("F5");
    a.wait("F5");
    a.press("F5");
    a.wait("骗取饕餮");
    a.press("PageUp PageUp PageUp PageDown");
    assert!(a.cursor_line().contains("处理"), "{}", a.screen());
    a.press("3");
    a.wait("检举控告");
    a.press("4");
    a.wait("刚才写下的全部删掉");
    a.press("1");
    a.wait("内容没有保留");

    let words = ["鄢夔侵吞", "黢黑账簿", "骗取饕餮", "圩埂仓囤", "甄亓"];
    b.wait_gone("没写完1");
    b.wait_gone("甄亓");
    a.until("the log is folded", |_| traces(&town, &words).is_empty());
    assert_eq!(traces(&town, &words), Vec::<String>::new());

    // Every screen there is, at both keyboards.
    let clean = |screen: &str| {
        for word in words {
            assert!(!screen.contains(word), "{word}:\n{screen}");
        }
    };
    for key in ["1", "2", "Enter", "Esc", "3", "4", "5", "6", "1", "F5"] {
        a.press(key);
        clean(&a.screen());
    }
    a.press("Ctrl-z");
    clean(&a.screen());
    a.press("Esc F7");
    clean(&a.screen());
    clean(&b.screen());
    for what in ["today", "queue", "sessions", "opinions"] {
        clean(&town.list(&[what]).to_string());
    }
    let o = only(&town);
    assert_eq!(
        (o["state"].as_str(), o["guidance"].as_str()),
        (Some("guided"), Some("T4"))
    );
    assert_eq!(
        (o["words"].as_str(), o["parties"].as_array().unwrap().len()),
        (Some(""), 0)
    );
    assert!(o["person"].is_null() && o["due"].is_null());
    let v = visit(&town, 1);
    assert!(v["label"].is_null() && v["first_words"].is_null(), "{v:#?}");
    drop(a);
    drop(b);
    assert_eq!(
        traces(&town, &words),
        Vec::<String>::new(),
        "nor after everybody has gone"
    );
    sound(&town);
}
