//! Numbered choices as they stand on the screen.

use super::{Choice, Layer};
use crate::app::action::Act;
use crate::domain::trace::Trace;

/// Choices on one page: the digits 1 to 9 and 0.
pub const MENU_PAGE: usize = 10;

/// A numbered choice, with why not where it cannot be taken now.
#[derive(Clone, Debug)]
pub struct Item {
    pub label: String,
    /// Its key, or a remark.
    pub note: String,
    /// Why it cannot be chosen now.
    pub why_not: Option<String>,
    /// Its action: while the menu is open, the action's own key takes the choice, for what the menu is about.
    pub act: Option<Act>,
    pub choice: Choice,
}

impl Item {
    /// A choice that can be made.
    pub fn new(label: impl Into<String>, choice: Choice) -> Self {
        Self {
            label: label.into(),
            note: String::new(),
            why_not: None,
            act: None,
            choice,
        }
    }

    /// The same with a remark at its right.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = note.into();
        self
    }

    /// The same, taken by the key of an action too.
    #[must_use]
    pub const fn pressed(mut self, act: Act) -> Self {
        self.act = Some(act);
        self
    }

    /// The same, greyed with a reason if there is one.
    #[must_use]
    pub fn unless(mut self, why_not: Option<String>) -> Self {
        self.why_not = why_not;
        self
    }
}

/// Numbered choices, with a text above them where something is to be confirmed.
#[derive(Clone, Debug, Default)]
pub struct Menu {
    pub title: String,
    /// The question, a paragraph each.
    pub text: Vec<String>,
    pub items: Vec<Item>,
    /// The one with the marker.
    pub at: usize,
    /// Esc does not leave it without a choice.
    pub modal: bool,
    /// The choice Esc makes there: the one that goes back and loses nothing.
    pub back: Option<usize>,
    /// What it says while the screen is covered; none where it says the same.
    pub covered: Option<Box<Menu>>,
    /// The number that stands in it, where what is done here is the reason.
    pub rings: Option<Box<Trace>>,
}

impl Menu {
    /// A menu with the marker on the first choice.
    pub fn new(title: impl Into<String>, items: Vec<Item>) -> Self {
        Self {
            title: title.into(),
            items,
            ..Self::default()
        }
    }

    /// The same with a question above.
    #[must_use]
    pub fn asking(mut self, text: impl Into<String>) -> Self {
        self.text.push(text.into());
        self
    }

    /// The same with what it says while the screen is covered, and so are the menus it leads to.
    #[must_use]
    pub fn covered_by(mut self, covered: Self) -> Self {
        for (own, other) in self.items.iter_mut().zip(&covered.items) {
            if let (Choice::Push(own), Choice::Push(other)) = (&mut own.choice, &other.choice)
                && let (Layer::Menu(own), Layer::Menu(other)) = (own.as_mut(), other.as_ref())
            {
                *own = std::mem::take(own).covered_by(other.clone());
            }
        }
        self.covered = Some(Box::new(covered));
        self
    }

    /// Whose words a screen shows of it.
    pub fn words(&self, masked: bool) -> &Self {
        self.covered.as_deref().filter(|_| masked).unwrap_or(self)
    }

    /// Where the marker stands until it is moved: on the first choice that can be made and claims nothing.
    pub fn rest(&self) -> usize {
        let rests = |item: &Item| item.why_not.is_none() && !item.choice.claims();
        self.items.iter().position(rests).unwrap_or_default()
    }

    /// The same with the marker there: Enter on a row and Enter once more say of nobody what nobody said.
    #[must_use]
    pub fn at_rest(mut self) -> Self {
        self.at = self.rest();
        self
    }

    /// Puts the menu on top of what is on the screen.
    pub fn layer(self) -> Layer {
        Layer::Menu(self)
    }
}
