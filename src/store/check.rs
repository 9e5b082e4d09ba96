//! Is everything in order? The base asks about pages and chain; here the desk's own rules are asked besides.

use rusqlite::Connection;

use super::error::StoreError;
use super::integrity::{self, Fault, FaultKind, FullText, met};
use super::keys::{self, Vault};
use super::{again, forgetting, index, log, open, replay, rows};

/// Events at the end of the chain looked at by the quick check.
pub const TAIL: i64 = 2_000;

/// The quick check, for every start after an unclean end.
pub fn quick(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    again::sure(conn, &mut || quick_once(conn))
}

fn quick_once(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let mut faults = integrity::quick_once(conn, TAIL)?;
    let lost = met("key", &mut faults, of_file(conn))?;
    faults.extend(lost.unwrap_or_default());
    Ok(faults)
}

/// The deep check: pages, references, the whole chain, keys, counters, indexes, and the log replayed. Wants a connection
/// that may write, because the full-text check is an insert. `step` hears how far it is and may call it off.
pub fn deep(conn: &Connection, vault: &Vault, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
    again::sure(conn, &mut || deep_once(conn, vault, step))
}

fn deep_once(conn: &Connection, vault: &Vault, step: &mut dyn FnMut(i64) -> bool) -> Result<Vec<Fault>, StoreError> {
    let tables = ["opinion_index", "name_index"].map(|table| FullText {
        table,
        against_content: false,
    });
    let mut faults = integrity::deep_once(conn, &tables, step)?;
    // One moment for everything below, or another session's work would look like a difference.
    let tx = conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose()?;
    let is_readable = faults.iter().all(|fault| fault.kind != FaultKind::FullText);
    let odd = met("sqlite_master", &mut faults, made_by_us(conn))?;
    let is_ours = odd.as_ref().is_some_and(Vec::is_empty);
    faults.extend(odd.unwrap_or_default());
    let lost = met("key", &mut faults, of_file(conn))?;
    let is_whole = lost.as_ref().is_some_and(Vec::is_empty);
    faults.extend(lost.unwrap_or_default());
    for found in [
        of_owners(conn),
        left_keys(conn),
        authors(conn),
        counters(conn),
        index::compare(conn, vault, step),
    ] {
        // A table that is not there, or an index that cannot be read, was named above.
        if matches!(found, Err(StoreError::Sql(_))) && !(is_ours && is_readable) {
            continue;
        }
        // Named above; without it names cannot be told apart in the index.
        if matches!(found, Err(StoreError::FileKey { .. })) && !is_whole {
            continue;
        }
        // A name that does not open is named where it was said, or where its row differs.
        if matches!(found, Err(StoreError::Sealed)) {
            continue;
        }
        let found = met("", &mut faults, found)?;
        faults.extend(found.unwrap_or_default());
    }
    match replay::compare(conn, vault, step) {
        Ok(mut found) => {
            // What has a name of its own is named once.
            found.retain(|f| {
                !faults
                    .iter()
                    .any(|n| (n.kind, &n.table, &n.id) == (f.kind, &f.table, &f.id))
            });
            faults.extend(found);
        }
        Err(StoreError::Corrupt { what }) if integrity::is_told("", &what, &faults) => {}
        Err(StoreError::Corrupt { what }) => faults.push(fault(FaultKind::Differs, "event", String::new(), &what)),
        // Named above; without it nothing can be replayed.
        Err(StoreError::FileKey { .. }) if !is_whole => {}
        failed => {
            met("event", &mut faults, failed)?;
        }
    }
    drop(tx);
    Ok(faults)
}

fn fault(kind: FaultKind, table: &str, id: String, detail: &str) -> Fault {
    Fault {
        kind,
        table: table.to_owned(),
        id,
        detail: detail.to_owned(),
    }
}

/// Tables, guards and indexes are as this program makes them: a log without its triggers, or a table without its
/// conditions, could be changed unseen. What a search index keeps beside itself is SQLite's.
fn made_by_us(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let made = |conn: &Connection| {
        let sql = "SELECT type || ' ' || name AS name, sql FROM sqlite_master \
                   WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
                   AND name NOT IN (SELECT name FROM pragma_table_list WHERE type = 'shadow') ORDER BY 1";
        rows::all(conn, sql, [], |c| {
            Ok((c.get::<String>("name")?, plain(&c.get::<String>("sql")?)))
        })
    };
    let (here, ours) = (made(conn)?, made(&open::open_in_memory()?)?);
    let odd =
        |(name, _): &(String, String), detail: &str| fault(FaultKind::Schema, "sqlite_master", name.clone(), detail);
    let gone = ours
        .iter()
        .filter(|o| !here.contains(o))
        .map(|o| odd(o, "missing, or not as it was made"));
    let strange = here
        .iter()
        .filter(|h| ours.iter().all(|o| o.0 != h.0))
        .map(|h| odd(h, "not of this program"));
    Ok(gone.chain(strange).collect())
}

/// The text of a table without its remarks, and with one space wherever there is any.
fn plain(sql: &str) -> String {
    let words = sql.lines().map(|line| line.split("--").next().unwrap_or_default());
    let words = words.flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ")
}

