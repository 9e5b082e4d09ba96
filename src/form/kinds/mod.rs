//! What each kind of field holds and how it answers a key. A closed enum: a new kind touches `spec`, one file here,
//! and the matches below and in `layout`.

pub mod area;
pub mod choice;
pub mod lookup;
pub mod multi;
pub mod number;
pub mod phone;
pub mod text;
pub mod toggle;
pub mod when;

use super::buffer::TextBuffer;
use super::event::FormInput;
use super::fold::{self, Lines};
use super::spec::{FieldSpec, Kind, Problem};
use super::value::{Pick, Value};
use lookup::Lookup;
use multi::Multi;

/// Why a key or a paste changed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would exceed the limit.
    TooLong {
        /// The limit in graphemes.
        max: usize,
        /// How many there would have been.
        wanted: usize,
    },
    /// The field takes digits only.
    NotADigit,
    /// The field takes only what is in the list.
    NotInList,
    /// It cannot be chosen now, for a reason that stands under the field.
    Closed,
    /// The field takes keys, not text: most likely the input method is on.
    NotAKey,
    /// The field takes digits and arrows, and what was typed is neither.
    NotADigitKey,
}

impl Refusal {
    /// Of text in a field that takes keys: letters come without any input method.
    fn of_keys(text: &str) -> Self {
        if text.is_ascii() {
            Self::NotADigitKey
        } else {
            Self::NotAKey
        }
    }
}

/// What a field did with a key; `state` turns it into an outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Handled {
    Ignored,
    Moved,
    Edited,
    Refused(Refusal),
    Next,
    Previous,
    Picked,
    Query,
    Picker(String),
}

/// What the outside lends a field for one key.
#[derive(Clone, Copy)]
pub(super) struct Surround {
    /// Cells of the value column.
    pub width: usize,
    pub now_ms: i64,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub(super) enum Content {
    Line(TextBuffer),
    Choice(Option<Pick>),
    Lookup(Lookup),
    Flag(bool),
    Multi(Multi),
}

impl Content {
    /// The empty content of a kind.
    pub fn new(kind: &Kind) -> Self {
        match kind {
            Kind::Text { max } => Self::Line(TextBuffer::new(Lines::Single, Some(*max))),
            Kind::Area { max, .. } => Self::Line(TextBuffer::new(Lines::Many, Some(*max))),
            Kind::When { .. } => Self::Line(TextBuffer::new(Lines::Single, Some(when::MAX))),
            Kind::Phone => Self::Line(TextBuffer::new(Lines::Single, Some(phone::MAX))),
            Kind::Number { .. } => Self::Line(TextBuffer::new(Lines::Single, Some(number::MAX))),
            Kind::Lookup { max, .. } => Self::Lookup(Lookup::new(*max)),
            Kind::Choice { .. } => Self::Choice(None),
            Kind::Toggle { .. } => Self::Flag(false),
            Kind::Multi { .. } => Self::Multi(Multi::default()),
        }
    }

    /// Answers a key.
    pub fn handle(&mut self, kind: &Kind, input: FormInput<'_>, around: Surround) -> Handled {
        match (self, kind) {
            (Self::Line(b), Kind::Area { max_rows, .. }) => area::handle(b, input, around.width, *max_rows),
            (Self::Line(b), Kind::When { step, .. }) => when::handle(b, input, *step, around.now_ms),
            (Self::Line(b), Kind::Phone) => phone::handle(b, input),
            (Self::Line(b), Kind::Number { min, .. }) => number::handle(b, input, *min),
            (Self::Line(b), _) => text::handle(b, input, str::to_owned),
            (Self::Choice(c), Kind::Choice { options }) => choice::handle(c, options, input),
            (Self::Lookup(l), Kind::Lookup { free, digits, .. }) => l.handle(input, *free, *digits),
            (Self::Flag(f), _) => toggle::handle(f, input),
            (Self::Multi(m), Kind::Multi { options, more }) => m.handle(options, *more, input),
            _ => Handled::Ignored,
        }
    }

    /// The value.
    pub fn value(&self) -> Value {
        match self {
            Self::Line(b) => Value::Text(b.text().to_owned()),
            Self::Choice(c) => c.clone().map_or(Value::Empty, Value::Pick),
            Self::Lookup(l) if l.buffer().is_empty() => Value::Empty,
            Self::Lookup(l) => Value::Pick(Pick {
                code: l.code().map(str::to_owned),
                label: l.text().to_owned(),
            }),
            Self::Flag(f) => Value::Flag(*f),
            Self::Multi(m) if m.picks().is_empty() => Value::Empty,
            Self::Multi(m) => Value::Picks(m.picks().to_vec()),
        }
    }

    /// Takes a value; what it cannot hold comes back as text, so that nothing typed is lost.
    pub fn set(&mut self, kind: &Kind, value: &Value) -> Option<String> {
        if *value == Value::Empty {
            *self = Self::new(kind);
            return None;
        }
        match (self, kind) {
            (Self::Line(b), _) => {
                if !matches!(value, Value::Flag(_)) {
                    b.set(&value.text());
                }
                None
            }
            (Self::Lookup(l), Kind::Lookup { .. }) => {
                match value {
                    Value::Pick(p) => l.set(p),
                    other => l.set(&Pick::free(other.text())),
                }
                None
            }
            (Self::Choice(c), Kind::Choice { options }) => match choice::find(options, value) {
                Some(pick) => {
                    *c = Some(pick);
                    None
                }
                None => some_text(value),
            },
            (Self::Flag(f), _) => {
                let Value::Flag(v) = value else { return some_text(value) };
                *f = *v;
                None
            }
            (Self::Multi(m), Kind::Multi { options, .. }) => {
                let Value::Picks(picks) = value else {
                    return some_text(value);
                };
                m.set(options, picks)
            }
            _ => some_text(value),
        }
    }

    /// Whether there is nothing a person could read.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Line(b) => fold::is_blank(b.text()),
            Self::Lookup(l) => fold::is_blank(l.text()),
            Self::Choice(c) => c.is_none(),
            Self::Flag(_) => false,
            Self::Multi(m) => m.picks().is_empty(),
        }
    }

    /// The buffer behind the caret, if the field has one.
    pub fn buffer(&self) -> Option<&TextBuffer> {
        match self {
            Self::Line(b) => Some(b),
            Self::Lookup(l) => Some(l.buffer()),
            _ => None,
        }
    }

    /// The built-in checks.
    pub fn check(&self, spec: &FieldSpec, now_ms: i64) -> Option<Problem> {
        if self.is_blank() {
            return spec.required.then_some(Problem::Required);
        }
        if let Some(b) = self.buffer()
            && let Some(max) = b.max()
            && b.len() > max
        {
            return Some(Problem::TooLong { max });
        }
        match (self, &spec.kind) {
            (Self::Line(b), Kind::When { parse, .. }) => when::check(b.text(), *parse, now_ms),
            (Self::Line(b), Kind::Number { min, max }) => number::check(b.text(), *min, *max),
            (Self::Lookup(l), Kind::Lookup { free: false, .. }) if l.code().is_none() => Some(Problem::NotInList),
            // What was chosen stays in sight when it can be chosen no more, and nothing else takes its place.
            (Self::Choice(Some(p)), Kind::Choice { options })
                if !options.iter().any(|o| Some(&o.code) == p.code.as_ref()) =>
            {
                Some(Problem::NotInList)
            }
            _ => None,
        }
    }
}

fn some_text(value: &Value) -> Option<String> {
    Some(value.text()).filter(|t| !t.is_empty())
}
