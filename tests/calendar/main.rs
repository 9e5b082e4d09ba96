//! The working calendar: days off by law, arrangements over them, due dates, and when they are provisional.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod desk;
mod holidays;
mod limits;
mod notice;
#[path = "../support/real.rs"]
mod real;
#[path = "../seat/mod.rs"]
mod seat;

use chrono::Datelike as _;
use seat::Town;
use serde_json::{Value, json};
use tyme4rs::tyme::Tyme as _;
use tyme4rs::tyme::lunar::LunarDay;
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};
use zhiban::config::{RULES, default_rules};
use zhiban::domain::due::{DayKind, due, is_working, kind, may_change};
use zhiban::domain::moment::Day;
use zhiban::domain::rules::{Limit, LimitUnit, Ruleset};
use zhiban::domain::statutory::statutory;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn limit(text: &str) -> Limit {
    let digits = text.trim_end_matches(char::is_alphabetic);
    let unit = match text.trim_start_matches(digits) {
        "wd" => LimitUnit::WorkingDays,
        "d" => LimitUnit::Days,
        "mo" => LimitUnit::Months,
        other => panic!("{other}"),
    };
    Limit {
        count: digits.parse().unwrap(),
        unit,
    }
}

fn counted(rules: &Ruleset, start: &str, of: &str) -> (String, bool) {
    let due = due(rules, day(start), limit(of));
    (due.day.to_string(), due.provisional)
}

