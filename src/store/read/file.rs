//! One record with everything around it.

use std::collections::BTreeMap;

use rusqlite::Connection;
use uuid::Uuid;

use super::opinions;
use crate::domain::event::Happened;
use crate::domain::id::{CitizenId, OpinionId, UnitId, VisitId};
use crate::domain::record::{Citizen, Opinion, Visit};
use crate::domain::rules::Ruleset;
use crate::domain::view::{OpinionFile, OpinionRow};
use crate::store::error::StoreError;
use crate::store::named::{self, name};
use crate::store::sealing::Sealing;
use crate::store::who::AccountsMet;
use crate::store::{cadres, codec, facts, log, rows, rules, traces, who};

/// So many looks stand on the page of a matter.
const LOOKS: u32 = 20;

/// A matter with its person, visit, deputies and history (一事一档), and who was shown a number of it.
pub(super) fn file(
    conn: &Connection,
    hand: &Sealing<'_>,
    rules: Option<&Ruleset>,
    id: OpinionId,
) -> Result<Option<OpinionFile>, StoreError> {
    let mut file = files(conn, hand, &[id])?.pop();
    if let Some(file) = &mut file {
        (file.looks, file.looked) = traces::of_opinion(conn, rules, id, LOOKS)?;
        let OpinionFile { looks, history, .. } = file;
        for look in looks {
            // Whoever looked after it then, which may have been somebody else.
            let until = history.iter().filter(|event| event.at <= look.at);
            let keeper = until.filter_map(Happened::keeper).next_back();
            if let (Some(keeper), Some(by)) = (keeper, look.account)
                && keeper != by
                && traces::stood_in(conn, keeper, by, look.at)?
            {
                look.whom = Some(who::called(conn, keeper)?);
            }
        }
    }
    Ok(file)
}

/// The same of several, in their order: as many statements for a page of them as for one.
pub(super) fn files(conn: &Connection, hand: &Sealing<'_>, ids: &[OpinionId]) -> Result<Vec<OpinionFile>, StoreError> {
    let speakers = rows::all(
        conn,
        "SELECT citizen FROM opinion WHERE citizen IS NOT NULL AND id IN (SELECT value FROM json_each(?1)) \
         UNION SELECT citizen FROM opinion_party WHERE opinion IN (SELECT value FROM json_each(?1))",
        [rows::listed(ids.iter())],
        |c| c.get::<CitizenId>("citizen"),
    )?;
    let owners = || ids.iter().map(|id| id.0).chain(speakers.iter().map(|id| id.0));
    let vault = hand.vault.with(conn, owners())?;
    let hand = &Sealing { vault: &vault, ..*hand };
    let opinions = rows::opinions(conn, ids, hand)?;
    let people = rows::all(
        conn,
        "SELECT * FROM citizen WHERE id IN (SELECT value FROM json_each(?1))",
        [rows::listed(speakers.iter())],
        |c| rows::citizen(c, hand),
    )?;
    let people: BTreeMap<CitizenId, Citizen> = people.into_iter().map(|c| (c.id, c)).collect();
    let matters = matters(conn, &rows::listed(speakers.iter()))?;
    let visits = rows::all(
        conn,
        "SELECT * FROM visit WHERE id IN (SELECT value FROM json_each(?1))",
        [rows::listed(opinions.iter().map(|o| o.visit))],
        rows::unnamed(rows::visit),
    )?;
    let visits: BTreeMap<VisitId, Visit> = visits.into_iter().map(|v| (v.id, v)).collect();
    let mut histories = histories(conn, hand, &opinions, owners())?;
    let names = names((conn, hand), &opinions, &people, &histories)?;
    let leading = opinions.iter().filter_map(|o| Some(o.round()?.lead.unit));
    let phones: BTreeMap<UnitId, String> = phones(conn, &rows::listed(leading))?;
    let limits = rules::kept(conn)?.unwrap_or_default().limits;
    let met = AccountsMet::default();
    let mut files = Vec::new();
    for opinion in opinions {
        let history = histories.remove(&opinion.id).unwrap_or_default();
        let mut keepers = Vec::new();
        for event in &history {
            for id in event.keeper().into_iter().chain(event.about.acting_for) {
                keepers.push((id, met.called_at(conn, id, || Ok(event.seq))?));
            }
        }
        let citizen = opinion.citizen.and_then(|c| people.get(&c)).cloned();
        let others = opinion.parties.iter().map(|p| p.citizen);
        let others = others.filter(|c| opinion.is_of_several() && opinion.citizen != Some(*c));
        let keeper = opinion.keeper.map(|k| met.called_at(conn, k, || Ok(i64::MAX)));
        let name = |id: &Uuid| Some((*id, names.get(id)?.clone()));
        let village = citizen.as_ref().and_then(|c| c.details.village);
        let people: Vec<Citizen> = others.filter_map(|c| people.get(&c)).cloned().collect();
        let villages = people.iter().filter_map(|c| Some(c.details.village?.0));
        let mut named = of_history(&opinion, &history);
        named.extend(villages);
        named.sort_unstable();
        named.dedup();
        files.push(OpinionFile {
            cadres: cadres::of(conn, &opinion)?,
            keepers,
            names: named.iter().filter_map(name).collect(),
            of_person: opinion
                .citizen
                .and_then(|c| matters.get(&c))
                .copied()
                .unwrap_or_default(),
            citizen,
            people,
            failed_tellings: opinion.attempts(&limits, None),
            village: village.and_then(|v| names.get(&v.0)).cloned(),
            unit_phone: opinion.round().and_then(|r| phones.get(&r.lead.unit)).cloned(),
            deputies: opinion
                .details
                .deputies
                .iter()
                .filter_map(|d| names.get(&d.0))
                .cloned()
                .collect(),
            keeper: keeper.transpose()?,
            visit: visits.get(&opinion.visit).cloned(),
            history,
            looks: Vec::new(),
            looked: 0,
            withheld: false,
            opinion,
        });
    }
    Ok(files)
}

