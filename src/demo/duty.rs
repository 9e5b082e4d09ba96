//! The roster meets the morning: who comes, who is late, who sends somebody else.

use super::Door;
use super::words::LEAVES;
use super::world::{World, after};
use crate::domain::command::{Command, SignIn, Substitute, TakeLeave};
use crate::domain::id::{DeputyId, SessionId};
use crate::domain::moment::Moment;
use crate::domain::record::Attendance;
use crate::domain::view::{Answer, Query};

/// Who comes: most in time, some late, some not, some send somebody.
pub fn duty<D: Door>(
    w: &mut World<'_, D>,
    session: SessionId,
    index: u32,
    tables: u8,
) -> Result<Vec<DeputyId>, D::Error> {
    let Answer::Attendance(roster) = w.door.ask(&Query::Attendance(session))? else {
        return Ok(Vec::new());
    };
    let mut here = Vec::new();
    for (i, line) in roster.iter().enumerate() {
        w.wait(20, 80);
        let table = (i < usize::from(tables)).then_some(i as u8 + 1);
        let turn = if w.is_last_day() {
            i * 2 + usize::from(i > 0) * 2
        } else {
            (index as usize + i * 5) % 9
        };
        if i == 0 || turn < 5 {
            let late = i > 0 && turn == 4;
            let deputy = line.deputy;
            w.act(Command::SignIn(SignIn {
                session,
                deputy,
                table,
                late,
            }))?;
            here.push(deputy);
        } else if turn < 8 {
            here.extend(instead(w, session, line, &roster, table, turn)?);
        }
    }
    Ok(here)
}

fn instead<D: Door>(
    w: &mut World<'_, D>,
    session: SessionId,
    line: &Attendance,
    roster: &[Attendance],
    table: Option<u8>,
    turn: usize,
) -> Result<Option<DeputyId>, D::Error> {
    let reason = w.dice.word(LEAVES).to_owned();
    let spare = w
        .deputies
        .iter()
        .copied()
        .find(|d| roster.iter().all(|a| a.deputy != *d));
    let Some(by) = spare.filter(|_| turn != 6) else {
        w.act(Command::TakeLeave(TakeLeave {
            session,
            deputy: line.deputy,
            reason,
        }))?;
        return Ok(None);
    };
    w.act(Command::Substitute(Substitute {
        session,
        absent: line.deputy,
        by,
        table,
        reason,
    }))?;
    Ok(Some(by))
}

/// Tables and closing time of a reception.
pub fn hours<D: Door>(w: &mut World<'_, D>, session: SessionId) -> Result<(u8, Moment), D::Error> {
    let all = Query::Sessions {
        state: None,
        limit: 100,
    };
    if let Answer::Sessions(rows) = w.door.ask(&all)?
        && let Some(row) = rows.iter().find(|r| r.session.id == session)
    {
        let plan = &row.session.plan;
        return Ok((plan.tables, plan.ends.on(plan.day)));
    }
    Ok((1, after(w.now, 9000)))
}

/// How many people a reception has room for.
pub const ROOM: u64 = 24;

/// How many people come.
pub fn people_for<D: Door>(w: &World<'_, D>) -> u32 {
    // Half of them bring no matter, or the same one; enough room for what has gathered.
    let left = w.pace.saturating_sub(w.filed).min(ROOM as u32);
    left.clamp(6, 24)
}
