//! The part of a long list that is at hand: the pages around the marker and no more, so that a million matters take no
//! more room than a hundred and the hundred thousandth page turns like the first.

use crate::app::action::{Act, Walk};
use crate::app::layer::moved;
use crate::app::list;
use crate::app::model::{Asked, Browse, Effect, Place, Rows, State};
use crate::domain::view::Stretch;

/// Pages asked for at once beside the one on the screen. They are asked for before the marker is there, so that turning a
/// page waits for nothing.
const AHEAD: usize = 3;

/// Pages kept on either side of the marker; what lies further away is fetched again when somebody goes back there.
const KEPT: usize = 6;

/// The page on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// Its first row among the rows at hand.
    pub top: usize,
    /// Numbers of its first and last row in the whole list; from its end when `backwards`. Zero for an empty list.
    pub span: (usize, usize),
    /// The numbers count from the end of the list.
    pub backwards: bool,
    /// How long the list is, where that is known.
    pub total: Option<usize>,
}

impl Browse {
    /// The page that holds the marker. Pages are whole from the end of the list they are counted from, so that a page stays
    /// what it is while rows far away come and go.
    pub fn leaf(&self, height: usize) -> Leaf {
        let (len, height) = (self.rows.len(), height.max(1));
        match self.place {
            Place::FromTop(before) => {
                let at = before + self.cursor.at;
                let first = at - at % height;
                Leaf {
                    top: first.saturating_sub(before),
                    span: (first + 1, (first + height).min(before + len)),
                    backwards: false,
                    total: (!self.more).then_some(before + len),
                }
            }
            Place::FromEnd(after) => {
                let at = (len + after).saturating_sub(self.cursor.at + 1);
                let near = at - at % height;
                Leaf {
                    top: (len + after).saturating_sub(near + height),
                    span: ((near + height).min(len + after), near + 1),
                    backwards: true,
                    total: None,
                }
            }
        }
    }
}

/// Moves the marker over a long list, and asks for what will be wanted next.
pub(super) fn walk(state: &mut State, act: Act, page: usize) -> Option<Vec<Effect>> {
    let b = state.browse.get_mut(&state.screen)?;
    let (at, ids) = (b.cursor.at, b.rows.ids());
    let to = moved(at, act, ids.len(), page)?;
    // Keys that come faster than rows are owed, not lost.
    let owed = match act.walk()? {
        Walk::First if b.above => return Some(list::ask(state, Asked::First, Stretch::Newest, page)),
        Walk::Last if b.more => return Some(list::ask(state, Asked::Last, Stretch::Oldest, AHEAD * page)),
        Walk::Down if b.more => 1 - steps(at, to),
        Walk::PageDown if b.more => page as isize - steps(at, to),
        Walk::Up if b.above => -1 - steps(at, to),
        Walk::PageUp if b.above => -(page as isize) - steps(at, to),
        Walk::First | Walk::Last | Walk::Down | Walk::PageDown | Walk::Up | Walk::PageUp => 0,
    };
    b.owed = if owed == 0 { 0 } else { b.owed + owed };
    b.cursor.put(to, &ids, false);
    Some(next(state, page))
}

fn steps(from: usize, to: usize) -> isize {
    to as isize - from as isize
}

/// Asks for the rows the marker is coming near to.
pub(super) fn next(state: &mut State, page: usize) -> Vec<Effect> {
    let Some(b) = state.browse.get(&state.screen) else {
        return Vec::new();
    };
    if b.ticket.is_some() {
        return Vec::new();
    }
    match b.rows.ends() {
        (_, Some(n)) if b.more && b.cursor.at + 2 * page >= b.rows.len() => {
            list::ask(state, Asked::Below, Stretch::Before(n), AHEAD * page)
        }
        (Some(n), _) if b.above && b.cursor.at < 2 * page => {
            list::ask(state, Asked::Above, Stretch::After(n), AHEAD * page)
        }
        _ => Vec::new(),
    }
}

/// The question that brings the rows at hand up to date without leaving the place.
pub(super) fn again(b: &Browse, page: usize) -> (Stretch, usize) {
    let limit = b.rows.len().max(page);
    let first = b.rows.ends().0.filter(|_| b.above);
    (first.map_or(Stretch::Newest, |n| Stretch::Before(n + 1)), limit)
}

/// Takes in rows that were asked for; `more` says that the list goes on beyond them.
pub(super) fn take(b: &mut Browse, asked: Asked, rows: Rows, more: bool, page: usize) {
    match asked {
        Asked::Below => {
            b.rows.join(rows, false);
            b.more = more;
            drop_above(b, page);
        }
        Asked::Above => {
            let came = rows.len();
            b.rows.join(rows, true);
            b.cursor.at += came;
            b.above = more;
            b.place = match b.place {
                // The top was reached: from here on everything is counted from it.
                _ if !more => Place::FromTop(0),
                Place::FromTop(before) => Place::FromTop(before.saturating_sub(came).max(1)),
                end @ Place::FromEnd(_) => end,
            };
            drop_below(b, page);
        }
        Asked::Last => {
            b.cursor.at = rows.len();
            b.cursor.id = None;
            b.rows = rows;
            (b.above, b.more) = (more, false);
            b.place = if more { Place::FromEnd(0) } else { Place::default() };
        }
        Asked::Again => {
            b.rows = rows;
            b.more = more;
        }
        Asked::Anew | Asked::First => {
            if asked == Asked::First {
                b.cursor.id = None;
            }
            b.cursor.at = 0;
            b.rows = rows;
            (b.above, b.more) = (false, more);
            b.place = Place::default();
        }
    }
}

/// Walks the steps that were owed when the rows were not there yet.
pub(super) fn settle(b: &mut Browse) {
    let owed = std::mem::take(&mut b.owed);
    if owed == 0 {
        return;
    }
    let ids = b.rows.ids();
    let to = b.cursor.at.saturating_add_signed(owed);
    let there = to.min(ids.len().saturating_sub(1));
    let rest = owed - steps(b.cursor.at, there);
    if (rest > 0 && b.more) || (rest < 0 && b.above) {
        b.owed = rest;
    }
    b.cursor.put(there, &ids, false);
}

fn drop_above(b: &mut Browse, page: usize) {
    let far = b.cursor.at.saturating_sub(KEPT * page);
    if far < AHEAD * page {
        return;
    }
    b.rows.keep(far..usize::MAX);
    b.cursor.at -= far;
    b.above = true;
    if let Place::FromTop(before) = &mut b.place {
        *before += far;
    }
}

fn drop_below(b: &mut Browse, page: usize) {
    let kept = b.cursor.at + KEPT * page;
    if b.rows.len() >= kept + AHEAD * page {
        let far = b.rows.len() - kept;
        b.rows.keep(0..kept);
        b.more = true;
        if let Place::FromEnd(after) = &mut b.place {
            *after += far;
        }
    }
}
