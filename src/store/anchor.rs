//! The head of the log, remembered beside the file.
//!
//! A chain of digests proves nothing about a lost tail: a log that was cut is as whole as one that is not. So whoever writes
//! notes, in a small file of the database's own name, how far the log has come and which numbers were given by then, and
//! whoever opens the file compares. The note is written after the commit is on the disk and is not waited for: it may be some
//! seconds old after a power cut, which is no alarm, and never claims more than what lasts. It is made to last every ten
//! seconds of work and when the writer leaves.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::{FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::chain::{hex, stored_digest};
use super::error::StoreError;
pub use super::head_note::{Given, Note, OPINIONS, TICKETS, given};
use super::{again, log, noted, open};

/// The file that remembers the head, behind the database's name.
const TAIL: &str = ".anchor";
/// The one that earlier programs shared among all files of a folder. It is believed where there is no other, and where no
/// other station can be meant.
pub const SHARED: &str = "head.anchor";
/// Whoever reads while another writes may see half of each, so what reads as broken is read again so often, so long apart.
const LOOKS: u32 = 10;
const BETWEEN: Duration = Duration::from_millis(3);
/// Always as many bytes, so that a newer note covers an older one whole.
const SIZE: usize = 1024;
/// The note is made to last at most this often.
const LASTING: Duration = Duration::from_secs(10);
/// Where the head of a file is remembered.
pub fn name(database: &Path) -> PathBuf {
    open::beside(database, TAIL)
}

/// A writer's hold on the note.
#[derive(Debug)]
pub struct Anchor {
    path: PathBuf,
    file: Option<File>,
    /// Since when something written is not yet known to last.
    written: Option<Instant>,
    /// How far the file itself goes, as far as this writer knows.
    pub(super) folded: i64,
}

