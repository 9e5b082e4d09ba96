//! A page to read, paragraph by paragraph.

use super::{Choice, Ticket};

/// One paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Before it, or empty.
    pub label: String,
    pub text: String,
    /// Less important: a definition.
    pub quiet: bool,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    pub title: String,
    pub lines: Vec<Line>,
    /// First row in view.
    pub top: usize,
    /// What Enter does, and the words for it.
    pub go: Option<(String, Choice)>,
    /// The question whose answer fills it.
    pub ticket: Option<Ticket>,
}

pub(in crate::app) fn line(label: impl Into<String>, text: impl Into<String>) -> Line {
    Line {
        label: label.into(),
        text: text.into(),
        quiet: false,
    }
}

impl Page {
    /// A page of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<Line>) -> Self {
        Self {
            title: title.into(),
            lines,
            top: 0,
            go: None,
            ticket: None,
        }
    }
}
