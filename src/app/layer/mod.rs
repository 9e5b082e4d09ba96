//! What lies over the screen: each layer keeps its own state and answers keys in its own file. The topmost layer
//! gets a key first; what it does not want goes on to the desk.
//!
//! A layer never touches the stack it lies on. It returns a [`Step`] and `update` carries it out.

pub mod closing;
pub mod form;
pub mod help;
pub mod importing;
pub mod kept;
pub mod menu;
pub mod page;
pub mod palette;
pub mod picker;
pub mod selftest;
mod typed;

use super::action::{Act, Walk};
use super::input::{Effect, Ticket};
use super::state::State;
use crate::domain::command::{Command, Request};
use crate::domain::record::Account;
use crate::domain::view::Answer;
use crate::form::Autosave;
use crate::keys::Chord;
use crate::keys::keymap::GLOBAL;

pub use closing::Closing;
pub use form::Form;
pub use help::Help;
pub use importing::Importing;
pub use menu::{Item, Menu};
pub use page::Page;
pub use palette::Palette;
pub use picker::Picker;
pub use selftest::SelfTest;
pub use typed::Typed;

pub use super::opinion::{Matter, Record};

use super::opinion::sheet::Sheet;

use super::pending::Then;

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
    /// The keys.
    Help(Help),
    /// Actions by name.
    Palette(Box<Palette>),
    /// One opinion with everything around it.
    Record(Box<Record>),
    /// A form about a matter, its read-back, its acts.
    Matter(Box<Matter>),
    /// Bringing in a table.
    Importing(Box<Importing>),
    /// Closing the day.
    Closing(Closing),
    /// 终端自检.
    SelfTest(SelfTest),
}

/// An answer taken, with what it asks for next, or given back by a layer that did not ask.
pub type Taken = Result<Vec<Effect>, Box<Answer>>;

/// What a numbered row does.
#[derive(Clone, Debug)]
pub enum Choice {
    /// Nothing; the layer goes.
    Close,
    /// Start an action.
    Act(Act),
    /// Send a command.
    Run(Box<Command>, Then),
    /// Send a command that had to wait for another.
    Again(Box<Request>, Then),
    /// Show a layer.
    Push(Box<Layer>),
    /// Work for a table, then go on.
    UseTable(u8, Option<Act>),
    /// Sit down as this account.
    UseAccount(Box<Account>),
    /// Receive without deputies being there, and open.
    Flow(super::flow::Step),
    /// Open the form for a matter.
    Opinion(super::opinion::Target),
    /// Something about a matter.
    Matter(Box<super::opinion::Do>),
    /// Speak GB18030 to this terminal.
    Gb18030,
    /// Leave the program.
    Quit,
}

/// What becomes of the stack after a key.
#[derive(Clone, Debug)]
pub enum Next {
    /// Nothing.
    Stay,
    /// The layer goes.
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

impl Step {
    /// Nothing changes on the stack.
    pub const STAY: Next = Next::Stay;

