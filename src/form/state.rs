//! A form being filled: what its fields hold, where the focus is, which problems are shown, how far it is scrolled.
//!
//! Keys come in as `FormInput`, what happened goes out as `FormOutcome`. A field is checked when it is left (a field
//! passed by empty and untouched is not a mistake yet) and on submit; a problem once shown is looked at again after
//! every edit of any field and goes the moment it is mended. Esc is the caller's, who keeps the draft.

use crossterm::event::KeyCode;

use super::event::{FormInput, FormOutcome};
use super::kinds::lookup::Candidate;
use super::kinds::{Content, Handled, Surround};
use super::layout::Room;
use super::record::OfRecord;
use super::spec::{ChoiceOption, FieldSpec, FormSpec, Kind, Problem, Say, Validator, Visible};
use super::value::{FieldId, Value};
use crate::cells;

/// One field with its state.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub spec: FieldSpec,
    /// The label with its mark, and the cells it takes.
    pub label: (String, usize),
    pub section: usize,
    pub content: Content,
    pub initial: Value,
    pub touched: bool,
    pub edited: bool,
    /// What stands there was proposed: the first character typed takes its place.
    pub proposed: bool,
    /// What a record says in it.
    pub record: OfRecord,
    pub shown: Option<Problem>,
    /// First wrapped row in view.
    pub top: usize,
}

/// A form being filled.
#[derive(Clone, Debug)]
pub struct FormState {
    pub(super) id: &'static str,
    pub(super) schema: u32,
    pub(super) say: Say,
    pub(super) inline_help: bool,
    pub(super) titles: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) focus: usize,
    pub(super) now_ms: i64,
    pub(super) validator: Validator,
    pub(super) room: Room,
    revision: u64,
}

impl FormState {
    /// An empty form with the focus on its first field, laid out for 80 cells until told otherwise.
    pub fn new(spec: FormSpec) -> Self {
        let mut titles = Vec::new();
        let mut fields = Vec::new();
        for (section, s) in spec.sections.into_iter().enumerate() {
            titles.push(s.title);
            fields.extend(s.fields.into_iter().map(|spec| {
                let content = Content::new(&spec.kind);
                let initial = content.value();
                let mark = if spec.required { "*" } else { "" };
                let label = format!("{mark}{}", spec.label);
                Field {
                    label: (label.clone(), cells::width(&label)),
                    spec,
                    section,
                    content,
                    initial,
                    touched: false,
                    edited: false,
                    proposed: false,
                    record: OfRecord::default(),
                    shown: None,
                    top: 0,
                }
            }));
        }
        let mut form = Self {
            id: spec.id,
            schema: spec.schema,
            say: spec.say,
            inline_help: spec.inline_help,
            titles,
            fields,
            focus: 0,
            now_ms: 0,
            validator: spec.validator,
            room: Room::default(),
            revision: 0,
        };
        form.settle();
        form.follow();
        form
    }

    /// The name of the form.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// Grows by one with every change of a value.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The focused field; none on a form without visible fields.
    pub fn focus(&self) -> Option<FieldId> {
        self.fields
            .get(self.focus)
            .filter(|f| self.is_shown(f))
            .map(|f| f.spec.id)
    }

    /// Puts the focus on a visible field, leaving the one it was on.
    pub fn focus_on(&mut self, id: FieldId) -> bool {
        let Some(to) = self.index(id).filter(|i| self.is_visible_at(*i)) else {
            return false;
        };
        if to != self.focus {
            self.leave();
            self.focus = to;
        }
        self.follow();
        true
    }

    /// Takes an input where the focus is and says what came of it.
    pub fn handle(&mut self, input: FormInput<'_>) -> FormOutcome {
        let outcome = self.answer(input);
        self.follow();
        outcome
    }

    /// What a field holds.
    pub fn value(&self, id: FieldId) -> Option<Value> {
        self.field(id).map(|f| f.content.value())
    }

    /// The text typed in a field; empty for kinds without any.
    pub fn text(&self, id: FieldId) -> &str {
        self.field(id).and_then(|f| f.content.buffer()).map_or("", |b| b.text())
    }

    /// The code picked in a choice or a lookup.
    pub fn code(&self, id: FieldId) -> Option<&str> {
        match &self.field(id)?.content {
            Content::Choice(c) => c.as_ref()?.code.as_deref(),
            Content::Lookup(l) => l.code(),
            _ => None,
        }
    }

    /// Whether a yes-or-no field says yes.
    pub fn flag(&self, id: FieldId) -> bool {
        self.field(id).is_some_and(|f| matches!(f.content, Content::Flag(true)))
    }

    /// Whether a field of several has a code picked.
    pub fn has(&self, id: FieldId, code: &str) -> bool {
        self.field(id)
            .is_some_and(|f| matches!(&f.content, Content::Multi(m) if m.has(code)))
    }

