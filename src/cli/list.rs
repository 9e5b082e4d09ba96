//! `list`: what is in the file, for people and for programs. What each list tells stands in its definition in `app/list`.

use std::cell::RefCell;
use std::fmt::Write as _;

use super::args;
use super::here::Here;
use super::rows::{self, Form};
use super::{Done, say};
use crate::app::list::LISTED;
use crate::app::list::told::{Asking, Keys, Line, Sink};
use crate::domain::moment::Day;
use crate::domain::typed_date::{Lean, parse_day};
use crate::domain::view::{Query, Sight};
use crate::error::{Fail, NO_PERMISSION, USAGE};
use crate::i18n::rights::no_records;
use crate::i18n::{Lang, field};

/// `list`: prints what was asked for, row by row as it is read.
pub fn list(here: &Here, how: &args::List) -> Done {
    let reading = here.reading()?;
    let t = &here.texts().cli;
    let today = reading.now(here)?.day();
    let day: Option<Day> = match &how.day {
        None => None,
        // A day of visits is over, as a rule, and whoever means another says its year.
        Some(text) if how.what.by_day => {
            let read = parse_day(text, today, Lean::Past);
            Some(read.map_err(|_| Fail::with(USAGE, t.bad_list_day, "what", text))?)
        }
        Some(_) => return Err(Fail::with(USAGE, t.u_day, "list", by_day())),
    };
    if how.what.whole.of_records() {
        // It would look as if there were none.
        let why = reading.role()?.and_then(|role| no_records(here.lang, role));
        why.map_or(Ok(()), |why| Err(Fail::new(NO_PERMISSION, why)))?;
    }
    let (lines, form) = match (how.json, how.csv) {
        (true, _) => (how.what.whole, Form::Json),
        (false, true) => (how.what.whole, Form::Csv),
        (false, false) => (how.what.brief, Form::Table(here.lang)),
    };
    let failed = RefCell::new(None);
    let asking = Asking {
        matching: how.matching.as_deref().unwrap_or_default(),
        today,
        day,
        lang: here.lang,
        coded: how.json || how.csv,
        sight: Sight::default(),
        ask: &|query: &Query| match reading.ask(query) {
            Ok(answer) => Some(answer),
            Err(fail) => {
                failed.replace(Some(fail));
                None
            }
        },
    };
    let each = |to: Sink<'_, Line>| {
        lines.each(&asking, to);
        failed.take().map_or(Ok(()), Err)
    };
    if rows::print(form, &lines.keys(), &each)? {
        return Ok(());
    }
    say(t.nothing)
}

/// The names of the lists; for people with what the screen calls each, where that is said otherwise.
pub fn names(lang: Lang) -> String {
    if lang.is_zh() {
        let said = LISTED.map(|list| format!("{} {}", list.name, (list.word)(lang.texts())));
        return said.join("\u{3001}");
    }
    LISTED.map(|list| list.name).join(", ")
}

/// The lists that may be asked for another day.
pub fn by_day() -> String {
    let all = LISTED.into_iter().filter(|list| list.by_day);
    all.map(|list| list.name).collect::<Vec<_>>().join(" ")
}

/// The keys of all lists; those that tell the same are named together.
fn keys() -> Vec<(String, Keys)> {
    let mut all: Vec<(String, Keys)> = Vec::new();
    for list in LISTED {
        let keys = list.whole.keys();
        let same = |(_, told): &&mut (String, Keys)| told.iter().map(|k| k.0).eq(keys.iter().map(|k| k.0));
        match all.last_mut().filter(same) {
            Some((names, _)) => names.extend([", ", list.name]),
            None => all.push((list.name.to_owned(), keys)),
        }
    }
    all
}

/// The keys as a table in Markdown.
#[cfg_attr(not(feature = "rings"), allow(dead_code))] // prints a part of the README
pub fn readme_keys(lang: Lang) -> String {
    let mut out = String::new();
    for (names, keys) in keys() {
        let named = keys.iter().map(|(k, _)| format!("`{k}` {}", field::label(lang, k)));
        let _ = writeln!(out, "- {names}: {}", named.collect::<Vec<_>>().join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_in_both_languages() {
        for (list, keys) in keys() {
            for (key, _) in keys {
                assert!(field::Texts::ALL.iter().any(|(name, ..)| *name == key), "{list}: {key}");
            }
        }
        assert!(readme_keys(Lang::Zh).contains("`ticket` 号"));
        assert!(readme_keys(Lang::En).is_ascii());
    }
}
