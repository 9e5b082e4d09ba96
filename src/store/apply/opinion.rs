//! Matters: filed, answered on the spot, told, graded, closed, corrected.

use super::corrected::correct;
use super::people::put_numbers;
use super::texts::{child, confidential, put_aside, put_texts};
use super::{Act, Done, Told};
use crate::domain::code::{Grade, OpinionState, Way};
use crate::domain::deadline::Deadline;
use crate::domain::event::{
    CitizenRecorded, Evaluated, KeeperChanged, OpinionClosed, OpinionCorrected, OpinionFiled, OpinionMoved,
    OpinionSplit, OpinionVoided, PersonTold, Unsettled,
};
use crate::domain::fields::{CitizenField, Datum, OpinionField};
use crate::domain::id::{CitizenId, DeputyId, OpinionId};
use crate::store::error::StoreError;
use crate::store::named::Called;
use crate::store::rows::party_grade;
use crate::store::sealing::{Aside, PRIVATE, Private, SealedAsOne, Sealing, Texts, seal_all};
use crate::store::{index, named, rows, rules, who};
use rusqlite::types::Value;

pub(super) fn change(act: &Act<'_>, set: &str, params: &[super::Col<'_>]) -> Done {
    act.change("opinion", set, params)
}

pub(super) fn state(act: &Act<'_>, to: OpinionState) -> Done {
    change(act, "state = :state", &[(":state", &to.code())])
}

fn reindex(act: &Act<'_>) -> Done {
    if act.hand.index {
        index::refresh(act.tx, act.hand.vault, &act.id, false)?;
    }
    Ok(())
}

pub(super) fn put_deputies(act: &Act<'_>, deputies: &[DeputyId]) -> Done {
    act.run("DELETE FROM opinion_deputy WHERE opinion = :id", &[(":id", &act.id)])?;
    for (place, deputy) in deputies.iter().enumerate() {
        act.insert(
            "opinion_deputy",
            &[
                ("opinion", &act.id),
                ("place", &(place as i64)),
                ("deputy", &deputy.to_string()),
            ],
        )?;
    }
    Ok(())
}

/// Everybody the answer is owed to, who spoke first.
fn put_parties(act: &Act<'_>, citizens: &[CitizenId]) -> Done {
    let before = parties(act)?;
    act.run("DELETE FROM opinion_party WHERE opinion = :id", &[(":id", &act.id)])?;
    for (place, citizen) in citizens.iter().enumerate() {
        act.run(
            "INSERT INTO opinion_party (opinion, citizen, place, told) VALUES (:id, :citizen, :place, 0) \
             ON CONFLICT (opinion, citizen) DO NOTHING",
            &[
                (":id", &act.id),
                (":citizen", &citizen.to_string()),
                (":place", &(place as i64)),
            ],
        )?;
    }
    let others = before.into_iter().filter(|id| !citizens.contains(id));
    settle_names(act, others.chain(citizens.iter().copied()))
}

fn parties(act: &Act<'_>) -> Result<Vec<CitizenId>, StoreError> {
    let sql = "SELECT citizen FROM opinion_party WHERE opinion = ?1 ORDER BY place";
    rows::all(act.tx, sql, [&act.id], |c| c.get("citizen"))
}

/// Names stand in clear or sealed as the matters say that they are of.
fn settle_names(act: &Act<'_>, mut people: impl Iterator<Item = CitizenId>) -> Done {
    people.try_for_each(|id| named::settle(act.hand, act.tx, &id.to_string()))
}

/// The same of everybody a matter is owed to.
pub(super) fn settle_parties(act: &Act<'_>) -> Done {
    settle_names(act, parties(act)?.into_iter())
}

pub(super) fn all_parties(act: &Act<'_>, told: bool) -> Done {
    act.run(
        "UPDATE opinion_party SET told = :told WHERE opinion = :id",
        &[(":told", &told), (":id", &act.id)],
    )?;
    Ok(())
}

