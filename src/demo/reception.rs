//! A reception day: deputies come, are late, send somebody else; people take numbers, are called, talk, stay away; what
//! is left at closing time gets its outcome. Runs on a small agenda of its own and stops where the life stops.

use std::collections::{BTreeMap, HashMap, VecDeque};

use super::Door;
use super::closing;
use super::duty::{duty, hours, people_for};
use super::filing::{self, Said};
use super::matter;
use super::matters::MATTERS;
use super::words::{FIRST, MARKS, clause};
use super::world::{World, after};
use crate::domain::code::{Channel, Presence, Priority, VisitState};
use crate::domain::command::{
    Arrival, CallAgain, CallNext, Command, EndVisit, FinishVisit, InformHead, MarkMissed, MoveVisit, OpenSession,
    ReceiveNow, ReturnMissed, SettleUnwritten, StartTalk, TakeBackCall, TakeNumber, VisitRef, VoidVisit,
};
use crate::domain::id::{DeputyId, OpinionId, SessionId, VisitId};
use crate::domain::moment::Moment;
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::view::{Answer, Query};

#[derive(Clone, Copy)]
enum Event {
    Arrive(u32),
    Sit(VisitId, u8),
    Say(VisitId, u8),
    Rise(VisitId, u8),
    Return(VisitId),
}

pub(super) struct Day {
    pub(super) session: SessionId,
    pub(super) index: u32,
    tables: u8,
    deputies: Vec<DeputyId>,
    free: Vec<u8>,
    pub(super) waiting: VecDeque<VisitId>,
    missed: Vec<VisitId>,
    nth: HashMap<VisitId, u32>,
    events: BTreeMap<(Moment, u32), Event>,
    order: u32,
    people: u32,
    pub(super) ends: Moment,
    newest: Option<(OpinionId, VisitId)>,
}

impl Day {
    fn push(&mut self, at: Moment, event: Event) {
        self.order += 1;
        self.events.insert((at, self.order), event);
    }
}

/// Holds a reception from opening to closing, or to the end of the life.
pub fn hold<D: Door>(w: &mut World<'_, D>, session: SessionId, index: u32) -> Result<(), D::Error> {
    let rev = w.rev(Subject::Session, session.0)?;
    let presence = match index % 6 {
        2 => Presence::OnTheWay,
        4 => Presence::StaffOnly,
        _ => Presence::Deputies,
    };
    w.act(Command::OpenSession(OpenSession { session, rev, presence }))?;
    let (tables, ends) = hours(w, session)?;
    let deputies = if presence == Presence::StaffOnly {
        Vec::new()
    } else {
        duty(w, session, index, tables)?
    };
    let people = if w.is_last_day() { 11 } else { people_for(w) };
    let mut day = Day {
        session,
        index,
        tables,
        deputies,
        free: (1..=tables).rev().collect(),
        waiting: VecDeque::new(),
        missed: Vec::new(),
        nth: HashMap::new(),
        events: BTreeMap::new(),
        order: 0,
        people,
        ends,
        newest: None,
    };
    closing::keep_promises(w, &mut day)?;
    let span = (ends.0 - w.now.0) / 1000;
    for i in 0..people {
        let share = span * 8 / 10 * i64::from(i) / i64::from(people.max(1));
        let hurry = if w.is_last_day() { share / 3 } else { share };
        let jitter = w.dice.between(0, 240);
        day.push(after(w.now, 60 + hurry + jitter), Event::Arrive(i));
    }
    while let Some(((at, _), event)) = day.events.pop_first() {
        if at > w.until {
            return Ok(());
        }
        w.at(at);
        step(w, &mut day, event)?;
        call(w, &mut day)?;
    }
    if w.is_last_day() {
        return Ok(());
    }
    closing::close(w, &mut day)
}

pub(super) fn arrival<D: Door>(w: &mut World<'_, D>, day: &Day, i: u32) -> Arrival {
    let is_group = i == 3 && day.index % 3 == 1;
    let label = if i % 5 == 4 {
        w.dice.word(MARKS).to_owned()
    } else {
        filing::name(w)
    };
    let topic = MATTERS
        .get(w.dice.below(MATTERS.len() as u64) as usize)
        .map_or("", |m| m.1);
    let at = w.dice.below(day.deputies.len() as u64) as usize;
    Arrival {
        label: Some(if is_group { format!("{label}等23人") } else { label }),
        first_words: w.dice.chance(60).then(|| {
            let said = topic.replace("{v}", "村里").replace("{s}", "").replace("{n}", "几");
            clause(&said).to_owned()
        }),
        heads: if is_group { 23 } else { u32::from(i % 7 == 6) + 1 },
        asked: if i % 6 == 2 {
            day.deputies.get(at).copied()
        } else {
            None
        },
        priority: if i % 8 == 5 { Priority::First } else { Priority::Normal },
        priority_reason: (i % 8 == 5).then(|| w.dice.word(FIRST).to_owned()),
    }
}

