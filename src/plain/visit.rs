//! One person or group in the queue or at a table, and what may be done with them now.

use super::talk::{Empty, Said, Stop, Talk};
use super::{opinion, promise, queue, words};
use crate::domain::code::VisitState;
use crate::domain::command::Command;
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::life::may;
use crate::domain::record::Visit;
use crate::domain::view::{Outcome, Snapshot};
use crate::i18n::{Lang, fill};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Do {
    Talk,
    Again,
    Missed,
    TakeBack,
    Opinion,
    Finish,
    FinishNext,
    FinishUnwritten,
    FinishAsked,
    Move,
    Call,
    Return,
    TellHead,
    Left,
    Promise,
}

fn acts(v: &Visit, s: &Snapshot) -> Vec<Do> {
    let mut acts = match v.state {
        VisitState::Called => vec![
            Do::Talk,
            Do::Again,
            Do::Missed,
            Do::TakeBack,
            Do::Opinion,
            Do::FinishNext,
        ],
        VisitState::Talking => vec![
            Do::Opinion,
            Do::Finish,
            Do::FinishNext,
            Do::FinishUnwritten,
            Do::FinishAsked,
        ],
        VisitState::Waiting => vec![Do::Call, Do::Left, Do::Promise],
        VisitState::Missed => vec![Do::Return, Do::Left, Do::Promise],
        VisitState::Done
        | VisitState::Left
        | VisitState::NextTime
        | VisitState::ByPhone
        | VisitState::Guided
        | VisitState::Void => Vec::new(),
    };
    if may(Deed::MoveVisit, v) && s.session.as_ref().is_none_or(|s| s.plan.tables > 1) {
        acts.push(Do::Move);
    }
    let group = s.rules.as_deref().is_some_and(|r| v.heads >= r.queue.group_from);
    if group && !v.head_informed {
        acts.push(Do::TellHead);
    }
    acts
}

fn name(lang: Lang, act: Do) -> &'static str {
    let t = &lang.texts().plain;
    match act {
        Do::Talk => t.sits_down,
        Do::Again => t.call_again,
        Do::Missed => t.not_come,
        Do::TakeBack => t.take_back,
        Do::Opinion => t.m_opinion,
        Do::Finish => t.finish,
        Do::FinishNext => t.finish_next,
        Do::FinishUnwritten => t.finish_unwritten,
        Do::FinishAsked => t.finish_asked,
        Do::Move => t.move_table,
        Do::Call => t.call_this,
        Do::Return => t.came_back,
        Do::TellHead => t.tell_head_now,
        Do::Promise => lang.texts().ask.promise,
        Do::Left => t.went_away,
    }
}

/// Goes on with somebody until they are done with, or the person goes back.
pub(super) fn page(t: &mut Talk<'_>, id: VisitId) -> Said<()> {
    loop {
        let s = t.snapshot()?;
        let Some(v) = s.queue.iter().find(|v| v.id == id && !v.state.is_over()) else {
            return Ok(());
        };
        let lang = t.lang();
        let title = words::visit(lang, v, t.now(), s);
        let acts = acts(v, s);
        let options: Vec<String> = acts.iter().map(|a| name(lang, *a).to_owned()).collect();
        let chosen = t.choose(&title, &options, t.t().help_acts)?;
        let Some(act) = acts.get(chosen).copied() else {
            return Ok(());
        };
        match carry_out(t, v, act) {
            Ok(Some((next, table))) => return queue::called(t, Some(next), table),
            // A question inside an act goes back to this list of acts.
            Ok(None) | Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
    }
}

/// Does it; somebody else who was called by it comes back.
fn carry_out(t: &mut Talk<'_>, v: &Visit, act: Do) -> Said<Option<(VisitId, u8)>> {
    let (visit, rev) = (v.id, v.rev);
    let table = t.context.table;
    let said = &t.texts().say;
    let x = t.t();
    let mut place = table.to_string();
    let (command, text) = match act {
        Do::Talk => (Command::StartTalk { visit, rev }, x.sat_down),
        Do::Again => (Command::CallAgain { visit, rev }, said.called_again),
        Do::Missed => (Command::MarkMissed { visit, rev }, x.missed_noted),
        Do::TakeBack => (Command::TakeBackCall { visit, rev }, said.taken_back),
        Do::Return => (Command::ReturnMissed { visit, rev }, said.returned),
        Do::TellHead => {
            let s = t.snapshot()?;
            queue::head(t, s, visit)?;
            return Ok(None);
        }
        Do::Promise => {
            if promise::promise(t, v)? {
                let what = crate::i18n::code::visit_state(t.lang(), VisitState::NextTime);
                t.tell(said.ended, &[("no", &words::who(t.lang(), v)), ("what", what)]);
            }
            return Ok(None);
        }
        Do::Call => (Command::CallVisit { visit, rev, table }, said.called),
        Do::Left => {
            let outcome = VisitState::Left;
            let reason = t.line(x.q_left_why, Empty::Skip(x.nothing), x.help_left)?;
            (
                Command::EndVisit {
                    visit,
                    rev,
                    outcome,
                    reason,
                },
                x.left_noted,
            )
        }
        Do::Move => {
            let to = t.table_number(9)?;
            let note = t.line(x.q_move_note, Empty::Skip(x.nothing), x.help_move)?;
            place = to.to_string();
            (Command::MoveVisit { visit, rev, to, note }, said.moved)
        }
        Do::Opinion => {
            opinion::file(t, Some(v))?;
            return Ok(None);
        }
        Do::Finish | Do::FinishNext | Do::FinishUnwritten | Do::FinishAsked => return finish(t, v, act),
    };
    if t.act(command, None)?.is_ok() {
        let no = words::who(t.lang(), v);
        t.say(&fill(text, &[("no", &no), ("n", &place)]));
    }
    Ok(None)
}

/// The talk is over. What was said and not written goes to what is owed.
fn finish(t: &mut Talk<'_>, v: &Visit, act: Do) -> Said<Option<(VisitId, u8)>> {
    let consult_only = act == Do::FinishAsked;
    let unwritten = !consult_only && (act == Do::FinishUnwritten || v.opinions == 0);
    let command = Command::FinishVisit {
        visit: v.id,
        rev: v.rev,
        consult_only,
        unwritten,
        call_next: act == Do::FinishNext,
    };
    let Ok(done) = t.act(command, None)? else {
        return Ok(None);
    };
    let said = &t.texts().say;
    let next = called_by(&done, v.id);
    let nobody = act == Do::FinishNext && next.is_none();
    t.say(if nobody { said.finished_nobody } else { said.finished });
    if unwritten {
        t.say(t.t().unwritten_noted);
    }
    Ok(next.map(|n| (n, v.table.unwrap_or(t.context.table))))
}

fn called_by(done: &Outcome, before: VisitId) -> Option<VisitId> {
    done.called.filter(|c| *c != before)
}
