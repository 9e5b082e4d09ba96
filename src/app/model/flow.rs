//! The steps of a flow, as a choice names them: what is to be asked or shown next.

use super::form::Asking;
use super::picker::Row;
use super::subject::Subject;
use crate::app::action::Act;
use crate::domain::id::{DeputyId, SessionId, VisitId};
use crate::domain::moment::Day;
use crate::domain::record::{Account, Deputy, Rev, Session, Unit};
use crate::domain::span::Span;
use crate::domain::view::Draft;

/// A step of a flow, as a choice can name it.
#[derive(Clone, Debug)]
pub enum Flow {
    /// A row of a picker, for a purpose.
    Picked(Pick, Row),
    /// Open a picker of deputies.
    Deputies(Pick),
    /// Ask for a reason in one's own words.
    Reason(Asking),
    /// Choose a table to move a visit to.
    MoveTo(VisitId, Rev, u8),
    /// End the talk of this visit, of this number, and perhaps call the next one.
    Finish(VisitId, Option<u16>, bool),
    /// Change what is known of a waiting visit.
    EditVisit(VisitId),
    /// Promise this visit the next reception, or change by what the person is found again.
    Promise(VisitId),
    /// Promise to ring whoever waits.
    Ring(VisitId),
    /// Change the plan of this one.
    ChangePlan(Box<Session>),
    /// Change what is known of a deputy, as it was shown.
    EditDeputy(Box<Deputy>),
    /// What somebody who leaves looks after, before it is handed over.
    Leaving(Box<Account>),
    /// Change what is known of a unit, as it was shown.
    EditUnit(Box<Unit>),
    /// Go on with a form that was not finished.
    Resume(Box<Draft>),
    /// The same, with what it changes.
    ResumeOn(Box<Draft>, Subject),
    /// Plan a reception for today and open it.
    PlanToday,
    /// The figures of these days.
    Figures(Day, Day),
    /// The figures of this span, in place of those of another.
    Span(Span),
    /// The figures of the day, and then the end.
    LastPage(SessionId),
    /// The deputies of this reception, which is on this day.
    Roster(SessionId, Day),
    /// Adopt the arrangement of holidays in the form on top.
    Holidays,
    /// Take a copy of the file.
    Backup,
    /// Stop the one that is being taken.
    StopBackup,
    /// The reception of an earlier day goes on, with this act.
    GoOn(SessionId, Act),
    /// Read the table at this path.
    ReadTable(String),
}

/// What a deputy is chosen for.
#[derive(Clone, Debug)]
pub enum Pick {
    /// 签到.
    SignIn(SessionId),
    /// 签到, and the reception is opened with it.
    SignInToOpen(SessionId),
    /// 代 this one.
    Substitute(SessionId, DeputyId),
    /// 排班.
    Assign(SessionId),
}
