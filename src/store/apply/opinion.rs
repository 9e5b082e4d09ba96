//! Matters: filed, handed over, asked after, answered, told, graded, closed, corrected.

use super::Act;
use super::corrected::correct;
use super::texts::{child, put_answer, put_texts, round_answer};
use crate::domain::code::{OpinionState, Reached};
use crate::domain::event::{Kind, Secret};
use crate::domain::id::{CitizenId, DeputyId};
use crate::store::error::StoreError;
use crate::store::hand::Texts;
use crate::store::{index, rows};

fn change(act: &Act<'_>, set: &str, params: &[super::Col<'_>]) -> Result<(), StoreError> {
    act.change("opinion", set, params)
}

fn state(act: &Act<'_>, to: OpinionState) -> Result<(), StoreError> {
    change(act, "state = :state", &[(":state", &to.code())])
}

fn reindex(act: &Act<'_>) -> Result<(), StoreError> {
    if act.hand.index {
        index::refresh(act.tx, &act.id, false)?;
    }
    Ok(())
}

pub(super) fn put_deputies(act: &Act<'_>, deputies: &[DeputyId]) -> Result<(), StoreError> {
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
fn put_parties(act: &Act<'_>, citizens: &[CitizenId]) -> Result<(), StoreError> {
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
    Ok(())
}

fn all_parties(act: &Act<'_>, told: bool) -> Result<(), StoreError> {
    act.run(
        "UPDATE opinion_party SET told = :told WHERE opinion = :id",
        &[(":told", &told), (":id", &act.id)],
    )?;
    Ok(())
}

/// Somebody was told: one of a group, or with nobody named all of them. The matter is told when everybody is.
fn told(act: &Act<'_>, citizen: Option<&str>) -> Result<(), StoreError> {
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
        change(act, "state = 'told', told = 1, held = 0", &[])
    } else {
        change(act, "visit = visit", &[])
    }
}

/// How many matters a visit has: void ones and those moved away do not count.
fn count_visit(act: &Act<'_>, visit: &str) -> Result<(), StoreError> {
    act.run(
        "UPDATE visit SET opinions = (SELECT count(*) FROM opinion WHERE visit = :visit AND state <> 'void') WHERE id = :visit",
        &[(":visit", &visit)],
    )?;
    Ok(())
}

pub(super) fn apply(act: &Act<'_>) -> Result<(), StoreError> {
    let at = act.ev.happened.0;
    match &act.ev.kind {
        Kind::OpinionFiled { .. } => filed(act),
        Kind::AnsweredOnSpot { class, grade } => {
            change(
                act,
                "state = 'closed', on_spot = 1, told = 1, class = :class, grade = :grade, closed_at = :at",
                &[
                    (":class", class),
                    (":grade", &grade.map(crate::domain::code::Grade::code)),
                    (":at", &at),
                ],
            )?;
            all_parties(act, true)?;
            put_answer(act, act.secret().text)
        }
        Kind::GuidedElsewhere {
            reason,
            destination,
            phone,
            told,
        } => {
            change(
                act,
                "state = 'guided', guidance = :reason, guide_destination = :destination, guide_phone = :phone, told = :told",
                &[
                    (":reason", reason),
                    (":destination", destination),
                    (":phone", phone),
                    (":told", told),
                ],
            )?;
            all_parties(act, *told)
        }
        Kind::KeptForReference {} => state(act, OpinionState::Reference),
        Kind::HandedOver { .. } => handed_over(act),
        Kind::Chased {
            round,
            way,
            person,
            promised_for,
        } => {
            let promised = promised_for.map(|d| d.to_string());
            change(act, "promised_for = :promised", &[(":promised", &promised)])?;
            act.run(
                "UPDATE round SET promised_for = :promised WHERE opinion = :id AND no = :no",
                &[(":promised", &promised), (":id", &act.id), (":no", round)],
            )?;
            child(
                act,
                "chase",
                act.secret().text.as_deref(),
                &[
                    ("round", round),
                    ("at", &at),
                    ("way", &way.code()),
                    ("person", person),
                    ("promised_for", &promised),
                ],
            )
        }
        Kind::Answered { .. } => answered(act),
        Kind::HeldForCollection {} => change(act, "held = 1", &[]),
        Kind::PersonTold { citizen, way, reached } => {
            let citizen = citizen.map(|c| c.to_string());
            if matches!(reached, Reached::Told | Reached::Collected) {
                told(act, citizen.as_deref())?;
            } else {
                change(act, "failed_tellings = failed_tellings + 1", &[])?;
            }
            child(
                act,
                "telling",
                act.secret().text.as_deref(),
                &[
                    ("citizen", &citizen),
                    ("at", &at),
                    ("way", &way.code()),
                    ("reached", &reached.code()),
                ],
            )
        }
        Kind::Evaluated { grade, way } => {
            change(act, "grade = :grade", &[(":grade", &grade.code())])?;
            child(
                act,
                "evaluation",
                act.secret().text.as_deref(),
                &[
                    ("at", &at),
                    ("way", &way.map(crate::domain::code::Way::code)),
                    ("grade", &grade.code()),
                ],
            )
        }
        Kind::OpinionClosed {
            class,
            class_date,
            told,
        } => change(
            act,
            "state = 'closed', class = :class, class_date = :date, told = max(told, :told), closed_at = :at",
            &[
                (":class", class),
                (":date", &class_date.map(|d| d.to_string())),
                (":told", told),
                (":at", &at),
            ],
        ),
        Kind::OpinionCorrected { changes, .. } => {
            // Counts as a change also when only sealed fields changed and the key is gone.
            change(act, "visit = visit", &[])?;
            let secret = act.secret();
            for field in changes.iter().chain(&secret.changes) {
                correct(act, field)?;
            }
            reindex(act)
        }
        Kind::OpinionVoided { reason } => {
            change(act, "state = 'void', void_reason = :reason", &[(":reason", reason)])?;
            recount(act)
        }
        Kind::OpinionSplit { .. } => change(act, "visit = visit", &[]),
        Kind::OpinionMoved { visit, citizen, .. } => {
            let before = rows::one(act.tx, "SELECT visit FROM opinion WHERE id = ?1", [&act.id], |c| {
                c.get::<String>("visit")
            })?;
            let visit = visit.to_string();
            change(
                act,
                "visit = :visit, citizen = :citizen, session = (SELECT v.session FROM visit v WHERE v.id = :visit)",
                &[(":visit", &visit), (":citizen", &citizen.map(|c| c.to_string()))],
            )?;
            // The representatives belong to the visit it was written to by mistake.
            put_parties(act, citizen.as_slice())?;
            count_visit(act, &before.unwrap_or_default())?;
            count_visit(act, &visit)?;
            reindex(act)
        }
        _ => Ok(()),
    }
}

