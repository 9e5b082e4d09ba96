//! The end of the log was lost: it is said what is missing, and asked whether to go on without it.

use std::io::IsTerminal as _;

use super::here::Here;
use super::may::{Care, may};
use super::{Done, fill, note, print, say};
use crate::error::{DATA, Fail};
use crate::runtime::clock::{Clock, Source};
use crate::runtime::file_words;
use crate::store::anchor::{LostTail, Unfit};
use crate::store::going_on::{self, go_on};
use crate::store::{half_restored, laid_over};

/// Asks whoever is at the terminal, once it was said what is missing; anybody else is told how to go on. Comes back when the
/// file may be written again.
pub fn ask(here: &Here, lost: &LostTail) -> Done {
    let stops = || Fail::new(DATA, file_words::lost_tail_stops(here.lang, lost));
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(stops());
    }
    let t = &here.texts().file;
    note(&file_words::lost_tail(here.lang, lost));
    let is_whole = lost.unfit == Some(Unfit::CopiedWhole);
    if is_whole {
        say(&file_words::ask_copied(here.lang, lost))?;
    }
    say(match lost.unfit {
        Some(Unfit::CopiedWhole) => t.ask_copied_ways,
        Some(Unfit::Copy) => t.ask_go_on_copy,
        Some(Unfit::Broken | Unfit::OfAnother | Unfit::Gone) | None => t.ask_go_on,
    })?;
    loop {
        print(if is_whole { t.ask_digit_3 } else { t.ask_digit })?;
        let mut line = String::new();
        let read = std::io::stdin().read_line(&mut line);
        match (crate::domain::text::fold(&line).trim(), is_whole) {
            ("2", true) => return move_in(here),
            ("3", true) | ("2", false) => return accept(here),
            ("1", _) => return Err(stops()),
            _ if read.map_or(true, |n| n == 0) => return Err(stops()),
            _ => {}
        }
    }
}

/// `check --go-on`: goes on with a file that lost its end, or with a copy.
pub fn accept(here: &Here) -> Done {
    let t = &here.texts().file;
    let (now, _) = Clock::new(Source::Real).now();
    let mut missing = here.reading_all_the_same();
    let mut apart = None;
    if missing.is_err() {
        may(here, Care::GoOn)?;
        apart = laid_over::part(&here.db, now).map_err(here.store(&here.db))?;
    }
    if let Some(log) = &apart {
        note(&fill(
            here.texts().trouble.log_aside,
            &[("path", &log.display().to_string())],
        ));
        missing = here.reading_all_the_same();
    }
    let lost = missing.as_ref().ok().and_then(|reading| reading.lost_tail());
    let unfit = lost.and_then(|lost| lost.unfit);
    may(
        here,
        if unfit.is_some_and(Unfit::is_copy) {
            Care::Settle
        } else {
            Care::GoOn
        },
    )?;
    if let Some(lost) = lost {
        note(&file_words::lost_tail(here.lang, lost));
    }
    drop(missing);
    let is_known = half_restored::known(&here.db).map_err(here.store(&here.db))?;
    if is_known {
        say(t.restore_known)?;
    }
    match go_on(&here.db, now).map_err(here.store(&here.db))? {
        Some(went) => {
            let values = [
                ("seq", went.head.to_string()),
                ("lineage", went.lineage),
                ("path", went.noted.display().to_string()),
            ];
            let went_on = match unfit {
                None => t.went_on,
                Some(Unfit::Broken | Unfit::OfAnother) => t.went_on_without,
                Some(Unfit::Gone | Unfit::Copy | Unfit::CopiedWhole) => t.went_on_noted,
            };
            say(&fill(went_on, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
        }
        None if apart.is_some() || is_known => Ok(()),
        None => say(t.nothing_lost),
    }
}

/// `check --moved`: goes on with a copy in whose place no other is in use, with the same numbers.
pub fn move_in(here: &Here) -> Done {
    may(here, Care::Settle)?;
    let t = &here.texts().file;
    let moved = going_on::move_in(&here.db).map_err(here.store(&here.db))?;
    say(if moved { t.moved_in } else { t.not_copied })
}
