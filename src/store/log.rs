//! The event log: adding, reading, and finding a command again.
//!
//! This module knows an event as columns and bytes. What a kind means, and how its body is written, is the domain's
//! business; the bytes are stored and chained as given and never written a second time.

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, params};
use uuid::Uuid;

use super::chain::{self, Digest};
use super::error::StoreError;
use super::keys::Random;
use super::rows;

/// Whose log this is. The lineage starts at "A" and moves on with every restore, so that two histories of one station that
/// share their first events are told apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Station {
    /// Made once, when the station is set up.
    pub id: Uuid,
    /// "A", "B", … "Z", "AA", …
    pub lineage: String,
}

/// An event about to be filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RawEvent {
    /// When it was entered, as the clock said; the order is `seq`, never this.
    pub at_ms: i64,
    /// When it happened (late entry: earlier than `at_ms`).
    pub happened_ms: i64,
    /// The clock had jumped, so spans that touch this event are left out of averages.
    pub clock_flag: bool,
    /// Business date, `YYYY-MM-DD`.
    pub day: String,
    pub account: Option<String>,
    pub table_no: Option<i64>,
    /// The act, made at the keyboard: the same for all events of one act, and for its repetitions.
    pub command: Uuid,
    /// Place among the events of the command: 0, 1, 2 …
    pub ordinal: u32,
    /// What kind of event.
    pub kind: String,
    /// Which version of the kind's body.
    pub ver: u32,
    /// The one thing it is about.
    pub subject: Uuid,
    /// The open part, as bytes.
    pub body: Vec<u8>,
    /// The sealed part, as the vault gave it.
    pub sealed: Option<Vec<u8>>,
}

/// An event as it stands in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Its number: 1, 2, 3 … without a gap.
    pub seq: i64,
    /// Station and lineage it was filed under.
    pub station: Station,
    pub event: RawEvent,
    /// How it is chained.
    pub alg: String,
    /// Its link in the chain.
    pub digest: Digest,
}

/// The end of the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// Number of the last event; 0 in an empty log.
    pub seq: i64,
    /// Its digest; the genesis value in an empty log.
    pub digest: Digest,
    /// When it was entered; 0 in an empty log.
    pub at_ms: i64,
}

/// The mark of a made-up station in `meta` (练习).
pub const PRACTICE: &str = "demo";

const COLUMNS: &str = "seq, station_id, lineage, at_ms, happened_ms, clock_flag, day, account, table_no, command, ordinal, \
                       kind, ver, subject, body, sealed, alg, digest";

/// Files one event after the last one and answers its number. Call it inside the command's transaction only: the number
/// is the last one plus one, which is safe because the write lock is held.
pub fn append(tx: &Transaction<'_>, station: &Station, event: &RawEvent) -> Result<i64, StoreError> {
    let last = head(tx)?;
    let seq = last.seq + 1;
    let station_id = station.id.hyphenated().to_string();
    let command = event.command.hyphenated().to_string();
    let subject = event.subject.hyphenated().to_string();
    let header = [
        ValueRef::Integer(seq),
        ValueRef::Text(station_id.as_bytes()),
        ValueRef::Text(station.lineage.as_bytes()),
        ValueRef::Integer(event.at_ms),
        ValueRef::Integer(event.happened_ms),
        ValueRef::Integer(i64::from(event.clock_flag)),
        ValueRef::Text(event.day.as_bytes()),
        event
            .account
            .as_deref()
            .map_or(ValueRef::Null, |name| ValueRef::Text(name.as_bytes())),
        event.table_no.map_or(ValueRef::Null, ValueRef::Integer),
        ValueRef::Text(command.as_bytes()),
        ValueRef::Integer(i64::from(event.ordinal)),
        ValueRef::Text(event.kind.as_bytes()),
        ValueRef::Integer(i64::from(event.ver)),
        ValueRef::Text(subject.as_bytes()),
        ValueRef::Text(chain::ALG.as_bytes()),
    ];
    let sealed = event.sealed.as_deref().map(chain::hash);
    let digest = chain::link(&last.digest, &header, &chain::hash(&event.body), sealed.as_ref());
    tx.prepare_cached(&format!(
        "INSERT INTO event ({COLUMNS}) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)"
    ))?
    .execute(params![
        seq,
        station_id,
        station.lineage,
        event.at_ms,
        event.happened_ms,
        event.clock_flag,
        event.day,
        event.account,
        event.table_no,
        command,
        event.ordinal,
        event.kind,
        event.ver,
        subject,
        event.body,
        event.sealed,
        chain::ALG,
        digest,
    ])?;
    Ok(seq)
}

