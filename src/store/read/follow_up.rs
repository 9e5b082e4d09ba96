//! What is owed to whom, most pressing first. Each matter stands in one place only: the first that fits.
//!
//! A place in this list is a number from its top. The list is as long as a station lets it become, so it is read a stretch
//! at a time, and what comes before a stretch is only counted.

use rusqlite::{Connection, ToSql, params};

use super::backups;
use super::draft_about::{about_whom, says_confidential, tells_apart};
use super::of_matters::{Line, OfMatters};
use super::opinions::brief;
use super::owed_in::{Dated, Found, Kind, Matters, Note, found, kinds};
use super::owed_sought::{Sought, is_meant, place, sought};
use super::owed_whom::{ask_on, person, tried};
use crate::domain::backups::Due;
use crate::domain::deadline::Deadline;
use crate::domain::due::{WorkingDays, due};
use crate::domain::fields::OpinionField;
use crate::domain::id::{OpinionId, VisitId};
use crate::domain::moment::{Day, Moment};
use crate::domain::rules::{Limit, LimitUnit, Ruleset};
use crate::domain::view::{FollowUp, MANY, Owed, Owing, Stretch};
use crate::store::error::StoreError;
use crate::store::named;
use crate::store::sealing::{Aside, SealedAsOne, Sealing};
use crate::store::{drafts, rows};

/// SQL of a visit (`v`) with something to write down that nobody has begun: what was begun stands there as a draft.
macro_rules! unbegun {
    () => {
        "v.unwritten = 1 AND NOT EXISTS (SELECT 1 FROM draft d WHERE d.form = 'opinion' AND d.target = v.id)"
    };
}

/// By what it is read: the rules, the clock's day, and for the first screen what was read of matters before.
#[derive(Clone, Copy)]
pub(super) struct By<'a> {
    pub rules: &'a Ruleset,
    pub today: Day,
    pub before: Option<&'a OfMatters>,
}

/// The last day that shows as 将到期.
fn soon(rules: &Ruleset, today: Day) -> Day {
    let (count, unit) = (rules.limits.soon_days, LimitUnit::WorkingDays);
    due(rules, today, Limit { count, unit }).day
}

/// How much is found, counted no further than `most`.
fn count(conn: &Connection, by: By<'_>, owing: Owing, most: u32) -> Result<u32, StoreError> {
    let By { rules, today, before } = by;
    match found(owing) {
        Found::Matters(kind) => {
            let count = || count_matters(conn, rules, today, &kind, most);
            before.map_or_else(count, |before| before.count((owing, most), count))
        }
        Found::Groups => rows::count(
            conn,
            &format!("SELECT count(*) FROM visit WHERE {GROUPS}"),
            params![since(today).to_string(), rules.queue.group_from],
        ),
        Found::Promises => rows::count(conn, "SELECT count(*) FROM promise WHERE state = 'open'", []),
        Found::Copies => Ok(u32::from(backups::due(conn, rules, today)?.is_some())),
        Found::Unwritten => rows::count(
            conn,
            concat!(
                "SELECT (SELECT count(*) FROM visit v WHERE ",
                unbegun!(),
                ") + (SELECT count(*) FROM draft)"
            ),
            [],
        ),
    }
}

fn count_matters(conn: &Connection, rules: &Ruleset, today: Day, kind: &Kind, most: u32) -> Result<u32, StoreError> {
    let (today_text, soon_text) = (today.to_string(), soon(rules, today).to_string());
    let (a, b): (&dyn ToSql, &dyn ToSql) = (&today_text, &soon_text);
    let mut counted = 0_u32;
    for found in kind.among {
        // A desk that never strikes matters off must not wait longer for its first screen every month.
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM {} WHERE {} LIMIT {most})",
            found.from, found.is
        );
        let values: &[&dyn ToSql] = if found.is.contains("?2") {
            &[a, b]
        } else if found.is.contains("?1") {
            &[a]
        } else {
            &[]
        };
        counted = counted.saturating_add(rows::count(conn, &sql, values)?);
    }
    Ok(counted)
}

/// How much is owed, by kind.
pub(super) fn owed(conn: &Connection, by: By<'_>) -> Result<Owed, StoreError> {
    let mut owed = Owed::default();
    for owing in kinds(None) {
        owed.put(owing, count(conn, by, owing, MANY)?.min(MANY));
    }
    Ok(owed)
}

