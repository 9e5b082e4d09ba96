//! A line of what is owed in words: the pane, the list, the line dialogue and what programs are told say it alike.

use crate::app::model::State;
use crate::domain::deadline::Deadline;
use crate::domain::lease::Author;
use crate::domain::moment::Day;
use crate::domain::view::{FollowUp, Owed, Owing, counted};
use crate::i18n::{self, Lang, code, fill};

/// What kind it is of, with how late it is or how much time is left.
pub fn why(lang: Lang, f: &FollowUp) -> String {
    i18n::owed::why(lang, f.owing, f.days)
}

/// What it is about, in short; of a confidential matter of others, that it is one.
pub fn brief(lang: Lang, f: &FollowUp) -> &str {
    if f.withheld {
        lang.texts().record.confidential
    } else if f.owing == Owing::BackUp {
        i18n::owed::for_copy(lang, f.days)
    } else {
        &f.brief
    }
}

/// All of it and each kind there is any of, with how much that is.
pub fn kinds(lang: Lang, owed: &Owed) -> Vec<(Option<Owing>, String)> {
    let line = |word: &str, n: u32| format!("{word} {}", counted(n));
    let all = line(lang.texts().desk.all, owed.all());
    let there = Owing::ALL.iter().filter(|kind| owed.of(**kind) > 0);
    let kinds = there.map(|kind| (Some(*kind), line(code::owing(lang, *kind), owed.of(*kind))));
    std::iter::once((None, all)).chain(kinds).collect()
}

/// Whose words it is, and whether they still sit here; none where it is no words.
pub fn author(lang: Lang, f: &FollowUp) -> Option<String> {
    f.author.as_ref().map(|a| by(lang, a, &i18n::lease::author(lang, a)))
}

/// Whose words it is, and who wrote them where they were left to somebody.
fn by(lang: Lang, a: &Author, name: &str) -> String {
    let t = &lang.texts().follow;
    match &a.left_by {
        Some(left) => fill(t.left_to, &[("left", left), ("who", &a.name)]),
        None => fill(t.written_by, &[("who", name)]),
    }
}

/// Who has it, or whose words it is.
pub fn holder(lang: Lang, f: &FollowUp) -> String {
    let author = f.author.as_ref().map(|a| by(lang, a, &a.name));
    f.unit.clone().or(author).unwrap_or_default()
}

/// From this width on a list has room for what was said after a promise that was broken.
const ROOMY: u16 = 100;

/// What a line of a list says last: of a promise that was broken the day alone where there is no room for more, since half a
/// word after it says nothing.
pub fn last(state: &State, f: &FollowUp) -> String {
    match f.broken.filter(|_| state.size.0 < ROOMY) {
        Some(promised) => broken(state.lang, promised, state.today()),
        None => note(state.lang, f, state.today()),
    }
}

/// Whether that is a day, of which nothing may be cut.
pub fn is_day(state: &State, f: &FollowUp) -> bool {
    f.note.is_none() || f.broken.is_some() && state.size.0 < ROOMY
}

fn broken(lang: Lang, promised: Day, today: Day) -> String {
    let day = i18n::days_ago(lang, promised, today);
    fill(lang.texts().follow.broken, &[("day", &day)])
}

/// What was said of it last, or the day it is about: when somebody came, or words were kept.
pub fn note(lang: Lang, f: &FollowUp, today: Day) -> String {
    let t = &lang.texts().follow;
    let day = || {
        if f.owing == Owing::BackUp {
            let t = &lang.texts().backup;
            let last = |due: Deadline| fill(t.last_on, &[("day", &i18n::days_ago(lang, due.day, today))]);
            return Some(f.day.map_or_else(|| t.none.to_owned(), last));
        }
        let due = f.day?;
        let then = i18n::days_ago(lang, due.day, today);
        Some(match (f.opinion, f.draft) {
            (Some(_), _) => i18n::owed::until(lang, due, today),
            (None, Some(_)) => fill(t.saved_on, &[("day", &then)]),
            (None, None) => fill(t.came_on, &[("day", &then)]),
        })
    };
    let said = f.note.clone().or_else(day).unwrap_or_default();
    let ask_on = f
        .ask_on
        .map(|on| fill(t.ask_on, &[("day", &i18n::day(lang, on, today))]));
    match f.broken.map(|promised| broken(lang, promised, today)).or(ask_on) {
        Some(first) => [first.as_str(), &said].join(" ").trim_end().to_owned(),
        None => said,
    }
}
