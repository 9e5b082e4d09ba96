//! The desk behind the questions: the same state, menus and forms as on the screen. What lies on top of it is said and
//! asked line by line, and what it wishes is carried out, until nothing lies there any more.

use super::fields::Walk;
use super::layers::read_back;
use super::outside::Wish;
use super::talk::{Said, Talk};
use super::words;
use crate::app::may;
use crate::app::model::{Form, Layer, Matter, copying::News};
use crate::app::opinion::written_beside;
use crate::app::update::{rights, update};
use crate::app::{Effect, Input, Pane, State};
use crate::domain::id::{DraftId, VisitId};
use crate::domain::lease::Lease;
use crate::domain::view::Snapshot;
use crate::keys::Keymap;
use uuid::Uuid;

/// The desk of one conversation.
pub(super) struct Desk {
    pub(super) state: State,
    /// How far the form on top has been asked.
    pub(super) walk: Walk,
}

/// Opens something of the desk and goes on with it until the person has come back out of it.
pub(super) fn over(t: &mut Talk<'_>, open: impl FnOnce(&mut State) -> Vec<Effect>) -> Said<()> {
    let mut desk = Desk::new(t)?;
    let effects = open(&mut desk.state);
    desk.go(t, effects)?;
    // The table chosen at the desk is the one of this keyboard from now on, and the account as it is by now.
    t.context.table = desk.state.table.unwrap_or(t.context.table);
    t.context.account = desk.state.account.unwrap_or_else(|| t.context.account.clone());
    Ok(())
}

impl Desk {
    pub(super) fn new(t: &mut Talk<'_>) -> Said<Self> {
        let snapshot = t.snapshot()?;
        Ok(Self::showing(t, &snapshot))
    }

    /// A desk that shows what was read already.
    pub(super) fn showing(t: &mut Talk<'_>, snapshot: &Snapshot) -> Self {
        let mut state = State::new(t.lang(), Keymap::default(), t.context.ids.branch(), t.now());
        (state.account, state.table) = (Some(t.context.account.clone()), Some(t.context.table));
        (state.snap, state.loaded) = (snapshot.clone(), true);
        rights::read(&mut state);
        Self {
            state,
            walk: Walk::default(),
        }
    }

    /// Goes on until nothing lies over the desk. Nothing is said any more of what was taken from them while they thought.
    pub(super) fn go(&mut self, t: &mut Talk<'_>, mut effects: Vec<Effect>) -> Said<()> {
        loop {
            effects.extend(rights::ask(&mut self.state));
            self.carry_out(t, effects)?;
            self.state.now = t.now();
            if let Some(toast) = self.state.toast.take() {
                t.say(&toast.text);
            }
            may::grey(&mut self.state);
            effects = match self.state.layers.last() {
                None => break,
                Some(Layer::Menu(menu)) => self.menu(t, &menu.clone())?,
                Some(Layer::Form(_)) => self.form(t)?,
                Some(Layer::Picker(_)) => self.picker(t)?,
                Some(Layer::Page(page)) => self.page(t, &page.clone())?,
                Some(Layer::Record(_)) => self.record(t)?,
                Some(Layer::Closing(_)) => self.closing(t)?,
                Some(Layer::Matter(matter)) => match matter.as_ref() {
                    Matter::Acts(acts) => self.menu(t, &acts.menu.clone())?,
                    Matter::Receipt(receipt) => {
                        read_back(t, receipt);
                        self.close()
                    }
                    // What it waited for has not come.
                    Matter::Awaiting(..) => self.close(),
                },
                // Nothing that is opened here leads to these.
                Some(Layer::Help(_) | Layer::Palette(_) | Layer::Importing(_) | Layer::SelfTest(_)) => self.close(),
            };
        }
        let closed = written_beside(&mut self.state).collect();
        self.carry_out(t, closed)
    }

    /// Puts the marker of a pane on a record.
    pub(super) fn select(&mut self, pane: Pane, id: Uuid) {
        let ids = self.state.ids_of(pane);
        self.state.focus = pane;
        if let Some(cursor) = self.state.cursor_mut(pane) {
            cursor.id = Some(id);
            cursor.follow(&[], &ids);
        }
    }

