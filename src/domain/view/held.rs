//! What an answer holds, record by record, for the gates it passes. An answer, or a list in one, that is added is asked for here
//! by the compiler, and every gate has it then.

use super::query::Answer;
use super::shown::{Came, Earlier, Figures, FollowUp, OpinionFile, OpinionRow, Rights, Snapshot};
use crate::domain::lease::{Deleted, Draft, Missed, TakenOver};
use crate::domain::owed::Owed;
use crate::domain::record::{Attendance, Citizen, Deputy, Promise, Unit, Visit};
use crate::domain::recount::Limited;
use crate::domain::trace::Traced;

/// A record an answer holds, or what is counted from them.
pub enum Held<'h> {
    Visit(&'h mut Visit),
    Promise(&'h mut Promise),
    Line(&'h mut FollowUp),
    Row(&'h mut OpinionRow),
    File(&'h mut OpinionFile),
    /// Somebody who spoke in a visit.
    Person(&'h mut Citizen),
    Came(&'h mut Came),
    Earlier(&'h mut Earlier),
    Attendance(&'h mut Attendance),
    Deputy(&'h mut Deputy),
    Unit(&'h mut Unit),
    Limited(&'h mut Limited),
    Traced(&'h mut Traced),
    /// What whoever asks has typed themself, or what they take over.
    Draft(&'h mut Draft),
    Deleted(&'h mut Deleted),
    TakenOver(&'h mut TakenOver),
    Missed(&'h mut Missed),
    /// A visit that was broken off.
    BrokenOff,
    /// Somebody at another keyboard.
    Present,
    /// Somebody who was shown more than the rules say.
    Beyond,
    /// How much is owed; after the lines it is counted from.
    Owed(&'h mut Owed),
    Figures(&'h mut Figures),
    Rights(&'h mut Rights),
}

/// Leaves of a list what may be kept of it.
macro_rules! each {
    ($keep:ident, $list:expr, $item:pat => $held:expr) => {
        let mut failed = None;
        $list.retain_mut(|$item| {
            failed.is_some()
                || $keep($held).unwrap_or_else(|error| {
                    failed = Some(error);
                    true
                })
        });
        failed.map_or(Ok(()), Err)?;
    };
}

/// Asks of each record whether it is kept, and in what form.
pub type Keep<'k, E> = &'k mut dyn FnMut(Held<'_>) -> Result<bool, E>;

impl Answer {
    /// Has each record it holds looked at, in order, and leaves what is kept.
    ///
    /// # Errors
    /// Whoever looks could not tell.
    pub fn sift<E>(&mut self, keep: Keep<'_, E>) -> Result<(), E> {
        match self {
            Self::Snapshot(snapshot) => snapshot.sift(keep)?,
            Self::Opinions(rows, more, _) => {
                each!(keep, rows, row => Held::Row(row));
                *more &= !rows.is_empty();
            }
            Self::Owed(lines, _) => {
                each!(keep, lines, line => Held::Line(line));
            }
            Self::File(file) => {
                if let Some(found) = file
                    && !keep(Held::File(found))?
                {
                    *file = None;
                }
            }
            Self::Files(files, more) => {
                each!(keep, files, file => Held::File(file));
                *more &= !files.is_empty();
            }
            Self::Deputies(all) => {
                each!(keep, all, deputy => Held::Deputy(deputy));
            }
            Self::Units(all) => {
                each!(keep, all, unit => Held::Unit(unit));
            }
            Self::Sessions(all) => {
                for row in all {
                    each!(keep, row.attendance, line => Held::Attendance(line));
                }
            }
            Self::Attendance(all) => {
                each!(keep, all, line => Held::Attendance(line));
            }
            Self::Visits(visits) => {
                each!(keep, visits, visit => Held::Visit(visit));
            }
            Self::Came(all) => {
                each!(keep, all, came => Held::Came(came));
            }
            Self::VisitFile(visit, people, rows, roster) => {
                if let Some(found) = visit
                    && !keep(Held::Visit(found))?
                {
                    *visit = None;
                }
                each!(keep, people, person => Held::Person(person));
                each!(keep, rows, row => Held::Row(row));
                each!(keep, roster, line => Held::Attendance(line));
            }
            Self::Earlier(all) => {
                each!(keep, all, earlier => Held::Earlier(earlier));
            }
            Self::DeletedDrafts(all) => {
                each!(keep, all, deleted => Held::Deleted(deleted));
            }
            Self::Figures(all) => {
                each!(keep, all, figures => Held::Figures(figures));
            }
            Self::Limits(_, limits) => {
                each!(keep, limits, limited => Held::Limited(limited));
            }
            Self::Traces(all) => {
                each!(keep, all, traced => Held::Traced(traced));
            }
            Self::Drafts(drafts) => {
                each!(keep, drafts, draft => Held::Draft(draft));
            }
            Self::Rights(rights) => {
                if let Ok(Some(rights)) = rights {
                    keep(Held::Rights(rights))?;
                }
            }
            // Who works here, and where copies lie.
            Self::Accounts(_)
            | Self::Backups(_)
            | Self::Looks(_)
            | Self::Leases(_)
            | Self::Withheld(_)
            | Self::Taken(_) => {}
        }
        Ok(())
    }
}

impl Snapshot {
    fn sift<E>(&mut self, keep: Keep<'_, E>) -> Result<(), E> {
        let Self {
            station: _,
            rules: _,
            business_day: _,
            day: _,
            session: _,
            next_session: _,
            closed_today: _,
            attendance,
            queue,
            left_over,
            ended,
            promised,
            standing: _,
            who: _,
            upto: _,
            reception_days: _,
            received: _,
            broken_off,
            follow_up,
            unwritten_beyond,
            to_tell_beyond,
            owed,
            backup: _,
            beyond,
            present,
            sitting: _,
            taken_over,
            missed,
        } = self;
        for visits in [queue, left_over, ended] {
            each!(keep, visits, visit => Held::Visit(visit));
        }
        each!(keep, promised, promise => Held::Promise(promise));
        each!(keep, broken_off, _ => Held::BrokenOff);
        for lines in [follow_up, unwritten_beyond, to_tell_beyond] {
            each!(keep, lines, line => Held::Line(line));
        }
        keep(Held::Owed(owed))?;
        each!(keep, beyond, _ => Held::Beyond);
        each!(keep, present, _ => Held::Present);
        each!(keep, taken_over, taken => Held::TakenOver(taken));
        each!(keep, missed, missed => Held::Missed(missed));
        each!(keep, attendance, line => Held::Attendance(line));
        Ok(())
    }
}
