//! What a record says in a form that changes it. It is shown when the form opens and kept beside what is typed, so that what
//! somebody else changed meanwhile is told from what the person changed: a field nobody typed in says what the record says by
//! now, and one that both changed keeps what was typed and is told of.

use super::kinds::Content;
use super::spec::Kind;
use super::state::{Field, FormState};
use super::value::{FieldId, Value};

/// What a record says in a field.
#[derive(Clone, Debug, Default)]
pub(super) struct OfRecord {
    /// The field began with its words, which are not for everybody.
    pub words: bool,
    /// What it said when the person saw it last; none where it says nothing, or is not known yet.
    pub seen: Option<Value>,
    /// It says something else by now than when the person typed over it, and that was not told yet.
    both: bool,
    /// What stands in the field was kept without what its record said then, and reads otherwise than the record does now: nobody
    /// knows whether it was typed or somebody else has put the record right since. It is asked about before it is filed.
    pub unsure: bool,
    /// What is said under the field of what the record says by now.
    pub note: Option<String>,
}

/// How far a field and its record are apart, as far as that was not told yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Apart {
    /// The person typed over it, and somebody else has changed it since.
    Both,
    /// It is not known which of the two was typed.
    Unsure,
}

impl FormState {
    /// Sets what a record says: the form does not count as changed by it, and it is no word of whoever fills it in.
    pub fn show_record(&mut self, id: FieldId, value: &Value) {
        self.begin_with(id, value);
        if let Some(f) = self.field_mut(id) {
            f.record.words = !f.content.is_blank();
        }
    }

    /// The same for a record that is open to everybody.
    pub fn begin_with(&mut self, id: FieldId, value: &Value) {
        self.prefill(id, value);
        self.saw(id);
    }

    /// What stands in a field is what the record says.
    pub fn saw(&mut self, id: FieldId) {
        if let Some(f) = self.field_mut(id) {
            f.record.seen = Some(f.content.value());
        }
    }

    /// The record came, for the first time or anew: where nothing was typed it is shown.
    pub fn follow_record(&mut self, id: FieldId, now: &Value) {
        let Some(f) = self.field(id) else { return };
        if f.edited && !f.is_seen_again() {
            let is_said = *now != Value::Empty;
            self.compare(id, now);
            if let Some(f) = self.field_mut(id) {
                f.record.words |= is_said;
            }
            return;
        }
        self.show_record(id, now);
        if let Some(f) = self.field_mut(id) {
            f.edited = false;
        }
    }

    /// A form of before about the same record lies under this one, which says what the record says by now: it goes on with what
    /// was typed in the other.
    pub fn go_on_with(&mut self, typed: Self) {
        let fresh = std::mem::replace(self, typed);
        for f in fresh.fields {
            if let Some(now) = f.record.seen {
                self.compare(f.spec.id, &now);
            }
        }
    }

    /// The fields on the form in which the record says something else by now than when the person typed over it, or than what
    /// was kept, with what it says; each is told once.
    pub fn take_apart(&mut self) -> Vec<(FieldId, Apart, Value)> {
        let shown: Vec<bool> = self.fields.iter().map(|f| self.is_shown(f)).collect();
        let fields = self.fields.iter_mut().zip(shown).filter(|(_, is_shown)| *is_shown);
        let apart = fields.filter_map(|(f, _)| {
            let both = std::mem::take(&mut f.record.both).then_some(Apart::Both);
            let untold = f.record.unsure && f.record.note.is_none();
            let apart = both.or(untold.then_some(Apart::Unsure))?;
            Some((f.spec.id, apart, f.record.seen.clone().unwrap_or(Value::Empty)))
        });
        apart.collect()
    }

    /// Says something of the record under a field.
    pub fn note(&mut self, id: FieldId, text: String) {
        if let Some(f) = self.field_mut(id) {
            f.record.note = Some(text);
        }
        self.follow();
    }

    /// What is said so, by field.
    pub fn notes(&self) -> impl Iterator<Item = (&str, &str)> {
        let shown = self.fields.iter().filter(|f| self.is_shown(f));
        shown.filter_map(|f| Some((f.spec.label.as_str(), f.record.note.as_deref()?)))
    }

