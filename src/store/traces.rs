//! Who was shown whose number: rows beside the log, only ever added.

use rusqlite::{Connection, Transaction, params};

use super::error::StoreError;
use super::{rows, rules, who};
use crate::domain::id::{AccountId, OpinionId};
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::rules::{Label, Ruleset};
use crate::domain::trace::{Beyond, On, Shown, Trace, Traced};

/// Within so many milliseconds looks are counted together.
const HOUR: i64 = 3_600_000;

/// Within so many, what needs no reason of its own is one look.
const SAME: i64 = 600_000;

/// Writes a look down. Whoever was shown the numbers of more matters within an hour than the rules say is marked with how many.
pub fn note(
    tx: &Transaction<'_>,
    (account, table): (Option<AccountId>, Option<u8>),
    trace: &Trace,
    now: Moment,
) -> Result<(), StoreError> {
    let account = account.map(|id| id.to_string());
    let (opinion, visit) = match trace.on {
        On::Opinion(id) => (Some(id.to_string()), None),
        On::Visit(id) => (None, Some(id.to_string())),
    };
    let matters: u32 = rows::count(
        tx,
        "SELECT count(*) FROM (SELECT opinion, visit FROM look WHERE account IS ?1 AND at_ms > ?2 AND at_ms <= ?3 \
         UNION SELECT ?4, ?5)",
        params![account, now.0 - HOUR, now.0, opinion, visit],
    )?;
    // Whoever is told again, or corrected again, in a while is not looked at anew.
    let again = "SELECT 1 FROM look WHERE account IS ?1 AND at_ms > ?2 AND opinion IS ?3 AND visit IS ?4 AND citizen IS ?5 \
                 AND shown = ?6";
    let citizen = trace.citizen.map(|id| id.to_string());
    let is_same = params![account, now.0 - SAME, opinion, visit, citizen, trace.shown.code()];
    if trace.shown != Shown::Asked && tx.prepare_cached(again)?.exists(is_same)? {
        return Ok(());
    }
    let most = rules::kept(tx)?.unwrap_or_default().limits.looks_an_hour;
    tx.prepare_cached(
        "INSERT INTO look (at_ms, account, table_no, opinion, visit, citizen, shown, reason, beyond) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        now.0,
        account,
        table,
        opinion,
        visit,
        citizen,
        trace.shown.code(),
        trace.reason,
        Some(matters).filter(|n| *n > u32::from(most)),
    ])?;
    Ok(())
}

/// SQL of the number a look stands at.
macro_rules! number {
    () => {
        "coalesce(o.number, v.day || coalesce('/' || printf('%03d', v.ticket), ''), '')"
    };
}

const COLUMNS: &str = concat!(
    "SELECT l.n, l.at_ms, l.account, l.table_no, l.opinion, l.visit, l.citizen, l.shown, l.reason, l.beyond, ",
    number!(),
    " AS number FROM look l LEFT JOIN opinion o ON o.id = l.opinion LEFT JOIN visit v ON v.id = l.visit"
);

fn traced(conn: &Connection, rules: Option<&Ruleset>, c: &rows::Cols<'_, '_>) -> Result<Traced, StoreError> {
    let account: Option<AccountId> = c.get("account")?;
    let reason: Option<String> = c.get("reason")?;
    let label = |code: String| {
        let known = rules.and_then(|rules| rules.reveal(&code)).map(|r| r.label.clone());
        let unknown = || Label {
            zh: code.clone(),
            en: None,
        };
        let label = known.unwrap_or_else(unknown);
        (code, label)
    };
    Ok(Traced {
        n: c.get("n")?,
        at: c.get("at_ms")?,
        by: account.map_or(Ok(String::new()), |account| who::called(conn, account))?,
        whom: None,
        account,
        table: c.get("table_no")?,
        on: match (c.get("opinion")?, c.get("visit")?) {
            (Some(opinion), _) => On::Opinion(opinion),
            (None, Some(visit)) => On::Visit(visit),
            (None, None) => return Err(StoreError::corrupt("a look at nothing")),
        },
        citizen: c.get("citizen")?,
        number: c.get("number")?,
        shown: c.get("shown")?,
        reason: reason.map(label),
        beyond: c.get("beyond")?,
    })
}

/// The newest looks at a matter, and how many there are in all.
pub(super) fn of_opinion(
    conn: &Connection,
    rules: Option<&Ruleset>,
    id: OpinionId,
    limit: u32,
) -> Result<(Vec<Traced>, u32), StoreError> {
    // Whoever was rung before they told it was looked at for it too.
    const THEIRS: &str = "l.opinion = ?1 OR l.visit = (SELECT visit FROM opinion WHERE id = ?1)";
    let id = id.to_string();
    let all = rows::count(conn, &format!("SELECT count(*) FROM look l WHERE {THEIRS}"), [&id])?;
    if all == 0 {
        return Ok((Vec::new(), 0));
    }
    let sql = format!("{COLUMNS} WHERE {THEIRS} ORDER BY l.n DESC LIMIT ?2");
    let newest = rows::all(conn, &sql, params![id, limit], |c| traced(conn, rules, c))?;
    Ok((newest, all))
}

/// Whether an account acted in another's place at a moment.
pub(super) fn stood_in(conn: &Connection, of: AccountId, by: AccountId, at: Moment) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM stand_in w JOIN event s ON s.seq = w.n LEFT JOIN event e ON e.seq = w.ended \
               WHERE w.account = ?1 AND w.by = ?2 AND s.at_ms <= ?3 AND (e.seq IS NULL OR e.at_ms > ?3) \
               AND (w.until_day IS NULL OR w.from_day <= ?4 AND w.until_day >= ?4)";
    let of_day = params![of.to_string(), by.to_string(), at.0, at.day().to_string()];
    Ok(conn.prepare_cached(sql)?.exists(of_day)?)
}

/// Looks of a person, of a day or at a matter, the newest first; all where nothing is looked for.
pub(super) fn list(
    conn: &Connection,
    rules: Option<&Ruleset>,
    (matching, day): (&str, Option<Day>),
    limit: u32,
) -> Result<Vec<Traced>, StoreError> {
    let midnight = day.map(|day| TimeOfDay::default().on(day).0);
    let number = number!();
    let sql = format!(
        "{COLUMNS} WHERE ?1 = '' OR l.at_ms >= ?2 AND l.at_ms < ?2 + 86400000 OR instr({number}, ?1) > 0 \
         OR l.account IN (SELECT id FROM account WHERE instr(name, ?1) > 0) ORDER BY l.n DESC LIMIT ?3"
    );
    rows::all(conn, &sql, params![matching, midnight, limit], |c| {
        traced(conn, rules, c)
    })
}

/// Who was shown more within an hour than the rules say, since the beginning of a day; each once with the most.
pub(super) fn beyond(conn: &Connection, day: Day) -> Result<Vec<Beyond>, StoreError> {
    rows::all(
        conn,
        "SELECT account, max(beyond) AS matters FROM look WHERE beyond IS NOT NULL AND at_ms >= ?1 GROUP BY account \
         ORDER BY matters DESC",
        [TimeOfDay::default().on(day).0],
        |c| {
            let account: Option<AccountId> = c.get("account")?;
            Ok(Beyond {
                by: account.map_or(Ok(String::new()), |account| who::called(conn, account))?,
                matters: c.get("matters")?,
            })
        },
    )
}
