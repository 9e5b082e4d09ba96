//! The queue: numbers, calls, no-shows, the end of a talk.

use crate::app::action::{self, Act};
use crate::app::asking;
use crate::app::available::lacking;
use crate::app::model::form::Asking;
use crate::app::model::pending::send;
use crate::app::model::{Choice, Effect, Flow, Item, Menu, Mood, Next, Pane, Screen, State, Step, Target, Then};
use crate::app::offer::{Name, OnVisit};
use crate::app::queue::finish::Unwritten;
use crate::app::queue::tables::{call_to_menu, choose_table, not_ours, tables, take_over, taken};
use crate::app::queue::{group, leaving, number};
use crate::domain::code::VisitState;
use crate::domain::command::{
    Arrival, CallAgain, CallNext, CallVisit, Command, InformHead, MarkMissed, ReceiveNow, Request, ReturnMissed,
    StopClosing,
};
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::life::may;
use crate::domain::record::{Rev, Visit};
use crate::domain::view::Snapshot;
use crate::domain::write::next_for;
use crate::i18n::refusal::ticket;
use crate::i18n::{self, fill};

acts! { ($) visits_acts
    QueueNumber "queue.number" + queue_number queue_number Desk true false [TakeNumber] [] visits::number;
    QueueCall "queue.call" + queue_call queue_call Desk true false [CallVisit] [] visits::call;
    QueueMissed "queue.missed" + queue_missed queue_missed Desk true false [MarkMissed]
        [is_called_or_missed, |t| t.say.nobody_called] visits::missed;
    QueueFinishNext "queue.finish_next" + queue_finish_next queue_finish_next Desk true false [FinishVisit]
        [|s| fits(s, Act::QueueFinishNext), |t| t.say.nobody_here] |s| finish::finish(s, true);
    QueueFinish "queue.finish" + queue_finish queue_finish Desk true false [FinishVisit]
        [|s| fits(s, Act::QueueFinish), |t| t.say.nobody_here] |s| finish::finish(s, false);
    QueueAgain "queue.again" + queue_again queue_again Desk true false [CallAgain]
        [|s| fits(s, Act::QueueAgain), |t| t.say.nobody_called] |s| visits::act_on(s, Act::QueueAgain);
    QueueTakeBack "queue.take_back" + queue_take_back queue_take_back Desk true false [TakeBackCall]
        [|s| fits(s, Act::QueueTakeBack), |t| t.say.nobody_called] |s| visits::act_on(s, Act::QueueTakeBack);
    QueueBack "queue.back" + queue_back queue_back Desk true false [ReturnMissed]
        [|s| fits(s, Act::QueueBack), |t| t.say.nobody_missed] visits::came_back;
    QueueMove "queue.move" + queue_move queue_move Desk true false [MoveVisit]
        [|s| fits(s, Act::QueueMove), |t| t.say.nobody_here] |s| visits::act_on(s, Act::QueueMove);
    QueueLeft "queue.left" + queue_left queue_left Desk true false [EndVisit] [] |s| visits::act_on(s, Act::QueueLeft);
}

acts! { ($) table_acts
    TableSwitch "table.switch" + table_switch table_switch Desk true false []
        [|s| s.tables() > 1, |t| t.say.one_table] tables::switch_table;
}

offers! {
    /// What can be done with a visit.
    VISIT: Visit OnVisit;
    // how        it writes       and only if        is called
    Call          [CallVisit]     []                 [ask.call_this];
    write         [StartTalk]     []                 [ask.sit_down];
    write         [CallAgain]     []                 [QueueAgain];
    write         [MarkMissed]    []                 [QueueMissed];
    write         [TakeBackCall]  []                 [QueueTakeBack];
    write         [ReturnMissed]  []                 [QueueBack];
    Edit          []              [may CallVisit]    [ask.edit_visit];
    Opinion       []              [may FinishVisit]  [OpinionNew];
    FinishNext    [FinishVisit]   [not StartTalk]    [QueueFinishNext];
    FinishAsking  [FinishVisit]   [not StartTalk]    [QueueFinish];
    Move          [MoveVisit]     []                 [QueueMove];
    Left          [EndVisit]      [may StartTalk]    [QueueLeft];
    Left          [EndVisit]      [not FinishVisit]  [QueueLeft];
    Void          []              [may CallVisit]    [ask.void];
    Promise       [PromiseNext]   [not FinishVisit]  [ask.promise];
    TellHead      [InformHead]    [head_is_owed]     [ask.told_head];
}

