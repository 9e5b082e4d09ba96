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

use super::chain::{hash, hex, stored_digest};
use super::error::StoreError;
use super::{log, open, rows};
use crate::domain::code::NumberFamily;

/// The file that remembers the head, behind the database's name.
const TAIL: &str = ".anchor";
/// The one that earlier programs shared among all files of a folder. It is believed where there is no other, and where no
/// other station can be meant.
pub const SHARED: &str = "head.anchor";
/// The first word of the file: what it is, and how it is written.
const MARK: &str = "zhiban-anchor-1";
/// Always as many bytes, so that a newer note covers an older one whole.
const SIZE: usize = 1024;
/// The note is made to last at most this often.
const LASTING: Duration = Duration::from_secs(10);
/// The counter of the numbers of the queue.
pub const TICKETS: &str = "ticket";
/// The counter of matters.
pub const OPINIONS: &str = "opinion";

/// The highest number given of a sort: of tickets those of the last day, of all else those of the last year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// `opinion`, `ticket`, or the family of a paper.
    pub kind: String,
    /// The day or the year.
    pub scope: String,
    pub last: i64,
}

/// What is remembered of a log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Note {
    /// Whose log, and which of its histories; empty in a note of an earlier program.
    pub station: String,
    pub lineage: String,
    /// The number of the last event, and its digest in hexadecimal.
    pub seq: i64,
    pub digest: String,
    pub given: Vec<Given>,
}

/// Where the head of a file is remembered.
pub fn name(database: &Path) -> PathBuf {
    open::beside(database, TAIL)
}

impl Note {
    /// What is to be remembered of a file as it is.
    pub fn of(conn: &Connection) -> Result<Self, StoreError> {
        let head = log::head(conn)?;
        let station = log::station(conn)?;
        let (station, lineage) = station.map_or_else(Default::default, |s| (s.id.to_string(), s.lineage));
        Ok(Self {
            station,
            lineage,
            seq: head.seq,
            digest: hex(&head.digest),
            given: given(conn)?,
        })
    }

    fn text(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!(
            "{MARK} {} {} {} {}\n",
            self.seq, self.digest, self.station, self.lineage
        );
        for g in &self.given {
            let _ = writeln!(text, "{} {} {}", g.kind, g.scope, g.last);
        }
        let sum = hex(&hash(text.as_bytes()));
        format!("{text}sum {sum}\n")
    }

    /// None for what is no note, or is not whole.
    fn read(text: &str) -> Option<Self> {
        let (said, sum) = text.split_once("sum ")?;
        if sum.trim_end() != hex(&hash(said.as_bytes())) {
            return None;
        }
        let mut lines = said.lines();
        let mut words = lines.next()?.split(' ');
        if words.next()? != MARK {
            return None;
        }
        let mut note = Self {
            seq: words.next()?.parse().ok()?,
            digest: words.next()?.to_owned(),
            station: words.next()?.to_owned(),
            lineage: words.next()?.to_owned(),
            given: Vec::new(),
        };
        for line in lines {
            let mut words = line.split(' ');
            note.given.push(Given {
                kind: words.next()?.to_owned(),
                scope: words.next()?.to_owned(),
                last: words.next()?.parse().ok()?,
            });
        }
        Some(note)
    }
}

/// The highest numbers that were given.
pub fn given(conn: &Connection) -> Result<Vec<Given>, StoreError> {
    let kinds = NumberFamily::ALL.iter().map(|family| family.code());
    let kinds: Vec<&str> = [OPINIONS, TICKETS].into_iter().chain(kinds).collect();
    rows::all(
        conn,
        "SELECT c.kind AS kind, c.scope AS scope, c.last AS last FROM json_each(?1) k \
         JOIN counter c ON c.kind = k.value AND c.scope = (SELECT max(scope) FROM counter WHERE kind = k.value)",
        [format!("[\"{}\"]", kinds.join("\", \""))],
        |c| {
            Ok(Given {
                kind: c.get("kind")?,
                scope: c.get("scope")?,
                last: c.get("last")?,
            })
        },
    )
}

/// A writer's hold on the note.
#[derive(Debug)]
pub struct Anchor {
    path: PathBuf,
    file: Option<File>,
    /// Since when something written is not yet known to last.
    written: Option<Instant>,
}

impl Anchor {
    /// The note of a file; nothing is opened before there is something to remember.
    pub fn of(database: &Path) -> Self {
        Self {
            path: name(database),
            file: None,
            written: None,
        }
    }

