//! Accounts, deputies and units: short lists, matched in the program because pinyin rules are.

use rusqlite::Connection;

use super::gate::Seen;
use super::matching::is_phone;
use crate::domain::code::UnitKind;
use crate::domain::fold::alike;
use crate::domain::pinyin::{matches, search_key, unit_key};
use crate::domain::record::{Account, Deputy, Unit};
use crate::domain::view::Pieces as _;
use crate::store::error::StoreError;
use crate::store::rows;

/// Accounts of a login, or all; withdrawn ones too.
pub(super) fn accounts(conn: &Connection, os_name: Option<&str>) -> Result<Vec<Account>, StoreError> {
    match os_name {
        Some(name) => rows::all(
            conn,
            "SELECT * FROM account WHERE os_name = ?1 ORDER BY n",
            [name],
            rows::account,
        ),
        None => rows::all(conn, "SELECT * FROM account ORDER BY n", [], rows::account),
    }
}

/// Deputies by name, pinyin, initials or phone; active ones first, in the order of the roster.
pub(super) fn deputies(conn: &Connection, seen: &Seen, typed: &str, limit: u32) -> Result<Vec<Deputy>, StoreError> {
    let all = rows::all(conn, "SELECT * FROM deputy ORDER BY active DESC, n", [], rows::deputy)?;
    // No deputy was received by another.
    let rings = seen.rings(|| Ok(Vec::new()))?;
    // How a name is heard is worked out anew: what a file of before keeps knows fewer ways.
    let fits = |d: &Deputy| {
        let p = &d.profile;
        matches(typed, &p.name, &search_key(&p.name)) || is_phone(typed, p.phone.as_ref(), rings)
    };
    Ok(all.into_iter().filter(fits).take(limit as usize).collect())
}

/// Units by full or short name, pinyin, initials, phone, whom to ask for there, or what they handle; active ones first.
pub(super) fn units(
    conn: &Connection,
    seen: &Seen,
    typed: &str,
    kind: Option<UnitKind>,
    limit: u32,
) -> Result<Vec<Unit>, StoreError> {
    let all = rows::all(conn, "SELECT * FROM unit ORDER BY active DESC, n", [], rows::unit)?;
    // An office's number is shown to everybody.
    let folded = alike(typed);
    let word = folded.trim();
    let is_covered = seen.is_covered();
    let fits = |u: &Unit| {
        let mut p = u.profile.clone();
        if is_covered {
            p.cover();
        }
        kind.is_none_or(|k| k == p.kind)
            && (matches(typed, &p.name, &unit_key(&p.name, &p.short))
                || matches(typed, &p.short, "")
                || is_phone(typed, p.phone.as_ref(), true)
                || (!word.is_empty()
                    && p.contact
                        .as_deref()
                        .is_some_and(|who| matches(typed, who, &search_key(who))))
                || (!word.is_empty() && p.scope.as_deref().is_some_and(|s| alike(s).contains(word))))
    };
    Ok(all.into_iter().filter(fits).take(limit as usize).collect())
}