/// As many as make a group, and the head does not know yet.
fn head_is_owed(v: &Visit, s: &Snapshot) -> bool {
    s.is_group(v.heads) && !v.head_informed
}

/// F3. While closing no numbers are given; that somebody came all the same is the moment to go on after all.
pub fn number(state: &mut State) -> Step {
    let Some(s) = state.open().filter(|s| may(Deed::StopClosing, *s)) else {
        return number::ask(state);
    };
    let t = state.texts();
    let stop = Command::StopClosing(StopClosing { session: s.id });
    let items = vec![
        Item::new(t.ask.go_on, Choice::Run(Box::new(stop), Then::Act(Act::QueueNumber))),
        Item::new(t.common.back, Choice::Close),
    ];
    let mut menu = Menu::new(t.action.queue_number, items).asking(t.refusal.stopped);
    // Two keys give a number on any other day: a habit is not to end what somebody else is doing.
    menu.at = 1;
    state.layers.push(menu.layer());
    Next::Stay.into()
}

/// F4: the next one to this keyboard's table. With somebody there the choice is asked; with nobody waiting the
/// number, the call and the talk are one act and the form opens.
pub fn call(state: &mut State) -> Vec<Effect> {
    let Some(table) = state.own_table() else {
        return choose_table(state, Some(Act::QueueCall));
    };
    if let Some(there) = state.at_table(table).cloned() {
        let menu = state.menu_of_people(|state| {
            if there.state == VisitState::Called {
                return visit_menu(state, &there);
            }
            let values = [("n", table.to_string()), ("who", who(state, &there))];
            let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
            let text = fill(state.texts().refusal.table_busy, &values);
            busy_menu(state, &there, table, text, None)
        });
        state.layers.push(menu.layer());
        return Vec::new();
    }
    let session = state.open_id();
    if state.waiting() == 0 {
        let arrival = Arrival {
            heads: 1,
            ..Arrival::default()
        };
        // After closing people are still received, and it is written down that they came then.
        let command = Command::ReceiveNow(ReceiveNow {
            session: state.day_session(),
            arrival,
            table,
        });
        return vec![send(state, command, Then::Opinion, None)];
    }
    let facts = state.facts();
    if next_for(table, session, &facts).is_none()
        && let Some(first) = facts.queue.iter().find(|v| v.state == VisitState::Waiting)
    {
        let t = state.texts();
        let command = Command::CallVisit(CallVisit {
            visit: first.id,
            rev: first.rev,
            table,
        });
        if session.is_none() {
            // After closing there is no queue of a reception to take the next one from; the first who came is called.
            return vec![send(state, command, Then::Nothing, None)];
        }
        let first = first.clone();
        let menu = state.menu_of_people(|state| {
            let label = fill(t.ask.call_first, &[("who", &who(state, &first))]);
            let items = vec![
                Item::new(label, Choice::Run(Box::new(command.clone()), Then::Nothing)),
                Item::new(t.ask.wait, Choice::Close),
            ];
            let values = [("n", state.waiting().to_string()), ("others", for_whom(state))];
            let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
            let text = fill(t.ask.asked_others, &values);
            Menu::new(t.action.queue_call, items).asking(text)
        });
        state.layers.push(menu.layer());
        return Vec::new();
    }
    vec![send(
        state,
        Command::CallNext(CallNext { session, table }),
        Then::Nothing,
        None,
    )]
}

