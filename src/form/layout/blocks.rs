//! The value of one field as rows of spans, by kind.

use super::{FormSpan, Part, plain};
use crate::cells;
use crate::form::buffer::TextBuffer;
use crate::form::kinds::Content;
use crate::form::kinds::lookup::Lookup;
use crate::form::kinds::when;
use crate::form::spec::{INLINE, Kind};
use crate::form::state::Field;
use crate::form::wrap::wrap;

/// One of the options shown in a row.
#[derive(Clone, Copy)]
struct Chip<'c> {
    label: &'c str,
    is_chosen: bool,
    is_closed: bool,
}

impl<'c> Chip<'c> {
    const fn of(label: &'c str, is_chosen: bool) -> Self {
        Self {
            label,
            is_chosen,
            is_closed: false,
        }
    }
}

/// Most rows of a one-line text.
const LINE_ROWS: usize = 3;

/// Fewest cells worth showing an echo in, beside a date.
const ECHO: usize = 10;

/// Cells to which text is wrapped in a column: one is left for the caret.
pub(super) fn wrap_width(column: usize) -> usize {
    column.saturating_sub(1).max(2)
}

/// The column a value stands in.
#[derive(Clone, Copy)]
pub(super) struct Column {
    pub col: usize,
    pub width: usize,
    pub focused: bool,
}

/// Rows of spans, the caret among them, and the first wrapped row in view.
#[derive(Default)]
pub(super) struct Block {
    pub rows: Vec<Vec<FormSpan>>,
    pub caret: (usize, usize),
    pub top: Option<usize>,
}

impl Block {
    /// The value of a field in a column.
    pub fn of(field: &Field, column: Column, now_ms: i64) -> Self {
        let Column { col, width, focused } = column;
        let mut block = Self {
            caret: (0, col),
            ..Self::default()
        };
        match (&field.content, &field.spec.kind) {
            (Content::Line(b), Kind::Area { min_rows, max_rows, .. }) => {
                block.text(b, field.top, (*min_rows, *max_rows), column);
            }
            (Content::Line(b), Kind::When { parse, .. }) => {
                block.text(b, field.top, (1, LINE_ROWS), column);
                if !b.is_empty()
                    && let Some(echo) = when::echo(b.text(), *parse, now_ms)
                {
                    block.echo(&echo, cells::width(b.text()), col, width);
                }
            }
            (Content::Line(b), _) => block.text(b, field.top, (1, LINE_ROWS), column),
            (Content::Lookup(l), Kind::Lookup { digits, .. }) => {
                block.text(l.buffer(), field.top, (1, LINE_ROWS), column);
                if focused {
                    block.candidates(l, *digits, col, width);
                }
            }
            (Content::Choice(c), Kind::Choice { options }) => {
                let label = c.as_ref().map_or("", |p| p.label.as_str());
                let chosen = |code: &str| c.as_ref().is_some_and(|p| p.code.as_deref() == Some(code));
                let chips = options.iter().map(|o| Chip {
                    is_closed: o.why_not.is_some(),
                    ..Chip::of(&o.label, chosen(&o.code))
                });
                let chips: Vec<Chip<'_>> = chips.collect();
                let cursor = chips.iter().position(|c| c.is_chosen).unwrap_or(0);
                let known = label.is_empty() || chips.iter().any(|c| c.is_chosen);
                if options.len() > INLINE || !known {
                    block.rows.push(vec![plain(Part::Value, col, width, label)]);
                } else {
                    block.chips(&chips, cursor, label, column);
                }
                for why in options.iter().filter_map(|o| o.why_not.as_deref()).filter(|_| focused) {
                    block.note(Part::Help, why, col, width);
                }
            }
            (Content::Flag(f), Kind::Toggle { yes, no }) => {
                let label = if *f { yes } else { no };
                let chips = [Chip::of(yes, *f), Chip::of(no, !*f)];
                block.chips(&chips, usize::from(!*f), label, column);
            }
            (Content::Multi(m), Kind::Multi { options, .. }) => {
                let chips: Vec<Chip<'_>> = options.iter().map(|o| Chip::of(&o.label, m.has(&o.code))).collect();
                let labels: Vec<&str> = m.picks().iter().map(|p| p.label.as_str()).collect();
                block.chips(&chips, m.cursor(), &labels.join(" "), column);
            }
            _ => {}
        }
        if block.rows.is_empty() {
            block.rows.push(Vec::new());
        }
        block
    }

