//! The chain of digests over the log.
//!
//! SQLite has no page checksums: most flipped bits pass its own checks. So each event carries a SHA-256 over the digest
//! before it and every column as stored. The two large columns enter by their own hash, so whoever holds H(sealed)
//! instead of the sealed bytes (a county, an auditor) can still walk the chain. A chain proves nothing about a lost
//! tail; for that its head is remembered beside the file ([`super::anchor`]).

use rusqlite::types::ValueRef;
use rusqlite::{Connection, OptionalExtension as _};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::integrity::{Fault, FaultKind};

/// A SHA-256 digest, 32 bytes.
pub type Digest = [u8; 32];

/// What the first event is chained to.
pub const GENESIS: Digest = [0; 32];

/// The name of the only way of chaining so far; stored with each event and hashed with it.
pub const ALG: &str = "sha256";

/// The columns that enter the digest as they are, in this order for ever.
pub const HEADER: [&str; 15] = [
    "seq",
    "station_id",
    "lineage",
    "at_ms",
    "happened_ms",
    "clock_flag",
    "day",
    "account",
    "table_no",
    "command",
    "ordinal",
    "kind",
    "ver",
    "subject",
    "alg",
];

/// Hash of a large column.
pub fn hash(bytes: &[u8]) -> Digest {
    Sha256::digest(bytes).into()
}

/// The digest of one event. Every column is preceded by its type and its length in bytes, so no two rows share one
/// input by moving a character from one column to the next.
pub fn link(prev: &Digest, header: &[ValueRef<'_>; 15], body: &Digest, sealed: Option<&Digest>) -> Digest {
    let mut hash = Sha256::new();
    put(&mut hash, ValueRef::Blob(prev));
    for column in header {
        put(&mut hash, *column);
    }
    put(&mut hash, ValueRef::Blob(body));
    put(
        &mut hash,
        sealed.map_or(ValueRef::Null, |digest| ValueRef::Blob(digest)),
    );
    hash.finalize().into()
}

fn put(hash: &mut Sha256, value: ValueRef<'_>) {
    let mut sized = |kind: u8, bytes: &[u8]| {
        hash.update([kind]);
        hash.update((bytes.len() as u64).to_be_bytes());
        hash.update(bytes);
    };
    match value {
        ValueRef::Null => sized(0, &[]),
        ValueRef::Integer(n) => sized(1, &n.to_be_bytes()),
        ValueRef::Real(n) => sized(2, &n.to_be_bytes()),
        ValueRef::Text(bytes) => sized(3, bytes),
        ValueRef::Blob(bytes) => sized(4, bytes),
    }
}

/// Walks the log from `from_seq` (1 for all of it) and names every row that is not what was filed. A changed row is
/// reported once: the row after it is judged against the digest stored in the changed one.
pub fn verify(conn: &Connection, from_seq: i64) -> Result<Vec<Fault>, StoreError> {
    walk(conn, from_seq, &mut |_| true)
}

/// As [`verify`], telling `step` each number walked; walking ends with [`StoreError::Cancelled`] when it answers false.
pub fn walk(conn: &Connection, from_seq: i64, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
    let mut faults = Vec::new();
    let from_seq = from_seq.max(1);
    let mut prev = GENESIS;
    if from_seq > 1 {
        match stored_digest(conn, from_seq - 1)? {
            Some(digest) => prev = digest,
            None => faults.push(fault(
                FaultKind::Gap,
                from_seq - 1,
                "missing, so the row after it cannot be judged",
            )),
        }
    }
    let columns = HEADER.join(", ");
    let mut rows = conn.prepare(&format!(
        "SELECT {columns}, body, sealed, digest FROM event WHERE seq >= ?1 ORDER BY seq"
    ))?;
    let mut rows = rows.query([from_seq])?;
    let mut expected = from_seq;
    let mut command: Option<(Vec<u8>, i64)> = None;
    while let Some(row) = rows.next()? {
        let mut header = [ValueRef::Null; 15];
        for (index, slot) in header.iter_mut().enumerate() {
            *slot = row.get_ref(index)?;
        }
        let seq: i64 = row.get(0)?;
        if !step(seq) {
            return Err(StoreError::Cancelled);
        }
        if seq != expected {
            faults.push(fault(FaultKind::Gap, expected, &format!("missing up to {}", seq - 1)));
        }
        expected = seq + 1;
        let body = hash(bytes(row.get_ref(15)?));
        let sealed = match row.get_ref(16)? {
            ValueRef::Null => None,
            value @ (ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) | ValueRef::Blob(_)) => {
                Some(hash(bytes(value)))
            }
        };
        let stored = Digest::try_from(bytes(row.get_ref(17)?)).ok();
        if stored != Some(link(&prev, &header, &body, sealed.as_ref())) {
            faults.push(fault(
                FaultKind::Digest,
                seq,
                "the row, or the one before it, is not as it was filed",
            ));
        }
        prev = stored.unwrap_or(GENESIS);
        // The events of one command are filed together: ordinals 0, 1, 2 … without another command between.
        let named = bytes(row.get_ref(9)?).to_vec();
        let ValueRef::Integer(ordinal) = row.get_ref(10)? else {
            faults.push(fault(
                FaultKind::Order,
                seq,
                "the row is damaged: it has no place in its command",
            ));
            command = None;
            continue;
        };
        let wanted = match &command {
            Some((last, at)) if *last == named => Some(at + 1),
            Some(_) => Some(0),
            None if seq == 1 => Some(0),
            None => None,
        };
        if wanted.is_some_and(|wanted| wanted != ordinal) {
            faults.push(fault(
                FaultKind::Order,
                seq,
                "out of place among the events of its command",
            ));
        }
        command = Some((named, ordinal));
    }
    Ok(faults)
}

/// The digest stored at a number, when that row is there.
pub fn stored_digest(conn: &Connection, seq: i64) -> Result<Option<Digest>, StoreError> {
    Ok(conn
        .prepare_cached("SELECT digest FROM event WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0))
        .optional()?)
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes
        .iter()
        .fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

fn bytes(value: ValueRef<'_>) -> &[u8] {
    match value {
        ValueRef::Text(bytes) | ValueRef::Blob(bytes) => bytes,
        ValueRef::Null | ValueRef::Integer(_) | ValueRef::Real(_) => &[],
    }
}

fn fault(kind: FaultKind, seq: i64, detail: &str) -> Fault {
    Fault {
        kind,
        table: "event".to_owned(),
        id: seq.to_string(),
        detail: detail.to_owned(),
    }
}