/// Stay, or finish and go on: a table is never left by a slip.
pub fn busy_menu(state: &State, there: &Visit, table: u8, text: String, asked: Option<(Request, Then)>) -> Menu {
    let t = state.texts();
    let name = who(state, there);
    let finish = |call_next| Unwritten::AsItStands.finish(there, call_next);
    let stay = Item::new(fill(t.ask.stay, &[("who", &name)]), Choice::Close);
    let go_on = match asked {
        Some((request, then)) if request.command.deed() != Deed::CallNext => {
            Choice::Run(Box::new(finish(false)), Then::Again(Box::new(request), Box::new(then)))
        }
        _ => Choice::Run(Box::new(finish(true)), Then::Nothing),
    };
    let items = vec![stay, Item::new(fill(t.ask.finish_and, &[("who", &name)]), go_on)];
    Menu::new(fill(t.ask.table_n, &[("n", &table.to_string())]), items).asking(text)
}

/// The head was told of a group.
pub(super) const fn informed(visit: VisitId) -> Command {
    Command::InformHead(InformHead { visit })
}

/// Who was called did not come.
pub fn did_not_come(visit: VisitId, rev: Rev) -> Command {
    Command::MarkMissed(MarkMissed { visit, rev })
}

/// Who was called is called again before they count as missed.
pub fn call_first(state: &State, asked: &Command, why: String) -> Option<Menu> {
    let Command::MarkMissed(MarkMissed { visit, rev }) = *asked else {
        return None;
    };
    let t = state.texts();
    let again = Command::CallAgain(CallAgain { visit, rev });
    let items = vec![
        Item::new(t.action.queue_again, Choice::Run(Box::new(again), Then::Nothing)),
        Item::new(t.ask.wait, Choice::Close),
    ];
    Some(Menu::new(t.action.queue_missed, items).asking(why))
}

/// `008 周德旺`.
pub fn who(state: &State, v: &Visit) -> String {
    let mut no = ticket(state.lang, v.ticket);
    // Numbers begin anew with each day.
    if v.day < state.today() && v.state.is_open() {
        no = format!("{} {no}", i18n::days_ago(state.lang, v.day, state.today()));
    }
    match &v.label {
        Some(label) if !state.masked => format!("{no} {label}"),
        _ => no,
    }
}

/// `005 王秀英等23人`.
pub fn full_name(state: &State, v: &Visit) -> String {
    let no = ticket(state.lang, v.ticket);
    format!("{no} {}", called(state, v)).trim_end().to_owned()
}

/// What somebody is called, with how many they are.
pub fn called(state: &State, v: &Visit) -> String {
    group::called(state, v.label.as_deref(), v.heads)
}

/// Everybody who waits, and for which deputy.
pub fn for_whom(state: &State) -> String {
    let waiting = state.snap.queue.iter().filter(|v| v.state == VisitState::Waiting);
    let each = waiting.filter_map(|v| {
        let deputy = state.snap.attendance.iter().find(|a| Some(a.deputy) == v.asked)?;
        let values = [("who", who(state, v)), ("name", deputy.name.clone())];
        let values = values.each_ref().map(|(key, value)| (*key, value.as_str()));
        Some(fill(state.texts().done.for_whom, &values))
    });
    each.collect::<Vec<_>>().join("、")
}

/// Enter on a row: what can be done with that visit, in its state. The menu holds the id and the revision seen.
pub fn menu(state: &mut State) -> Step {
    if let Some(said) = gone(state) {
        state.say(Mood::Warn, said);
        return Next::Stay.into();
    }
    let Some(v) = state.selected_visit().cloned() else {
        return number(state);
    };
    let menu = state.menu_of_people(|state| visit_menu(state, &v));
    state.layers.push(menu.layer());
    // A keyboard that is torn off writes nothing, so whether that of another table is there is asked anew.
    Vec::from_iter(not_ours(state, &v).map(|_| state.ask_snapshot())).into()
}

