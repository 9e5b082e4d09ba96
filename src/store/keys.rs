//! Keys, sealing and look-up tokens.
//!
//! Each citizen, opinion and draft has a random data key of its own; what is said about it is sealed under that key wherever
//! it is kept for ever (events, backups of events). Erasing someone is deleting the key, without touching the chain.
//!
//! **What this protects, honestly.** Data keys stand in the `key` table. Until a station key is set they are stored as
//! they are (`alg` "none"): erasure works, but whoever can read the file can read everything. Once a station key is
//! set (kept outside the data folder) they are wrapped by it, and a stolen file or backup stays shut.
//!
//! No key is cached beyond one read of several records: another session may erase somebody at any moment.

use std::collections::BTreeMap;
use std::path::Path;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};
use sha2::Sha256;
use uuid::Uuid;
use zeroize::Zeroizing;

use super::chain::hex;
use super::error::StoreError;
pub use super::sensitive::Sensitive;
use super::{again, codec, log, open, rows};

/// The list of erased owners that lies beside the backups.
pub const ERASED_LIST: &str = "erased.list";
/// Bytes of a key.
pub const KEY: usize = 32;
/// Bytes of a nonce.
const NONCE: usize = 24;
/// First byte of sealed bytes: which way of sealing.
const XC20P: u8 = 1;
/// The owner of the key behind look-up tokens; not a person, never erased.
const LOOKUP: &str = "lookup";
/// The owner, and the kind, of the key that stays: under it stands what has to outlive the key of whoever it is about.
pub const STANDING: &str = "standing";

/// The keys of the file itself, which are nobody's. They are made once and never again: under another one neither what
/// was sealed before opens, nor is found what was filed before.
pub const FILE_KEYS: [&str; 2] = [LOOKUP, STANDING];

/// Where random bytes come from: the operating system at a desk, a seed in tests and demonstrations.
pub trait Random {
    /// Fills `out` with bytes nobody can guess, or fails.
    fn fill(&mut self, out: &mut [u8]) -> Result<(), StoreError>;
}

/// Repeatable bytes for tests and demonstrations. **Never for a real desk:** who knows the seed knows every key.
#[derive(Clone, Debug)]
pub struct Seeded {
    seed: u64,
    count: u64,
}

impl Seeded {
    /// Begins a sequence that the seed decides: for tests and made-up stations.
    pub fn new(seed: u64) -> Self {
        Self { seed, count: 0 }
    }
}

impl Random for Seeded {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), StoreError> {
        for part in out.chunks_mut(KEY) {
            self.count += 1;
            let block = super::chain::hash(&[self.seed.to_be_bytes(), self.count.to_be_bytes()].concat());
            for (to, from) in part.iter_mut().zip(block) {
                *to = from;
            }
        }
        Ok(())
    }
}

/// An owner's key, at hand for what is sealed within the same transaction and not to be kept beyond it.
#[derive(Debug)]
pub struct DataKey(Sensitive<[u8; KEY]>);

impl DataKey {
    /// As [`Vault::seal`].
    pub fn seal(&self, aad: &[u8], plain: &[u8], random: &mut dyn Random) -> Result<Vec<u8>, StoreError> {
        lock(self.0.reveal(), aad, plain, random)
    }
}

/// The keys of the file, through the station key if one is set.
#[derive(Debug, Default)]
pub struct Vault {
    station: Option<Sensitive<[u8; KEY]>>,
    /// Rows of the key table fetched for what is read together.
    at_hand: BTreeMap<String, KeyRow>,
}

/// How a key is wrapped, and the wrapped key; none when it was deleted.
type KeyRow = (String, Option<Sensitive<Vec<u8>>>);

