//! Rows for the screen: every visible field as spans with their columns, and the place of the caret.
//!
//! Labels stand right-aligned in a column as wide as the longest; a field may share the row of the one before it.
//! Text wraps one cell short of its column, so a caret after the last character still stands inside. Colour is
//! nobody's business here: what is chosen or wrong is also in the text.

mod blocks;
mod room;

use super::state::{Field, FormState};
use super::value::FieldId;
use crate::cells;
use blocks::{Block, Column};
pub(super) use room::Room;

/// Narrowest form in which two fields share a row.
pub const PAIR_AT: usize = 70;

/// Blanks between a label and its value.
const GAP: usize = 2;

/// What a span shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The title of a section.
    Section,
    /// The label of a field, its `*` included.
    Label,
    /// What the field holds.
    Value,
    /// An option shown in place; a chosen one is in brackets.
    Chip {
        /// Its place in the list.
        index: usize,
        /// Whether it is chosen.
        chosen: bool,
        /// Whether the caret is on it.
        cursor: bool,
        /// Whether it cannot be chosen now.
        closed: bool,
    },
    /// A line of a pick list.
    Candidate {
        /// Its place in the list.
        index: usize,
        /// Whether the cursor is on it.
        cursor: bool,
    },
    /// How a date was understood.
    Echo,
    Error,
    /// What the record says by now, under what was typed.
    Record,
    /// Help for the focused field.
    Help,
    /// Rows out of view, as `+3/+12`.
    More {
        /// Above what is seen.
        above: usize,
        /// Below it.
        below: usize,
    },
}

/// A piece of text at a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormSpan {
    /// The field it belongs to.
    pub field: Option<FieldId>,
    pub part: Part,
    /// Column, from the left edge of the form.
    pub col: usize,
    /// Cells it may take: the text never takes more.
    pub cells: usize,
    pub text: String,
    /// Whether its field has the focus.
    pub focused: bool,
}

/// A row of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormRow {
    /// Its pieces, left to right.
    pub spans: Vec<FormSpan>,
}

/// A form laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormLayout {
    /// The rows; which of them are in view is `FormState::scroll`.
    pub rows: Vec<FormRow>,
    /// Row and column of the caret, counted from the first row and the left edge.
    pub caret: Option<(usize, usize)>,
    pub focused: Option<FieldId>,
    /// Help for the focused field, whether or not it has a row.
    pub help: String,
    /// Graphemes used and allowed, once four fifths are used.
    pub counter: Option<(usize, usize)>,
    /// First wrapped row in view of the focused text.
    pub(super) top: Option<usize>,
    /// Cells to which the focused text is wrapped.
    pub(super) wrap: usize,
}

impl FormLayout {
    /// First row to draw in a window of `height` rows that began at `from`: moved as little as brings the whole
    /// focused field into view, the caret above all.
    pub fn first_row(&self, height: usize, from: usize) -> usize {
        if height == 0 || self.rows.len() <= height {
            return 0;
        }
        let on = |r: &FormRow| r.spans.iter().any(|s| s.focused);
        let top = self.rows.iter().position(on).unwrap_or(0);
        let bottom = self.rows.iter().rposition(on).unwrap_or(0);
        let caret = self.caret.map_or(top, |c| c.0);
        let show = |from: usize, row: usize| from.clamp((row + 1).saturating_sub(height), row);
        let from = show(show(show(from, bottom), top), caret);
        from.min(self.rows.len() - height)
    }
}

/// Where a field stands.
#[derive(Clone, Copy, Debug)]
struct Place {
    at: usize,
    beside: bool,
    label_col: usize,
    label: usize,
    col: usize,
    width: usize,
    /// Cells up to the next field or the edge, which what is said of it may take.
    room: usize,
}

