//! Scenarios S1-S4, S7 and S18 at the keyboard: two people, two programs, one queue.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc
)]

mod seat;

use seat::reception::{self, number, together};
use seat::{Seat, Town};
use serde_json::{Value, json};

fn take_numbers(a: &mut Seat, b: &Seat, from: u16, to: u16) {
    for n in from..=to {
        number(a, n);
    }
    b.wait(&format!("{to:03}"));
}

fn states(town: &Town) -> Vec<(u64, String)> {
    let all = town.list(&["today"]);
    let of = |v: &Value| (v["ticket"].as_u64().unwrap(), v["state"].as_str().unwrap().to_owned());
    all.as_array().unwrap().iter().map(of).collect()
}

fn everything_sent(seat: &Seat) -> String {
    String::from_utf8_lossy(&seat.sent()).into_owned()
}

#[test]
fn s1_two_clerks_press_call_next_in_the_same_instant() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    reception::open(&mut a);
    b.wait("已接");
    for round in 0..6_u16 {
        let (first, second) = (2 * round + 1, 2 * round + 2);
        take_numbers(&mut a, &b, first, second);
        b.wait("等候 2");
        together(&mut a, &mut b, ("F4", "F4"));
        let (to_a, to_b) = (a.wait("到 1 桌"), b.wait("到 2 桌"));
        let has = |screen: &str, n: u16, table: u8| screen.contains(&format!("请 {n:03} 到 {table} 桌"));
        let fair = (has(&to_a, first, 1) && has(&to_b, second, 2)) || (has(&to_a, second, 1) && has(&to_b, first, 2));
        assert!(fair, "round {round}:\n{to_a}\n{to_b}");
        let (one, two) = (town.visit(first), town.visit(second));
        assert_eq!((&one["state"], &two["state"]), (&json!("called"), &json!("called")));
        let mut tables = [one["table"].as_u64(), two["table"].as_u64()];
        tables.sort_unstable();
        assert_eq!(tables, [Some(1), Some(2)]);
        for n in [first, second] {
            let calls = town.log_of(n).iter().filter(|k| *k == "visit_called").count();
            assert_eq!(calls, 1, "{n}: {:?}", town.log_of(n));
        }
        for seat in [&mut a, &mut b] {
            seat.press("F7");
            seat.wait("只咨询");
            seat.press("3");
            seat.wait("没有人在等");
        }
    }
    assert_eq!(
        states(&town),
        (1..=12).map(|n| (n, "done".to_owned())).collect::<Vec<_>>()
    );
    for seat in [&a, &b] {
        let sent = everything_sent(seat);
        assert!(!sent.contains("locked") && !sent.contains("busy"), "{sent}");
    }
}

#[test]
fn s2_the_loser_reads_who_won_and_is_offered_the_next() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    reception::open(&mut a);
    take_numbers(&mut a, &b, 1, 3);
    b.wait("等候 3");
    // B has begun to write something down and put it away; then B looks at 002.
    b.press("F5");
    b.wait("反映内容");
    b.text("村口弯道看不见对面来车").press("Esc");
    b.press("Down Enter");
    b.wait("叫到 2 桌");
    // A, in the meantime, calls 002 to table 1.
    a.press("Down Enter");
    a.wait("叫到 1 桌");
    town.clock("2026-11-23T09:14:22");
    a.press("1");
    a.wait("请 002 到 1 桌");
    // B's menu is half a second old.
    b.press("1");
    let told = b.wait("002 已由 林晓在 1 桌于 09:14:22 叫走；现选中 001");
    assert!(told.contains("叫到1桌"), "the list of B is fresh:\n{told}");
    assert!(b.cursor_line().contains("001"), "{}", b.cursor_line());
    assert_eq!(town.visit(2)["table"], json!(1));
    assert_eq!(town.log_of(2).iter().filter(|k| *k == "visit_called").count(), 1);
    // The same keys now take the next one, and what was typed is still there.
    b.press("Enter 1");
    b.wait("请 001 到 2 桌");
    assert_eq!(town.visit(1)["table"], json!(2));
    b.wait("没写完");
    b.press("Tab Tab Enter");
    b.wait("村口弯道看不见对面来车");
}

