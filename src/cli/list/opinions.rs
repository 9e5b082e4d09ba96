//! Opinions: a line each, or everything.

use std::collections::HashMap;
use std::rc::Rc;

use serde_json::{Value, json};

use super::super::here::Reading;
use super::super::rows::{Flow, Row, Sink};
use super::values::{day, iso, phone};
use super::{Column, column, keys, shown};
use crate::domain::deadline::Deadline;
use crate::domain::id::UnitId;
use crate::domain::moment::Moment;
use crate::domain::record::{CitizenDetails, Handover, OpinionDetails};
use crate::domain::view::{Answer, OpinionFile, OpinionRow, Query, Stretch};
use crate::error::Fail;
use crate::i18n::{self, Lang};

/// Rows of a page: what is in memory at once.
const PAGE: u32 = 200;

/// Hands on what a question finds, newest first, a page after the other. Each page is read for itself, so that a reader who
/// takes time keeps no old state of the file alive.
fn pages<T>(
    reading: &Reading,
    ask: impl Fn(Stretch) -> Query,
    rows: fn(Answer) -> Option<(Vec<T>, bool)>,
    n: fn(&T) -> i64,
    to: &mut dyn FnMut(T) -> Flow,
) -> Result<(), Fail> {
    let mut stretch = Stretch::Newest;
    while let Some((page, more)) = rows(reading.ask(&ask(stretch))?) {
        let Some(last) = page.last().map(n) else { break };
        stretch = Stretch::Before(last);
        if page.into_iter().try_for_each(&mut *to).is_break() || !more {
            break;
        }
    }
    Ok(())
}

/// Matters, newest first, a line each.
pub fn brief(lang: Lang, reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    let ask = |stretch| Query::Opinions {
        matching: matching.to_owned(),
        state: None,
        stretch,
        limit: PAGE,
    };
    let rows = |answer| match answer {
        Answer::Opinions(rows, more) => Some((rows, more)),
        _ => None,
    };
    pages(reading, ask, rows, |row| row.n, &mut |row| to(line(lang, &row)))
}

/// Matters, newest first, with everything programs ask for.
pub fn whole(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    let units = Rc::new(unit_names(reading)?);
    let ask = |stretch| Query::Files {
        matching: matching.to_owned(),
        stretch,
        limit: PAGE,
    };
    let rows = |answer| match answer {
        Answer::Files(files, more) => Some((files, more)),
        _ => None,
    };
    pages(reading, ask, rows, |file| file.opinion.n, &mut |file| {
        let units = Rc::clone(&units);
        to(super::row(OPINION, &Line { file, units }))
    })
}