impl FormState {
    /// The form as rows of at most `width` cells.
    pub fn layout(&self, width: usize) -> FormLayout {
        let mut out = FormLayout {
            wrap: blocks::wrap_width(width),
            ..FormLayout::default()
        };
        let mut section = None;
        let mut base = 0;
        for place in places(self, width) {
            let Some(field) = self.fields.get(place.at) else {
                continue;
            };
            let focused = place.at == self.focus;
            if section != Some(field.section) {
                section = Some(field.section);
                let title = self.titles.get(field.section).map_or("", String::as_str);
                if !title.is_empty() {
                    out.rows.push(FormRow {
                        spans: vec![plain(Part::Section, 0, width, title)],
                    });
                }
            }
            if !place.beside {
                base = out.rows.len();
            }
            let block = self.block(field, &place, focused);
            if focused {
                out.focused = Some(field.spec.id);
                out.caret = Some((base + block.caret.0, block.caret.1.min(width.saturating_sub(1))));
                out.top = block.top;
                out.wrap = blocks::wrap_width(place.width);
                out.help.clone_from(&field.spec.help);
                out.counter = counter(field);
            }
            for (i, spans) in block.rows.into_iter().enumerate() {
                if out.rows.len() <= base + i {
                    out.rows.push(FormRow::default());
                }
                if let Some(row) = out.rows.get_mut(base + i) {
                    row.spans.extend(spans);
                }
            }
        }
        out
    }

    /// Label, value, problem and help of one field.
    fn block(&self, field: &Field, place: &Place, focused: bool) -> Block {
        let mut block = Block::of(
            field,
            Column {
                col: place.col,
                width: place.width,
                focused,
            },
            self.now_ms,
        );
        let label = cells::fit(&field.label.0, place.label);
        let used = cells::width(&label);
        let span = plain(Part::Label, place.label_col + place.label - used, used, &label);
        if let Some(row) = block.rows.first_mut() {
            row.insert(0, span);
        }
        if let Some(problem) = &field.shown {
            block.note(Part::Error, &(self.say)(problem), place.col, place.room);
        }
        if let Some(note) = &field.record.note {
            block.note(Part::Record, note, place.col, place.room);
        }
        if focused && self.inline_help && !field.spec.help.is_empty() {
            block.note(Part::Help, &field.spec.help, place.col, place.room);
        }
        for span in block.rows.iter_mut().flatten() {
            span.field = Some(field.spec.id);
            span.focused = focused;
        }
        block
    }
}

fn plain(part: Part, col: usize, room: usize, text: &str) -> FormSpan {
    let text = cells::fit(text, room).into_owned();
    FormSpan {
        field: None,
        part,
        col,
        cells: room,
        text,
        focused: false,
    }
}

fn counter(field: &Field) -> Option<(usize, usize)> {
    let b = field.content.buffer()?;
    let max = b.max()?;
    (b.len() * 5 >= max * 4).then_some((b.len(), max))
}

/// The visible fields with their columns.
fn places(form: &FormState, width: usize) -> Vec<Place> {
    let mut beside = false;
    let mut before = None;
    let shown: Vec<(usize, &Field, bool)> = form
        .fields
        .iter()
        .enumerate()
        .filter(|(_, f)| form.is_shown(f))
        .map(|(at, f)| {
            beside = f.spec.pair && !beside && width >= PAIR_AT && before == Some(f.section);
            before = Some(f.section);
            (at, f, beside)
        })
        .collect();
    let longest = |second: bool| {
        let labels = shown.iter().filter(|(_, _, b)| *b == second);
        let cells = labels.map(|(_, f, _)| f.label.1).max();
        cells.unwrap_or(0).min(width / 3)
    };
    let (first, second, half) = (longest(false), longest(true), width / 2);
    shown
        .iter()
        .enumerate()
        .map(|(i, (at, f, beside))| {
            let shares = !beside && shown.get(i + 1).is_some_and(|next| next.2);
            let (label_col, label) = if *beside { (half, second) } else { (0, first) };
            let col = (label_col + label + GAP).min(width);
            let end = if shares { half.saturating_sub(GAP) } else { width };
            let room = end.saturating_sub(col);
            let width = if f.spec.width == 0 {
                room
            } else {
                room.min(f.spec.width + 1)
            };
            Place {
                at: *at,
                beside: *beside,
                label_col,
                label,
                col,
                width,
                room,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
