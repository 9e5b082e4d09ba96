//! What a list is made of: its columns on the screen, what it asks, what Enter does, and what programs are told of a row
//! ([`super::told`]). Each list is one definition of these in a file of this folder; the screen, `list` in every form and the
//! README read it.

use super::told::Told;
use crate::app::may::{why_no_records, why_not};
use crate::app::model::page::{Page, Source, line};
use crate::app::model::screen::{Frame, Row, Rows};
use crate::app::model::{Effect, Layer, State};
use crate::cells;
use crate::domain::shape::Class;
use crate::domain::view::Pressing;
use crate::i18n::Texts;

/// How much room a column asks for; `ui/list.rs` shares it out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Exactly this many cells; with none of them the column is not there.
    Fixed(u16),
    /// At least this many, and an equal share of what is left.
    Flex(u16),
    /// What is read first: at least so many, then what it takes, before any other gets more than its least.
    Words { least: u16, whole: u16 },
    /// What is said after it: at least so many, and what it takes where the words leave that.
    Note { least: u16, whole: u16 },
    /// Exactly this many, and only where the words have room for a sentence.
    Extra(u16),
}

/// How wide a column of a list is.
pub(super) enum Width<R: 'static> {
    /// At least so many cells, and a share of what is left.
    Flex(u16),
    /// What is on the page takes, up to so many cells; none where nothing on the page says anything.
    Fits(u16),
    /// The words of a row.
    Words,
    /// What is said of a row last. It is cut but for the rows of which this is so, such as those that say a day.
    Note(fn(&R, &State) -> bool),
    /// As it fits, where the words have room for a sentence.
    Extra(u16),
}

/// Cells the words of a row have at least, and what is said last of it.
const LEAST: (u16, u16) = (16, 12);

/// Widths of words are so many cells apart, so that what stands after them moves seldom from page to page.
const STEP: u16 = 4;

/// At least so many cells.
pub(super) const fn flex<R>(cells: u16) -> Width<R> {
    Width::Flex(cells)
}

/// As many as the page needs, up to so many.
pub(super) const fn fits<R>(most: u16) -> Width<R> {
    Width::Fits(most)
}

impl<R> Width<R> {
    /// What a column asks for with these rows, whose texts in it take so many cells, under a heading.
    fn size(&self, state: &State, rows: &[R], widths: &[u16], head: u16) -> Size {
        let widest = widths.iter().copied().fold(0, u16::max);
        let whole = widest.next_multiple_of(STEP);
        let fitted = |most: u16| if widest == 0 { 0 } else { widest.min(most).max(head) };
        match self {
            Self::Flex(least) => Size::Flex(*least),
            Self::Fits(most) => Size::Fixed(fitted(*most)),
            Self::Words => Size::Words { least: LEAST.0, whole },
            Self::Note(_) if widest == 0 => Size::Fixed(0),
            Self::Note(is_whole) => {
                let kept = rows.iter().zip(widths).filter(|(row, _)| is_whole(row, state));
                let least = kept.map(|(_, width)| *width).fold(LEAST.1, u16::max);
                Size::Note { least, whole }
            }
            Self::Extra(most) => Size::Extra(fitted(*most)),
        }
    }
}

/// A column on the screen.
pub(super) struct Cell<R: 'static> {
    /// The class of the field it shows, by which the gate goes.
    class: Class,
    head: fn(&Texts) -> &'static str,
    width: Width<R>,
    text: fn(&R, &State) -> String,
    /// The filter of the list says it for all its rows.
    is_filtered: bool,
}

/// A column that the filter of its list, where there is one on, says for all rows.
pub(super) const fn filtered<R>(cell: Cell<R>) -> Cell<R> {
    Cell {
        is_filtered: true,
        ..cell
    }
}

/// A column with its heading, its width and what stands in it.
pub(super) const fn cell<R>(
    class: Class,
    head: fn(&Texts) -> &'static str,
    width: Width<R>,
    text: fn(&R, &State) -> String,
) -> Cell<R> {
    Cell {
        class,
        head,
        width,
        text,
        is_filtered: false,
    }
}

/// All that is said once of a list: its cells, what programs are told, its filters, its question, Enter.
pub(super) struct List<R: 'static> {
    pub cells: &'static [Cell<R>],
    pub told: Told<R>,
    pub frame: Frame,
    /// A row on a page of its own, which Enter opens and which stays as new as the list.
    pub page: Option<fn(&State, &R) -> Page>,
    /// What Enter does on a row otherwise, and where there is none.
    pub open: fn(&mut State, Option<R>) -> Vec<Effect>,
}