#[test]
fn s3_a_wrong_call_is_refused_or_taken_back() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    reception::open(&mut a);
    take_numbers(&mut a, &b, 1, 4);
    b.wait("等候 4");
    // B serves 001 and calls 003 by mistake: stay, or finish and call.
    b.press("F4");
    b.wait("请 001 到 2 桌");
    b.wait("叫到2桌");
    let call_third = |b: &mut Seat| {
        b.press("Home Down Enter");
        b.wait("003");
        b.wait("叫到 2 桌");
        b.press("1");
        b.wait("2 桌还在接待 001");
        b.wait("继续接待 001");
        b.wait("001 谈完了，接着叫");
    };
    call_third(&mut b);
    b.press("1");
    b.wait_gone("继续接待");
    assert_eq!(
        (&town.visit(1)["state"], &town.visit(3)["state"]),
        (&json!("called"), &json!("waiting"))
    );
    call_third(&mut b);
    b.press("2");
    b.wait("请 003 到 2 桌");
    assert_eq!(
        (&town.visit(1)["state"], &town.visit(3)["state"]),
        (&json!("done"), &json!("called"))
    );

    // 003 was the wrong one too: taken back, it waits in its old place with its old arrival time, and A's screen drops it.
    let before = town.visit(3);
    a.wait("叫到2桌");
    town.clock("2026-11-23T08:54:30");
    b.palette("收回叫号");
    b.wait("已收回");
    a.wait_gone("叫到2桌");
    let after = town.visit(3);
    assert_eq!(after["state"], json!("waiting"));
    assert_eq!(after["arrived_at"], before["arrived_at"]);
    assert_eq!(after["calls"], json!(0));
    let order: Vec<_> = town
        .list(&["queue"])
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["ticket"].clone())
        .collect();
    assert_eq!(order, [json!(2), json!(3), json!(4)]);
    assert_eq!(town.log_of(3), ["visit_arrived", "visit_called", "call_taken_back"]);

    // Called twice: the minutes run from the first call.
    b.press("F4");
    b.wait("请 002 到 2 桌");
    town.clock("2026-11-23T08:58:00");
    b.palette("再叫一遍");
    b.wait("又叫了一遍");
    town.clock("2026-11-23T09:01:00");
    b.palette("收回叫号");
    b.wait("过了 5 分钟，叫号收不回了");
    assert_eq!(town.visit(2)["state"], json!("called"));
}