/// Start, limit, due day, provisional. Worked out beside the program, from the notices of 2025 and 2026 and the days of
/// the law for 2027, with what lies between noted behind: days off that were passed over, weekend days that were worked.
const CASES: &[(&str, &str, &str, bool)] = &[
    ("2024-12-30", "3wd", "2025-01-03", false),  // Fri; off 1-1
    ("2024-12-20", "1mo", "2025-01-20", false),  // Mon; nothing between
    ("2025-01-24", "1wd", "2025-01-26", false),  // Sun; off 1-25, worked 1-26
    ("2025-01-24", "3wd", "2025-02-05", false),  // Wed; off 1-25 1-28..2-4, worked 1-26
    ("2025-01-27", "1wd", "2025-02-05", false),  // Wed; off 1-28..2-4
    ("2025-02-07", "1wd", "2025-02-08", false),  // Sat; worked 2-8
    ("2025-01-15", "15wd", "2025-02-11", false), // Tue; off 1-18..1-19 1-25 1-28..2-4 2-9, worked 1-26 2-8
    ("2025-04-03", "1wd", "2025-04-07", false),  // Mon; off 4-4..4-6
    ("2025-04-25", "5wd", "2025-05-06", false),  // Tue; off 4-26 5-1..5-5, worked 4-27
    ("2025-04-30", "1wd", "2025-05-06", false),  // Tue; off 5-1..5-5
    ("2025-05-30", "1wd", "2025-06-03", false),  // Tue; off 5-31..6-2
    ("2025-06-20", "15wd", "2025-07-11", false), // Fri; off 6-21..6-22 6-28..6-29 7-5..7-6
    ("2025-08-31", "6mo", "2026-02-28", false),  // Sat; worked 2-28
    ("2025-09-26", "1wd", "2025-09-28", false),  // Sun; off 9-27, worked 9-28
    ("2025-09-26", "15wd", "2025-10-23", false), // Thu; off 9-27 10-1..10-8 10-12 10-18..10-19, worked 9-28 10-11
    ("2025-09-30", "5wd", "2025-10-14", false),  // Tue; off 10-1..10-8 10-12, worked 10-11
    ("2025-10-10", "1wd", "2025-10-11", false),  // Sat; worked 10-11
    ("2025-10-31", "4mo", "2026-02-28", false),  // Sat; worked 2-28
    ("2025-11-05", "90d", "2026-02-03", false),  // Tue; nothing between
    ("2025-12-31", "1wd", "2026-01-04", false),  // Sun; off 1-1..1-3, worked 1-4
    ("2026-01-02", "1wd", "2026-01-04", false),  // Sun; off 1-3, worked 1-4
    ("2026-01-05", "3wd", "2026-01-08", false),  // Thu; nothing between
    ("2026-01-30", "15wd", "2026-02-27", false), // Fri; off 1-31..2-1 2-7..2-8 2-15..2-23, worked 2-14
    ("2026-01-31", "1mo", "2026-02-28", false),  // Sat; worked 2-28
    ("2026-02-13", "1wd", "2026-02-14", false),  // Sat; worked 2-14
    ("2026-02-14", "1wd", "2026-02-24", false),  // Tue; off 2-15..2-23
    ("2026-02-16", "7d", "2026-02-24", false),   // Tue; off 2-23
    ("2026-02-27", "1wd", "2026-02-28", false),  // Sat; worked 2-28
    ("2026-03-31", "1mo", "2026-04-30", false),  // Thu; nothing between
    ("2026-04-01", "3d", "2026-04-07", false),   // Tue; off 4-4..4-6
    ("2026-04-03", "1wd", "2026-04-07", false),  // Tue; off 4-4..4-6
    ("2026-04-30", "3wd", "2026-05-08", false),  // Fri; off 5-1..5-5
    ("2026-05-08", "1wd", "2026-05-09", false),  // Sat; worked 5-9
    ("2026-06-18", "1wd", "2026-06-22", false),  // Mon; off 6-19..6-21
    ("2026-06-21", "1wd", "2026-06-22", false),  // Mon; nothing between
    ("2026-07-01", "3mo", "2026-10-08", false),  // Thu; off 10-1..10-7
    ("2026-07-01", "6mo", "2027-01-04", true),   // Mon; off 1-1..1-3
    ("2026-08-31", "6mo", "2027-03-01", true),   // Mon; off 2-28
    ("2026-09-18", "1wd", "2026-09-20", false),  // Sun; off 9-19, worked 9-20
    ("2026-09-24", "3wd", "2026-09-30", false),  // Wed; off 9-25..9-27
    ("2026-09-30", "5wd", "2026-10-13", false),  // Tue; off 10-1..10-7 10-11, worked 10-10
    ("2026-09-30", "15wd", "2026-10-27", false), // Tue; off 10-1..10-7 10-11 10-17..10-18 10-24..10-25, worked 10-10
    ("2026-10-09", "1wd", "2026-10-10", false),  // Sat; worked 10-10
    ("2026-11-15", "3mo", "2027-02-15", true),   // Mon; nothing between
    ("2026-11-23", "15wd", "2026-12-14", false), // Mon; off 11-28..11-29 12-5..12-6 12-12..12-13
    ("2026-11-30", "3mo", "2027-03-01", true),   // Mon; off 2-28
    ("2026-12-11", "15wd", "2027-01-04", true),  // Mon; off 12-12..12-13 12-19..12-20 12-26..12-27 1-1..1-3
    ("2026-12-14", "15wd", "2027-01-05", true),  // Tue; off 12-19..12-20 12-26..12-27 1-1..1-3
    ("2026-12-23", "1wd", "2026-12-24", false),  // Thu; nothing between
    ("2026-12-30", "3mo", "2027-03-30", true),   // Tue; nothing between
    ("2026-12-31", "1wd", "2027-01-04", true),   // Mon; off 1-1..1-3
    ("2027-01-29", "15wd", "2027-02-23", true),  // Tue; off 1-30..1-31 2-5..2-8 2-13..2-14 2-20..2-21
    ("2027-02-04", "1wd", "2027-02-09", true),   // Tue; off 2-5..2-8
    ("2027-04-02", "1wd", "2027-04-06", true),   // Tue; off 4-3..4-5
    ("2027-04-30", "1wd", "2027-05-03", true),   // Mon; off 5-1..5-2
    ("2027-06-01", "1mo", "2027-07-01", false),  // Thu; nothing between
    ("2027-06-08", "1wd", "2027-06-10", true),   // Thu; off 6-9
    ("2027-06-15", "60d", "2027-08-16", true),   // Mon; off 8-14..8-15
    ("2027-09-14", "1wd", "2027-09-16", true),   // Thu; off 9-15
    ("2027-09-30", "15wd", "2027-10-22", true),  // Fri; off 10-1..10-3 10-9..10-10 10-16..10-17
    ("2027-07-05", "5wd", "2027-07-12", true),   // Mon; off 7-10..7-11
    ("2027-03-15", "6mo", "2027-09-16", true),   // Thu; off 9-15
];

