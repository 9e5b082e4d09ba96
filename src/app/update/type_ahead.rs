//! What is typed before the last act has come back. That may take a moment (a slow disk, another keyboard's turn), and
//! fingers do not wait for it.
//!
//! Keys and text pressed meanwhile were meant for the picture on the screen, so they are held. While a form is being
//! filed: when it stays, because it was refused, they go into it; when it has gone, they would hit something the person
//! has not seen, so they are dropped, and the bottom line says what was. A key that would file again, or do anything
//! else than edit, is never taken from what was held: the refusal has to be read first. On the desk: what opens
//! something opens it on the new picture, for the one who was just called; what would act on somebody is dropped. At what
//! was opened with an act that may yet be refused: it goes in once the act is carried out, and is dropped with a word when
//! it was not, so nothing is typed into what a refusal would close.

use crossterm::event::KeyCode;
use uuid::Uuid;

use crate::app::action::{Act, Scope};
use crate::app::model::form::Manner;
use crate::app::model::state::{is_typing, scopes};
use crate::app::model::{Effect, Form, Input, Layer, Mood, Screen, State};
use crate::app::room::LEAST;
use crate::app::update::update;
use crate::domain::id::CommandId;
use crate::domain::moment::Moment;
use crate::i18n::fill;
use crate::keys::Chord;

/// Inputs held; more are dropped with the rest.
const MOST: usize = 256;

/// Holds an input back while the form on top is being filed, or an act of the desk is under way; gives it back when there
/// is nothing to wait for. One that would act on a screen nobody sees is dropped.
pub fn hold(state: &mut State, input: Input) -> Option<Input> {
    if is_unseen(state, &input) {
        return None;
    }
    if is_repeat(state, &input) {
        return None;
    }
    let form = state.layers.last().and_then(filing);
    let act = state.layers.last().and_then(Layer::ahead_of);
    let act = act.filter(|act| is_under_way(state, *act));
    let waits = form.is_some() || act.is_some() || (at_desk(state) && awaits(state));
    let is_typed = input.is_typed();
    if !waits || !is_typed || passes(state, &input, form.is_some()) {
        state.type_ahead.let_in += u64::from(is_typed);
        return Some(input);
    }
    if gives_up(state, &input) {
        let (held, lost) = state.type_ahead.take();
        tell(state, &held, lost);
        return None;
    }
    let type_ahead = &mut state.type_ahead;
    (type_ahead.form, type_ahead.act) = (form, act);
    if type_ahead.inputs.len() < MOST {
        type_ahead.inputs.push(input);
    } else {
        type_ahead.lost += 1;
    }
    None
}

/// A finger that falls twice.
const TWICE_MS: i64 = 800;

/// The digit that noted how a call went, once more: its menu has gone, and it was meant for nothing that lies below.
fn is_repeat(state: &State, input: &Input) -> bool {
    let is_again = |(chord, at): (Chord, Moment)| {
        let pressed = letters(std::slice::from_ref(input));
        let is_same = chord.text().is_some_and(|digit| pressed.chars().eq([digit]));
        is_same && (0..TWICE_MS).contains(&(state.now.0 - at.0))
    };
    state.layers.is_empty() && state.type_ahead.chose.is_some_and(is_again)
}

/// A command came back: the picture of it is still to come.
pub fn came_back(state: &mut State) -> Vec<Effect> {
    state.type_ahead.refreshing = true;
    state.type_ahead.broken = false;
    settle(state)
}

/// The picture that shows the last act came: what was typed meanwhile is let in.
pub fn shown(state: &mut State) -> Vec<Effect> {
    if state.snapshot_ticket.is_none() {
        state.type_ahead.refreshing = false;
    }
    settle(state)
}

/// Something outside failed, and what is waited for may never come.
pub fn failed(state: &mut State) -> Vec<Effect> {
    state.type_ahead.broken = true;
    settle(state)
}

/// What was held goes where it was meant, or is dropped with a word, once there is nothing to wait for.
pub(super) fn settle(state: &mut State) -> Vec<Effect> {
    let waits = match (state.type_ahead.form, state.type_ahead.act) {
        (Some(_), _) => state.layers.last().is_some_and(|l| filing(l).is_some()),
        (None, Some(act)) => is_under_way(state, act),
        (None, None) => awaits(state),
    };
    if waits || state.type_ahead.inputs.is_empty() {
        return Vec::new();
    }
    let (inputs, lost) = state.type_ahead.take();
    let (form, act) = (state.type_ahead.form.take(), state.type_ahead.act.take());
    let said = state.toast.take();
    let (effects, dropped) = match form {
        Some(form) => into_form(state, form, inputs),
        None => onto_picture(state, act, inputs),
    };
    // What the command came back with is what counts; none of the keys held was pressed after it.
    if form.is_some() || state.toast.is_none() {
        state.toast = said.or(state.toast.take());
    }
    tell(state, &dropped, lost);
    effects
}

