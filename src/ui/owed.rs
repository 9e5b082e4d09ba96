//! What is owed, by kind, in the bar of the follow-up pane: `待办 待反馈3 今天再问1 超期2`. The counts are what one
//! looks down for, so none is ever cut: with little room the words get shorter, and with less the last kinds are told
//! as one sum.

use super::words::gap;
use crate::app::model::State;
use crate::cells;
use crate::domain::view::{Owing, counted};
use crate::i18n::{code, fill};

/// How much there is in all, with the key that shows it, where the pane of so many rows has no room for it.
pub fn all(state: &State, rows: usize) -> Option<String> {
    let all = state.snap.owed.all();
    (all as usize > rows).then(|| fill(&state.keyed(state.texts().follow.all), &[("n", &counted(all))]))
}

/// The bar in `room` cells. All words are short or none is: a row of both would be read twice.
pub fn bar(state: &State, room: usize) -> String {
    let owed = state.snap.owed.kinds();
    let full = line(state, &owed, code::owing, 0);
    if cells::width(&full) <= room {
        return full;
    }
    let short = (0..=owed.len()).map(|summed| line(state, &owed, code::owing_short, summed));
    let mut short = short.skip_while(|l| cells::width(l) > room);
    short.next().unwrap_or_default()
}

/// The kinds with these words, so many of the last as one sum.
fn line(
    state: &State,
    owed: &[(Owing, u32)],
    word: fn(crate::i18n::Lang, Owing) -> &'static str,
    summed: usize,
) -> String {
    let (apart, rest) = owed.split_at(owed.len().saturating_sub(summed));
    let item = |word: &str, n: u32| format!(" {word}{}", gap(state, &counted(n)));
    let mut out = state.texts().desk.follow.to_owned();
    for (kind, n) in apart {
        out.push_str(&item(word(state.lang, *kind), *n));
    }
    let sum = rest.iter().fold(0u32, |sum, (_, n)| sum.saturating_add(*n));
    if sum > 0 {
        out.push_str(&item(state.texts().desk.others, sum));
    }
    out
}
