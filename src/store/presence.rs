//! Who is in and what they have open. A row is written when something is opened and when it is closed, with every act at a
//! table, and by nobody who is idle: whether a keyboard still is there is asked of the system, which knows of every process whether it lives.

use std::sync::OnceLock;

use rusqlite::{Connection, Transaction, params};

use super::error::StoreError;
use super::jobs::Seated;
use super::{rows, who};
use crate::domain::id::AccountId;
use crate::domain::moment::Moment;
use crate::domain::presence::{Doing, Here, Present, Sitting};

/// Which process a row is of: the start of the machine, the number, and when it began, because numbers come again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sign(String);

impl Sign {
    /// Of this process.
    pub fn own() -> &'static Self {
        static OWN: OnceLock<Sign> = OnceLock::new();
        OWN.get_or_init(|| {
            let pid = std::process::id();
            Self(format!("{}/{pid}/{}", boot(), began(pid).unwrap_or_default()))
        })
    }

    /// Another keyboard of the same process.
    #[cfg(any(test, feature = "rings"))]
    pub fn beside(n: u32) -> Self {
        Self(format!("{}/{n}", Self::own().0))
    }

    /// A process that has ended.
    #[cfg(any(test, feature = "rings"))]
    pub fn ended(n: u32) -> Self {
        Self(format!("{}/{}/0/{n}", boot(), std::process::id()))
    }
}

fn boot() -> &'static str {
    static BOOT: OnceLock<String> = OnceLock::new();
    BOOT.get_or_init(|| {
        let id = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        id.trim().to_owned()
    })
}

/// States of a process that takes no key: stopped from outside, ended and not yet cleared away.
const STILL: [&str; 3] = ["T", "Z", "X"];

/// When a process began, counted from the start of the machine; none where there is none, or where it stands still.
fn began(pid: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // Its name stands in brackets and may hold anything.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut parts = rest.split_whitespace();
    let state = parts.next()?;
    // Twenty parts on from its name.
    let since = parts.nth(18)?.parse().ok()?;
    (!STILL.contains(&state)).then_some(since)
}

/// Whether the process of a row lives.
fn lives(sign: &str) -> bool {
    let mut parts = sign.split('/');
    let (on, pid, since) = (parts.next(), parts.next(), parts.next());
    let pid = pid.and_then(|pid| pid.parse().ok());
    on == Some(boot())
        && parts.next() != Some("left")
        && pid
            .and_then(began)
            .is_some_and(|began| since == Some(began.to_string().as_str()))
}

/// How long the row of a keyboard that is gone stays: longer than any station waits before somebody else takes over.
const KEPT_MS: i64 = 3_600_000;

/// Writes down what a keyboard has open now, and takes away whoever is gone.
pub fn put(
    tx: &Transaction<'_>,
    Sign(session): &Sign,
    (account, table): Seated,
    here: Option<Here>,
    now: Moment,
) -> Result<(), StoreError> {
    // Whose table it was is asked for a while: nobody takes over from a keyboard that has only just gone.
    let long_ago = now.0 - KEPT_MS;
    let sql = "SELECT session FROM presence WHERE table_no IS NULL OR seen_ms < ?1";
    let all: Vec<String> = rows::all(tx, sql, [long_ago], |c| c.get("session"))?;
    for gone in all.iter().filter(|other| !lives(other)) {
        tx.execute("DELETE FROM presence WHERE session = ?1", [gone])?;
    }
    let Some(account) = account else { return Ok(()) };
    tx.prepare_cached(
        "INSERT INTO presence (session, account, table_no, pid, since_ms, seen_ms, doing, target) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6, ?7) \
         ON CONFLICT (session) DO UPDATE SET account = ?2, table_no = ?3, seen_ms = ?5, doing = ?6, target = ?7",
    )?
    .execute(params![
        session,
        account.to_string(),
        table,
        std::process::id(),
        now.0,
        here.map(|here| here.doing.code()),
        here.map(|here| here.target.to_string()),
    ])?;
    Ok(())
}

/// Somebody types or acts at this keyboard: whatever is open there stays as it was written down, and so does its table where
/// none is named.
pub(super) fn sign_in(
    tx: &Transaction<'_>,
    account: AccountId,
    table: Option<u8>,
    now: Moment,
) -> Result<(), StoreError> {
    let Sign(session) = Sign::own();
    tx.prepare_cached(
        "INSERT INTO presence (session, account, table_no, pid, since_ms, seen_ms) VALUES (?1, ?2, ?3, ?4, ?5, ?5) \
         ON CONFLICT (session) DO UPDATE SET account = ?2, table_no = coalesce(?3, table_no), seen_ms = ?5",
    )?
    .execute(params![session, account.to_string(), table, std::process::id(), now.0])?;
    Ok(())
}