#[test]
fn s4_a_no_show_comes_back_by_rule_and_after_closing_is_received_then() {
    let town = Town::new();
    let rules = town.ok(&["config", "show"]);
    let rules = rules.replace("calls_before_missed = 1", "calls_before_missed = 2");
    let rules = rules.replace("pause_minutes = 0", "pause_minutes = 3");
    let file = town.path("rules.toml");
    std::fs::write(&file, rules).unwrap();
    town.ok(&["config", "adopt", &file.display().to_string()]);
    let (mut a, b) = town.two_seats();
    reception::open(&mut a);
    take_numbers(&mut a, &b, 1, 5);
    b.wait("等候 5");
    town.clock("2026-11-23T09:36:00");
    a.press("F4");
    a.wait("请 001 到 1 桌");
    a.press("F6");
    a.wait("只叫了 1 遍，要叫满 2 遍、再等 3 分");
    // The menu offers the second call.
    town.clock("2026-11-23T09:38:00");
    a.press("1");
    a.wait("又叫了一遍");
    a.press("F6");
    a.wait("只叫了 2 遍，要叫满 2 遍、再等 1 分");
    a.press("2");
    // Three minutes after the first call.
    town.clock("2026-11-23T09:39:00");
    a.press("F6");
    a.wait("已过号");
    b.wait("过号");
    assert_eq!(town.visit(1)["state"], json!("missed"));
    // The person appears: one key on the row, behind the next two, the same number, marked.
    town.clock("2026-11-23T09:55:00");
    a.palette("过号的回来了");
    a.wait("001 排回去了");
    b.wait("过号1次");
    let order: Vec<_> = town
        .list(&["queue"])
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["ticket"].clone())
        .collect();
    assert_eq!(order, [json!(2), json!(3), json!(1), json!(4), json!(5)]);
    let back = town.visit(1);
    assert_eq!((&back["state"], &back["missed"]), (&json!("waiting"), &json!(1)));

    // 002 is called, does not come, and the reception closes with everybody else given an outcome.
    a.press("F4");
    a.wait("请 002 到 1 桌");
    town.clock("2026-11-23T10:00:00");
    a.palette("再叫一遍");
    a.press("F6");
    a.wait("已过号");
    a.palette("结束接待");
    a.wait("开始收尾");
    a.press("1");
    a.wait("选中等候的人按");
    for waiting in (1..=4).rev() {
        a.press("4");
        a.wait("号不再叫");
        a.press("1");
        // The question is gone before whoever left is, and the next digit is for whoever is selected then.
        a.wait_gone("号不再叫");
        a.wait_gone(&format!("等候{waiting}"));
    }
    a.press("End Enter");
    a.wait("没接到");
    a.press("Enter");
    a.wait("接待结束");
    assert_eq!(town.visit(2)["state"], json!("left"));
    // 002 appears after closing, and is received then: it is written down that it was after closing.
    town.clock("2026-11-23T11:20:00");
    a.press("F4");
    a.wait("006 接待结束后来访，坐到 1 桌");
    let late = town.visit(6);
    assert_eq!(
        (&late["state"], &late["after_close"]),
        (&json!("talking"), &json!(true))
    );
}

#[test]
fn s7_closing_with_people_waiting_asks_what_becomes_of_each() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    reception::open(&mut a);
    take_numbers(&mut a, &b, 1, 5);
    b.wait("等候 5");
    b.press("F4");
    b.wait("请 001 到 2 桌");
    a.wait("叫到2桌");
    town.clock("2026-11-23T11:00:00");
    a.palette("结束接待");
    a.wait("还有 4 位在等");
    a.press("1");
    a.wait("选中等候的人按");
    // No new numbers, on any keyboard.
    b.press("F3");
    b.wait("不再发号");
    assert_eq!(town.list(&["today"]).as_array().unwrap().len(), 5);
    // The page does not let the day end over people's heads.
    a.press("End Enter");
    a.wait("这几位还没有去处");
    assert_eq!(town.list(&["sessions"])[0]["state"], json!("closing"));
    // The running talk ends in peace.
    b.press("Ctrl-p").text("谈完").press("Down Enter");
    b.wait("只咨询");
    b.press("3");
    b.wait("谈完");
    assert_eq!(town.visit(1)["state"], json!("done"));
    a.press("Home");
    // Whoever is promised the next time is asked how to be found; the others need one digit.
    a.press("1");
    a.wait("留个电话");
    a.press("Enter");
    a.wait("002：下次优先");
    for (digit, surely) in [("2", "2"), ("3", "1"), ("4", "1")] {
        a.press(digit);
        a.wait("号不再叫");
        a.press(surely);
        a.wait_gone("号不再叫");
    }
    a.wait("005：走了");
    let expected = ["done", "next_time", "by_phone", "guided", "left"];
    let expected: Vec<_> = (1..).zip(expected).map(|(n, s)| (n, s.to_owned())).collect();
    assert_eq!(states(&town), expected);
    for n in [2, 3, 5] {
        assert_eq!(town.visit(n)["outcome_reason"], json!("结束时没接到"));
    }
    a.press("End Enter");
    let figures = a.wait("没接到");
    for words in ["下次优先 1", "电话记 1", "指引 1", "走了 1", "按去处分"] {
        assert!(figures.contains(words), "{words}:\n{figures}");
    }
    let batches = figures.lines().find(|l| l.contains("接待批次")).unwrap();
    assert!(batches.contains(" 1 "), "{batches}");
    a.press("Enter");
    a.wait("接待结束，辛苦了");
    let session = &town.list(&["sessions"])[0];
    assert_eq!((&session["state"], &session["received"]), (&json!("closed"), &json!(1)));
    assert_eq!(session["closed_at"], json!("2026-11-23T11:00:00+08:00"));
    b.wait("还没有安排下次接待");
}