fn recount(act: &Act<'_>) -> Result<(), StoreError> {
    let visit = rows::one(act.tx, "SELECT visit FROM opinion WHERE id = ?1", [&act.id], |c| {
        c.get::<String>("visit")
    })?;
    count_visit(act, &visit.unwrap_or_default())
}

fn filed(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::OpinionFiled {
        number,
        year,
        serial,
        visit,
        citizen,
        representatives,
        session,
        day,
        channel,
        category,
        affected,
        scope,
        urgency,
        deputies,
        confidential,
        papers_at,
        split_from,
        paper_no,
    } = &act.ev.kind
    else {
        return Ok(());
    };
    act.count("opinion", &year.to_string(), i64::from(*serial))?;
    let visit = visit.to_string();
    act.create(
        "opinion",
        &[
            ("number", number),
            ("year", year),
            ("serial", serial),
            ("visit", &visit),
            ("citizen", &citizen.map(|c| c.to_string())),
            ("session", &session.map(|s| s.to_string())),
            ("day", &day.to_string()),
            ("channel", &channel.code()),
            ("category", category),
            ("affected", affected),
            ("scope", &scope.map(crate::domain::code::Scope::code)),
            ("urgency", &urgency.code()),
            ("confidential", confidential),
            ("papers_at", papers_at),
            ("split_from", &split_from.map(|o| o.to_string())),
            ("paper_no", paper_no),
            ("state", &OpinionState::Filed.code()),
            ("on_spot", &false),
            ("told", &false),
            ("failed_tellings", &0),
            ("held", &false),
            ("filed_at", &act.ev.happened.0),
        ],
    )?;
    let Secret {
        words,
        summary,
        place,
        papers,
        ..
    } = act.secret();
    let texts = Texts {
        words,
        summary,
        place,
        papers,
        answer: None,
    };
    if texts != Texts::default() {
        put_texts(act, &texts, *confidential)?;
    }
    put_deputies(act, deputies)?;
    let parties: Vec<CitizenId> = citizen.iter().chain(representatives).copied().collect();
    put_parties(act, &parties)?;
    act.run(
        "UPDATE visit SET opinions = opinions + 1 WHERE id = :visit",
        &[(":visit", &visit)],
    )?;
    if act.hand.index {
        index::refresh(act.tx, &act.id, true)?;
    }
    Ok(())
}

/// A new round starts clean; what the round before said stays in its own row.
fn handed_over(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::HandedOver {
        round,
        unit,
        unit_name,
        due,
        provisional,
        way,
        person,
    } = &act.ev.kind
    else {
        return Ok(());
    };
    let (unit, due) = (unit.to_string(), due.map(|d| d.to_string()));
    change(
        act,
        "state = 'handed_over', round_no = :round, unit = :unit, due = :due, promised_for = NULL, answered_at = NULL, \
         class = NULL, class_date = NULL, told = 0, failed_tellings = 0, held = 0, grade = NULL, closed_at = NULL",
        &[(":round", round), (":unit", &unit), (":due", &due)],
    )?;
    if *round > 1 {
        all_parties(act, false)?;
        put_answer(act, None)?;
    }
    child(
        act,
        "round",
        act.secret().text.as_deref(),
        &[
            ("no", round),
            ("unit", &unit),
            ("unit_name", unit_name),
            ("handed_at", &act.ev.happened.0),
            ("due", &due),
            ("provisional", provisional),
            ("way", &way.code()),
            ("person", person),
        ],
    )
}

fn answered(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::Answered {
        round,
        way,
        person,
        class,
        class_date,
    } = &act.ev.kind
    else {
        return Ok(());
    };
    let date = class_date.map(|d| d.to_string());
    let at = act.ev.happened.0;
    change(
        act,
        "state = 'answered', answered_at = :at, class = :class, class_date = :date, told = 0",
        &[(":at", &at), (":class", class), (":date", &date)],
    )?;
    act.run(
        "UPDATE round SET answered_at = :at, answered_way = :way, answered_person = :person, class = :class, \
         class_date = :date WHERE opinion = :id AND no = :no",
        &[
            (":at", &at),
            (":way", &way.code()),
            (":person", person),
            (":class", class),
            (":date", &date),
            (":id", &act.id),
            (":no", round),
        ],
    )?;
    let text = act.secret().text;
    round_answer(act, *round, text.as_deref())?;
    put_answer(act, text)
}
