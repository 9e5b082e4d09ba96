//! The reception itself and whatever else the desk can start: each act that is possible now, by its name.

use super::desk::Desk;
use super::talk::{Said, Talk, or_back};
use super::{today, words};
use crate::app::action::{ACTIONS, Act, Scope};
use crate::app::available::why_not;
use crate::app::duty;
use crate::app::model::{Pane, Screen};
use crate::app::offer::Name;
use crate::app::queue::visits::VISIT;
use crate::app::update::run;

/// What has a place of its own in the main menu, stands in the menu of a matter, or reads a table on the screen.
const ELSEWHERE: [Act; 10] = [
    Act::DraftBack,
    Act::QueueNumber,
    Act::QueueCall,
    Act::TableSwitch,
    Act::OpinionNew,
    Act::OpinionBeside,
    Act::OpinionTell,
    Act::OpinionNoAnswer,
    Act::DeputyImport,
    Act::UnitImport,
];

/// Every other act of the desk that is about nobody in the queue.
fn acts() -> impl Iterator<Item = Act> {
    let is = |name, act| matches!(name, Name::Act(named) if named == act);
    let of_visit = move |act| VISIT.iter().any(|offer| is(offer.name, act));
    let offered = ACTIONS.iter().filter(|a| a.palette && a.scope == Scope::Desk);
    offered
        .map(|a| a.act)
        .filter(move |act| !ELSEWHERE.contains(act) && !of_visit(*act))
}

/// What may be done now: the acts, each deputy on duty, and which day it is.
pub(super) fn menu(t: &mut Talk<'_>) -> Said<()> {
    loop {
        let s = t.snapshot()?;
        let (lang, x) = (t.lang(), t.t());
        let mut desk = Desk::showing(t, &s);
        let is_possible = |act: &Act| why_not(*act, &desk.state).is_none();
        let acts: Vec<Act> = acts().filter(is_possible).collect();
        let mut options: Vec<String> = acts.iter().map(|act| act.label(lang).to_owned()).collect();
        options.extend(s.attendance.iter().map(|a| words::on_duty(lang, a)));
        options.push(x.confirm_day.to_owned());
        let last = [Act::DraftBack, Act::Screen(Screen::Figures)];
        options.extend(last.map(|act| act.label(lang).to_owned()));
        let chosen = t.choose(x.m_reception, &options, x.help_reception)?;
        let last = last.iter().rev().nth(options.len().saturating_sub(chosen + 1));
        let act = acts.get(chosen).copied().or(last.copied());
        or_back(match (act, s.attendance.get(chosen.saturating_sub(acts.len()))) {
            (Some(act), _) => {
                let effects = run(&mut desk.state, act);
                desk.go(t, effects)
            }
            (None, Some(deputy)) => {
                desk.select(Pane::Duty, deputy.deputy.0);
                let effects = duty::menu(&mut desk.state);
                desk.go(t, effects)
            }
            (None, None) => today::confirm(t, s.business_day),
        })?;
    }
}
