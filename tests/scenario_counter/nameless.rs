//! Somebody without a name, and an accusation of which nothing is kept (S11).

use crate::seat::Town;
use crate::town::{fill, kinds, only, open_day, sound, visit};

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
    a.wait_gone("办理中");
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
    a.press("Space 1");
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
    a.wait("圩埂仓囤");
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
