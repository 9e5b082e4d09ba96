//! Deputies on duty: in, late, leave, substitute, out; and who agreed for the next reception.

use crate::app::action::Act;
use crate::app::may;
use crate::app::model::form::Asking;
use crate::app::model::pending::send;
use crate::app::model::picker::{Chosen, Row};
use crate::app::model::{Choice, Effect, Flow, Item, Layer, Menu, Mood, Pane, Pick, Picker, State, Then};
use crate::app::session::plan;
use crate::domain::code::{Agreement, AttendanceState, Presence};
use crate::domain::command::{
    AssignDeputy, Command, NoteAgreement, SeatDeputy, SetPresence, SignIn, SignOut, Substitute, TakeBackAttendance,
    TakeLeave, UnassignDeputy,
};
use crate::domain::deed::Deed;
use crate::domain::id::DeputyId;
use crate::domain::record::{Attendance, Session};
use crate::i18n::{code, fill};

acts! { ($) duty_acts
    DutySignIn "duty.sign_in" + duty_sign_in duty_sign_in Desk true false [SignIn]
        [|s| s.reception().is_some(), |t| t.say.no_reception] duty::sign_in;
    DutySubstitute "duty.substitute" + duty_substitute duty_substitute Desk true false [Substitute]
        [|s| s.reception().is_some(), |t| t.say.no_reception] duty::substitute;
    DutyStaffOnly "duty.staff_only" + duty_staff_only duty_staff_only Desk true false [SetPresence]
        [|s| s.open().is_some(), |t| t.say.no_reception] duty::staff_only;
}

/// Enter on a deputy.
pub fn menu(state: &mut State) -> Vec<Effect> {
    let Some(session) = state.reception() else {
        return plan::open(state);
    };
    let t = state.texts();
    let choose = |label: &str, pick| Item::new(label, Choice::Flow(Flow::Deputies(pick)));
    let Some(a) = state.selected_deputy().cloned() else {
        let purpose = if state.open().is_some() {
            Pick::SignIn(session)
        } else {
            Pick::Assign(session)
        };
        return pick(state, purpose);
    };
    let deputy = a.deputy;
    let run = |label: &str, command: Command| Item::new(label, Choice::Run(Box::new(command), Then::Nothing));
    let sign_in = |late| {
        Command::SignIn(SignIn {
            session,
            deputy,
            table: free_table(state, a.table),
            late,
        })
    };
    let take_back = |label: &str| {
        run(
            label,
            Command::TakeBackAttendance(TakeBackAttendance { session, deputy }),
        )
    };
    let agreed = |label: &str, agreed| {
        run(
            label,
            Command::NoteAgreement(NoteAgreement {
                session,
                deputy,
                agreed,
            }),
        )
    };
    let act = |a: Act| Item::new(a.label(state.lang), Choice::Act(a));
    let mut items = if state.open().is_some() {
        let mut items = if a.is_present() {
            let mut items = vec![run(t.ask.sign_out, Command::SignOut(SignOut { session, deputy }))];
            if state.tables() > 1 {
                let menu = seats(state, &a);
                items.push(Item::new(t.ask.seat, Choice::Push(Box::new(menu.layer()))));
            }
            items.push(take_back(t.ask.not_in));
            items
        } else if a.state == AttendanceState::Out {
            vec![take_back(t.ask.not_out), run(t.ask.in_again, sign_in(false))]
        } else {
            // The clock knows who is late; whoever came in time and is entered now stands at the end.
            let is_late = is_late(state);
            let label = if is_late { t.ask.late } else { t.action.duty_sign_in };
            let mut items = vec![
                run(label, sign_in(is_late)),
                Item::new(t.ask.leave, Choice::Push(Box::new(leave_menu(state, &a).layer()))),
                choose(t.ask.substitute, Pick::Substitute(session, deputy)),
            ];
            if is_late {
                items.push(run(t.ask.in_time, sign_in(false)));
            }
            if a.state == AttendanceState::Expected {
                items.push(run(
                    t.ask.unassign,
                    Command::UnassignDeputy(UnassignDeputy { session, deputy }),
                ));
            }
            items
        };
        items.push(choose(t.ask.other_deputy, Pick::SignIn(session)));
        items
    } else {
        vec![
            agreed(t.ask.agreed_yes, Agreement::Yes),
            agreed(t.ask.agreed_noticed, Agreement::Noticed),
            agreed(t.ask.agreed_no, Agreement::No),
            run(
                t.ask.unassign,
                Command::UnassignDeputy(UnassignDeputy { session, deputy }),
            ),
            choose(t.ask.assign, Pick::Assign(session)),
            run(t.action.duty_sign_in, sign_in(false)),
        ]
    };
    items.push(act(if state.open().is_some() {
        Act::SessionClose
    } else {
        Act::SessionOpen
    }));
    let said = if state.open().is_some() {
        code::attendance(state.lang, a.state)
    } else {
        code::agreement(state.lang, a.agreed)
    };
    state
        .layers
        .push(Menu::new(format!("{}  {said}", a.name), items).layer());
    Vec::new()
}

