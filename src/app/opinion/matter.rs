//! The layers of a matter as one kind of layer: form, read-back, numbered acts, and a moment of waiting.

use super::receipt::Receipt;
use super::sheet::Sheet;
use super::spec::OPINION;
use super::task::{MatterAct, Seen, Task};
use super::{answers, lease};
use crate::app::action::Act;
use crate::app::flow::Step as Flow;
use crate::app::follow::{self, Acts};
use crate::app::forms::resume;
use crate::app::input::{Effect, Ticket};
use crate::app::layer::{Choice, Layer, Next, Step, Taken};
use crate::app::state::{Mood, State};
use crate::domain::id::{CommandId, DraftId, OpinionId, VisitId};
use crate::domain::moment::{Day, Moment};
use crate::domain::view::{Answer, Draft, Query};
use crate::i18n::Lang;
use crate::keys::Chord;
use crate::keys::keymap::GLOBAL;

/// A layer of a matter.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // one at a time, and boxed in its layer
pub enum Matter {
    /// A form.
    Sheet(Sheet),
    /// The read-back after filing.
    Receipt(Receipt),
    /// Numbered acts with what they are about.
    Acts(Acts),
    /// Something was asked for and comes in a moment.
    Awaiting(Ticket, Awaited),
}

/// What is awaited.
#[derive(Clone, Debug)]
pub enum Awaited {
    /// A draft to go on with.
    Draft,
    /// The visits of a day, to move a matter to one of them.
    Visits(Seen, VisitId),
    /// What a form of the desk changes, to go on with its draft.
    Subject(Draft),
}

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

    /// Something is being typed in it.
    pub const fn is_form(&self) -> bool {
        matches!(self, Self::Sheet(_))
    }

    /// The scopes of its keys.
    pub const fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Sheet(_) => &["form", GLOBAL],
            _ => &["list", GLOBAL],
        }
    }

    /// Characters are text here.
    pub const fn takes_text(&self) -> bool {
        match self {
            Self::Sheet(s) => !s.at_end,
            _ => false,
        }
    }

    /// Answers a key.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        match self {
            Self::Sheet(s) => s.key(state, chord, act),
            Self::Receipt(r) => r.key(state, chord, act),
            Self::Acts(a) => a.key(state, chord, act),
            Self::Awaiting(..) => Some(match act {
                Some(Act::AppBack) => Next::Close.into(),
                _ => Next::Stay.into(),
            }),
        }
    }

    /// Takes text.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        match self {
            Self::Sheet(s) => s.text(state, text, pasted),
            _ => Next::Stay.into(),
        }
    }

    /// Takes an answer if it asked the question; gives it back otherwise.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        let next = match self {
            Self::Sheet(s) => return s.answer(state, ticket, answer),
            Self::Acts(a) => return a.answer(state, ticket, answer),
            Self::Receipt(_) => return Err(answer),
            Self::Awaiting(asked, _) if *asked != ticket => return Err(answer),
            Self::Awaiting(_, what) => match (what, *answer) {
                (Awaited::Draft, Answer::Taken(Ok(draft))) if resume::is_form(&draft.form) => {
                    Some(go(state, Flow::Resume(draft)))
                }
                (Awaited::Draft, Answer::Taken(Ok(draft))) => reopen(state, &draft),
                (Awaited::Draft, Answer::Taken(Err(Some(why)))) => {
                    lease::say_untaken(state, Some(&why));
                    Some((Self::Acts(Acts::empty(state)), Vec::new()))
                }
                (Awaited::Draft, Answer::Taken(Err(None))) => None,
                (Awaited::Visits(seen, own), Answer::Came(list)) => {
                    Some((Self::Acts(follow::visits(state, (seen, *own), &list)), Vec::new()))
                }
                (Awaited::Subject(draft), answer) => {
                    let found = resume::subject(draft, answer)?;
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

    /// A choice that waited for what has come now.
    pub fn chosen(&mut self) -> Option<Choice> {
        match self {
            Self::Acts(a) => a.take_chosen(),
            _ => None,
        }
    }

    /// The command it waits for.
    pub const fn busy(&self) -> Option<CommandId> {
        match self {
            Self::Sheet(s) => s.busy,
            _ => None,
        }
    }

    /// The draft that what is typed here is kept as.
    pub fn draft(&self) -> Option<uuid::Uuid> {
        match self {
            Self::Sheet(s) => Some(s.draft.0),
            _ => None,
        }
    }

    /// Why nothing can be typed or filed here; none when it can.
    pub fn read_only(&self, lang: Lang) -> Option<String> {
        match self {
            Self::Sheet(s) => s.why_read_only(lang),
            _ => None,
        }
    }

    /// The filing row has the focus.
    pub const fn at_end(&self) -> bool {
        matches!(self, Self::Sheet(s) if s.at_end)
    }

    /// Whether filing it gives a matter its number; other forms are only saved.
    pub const fn files(&self) -> bool {
        matches!(self, Self::Sheet(s) if matches!(s.task, super::Task::File { .. }))
    }

    /// Whether what is typed is safe.
    pub const fn save(&self) -> Option<crate::form::Autosave> {
        match self {
            Self::Sheet(s) => Some(s.save),
            _ => None,
        }
    }

    /// When it wants to keep its draft.
    pub fn deadline(&self) -> Option<u64> {
        match self {
            Self::Sheet(s) if s.busy.is_none() => s.save.deadline(),
            _ => None,
        }
    }

    /// Keeps the draft when it is time.
    pub fn tick(&mut self, state: &State, now: Moment) -> Option<Effect> {
        match self {
            Self::Sheet(s) if s.save.due(now.0.max(0).unsigned_abs()) => s.draft_now(state),
            _ => None,
        }
    }

    /// Words typed while it was being filed, as a draft of their own.
    pub fn apart(&self, state: &mut State, text: &str) -> Option<Effect> {
        match self {
            Self::Sheet(s) => s.apart(state, text),
            _ => None,
        }
    }

    /// Keeps the draft now, whatever the time.
    pub fn keep(&mut self, state: &State) -> Option<Effect> {
        match self {
            Self::Sheet(s) => s.draft_now(state),
            _ => None,
        }
    }

    /// A draft is safe, or is not.
    pub fn draft_saved(&mut self, state: &mut State, id: DraftId, saved: bool) {
        let Self::Sheet(s) = self else { return };
        if s.draft != id {
            return;
        }
        let now = state.now.0.max(0).unsigned_abs();
        if saved {
            s.save.saved(now);
        } else {
            s.save.failed(now);
            let text = state.texts().matter.draft_failed;
            state.say(Mood::Bad, text);
        }
        s.fit(state);
    }

    /// Another size.
    pub fn fit(&mut self, state: &State) {
        if let Self::Sheet(s) = self {
            s.fit(state);
        }
    }
}

/// A step that is taken as soon as this layer is gone.
fn go(state: &State, step: Flow) -> (Matter, Vec<Effect>) {
    let acts = Acts::going(state, Choice::Flow(step));
    (Matter::Acts(acts), Vec::new())
}

/// The form a draft belongs to, with what was typed.
fn reopen(state: &mut State, draft: &Draft) -> Option<(Matter, Vec<Effect>)> {
    let id = draft.target.parse().ok();
    let task = match draft.form.as_str() {
        OPINION => Task::File { visit: id.map(VisitId) },
        "late_visit" => Task::LateVisit,
        "late_session" => Task::LateSession,
        form => Task::On(
            MatterAct::of_form(form)?,
            Seen {
                id: OpinionId(id?),
                rev: 0,
                number: String::new(),
            },
        ),
    };
    let mut sheet = Sheet::new(state, task)?;
    let effects = answers::ask(&mut sheet, state);
    answers::resume(&mut sheet, state, draft);
    Some((Matter::Sheet(sheet), effects))
}
