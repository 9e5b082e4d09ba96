//! One person or group in the queue or at a table, and what may be done with them now.

use super::talk::{Empty, Said, Stop, Talk};
use super::{opinion, promise, queue, words};
use crate::app::offer::{Offer, OnVisit, Unwritten, VISIT};
use crate::domain::code::VisitState;
use crate::domain::command::{CallVisit, Command, EndVisit, MoveVisit};
use crate::domain::id::VisitId;
use crate::domain::record::Visit;
use crate::domain::view::Outcome;

/// Goes on with somebody until they are done with, or the person goes back.
pub(super) fn page(t: &mut Talk<'_>, id: VisitId) -> Said<()> {
    loop {
        let s = t.snapshot()?;
        let Some(v) = s.queue.iter().find(|v| v.id == id && !v.state.is_over()) else {
            return Ok(());
        };
        let lang = t.lang();
        let title = words::visit(lang, v, t.now(), s);
        let (options, offers) = words::offered(lang, VISIT, v, s);
        let chosen = t.choose(&title, &options, t.t().help_acts)?;
        let Some(offer) = offers.get(chosen) else {
            return Ok(());
        };
        match carry_out(t, v, offer) {
            Ok(Some((next, table))) => return queue::called(t, Some(next), table),
            // A question inside an act goes back to this list of acts.
            Ok(None) | Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
    }
}

/// Does it; somebody else who was called by it comes back.
fn carry_out(t: &mut Talk<'_>, v: &Visit, offer: &Offer<Visit, OnVisit>) -> Said<Option<(VisitId, u8)>> {
    let (visit, rev) = (v.id, v.rev);
    let table = t.context.table;
    let x = t.t();
    let mut place = table.to_string();
    let command = match offer.what {
        OnVisit::Write(command) => command(visit, rev),
        OnVisit::Call => Command::CallVisit(CallVisit { visit, rev, table }),
        OnVisit::TellHead => {
            let s = t.snapshot()?;
            queue::head(t, s, visit)?;
            return Ok(None);
        }
        OnVisit::Promise => {
            if promise::promise(t, v)? {
                let what = crate::i18n::code::visit_state(t.lang(), VisitState::NextTime);
                t.tell(t.texts().say.ended, &[("no", &words::who(t.lang(), v)), ("what", what)]);
            }
            return Ok(None);
        }
        OnVisit::Left => Command::EndVisit(EndVisit {
            visit,
            rev,
            outcome: VisitState::Left,
            reason: t.line(x.q_left_why, Empty::Skip(x.nothing), x.help_left)?,
        }),
        OnVisit::Move => {
            let to = t.table_number(9)?;
            let note = t.line(x.q_move_note, Empty::Skip(x.nothing), x.help_move)?;
            place = to.to_string();
            Command::MoveVisit(MoveVisit { visit, rev, to, note })
        }
        OnVisit::Opinion => {
            opinion::file(t, Some(v))?;
            return Ok(None);
        }
        OnVisit::Finish(words) => return finish(t, v, words, false),
        OnVisit::FinishNext => return finish(t, v, Unwritten::AsItStands, true),
        // Forms and the question of the desk.
        OnVisit::Edit | OnVisit::Void | OnVisit::FinishAsking => return Ok(None),
    };
    if t.act(command, None)?.is_ok()
        && let Some(text) = offer.said
    {
        let no = words::who(t.lang(), v);
        t.tell(text(t.texts()), &[("no", &no), ("n", &place)]);
    }
    Ok(None)
}

/// The talk is over. What was said and not written goes to what is owed.
fn finish(t: &mut Talk<'_>, v: &Visit, words: Unwritten, call_next: bool) -> Said<Option<(VisitId, u8)>> {
    let Ok(done) = t.act(words.finish(v, call_next), None)? else {
        return Ok(None);
    };
    let said = &t.texts().say;
    let next = called_by(&done, v.id);
    let nobody = call_next && next.is_none();
    t.say(if nobody { said.finished_nobody } else { said.finished });
    if words.is_left(v) {
        t.say(t.t().unwritten_noted);
    }
    Ok(next.map(|n| (n, v.table.unwrap_or(t.context.table))))
}

fn called_by(done: &Outcome, before: VisitId) -> Option<VisitId> {
    done.called.filter(|c| *c != before)
}
