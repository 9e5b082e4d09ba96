//! The grids by themselves; `tests/store_log/life.rs` walks them over a desk.

use super::*;
use crate::domain::code::{OpinionState, SessionState, VisitState};
use crate::domain::record::{Handover, Opinion, Party, Session, Visit};

/// Every state of a record, with what a write does in it.
fn cells<R: Stateful>() -> impl Iterator<Item = (Deed, R::State, &'static Step<R>)> {
    Deed::ALL.iter().flat_map(|deed| {
        let row = R::row(&deed.life()).unwrap_or_default();
        R::STATES.iter().zip(row).map(|(state, step)| (*deed, *state, step))
    })
}

fn leads_to<R: Stateful>(step: &Step<R>, from: R::State) -> Vec<R::State> {
    match step {
        Step::To(to) => vec![*to],
        Step::Stay => vec![from],
        Step::Either(all) => all.to_vec(),
        Step::If(_, then, _) => leads_to(then, from),
        Step::No(_) => Vec::new(),
    }
}

/// Whatever state a record may be in, some write leads there: one is first, the others are reached.
fn all_are_reached<R: Stateful>(first: &[R::State]) {
    let reached: Vec<R::State> = cells::<R>()
        .filter(|(_, from, step)| !leads_to(step, *from).is_empty() && !matches!(step, Step::Stay))
        .flat_map(|(_, from, step)| leads_to(step, from))
        .collect();
    for state in R::STATES {
        assert!(first.contains(state) || reached.contains(state), "{state:?}");
    }
}

#[test]
fn every_state_is_reached_by_some_write() {
    all_are_reached::<Opinion>(&[OpinionState::Filed]);
    all_are_reached::<Handover>(&[PartState::Given]);
    all_are_reached::<Party>(&[Hearing::ToTell]);
    all_are_reached::<Visit>(&[VisitState::Waiting]);
    all_are_reached::<Session>(&[SessionState::Planned]);
}

#[test]
fn whatever_waits_for_somebody_can_go_on_and_nothing_leaves_the_void() {
    for (deed, state, step) in cells::<Opinion>() {
        let may = !matches!(step, Step::No(_));
        assert!(!(may && state == OpinionState::Void), "{deed:?}");
    }
    for state in OpinionState::ALL.iter().filter(|s| s.turn() != Turn::Nobody) {
        let goes_on = |(_, from, step): &(Deed, OpinionState, &Step<Opinion>)| {
            from == state
                && leads_to(step, *from)
                    .iter()
                    .any(|to| to != state && *to != OpinionState::Void)
        };
        assert!(cells::<Opinion>().any(|cell| goes_on(&cell)), "{state:?}");
    }
    assert_eq!(OpinionState::HandedOver.turn(), Turn::Unit);
}
