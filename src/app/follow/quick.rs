//! 没人接 in one key: the commonest end of a call, many times a day.

use crate::app::model::screen::Marked;
use crate::app::model::{Effect, Layer, Matter, Mood, Next, Pane, Seen, State, Step};
use crate::app::opinion::menus;
use crate::domain::id::OpinionId;
use crate::domain::moment::Moment;
use crate::domain::view::{FollowUp, Owing, counted};
use crate::i18n::fill;

/// Where the choice stands among those for telling.
const NO_ANSWER: usize = 2;

/// Notes that nobody answered: for the person being called, for the row under the marker, or for the only one who
/// waits to be told. With several and no marker it only goes to the pane: a failure is never noted for a guess.
pub fn no_answer(state: &mut State) -> Step {
    let t = &state.texts().matter;
    match state.layers.last() {
        Some(Layer::Matter(m)) if matches!(m.as_ref(), Matter::Acts(a) if a.telling.is_some()) => choose(state),
        // The record of a matter whose answer is still to be told.
        Some(Layer::Record(record)) if record.is_tellable() => {
            let seen = record.seen();
            let effects = seen.map_or_else(Vec::new, |seen| call(state, &seen, None));
            effects.into()
        }
        Some(_) => {
            state.say(Mood::Warn, t.nobody_to_tell);
            Next::Stay.into()
        }
        None => on_desk(state).into(),
    }
}

/// As the digit would; before the matter has come the choice waits for it.
fn choose(state: &mut State) -> Step {
    let Some(Layer::Matter(m)) = state.layers.last_mut() else {
        return Next::Stay.into();
    };
    let Matter::Acts(acts) = m.as_mut() else {
        return Next::Stay.into();
    };
    let Some(item) = acts.menu.items.get(NO_ANSWER).cloned() else {
        return Next::Stay.into();
    };
    let unrung = acts.unrung.clone().filter(|_| acts.ticket.is_none());
    if let Some(why) = item.why_not.or(unrung) {
        state.say(Mood::Warn, why);
        return Next::Stay.into();
    }
    if acts.ticket.is_some() {
        acts.hasty.get_or_insert(NO_ANSWER);
        acts.by_key = true;
        return Next::Stay.into();
    }
    Next::Do(item.choice).into()
}

fn on_desk(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().matter;
    let waits = |f: &&FollowUp| f.owing == Owing::ToTell && !f.withheld;
    let here = state.owing_here();
    let row = if let Marked::Line(_) | Marked::Gone = here {
        here.line().filter(waits).cloned()
    } else {
        let mut all = state.snap.follow_up.iter().filter(waits);
        let first = all.next().cloned();
        if all.next().is_some() {
            state.focus = Pane::Follow;
            state.say(Mood::Warn, t.choose_whom);
            return Vec::new();
        }
        first
    };
    let Some((seen, row)) = row.as_ref().and_then(|r| Some((menus::seen_of(r)?, r))) else {
        let text = match state.snap.owed.of(Owing::ToTell) {
            0 => t.nobody_to_tell.to_owned(),
            n => fill(t.not_to_tell, &[("n", &counted(n))]),
        };
        state.say(Mood::Warn, text);
        return Vec::new();
    };
    call(state, &seen, row.person.as_deref())
}

/// Of several the key is bound to the one it was pressed for: pressed again at once it is not the next one's, whom nobody can
/// have called by then.
const HASTE_MS: i64 = 3_000;

fn call(state: &mut State, seen: &Seen, person: Option<&str>) -> Vec<Effect> {
    let is_recent = |(id, at): (OpinionId, Moment)| id == seen.id && (0..HASTE_MS).contains(&(state.now.0 - at.0));
    if state.rang.is_some_and(is_recent) {
        state.say(Mood::Warn, state.texts().matter.one_noted);
        return Vec::new();
    }
    let effects = menus::tell_menu(state, seen, person);
    // The matter is being read, so the choice waits for it.
    choose(state);
    effects
}
