//! The layers of a matter as one kind of layer: read-back, numbered acts, and a moment of waiting.

use crate::app::action::Act;
use crate::app::forms::draft::say_untaken;
use crate::app::model::matter::Awaited;
use crate::app::model::{
    Acts, Choice, Effect, Flow, Layer, Matter, MatterAct, Mood, Next, Seen, State, Step, Taken, Task, Ticket, subject,
};
use crate::app::opinion::menus;
use crate::app::opinion::spec::OPINION;
use crate::domain::id::{DraftId, OpinionId, VisitId};
use crate::domain::moment::Day;
use crate::domain::view::{Answer, Draft, Query};
use crate::keys::Chord;

impl Matter {
    /// Opens a draft: it is taken, and answers with what was saved last, wherever that was.
    pub fn await_draft(state: &mut State, draft: DraftId) -> Vec<Effect> {
        let (ticket, effect) = state.take(draft);
        Self::push(state, ticket, Awaited::Draft);
        vec![effect]
    }

    /// Offers the visits of a day.
    pub fn await_visits(state: &mut State, (seen, own): (Seen, VisitId), day: Day) -> Vec<Effect> {
        Self::wait(state, Query::Came { day }, Awaited::Visits(seen, own))
    }

    /// Offers what was deleted.
    pub fn await_deleted(state: &mut State) -> Vec<Effect> {
        Self::wait(state, Query::DeletedDrafts, Awaited::Deleted)
    }

    /// Opens the draft of a form of the desk when what it changes has come.
    pub fn await_subject(state: &mut State, query: Query, draft: Draft) -> Vec<Effect> {
        Self::wait(state, query, Awaited::Subject(draft))
    }

    fn wait(state: &mut State, query: Query, what: Awaited) -> Vec<Effect> {
        let (ticket, effect) = state.ask(query);
        Self::push(state, ticket, what);
        vec![effect]
    }

    fn push(state: &mut State, ticket: Ticket, what: Awaited) {
        state.layers.push(Layer::Matter(Box::new(Self::Awaiting(ticket, what))));
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        match self {
            Self::Receipt(r) => r.key(state, chord, act),
            Self::Acts(a) => a.key(state, chord, act),
            Self::Awaiting(..) if act == Some(Act::AppBack) => Some(Next::Close.into()),
            Self::Awaiting(..) => Some(Next::Stay.into()),
        }
    }

    /// Takes an answer if it asked the question; gives it back otherwise.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        let next = match self {
            Self::Acts(a) => return a.answer(state, ticket, answer),
            Self::Receipt(_) => return Err(answer),
            Self::Awaiting(asked, _) if *asked != ticket => return Err(answer),
            Self::Awaiting(_, what) => match (what, *answer) {
                (Awaited::Draft, Answer::Taken(Ok(draft))) => Some(go(state, Flow::Resume(draft))),
                (Awaited::Draft, Answer::Taken(Err(Some(why)))) => {
                    say_untaken(state, Some(&why));
                    Some((Self::Acts(Acts::empty(state)), Vec::new()))
                }
                (Awaited::Draft, Answer::Taken(Err(None))) => None,
                (Awaited::Visits(seen, own), Answer::Came(list)) => {
                    Some((Self::Acts(menus::visits(state, (seen, *own), &list)), Vec::new()))
                }
                (Awaited::Deleted, Answer::DeletedDrafts(list)) => {
                    Some((Self::Acts(menus::deleted(state, &list)), Vec::new()))
                }
                (Awaited::Subject(draft), answer) => {
                    let found = subject::subject(draft, answer)?;
                    let on = |subject| go(state, Flow::ResumeOn(Box::new(draft.clone()), subject));
                    found.map(on)
                }
                (_, answer) => return Err(Box::new(answer)),
            },
        };
        let (matter, effects) = next.unwrap_or_else(|| {
            let t = state.texts();
            state.say(Mood::Warn, t.matter.row_gone);
            (Self::Acts(Acts::empty(state)), Vec::new())
        });
        *self = matter;
        Ok(effects)
    }

    /// It lies on the screen again: what it is about is asked for anew.
    pub fn again(&mut self, state: &mut State) -> Option<Effect> {
        if let Self::Acts(a) = self { a.again(state) } else { None }
    }

    /// The choices for telling somebody.
    pub const fn is_telling(&self) -> bool {
        matches!(self, Self::Acts(acts) if acts.telling.is_some())
    }

    /// A choice that waited for what has come now.
    pub fn chosen(&mut self) -> Option<Choice> {
        if let Self::Acts(a) = self {
            a.take_chosen()
        } else {
            None
        }
    }
}

/// A step that is taken as soon as this layer is gone.
fn go(state: &State, step: Flow) -> (Matter, Vec<Effect>) {
    let acts = Acts::going(state, Choice::Flow(step));
    (Matter::Acts(acts), Vec::new())
}

/// What the form of a draft was for; none of a form that is not about a matter.
pub fn task_of(draft: &Draft) -> Option<Task> {
    let id = draft.target.parse().ok();
    Some(match draft.form.as_str() {
        OPINION => Task::file(id.map(VisitId)),
        "late_visit" => Task::LateVisit(Vec::new()),
        "late_session" => Task::LateSession,
        form => {
            let seen = Seen {
                id: OpinionId(id?),
                rev: 0,
                number: String::new(),
            };
            Task::On(MatterAct::of_form(form)?, seen)
        }
    })
}