/// How many matters each person has, those entered by mistake left out.
fn matters(conn: &Connection, people: &str) -> Result<BTreeMap<CitizenId, u32>, StoreError> {
    let found = rows::all(
        conn,
        "SELECT citizen, count(*) AS n FROM opinion WHERE state <> 'void' \
         AND citizen IN (SELECT value FROM json_each(?1)) GROUP BY citizen",
        [people],
        |c| Ok((c.get("citizen")?, c.get("n")?)),
    )?;
    Ok(found.into_iter().collect())
}

/// The numbers of units, of those that have one.
fn phones(conn: &Connection, units: &str) -> Result<BTreeMap<UnitId, String>, StoreError> {
    let found = rows::all(
        conn,
        "SELECT id, json_extract(profile, '$.phone') AS phone FROM unit WHERE id IN (SELECT value FROM json_each(?1))",
        [units],
        |c| Ok((c.get("id")?, c.get::<Option<String>>("phone")?)),
    )?;
    Ok(found.into_iter().filter_map(|(id, phone)| Some((id, phone?))).collect())
}

/// What happened to each matter, oldest first.
fn histories(
    conn: &Connection,
    hand: &Sealing<'_>,
    opinions: &[Opinion],
    subjects: impl Iterator<Item = Uuid>,
) -> Result<BTreeMap<OpinionId, Vec<Happened>>, StoreError> {
    let (mut histories, met) = (BTreeMap::<_, Vec<Happened>>::new(), AccountsMet::default());
    let mut theirs = BTreeMap::<Uuid, Vec<OpinionId>>::new();
    for opinion in opinions {
        theirs.entry(opinion.id.0).or_default().push(opinion.id);
        if let Some(citizen) = opinion.citizen {
            theirs.entry(citizen.0).or_default().push(opinion.id);
        }
        let others = opinion.parties.iter().map(|p| p.citizen);
        for other in others.filter(|c| opinion.is_of_several() && opinion.citizen != Some(*c)) {
            theirs.entry(other.0).or_default().push(opinion.id);
        }
    }
    for stored in log::by_subjects(conn, &rows::listed(subjects))? {
        let subject = stored.event.subject;
        for id in theirs.get(&subject).into_iter().flatten() {
            // Who it was is corrected on the person; whoever reads the matter has to see it.
            if id.0 == subject || stored.event.kind == "citizen_corrected" {
                let mut event = codec::read(&stored, hand.vault, conn)?;
                met.introduce(conn, &mut event)?;
                histories.entry(*id).or_default().push(event);
            }
        }
    }
    Ok(histories)
}