/// Somebody was told: one of a group, or with nobody named all of them. The matter is told when everybody is.
fn told(act: &Act<'_>, citizen: Option<&str>) -> Done {
    match citizen {
        None => all_parties(act, true)?,
        Some(citizen) => {
            act.run(
                "UPDATE opinion_party SET told = 1 WHERE opinion = :id AND citizen = :citizen",
                &[(":id", &act.id), (":citizen", &citizen)],
            )?;
        }
    }
    let waiting = rows::count(
        act.tx,
        "SELECT count(*) FROM opinion_party WHERE opinion = ?1 AND told = 0",
        [&act.id],
    )?;
    if waiting == 0 {
        // What was guided elsewhere stays where it is.
        change(
            act,
            "state = iif(state = 'guided', state, 'told'), told = 1, held = 0",
            &[],
        )
    } else {
        touched(act)
    }
}

/// Attempts to tell of a matter that reached nobody, as the rules count them now.
pub(super) fn attempts(told: &Told<'_>) -> Result<u16, StoreError> {
    let hand = Sealing {
        vault: told.vault,
        keys: told.conn,
        index: false,
    };
    let found = rows::opinions(told.conn, &[OpinionId(told.subject)], &hand)?;
    let limits = rules::kept(told.conn)?.unwrap_or_default().limits;
    Ok(found.first().map_or(0, |o| o.attempts(&limits, None)))
}

/// How many matters a visit has: void ones and those moved away do not count.
fn count_visit(act: &Act<'_>, visit: &str) -> Done {
    act.run(
        "UPDATE visit SET opinions = (SELECT count(*) FROM opinion WHERE visit = :visit AND state <> 'void') WHERE id = :visit",
        &[(":visit", &visit)],
    )?;
    Ok(())
}

