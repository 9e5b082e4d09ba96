//! Figures of spans, counted again by hand.

use rusqlite::Connection;
use zhiban::demo::{self, Plan};
use zhiban::domain::moment::{Day, Moment};
use zhiban::domain::span::{Span, parts, year_before};
use zhiban::domain::view::{Answer, Asker, Figures, Query};
use zhiban::store::{Desk, read};

/// What somebody counts who goes through the rows one by one: opinions, handed over, batches, heads, receptions.
fn by_hand(conn: &Connection, (from, to): (Day, Day)) -> [u32; 5] {
    let is_in = |day: String| (from..=to).contains(&day.parse::<Day>().unwrap());
    let mut all = [0; 5];
    let mut opinions = conn.prepare("SELECT day, state, round_no FROM opinion").unwrap();
    let mut rows = opinions.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (state, round): (String, Option<u32>) = (row.get(1).unwrap(), row.get(2).unwrap());
        let counts = is_in(row.get(0).unwrap()) && state != "void";
        all[0] += u32::from(counts);
        all[1] += u32::from(counts && round.is_some());
    }
    let mut visits = conn.prepare("SELECT day, state, talk_at, heads FROM visit").unwrap();
    let mut rows = visits.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let (state, talk): (String, Option<i64>) = (row.get(1).unwrap(), row.get(2).unwrap());
        if is_in(row.get(0).unwrap()) && talk.is_some() && ["talking", "done"].contains(&state.as_str()) {
            all[2] += 1;
            all[3] += row.get::<_, u32>(3).unwrap();
        }
    }
    let mut sessions = conn.prepare("SELECT day, state FROM session").unwrap();
    let mut rows = sessions.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        let state: String = row.get(1).unwrap();
        let was_open = ["open", "closing", "closed", "archived"].contains(&state.as_str());
        all[4] += u32::from(was_open && is_in(row.get(0).unwrap()));
    }
    all
}

fn counted(f: &Figures) -> [u32; 5] {
    [f.opinions, f.handed_over, f.batches, f.persons, f.sessions]
}

#[test]
fn every_span_its_parts_and_the_year_before_are_what_somebody_else_counts() {
    let today: Day = "2027-02-15".parse().unwrap();
    let until = today.and_hms_opt(1, 42, 0).unwrap().and_utc();
    let plan = Plan {
        opinions: 120,
        seed: 11,
        until: Moment(until.timestamp_millis()),
        os_name: "lin".into(),
        rules: zhiban::config::default_rules().unwrap(),
    };
    let (desk, _) = demo::fill(Desk::in_memory().unwrap(), &plan, &mut |_| {}).unwrap();
    let own = Span::Days("2026-07-01".parse().unwrap(), "2027-01-31".parse().unwrap());
    let mut seen = 0;
    for span in Span::NAMED.into_iter().chain([own]) {
        let days = span.days(today);
        let spans: Vec<(Day, Day)> = [days, year_before(days)].into_iter().chain(parts(days)).collect();
        let query = Query::Figures { spans: spans.clone() };
        let Answer::Figures(all) = read::answer(desk.conn(), desk.vault(), Asker::Program, &query).unwrap() else {
            panic!()
        };
        assert_eq!(all.len(), spans.len(), "{span:?}");
        for (f, span) in all.iter().zip(&spans) {
            assert_eq!((f.from, f.to), *span);
            assert_eq!(counted(f), by_hand(desk.conn(), *span), "{span:?}");
            seen += f.opinions;
        }
        // The parts together are the whole.
        if spans.len() > 2 {
            let sum = |at: usize| all[2..].iter().map(|f| counted(f)[at]).sum::<u32>();
            assert_eq!([0, 1, 2, 3, 4].map(sum), counted(&all[0]), "{span:?}");
        }
    }
    assert!(seen > 100, "there is something to count: {seen}");
}
