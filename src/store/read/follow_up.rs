//! What is owed to whom, most pressing first. Each matter stands in one place only: the first that fits.
//!
//! `days` of a line counts working days: since the answer for somebody to be told, since the promise or the due date for
//! what is late, until the due date for what is coming, since the filing for what is nowhere yet.

use rusqlite::{Connection, ToSql, params};

use super::opinions::brief;
use crate::domain::deadline::Deadline;
use crate::domain::due::{due, working_days_between};
use crate::domain::fields::OpinionField;
use crate::domain::id::{OpinionId, VisitId};
use crate::domain::moment::{Day, Moment};
use crate::domain::rules::{Limit, LimitUnit, Ruleset};
use crate::domain::view::{FollowUp, MANY, Owed, Owing};
use crate::store::error::StoreError;
use crate::store::rows::party_grade;
use crate::store::sealing::{SealedAsOne, Sealing};
use crate::store::{drafts, rows};

/// Where each kind is found; `?1` is today and `?2` the last day that counts as soon. The index is named: without
/// statistics the planner takes the one on the state, which walks through everything that is with a unit.
const WHERE: &[(Owing, &str)] = &[
    (Owing::TellHead, ""),
    (Owing::Promised, ""),
    (
        Owing::ToTell,
        "INDEXED BY opinion_to_tell WHERE o.state = 'answered' AND o.held = 0 ORDER BY o.answered_at, o.n",
    ),
    (
        Owing::AskToday,
        "INDEXED BY opinion_promised WHERE o.state = 'handed_over' AND o.promised_for <= ?1 ORDER BY o.promised_for, o.n",
    ),
    (
        Owing::Overdue,
        "INDEXED BY opinion_due WHERE o.state = 'handed_over' AND o.due < ?1 AND (o.promised_for IS NULL OR o.promised_for > ?1) ORDER BY o.due, o.n",
    ),
    (
        Owing::DueSoon,
        "INDEXED BY opinion_due WHERE o.state = 'handed_over' AND o.due BETWEEN ?1 AND ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1) \
         ORDER BY o.due, o.n",
    ),
    (
        Owing::Dissatisfied,
        "INDEXED BY opinion_dissatisfied WHERE o.state = 'told' AND o.grade = 'dissatisfied' ORDER BY o.n",
    ),
    (Owing::Unwritten, ""),
    (
        Owing::Unhandled,
        "INDEXED BY opinion_state WHERE o.state = 'filed' ORDER BY o.n",
    ),
    (
        Owing::ToClose,
        "INDEXED BY opinion_to_close WHERE o.state = 'told' AND o.grade IS NOT 'dissatisfied' ORDER BY o.n",
    ),
    (
        Owing::InHand,
        "INDEXED BY opinion_due WHERE o.state = 'handed_over' AND o.due > ?2 AND (o.promised_for IS NULL OR o.promised_for > ?1) ORDER BY o.due, o.n",
    ),
];

/// The last day that shows as 将到期.
fn soon(rules: &Ruleset, today: Day) -> Day {
    let limit = Limit {
        count: rules.limits.soon_days,
        unit: LimitUnit::WorkingDays,
    };
    due(rules, today, limit).day
}

/// How much is owed, by kind.
pub(super) fn owed(conn: &Connection, rules: &Ruleset, today: Day) -> Result<Owed, StoreError> {
    let (today_text, soon_text) = (today.to_string(), soon(rules, today).to_string());
    let count = |owing: Owing| -> Result<u32, StoreError> {
        let text = WHERE.iter().find(|(o, _)| *o == owing).map_or("WHERE 0", |(_, w)| w);
        let text = text.split(" ORDER BY").next().unwrap_or_default();
        // A desk that never strikes matters off must not wait longer for its first screen every month.
        let sql = format!("SELECT count(*) FROM (SELECT 1 FROM opinion o {text} LIMIT {MANY})");
        let (a, b): (&dyn ToSql, &dyn ToSql) = (&today_text, &soon_text);
        if text.contains("?2") {
            rows::count(conn, &sql, [a, b].as_slice())
        } else if text.contains("?1") {
            rows::count(conn, &sql, [a].as_slice())
        } else {
            rows::count(conn, &sql, [])
        }
    };
    Ok(Owed {
        tell_head: rows::count(
            conn,
            &format!("SELECT count(*) FROM visit WHERE {GROUPS}"),
            params![since(today).to_string(), rules.queue.group_from],
        )?,
        promised: rows::count(conn, "SELECT count(*) FROM promise WHERE state = 'open'", [])?,
        to_tell: count(Owing::ToTell)?,
        ask_today: count(Owing::AskToday)?,
        overdue: count(Owing::Overdue)?,
        due_soon: count(Owing::DueSoon)?,
        dissatisfied: count(Owing::Dissatisfied)?,
        unwritten: rows::count(
            conn,
            "SELECT (SELECT count(*) FROM visit WHERE unwritten = 1) + (SELECT count(*) FROM draft)",
            [],
        )?,
        unhandled: count(Owing::Unhandled)?,
        to_close: count(Owing::ToClose)?,
    })
}