/// The columns of a due date, with their values.
pub(super) fn due_columns(due: Option<Deadline>) -> [(&'static str, Value); 3] {
    let text = due.map(|d| d.day.to_string());
    let time = due.and_then(|d| d.time).map(|t| i64::from(t.0));
    let provisional = due.is_some_and(|d| d.provisional);
    [
        ("due", text.into()),
        ("due_time", time.into()),
        ("due_provisional", provisional.into()),
    ]
}

/// The part of the unit that leads in a round.
pub(super) fn lead_part(act: &Act<'_>, round: u16) -> Result<u16, StoreError> {
    rows::one(
        act.tx,
        "SELECT part FROM handover WHERE opinion = ?1 AND round = ?2 AND lead = 1",
        rusqlite::params![act.id, round],
        |c| c.get("part"),
    )?
    .ok_or_else(|| act.missing("handover"))
}

/// Something happened to the matter that its row does not say.
pub(super) fn touched(act: &Act<'_>) -> Done {
    change(act, "visit = visit", &[])
}

/// A matter is as grave as the gravest that one of those says whom it is owed to.
pub(super) fn gravest(act: &Act<'_>) -> Result<Option<Grade>, StoreError> {
    let said = rows::all(
        act.tx,
        concat!(
            "SELECT ",
            party_grade!(),
            " AS grade FROM opinion_party p WHERE p.opinion = ?1"
        ),
        [&act.id],
        |c| c.get::<Option<Grade>>("grade"),
    )?;
    Ok(said.into_iter().flatten().max_by_key(|g| g.gravity()))
}

/// It is not struck off any more, and says again what the answer says.
macro_rules! not_closed {
    () => {
        "closed_at = NULL, class = answer_class, class_date = answer_date"
    };
}
pub(super) use not_closed;

/// What is over is not over for whoever is not content with it.
pub(super) fn unsettled(act: &Act<'_>, grade: Option<Grade>) -> Done {
    if grade.is_none_or(Grade::settles) {
        return Ok(());
    }
    change(
        act,
        concat!("state = iif(state = 'closed', 'told', state), ", not_closed!()),
        &[],
    )
}

effects! { act;
    // It files the second matter before it says what of the first one that came from.
    OpinionSplit<'_>, _ => touched(act), tells |e, told| {
        (told.outcome.opinion, told.outcome.other_opinion) = (Some(OpinionId(told.subject)), Some(*e.into));
        Ok(())
    };

    PersonTold<'_>, Self { citizen, way, reached, ask_on, note, .. } => {
        let citizen = citizen.map(|c| c.to_string());
        if reached.is_told() {
            told(act, citizen.as_deref())?;
        } else {
            touched(act)?;
        }
        child(
            act,
            "telling",
            &[("text", note.as_ref())],
            &[
                ("citizen", &citizen),
                ("at", &act.ev.happened.0),
                ("way", &way.code()),
                ("reached", &reached.code()),
                ("ask_on", &ask_on.map(|day| day.to_string())),
            ],
        )
    }, tells |e, told| {
        if !e.reached.is_told() {
            told.outcome.tries = Some((attempts(told)?, *e.another));
        }
        told.outcome.untold = rows::count(
            told.conn,
            "SELECT count(*) FROM opinion_party WHERE opinion = ?1 AND told = 0",
            [told.subject.hyphenated().to_string()],
        )?;
        Ok(())
    };

    Evaluated<'_>, Self { citizen, grade, attitude, result, way, asked_by, said } => {
        child(
            act,
            "evaluation",
            &[("text", said.as_ref())],
            &[
                ("at", &act.ev.happened.0),
                ("citizen", &citizen.map(|c| c.to_string())),
                ("way", &way.map(Way::code)),
                ("grade", &grade.code()),
                ("attitude", &attitude.map(Grade::code)),
                ("result", &result.map(Grade::code)),
                ("asked_by", &asked_by.as_ref().map(|by| act.json(by)).transpose()?),
            ],
        )?;
        let gravest = gravest(act)?.unwrap_or(*grade);
        change(act, "grade = :grade", &[(":grade", &gravest.code())])?;
        // Whoever is not content brings it back, also where no event of its own says so: it was not noted once.
        unsettled(act, Some(*grade))
    };

    OpinionClosed<'_>, e => {
        change(
            act,
            "state = 'closed', class = :class, class_date = :date, told = max(told, :told), closed_at = :at",
            &[
                (":class", e.class),
                (":date", &e.class_date.map(|d| d.to_string())),
                (":told", e.told),
                (":at", &act.ev.happened.0),
            ],
        )
    }, tells |_e, told| {
        told.outcome.struck_off = true;
        Ok(())
    };

    Unsettled, _ => change(act, concat!("state = 'told', ", not_closed!()), &[]);

    // What a matter that turns confidential said is in no index from then on. Of other corrections the older words stay in the
    // pieces of the index until these are rewritten, as they stay in the history.
    OpinionCorrected<'_>, e => {
        // Counts as a change also when only sealed fields changed and the key is gone.
        touched(act)?;
        for field in e.changes
            .iter()
            .chain(e.sealed_changes.as_deref().unwrap_or_default())
        {
            correct(act, field, e.reason.as_deref())?;
        }
        reindex(act)?;
        act.left.borrow_mut().unindexed |= e.changes.iter().any(|f| {
            OpinionField::of_key(&f.field) == Some(OpinionField::Confidential)
                && bool::read(f.new.as_deref()) == Some(true)
        });
        Ok(())
    };

    OpinionVoided<'_>, e => {
        state(act, OpinionState::Void)?;
        put_aside(act, Aside::VOID_REASON, e.reason.as_deref(), confidential(act)?)?;
        recount(act)
    };

    OpinionMoved<'_>, Self { visit, citizen, representatives, anew, .. } => {
        let before = rows::one(
            act.tx,
            "SELECT visit, state, on_spot, told FROM opinion WHERE id = ?1",
            [&act.id],
            |c| Ok((c.get("visit")?, c.get("state")?, c.get("on_spot")?, c.get("told")?)),
        )?;
        let (before, state, on_spot, was_told): (String, OpinionState, bool, bool) = before.ok_or_else(|| act.missing("opinion"))?;
        let visit = visit.to_string();
        change(
            act,
            "visit = :visit, citizen = :citizen, session = (SELECT v.session FROM visit v WHERE v.id = :visit)",
            &[(":visit", &visit), (":citizen", &citizen.map(|c| c.to_string()))],
        )?;
        let is_answered = state.owes_anew(on_spot);
        if *anew && is_answered {
            change(
                act,
                concat!("state = 'answered', told = 0, held = 0, grade = NULL, ", not_closed!()),
                &[],
            )?;
        }
        // Those of before belong to the visit it was written to by mistake.
        let people: Vec<CitizenId> = citizen.iter().chain(representatives).copied().collect();
        let owed = parties(act)?;
        // Whoever it is owed to as before was told as before, and tried as often.
        if *anew || owed != people {
            change(act, "owed_since = :seq", &[])?;
            put_parties(act, &people)?;
            if !is_answered && was_told {
                all_parties(act, true)?;
            }
        }
        count_visit(act, &before)?;
        count_visit(act, &visit)?;
        reindex(act)
    };

    KeeperChanged<'_>, e => change(act, "keeper = :to", &[(":to", &e.to.to_string())]);
}

