//! To the units and back: a round is one unit's part or several, and the matter follows the one that leads.

use super::opinion::{all_parties, change, due_columns, gravest, not_closed, state, touched, unsettled};
use super::texts::{child, confidential, part_text, put_answer, put_aside};
use super::{Act, Col, Done};
use crate::domain::code::{Grade, OpinionState, Urgency};
use crate::domain::deadline::SetBy;
use crate::domain::event::{
    Answered, AnsweredOnSpot, Chased, GuidedElsewhere, HandedOver, HearingCorrected, HeldForCollection,
    KeptForReference, PartRecounted,
};
use crate::domain::rules::Limit;
use crate::store::error::StoreError;
use crate::store::sealing::Aside;
use crate::store::{rows, rules};

effects! { act;
    // A new round starts clean; what the round before said stays in its own rows.
    HandedOver<'_>, Self { round, part, lead, unit_name, way, set_by, person, note, to } => {
        let unit = to.unit.to_string();
        let [day, time, provisional] = due_columns(to.due).map(|(_, value)| value);
        let limit = match set_by {
            Some(SetBy::Limit(limit)) => Some(*limit),
            Some(SetBy::Word) => None,
            None => limit_then(act)?,
        };
        let limit = limit.map(|limit| act.json(&limit)).transpose()?;
        if *lead {
            let sql = "SELECT on_spot OR answered_at IS NOT NULL AS here FROM opinion WHERE id = ?1";
            let answered_here = rows::one(act.tx, sql, [&act.id], |c| c.get::<bool>("here"))?.unwrap_or_default();
            change(
                act,
                "state = 'handed_over', on_spot = 0, round_no = :round, unit = :unit, due = :due, due_time = :time, \
                 due_provisional = :provisional, promised_for = NULL, answered_at = NULL, class = NULL, class_date = NULL, \
                 answer_class = NULL, answer_date = NULL, told = 0, held = 0, grade = NULL, owed_since = :seq, closed_at = NULL",
                &[
                    (":round", round),
                    (":unit", &unit),
                    (":due", &day),
                    (":time", &time),
                    (":provisional", &provisional),
                ],
            )?;
            if *round > 1 || answered_here {
                all_parties(act, false)?;
                put_answer(act, None)?;
            }
        } else {
            touched(act)?;
        }
        child(
            act,
            "handover",
            &[("person", person.as_ref()), ("note", note.as_ref())],
            &[
                ("round", round),
                ("part", part),
                ("lead", lead),
                ("unit", &unit),
                ("unit_name", unit_name),
                ("via", &to.via.map(|u| u.to_string())),
                ("handed_at", &act.ev.happened.0),
                ("counted_from", &to.counted_from.map(|d| d.to_string())),
                ("due", &day),
                ("due_time", &time),
                ("due_provisional", &provisional),
                ("counted_by", &limit),
                ("way", &way.code()),
            ],
        )
    };
}

/// What limit the rules gave when a hand-over did not note it: those in force at its place in the log.
fn limit_then(act: &Act<'_>) -> Result<Option<Limit>, StoreError> {
    let sql = "SELECT urgency FROM opinion WHERE id = ?1";
    let urgency = rows::one(act.tx, sql, [&act.id], |c| c.get::<Urgency>("urgency"))?;
    Ok(rules::kept(act.tx)?.map(|rules| rules.answer_limit(urgency.unwrap_or(Urgency::Normal))))
}

/// The limit by which the person is to be told; of an event that did not note it the one of the rules in force at its place
/// in the log.
pub(super) fn to_tell(act: &Act<'_>, noted: Option<&Limit>) -> Result<Option<String>, StoreError> {
    let limit = match noted {
        Some(limit) => Some(*limit),
        None => rules::kept(act.tx)?.map(|rules| rules.limits.tell),
    };
    limit.map(|limit| act.json(&limit)).transpose()
}