/// The acts for a visit.
pub fn visit_menu(state: &State, v: &Visit) -> Menu {
    // A talk elsewhere is ended there, which is no choice here.
    let is_here = not_ours(state, v).is_none();
    let ends = |what| matches!(what, OnVisit::FinishNext | OnVisit::FinishAsking);
    let offered = VISIT
        .iter()
        .filter(|offer| offer.fits(v, &state.snap) && (is_here || !ends(offer.what)));
    let offered: Vec<_> = offered.map(|o| (o.deed, item(state, v, o.what, o.name))).collect();
    // Whoever is called is called by the desk itself; whether they came or went is not for one more Enter to say.
    let calls = [Deed::CallVisit, Deed::CallAgain].map(Some);
    let rest = offered
        .iter()
        .position(|(deed, item)| calls.contains(deed) || !item.choice.claims());
    let said = crate::i18n::code::visit_state(state.lang, v.state);
    Menu {
        at: rest.unwrap_or_default(),
        ..Menu::new(
            format!("{}  {said}", who(state, v)),
            offered.into_iter().map(|(_, item)| item).collect(),
        )
    }
}

fn item(state: &State, v: &Visit, what: OnVisit, name: Name) -> Item {
    let (visit, rev) = (v.id, v.rev);
    let mut label = name.label(state.lang).to_owned();
    let mut note = match name {
        Name::Act(act) => action::keys_of(act, &state.keymap, state.lang),
        Name::Words(_) => String::new(),
    };
    let mut why_not = None;
    let run = |command| Choice::Run(Box::new(command), Then::Nothing);
    let choice = match what {
        OnVisit::Write(command) => run(command(visit, rev)),
        OnVisit::Call => match state.own_table().or(v.table) {
            Some(table) => {
                label = fill(&label, &[("n", &table.to_string())]);
                run(Command::CallVisit(CallVisit { visit, rev, table }))
            }
            None => return call_to_menu(state, v),
        },
        OnVisit::Edit => Choice::Flow(Flow::EditVisit(visit)),
        OnVisit::Opinion => Choice::Opinion(Target::Visit(visit)),
        OnVisit::FinishNext => {
            why_not = not_ours(state, v);
            Choice::Flow(Flow::Finish(visit, v.ticket, true))
        }
        OnVisit::FinishAsking => {
            why_not = not_ours(state, v);
            Choice::Flow(Flow::Finish(visit, v.ticket, false))
        }
        OnVisit::Move => {
            if let Some(item) = take_over(state, v) {
                return item.pressed(Act::QueueMove);
            }
            let t = &state.texts().say;
            let one = (state.tables() < 2).then(|| t.one_table.to_owned());
            why_not = one.or_else(|| not_ours(state, v));
            let mut menu = tables(state, |n| {
                let here = (v.table == Some(n)).then(|| t.at_that_table.to_owned());
                (
                    Choice::Flow(Flow::MoveTo(visit, rev, n)),
                    here.or_else(|| taken(state, n)),
                )
            });
            menu.title = format!("{}  {}", state.texts().action.queue_move, who(state, v));
            Choice::Push(Box::new(menu.layer()))
        }
        OnVisit::Left => leaving::ask(state, v, VisitState::Left, None),
        OnVisit::Void => Choice::Flow(Flow::Reason(Asking::VoidVisit(visit, rev))),
        OnVisit::Promise => Choice::Flow(Flow::Promise(visit)),
        OnVisit::TellHead => {
            note = group::phone(state).unwrap_or_default();
            run(informed(visit))
        }
    };
    let item = Item::new(label, choice).note(note).unless(why_not);
    match name {
        Name::Act(act) => item.pressed(act),
        Name::Words(_) => item,
    }
}

/// Asks for the note that goes with a visit to another table; warns when no deputy sits there.
pub fn move_to(state: &mut State, visit: VisitId, rev: Rev, to: u8) -> Vec<Effect> {
    let staffed = state
        .snap
        .attendance
        .iter()
        .any(|a| a.is_present() && a.table == Some(to));
    let asking = Asking::Move(visit, rev, to);
    if staffed || !state.snap.attendance.iter().any(|a| a.table.is_some()) {
        return asking::open(state, asking);
    }
    let t = state.texts();
    let items = vec![
        Item::new(t.ask.stay_here, Choice::Close),
        Item::new(t.ask.move_anyway, Choice::Flow(Flow::Reason(asking))),
    ];
    let text = fill(t.ask.table_left, &[("n", &to.to_string())]);
    state
        .layers
        .push(Menu::new(t.action.queue_move, items).asking(text).layer());
    Vec::new()
}