impl Anchor {
    /// The note of a file; nothing is opened before there is something to remember.
    pub fn of(database: &Path) -> Self {
        Self {
            path: name(database),
            file: None,
            written: None,
            folded: 0,
        }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Remembers the head, where nobody has remembered a later one of this log; anew also what stands there already, because that
    /// a note can be read does not say that it can be written. To be called after a commit, before the turn is given back. Where
    /// the file cannot be read, that is no fault of the note.
    pub fn keep(&mut self, conn: &Connection, anew: bool) -> Result<(), StoreError> {
        let note = again::twice(|| Note::of(conn))?;
        let (path, kept) = (self.path.clone(), self.note_down(note, anew).map_err(Box::new));
        kept.map_err(|cause| StoreError::Unkept { path, cause })
    }

    fn note_down(&mut self, mut note: Note, anew: bool) -> Result<(), StoreError> {
        let there = read(&self.path)?.filter(|t| t.station == note.station);
        if let Some(there) = there.as_ref().filter(|t| t.seq >= note.seq) {
            return if anew { self.put(there) } else { Ok(()) };
        }
        let known = there.filter(|t| t.lineage == note.lineage);
        note.folded = self.folded.max(known.map_or(0, |t| t.folded));
        self.put(&note)
    }

    /// Opens the note for writing, where there is one, and writes nothing.
    pub fn hold(&mut self) -> Result<(), StoreError> {
        if self.file.is_none() && self.path.symlink_metadata().is_ok() {
            self.file = Some(open_note(&self.path)?);
        }
        Ok(())
    }

    /// Remembers the head, whatever stood there.
    pub fn put(&mut self, note: &Note) -> Result<(), StoreError> {
        if note.seq == 0 {
            return Ok(());
        }
        let mut bytes = note.text().into_bytes();
        bytes.resize(SIZE.max(bytes.len()), b' ');
        let held = self.file.take().filter(|file| is_at(file, &self.path));
        let file = match held {
            Some(file) => file,
            None if self.path.symlink_metadata().is_ok() => open_note(&self.path)?,
            None => first(&self.path, &bytes)?,
        };
        file.write_all_at(&bytes, 0)?;
        // What somebody else left behind the end would make it unreadable.
        if file.metadata()?.len() > bytes.len() as u64 {
            file.set_len(bytes.len() as u64)?;
        }
        self.file = Some(file);
        self.written.get_or_insert_with(Instant::now);
        Ok(())
    }

    /// Makes what was remembered last, if that is due.
    pub fn last_if_due(&mut self) {
        if self.written.is_some_and(|since| since.elapsed() >= LASTING) {
            self.last();
        }
    }

    /// Makes what was remembered last. It is a witness and not the record, so a failure is not the writer's.
    pub fn last(&mut self) {
        if self.written.take().is_some()
            && let Some(file) = &self.file
        {
            let _ = file.sync_data();
        }
    }
}

impl Drop for Anchor {
    fn drop(&mut self) {
        self.last();
    }
}

/// Whether a file that is held still lies under its name.
fn is_at(file: &File, path: &Path) -> bool {
    let facts = file.metadata().ok().zip(path.symlink_metadata().ok());
    facts.is_some_and(|(held, there)| open::is_same(&held, &there))
}

/// The first note comes under its name whole and lasting, so that one that is empty or cut was not left by a crash.
fn first(path: &Path, bytes: &[u8]) -> Result<File, StoreError> {
    let made = open::beside(path, ".new");
    let file = open_note(&made)?;
    file.set_len(0)?;
    file.write_all_at(bytes, 0)?;
    file.sync_data()?;
    open::move_new(&made, path)?;
    open::sync_folder(path)?;
    Ok(file)
}

fn open_note(path: &Path) -> Result<File, StoreError> {
    let mut how = OpenOptions::new();
    how.read(true).write(true).create(true).truncate(false).mode(0o600);
    open::plain(path, &mut how)
}

/// What lies under the name of a note.
enum Beside {
    Nothing,
    /// It is no note, or not a whole one.
    Broken,
    Note(Note),
}

fn beside(path: &Path) -> Result<Beside, StoreError> {
    for look in 0..LOOKS {
        if look > 0 {
            std::thread::sleep(BETWEEN);
        }
        let Some(text) = open::read_text(path)? else {
            return Ok(Beside::Nothing);
        };
        if let Some(note) = Note::read(&text) {
            return Ok(Beside::Note(note));
        }
    }
    Ok(Beside::Broken)
}

fn read(path: &Path) -> Result<Option<Note>, StoreError> {
    Ok(match beside(path)? {
        Beside::Note(note) => Some(note),
        Beside::Nothing | Beside::Broken => None,
    })
}

/// The numbers that are remembered of a file, whatever has become of it.
pub(super) fn remembered(database: &Path) -> Result<Vec<Given>, StoreError> {
    Ok(read(&name(database))?.map(|note| note.given).unwrap_or_default())
}

/// What is remembered of a file, where that can be read.
pub(super) fn kept(database: &Path) -> Option<Note> {
    read(&name(database)).ok()?
}

/// The number of the event that is remembered, where none of these has it.
pub(super) fn lacking(database: &Path, ours: Option<&Connection>, theirs: &Connection) -> Option<i64> {
    let note = read(&name(database)).ok()??;
    let has = |conn: &Connection| {
        let stored = stored_digest(conn, note.seq).ok().flatten();
        stored.is_some_and(|stored| hex(&stored) == note.digest)
    };
    (!ours.is_some_and(has) && !has(theirs)).then_some(note.seq)
}

/// Numbers of one sort that were given and that the file does not know of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostNumbers {
    pub kind: String,
    pub scope: String,
    pub first: i64,
    pub last: i64,
}

/// A backup that has what the file has lost, or more of it than the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescue {
    pub path: PathBuf,
    /// The last event in it.
    pub seq: i64,
    /// It has all that is remembered.
    pub has_all: bool,
}

