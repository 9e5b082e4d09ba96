//! Limits at the edges: begun on a make-up day, ending on New Year's Eve, months of the 31st, hours, and across an arrangement that
//! is adopted later. The days were worked out by another program, in another language, from the notices and the law.

use super::*;
use zhiban::domain::notice;

/// Begun on a make-up day; ending on the eve of the year by the calendar; months begun on the 31st or the 29th of February.
const EDGES: [(&str, &str, &str); 28] = [
    ("2025-01-26", "1wd", "2025-01-27"),
    ("2025-02-08", "5wd", "2025-02-14"),
    ("2025-04-27", "3wd", "2025-04-30"),
    ("2025-09-28", "15wd", "2025-10-24"),
    ("2025-10-11", "1mo", "2025-11-11"),
    ("2026-01-04", "5wd", "2026-01-09"),
    ("2026-02-14", "3d", "2026-02-24"),
    ("2026-02-28", "1mo", "2026-03-30"),
    ("2026-05-09", "1wd", "2026-05-11"),
    ("2026-09-20", "10wd", "2026-10-10"),
    ("2026-10-10", "15wd", "2026-10-30"),
    ("2025-01-27", "1d", "2025-02-05"),
    ("2024-12-28", "1mo", "2025-02-05"),
    ("2026-02-13", "3d", "2026-02-24"),
    ("2026-01-16", "1mo", "2026-02-24"),
    ("2026-02-06", "10d", "2026-02-24"),
    ("2027-01-05", "1mo", "2027-02-09"),
    ("2027-01-26", "10d", "2027-02-09"),
    ("2026-08-05", "6mo", "2027-02-09"),
    ("2025-01-31", "1mo", "2025-02-28"),
    ("2025-03-31", "1mo", "2025-04-30"),
    ("2025-05-31", "1mo", "2025-06-30"),
    ("2025-08-31", "1mo", "2025-09-30"),
    ("2025-12-31", "2mo", "2026-02-28"),
    ("2026-05-31", "4mo", "2026-09-30"),
    ("2026-10-31", "1mo", "2026-11-30"),
    ("2026-12-31", "2mo", "2027-03-01"),
    ("2024-02-29", "12mo", "2025-02-28"),
];

/// Years and hours as the command line takes them; hours count as the days they touch.
const SPELT: [(&str, &str, &str); 10] = [
    ("2026-09-30", "24h", "2026-10-08"),
    ("2026-09-30", "48h", "2026-10-08"),
    ("2026-10-07", "24h", "2026-10-08"),
    ("2025-01-27", "24h", "2025-02-05"),
    ("2026-02-14", "24h", "2026-02-24"),
    ("2026-12-31", "24h", "2027-01-04"),
    ("2026-12-31", "25h", "2027-01-04"),
    ("2026-09-24", "72h", "2026-09-28"),
    ("2025-12-31", "1y", "2026-12-31"),
    ("2024-02-29", "1y", "2025-02-28"),
];

/// Before the arrangement of 2027 is adopted, and after.
const ADOPTED: [(&str, &str, &str, &str); 13] = [
    ("2026-12-14", "15wd", "2027-01-05", "2027-01-05"),
    ("2026-12-24", "1wd", "2026-12-25", "2026-12-25"),
    ("2026-12-31", "1wd", "2027-01-04", "2027-01-05"),
    ("2026-12-27", "3wd", "2026-12-30", "2026-12-30"),
    ("2026-10-04", "3mo", "2027-01-04", "2027-01-05"),
    ("2027-01-29", "15wd", "2027-02-23", "2027-02-25"),
    ("2027-02-04", "1wd", "2027-02-09", "2027-02-15"),
    ("2027-02-20", "1wd", "2027-02-22", "2027-02-22"),
    ("2026-11-30", "3mo", "2027-03-01", "2027-03-01"),
    ("2026-08-07", "6mo", "2027-02-09", "2027-02-15"),
    ("2027-09-30", "5wd", "2027-10-08", "2027-10-14"),
    ("2027-07-09", "3mo", "2027-10-11", "2027-10-09"),
    ("2026-07-04", "6mo", "2027-01-04", "2027-01-05"),
];

const OF_2027: &str = "元旦：1月1日至4日放假调休，共4天，2026年12月27日（周日）、2027年1月31日（周日）上班。\
    春节：2月5日至12日放假调休，共8天，2月20日（周六）上班。\
    国庆节：10月1日至8日放假调休，共8天，10月9日（周六）上班。";

#[test]
fn limits_at_the_edges_end_on_the_day_another_program_works_out() {
    let rules = default_rules().unwrap();
    for (start, of, on) in EDGES {
        assert_eq!(counted(&rules, start, of).0, on, "{of} from {start}");
    }
    let town = Town::bare();
    for (start, of, on) in SPELT {
        let due: Value = serde_json::from_str(&town.ok(&["due", start, of, "--json"])).unwrap();
        assert_eq!(due["due"], on, "{of} from {start}");
    }
}

