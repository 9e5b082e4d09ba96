//! One input in, wishes out. Nothing here waits, and nothing typed is ever thrown away.

#[macro_use]
mod dispatch;
mod anew;
mod choosing;
mod executed;
mod layers;
mod resume;
pub mod rights;
mod steps;
pub mod type_ahead;

pub use anew::anew;

use crate::app::action::{Act, Scope};
use crate::app::available::{on_digit, why_not};
use crate::app::forms::{draft, leaving, parted, withheld};
use crate::app::layer::digit;
use crate::app::model::pending::send;
use crate::app::model::state::{is_typing, scopes};
use crate::app::model::{Choice, Effect, Form, Input, Layer, Mood, Next, Pane, Screen, State, Step, Ticket};
use crate::app::opinion;
use crate::app::queue::ended;
use crate::app::session::{closing, overnight};
use crate::app::station::{backup, holidays, start};
use crate::app::{importing, list, looks, may};
use crate::domain::moment::Moment;
use crate::domain::view::Answer;
use crate::i18n::fill;
use crate::keys::{Chord, first_of, is_commit};
use choosing::{choose, chosen_before};
use executed::{draft_refused, executed};

/// When the desk wants the next [`Input::Tick`] besides those before keys: a draft falls due, or the minute turns.
pub fn wake_at(state: &State) -> Option<Moment> {
    let left = state.parted.iter().filter_map(|p| p.form.deadline());
    let drafts = state.layers.iter().filter_map(|l| l.form()?.deadline()).chain(left);
    let draft = drafts.min().map(|ms| Moment(ms as i64));
    // The clock in the bar turns once a minute, and not at all while a field has the caret.
    let minute = Moment((state.now.0.div_euclid(60_000) + 1) * 60_000);
    if is_typing(state) {
        draft
    } else {
        Some(draft.map_or(minute, |d| d.min(minute)))
    }
}

/// Everything typed and not yet saved, as drafts: the last wish of a desk whose line was cut.
pub fn save_all(state: &mut State) -> Vec<Effect> {
    let apart = type_ahead::keep(state);
    let kept = parted::on_each(state, Form::keep);
    kept.into_iter().chain(apart).collect()
}

/// Takes one input and returns what is to be done outside.
pub fn update(state: &mut State, input: Input) -> Vec<Effect> {
    let Some(input) = type_ahead::hold(state, input) else {
        return Vec::new();
    };
    let (drafts, filed) = (draft::on_screen(&state.layers), draft::filed_by(&input));
    // The answer alone draws nothing into somebody's sentence.
    let is_pressed = matches!(input, Input::Key(_) | Input::Text(_) | Input::Paste(_));
    let mut effects = take(state, input);
    if is_pressed || !is_typing(state) {
        ended::say(state);
    }
    effects.extend(draft::forget(&drafts, state, filed));
    effects.extend(leaving::go_on(state));
    may::grey(state);
    effects.into_iter().chain(resume::beside(state)).collect()
}