/// Why no note tells how far a file went of which one was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// It was emptied, cut or changed.
    Broken,
    /// It is another station's.
    OfAnother,
    /// It was taken away.
    Gone,
    /// The file was copied from another place, without it.
    Copy,
    /// The file was copied together with it: as long as both are in use, both give the same numbers.
    CopiedWhole,
}

impl Unfit {
    /// Nothing is missing of the file; it is one of two.
    pub const fn is_copy(self) -> bool {
        matches!(self, Self::Copy | Self::CopiedWhole)
    }
}

/// A file whose end was lost, or of which that cannot be ruled out any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostTail {
    pub path: PathBuf,
    /// What is remembered; the file as it is where the note is unfit.
    pub note: Note,
    /// The note does not help.
    pub unfit: Option<Unfit>,
    /// The station whose file it is, by name; empty where it has none.
    pub station: String,
    /// The last event in the file, and when it was filed.
    pub head: i64,
    pub at_ms: i64,
    /// At the remembered number another event stands: not only the end is missing.
    pub is_other: bool,
    pub numbers: Vec<LostNumbers>,
    /// The best backup there is.
    pub rescue: Option<Rescue>,
}

/// How a file compares with what is remembered of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchored {
    /// Nothing is remembered, and never was: a new file.
    Unknown,
    /// The remembered event is in the log, unchanged.
    Good,
    /// Events that were filed and acknowledged are not in the file, or that cannot be told any more.
    Behind(Box<LostTail>),
}

/// Compares a file with what is remembered of it.
pub fn compare(conn: &Connection, database: &Path) -> Result<Anchored, StoreError> {
    again::twice(|| compare_once(conn, database))
}

fn compare_once(conn: &Connection, database: &Path) -> Result<Anchored, StoreError> {
    // The note is read before the log is looked at: whoever writes in between is then ahead of it and not behind.
    let note = match beside(&name(database))? {
        Beside::Note(note) => note,
        Beside::Broken => return without_note(conn, database, Unfit::Broken),
        Beside::Nothing => match (noted::missing(conn, database)?, shared(database)?) {
            (Some(unfit), _) => return without_note(conn, database, unfit),
            (None, Some(note)) => note,
            (None, None) => return Ok(Anchored::Unknown),
        },
    };
    if note.seq == 0 {
        return Ok(Anchored::Unknown);
    }
    let stored = stored_digest(conn, note.seq)?;
    if stored.is_some_and(|digest| hex(&digest) == note.digest) {
        if noted::is_copied(conn, database)? {
            return without_note(conn, database, Unfit::CopiedWhole);
        }
        return Ok(Anchored::Good);
    }
    if super::restore::is_of_replaced(conn, &note)? {
        return Ok(Anchored::Unknown);
    }
    let station = log::station(conn)?;
    if station.is_some_and(|s| !note.station.is_empty() && s.id.to_string() != note.station) {
        return without_note(conn, database, Unfit::OfAnother);
    }
    if note.station.is_empty() && !is_alone(database)? {
        return Ok(Anchored::Unknown);
    }
    let (head, now) = (log::head(conn)?, given(conn)?);
    Ok(Anchored::Behind(Box::new(LostTail {
        path: database.to_owned(),
        station: station_name(conn),
        head: head.seq,
        at_ms: head.at_ms,
        unfit: None,
        is_other: stored.is_some(),
        numbers: lost(&note.given, &now),
        rescue: super::rescue::find(database, &note, head),
        note,
    })))
}

/// What the station of a file is called; nothing where that cannot be read.
fn station_name(conn: &Connection) -> String {
    let name = conn.query_row("SELECT name FROM station", [], |row| row.get(0));
    name.unwrap_or_default()
}

/// A file whose note does not help. A backup is named where it has more than the file.
fn without_note(conn: &Connection, database: &Path, unfit: Unfit) -> Result<Anchored, StoreError> {
    let (note, head) = (Note::of(conn)?, log::head(conn)?);
    let found = if unfit.is_copy() {
        None
    } else {
        super::rescue::find(database, &note, head)
    };
    Ok(Anchored::Behind(Box::new(LostTail {
        path: database.to_owned(),
        station: station_name(conn),
        unfit: Some(unfit),
        head: head.seq,
        at_ms: head.at_ms,
        is_other: false,
        numbers: Vec::new(),
        rescue: found.filter(|found| found.seq > head.seq),
        note,
    })))
}

