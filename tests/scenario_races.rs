//! Scenarios S5 and S6 at the keyboard: days that turn, numbers that end, clocks that move; and who was left over.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use seat::Town;
use seat::reception::{self, number, together};
use serde_json::json;
use zhiban::domain::command::{Arrival, Command, Request, TakeNumber};
use zhiban::domain::id::CommandId;
use zhiban::domain::moment::{Day, TimeOfDay};
use zhiban::domain::view::{Answer, Query};
use zhiban::store::desk::OsSupply;
use zhiban::store::{Desk, execute, read};

/// Takes numbers as another program would, until `last` is given.
fn exhaust(town: &Town, last: u16) {
    let day = Day::from_ymd_opt(2026, 11, 24).unwrap();
    let now = TimeOfDay::new(8, 40).unwrap().on(day);
    let mut desk = Desk::open(&town.db(), None).unwrap();
    let query = Query::Accounts { os_name: None };
    let Answer::Accounts(accounts) =
        read::answer(desk.conn(), desk.vault(), zhiban::domain::view::Asker::Program, &query).unwrap()
    else {
        panic!("accounts were asked for");
    };
    loop {
        let request = Request {
            id: CommandId(uuid::Uuid::now_v7()),
            account: Some(accounts[0].id),
            table: None,
            late: None,
            draft: None,
            command: Command::TakeNumber(TakeNumber {
                session: None,
                arrival: Arrival::default(),
            }),
        };
        let done = execute(&mut desk, &request, now, false, &mut OsSupply).unwrap();
        if done.ticket == Some(last) {
            return;
        }
    }
}

#[test]
fn s5_numbers_begin_anew_each_day_and_end_with_the_band() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    for n in 1..=3 {
        number(&mut a, n);
    }
    for _ in 0..3 {
        a.press("Home").palette("走了");
        a.wait("号不再叫");
        a.press("1");
    }
    b.wait("等候 0");
    assert_eq!(town.visit(3)["state"], json!("left"));

    // Both programs stay open overnight and show the new day by themselves; no reception opens by itself.
    town.clock("2026-11-23T23:59:59");
    // A key that changes nothing, so that both have read the clock; from here on nobody touches them.
    a.press("Home");
    b.press("Home");
    town.clock("2026-11-24T00:00:30");
    for seat in [&a, &b] {
        let screen = seat.wait("11月24日周二 00:00");
        assert!(screen.contains("还没有安排下次接待"), "{screen}");
    }
    assert!(town.list(&["sessions"]).as_array().unwrap().is_empty());
    assert!(town.list(&["today"]).as_array().unwrap().is_empty(), "a new day");

    // The first numbers of the day, at once.
    town.clock("2026-11-24T08:30:00");
    for seat in [&mut a, &mut b] {
        seat.press("F3");
        seat.wait("取号");
    }
    together(&mut a, &mut b, ("Enter", "Enter"));
    let said = [a.wait("发出 "), b.wait("发出 ")];
    let with = |n: &str| said.iter().filter(|s| s.contains(n)).count();
    assert_eq!((with("发出 001"), with("发出 002")), (1, 1), "{said:?}");
    for n in [1, 2] {
        assert_eq!(town.visit(n)["day"], json!("2026-11-24"));
    }
    assert_eq!(town.list(&["today"]).as_array().unwrap().len(), 2);
    // Opening a reception is asked, and says for which day.
    a.palette("开始接待");
    a.wait("今天的接待");
    a.wait("2026-11-24");
    a.press("Esc");

    // Yesterday's 001 is still found by its date.
    let yesterday = town.list(&["today", "--day", "2026-11-23"]);
    let found: Vec<_> = yesterday
        .as_array()
        .unwrap()
        .iter()
        .map(|v| (&v["ticket"], &v["state"]))
        .collect();
    let left = json!("left");
    assert_eq!(found, [(&json!(1), &left), (&json!(2), &left), (&json!(3), &left)]);

    // The end of the band: a clear refusal, nothing is given twice, and whoever comes can still sit down.
    exhaust(&town, 998);
    number(&mut a, 999);
    b.press("F3");
    b.wait("取号");
    b.press("Enter");
    b.wait("今天的号已发到 999，发完了");
    assert_eq!(town.list(&["today"]).as_array().unwrap().len(), 999);
}

