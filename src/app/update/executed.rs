//! What happens when a command comes back.

use super::choosing::{close_ahead, come_back};
use super::{anew, type_ahead};
use crate::app::forms::draft;
use crate::app::forms::file::{Unfiled, filed, sent_again, unfiled};
use crate::app::forms::parted;
use crate::app::model::pending::{resend, still_unsure};
use crate::app::model::{Choice, Effect, Failure, Item, Layer, Menu, Mood, Pending, State, Target, Then};
use crate::app::opinion::{self, batch};
use crate::app::queue::{group, visits};
use crate::app::said;
use crate::app::session::day;
use crate::app::station::start;
use crate::domain::deed::Deed;
use crate::domain::id::{CommandId, DraftId, VisitId};
use crate::domain::lease::{Lease, Lost};
use crate::domain::refusal::Refusal;
use crate::domain::view::Outcome;
use crate::i18n::refusal::{sentence, ticket};
use crate::i18n::{self, fill, lease as words};

/// A command came back.
pub(super) fn executed(state: &mut State, id: CommandId, result: Result<Outcome, Failure>) -> Vec<Effect> {
    let Some(pending) = state.pending.remove(&id) else {
        return Vec::new();
    };
    still_unsure(&mut state.unsure, id, &result);
    if result.is_err() {
        close_ahead(state, id);
    }
    if let Some(mut effects) = batch::came(state, id, &result) {
        // The screen is read anew once, when the last of them has come back.
        if state.pending.is_empty() {
            effects.extend(anew(state));
        }
        return effects;
    }
    let mut effects = match result {
        Ok(outcome) => {
            let effects = succeeded(state, pending, &outcome);
            parted::unsay(state);
            effects
        }
        Err(failure) => match unfiled(state, id, &failure) {
            Some(Unfiled::Lost(lease, why, aside)) => {
                // What was typed meanwhile belongs to the form all the same, before it is one to read only.
                let mut effects = type_ahead::settle(state);
                effects.extend(draft_refused(state, lease, &why, aside));
                effects
            }
            Some(Unfiled::Behind(effect)) => vec![effect],
            None => match failure {
                Failure::Refused(why) => refused(state, pending, &why),
                Failure::Trouble(text) | Failure::Unknown(text) => {
                    state.say(Mood::Bad, text);
                    come_back(state, pending.left, false)
                }
            },
        },
    };
    effects.extend(anew(state));
    effects
}

/// Words came too late for their draft.
pub(super) fn draft_refused(state: &mut State, lease: Lease, why: &Lost, aside: Option<DraftId>) -> Vec<Effect> {
    draft::refused(state, lease, why, aside).unwrap_or_else(|| {
        let text = words::said(state.lang, why, aside.is_some());
        state.say(Mood::Warn, text);
        Vec::new()
    })
}

fn succeeded(state: &mut State, pending: Pending, outcome: &Outcome) -> Vec<Effect> {
    let Pending { request, then, .. } = pending;
    if let Some(effects) = opinion::done(state, &request, outcome) {
        return effects;
    }
    filed(state, request.id);
    let said = said::of(state, &request, outcome);
    if !said.is_empty() {
        state.say(Mood::Good, said);
    }
    if request.command.deed() == Deed::StopClosing {
        // Numbers again: the list of who is left without an outcome is not what to look at any more.
        state.layers.retain(|l| !matches!(l, Layer::Closing(_)));
    }
    let mut effects = group::warning(state, outcome.heads, outcome.visit);
    effects.extend(follow(state, then, outcome));
    effects
}

fn follow(state: &mut State, then: Then, outcome: &Outcome) -> Vec<Effect> {
    match then {
        Then::Nothing => Vec::new(),
        Then::Act(act) => {
            state.after_snapshot = Some(act);
            Vec::new()
        }
        Then::Opinion => match outcome.visit.or(outcome.called) {
            Some(visit) => opinion::open(state, Target::Visit(visit)),
            None => Vec::new(),
        },
        Then::Again(request, then) => {
            sent_again(state, request.id);
            vec![resend(state, *request, *then)]
        }
        Then::Village => {
            // The form that asked for it lies on top, or is gone.
            let Some(mut layer) = state.layers.pop() else {
                return Vec::new();
            };
            let effect = if let Layer::Form(form) = &mut layer {
                Some(form.look_again(state))
            } else {
                None
            };
            state.layers.push(layer);
            effect.into_iter().collect()
        }
        Then::Founded => start::founded(state),
        Then::ClosePage => {
            state
                .layers
                .retain(|l| !matches!(l, Layer::Page(_) | Layer::Closing(_)));
            Vec::new()
        }
    }
}

/// Refusals that offer a way on push a menu; the others are said on the bottom line. Nothing typed is lost.
fn refused(state: &mut State, pending: Pending, why: &Refusal) -> Vec<Effect> {
    let (lang, t) = (state.lang, state.texts());
    let changed = if let Refusal::Changed { next, .. } = why {
        *next
    } else {
        None
    };
    let next = changed.and_then(|v| next_number(state, v));
    let said = if state.masked {
        sentence(lang, &why.clone().without_names(), next.as_deref())
    } else {
        sentence(lang, why, next.as_deref())
    };
    let Pending { request, then, left } = pending;
    if let Refusal::DayUnconfirmed { now, .. } = why {
        let confirm = day::confirmed(*now);
        let yes = fill(t.ask.day_yes, &[("day", &i18n::full_day(lang, *now))]);
        // A refused command wrote nothing, so it may be sent again under its own id.
        let then = Then::Again(Box::new(request), Box::new(then));
        let items = vec![
            Item::new(yes, Choice::Run(Box::new(confirm), then)),
            Item::new(t.ask.day_no, Choice::Close),
        ];
        push(state, Menu::new(t.ask.day_title, items).asking(said));
    } else if let Refusal::TableBusy { table, visit, .. } = why {
        // Whoever sits at another table is that keyboard's to end with.
        let is_own = Some(*table) == state.own_table();
        let who = state.snap.queue.iter().find(|v| v.id == *visit && is_own).cloned();
        match who {
            Some(v) => {
                let menu = state.menu_of_people(|state| {
                    let asked = Some((request.clone(), then.clone()));
                    visits::busy_menu(state, &v, *table, said.clone(), asked)
                });
                push(state, menu);
            }
            None => state.say(Mood::Warn, said),
        }
    } else if let Refusal::CallAgainFirst { .. } = why {
        state.say(Mood::Warn, said.clone());
        if let Some(menu) = visits::call_first(state, &request.command, said) {
            push(state, menu);
        }
    } else if let Refusal::Changed { .. } = why {
        if let Some(v) = changed {
            state.queue.id = Some(v.0);
            state.queue.gone = false;
        }
        state.say(Mood::Warn, said);
        return come_back(state, left, true);
    } else {
        state.say(Mood::Bad, said);
        return come_back(state, left, matches!(why, Refusal::RulesMoved { .. }));
    }
    Vec::new()
}

fn push(state: &mut State, menu: Menu) {
    state.layers.push(Layer::Menu(menu));
}

fn next_number(state: &State, visit: VisitId) -> Option<String> {
    let v = state.snap.queue.iter().find(|v| v.id == visit)?;
    Some(ticket(state.lang, v.ticket))
}