fn take(state: &mut State, input: Input) -> Vec<Effect> {
    match input {
        Input::Key(chord) => {
            let mut effects = key(state, chord);
            start::say_note(state);
            if state.stale && !is_typing(state) {
                effects.extend(anew(state));
            }
            effects
        }
        Input::Text(text) => text_in(state, &text, false),
        Input::Paste(text) => text_in(state, &text, true),
        Input::Tick(now) => tick(state, now),
        Input::Executed { id, result } => {
            let mut effects = executed(state, id, result);
            effects.extend(type_ahead::came_back(state));
            effects
        }
        Input::Answered { ticket, answer } => {
            let mut effects = answered(state, ticket, answer);
            effects.extend(type_ahead::shown(state));
            effects
        }
        Input::DraftSaved { id, result } => {
            let mut layers = std::mem::take(&mut state.layers);
            let forms = layers.iter_mut().filter_map(Layer::form_mut);
            forms.for_each(|form| form.draft_saved(state, id, &result));
            state.layers = layers;
            parted::saved(state, id, &result).into_iter().collect()
        }
        Input::DraftDeleted(done) => opinion::draft_deleted(state, done),
        Input::DraftRestored(done) => opinion::draft_restored(state, done),
        Input::DraftRefused { lease, why, aside } => draft_refused(state, lease, &why, aside),
        Input::Resized(w, h) => {
            state.size = (w, h);
            let mut layers = std::mem::take(&mut state.layers);
            let forms = layers.iter_mut().filter_map(Layer::form_mut);
            forms.for_each(|form| form.fit(state));
            state.layers = layers;
            Vec::new()
        }
        Input::Terminal(facts) => looks::found(state, *facts),
        Input::Echo { name, bytes, of } => {
            if let Some(Layer::SelfTest(mut test)) = state.layers.pop_if(|l| matches!(l, Layer::SelfTest(_))) {
                test.pressed(state, &name, &bytes, of);
                state.layers.push(Layer::SelfTest(test));
            }
            Vec::new()
        }
        Input::Job { ticket, news } => importing::news(state, ticket, news),
        Input::Copying(news) => backup::news(state, news),
        // Where keys are only shown, they say enough themselves.
        Input::Garbled(_) if looks::shows_keys(state) => Vec::new(),
        Input::Noted(mood, text) => start::note(state, mood, text),
        Input::LookedUp(act, mood, text) => {
            state.unsure.retain(|unsure| *unsure != act);
            let mut effects = start::note(state, mood, text);
            // What was held back of their words until then is said by what becomes of them now.
            effects.extend(save_all(state));
            effects
        }
        Input::Garbled(text) => said(state, Mood::Bad, text),
        Input::CannotWrite(why) => start::cannot_write(state, why),
        Input::Damaged(text) => {
            state.damaged = true;
            start::note(state, Mood::Bad, text)
        }
        Input::ChangedElsewhere if is_typing(state) => {
            // With a field focused only the person's own keys draw; the news waits for a key elsewhere.
            state.stale = true;
            let ended = ended::ask(state).filter(|_| !looks::shows_keys(state));
            let asked = [rights::ask(state), draft::ask(state), withheld::ask(state), ended];
            asked.into_iter().flatten().collect()
        }
        Input::ChangedElsewhere => ended::ask(state).into_iter().chain(anew(state)).collect(),
        Input::Failed(text) => {
            state.say(Mood::Bad, text);
            type_ahead::failed(state)
        }
        Input::Unread(ticket, text) => {
            start::unread(state, ticket, text);
            type_ahead::failed(state)
        }
    }
}

fn said(state: &mut State, mood: Mood, text: impl Into<String>) -> Vec<Effect> {
    state.say(mood, text);
    Vec::new()
}

fn tick(state: &mut State, now: Moment) -> Vec<Effect> {
    let turned = state.now.day() != now.day();
    state.now = now;
    let mut effects = parted::on_each(state, Form::tick);
    if turned && state.loaded {
        effects.extend(rights::ask(state).into_iter().chain([state.ask_snapshot()]));
    }
    effects
}

/// What goes on even where something has to be answered first.
const OVER_ALL: [Act; 5] = [
    Act::AppHelp,
    Act::AppRedraw,
    Act::AppMask,
    Act::AppSelfTest,
    Act::AppQuit,
];

fn key(state: &mut State, chord: Chord) -> Vec<Effect> {
    parted::pressed(state);
    if let Some(c) = chord.text().filter(|_| is_typing(state)) {
        return text_in(state, c.encode_utf8(&mut [0; 4]), false);
    }
    state.toast = None;
    if chord == Chord::ctrl('c') && !looks::shows_keys(state) {
        let text = state.texts().say.ctrl_c;
        state.say(Mood::Warn, text);
        return Vec::new();
    }
    let scopes = scopes(state);
    let act = state.keymap.lookup(&scopes, chord).and_then(Act::of_id);
    if let Some(mut layer) = state.layers.pop() {
        let step = layer.key(state, chord, act);
        let modal = layer.is_modal();
        state.layers.push(layer);
        if let Some(step) = step {
            return apply(state, step);
        }
        let passes = act.filter(|act| !modal || OVER_ALL.contains(act));
        return match (passes, digit(chord)) {
            (Some(act), _) => {
                leave_menus(state, act);
                run(state, act)
            }
            (None, Some(n)) => from_reading(state, n),
            (None, None) => Vec::new(),
        };
    }
    if state.screen != Screen::Today
        && let Some(effects) = list::key(state, chord, act)
    {
        return effects;
    }
    match (act, digit(chord)) {
        (Some(act), _) => run(state, act),
        (None, Some(n)) => by_digit(state, n),
        (None, None) => Vec::new(),
    }
}