    /// Rows of text below the value.
    pub fn note(&mut self, part: Part, text: &str, col: usize, width: usize) {
        for row in wrap(text, width).rows() {
            self.rows.push(vec![plain(part, col, width, row.text)]);
        }
    }

    /// Wrapped text, between `min` and `max` rows of it, the caret among them.
    fn text(&mut self, b: &TextBuffer, top: usize, (min, max): (usize, usize), column: Column) {
        let Column { col, width, focused } = column;
        let wrapped = wrap(b.text(), wrap_width(width));
        let (total, max) = (wrapped.rows().len(), max.max(1));
        let (row, x) = wrapped.position(b.caret());
        let mut top = top.min(total.saturating_sub(max));
        if focused {
            top = top.clamp((row + 1).saturating_sub(max), row);
            self.caret = (row - top, col + x);
            self.top = Some(top);
        }
        for r in wrapped.rows().iter().skip(top).take(max) {
            self.rows.push(vec![plain(Part::Value, col, width, r.text)]);
        }
        while self.rows.len() < min.min(max) {
            self.rows.push(vec![plain(Part::Value, col, width, "")]);
        }
        let below = total.saturating_sub(top + max);
        if top + below > 0 {
            let text = format!("+{top}/+{below}");
            self.rows
                .push(vec![plain(Part::More { above: top, below }, col, width, &text)]);
        }
    }

    fn echo(&mut self, echo: &str, used: usize, col: usize, width: usize) {
        let start = used + 3;
        match self.rows.first_mut() {
            Some(row) if start + ECHO.min(cells::width(echo)) <= width => {
                if let Some(value) = row.last_mut() {
                    value.cells = start - 1;
                }
                row.push(plain(Part::Echo, col + start, width - start, echo));
            }
            _ => self.note(Part::Echo, echo, col, width),
        }
    }

    fn candidates(&mut self, l: &Lookup, digits: bool, col: usize, width: usize) {
        for (index, c) in l.list().iter().enumerate() {
            let cursor = l.cursor() == Some(index);
            let mark = if cursor { '>' } else { ' ' };
            let number = if digits {
                format!("{} ", index + 1)
            } else {
                String::new()
            };
            let gap = if c.note.is_empty() { "" } else { "  " };
            let text = format!("{mark}{number}{}{gap}{}", c.label, c.note);
            self.rows
                .push(vec![plain(Part::Candidate { index, cursor }, col, width, &text)]);
        }
    }

    /// Options in place: in one row where they fit; else all of them while focused, and only what is chosen otherwise.
    fn chips(&mut self, chips: &[Chip<'_>], cursor: usize, chosen: &str, column: Column) {
        let Column { col, width, focused } = column;
        let apart = |label: &str| usize::from(cells::runs_on(label));
        let room = |chip: &Chip<'_>| cells::width(chip.label) + 3 + apart(chip.label);
        let rooms: Vec<usize> = chips.iter().map(room).collect();
        let total: usize = rooms.iter().sum();
        if total > width && !focused {
            self.rows.push(vec![plain(Part::Value, col, width, chosen)]);
            return;
        }
        let (mut row, mut x) = (Vec::new(), 0);
        for (index, (chip, room)) in chips.iter().zip(&rooms).enumerate() {
            let Chip {
                label,
                is_chosen,
                is_closed,
            } = *chip;
            let n = (*room).min(width);
            if x + n > width && x > 0 {
                self.rows.push(std::mem::take(&mut row));
                x = 0;
            }
            let digit = u32::try_from(index + 1).ok().and_then(|n| char::from_digit(n, 10));
            let digit = digit.filter(|_| index < INLINE).unwrap_or(' ');
            let ends = if is_chosen { ('[', ']') } else { (' ', ' ') };
            let mut text = String::with_capacity(label.len() + 4);
            text.extend([ends.0, digit]);
            if apart(label) > 0 {
                text.push(' ');
            }
            text.push_str(label);
            text.push(ends.1);
            let on = focused && index == cursor;
            if on {
                self.caret = (self.rows.len(), col + (x + 1).min(width.saturating_sub(1)));
            }
            row.push(plain(
                Part::Chip {
                    index,
                    chosen: is_chosen,
                    closed: is_closed,
                    cursor: on,
                },
                col + x,
                n,
                &text,
            ));
            x += n;
        }
        self.rows.push(row);
    }
}
