//! How somebody goes who was not received. What is known of them is soon wiped after that, so it is asked first.

use crate::app::model::{Choice, Flow, Item, Menu, State, Then};
use crate::app::queue::letgo;
use crate::app::queue::visits::who;
use crate::domain::code::VisitState;
use crate::domain::command::{Command, EndVisit};
use crate::domain::record::Visit;
use crate::domain::rules::{Reason, Ruleset};
use crate::i18n::code;
use crate::i18n::history::label;

/// The question before one of the named ways to go; somebody who is shown the way is shown it to some place.
pub fn ask(state: &State, v: &Visit, outcome: VisitState, reason: Option<&str>) -> Choice {
    let t = state.texts();
    let ends = |reason: Option<&str>, guidance: Option<&Reason>| {
        let end = Command::EndVisit(EndVisit {
            visit: v.id,
            rev: v.rev,
            outcome,
            reason: reason.map(str::to_owned),
            guidance: guidance.map(|r| r.code.clone()),
        });
        Choice::Run(Box::new(end), Then::Nothing)
    };
    let what = code::visit_state(state.lang, outcome);
    let place = |r: &Reason| {
        let (to, phone) = (
            label(state.lang, &r.destination),
            r.phone.as_deref().unwrap_or_default(),
        );
        format!("{to} {phone}").trim().to_owned()
    };
    let mut items: Vec<Item> = if outcome == VisitState::Guided {
        let rules = state.snap.rules.as_deref().into_iter();
        let reasons = rules.flat_map(Ruleset::offered_reasons);
        let item = |r: &Reason| {
            let (name, place) = (label(state.lang, &r.label), place(r));
            let why = format!("{name} {place}");
            // Of an accusation it is kept that somebody was shown the way, and neither who nor what for.
            if r.keeps_nothing {
                let note = format!("{place} {}", t.ask.wiped_at_once);
                return Item::new(name, ends(None, Some(r))).note(note.trim_start());
            }
            Item::new(name, ends(Some(why.trim()), Some(r))).note(place)
        };
        reasons.map(item).collect()
    } else if outcome == VisitState::ByPhone {
        // Whoever is still to be rung has to be found again: they are kept with their phone until they were.
        let keep = Item::new(t.ask.ring_later, Choice::Flow(Flow::Ring(v.id)));
        vec![keep, Item::new(t.ask.rung_already, ends(reason, None))]
    } else {
        vec![Item::new(what, ends(reason, None))]
    };
    items.push(Item::new(t.common.back, Choice::Close));
    let mut menu = Menu::new(format!("{}  {what}", who(state, v)), items);
    if outcome == VisitState::ByPhone {
        menu = menu.asking(t.ask.by_phone);
    }
    let menu = menu.asking(t.ask.called_no_more).asking(letgo::kept(state));
    Choice::Push(Box::new(menu.layer()))
}
