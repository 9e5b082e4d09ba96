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

use super::action::Act;
use super::input::{Effect, Ticket};
use super::state::State;
use crate::domain::command::{Command, Request};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::moment::Moment;
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

pub use super::opinion::{Matter, Record};

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
            _ => &["list", GLOBAL],
        }
    }

    /// It was opened for something that has not come yet.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Record(record) => record.file.is_none() && record.ticket.is_some(),
            _ => false,
        }
    }

    /// Characters are text here, not commands.
    pub fn takes_text(&self) -> bool {
        match self {
            Self::Form(f) => !f.at_end,
            Self::Matter(m) => m.takes_text(),
            Self::Picker(_) | Self::Palette(_) | Self::SelfTest(_) => true,
            Self::Menu(_) | Self::Page(_) | Self::Help(_) | Self::Record(_) | Self::Importing(_) | Self::Closing(_) => {
                false
            }
        }
    }

    /// Must be answered before anything else: set-up, the choice of an account.
    pub fn is_modal(&self) -> bool {
        match self {
            Self::Menu(m) => m.modal,
            Self::Form(f) => f.kind.is_modal(),
            _ => false,
        }
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
        match self {
            Self::Form(_) => true,
            Self::Matter(m) => m.is_form(),
            _ => false,
        }
    }

    /// When what is typed in it wants to be saved.
    pub fn deadline(&self) -> Option<u64> {
        match self {
            Self::Form(f) => f.deadline(),
            Self::Matter(m) => m.deadline(),
            _ => None,
        }
    }

    /// Saves what is typed when it is time.
    pub fn tick(&mut self, state: &State, now: Moment) -> Option<Effect> {
        match self {
            Self::Form(f) => f.tick(state, now),
            Self::Matter(m) => m.tick(state, now),
            _ => None,
        }
    }

    /// Saves what is typed, whatever the time.
    pub fn keep(&mut self, state: &State) -> Option<Effect> {
        match self {
            Self::Form(f) => f.keep(state),
            Self::Matter(m) => m.keep(state),
            _ => None,
        }
    }

    /// A draft is safe, or is not.
    pub fn draft_saved(&mut self, state: &mut State, id: DraftId, saved: bool) {
        match self {
            Self::Form(f) => f.draft_saved(state, id, saved),
            Self::Matter(m) => m.draft_saved(state, id, saved),
            _ => {}
        }
    }

    /// Whether what is typed in it is safe.
    pub fn save(&self) -> Option<Autosave> {
        match self {
            Self::Form(f) => f.kept.map(|k| k.save),
            Self::Matter(m) => m.save(),
            _ => None,
        }
    }

    /// The command this layer was filed by.
    pub fn sent(&self) -> Option<CommandId> {
        match self {
            Self::Form(f) => f.sent,
            Self::Matter(m) => m.busy(),
            _ => None,
        }
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
    let to = match act {
        Act::ListUp => at.saturating_sub(1),
        Act::ListDown => at + 1,
        Act::ListPageUp => at.saturating_sub(page),
        Act::ListPageDown => at + page,
        Act::ListFirst => 0,
        Act::ListLast => last,
        _ => return None,
    };
    Some(to.min(last))
}