/// A founded station has the keys of the file itself.
fn of_file(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    if log::station(conn)?.is_none() {
        return Ok(Vec::new());
    }
    let detail = "the key of the file itself is gone";
    let lost = keys::missing(conn)?.into_iter();
    Ok(lost
        .map(|owner| fault(FaultKind::Missing, "key", owner.to_owned(), detail))
        .collect())
}

/// Whoever has something sealed has a key, or the mark of an erased one.
fn of_owners(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let lost = rows::all(
        conn,
        "SELECT min(e.seq) AS seq FROM event e WHERE e.sealed IS NOT NULL AND substr(e.sealed, 1, 5) <> x'0200000000' \
         AND NOT EXISTS (SELECT 1 FROM key k WHERE k.owner = e.subject) GROUP BY e.subject LIMIT 1000",
        [],
        |c| c.get::<i64>("seq"),
    )?;
    let lost = lost.into_iter().map(|seq| {
        fault(
            FaultKind::Missing,
            "key",
            seq.to_string(),
            "something was sealed at this event and its key is gone without a mark",
        )
    });
    Ok(lost.collect())
}

/// A visit that nobody brings back.
macro_rules! gone {
    () => {
        "v.unwritten = 0 AND v.state NOT IN ('waiting', 'called', 'talking', 'missed') \
         AND NOT EXISTS (SELECT 1 FROM forgetting f WHERE f.owner = v.id)"
    };
}

/// What should be forgotten has no key any more: the key of a visit goes when nobody can bring it back, that of a promise when
/// it is struck off or with the visit that took it up, and that of a draft with it.
fn left_keys(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let left = rows::all(
        conn,
        concat!(
            "SELECT 'visit ' || v.n AS id FROM key k JOIN visit v ON v.id = k.owner WHERE k.wrapped IS NOT NULL AND ",
            gone!(),
            " UNION ALL SELECT 'promise ' || p.n FROM key k JOIN promise p ON p.id = k.owner WHERE k.wrapped IS NOT NULL \
         AND p.state <> 'open' AND NOT EXISTS (SELECT 1 FROM visit v WHERE v.id = p.taken_by AND p.state = 'kept' AND NOT (",
            gone!(),
            ")) \
         UNION ALL SELECT 'draft ' || k.owner FROM key k WHERE k.kind = 'draft' AND k.wrapped IS NOT NULL \
         AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.id = k.owner) \
         AND NOT EXISTS (SELECT 1 FROM draft_deleted d WHERE d.id = k.owner) LIMIT 1000"
        ),
        [],
        |c| c.get::<String>("id"),
    )?;
    let detail = "it is over and its key is still there";
    let left = left.into_iter().map(|id| fault(FaultKind::Extra, "key", id, detail));
    let detail = "the days it was kept for are over";
    let overdue = forgetting::overdue(conn)?.into_iter();
    Ok(left
        .chain(overdue.map(|owner| fault(FaultKind::Extra, "forgetting", owner, detail)))
        .collect())
}

/// Whoever entered something, or is said to have acted through another, is an account of the station. Rows of before hold
/// names.
fn authors(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let strange = rows::all(
        conn,
        "SELECT e.seq AS seq FROM event e WHERE (length(e.account) = 36 AND e.account GLOB '????????-????-????-????-*' \
         AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = e.account)) \
         OR (instr(e.body, '\"acting_for\"') AND json_valid(CAST(e.body AS TEXT)) AND NOT EXISTS (SELECT 1 FROM account a \
         WHERE a.id IS json_extract(CAST(e.body AS TEXT), '$.acting_for'))) LIMIT 1000",
        [],
        |c| c.get::<i64>("seq"),
    )?;
    let detail = "the event names an account that is not there";
    Ok(strange
        .into_iter()
        .map(|seq| fault(FaultKind::Missing, "account", seq.to_string(), detail))
        .collect())
}

/// No number was given that a counter does not know of.
fn counters(conn: &Connection) -> Result<Vec<Fault>, StoreError> {
    let behind = rows::all(
        conn,
        "WITH given (kind, scope, last) AS ( \
           SELECT 'ticket', day, max(ticket) FROM visit WHERE ticket IS NOT NULL GROUP BY day \
           UNION ALL SELECT 'opinion', CAST(year AS TEXT), max(serial) FROM opinion GROUP BY year \
           UNION ALL SELECT 'session', CAST(year AS TEXT), max(ordinal) FROM session WHERE ordinal IS NOT NULL GROUP BY year \
           UNION ALL SELECT family, CAST(year AS TEXT), max(serial) FROM number WHERE serial IS NOT NULL GROUP BY family, year \
           UNION ALL SELECT 'ruleset', '', max(version) FROM rules HAVING count(*) > 0) \
         SELECT g.kind || '/' || g.scope AS id FROM given g LEFT JOIN counter c ON c.kind = g.kind AND c.scope = g.scope \
         WHERE c.last IS NULL OR c.last < g.last",
        [],
        |c| c.get::<String>("id"),
    )?;
    Ok(behind
        .into_iter()
        .map(|id| fault(FaultKind::Differs, "counter", id, "behind the numbers that were given"))
        .collect())
}
