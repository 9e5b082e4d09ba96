//! How late something is that is owed, and until when, in few words.

use chrono::{Datelike as _, NaiveDate};

use super::{Lang, code, dated, day, deadline_on, fill, month_day};
use crate::domain::deadline::Deadline;
use crate::domain::owed::{Counted, Owing};

/// What kind it is of, with how late it is or how much time is left.
pub fn why(lang: Lang, owing: Owing, days: i64) -> String {
    let t = lang.texts();
    let word = code::owing(lang, owing);
    let text = match owing {
        // The last day was a rest day or is today: no working day has passed yet.
        Owing::Overdue if days <= 0 => t.follow.just_overdue,
        Owing::Overdue => t.follow.overdue,
        Owing::DueSoon | Owing::InHand if days <= 0 => t.desk.due_today,
        Owing::DueSoon => t.desk.due_in,
        Owing::ToTell if days > 0 => t.follow.tell_late,
        Owing::AskToday if days > 0 => t.follow.ask_late,
        Owing::Unhandled | Owing::BackUp if days > 0 => t.follow.waits,
        Owing::ToTell
        | Owing::AskToday
        | Owing::TellHead
        | Owing::Dissatisfied
        | Owing::Unwritten
        | Owing::Unhandled
        | Owing::ToClose
        | Owing::Promised
        | Owing::BackUp
        | Owing::InHand => word,
    };
    fill(text, &[("kind", word), ("n", &days.to_string())])
}

/// What a copy of the file is owed for: what was filed is in none, or in no second one.
pub const fn for_copy(lang: Lang, days: i64) -> &'static str {
    let t = &lang.texts().backup;
    if days > 0 { t.owed_old } else { t.owed_second }
}

/// A number that was somebody else's, and since when that is known.
pub fn wrong_number(lang: Lang, phone: &str, day: NaiveDate) -> String {
    let day = month_day(lang, day);
    fill(lang.texts().matter.known_wrong, &[("phone", phone), ("day", &day)])
}

/// The days that lateness is counted in.
pub fn counted(lang: Lang, counted: Counted) -> &'static str {
    let t = &lang.texts().follow;
    match counted {
        Counted::WorkingDays => t.working_days,
        Counted::Days => t.days,
    }
}

/// Until when, where there is little room, the doubt first: `暂定12月25日周五`, `暂定2027年1月13日`. It and the day are never cut.
pub fn until(lang: Lang, due: Deadline, today: NaiveDate) -> String {
    let certain = Deadline {
        provisional: false,
        ..due
    };
    let is_near = due.day.year() == today.year();
    let day = if is_near {
        day(lang, due.day, today)
    } else {
        dated(lang, due.day, today)
    };
    let doubt = if due.provisional {
        lang.texts().common.provisionally
    } else {
        ""
    };
    [doubt, &deadline_on(lang, certain, day)].concat()
}
