//! The course of the year: working days, the roster of receptions, days with a power cut.

use chrono::{Datelike as _, Days};

use super::duty::ROOM;
use super::reception;
use super::words::PLACE;
use super::world::{Task, World, after};
use super::{Door, Plan};
use super::{filing, matter, paper};
use crate::domain::code::{Agreement, SessionKind, SessionState};
use crate::domain::command::{CancelSession, Command, MarkNoticed, NoteAgreement, PlanSession, PostponeSession};
use crate::domain::due::is_working;
use crate::domain::id::SessionId;
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::record::SessionPlan;
use crate::domain::refusal::Subject;
use crate::domain::view::{Answer, Query};

/// A station files this many matters a year at least before its life grows longer than one.
const BUSY_YEAR: u32 = 12_000;

/// Working days between receptions.
const BETWEEN: u32 = 8;

fn back(day: Day, days: u64) -> Day {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}

fn ahead(day: Day, days: u64) -> Day {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

/// The life is at least fourteen months, so that it holds a turn of the year.
pub fn first_day(plan: &Plan) -> Day {
    let years = u64::from((plan.opinions / BUSY_YEAR).min(12));
    back(plan.until.day(), 425 + years * 365)
}

/// Lives from the first day to the end.
pub fn live<D: Door>(w: &mut World<'_, D>) -> Result<(), D::Error> {
    let today = w.until.day();
    let mut days = Vec::new();
    let mut day = ahead(w.now.day(), 1);
    while day < today {
        if is_working(&w.rules, day) {
            days.push(day);
            w.later(TimeOfDay(8 * 60 + 10).on(day), Task::Day);
        }
        day = ahead(day, 1);
    }
    let quota = Quota {
        days: days.len() as u32,
        seen: 0,
        keep: (w.wanted / 5).min(6),
    };
    run(w, &days, quota)?;
    w.pace = w.wanted;
    // What is left over came by letter in the last minutes.
    while w.may_file() {
        w.sit_down();
        filing::unqueued(w)?;
    }
    for i in 1..=6 {
        plan_reception(w, ahead(today, i * 7), Ahead::Future(i as u32))?;
    }
    Ok(())
}

/// How the matters are spread over the days.
struct Quota {
    days: u32,
    seen: u32,
    /// Kept for the last day.
    keep: u32,
}

fn run<D: Door>(w: &mut World<'_, D>, days: &[Day], mut quota: Quota) -> Result<(), D::Error> {
    while let Some(((at, _), task)) = w.agenda.pop_first() {
        if at > w.until {
            break;
        }
        w.at(at);
        w.sit_down();
        if w.is_last_day() {
            w.pace = w.wanted;
        }
        match task {
            Task::Day => {
                quota.seen += 1;
                day_begins(w, days, &quota)?;
            }
            Task::Hold(session, index) => reception::hold(w, session, index)?,
            Task::EnterFromPaper => paper::enter_from_paper(w)?,
            Task::Agree(session, deputy, agreed) => {
                w.act(Command::NoteAgreement(NoteAgreement {
                    session,
                    deputy,
                    agreed,
                }))?;
            }
            Task::Notice(session) => {
                let rev = w.rev(Subject::Session, session.0)?;
                w.act(Command::MarkNoticed(MarkNoticed { session, rev }))?;
            }
            Task::Cancel(session) => {
                let rev = w.rev(Subject::Session, session.0)?;
                let reason = "汛期防汛，全镇停开".to_owned();
                w.act(Command::CancelSession(CancelSession { session, rev, reason }))?;
            }
            Task::Postpone(session) => postpone(w, session)?,
            Task::File => {
                if w.may_file() {
                    filing::unqueued(w)?;
                }
            }
            matter => matter::go_on(w, matter)?,
        }
    }
    Ok(())
}

fn day_begins<D: Door>(w: &mut World<'_, D>, days: &[Day], quota: &Quota) -> Result<(), D::Error> {
    let today = w.now.day();
    let goal = u64::from(w.wanted - quota.keep) * u64::from(quota.seen) / u64::from(quota.days.max(1));
    w.pace = goal as u32;
    let waiting = w.agenda.values().filter(|t| matches!(t, Task::File)).count() as u64;
    let mut open = goal.saturating_sub(u64::from(w.filed) + waiting);
    let has_reception = w
        .agenda
        .range(..=(TimeOfDay(23 * 60).on(today), u64::MAX))
        .any(|(_, t)| matches!(t, Task::Hold(..)));
    // A reception day leaves its people to the reception; on other days about half of what has gathered comes by itself.
    let last = quota.seen == quota.days;
    if !last {
        let waits = open.min(ROOM);
        let by_itself = if has_reception { 0 } else { (waits + 4) / 8 };
        open = open - waits + by_itself;
    }
    for _ in 0..open {
        let at = w.office_hour(today, 0);
        w.later(at, Task::File);
    }
    if quota.seen % BETWEEN == 1 {
        let place = quota.seen as usize + 9;
        let later = days.get(place).copied();
        plan_reception(w, later.unwrap_or(w.until.day()), Ahead::Usual)?;
    }
    if quota.seen % 60 == 30 {
        let at = TimeOfDay(16 * 60 + 50).on(today);
        w.later(at, Task::EnterFromPaper);
    }
    if quota.days.saturating_sub(quota.seen) == 9 {
        plan_reception(w, w.until.day(), Ahead::Today)?;
    }
    Ok(())
}

/// Which reception is being planned.
#[derive(Clone, Copy)]
enum Ahead {
    Usual,
    /// The one that is open when the desk is opened.
    Today,
    /// One still to come.
    Future(u32),
}

const KINDS: &[SessionKind] = &[
    SessionKind::Regular,
    SessionKind::Regular,
    SessionKind::Appointment,
    SessionKind::Mobile,
    SessionKind::Joint,
    SessionKind::Interview,
    SessionKind::Forum,
];

fn plan_reception<D: Door>(w: &mut World<'_, D>, day: Day, ahead_of: Ahead) -> Result<(), D::Error> {
    let today = w.until.day();
    let is_today = matches!(ahead_of, Ahead::Today);
    if day == today && !is_today || day < w.now.day() {
        return Ok(());
    }
    w.planned += 1;
    let index = w.planned;
    let begins = if is_today {
        today_begins(w.until)
    } else {
        TimeOfDay(9 * 60).on(day)
    };
    let (hour, minute) = begins.hour_minute();
    let starts = (hour * 60 + minute) as u16;
    let kind = KINDS
        .get(index as usize % KINDS.len())
        .copied()
        .unwrap_or(SessionKind::Regular);
    let plan = SessionPlan {
        day,
        starts: TimeOfDay(starts.min(23 * 60)),
        ends: TimeOfDay((starts + 150).min(23 * 60 + 59)),
        place: if kind == SessionKind::Mobile {
            "石桥村文化广场"
        } else {
            PLACE
        }
        .to_owned(),
        kind,
        tables: if is_today { 3 } else { 2 + (index % 2) as u8 },
        theme: index.is_multiple_of(4).then(|| "道路和饮水".to_owned()),
    };
    let mut deputies = Vec::new();
    while deputies.len() < 3 && deputies.len() < w.deputies.len() {
        let at = w.dice.below(w.deputies.len() as u64) as usize;
        if let Some(d) = w.deputies.get(at).filter(|d| !deputies.contains(*d)) {
            deputies.push(*d);
        }
    }
    let Some(session) = w
        .act(Command::PlanSession(PlanSession {
            plan,
            deputies: deputies.clone(),
        }))?
        .session
    else {
        return Ok(());
    };
    w.wait(30, 90);
    let now = w.now;
    match ahead_of {
        Ahead::Future(i) => {
            // Some deputies were asked, some have answered; the nearer notices are posted.
            for (deputy, agreed) in deputies.iter().zip([Agreement::Yes, Agreement::Noticed, Agreement::No]) {
                w.act(Command::NoteAgreement(NoteAgreement {
                    session,
                    deputy: *deputy,
                    agreed,
                }))?;
            }
            if i <= 3 {
                let rev = w.rev(Subject::Session, session.0)?;
                w.act(Command::MarkNoticed(MarkNoticed { session, rev }))?;
            }
            return Ok(());
        }
        Ahead::Today | Ahead::Usual => {}
    }
    for (i, deputy) in deputies.iter().enumerate() {
        let say = if i == 2 && index.is_multiple_of(3) {
            Agreement::No
        } else {
            Agreement::Yes
        };
        w.later(after(now, 600), Task::Agree(session, *deputy, Agreement::Noticed));
        let at = w.office_hour(now.day(), 2);
        w.later(at, Task::Agree(session, *deputy, say));
    }
    if is_today {
        let at = w.office_hour(now.day(), 3);
        w.later(at, Task::Notice(session));
        w.later(begins, Task::Hold(session, index));
        return Ok(());
    }
    let at = w.office_hour(now.day(), 4);
    match index % 11 {
        5 => w.later(at, Task::Cancel(session)),
        8 => w.later(at, Task::Postpone(session)),
        _ => {
            w.later(at, Task::Notice(session));
            w.later(TimeOfDay(8 * 60 + 52).on(day), Task::Hold(session, index));
        }
    }
    Ok(())
}

/// When today's reception began: some three quarters of an hour ago, and today.
fn today_begins(until: Moment) -> Moment {
    after(until, -52 * 60).max(TimeOfDay(1).on(until.day())).min(until)
}

/// Put off by two working days; the new reception is held.
fn postpone<D: Door>(w: &mut World<'_, D>, session: SessionId) -> Result<(), D::Error> {
    let all = Query::Sessions {
        state: Some(SessionState::Planned),
        limit: 200,
    };
    let Answer::Sessions(rows) = w.door.ask(&all)? else {
        return Ok(());
    };
    let Some(row) = rows.iter().find(|r| r.session.id == session) else {
        return Ok(());
    };
    let day = w.office_hour(row.session.plan.day, 2).day();
    let rev = row.session.rev;
    w.act(Command::PostponeSession(PostponeSession { session, rev, day }))?;
    let Answer::Sessions(rows) = w.door.ask(&all)? else {
        return Ok(());
    };
    let new = rows
        .iter()
        .find(|r| r.session.plan.day == day && r.session.state == SessionState::Planned);
    if let Some(new) = new.filter(|_| day < w.until.day()) {
        let index = w.planned;
        w.later(
            TimeOfDay(8 * 60 + 52).on(day),
            Task::Hold(new.session.id, index + day.day()),
        );
    }
    Ok(())
}
