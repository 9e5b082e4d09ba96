//! Leaving the desk. It closes when everything typed is on the disk; what cannot be saved is named first, and goes only
//! when the person says so.

use crate::app::action::Act;
use crate::app::forms::host::with_undo;
use crate::app::forms::parted::on_each;
use crate::app::model::covered::in_a_line;
use crate::app::model::{Choice, Effect, Form, Item, Menu, Mood, State};
use crate::i18n::Lang;

/// The question before leaving.
pub(in crate::app) fn ask(state: &mut State) {
    let menu = state.menu_of_people(question);
    state.layers.push(menu.layer());
}

fn question(state: &State) -> Menu {
    let t = &state.texts().ask;
    let items = vec![Item::new(t.quit_yes, Choice::Quit), Item::new(t.quit_no, Choice::Close)];
    let mut menu = Menu::new(Act::AppQuit.label(state.lang), items).asking(t.quit_text);
    if state.copying.is_some() {
        menu = menu.asking(state.texts().backup.quit_stops);
    }
    if state.is_unsure() {
        menu = menu.asking(t.quit_unsure);
    }
    if !state.laid.is_empty() {
        let is_unsure = state.laid.iter().any(|form| form.is_unsure(state));
        let text = if is_unsure { t.quit_laid_unsure } else { t.quit_laid };
        menu = menu.asking(with_undo(state, text));
        menu.text.extend(state.laid.iter().map(|form| label(form, state)));
    }
    menu
}

fn label(form: &Form, state: &State) -> String {
    if state.masked {
        return form.bare_title().to_owned();
    }
    in_a_line(&form.kind.noun().brief(&form.host, state.lang)).to_owned()
}

/// The person leaves: everything is tried once more, and [`go_on`] does the rest.
pub(in crate::app) fn leave(state: &mut State) -> Vec<Effect> {
    state.leaving = true;
    on_each(state, |form, state| {
        form.host.trouble = None;
        form.keep(state)
    })
}

/// Whoever leaves goes once there is nothing to wait for, or is asked about what could not be saved.
pub(in crate::app) fn go_on(state: &mut State) -> Vec<Effect> {
    if !state.leaving {
        return Vec::new();
    }
    // What was typed since.
    let mut effects = on_each(state, |form, state| {
        form.host.trouble.is_none().then(|| form.keep(state)).flatten()
    });
    if is_waited_for(state) {
        let text = state.texts().ask.saving;
        state.say(Mood::Warn, text);
        return effects;
    }
    state.leaving = false;
    if is_unsaved(state) {
        ask_unsaved(state);
    } else {
        effects.push(Effect::Quit);
    }
    effects
}

/// Whether something was sent to the disk that has not come back.
pub fn is_waited_for(state: &mut State) -> bool {
    let is_in_flight = |form: &mut Form, _: &State| form.host.save.is_in_flight().then_some(());
    !state.pending.is_empty() || !on_each(state, is_in_flight).is_empty()
}

fn ask_unsaved(state: &mut State) {
    let t = &state.texts().ask;
    let is_unsure = state.is_unsure();
    let mut text = on_each(state, |form, state| {
        let is_meant = form.is_unsaved(state);
        is_meant.then(|| [Some(label(form, state)), form.host.trouble.clone()])
    });
    text.dedup();
    let items = vec![
        Item::new(t.unsaved_again, Choice::Quit),
        Item::new(t.unsaved_print, Choice::QuitUnsaved(true)),
        Item::new(t.unsaved_drop, Choice::QuitUnsaved(false)),
        Item::new(t.quit_no, Choice::Close),
    ];
    let title = if is_unsure { t.unsure_title } else { t.unsaved_title };
    let mut menu = Menu::new(title, items);
    menu.text = text.into_iter().flatten().flatten().collect();
    if is_unsure {
        menu = menu.asking(t.quit_unsure);
    }
    state.layers.push(menu.layer());
}

impl Form {
    /// What the line dialogue says when it is left: whether it stays as a draft, unless it is not known whether it was filed, or was
    /// found out that it was.
    pub fn said_when_left(&self, lang: Lang, is_kept: bool, is_unsure: bool, is_filed: bool) -> Vec<&'static str> {
        let t = &lang.texts().plain;
        let is_unsaved = self.host.trouble.is_some();
        match (is_kept, is_unsaved) {
            _ if is_filed => vec![t.leaves_filed],
            (true, _) if is_unsure => vec![t.leaves_unsure, t.unsure_kept],
            (false, true) if is_unsure => vec![t.leaves_unsure, t.unsure_held],
            (false, false) if is_unsure => vec![t.leaves_unsure],
            (true, _) => vec![t.stays_a_draft],
            (false, true) => vec![t.stays_unsaved],
            (false, false) => Vec::new(),
        }
    }

    /// Whether it holds words that are kept and not on the disk.
    pub(super) fn is_unsaved(&self, state: &State) -> bool {
        self.is_kept(state) && !self.host.save.is_clean()
    }

    /// Everything that stands in it, for somebody who has to write it down by hand.
    pub fn spoken(&self) -> Vec<String> {
        let form = &self.host.form;
        let said = form.visible_fields().into_iter().filter_map(|field| {
            let text = form.said(field).filter(|_| form.is_filled(field))?;
            Some(format!("{}  {text}", form.label(field).unwrap_or_default()))
        });
        std::iter::once(self.host.title.clone()).chain(said).collect()
    }
}

fn is_unsaved(state: &mut State) -> bool {
    !on_each(state, |form, state| form.is_unsaved(state).then_some(())).is_empty()
}

/// The words that are on no disk, form by form: for whoever goes all the same.
pub fn unsaved(state: &mut State) -> Vec<String> {
    let forms = on_each(state, |form, state| form.is_unsaved(state).then(|| form.spoken()));
    forms.into_iter().flatten().collect()
}