#[test]
fn sixty_limits_end_on_the_day_worked_out_by_hand() {
    let rules = default_rules().unwrap();
    for (start, of, on, provisional) in CASES {
        let found = counted(&rules, start, of);
        assert_eq!(found, ((*on).to_owned(), *provisional), "{of} from {start}");
    }
    assert!(CASES.len() >= 60);
}

/// New Year's Eve, Qingming, Dragon Boat, Mid-Autumn, as published for 2025-2035 (the almanac of the observatory).
const PUBLISHED: [(&str, &str, &str, &str); 11] = [
    ("2025-01-28", "2025-04-04", "2025-05-31", "2025-10-06"),
    ("2026-02-16", "2026-04-05", "2026-06-19", "2026-09-25"),
    ("2027-02-05", "2027-04-05", "2027-06-09", "2027-09-15"),
    ("2028-01-25", "2028-04-04", "2028-05-28", "2028-10-03"),
    ("2029-02-12", "2029-04-04", "2029-06-16", "2029-09-22"),
    ("2030-02-02", "2030-04-05", "2030-06-05", "2030-09-12"),
    ("2031-01-22", "2031-04-05", "2031-06-24", "2031-10-01"),
    ("2032-02-10", "2032-04-04", "2032-06-12", "2032-09-19"),
    ("2033-01-30", "2033-04-04", "2033-06-01", "2033-09-08"),
    ("2034-02-18", "2034-04-05", "2034-06-20", "2034-09-27"),
    ("2035-02-07", "2035-04-05", "2035-06-10", "2035-09-16"),
];

/// The days of a year: the fixed ones, and these.
fn by_law(year: i32, [eve, qingming, dragon, autumn]: [Day; 4]) -> Vec<Day> {
    let on = |month, day| Day::from_ymd_opt(year, month, day).unwrap();
    let mut all = vec![
        on(1, 1),
        on(5, 1),
        on(5, 2),
        on(10, 1),
        on(10, 2),
        on(10, 3),
        qingming,
        dragon,
        autumn,
    ];
    all.extend(eve.iter_days().take(4));
    all.sort_unstable();
    all.dedup();
    all
}

#[test]
fn the_days_of_the_law_are_those_of_the_published_table() {
    for (year, (eve, qingming, dragon, autumn)) in (2025..).zip(PUBLISHED) {
        let ours: Vec<Day> = statutory().of_year(year).map(|(day, _)| day).collect();
        assert_eq!(ours, by_law(year, [eve, qingming, dragon, autumn].map(day)), "{year}");
    }
}

#[test]
fn the_days_of_the_law_are_those_of_the_lunar_calendar_as_far_as_they_go() {
    let solar = |d: SolarDay| {
        let (month, on) = (d.get_month() as u32, d.get_day() as u32);
        Day::from_ymd_opt(d.get_year() as i32, month, on).unwrap()
    };
    for year in 2025..=2060 {
        let lunar = |month, day| LunarDay::from_ymd(year as isize, month, day).get_solar_day();
        let qingming = SolarTerm::from_index(year as isize, 7).get_julian_day().get_solar_day();
        // The rule of thumb for this century, April's day from the last two digits.
        let short = year - 2000;
        let thumb = (short * 2422 + 48_100) / 10_000 - short / 4;
        assert_eq!(solar(qingming), Day::from_ymd_opt(year, 4, thumb as u32).unwrap());
        let moving = [lunar(1, 1).next(-1), qingming, lunar(5, 5), lunar(8, 15)].map(solar);
        let ours: Vec<Day> = statutory().of_year(year).map(|(day, _)| day).collect();
        assert_eq!(ours, by_law(year, moving), "{year}");
        assert!(statutory().knows(year));
    }
    // Before the law of 2025 New Year's Eve and 2 May were worked.
    let of_2024 = statutory()
        .of_year(2024)
        .filter(|(day, _)| [2, 5].contains(&day.month()));
    let of_2024: Vec<String> = of_2024.map(|(day, _)| day.to_string()).collect();
    assert_eq!(of_2024, ["2024-02-10", "2024-02-11", "2024-02-12", "2024-05-01"]);
    assert!(statutory().knows(2014) && !statutory().knows(2013) && !statutory().knows(2061));
}

#[test]
fn every_notice_that_ships_gives_the_days_of_the_law_off() {
    let rules = default_rules().unwrap();
    for year in &rules.calendars {
        for (day, label) in statutory().of_year(year.year) {
            let off = year.off.iter().any(|run| run.from <= day && day <= run.to);
            assert!(off, "{day} {}", label.zh);
        }
    }
}

