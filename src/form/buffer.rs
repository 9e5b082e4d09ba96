//! The text of one field and the caret in it, counted in graphemes.
//!
//! Invariants: `bounds` holds the byte where each grapheme starts and, last, the length of the text; the caret is an
//! index into it; the segmentation is always the one the whole text would give, although an edit segments only the
//! few graphemes around it (so a key costs the same in a long text). Text beyond the limit is refused whole, never
//! cut. Called by the kinds; knows nothing of fields.

use super::fold::{Lines, clean};
use super::history::{Edit, History, Stroke};
use super::wrap::wrap;
use crate::cells;

/// The text was left as it was, because it would have more than `max` graphemes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// The most it may have.
    pub max: usize,
    /// How many there would have been.
    pub wanted: usize,
}

/// A text with a caret, edited by graphemes, with its own undo.
#[derive(Clone, Debug)]
pub struct TextBuffer {
    text: String,
    bounds: Vec<usize>,
    caret: usize,
    goal: Option<usize>,
    lines: Lines,
    max: Option<usize>,
    history: History,
}

impl TextBuffer {
    /// One with nothing in it that takes so many graphemes.
    pub fn new(lines: Lines, max: Option<usize>) -> Self {
        Self {
            text: String::new(),
            bounds: vec![0],
            caret: 0,
            goal: None,
            lines,
            max,
            history: History::default(),
        }
    }

    /// The text as it stands.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How many graphemes there are.
    pub fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// The caret: the index of the grapheme it stands before.
    pub fn caret(&self) -> usize {
        self.caret
    }

    /// The limit in graphemes.
    pub fn max(&self) -> Option<usize> {
        self.max
    }

    /// Whether the text may hold line breaks.
    #[cfg(any(test, feature = "rings"))]
    pub fn lines(&self) -> Lines {
        self.lines
    }

    /// The grapheme at an index, or nothing.
    pub fn grapheme(&self, index: usize) -> &str {
        match (self.bounds.get(index), self.bounds.get(index + 1)) {
            (Some(a), Some(b)) => self.text.get(*a..*b).unwrap_or_default(),
            _ => "",
        }
    }

    /// Puts a text in the place of all there is, as a fresh start: the undo memory is emptied, the caret is at the
    /// end, and the limit is not asked (a stored text longer than today's limit is shown, not cut).
    pub fn set(&mut self, text: &str) {
        self.text = clean(text, self.lines);
        self.bounds = starts(&self.text, 0);
        self.bounds.push(self.text.len());
        self.caret = self.len();
        self.goal = None;
        self.history = History::default();
    }

    /// Types a text at the caret; true when something changed.
    pub fn insert(&mut self, text: &str) -> Result<bool, TooLong> {
        self.put(text, Stroke::Type)
    }

    /// Inserts a text as one change of its own.
    pub fn paste(&mut self, text: &str) -> Result<bool, TooLong> {
        self.put(text, Stroke::Whole)
    }

    /// Replaces all the text as one change that can be undone.
    pub fn replace_all(&mut self, text: &str) -> Result<bool, TooLong> {
        let text = clean(text, self.lines);
        if text == self.text {
            return Ok(false);
        }
        self.edit(0, self.text.len(), &text, Stroke::Whole)
    }

    /// Takes away the grapheme before the caret.
    pub fn backspace(&mut self) -> bool {
        self.caret > 0 && self.remove(self.caret - 1, self.caret, Stroke::Backspace)
    }

    /// Takes away the grapheme after the caret.
    pub fn delete(&mut self) -> bool {
        self.remove(self.caret, self.caret + 1, Stroke::Delete)
    }

    /// Takes away what stands between the caret and the end of its line; at the end, the line break.
    pub fn kill_line(&mut self) -> bool {
        let end = self.line_end();
        self.remove(self.caret, end.max(self.caret + 1), Stroke::Whole)
    }

    /// Takes back the last group of edits.
    pub fn undo(&mut self) -> bool {
        let Some(e) = self.history.back() else { return false };
        self.splice(e.at, e.at + e.inserted.len(), &e.removed);
        self.land(e.before);
        true
    }

    /// Does again what was taken back.
    pub fn redo(&mut self) -> bool {
        let Some(e) = self.history.forth() else { return false };
        self.splice(e.at, e.at + e.removed.len(), &e.inserted);
        self.land(e.after);
        true
    }

    /// One grapheme back.
    pub fn left(&mut self) -> bool {
        self.go(self.caret.saturating_sub(1))
    }

    /// One grapheme on.
    pub fn right(&mut self) -> bool {
        self.go(self.caret + 1)
    }

    /// To the start of the line.
    pub fn home(&mut self) -> bool {
        let mut at = self.caret;
        while at > 0 && self.grapheme(at - 1) != "\n" {
            at -= 1;
        }
        self.go(at)
    }

    /// To the end of the line.
    pub fn end(&mut self) -> bool {
        self.go(self.line_end())
    }