/// The first lines of what is owed.
pub(super) fn page(
    conn: &Connection,
    hand: &Sealing<'_>,
    rules: &Ruleset,
    today: Day,
    limit: usize,
) -> Result<Vec<FollowUp>, StoreError> {
    let soon = soon(rules, today);
    let mut lines = Vec::new();
    for (owing, text) in WHERE {
        let room = limit - lines.len();
        if room == 0 {
            break;
        }
        lines.extend(match owing {
            Owing::TellHead => groups(conn, rules, today, room)?,
            Owing::Promised => promised(conn, room)?,
            Owing::Unwritten => unwritten(conn, hand, room)?,
            Owing::ToTell
            | Owing::AskToday
            | Owing::Overdue
            | Owing::DueSoon
            | Owing::Dissatisfied
            | Owing::Unhandled
            | Owing::ToClose
            | Owing::InHand => matters(conn, hand, rules, (today, soon), (*owing, text), room)?,
        });
    }
    Ok(lines)
}

fn matters(
    conn: &Connection,
    hand: &Sealing<'_>,
    rules: &Ruleset,
    (today, soon): (Day, Day),
    (owing, text): (Owing, &str),
    room: usize,
) -> Result<Vec<FollowUp>, StoreError> {
    let (index, text) = text.split_once(" WHERE ").unwrap_or_default();
    let texts: Vec<String> = OpinionField::together()
        .map(|field| format!("o.{}", field.key()))
        .collect();
    let sql = format!(
        "SELECT o.id, {}, o.sealed, o.answered_at, o.due, o.due_time, o.due_provisional, o.promised_for, o.filed_at, \
         o.rev, o.number, r.unit_name AS unit_name, {} AS person FROM opinion o {index} \
         LEFT JOIN citizen c ON c.id = o.citizen \
         LEFT JOIN handover r ON r.opinion = o.id AND r.round = o.round_no AND r.lead = 1 WHERE {text} LIMIT ?3",
        texts.join(", "),
        person(owing)
    );
    let values = params![today.to_string(), soon.to_string(), room as i64];
    rows::all(conn, &sql, values, |c| {
        let id = c.id("id", OpinionId)?;
        let texts = rows::texts(c, hand)?;
        let answered = c.opt_moment("answered_at")?.map(Moment::day);
        let (due, promised) = (rows::deadline(c)?, c.opt_day("promised_for")?);
        let (day, days) = match owing {
            Owing::ToTell => {
                let since = answered.unwrap_or(today);
                (
                    Some(self::due(rules, since, rules.limits.tell).deadline()),
                    working_days_between(rules, since, today),
                )
            }
            Owing::AskToday => (
                promised.map(Deadline::on),
                promised.map_or(0, |d| working_days_between(rules, d, today)),
            ),
            Owing::Overdue => (due, due.map_or(0, |d| working_days_between(rules, d.day, today))),
            Owing::DueSoon | Owing::InHand => (due, due.map_or(0, |d| working_days_between(rules, today, d.day))),
            Owing::Unhandled => (None, working_days_between(rules, c.moment("filed_at")?.day(), today)),
            Owing::TellHead | Owing::Promised | Owing::Dissatisfied | Owing::Unwritten | Owing::ToClose => (None, 0),
        };
        let note = match owing {
            Owing::ToTell | Owing::Dissatisfied | Owing::ToClose => texts.get(OpinionField::Answer).cloned(),
            Owing::TellHead
            | Owing::Promised
            | Owing::AskToday
            | Owing::Overdue
            | Owing::DueSoon
            | Owing::Unwritten
            | Owing::Unhandled
            | Owing::InHand => newest_chase(conn, hand, &id.to_string())?,
        };
        Ok(FollowUp {
            owing,
            opinion: Some((id, c.get("rev")?)),
            visit: None,
            draft: None,
            author: None,
            number: c.get("number")?,
            brief: brief(texts.brief().map(String::as_str)),
            unit: c.get("unit_name")?,
            person: c.get("person")?,
            day,
            days,
            note: note.map(|n| brief(Some(&n))),
        })
    })
}