    pub(super) fn close(&mut self) -> Vec<Effect> {
        self.state.layers.pop();
        Vec::new()
    }

    /// Carries out what the desk wishes, and what it wishes then.
    pub(super) fn carry_out(&mut self, t: &mut Talk<'_>, effects: Vec<Effect>) -> Said<()> {
        for effect in effects {
            let input = match effect {
                Effect::Ask { ticket, query } => {
                    let answer = t.ask(&Wish::Ask(query))?;
                    Input::Answered { ticket, answer }
                }
                Effect::TakeDraft { ticket, id } => {
                    let answer = t.ask(&Wish::Take(id))?;
                    Input::Answered { ticket, answer }
                }
                Effect::Execute(request) => {
                    let id = request.id;
                    let draft = request.draft.as_ref().map(|source| source.lease.draft);
                    let result = t.act(request)?;
                    if result.is_ok() {
                        self.walk = Walk::default();
                        if let Some(draft) = draft {
                            t.forget(draft);
                        }
                    }
                    let made = result.as_ref().ok().and_then(|made| made.ticket.and(made.visit));
                    let then = update(&mut self.state, Input::Executed { id, result });
                    self.carry_out(t, then)?;
                    self.name(made);
                    continue;
                }
                Effect::SaveDraft(words) => {
                    let mut id = words.draft.id;
                    let lines = self.kept_as(id).map_or_else(Vec::new, |form| form.spoken());
                    let result = t.keep((words, lines))?.map(|lease| {
                        self.hold(id, lease);
                        id = lease.draft;
                    });
                    update(&mut self.state, Input::DraftSaved { id, result });
                    // Why not has been said.
                    self.state.toast = None;
                    continue;
                }
                Effect::DropDraft(id) => {
                    t.forget(id);
                    if let Err(why) = t.change(&Wish::GiveUp(id))? {
                        t.say(&why);
                    }
                    continue;
                }
                Effect::DeleteDraft { id, reason } => {
                    t.forget(id);
                    Input::DraftDeleted(t.change(&Wish::Delete(id, reason))?)
                }
                Effect::RestoreDraft(id) => Input::DraftRestored(t.change(&Wish::Restore(id))?),
                Effect::Job(_) => Input::Copying(News::NotHere),
                Effect::Beside(what) => {
                    if let Err(why) = t.change(&Wish::Beside(self.state.own_table(), what))? {
                        t.say(&why);
                    }
                    continue;
                }
                // Of the screen.
                Effect::SaveLooks { .. } | Effect::Redraw | Effect::Quit => continue,
            };
            let then = update(&mut self.state, input);
            self.carry_out(t, then)?;
        }
        Ok(())
    }

    /// Says by name whose number it is that was given or called.
    fn name(&mut self, made: Option<VisitId>) {
        let visit = made.and_then(|id| self.state.visits().find(|v| v.id == id));
        let label = visit.and_then(|v| v.label.clone());
        if let (Some(label), Some(toast)) = (label, &mut self.state.toast)
            && !toast.text.contains(&label)
        {
            toast.text = words::join([toast.text.as_str(), &label]);
        }
    }

    /// The form that is kept as this draft.
    fn kept_as(&mut self, id: DraftId) -> Option<&mut Form> {
        let mut forms = self.state.layers.iter_mut().filter_map(Layer::form_mut);
        forms.find(|form| form.host.lease.draft == id)
    }

    /// A form is kept as another draft from now on, where its own was lost.
    pub(super) fn hold(&mut self, id: DraftId, lease: Lease) {
        if let Some(form) = self.kept_as(id) {
            form.host.lease = lease;
        }
    }

    /// Whether all of the form on top is on the disk.
    pub(super) fn is_kept(&self) -> bool {
        let form = self.state.layers.last().and_then(Layer::form);
        form.is_some_and(|form| form.host.save.is_begun() && form.host.save.is_clean())
    }
}
