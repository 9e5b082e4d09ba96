//! Matters: filed, handed over, asked after, answered, told, graded, closed, corrected.

use rusqlite::ToSql;
use uuid::Uuid;

use super::Act;
use crate::domain::code::{OpinionState, Reached};
use crate::domain::event::{FieldChange, Kind, Secret};
use crate::domain::id::{CitizenId, DeputyId};
use crate::store::error::StoreError;
use crate::store::hand::{TEXTS, Texts, seal_all};
use crate::store::{index, rows};

/// Every column below that may hold a text, with the table it is in.
const CHILDREN: &[(&str, &str)] = &[
    ("round", "note"),
    ("round", "answer"),
    ("chase", "text"),
    ("telling", "text"),
    ("evaluation", "text"),
];

fn change(act: &Act<'_>, set: &str, params: &[super::Col<'_>]) -> Result<(), StoreError> {
    act.change("opinion", set, params)
}

fn state(act: &Act<'_>, to: OpinionState) -> Result<(), StoreError> {
    change(act, "state = :state", &[(":state", &to.code())])
}

/// The texts as they stand, and whether they are confidential.
fn texts(act: &Act<'_>) -> Result<(Texts, bool), StoreError> {
    rows::one(act.tx, "SELECT * FROM opinion WHERE id = ?1", [&act.id], |c| {
        Ok((rows::texts(c, act.hand)?, c.get("confidential")?))
    })?
    .ok_or_else(|| act.missing("opinion"))
}

fn confidential(act: &Act<'_>) -> Result<bool, StoreError> {
    rows::one(
        act.tx,
        "SELECT confidential FROM opinion WHERE id = ?1",
        [&act.id],
        |c| c.get("confidential"),
    )?
    .ok_or_else(|| act.missing("opinion"))
}

fn put_texts(act: &Act<'_>, texts: &Texts, confidential: bool) -> Result<(), StoreError> {
    let (clear, sealed) = if confidential {
        (Texts::default(), seal_all(act.hand, &act.id, TEXTS, texts)?)
    } else {
        (texts.clone(), None)
    };
    act.run(
        "UPDATE opinion SET confidential = :confidential, words = :words, summary = :summary, place = :place, \
         papers = :papers, answer = :answer, sealed = :sealed WHERE id = :id",
        &[
            (":confidential", &confidential),
            (":words", &clear.words),
            (":summary", &clear.summary),
            (":place", &clear.place),
            (":papers", &clear.papers),
            (":answer", &clear.answer),
            (":sealed", &sealed),
            (":id", &act.id),
        ],
    )?;
    Ok(())
}

fn reindex(act: &Act<'_>) -> Result<(), StoreError> {
    if act.hand.index {
        index::refresh(act.tx, &act.id, false)?;
    }
    Ok(())
}

/// Sets the answer beside the other texts.
fn put_answer(act: &Act<'_>, answer: Option<String>) -> Result<(), StoreError> {
    let (mut texts, confidential) = texts(act)?;
    texts.answer = answer;
    put_texts(act, &texts, confidential)
}

fn put_deputies(act: &Act<'_>, deputies: &[DeputyId]) -> Result<(), StoreError> {
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

/// A row below the matter with one text of its own.
fn child(act: &Act<'_>, table: &str, text: Option<&str>, columns: &[super::Col<'_>]) -> Result<(), StoreError> {
    let column = if table == "round" { "note" } else { "text" };
    let field = format!("{table}.{}.{column}", act.ev.seq);
    let (clear, sealed) = act.hand.put(&act.id, &field, text, confidential(act)?)?;
    let sealed_column = format!("{column}_sealed");
    let mut whole: Vec<super::Col<'_>> = vec![
        ("n", &act.ev.seq),
        ("opinion", &act.id),
        (column, &clear),
        (&sealed_column, &sealed),
    ];
    whole.extend_from_slice(columns);
    act.insert(table, &whole)
}