#[test]
fn a_limit_across_an_arrangement_adopted_later_ends_where_the_arrangement_puts_it() {
    let rules = default_rules().unwrap();
    let notice = notice::read(OF_2027, 2027, &[]);
    assert_eq!(notice.wrong, []);
    let published = rules.with_year(&notice.calendar(2027, ""));
    for (start, of, before, after) in ADOPTED {
        assert_eq!(counted(&rules, start, of).0, before, "{of} from {start}");
        assert_eq!(counted(&published, start, of).0, after, "{of} from {start}, published");
        // What the arrangement moves was said to be provisional before.
        assert!(before == after || counted(&rules, start, of).1, "{of} from {start}");
    }
}

/// Over make-up days and into them, on the eve of a holiday and in the middle of one, over the turn of the year.
const NASTY: [(&str, &str, &str); 61] = [
    ("2025-01-25", "1wd", "2025-01-26"),
    ("2025-01-25", "2wd", "2025-01-27"),
    ("2025-01-27", "3wd", "2025-02-07"),
    ("2025-02-07", "3wd", "2025-02-11"),
    ("2025-04-03", "1wd", "2025-04-07"),
    ("2025-04-26", "1wd", "2025-04-27"),
    ("2025-04-25", "4wd", "2025-04-30"),
    ("2025-05-05", "1wd", "2025-05-06"),
    ("2025-06-01", "1wd", "2025-06-03"),
    ("2025-09-27", "2wd", "2025-09-29"),
    ("2025-09-26", "3wd", "2025-09-30"),
    ("2025-10-08", "3wd", "2025-10-11"),
    ("2025-12-30", "3wd", "2026-01-05"),
    ("2025-12-31", "15wd", "2026-01-22"),
    ("2026-01-02", "2wd", "2026-01-05"),
    ("2026-01-03", "1wd", "2026-01-04"),
    ("2026-02-12", "3wd", "2026-02-24"),
    ("2026-02-22", "5wd", "2026-02-28"),
    ("2026-02-26", "3wd", "2026-03-02"),
    ("2026-04-03", "1wd", "2026-04-07"),
    ("2026-04-30", "3wd", "2026-05-08"),
    ("2026-05-07", "3wd", "2026-05-11"),
    ("2026-06-18", "2wd", "2026-06-23"),
    ("2026-09-17", "3wd", "2026-09-21"),
    ("2026-09-19", "7wd", "2026-09-29"),
    ("2026-09-25", "5wd", "2026-10-09"),
    ("2026-10-08", "3wd", "2026-10-12"),
    ("2026-12-31", "30wd", "2027-02-16"),
    ("2027-02-03", "2wd", "2027-02-09"),
    ("2027-04-02", "1wd", "2027-04-06"),
    ("2027-06-08", "1wd", "2027-06-10"),
    ("2027-09-14", "3wd", "2027-09-20"),
    ("2025-01-18", "10d", "2025-02-05"),
    ("2025-01-27", "15d", "2025-02-11"),
    ("2025-04-19", "8d", "2025-04-27"),
    ("2025-09-13", "15d", "2025-09-28"),
    ("2025-09-21", "7d", "2025-09-28"),
    ("2025-12-22", "10d", "2026-01-04"),
    ("2026-01-24", "21d", "2026-02-14"),
    ("2026-02-01", "14d", "2026-02-24"),
    ("2026-02-08", "7d", "2026-02-24"),
    ("2026-04-25", "14d", "2026-05-09"),
    ("2026-09-06", "14d", "2026-09-20"),
    ("2026-09-26", "14d", "2026-10-10"),
    ("2026-12-02", "30d", "2027-01-04"),
    ("2027-01-06", "30d", "2027-02-09"),
    ("2024-10-31", "4mo", "2025-02-28"),
    ("2024-11-29", "3mo", "2025-02-28"),
    ("2025-03-30", "11mo", "2026-02-28"),
    ("2025-07-26", "2mo", "2025-09-26"),
    ("2025-08-29", "6mo", "2026-02-28"),
    ("2025-11-15", "3mo", "2026-02-24"),
    ("2025-12-04", "2mo", "2026-02-04"),
    ("2026-01-28", "1mo", "2026-02-28"),
    ("2026-03-20", "6mo", "2026-09-20"),
    ("2026-07-10", "3mo", "2026-10-10"),
    ("2026-11-06", "3mo", "2027-02-09"),
    ("2024-02-28", "1y", "2025-02-28"),
    ("2025-01-01", "1y", "2026-01-04"),
    ("2025-02-22", "1y", "2026-02-24"),
    ("2026-01-01", "1y", "2027-01-04"),
];

