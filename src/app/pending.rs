//! Commands under way: how they leave, and what happens when they come back.

use super::action::Act;
use super::flow::{group, promise};
use super::input::{Effect, Failure};
use super::layer::{Choice, Item, Layer, Menu};
use super::opinion;
use super::state::{Mood, State};
use crate::domain::code::{AttendanceState, VisitState};
use crate::domain::command::{Command, Request};
use crate::domain::id::{CommandId, PromiseId, SessionId, VisitId};
use crate::domain::lease::Source;
use crate::domain::record::Promise;
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

fn succeeded(state: &mut State, pending: Pending, outcome: &Outcome) -> Vec<Effect> {
    let Pending { request, then } = pending;
    if let Some(effects) = opinion::done(state, &request, outcome) {
        return effects;
    }
    state.layers.retain(|l| l.sent() != Some(request.id));
    let said = done(state, &request.command, outcome);
    if !said.is_empty() {
        state.say(Mood::Good, said);
    }
    match &request.command {
        Command::CallNext { .. }
        | Command::CallVisit { .. }
        | Command::ReceiveNow { .. }
        | Command::FinishVisit { .. }
        | Command::ReceivePromised { .. }
        | Command::TakeNumber { .. } => {
            // One's own act: the marker goes back to the head of the queue.
            state.queue.id = None;
            state.queue.gone = false;
        }
        // Numbers again: the list of who is left without an outcome is not what to look at any more.
        Command::StopClosing { .. } => state.layers.retain(|l| !matches!(l, Layer::Closing(_))),
        _ => {}
    }
    let mut effects = Vec::new();
    let heads = match &request.command {
        Command::TakeNumber { arrival, .. } => arrival.heads,
        Command::ReceivePromised { promise, .. } => promised(state, *promise).map_or(0, |p| p.heads),
        _ => 0,
    };
    effects.extend(group::warning(state, heads, outcome.visit));
    if matches!(request.command, Command::OpenSession { .. }) && !state.snap.promised.is_empty() {
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
    let next = match why {
        Refusal::Changed { next: Some(v), .. } => next_number(state, *v),
        _ => None,
    };
    let said = sentence(lang, why, next.as_deref());
    let Pending { request, then } = pending;
    match why {
        Refusal::DayUnconfirmed { now, .. } => {
            let confirm = Command::ConfirmDay { day: *now };
            let yes = fill(t.ask.day_yes, &[("day", &i18n::full_day(lang, *now))]);
            // A refused command wrote nothing, so it may be sent again under its own id.
            let then = Then::Again(Box::new(request), Box::new(then));
            let items = vec![
                Item::new(yes, Choice::Run(Box::new(confirm), then)),
                Item::new(t.ask.day_no, Choice::Close),
            ];
            push(state, Menu::new(t.ask.day_title, items).asking(said));
        }
        Refusal::TableBusy { table, visit, .. } => {
            let who = state.snap.queue.iter().find(|v| v.id == *visit).cloned();
            match who {
                Some(v) => {
                    let menu = super::flow::queue::busy_menu(state, &v, *table, said, Some((request, then)));
                    push(state, menu);
                }
                None => state.say(Mood::Warn, said),
            }
        }
        Refusal::CallAgainFirst { .. } => {
            state.say(Mood::Warn, said.clone());
            if let Command::MarkMissed { visit, rev } = request.command {
                let again = Command::CallAgain { visit, rev };
                let items = vec![
                    Item::new(t.action.queue_again, Choice::Run(Box::new(again), Then::Nothing)),
                    Item::new(t.ask.wait, Choice::Close),
                ];
                push(state, Menu::new(t.action.queue_missed, items).asking(said));
            }
        }
        Refusal::Changed { next, .. } => {
            if let Some(v) = next {
                state.queue.id = Some(v.0);
                state.queue.gone = false;
            }
            // A menu of acts for a record that is not what it was must go.
            if matches!(state.layers.last(), Some(Layer::Menu(m)) if !m.modal) {
                state.layers.pop();
            }
            state.say(Mood::Warn, said);
        }
        _ => state.say(Mood::Bad, said),
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

/// What was done, in a sentence.
fn done(state: &State, command: &Command, outcome: &Outcome) -> String {
    use Command as C;
    let (lang, t) = (state.lang, &state.texts().say);
    let no = || ticket(lang, outcome.ticket);
    let f = |template: &str, values: &[(&str, &str)]| fill(template, values);
    let name_of = |d| {
        let found = state.snap.attendance.iter().find(|a| a.deputy == d);
        found.map_or_else(String::new, |a| a.name.clone())
    };
    match command {
        C::FoundStation { name, .. } => f(t.founded, &[("name", name)]),
        C::ConfirmDay { day } => f(t.day_confirmed, &[("day", &i18n::full_day(lang, *day))]),
        C::AddDeputy(p) => f(t.added, &[("name", &p.name)]),
        C::AddUnit(p) => f(t.added, &[("name", &p.name)]),
        C::PlanSession { plan, .. } => f(t.planned, &[("day", &i18n::day(lang, plan.day))]),
        C::ChangeDeputy { profile, .. } => f(t.changed, &[("name", &profile.name)]),
        C::ChangeUnit { profile, .. } => f(t.changed, &[("name", &profile.short)]),
        C::ChangePlan { plan, .. } => {
            let time = format!("{}-{}", plan.starts, plan.ends);
            f(t.plan_changed, &[("day", &i18n::day(lang, plan.day)), ("time", &time)])
        }
        C::StopClosing { .. } => t.go_on.to_owned(),
        C::OpenSession { .. } => t.opened.to_owned(),
        C::StartClosing { .. } => t.closing.to_owned(),
        C::CloseSession { .. } => t.closed.to_owned(),
        C::SignIn { deputy, .. } => f(t.signed_in, &[("name", &name_of(*deputy))]),
        C::SignOut { deputy, .. } => f(t.signed_out, &[("name", &name_of(*deputy))]),
        C::TakeLeave { deputy, .. } => f(t.on_leave, &[("name", &name_of(*deputy))]),
        C::Substitute { absent, .. } => f(t.substituted, &[("name", &name_of(*absent))]),
        C::TakeNumber { .. } => f(t.number, &[("no", &no())]),
        C::CallNext { table, .. } | C::CallVisit { table, .. } => {
            f(t.called, &[("no", &no()), ("n", &table.to_string())])
        }
        C::FinishVisit { call_next: true, .. } if outcome.called.is_some() => f(
            t.called,
            &[("no", &no()), ("n", &state.own_table().unwrap_or(1).to_string())],
        ),
        C::FinishVisit { call_next: true, .. } => t.finished_nobody.to_owned(),
        C::FinishVisit { .. } => t.finished.to_owned(),
        C::ReceiveNow { session, table, .. }
            if session.is_some() && *session == state.snap.closed_today.as_ref().map(|s| s.id) =>
        {
            f(t.received_after, &[("no", &no()), ("n", &table.to_string())])
        }
        C::ReceiveNow { table, .. } => f(t.received, &[("no", &no()), ("n", &table.to_string())]),
        C::StartTalk { .. } => t.sat_down.to_owned(),
        C::CallAgain { .. } => t.called_again.to_owned(),
        C::TakeBackCall { .. } => t.taken_back.to_owned(),
        C::MarkMissed { .. } => t.missed.to_owned(),
        C::ReturnMissed { .. } => f(t.returned, &[("no", &no())]),
        C::MoveVisit { to, .. } => f(t.moved, &[("n", &to.to_string())]),
        C::EndVisit { visit, outcome, .. } => {
            let v = state.snap.queue.iter().find(|v| v.id == *visit);
            let no = v.map_or_else(String::new, |v| super::flow::queue::who(state, v));
            let what = i18n::code::visit_state(lang, *outcome);
            f(t.ended, &[("no", &no), ("what", what)])
        }
        C::PromiseNext { visit, .. } => {
            let v = state.visits().find(|v| v.id == *visit);
            let who = v.map_or_else(String::new, |v| super::flow::queue::who(state, v));
            f(t.ended, &[("no", &who), ("what", state.texts().ask.promise)])
        }
        C::ChangePromise { promise, .. } => f(t.changed, &[("name", &promised_who(state, *promise))]),
        C::ReceivePromised { .. } => f(t.number_first, &[("no", &no())]),
        C::StrikePromise { promise, why, .. } => {
            let what = i18n::code::struck(lang, *why);
            f(t.ended, &[("no", &promised_who(state, *promise)), ("what", what)])
        }
        C::ChangeStation { name, .. } => f(t.changed, &[("name", name)]),
        C::FileOpinion(_) => f(t.filed, &[("no", outcome.number.as_deref().unwrap_or_default())]),
        _ => t.done.to_owned(),
    }
}

fn promised(state: &State, promise: PromiseId) -> Option<&Promise> {
    state.snap.promised.iter().find(|p| p.id == promise)
}

fn promised_who(state: &State, promise: PromiseId) -> String {
    promised(state, promise).map_or_else(String::new, |p| promise::who(state, p))
}

/// Whether a deputy is at the reception.
pub const fn is_here(state: AttendanceState) -> bool {
    matches!(state, AttendanceState::In | AttendanceState::Late)
}

/// Whether a visit still needs an outcome at closing time.
pub const fn needs_outcome(state: VisitState) -> bool {
    matches!(state, VisitState::Waiting)
}

/// The reception acts belong to: the open one, else the next.
pub fn reception(state: &State) -> Option<SessionId> {
    state
        .open_id()
        .or_else(|| state.snap.next_session.as_ref().map(|s| s.id))
}
