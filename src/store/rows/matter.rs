//! Matters: their texts, handlings, parties and numbers.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::{Cols, all, listed, record};
use crate::domain::deadline::Deadline;
use crate::domain::fields::OpinionField;
use crate::domain::id::OpinionId;
use crate::domain::moment::TimeOfDay;
use crate::domain::record::{Handover, Opinion, OpinionDetails, OtherNumber, Party, Round, Try};
use crate::store::error::StoreError;
use crate::store::named::{self, name};
use crate::store::sealing::{Aside, PAPERS_AT, SealedAsOne as _, Sealing, TEXTS, Texts, number_field, open_all};

/// What was said of a matter, from the clear columns or from the sealed one.
pub(in crate::store) fn texts(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Texts, StoreError> {
    let mut clear = Texts::default();
    for field in OpinionField::together() {
        clear.set(field, c.get(field.key())?);
    }
    match c.get::<Option<Vec<u8>>>("sealed")? {
        Some(sealed) => open_all(hand, &c.get::<String>("id")?, TEXTS, Some(&sealed)),
        None => Ok(clear),
    }
}

/// As [`texts`], with where the original lies, which no list shows.
pub(in crate::store) fn all_texts(c: &Cols<'_, '_>, hand: &Sealing<'_>) -> Result<Texts, StoreError> {
    let mut texts = texts(c, hand)?;
    let (clear, sealed) = (c.get("papers_at")?, c.get::<Option<Vec<u8>>>("papers_at_sealed")?);
    let papers_at = match sealed {
        Some(_) => hand.get(&c.get::<String>("id")?, PAPERS_AT, clear, sealed)?,
        None => clear,
    };
    texts.set(OpinionField::PapersAt, papers_at);
    Ok(texts)
}

/// A text of a matter that has columns of its own.
pub(in crate::store) fn aside(
    c: &Cols<'_, '_>,
    hand: &Sealing<'_>,
    aside: Aside,
) -> Result<Option<String>, StoreError> {
    let clear = c.get(aside.column)?;
    let sealed: Option<Vec<u8>> = c.get(&format!("{}_sealed", aside.column))?;
    match sealed {
        Some(_) => hand.get_aside(&c.get::<String>("id")?, aside, (clear, sealed)),
        None => Ok(clear),
    }
}

/// A due date out of its three columns.
pub(in crate::store) fn deadline(c: &Cols<'_, '_>) -> Result<Option<Deadline>, StoreError> {
    let Some(day) = c.get("due")? else { return Ok(None) };
    Ok(Some(Deadline {
        day,
        time: c.get::<Option<u16>>("due_time")?.map(TimeOfDay),
        provisional: c.get("due_provisional")?,
    }))
}

/// A part of a handling, with the number of it.
fn part(c: &Cols<'_, '_>, opinion: OpinionId, hand: &Sealing<'_>) -> Result<(u16, Handover), StoreError> {
    let n: i64 = c.get("n")?;
    let text = |column: &str| {
        let field = format!("handover.{n}.{column}");
        let sealed = c.get(&format!("{column}_sealed"))?;
        hand.get(&opinion.to_string(), &field, c.get(column)?, sealed)
    };
    let handover = record!(
        c,
        Handover {
            part,
            lead,
            unit,
            unit_name,
            via,
            handed_at,
            counted_from,
            due: deadline(c)?,
            counted_by,
            person: text("person")?,
            promised_for,
            answered_at,
            class,
            answer: text("answer")?,
        }
    );
    Ok((c.get("round")?, handover))
}

/// Matters with their deputies, parties, rounds and numbers, in the order of their ids: as many statements for a page of
/// them as for one. Those that are not there are left out.
pub(in crate::store) fn opinions(
    conn: &Connection,
    ids: &[OpinionId],
    hand: &Sealing<'_>,
) -> Result<Vec<Opinion>, StoreError> {
    // One is asked for with every act, and the plainer way is the faster.
    let (are, key) = match ids {
        [id] => ("= ?1", id.to_string()),
        all => ("IN (SELECT value FROM json_each(?1))", listed(all.iter())),
    };
    let read = |c: &Cols<'_, '_>| {
        let mut details = OpinionDetails::default();
        let mut say = |field: OpinionField, text: Option<&str>| {
            let known = details.set(field, text);
            known.then_some(()).ok_or_else(|| Cols::odd(field.key()))
        };
        for field in OpinionField::plain() {
            say(field, c.text(field.key())?.as_deref())?;
        }
        let texts = all_texts(c, hand)?;
        for field in OpinionField::texts() {
            say(field, texts.get(field).map(String::as_str))?;
        }
        Ok(record!(
            c,
            Opinion {
                id,
                n,
                number,
                visit,
                citizen,
                parties: Vec::new(),
                session,
                day,
                details: details,
                answer: texts.get(OpinionField::Answer).cloned(),
                split_from,
                paper_no: aside(c, hand, Aside::PAPER_NO)?,
                state,
                rounds: Vec::new(),
                numbers: Vec::new(),
                on_spot,
                answered_at,
                class,
                class_date,
                guidance,
                told,
                tell_by,
                tries: Vec::new(),
                held,
                grade,
                void_reason: aside(c, hand, Aside::VOID_REASON)?,
                keeper,
                filed_at,
                closed_at,
                rev,
            }
        ))
    };
    let found = all(conn, &format!("SELECT * FROM opinion WHERE id {are}"), [&key], read)?;
    let mut found: BTreeMap<OpinionId, Opinion> = found.into_iter().map(|o| (o.id, o)).collect();
    let mut of = |what: &str, order: &str, add: &dyn Fn(&Cols<'_, '_>, &mut Opinion) -> Result<(), StoreError>| {
        let read = |c: &Cols<'_, '_>| match found.get_mut(&c.get("opinion")?) {
            Some(opinion) => add(c, opinion),
            None => Ok(()),
        };
        let sql = format!("SELECT {what} WHERE p.opinion {are} ORDER BY p.opinion, {order}");
        all(conn, &sql, [&key], read).map(drop)
    };
    of(
        "p.opinion, p.n AS seq, p.citizen, p.at, p.reached FROM telling p JOIN opinion o ON o.id = p.opinion AND p.n > o.owed_since",
        "p.n",
        &|c, o| {
            o.tries.push(record!(
                c,
                Try {
                    seq,
                    citizen,
                    at,
                    reached
                }
            ));
            Ok(())
        },
    )?;
    of("p.opinion, p.deputy FROM opinion_deputy p", "p.place", &|c, o| {
        o.details.deputies.push(c.get("deputy")?);
        Ok(())
    })?;
    of(
        concat!(
            "p.opinion, p.citizen, p.told, ",
            name!("c"),
            " AS name, ",
            party_grade!(),
            " AS grade FROM opinion_party p JOIN citizen c ON c.id = p.citizen"
        ),
        "p.place",
        &|c, o| {
            o.parties.push(record!(
                c,
                Party {
                    citizen,
                    name: named::read(hand, c.get("name")?)?,
                    told,
                    grade,
                }
            ));
            Ok(())
        },
    )?;
    of("* FROM handover p", "p.round, p.lead DESC, p.part", &|c, o| {
        let (no, part) = part(c, o.id, hand)?;
        match o.rounds.last_mut().filter(|round| round.no == no) {
            Some(round) => round.further.push(part),
            None => o.rounds.push(Round {
                no,
                lead: part,
                further: Vec::new(),
            }),
        }
        Ok(())
    })?;
    of(
        "p.n, p.opinion, p.number, p.number_sealed, p.family, p.system FROM number p",
        "p.n",
        &|c, o| {
            let known = number(c, hand, &o.id.to_string())?;
            let (family, system) = (c.get("family")?, c.get("system")?);
            o.numbers
                .extend(known.map(|number| OtherNumber { family, system, number }));
            Ok(())
        },
    )?;
    Ok(ids.iter().filter_map(|id| found.remove(id)).collect())
}

/// A number beside a matter's own; none when it was erased.
pub(in crate::store) fn number(
    c: &Cols<'_, '_>,
    hand: &Sealing<'_>,
    opinion: &str,
) -> Result<Option<String>, StoreError> {
    let field = number_field(c.get("n")?);
    hand.get(opinion, &field, c.get("number")?, c.get("number_sealed")?)
}
