//! The station's own particulars (S10's phone), whom the last reception did not get to (S4, S7), the day a plan proposes,
//! and the third call that nobody answers: the built binary in a pseudo-terminal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;
mod town;

use std::process::{Command, Stdio};

use seat::{STATION, Seat, Town, ZHIBAN, data};
use serde_json::{Value, json};
use town::{act, fill, only, open_day, sound, today, visit};

/// A station whose head's phone was given at set-up.
fn with_phone() -> Town {
    let mut town = Town::bare();
    let clock = town.path("clock");
    town.env.push(("ZHIBAN_NOW".into(), format!("@{}", clock.display())));
    town.clock("2026-11-23T08:50:00");
    town.ok(&[&STATION[..], &["--head-phone", "07195661234"]].concat());
    town.ok(&["import", "deputies", &data("代表名册.xlsx"), "--yes"]);
    town
}

/// A group comes.
fn group(a: &mut Seat, name: &str, words: &str) {
    a.press("F3");
    fill(a, &[name, "#Tab", "23", "#Tab", words, "#F9"]);
}

/// The line mode, through a pipe.
fn plain(town: &Town, script: &str) -> String {
    let mut c = Command::new(ZHIBAN);
    c.arg("--db").arg(town.db()).arg("--plain");
    c.env("LC_ALL", "zh_CN.UTF-8").envs(town.env.iter().cloned());
    let mut child = c.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    seat::say_all(&mut child, script.as_bytes());
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success());
    String::from_utf8(out.stdout).unwrap()
}

#[test]
fn s10_the_heads_phone_of_the_set_up_stands_beside_the_call() {
    let town = with_phone();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    group(&mut a, "周德旺", "征地的路");
    let screen = a.wait("来了 23 人");
    assert!(screen.contains("站长电话 0719-5661234"), "{screen}");
    a.press("2");
    // Later, from the line that owes it: the same number, and one key notes the call.
    a.wait("待告站长 001");
    a.press("BackTab BackTab Enter");
    let screen = a.wait("站长电话 0719-5661234");
    assert!(screen.contains("1 已打电话告诉站长"), "{screen}");
    a.press("1");
    a.wait_gone("待告站长");
    assert_eq!(visit(&town, 1)["head_informed"], true);
    assert!(town.log_of(1).contains(&"head_informed".to_owned()));
    // In the line mode too.
    let said = plain(&town, "2\n李春生\n23\n水\n\n\n1\n0\n");
    assert!(said.contains("来了 23 人，请马上告诉站长"), "{said}");
    assert!(said.contains("站长电话 0719-5661234"), "{said}");
    sound(&town);
}

