//! Answers to the questions of [`crate::domain::view`]. Each is read in one transaction, so that its parts agree.

pub mod backups;
mod bare;
pub(super) mod draft_about;
mod earlier;
pub mod figures;
pub mod file;
pub mod follow_up;
pub(super) mod gate;
pub mod limits;
mod matching;
pub(super) mod of_drafts;
mod of_matters;
pub mod opinions;
mod owed_in;
mod owed_sought;
mod owed_whom;
pub mod people;
mod rights;
mod secret_words;
pub mod sessions;
pub mod snapshot;
mod withheld;
pub(super) use withheld::promised;

#[cfg(test)]
mod plans;

use rusqlite::Connection;

use gate::Seen;
use of_matters::OfMatters;
use owed_sought::Sought;

use super::error::StoreError;
use super::keys::Vault;
use super::migrate;
use super::rules::RulesCache;
use super::sealing::Sealing;
use super::{again, look};
use crate::domain::typed_date::{Lean, parse_day};
use crate::domain::view::{Answer, Asker, Query};

/// What whoever asks again and again need not be told anew.
#[derive(Default)]
pub struct Memory {
    rules: RulesCache,
    matters: OfMatters,
}

/// Answers a question, as far as the answer is for whoever asks.
pub fn answer(conn: &Connection, vault: &Vault, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
    answer_by(conn, vault, &mut Memory::default(), asker, query)
}

/// As [`answer`], for whoever asks again and again.
pub fn answer_by(
    conn: &Connection,
    vault: &Vault,
    memory: &mut Memory,
    asker: Asker,
    query: &Query,
) -> Result<Answer, StoreError> {
    again::twice(|| answer_once(conn, vault, memory, asker, query)).map_err(|error| look::told(conn, error))
}

fn answer_once(
    conn: &Connection,
    vault: &Vault,
    memory: &mut Memory,
    asker: Asker,
    query: &Query,
) -> Result<Answer, StoreError> {
    // Inside a batch the transaction is there already.
    let tx = conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose()?;
    // A newer program may have brought the file up to date since it was opened; its tables are not ours to read.
    migrate::check(conn)?;
    let hand = Sealing {
        vault,
        keys: conn,
        index: true,
    };
    let answer = match gate::admit(conn, asker) {
        // Whoever asks just that is told.
        Err(StoreError::Stranger) if matches!(query, Query::Rights { .. }) => {
            Answer::Rights(Err(rights::left_to(conn, asker)?))
        }
        seen => {
            let seen = seen?;
            let mut answer = ask(conn, &hand, &seen, memory, query)?;
            gate::pass(conn, &seen, &mut answer)?;
            answer
        }
    };
    if let Some(tx) = tx {
        tx.finish()?;
    }
    Ok(answer)
}

/// What is searched for is looked for in what is shown to whoever asks; what is not for them is taken out of the answer later.
fn ask(
    conn: &Connection,
    hand: &Sealing<'_>,
    seen: &Seen,
    memory: &mut Memory,
    query: &Query,
) -> Result<Answer, StoreError> {
    Ok(match query {
        Query::Snapshot { today } => Answer::Snapshot(Box::new(snapshot::snapshot(conn, hand, memory, *today)?)),
        Query::Accounts { os_name } => Answer::Accounts(people::accounts(conn, os_name.as_deref())?),
        Query::Opinions {
            matching,
            state,
            stretch,
            limit,
        } => {
            let (rows, more, is_cut) = opinions::opinions(conn, hand, seen, matching, *state, *stretch, *limit)?;
            Answer::Opinions(rows, more, is_cut)
        }
        Query::Owed {
            matching,
            called,
            today,
            kind,
            stretch,
            limit,
        } => {
            let rules = memory.rules.get(conn)?;
            let wanted = (*kind, *stretch, *limit as usize);
            let sought = Sought {
                typed: matching,
                called,
                seen,
            };
            let (lines, more) = follow_up::owed_lines(conn, hand, rules.as_deref(), *today, (&sought, wanted))?;
            Answer::Owed(lines, more)
        }
        Query::File(id) => Answer::File(file::file(conn, hand, memory.rules.get(conn)?.as_deref(), *id)?.map(Box::new)),
        Query::Files {
            matching,
            stretch,
            limit,
        } => {
            let (ids, more) = opinions::ids(conn, hand, seen, matching, *stretch, *limit)?;
            Answer::Files(file::files(conn, hand, &ids)?, more)
        }
        Query::KeptBy(account) => Answer::Opinions(opinions::kept_by(conn, hand, *account)?, false, false),
        Query::Rights { since } => Answer::Rights(Ok(rights::rights(conn, seen, *since)?.map(Box::new))),
        Query::TheseFiles(ids) => Answer::Files(file::files(conn, hand, ids)?, false),
        Query::Deputies { matching, limit } => Answer::Deputies(people::deputies(conn, seen, matching, *limit)?),
        Query::Units { matching, kind, limit } => Answer::Units(people::units(conn, seen, matching, *kind, *limit)?),
        Query::Sessions { state, limit } => Answer::Sessions(sessions::sessions(conn, *state, *limit)?),
        Query::Attendance(id) => Answer::Attendance(super::rows::attendance(conn, &[*id])?),
        Query::Visits { day } => Answer::Visits(sessions::visits(conn, *day)?),
        Query::TheseVisits(ids) => Answer::Visits(sessions::these_visits(conn, ids)?),
        Query::Came { day } => Answer::Came(sessions::came(conn, hand, *day)?),
        Query::VisitFile(id) => {
            let (visit, people, opinions) = file::visit_file(conn, hand, *id)?;
            let held: Vec<_> = visit.iter().filter_map(|v| v.session).collect();
            Answer::VisitFile(visit, people, opinions, super::rows::attendance(conn, &held)?)
        }
        Query::Earlier { phone, name, village } => Answer::Earlier(earlier::earlier(
            conn,
            hand,
            phone.as_deref(),
            name.as_deref(),
            *village,
        )?),
        Query::Drafts { account } => Answer::Drafts(match seen {
            Seen::All => super::drafts::list(conn, hand.vault, *account)?,
            // Nobody reads what others have typed, whatever is asked.
            Seen::As(who) => match who.account {
                Some(own) => super::drafts::list(conn, hand.vault, Some(own))?,
                None => Vec::new(),
            },
        }),
        Query::DeletedDrafts => Answer::DeletedDrafts(super::drafts::deleted(conn, hand.vault)?),
        Query::Withheld(ids) => Answer::Withheld(of_drafts::withheld(conn, seen, ids)?),
        Query::Leases(leases) => Answer::Leases(super::drafts::all_lost(conn, leases)?),
        Query::Backups { limit } => Answer::Backups(backups::list(conn, *limit)?),
        Query::Looks(seat) => Answer::Looks(super::looks::find(conn, seat)?),
        Query::Limits => Answer::Limits(
            super::rules::version(conn)?.map_or(0, |(n, _)| n),
            limits::limits(conn)?,
        ),
        Query::Traces { matching, today, limit } => {
            let day = parse_day(matching, *today, Lean::Past).ok();
            let rules = memory.rules.get(conn)?;
            Answer::Traces(super::traces::list(conn, rules.as_deref(), (matching, day), *limit)?)
        }
        Query::Figures { spans } => {
            let each = spans.iter().map(|(from, to)| figures::figures(conn, *from, *to));
            Answer::Figures(each.collect::<Result<_, _>>()?)
        }
    })
}
