//! The end of the log was lost: it is said what is missing, and asked whether to go on without it.

use std::io::IsTerminal as _;

use super::here::Here;
use super::may::{Care, may};
use super::{Done, fill, note, print, say};
use crate::error::{DATA, Fail};
use crate::runtime::clock::{Clock, Source};
use crate::runtime::file_words;
use crate::store::anchor::{LostTail, Unfit};
use crate::store::going_on::go_on;

/// Asks whoever is at the terminal, once it was said what is missing; anybody else is told how to go on. Comes back when the
/// file may be written again.
pub fn ask(here: &Here, lost: &LostTail) -> Done {
    let stops = || Fail::new(DATA, file_words::lost_tail_stops(here.lang, lost));
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(stops());
    }
    let t = &here.texts().file;
    note(&file_words::lost_tail(here.lang, lost));
    say(if lost.unfit == Some(Unfit::Copy) {
        t.ask_go_on_copy
    } else {
        t.ask_go_on
    })?;
    loop {
        print(t.ask_digit)?;
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        match crate::domain::text::fold(&line).trim() {
            "2" => return accept(here),
            "1" => return Err(stops()),
            _ if read.map_or(true, |n| n == 0) => return Err(stops()),
            _ => {}
        }
    }
}

/// `check --go-on`: goes on with a file that lost its end.
pub fn accept(here: &Here) -> Done {
    may(here, Care::GoOn)?;
    let t = &here.texts().file;
    let (now, _) = Clock::new(Source::Real).now();
    let missing = here.reading_all_the_same();
    let mut went_on = t.went_on;
    if let Ok(reading) = &missing
        && let Some(lost) = reading.lost_tail()
    {
        note(&file_words::lost_tail(here.lang, lost));
        went_on = match lost.unfit {
            None => t.went_on,
            Some(Unfit::Broken | Unfit::OfAnother) => t.went_on_without,
            Some(Unfit::Gone | Unfit::Copy) => t.went_on_noted,
        };
    }
    drop(missing);
    match go_on(&here.db, now).map_err(here.store(&here.db))? {
        Some(went) => {
            let values = [
                ("seq", went.head.to_string()),
                ("lineage", went.lineage),
                ("path", went.noted.display().to_string()),
            ];
            say(&fill(went_on, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
        }
        None => say(t.nothing_lost),
    }
}
