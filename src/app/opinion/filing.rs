//! How a form about a matter ends: filed, kept as a draft, or gone on with.

use super::sheet::Sheet;
use super::{answers, derive};
use crate::app::forms;
use crate::app::input::Effect;
use crate::app::layer::{Next, Step};
use crate::app::pending::{Then, resend};
use crate::app::state::{Mood, State};
use crate::domain::command::{Command, Late, Request};
use crate::domain::id::CommandId;

impl Sheet {
    /// F5 in the form: go on with what was typed before. What stands here is kept as a draft of its own.
    pub(super) fn take_leftover(&mut self, state: &mut State) -> Step {
        let Some(old) = self.leftover.take() else {
            return Next::Stay.into();
        };
        let mut effects: Vec<Effect> = self.draft_now(state).into_iter().collect();
        if let Some(mut sheet) = Self::new(state, self.task.clone()) {
            sheet.lists = std::mem::take(&mut self.lists);
            sheet.known = std::mem::take(&mut self.known);
            sheet.filed = std::mem::take(&mut self.filed);
            sheet.asked = std::mem::take(&mut self.asked);
            sheet.title.clone_from(&self.title);
            answers::known(&mut sheet, state);
            answers::resume(&mut sheet, state, &old);
            *self = sheet;
        }
        effects.extend(derive::left(self, state, Some("phone")));
        Step {
            next: Next::Stay,
            effects,
        }
    }

    /// Esc: the list of candidates, the filing row, then the form. What was typed stays as a draft.
    pub(super) fn back(&mut self, state: &mut State) -> Step {
        if self.form.close_list() {
            return Next::Stay.into();
        }
        if std::mem::take(&mut self.at_end) {
            return Next::Stay.into();
        }
        let kept = self.save.saved_at().is_some() || !self.save.is_clean();
        if kept {
            let text = state.texts().matter.kept;
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
        if self.busy.is_some() {
            // Filing removes the draft; saving it now would bring it back.
            return None;
        }
        if !self.save.is_unsent() {
            return None;
        }
        let body = self.form.snapshot().to_json().ok()?;
        self.save.sent();
        Some(Effect::SaveDraft {
            id: self.draft,
            form: self.form.id().to_owned(),
            target: self.task.target(),
            label: derive::brief(self, state.lang),
            body,
        })
    }

    /// F9, or Enter on the filing row.
    pub fn file(&mut self, state: &mut State) -> Step {
        if self.busy.is_some() {
            return Next::Stay.into();
        }
        derive::doubts(self, state);
        let values = match self.form.submit() {
            Ok(values) => values,
            Err(problems) => {
                self.at_end = false;
                let colon = if state.lang.is_zh() { "：" } else { ": " };
                let words: Vec<String> = problems
                    .iter()
                    .map(|(field, p)| {
                        let name = self.form.label(field).unwrap_or_default();
                        format!("{name}{colon}{}", forms::words(state.lang, p))
                    })
                    .collect();
                state.say(Mood::Warn, words.join("  "));
                if let Some(field @ ("category" | "unit")) = self.form.focus() {
                    self.offer(state, field);
                }
                return Next::Stay.into();
            }
        };
        if let Some(menu) = derive::nameless(self, state, &values) {
            return Next::Push(Box::new(menu)).into();
        }
        if let Some(first) = derive::category_first(self, &values, state) {
            return self.send(state, first, None);
        }
        let file = self.file.as_deref();
        match self.task.command(state, &values, self.speaker(), file, &self.sessions) {
            Ok(command) => {
                let late = derive::late(self, state, &values);
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
        let mut request = Request {
            id: CommandId(state.ids.fresh(state.now)),
            account: state.account.as_ref().map(|a| a.id),
            table: state.own_table(),
            late,
            draft: Some(self.draft),
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
