//! A talk at one's own table that another keyboard ended or took over: this one hears of it at once, by whom and when, also in the middle
//! of a sentence. What is typed stays.

use crate::app::model::{Effect, Mood, State, Ticket};
use crate::app::queue::visits::who;
use crate::domain::record::Visit;
use crate::domain::refusal::{Refusal, Subject};
use crate::domain::view::{Answer, Query};
use crate::i18n::fill;
use crate::i18n::refusal::{sentence, ticket as number};

/// Somebody wrote something: whether whoever sits here still does is asked for.
pub fn ask(state: &mut State) -> Option<Effect> {
    let visit = state.at_own_table()?.id;
    let (ticket, effect) = state.ask(Query::TheseVisits(vec![visit]));
    state.talk_ticket = Some(ticket);
    Some(effect)
}

/// Takes the answer; false where it is another's.
pub fn answered(state: &mut State, ticket: Ticket, answer: &Answer) -> bool {
    if state.talk_ticket != Some(ticket) {
        return false;
    }
    state.talk_ticket = None;
    if let Answer::Visits(visits) = answer
        && let [v] = visits.as_slice()
        && !is_own(state, v)
        && let Some(said) = what(state, v)
    {
        state.talk_ended = Some(said);
        // Said once, and nobody sits there for what is pressed next.
        state
            .snap
            .queue
            .iter_mut()
            .filter(|q| q.id == v.id)
            .for_each(|q| q.clone_from(v));
    }
    true
}

/// What became of it elsewhere; none where it goes on here.
fn what(state: &State, v: &Visit) -> Option<String> {
    if !v.state.is_open() {
        let why = Refusal::Changed {
            subject: Subject::Visit,
            what: number(state.lang, v.ticket),
            touch: v.touch.clone(),
            visit: Some(v.state),
            next: None,
        };
        return Some(sentence(state.lang, &why, None));
    }
    let before = state.snap.queue.iter().find(|q| q.id == v.id)?.table;
    let table = v.table.filter(|_| v.table != before)?.to_string();
    let t = &state.texts().say;
    let (who, time) = (who(state, v), v.touch.at.clock());
    let values = [
        ("who", who.as_str()),
        ("time", &time),
        ("by", &v.touch.by),
        ("n", &table),
    ];
    let said = fill(t.table_by, &values);
    Some(match v.note.as_deref().filter(|_| !state.masked) {
        Some(why) => fill(t.table_by_why, &[("what", &said), ("why", why)]),
        None => said,
    })
}

/// It was this keyboard's own act.
fn is_own(state: &State, v: &Visit) -> bool {
    let own = state.account.as_ref().map(|a| a.id);
    v.touch.account == own && v.touch.table == state.own_table()
}

/// Says it, with the next picture there is.
pub fn say(state: &mut State) {
    let Some(ended) = state.talk_ended.take() else { return };
    let is_typed = state.layers.iter().any(|layer| layer.form().is_some());
    let said = if is_typed {
        fill(state.texts().say.talk_ended, &[("what", &ended)])
    } else {
        ended
    };
    state.say(Mood::Warn, said);
}