#[test]
fn s6_a_clock_that_moves_changes_no_order_and_opens_no_day() {
    let mut town = Town::new();
    town.second_clerk();
    let mut a = town.seat_with(&["--account", "林晓", "--table", "1"], (80, 24));
    a.wait("林晓");
    // The other session is in another time zone; the desk's is fixed.
    town.env.push(("TZ".into(), "America/New_York".into()));
    let mut b = town.seat_with(&["--account", "周敏", "--table", "2"], (80, 24));
    b.wait("周敏");
    reception::open(&mut a);
    town.clock("2026-11-23T10:00:00");
    number(&mut a, 1);
    town.clock("2026-11-23T10:05:00");
    number(&mut b, 2);
    b.wait("11月23日周一 10:05");
    // Set back: the order stays, no wait is negative, the next number goes on.
    town.clock("2026-11-23T09:30:00");
    number(&mut a, 3);
    let screen = b.wait("003");
    let rows: Vec<_> = screen.lines().filter(|l| l.trim_end().ends_with("0分")).collect();
    assert_eq!(rows.len(), 3, "{screen}");
    for (row, n) in rows.iter().zip(["001", "002", "003"]) {
        assert!(row.contains(n) && row.contains(" 0分") && !row.contains('-'), "{row}");
    }
    let order: Vec<_> = town
        .list(&["queue"])
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["ticket"].clone())
        .collect();
    assert_eq!(order, [json!(1), json!(2), json!(3)]);
    assert_eq!(town.visit(1)["doubtful"], json!(false));
    assert_eq!(town.visit(3)["doubtful"], json!(true));
    // A program that was started after the jump has not seen it; what happens before somebody came shows it all the same.
    drop(b);
    let mut b = town.seat_with(&["--account", "周敏", "--table", "2"], (80, 24));
    b.wait("周敏");
    b.wait("003");
    town.clock("2026-11-23T09:31:00");
    b.press("F4");
    b.wait("请 001 到 2 桌");
    assert_eq!(town.visit(1)["doubtful"], json!(true));
    b.press("F7");
    b.wait("只咨询");
    b.press("3");
    b.wait("请 002 到 2 桌");
    a.press("6");
    a.wait("5自定");
    a.press("5");
    a.wait("从哪天");
    a.press("F9");
    let figures = a.wait("时间可疑的 1 位不算");
    let wait = figures.lines().find(|l| l.contains("平均等候")).unwrap();
    assert!(wait.contains(" - "), "nobody's wait is certain: {wait}");
    a.press("Esc");
    // The jump is in the log.
    let conn = zhiban::store::open::open(&town.db(), zhiban::store::open::Access::Reader).unwrap();
    let flagged: u32 = conn
        .query_row("SELECT count(*) FROM event WHERE clock_flag = 1", [], |r| r.get(0))
        .unwrap();
    assert!(flagged > 0);

    // Forward past midnight with the reception open: nothing is given until somebody has said which day it is.
    town.clock("2026-11-24T00:10:00");
    a.press("F3");
    a.wait("昨天的接待还没结束");
    a.press("2");
    a.wait("什么都不填");
    a.press("Enter");
    a.wait("电脑的日子是 2026年11月24日周二");
    a.wait("不对，先不办");
    a.press("2");
    a.wait_gone("不对，先不办");
    let days: u32 = conn
        .query_row("SELECT count(DISTINCT day) FROM business_day", [], |r| r.get(0))
        .unwrap();
    assert_eq!(days, 1);
    assert_eq!(
        town.list(&["today"]).as_array().unwrap().len(),
        3,
        "nobody lost, nobody new"
    );
    assert_eq!(town.list(&["sessions"])[0]["state"], json!("open"));
    // The clock is put right, and the numbers go on where they were.
    town.clock("2026-11-23T10:10:00");
    a.press("Esc");
    a.settle();
    number(&mut a, 4);
    assert_eq!(town.visit(4)["day"], json!("2026-11-23"));
}

#[test]
fn whoever_was_left_waiting_shows_until_somebody_says_what_became_of_them() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    number(&mut a, 1);
    b.wait("001");
    // The next morning they are not in the queue of the day: shown below it with their day, called by no key.
    town.clock("2026-11-24T08:30:00");
    number(&mut a, 1);
    let screen = b.wait("昨日");
    assert!(screen.contains("等候 1"), "{screen}");
    let queue = town.list(&["queue"]);
    let days: Vec<_> = queue.as_array().unwrap().iter().map(|v| v["day"].clone()).collect();
    assert_eq!(days, [json!("2026-11-24"), json!("2026-11-23")]);
    b.press("F4");
    b.wait("请 001 到 2 桌");
    assert_eq!(town.list(&["queue"])[0]["day"], json!("2026-11-24"));
    assert_eq!(town.list(&["queue"])[0]["state"], json!("called"));
    a.wait("叫到2桌");
    // Two days later it says the date; one key gives them their outcome, and the day they came counts it.
    town.clock("2026-11-25T08:30:00");
    a.press("End");
    // At the end of a line a cell may be blank by having been painted so.
    let dated = |screen: &str| screen.lines().any(|line| line.trim_end().ends_with("11月23日"));
    let screen = a.until("its day on", dated);
    assert!(a.cursor_line().contains("11月23日"), "{screen}");
    a.palette("走了");
    a.wait("号不再叫");
    a.press("1");
    a.until("its day gone from", |screen| !dated(screen));
    let then = town.list(&["today", "--day", "2026-11-23"]);
    assert_eq!(then[0]["state"], json!("left"));
}
