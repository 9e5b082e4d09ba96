//! The numbered head of a list: what it can be narrowed to with how much there is of each, chosen by digit. While such a
//! list is on the screen the digits are its own.

use super::of;
use crate::app::model::State;
use crate::cells;
use crate::domain::view::counted;
use crate::keys::Chord;

/// The keys of a head: all of it, and the first nine kinds. To those after them an arrow leads, as to every kind there is any of:
/// the signs behind the digits are others with an input method on.
const KEYS: [char; 10] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Which kind a key chooses, counted from one; zero is all of it.
pub(super) fn chosen(chord: Chord) -> Option<usize> {
    let typed = chord.command().text()?;
    KEYS.iter().position(|key| *key == typed)
}

/// Cells between two kinds.
const GAP: usize = 1;

/// One of the kinds, as it stands in the head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The key that chooses it.
    pub key: Option<char>,
    pub text: String,
    /// The list shows this one.
    pub is_chosen: bool,
}

impl Kind {
    /// Cells it takes.
    fn room(&self) -> usize {
        usize::from(self.key.is_some()) + cells::width(&self.text)
    }
}

/// What there is any of, after all of it together; nothing where the list has no such head.
fn kinds(state: &State) -> Vec<Kind> {
    let Some((filter, of)) = of(state.screen).and_then(|list| {
        let filter = &list.frame().filter;
        Some((filter, filter.counted?))
    }) else {
        return Vec::new();
    };
    let only = state.browse.get(&state.screen).and_then(|b| b.only);
    let gap = if state.lang.is_zh() { "" } else { " " };
    let text = |word: &str, n: u32| format!("{gap}{word}{gap}{}", counted(n));
    let all = (0..filter.count).fold(0, |sum: u32, n| sum.saturating_add(of(state, n)));
    let first = Kind {
        key: KEYS.first().copied(),
        text: text(state.texts().desk.all, all),
        is_chosen: only.is_none(),
    };
    let kind = |n: usize| {
        let (many, is_chosen) = (of(state, n), only == Some(n));
        (many > 0 || is_chosen).then(|| Kind {
            key: KEYS.get(n + 1).copied(),
            text: text((filter.word)(state.lang, n), many),
            is_chosen,
        })
    };
    std::iter::once(first)
        .chain((0..filter.count).filter_map(kind))
        .collect()
}

/// The head in lines of the screen.
pub fn lines(state: &State) -> Vec<Vec<Kind>> {
    let room = usize::from(state.size.0).saturating_sub(3);
    let mut lines: Vec<Vec<Kind>> = Vec::new();
    let mut left = 0;
    for kind in kinds(state) {
        let width = kind.room() + GAP;
        if let Some(line) = lines.last_mut().filter(|_| width <= left + GAP) {
            left = left.saturating_sub(width);
            line.push(kind);
        } else {
            left = room.saturating_sub(width);
            lines.push(vec![kind]);
        }
    }
    lines
}

/// How long the list is as it is narrowed now, where that was counted to the end.
pub fn total(state: &State) -> Option<usize> {
    let filter = &of(state.screen)?.frame().filter;
    let of = filter.counted?;
    let b = state.browse.get(&state.screen)?;
    if !b.find.is_empty() {
        return None;
    }
    let only = b.only;
    let mut counts = match only {
        Some(n) => n..n + 1,
        None => 0..filter.count,
    }
    .map(|n| of(state, n));
    counts.try_fold(0, |sum, n| (n < crate::domain::view::MANY).then_some(sum + n as usize))
}
