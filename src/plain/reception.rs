//! The reception itself: opening the door, who came, no more numbers, closing the day; and which day it is.

use super::talk::{Empty, Said, Stop, Talk};
use super::{promise, words};
use crate::app::offer::{OUTCOMES, Offer, OnReception, RECEPTION};
use crate::domain::code::{AttendanceState, Presence, VisitState};
use crate::domain::command::{
    CloseSession, Command, EndVisit, OpenSession, SignIn, SignOut, StartClosing, StopClosing,
};
use crate::domain::record::Session;
use crate::domain::view::Snapshot;
use crate::i18n::{code, fill};

/// What may be done with the reception now.
pub(super) fn menu(t: &mut Talk<'_>) -> Said<()> {
    loop {
        let s = t.snapshot()?;
        let lang = t.lang();
        let x = t.t();
        let reception = s.session.as_ref().or(s.next_session.as_ref());
        let offered = reception.map(|r| words::offered(lang, RECEPTION, r, s));
        let (mut options, offers) = offered.unwrap_or_default();
        options.push(x.confirm_day.to_owned());
        if !s.promised.is_empty() {
            options.push(t.texts().action.queue_promised.to_owned());
        }
        if reception.is_none() {
            t.say(x.no_reception);
        }
        let chosen = t.choose(x.m_reception, &options, x.help_reception)?;
        let done = match (offers.get(chosen), reception) {
            (Some(offer), Some(reception)) => carry_out(t, s, reception, offer),
            _ if chosen > offers.len() => promise::list(t),
            _ => {
                let today = t.today();
                t.confirm_day(s.business_day, today).map(|_| ())
            }
        };
        match done {
            Ok(()) | Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
    }
}

fn carry_out(t: &mut Talk<'_>, s: &Snapshot, r: &Session, offer: &Offer<Session, OnReception>) -> Said<()> {
    let (session, rev) = (r.id, r.rev);
    let command = match offer.what {
        OnReception::Open => return open(t, s, r),
        OnReception::SignIn => return sign_in(t, s, r),
        OnReception::SignOut => return sign_out(t, s, r),
        OnReception::Close => return close(t, s, r),
        OnReception::StopNumbers => Command::StartClosing(StartClosing { session, rev }),
        OnReception::GoOn => Command::StopClosing(StopClosing { session }),
        // Of the list of receptions, which the dialogue has not.
        OnReception::Change
        | OnReception::Notice
        | OnReception::Assign
        | OnReception::Postpone
        | OnReception::Cancel
        | OnReception::SeeDay => return Ok(()),
    };
    done(t, command, offer.said.map_or("", |said| said(t.texts())))
}

fn done(t: &mut Talk<'_>, command: Command, text: &str) -> Said<()> {
    if t.act(command, None)?.is_ok() {
        t.say(text);
    }
    Ok(())
}

fn open(t: &mut Talk<'_>, s: &Snapshot, next: &Session) -> Said<()> {
    let lang = t.lang();
    let x = t.t();
    let day = words::day_of(lang, next.plan.day, t.today());
    let title = fill(x.q_presence, &[("day", &day)]);
    let options: Vec<String> = Presence::ALL
        .iter()
        .map(|p| code::presence(lang, *p).to_owned())
        .collect();
    let chosen = t.choose(&title, &options, x.help_presence)?;
    let Some(presence) = Presence::ALL.get(chosen).copied() else {
        return Ok(());
    };
    let (session, rev) = (next.id, next.rev);
    let text = t.texts().say.opened;
    if t.act(Command::OpenSession(OpenSession { session, rev, presence }), None)?
        .is_ok()
    {
        t.say(text);
        promise::remind(t, s);
    }
    Ok(())
}

fn sign_in(t: &mut Talk<'_>, s: &Snapshot, session: &Session) -> Said<()> {
    let lang = t.lang();
    let x = t.texts();
    let expected: Vec<_> = s
        .attendance
        .iter()
        .filter(|a| a.state == AttendanceState::Expected)
        .collect();
    if expected.is_empty() {
        t.say(x.say.all_came);
        return Ok(());
    }
    let options: Vec<String> = expected.iter().map(|a| words::on_duty(lang, a)).collect();
    let chosen = t.choose(x.plain.q_deputy, &options, x.plain.help_deputy)?;
    let Some(a) = expected.get(chosen) else { return Ok(()) };
    let table = if session.plan.tables > 1 {
        t.table_number(session.plan.tables)?
    } else {
        1
    };
    let late = t.now() > session.plan.starts.on(session.plan.day) && session.opened_at.is_some_and(|at| t.now() > at);
    let late = late && {
        let options = [x.plain.on_time.to_owned(), x.plain.late.to_owned()];
        t.choose_usual(x.plain.q_late, &options, 0, x.plain.help_deputy)? == 1
    };
    let command = Command::SignIn(SignIn {
        session: session.id,
        deputy: a.deputy,
        table: Some(table),
        late,
    });
    let text = fill(x.say.signed_in, &[("name", &a.name)]);
    done(t, command, &text)
}

fn sign_out(t: &mut Talk<'_>, s: &Snapshot, session: &Session) -> Said<()> {
    let lang = t.lang();
    let x = t.texts();
    let here: Vec<_> = s.attendance.iter().filter(|a| a.is_present()).collect();
    if here.is_empty() {
        t.say(x.plain.nobody_signed_in);
        return Ok(());
    }
    let options: Vec<String> = here.iter().map(|a| words::on_duty(lang, a)).collect();
    let chosen = t.choose(x.plain.q_deputy, &options, x.plain.help_deputy)?;
    let Some(a) = here.get(chosen) else { return Ok(()) };
    let command = Command::SignOut(SignOut {
        session: session.id,
        deputy: a.deputy,
    });
    let text = fill(x.say.signed_out, &[("name", &a.name)]);
    done(t, command, &text)
}

/// Everybody who still waits gets an outcome; then the day is closed.
fn close(t: &mut Talk<'_>, s: &Snapshot, session: &Session) -> Said<()> {
    let lang = t.lang();
    let x = t.t();
    let options: Vec<String> = OUTCOMES
        .iter()
        .map(|o| code::visit_state(lang, *o).to_owned())
        .collect();
    let of_session = s.queue.iter().filter(|v| v.session == Some(session.id));
    let (talking, left): (Vec<_>, Vec<_>) = of_session
        .filter(|v| !v.state.is_over())
        .partition(|v| v.state == VisitState::Talking);
    for v in &talking {
        let line = words::visit(lang, v, t.now(), s);
        t.say(&line);
    }
    if !talking.is_empty() {
        t.say(x.finish_first);
        return Ok(());
    }
    for v in left {
        let title = fill(x.q_outcome, &[("who", &words::visit(lang, v, t.now(), s))]);
        let chosen = t.choose(&title, &options, x.help_outcome)?;
        let Some(outcome) = OUTCOMES.get(chosen).copied() else {
            return Ok(());
        };
        if outcome == VisitState::NextTime {
            if promise::promise(t, v)? {
                continue;
            }
            return Ok(());
        }
        let command = Command::EndVisit(EndVisit {
            visit: v.id,
            rev: v.rev,
            outcome,
            reason: None,
        });
        if t.act(command, None)?.is_err() {
            return Ok(());
        }
    }
    let note = t.line(x.q_close_note, Empty::Skip(x.nothing), x.help_close)?;
    let text = t.texts().say.closed;
    done(
        t,
        Command::CloseSession(CloseSession {
            session: session.id,
            note,
        }),
        text,
    )
}
