//! Questions of one or two fields: a reason, a note, a day, a span of days.

use crate::app::fields::{date, optional, rest_remark, say};
use crate::app::model::form::{Asking, Bad, Kind, Manner, Submit};
use crate::app::model::importing::Table;
use crate::app::model::screen::Row as _;
use crate::app::model::{Choice, Do, Effect, Flow, Form, Host, Noun, State};
use crate::domain::command::{
    CancelSession, Command, HandOverAll, MoveVisit, PostponeSession, SetStandIn, TakeLeave, VoidVisit,
};
use crate::domain::deed::Deed;
use crate::domain::id::{AccountId, DeputyId, SessionId, VisitId};
use crate::domain::moment::Day;
use crate::domain::record::{Account, Visit};
use crate::domain::span::Span;
use crate::domain::typed_date::{Lean, parse_day};
use crate::form::{self, ChoiceOption, FieldSpec, FormSpec, FormState, Value, Values};
use crate::i18n::refusal::ticket;
use chrono::Datelike as _;
use uuid::Uuid;

/// Opens the form of one or two fields that asks this.
pub fn open(state: &mut State, asking: Asking) -> Vec<Effect> {
    let t = state.texts();
    let text = |id, label| FieldSpec::new(id, label, form::Kind::Text { max: 60 });
    let day = |id, label, lean| {
        FieldSpec::new(id, label, date(state.lang, lean))
            .required()
            .width(32)
            .help(t.ask.day_help)
    };
    let (title, fields) = match asking {
        Asking::Leave(..) => (t.ask.leave, vec![text("text", t.ask.reason).required()]),
        Asking::Move(visit, _, to) if state.taken_from(visit, to).is_some() => {
            (t.say.take_here, vec![text("text", t.ask.reason).required()])
        }
        Asking::Move(..) => (
            t.action.queue_move,
            vec![text("text", t.ask.note).help(t.ask.note_help)],
        ),
        Asking::VoidVisit(..) => (t.ask.void, vec![text("text", t.ask.reason).required()]),
        Asking::Cancel(..) => (t.ask.cancel, vec![text("text", t.ask.reason).required()]),
        Asking::DeleteDraft(_) => (t.matter.act_drop, vec![text("text", t.ask.reason).required()]),
        Asking::TakeOver(_) => (t.matter.act_take_over, vec![text("text", t.ask.reason).required()]),
        Asking::Postpone(..) => (t.ask.postpone, vec![day("day", t.ask.to_day, Lean::Future)]),
        Asking::Path(table) => {
            let title = match table {
                Table::Deputies => t.action.deputy_import,
                Table::Units => t.action.unit_import,
            };
            let t = &t.importing;
            let path = FieldSpec::new("path", t.path, form::Kind::Text { max: 500 });
            (title, vec![path.required().help(t.path_help)])
        }
        Asking::StandIn(account, _) => (
            t.rights.stand_in,
            vec![
                FieldSpec::new("by", t.rights.by, colleagues(state, account)).required(),
                day("until", t.rights.until, Lean::Future),
            ],
        ),
        Asking::HandOver(account, _) => (
            t.rights.leave,
            vec![
                FieldSpec::new("to", t.rights.to, colleagues(state, account)).required(),
                text("text", t.ask.reason).required(),
            ],
        ),
        Asking::Span => (
            t.action.screen_figures,
            vec![
                day("from", t.ask.from_day, Lean::Past),
                day("to", t.ask.until_day, Lean::Nearest),
            ],
        ),
    };
    let whom = if let Asking::Move(visit, ..) | Asking::VoidVisit(visit, _) = asking {
        state.visits().find(|v| v.id == visit)
    } else {
        None
    };
    let named = |v: &Visit| {
        let (no, name) = (ticket(state.lang, v.ticket), state.name(v.label.as_deref()));
        format!("{title}  {no} {name}").trim_end().to_owned()
    };
    let title = whom.map_or_else(|| title.to_owned(), named);
    let mut form = FormState::new(FormSpec::new("small", 1, say(state.lang), fields));
    if asking == Asking::Span {
        let today = state.today();
        let first = Day::from_ymd_opt(today.year(), 1, 1).unwrap_or(today);
        form.propose("from", &Value::Text(first.to_string()));
        form.propose("to", &Value::Text(today.to_string()));
    }
    Form::new(state, Kind::Small(asking), title, form).open(state)
}

/// Everybody else who looks after matters, to choose from.
fn colleagues(state: &State, without: AccountId) -> form::Kind {
    let all = state.browse.values().flat_map(|b| Account::among(&b.rows));
    let other = all.filter(|a| a.active && a.id != without && a.role.keeps_matters());
    let option = |a: &Account| ChoiceOption::new(a.id.to_string(), &a.name);
    form::Kind::Choice {
        options: other.map(option).collect(),
    }
}

impl Asking {
    /// What a draft was about, with the visit as it is now: who moved on meanwhile is asked about anew.
    pub fn of_target(state: &State, target: &str) -> Option<Self> {
        let mut parts = target.split(':');
        let what = parts.next()?;
        let id: Uuid = parts.next()?.parse().ok()?;
        let second = parts.next()?;
        let rev = |visit| {
            let now = state.visits().find(|v| v.id == visit).map(|v| v.rev);
            now.or_else(|| second.parse().ok())
        };
        Some(match what {
            "leave" => Self::Leave(SessionId(id), DeputyId(second.parse().ok()?)),
            "move" => Self::Move(VisitId(id), rev(VisitId(id))?, parts.next()?.parse().ok()?),
            "void" => Self::VoidVisit(VisitId(id), rev(VisitId(id))?),
            "cancel" => Self::Cancel(SessionId(id), second.parse().ok()?),
            "stand_in" => Self::StandIn(AccountId(id), second.parse().ok()?),
            "hand_over" => Self::HandOver(AccountId(id), second.parse().ok()?),
            "postpone" => Self::Postpone(SessionId(id), second.parse().ok()?),
            _ => return None,
        })
    }
}

