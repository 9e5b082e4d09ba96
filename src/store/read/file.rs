//! One record with everything around it.

use rusqlite::Connection;
use uuid::Uuid;

use super::opinions;
use crate::domain::event::{Happened, Kind};
use crate::domain::id::{OpinionId, VisitId};
use crate::domain::record::{Citizen, Visit};
use crate::domain::view::{OpinionFile, OpinionRow};
use crate::store::error::StoreError;
use crate::store::sealing::Sealing;
use crate::store::who::AccountsMet;
use crate::store::{codec, facts, log, rows};

/// The opinion with its person, visit, deputies and history (一事一档).
pub(super) fn file(conn: &Connection, hand: &Sealing<'_>, id: OpinionId) -> Result<Option<OpinionFile>, StoreError> {
    let Some(opinion) = rows::opinion(conn, id, hand)? else {
        return Ok(None);
    };
    let citizen = opinion
        .citizen
        .map(|c| facts::citizen(conn, c, hand))
        .transpose()?
        .flatten();
    let next = opinion.parties.iter().find(|p| !p.told).map(|p| p.citizen);
    let next = next.filter(|next| opinion.is_of_several() && opinion.citizen != Some(*next));
    let next = next.map(|c| facts::citizen(conn, c, hand)).transpose()?.flatten();
    let village = citizen.as_ref().and_then(|c| c.details.village).map(|v| {
        rows::one(conn, "SELECT name FROM unit WHERE id = ?1", [v.to_string()], |c| {
            c.get("name")
        })
    });
    let deputies = rows::all(
        conn,
        "SELECT d.name FROM opinion_deputy x JOIN deputy d ON d.id = x.deputy WHERE x.opinion = ?1 ORDER BY x.place",
        [id.to_string()],
        |c| c.get("name"),
    )?;
    let mut events = log::by_subject(conn, id.0, 0)?;
    // Who it was is corrected on the person; whoever reads the matter has to see it.
    if let Some(c) = opinion.citizen {
        let corrected = log::by_subject(conn, c.0, 0)?.into_iter();
        events.extend(corrected.filter(|e| e.event.kind == "citizen_corrected"));
        events.sort_by_key(|e| e.seq);
    }
    let met = AccountsMet::default();
    let history: Vec<Happened> = events
        .iter()
        .map(|e| {
            let mut event = codec::read(e, hand.vault, conn)?;
            met.introduce(conn, &mut event)?;
            Ok(event)
        })
        .collect::<Result<_, StoreError>>()?;
    let mut keepers = Vec::new();
    for event in &history {
        if let Some(id) = event.keeper() {
            keepers.push((id, met.called_at(conn, id, || Ok(event.seq))?));
        }
    }
    let names = names(conn, &history)?;
    let keeper = opinion.keeper.map(|k| met.called_at(conn, k, || Ok(i64::MAX)));
    Ok(Some(OpinionFile {
        keepers,
        names,
        citizen,
        next,
        village: village.transpose()?.flatten(),
        deputies,
        keeper: keeper.transpose()?,
        visit: facts::visit(conn, opinion.visit, rows::unnamed(rows::visit))?,
        history,
        opinion,
    }))
}

/// What people call whom the history of a matter names by an id: those it was filed for and moved to, by name or by the
/// number of their visit, and the deputies and villages of its corrections.
fn names(conn: &Connection, history: &[Happened]) -> Result<Vec<(Uuid, String)>, StoreError> {
    let was_moved = history.iter().any(|h| matches!(h.kind, Kind::OpinionMoved { .. }));
    let people = history
        .iter()
        .filter(|_| was_moved)
        .filter_map(Happened::whose)
        .map(|id| id.0);
    let mut ids: Vec<Uuid> = people.chain(history.iter().flat_map(Happened::corrected_ids)).collect();
    ids.sort_unstable();
    ids.dedup();
    let mut names = Vec::new();
    for id in ids {
        let name = rows::one(
            conn,
            "SELECT coalesce((SELECT name FROM deputy WHERE id = ?1), (SELECT name FROM unit WHERE id = ?1), \
             (SELECT coalesce(c.name, printf('%03d', v.ticket)) FROM citizen c JOIN visit v ON v.id = c.visit WHERE c.id = ?1)) \
             AS name",
            [id.to_string()],
            |c| c.get::<Option<String>>("name"),
        )?;
        names.extend(name.flatten().map(|name| (id, name)));
    }
    Ok(names)
}

/// A visit, its people and its opinions.
type VisitFile = (Option<Visit>, Vec<Citizen>, Vec<OpinionRow>);

/// People of a visit, and last who spoke last: it is they who go on, not the newest of those named with a group.
const PEOPLE: &str = "SELECT * FROM citizen c WHERE visit = ?1 \
     ORDER BY (SELECT max(o.n) FROM opinion o WHERE o.visit = ?1 AND o.citizen = c.id) NULLS FIRST, n";

/// A visit with its people and its opinions.
pub(super) fn visit_file(conn: &Connection, hand: &Sealing<'_>, id: VisitId) -> Result<VisitFile, StoreError> {
    let key = id.to_string();
    let people = rows::all(conn, PEOPLE, [&key], |c| rows::citizen(c, hand))?;
    Ok((
        facts::visit(conn, id, rows::visit)?,
        people,
        opinions::of_visit(conn, hand, &key)?,
    ))
}
