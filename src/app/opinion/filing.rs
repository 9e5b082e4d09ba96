//! How a form about a matter ends: filed, kept as a draft, or gone on with.

use crate::app::fields;
use crate::app::model::pending::resend;
use crate::app::model::{Effect, Mood, Next, Sheet, State, Step, Task, Then, Typed};
use crate::app::opinion::defaults;
use crate::domain::command::{Command, Late, Request};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::Source;
use crate::domain::moment::Moment;
use crate::form::Autosave;
use uuid::Uuid;

impl Sheet {
    /// Esc: the list of candidates, the filing row, then the form. What was typed stays as a draft.
    pub(super) fn back(&mut self, state: &mut State) -> Step {
        if self.form.close_list() {
            return Next::Stay.into();
        }
        if std::mem::take(&mut self.at_end) {
            return Next::Stay.into();
        }
        let kept = self.save.saved_at().is_some() || !self.save.is_clean();
        if kept && self.loss.is_none() {
            let t = &state.texts().matter;
            // F5 begins with what a visitor says; the other forms are gone on with where they are owed.
            let text = match self.task {
                Task::File { .. } => t.kept,
                Task::On(..) | Task::LateVisit | Task::LateSession => t.kept_owed,
            };
            let text = state.keyed(text);
            state.say(Mood::Good, text);
        }
        let mut effects: Vec<Effect> = self.draft_now(state).into_iter().collect();
        effects.push(state.ask_snapshot());
        Step {
            next: Next::Close,
            effects,
        }
    }

    /// Keeps the draft if something is unsaved.
    pub fn draft_now(&mut self, state: &State) -> Option<Effect> {
        if self.busy.is_some() || !self.save.is_unsent() {
            return None;
        }
        let words = self.unsaved(state)?;
        self.save.sent();
        Some(Effect::SaveDraft(Box::new(words)))
    }

    /// F9, or Enter on the filing row.
    pub fn file(&mut self, state: &mut State) -> Step {
        if self.busy.is_some() {
            return Next::Stay.into();
        }
        if self.loss.is_some() {
            return self.refuse(state);
        }
        defaults::doubts(self, state);
        let values = match self.form.submit() {
            Ok(values) => values,
            Err(problems) => {
                self.at_end = false;
                let colon = if state.lang.is_zh() { "：" } else { ": " };
                let words: Vec<String> = problems
                    .iter()
                    .map(|(field, p)| {
                        let name = self.form.label(field).unwrap_or_default();
                        format!("{name}{colon}{}", fields::words(state.lang, p))
                    })
                    .collect();
                state.say(Mood::Warn, words.join("  "));
                if let Some(field @ ("category" | "unit")) = self.form.focus() {
                    self.offer(state, field);
                }
                return Next::Stay.into();
            }
        };
        if let Some(menu) = defaults::nameless(self, state, &values) {
            return Next::Push(Box::new(menu)).into();
        }
        let file = self.file.as_deref();
        match self.task.command(state, &values, self.speaker(), file, &self.sessions) {
            Ok(command) => {
                let late = defaults::late(self, state, &values);
                self.send(state, command, late)
            }
            Err((field, words)) => {
                self.at_end = false;
                self.form.focus_on(field);
                self.form.show(field, crate::form::Problem::Text(words.clone()));
                state.say(Mood::Warn, words);
                Next::Stay.into()
            }
        }
    }

    /// Sends a command that files this form. After trouble outside the same words go out under the same id, because
    /// nobody knows whether the first sending was carried out.
    pub fn send(&mut self, state: &mut State, command: Command, late: Option<Late>) -> Step {
        let unsaved = self.save.is_unsent().then(|| self.unsaved(state)).flatten();
        let mut request = Request {
            id: CommandId(state.ids.fresh(state.now)),
            account: state.account.as_ref().map(|a| a.id),
            table: state.own_table(),
            late,
            draft: Some(Source {
                lease: self.lease(),
                ends: true,
                unsaved: unsaved.map(Box::new),
            }),
            command,
        };
        if let Some(last) = &self.last
            && last.command == request.command
            && last.late == request.late
        {
            request.id = last.id;
        }
        self.busy = Some(request.id);
        self.last = Some(Box::new(request.clone()));
        Step::with(resend(state, request, Then::Nothing))
    }
}

impl Typed for Sheet {
    fn at_end(&self) -> bool {
        self.at_end
    }

    fn fit(&mut self, state: &State) {
        Self::fit(self, state);
    }

    fn deadline(&self) -> Option<u64> {
        self.busy.is_none().then(|| self.save.deadline())?
    }

    fn tick(&mut self, state: &State, now: Moment) -> Option<Effect> {
        self.save
            .due(now.0.max(0).unsigned_abs())
            .then(|| self.draft_now(state))?
    }

    fn keep(&mut self, state: &State) -> Option<Effect> {
        self.draft_now(state)
    }

    fn draft_saved(&mut self, state: &mut State, id: DraftId, saved: bool) {
        if self.draft != id {
            return;
        }
        let now = state.now.0.max(0).unsigned_abs();
        if saved {
            self.save.saved(now);
        } else {
            self.save.failed(now);
            let text = state.texts().matter.draft_failed;
            state.say(Mood::Bad, text);
        }
        self.fit(state);
    }

    fn save(&self) -> Option<Autosave> {
        Some(self.save)
    }

    fn sent(&self) -> Option<CommandId> {
        self.busy
    }

    fn identity(&self) -> Option<Uuid> {
        Some(self.draft.0)
    }

    fn filing(&self) -> Option<Uuid> {
        self.busy.map(|_| self.draft.0)
    }

    fn apart(&self, state: &mut State, text: &str) -> Option<Effect> {
        Self::apart(self, state, text)
    }
}