/// The reception has begun, by its plan.
fn is_late(state: &State) -> bool {
    let begins = |s: &Session| s.plan.starts.on(s.plan.day);
    state.open().is_some_and(|s| state.now.minutes_since(begins(s)) > 0)
}

/// The tables, each by its number, with whoever sits there.
fn seats(state: &State, a: &Attendance) -> Menu {
    let t = state.texts();
    let item = |table: u8| {
        let (session, deputy) = (a.session, a.deputy);
        let seat = Command::SeatDeputy(SeatDeputy { session, deputy, table });
        let others = state
            .snap
            .attendance
            .iter()
            .filter(|o| o.is_present() && o.table == Some(table));
        let names: Vec<&str> = others.map(|o| o.name.as_str()).collect();
        let here = (a.table == Some(table)).then(|| t.say.at_that_table.to_owned());
        Item::new(
            fill(t.ask.table_n, &[("n", &table.to_string())]),
            Choice::Run(Box::new(seat), Then::Nothing),
        )
        .note(names.join("  "))
        .unless(here)
    };
    Menu::new(t.ask.which_table, (1..=state.tables()).map(item).collect())
}

/// The table the roster gave, else the first one without a deputy.
fn free_table(state: &State, given: Option<u8>) -> Option<u8> {
    let all = &state.snap.attendance;
    let taken = |n: u8| all.iter().any(|o| o.is_present() && o.table == Some(n));
    given.or_else(|| (1..=state.tables()).find(|n| !taken(*n)))
}

fn leave_menu(state: &State, a: &Attendance) -> Menu {
    let t = state.texts();
    let mut items: Vec<Item> = [
        t.ask.leave_ill,
        t.ask.leave_away,
        t.ask.leave_family,
        t.ask.leave_meeting,
    ]
    .into_iter()
    .map(|reason| {
        let command = Command::TakeLeave(TakeLeave {
            session: a.session,
            deputy: a.deputy,
            reason: reason.to_owned(),
        });
        Item::new(reason, Choice::Run(Box::new(command), Then::Nothing))
    })
    .collect();
    let own = Choice::Flow(Flow::Reason(Asking::Leave(a.session, a.deputy)));
    items.push(Item::new(t.ask.own_words, own));
    Menu::new(crate::i18n::fill(t.ask.leave_why, &[("name", &a.name)]), items)
}

/// Opens a picker of deputies.
pub fn pick(state: &mut State, pick: Pick) -> Vec<Effect> {
    if let Some(why) = may::why_not(state, pick.deed()) {
        state.say(Mood::Warn, why);
        return Vec::new();
    }
    let t = state.texts();
    let title = match &pick {
        Pick::SignIn(_) | Pick::SignInToOpen(_) => t.ask.who_came,
        Pick::Substitute(..) => t.ask.who_instead,
        Pick::Assign(_) => t.ask.who_assigned,
    };
    let (picker, effect) = Picker::open(state, title, Chosen::One(pick), "");
    state.layers.push(Layer::Picker(Box::new(picker)));
    vec![effect]
}

