//! A session's hold on the file: the writing connection, its place at the turnstile, the keys.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction};
use uuid::Uuid;

use super::again;
use super::anchor::{self, Anchor};
use super::building::{self, Building};
use super::cleanup::Cleanup;
use super::error::StoreError;
use super::keys::{KEY, Random, Sensitive, Vault};
use super::noted;
use super::open::{self, Access};
use super::rules::RulesCache;
#[cfg(any(test, feature = "rings"))]
use super::sealing::Sealing;
use super::standing::Standing;
use super::turn::{self, CAP, Turn, Turnstile, UncleanEnd};
use super::{log, look};
use crate::domain::facts::Supply;

/// Where a write of no meaning is written, see [`Desk::make_certain`].
const SETTLED: &str = "settled";

/// Random bytes of the operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsRandom;

impl Random for OsRandom {
    fn fill(&mut self, out: &mut [u8]) -> Result<(), StoreError> {
        getrandom::fill(out).map_err(|_| StoreError::Random)
    }
}

/// Ids and random numbers of a real desk.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsSupply;

impl Supply for OsSupply {
    fn id(&mut self) -> Uuid {
        Uuid::now_v7()
    }

    fn below(&mut self, limit: u32) -> u32 {
        // 64 bits make the uneven rest of the division negligible.
        let bits = getrandom::u64().unwrap_or_else(|_| Uuid::now_v7().as_u64_pair().1);
        (bits % u64::from(limit.max(1))) as u32
    }
}

/// The desk, open for writing.
pub struct Desk {
    pub(super) conn: Connection,
    pub(super) vault: Vault,
    pub(super) random: Box<dyn Random + Send>,
    pub(super) rules: RulesCache,
    pub(super) left: Cleanup,
    turn: Option<Turnstile>,
    anchor: Option<Anchor>,
    pub(super) standing: Option<Standing>,
    station_key: Option<Sensitive<[u8; KEY]>>,
    note: NoteIs,
    /// The file says that a note of it is kept.
    is_noted: bool,
    /// The connection was seen to write.
    writes: bool,
}

/// Whether the note beside the file can be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum NoteIs {
    /// Not tried yet: whoever was here before may have failed to.
    Untried,
    Kept,
    Failed,
}

impl Desk {
    /// Opens the file of a station.
    pub fn open(path: &Path, station_key: Option<[u8; KEY]>) -> Result<Self, StoreError> {
        // Nothing is made beside what is no file of ours.
        open::look(path)?;
        // The mark of a session comes before the connection, so that a restore never meets a connection without it.
        let turn = Turnstile::open(path)?;
        let conn = again::twice(|| {
            let conn = open::open(path, Access::Writer)?;
            anchor::check(&conn, path)?;
            Ok(conn)
        })?;
        Self::over(conn, Some(turn), Some(path), station_key)
    }

    /// Makes a new file and opens it. It holds no station yet.
    pub fn create(path: &Path) -> Result<Self, StoreError> {
        drop(building::create(path)?);
        Self::open(path, None)
    }

    /// A desk on a file in the making; [`Building::finish`] makes it one like any other.
    pub fn building(path: &Path) -> Result<(Building, Self), StoreError> {
        let (site, conn) = Building::begin(path)?;
        Ok((site, Self::over(conn, None, None, None)?))
    }

    /// A desk in memory, for tests and trials.
    #[cfg(any(test, feature = "rings"))]
    pub fn in_memory() -> Result<Self, StoreError> {
        Self::over(open::open_in_memory()?, None, None, None)
    }

    fn over(
        conn: Connection,
        turn: Option<Turnstile>,
        path: Option<&Path>,
        station_key: Option<[u8; KEY]>,
    ) -> Result<Self, StoreError> {
        // Whoever was broken off did not come to folding.
        let ended_unclean = turn.as_ref().and_then(Turnstile::unclean_end).is_some();
        Ok(Self {
            vault: Vault::unlock(&conn, station_key)?,
            standing: path.map(|path| Standing::of(path, &conn)),
            conn,
            random: Box::new(OsRandom),
            rules: RulesCache::default(),
            left: Cleanup {
                forgot: ended_unclean,
                filed: false,
                unindexed: ended_unclean,
                rewriting: false,
                gaps: None,
                gone: Vec::new(),
            },
            turn,
            anchor: path.map(Anchor::of),
            station_key: station_key.map(Sensitive::new),
            note: NoteIs::Untried,
            is_noted: false,
            writes: false,
        })
    }