    /// The first field on the form of which it is not known whether it was typed: what was kept, and what the record says.
    pub fn unsure(&self) -> Option<(FieldId, Value, Value)> {
        let f = self.fields.iter().find(|f| f.record.unsure && self.is_shown(f))?;
        let now = f.record.seen.clone().unwrap_or(Value::Empty);
        Some((f.spec.id, f.content.value(), now))
    }

    /// Sets what was typed over what the record said then; what the field cannot hold comes back.
    pub(super) fn type_over(&mut self, id: FieldId, value: &Value, base: Option<Value>) -> Option<String> {
        let now = self.field(id).and_then(|f| f.record.seen.clone());
        let lost = self.set_value(id, value);
        if let Some(f) = self.field_mut(id) {
            f.record.seen = base;
        }
        if let Some(now) = now {
            self.compare(id, &now);
        }
        lost
    }

    /// Settles what stands in a field with what the record says by now.
    fn compare(&mut self, id: FieldId, now: &Value) {
        let Some(f) = self.field_mut(id) else { return };
        let mut held = Content::new(&f.spec.kind);
        held.set(&f.spec.kind, now);
        let now = held.value();
        let mine = f.content.value();
        let is_known = f.record.seen.is_some();
        if !f.edited || f.is_seen_again() || !is_known && mine.reads_as(&now) {
            (f.content, f.initial) = (held, now.clone());
            (f.edited, f.touched, f.shown) = (false, false, None);
            (f.record.both, f.record.unsure, f.record.note) = (false, false, None);
        } else if !mine.is_same(&now) && !f.names_somebody() {
            // Whom words are about is said by whoever types them, and by no record.
            f.record.both |= f.record.seen.as_ref().is_some_and(|seen| !seen.is_same(&now));
            f.record.unsure |= !is_known;
        }
        f.record.seen = Some(now);
        self.settle();
        self.follow();
    }

    /// Takes out whatever a record says, and whom it names, with all that could be taken back: it is not for whoever sits here
    /// any more.
    pub fn forget_record(&mut self) {
        for f in &mut self.fields {
            (f.record.seen, f.record.note, f.record.unsure) = (None, None, false);
            if !f.record.words && !f.names_somebody() {
                continue;
            }
            if let Kind::Choice { options } | Kind::Multi { options, .. } = &mut f.spec.kind {
                options.clear();
            }
            f.content = Content::new(&f.spec.kind);
            f.initial = f.content.value();
            (f.touched, f.edited, f.shown) = (false, false, None);
        }
        self.settle();
        self.follow();
    }

    /// The text of a field that is its author's alone: empty where it began with what a record says.
    pub fn own_text(&self, id: FieldId) -> &str {
        if self.field(id).is_some_and(|f| f.record.words) {
            return "";
        }
        self.text(id)
    }

    fn field_mut(&mut self, id: FieldId) -> Option<&mut Field> {
        self.fields.iter_mut().find(|f| f.spec.id == id)
    }
}

impl FormState {
    /// Whether anything in it is worth a draft: words, or what a record says otherwise. What was only chosen costs a digit to
    /// choose again.
    pub fn has_words(&self) -> bool {
        self.fields.iter().any(Field::has_words)
    }
}

impl Field {
    fn has_words(&self) -> bool {
        let is_key = matches!(self.spec.kind, Kind::Choice { .. } | Kind::Toggle { .. });
        self.edited && !self.is_seen_again() && (!is_key || self.record.seen.is_some())
    }

    /// Nobody typed in it, and it says what the record says: that is no word of a draft.
    pub fn is_as_seen(&self) -> bool {
        let says = |seen: &Value| self.record.words || *seen == self.content.value();
        !self.edited && self.record.seen.as_ref().is_some_and(says)
    }

    /// What stands in it was typed back to what was seen; where that is not known, nothing stands in it.
    fn is_seen_again(&self) -> bool {
        match &self.record.seen {
            Some(seen) => self.content.value().is_same(seen),
            None => self.content.is_blank(),
        }
    }

    /// Somebody is chosen in it, out of those a record names.
    pub fn names_somebody(&self) -> bool {
        self.spec.personal && matches!(self.spec.kind, Kind::Choice { .. })
    }
}