    /// Moves the caret to an index, or as far as the text goes.
    pub fn go(&mut self, to: usize) -> bool {
        let before = self.caret;
        self.caret = to.min(self.len());
        self.goal = None;
        self.history.seal();
        self.caret != before
    }

    /// One wrapped row up, keeping to the column the vertical movement began in; false on the first row.
    pub fn up(&mut self, width: usize) -> bool {
        self.rows(width, -1)
    }

    /// One wrapped row down; false on the last row.
    pub fn down(&mut self, width: usize) -> bool {
        self.rows(width, 1)
    }

    /// Several wrapped rows up (negative) or down, as far as there are any; false when there was none.
    pub fn rows(&mut self, width: usize, by: isize) -> bool {
        let wrapped = wrap(&self.text, width);
        let (row, col) = wrapped.position(self.caret);
        let to = row.saturating_add_signed(by).min(wrapped.rows().len() - 1);
        if to == row {
            return false;
        }
        let goal = self.goal.unwrap_or(col);
        let caret = wrapped.caret(to, goal);
        self.go(caret);
        self.goal = Some(goal);
        true
    }

    fn put(&mut self, text: &str, stroke: Stroke) -> Result<bool, TooLong> {
        let text = clean(text, self.lines);
        let at = self.byte(self.caret);
        if text.is_empty() {
            Ok(false)
        } else {
            self.edit(at, at, &text, stroke)
        }
    }

    fn remove(&mut self, from: usize, to: usize, stroke: Stroke) -> bool {
        let (a, b) = (self.byte(from), self.byte(to));
        a < b && self.edit(a, b, "", stroke).unwrap_or(false)
    }

    /// Checks the limit, changes the text, remembers how to undo it.
    fn edit(&mut self, from: usize, to: usize, with: &str, stroke: Stroke) -> Result<bool, TooLong> {
        let window = self.window(from, to, with);
        let wanted = window.first + window.starts.len() + (self.len() - window.last);
        if let Some(max) = self.max
            && wanted > max
            && wanted > self.len()
        {
            return Err(TooLong { max, wanted });
        }
        let before = self.caret;
        let removed = self.text.get(from..to).unwrap_or_default().to_owned();
        self.apply(from, to, with, window);
        self.land(self.bounds.partition_point(|b| *b < from + with.len()));
        self.history.record(Edit {
            at: from,
            removed,
            inserted: with.to_owned(),
            before,
            after: self.caret,
            stroke,
        });
        Ok(true)
    }

    fn splice(&mut self, from: usize, to: usize, with: &str) {
        let window = self.window(from, to, with);
        self.apply(from, to, with, window);
    }

    /// The graphemes an edit can change, and how they are cut afterwards. A boundary depends on what is to its left
    /// and on the one character to its right, so it is enough to begin one grapheme before the edit and to stop
    /// between two characters that never join anything.
    fn window(&self, from: usize, to: usize, with: &str) -> Window {
        let first = self.bounds.partition_point(|b| *b <= from).saturating_sub(2);
        let mut last = self.bounds.partition_point(|b| *b < to);
        let edge = last;
        while last < self.len() && !(last > edge && plain(self.grapheme(last - 1)) && plain(self.grapheme(last))) {
            last += 1;
        }
        let start = self.byte(first);
        let mut text = self.text.get(start..from).unwrap_or_default().to_owned();
        text.push_str(with);
        text.push_str(self.text.get(to..self.byte(last)).unwrap_or_default());
        Window {
            first,
            last,
            starts: starts(&text, start),
        }
    }

    fn apply(&mut self, from: usize, to: usize, with: &str, window: Window) {
        self.text.replace_range(from..to, with);
        for b in self.bounds.iter_mut().skip(window.last) {
            *b = *b + with.len() - (to - from);
        }
        self.bounds.splice(window.first..window.last, window.starts);
    }

    fn land(&mut self, caret: usize) {
        self.caret = caret.min(self.len());
        self.goal = None;
    }

    fn byte(&self, index: usize) -> usize {
        self.bounds.get(index).copied().unwrap_or(self.text.len())
    }

    fn line_end(&self) -> usize {
        let mut at = self.caret;
        while at < self.len() && self.grapheme(at) != "\n" {
            at += 1;
        }
        at
    }
}

/// Graphemes `first..last` of the text before an edit give way to those starting at `starts`.
struct Window {
    first: usize,
    last: usize,
    starts: Vec<usize>,
}

fn starts(text: &str, offset: usize) -> Vec<usize> {
    let mut at = offset;
    cells::graphemes(text)
        .map(|g| {
            let start = at;
            at += g.len();
            start
        })
        .collect()
}

/// Whether a grapheme is one character that never joins a neighbour.
fn plain(grapheme: &str) -> bool {
    let mut chars = grapheme.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => matches!(c, '\n' | ' '..='~' | '\u{4E00}'..='\u{9FA5}'),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