/// A page of a list as it is drawn.
pub struct Table {
    pub columns: Vec<(&'static str, Size)>,
    pub rows: Vec<Vec<String>>,
    /// How much each of them presses, which its first cell says.
    pub pressing: Vec<Pressing>,
    pub title: usize,
    pub empty: String,
}

/// A list whatever its rows are.
pub trait AnyList: Sync {
    /// What is so for all its rows.
    fn frame(&'static self) -> &'static Frame;

    /// The rows of a page from one on.
    fn table(&self, state: &State, rows: &Rows, page: (usize, usize)) -> Table;

    /// A row on its page, where rows have one.
    fn page(&self, state: &State, rows: &Rows, at: usize) -> Option<Page>;

    /// Enter on a row.
    fn open(&self, state: &mut State, at: usize) -> Vec<Effect>;
}

impl<R> List<R> {
    /// A row as a page: what stands in its columns, also where a narrow screen has no room for them.
    pub(super) fn by_column(&self, state: &State, row: &R) -> Page {
        let text = |cell: &Cell<R>| state.pass(cell.class, (cell.text)(row, state));
        let mut lines = self.cells.iter().map(|c| line((c.head)(state.texts()), text(c)));
        let title = lines.next().map(|first| first.text).unwrap_or_default();
        Page::new(&title, lines.filter(|line| !line.text.is_empty()).collect())
    }
}

impl<R: Row> List<R> {
    /// These rows in its columns, where all are of one kind without the column that says which.
    pub(super) fn rows(&self, state: &State, rows: &[R], is_filtered: bool) -> Table {
        let text = |row: &R, cell: &Cell<R>| state.pass(cell.class, (cell.text)(row, state));
        let texts = |row: &R| self.cells.iter().map(|cell| text(row, cell)).collect();
        let said: Vec<Vec<String>> = rows.iter().map(texts).collect();
        let column = |(n, cell): (usize, &Cell<R>)| {
            let head = (cell.head)(state.texts());
            let width = |row: &Vec<String>| row.get(n).map_or(0, |text| cells::width(text) as u16);
            let widths: Vec<u16> = said.iter().map(width).collect();
            let size = if is_filtered && cell.is_filtered {
                Size::Fixed(0)
            } else {
                cell.width.size(state, rows, &widths, cells::width(head) as u16)
            };
            (head, size)
        };
        Table {
            columns: self.cells.iter().enumerate().map(column).collect(),
            pressing: rows.iter().map(Row::pressing).collect(),
            rows: said,
            title: self.frame.title,
            empty: String::new(),
        }
    }

    /// What it says without a row.
    fn empty(&self, state: &State) -> String {
        let t = state.texts();
        if let Some(why) = why_no_records(state).filter(|_| self.frame.of_records) {
            return why;
        }
        let b = state.browse.get(&state.screen);
        let none_found = self.frame.finds.filter(|_| b.is_some_and(|b| !b.find.is_empty()));
        // Whoever may not add any is not sent to do so.
        let deed = self.frame.add.and_then(|act| act.row().deed);
        let may_add = deed.is_none_or(|deed| why_not(state, deed).is_none());
        state.keyed(match none_found {
            Some(_) if !may_add => t.empty.none_found,
            Some(none_found) => none_found(t),
            None if b.is_some_and(|b| b.only.is_some()) => t.empty.none_of_kind,
            None if !may_add => t.empty.none_yet,
            None => (self.frame.empty)(t),
        })
    }
}

impl<R: Row> AnyList for List<R> {
    fn frame(&'static self) -> &'static Frame {
        &self.frame
    }

    fn table(&self, state: &State, rows: &Rows, (top, height): (usize, usize)) -> Table {
        let all = R::among(rows);
        let page = all.get(top..all.len().min(top + height)).unwrap_or_default();
        let b = state.browse.get(&state.screen);
        let table = self.rows(state, page, b.is_some_and(|b| b.only.is_some() && b.find.is_empty()));
        Table {
            empty: if matches!(rows, Rows::None) {
                state.reading()
            } else {
                self.empty(state)
            },
            ..table
        }
    }

    fn page(&self, state: &State, rows: &Rows, at: usize) -> Option<Page> {
        let (id, row) = (*rows.ids().get(at)?, R::among(rows).get(at)?);
        let mut page = self.page?(state, row);
        page.source = Source::Row(id);
        Some(page)
    }

    fn open(&self, state: &mut State, at: usize) -> Vec<Effect> {
        let rows = state.browse.get(&state.screen).map(|b| &b.rows);
        if let Some(page) = rows.and_then(|rows| AnyList::page(self, state, rows, at)) {
            state.layers.push(Layer::Page(page));
            return Vec::new();
        }
        let rows = state.browse.get(&state.screen).map(|b| R::among(&b.rows));
        let row = rows.and_then(|rows| rows.get(at)).cloned();
        (self.open)(state, row)
    }
}
