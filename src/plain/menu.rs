//! The main menu: one round is one thing chosen and done.

use super::talk::{Said, Stop, Talk};
use super::{find, opinion, queue, reception, today};
use crate::i18n::fill;

/// One round.
pub(super) fn round(t: &mut Talk<'_>, greeted: bool) -> Said<()> {
    if !greeted {
        // The door may be locked; the menu opens all the same.
        match today::greet(t) {
            Ok(()) | Err(Stop::Back) => {}
            Err(stop) => return Err(stop),
        }
    }
    let x = t.t();
    let items = [
        x.m_today,
        x.m_number,
        x.m_call,
        x.m_queue,
        x.m_opinion,
        x.m_find,
        x.m_owed,
        x.m_table,
        x.m_reception,
    ];
    let Some(chosen) = t.main_menu(&items)? else {
        return Err(leave(t));
    };
    match chosen {
        0 => today::list(t),
        1 => queue::number(t),
        2 => queue::call(t),
        3 => queue::list(t),
        4 => opinion::file(t, None),
        5 => find::search(t),
        6 => find::owed(t),
        7 => table(t),
        _ => reception::menu(t),
    }
}

fn leave(t: &mut Talk<'_>) -> Stop {
    let text = t.t().leaving;
    t.say(text);
    Stop::Quit
}

fn table(t: &mut Talk<'_>) -> Said<()> {
    let tables = t.snapshot()?.session.as_ref().map_or(9, |s| s.plan.tables);
    let n = t.table_number(tables)?;
    t.context.table = n;
    let text = fill(t.texts().say.table, &[("n", &n.to_string())]);
    t.say(&text);
    Ok(())
}
