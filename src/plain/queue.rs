//! The queue: who is called, and what may be done with each.

use super::desk::{Desk, over};
use super::talk::{Said, Talk, or_back};
use super::words;
use crate::app::Pane;
use crate::app::action::Act;
use crate::app::may;
use crate::app::queue::visits::visit_menu;
use crate::app::update::{perform, run};
use crate::domain::id::VisitId;

/// Calls the next one, and goes on with whoever is at the table then.
pub(super) fn call(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    if let Some(v) = s.at_table(t.context.table) {
        t.tell(t.t().at_your_table, &[("who", &words::who(t.lang(), v))]);
    } else {
        over(t, |state| run(state, Act::QueueCall))?;
    }
    let s = t.snapshot()?;
    s.at_table(t.context.table).map_or(Ok(()), |v| page(t, v.id))
}

/// Everybody waiting, called, talking or missed; one of them is chosen.
pub(super) fn list(t: &mut Talk<'_>) -> Said<()> {
    let s = t.snapshot()?;
    let (lang, now, table) = (t.lang(), t.now(), t.context.table);
    let mut there: Vec<_> = s.queue.iter().filter(|v| !v.state.is_over()).collect();
    // Whoever sits at this table comes first: most often they are meant.
    there.sort_by_key(|v| !(v.state.is_open() && v.table == Some(table)));
    if there.is_empty() {
        t.say(t.t().nobody_here);
        return Ok(());
    }
    let options: Vec<String> = there.iter().map(|v| words::visit(lang, v, now, &s)).collect();
    let chosen = t.choose(t.t().q_visit, &options, t.t().help_visit)?;
    there.get(chosen).map_or(Ok(()), |v| page(t, v.id))
}

/// Goes on with somebody, and with whoever is called after them, until the person goes back.
fn page(t: &mut Talk<'_>, mut visit: VisitId) -> Said<()> {
    loop {
        let s = t.snapshot()?;
        let Some(v) = s.queue.iter().find(|v| v.id == visit && !v.state.is_over()) else {
            return Ok(());
        };
        let mut desk = Desk::showing(t, &s);
        // What ends a talk ends the one at its table.
        desk.state.table = v.table.or(desk.state.table);
        desk.select(Pane::Queue, visit.0);
        let mut menu = visit_menu(&desk.state, v);
        menu.title = words::visit(t.lang(), v, t.now(), &s);
        may::grey_menu(&desk.state, &mut menu);
        let Some(choice) = Desk::choose(t, &menu)? else {
            return Ok(());
        };
        let effects = perform(&mut desk.state, choice);
        or_back(desk.go(t, effects))?;
        let is_over = !desk.state.visits().any(|v| v.id == visit && !v.state.is_over());
        // Whoever was called after this one; never somebody else where a colleague had ended it meanwhile.
        if let Some(next) = desk.state.at_own_table().filter(|_| is_over && v.state.is_open()) {
            visit = next.id;
        }
    }
}
