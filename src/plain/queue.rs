//! Numbers and calls.

use super::talk::{Empty, Said, Talk};
use super::{visit, words};
use crate::domain::code::{Priority, VisitState};
use crate::domain::command::{Arrival, CallNext, CallVisit, Command, InformHead, ReceiveNow, TakeNumber};
use crate::domain::id::VisitId;
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;
use crate::domain::view::Snapshot;
use crate::i18n::fill;

/// Most heads a group may have; beyond it somebody typed a phone number.
const MOST_HEADS: u32 = 9999;

/// Takes a number, or receives at once when nobody waits.
pub(super) fn number(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let x = t.t();
    let label = t.line(x.q_label, Empty::Skip(x.nothing), x.help_label)?;
    let heads = t.line_read(
        x.q_heads,
        Empty::Skip(x.one_person),
        x.help_heads,
        |t, typed| match fold(typed).trim().parse::<u32>() {
            Ok(n) if (1..=MOST_HEADS).contains(&n) => Ok(n),
            _ => Err(fill(t.t().heads_wrong, &[("typed", typed)])),
        },
    )?;
    let first_words = t.line(x.q_first_words, Empty::Skip(x.nothing), x.help_first_words)?;
    let asked = asked_for(t, s)?;
    let why = t.line(x.q_priority, Empty::Skip(x.no_priority), x.help_priority)?;
    let heads = heads.unwrap_or(1);
    let arrival = Arrival {
        label,
        first_words,
        heads,
        asked,
        priority: why.map(|w| (Priority::First, w)),
    };
    let session = s.day_session();
    let table = t.context.table;
    let at_once = s.at_table(table).is_none() && s.waiting() == 0 && {
        let options = [x.queue_up.to_owned(), fill(x.sit_down_at, &[("n", &table.to_string())])];
        t.choose_usual(x.nobody_waits, &options, 0, x.help_sit_down)? == 1
    };
    let command = if at_once {
        Command::ReceiveNow(ReceiveNow {
            session,
            arrival: arrival.clone(),
            table,
        })
    } else {
        Command::TakeNumber(TakeNumber {
            session,
            arrival: arrival.clone(),
        })
    };
    let (done, at_once) = match t.act(command, None)? {
        Ok(done) => (done, at_once),
        // Somebody came first meanwhile; what was said of the newcomer is not asked again.
        Err(Refusal::SomebodyWaits { .. }) => {
            t.choose_usual(x.q_queue_up, &[x.queue_up.to_owned()], 0, x.help_sit_down)?;
            let Ok(done) = t.act(Command::TakeNumber(TakeNumber { session, arrival }), None)? else {
                return Ok(());
            };
            (done, false)
        }
        Err(_) => return Ok(()),
    };
    let no = crate::i18n::refusal::ticket(t.lang(), done.ticket);
    let said = &t.texts().say;
    if at_once {
        t.tell(said.received, &[("no", &no), ("n", &table.to_string())]);
    } else {
        t.tell(said.number, &[("no", &no)]);
    }
    if let Some(visit) = done.visit {
        group(t, s, visit, heads)?;
        if at_once {
            return visit::page(t, visit);
        }
    }
    Ok(())
}

/// A deputy on duty somebody wants to see.
fn asked_for(t: &mut Talk<'_>, s: &Snapshot) -> Said<Option<crate::domain::id::DeputyId>> {
    if s.session.is_none() || s.attendance.len() < 2 {
        return Ok(None);
    }
    let lang = t.lang();
    let options: Vec<String> = s.attendance.iter().map(|a| words::on_duty(lang, a)).collect();
    let x = t.t();
    let chosen = t.choose_or_skip(x.q_asked, &options, Empty::Skip(x.anybody), x.help_asked)?;
    Ok(chosen.and_then(|i| s.attendance.get(i)).map(|a| a.deputy))
}

/// Of a large group the station head is told.
pub(super) fn group(t: &mut Talk<'_>, s: &Snapshot, visit: VisitId, heads: u32) -> Said<()> {
    if !s.is_group(heads) {
        return Ok(());
    }
    let x = t.t();
    t.tell(x.tell_head, &[("n", &heads.to_string())]);
    head(t, s, visit)
}

/// The head's phone, and the note that they were told by it.
pub(super) fn head(t: &mut Talk<'_>, s: &Snapshot, visit: VisitId) -> Said<()> {
    let x = t.t();
    match s.station.as_ref().and_then(|s| s.head_phone.as_deref()) {
        Some(phone) => t.tell(t.texts().ask.head_phone_is, &[("phone", &words::phone(phone))]),
        None => t.tell(x.head_phone_missing, &[("name", t.texts().action.station_edit)]),
    }
    let options = [x.head_told.to_owned()];
    if t.choose_or_skip(x.q_head_told, &options, Empty::Skip(x.later), x.help_head)?
        .is_some()
    {
        let done = t.act(Command::InformHead(InformHead { visit }), None)?;
        if done.is_ok() {
            t.say(t.texts().say.done);
        }
    }
    Ok(())
}

/// Calls the next one for a table.
pub(super) fn call(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let tables = s.session.as_ref().map_or(1, |s| s.plan.tables);
    let table = if tables > 1 {
        t.table_number(tables)?
    } else {
        t.context.table
    };
    t.context.table = table;
    if let Some(v) = s.at_table(table) {
        let x = t.t();
        t.tell(x.at_your_table, &[("who", &words::who(t.lang(), v))]);
        return visit::page(t, v.id);
    }
    let session = s.session.as_ref().map(|s| s.id);
    let first = s.queue.iter().find(|v| v.state == VisitState::Waiting);
    let command = match first.filter(|_| session.is_none()) {
        // After closing there is no queue of a reception to take the next one from; the first who came is called.
        Some(v) => Command::CallVisit(CallVisit {
            visit: v.id,
            rev: v.rev,
            table,
        }),
        None => Command::CallNext(CallNext { session, table }),
    };
    let Ok(done) = t.act(command, None)? else {
        return Ok(());
    };
    called(t, done.called.or(done.visit), table)
}

/// Says who was called, and goes on with them.
pub(super) fn called(t: &mut Talk<'_>, visit: Option<VisitId>, table: u8) -> Said<()> {
    let Some(id) = visit else { return Ok(()) };
    let s = t.snapshot()?;
    let who = s.queue.iter().find(|v| v.id == id).map(|v| words::who(t.lang(), v));
    let said = &t.texts().say;
    t.tell(
        said.called,
        &[("no", who.as_deref().unwrap_or_default()), ("n", &table.to_string())],
    );
    visit::page(t, id)
}

/// Everybody waiting, called, talking or missed; one of them is chosen.
pub(super) fn list(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let (lang, now, table) = (t.lang(), t.now(), t.context.table);
    let mut there: Vec<_> = s.queue.iter().filter(|v| !v.state.is_over()).collect();
    // Whoever sits at this table comes first: most often they are meant.
    there.sort_by_key(|v| !(v.state.is_open() && v.table == Some(table)));
    if there.is_empty() {
        t.say(t.t().nobody_here);
        return Ok(());
    }
    let options: Vec<String> = there.iter().map(|v| words::visit(lang, v, now, s)).collect();
    let chosen = t.choose(t.t().q_visit, &options, t.t().help_visit)?;
    match there.get(chosen) {
        Some(v) => visit::page(t, v.id),
        None => Ok(()),
    }
}