/// Whom a matter and its history name by an id: the matter it was split from, those it was filed for and moved to, the
/// deputies and villages of its corrections.
fn of_history(opinion: &Opinion, history: &[Happened]) -> Vec<Uuid> {
    let was_moved = history.iter().any(Happened::is_move);
    let people = history.iter().filter(|_| was_moved).filter_map(Happened::whose);
    let split_from = opinion.split_from.map(|id| id.0);
    let people = people.map(|id| id.0).chain(split_from);
    people.chain(history.iter().flat_map(Happened::corrected_ids)).collect()
}

/// What people call whom matters name by an id: a deputy, a village, another matter by its number, a person by name or by
/// the number of their visit.
fn names(
    (conn, hand): (&Connection, &Sealing<'_>),
    opinions: &[Opinion],
    people: &BTreeMap<CitizenId, Citizen>,
    histories: &BTreeMap<OpinionId, Vec<Happened>>,
) -> Result<BTreeMap<Uuid, String>, StoreError> {
    let nobody = Vec::new();
    let mut ids: Vec<Uuid> = people.values().filter_map(|c| c.details.village).map(|v| v.0).collect();
    for opinion in opinions {
        ids.extend(opinion.details.deputies.iter().map(|d| d.0));
        ids.extend(of_history(opinion, histories.get(&opinion.id).unwrap_or(&nobody)));
    }
    let names = rows::all(
        conn,
        concat!(
            "SELECT j.value AS id, coalesce((SELECT name FROM deputy WHERE id = j.value), \
             (SELECT name FROM unit WHERE id = j.value), (SELECT number FROM opinion WHERE id = j.value), (SELECT coalesce(",
            name!("c"),
            ", printf('%03d', v.ticket)) FROM citizen c JOIN visit v ON v.id = c.visit WHERE c.id = j.value)) AS name \
             FROM json_each(?1) j"
        ),
        [rows::listed(ids.iter())],
        |c| Ok((c.get("id")?, named::read(hand, c.get("name")?)?)),
    )?;
    Ok(names.into_iter().filter_map(|(id, name)| Some((id, name?))).collect())
}

/// A visit, its people and its opinions.
type VisitFile = (Option<Visit>, Vec<Citizen>, Vec<OpinionRow>);

/// People of a visit, and last who spoke last: it is they who go on, not the newest of those named with a group.
fn people() -> String {
    let came = facts::came_to("?1");
    format!(
        "SELECT * FROM citizen c WHERE (visit = ?1 OR c.id IN (SELECT p.citizen FROM opinion o JOIN opinion_party p \
         ON p.opinion = o.id WHERE o.visit = ?1)) AND {came} \
         ORDER BY (SELECT max(o.n) FROM opinion o WHERE o.visit = ?1 AND o.citizen = c.id) NULLS FIRST, n"
    )
}

/// A visit with its people and its opinions.
pub(super) fn visit_file(conn: &Connection, hand: &Sealing<'_>, id: VisitId) -> Result<VisitFile, StoreError> {
    let key = id.to_string();
    let people = rows::all(conn, &people(), [&key], |c| rows::citizen(c, hand))?;
    Ok((
        facts::visit(conn, id, rows::visit)?,
        people,
        opinions::of_visit(conn, hand, &key)?,
    ))
}