impl Noun for Asking {
    fn manner(&self) -> Manner {
        match self {
            Self::DeleteDraft(_) | Self::TakeOver(_) | Self::Span | Self::Path(_) => Manner::Looks,
            Self::Leave(..) | Self::Move(..) | Self::VoidVisit(..) | Self::Cancel(..) | Self::Postpone(..) => {
                Manner::Quick
            }
            Self::StandIn(..) | Self::HandOver(..) => Manner::Short,
        }
    }

    fn deed(&self) -> Option<Deed> {
        Self::deed(self)
    }

    fn target(&self) -> String {
        match self {
            Self::Leave(session, deputy) => format!("leave:{session}:{deputy}"),
            Self::Move(visit, rev, to) => format!("move:{visit}:{rev}:{to}"),
            Self::VoidVisit(visit, rev) => format!("void:{visit}:{rev}"),
            Self::Cancel(session, rev) => format!("cancel:{session}:{rev}"),
            Self::Postpone(session, rev) => format!("postpone:{session}:{rev}"),
            Self::StandIn(account, rev) => format!("stand_in:{account}:{rev}"),
            Self::HandOver(account, rev) => format!("hand_over:{account}:{rev}"),
            Self::DeleteDraft(_) | Self::TakeOver(_) | Self::Span | Self::Path(_) => String::new(),
        }
    }

    fn changed(&mut self, host: &mut Host, state: &State) {
        if let Self::Postpone(..) = self {
            host.remark = rest_remark(state, host.form.text("day"), Lean::Future);
        }
    }

    fn submit(&mut self, _: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let text = || values.text("text").trim().to_owned();
        let day = |id, lean| {
            let read = parse_day(values.text(id), state.today(), lean);
            read.map_err(|_| (id, state.texts().ask.no_date.to_owned()))
        };
        let chosen = |id| {
            let account = values.code(id).and_then(|code| code.parse().ok()).map(AccountId);
            account.ok_or_else(|| (id, state.texts().ask.choose_one.to_owned()))
        };
        let command = match *self {
            Self::StandIn(account, rev) => Command::SetStandIn(SetStandIn {
                account,
                rev,
                by: chosen("by")?,
                from: None,
                until: day("until", Lean::Future)?,
            }),
            Self::HandOver(account, rev) => Command::HandOverAll(HandOverAll {
                account,
                rev,
                to: chosen("to")?,
                reason: text(),
            }),
            Self::Leave(session, deputy) => Command::TakeLeave(TakeLeave {
                session,
                deputy,
                reason: text(),
            }),
            Self::Move(visit, rev, to) => Command::MoveVisit(MoveVisit {
                visit,
                rev,
                to,
                // Why it was taken over does not push out what was noted for whoever receives them.
                note: match state.taken_from(visit, to).and_then(|v| v.note.as_deref()) {
                    Some(noted) => Some(format!("{noted} {}", text())),
                    None => optional(values, "text"),
                },
            }),
            Self::VoidVisit(visit, rev) => Command::VoidVisit(VoidVisit {
                visit,
                rev,
                reason: text(),
            }),
            Self::Cancel(session, rev) => Command::CancelSession(CancelSession {
                session,
                rev,
                reason: text(),
            }),
            Self::Postpone(session, rev) => {
                let day = day("day", Lean::Future)?;
                Command::PostponeSession(PostponeSession { session, rev, day })
            }
            Self::DeleteDraft(id) => {
                let delete = Do::DeleteDraft(id, Some(text()));
                return Ok(Submit::Do(Choice::Matter(Box::new(delete))));
            }
            Self::TakeOver(id) => {
                let take = Do::TakeOver(id, text());
                return Ok(Submit::Do(Choice::Matter(Box::new(take))));
            }
            Self::Path(_) => {
                let path = values.text("path").trim().to_owned();
                return Ok(Submit::Do(Choice::Flow(Flow::ReadTable(path))));
            }
            Self::Span => {
                let (from, to) = (day("from", Lean::Past)?, day("to", Lean::Nearest)?);
                if to < from {
                    return Err(("to", state.texts().ask.span_back.to_owned()));
                }
                return Ok(Submit::Do(Choice::Flow(Flow::Span(Span::Days(from, to)))));
            }
        };
        Ok(command.into())
    }
}

impl Asking {
    /// What moving somebody to another table writes, before it is known which.
    pub const MOVES: Deed = Deed::MoveVisit;

    /// What the question writes in the end.
    pub const fn deed(&self) -> Option<Deed> {
        Some(match self {
            Self::Leave(..) => Deed::TakeLeave,
            Self::Move(..) => Self::MOVES,
            Self::VoidVisit(..) => Deed::VoidVisit,
            Self::Cancel(..) => Deed::CancelSession,
            Self::Postpone(..) => Deed::PostponeSession,
            Self::StandIn(..) => Deed::SetStandIn,
            Self::HandOver(..) => Deed::HandOverAll,
            Self::DeleteDraft(_) | Self::TakeOver(_) | Self::Span | Self::Path(_) => return None,
        })
    }
}
