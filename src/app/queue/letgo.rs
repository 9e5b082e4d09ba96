//! Whoever was let go, or had nothing written down, by a slip: as long as it is kept who they are, they are brought back by a digit.

use crate::app::may::why_not;
use crate::app::model::{Choice, Effect, Item, Menu, State, Then};
use crate::app::queue::visits::full_name;
use crate::domain::code::VisitState;
use crate::domain::command::{Command, ReturnMissed, UnsettleUnwritten};
use crate::domain::deed::Deed;
use crate::domain::life::WayBack;
use crate::domain::moment::Moment;
use crate::domain::record::Visit;
use crate::i18n::{code, fill};

/// Everybody who can be brought back, the last first.
pub fn list(state: &mut State) -> Vec<Effect> {
    let menu = state.menu_of_people(|state| {
        let items = state.snap.ended.iter().map(|v| item(state, v)).collect();
        let t = state.texts();
        Menu::new(t.action.queue_let_go, items).asking(t.ask.let_go_text)
    });
    state.layers.push(menu.layer());
    Vec::new()
}

fn item(state: &State, v: &Visit) -> Item {
    let (visit, rev) = (v.id, v.rev);
    // Who was heard is not called again: what they said is written down after all.
    let back = match WayBack::from(v.state) {
        Some(WayBack::ToUnwritten) => Command::UnsettleUnwritten(UnsettleUnwritten { visit, rev }),
        Some(WayBack::ToQueue) | None => Command::ReturnMissed(ReturnMissed { visit, rev }),
    };
    let words = v.first_words.as_deref().filter(|_| !state.masked).unwrap_or_default();
    let over = v.over_at.map(Moment::clock).unwrap_or_default();
    let note = format!("{} {over} {words}", code::visit_state(state.lang, v.state));
    // Whose promise goes with it is brought back by whoever may strike it.
    let promised = (v.state == VisitState::NextTime).then_some(Deed::StrikePromise);
    Item::new(full_name(state, v), Choice::Run(Box::new(back), Then::Nothing))
        .note(note.trim_end())
        .unless(promised.and_then(|deed| why_not(state, deed)))
}

/// What becomes of what is known of somebody who goes, and how long it can be taken back.
pub fn kept(state: &State) -> String {
    let t = &state.texts().ask;
    let days = state.snap.rules.as_deref().map_or(0, |r| r.limits.ended_visit_days);
    match days {
        0 => t.wiped_at_once.to_owned(),
        1 => state.keyed(t.kept_today),
        n => fill(&state.keyed(t.kept_days), &[("n", &n.to_string())]),
    }
}
