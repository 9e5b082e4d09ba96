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
