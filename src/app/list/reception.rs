//! What can be done with a reception of the list.

use crate::app::action::Act;
use crate::app::model::form::Asking;
use crate::app::model::{Choice, Effect, Flow, Item, Menu, Pick, State, Then};
use crate::app::offer::{Offer, OnReception};
use crate::app::session::day::RECEPTION;
use crate::app::session::figures;
use crate::domain::command::{Command, MarkNoticed, StopClosing};
use crate::domain::record::Session;
use crate::i18n::code;

/// What can be done with a reception of the list.
pub(super) fn menu(state: &mut State, s: &Session) -> Vec<Effect> {
    let (session, rev, day) = (s.id, s.rev, s.plan.day);
    let run = |command| Choice::Run(Box::new(command), Then::Nothing);
    let asking = |asking| Choice::Flow(Flow::Reason(asking));
    let item = |offer: &Offer<Session, OnReception>| {
        let choice = match offer.what {
            OnReception::Change => Choice::Flow(Flow::ChangePlan(Box::new(s.clone()))),
            OnReception::Notice => run(Command::MarkNoticed(MarkNoticed { session, rev })),
            OnReception::Assign => Choice::Flow(Flow::Deputies(Pick::Assign(session))),
            OnReception::Postpone => asking(Asking::Postpone(session, rev)),
            OnReception::Cancel => asking(Asking::Cancel(session, rev)),
            OnReception::Close => Choice::Act(Act::SessionClose),
            OnReception::SeeDay => Choice::Flow(Flow::Figures(day, day)),
            OnReception::Roster => Choice::Flow(Flow::Roster(session, day)),
            OnReception::GoOn => run(Command::StopClosing(StopClosing { session })),
        };
        Item::new(offer.name.label(state.lang), choice)
    };
    let offered = RECEPTION.iter().filter(|offer| offer.fits(s, &state.snap));
    let items: Vec<Item> = offered.map(item).collect();
    if items.is_empty() {
        return figures::show(state, day, day);
    }
    let title = format!(
        "{}  {}",
        crate::i18n::day(state.lang, s.plan.day, state.today()),
        code::session_state(state.lang, s.state)
    );
    state.layers.push(Menu::new(title, items).layer());
    Vec::new()
}
