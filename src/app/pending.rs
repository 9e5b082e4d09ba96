//! Commands under way: how they leave, and what happens when they come back.

use super::action::Act;
use super::flow::{group, promise};
use super::input::{Effect, Failure};
use super::layer::{Choice, Item, Layer, Menu, Typed};
use super::opinion;
use super::said;
use super::state::{Mood, State};
use crate::domain::code::VisitState;
use crate::domain::command::{CallAgain, Command, ConfirmDay, MarkMissed, ReceivePromised, Request, TakeNumber};
use crate::domain::deed::Deed;
use crate::domain::id::{CommandId, SessionId, VisitId};
use crate::domain::lease::Source;
use crate::domain::refusal::Refusal;
use crate::domain::view::Outcome;
use crate::i18n::refusal::{sentence, ticket};
use crate::i18n::{self, fill};

/// A command that was sent.
#[derive(Clone, Debug)]
pub struct Pending {
    /// As it was sent.
    pub request: Request,
    /// What follows.
    pub then: Then,
}

/// What follows a command that was carried out.
#[derive(Clone, Debug, Default)]
pub enum Then {
    /// Nothing more.
    #[default]
    Nothing,
    /// An action, once the screen shows what this command changed.
    Act(Act),
    /// Write down what the person says.
    Opinion,
    /// A command that had to wait.
    Again(Box<Request>, Box<Then>),
    /// The station is there: ask who may sit here.
    Founded,
    /// Leave the page that led here.
    ClosePage,
}

/// Sends a command: the id is made here, so that a repeat is known as one.
pub fn send(state: &mut State, command: Command, then: Then, draft: Option<Source>) -> Effect {
    let request = request(state, command, draft);
    resend(state, request, then)
}

/// A command of this keyboard under a fresh id.
pub fn request(state: &mut State, command: Command, draft: Option<Source>) -> Request {
    Request {
        id: CommandId(state.ids.fresh(state.now)),
        account: state.account.as_ref().map(|a| a.id),
        table: state.own_table(),
        late: None,
        draft,
        command,
    }
}

/// Sends a request again after something had to be settled first.
pub fn resend(state: &mut State, request: Request, then: Then) -> Effect {
    let pending = Pending {
        request: request.clone(),
        then,
    };
    state.pending.insert(request.id, pending);
    Effect::Execute(Box::new(request))
}

/// A command came back.
pub fn executed(state: &mut State, id: CommandId, result: Result<Outcome, Failure>) -> Vec<Effect> {
    let Some(pending) = state.pending.remove(&id) else {
        return Vec::new();
    };
    let mut effects = match result {
        Ok(outcome) => succeeded(state, pending, &outcome),
        Err(failure) => {
            unfiled(state, id, &failure);
            if let Some(mut effects) = opinion::refused(state, &pending.request, &failure) {
                effects.extend(super::update::anew(state));
                return effects;
            }
            match failure {
                Failure::Refused(why) => refused(state, pending, &why),
                Failure::Trouble(text) => {
                    state.say(Mood::Bad, text);
                    Vec::new()
                }
            }
        }
    };
    effects.extend(super::update::anew(state));
    effects
}

/// A form was not filed: it takes keys again, and what it holds is not safe yet.
fn unfiled(state: &mut State, id: CommandId, why: &Failure) {
    let is_lost = matches!(why, Failure::Refused(r) if matches!(r.as_ref(), Refusal::DraftLost { .. }));
    let mut layers = std::mem::take(&mut state.layers);
    for layer in &mut layers {
        if let Layer::Form(f) = layer
            && f.busy == Some(id)
        {
            f.unfiled(state, is_lost);
        }
    }
    state.layers = layers;
}

/// What gives a number, calls somebody, or ends with somebody.
const QUEUES: [Deed; 6] = [
    Deed::CallNext,
    Deed::CallVisit,
    Deed::ReceiveNow,
    Deed::FinishVisit,
    Deed::ReceivePromised,
    Deed::TakeNumber,
];

