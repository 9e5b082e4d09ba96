//! The rows of each list, one by one.

use std::collections::HashMap;
use std::rc::Rc;

use super::super::here::{Here, Reading};
use super::super::rows::{self, Flow, Sink};
use crate::app::list::column::Told;
use crate::app::list::opinions::{BRIEFLY, WHOLE, Whole};
use crate::app::list::visits::{self, Known};
use crate::app::list::{DEPUTIES, SESSIONS, UNITS};
use crate::app::model::screen::{Row, Rows};
use crate::domain::id::{UnitId, VisitId};
use crate::domain::moment::Day;
use crate::domain::record::{Deputy, Unit, Visit};
use crate::domain::view::{Answer, Query, Sight, Snapshot, Stretch};
use crate::error::Fail;

/// More receptions, deputies or units than this no station has.
const ENOUGH: u32 = 100_000;

/// Matters in memory at once.
const PAGE: u32 = 200;

/// What is told of a row here.
pub fn tell<R>(told: &Told<R>, row: &R) -> rows::Row {
    told.of(row, Sight::default())
}

/// Everybody who is not done with; those left over from other days, then those promised the next time last.
pub fn queue(here: &Here, reading: &Reading, to: Sink<'_>) -> Result<(), Fail> {
    let snap = snapshot(here, reading)?;
    let kept = these(reading, snap.promised.iter().map(|p| p.visit))?;
    let all = snap.queue.iter().chain(&snap.left_over).chain(&kept);
    visits_known(reading, &snap, all, to)
}

/// Visits of a day, the desk's own when none is named.
pub fn today(here: &Here, reading: &Reading, day: Option<Day>, to: Sink<'_>) -> Result<(), Fail> {
    let snap = snapshot(here, reading)?;
    let Some(day) = day.or(snap.day) else {
        return Ok(());
    };
    match reading.ask(&Query::Visits { day })? {
        Answer::Visits(all) => visits_known(reading, &snap, all.iter(), to),
        _ => Ok(()),
    }
}

fn snapshot(here: &Here, reading: &Reading) -> Result<Snapshot, Fail> {
    let today = reading.now(here)?.day();
    Ok(match reading.ask(&Query::Snapshot { today })? {
        Answer::Snapshot(snap) => *snap,
        _ => Snapshot::default(),
    })
}

fn these(reading: &Reading, ids: impl Iterator<Item = VisitId>) -> Result<Vec<Visit>, Fail> {
    Ok(match reading.ask(&Query::TheseVisits(ids.collect()))? {
        Answer::Visits(all) => all,
        _ => Vec::new(),
    })
}

fn visits_known<'a>(
    reading: &Reading,
    snap: &Snapshot,
    all: impl Iterator<Item = &'a Visit> + Clone,
    to: Sink<'_>,
) -> Result<(), Fail> {
    let deputies = rows::<Deputy>(reading, &of_deputies(""))?;
    let earlier = these(reading, all.clone().filter_map(|v| v.carried_from))?;
    let known = |v: &Visit| {
        let asked = deputies.iter().find(|d| v.asked == Some(d.id));
        let earlier = earlier.iter().find(|e| v.carried_from == Some(e.id));
        Known {
            asked: asked.map(|d| d.profile.name.clone()),
            promise: snap.promised.iter().find(|p| p.visit == v.id).cloned(),
            earlier: earlier.map(|e| (e.day, e.ticket)),
            visit: v.clone(),
        }
    };
    let _ = all.map(|v| tell(&visits::TOLD, &known(v))).try_for_each(to);
    Ok(())
}

/// The rows of a list that is read whole.
pub fn rows<R: Row>(reading: &Reading, query: &Query) -> Result<Vec<R>, Fail> {
    let rows = Rows::of(reading.ask(query)?).unwrap_or_default();
    Ok(R::among(&rows).to_vec())
}

/// What is told of each of them.
fn whole<R: Row>(reading: &Reading, query: &Query, told: &Told<R>, to: Sink<'_>) -> Result<(), Fail> {
    let _ = rows(reading, query)?.iter().map(|row| tell(told, row)).try_for_each(to);
    Ok(())
}

/// Receptions, newest first.
pub fn sessions(reading: &Reading, to: Sink<'_>) -> Result<(), Fail> {
    let query = Query::Sessions {
        state: None,
        limit: ENOUGH,
    };
    whole(reading, &query, &SESSIONS, to)
}

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
pub fn matters_briefly(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
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
    pages(reading, ask, rows, |row| row.n, &mut |row| to(tell(&BRIEFLY, &row)))
}

/// Matters, newest first, with everything programs ask for.
pub fn matters(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    let names = rows::<Unit>(reading, &of_units(""))?
        .into_iter()
        .map(|u| (u.id, u.profile.short));
    let units: Rc<HashMap<UnitId, String>> = Rc::new(names.collect());
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
        to(tell(&WHOLE, &Whole { file, units }))
    })
}

fn of_deputies(matching: &str) -> Query {
    Query::Deputies {
        matching: matching.to_owned(),
        limit: ENOUGH,
    }
}

fn of_units(matching: &str) -> Query {
    Query::Units {
        matching: matching.to_owned(),
        kind: None,
        limit: ENOUGH,
    }
}

/// Deputies found by name or pinyin.
pub fn deputies(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    whole(reading, &of_deputies(matching), &DEPUTIES, to)
}

/// Units found by name, pinyin or what they handle.
pub fn units(reading: &Reading, matching: &str, to: Sink<'_>) -> Result<(), Fail> {
    whole(reading, &of_units(matching), &UNITS, to)
}
