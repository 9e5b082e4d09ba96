//! `list`: what is in the file, for people and for programs. The keys are those of section 2 of the plan, and each list says
//! in its definition in `app/list` which it has.

mod read;

use std::fmt::Write as _;

use serde_json::Value;

use super::args::{self, What};
use super::here::Here;
use super::rows::{self, Flow, Form, Row, Sink};
use super::{Done, say};
use crate::app::list::column::Word;
use crate::app::list::opinions::{BRIEFLY, WHOLE};
use crate::app::list::{DEPUTIES, SESSIONS, UNITS, visits};
use crate::domain::moment::Day;
use crate::error::{Fail, USAGE};
use crate::i18n::{Lang, field};

pub use read::tell;

/// `list`: prints what was asked for, row by row as it is read.
pub fn list(here: &Here, how: &args::List) -> Done {
    let reading = here.reading()?;
    let whole = how.json || how.csv;
    let t = &here.texts().cli;
    let day = match (&how.day, how.what) {
        (None, _) => None,
        (Some(text), What::Today) => {
            let day: Day = text.parse().map_err(|_| Fail::with(USAGE, t.bad_day, "what", text))?;
            Some(day)
        }
        (Some(_), _) => return Err(Fail::new(USAGE, t.u_day)),
    };
    let matching = how.matching.clone().unwrap_or_default();
    let each = |to: Sink<'_>| match how.what {
        What::Today => read::today(here, &reading, day, &mut containing(&matching, to)),
        What::Queue => read::queue(here, &reading, &mut containing(&matching, to)),
        What::Sessions => read::sessions(&reading, &mut containing(&matching, to)),
        What::Opinions if whole => read::matters(&reading, &matching, to),
        What::Opinions => read::matters_briefly(&reading, &matching, to),
        What::Deputies => read::deputies(&reading, &matching, to),
        What::Units => read::units(&reading, &matching, to),
    };
    let form = match (how.json, how.csv) {
        (true, _) => Form::Json,
        (false, true) => Form::Csv,
        (false, false) => Form::Table(here.lang),
    };
    if rows::print(form, &keys(how.what, whole), &each)? {
        return Ok(());
    }
    say(t.nothing)
}

/// Only rows with a text in them: of lists that the file itself is not asked to search.
fn containing<'a>(matching: &'a str, to: Sink<'a>) -> impl FnMut(Row) -> Flow {
    move |row| {
        let fits = matching.is_empty() || row.iter().any(|(_, v): &(_, Value)| v.to_string().contains(matching));
        if fits { to(row) } else { Flow::Continue(()) }
    }
}

/// The keys of a list in order, with how each stands in the columns for people. Who reads CSV by the place of a column goes on
/// reading it rightly: a new key stands behind all that were released.
fn keys(what: What, whole: bool) -> Vec<(&'static str, Option<Word>)> {
    match what {
        What::Today | What::Queue => visits::TOLD.keys(),
        What::Sessions => SESSIONS.keys(),
        What::Opinions if whole => WHOLE.keys(),
        What::Opinions => BRIEFLY.keys(),
        What::Deputies => DEPUTIES.keys(),
        What::Units => UNITS.keys(),
    }
}

/// The lists of the README.
const LISTS: [(&str, What); 5] = [
    ("today, queue", What::Today),
    ("sessions", What::Sessions),
    ("opinions", What::Opinions),
    ("deputies", What::Deputies),
    ("units", What::Units),
];

/// The keys as a table in Markdown.
#[cfg_attr(not(feature = "rings"), allow(dead_code))] // prints a part of the README
pub fn readme_keys(lang: Lang) -> String {
    let mut out = String::new();
    for (name, what) in LISTS {
        let named: Vec<String> = keys(what, true)
            .iter()
            .map(|(k, _)| format!("`{k}` {}", field::label(lang, k)))
            .collect();
        let _ = writeln!(out, "- {name}: {}", named.join(", "));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_a_name_in_both_languages() {
        for (list, what) in LISTS {
            for (key, _) in keys(what, true) {
                assert!(field::Texts::ALL.iter().any(|(name, ..)| *name == key), "{list}: {key}");
            }
        }
        assert!(readme_keys(Lang::Zh).contains("`ticket` 号"));
        assert!(readme_keys(Lang::En).is_ascii());
    }
}
