//! The main menu: one round is one thing chosen and done.

use super::desk::over;
use super::talk::{Empty, Said, Stop, Talk, or_back};
use super::{find, opinion, queue, reception, today, words};
use crate::app::action::Act;
use crate::app::update::run;
use crate::i18n::fill;
use crate::i18n::plain::Texts;

/// A line of the menu: what it is called, and what it does.
type Entry = (fn(&Texts) -> &'static str, fn(&mut Talk<'_>) -> Said<()>);

const MENU: [Entry; 9] = [
    (|x| x.m_today, today::list),
    (|x| x.m_number, |t| over(t, |state| run(state, Act::QueueNumber))),
    (|x| x.m_call, queue::call),
    (|x| x.m_queue, queue::list),
    (|x| x.m_opinion, opinion::file),
    (|x| x.m_find, find::search),
    (|x| x.m_owed, find::owed),
    (|x| x.m_table, |t| over(t, |state| run(state, Act::TableSwitch))),
    (|x| x.m_reception, reception::menu),
];

/// The menu, and what is chosen in it carried through.
pub(super) fn round(t: &mut Talk<'_>, greeted: bool) -> Said<()> {
    if !greeted {
        // The door may be locked; the menu opens all the same.
        or_back(today::greet(t))?;
    }
    t.keep_again()?;
    let x = t.t();
    let n = MENU.len();
    let question = fill(x.ask_menu, &[("n", &n.to_string())]);
    let comma = if t.lang().is_zh() { "\u{ff0c}" } else { ", " };
    let items = words::numbered(&MENU.map(|(name, _)| name(x)));
    let line = fill(x.menu, &[("items", &items.join(comma))]);
    let digit = |t: &mut Talk<'_>, typed: &str| t.digit(typed, n);
    match t.question((&[line], &question), x.help_menu, Empty::Skip(x.m_counts), digit) {
        // An empty line is pressed in passing: it reads out nothing long.
        Ok(None) => today::short(t),
        Ok(Some(chosen)) => MENU.get(chosen).map_or(Ok(()), |(_, go)| go(t)),
        Err(Stop::Back) => {
            t.say(x.leaving);
            Err(Stop::Quit)
        }
        Err(stop) => Err(stop),
    }
}
