//! A form of the desk as it stands on the screen, and which it is.

use super::importing::Table;
use super::{Choice, Layer, State, Then, Ticket};
use crate::domain::command::Command;
use crate::domain::id::{CommandId, DeputyId, DraftId, PromiseId, SessionId, VisitId};
use crate::domain::lease::Lease;
use crate::domain::record::{Deputy, Rev, Station, Unit};
use crate::form::{Autosave, FieldId, FormState};

/// A form on the screen.
#[derive(Clone, Debug)]
pub struct Form {
    /// Which, with what it is about.
    pub kind: Kind,
    pub title: String,
    /// A remark above the fields.
    pub note: String,
    pub form: FormState,
    /// The row that files has the focus.
    pub at_end: bool,
    /// The command that files it, under way.
    pub busy: Option<CommandId>,
    /// The command that filed it last: when that one is carried out, also at a second try, the form goes.
    pub sent: Option<CommandId>,
    /// The draft it is kept as, once something is typed.
    pub kept: Option<Kept>,
    /// A lookup under way: the field and what was typed.
    pub lookup: Option<(Ticket, FieldId, String)>,
}

/// Room for the fields on a screen of this size: everything but the bars, the filing row and the margins.
pub fn room(size: (u16, u16)) -> (usize, usize) {
    (
        usize::from(size.0.saturating_sub(3)),
        usize::from(size.1.saturating_sub(6)).max(1),
    )
}

impl Form {
    /// A form.
    pub fn new(state: &State, kind: Kind, title: impl Into<String>, form: FormState) -> Self {
        let mut out = Self {
            kind,
            title: title.into(),
            note: String::new(),
            form,
            at_end: false,
            busy: None,
            sent: None,
            kept: None,
            lookup: None,
        };
        out.fit(state);
        out
    }

    /// Tells the engine the room and the time.
    pub fn fit(&mut self, state: &State) {
        let (w, h) = room(state.size);
        self.form.set_size(w, h);
        self.form.set_now(state.now.0);
    }

    /// As a layer.
    pub fn layer(self) -> Layer {
        Layer::Form(Box::new(self))
    }
}

/// The draft a form is kept as, from its first letter on.
#[derive(Clone, Copy, Debug)]
pub struct Kept {
    /// In which generation it is held here.
    pub(in crate::app) lease: Lease,
    /// Where words go that came too late.
    pub(in crate::app) spare: DraftId,
    /// It was there before this form: leaving the form does not give it up.
    pub(in crate::app) is_old: bool,
    /// What of it is on the disk.
    pub save: Autosave,
}

/// Which form, with what it is about.
#[derive(Clone, Debug)]
pub enum Kind {
    SetUp,
    /// 取号, or a change of what is known of a waiting visit.
    Number(Number),
    /// 安排接待.
    Plan(Plan),
    /// One or two fields.
    Small(Asking),
    /// 下次优先: by what the person is found again.
    Promise(PromiseForm),
    /// 联络站资料, as they were shown.
    Station(Box<Station>),
    /// 添代表, or a change of the one shown.
    Deputy(Option<Box<Deputy>>),
    /// 添单位, or a change of the one shown.
    Unit(Option<Box<Unit>>),
}

impl Kind {
    /// Enter on an untouched form files it. Once something is typed, Enter leads to the filing row: an input method ends
    /// what it commits with Enter too, and a person who presses it once too often must not file.
    pub const fn is_quick(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Small(_) | Self::Promise(_))
    }

    /// It only looks: filing it writes nothing, so Enter on the last field may.
    pub const fn only_looks(&self) -> bool {
        matches!(self, Self::Small(Asking::Span | Asking::Path(_)))
    }

    /// Esc does not leave it.
    pub const fn is_modal(&self) -> bool {
        matches!(self, Self::SetUp)
    }
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    New,
    /// What is known of somebody who waits, at this revision.
    Edit(VisitId, Rev),
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Open it at once.
    pub open: bool,
    /// Change this one, at the revision seen, instead of making another.
    pub change: Option<(SessionId, Rev)>,
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Why a deputy is on leave.
    Leave(SessionId, DeputyId),
    /// A note for the table a visit moves to.
    Move(VisitId, Rev, u8),
    /// Why a visit is void.
    VoidVisit(VisitId, Rev),
    /// Why a reception is cancelled.
    Cancel(SessionId, Rev),
    /// To which day it is postponed.
    Postpone(SessionId, Rev),
    /// From when to when the figures go.
    Span,
    /// Where a table lies.
    Path(Table),
}

/// What the form is for, at the revision seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseForm {
    /// Promise it to somebody who waits.
    Make(VisitId, Rev),
    /// Another name or phone.
    Change(PromiseId, Rev),
}

/// What a filed form becomes.
#[derive(Clone, Debug)]
pub enum Submit {
    /// A command; the form goes when it is carried out.
    Send(Box<Command>, Then),
    /// Something without a command; the form goes at once.
    Do(Choice),
    /// A field is wrong in a way only the desk knows.
    Bad(FieldId, String),
}
