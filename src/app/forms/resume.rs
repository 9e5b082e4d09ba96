//! A form of the desk that was not finished, opened again with what was typed: the same form about the same thing, as that
//! thing is now.

use uuid::Uuid;

use super::small::{self, Asking};
use super::{number, people, plan, promise, station};
use crate::app::input::Effect;
use crate::app::layer::Layer;
use crate::app::opinion::Matter;
use crate::app::state::{Mood, State};
use crate::domain::id::VisitId;
use crate::domain::record::{Deputy, Session, Unit};
use crate::domain::view::{Answer, Draft, Query};

/// The target of a plan that opens the door at once.
pub const TODAY: &str = "today";
/// Rosters are no longer than this.
const MANY: u32 = 20_000;

/// What a form changes, fetched before it is opened again.
#[derive(Clone, Debug)]
pub enum Subject {
    /// A reception.
    Session(Box<Session>),
    /// A deputy.
    Deputy(Box<Deputy>),
    /// A unit.
    Unit(Box<Unit>),
}

/// Whether drafts of this name belong to forms of the desk.
pub fn is_form(name: &str) -> bool {
    matches!(
        name,
        "number" | "plan" | "small" | "promise" | "station" | "deputy" | "unit"
    )
}

/// Goes on with a draft; what it changes is asked for first when it is not at hand.
pub fn open(state: &mut State, draft: &Draft) -> Vec<Effect> {
    let about = draft.target.as_str();
    let edited = about.strip_prefix("edit:").and_then(|id| id.parse::<Uuid>().ok());
    if edited.is_some()
        && let Some(query) = subject_of(&draft.form)
    {
        return Matter::await_subject(state, query, draft.clone());
    }
    let before = state.layers.len();
    let effects = match (draft.form.as_str(), edited) {
        ("number", None) => number::open(state),
        ("number", Some(id)) => number::edit(state, VisitId(id)),
        ("plan", _) if about == TODAY => plan::today(state),
        ("plan", _) => plan::open(state),
        ("promise", _) => promised(state, about).map_or_else(Vec::new, |visit| promise::open(state, visit)),
        ("station", _) => station::open(state),
        ("deputy", _) => people::deputy(state),
        ("unit", _) => people::unit(state),
        ("small", _) => Asking::of_target(state, about).map_or_else(Vec::new, |asking| small::open(state, asking)),
        _ => Vec::new(),
    };
    fill(state, draft, before);
    effects
}

/// Goes on with a draft about something that was fetched.
pub fn open_on(state: &mut State, draft: &Draft, subject: &Subject) -> Vec<Effect> {
    let before = state.layers.len();
    let effects = match subject {
        Subject::Session(s) => plan::change(state, s),
        Subject::Deputy(d) => people::edit_deputy(state, d),
        Subject::Unit(u) => people::edit_unit(state, u),
    };
    fill(state, draft, before);
    effects
}

/// Puts the words into the form that was opened. Without one what they were about is gone, and they stay a draft.
fn fill(state: &mut State, draft: &Draft, before: usize) {
    let opened = (state.layers.len() > before).then(|| state.layers.pop()).flatten();
    match opened {
        Some(Layer::Form(mut form)) if form.form.id() == draft.form => {
            form.resume(state, draft);
            state.layers.push(Layer::Form(form));
        }
        other => {
            state.layers.extend(other);
            let text = state.texts().matter.row_gone;
            state.say(Mood::Warn, text);
        }
    }
}

/// The visit of a promise that is being made or changed.
fn promised(state: &State, about: &str) -> Option<VisitId> {
    if let Some(visit) = about.strip_prefix("make:") {
        return visit.parse().ok().map(VisitId);
    }
    let promise = about.strip_prefix("edit:")?;
    let known = state.snap.promised.iter().find(|p| p.id.to_string() == promise);
    known.map(|p| p.visit)
}

/// What to ask for before a form that changes something is opened again.
fn subject_of(form: &str) -> Option<Query> {
    let matching = String::new();
    Some(match form {
        "plan" => Query::Sessions {
            state: None,
            limit: MANY,
        },
        "deputy" => Query::Deputies { matching, limit: MANY },
        "unit" => Query::Units {
            matching,
            kind: None,
            limit: MANY,
        },
        _ => return None,
    })
}

/// What the answer says of the thing a draft is about: none when it is not there, the answer back when it is another's.
pub fn subject(draft: &Draft, answer: Answer) -> Result<Option<Subject>, Box<Answer>> {
    let is_it = |id: Uuid| {
        draft
            .target
            .strip_prefix("edit:")
            .is_some_and(|it| it == id.to_string())
    };
    Ok(if let Answer::Sessions(all) = answer {
        let found = all.into_iter().map(|row| row.session).find(|s| is_it(s.id.0));
        found.map(|s| Subject::Session(Box::new(s)))
    } else if let Answer::Deputies(all) = answer {
        let found = all.into_iter().find(|d| is_it(d.id.0));
        found.map(|d| Subject::Deputy(Box::new(d)))
    } else if let Answer::Units(all) = answer {
        let found = all.into_iter().find(|u| is_it(u.id.0));
        found.map(|u| Subject::Unit(Box::new(u)))
    } else {
        return Err(Box::new(answer));
    })
}
