//! `list`: what is in the file, for people and for programs. The keys are those of section 2 of the plan.

mod desk;
mod keys;
mod opinions;
mod people;
mod values;

use super::args::{self, What};
use super::here::Here;
use super::rows;
use super::{Done, print, print_data, say, say_data};
use crate::domain::moment::Day;
use crate::error::{Fail, USAGE};

pub use keys::{KEYS, readme_keys};

/// More receptions, deputies or units than this no station has.
const ENOUGH: u32 = 100_000;

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
    let mut rows = match how.what {
        What::Today => desk::visits(here, &reading, day)?,
        What::Queue => desk::queue(here, &reading)?,
        What::Sessions => desk::sessions(&reading)?,
        What::Opinions => opinions::opinions(here, &reading, &matching, whole)?,
        What::Deputies => people::deputies(&reading, &matching)?,
        What::Units => people::units(&reading, &matching)?,
    };
    if matches!(how.what, What::Today | What::Queue | What::Sessions) && !matching.is_empty() {
        rows.retain(|row| row.iter().any(|(_, v)| v.to_string().contains(&matching)));
    }
    if how.json {
        return say_data(&rows::json(&rows));
    }
    if how.csv {
        let keys = KEYS
            .iter()
            .find(|(name, _)| *name == name_of(how.what))
            .map_or(&[][..], |(_, k)| *k);
        return print_data(&rows::csv(&rows, keys));
    }
    if rows.is_empty() {
        return say(here.texts().cli.nothing);
    }
    values::for_people(how.what, here.lang, &mut rows);
    print(&rows::table(&rows, keys::columns(how.what), here.lang))
}

const fn name_of(what: What) -> &'static str {
    match what {
        What::Today => "today",
        What::Queue => "queue",
        What::Sessions => "sessions",
        What::Opinions => "opinions",
        What::Deputies => "deputies",
        What::Units => "units",
    }
}