/// A question that is not answered is left by an act of the desk: it would stand over what the act changes.
fn leave_menus(state: &mut State, act: Act) {
    let leaves = act.row().scope == Scope::Desk && !act.is_pane() && why_not(act, state).is_none();
    while leaves && matches!(state.layers.last(), Some(Layer::Menu(menu)) if !menu.modal) {
        state.layers.pop();
    }
}

/// On what is only read the digits stand for what they always do.
fn from_reading(state: &mut State, n: usize) -> Vec<Effect> {
    let is_read = |l: &Layer| matches!(l, Layer::Record(_) | Layer::Page(_) | Layer::Help(_));
    if !state.layers.iter().all(is_read) {
        return Vec::new();
    }
    state.layers.clear();
    by_digit(state, n)
}

/// The line of digits: the screens, and after them the acts of a reception.
fn by_digit(state: &mut State, n: usize) -> Vec<Effect> {
    match on_digit(n, state) {
        Some(Act::Screen(screen)) => list::show(state, screen),
        Some(act) => run(state, act),
        None => Vec::new(),
    }
}

fn text_in(state: &mut State, text: &str, pasted: bool) -> Vec<Effect> {
    parted::pressed(state);
    // Some terminals send what an input method commits as a paste: one character is a key all the same.
    // Where keys are only shown, a paste is shown as one.
    let pasted = pasted && (text.chars().count() != 1 || looks::shows_keys(state));
    if !is_typing(state) {
        // What arrived together: each in the state it meets.
        let (first, rest) = if pasted { (text, "") } else { first_of(text) };
        let hint = if is_commit(first) {
            Some(state.texts().common.input_method)
        } else {
            pasted.then_some(state.texts().say.paste)
        };
        let mut effects = Vec::new();
        match hint {
            Some(hint) => state.say(Mood::Warn, hint),
            None => effects.extend(first.chars().flat_map(|c| key(state, Chord::char(c).command()))),
        }
        // What the first of them began holds the rest as it would hold the next key.
        if !rest.is_empty()
            && let Some(Input::Text(rest)) = type_ahead::hold(state, Input::Text(rest.to_owned()))
        {
            effects.extend(text_in(state, &rest, false));
        }
        return effects;
    }
    state.toast = None;
    if let Some(mut layer) = state.layers.pop() {
        let step = layer.text(state, text, pasted);
        state.layers.push(layer);
        return apply(state, step);
    }
    list::text(state, text)
}

/// Carries out what a layer, which lies on top, made of a key.
pub fn apply(state: &mut State, step: Step) -> Vec<Effect> {
    let mut effects = step.effects;
    match step.next {
        Next::Stay => {}
        Next::Close => {
            state.layers.pop();
        }
        Next::Push(layer) => state.layers.push(*layer),
        Next::Do(choice) => effects.extend(choose(state, choice)),
        Next::Keep(choice) => effects.extend(perform(state, choice)),
    }
    effects
}

/// Carries out a choice.
pub fn perform(state: &mut State, choice: Choice) -> Vec<Effect> {
    match choice {
        Choice::Close => Vec::new(),
        Choice::Act(act) => run(state, act),
        Choice::Run(command, then) => vec![send(state, *command, then, None)],
        Choice::Push(layer) => {
            state.layers.push(*layer);
            Vec::new()
        }
        Choice::UseTable(table, act) => {
            state.table = Some(table);
            let said = fill(state.texts().say.table, &[("n", &table.to_string())]);
            state.say(Mood::Good, said);
            act.map_or_else(Vec::new, |a| run(state, a))
        }
        Choice::UseAccount(account) => {
            start::sit(state, *account);
            // What was read before was read for nobody.
            let mut effects = vec![state.ask_snapshot()];
            effects.extend(looks::ask(state));
            effects
        }
        Choice::Flow(step) => steps::go(state, step),
        Choice::Opinion(target) => opinion::open(state, target),
        Choice::Matter(choice) => {
            let step = opinion::carry_out(state, *choice);
            apply(state, step)
        }
        Choice::Field(field, value) => on_form(state, |form, state| form.put(state, field, &value)),
        Choice::Settle(field, value) => on_form(state, |form, state| form.settle_field(state, field, &value)),
        Choice::File => on_form(state, Form::file),
        Choice::Gb18030 => looks::speak_gb18030(state),
        Choice::Quit => leaving::leave(state),
        Choice::QuitUnsaved(says) => {
            state.says_unsaved = says;
            vec![Effect::Quit]
        }
    }
}

