//! Going on with a file whose end was lost, once it was said what is missing: under a new lineage, with every number beyond
//! those that may have been given.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rusqlite::Transaction;

use super::anchor::{self, Anchor, Anchored, Given, LostTail, Note, TICKETS, Unfit};
use super::error::StoreError;
use super::execute::{SKIPPED_OPINIONS, SKIPPED_TICKETS, begin_lineage};
use super::open::{self, Access};
use super::turn::{self, CAP, Turnstile};
use super::{log, noted, restore};
use crate::domain::moment::Moment;

/// What a file goes on with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WentOn {
    /// The last event that is there.
    pub head: i64,
    /// The lineage from now on; "A" again where even the station was lost and is set up anew.
    pub lineage: String,
    /// Where it is written what was remembered.
    pub noted: PathBuf,
}

/// Goes on; none when nothing is missing.
pub fn go_on(path: &Path, now: Moment) -> Result<Option<WentOn>, StoreError> {
    open::look(path)?;
    let line = Turnstile::open(path)?;
    let turn = line.take(CAP);
    let mut conn = open::open(path, Access::Job)?;
    let Anchored::Behind(lost) = anchor::compare(&conn, path)? else {
        return Ok(None);
    };
    let noted = note_aside(path, &lost, now)?;
    let tx = turn::begin(&mut conn)?;
    floors(&tx, &lost.note.given)?;
    let mut lineage = "A".to_owned();
    if let Some(old) = log::station(&tx)? {
        let mut used = [restore::read_lineages(path)?, log::lineages(&tx).unwrap_or_default()].concat();
        used.extend(
            [lost.note.lineage.clone(), old.lineage.clone()]
                .into_iter()
                .filter(|l| !l.is_empty()),
        );
        let station = restore::next_of(&old, &used)?;
        used.push(station.lineage.clone());
        restore::write_lineages(path, &used)?;
        lineage.clone_from(&station.lineage);
        log::set_station(&tx, &station)?;
        begin_lineage(&tx, &station, now)?;
    }
    turn::commit(tx)?;
    let mut anchor = Anchor::of(path);
    // A file without an event remembers nothing, and the old note would only stand in the way.
    let note = Note::of(&conn)?;
    if note.seq == 0 {
        remove(&anchor::name(path))?;
        noted::unmark(&conn)?;
    } else {
        anchor.put(&note)?;
        anchor.last();
        noted::mark(&mut conn, path)?;
    }
    drop(turn);
    Ok(Some(WentOn {
        head: lost.head,
        lineage,
        noted,
    }))
}

/// The station moved here with all that lay beside it, and the other copy is in use no more: goes on as if nothing had been,
/// with the numbers that come next. False where it was not copied.
pub fn move_in(path: &Path) -> Result<bool, StoreError> {
    open::look(path)?;
    let line = Turnstile::open(path)?;
    let turn = line.take(CAP);
    let mut conn = open::open(path, Access::Job)?;
    match anchor::compare(&conn, path)? {
        Anchored::Behind(lost) if lost.unfit == Some(Unfit::CopiedWhole) => noted::mark(&mut conn, path)?,
        Anchored::Behind(lost) => return Err(StoreError::LostTail(lost)),
        Anchored::Good | Anchored::Unknown => return Ok(false),
    }
    drop(turn);
    Ok(true)
}

/// What was remembered is kept for whoever looks for it later.
fn note_aside(path: &Path, lost: &LostTail, now: Moment) -> Result<PathBuf, StoreError> {
    let aside = open::beside(path, &format!(".lost-{}", now.0));
    if lost.unfit == Some(Unfit::CopiedWhole) {
        return Ok(aside);
    }
    if lost.unfit.is_some() {
        if let Some(there) = open::read_text(&anchor::name(path))? {
            open::append(&aside, &there)?;
        }
        return Ok(aside);
    }
    let mut text = format!("{} {} {}\n", lost.note.seq, lost.head, lost.note.digest);
    for n in &lost.numbers {
        let _ = writeln!(text, "{} {} {} {}", n.kind, n.scope, n.first, n.last);
    }
    open::append(&aside, &text)?;
    Ok(aside)
}

fn remove(path: &Path) -> Result<(), StoreError> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(open::at(path)(error)),
        _ => Ok(()),
    }
}

/// No number up to those that were given is given again, also of a day or a year the file knows nothing of: the counters of
/// those begin behind. What was remembered may be a little old, so some more are passed over.
pub(super) fn floors(tx: &Transaction<'_>, given: &[Given]) -> Result<(), StoreError> {
    let mut sorted = given.to_vec();
    // Of two that speak of one counter the higher comes last, and stays.
    sorted.sort();
    for g in &sorted {
        let skipped = if g.kind == TICKETS {
            SKIPPED_TICKETS
        } else {
            SKIPPED_OPINIONS
        };
        let floor = g.last + i64::from(skipped);
        // Under this name the facts of a command look for it.
        log::set_meta(tx, &format!("floor/{}/{}", g.kind, g.scope), &floor.to_string())?;
    }
    Ok(())
}
