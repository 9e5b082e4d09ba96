//! `list`: what is in the file, for people and for programs. The keys are those of section 2 of the plan.

mod desk;
mod keys;
mod opinions;
mod people;
mod values;

use serde_json::Value;

use super::args::{self, What};
use super::here::Here;
use super::rows::{self, Flow, Form, Row, Sink};
use super::{Done, say};
use crate::domain::moment::Day;
use crate::error::{Fail, USAGE};

pub use keys::readme_keys;

/// More receptions, deputies or units than this no station has.
const ENOUGH: u32 = 100_000;

/// What a list says of a record: the key programs know it by, whether it stands in the columns for people, its value.
struct Column<R: 'static> {
    key: &'static str,
    is_shown: bool,
    value: fn(&R) -> Value,
}

const fn column<R>(key: &'static str, value: fn(&R) -> Value) -> Column<R> {
    Column {
        key,
        is_shown: false,
        value,
    }
}

/// One that stands in the columns for people too.
const fn shown<R>(key: &'static str, value: fn(&R) -> Value) -> Column<R> {
    Column {
        key,
        is_shown: true,
        value,
    }
}

fn row<R>(columns: &[Column<R>], of: &R) -> Row {
    columns.iter().map(|c| (c.key, (c.value)(of))).collect()
}

/// The keys in order, those for people alone where that is asked.
fn keys<R>(columns: &[Column<R>], only_shown: bool) -> Vec<&'static str> {
    let meant = columns.iter().filter(|c| c.is_shown || !only_shown);
    meant.map(|c| c.key).collect()
}

/// Prints a list.
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
        What::Today => desk::visits(here, &reading, day, &mut containing(&matching, to)),
        What::Queue => desk::queue(here, &reading, &mut containing(&matching, to)),
        What::Sessions => desk::sessions(&reading, &mut containing(&matching, to)),
        What::Opinions if whole => opinions::whole(&reading, &matching, to),
        What::Opinions => opinions::brief(here.lang, &reading, &matching, to),
        What::Deputies => people::deputies(&reading, &matching, to),
        What::Units => people::units(&reading, &matching, to),
    };
    if whole {
        let form = if how.json { Form::Json } else { Form::Csv };
        return rows::print(form, &keys::of(how.what, false), &each).map(drop);
    }
    let worded = |to: Sink<'_>| each(&mut |row| to(values::for_people(how.what, here.lang, row)));
    if rows::print(Form::Table(here.lang), &keys::of(how.what, true), &worded)? {
        return Ok(());
    }
    say(t.nothing)
}

/// Only rows with a text in them: of lists that the file itself is not asked to search.
fn containing<'a>(matching: &'a str, to: Sink<'a>) -> impl FnMut(Row) -> Flow {
    move |row| {
        let fits = matching.is_empty() || row.iter().any(|(_, v)| v.to_string().contains(matching));
        if fits { to(row) } else { Flow::Continue(()) }
    }
}
