//! The terminal the desk is drawn on, what was chosen for it, and the self-test.

use super::Ticket;
use crate::app::terminal::Facts;
use crate::domain::looks::Looks;

/// The terminal and what was chosen for it.
#[derive(Clone, Debug, Default)]
pub struct TerminalState {
    /// What is known about the terminal.
    pub facts: Facts,
    pub looks: Looks,
    /// The theme was named on the command line, which wins over what was chosen before.
    pub theme_fixed: bool,
    /// The command line said whether GB18030 is spoken, which wins over what was chosen before.
    pub gb18030_fixed: Option<bool>,
    /// The question for what was chosen.
    pub ticket: Option<Ticket>,
    /// Chosen in this sitting, so that what was chosen before no longer counts.
    pub(in crate::app) touched: bool,
    /// The charset has been spoken of.
    pub(in crate::app) told: bool,
}

impl TerminalState {
    /// Whether GB18030 shall be spoken, if anybody has said so.
    pub fn gb18030(&self) -> Option<bool> {
        self.gb18030_fixed.or(self.looks.gb18030)
    }
}

/// A key as it came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    pub name: String,
    /// Its bytes, in hexadecimal.
    pub bytes: String,
}

/// The page that shows what the terminal draws and what it sends.
#[derive(Clone, Debug, Default)]
pub struct SelfTest {
    /// The page, counted on without end; the drawing knows how many there are.
    pub page: usize,
    /// What was pressed, the last first.
    pub presses: Vec<Press>,
    /// Esc was the last key.
    pub escaped: bool,
}