/// The record under the marker went away since it was shown.
pub fn gone(state: &mut State) -> Option<String> {
    if !state.queue.gone {
        return None;
    }
    state.queue.gone = false;
    let now = state.selected_visit().map(|v| ticket(state.lang, v.ticket));
    Some(fill(state.texts().say.gone, &[("now", now.as_deref().unwrap_or("-"))]))
}

/// F6: whoever was called has not come. With nobody called, those it was noted of before are offered: one may be back.
pub fn missed(state: &mut State) -> Step {
    let is_called = |v: &Visit| Act::QueueMissed.fits(v);
    if let Some(v) = state.at_own_table().filter(|v| !is_called(v)) {
        let said = fill(state.texts().say.talks_already, &[("who", &who(state, v))]);
        let said = state.keyed(&said);
        state.say(Mood::Warn, said);
        return Next::Stay.into();
    }
    if state.snap.queue.iter().any(is_called) {
        return act_on(state, Act::QueueMissed);
    }
    came_back(state)
}

/// 人回来了, from anywhere: at once where one person can be meant, else by a digit.
pub fn came_back(state: &mut State) -> Step {
    let command = |v: &Visit| {
        let (visit, rev) = (v.id, v.rev);
        Command::ReturnMissed(ReturnMissed { visit, rev })
    };
    let on_row = state.focus == Pane::Queue && state.screen == Screen::Today && !state.queue.gone;
    let back = |v: &&Visit| Act::QueueBack.fits(v);
    let all: Vec<Visit> = state.snap.queue.iter().filter(back).cloned().collect();
    let selected = state.selected_visit().filter(|v| on_row && back(v));
    let one = selected.or(all.first().filter(|_| all.len() == 1)).map(command);
    if let Some(command) = one {
        return Next::Keep(Choice::Run(Box::new(command), Then::Nothing)).into();
    }
    let item = |v: &Visit| Item::new(who(state, v), Choice::Run(Box::new(command(v)), Then::Nothing));
    let menu = Menu::new(state.texts().action.queue_back, all.iter().map(item).collect());
    state.layers.push(menu.layer());
    Next::Stay.into()
}

/// F6 and the others that act on one visit: the one at one's own table, else the selected one.
pub fn act_on(state: &mut State, act: Act) -> Step {
    let fits = |v: &Visit| act.fits(v);
    let on_row = state.focus == Pane::Queue;
    if on_row
        && state.queue.gone
        && let Some(said) = gone(state)
    {
        state.say(Mood::Warn, said);
        return Next::Stay.into();
    }
    let selected = state.selected_visit().filter(|v| on_row && fits(v));
    let own = state.at_own_table().filter(|v| fits(v));
    let only = || {
        let mut all = state.snap.queue.iter().filter(|v| fits(v));
        all.next().filter(|_| all.next().is_none())
    };
    let found = if act == Act::QueueLeft {
        selected.or_else(only)
    } else {
        own.or(selected)
    };
    let Some(v) = found.cloned() else {
        // Which of several to move has to be said.
        let text = lacking(act, state).filter(|_| act != Act::QueueMove);
        state.say(Mood::Warn, text.unwrap_or(state.texts().say.choose_visit));
        return Next::Stay.into();
    };
    let of = |name: Name| matches!(name, Name::Act(named) if named == act);
    let offer = VISIT.iter().find(|offer| of(offer.name));
    let Some(item) = offer.map(|offer| item(state, &v, offer.what, Name::Act(act))) else {
        return Next::Stay.into();
    };
    match item.why_not {
        Some(why) => {
            state.say(Mood::Warn, why);
            Next::Stay.into()
        }
        None => Next::Keep(item.choice).into(),
    }
}