fn line(lang: Lang, row: &OpinionRow) -> Row {
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

/// The day, the time of it and the doubt about it, each in a field of its own: a date is nothing but a date.
fn due_parts(due: Option<Deadline>) -> [Value; 3] {
    [
        day(due.map(|d| d.day)),
        json!(due.and_then(|d| d.time).map(|t| t.to_string())),
        json!(due.map(|d| d.provisional)),
    ]
}

/// A matter with what is known of it elsewhere.
struct Line {
    file: OpinionFile,
    /// What the list of units calls each of them.
    units: Rc<HashMap<UnitId, String>>,
}

impl Line {
    fn details(&self) -> &OpinionDetails {
        &self.file.opinion.details
    }

    fn person(&self) -> Option<&CitizenDetails> {
        self.file.citizen.as_ref().map(|c| &c.details)
    }

    /// The hand-over that leads the handling of now.
    fn lead(&self) -> Option<&Handover> {
        self.file.opinion.round().map(|r| &r.lead)
    }

    fn due(&self) -> Option<Deadline> {
        self.lead()?.due
    }

    /// The number of the matter it was split from.
    fn split_from(&self) -> Option<&String> {
        let of = self.file.opinion.split_from?.0;
        self.file
            .names
            .iter()
            .find(|(id, _)| *id == of)
            .map(|(_, number)| number)
    }
}

fn handovers(l: &Line) -> Value {
    l.file
        .opinion
        .rounds
        .iter()
        .flat_map(|r| r.parts().map(move |p| (r.no, p)))
        .map(|(round, p)| {
            let [due, due_time, due_provisional] = due_parts(p.due);
            json!({
                "round": round,
                "lead": p.lead,
                "unit": p.unit_name,
                "via": p.via.and_then(|id| l.units.get(&id)),
                "handed_at": p.handed_at.iso(),
                "counted_from": day(p.counted_from),
                "due": due,
                "due_time": due_time,
                "due_provisional": due_provisional,
                "answered_at": p.answered_at.map(Moment::iso),
                "class": p.class,
            })
        })
        .collect()
}

fn numbers(l: &Line) -> Value {
    l.file
        .opinion
        .numbers
        .iter()
        .map(|n| json!({"family": n.family, "system": n.system, "number": n.number}))
        .collect()
}

fn parties(l: &Line) -> Value {
    l.file
        .opinion
        .parties
        .iter()
        .map(|p| json!({"name": p.name, "told": p.told, "grade": p.grade}))
        .collect()
}

fn history(l: &Line) -> Value {
    l.file
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
        .collect()
}

/// What a list says of a matter, whole.
const OPINION: &[Column<Line>] = &[
    shown("number", |l| json!(l.file.opinion.number)),
    shown("day", |l| day(Some(l.file.opinion.day))),
    shown("state", |l| json!(l.file.opinion.state)),
    shown("words", |l| json!(l.details().words)),
    column("summary", |l| json!(l.details().summary)),
    column("category", |l| json!(l.details().category)),
    column("place", |l| json!(l.details().place)),
    column("urgency", |l| json!(l.details().urgency)),
    column("scope", |l| json!(l.details().scope)),
    column("affected", |l| json!(l.details().affected)),
    column("channel", |l| json!(l.details().channel)),
    column("confidential", |l| json!(l.details().confidential)),
    shown("person", |l| json!(l.person().and_then(|p| p.name.clone()))),
    column("phone", |l| phone(l.person().and_then(|p| p.phone.as_deref()))),
    column("village", |l| json!(l.file.village)),
    column("anonymous", |l| json!(l.person().is_some_and(|p| p.anonymous))),
    column("deputies", |l| json!(l.file.deputies)),
    column("ticket", |l| json!(l.file.visit.as_ref().and_then(|v| v.ticket))),
    shown("unit", |l| json!(l.lead().map(|r| &r.unit_name))),
    column("round", |l| json!(l.file.opinion.round().map(|r| r.no))),
    column("handed_at", |l| iso(l.lead().map(|r| r.handed_at))),
    shown("due", |l| day(l.due().map(|d| d.day))),
    column("promised_for", |l| day(l.lead().and_then(|r| r.promised_for))),
    column("answer", |l| json!(l.file.opinion.answer)),
    column("answered_at", |l| iso(l.lead().and_then(|r| r.answered_at))),
    column("class", |l| json!(l.file.opinion.class)),
    column("class_date", |l| day(l.file.opinion.class_date)),
    column("on_spot", |l| json!(l.file.opinion.on_spot)),
    column("guidance", |l| json!(l.file.opinion.guidance)),
    column("told", |l| json!(l.file.opinion.told)),
    column("failed_tellings", |l| json!(l.file.opinion.failed_tellings)),
    column("held", |l| json!(l.file.opinion.held)),
    column("grade", |l| json!(l.file.opinion.grade)),
    column("parties", parties),
    column("split_from", |l| json!(l.split_from())),
    column("paper_no", |l| json!(l.file.opinion.paper_no)),
    column("void_reason", |l| json!(l.file.opinion.void_reason)),
    column("filed_at", |l| iso(Some(l.file.opinion.filed_at))),
    column("closed_at", |l| iso(l.file.opinion.closed_at)),
    column("rev", |l| json!(l.file.opinion.rev)),
    column("history", history),
    column("due_time", |l| {
        json!(l.due().and_then(|d| d.time).map(|t| t.to_string()))
    }),
    column("due_provisional", |l| json!(l.due().map(|d| d.provisional))),
    column("handovers", handovers),
    column("numbers", numbers),
    column("keeper", |l| json!(l.file.keeper)),
    column("id", |l| json!(l.file.opinion.id)),
];

/// The keys of a matter, those for people alone where that is asked.
pub fn opinion_keys(only_shown: bool) -> Vec<&'static str> {
    keys(OPINION, only_shown)
}