/// Does something with the form on top.
fn on_form(state: &mut State, run: impl FnOnce(&mut Form, &mut State) -> Step) -> Vec<Effect> {
    let Some(mut layer) = state.layers.pop() else {
        return Vec::new();
    };
    let step = layer.form_mut().map(|form| run(form, state));
    state.layers.push(layer);
    step.map_or_else(Vec::new, |step| apply(state, step))
}

/// Starts an action, or says why not.
pub fn run(state: &mut State, act: Act) -> Vec<Effect> {
    state.last_act = Some(act);
    if let Some(why) = why_not(act, state) {
        state.say(Mood::Warn, why);
        return Vec::new();
    }
    if let Some(menu) = overnight::question(state, act) {
        state.layers.push(menu.layer());
        return Vec::new();
    }
    let step = dispatch::start(state, act);
    apply(state, step)
}

fn answered(state: &mut State, ticket: Ticket, answer: Answer) -> Vec<Effect> {
    if ended::answered(state, ticket, &answer) {
        return Vec::new();
    }
    if state.snapshot_ticket == Some(ticket)
        && let Answer::Snapshot(snap) = answer
    {
        state.unread = None;
        let before = Pane::ALL.map(|pane| state.ids_of(pane));
        let at_closing = closing::ids(state);
        state.snap = *snap;
        rights::read(state);
        parted::list(state);
        state.snapshot_ticket = None;
        let first = !state.loaded;
        state.loaded = true;
        let is_own = state.type_ahead.refreshing;
        for (pane, before) in Pane::ALL.into_iter().zip(before) {
            let ids = state.ids_of(pane);
            if let Some(c) = state.cursor_mut(pane) {
                c.follow(&before, &ids);
                // What one's own act took away needs no warning: the act has said what it did.
                c.gone &= !is_own;
            }
        }
        closing::follow(state, &at_closing, is_own);
        if first {
            return start::begin(state);
        }
        return state.after_snapshot.take().map_or_else(Vec::new, |act| run(state, act));
    }
    if state.limits_ticket == Some(ticket)
        && let Answer::Limits(_, limits) = answer
    {
        state.limits_ticket = None;
        return holidays::pending(state, &limits);
    }
    if state.accounts_ticket == Some(ticket)
        && let Answer::Accounts(list) = answer
    {
        state.accounts_ticket = None;
        let mut effects = start::accounts(state, list);
        effects.extend(looks::ask(state));
        return effects;
    }
    if state.terminal.ticket == Some(ticket)
        && let Answer::Looks(looks) = answer
    {
        looks::came(state, looks);
        return Vec::new();
    }
    if let Answer::Rights(now) = answer {
        return rights::came(state, now);
    }
    if let Answer::Leases(lost) = answer {
        return draft::lost(state, lost);
    }
    if let Answer::Withheld(ids) = answer {
        return match withheld::came(state, &ids) {
            Some(effects) => effects.into_iter().chain(anew(state)).collect(),
            None => Vec::new(),
        };
    }
    let mut layers = std::mem::take(&mut state.layers);
    let mut left = Some(Box::new(answer));
    let mut effects = Vec::new();
    for layer in layers.iter_mut().rev() {
        let Some(answer) = left.take() else { break };
        match layer.answer(state, ticket, answer) {
            Ok(more) => effects.extend(more),
            Err(back) => left = Some(back),
        }
    }
    // An answer may have pushed a layer; it lies above those that were there.
    layers.append(&mut state.layers);
    state.layers = layers;
    effects.extend(left.map_or_else(Vec::new, |answer| list::answer(state, ticket, *answer)));
    effects.extend(chosen_before(state));
    effects
}