#[test]
fn s10_a_missing_phone_is_entered_where_the_group_form_says() {
    let town = Town::new();
    town.second_clerk();
    let mut a = town.seat_with(&["--account", "林晓", "--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    let mut b = town.seat_with(&["--account", "周敏"], (80, 24));
    b.wait("已接");
    group(&mut a, "周德旺", "征地的路");
    let screen = a.wait("站长电话还没有填：在联络站资料里填");
    assert!(screen.contains("3 联络站资料"), "{screen}");
    a.press("3");
    let screen = a.wait("这里不能改");
    assert!(
        screen.contains("站的编号是 03"),
        "the code stays, and it says so:\n{screen}"
    );
    // A number that cannot be dialled is not taken, and what was typed stays.
    a.press("Tab Tab Tab").text("137").press("F9");
    a.wait("电话不像能打通的号码");
    a.text("00000001").press("F9");
    a.wait("柳河镇联络站 改好了");
    a.press("BackTab BackTab Enter");
    a.wait("站长电话 13700000001");
    a.press("1");
    a.wait_gone("待告站长");
    // The next group shows it at once, on another keyboard; a clerk may not change it.
    group(&mut b, "李春生", "水");
    b.wait("站长电话 13700000001");
    b.press("2");
    act(&mut b, "联络站资料");
    b.wait("能办的：站长、管理员");
    sound(&town);
}

#[test]
fn two_change_the_station_and_the_second_is_told() {
    let town = Town::new();
    let open = || {
        let mut seat = town.seat();
        seat.wait("林晓");
        act(&mut seat, "联络站资料");
        seat.wait("这里不能改");
        seat
    };
    let (mut a, mut b) = (open(), open());
    a.press("Tab Tab Tab").text("13700000001").press("F9");
    a.wait("改好了");
    b.press("Tab Tab").text("，周六上午").press("F9");
    let screen = b.wait("柳河镇联络站 已由 林晓");
    assert!(screen.contains("，周六上午"), "nothing typed is lost:\n{screen}");
    // Open anew, with the phone the other one entered, and now it goes.
    b.press("Esc");
    act(&mut b, "联络站资料");
    b.wait("13700000001");
    b.press("Tab Tab").text("周一上午").press("F9");
    b.wait("改好了");
    sound(&town);
}

/// What a file says of promises: open ones, keys that are left, and names that a visit still knows.
fn books(town: &Town) -> (i64, i64, i64) {
    let conn = rusqlite::Connection::open_with_flags(town.db(), rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let n = |sql: &str| conn.query_row(sql, [], |r| r.get(0)).unwrap();
    (
        n("SELECT count(*) FROM promise WHERE state = 'open'"),
        n("SELECT count(*) FROM key WHERE kind = 'promise' AND wrapped IS NOT NULL"),
        n("SELECT count(*) FROM visit WHERE state = 'next_time' AND label IS NOT NULL"),
    )
}

fn promised(town: &Town) -> Vec<Value> {
    let all = town.list(&["queue"]).as_array().unwrap().clone();
    all.into_iter().filter(|v| v["promised"] == true).collect()
}

/// Three who were not received on Monday and are promised the next time: 周德旺 with a phone.
fn three_promised(town: &Town, a: &mut Seat, b: &Seat) {
    open_day(a, 2, &["xzg"]);
    for (name, words) in [("周德旺", "征地的路"), ("蓝布衫大姐", "路灯"), ("何平", "低保")] {
        a.press("F3");
        fill(a, &[name, "#Tab", "#Tab", words, "#F9"]);
        a.wait("发出");
    }
    b.wait("003 何平");
    town.clock("2026-11-23T11:00:00");
    a.palette("结束接待");
    a.wait("还有 3 位在等");
    a.press("1");
    a.wait("选中等候的人按");
    a.press("1");
    a.wait("留个电话，下次接待前打给本人");
    a.press("Tab").text("13700004410").press("F9");
    a.wait("001 周德旺：下次优先");
    for who in ["002 蓝布衫大姐", "003 何平"] {
        a.press("1");
        a.wait("留个电话");
        a.press("Enter");
        a.wait(&format!("{who}：下次优先"));
    }
    a.press("End Enter");
    a.wait("下次优先 3");
    a.press("Enter");
    a.wait("接待结束，辛苦了");
}

#[test]
fn s7_who_was_promised_the_next_time_is_rung_goes_first_and_is_forgotten() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    three_promised(&town, &mut a, &b);

    // Nobody receives now: the list of what is owed says who is to be rung, on every keyboard.
    for seat in [&a, &b] {
        let screen = seat.wait("上次留下3");
        assert!(screen.contains("下次优先 001"), "{screen}");
        assert!(screen.contains("周德旺"), "{screen}");
    }
    let list = promised(&town);
    let of = |key: &str| list.iter().map(|v| v[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("label"), [json!("周德旺"), json!("蓝布衫大姐"), json!("何平")]);
    assert_eq!(of("phone"), [json!("137****4410"), Value::Null, Value::Null]);
    assert_eq!(books(&town), (3, 3, 3), "the promises know, and for the day the visits");
    b.press("BackTab BackTab Enter");
    let screen = b.wait("打 13700004410");
    assert!(screen.contains("第1次接待（11月23日周一）留下"), "{screen}");
    b.press("Esc");

    // The next reception is proposed for the same weekday and can be changed.
    a.press("8");
    let screen = a.wait("安排接待");
    assert!(screen.contains("2026-11-30   2026年11月30日周一"), "{screen}");
    a.press("F9");
    a.wait("已安排 2026年11月30日周一 的接待");

    // Opened a week later: they are looked at before anybody else comes.
    town.clock("2026-11-30T08:50:00");
    a.press("7");
    a.wait("代表在路上，先接待");
    a.press("1");
    a.wait("确认日子");
    a.press("1");
    let screen = a.wait("上次没接到的");
    assert!(
        screen.contains("1 001 周德旺 征地的路") && screen.contains("137****4410"),
        "{screen}"
    );
    a.press("Esc");
    // One key on the row gives the number.
    a.press("BackTab BackTab");
    assert!(a.cursor_line().contains("001"), "{}", a.cursor_line());
    a.press("Ctrl-y");
    a.wait("发出 001，优先");
    let v = visit(&town, 1);
    assert_eq!((&v["label"], &v["priority"]), (&json!("周德旺"), &json!("first")));
    assert_eq!(v["priority_reason"], "第1次接待（11月23日周一）留下");
    assert_eq!(v["carried_from"], json!({ "day": "2026-11-23", "ticket": 1 }));
    b.wait("上次留下2");

    // Two at once: B has the acts of 002 open, A gives the number by its digit.
    b.press("Home Enter");
    b.wait("没有留电话");
    a.press("Tab Ctrl-y");
    a.wait("1 002 蓝布衫大姐 路灯");
    a.press("1");
    a.wait("发出 002，优先");
    b.press("1");
    b.wait("002 已由 林晓");
    assert_eq!(today(&town).len(), 2, "one number each");
    assert_eq!(promised(&town).len(), 1);

    // The last one: a better phone, then struck off with the reason.
    b.wait("上次留下1");
    b.press("Home Enter 5");
    b.wait("留个电话");
    b.press("Tab").text("13900001111").press("F9");
    b.wait("003 何平 改好了");
    b.press("Enter");
    b.wait("打 13900001111");
    b.press("3");
    b.wait("马上抹掉，找不回来");
    b.press("1");
    b.wait("003 何平：不来了");
    for seat in [&a, &b] {
        seat.wait_gone("上次留下");
    }
    assert_eq!(
        books(&town),
        (0, 2, 0),
        "two wait whose number may still turn out to be a mistake"
    );
    sound(&town);
}

#[test]
fn s4_one_who_stayed_away_may_be_promised_the_next_time_and_the_line_mode_gives_the_number() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F3").text("周德旺").press("F9");
    a.wait("发出 001");
    a.press("F4");
    a.wait("请 001 到 1 桌");
    a.press("F6");
    a.wait("已过号");
    // Offered, not forced.
    a.press("Enter");
    a.wait("3 下次优先");
    a.press("3");
    a.wait("留个电话");
    a.press("Enter");
    a.wait("001 周德旺：下次优先");
    let missed = visit(&town, 1);
    assert_eq!((&missed["state"], &missed["missed"]), (&json!("next_time"), &json!(1)));
    a.palette("结束接待");
    a.wait("无人来访");
    a.press("1");
    a.wait("接待结束");
    // On a quiet day the person is at the door: what is owed leads to the number.
    let said = plain(&town, "7\n1\n1\n0\n0\n");
    assert!(
        said.contains("001 周德旺") && said.contains("第1次接待（11月23日周一）留下"),
        "{said}"
    );
    assert!(said.contains("发出 002，优先"), "{said}");
    let v = visit(&town, 2);
    assert_eq!((&v["label"], &v["after_close"]), (&json!("周德旺"), &json!(true)));
    assert_eq!(promised(&town), Vec::<Value>::new());
    sound(&town);
}

#[test]
fn a_backup_keeps_whom_the_station_waits_for_and_its_particulars() {
    let town = with_phone();
    let said = plain(&town, "2\n周德旺\n\n征地\n\n\n0\n");
    assert!(said.contains("发出 001"), "{said}");
    let said = plain(&town, "4\n1\n5\n\n13700004410\n0\n");
    assert!(said.contains("001 周德旺：下次优先"), "{said}");
    let before = promised(&town);
    assert_eq!(
        (&before[0]["label"], &before[0]["phone"]),
        (&json!("周德旺"), &json!("137****4410"))
    );
    let copy = town.path("copy.db").display().to_string();
    town.ok(&["backup", &copy]);
    town.ok(&["restore", &copy, "--yes"]);
    assert_eq!(promised(&town), before);
    sound(&town);
    let said = plain(&town, "7\n1\n3\n1\n0\n");
    assert!(said.contains("001 周德旺：不来了"), "{said}");
    assert_eq!(promised(&town), Vec::<Value>::new());
    sound(&town);
    // A number nobody can dial is not taken at set-up either.
    let bad = Town::bare();
    let out = bad.run(&["init", "--name", "柳河镇联络站", "--code", "03", "--head-phone", "137"]);
    assert_eq!(out.status.code(), Some(64), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(String::from_utf8_lossy(&out.stderr).contains("--head-phone"));
}

#[test]
fn the_plan_proposes_the_day_the_station_usually_receives_on() {
    let town = Town::empty();
    // Each on the 15th, entered as people type it.
    let mut a = town.seat();
    a.wait("林晓");
    for day in ["12-15", "1-15", "2027-2-15"] {
        a.press("8");
        a.wait("安排接待");
        a.text(day).press("F9");
        a.wait("已安排");
    }
    a.press("8");
    a.wait("2027-03-15   2027年3月15日周一");
    // It is only proposed: another day replaces it.
    a.text("2027-3-17").press("F9");
    a.wait("已安排 2027年3月17日周三 的接待");
    let sessions = town.list(&["sessions"]);
    let days: Vec<_> = sessions.as_array().unwrap().iter().map(|s| s["day"].clone()).collect();
    let planned = ["2027-03-17", "2027-02-15", "2027-01-15", "2026-12-15"];
    assert_eq!(days, planned.map(Value::from));
    sound(&town);
}

#[test]
fn the_third_call_that_nobody_answers_on_two_days_offers_another_way() {
    let town = Town::new();
    let mut a = town.seat_with(&["--table", "1"], (80, 24));
    open_day(&mut a, 1, &["xzg"]);
    a.press("F4");
    a.wait("照原话记");
    a.text("换了新灯").press("Tab 1 PageDown");
    a.text("王秀英").press("Tab").text("13700004410");
    a.press("PageDown 2 1 F9");
    a.wait("03-2026-0001");
    a.press("2");
    a.wait("谈完；没有人在等");
    a.press("BackTab BackTab Enter 2");
    a.wait("记答复");
    a.text("灯已换好").press("Tab 1 F9");
    a.wait("待反馈1");
    for (n, at) in [(1, "09:10"), (2, "10:20")] {
        town.clock(&format!("2026-11-23T{at}:00"));
        a.press("Ctrl-n");
        a.until("the attempt is filed", |_| only(&town)["failed_tellings"] == n);
    }
    assert!(!a.settle().contains("换个办法"), "not on one day");
    town.clock("2026-11-24T09:00:00");
    a.press("Ctrl-n");
    let screen = a.wait("几次没联系上，换个办法");
    assert!(screen.contains("1 "), "{screen}");
    assert_eq!(only(&town)["failed_tellings"], 3);
    // They named nobody to be told through.
    assert!(screen.contains("本人没说过可以托这一位转告"), "{screen}");
    a.press("2");
    a.wait("03-2026-0001");
    sound(&town);
}