#[test]
fn b1_days_off_by_law_are_no_working_days_in_a_year_without_an_arrangement() {
    let rules = default_rules().unwrap();
    let is = |of: (&str, &str), on: &str| assert_eq!(counted(&rules, of.0, of.1), (on.to_owned(), true), "{of:?}");
    is(("2026-12-31", "1wd"), "2027-01-04");
    is(("2026-12-14", "15wd"), "2027-01-05");
    is(("2026-07-01", "6mo"), "2027-01-04");
    is(("2027-02-04", "1wd"), "2027-02-09");
    // What the page does not name: Qingming, the second of May, Dragon Boat, Mid-Autumn, the third of October, a year on.
    is(("2027-04-04", "1d"), "2027-04-06");
    is(("2028-05-01", "1d"), "2028-05-03");
    is(("2027-06-08", "1wd"), "2027-06-10");
    is(("2027-09-14", "1d"), "2027-09-16");
    is(("2028-10-02", "1d"), "2028-10-04");
    is(("2027-12-31", "1wd"), "2028-01-03");
    assert!(matches!(kind(&rules, day("2029-02-13")), DayKind::Holiday(label) if label.zh == "春节"));
    // The program explains them by their names, also beside a file that has no station.
    let town = Town::bare();
    let said: Value = serde_json::from_str(&town.ok(&["due", "2027-02-04", "1wd", "--json"])).unwrap();
    let reasons: Vec<&str> = said["skipped"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| s["reason"].as_str().unwrap())
        .collect();
    assert_eq!(
        (said["due"].as_str(), reasons),
        (Some("2027-02-09"), vec!["除夕", "春节", "春节", "春节"])
    );
}

#[test]
fn b5_days_of_the_year_beside_it_are_taken_from_a_notice() {
    let with = |calendar: &str| toml::from_str::<Ruleset>(&[RULES, calendar].concat()).unwrap();
    let rules = with(include_str!("../data/calendar-neighbour-year.toml"));
    let is = |of: (&str, &str), on: &str| assert_eq!(counted(&rules, of.0, of.1).0, on, "{of:?}");
    is(("2026-12-25", "1wd"), "2026-12-27");
    is(("2026-12-30", "1wd"), "2027-01-04");
    is(("2026-12-25", "3d"), "2026-12-28");
    // A notice may reach into the year behind it too, and what it does not speak of stays off by law.
    let after = with("[[calendar]]\nyear = 2027\nwork = [\"2028-01-02\"]\n");
    assert!(is_working(&after, day("2028-01-02")) && !is_working(&after, day("2028-01-01")));
    is(("2027-09-30", "1d"), "2027-10-04");
    // What another year's notice says of a day far away is none of its business.
    let far = with("[[calendar]]\nyear = 2029\nwork = [\"2027-07-03\"]\n");
    assert!(!is_working(&far, day("2027-07-03")));
}

#[test]
fn b7_only_a_limit_that_an_arrangement_may_still_move_is_provisional() {
    let rules = default_rules().unwrap();
    let is = |of: (&str, &str), provisional: bool| assert_eq!(counted(&rules, of.0, of.1).1, provisional, "{of:?}");
    // The year it starts in is not loaded, and does not matter to its end.
    is(("2024-11-30", "3mo"), false);
    is(("2024-12-20", "30d"), false);
    is(("2020-01-08", "84mo"), true); // a week from New Year 2027
    // A weekday far from every holiday is a working day whatever is published; a weekend may be worked.
    is(("2027-06-01", "1mo"), false);
    is(("2026-11-18", "120d"), false);
    is(("2026-11-30", "3mo"), true);
    is(("2027-05-20", "1wd"), false);
    is(("2027-05-21", "1wd"), true);
    // The notice of the next year may speak of this year's last week, and of no day before.
    is(("2026-12-23", "1wd"), false);
    is(("2026-12-24", "1wd"), true);
    // What it speaks of is settled then.
    let notice = "[[calendar]]\nyear = 2027\n[[calendar.off]]\nlabel = { zh = \"元旦\" }\nfrom = \"2027-01-01\"\nto = \"2027-01-03\"\n";
    let published = toml::from_str::<Ruleset>(&[RULES, notice].concat()).unwrap();
    assert_eq!(
        counted(&published, "2026-12-31", "1wd"),
        ("2027-01-04".to_owned(), false)
    );
    assert!(!may_change(&published, day("2027-07-03")) && may_change(&published, day("2027-12-31")));
    // What it does not speak of is as open as before: a year adopted in part is known in part.
    assert!(may_change(&published, day("2027-09-25")) && may_change(&published, day("2027-10-08")));
    assert!(may_change(&published, day("2027-10-16")) && !may_change(&published, day("2027-01-10")));
    assert!(counted(&published, "2027-09-20", "10wd").1 && counted(&published, "2027-01-29", "5wd").1);
    // Of a year whose holidays nobody knows yet nothing is certain.
    assert!(may_change(&rules, day("2070-07-01")));
}