/// The end of the log.
pub fn head(conn: &Connection) -> Result<Head, StoreError> {
    let head = conn
        .prepare_cached("SELECT seq, digest, at_ms FROM event ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| {
            Ok(Head {
                seq: row.get(0)?,
                digest: row.get(1)?,
                at_ms: row.get(2)?,
            })
        })
        .optional()?;
    Ok(head.unwrap_or_default())
}

/// Events after a number, at most `limit`: the change feed, and the replay.
pub fn read(conn: &Connection, after_seq: i64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
    let mut rows = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2"
    ))?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    rows.query_and_then(params![after_seq, limit], stored)?.collect()
}

/// What a command filed, in order; empty when it never happened. Answers a repeated command, and settles an unknown commit.
pub fn by_command(conn: &Connection, command: Uuid) -> Result<Vec<StoredEvent>, StoreError> {
    let mut rows = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event WHERE command = ?1 ORDER BY ordinal"
    ))?;
    rows.query_and_then([command.hyphenated().to_string()], stored)?
        .collect()
}

/// Everything filed about one thing after a number, in order: its history, from 0.
pub fn by_subject(conn: &Connection, subject: Uuid, after_seq: i64) -> Result<Vec<StoredEvent>, StoreError> {
    let mut rows = conn.prepare_cached(&format!(
        "SELECT {COLUMNS} FROM event WHERE subject = ?1 AND seq > ?2 ORDER BY seq"
    ))?;
    rows.query_and_then(params![subject.hyphenated().to_string(), after_seq], stored)?
        .collect()
}

/// Everything filed about some things, given as [`rows::listed`] gives them, in order.
pub(super) fn by_subjects(conn: &Connection, subjects: &str) -> Result<Vec<StoredEvent>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM event WHERE subject IN (SELECT value FROM json_each(?1)) ORDER BY seq");
    rows::note(&sql);
    let mut rows = conn.prepare_cached(&sql)?;
    rows.query_and_then([subjects], stored)?.collect()
}

/// The act that filed the first event about one thing after a number.
pub fn command_after(conn: &Connection, subject: Uuid, after_seq: i64) -> Result<Option<Uuid>, StoreError> {
    let found: Option<String> = conn
        .prepare_cached("SELECT command FROM event WHERE subject = ?1 AND seq > ?2 ORDER BY seq LIMIT 1")?
        .query_row(params![subject.hyphenated().to_string(), after_seq], |row| row.get(0))
        .optional()?;
    found
        .map(|id| Uuid::parse_str(&id).map_err(|_| StoreError::corrupt("event.command")))
        .transpose()
}

/// Whose file this is; nothing before the station is set up.
pub fn station(conn: &Connection) -> Result<Option<Station>, StoreError> {
    let found = conn
        .prepare_cached(
            "SELECT i.value, l.value FROM meta i JOIN meta l ON l.name = 'lineage' WHERE i.name = 'station_id'",
        )?
        .query_row([], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))
        .optional()?;
    let Some((id, lineage)) = found else {
        return Ok(None);
    };
    let id = Uuid::parse_str(&id).map_err(|_| StoreError::corrupt("meta.station_id"))?;
    Ok(Some(Station { id, lineage }))
}

/// Writes down whose file this is: at set-up, and with a new lineage at a restore.
pub fn set_station(tx: &Transaction<'_>, station: &Station) -> Result<(), StoreError> {
    set_meta(tx, "station_id", &station.id.hyphenated().to_string())?;
    set_meta(tx, "lineage", &station.lineage)
}

