//! Visits and receptions.

use serde_json::{Value, json};

use super::super::here::{Here, Reading};
use super::super::rows::Row;
use super::ENOUGH;
use super::people::all_deputies;
use super::values::{day, iso, phone};
use crate::domain::moment::Day;
use crate::domain::record::{Attendance, Deputy, Promise, Visit};
use crate::domain::view::{Answer, Query, SessionRow, Snapshot};
use crate::error::Fail;

/// Everybody who is not done with; those left over from other days, then those promised the next time last.
pub fn queue(here: &Here, reading: &Reading) -> Result<Vec<Row>, Fail> {
    let snap = snapshot(here, reading)?;
    let mut kept = Vec::new();
    for p in &snap.promised {
        if let Answer::VisitFile(Some(v), ..) = reading.ask(&Query::VisitFile(p.visit))? {
            kept.push(v);
        }
    }
    rows(reading, &snap, snap.queue.iter().chain(&snap.left_over).chain(&kept))
}

/// Visits of a day, the desk's own when none is named.
pub fn visits(here: &Here, reading: &Reading, day: Option<Day>) -> Result<Vec<Row>, Fail> {
    let snap = snapshot(here, reading)?;
    let Some(day) = day.or(snap.day) else {
        return Ok(Vec::new());
    };
    match reading.ask(&Query::Visits { day })? {
        Answer::Visits(all) => rows(reading, &snap, all.iter()),
        _ => Ok(Vec::new()),
    }
}

fn snapshot(here: &Here, reading: &Reading) -> Result<Snapshot, Fail> {
    let today = reading.now(here)?.day();
    Ok(match reading.ask(&Query::Snapshot { today })? {
        Answer::Snapshot(snap) => *snap,
        _ => Snapshot::default(),
    })
}

fn rows<'a>(reading: &Reading, snap: &Snapshot, all: impl Iterator<Item = &'a Visit>) -> Result<Vec<Row>, Fail> {
    let deputies = all_deputies(reading, "")?;
    all.map(|v| {
        let promise = snap.promised.iter().find(|p| p.visit == v.id);
        Ok(visit(v, &deputies, promise, earlier(reading, v)?))
    })
    .collect()
}

/// The visit whose promise gave the number: its day and its own number.
fn earlier(reading: &Reading, v: &Visit) -> Result<Value, Fail> {
    let Some(id) = v.carried_from else {
        return Ok(Value::Null);
    };
    let found = match reading.ask(&Query::VisitFile(id))? {
        Answer::VisitFile(found, ..) => found,
        _ => None,
    };
    Ok(found.map_or(Value::Null, |o| json!({ "day": day(Some(o.day)), "ticket": o.ticket })))
}

fn visit(v: &Visit, deputies: &[Deputy], promise: Option<&Promise>, earlier: Value) -> Row {
    // Whoever is promised the next time is known by the promise; the visit itself has forgotten them.
    let known = |kept: Option<&String>, own: &Option<String>| json!(kept.or(own.as_ref()));
    let asked = v.asked.and_then(|id| deputies.iter().find(|d| d.id == id));
    vec![
        ("day", day(Some(v.day))),
        ("ticket", json!(v.ticket)),
        ("state", json!(v.state)),
        ("label", known(promise.and_then(|p| p.label.as_ref()), &v.label)),
        (
            "first_words",
            known(promise.and_then(|p| p.first_words.as_ref()), &v.first_words),
        ),
        ("heads", json!(v.heads)),
        ("table", json!(v.table)),
        ("channel", json!(v.channel)),
        ("asked", json!(asked.map(|d| &d.profile.name))),
        ("priority", json!(v.priority)),
        (
            "priority_reason",
            known(promise.and_then(|p| p.priority_reason.as_ref()), &v.priority_reason),
        ),
        ("arrived_at", iso(Some(v.arrived_at))),
        ("called_at", iso(v.called_at)),
        ("calls", json!(v.calls)),
        ("talk_at", iso(v.talk_at)),
        ("over_at", iso(v.over_at)),
        ("missed", json!(v.missed)),
        ("after_close", json!(v.after_close)),
        ("consult_only", json!(v.consult_only)),
        ("unwritten", json!(v.unwritten)),
        ("opinions", json!(v.opinions)),
        ("outcome_reason", json!(v.outcome_reason)),
        ("promised", json!(promise.is_some())),
        ("phone", phone(promise.and_then(|p| p.phone.as_ref()))),
        ("carried_from", earlier),
        ("head_informed", json!(v.head_informed)),
        ("doubtful", json!(v.doubtful)),
        ("note", json!(v.note)),
        ("by", json!(v.touch.by)),
        ("rev", json!(v.rev)),
    ]
}

/// Receptions, newest first.
pub fn sessions(reading: &Reading) -> Result<Vec<Row>, Fail> {
    let query = Query::Sessions {
        state: None,
        limit: ENOUGH,
    };
    let Answer::Sessions(all) = reading.ask(&query)? else {
        return Ok(Vec::new());
    };
    all.iter().map(|row| session(reading, row)).collect()
}

fn session(reading: &Reading, row: &SessionRow) -> Result<Row, Fail> {
    let s = &row.session;
    let lines = match reading.ask(&Query::Attendance(s.id))? {
        Answer::Attendance(_, lines) => lines,
        _ => Vec::new(),
    };
    let deputies: Vec<Value> = lines.iter().map(|a| attendance(a, &lines)).collect();
    Ok(vec![
        ("day", day(Some(s.plan.day))),
        ("ordinal", json!(s.ordinal)),
        ("state", json!(s.state)),
        ("kind", json!(s.plan.kind)),
        ("starts", json!(s.plan.starts.to_string())),
        ("ends", json!(s.plan.ends.to_string())),
        ("place", json!(s.plan.place)),
        ("tables", json!(s.plan.tables)),
        ("theme", json!(s.plan.theme)),
        ("presence", json!(s.presence)),
        ("opened_at", iso(s.opened_at)),
        ("closed_at", iso(s.closed_at)),
        ("deputies", Value::Array(deputies)),
        ("received", json!(row.received)),
        ("opinions", json!(row.opinions)),
        ("rev", json!(s.rev)),
    ])
}

fn attendance(a: &Attendance, all: &[Attendance]) -> Value {
    let name = |id: Option<crate::domain::id::DeputyId>| {
        id.and_then(|id| all.iter().find(|b| b.deputy == id))
            .map(|b| b.name.clone())
    };
    json!({
        "name": a.name,
        "state": a.state,
        "agreed": a.agreed,
        "table": a.table,
        "in_at": iso(a.in_at),
        "out_at": iso(a.out_at),
        "reason": a.reason,
        "stands_for": name(a.stands_for),
        "substituted_by": name(a.substituted_by),
    })
}
