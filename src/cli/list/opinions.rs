//! Opinions: a line each, or everything.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::super::here::{Here, Reading};
use super::super::rows::Row;
use super::values::{day, iso, phone};
use crate::domain::deadline::Deadline;
use crate::domain::id::{OpinionId, UnitId};
use crate::domain::moment::Moment;
use crate::domain::record::Citizen;
use crate::domain::view::{Answer, OpinionFile, OpinionRow, Query, Stretch};
use crate::error::Fail;
use crate::i18n::{self, Lang};

/// Rows of a page.
const PAGE: u32 = 500;

/// Opinions, newest first.
pub fn opinions(here: &Here, reading: &Reading, matching: &str, whole: bool) -> Result<Vec<Row>, Fail> {
    let (mut rows, mut stretch) = (Vec::new(), Stretch::Newest);
    let names = if whole { unit_names(reading)? } else { HashMap::new() };
    loop {
        let query = Query::Opinions {
            matching: matching.to_owned(),
            state: None,
            stretch,
            limit: PAGE,
        };
        let Answer::Opinions(page, more) = reading.ask(&query)? else {
            break;
        };
        stretch = page.last().map_or(stretch, |r| Stretch::Before(r.n));
        for row in &page {
            if whole {
                rows.extend(opinion(reading, row, &names)?);
            } else {
                rows.push(brief(here.lang, row));
            }
        }
        if !more || page.is_empty() {
            break;
        }
    }
    Ok(rows)
}

fn brief(lang: Lang, row: &OpinionRow) -> Row {
    vec![
        ("number", json!(row.number)),
        ("day", day(Some(row.day))),
        ("state", json!(row.state)),
        ("words", json!(row.brief)),
        ("person", json!(row.person)),
        ("unit", json!(row.unit)),
        (
            "due",
            json!(row.due.map(|d| i18n::deadline_on(lang, d, d.day.to_string()))),
        ),
    ]
}

/// What the list of units calls each of them.
fn unit_names(reading: &Reading) -> Result<HashMap<UnitId, String>, Fail> {
    let query = Query::Units {
        matching: String::new(),
        kind: None,
        limit: u32::MAX,
    };
    Ok(match reading.ask(&query)? {
        Answer::Units(all) => all.into_iter().map(|u| (u.id, u.profile.short)).collect(),
        _ => HashMap::new(),
    })
}

fn opinion(reading: &Reading, row: &OpinionRow, names: &HashMap<UnitId, String>) -> Result<Option<Row>, Fail> {
    let Answer::File(Some(file)) = reading.ask(&Query::File(row.id))? else {
        return Ok(None);
    };
    let split_from = match file.opinion.split_from {
        Some(id) => number_of(reading, id)?,
        None => None,
    };
    Ok(Some(whole(&file, row, split_from.as_deref(), names)))
}

fn number_of(reading: &Reading, id: OpinionId) -> Result<Option<String>, Fail> {
    Ok(match reading.ask(&Query::File(id))? {
        Answer::File(Some(file)) => Some(file.opinion.number),
        _ => None,
    })
}

/// The day, the time of it and the doubt about it, each in a field of its own: a date is nothing but a date.
fn due_parts(due: Option<Deadline>) -> [Value; 3] {
    [
        day(due.map(|d| d.day)),
        json!(due.and_then(|d| d.time).map(|t| t.to_string())),
        json!(due.map(|d| d.provisional)),
    ]
}

fn whole(file: &OpinionFile, row: &OpinionRow, split_from: Option<&str>, names: &HashMap<UnitId, String>) -> Row {
    let o = &file.opinion;
    let d = &o.details;
    let person = file.citizen.as_ref().map(|c: &Citizen| &c.details);
    let round = o.round();
    let lead = round.map(|r| &r.lead);
    let [due, due_time, due_provisional] = due_parts(lead.and_then(|r| r.due));
    let parts = o.rounds.iter().flat_map(|r| r.parts().map(|p| (r.no, p)));
    let handovers: Vec<Value> = parts
        .map(|(round, p)| {
            let [due, due_time, due_provisional] = due_parts(p.due);
            json!({
                "round": round,
                "lead": p.lead,
                "unit": p.unit_name,
                "via": p.via.and_then(|id| names.get(&id)),
                "handed_at": p.handed_at.iso(),
                "counted_from": day(p.counted_from),
                "due": due,
                "due_time": due_time,
                "due_provisional": due_provisional,
                "answered_at": p.answered_at.map(Moment::iso),
                "class": p.class,
            })
        })
        .collect();
    let numbers: Vec<Value> = o
        .numbers
        .iter()
        .map(|n| json!({"family": n.family, "system": n.system, "number": n.number}))
        .collect();
    let parties: Vec<Value> = o
        .parties
        .iter()
        .map(|p| json!({"name": p.name, "told": p.told, "grade": p.grade}))
        .collect();
    let history: Vec<Value> = file
        .history
        .iter()
        .map(|h| {
            json!({
                "kind": h.kind.name(),
                "at": h.at.iso(),
                "happened": h.happened.iso(),
                "by": h.by,
                "table": h.table,
                "paper_no": h.about.paper,
            })
        })
        .collect();
    vec![
        ("number", json!(o.number)),
        ("day", day(Some(o.day))),
        ("state", json!(o.state)),
        ("words", json!(d.words)),
        ("summary", json!(d.summary)),
        ("category", json!(d.category)),
        ("place", json!(d.place)),
        ("urgency", json!(d.urgency)),
        ("scope", json!(d.scope)),
        ("affected", json!(d.affected)),
        ("channel", json!(d.channel)),
        ("confidential", json!(d.confidential)),
        ("person", json!(person.and_then(|p| p.name.clone()))),
        ("phone", phone(person.and_then(|p| p.phone.as_ref()))),
        ("village", json!(file.village)),
        ("anonymous", json!(person.is_some_and(|p| p.anonymous))),
        ("deputies", json!(file.deputies)),
        ("ticket", json!(file.visit.as_ref().and_then(|v| v.ticket))),
        ("unit", json!(lead.map(|r| &r.unit_name).or(row.unit.as_ref()))),
        ("round", json!(round.map(|r| r.no))),
        ("handed_at", iso(lead.map(|r| r.handed_at))),
        ("due", due),
        ("promised_for", day(lead.and_then(|r| r.promised_for))),
        ("answer", json!(o.answer)),
        ("answered_at", iso(lead.and_then(|r| r.answered_at))),
        ("class", json!(o.class)),
        ("class_date", day(o.class_date)),
        ("on_spot", json!(o.on_spot)),
        ("guidance", json!(o.guidance)),
        ("told", json!(o.told)),
        ("failed_tellings", json!(o.failed_tellings)),
        ("held", json!(o.held)),
        ("grade", json!(o.grade)),
        ("parties", Value::Array(parties)),
        ("split_from", json!(split_from)),
        ("paper_no", json!(o.paper_no)),
        ("void_reason", json!(o.void_reason)),
        ("filed_at", iso(Some(o.filed_at))),
        ("closed_at", iso(o.closed_at)),
        ("rev", json!(o.rev)),
        ("history", Value::Array(history)),
        ("due_time", due_time),
        ("due_provisional", due_provisional),
        ("handovers", Value::Array(handovers)),
        ("numbers", Value::Array(numbers)),
        ("keeper", json!(file.keeper)),
    ]
}