fn step<D: Door>(w: &mut World<'_, D>, day: &mut Day, event: Event) -> Result<(), D::Error> {
    match event {
        Event::Arrive(i) => arrive(w, day, i),
        Event::Sit(visit, table) => {
            w.table = Some(table);
            let nth = day.nth.get(&visit).copied().unwrap_or_default();
            let rev = w.rev(Subject::Visit, visit.0)?;
            // Now and then nobody comes when called; some of those come later.
            let stays_away = if w.is_last_day() { nth < 3 } else { nth % 9 == 7 };
            if stays_away && !day.missed.contains(&visit) {
                w.act(Command::CallAgain(CallAgain { visit, rev }))?;
                w.wait(60, 120);
                let rev = w.rev(Subject::Visit, visit.0)?;
                w.act(Command::MarkMissed(MarkMissed { visit, rev }))?;
                day.missed.push(visit);
                day.free.push(table);
                if day.index.is_multiple_of(2) && !w.is_last_day() {
                    day.push(after(w.now, 900), Event::Return(visit));
                }
                return Ok(());
            }
            w.act(Command::StartTalk(StartTalk { visit, rev }))?;
            let half = talk_half(w, day);
            day.push(after(w.now, half), Event::Say(visit, table));
            Ok(())
        }
        Event::Say(visit, table) => {
            say(w, day, visit, table)?;
            let half = talk_half(w, day);
            day.push(after(w.now, half), Event::Rise(visit, table));
            Ok(())
        }
        Event::Rise(visit, table) => rise(w, day, visit, table),
        Event::Return(visit) => {
            let rev = w.rev(Subject::Visit, visit.0)?;
            w.act(Command::ReturnMissed(ReturnMissed { visit, rev }))?;
            day.waiting.push_back(visit);
            Ok(())
        }
    }
}

/// Half of a talk, in seconds: shorter the more people come.
fn talk_half<D: Door>(w: &mut World<'_, D>, day: &Day) -> i64 {
    let each = 7800 * i64::from(day.tables) / i64::from(day.people.max(1));
    w.dice.between(each / 4, each / 2).clamp(60, 900)
}

pub(super) fn number<D: Door>(
    w: &mut World<'_, D>,
    session: Option<SessionId>,
    arrival: Arrival,
) -> Result<Option<VisitId>, D::Error> {
    Ok(w.act(Command::TakeNumber(TakeNumber { session, arrival }))?.visit)
}

pub(super) fn receive<D: Door>(
    w: &mut World<'_, D>,
    session: Option<SessionId>,
    arrival: Arrival,
    table: u8,
) -> Result<Option<VisitId>, D::Error> {
    let now = ReceiveNow {
        session,
        arrival,
        table,
    };
    Ok(w.act(Command::ReceiveNow(now))?.visit)
}

pub(super) fn end<D: Door>(
    w: &mut World<'_, D>,
    (visit, rev): (VisitId, Rev),
    outcome: VisitState,
    reason: &str,
) -> Result<(), D::Error> {
    w.act(Command::EndVisit(EndVisit {
        visit,
        rev,
        outcome,
        reason: Some(reason.to_owned()),
        guidance: None,
    }))?;
    Ok(())
}

fn arrive<D: Door>(w: &mut World<'_, D>, day: &mut Day, i: u32) -> Result<(), D::Error> {
    let arrival = arrival(w, day, i);
    let (session, heads) = (Some(day.session), arrival.heads);
    if i == 1
        && !w.is_last_day()
        && arrival.asked.is_none()
        && day.waiting.is_empty()
        && let Some(table) = day.free.pop()
    {
        w.table = Some(table);
        if let Some(visit) = receive(w, session, arrival, table)? {
            day.nth.insert(visit, i);
            let half = talk_half(w, day);
            day.push(after(w.now, half), Event::Say(visit, table));
        }
        return Ok(());
    }
    w.table = None;
    let Some(visit) = number(w, session, arrival)? else {
        return Ok(());
    };
    day.nth.insert(visit, i);
    if heads >= w.rules.queue.group_from {
        w.wait(20, 60);
        w.act(Command::InformHead(InformHead { visit }))?;
    }
    if i == 4 && day.index % 5 == 2 {
        w.wait(20, 40);
        let rev = w.rev(Subject::Visit, visit.0)?;
        let reason = "同一个人取了两次号".to_owned();
        w.act(Command::VoidVisit(VoidVisit { visit, rev, reason }))?;
        return Ok(());
    }
    if i == 7 && day.index % 4 == 3 {
        w.wait(60, 90);
        let rev = w.rev(Subject::Visit, visit.0)?;
        end(w, (visit, rev), VisitState::Left, "等不及，下次再来")?;
        return Ok(());
    }
    day.waiting.push_back(visit);
    Ok(())
}

