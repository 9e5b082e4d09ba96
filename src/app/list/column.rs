//! What a list is made of: its columns on the screen, what it asks, what Enter does, and what programs are told of a row
//! ([`super::told`]). Each list is one definition of these in a file of this folder; the screen, `list` in every form and the
//! README read it.

use super::told::Told;
use crate::app::may::{why_no_records, why_not};
use crate::app::model::page::{Page, line};
use crate::app::model::screen::{Frame, Row, Rows};
use crate::app::model::{Effect, State};
use crate::domain::shape::Class;
use crate::domain::view::Pressing;
use crate::i18n::{Texts, fill};

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Exactly this many cells.
    Fixed(u16),
    /// At least this many, and an equal share of what is left.
    Flex(u16),
}

/// How wide a column of a list is.
pub(super) enum Width<R: 'static> {
    Is(Size),
    /// As the words of the language need: Chinese, English.
    Words(u16, u16),
    /// By what is on the page and how wide the screen is.
    By(fn(&[R], u16) -> Size),
    /// By what is on the page as the screen says it.
    Shown(fn(&[R], &State) -> Size),
}

/// So many cells.
pub(super) const fn fixed<R>(cells: u16) -> Width<R> {
    Width::Is(Size::Fixed(cells))
}

/// At least so many cells.
pub(super) const fn flex<R>(cells: u16) -> Width<R> {
    Width::Is(Size::Flex(cells))
}

/// A column on the screen.
pub(super) struct Cell<R: 'static> {
    /// The class of the field it shows, by which the gate goes.
    class: Class,
    head: fn(&Texts) -> &'static str,
    width: Width<R>,
    text: fn(&R, &State) -> String,
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
    }
}

/// All that is said once of a list: its cells, what programs are told, its filters, its question, Enter.
pub(super) struct List<R: 'static> {
    pub cells: &'static [Cell<R>],
    pub told: Told<R>,
    pub frame: Frame,
    /// What Enter does on a row, and where there is none.
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

    /// The rows of a page from one on, for a screen so wide.
    fn table(&self, state: &State, rows: &Rows, page: (usize, usize), width: u16) -> Table;

    /// Enter on a row.
    fn open(&self, state: &mut State, at: usize) -> Vec<Effect>;
}

impl<R> List<R> {
    /// A row as a page: what stands in its columns, also where a narrow screen has no room for them.
    pub(super) fn page(&self, state: &State, row: &R) -> Page {
        let text = |cell: &Cell<R>| state.pass(cell.class, (cell.text)(row, state));
        let mut lines = self.cells.iter().map(|c| line((c.head)(state.texts()), text(c)));
        let title = lines.next().map(|first| first.text).unwrap_or_default();
        Page::new(&title, lines.filter(|line| !line.text.is_empty()).collect())
    }
}

impl<R: Row> List<R> {
    /// What it says without a row.
    fn empty(&self, state: &State) -> String {
        let t = &state.texts().desk;
        let is_sought = state.browse.get(&state.screen).is_some_and(|b| !b.find.is_empty());
        let add = self.frame.add;
        let add = add.filter(|act| act.row().deed.is_none_or(|deed| why_not(state, deed).is_none()));
        if let Some(why) = why_no_records(state).filter(|_| self.frame.of_records) {
            return why;
        }
        match self.frame.empty {
            Some(_) if is_sought && self.frame.filter.counted.is_some() => state.texts().follow.none_sought.to_owned(),
            Some(says) => says(state.texts()).to_owned(),
            None => {
                let text = match (is_sought, add.is_some()) {
                    (true, true) => t.none_found_add,
                    (true, false) => t.none_found,
                    (false, true) => t.no_rows,
                    (false, false) => t.none_yet,
                };
                fill(text, &[("what", add.map_or("", |act| act.label(state.lang)))])
            }
        }
    }
}

impl<R: Row> AnyList for List<R> {
    fn frame(&'static self) -> &'static Frame {
        &self.frame
    }

    fn table(&self, state: &State, rows: &Rows, (top, height): (usize, usize), width: u16) -> Table {
        let all = R::among(rows);
        let page = all.get(top..all.len().min(top + height)).unwrap_or_default();
        let size = |cell: &Cell<R>| match cell.width {
            Width::Is(size) => size,
            Width::Words(zh, en) => Size::Fixed(if state.lang.is_zh() { zh } else { en }),
            Width::By(size) => size(page, width),
            Width::Shown(size) => size(page, state),
        };
        let text = |row: &R, cell: &Cell<R>| state.pass(cell.class, (cell.text)(row, state));
        Table {
            columns: self.cells.iter().map(|c| ((c.head)(state.texts()), size(c))).collect(),
            rows: page
                .iter()
                .map(|row| self.cells.iter().map(|cell| text(row, cell)).collect())
                .collect(),
            pressing: page.iter().map(Row::pressing).collect(),
            title: self.frame.title,
            empty: if matches!(rows, Rows::None) {
                state.texts().say.loading.to_owned()
            } else {
                self.empty(state)
            },
        }
    }

    fn open(&self, state: &mut State, at: usize) -> Vec<Effect> {
        let rows = state.browse.get(&state.screen).map(|b| R::among(&b.rows));
        let row = rows.and_then(|rows| rows.get(at)).cloned();
        (self.open)(state, row)
    }
}
