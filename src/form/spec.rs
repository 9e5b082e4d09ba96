//! What a form is made of, as data supplied by the caller: sections, fields, kinds, rules.
//!
//! Labels come already in the language of the screen. Rules that need the outside (dates, cross-field checks, the
//! words for a problem) are plain `fn` pointers, so a spec can be cloned and compared with nothing hidden in it.

use super::state::FormState;
use super::value::FieldId;

/// Options up to this many are shown in the form and chosen by digits; more open a picker.
pub const INLINE: usize = 9;

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing is there and something must be.
    Required,
    /// More graphemes than the field takes.
    TooLong {
        /// The most it takes.
        max: usize,
    },
    /// The text is not one of the list, and the field takes no free text.
    NotInList,
    NotANumber,
    /// A number outside its limits.
    OutOfRange {
        /// The least it may be.
        min: i64,
        /// The most it may be.
        max: i64,
    },
    /// The caller's own words.
    Text(String),
}

/// A check by the caller, asked when a field is left, when its shown problem may have gone, and on submit.
pub type Validator = fn(&FormState, FieldId) -> Option<Problem>;
/// The words for a problem, in the language of the screen.
pub type Say = fn(&Problem) -> String;
/// Reads a day or a time of day at a given time (milliseconds): what to echo beside it, empty where the text says it plainly,
/// or why it cannot be read.
pub type ReadWhen = fn(text: &str, now_ms: i64) -> Result<String, String>;
/// What is to be asked about a text that can be read and is probably a slip, or none.
pub type DoubtWhen = fn(text: &str, now_ms: i64) -> Option<String>;
/// The text for a date so many days later (negative: earlier), or none when the text is no date.
pub type StepWhen = fn(text: &str, now_ms: i64, days: i64) -> Option<String>;

/// What a form is: its name, its version for drafts, its fields.
#[derive(Clone, Debug)]
pub struct FormSpec {
    /// Its name, kept in drafts.
    pub id: &'static str,
    /// Raised when fields change meaning; kept in drafts.
    pub schema: u32,
    /// Its sections in order.
    pub sections: Vec<Section>,
    pub validator: Validator,
    /// The words for problems.
    pub say: Say,
    /// Whether the help of the focused field takes a row of the form; it is in the layout either way.
    pub inline_help: bool,
}

impl FormSpec {
    /// A form of one untitled section, without checks of its own.
    pub fn new(id: &'static str, schema: u32, say: Say, fields: Vec<FieldSpec>) -> Self {
        Self {
            id,
            schema,
            sections: vec![Section {
                title: String::new(),
                fields,
            }],
            validator: |_, _| None,
            say,
            inline_help: false,
        }
    }

    /// With a further section.
    #[must_use]
    pub fn section(mut self, title: impl Into<String>, fields: Vec<FieldSpec>) -> Self {
        self.sections.push(Section {
            title: title.into(),
            fields,
        });
        self
    }

    /// With the caller's checks.
    #[must_use]
    pub fn checked_by(mut self, validator: Validator) -> Self {
        self.validator = validator;
        self
    }

    /// All fields in order.
    #[cfg(any(test, feature = "rings"))]
    pub fn fields(&self) -> impl Iterator<Item = &FieldSpec> {
        self.sections.iter().flat_map(|s| &s.fields)
    }
}

/// Fields under one title.
#[derive(Clone, Debug)]
pub struct Section {
    /// The title; empty takes no row.
    pub title: String,
    /// The fields in order.
    pub fields: Vec<FieldSpec>,
}

/// What a field is: name, label, kind, when it shows, what it must be.
#[derive(Clone, Debug)]
pub struct FieldSpec {
    pub id: FieldId,
    /// What the screen calls it.
    pub label: String,
    /// What it holds and how it answers keys.
    pub kind: Kind,
    /// Whether it must be filled.
    pub required: bool,
    /// One line of help.
    pub help: String,
    /// Cells of the value; 0 takes what there is.
    pub width: usize,
    /// Shares the row with the field before it when there is room.
    pub pair: bool,
    /// When it is on the form at all.
    pub visible: Visible,
    /// It may tell who somebody is, or what they said.
    pub personal: bool,
}