/// A keyboard leaves. Its table is left as by one that broke off: a line that was cut ends the program in good order too.
pub(super) fn leave(tx: &Transaction<'_>, Sign(session): &Sign) -> Result<(), StoreError> {
    tx.execute(
        "DELETE FROM presence WHERE session = ?1 AND table_no IS NULL",
        [session],
    )?;
    tx.execute(
        "UPDATE OR REPLACE presence SET session = session || '/left', pid = 0, doing = NULL, target = NULL WHERE session = ?1",
        [session],
    )?;
    Ok(())
}

/// Whether a keyboard stands there.
pub(super) fn is_there(conn: &Connection, Sign(session): &Sign) -> Result<bool, StoreError> {
    Ok(conn
        .prepare_cached("SELECT 1 FROM presence WHERE session = ?1")?
        .exists([session])?)
}

/// Whether anybody of these is at a keyboard.
pub(super) fn is_in(conn: &Connection, accounts: &[AccountId]) -> Result<bool, StoreError> {
    let all = rows::all(conn, "SELECT session, account FROM presence", [], |c| {
        Ok((c.get::<String>("session")?, c.get::<AccountId>("account")?))
    })?;
    Ok(all
        .iter()
        .any(|(session, account)| accounts.contains(account) && lives(session)))
}

/// Who is at other keyboards.
pub(super) fn others(conn: &Connection, Sign(own): &Sign) -> Result<Vec<Present>, StoreError> {
    let sql =
        "SELECT session, account, table_no, doing, target FROM presence WHERE session <> ?1 ORDER BY since_ms, session";
    let found = rows::all(conn, sql, [own], |c| {
        if !lives(&c.get::<String>("session")?) {
            return Ok(None);
        }
        let account: AccountId = c.get("account")?;
        let opened: (Option<Doing>, Option<uuid::Uuid>) = (c.get("doing")?, c.get("target")?);
        Ok(Some(Present {
            account,
            by: who::called(conn, account)?,
            table: c.get("table_no")?,
            here: opened.0.zip(opened.1).map(|(doing, target)| Here { doing, target }),
        }))
    })?;
    Ok(found.into_iter().flatten().collect())
}

/// Which tables other keyboards work for, or worked for until they were gone.
pub(super) fn sitting(conn: &Connection, Sign(own): &Sign) -> Result<Vec<Sitting>, StoreError> {
    let sql = "SELECT session, account, table_no, seen_ms FROM presence \
               WHERE session <> ?1 AND table_no IS NOT NULL ORDER BY since_ms, session";
    rows::all(conn, sql, [own], |c| {
        Ok(Sitting {
            table: c.get("table_no")?,
            by: who::called(conn, c.get("account")?)?,
            is_in: lives(&c.get::<String>("session")?),
            seen: c.get("seen_ms")?,
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)] // tests

    use super::{boot, lives};
    use std::process::Command;
    use std::time::{Duration, Instant};

    /// Whether the process of a row comes to live, or to live no more, soon.
    fn comes_to(sign: &str, alive: bool) -> bool {
        let begun = Instant::now();
        while lives(sign) != alive && begun.elapsed() < Duration::from_secs(20) {
            std::thread::sleep(Duration::from_millis(5));
        }
        lives(sign) == alive
    }

    #[test]
    fn a_process_that_stands_still_gives_no_sign_of_life_until_it_goes_on() {
        let mut child = Command::new("sleep").arg("600").spawn().unwrap();
        let pid = child.id();
        let sign = format!("{}/{pid}/{}", boot(), super::began(pid).unwrap());
        let signal = |name: &str| Command::new("kill").args([name, &pid.to_string()]).status().unwrap();
        assert!(lives(&sign));
        signal("-STOP");
        let (stopped, _) = (comes_to(&sign, false), signal("-CONT"));
        let goes_on = comes_to(&sign, true);
        child.kill().unwrap();
        // Ended, and not waited for yet.
        let ended = comes_to(&sign, false);
        child.wait().unwrap();
        assert_eq!((stopped, goes_on, ended), (true, true, true));
        assert!(!lives(&sign));
    }
}