/// A small fact about the file.
pub fn meta(conn: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT value FROM meta WHERE name = ?1")?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

/// Writes a small fact about the file.
pub fn set_meta(tx: &Transaction<'_>, name: &str, value: &str) -> Result<(), StoreError> {
    tx.prepare_cached("INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")?
        .execute(params![name, value])?;
    Ok(())
}

/// The lineages there are events of.
pub fn lineages(conn: &Connection) -> Result<Vec<String>, StoreError> {
    let mut rows = conn.prepare("SELECT DISTINCT lineage FROM event")?;
    Ok(rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Letters drawn for a lineage.
const DRAWN: usize = 3;

/// What a lineage is counted by: three letters drawn when it began stand behind it, in files of earlier programs two or none.
pub fn ordinal(lineage: &str) -> &str {
    let drawn = match lineage.len() {
        0..=2 => 0,
        3 => 2,
        // Behind one letter alone there are three, and the first of all has none behind it.
        4 if lineage.starts_with('A') => 2,
        _ => DRAWN,
    };
    lineage.get(..lineage.len() - drawn).unwrap_or(lineage)
}

/// The next lineage, and letters behind it that were never drawn before and no other file draws: each of two copies goes on by
/// itself, and neither knows what the other is called.
pub fn drawn_lineage(lineage: &str, used: &[String], random: &mut dyn Random) -> Result<String, StoreError> {
    // None that are read as figures.
    const LETTERS: &[u8; 24] = b"ABCDEFGHJKLMNPQRSTUVWXYZ";
    let next = next_lineage(ordinal(lineage));
    loop {
        let mut drawn = String::new();
        while drawn.len() < DRAWN {
            let mut byte = [0];
            random.fill(&mut byte)?;
            // Above, some letters would come oftener than others.
            let [byte] = byte.map(usize::from);
            if byte < 240 {
                drawn.extend(LETTERS.get(byte % LETTERS.len()).map(|letter| char::from(*letter)));
            }
        }
        let is_it = |before: &String| before.strip_prefix(ordinal(before)) == Some(drawn.as_str());
        if !used.iter().any(is_it) {
            return Ok(next + &drawn);
        }
    }
}

/// The ordinal after this one: A … Z, AA, AB …
fn next_lineage(lineage: &str) -> String {
    let mut letters: Vec<u8> = lineage.bytes().collect();
    for letter in letters.iter_mut().rev() {
        if (b'A'..=b'Y').contains(letter) {
            *letter += 1;
            return letters.into_iter().map(char::from).collect();
        }
        *letter = b'A';
    }
    letters.insert(0, b'A');
    letters.into_iter().map(char::from).collect()
}

fn stored(row: &Row<'_>) -> Result<StoredEvent, StoreError> {
    let seq: i64 = row.get(0)?;
    whole(row, seq).map_err(|error| error.of_event(seq))
}

fn whole(row: &Row<'_>, seq: i64) -> Result<StoredEvent, StoreError> {
    let id = |index: usize| -> Result<Uuid, StoreError> {
        Uuid::parse_str(row.get_ref(index)?.as_str().map_err(rusqlite::Error::from)?)
            .map_err(|_| StoreError::corrupt("an id is no UUID"))
    };
    Ok(StoredEvent {
        seq,
        station: Station {
            id: id(1)?,
            lineage: row.get(2)?,
        },
        event: RawEvent {
            at_ms: row.get(3)?,
            happened_ms: row.get(4)?,
            clock_flag: row.get(5)?,
            day: row.get(6)?,
            account: row.get(7)?,
            table_no: row.get(8)?,
            command: id(9)?,
            ordinal: row.get(10)?,
            kind: row.get(11)?,
            ver: row.get(12)?,
            subject: id(13)?,
            body: row.get(14)?,
            sealed: row.get(15)?,
        },
        alg: row.get(16)?,
        digest: row.get(17)?,
    })
}

#[cfg(test)]
mod tests {
    use super::{DRAWN, Random, StoreError, drawn_lineage, next_lineage, ordinal};
    use crate::store::desk::OsRandom;

    #[test]
    fn lineages_never_run_out() {
        let next = ["A", "B", "Y", "Z", "AZ", "ZZ"].map(next_lineage);
        assert_eq!(next, ["B", "C", "Z", "AA", "BA", "AAA"]);
    }

    #[test]
    fn two_that_go_on_from_one_file_draw_letters_of_their_own() {
        for (before, next) in [
            ("A", "B"),
            ("B", "C"),
            ("BKR", "C"),
            ("Z", "AA"),
            ("ZKR", "AA"),
            ("AAKR", "AB"),
            ("BKRX", "C"),
            ("ZKRX", "AA"),
            ("AAKRX", "AB"),
            ("ZZKRX", "AAA"),
        ] {
            let drawn = drawn_lineage(before, &[], &mut OsRandom).unwrap();
            assert_eq!(
                (ordinal(&drawn), drawn.len()),
                (next, next.len() + DRAWN),
                "{before}: {drawn}"
            );
            assert!(!drawn.contains(['I', 'O']), "{drawn}");
        }
        let many: std::collections::BTreeSet<String> = (0..200)
            .map(|_| drawn_lineage("A", &[], &mut OsRandom).unwrap())
            .collect();
        assert!(many.len() > 190, "{many:?}");
    }

    /// Draws what it is told to.
    struct Told(std::vec::IntoIter<u8>);

    impl Random for Told {
        fn fill(&mut self, bytes: &mut [u8]) -> Result<(), StoreError> {
            bytes.fill_with(|| self.0.next().unwrap());
            Ok(())
        }
    }

    #[test]
    fn letters_that_were_drawn_before_are_not_drawn_again_behind_whatever_they_stood() {
        let used = ["BABC".to_owned(), "CBCD".to_owned(), "D".to_owned()];
        let mut told = Told(vec![0, 1, 2, 1, 2, 3, 2, 3, 4].into_iter());
        assert_eq!(drawn_lineage("D", &used, &mut told).unwrap(), "ECDE");
    }
}
