//! What is remembered of a log beside its file, and how that is written.

use rusqlite::Connection;

use super::chain::{hash, hex};
use super::error::StoreError;
use super::{log, rows};
use crate::domain::code::NumberFamily;

/// The first word of the file: what it is, and how it is written.
const MARK: &str = "zhiban-anchor-1";
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
    /// How far the file itself went for certain, without the log beside it.
    pub folded: i64,
    pub given: Vec<Given>,
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
            folded: 0,
            given: given(conn)?,
        })
    }

    pub(super) fn text(&self) -> String {
        use std::fmt::Write as _;
        let mut text = format!(
            "{MARK} {} {} {} {} {}\n",
            self.seq, self.digest, self.station, self.lineage, self.folded
        );
        for g in &self.given {
            let _ = writeln!(text, "{} {} {}", g.kind, g.scope, g.last);
        }
        let sum = hex(&hash(text.as_bytes()));
        format!("{text}sum {sum}\n")
    }

    /// None for what is no note, or is not whole.
    pub(super) fn read(text: &str) -> Option<Self> {
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
            // Earlier programs did not say it.
            folded: words.next().map_or(Some(0), |word| word.parse().ok())?,
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