/// SQL of who a line is about: of several, the first who is still to be told, or who is not content.
const fn person(owing: Owing) -> &'static str {
    macro_rules! party {
        ($is:expr) => {
            concat!(
                "CASE WHEN EXISTS (SELECT 1 FROM opinion_party s INDEXED BY opinion_party_several WHERE s.opinion = o.id AND s.place > 0) THEN \
                 coalesce((SELECT q.name FROM opinion_party p JOIN citizen q ON q.id = p.citizen WHERE p.opinion = o.id AND ",
                $is,
                " ORDER BY p.place LIMIT 1), c.name) ELSE c.name END"
            )
        };
    }
    match owing {
        Owing::ToTell => party!("p.told = 0"),
        Owing::Dissatisfied => party!(concat!(party_grade!(), " = 'dissatisfied'")),
        Owing::TellHead
        | Owing::Promised
        | Owing::AskToday
        | Owing::Overdue
        | Owing::DueSoon
        | Owing::Unwritten
        | Owing::Unhandled
        | Owing::ToClose
        | Owing::InHand => "c.name",
    }
}

fn newest_chase(conn: &Connection, hand: &Sealing<'_>, opinion: &str) -> Result<Option<String>, StoreError> {
    let found = rows::one(
        conn,
        "SELECT n, text, text_sealed FROM chase WHERE opinion = ?1 ORDER BY n DESC LIMIT 1",
        [opinion],
        |c| {
            let field = format!("chase.{}.text", c.get::<i64>("n")?);
            hand.get(opinion, &field, c.get("text")?, c.get("text_sealed")?)
        },
    )?;
    Ok(found.flatten())
}

/// Large groups of the last days whose coming the station head has not heard of. After a week it is no news any more.
const GROUPS: &str = "head_informed = 0 AND heads > 1 AND heads >= ?2 AND day >= ?1 AND state <> 'void'";

fn since(today: Day) -> Day {
    today.checked_sub_days(chrono::Days::new(7)).unwrap_or(today)
}

/// A line about a visit or a draft.
fn line(owing: Owing, number: String, text: Option<&str>, person: Option<String>) -> FollowUp {
    FollowUp {
        owing,
        opinion: None,
        visit: None,
        draft: None,
        author: None,
        number,
        brief: brief(text),
        unit: None,
        person,
        day: None,
        days: 0,
        note: None,
    }
}

fn visit_line(c: &rows::Cols<'_, '_>, owing: Owing) -> Result<FollowUp, StoreError> {
    let ticket: Option<u16> = c.get("ticket")?;
    let words: Option<String> = c.get("first_words")?;
    Ok(FollowUp {
        visit: Some((c.id("id", VisitId)?, c.get("rev")?)),
        day: Some(Deadline::on(c.day("day")?)),
        ..line(
            owing,
            ticket.map(|t| format!("{t:03}")).unwrap_or_default(),
            words.as_deref(),
            c.get("label")?,
        )
    })
}

fn groups(conn: &Connection, rules: &Ruleset, today: Day, room: usize) -> Result<Vec<FollowUp>, StoreError> {
    rows::all(
        conn,
        &format!(
            "SELECT id, rev, day, ticket, label, first_words FROM visit WHERE {GROUPS} ORDER BY day DESC, n DESC LIMIT ?3"
        ),
        params![since(today).to_string(), rules.queue.group_from, room as i64],
        |c| visit_line(c, Owing::TellHead),
    )
}

fn promised(conn: &Connection, room: usize) -> Result<Vec<FollowUp>, StoreError> {
    rows::all(
        conn,
        "SELECT v.id, v.rev, v.day, v.ticket, p.label, p.first_words FROM promise p JOIN visit v ON v.id = p.visit \
         WHERE p.state = 'open' ORDER BY p.n LIMIT ?1",
        [room as i64],
        |c| visit_line(c, Owing::Promised),
    )
}

fn unwritten(conn: &Connection, hand: &Sealing<'_>, room: usize) -> Result<Vec<FollowUp>, StoreError> {
    let mut lines = rows::all(
        conn,
        "SELECT id, rev, day, ticket, label, first_words FROM visit WHERE unwritten = 1 ORDER BY n LIMIT ?1",
        [room as i64],
        |c| visit_line(c, Owing::Unwritten),
    )?;
    for draft in drafts::list(conn, hand.vault, None)? {
        if lines.len() >= room {
            break;
        }
        // The form of a new matter keeps the visit it belongs to; other forms keep a matter.
        let visit = draft.target.parse().ok().filter(|_| draft.form == "opinion");
        lines.push(FollowUp {
            visit: visit.map(|v| (VisitId(v), 0)),
            draft: Some(draft.id),
            author: drafts::author(conn, draft.id)?,
            day: Some(Deadline::on(draft.saved_at.day())),
            ..line(Owing::Unwritten, String::new(), Some(&draft.label), None)
        });
    }
    Ok(lines)
}