    /// Whether a field is filled: says something, or says yes.
    pub fn is_filled(&self, id: FieldId) -> bool {
        self.field(id).is_some_and(|f| match f.content {
            Content::Flag(yes) => yes,
            _ => !f.content.is_blank(),
        })
    }

    /// Changes a value as the person would; what the field cannot hold comes back as text.
    pub fn set_value(&mut self, id: FieldId, value: &Value) -> Option<String> {
        let Some(at) = self.index(id) else {
            return Some(value.text()).filter(|t| !t.is_empty());
        };
        let leftover = self.fields.get_mut(at).and_then(|f| f.content.set(&f.spec.kind, value));
        self.edited(at);
        self.follow();
        leftover
    }

    /// Sets a value the person did not type: the form does not count as changed by it.
    pub fn prefill(&mut self, id: FieldId, value: &Value) -> Option<String> {
        let Some(f) = self.index(id).and_then(|at| self.fields.get_mut(at)) else {
            return Some(value.text()).filter(|t| !t.is_empty());
        };
        let leftover = f.content.set(&f.spec.kind, value);
        f.initial = f.content.value();
        self.settle();
        self.follow();
        leftover
    }

    /// Sets an answer that stands if nothing is typed: as `prefill`, but the first text typed or pasted replaces it, as
    /// one who types over a ready answer expects. Any other key in the field keeps it for editing.
    pub fn propose(&mut self, id: FieldId, value: &Value) -> Option<String> {
        let leftover = self.prefill(id, value);
        if let Some(f) = self.index(id).and_then(|at| self.fields.get_mut(at)) {
            f.proposed = f.content.buffer().is_some_and(|b| !b.is_empty());
        }
        leftover
    }

    /// Takes what a picker returned and moves on if its field has the focus.
    pub fn choose(&mut self, id: FieldId, value: &Value) -> Option<String> {
        let leftover = self.set_value(id, value);
        if leftover.is_none() && self.focus() == Some(id) {
            self.go(1);
            self.follow();
        }
        leftover
    }

    /// The list of a choice.
    pub fn options(&self, id: FieldId) -> Option<&[ChoiceOption]> {
        match &self.field(id)?.spec.kind {
            Kind::Choice { options } | Kind::Multi { options, .. } => Some(options),
            _ => None,
        }
    }

    /// The fields on the form now, in order.
    pub fn visible_fields(&self) -> Vec<FieldId> {
        let shown = self.fields.iter().filter(|f| self.is_shown(f));
        shown.map(|f| f.spec.id).collect()
    }

    /// The time it was told last, in milliseconds.
    pub fn now_ms(&self) -> i64 {
        self.now_ms
    }

    /// What a field is: its label, kind and help.
    pub fn spec(&self, id: FieldId) -> Option<&FieldSpec> {
        self.field(id).map(|f| &f.spec)
    }

    /// What the screen calls a field.
    pub fn label(&self, id: FieldId) -> Option<&str> {
        self.field(id).map(|f| f.spec.label.as_str())
    }

    /// Replaces the list of a choice. A value no longer in it stays until the person changes it.
    pub fn set_options(&mut self, id: FieldId, list: Vec<ChoiceOption>) {
        if let Some(f) = self.index(id).and_then(|at| self.fields.get_mut(at))
            && let Kind::Choice { options } | Kind::Multi { options, .. } = &mut f.spec.kind
        {
            *options = list;
        }
        self.follow();
    }

    /// Says something else to help with a field.
    pub fn set_help(&mut self, id: FieldId, help: &str) {
        if let Some(f) = self.index(id).and_then(|at| self.fields.get_mut(at)) {
            help.clone_into(&mut f.spec.help);
        }
    }

    /// Shows candidates under a focused lookup, if they still answer what stands in it.
    pub fn offer(&mut self, id: FieldId, query: &str, list: Vec<Candidate>) -> bool {
        if self.focus() != Some(id) {
            return false;
        }
        let Some(f) = self.fields.get_mut(self.focus) else {
            return false;
        };
        let (Content::Lookup(l), Kind::Lookup { free, .. }) = (&mut f.content, &f.spec.kind) else {
            return false;
        };
        if l.text() != query {
            return false;
        }
        l.offer(list, *free);
        self.follow();
        true
    }

    /// Takes a shown list away; true when there was one (Esc asks this first).
    pub fn close_list(&mut self) -> bool {
        let Some(Field {
            content: Content::Lookup(l),
            ..
        }) = self.fields.get_mut(self.focus)
        else {
            return false;
        };
        let had = !l.list().is_empty();
        l.close();
        self.follow();
        had
    }

    /// The problem shown under a field.
    pub fn problem(&self, id: FieldId) -> Option<&Problem> {
        self.field(id)?.shown.as_ref()
    }