/// Sets columns of one part.
fn on_part(act: &Act<'_>, round: u16, part: u16, set: &str, params: &[Col<'_>]) -> Done {
    let sql = format!("UPDATE handover SET {set} WHERE opinion = :id AND round = :round AND part = :part");
    let place: [Col<'_>; 3] = [(":id", &act.id), (":round", &round), (":part", &part)];
    match act.run(&sql, &[params, &place].concat())? {
        1 => Ok(()),
        _ => Err(act.missing("handover")),
    }
}

effects! { act;
    Chased<'_>, Self { round, part, lead, way, promised_for, person, text } => {
        let promised = promised_for.map(|d| d.to_string());
        let set = "promised_for = :promised";
        if *lead {
            change(act, set, &[(":promised", &promised)])?;
        } else {
            touched(act)?;
        }
        on_part(act, *round, *part, set, &[(":promised", &promised)])?;
        child(
            act,
            "chase",
            &[("person", person.as_ref()), ("text", text.as_ref())],
            &[
                ("round", round),
                ("part", part),
                ("at", &act.ev.happened.0),
                ("way", &way.code()),
                ("promised_for", &promised),
            ],
        )
    };

    Answered<'_>, Self { round, part, lead, way, class, class_date, tell_by, person, text } => {
        let tell_by = to_tell(act, tell_by.as_ref())?;
        let date = class_date.map(|d| d.to_string());
        let at = act.ev.happened.0;
        if *lead {
            change(
                act,
                "state = 'answered', answered_at = :at, class = :class, class_date = :date, \
                 answer_class = :class, answer_date = :date, told = 0, tell_by = :tell",
                &[(":at", &at), (":class", class), (":date", &date), (":tell", &tell_by)],
            )?;
        } else {
            touched(act)?;
        }
        on_part(
            act,
            *round,
            *part,
            "answered_at = :at, answered_way = :way, class = :class, class_date = :date",
            &[(":at", &at), (":way", &way.code()), (":class", class), (":date", &date)],
        )?;
        let place = (*round, *part);
        part_text(act, place, "answered_person", person.as_deref())?;
        part_text(act, place, "answer", text.as_deref())?;
        if *lead {
            put_answer(act, text.clone())?;
        }
        Ok(())
    };

    PartRecounted<'_>, Self { round, part, due, .. } => {
        let [day, time, provisional] = due_columns(*due).map(|(_, value)| value);
        touched(act)?;
        on_part(
            act,
            *round,
            *part,
            "due = :due, due_time = :time, due_provisional = :provisional",
            &[(":due", &day), (":time", &time), (":provisional", &provisional)],
        )
    };

    AnsweredOnSpot<'_>, Self { tell_by, spot } => {
        // Nobody was there to hear it: it is answered, and owed to them.
        if tell_by.is_some() {
            let tell_by = to_tell(act, tell_by.as_ref())?;
            let at = act.ev.happened.0;
            change(
                act,
                "state = 'answered', answered_at = :at, told = 0, class = :class, answer_class = :class, tell_by = :tell",
                &[(":at", &at), (":class", &spot.class), (":tell", &tell_by)],
            )?;
            return put_answer(act, spot.answer.clone());
        }
        change(
            act,
            "state = 'closed', on_spot = 1, told = 1, class = :class, answer_class = :class, grade = :grade, closed_at = :at",
            &[
                (":class", &spot.class),
                (":grade", &spot.grade.map(Grade::code)),
                (":at", &act.ev.happened.0),
            ],
        )?;
        all_parties(act, true)?;
        put_answer(act, spot.answer.clone())?;
        unsettled(act, spot.grade)
    };

    // As if it had been known from the start who was there.
    HearingCorrected<'_>, Self { unheard, tell_by } => {
        if unheard.is_empty() {
            change(
                act,
                "state = 'closed', on_spot = 1, told = 1, held = 0, tell_by = NULL, closed_at = answered_at, answered_at = NULL",
                &[],
            )?;
            all_parties(act, true)?;
            return unsettled(act, gravest(act)?);
        }
        act.run(
            "UPDATE opinion_party SET told = 0 WHERE opinion = :id AND citizen IN (SELECT value FROM json_each(:unheard))",
            &[(":id", &act.id), (":unheard", &rows::listed(unheard.iter()))],
        )?;
        change(
            act,
            concat!(
                "state = iif(state = 'guided', state, 'answered'), on_spot = 0, told = 0, tell_by = :tell, \
                 answered_at = iif(state = 'guided', answered_at, coalesce(closed_at, filed_at)), ",
                not_closed!()
            ),
            &[(":tell", &to_tell(act, tell_by.as_ref())?)],
        )
    }, tells |e, told| {
        told.outcome.untold = u32::try_from(e.unheard.len()).unwrap_or(u32::MAX);
        Ok(())
    };

    GuidedElsewhere<'_>, Self { tell_by, guide } => {
        let tell_by = if guide.told { None } else { to_tell(act, tell_by.as_ref())? };
        change(
            act,
            "state = 'guided', guidance = :reason, told = :told, guided_at = :at, tell_by = :tell",
            &[
                (":reason", &guide.reason),
                (":told", &guide.told),
                (":at", &act.ev.happened.0),
                (":tell", &tell_by),
            ],
        )?;
        let confidential = confidential(act)?;
        put_aside(act, Aside::GUIDE_DESTINATION, guide.destination.as_deref(), confidential)?;
        put_aside(act, Aside::GUIDE_PHONE, guide.phone.as_deref(), confidential)?;
        all_parties(act, guide.told)
    };

    KeptForReference, _ => state(act, OpinionState::Reference);

    HeldForCollection, _ => change(act, "held = 1", &[]);
}
