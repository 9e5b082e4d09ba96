//! What is typed while a form is being filed. Filing may take a moment (a slow disk, another keyboard's turn), and
//! fingers do not wait for it.
//!
//! Keys and text pressed meanwhile were meant for the form on the screen. They are held: when the form stays,
//! because it was refused, they go into it; when it has gone, they would hit something the person has not seen, so
//! they are dropped, and the bottom line says what was. A key that would file again, or do anything else than edit,
//! is never taken from what was held: the refusal has to be read first.

use super::action::Act;
use super::input::{Effect, Input};
use super::layer::Layer;
use super::state::{Mood, State};
use super::update::{is_typing, update};
use crate::i18n::fill;
use crate::keys::{Chord, Code};
use uuid::Uuid;

/// Inputs held; more are dropped with the rest.
const MOST: usize = 256;

/// What was typed while a form was being filed.
#[derive(Clone, Debug, Default)]
pub struct Ahead {
    /// The form it was typed at.
    form: Option<Uuid>,
    inputs: Vec<Input>,
    /// Inputs beyond the most.
    lost: usize,
}

/// Holds an input back while the form on top is being filed; gives it back when there is nothing to wait for.
pub fn hold(state: &mut State, input: Input) -> Option<Input> {
    let Some(form) = state.layers.last().and_then(filing) else {
        return Some(input);
    };
    match &input {
        Input::Key(chord) if passes(state, *chord) => return Some(input),
        Input::Key(_) | Input::Text(_) | Input::Paste(_) => {}
        _ => return Some(input),
    }
    let ahead = &mut state.ahead;
    ahead.form = Some(form);
    if ahead.inputs.len() < MOST {
        ahead.inputs.push(input);
    } else {
        ahead.lost += 1;
    }
    None
}

/// A command came back: what was held goes into its form or is dropped with a word.
pub fn settle(state: &mut State) -> Vec<Effect> {
    if state.ahead.form.is_none() || state.layers.last().is_some_and(|l| filing(l).is_some()) {
        return Vec::new();
    }
    let Ahead { form, inputs, lost } = std::mem::take(&mut state.ahead);
    let said = state.toast.take();
    let mut effects = Vec::new();
    let mut rest = inputs.into_iter();
    let mut dropped = Vec::new();
    while let Some(input) = rest.next() {
        if state.layers.last().and_then(identity) != form {
            dropped.push(input);
            dropped.extend(rest.by_ref());
        } else if edits(state, &input) {
            effects.extend(update(state, input));
        } else {
            dropped.push(input);
        }
    }
    // What the command came back with is what counts; the first key of those held has not been pressed after it.
    if let Some(said) = said {
        state.toast = Some(said);
    }
    if !dropped.is_empty() || lost > 0 {
        tell(state, &dropped, lost);
    }
    effects
}

/// Everything that came in one read was pressed at one picture. When a key among it raises a question, what follows was
/// pressed before anybody could read it, and a digit would answer it all the same.
#[derive(Debug)]
pub struct Picture {
    questions: usize,
    dropped: Vec<Input>,
}

impl Picture {
    /// The screen as it is now.
    pub fn of(state: &State) -> Self {
        Self {
            questions: questions(state),
            dropped: Vec::new(),
        }
    }

    /// Gives an input back unless it would answer a question that was not in the picture.
    pub fn lets(&mut self, state: &State, input: Input) -> Option<Input> {
        let is_typed = matches!(input, Input::Key(_) | Input::Text(_) | Input::Paste(_));
        if is_typed && questions(state) > self.questions {
            self.dropped.push(input);
            return None;
        }
        Some(input)
    }

    /// Says what was not used.
    pub fn over(self, state: &mut State) {
        if !self.dropped.is_empty() {
            let t = &state.texts().say;
            let note = fill(t.keys_unread, &[("n", &self.dropped.len().to_string())]);
            state.say(Mood::Warn, note);
        }
    }
}

fn questions(state: &State) -> usize {
    let asks = |l: &&Layer| matches!(l, Layer::Menu(m) if !m.text.is_empty());
    state.layers.iter().filter(asks).count()
}

/// Says what was not used, after what is said already.
fn tell(state: &mut State, dropped: &[Input], lost: usize) {
    let t = &state.texts().say;
    let mut text = String::new();
    for input in dropped {
        match input {
            Input::Text(run) | Input::Paste(run) => text.push_str(run),
            Input::Key(Chord {
                code: Code::Char(c),
                ctrl: false,
                ..
            }) => text.push(*c),
            _ => {}
        }
    }
    let note = if text.trim().is_empty() || state.masked {
        fill(t.keys_ahead, &[("n", &(dropped.len() + lost).to_string())])
    } else {
        fill(t.words_ahead, &[("text", text.trim())])
    };
    let (mood, before) = match state.toast.take() {
        Some(toast) if toast.mood == Mood::Bad => (Mood::Bad, toast.text),
        Some(toast) => (Mood::Warn, toast.text),
        None => (Mood::Warn, String::new()),
    };
    state.say(mood, format!("{before} {note}").trim().to_owned());
}

/// The form that waits for its command.
fn filing(layer: &Layer) -> Option<Uuid> {
    match layer {
        Layer::Form(f) => f.busy.map(|id| id.0),
        Layer::Matter(m) => m.busy().and(m.draft()),
        _ => None,
    }
}

/// What a form is known by before and after its command.
fn identity(layer: &Layer) -> Option<Uuid> {
    match layer {
        Layer::Form(f) => f.sent.map(|id| id.0),
        Layer::Matter(m) => m.draft(),
        _ => None,
    }
}

/// Keys that change nothing a command may change: painting anew, the word that Ctrl-C does not quit, and leaving a
/// short form whose command is under way.
fn passes(state: &State, chord: Chord) -> bool {
    let act = act_of(state, chord);
    let leaves = act == Some(Act::AppBack) && matches!(state.layers.last(), Some(Layer::Form(_)));
    leaves || act == Some(Act::AppRedraw) || chord == Chord::ctrl('c')
}

/// Whether an input only edits the form it goes to. Whatever would send a command was pressed in the belief that the
/// form was filed.
fn edits(state: &State, input: &Input) -> bool {
    let Input::Key(chord) = input else {
        return is_typing(state);
    };
    if chord.is_text() {
        return is_typing(state);
    }
    let at_filing_row = match state.layers.last() {
        Some(Layer::Form(f)) => f.at_end || (f.kind.is_quick() && !f.form.is_dirty()),
        Some(Layer::Matter(m)) => m.at_end(),
        _ => false,
    };
    match act_of(state, *chord) {
        None => !(at_filing_row && chord.code == Code::Enter),
        Some(act) => matches!(
            act,
            Act::FormNext | Act::FormPrev | Act::FormUndo | Act::FormLate | Act::AppBack
        ),
    }
}

fn act_of(state: &State, chord: Chord) -> Option<Act> {
    let scopes = state.layers.last().map_or(&[][..], Layer::scopes);
    state.keymap.lookup(scopes, chord).and_then(Act::of_id)
}