fn succeeded(state: &mut State, pending: Pending, outcome: &Outcome) -> Vec<Effect> {
    let Pending { request, then } = pending;
    if let Some(effects) = opinion::done(state, &request, outcome) {
        return effects;
    }
    state
        .layers
        .retain(|l| l.typed().and_then(Typed::sent) != Some(request.id));
    let said = said::of(state, &request, outcome);
    if !said.is_empty() {
        state.say(Mood::Good, said);
    }
    let deed = request.command.deed();
    if QUEUES.contains(&deed) {
        // One's own act: the marker goes back to the head of the queue.
        state.queue.id = None;
        state.queue.gone = false;
    }
    if deed == Deed::StopClosing {
        // Numbers again: the list of who is left without an outcome is not what to look at any more.
        state.layers.retain(|l| !matches!(l, Layer::Closing(_)));
    }
    let heads = if let Command::TakeNumber(TakeNumber { arrival, .. }) = &request.command {
        arrival.heads
    } else if let Command::ReceivePromised(ReceivePromised { promise, .. }) = request.command {
        promise::of(state, promise).map_or(0, |p| p.heads)
    } else {
        0
    };
    let mut effects = group::warning(state, heads, outcome.visit);
    if deed == Deed::OpenSession && !state.snap.promised.is_empty() {
        // Whom the last reception did not get to is looked at before anybody else comes.
        state.after_snapshot = Some(Act::QueuePromised);
    }
    effects.extend(follow(state, then, outcome));
    effects
}

fn follow(state: &mut State, then: Then, outcome: &Outcome) -> Vec<Effect> {
    match then {
        Then::Nothing => Vec::new(),
        Then::Act(act) => {
            state.after_snapshot = Some(act);
            Vec::new()
        }
        Then::Opinion => match outcome.visit.or(outcome.called) {
            Some(visit) => opinion::open(state, opinion::Target::Visit(visit)),
            None => Vec::new(),
        },
        Then::Again(request, then) => vec![resend(state, *request, *then)],
        Then::Founded => super::flow::setup::founded(state),
        Then::ClosePage => {
            state
                .layers
                .retain(|l| !matches!(l, Layer::Page(_) | Layer::Closing(_)));
            Vec::new()
        }
    }
}

/// Refusals that offer a way on push a menu; the others are said on the bottom line. Nothing typed is lost.
fn refused(state: &mut State, pending: Pending, why: &Refusal) -> Vec<Effect> {
    let (lang, t) = (state.lang, state.texts());
    let changed = if let Refusal::Changed { next, .. } = why {
        *next
    } else {
        None
    };
    let next = changed.and_then(|v| next_number(state, v));
    let said = sentence(lang, why, next.as_deref());
    let Pending { request, then } = pending;
    if let Refusal::DayUnconfirmed { now, .. } = why {
        let confirm = Command::ConfirmDay(ConfirmDay { day: *now });
        let yes = fill(t.ask.day_yes, &[("day", &i18n::full_day(lang, *now))]);
        // A refused command wrote nothing, so it may be sent again under its own id.
        let then = Then::Again(Box::new(request), Box::new(then));
        let items = vec![
            Item::new(yes, Choice::Run(Box::new(confirm), then)),
            Item::new(t.ask.day_no, Choice::Close),
        ];
        push(state, Menu::new(t.ask.day_title, items).asking(said));
    } else if let Refusal::TableBusy { table, visit, .. } = why {
        let who = state.snap.queue.iter().find(|v| v.id == *visit).cloned();
        match who {
            Some(v) => {
                let menu = super::flow::queue::busy_menu(state, &v, *table, said, Some((request, then)));
                push(state, menu);
            }
            None => state.say(Mood::Warn, said),
        }
    } else if let Refusal::CallAgainFirst { .. } = why {
        state.say(Mood::Warn, said.clone());
        if let Command::MarkMissed(MarkMissed { visit, rev }) = request.command {
            let again = Command::CallAgain(CallAgain { visit, rev });
            let items = vec![
                Item::new(t.action.queue_again, Choice::Run(Box::new(again), Then::Nothing)),
                Item::new(t.ask.wait, Choice::Close),
            ];
            push(state, Menu::new(t.action.queue_missed, items).asking(said));
        }
    } else if let Refusal::Changed { .. } = why {
        if let Some(v) = changed {
            state.queue.id = Some(v.0);
            state.queue.gone = false;
        }
        // A menu of acts for a record that is not what it was must go.
        if matches!(state.layers.last(), Some(Layer::Menu(m)) if !m.modal) {
            state.layers.pop();
        }
        state.say(Mood::Warn, said);
    } else {
        state.say(Mood::Bad, said);
    }
    Vec::new()
}

fn push(state: &mut State, menu: Menu) {
    state.layers.push(Layer::Menu(menu));
}

fn next_number(state: &State, visit: VisitId) -> Option<String> {
    let v = state.snap.queue.iter().find(|v| v.id == visit)?;
    Some(ticket(state.lang, v.ticket))
}

/// Whether a visit still needs an outcome at closing time.
pub fn needs_outcome(state: VisitState) -> bool {
    state == VisitState::Waiting
}

/// The reception acts belong to: the open one, else the next.
pub fn reception(state: &State) -> Option<SessionId> {
    state
        .open_id()
        .or_else(|| state.snap.next_session.as_ref().map(|s| s.id))
}