/// How many lines there are, of one kind or of all.
fn all(conn: &Connection, by: By<'_>, kind: Option<Owing>) -> Result<usize, StoreError> {
    let mut all = 0;
    for owing in kinds(kind) {
        all += count(conn, by, owing, u32::MAX)? as usize;
    }
    Ok(all)
}

/// A stretch of what is owed, all of it or of one kind, and whether there is more in the direction it was read.
pub(super) fn owed_lines(
    conn: &Connection,
    hand: &Sealing<'_>,
    rules: Option<&Ruleset>,
    today: Day,
    (what, (kind, stretch, limit)): (&Sought<'_>, (Option<Owing>, Stretch, usize)),
) -> Result<(Vec<FollowUp>, bool), StoreError> {
    let Some(rules) = rules else {
        return Ok(Default::default());
    };
    let by = By {
        rules,
        today,
        before: None,
    };
    if !what.typed.trim().is_empty() {
        let read = |stretch| page_of(conn, hand, by, (kind, None, what), stretch);
        let all = || all(conn, by, kind);
        return sought(read, all, stretch, limit);
    }
    let (from, limit, below) = match stretch {
        Stretch::Newest => (0, limit, true),
        Stretch::Before(n) => (place(n), limit, true),
        Stretch::After(n) => {
            let until = place(n).saturating_sub(1);
            let from = until.saturating_sub(limit);
            (from, until - from, false)
        }
        Stretch::Oldest => (all(conn, by, kind)?.saturating_sub(limit), limit, false),
    };
    let more_asked = usize::from(below);
    let mut lines = page(conn, hand, by, (kind, None), (from, limit + more_asked))?;
    let more = if below { lines.len() > limit } else { from > 0 };
    lines.truncate(limit);
    Ok((lines, more))
}

/// So many lines of what is owed from a place on: of one kind or of all. Where it is known how much there is, a kind of which
/// there is nothing is not asked for: putting the question together takes longer than reading some lines.
pub(super) fn page(
    conn: &Connection,
    hand: &Sealing<'_>,
    by: By<'_>,
    (only, known): (Option<Owing>, Option<&Owed>),
    stretch: (usize, usize),
) -> Result<Vec<FollowUp>, StoreError> {
    Ok(page_of(conn, hand, by, (only, known, &Sought::ALL), stretch)?.0)
}

/// Of those lines the ones in which everything that was typed is found, and how many lines there were.
fn page_of(
    conn: &Connection,
    hand: &Sealing<'_>,
    by: By<'_>,
    (only, known, what): (Option<Owing>, Option<&Owed>, &Sought<'_>),
    (from, limit): (usize, usize),
) -> Result<(Vec<FollowUp>, usize), StoreError> {
    let By { rules, today, before } = by;
    let soon = soon(rules, today);
    let mut lines = Vec::new();
    let mut skip = from;
    let is_there = |kind: Owing| known.is_none_or(|known| known.of(kind) > 0);
    for owing in kinds(only).filter(|kind| is_there(*kind)) {
        let room = limit - lines.len();
        if room == 0 {
            break;
        }
        if skip > 0 {
            let there = count(conn, by, owing, u32::MAX)? as usize;
            if there <= skip {
                skip -= there;
                continue;
            }
        }
        let stretch = (skip, room);
        skip = 0;
        lines.extend(match found(owing) {
            Found::Matters(kind) => {
                let read = || of_matters(conn, hand, rules, (today, soon), (owing, &kind), stretch);
                before.map_or_else(read, |before| before.lines((owing, stretch), read))?
            }
            Found::Groups => said(groups(conn, rules, today, stretch)?),
            Found::Promises => said(promised(conn, stretch)?),
            Found::Unwritten => said(unwritten(conn, hand, stretch)?),
            Found::Copies => said(copies(conn, rules, today)?),
        });
    }
    let walked = lines.len();
    for (line, place) in lines.iter_mut().zip(from..) {
        line.0.n = -1 - place as i64;
        // It is not found by what is not shown.
        what.seen.cover_line(conn, line)?;
    }
    let found = lines.into_iter().filter(|(line, words)| is_meant(line, words, what));
    Ok((found.map(|(line, _)| line).collect(), walked))
}

/// Lines of which the words stand whole in them.
fn said(lines: Vec<FollowUp>) -> Vec<Line> {
    lines.into_iter().map(|line| (line, Vec::new())).collect()
}

fn of_matters(
    conn: &Connection,
    hand: &Sealing<'_>,
    rules: &Ruleset,
    (today, soon): (Day, Day),
    (owing, kind): (Owing, &Kind),
    (skip, room): (usize, usize),
) -> Result<Vec<Line>, StoreError> {
    let each = kind
        .among
        .iter()
        .map(|Matters { from, is, since, .. }| format!("SELECT o.n AS n, {since} AS since FROM {from} WHERE {is}"));
    let keys = each.collect::<Vec<_>>().join(" UNION ALL ");
    let found: Vec<i64> = rows::all(
        conn,
        &format!("{keys} ORDER BY since, n LIMIT ?3 OFFSET ?4"),
        params![today.to_string(), soon.to_string(), room as i64, skip as i64],
        |c| c.get("n"),
    )?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let texts: Vec<String> = OpinionField::together()
        .map(|field| format!("o.{}", field.key()))
        .collect();
    // Most kinds are read by the same words: putting a question of many columns together takes longer than reading some lines.
    let sql = format!(
        "SELECT o.id, {}, o.sealed, o.answered_at, o.guided_at, o.due, o.due_time, o.due_provisional, o.promised_for, o.filed_at, o.tell_by, \
         o.guide_destination, o.guide_destination_sealed, o.confidential, o.rev, o.number, r.unit_name AS unit_name, {} AS person, {} AS tried, {} AS ask_on \
         FROM json_each(?1) k CROSS JOIN opinion o ON o.n = k.value LEFT JOIN citizen c ON c.id = o.citizen \
         LEFT JOIN handover r ON r.opinion = o.id AND r.round = o.round_no AND r.lead = 1",
        texts.join(", "),
        person(kind.whom),
        tried(kind.whom),
        ask_on(kind.whom),
    );
    let values = [format!("{found:?}")];
    let mut worked = WorkingDays::from(rules, today);
    rows::all(conn, &sql, values, |c| {
        let id: OpinionId = c.get("id")?;
        let texts = rows::texts(c, hand)?;
        let since = c.get::<Option<Moment>>("answered_at")?.or(c.get("guided_at")?);
        let (due, promised) = (rows::deadline(c)?, c.get::<Option<Day>>("promised_for")?);
        let passed = |day: Day| (today - day).num_days();
        let (day, days) = match kind.dated {
            Dated::Told => {
                let since = since.map_or(today, Moment::day);
                let limit = c.get::<Option<Limit>>("tell_by")?.unwrap_or(rules.limits.tell);
                let by = self::due(rules, since, limit).deadline();
                (Some(by), passed(by.day).max(0))
            }
            Dated::Promised => (promised.map(Deadline::on), promised.map_or(0, passed)),
            Dated::Past => (due, due.map_or(0, |d| -worked.to(d.day))),
            Dated::Left => (due, due.map_or(0, |d| worked.to(d.day))),
            Dated::Filed => (None, passed(c.get::<Moment>("filed_at")?.day())),
            Dated::Not => (None, 0),
        };
        let answer = texts.get(OpinionField::Answer);
        let note = match kind.note {
            Note::AnswerOrPlace if answer.is_none() => rows::aside(c, hand, Aside::GUIDE_DESTINATION)?,
            Note::AnswerOrPlace | Note::Answer => answer.cloned(),
            Note::Chase => newest_chase(conn, hand, &id.to_string())?,
        };
        let line = FollowUp {
            opinion: Some((id, c.get("rev")?)),
            confidential: c.get("confidential")?,
            unit: c.get("unit_name")?,
            day,
            days,
            note: note.as_deref().map(|n| brief(Some(n))),
            broken: promised.filter(|day| owing == Owing::Overdue && *day <= today),
            tried: c.get("tried")?,
            ask_on: c.get("ask_on")?,
            ..line(
                owing,
                c.get("number")?,
                texts.brief().map(String::as_str),
                named::read(hand, c.get("person")?)?,
            )
        };
        let words = OpinionField::together().filter_map(|field| texts.get(field).cloned());
        Ok((line, words.chain(note).collect()))
    })
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
        came: None,
        draft: None,
        author: None,
        confidential: false,
        withheld: false,
        number,
        brief: brief(text),
        unit: None,
        person,
        day: None,
        days: 0,
        note: None,
        broken: None,
        tried: None,
        ask_on: None,
        n: 0,
    }
}

fn visit_line(c: &rows::Cols<'_, '_>, owing: Owing) -> Result<FollowUp, StoreError> {
    let ticket: Option<u16> = c.get("ticket")?;
    let words: Option<String> = c.get("first_words")?;
    Ok(FollowUp {
        visit: Some((c.get("id")?, c.get("rev")?)),
        came: c.get("day")?,
        day: Some(Deadline::on(c.get("day")?)),
        ..line(
            owing,
            ticket.map(|t| format!("{t:03}")).unwrap_or_default(),
            words.as_deref(),
            c.get("label")?,
        )
    })
}

/// Which of the rows of a kind: how many are left out before them, and how many there may be.
type Part = (usize, usize);

fn groups(conn: &Connection, rules: &Ruleset, today: Day, (skip, room): Part) -> Result<Vec<FollowUp>, StoreError> {
    rows::all(
        conn,
        &format!(
            "SELECT id, rev, day, ticket, label, first_words FROM visit WHERE {GROUPS} ORDER BY day, n LIMIT ?3 OFFSET ?4"
        ),
        params![
            since(today).to_string(),
            rules.queue.group_from,
            room as i64,
            skip as i64
        ],
        |c| visit_line(c, Owing::TellHead),
    )
}

fn promised(conn: &Connection, (skip, room): Part) -> Result<Vec<FollowUp>, StoreError> {
    rows::all(
        conn,
        "SELECT v.id, v.rev, v.day, v.ticket, p.label, p.first_words FROM promise p JOIN visit v ON v.id = p.visit \
         WHERE p.state = 'open' ORDER BY p.n LIMIT ?1 OFFSET ?2",
        [room as i64, skip as i64],
        |c| visit_line(c, Owing::Promised),
    )
}

/// That a copy of the file is due; the day is that of the last one.
fn copies(conn: &Connection, rules: &Ruleset, today: Day) -> Result<Vec<FollowUp>, StoreError> {
    let due = backups::due(conn, rules, today)?;
    let of = |due: Due| FollowUp {
        day: due.last.map(|at| Deadline::on(at.day())),
        days: due.days,
        ..line(Owing::BackUp, String::new(), None, None)
    };
    Ok(due.map(of).into_iter().collect())
}

/// What is not written yet, the longest ago first: visits that are marked so, and drafts.
pub(super) fn unwritten(
    conn: &Connection,
    hand: &Sealing<'_>,
    (skip, room): Part,
) -> Result<Vec<FollowUp>, StoreError> {
    let visits = rows::all(
        conn,
        concat!(
            "SELECT id, rev, day, ticket, label, first_words FROM visit v INDEXED BY visit_unwritten WHERE ",
            unbegun!(),
            " ORDER BY day, n LIMIT ?1"
        ),
        [skip.saturating_add(room) as i64],
        |c| visit_line(c, Owing::Unwritten),
    )?;
    let (mut all, mut mixed) = (visits, Vec::new());
    for draft in drafts::list(conn, hand.vault, None)? {
        // The form of a new matter keeps the visit it belongs to; other forms keep a matter.
        let visit = draft.target.parse().ok().filter(|_| draft.form == "opinion");
        // What a draft of before is called may be words of the record.
        mixed.extend((visit.is_none() && !tells_apart(&draft.body)).then_some(draft.id));
        all.push(FollowUp {
            visit: visit.map(|v| (VisitId(v), 0)),
            draft: Some(draft.id),
            confidential: says_confidential(&draft.body),
            day: Some(Deadline::on(draft.saved_at.day())),
            ..line(Owing::Unwritten, draft.target, Some(&draft.label), None)
        });
    }
    all.sort_by_key(|line| line.day.map(|d| d.day));
    let mut lines: Vec<FollowUp> = all.into_iter().skip(skip).take(room).collect();
    for line in &mut lines {
        if let Some(draft) = line.draft {
            line.author = drafts::author(conn, draft)?;
            let about = std::mem::take(&mut line.number);
            let about = about_whom(conn, hand, &about)?;
            (line.number, line.person, line.came) = (about.number, about.name, about.came);
            line.confidential |= about.confidential;
            if about.confidential && mixed.contains(&draft) {
                line.brief.clear();
            }
        }
    }
    Ok(lines)
}