/// Adopts a file of rules; the exit code and what was said.
fn adopt(town: &Town, text: &str, more: &[&str]) -> (Option<i32>, String) {
    let path = town.path("rules.toml");
    std::fs::write(&path, text).unwrap();
    let mut args = vec!["config", "adopt", path.to_str().unwrap()];
    args.extend(more);
    let out = town.run(&args);
    let said = [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    (out.status.code(), said.concat())
}

#[test]
fn b6_nonsense_is_not_adopted_and_is_said_by_its_line() {
    let town = Town::empty();
    let year = |more: &str| [RULES, "\n[[calendar]]\nyear = 2027\n", more].concat();
    let off = |from: &str, to: &str| {
        year(&format!(
            "[[calendar.off]]\nlabel = {{ zh = \"元旦\" }}\nfrom = \"{from}\"\nto = \"{to}\"\n"
        ))
    };
    let made_up = |day: &str| {
        let work = format!("year = 2027\nwork = [\"{day}\"]\n");
        off("2027-01-01", "2027-01-03").replace("year = 2027\n", &work)
    };
    let swap = |from: &str, to: &str| RULES.replacen(from, to, 1);
    for (text, at, why) in [
        // What the page names.
        (
            swap("last_number = 999", "last_number = 0"),
            "last_number = 0",
            "不能是 0",
        ),
        (
            swap("tell = { count = 3", "tell = { count = 0"),
            "tell = { count = 0",
            "不能是 0",
        ),
        (
            swap("code = \"T13\"", "code = \"T12\" # twice"),
            "# twice",
            "出现了两次",
        ),
        (off("2027-01-03", "2027-01-01"), "to = \"2027-01-01\"", "结束早于开始"),
        (off("2027-01-01", "2027-12-31"), "to = \"2027-12-31\"", "太多了"),
        (
            swap("group_from = 5", "grupp_from = 5"),
            "grupp_from",
            "没有 grupp_from 这一项",
        ),
        // What it does not: a day far from its year, a day off and worked, a year twice, no year at all, a key of a holiday.
        (off("2026-10-01", "2027-01-01"), "from = \"2026-10-01\"", "不在这一年"),
        (year("work = [\"2028-03-01\"]\n"), "2028-03-01", "不在这一年"),
        (
            year(
                "work = [\"2027-01-02\"]\n[[calendar.off]]\nlabel = { zh = \"元旦\" }\nfrom = \"2027-01-01\"\nto = \"2027-01-03\"\n",
            ),
            "work = [\"2027-01-02\"]",
            "又放假又上班",
        ),
        (
            [RULES, "\n[[calendar]]\nyear = 20277\n"].concat(),
            "year = 20277",
            "不像年份",
        ),
        // Worked on a day that is worked anyway, and a year that says nothing.
        (made_up("2027-01-06"), "2027-01-06", "本来就上班"),
        // Worked on a holiday by law: on a weekend, on a weekday, on the second day of May, and beside its year.
        (made_up("2027-02-06"), "2027-02-06", "2027-02-06 是法定节假日（春节）"),
        (made_up("2027-04-05"), "2027-04-05", "是法定节假日（清明节）"),
        (made_up("2027-05-02"), "2027-05-02", "是法定节假日（劳动节）"),
        (made_up("2028-01-01"), "2028-01-01", "是法定节假日（元旦）"),
        (year("work = []\n"), "year = 2027", "一天假也没有"),
        (year("wrok = []\n"), "wrok", "没有 wrok 这一项"),
        (year("work = [\"2027-02-30\"]\n"), "2027-02-30", ""),
    ] {
        let lines: Vec<&str> = text.lines().collect();
        let line = lines.iter().rposition(|l| l.contains(at)).unwrap() + 1;
        let (code, said) = adopt(&town, &text, &[]);
        assert_eq!(code, Some(78), "{at}: {said}");
        assert!(
            said.contains(&format!("第{line}行")) && said.contains(why),
            "{at} in {line}: {said}"
        );
    }
    // Only while the version that was seen is in force.
    let fit = off("2027-01-01", "2027-01-03");
    let (code, said) = adopt(&town, &fit, &["--seen", "7"]);
    assert!(code != Some(0), "{said}");
    let (code, said) = adopt(&town, &fit, &["--seen", "1"]);
    assert_eq!(code, Some(0), "{said}");
    let (code, said) = adopt(&town, RULES, &["--seen", "1", "--whole"]);
    assert!(code != Some(0), "version 2 is in force: {said}");
}

#[test]
fn b5_a_year_of_which_a_notice_speaks_beside_its_own_counts_on_the_command_line_too() {
    let town = Town::empty();
    let text = [RULES, include_str!("../data/calendar-neighbour-year.toml")].concat();
    let (code, said) = adopt(&town, &text, &[]);
    assert_eq!(code, Some(0), "{said}");
    for (start, of, on) in [
        ("2026-12-25", "1wd", "2026-12-27"),
        ("2026-12-30", "1wd", "2027-01-04"),
        ("2027-02-19", "1wd", "2027-02-20"),
        ("2027-09-30", "1wd", "2027-10-04"),
    ] {
        let due: Value = serde_json::from_str(&town.ok(&["due", start, of, "--json"])).unwrap();
        assert_eq!(due["due"], on, "{of} from {start}");
    }
}

#[test]
fn b3_a_limit_does_not_begin_before_its_matter_wherever_that_is_said() {
    let town = Town::empty();
    let path = town.path("acts.jsonl");
    let acts = |lines: &[Value]| -> Vec<Value> {
        let all: Vec<String> = lines.iter().map(ToString::to_string).collect();
        std::fs::write(&path, all.join("\n")).unwrap();
        let out = town.run(&["do", path.to_str().unwrap(), "--json"]);
        let said = String::from_utf8(out.stdout).unwrap();
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let today = acts(&[
        json!({"act": "unit.add", "name": "供电所", "kind": "enterprise"}),
        json!({"act": "unit.add", "name": "交通局", "kind": "county"}),
        json!({"act": "opinion.file", "id": "o", "words": "路灯不亮", "person": "王秀英", "category": "lamp"}),
    ]);
    assert!(today.iter().all(|said| said["ok"] == true), "{today:?}");
    let filed = town.list(&["opinions"])[0]["filed_at"]
        .as_str()
        .unwrap()
        .get(..10)
        .unwrap()
        .to_owned();
    let number = town.list(&["opinions"])[0]["number"].clone();
    let before = day(&filed).pred_opt().unwrap().to_string();
    let given = |more: Value| {
        let mut act = json!({"act": "opinion.hand_over", "opinion": number, "way": "phone"});
        act.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        act
    };
    // Of the unit that leads, of one that helps, on a matter that is filed in the same act, and long before.
    for wrong in [
        given(json!({"unit": "供电所", "count_from": before})),
        given(json!({"units": ["供电所", {"unit": "交通局", "count_from": before}]})),
        given(json!({"unit": "供电所", "count_from": "2020-01-01"})),
        json!({"act": "opinion.file", "words": "水管漏水", "person": "陈某", "category": "drink",
            "handling": {"act": "opinion.hand_over", "unit": "供电所", "way": "phone", "count_from": before}}),
    ] {
        let said = acts(std::slice::from_ref(&wrong)).remove(0);
        assert_eq!(said["ok"], false, "{wrong} {said}");
        assert!(said["say"].as_str().unwrap().contains("在它之前"), "{wrong} {said}");
    }
    assert_eq!(town.list(&["opinions"]).as_array().unwrap().len(), 1);
    let said = acts(&[given(json!({"unit": "供电所", "count_from": filed}))]).remove(0);
    assert_eq!(said["ok"], true, "its own day is the first that can be: {said}");
}
