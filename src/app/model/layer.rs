//! What lies over the screen, the topmost last: data alone. How each answers keys is in the folder of its noun.
//!
//! A layer never touches the stack it lies on. It returns a [`Step`] and `update` carries it out.

use super::form::Manner;
use super::{
    Cursor, Do, Effect, Flow, Form, Help, Importing, Matter, Menu, Page, Palette, Picker, Record, SelfTest, Target,
    Then,
};
use crate::app::action::Act;
use crate::domain::command::Command;
use crate::domain::record::Account;
use crate::domain::view::Answer;
use crate::form::{FieldId, Value};
use crate::keys::keymap::GLOBAL;

/// Something over the screen.
#[derive(Clone, Debug)]
pub enum Layer {
    /// Numbered choices, with or without a question above.
    Menu(Menu),
    /// Fields to fill in.
    Form(Box<Form>),
    /// A list to choose from by typing.
    Picker(Box<Picker>),
    /// A page to read.
    Page(Page),
    Help(Help),
    Palette(Box<Palette>),
    /// One opinion with everything around it.
    Record(Box<Record>),
    /// What was filed, read back; the acts on a matter.
    Matter(Box<Matter>),
    /// Bringing in a table.
    Importing(Box<Importing>),
    Closing(Closing),
    /// 终端自检.
    SelfTest(SelfTest),
}

impl Layer {
    /// The scopes of its keys, the inner first.
    pub const fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Form(_) => &["form", GLOBAL],
            Self::Record(_) | Self::Page(_) | Self::Help(_) => &["read", "list", GLOBAL],
            Self::Menu(_)
            | Self::Picker(_)
            | Self::Palette(_)
            | Self::Matter(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => &["list", GLOBAL],
        }
    }

    /// It was opened for something that has not come yet.
    pub fn is_blank(&self) -> bool {
        matches!(self, Self::Record(record) if record.file.is_none() && record.ticket.is_some())
    }

    /// Characters are text here, not commands.
    pub fn takes_text(&self) -> bool {
        let filters = matches!(self, Self::Picker(_) | Self::Palette(_) | Self::SelfTest(_))
            || matches!(self, Self::Importing(importing) if importing.finds_a_field());
        filters || self.form().is_some_and(|f| !f.host.at_end)
    }

    /// Must be answered before anything else: set-up, the choice of an account.
    pub fn is_modal(&self) -> bool {
        matches!(self, Self::Menu(m) if m.modal) || matches!(self, Self::Form(f) if f.manner() == Manner::First)
    }

    /// What it is, in a word of the code; for the report of a fault.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Menu(_) => "menu",
            Self::Form(form) => form.host.form.id(),
            Self::Picker(_) => "picker",
            Self::Page(_) => "page",
            Self::Help(_) => "help",
            Self::Palette(_) => "palette",
            Self::Record(_) => "record",
            Self::Matter(_) => "matter",
            Self::Importing(_) => "importing",
            Self::Closing(_) => "closing",
            Self::SelfTest(_) => "self-test",
        }
    }

    /// Holds something typed, must be answered, or is at work: stays when a search leaves the screen.
    pub fn is_kept(&self) -> bool {
        self.is_form() || self.is_modal() || matches!(self, Self::Importing(i) if i.is_writing())
    }

    /// Fields to fill in.
    pub fn is_form(&self) -> bool {
        self.form().is_some()
    }

    /// The form, where it is one.
    pub fn form(&self) -> Option<&Form> {
        if let Self::Form(form) = self { Some(form) } else { None }
    }

    /// The same, taken out.
    pub fn into_form(self) -> Option<Form> {
        if let Self::Form(form) = self { Some(*form) } else { None }
    }

    /// The same, to change it.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        if let Self::Form(form) = self { Some(form) } else { None }
    }

    /// A layer of a matter.
    pub fn matter(&self) -> Option<&Matter> {
        let Self::Matter(m) = self else { return None };
        Some(m)
    }
}

/// The list on the screen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Closing {
    /// The line with the marker.
    pub cursor: Cursor,
}

/// An answer taken, with what it asks for next, or given back by a layer that did not ask.
pub type Taken = Result<Vec<Effect>, Box<Answer>>;

/// What a numbered row does.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Nothing; the layer goes.
    Close,
    Act(Act),
    Run(Box<Command>, Then),
    Push(Box<Layer>),
    /// Work for a table, then go on.
    UseTable(u8, Option<Act>),
    /// Sit down as this account.
    UseAccount(Box<Account>),
    /// Receive without deputies being there, and open.
    Flow(Flow),
    /// Open the form for a matter.
    Opinion(Target),
    /// Something about a matter.
    Matter(Box<Do>),
    /// A value for a field of the form on top.
    Field(FieldId, Value),
    /// What is meant in a field of the form on top of which that was not known; then it is filed.
    Settle(FieldId, Value),
    /// Speak GB18030 to this terminal.
    Gb18030,
    /// File the form on top, as its key would.
    File,
    /// Leave, once everything typed is on the disk.
    Quit,
    /// Leave though something could not be saved, with its words said or not.
    QuitUnsaved(bool),
}

impl Choice {
    /// It writes with nothing asked, as a rule what somebody did or said, or throws something away: nobody means it by
    /// pressing Enter once more.
    pub fn claims(&self) -> bool {
        match self {
            Self::Run(..) => true,
            Self::Matter(what) => match what.as_ref() {
                Do::Tell(_) | Do::DeleteDraft(..) | Do::TakeOver(..) | Do::Look(..) => true,
                // A form that says already what came of it.
                Do::Form(_, _, said) => !said.is_empty(),
                Do::Count(_)
                | Do::FileNameless(_)
                | Do::TellMenu(_)
                | Do::Record(_)
                | Do::Acts
                | Do::Reveal
                | Do::RestoreDraft(_)
                | Do::PickVisit(..)
                | Do::MoveTo(..)
                | Do::Again(..) => false,
            },
            Self::Close
            | Self::Act(_)
            | Self::Push(_)
            | Self::UseTable(..)
            | Self::UseAccount(_)
            | Self::Flow(_)
            | Self::Opinion(_)
            | Self::Field(..)
            | Self::Settle(..)
            | Self::Gb18030
            | Self::File
            | Self::Quit
            | Self::QuitUnsaved(_) => false,
        }
    }
}

/// What becomes of the stack after a key.
#[derive(Clone, Debug)]
pub enum Next {
    Stay,
    Close,
    /// Another lies over it.
    Push(Box<Layer>),
    /// The layer goes and its choice is carried out.
    Do(Choice),
    /// The choice is carried out under the layer, which stays.
    Keep(Choice),
}

/// What a layer made of a key.
#[derive(Clone, Debug)]
pub struct Step {
    /// What becomes of the stack.
    pub next: Next,
    /// What the outside shall do.
    pub effects: Vec<Effect>,
}

impl From<Next> for Step {
    fn from(next: Next) -> Self {
        Self {
            next,
            effects: Vec::new(),
        }
    }
}

impl From<Vec<Effect>> for Step {
    fn from(effects: Vec<Effect>) -> Self {
        Self {
            next: Next::Stay,
            effects,
        }
    }
}

impl Step {
    /// Stay and ask the outside for something.
    pub fn with(effect: Effect) -> Self {
        Self {
            next: Next::Stay,
            effects: vec![effect],
        }
    }
}