impl Vault {
    /// Opens the vault of a file. Fails when the file has a station key and this is not it, or none was given.
    pub fn unlock(conn: &Connection, station_key: Option<[u8; KEY]>) -> Result<Self, StoreError> {
        let set = again::twice(|| log::meta(conn, "station_key"))?;
        let given = station_key.as_ref().map(check_value);
        if set != given {
            return Err(StoreError::StationKey);
        }
        Ok(Self {
            station: station_key.map(Sensitive::new),
            at_hand: BTreeMap::new(),
        })
    }

    /// The same with the keys of some owners, and the one that stays, at hand: one statement instead of one for each
    /// sealed part. Not to be kept beyond what is read with it.
    pub(super) fn with(&self, conn: &Connection, owners: impl Iterator<Item = Uuid>) -> Result<Self, StoreError> {
        let owners = rows::listed(owners.map(|id| id.to_string()).chain([STANDING.to_owned()]));
        let mut asked = conn
            .prepare_cached("SELECT owner, alg, wrapped FROM key WHERE owner IN (SELECT value FROM json_each(?1))")?;
        let found = asked.query_map([owners], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        let sensitive = |(owner, alg, wrapped): (String, _, Option<_>)| (owner, (alg, wrapped.map(Sensitive::new)));
        Ok(Self {
            station: self.station.clone(),
            at_hand: found.map(|row| row.map(sensitive)).collect::<Result<_, _>>()?,
        })
    }

    /// True when data keys are wrapped by a station key.
    #[cfg(any(test, feature = "rings"))]
    pub fn is_wrapped(&self) -> bool {
        self.station.is_some()
    }

    /// Sets, changes or (with `None`) takes away the station key: wraps every data key anew, in the caller's transaction.
    /// Old pages of the log still hold the old form until the next full checkpoint.
    #[cfg(any(test, feature = "rings"))]
    pub fn rewrap(
        &self,
        tx: &Transaction<'_>,
        station_key: Option<[u8; KEY]>,
        random: &mut dyn Random,
    ) -> Result<Self, StoreError> {
        let next = Self {
            station: station_key.map(Sensitive::new),
            at_hand: BTreeMap::new(),
        };
        let mut rows = tx.prepare("SELECT owner FROM key WHERE wrapped IS NOT NULL ORDER BY owner")?;
        let owners: Vec<String> = rows.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for owner in owners {
            let key = self.key(tx, &owner)?;
            let (alg, wrapped) = next.wrap(&owner, &key, random)?;
            tx.execute(
                "UPDATE key SET alg = ?2, wrapped = ?3 WHERE owner = ?1",
                params![owner, alg, wrapped],
            )?;
        }
        match &next.station {
            Some(key) => log::set_meta(tx, "station_key", &check_value(key.reveal()))?,
            None => drop(tx.execute("DELETE FROM meta WHERE name = 'station_key'", [])?),
        }
        Ok(next)
    }

    /// The owner's key, which is made unless it is there. Refuses an erased owner: nobody comes back under the same id.
    pub fn ensure(
        &self,
        tx: &Transaction<'_>,
        owner: &str,
        kind: &str,
        now_ms: i64,
        random: &mut dyn Random,
    ) -> Result<DataKey, StoreError> {
        let key = match self.key(tx, owner) {
            Err(StoreError::NoKey) => self.make(tx, owner, kind, now_ms, random),
            there => there,
        };
        Ok(DataKey(Sensitive::new(*key?)))
    }

    fn make(
        &self,
        tx: &Transaction<'_>,
        owner: &str,
        kind: &str,
        now_ms: i64,
        random: &mut dyn Random,
    ) -> Result<Zeroizing<[u8; KEY]>, StoreError> {
        let mut key = Zeroizing::new([0; KEY]);
        random.fill(key.as_mut_slice())?;
        let (alg, wrapped) = self.wrap(owner, &key, random)?;
        tx.prepare_cached("INSERT INTO key (owner, kind, alg, wrapped, made_ms) VALUES (?1, ?2, ?3, ?4, ?5)")?
            .execute(params![owner, kind, alg, wrapped, now_ms])?;
        Ok(key)
    }

    /// Makes the keys of the file itself that are not there; part of founding a station, and of nothing else.
    pub fn prepare(&self, tx: &Transaction<'_>, now_ms: i64, random: &mut dyn Random) -> Result<(), StoreError> {
        for owner in missing(tx)? {
            self.make(tx, owner, owner, now_ms, random)?;
        }
        Ok(())
    }

    /// Makes the key that stays for a log in which nothing lies under it yet: that of a program from before. The key behind
    /// look-up tokens was always made with the station.
    pub fn bring_up(&self, tx: &Transaction<'_>, now_ms: i64, random: &mut dyn Random) -> Result<(), StoreError> {
        if missing(tx)?.contains(&STANDING) && !codec::has_kept(tx)? {
            self.make(tx, STANDING, STANDING, now_ms, random)?;
        }
        if log::station(tx)?.is_some() {
            present(tx)
        } else {
            Ok(())
        }
    }

    /// Seals `plain` under the owner's key. `aad` says what it is and where it belongs (kind, version, subject, field): sealed
    /// bytes moved elsewhere do not open. The result carries its own nonce and way of sealing.
    pub fn seal(
        &self,
        conn: &Connection,
        owner: &str,
        aad: &[u8],
        plain: &[u8],
        random: &mut dyn Random,
    ) -> Result<Vec<u8>, StoreError> {
        lock(&*self.key(conn, owner)?, aad, plain, random)
    }

    /// Opens what [`Vault::seal`] made. [`StoreError::Erased`] when the owner was erased, which is an answer, not a fault.
    pub fn open(
        &self,
        conn: &Connection,
        owner: &str,
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, StoreError> {
        unlock(&*self.key(conn, owner)?, aad, sealed)
    }

    /// As [`Vault::open`], with `None` where the owner was erased or the key is gone with a lost row: what live work and a
    /// replay both store as NULL.
    pub fn open_or_gone(
        &self,
        conn: &Connection,
        owner: &str,
        aad: &[u8],
        sealed: &[u8],
    ) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        match self.open(conn, owner, aad, sealed) {
            Ok(plain) => Ok(Some(plain)),
            Err(StoreError::Erased | StoreError::NoKey) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether the owner's key was deleted.
    pub fn is_erased(&self, conn: &Connection, owner: &str) -> Result<bool, StoreError> {
        if let Some((_, wrapped)) = self.at_hand.get(owner) {
            return Ok(wrapped.is_none());
        }
        let mut asked = conn.prepare_cached("SELECT 1 FROM key WHERE owner = ?1 AND gone_ms IS NOT NULL")?;
        Ok(asked.exists([owner])?)
    }

    /// Whether a key was ever made for the owner.
    pub fn has_had_key(&self, conn: &Connection, owner: &str) -> Result<bool, StoreError> {
        if self.at_hand.contains_key(owner) {
            return Ok(true);
        }
        let mut asked = conn.prepare_cached("SELECT 1 FROM key WHERE owner = ?1")?;
        Ok(asked.exists([owner])?)
    }

    /// A token by which an exact value (a phone number, its last four digits) is found without being stored. The caller
    /// brings the value into one form first; `kind` keeps tokens of different fields apart.
    pub fn lookup(&self, conn: &Connection, kind: &str, value: &str) -> Result<[u8; 32], StoreError> {
        let key = self.key(conn, LOOKUP)?;
        let mut mac = mac(&key);
        mac.update(&(kind.len() as u64).to_be_bytes());
        mac.update(kind.as_bytes());
        mac.update(value.as_bytes());
        Ok(mac.finalize().into_bytes().into())
    }

    fn key(&self, conn: &Connection, owner: &str) -> Result<Zeroizing<[u8; KEY]>, StoreError> {
        let row: Option<(String, Option<Vec<u8>>)> = match self.at_hand.get(owner) {
            Some((alg, wrapped)) => Some((alg.clone(), wrapped.as_ref().map(|key| key.reveal().clone()))),
            None => conn
                .prepare_cached("SELECT alg, wrapped FROM key WHERE owner = ?1")?
                .query_row([owner], |row| Ok((row.get(0)?, row.get(1)?)))
                .optional()?,
        };
        let of_file = FILE_KEYS.into_iter().find(|of_file| *of_file == owner);
        let or = |else_: StoreError| of_file.map_or(else_, |owner| StoreError::FileKey { owner });
        let (alg, wrapped) = row.ok_or_else(|| or(StoreError::NoKey))?;
        let wrapped = Zeroizing::new(wrapped.ok_or_else(|| or(StoreError::Erased))?);
        let plain = match (alg.as_str(), &self.station) {
            ("none", _) => wrapped,
            ("xc20p", Some(station)) => unlock(station.reveal(), &wrap_aad(owner), &wrapped)?,
            ("xc20p", None) => return Err(StoreError::StationKey),
            _ => return Err(StoreError::corrupt("key.alg")),
        };
        let mut key = Zeroizing::new([0; KEY]);
        if plain.len() != KEY {
            return Err(StoreError::corrupt("key.wrapped"));
        }
        key.copy_from_slice(&plain);
        Ok(key)
    }

    fn wrap(
        &self,
        owner: &str,
        key: &[u8; KEY],
        random: &mut dyn Random,
    ) -> Result<(&'static str, Vec<u8>), StoreError> {
        match &self.station {
            None => Ok(("none", key.to_vec())),
            Some(station) => Ok(("xc20p", lock(station.reveal(), &wrap_aad(owner), key, random)?)),
        }
    }
}

/// The keys of the file itself that are not there.
pub fn missing(conn: &Connection) -> Result<Vec<&'static str>, StoreError> {
    let mut asked = conn.prepare_cached("SELECT owner FROM key WHERE owner IN (?1, ?2) AND wrapped IS NOT NULL")?;
    let there = asked.query_map(FILE_KEYS, |row| row.get(0))?;
    let there: Vec<String> = there.collect::<Result<_, _>>()?;
    let is_gone = |owner: &&str| !there.iter().any(|found| found == owner);
    Ok(FILE_KEYS.into_iter().filter(is_gone).collect())
}

/// Refuses a file without its own keys, before anything is written that would belong to others.
pub fn present(conn: &Connection) -> Result<(), StoreError> {
    match missing(conn)?.first() {
        None => Ok(()),
        Some(owner) => Err(StoreError::FileKey { owner }),
    }
}

/// Erases an owner: the key's bytes are overwritten and a mark stays. False when there was nothing (left) to erase. The
/// caller removes clear copies in the same transaction, adds the id to the list beside the backups
/// (as [`super::Desk`] does when it folds), and runs [`super::turn::fold`] soon, because the write-ahead log holds the old page until then.
pub fn forget(tx: &Transaction<'_>, owner: &str, now_ms: i64) -> Result<bool, StoreError> {
    let mut forget = tx.prepare_cached(
        "UPDATE key SET wrapped = NULL, gone_ms = ?2 WHERE owner = ?1 AND wrapped IS NOT NULL AND kind NOT IN (?3, ?4)",
    )?;
    Ok(forget.execute(params![owner, now_ms, LOOKUP, STANDING])? > 0)
}

/// Takes away a key for good, mark and all: for drafts, which come and go and were never anybody's record.
pub fn discard(tx: &Transaction<'_>, owner: &str) -> Result<bool, StoreError> {
    let mut discard = tx.prepare_cached("DELETE FROM key WHERE owner = ?1 AND kind NOT IN (?2, ?3)")?;
    Ok(discard.execute(params![owner, LOOKUP, STANDING])? > 0)
}

/// Everyone erased in this file, with the time; in order of owner.
pub fn erased(conn: &Connection) -> Result<Vec<(String, i64)>, StoreError> {
    let mut rows = conn.prepare("SELECT owner, gone_ms FROM key WHERE gone_ms IS NOT NULL ORDER BY owner")?;
    Ok(rows
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?)
}

/// Adds those of the owners who are erased in this file to the list beside the backups, soon after the erasing commit; a
/// backup taken later adds whatever was missed.
pub(super) fn note_gone(conn: &Connection, backups: &Path, owners: &[Uuid]) -> Result<(), StoreError> {
    let mut gone = conn.prepare_cached("SELECT owner, gone_ms FROM key WHERE owner = ?1 AND gone_ms IS NOT NULL")?;
    let mut erased = Vec::new();
    for owner in owners {
        let row = gone.query_row([owner.to_string()], |row| Ok((row.get(0)?, row.get(1)?)));
        erased.extend(row.optional()?);
    }
    append_erased(backups, erased.iter())
}

/// Adds erased owners to the list beside the backups, so that no restore brings them back.
pub fn note_erased(backups: &Path, owners: &[(String, i64)]) -> Result<(), StoreError> {
    let known = read_erased(backups)?;
    append_erased(backups, owners.iter().filter(|(owner, _)| !known.contains_key(owner)))
}

fn append_erased<'a>(backups: &Path, owners: impl Iterator<Item = &'a (String, i64)>) -> Result<(), StoreError> {
    use std::fmt::Write as _;
    let mut lines = String::new();
    for (owner, at_ms) in owners {
        // The line break comes first too: a line torn by a power cut then spoils only itself.
        let _ = write!(lines, "\n{owner} {at_ms}\n");
    }
    if lines.is_empty() {
        Ok(())
    } else {
        open::append(&backups.join(ERASED_LIST), &lines)
    }
}

/// The owners on the list beside the backups, with the time.
pub fn read_erased(backups: &Path) -> Result<BTreeMap<String, i64>, StoreError> {
    let line = |line: &str| {
        let (owner, at_ms) = line.split_once(' ')?;
        Some((owner.to_owned(), at_ms.parse().ok()?))
    };
    Ok(open::read_text(&backups.join(ERASED_LIST))?
        .unwrap_or_default()
        .lines()
        .filter_map(line)
        .collect())
}

fn lock(key: &[u8; KEY], aad: &[u8], plain: &[u8], random: &mut dyn Random) -> Result<Vec<u8>, StoreError> {
    let mut nonce = [0; NONCE];
    random.fill(&mut nonce)?;
    let closed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad })
        .map_err(|_| StoreError::Sealed)?;
    Ok([&[XC20P], nonce.as_slice(), &closed].concat())
}

fn unlock(key: &[u8; KEY], aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, StoreError> {
    let (&[XC20P], rest) = sealed.split_first_chunk::<1>().ok_or(StoreError::Sealed)? else {
        return Err(StoreError::Sealed);
    };
    let (nonce, closed) = rest.split_first_chunk::<NONCE>().ok_or(StoreError::Sealed)?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), Payload { msg: closed, aad })
        .map(Zeroizing::new)
        .map_err(|_| StoreError::Sealed)
}

fn mac(key: &[u8; KEY]) -> Hmac<Sha256> {
    // A key of one block or less is taken as it is; padding it here keeps the constructor that cannot fail.
    let mut block = Zeroizing::new([0; 64]);
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    <Hmac<Sha256> as hmac::digest::KeyInit>::new((&*block).into())
}

/// Recognises a station key without giving anything of it away.
fn check_value(key: &[u8; KEY]) -> String {
    let mut mac = mac(key);
    mac.update(b"zhiban station key");
    hex(&mac.finalize().into_bytes())
}

fn wrap_aad(owner: &str) -> Vec<u8> {
    [b"zhiban data key ", owner.as_bytes()].concat()
}
