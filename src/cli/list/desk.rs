//! Visits and receptions.

use serde_json::{Value, json};

use super::super::here::{Here, Reading};
use super::super::rows::Row;
use super::ENOUGH;
use super::people::all_deputies;
use super::values::{day, iso};
use crate::domain::moment::Day;
use crate::domain::record::{Attendance, Deputy, Visit};
use crate::domain::view::{Answer, Query, SessionRow, Snapshot};
use crate::error::Fail;

/// Everybody who is not done with; those left over from other days last.
pub fn queue(here: &Here, reading: &Reading) -> Result<Vec<Row>, Fail> {
    let snap = snapshot(here, reading)?;
    rows(reading, snap.queue.iter().chain(&snap.left_over))
}

/// Visits of a day, the desk's own when none is named.
pub fn visits(here: &Here, reading: &Reading, day: Option<Day>) -> Result<Vec<Row>, Fail> {
    let day = match day {
        Some(day) => Some(day),
        None => snapshot(here, reading)?.day,
    };
    let Some(day) = day else { return Ok(Vec::new()) };
    match reading.ask(&Query::Visits { day })? {
        Answer::Visits(all) => rows(reading, all.iter()),
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

fn rows<'a>(reading: &Reading, all: impl Iterator<Item = &'a Visit>) -> Result<Vec<Row>, Fail> {
    let deputies = all_deputies(reading, "")?;
    Ok(all.map(|v| visit(v, &deputies)).collect())
}

fn visit(v: &Visit, deputies: &[Deputy]) -> Row {
    let asked = v.asked.and_then(|id| deputies.iter().find(|d| d.id == id));
    vec![
        ("day", day(Some(v.day))),
        ("ticket", json!(v.ticket)),
        ("state", json!(v.state)),
        ("label", json!(v.label)),
        ("first_words", json!(v.first_words)),
        ("heads", json!(v.heads)),
        ("table", json!(v.table)),
        ("channel", json!(v.channel)),
        ("asked", json!(asked.map(|d| &d.profile.name))),
        ("priority", json!(v.priority)),
        ("priority_reason", json!(v.priority_reason)),
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
