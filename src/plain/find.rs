//! Finding a matter: by number, name or phone, or in what is owed.

use super::desk::{Desk, over};
use super::outside::Wish;
use super::talk::{Empty, Said, Stop, Talk};
use super::words;
use crate::app::Pane;
use crate::app::follow::open_row;
use crate::app::model::Target;
use crate::app::model::state::owing_id;
use crate::app::opinion;
use crate::domain::view::{Answer, Query, Stretch};

/// Lines of a list before "more".
const PAGE: usize = 9;

/// By what somebody knows of it.
pub(super) fn search(t: &mut Talk<'_>) -> Said<()> {
    let x = t.t();
    let Some(matching) = t.line::<_, &str>(&[], x.q_find, Empty::Back, x.help_find, |_, typed| Ok(typed.to_owned()))?
    else {
        return Ok(());
    };
    let mut stretch = Stretch::Newest;
    loop {
        let query = Query::Opinions {
            matching: matching.clone(),
            state: None,
            stretch,
            limit: PAGE as u32,
        };
        let Answer::Opinions(rows, more) = t.ask(Wish::Ask(query))? else {
            return Ok(());
        };
        let at = match rows.len() {
            0 => {
                t.tell(x.none_found, &[("typed", &matching)]);
                return Ok(());
            }
            1 if stretch == Stretch::Newest && !more => Some(0),
            _ => {
                let lines = rows.iter().map(|r| words::row(t, r)).collect();
                one_of(t, x.found, lines, *more)?
            }
        };
        match at.and_then(|at| rows.get(at)) {
            Some(row) => return over(t, |state| opinion::open(state, Target::Filed(row.id))),
            None => stretch = rows.last().map_or(stretch, |r| Stretch::Before(r.n)),
        }
    }
}

/// One of a page; none for the next page.
fn one_of(t: &mut Talk<'_>, title: &str, mut lines: Vec<String>, more: bool) -> Said<Option<usize>> {
    let n = lines.len();
    lines.extend(more.then(|| t.t().more.to_owned()));
    let chosen = t.choose(title, &lines, t.t().help_record)?;
    Ok(Some(chosen).filter(|at| *at < n))
}

/// What is owed, most pressing first.
pub(super) fn owed(t: &mut Talk<'_>) -> Said<()> {
    let mut from = 0;
    loop {
        let s = t.snapshot()?;
        if s.follow_up.is_empty() {
            t.say(t.texts().follow.empty);
            return Ok(());
        }
        let rest = s.follow_up.get(from..).unwrap_or_default();
        let lines = rest.iter().take(PAGE).map(|f| words::owed(t, f)).collect();
        let at = one_of(t, t.t().q_owed, lines, rest.len() > PAGE)?;
        let Some(line) = at.and_then(|at| rest.get(at)) else {
            from += PAGE;
            continue;
        };
        let mut desk = Desk::showing(t, s);
        desk.select(Pane::Follow, owing_id(line));
        let effects = open_row(&mut desk.state);
        match desk.go(t, effects) {
            // Back to the list, read afresh.
            Ok(()) | Err(Stop::Back) => from = 0,
            Err(stop) => return Err(stop),
        }
    }
}
