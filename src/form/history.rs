//! Undo for one buffer: what was replaced by what, in bytes, grouped the way a person thinks of one change.
//!
//! A run of typing is one group until a blank, a break, punctuation or a move of the caret ends it; so is a run of
//! Backspace or Delete. A paste is a group of its own.

/// Groups kept; older ones are forgotten.
const DEPTH: usize = 400;

/// What kind of key made an edit; only edits of one kind join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stroke {
    Type,
    Backspace,
    Delete,
    Whole,
}

/// One replacement, with the caret on both sides of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Edit {
    pub at: usize,
    pub removed: String,
    pub inserted: String,
    pub before: usize,
    pub after: usize,
    pub stroke: Stroke,
}

/// The edits done and undone.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    done: Vec<Edit>,
    undone: Vec<Edit>,
    open: bool,
}

impl History {
    /// Ends the running group.
    pub fn seal(&mut self) {
        self.open = false;
    }

    /// Takes note of an edit, joining it to the running group when it continues it.
    pub fn record(&mut self, edit: Edit) {
        self.undone.clear();
        let stays_open = edit.stroke != Stroke::Whole && !edit.inserted.ends_with(ends_group);
        let joined = self.open && self.done.last_mut().is_some_and(|last| join(last, &edit));
        if !joined {
            self.done.push(edit);
        }
        self.open = stays_open;
        if self.done.len() > DEPTH {
            self.done.remove(0);
        }
    }

    /// The newest edit, moved to the undone side.
    pub fn back(&mut self) -> Option<Edit> {
        self.open = false;
        let edit = self.done.pop()?;
        self.undone.push(edit.clone());
        Some(edit)
    }

    /// The edit undone last, moved to the done side.
    pub fn forth(&mut self) -> Option<Edit> {
        self.open = false;
        let edit = self.undone.pop()?;
        self.done.push(edit.clone());
        Some(edit)
    }
}

fn ends_group(c: char) -> bool {
    c.is_whitespace() || c.is_ascii_punctuation() || "，。、；：？！".contains(c)
}

fn join(last: &mut Edit, next: &Edit) -> bool {
    if last.stroke != next.stroke {
        return false;
    }
    let joins = match next.stroke {
        Stroke::Type => next.removed.is_empty() && next.at == last.at + last.inserted.len(),
        Stroke::Backspace => next.inserted.is_empty() && next.at + next.removed.len() == last.at,
        Stroke::Delete => next.inserted.is_empty() && next.at == last.at,
        Stroke::Whole => false,
    };
    if joins {
        match next.stroke {
            Stroke::Backspace => {
                last.removed.insert_str(0, &next.removed);
                last.at = next.at;
            }
            Stroke::Delete => last.removed.push_str(&next.removed),
            Stroke::Type | Stroke::Whole => last.inserted.push_str(&next.inserted),
        }
        last.after = next.after;
    }
    joins
}