impl FieldSpec {
    /// An optional, always visible field on a row of its own.
    pub fn new(id: FieldId, label: impl Into<String>, kind: Kind) -> Self {
        Self {
            personal: matches!(kind, Kind::Text { .. } | Kind::Area { .. } | Kind::Phone),
            id,
            label: label.into(),
            kind,
            required: false,
            help: String::new(),
            width: 0,
            pair: false,
            visible: Visible::Always,
        }
    }

    /// Must be filled.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With a line of help.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }

    /// With a value of so many cells.
    #[must_use]
    pub fn width(mut self, cells: usize) -> Self {
        self.width = cells;
        self
    }

    /// On the row of the field before it.
    #[must_use]
    pub fn paired(mut self) -> Self {
        self.pair = true;
        self
    }

    /// Tells who somebody is, though it is no text: people to choose from, a village.
    #[must_use]
    pub fn of_people(mut self) -> Self {
        self.personal = true;
        self
    }

    /// Only when the rule holds.
    #[must_use]
    pub fn when(mut self, visible: Visible) -> Self {
        self.visible = visible;
        self
    }
}

/// When a field is visible. A hidden field keeps what it holds, in drafts too, but is not checked and not submitted.
#[derive(Clone, Copy, Debug)]
pub enum Visible {
    Always,
    /// When another field has one of these codes.
    OneOf(FieldId, &'static [&'static str]),
    /// When another field is filled, or says yes.
    Filled(FieldId),
    /// When the caller's rule holds.
    Test(fn(&FormState) -> bool),
    /// One of these rows that repeat: as many as are filled, and one more.
    Row(&'static [FieldId]),
}

/// One of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChoiceOption {
    /// The code, never reused.
    pub code: String,
    /// What the screen says.
    pub label: String,
    /// The group it stands in when a picker shows the list; may be empty.
    pub group: String,
    /// Why it cannot be chosen; it keeps its digit.
    pub why_not: Option<String>,
}

impl ChoiceOption {
    /// An option without a group.
    pub fn new(code: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            label: label.into(),
            group: String::new(),
            why_not: None,
        }
    }

    /// The same, not to be chosen where there is a reason.
    #[must_use]
    pub fn unless(self, why_not: Option<String>) -> Self {
        Self { why_not, ..self }
    }
}

/// The kinds of fields.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One line of prose.
    Text { max: usize },
    /// Several lines of prose.
    Area {
        max: usize,
        min_rows: usize,
        /// Most rows shown; beyond that the text moves under the caret.
        max_rows: usize,
    },
    /// One of a list.
    Choice { options: Vec<ChoiceOption> },
    /// Text looked up in a list the caller keeps supplying.
    Lookup {
        max: usize,
        /// Whether text that is in no list is taken too.
        free: bool,
        /// Whether digits pick from the list; false where digits belong to what is typed.
        digits: bool,
    },
    /// A day, a time of day or hours in free text.
    When {
        parse: ReadWhen,
        /// Moves it by days, for PageUp and PageDown.
        step: Option<StepWhen>,
        /// Asked about before the form is filed.
        doubt: Option<DoubtWhen>,
    },
    /// A phone number as the person gives it.
    Phone,
    Number {
        /// The least it may be.
        min: i64,
        /// The most it may be.
        max: i64,
    },
    Toggle {
        /// The word for yes.
        yes: String,
        /// The word for no.
        no: String,
    },
    /// Several of a list.
    Multi {
        options: Vec<ChoiceOption>,
        /// Whether typing looks for more than the list holds, in a picker.
        more: bool,
    },
}