fn recount(act: &Act<'_>) -> Done {
    let visit = rows::one(act.tx, "SELECT visit FROM opinion WHERE id = ?1", [&act.id], |c| {
        c.get::<String>("visit")
    })?;
    count_visit(act, &visit.unwrap_or_default())
}

effects! { act;
    OpinionFiled<'_>, Self {
        number,
        year,
        serial,
        visit,
        citizen,
        representatives,
        session,
        day,
        split_from,
        details,
    } => {
        act.count("opinion", &year.to_string(), i64::from(*serial))?;
        let visit = visit.to_string();
        let paper = act.ev.about.paper.as_deref();
        let (paper_no, paper_no_sealed) = act
            .hand
            .put_aside(&act.id, Aside::PAPER_NO, paper, details.confidential)?;
        let (citizen_id, session) = (citizen.map(|c| c.to_string()), session.map(|s| s.to_string()));
        let (day, split_from) = (day.to_string(), split_from.map(|o| o.to_string()));
        let keeper = who::account(act.tx, act.ev)?.map(|id| id.to_string());
        let state = OpinionState::Filed.code();
        let said: Vec<(&str, Option<String>)> = OpinionField::plain().map(|f| (f.key(), details.text(f))).collect();
        let mut columns: Vec<super::Col<'_>> = vec![
            ("number", number),
            ("year", year),
            ("serial", serial),
            ("visit", &visit),
            ("citizen", &citizen_id),
            ("session", &session),
            ("day", &day),
            ("split_from", &split_from),
            ("paper_no", &paper_no),
            ("paper_no_sealed", &paper_no_sealed),
            ("keeper", &keeper),
            ("state", &state),
            ("on_spot", &false),
            ("told", &false),
            ("held", &false),
            ("owed_since", &act.ev.seq),
            ("filed_at", &act.ev.happened.0),
        ];
        columns.extend(said.iter().map(|(key, value)| -> super::Col<'_> { (*key, value) }));
        act.create("opinion", &columns)?;
        let texts = Texts::of(OpinionField::texts(), |field| details.text(field));
        if texts != Texts::default() {
            put_texts(act, &texts, details.confidential)?;
        }
        put_deputies(act, &details.deputies)?;
        let parties: Vec<CitizenId> = citizen.iter().chain(representatives).copied().collect();
        put_parties(act, &parties)?;
        act.run(
            "UPDATE visit SET opinions = opinions + 1 WHERE id = :visit",
            &[(":visit", &visit)],
        )?;
        if act.hand.index {
            index::refresh(act.tx, act.hand.vault, &act.id, true)?;
        }
        Ok(())
    }, tells |e, told| {
        told.outcome.number = Some(e.number.clone());
        // Whoever gave no name asks for a second matter by the code of the first.
        if let Some(citizen) = e.citizen {
            told.outcome.claim_code = told.column("citizen", citizen.0, "claim_code")?;
        }
        Ok(())
    };

    CitizenRecorded<'_>, Self { visit, claim_code, details } => {
        let visit = visit.to_string();
        let said_private = Private::of(CitizenField::together(), |field| details.text(field));
        let private = seal_all(act.hand, &act.id, PRIVATE, &said_private)?;
        // The name is put beside them, sealed until a matter says that it may stand in clear: it would leave a copy.
        let open = CitizenField::columns().filter(|field| !field.is_name());
        let said: Vec<(&str, Option<String>)> = open.map(|f| (f.key(), details.text(f))).collect();
        let mut columns: Vec<super::Col<'_>> = vec![
            ("visit", &visit),
            ("private", &private),
            ("claim_code", claim_code),
        ];
        columns.extend(said.iter().map(|(key, value)| -> super::Col<'_> { (*key, value) }));
        act.create("citizen", &columns)?;
        let called = Called { name: details.name.clone(), pinyin: details.pinyin.clone() };
        called.put(act.hand, act.tx, &act.id)?;
        put_numbers(act, &said_private)
    }, tells |e, told| {
        told.outcome.claim_code = e.claim_code.clone().or(told.outcome.claim_code.take());
        Ok(())
    };
}
