//! What was typed and has its turn still to come.
//!
//! The same keys do the same whether they come one by one or all at once from a line that stood still: a key waits until what
//! the one before it asked for has been answered. It does not wait for ever: when the answer does not come, or when the key
//! came so late that somebody may have pressed it because nothing happened, it goes to the desk, which has its own rules for
//! what is typed before an act has come back (`app::update::type_ahead`).

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use crate::app::{Input, State, is_typing};
use crate::keys::first_of;

use super::threads::Threads;

/// A key that comes within this time of what it waits for was not pressed because of it: nobody is so quick.
const REACTION: Duration = Duration::from_millis(150);
/// An answer that takes longer is waited for no more.
const PATIENCE: Duration = Duration::from_millis(700);

/// Inputs of the terminal in the order they came.
#[derive(Debug, Default)]
pub(super) struct Typed(VecDeque<(Instant, Input)>);

impl Typed {
    /// Puts what has come at the end.
    pub(super) fn push(&mut self, inputs: Vec<Input>) {
        let now = Instant::now();
        self.0.extend(inputs.into_iter().map(|input| (now, input)));
    }

    /// Whether nothing waits.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The next one whose turn it is.
    pub(super) fn next(&mut self, state: &State, threads: &Threads) -> Option<Input> {
        let (at, input) = self.0.front()?;
        if waits(*at, input, state, threads) {
            return None;
        }
        self.take(state)
    }

    /// The next one, whatever it would have to wait for.
    pub(super) fn take(&mut self, state: &State) -> Option<Input> {
        let (at, input) = self.0.pop_front()?;
        if let Input::Text(text) = &input
            && !is_typing(state)
            && let (first, rest) = first_of(text)
            && !rest.is_empty()
        {
            // The first may open what the others are typed into.
            let first = Input::Text(first.to_owned());
            self.0.push_front((at, Input::Text(rest.to_owned())));
            return Some(first);
        }
        Some(input)
    }

    /// Throws away what was typed; how much that was.
    pub(super) fn drop_typed(&mut self) -> usize {
        let before = self.0.len();
        self.0.retain(|(_, input)| !input.is_typed());
        before - self.0.len()
    }

    /// When the first of them waits no longer.
    pub(super) fn patience(&self, threads: &Threads) -> Option<Duration> {
        let since = threads.busy_since().filter(|_| !self.is_empty())?;
        Some(PATIENCE.saturating_sub(since.elapsed()))
    }
}

fn waits(at: Instant, input: &Input, state: &State, threads: &Threads) -> bool {
    let Some(since) = threads.busy_since().filter(|_| input.is_typed()) else {
        return false;
    };
    // What goes into a field asks for more by itself, and the newest question counts.
    let is_text = matches!(input, Input::Text(_) | Input::Paste(_)) && is_typing(state);
    let is_held_up = !is_text || threads.is_writing();
    is_held_up && at < since + REACTION && since.elapsed() < PATIENCE
}
