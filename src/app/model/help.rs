//! The page of keys: what the form or the menu on top asks, then a line for each act.

/// One line of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub keys: String,
    pub label: String,
    /// What it does, or why it cannot be done now.
    pub does: String,
    /// It can be done now.
    pub enabled: bool,
}

/// Help on the screen.
#[derive(Clone, Debug)]
pub struct Help {
    pub rows: Vec<Row>,
    /// What it is of: the form or the menu it was opened over; empty for the screen.
    pub of: String,
    /// Cells that names take.
    pub names: u16,
    /// First line in view.
    pub top: usize,
}
