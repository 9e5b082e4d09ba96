//! The page of keys: a line for each act.

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
    /// First line in view.
    pub top: usize,
}