#[test]
fn s18_an_act_hits_the_record_that_was_shown_or_nothing() {
    let town = Town::new();
    let (mut a, mut b) = town.two_seats();
    reception::open(&mut a);
    let mut next = 1;
    for round in 0..5 {
        // One waits above; A has called the second, whom B has under the cursor; the third is below.
        let (above, chosen, below) = (next, next + 1, next + 2);
        take_numbers(&mut a, &b, above, below);
        a.press("Home Down Enter");
        a.wait("叫到 1 桌");
        a.press("1");
        a.wait(&format!("请 {chosen:03} 到 1 桌"));
        b.wait("叫到1桌");
        // The called one stands below those who wait.
        b.press("End");
        while !b.cursor_line().contains("叫到1桌") {
            b.press("Up");
        }
        // The row above goes in the moment of B's key.
        a.press("Home Enter");
        a.wait("走了");
        a.press("3");
        a.wait("号不再叫");
        together(&mut a, &mut b, ("1", "F6"));
        b.wait(&format!("{chosen:03}"));
        b.wait("已过号");
        // A hears of its own act, or of what became of whoever it had called.
        a.settle();
        let state = |n: u16| town.visit(n)["state"].as_str().unwrap().to_owned();
        assert_eq!(
            [state(above), state(chosen), state(below)],
            ["left", "missed", "waiting"],
            "round {round}"
        );
        // The rest goes home: the one who waits, then the no-show.
        for _ in 0..2 {
            a.press("Home").palette("走了");
            a.wait("号不再叫");
            a.press("1");
        }
        b.wait("等候 0");
        b.wait_gone("过号 ");
        assert!(town.list(&["queue"]).as_array().unwrap().is_empty());
        next += 3;
    }

    // The one under the cursor changes state in that moment: B is told, and nothing is done to anybody.
    take_numbers(&mut a, &b, next, next + 1);
    a.press("F4");
    a.wait(&format!("请 {next:03} 到 1 桌"));
    b.wait("叫到1桌");
    b.press("End");
    assert!(b.cursor_line().contains(&format!("{next:03}")), "{}", b.screen());
    b.press("Enter");
    b.wait("坐下谈了");
    a.press("End Enter");
    a.wait("坐下谈了");
    a.press("1");
    a.wait("1桌在谈");
    // The third line of B's menu is the no-show.
    b.press("3");
    b.wait(&format!("{next:03} 已由 林晓在 1 桌于"));
    assert_eq!(town.visit(next)["state"], json!("talking"));
    assert_eq!(town.visit(next + 1)["state"], json!("waiting"));

    // The row goes altogether under the cursor: the next key says so instead of hitting the neighbour.
    b.press("Home");
    assert!(b.cursor_line().contains(&format!("{:03}", next + 1)), "{}", b.screen());
    a.press("Home").palette("走了");
    a.wait("号不再叫");
    a.press("1");
    b.wait("等候 0");
    b.press("Enter");
    b.wait("刚才选中的已经不在了");
    assert_eq!(town.visit(next)["state"], json!("talking"));
}