fn into_form(state: &mut State, form: Uuid, inputs: Vec<Input>) -> (Vec<Effect>, Vec<Input>) {
    let (mut effects, mut dropped) = (Vec::new(), Vec::new());
    for input in inputs {
        let is_there = state.layers.last().and_then(identity) == Some(form);
        if is_there && edits(state, &input) {
            effects.extend(update(state, input));
        } else {
            dropped.push(input);
        }
    }
    (effects, dropped)
}

/// What was pressed at the desk, or at what was opened with an act.
fn onto_picture(state: &mut State, act: Option<CommandId>, inputs: Vec<Input>) -> (Vec<Effect>, Vec<Input>) {
    // A refusal that asks something lies over the desk, and nobody has read it; with the act went what it was opened with.
    let is_there = match act {
        Some(_) => state.layers.last().and_then(Layer::ahead_of) == act,
        None => at_desk(state),
    };
    if !is_there {
        return (Vec::new(), inputs);
    }
    let mut picture = Picture::of(state);
    let mut effects = Vec::new();
    for input in inputs {
        if acts_on_somebody(state, &input) {
            picture.dropped.push(input);
        } else if let Some(input) = picture.lets(state, input) {
            effects.extend(update(state, input));
        }
    }
    (effects, picture.dropped)
}

/// What was held on the desk was pressed at one picture. When a key among it raises a question, what follows was
/// pressed before anybody could read it, and a digit would answer it all the same.
#[derive(Debug)]
struct Picture {
    questions: usize,
    dropped: Vec<Input>,
}

impl Picture {
    /// The screen as it is now.
    fn of(state: &State) -> Self {
        Self {
            questions: questions(state),
            dropped: Vec::new(),
        }
    }

    /// Gives an input back unless it would answer a question that was not in the picture.
    fn lets(&mut self, state: &State, input: Input) -> Option<Input> {
        let is_typed = input.is_typed();
        if is_typed && questions(state) > self.questions {
            self.dropped.push(input);
            return None;
        }
        Some(input)
    }
}

/// What the screen asks. When an act is refused with a question, whoever went on typing has not read it, and
/// what was typed is not let in: a digit would answer it. What a key itself opens is another matter: fingers know it.
#[derive(Clone, Copy, Debug)]
pub struct Asked(usize);

impl Asked {
    /// As it is now.
    pub fn of(state: &State) -> Self {
        Self(questions(state))
    }

    /// Whether there is a question now that was not there.
    pub fn is_new(self, state: &State) -> bool {
        questions(state) > self.0
    }
}

/// Says how much of what was typed was not used, because a question came first.
pub fn unread(state: &mut State, dropped: usize) {
    if dropped > 0 {
        let t = &state.texts().say;
        let note = fill(t.keys_unread, &[("n", &dropped.to_string())]);
        state.say(Mood::Warn, note);
    }
}

fn questions(state: &State) -> usize {
    let asks = |l: &&Layer| matches!(l, Layer::Menu(m) if !m.text.is_empty());
    state.layers.iter().filter(asks).count()
}

/// Whether an input would do something nobody sees, because the window has only room for the sentence that says so. What
/// is typed into a field goes into it, and painting anew does no harm.
fn is_unseen(state: &State, input: &Input) -> bool {
    let has_room = state.size.0 >= LEAST.0 && state.size.1 >= LEAST.1;
    if has_room || !input.is_typed() {
        return false;
    }
    if let Input::Key(chord) = input
        && let Some(act @ (Act::AppRedraw | Act::AppBack)) = act_of(state, *chord)
    {
        return act == Act::AppBack;
    }
    // A digit chooses in a list that is being filtered.
    let chooses = matches!(state.layers.last(), Some(Layer::Palette(_) | Layer::Picker(_)));
    chooses || !is_typing(state) || !edits(state, input)
}

