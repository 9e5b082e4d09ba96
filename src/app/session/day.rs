//! Opening and closing a reception.

use crate::app::action::Act;
use crate::app::model::pending::send;
use crate::app::model::{Choice, Closing, Effect, Flow, Item, Layer, Menu, Mood, Pick, State, Then};
use crate::app::offer::OnReception;
use crate::app::session::plan;
use crate::domain::code::Presence;
use crate::domain::command::{ChangePlan, CloseSession, Command, ConfirmDay, OpenSession, StartClosing};
use crate::domain::deed::Deed;
use crate::domain::id::SessionId;
use crate::domain::life::may;
use crate::domain::moment::Day;
use crate::domain::record::Session;
use crate::i18n::{self, fill};

acts! { ($) day_acts
    SessionOpen "session.open" + session_open session_open Desk true false [OpenSession]
        [|s| s.open().is_none(), |t| t.refusal.another_open] day::open;
    SessionClose "session.close" + session_close session_close Desk true true [CloseSession]
        [|s| s.open().is_some(), |t| t.say.no_reception] day::close;
    QueueLetGo "queue.let_go" + queue_let_go queue_let_go Desk true false [ReturnMissed]
        [|s| !s.snap.ended.is_empty(), |t| t.say.nobody_let_go] letgo::list;
}

offers! {
    /// What can be done with a reception.
    RECEPTION: Session OnReception;
    // how       it writes          and only if         is called
    Change       [ChangePlan]       []                  [ask.plan_change];
    Notice       [MarkNoticed]      []                  [ask.noticed];
    Assign       [AssignDeputy]     [may OpenSession]   [ask.assign];
    Postpone     [PostponeSession]  []                  [ask.postpone];
    Cancel       [CancelSession]    []                  [ask.cancel];
    Close        [CloseSession]     []                  [action.session_close];
    SeeDay       []                 [may SetPresence]   [ask.see_day];
    GoOn         [StopClosing]      []                  [ask.go_on];
    Roster       []                 []                  [ask.roster];
}

/// 开始接待. Nobody there is no obstacle, but it is asked and recorded who receives.
pub fn open(state: &mut State) -> Vec<Effect> {
    let t = state.texts();
    if state.open().is_some() {
        state.say(Mood::Warn, t.refusal.another_open);
        return Vec::new();
    }
    let Some(next) = state.snap.next_session.clone() else {
        return plan::today(state);
    };
    if next.plan.day != state.today() {
        let when = i18n::day(state.lang, next.plan.day, state.today());
        let mut plan = next.plan.clone();
        plan.day = state.today();
        let today = Command::ChangePlan(ChangePlan {
            session: next.id,
            rev: next.rev,
            plan,
        });
        let then = Then::Act(Act::SessionOpen);
        let items = vec![
            Item::new(t.ask.open_extra, Choice::Flow(Flow::PlanToday)),
            Item::new(t.ask.open_early, Choice::Run(Box::new(today), then)),
            Item::new(t.common.back, Choice::Close),
        ];
        let text = fill(t.ask.next_is, &[("day", &when)]);
        state
            .layers
            .push(Menu::new(t.action.session_open, items).asking(text).layer());
        return Vec::new();
    }
    if state
        .snap
        .attendance
        .iter()
        .any(crate::domain::record::Attendance::is_present)
    {
        let then = opened(state);
        return vec![send(state, command(&next, Presence::Deputies), then, None)];
    }
    let menu = presence_menu(state, &next);
    state.layers.push(menu.layer());
    Vec::new()
}

/// Whom the last reception did not get to is looked at before anybody else comes.
fn opened(state: &State) -> Then {
    if state.snap.promised.is_empty() {
        Then::Nothing
    } else {
        Then::Act(Act::QueuePromised)
    }
}

/// The reception is over.
pub const fn closed(session: SessionId, note: Option<String>) -> Command {
    Command::CloseSession(CloseSession { session, note })
}

/// The desk goes by this day.
pub const fn confirmed(day: Day) -> Command {
    Command::ConfirmDay(ConfirmDay { day })
}

const fn command(session: &Session, presence: Presence) -> Command {
    Command::OpenSession(OpenSession {
        session: session.id,
        rev: session.rev,
        presence,
    })
}

fn presence_menu(state: &State, session: &Session) -> Menu {
    let t = state.texts();
    let run = |label: &str, p| Item::new(label, Choice::Run(Box::new(command(session, p)), opened(state)));
    let items = vec![
        run(t.ask.on_the_way, Presence::OnTheWay),
        run(t.ask.staff_only, Presence::StaffOnly),
        Item::new(
            t.ask.sign_in_first,
            Choice::Flow(Flow::Deputies(Pick::SignInToOpen(session.id))),
        ),
    ];
    Menu::new(t.action.session_open, items).asking(t.ask.nobody_there)
}

/// 结束接待. With nobody all day it is one key; otherwise no new numbers first, then an outcome for everybody.
pub fn close(state: &mut State) -> Vec<Effect> {
    let t = state.texts();
    let Some(s) = state.open().cloned() else {
        state.say(Mood::Warn, t.say.no_reception);
        return Vec::new();
    };
    let (session, rev) = (s.id, s.rev);
    if state.snap.queue.is_empty() && state.snap.received == 0 {
        let close = closed(session, Some(t.ask.nobody_came.to_owned()));
        let items = vec![
            Item::new(t.ask.close_empty, Choice::Run(Box::new(close), Then::Nothing)),
            Item::new(t.ask.wait, Choice::Close),
        ];
        state.layers.push(
            Menu::new(t.action.session_close, items)
                .asking(t.ask.nobody_came)
                .layer(),
        );
        return Vec::new();
    }
    if !may(Deed::StartClosing, &s) {
        return closing(state);
    }
    let start = Command::StartClosing(StartClosing { session, rev });
    let items = vec![
        Item::new(
            t.ask.close_start,
            Choice::Run(Box::new(start), Then::Act(Act::SessionClose)),
        ),
        Item::new(t.ask.wait, Choice::Close),
    ];
    let waiting = state.waiting().to_string();
    let text = if state.waiting() == 0 {
        t.ask.close_nobody.to_owned()
    } else {
        fill(t.ask.close_text, &[("n", &waiting)])
    };
    state
        .layers
        .push(Menu::new(t.action.session_close, items).asking(text).layer());
    Vec::new()
}

/// The list of everybody who still needs an outcome.
fn closing(state: &mut State) -> Vec<Effect> {
    if !state.layers.iter().any(|l| matches!(l, Layer::Closing(_))) {
        let closing = Closing::of(state);
        state.layers.push(Layer::Closing(closing));
    }
    Vec::new()
}