/// From the minute on; midnight is the end of the day before.
const HOURS: [(&str, &str, &str); 11] = [
    ("2026-11-23T09:42", "1h", "2026-11-23T10:42"),
    ("2026-11-23T09:42", "24h", "2026-11-24T09:42"),
    ("2026-11-23T23:30", "1h", "2026-11-24T00:30"),
    ("2026-11-27T16:00", "24h", "2026-11-30T16:00"),
    ("2026-11-27T16:00", "72h", "2026-11-30T16:00"),
    ("2026-09-30T17:00", "24h", "2026-10-08T17:00"),
    ("2026-02-13T10:00", "24h", "2026-02-14T10:00"),
    ("2026-02-13T10:00", "48h", "2026-02-24T10:00"),
    ("2026-12-31T08:00", "16h", "2026-12-31"),
    ("2026-12-31T08:00", "15h", "2026-12-31T23:00"),
    ("2026-05-08T18:00", "24h", "2026-05-09T18:00"),
];

/// The same day and limit as people write them.
const WRITTEN: [(&str, &str, &str); 12] = [
    ("２０２６-１１-２３", "５wd", "2026-11-30"),
    ("2026年11月23日", "5个工作日", "2026-11-30"),
    ("2026年11⽉23⽇", "五个工作日内", "2026-11-30"),
    ("2026/11/23", "两周", "2026-12-07"),
    ("2026.11.23", "10天", "2026-12-03"),
    ("20261123", "十五天", "2026-12-08"),
    ("2026-11-23 09:42", "5wd", "2026-11-30"),
    ("2026-11-23 09:42", "24小时", "2026-11-24T09:42"),
    ("2026年11月23日下午2点半", "48h", "2026-11-25T14:30"),
    ("2026-08-31", "半年", "2027-03-01"),
    ("2026-11-23", "三个月", "2027-02-23"),
    ("2026-11-23", "1年", "2027-11-23"),
];

#[test]
fn sixty_limits_and_a_dozen_in_hours_end_where_another_program_puts_them() {
    let rules = default_rules().unwrap();
    let town = Town::bare();
    let due = |start: &str, of: &str| {
        let due: Value = serde_json::from_str(&town.ok(&["due", start, of, "--json"])).unwrap();
        due["due"].as_str().unwrap().to_owned()
    };
    for (start, of, on) in NASTY {
        if of.ends_with('y') {
            assert_eq!(due(start, of), on, "{of} from {start}");
        } else {
            assert_eq!(counted(&rules, start, of).0, on, "{of} from {start}");
        }
    }
    for (start, of, on) in HOURS.into_iter().chain(WRITTEN) {
        assert_eq!(due(start, of), on, "{of} from {start}");
    }
}

#[test]
fn a_day_there_is_not_a_time_no_clock_shows_and_a_bare_number_are_no_start_and_no_limit() {
    let town = Town::bare();
    for (start, of, why) in [
        ("11-31", "5wd", "不是日期"),
        ("2026-11-23 25:00", "1h", "不是日期"),
        ("2026-11", "5wd", "不是日期"),
        ("2026-11-23", "5", "不是期限"),
        ("2026-11-23", "0wd", "不是期限"),
        ("2026-11-23", "5月", "不是期限"),
    ] {
        let out = town.run(&["due", start, of]);
        let said = String::from_utf8(out.stderr).unwrap();
        assert_eq!(out.status.code(), Some(64), "{start} {of}: {said}");
        assert!(said.contains(why), "{start} {of}: {said}");
    }
    // Hours from a day without a time are the days they touch, and that is said.
    let said = town.ok(&["due", "2026-11-23", "1h"]);
    assert!(said.contains("按碰到的天数算"), "{said}");
}

#[test]
fn a_unit_that_limits_do_not_have_is_refused_with_those_they_have() {
    let hours = RULES.replacen(
        "tell = { count = 3, unit = \"working_days\" }",
        "tell = { count = 3, unit = \"hours\" }",
        1,
    );
    let (code, said) = adopt(&Town::empty(), &hours, &[]);
    assert_eq!(code, Some(78), "{said}");
    assert!(said.contains("可以写：working_days、days、months"), "{said}");
}

#[test]
fn what_differs_and_what_is_wrong_is_said_in_words_and_not_in_keys() {
    let town = Town::empty();
    let year = |more: &str| format!("[[calendar]]\nyear = 2026\n[[calendar.off]]\n{more}");
    let may = "label = { zh = \"劳动节\", en = \"May Day\" }\nfrom = \"2026-05-01\"\nto = \"2026-05-05\"\n";
    let (code, said) = adopt(&town, &year(may), &[]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("名称：劳动节 / Labour Day 改为 劳动节 / May Day"),
        "{said}"
    );
    for (text, place) in [
        ("[[calendar]]\nyear = 20277\n".to_owned(), "年份 20277 不像年份"),
        (
            year("label = { zh = \"某日\" }\nfrom = \"2026-05-03\"\n"),
            "第一天 2026-05-03",
        ),
        (
            "[[class]]\ncode = \"\"\nlabel = { zh = \"某\" }\n".to_owned(),
            "代码 是空的",
        ),
    ] {
        let (code, said) = adopt(&town, &text, &[]);
        assert_eq!(code, Some(78), "{said}");
        assert!(said.contains(place), "{place}: {said}");
    }
}