    /// The same with other random bytes: repeatable ones for tests and demonstrations.
    #[must_use]
    pub fn with_random(self, random: Box<dyn Random + Send>) -> Self {
        Self { random, ..self }
    }

    /// Reads, once more where the disk failed: what is outside of the store has no other way to the file.
    ///
    /// # Errors
    /// What the file says to it.
    pub fn read<T>(&self, mut ask: impl FnMut(&Connection, &Vault) -> Result<T, StoreError>) -> Result<T, StoreError> {
        again::twice(|| ask(&self.conn, &self.vault)).map_err(|error| look::told(&self.conn, error))
    }

    /// The connection, for reading.
    #[cfg(any(test, feature = "rings"))]
    pub fn conn(&self) -> &Connection {
        &self.conn
    }

    /// What seals and opens texts with the keys of this file.
    #[cfg(any(test, feature = "rings"))]
    pub fn vault(&self) -> &Vault {
        &self.vault
    }

    /// Keys for reading records.
    #[cfg(any(test, feature = "rings"))]
    pub fn hand(&self) -> Sealing<'_> {
        Sealing {
            vault: &self.vault,
            keys: &self.conn,
            index: true,
        }
    }

    /// Waits for a turn to write. To be held until after COMMIT.
    pub(super) fn turn(&self) -> Option<Turn> {
        self.turn.as_ref().map(|t| t.take(CAP))
    }

    /// Refuses to write where nobody would find it again, see [`Standing`]. Called while the turn is held.
    fn may_write(&mut self) -> Result<(), StoreError> {
        if let Some(standing) = &mut self.standing {
            standing.is_unchanged(&self.conn)?;
            self.see_it_writes()?;
        }
        Ok(())
    }

    /// A log that cannot be opened for writing for a moment SQLite opens for reading, and never writes by that connection. Such a
    /// one is opened anew, with every write until it can.
    fn see_it_writes(&mut self) -> Result<(), StoreError> {
        if self.writes {
            return Ok(());
        }
        let mut begun = turn::begin(&mut self.conn).map(drop);
        if let Err(StoreError::ReadOnly) = begun {
            self.reopen()?;
            begun = turn::begin(&mut self.conn).map(drop);
        }
        begun.map_err(open::or_no_files)?;
        self.writes = true;
        Ok(())
    }

    /// The same for whoever files something: also where the note cannot be kept, because a lost end would go unnoticed.
    pub(super) fn may_file(&mut self) -> Result<(), StoreError> {
        again::twice(|| self.may_write())?;
        if self.note == NoteIs::Kept {
            Ok(())
        } else {
            self.keep_note()
        }
    }

    fn keep_note(&mut self) -> Result<(), StoreError> {
        let Some(anchor) = &mut self.anchor else { return Ok(()) };
        anchor.folded = self.standing.as_ref().map_or(0, Standing::folded);
        let kept = anchor.keep(&self.conn, self.note != NoteIs::Kept);
        match &kept {
            Ok(()) => self.note = NoteIs::Kept,
            Err(StoreError::Unkept { .. }) => self.note = NoteIs::Failed,
            // The file could not be read, and the note is as it was: it is tried before anything else is filed.
            Err(_) => self.note = NoteIs::Untried,
        }
        kept?;
        if let Some(file) = self
            .standing
            .as_ref()
            .filter(|file| !self.is_noted && file.has_events())
        {
            // Where it could not be said it is tried again.
            self.is_noted = noted::mark(&mut self.conn, file.path()).is_ok();
        }
        Ok(())
    }

    /// Where the note beside the file is, if it cannot be written.
    pub fn unkept(&self) -> Option<&Path> {
        let anchor = self.anchor.as_ref().filter(|_| self.note == NoteIs::Failed);
        anchor.map(Anchor::path)
    }

    /// Whether the file can be written, and the note beside it: its turn is taken and given back. What came to be open for
    /// reading only is opened anew.
    pub fn probe(&mut self) -> Result<(), StoreError> {
        self.writes = false;
        self.write(|_, _, _| Ok(()))?;
        if self.note == NoteIs::Failed {
            let _turn = self.turn();
            self.keep_note()?;
        }
        Ok(())
    }

    /// Looks how far the file goes and whether its note can be written, see [`Self::unkept`], and waits for nobody who is writing.
    pub fn know_file(&mut self) {
        let _turn = self.turn();
        let _ = self.standing.as_mut().map(|standing| standing.is_unchanged(&self.conn));
        if self.anchor.as_mut().is_some_and(|anchor| anchor.hold().is_err()) {
            self.note = NoteIs::Failed;
        }
    }

    /// Looks once more before the file is closed: a log is not folded into a file that somebody copied over this one.
    pub fn leave(&mut self) {
        self.go_away();
        let is_touched = self.standing.as_ref().is_some_and(Standing::is_touched);
        if is_touched {
            let _turn = self.turn();
            let _ = self.standing.as_mut().map(|standing| standing.is_unchanged(&self.conn));
        }
    }

    /// Leaves the sign of an open session. Waits for the disk, so it is the writer's business and not the screen's.
    pub fn sign(&self) -> Result<(), StoreError> {
        self.turn.as_ref().map_or(Ok(()), Turnstile::sign)
    }

    /// The last session did not end in order, and this is the first one since: see [`super::unclean_end`].
    pub fn unclean_end(&self) -> Option<UncleanEnd> {
        self.turn.as_ref().and_then(Turnstile::unclean_end)
    }

    /// A new connection in place of one that can no longer be believed. A desk in memory has nothing to reopen.
    pub(super) fn reopen(&mut self) -> Result<(), StoreError> {
        let missing = || StoreError::Missing { path: PathBuf::new() };
        let file = self.standing.as_mut().ok_or_else(missing)?;
        self.conn = open::open(file.path(), Access::Writer)?;
        self.writes = false;
        file.reopened(&self.conn);
        self.vault = Vault::unlock(&self.conn, self.station_key.as_ref().map(|k| *k.reveal()))?;
        self.rules = RulesCache::default();
        Ok(())
    }

    /// Remembers the head of the log beside the file: after each commit that filed something, while the turn is held. It is a
    /// witness and not the record: what was filed is filed where it fails, and nothing more is before it succeeds.
    pub(super) fn remember(&mut self) {
        if let Some(file) = &mut self.standing {
            file.filed(&self.conn);
        }
        let _ = self.keep_note();
    }

    /// Makes what was remembered last, every now and then; see [`Anchor`].
    pub(super) fn remember_lastingly(&mut self) {
        if let Some(anchor) = &mut self.anchor {
            anchor.last_if_due();
        }
    }

    /// After an error of COMMIT. What it wrote is not seen, and yet the next to recover the log would bring it back: its frames
    /// lie behind the end. A write of no meaning takes their place, on a new connection, and from then on they are gone. As long
    /// as that fails nobody knows.
    pub(super) fn make_certain(&mut self) -> Result<(), StoreError> {
        self.standing.as_ref().map_or(Ok(()), Standing::stands)?;
        self.reopen()?;
        // Whoever comes here may still hold a turn.
        let tx = turn::begin(&mut self.conn)?;
        // Never the same twice: frames like those before would leave what stands behind them readable.
        log::set_meta(&tx, SETTLED, &Uuid::now_v7().to_string())?;
        turn::commit(tx)
    }

    /// What an error of COMMIT comes to: what it met, when it is certain that nothing was saved.
    pub(super) fn settled(&mut self, error: StoreError) -> StoreError {
        if let StoreError::Unknown { cause } = error {
            return match self.make_certain() {
                Ok(()) => *cause,
                Err(_) => StoreError::Unknown { cause },
            };
        }
        error
    }

    /// A small fact about the file.
    pub fn meta(&self, name: &str) -> Result<Option<String>, StoreError> {
        log::meta(&self.conn, name)
    }

    /// Keeps a small fact that is no state: losing it costs a key press.
    pub fn keep_meta(&mut self, name: &str, value: &str) -> Result<(), StoreError> {
        self.write(|tx, _, _| log::set_meta(tx, name, value))
    }

    /// A write that is no command: drafts, indexes. Takes a turn, begins, runs `work`, commits.
    pub fn write<T>(
        &mut self,
        work: impl FnMut(&Transaction<'_>, &Vault, &mut dyn Random) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _turn = self.turn();
        self.write_in_turn(work)
    }

    /// The same for whoever holds a turn, because something beside the file goes with it.
    pub(super) fn write_in_turn<T>(
        &mut self,
        mut work: impl FnMut(&Transaction<'_>, &Vault, &mut dyn Random) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        again::twice(|| self.may_write())?;
        let mut failed = false;
        loop {
            let tx = turn::begin(&mut self.conn)?;
            match work(&tx, &self.vault, &mut *self.random) {
                Err(error) if !failed && again::is_of_disk(&error) => failed = true,
                Err(error) => {
                    drop(tx);
                    return Err(look::told(&self.conn, error));
                }
                Ok(out) => {
                    turn::commit(tx).map_err(|error| self.settled(error))?;
                    if failed {
                        again::stumble();
                    }
                    return Ok(out);
                }
            }
        }
    }
}