    /// Shows a problem found elsewhere, until the next edit mends or clears it.
    pub fn show(&mut self, id: FieldId, problem: Problem) {
        if let Some(f) = self.index(id).and_then(|at| self.fields.get_mut(at)) {
            f.shown = Some(problem);
        }
        self.follow();
    }

    /// Whether anything differs from what the form began with.
    pub fn is_dirty(&self) -> bool {
        self.fields.iter().any(|f| f.content.value() != f.initial)
    }

    /// Whether a field has been left or changed.
    pub fn is_touched(&self, id: FieldId) -> bool {
        self.field(id).is_some_and(|f| f.touched)
    }

    /// Whether a field is on the form now.
    #[cfg(any(test, feature = "rings"))]
    pub fn is_visible(&self, id: FieldId) -> bool {
        self.field(id).is_some_and(|f| self.is_shown(f))
    }

    fn answer(&mut self, input: FormInput<'_>) -> FormOutcome {
        let at = self.focus;
        if input == FormInput::Key(KeyCode::Backspace)
            && let Some(outcome) = self.take_out(at)
        {
            return outcome;
        }
        let around = Surround {
            width: self.room.wrap(),
            now_ms: self.now_ms,
        };
        let Some(field) = self.fields.get_mut(at) else {
            return FormOutcome::Ignored;
        };
        let id = field.spec.id;
        let mut stood = None;
        match input {
            FormInput::Text(t) | FormInput::Paste(t) if field.proposed && !t.trim().is_empty() => {
                let empty = Content::new(&field.spec.kind);
                stood = Some(std::mem::replace(&mut field.content, empty));
                field.proposed = false;
            }
            FormInput::Key(KeyCode::Enter | KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down) => {}
            _ => field.proposed = false,
        }
        let handled = field.content.handle(&field.spec.kind, input, around);
        if let (Handled::Refused(_), Some(content)) = (&handled, stood) {
            (field.content, field.proposed) = (content, true);
        }
        match handled {
            Handled::Ignored => FormOutcome::Ignored,
            Handled::Moved => FormOutcome::Moved,
            Handled::Refused(why) => FormOutcome::Refused(why),
            Handled::Picker(query) => FormOutcome::OpenPicker(id, query),
            Handled::Edited => {
                self.edited(at);
                FormOutcome::Edited
            }
            Handled::Query => {
                self.edited(at);
                FormOutcome::LookupChanged(id, self.text(id).to_owned())
            }
            Handled::Picked => {
                self.edited(at);
                self.go(1);
                FormOutcome::Picked(id)
            }
            Handled::Next => {
                if self.go(1) {
                    FormOutcome::Moved
                } else {
                    FormOutcome::AtEnd
                }
            }
            Handled::Previous => {
                if self.go(-1) {
                    FormOutcome::Moved
                } else {
                    FormOutcome::Ignored
                }
            }
        }
    }

    /// Leaves the field for the next or previous visible one; false when there is none.
    fn go(&mut self, by: isize) -> bool {
        self.leave();
        let mut to = self.focus;
        while let Some(next) = to.checked_add_signed(by).filter(|i| *i < self.fields.len()) {
            to = next;
            if self.is_visible_at(to) {
                self.focus = to;
                return true;
            }
        }
        false
    }

    pub(super) fn edited(&mut self, at: usize) {
        self.revision += 1;
        if let Some(f) = self.fields.get_mut(at) {
            (f.touched, f.edited, f.record.unsure) = (true, true, false);
        }
        self.recheck();
        self.settle();
    }

    /// Moves the focus off a field that went out of sight.
    pub(super) fn settle(&mut self) {
        if self.is_visible_at(self.focus) {
            return;
        }
        let ahead = (self.focus..self.fields.len()).find(|i| self.is_visible_at(*i));
        let to = ahead.or_else(|| (0..self.focus).rev().find(|i| self.is_visible_at(*i)));
        self.focus = to.unwrap_or(0);
    }

    fn index(&self, id: FieldId) -> Option<usize> {
        self.fields.iter().position(|f| f.spec.id == id)
    }

    pub(super) fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.iter().find(|f| f.spec.id == id)
    }

    pub(super) fn is_visible_at(&self, at: usize) -> bool {
        self.fields.get(at).is_some_and(|f| self.is_shown(f))
    }

    pub(super) fn is_shown(&self, field: &Field) -> bool {
        match field.spec.visible {
            Visible::Always => true,
            Visible::OneOf(id, codes) => {
                self.code(id).is_some_and(|c| codes.contains(&c)) || codes.iter().any(|c| self.has(id, c))
            }
            Visible::Filled(id) => self.is_filled(id),
            Visible::Test(rule) => rule(self),
            Visible::Row(rows) => self.is_row_shown(rows, field.spec.id),
        }
    }
}

#[cfg(test)]
pub(in crate::form) mod tests;