    /// Remembers the head, where nobody has remembered a later one of this log. To be called after a commit, before the turn is
    /// given back.
    pub fn keep(&mut self, conn: &Connection) -> Result<(), StoreError> {
        let note = Note::of(conn)?;
        let there = read(&self.path)?;
        if there.is_some_and(|t| t.station == note.station && t.seq >= note.seq) {
            return Ok(());
        }
        self.put(&note)
    }

    /// Remembers the head, whatever stood there.
    pub fn put(&mut self, note: &Note) -> Result<(), StoreError> {
        if note.seq == 0 {
            return Ok(());
        }
        let file = match self.file.take() {
            Some(file) => file,
            None => open_note(&self.path)?,
        };
        let mut bytes = note.text().into_bytes();
        bytes.resize(SIZE.max(bytes.len()), b' ');
        file.write_all_at(&bytes, 0)?;
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

fn open_note(path: &Path) -> Result<File, StoreError> {
    let mut how = OpenOptions::new();
    how.read(true).write(true).create(true).truncate(false).mode(0o600);
    open::plain(path, &mut how)
}

fn read(path: &Path) -> Result<Option<Note>, StoreError> {
    Ok(open::read_text(path)?.and_then(|text| Note::read(&text)))
}

/// The numbers that are remembered of a file, whatever has become of it.
pub(super) fn remembered(database: &Path) -> Result<Vec<Given>, StoreError> {
    Ok(read(&name(database))?.map(|note| note.given).unwrap_or_default())
}

/// Whose file it is, by what is remembered of it.
pub(super) fn station(database: &Path) -> Option<String> {
    let note = read(&name(database)).ok()??;
    Some(note.station).filter(|id| !id.is_empty())
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

/// A file whose end was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostTail {
    pub path: PathBuf,
    /// What is remembered.
    pub note: Note,
    /// The last event in the file.
    pub head: i64,
    /// At the remembered number another event stands: not only the end is missing.
    pub is_other: bool,
    pub numbers: Vec<LostNumbers>,
    /// The best backup there is.
    pub rescue: Option<Rescue>,
}

/// How a file compares with what is remembered of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Anchored {
    /// Nothing is remembered: a new file, a copy of one, a note that cannot be read or that is another station's.
    Unknown,
    /// The remembered event is in the log, unchanged.
    Good,
    /// Events that were filed and acknowledged are not in the file.
    Behind(Box<LostTail>),
}

/// Compares a file with what is remembered of it.
pub fn compare(conn: &Connection, database: &Path) -> Result<Anchored, StoreError> {
    // The note is read before the log is looked at: whoever writes in between is then ahead of it and not behind.
    let own = read(&name(database))?;
    let note = match own {
        Some(note) => note,
        None => match shared(database)? {
            Some(note) => note,
            None => return Ok(Anchored::Unknown),
        },
    };
    if note.seq == 0 {
        return Ok(Anchored::Unknown);
    }
    let stored = stored_digest(conn, note.seq)?;
    if stored.is_some_and(|digest| hex(&digest) == note.digest) {
        return Ok(Anchored::Good);
    }
    let station = log::station(conn)?;
    if station.is_some_and(|s| !note.station.is_empty() && s.id.to_string() != note.station) {
        return Ok(Anchored::Unknown);
    }
    if note.station.is_empty() && !is_alone(database)? {
        return Ok(Anchored::Unknown);
    }
    let (head, now) = (log::head(conn)?, given(conn)?);
    Ok(Anchored::Behind(Box::new(LostTail {
        path: database.to_owned(),
        head: head.seq,
        is_other: stored.is_some(),
        numbers: lost(&note.given, &now),
        rescue: super::rescue::find(database, &note, head),
        note,
    })))
}

/// A file that is not there although it is remembered; whoever opens the desk is not asked to set up a station in its place.
pub fn gone(database: &Path) -> Result<Option<Box<LostTail>>, StoreError> {
    let Some(note) = read(&name(database))?.filter(|note| note.seq > 0) else {
        return Ok(None);
    };
    Ok(Some(Box::new(LostTail {
        path: database.to_owned(),
        head: 0,
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
    let seq = kept.map_or(0, |note| note.seq);
    match std::fs::rename(&path, open::beside(database, &format!(".aside-{seq}.anchor"))) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(open::at(&path)(error)),
        _ => Ok(()),
    }
}

/// As [`compare`], for whoever is about to write: nothing is written before it was said what is missing.
pub fn check(conn: &Connection, database: &Path) -> Result<(), StoreError> {
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