/// A file that is not there although it is remembered; whoever opens the desk is not asked to set up a station in its place.
pub fn gone(database: &Path) -> Result<Option<Box<LostTail>>, StoreError> {
    let (note, unfit) = match beside(&name(database))? {
        Beside::Note(note) if note.seq > 0 => (note, None),
        Beside::Broken => (Note::default(), Some(Unfit::Broken)),
        Beside::Nothing | Beside::Note(_) => return Ok(None),
    };
    Ok(Some(Box::new(LostTail {
        path: database.to_owned(),
        station: String::new(),
        head: 0,
        at_ms: 0,
        unfit,
        is_other: false,
        numbers: lost(&note.given, &[]),
        rescue: super::rescue::find(database, &note, log::Head::default()),
        note,
    })))
}

/// Puts aside what is remembered of a file that is not there any more, for one that is made under its name: nothing of it
/// concerns that one.
pub(super) fn put_aside(database: &Path) -> Result<(), StoreError> {
    let (path, kept) = (name(database), read(&name(database))?);
    let _ = std::fs::remove_file(super::kept_drafts::name(database));
    let seq = kept.map_or(0, |note| note.seq);
    match std::fs::rename(&path, open::beside(database, &format!(".aside-{seq}.anchor"))) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(open::at(&path)(error)),
        _ => Ok(()),
    }
}

/// As [`compare`], for whoever is about to write: nothing is written before it was said what is missing.
pub fn check(conn: &Connection, database: &Path) -> Result<(), StoreError> {
    if let Some(note) = read(&name(database))?
        && super::restore::is_of_replaced(conn, &note)?
    {
        // It did not come to that.
        Anchor::of(database).put(&Note::of(conn)?)?;
    }
    match compare(conn, database)? {
        Anchored::Behind(lost) => Err(StoreError::LostTail(lost)),
        Anchored::Good | Anchored::Unknown => Ok(()),
    }
}

/// What was given and is not known of.
fn lost(given: &[Given], now: &[Given]) -> Vec<LostNumbers> {
    let known = |g: &Given| {
        let same = now.iter().find(|n| n.kind == g.kind && n.scope == g.scope);
        same.map_or(0, |n| n.last)
    };
    let lost = given.iter().filter(|g| known(g) < g.last);
    lost.map(|g| LostNumbers {
        kind: g.kind.clone(),
        scope: g.scope.clone(),
        first: known(g) + 1,
        last: g.last,
    })
    .collect()
}

/// What an earlier program remembered in the name all files of a folder shared: a number and a digest.
fn shared(database: &Path) -> Result<Option<Note>, StoreError> {
    let Some(text) = open::read_text(&database.with_file_name(SHARED))? else {
        return Ok(None);
    };
    let mut words = text.split_whitespace();
    let seq = words.next().and_then(|word| word.parse().ok());
    Ok(seq.zip(words.next()).map(|(seq, digest)| Note {
        seq,
        digest: digest.to_owned(),
        ..Note::default()
    }))
}

/// Whether no other file of a station lies in the folder, so that a shared note can only be this one's. What a restore put
/// aside, and what is being made, has this file's name in front.
pub(super) fn is_alone(database: &Path) -> Result<bool, StoreError> {
    let own = database.file_name().unwrap_or_default().as_encoded_bytes();
    for entry in std::fs::read_dir(open::folder(database)).map_err(open::at(open::folder(database)))? {
        let name = entry?.file_name();
        if !name.as_encoded_bytes().starts_with(own) && super::rescue::is_ours(&database.with_file_name(name)) {
            return Ok(false);
        }
    }
    Ok(true)
}