    /// Stay and ask the outside for something.
    pub fn with(effect: Effect) -> Self {
        Self {
            next: Next::Stay,
            effects: vec![effect],
        }
    }
}

impl Layer {
    /// The scopes of its keys, the inner first.
    pub const fn scopes(&self) -> &'static [&'static str] {
        match self {
            Self::Form(_) => &["form", GLOBAL],
            Self::Matter(m) => m.scopes(),
            Self::Record(_) | Self::Page(_) | Self::Help(_) => &["read", "list", GLOBAL],
            Self::Menu(_)
            | Self::Picker(_)
            | Self::Palette(_)
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
        let filters = matches!(self, Self::Picker(_) | Self::Palette(_) | Self::SelfTest(_));
        filters || self.typed().is_some_and(|typed| !typed.at_end())
    }

    /// Must be answered before anything else: set-up, the choice of an account.
    pub fn is_modal(&self) -> bool {
        matches!(self, Self::Menu(m) if m.modal) || matches!(self, Self::Form(f) if f.kind.is_modal())
    }

    /// Answers a key; `None` when it is not for this layer. `act` is what the keymap says of it.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        match self {
            Self::Menu(m) => m.key(state, chord, act),
            Self::Form(f) => f.key(state, chord, act),
            Self::Picker(p) => p.key(state, chord, act),
            Self::Page(p) => p.key(state, act),
            Self::Help(h) => h.key(state, chord, act),
            Self::Palette(p) => p.key(state, chord, act),
            Self::Record(r) => r.key(state, chord, act),
            Self::Matter(m) => m.key(state, chord, act),
            Self::Importing(i) => i.key(state, chord, act),
            Self::Closing(c) => c.key(state, chord, act),
            Self::SelfTest(s) => Some(s.key(state, chord)),
        }
    }

    /// Takes committed or pasted text.
    pub fn text(&mut self, state: &mut State, text: &str, pasted: bool) -> Step {
        match self {
            Self::Form(f) => f.text(state, text, pasted),
            Self::Matter(m) => m.text(state, text, pasted),
            Self::Picker(p) => p.text(state, text),
            Self::Palette(p) => p.text(state, text),
            Self::SelfTest(s) => s.text(state, text, pasted),
            Self::Menu(_) | Self::Page(_) | Self::Help(_) | Self::Record(_) | Self::Importing(_) | Self::Closing(_) => {
                Next::Stay.into()
            }
        }
    }

    /// Takes an answer if it asked the question; gives it back otherwise.
    pub fn answer(&mut self, state: &mut State, ticket: Ticket, answer: Box<Answer>) -> Taken {
        match self {
            Self::Form(f) => f.answer(state, ticket, answer),
            Self::Matter(m) => m.answer(state, ticket, answer),
            Self::Picker(p) => p.answer(state, ticket, answer),
            Self::Page(p) => p.answer(state, ticket, answer),
            Self::Record(r) => r.answer(ticket, answer),
            Self::Menu(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => Err(answer),
        }
    }

    /// What it is, in a word of the code; for the report of a fault.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Menu(_) => "menu",
            Self::Form(_) => "form",
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
        self.typed().is_some()
    }

    /// What is typed in it.
    pub fn typed(&self) -> Option<&dyn Typed> {
        match self {
            Self::Form(f) => Some(f.as_ref()),
            Self::Matter(m) => Some(m.sheet()?),
            Self::Menu(_)
            | Self::Picker(_)
            | Self::Page(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Record(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => None,
        }
    }

    /// The same, to type in.
    pub fn typed_mut(&mut self) -> Option<&mut dyn Typed> {
        if let Self::Form(f) = self {
            return Some(f.as_mut());
        }
        Some(self.sheet_mut()?)
    }

    /// The form about a matter.
    pub fn sheet(&self) -> Option<&Sheet> {
        self.matter()?.sheet()
    }

    /// The same, to change it.
    pub fn sheet_mut(&mut self) -> Option<&mut Sheet> {
        let Self::Matter(m) = self else { return None };
        m.sheet_mut()
    }

    /// A layer of a matter.
    pub fn matter(&self) -> Option<&Matter> {
        let Self::Matter(m) = self else { return None };
        Some(m)
    }

    /// Whether what is typed in it is safe.
    pub fn save(&self) -> Option<Autosave> {
        self.typed()?.save()
    }
}

/// The digit of a key, full-width included; 0 is ten.
pub fn digit(chord: Chord) -> Option<usize> {
    match chord.command().text()?.to_digit(10)? {
        0 => Some(10),
        n => Some(n as usize),
    }
}

/// Where a list cursor goes by an act, in a list of `len` rows and pages of `page`.
pub fn moved(at: usize, act: Act, len: usize, page: usize) -> Option<usize> {
    let last = len.saturating_sub(1);
    let page = page.max(1);
    let to = match act.walk()? {
        Walk::Up => at.saturating_sub(1),
        Walk::Down => at + 1,
        Walk::PageUp => at.saturating_sub(page),
        Walk::PageDown => at + page,
        Walk::First => 0,
        Walk::Last => last,
    };
    Some(to.min(last))
}
