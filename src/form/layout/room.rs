//! The room a form has on the screen, and its rows laid out in it.
//!
//! Laying out is most of what a key in a form costs, so it is done once: whatever changes a form ends with `follow`, and
//! whoever draws it takes the rows that are at hand.

use std::borrow::Cow;

use super::FormLayout;
use crate::form::spec::Kind;
use crate::form::state::{Field, FormState};

/// The room, how far the form is scrolled in it, and the rows.
#[derive(Clone, Debug)]
pub(in crate::form) struct Room {
    width: usize,
    height: usize,
    scroll: usize,
    rows: FormLayout,
}

impl Default for Room {
    fn default() -> Self {
        Self {
            width: 80,
            height: 0,
            scroll: 0,
            rows: FormLayout::default(),
        }
    }
}

impl Room {
    /// Cells to which the focused text is wrapped.
    pub fn wrap(&self) -> usize {
        self.rows.wrap
    }
}

impl FormState {
    /// Tells the room there is; Up and Down in areas and the scroll depend on it. Height 0 never scrolls.
    pub fn set_size(&mut self, width: usize, height: usize) {
        if (self.room.width, self.room.height) != (width, height) {
            (self.room.width, self.room.height) = (width, height);
            self.follow();
        }
    }

    /// Tells the time that dates are read at.
    pub fn set_now(&mut self, now_ms: i64) {
        if self.now_ms != now_ms {
            self.now_ms = now_ms;
            if self.fields.iter().any(is_dated) {
                self.follow();
            }
        }
    }

    /// First row of the layout in view.
    pub fn scroll(&self) -> usize {
        self.room.scroll
    }

    /// The form as rows of at most `width` cells: those at hand when it is the width it was told.
    pub fn laid(&self, width: usize) -> Cow<'_, FormLayout> {
        if width == self.room.width {
            Cow::Borrowed(&self.room.rows)
        } else {
            Cow::Owned(self.layout(width))
        }
    }

    /// Lays the form out as it is now, and scrolls the focused area to its caret and the form to the focused field.
    pub(in crate::form) fn follow(&mut self) {
        let rows = self.layout(self.room.width);
        if let (Some(f), Some(top)) = (self.fields.get_mut(self.focus), rows.top) {
            f.top = top;
        }
        self.room.scroll = rows.first_row(self.room.height, self.room.scroll);
        self.room.rows = rows;
    }
}

/// Whether a row says how a date is understood, which the time may change.
fn is_dated(field: &Field) -> bool {
    matches!(field.spec.kind, Kind::When { .. }) && field.content.buffer().is_some_and(|b| !b.is_empty())
}