/// Sets the answer of a round.
fn round_answer(act: &Act<'_>, round: u16, answer: Option<&str>) -> Result<(), StoreError> {
    let n = rows::one(
        act.tx,
        "SELECT n FROM round WHERE opinion = ?1 AND no = ?2",
        rusqlite::params![act.id, round],
        |c| c.get::<i64>("n"),
    )?
    .ok_or_else(|| act.missing("round"))?;
    let field = format!("round.{n}.answer");
    let (clear, sealed) = act.hand.put(&act.id, &field, answer, confidential(act)?)?;
    act.run(
        "UPDATE round SET answer = :clear, answer_sealed = :sealed WHERE n = :n",
        &[(":clear", &clear), (":sealed", &sealed), (":n", &n)],
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

fn current_round(act: &Act<'_>) -> Result<Option<u16>, StoreError> {
    Ok(
        rows::one(act.tx, "SELECT round_no FROM opinion WHERE id = ?1", [&act.id], |c| {
            c.get::<Option<u16>>("round_no")
        })?
        .flatten(),
    )
}

fn correct(act: &Act<'_>, field: &FieldChange) -> Result<(), StoreError> {
    let new = field.new.clone();
    let set = |column: &str, value: &dyn ToSql| {
        act.run(
            &format!("UPDATE opinion SET {column} = :value WHERE id = :id"),
            &[(":value", value), (":id", &act.id)],
        )
    };
    let on_round = |column: &str, value: &dyn ToSql| -> Result<(), StoreError> {
        let no = current_round(act)?;
        act.run(
            &format!("UPDATE round SET {column} = :value WHERE opinion = :id AND no = :no"),
            &[(":value", value), (":id", &act.id), (":no", &no)],
        )?;
        Ok(())
    };
    match field.field.as_str() {
        open @ ("category" | "scope" | "urgency" | "papers_at" | "channel") => {
            set(open, &new)?;
        }
        "affected" => {
            set("affected", &new.and_then(|n| n.parse::<u32>().ok()))?;
        }
        "due" => {
            set("due", &new)?;
            on_round("due", &new)?;
        }
        "class" => {
            set("class", &new)?;
            on_round("class", &new)?;
        }
        "deputies" => {
            let ids = new.unwrap_or_default();
            let ids = ids.split(',').filter(|part| !part.is_empty());
            let ids: Result<Vec<DeputyId>, _> = ids.map(|part| Uuid::parse_str(part).map(DeputyId)).collect();
            put_deputies(act, &ids.map_err(|_| act.missing("deputy"))?)?;
        }
        "confidential" => turn_confidential(act, new.is_some_and(|v| v == "1" || v == "true"))?,
        "answer" => {
            if let Some(no) = current_round(act)? {
                round_answer(act, no, new.as_deref())?;
            }
            put_answer(act, new)?;
        }
        text @ ("words" | "summary" | "place" | "papers") => {
            let (mut texts, confidential) = texts(act)?;
            match text {
                "words" => texts.words = new,
                "summary" => texts.summary = new,
                "place" => texts.place = new,
                _ => texts.papers = new,
            }
            put_texts(act, &texts, confidential)?;
        }
        other => {
            return Err(StoreError::corrupt(format!(
                "event {}: a matter has no field {other}",
                act.ev.seq
            )));
        }
    }
    Ok(())
}

/// Moves every text of a matter from the clear into the sealed columns, or back.
fn turn_confidential(act: &Act<'_>, on: bool) -> Result<(), StoreError> {
    let (texts, _) = texts(act)?;
    put_texts(act, &texts, on)?;
    for (table, column) in CHILDREN {
        let found = rows::all(
            act.tx,
            &format!("SELECT n, {column} AS clear, {column}_sealed AS sealed FROM {table} WHERE opinion = ?1"),
            [&act.id],
            |c| {
                Ok((
                    c.get::<i64>("n")?,
                    c.get::<Option<String>>("clear")?,
                    c.get::<Option<Vec<u8>>>("sealed")?,
                ))
            },
        )?;
        for (n, clear, sealed) in found {
            let name = format!("{table}.{n}.{column}");
            let text = act.hand.get(&act.id, &name, clear, sealed)?;
            let (clear, sealed) = act.hand.put(&act.id, &name, text.as_deref(), on)?;
            act.run(
                &format!("UPDATE {table} SET {column} = :clear, {column}_sealed = :sealed WHERE n = :n"),
                &[(":clear", &clear), (":sealed", &sealed), (":n", &n)],
            )?;
        }
    }
    Ok(())
}