/// Free tables call; a wrong call is taken back now and then.
fn call<D: Door>(w: &mut World<'_, D>, day: &mut Day) -> Result<(), D::Error> {
    let mut idle = Vec::new();
    while let Some(table) = day.free.pop() {
        let Some(first) = next(w, day, table)? else {
            idle.push(table);
            continue;
        };
        w.table = Some(table);
        w.wait(3, 12);
        let session = Some(day.session);
        let Some(visit) = w
            .act(Command::CallNext(CallNext { session, table }))?
            .called
            .or(Some(first))
        else {
            continue;
        };
        let nth = day.nth.get(&visit).copied().unwrap_or_default();
        if nth == 2 && day.index % 4 == 1 {
            w.wait(10, 20);
            let rev = w.rev(Subject::Visit, visit.0)?;
            w.act(Command::TakeBackCall(TakeBackCall { visit, rev }))?;
            w.wait(10, 20);
            w.act(Command::CallNext(CallNext { session, table }))?;
        }
        day.waiting.retain(|v| *v != visit);
        let seconds = w.dice.between(15, 70);
        day.push(after(w.now, seconds), Event::Sit(visit, table));
    }
    idle.reverse();
    day.free = idle;
    Ok(())
}

/// Whoever the rules would call to this table.
fn next<D: Door>(w: &mut World<'_, D>, day: &Day, table: u8) -> Result<Option<VisitId>, D::Error> {
    if day.waiting.is_empty() {
        return Ok(None);
    }
    let Answer::Visits(visits) = w.door.ask(&Query::Visits { day: w.now.day() })? else {
        return Ok(None);
    };
    let Answer::Attendance(roster) = w.door.ask(&Query::Attendance(day.session))? else {
        return Ok(None);
    };
    let sits_elsewhere = |asked: DeputyId| {
        roster.iter().any(|a| {
            a.deputy == asked
                && ((a.is_present() && a.table.is_some_and(|t| t != table))
                    || a.state == crate::domain::code::AttendanceState::Expected)
        })
    };
    let may = |v: &&crate::domain::record::Visit| {
        v.state == VisitState::Waiting && v.session == Some(day.session) && !v.asked.is_some_and(sits_elsewhere)
    };
    Ok(visits.iter().find(may).map(|v| v.id))
}

/// What is said at the table: one matter, several, none that needs writing, or one that stays unwritten.
fn say<D: Door>(w: &mut World<'_, D>, day: &mut Day, visit: VisitId, table: u8) -> Result<(), D::Error> {
    w.table = Some(table);
    let nth = day.nth.get(&visit).copied().unwrap_or_default();
    if nth % 6 == 4 || !w.may_file() {
        return Ok(());
    }
    if filing::is_accusation(w.filed + 1) {
        return filing::accuse(w, VisitRef::Known(visit));
    }
    let at = usize::from(table) - 1;
    let deputies: Vec<DeputyId> = day
        .deputies
        .get(at)
        .or(day.deputies.first())
        .copied()
        .into_iter()
        .collect();
    let many = if nth == 5 || nth == 1 && day.index.is_multiple_of(6) {
        5
    } else {
        w.dice.weighted(&[0, 80, 15, 5])
    };
    let mut citizen = None;
    for _ in 0..many {
        if !w.may_file() || filing::is_accusation(w.filed + 1) {
            break;
        }
        let said = Said {
            visit: VisitRef::Known(visit),
            known: citizen,
            channel: Channel::Visit,
            deputies: deputies.clone(),
            late: None,
            representatives: if nth == 3 && day.index % 3 == 1 && citizen.is_none() {
                3
            } else {
                0
            },
        };
        let filed = filing::file(w, said)?;
        citizen = citizen.or(filed.citizen);
        // Written under the visitor before; moved to the right one.
        if let Some((opinion, _)) = day
            .newest
            .filter(|(_, v)| *v != visit && nth == 8 && day.index % 3 == 2)
        {
            w.wait(20, 60);
            matter::move_to(w, opinion, visit)?;
            day.newest = None;
        } else if let Some(opinion) = filed.opinion {
            day.newest = Some((opinion, visit));
        }
        w.wait(30, 90);
    }
    Ok(())
}

fn rise<D: Door>(w: &mut World<'_, D>, day: &mut Day, visit: VisitId, table: u8) -> Result<(), D::Error> {
    w.table = Some(table);
    let nth = day.nth.get(&visit).copied().unwrap_or_default();
    if nth == 6
        && day.index.is_multiple_of(2)
        && let Some(to) = day.free.pop()
    {
        let rev = w.rev(Subject::Visit, visit.0)?;
        let note = Some("水的事请这桌代表再听一听".to_owned());
        w.act(Command::MoveVisit(MoveVisit { visit, rev, to, note }))?;
        day.free.push(table);
        day.nth.insert(visit, 4);
        let half = talk_half(w, day);
        day.push(after(w.now, half), Event::Rise(visit, to));
        return Ok(());
    }
    let rev = w.rev(Subject::Visit, visit.0)?;
    w.act(Command::FinishVisit(FinishVisit {
        visit,
        rev,
        consult_only: nth % 6 == 4 && day.index % 3 != 1,
        unwritten: nth % 6 == 4 && day.index % 3 == 1,
        call_next: false,
    }))?;
    // What was left unwritten is settled the same morning, except the newest ones.
    if nth % 6 == 4 && day.index % 3 == 1 && !w.is_last_day() && !day.index.is_multiple_of(4) {
        w.wait(60, 120);
        w.act(Command::SettleUnwritten(SettleUnwritten { visit }))?;
    }
    day.free.push(table);
    Ok(())
}