/// A deputy was picked.
pub fn picked(state: &mut State, pick: &Pick, row: &Row) -> Vec<Effect> {
    let Ok(id) = row.code.parse() else {
        return Vec::new();
    };
    let deputy = DeputyId(id);
    let command = match *pick {
        Pick::SignIn(session) | Pick::SignInToOpen(session) => {
            let table = free_table(state, None);
            let late = false;
            Command::SignIn(SignIn {
                session,
                deputy,
                table,
                late,
            })
        }
        Pick::Substitute(session, absent) => {
            let mut all = state.snap.attendance.iter();
            let table = all
                .find(|a| a.deputy == absent)
                .and_then(|a| free_table(state, a.table));
            Command::Substitute(Substitute {
                session,
                absent,
                by: deputy,
                table,
                reason: state.texts().ask.leave.to_owned(),
            })
        }
        Pick::Assign(session) => Command::AssignDeputy(AssignDeputy { session, deputy }),
    };
    // Whoever was about to open it goes on as soon as somebody is there.
    let then = if matches!(pick, Pick::SignInToOpen(_)) {
        Then::Act(Act::SessionOpen)
    } else {
        Then::Nothing
    };
    vec![send(state, command, then, None)]
}

/// 签到 from anywhere: the deputies expected, by digit, and the whole roster.
pub fn sign_in(state: &mut State) -> Vec<Effect> {
    let Some(session) = state.reception() else {
        let text = state.texts().say.no_reception;
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    let t = state.texts();
    let expected = |a: &&Attendance| !a.is_present();
    let mut items: Vec<Item> = state
        .snap
        .attendance
        .iter()
        .filter(expected)
        .map(|a| {
            let command = Command::SignIn(SignIn {
                session,
                deputy: a.deputy,
                table: free_table(state, a.table),
                late: false,
            });
            Item::new(&a.name, Choice::Run(Box::new(command), Then::Nothing))
                .note(code::attendance(state.lang, a.state))
        })
        .collect();
    items.push(Item::new(
        t.ask.other_deputy,
        Choice::Flow(Flow::Deputies(Pick::SignIn(session))),
    ));
    state.focus = Pane::Duty;
    state.layers.push(Menu::new(t.ask.who_came, items).layer());
    Vec::new()
}

/// 换人 from anywhere.
pub fn substitute(state: &mut State) -> Vec<Effect> {
    let t = state.texts();
    let Some(session) = state.reception() else {
        state.say(Mood::Warn, t.say.no_reception);
        return Vec::new();
    };
    let absent = |a: &&Attendance| a.substituted_by.is_none() && !a.is_present();
    let items: Vec<Item> = state
        .snap
        .attendance
        .iter()
        .filter(absent)
        .map(|a| {
            Item::new(
                &a.name,
                Choice::Flow(Flow::Deputies(Pick::Substitute(session, a.deputy))),
            )
        })
        .collect();
    if items.is_empty() {
        state.say(Mood::Warn, t.say.all_came);
        return Vec::new();
    }
    state.layers.push(Menu::new(t.ask.who_absent, items).layer());
    Vec::new()
}

/// 工作人员代接, or deputies again.
pub fn staff_only(state: &mut State) -> Vec<Effect> {
    let Some(session) = state.open_id() else {
        return Vec::new();
    };
    let presence = match state.open().map(|s| s.presence) {
        Some(Presence::StaffOnly) => Presence::Deputies,
        _ => Presence::StaffOnly,
    };
    vec![send(
        state,
        Command::SetPresence(SetPresence { session, presence }),
        Then::Nothing,
        None,
    )]
}

impl Pick {
    /// What choosing a deputy writes in the end.
    pub const fn deed(&self) -> Deed {
        match self {
            Self::SignIn(_) | Self::SignInToOpen(_) => Deed::SignIn,
            Self::Substitute(..) => Deed::Substitute,
            Self::Assign(_) => Deed::AssignDeputy,
        }
    }
}