/// Says what was not used, after what is said already.
fn tell(state: &mut State, dropped: &[Input], lost: usize) {
    if dropped.is_empty() && lost == 0 {
        return;
    }
    let t = &state.texts().say;
    let text = letters(dropped);
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

/// The letters among some inputs.
fn letters(inputs: &[Input]) -> String {
    let mut text = String::new();
    for input in inputs {
        if let Input::Text(run) | Input::Paste(run) = input {
            text.push_str(run);
        } else if let Input::Key(chord) = input {
            text.extend(chord.text());
        }
    }
    text
}

/// The line is cut while a matter is being filed: what was typed meanwhile becomes a draft of its own, because nobody will
/// be told whether the form it was meant for has gone.
pub(super) fn keep(state: &mut State) -> Option<Effect> {
    state.type_ahead.form?;
    let text = letters(&state.type_ahead.inputs);
    let layer = state.layers.pop()?;
    let form = layer.form().filter(|_| !text.trim().is_empty());
    let kept = form.and_then(|form| form.apart(state, &text));
    state.layers.push(layer);
    if kept.is_some() {
        state.type_ahead.take();
    }
    kept
}

/// Whether it is still to be known what became of an act.
fn is_under_way(state: &State, act: CommandId) -> bool {
    !state.type_ahead.broken && state.pending.contains_key(&act)
}

/// The form that waits for its command.
fn filing(layer: &Layer) -> Option<Uuid> {
    layer.form()?.host.busy.and_then(|_| identity(layer))
}

/// What a form is known by before and after its command.
fn identity(layer: &Layer) -> Option<Uuid> {
    Some(layer.form()?.host.lease.draft.0)
}

/// The first screen with nothing over it.
fn at_desk(state: &State) -> bool {
    state.layers.is_empty() && state.screen == Screen::Today
}

/// Whether an act of this keyboard is under way, or the picture that shows it; at the start, the first picture and who sits
/// here.
fn awaits(state: &State) -> bool {
    let refreshing = state.type_ahead.refreshing && state.snapshot_ticket.is_some();
    let starting = !state.loaded || state.accounts_ticket.is_some();
    !state.type_ahead.broken && (!state.pending.is_empty() || refreshing || starting)
}

/// Inputs that need not wait: painting anew, the word that Ctrl-C does not quit, moving about the desk, leaving a short
/// form whose command is under way.
fn passes(state: &State, input: &Input, is_form: bool) -> bool {
    let Input::Key(chord) = input else { return false };
    let act = act_of(state, *chord);
    if act == Some(Act::AppRedraw) || *chord == Chord::ctrl('c') {
        return true;
    }
    let leaves = !is_form || !holds_matter(state);
    if act == Some(Act::AppBack) && leaves {
        return state.type_ahead.inputs.is_empty();
    }
    let waits = |a: Act| a.row().scope == Scope::Desk || a == Act::ListOpen || a == Act::ListAdd;
    let is_pane = act.is_some_and(Act::is_pane);
    !is_form && state.type_ahead.inputs.is_empty() && !chord.is_text() && (is_pane || !act.is_some_and(waits))
}

/// Esc gives up what is held, so that something outside that hangs holds nobody; the next one goes back a level. Words
/// about a matter are not given up by a key: there it waits like the others.
fn gives_up(state: &State, input: &Input) -> bool {
    let Input::Key(chord) = input else { return false };
    act_of(state, *chord) == Some(Act::AppBack) && !holds_matter(state) && !state.type_ahead.inputs.is_empty()
}

fn holds_matter(state: &State) -> bool {
    let form = state.layers.last().and_then(Layer::form);
    form.is_some_and(|form| form.manner() == Manner::Long)
}

/// What acts on somebody at once, without opening anything first.
const AT_ONCE: [Act; 10] = [
    Act::QueueCall,
    Act::QueueMissed,
    Act::QueueFinishNext,
    Act::QueueFinish,
    Act::QueueAgain,
    Act::QueueTakeBack,
    Act::QueueBack,
    Act::QueueLeft,
    Act::OpinionNoAnswer,
    Act::DutyStaffOnly,
];

/// Whether an input would start one of them.
fn acts_on_somebody(state: &State, input: &Input) -> bool {
    let hits = |chord: Chord| act_of(state, chord).is_some_and(|act| AT_ONCE.contains(&act));
    if let Input::Text(text) | Input::Paste(text) = input {
        !is_typing(state) && text.chars().any(|c| hits(Chord::char(c).command()))
    } else if let Input::Key(chord) = input {
        hits(*chord)
    } else {
        false
    }
}

/// What moves about in a form, or changes it.
const EDITS: [Act; 5] = [Act::FormNext, Act::FormPrev, Act::FormUndo, Act::FormLate, Act::AppBack];

/// Whether an input only edits the form it goes to. Whatever would send a command was pressed in the belief that the
/// form was filed.
fn edits(state: &State, input: &Input) -> bool {
    let Input::Key(chord) = input else {
        return is_typing(state);
    };
    if chord.is_text() {
        return is_typing(state);
    }
    let form = state.layers.last().and_then(Layer::form);
    let at_filing_row = form.is_some_and(Form::is_ready);
    match act_of(state, *chord) {
        None => !(at_filing_row && chord.code == KeyCode::Enter),
        Some(act) => EDITS.contains(&act),
    }
}

fn act_of(state: &State, chord: Chord) -> Option<Act> {
    state.keymap.lookup(&scopes(state), chord).and_then(Act::of_id)
}
