//! Forms that were left before the disk had their last words. That they are saved is said when the disk has said so. Until
//! then they are kept here and tried again; those that cannot be saved stand among what is owed, marked as not saved.

use crate::app::model::pending::Parted;
use crate::app::model::screen::put_first;
use crate::app::model::{Effect, Form, Mood, State};
use crate::domain::id::DraftId;

/// A form is left. What is not on the disk yet is sent there, and the form kept until it is.
pub(super) fn part(form: &mut Form, state: &mut State) -> Option<Effect> {
    let effect = form.keep(state);
    if !form.is_kept(state) || !form.host.save.is_used() {
        return effect;
    }
    if form.host.save.is_clean() {
        say_kept(form, state);
    } else {
        state.parted.push(Parted {
            form: form.clone(),
            is_news: true,
        });
        if form.host.trouble.is_some() {
            say_unsaved(state);
            list(state);
        }
    }
    effect
}

/// A form is taken from the person: its words go to the disk, and who took it is what is said.
pub(in crate::app) fn put_away(mut form: Form, state: &mut State) -> Option<Effect> {
    let effect = form.keep(state);
    if form.is_kept(state) && form.host.save.is_used() && !form.host.save.is_clean() {
        state.parted.push(Parted { form, is_news: false });
    }
    effect
}

fn say_kept(form: &Form, state: &mut State) {
    if form.host.loss.is_some() {
        return;
    }
    let t = &state.texts().matter;
    // The key that begins a matter begins with whoever speaks now, and offers what is theirs; everything else is gone on with
    // where it is owed.
    let is_offered = form.files() && form.target() == state.speaks().map_or_else(String::new, |v| v.to_string());
    let text = state.keyed(if is_offered { t.kept } else { t.kept_owed });
    state.say(Mood::Good, text);
}

fn say_unsaved(state: &mut State) {
    let t = &state.texts().matter;
    // The words are on no disk and may yet have been filed: that they are not saved is not to be said before it is known.
    let text = if state.is_unsure() {
        t.left_unsure
    } else {
        t.left_unsaved
    };
    state.say(Mood::Bad, text);
}

/// Something was filed: that words are not saved is said no longer where none are left.
pub(in crate::app) fn unsay(state: &mut State) {
    let t = &state.texts().matter;
    let says = |text: &str| state.toast.as_ref().is_some_and(|toast| toast.text == text);
    let on_screen = state.layers.iter().filter_map(|layer| layer.form());
    let mut all = on_screen.chain(state.parted.iter().map(|p| &p.form));
    if (says(t.draft_failed) || says(t.left_unsaved)) && all.all(|form| form.host.trouble.is_none()) {
        state.toast = None;
    }
}

/// The disk has answered: whoever is saved is let go, and that is said unless something else was begun meanwhile.
pub(in crate::app) fn saved(state: &mut State, id: DraftId, result: &Result<(), String>) -> Option<Effect> {
    let at = state.parted.iter().position(|p| p.form.host.lease.draft == id)?;
    let mut parted = state.parted.remove(at);
    let was_listed = parted.form.host.trouble.is_some();
    let is_news = parted.form.settle_save(state, result);
    if !parted.form.host.save.is_clean() {
        state.parted.insert(at, parted);
        if is_news {
            say_unsaved(state);
            list(state);
        }
        return None;
    }
    if parted.is_news || was_listed && state.toast.is_none() {
        say_kept(&parted.form, state);
    }
    state.list_unsaved();
    Some(state.ask_snapshot())
}

/// Its words came too late for their draft, and what became of them is said.
pub(super) fn refused(state: &mut State, id: DraftId) {
    state.parted.retain(|p| p.form.host.lease.draft != id);
}

/// A key was pressed: what the disk says from now on is no answer to the one before.
pub(in crate::app) fn pressed(state: &mut State) {
    for parted in &mut state.parted {
        parted.is_news = false;
    }
}

/// Puts what could not be saved among what is owed, above what the file knows: in its pane, and at the head of its list
/// where that is at hand and is not narrowed to another kind.
pub(in crate::app) fn list(state: &mut State) {
    let rows = state.unsaved();
    put_first(&mut state.snap.follow_up, rows);
    state.list_unsaved();
}

/// Takes one back onto the screen; false when none of this draft was left.
pub(in crate::app) fn take(state: &mut State, id: DraftId) -> bool {
    let Some(at) = state.parted.iter().position(|p| p.form.host.lease.draft == id) else {
        return false;
    };
    let mut form = state.parted.remove(at).form;
    form.fit(state);
    state.layers.push(form.layer());
    true
}

/// Whether the same form about the same thing was left and could not be saved: then that one comes back instead.
pub(super) fn comes_back(state: &mut State, form: &Form) -> bool {
    let is_it = |p: &&Parted| p.form.host.trouble.is_some() && p.form.is_like(form);
    let found = state.parted.iter().find(is_it).filter(|p| !p.form.target().is_empty());
    let id = found.map(|p| p.form.host.lease.draft);
    id.is_some_and(|id| take(state, id))
}

/// One that is on no disk is thought better of: its words stay within reach of one key, like those of a short form.
pub(in crate::app) fn lay_aside(state: &mut State, id: DraftId) {
    let Some(at) = state.parted.iter().position(|p| p.form.host.lease.draft == id) else {
        return;
    };
    let form = state.parted.remove(at).form;
    state.snap.follow_up.retain(|f| f.draft != Some(id));
    state.list_unsaved();
    form.lay_aside(state);
}

/// Runs something on every form that holds words of the person: those on the screen, and those that were left.
pub(in crate::app) fn on_each<T>(state: &mut State, run: impl Fn(&mut Form, &State) -> Option<T>) -> Vec<T> {
    let (mut layers, mut parted) = (std::mem::take(&mut state.layers), std::mem::take(&mut state.parted));
    let shown = layers.iter_mut().filter_map(|layer| layer.form_mut());
    let all = shown.chain(parted.iter_mut().map(|p| &mut p.form));
    let out = all.filter_map(|form| run(form, state)).collect();
    (state.layers, state.parted) = (layers, parted);
    out
}
