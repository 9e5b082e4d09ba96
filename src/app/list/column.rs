//! What a list is made of: its columns on the screen, what programs are told of a row, what it asks and what Enter does.
//! Each list is one definition of these in a file of this folder; the screen, `list` in every form and the README read it.

use serde_json::Value;
use uuid::Uuid;

use crate::app::action::Act;
use crate::app::model::page::{Page, line};
use crate::app::model::screen::{Row, Rows};
use crate::app::model::{Effect, State};
use crate::domain::mask::mask_phone;
use crate::domain::moment::{Day, Moment};
use crate::domain::record::Rev;
use crate::domain::shape::Class;
use crate::domain::view::{Query, Sight, Stretch};
use crate::i18n::{Lang, Texts};

/// Keys of a row with their classes and values, in order.
pub type Said = Vec<(&'static str, Class, Value)>;

/// How a value stands in the columns for people.
pub type Word = fn(Lang, &Value) -> Value;

/// Something programs are told of a row.
pub struct Column<R: 'static> {
    key: &'static str,
    class: Class,
    value: fn(&R) -> Value,
    word: Option<Word>,
}

/// A key with its value.
pub(super) const fn column<R>(key: &'static str, class: Class, value: fn(&R) -> Value) -> Column<R> {
    Column {
        key,
        class,
        value,
        word: None,
    }
}

/// One that stands in the columns for people too.
pub(super) const fn shown<R>(key: &'static str, class: Class, value: fn(&R) -> Value) -> Column<R> {
    worded(key, class, value, as_it_is)
}

/// One that stands there in other words.
pub(super) const fn worded<R>(key: &'static str, class: Class, value: fn(&R) -> Value, word: Word) -> Column<R> {
    Column {
        key,
        class,
        value,
        word: Some(word),
    }
}

/// What programs are told of the rows of a list.
pub enum Told<R: 'static> {
    By(&'static [Column<R>]),
    /// All that a profile says, and which of it stands in the columns for people.
    Profile(fn(&R) -> Said, fn() -> R, &'static [(&'static str, Word)]),
}

impl<R> Told<R> {
    /// What somebody is told of a row. A number to ring somebody up by is nobody's business outside the desk.
    pub fn of(&self, row: &R, sight: Sight) -> Vec<(&'static str, Value)> {
        let said: Said = match self {
            Self::By(columns) => columns.iter().map(|c| (c.key, c.class, (c.value)(row))).collect(),
            Self::Profile(said, ..) => said(row),
        };
        let seen = |(key, class, value): (&'static str, Class, Value)| match (class, value.as_str()) {
            (Class::Private, Some(number)) => (key, sight.pass(class, Value::from(mask_phone(number)))),
            _ => (key, sight.pass(class, value)),
        };
        said.into_iter().map(seen).collect()
    }

    /// Its keys in order, with how each stands in the columns for people where it does.
    pub fn keys(&self) -> Vec<(&'static str, Option<Word>)> {
        match self {
            Self::By(columns) => columns.iter().map(|c| (c.key, c.word)).collect(),
            Self::Profile(said, none, words) => {
                let word = |key| words.iter().find(|(of, _)| *of == key).map(|(_, word)| *word);
                said(&none()).into_iter().map(|(key, ..)| (key, word(key))).collect()
            }
        }
    }
}

/// What a profile says, and what is known of everybody and everything on a list.
pub(super) fn whole(mut said: Said, active: bool, rev: Rev, id: Uuid) -> Said {
    said.extend([
        ("active", Class::Open, active.into()),
        ("rev", Class::Open, rev.into()),
        ("id", Class::Open, id.to_string().into()),
    ]);
    said
}

/// A value that people read as programs do.
pub fn as_it_is(_: Lang, value: &Value) -> Value {
    value.clone()
}

/// Hour and minute of a moment.
pub(super) fn clock(_: Lang, value: &Value) -> Value {
    value.as_str().and_then(|at| at.get(11..16)).into()
}

/// A moment, for programs.
pub(super) fn iso(at: Option<Moment>) -> Value {
    at.map_or(Value::Null, |m| Value::from(m.iso()))
}

/// A day, for programs.
pub(super) fn day(day: Option<Day>) -> Value {
    day.map_or(Value::Null, |d| Value::from(d.to_string()))
}

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

/// What the rows of a list may be narrowed to, one after the other.
pub struct Filter {
    pub count: usize,
    pub word: fn(Lang, usize) -> &'static str,
}

/// Of a list that cannot be narrowed.
pub(super) const NO_FILTER: Filter = Filter {
    count: 0,
    word: |_, _| "",
};

/// What is asked of the file.
pub struct Wanted {
    /// What was typed to find.
    pub matching: String,
    /// Which of its filters.
    pub only: Option<usize>,
    pub stretch: Stretch,
    pub limit: u32,
}

/// What can be said of a list whatever its rows are.
pub struct Frame {
    /// The column whose text shows the selection.
    pub(super) title: usize,
    /// What it says when it is empty.
    pub(super) empty: fn(&Texts) -> String,
    pub filter: Filter,
    /// The question that brings its rows.
    pub ask: fn(Wanted) -> Query,
    /// What adds one more, where that is done here.
    pub add: Option<Act>,
    /// It finds what is typed; elsewhere the matters are looked through.
    pub finds: bool,
    /// What is done with all that are marked, where rows can be marked.
    pub(super) marked: Option<Act>,
}

/// All that is said once of a list: its cells, its filters, its question, Enter.
pub(super) struct List<R: 'static> {
    pub cells: &'static [Cell<R>],
    pub frame: Frame,
    /// What Enter does on a row, and where there is none.
    pub open: fn(&mut State, Option<R>) -> Vec<Effect>,
}

/// A page of a list as it is drawn.
pub struct Table {
    pub columns: Vec<(&'static str, Size)>,
    pub rows: Vec<Vec<String>>,
    pub title: usize,
    pub empty: String,
}

/// A list whatever its rows are.
pub trait AnyList: Sync {
    /// What is so for all its rows.
    fn frame(&self) -> &Frame;

    /// The rows of a page from one on, for a screen so wide.
    fn table(&self, state: &State, rows: &Rows, page: (usize, usize), width: u16) -> Table;

    /// Enter on a row.
    fn open(&self, state: &mut State, at: usize) -> Vec<Effect>;
}

impl<R> List<R> {
    /// A row as a page: what stands in its columns, also where a narrow screen has no room for them.
    pub(super) fn page(&self, state: &State, row: &R) -> Page {
        let text = |cell: &Cell<R>| state.sight.pass(cell.class, (cell.text)(row, state));
        let mut lines = self.cells.iter().map(|c| line((c.head)(state.texts()), text(c)));
        let title = lines.next().map(|first| first.text).unwrap_or_default();
        Page::new(&title, lines.filter(|line| !line.text.is_empty()).collect())
    }
}

impl<R: Row> AnyList for List<R> {
    fn frame(&self) -> &Frame {
        &self.frame
    }

    fn table(&self, state: &State, rows: &Rows, (top, height): (usize, usize), width: u16) -> Table {
        let all = R::among(rows);
        let page = all.get(top..all.len().min(top + height)).unwrap_or_default();
        let size = |cell: &Cell<R>| match cell.width {
            Width::Is(size) => size,
            Width::Words(zh, en) => Size::Fixed(if state.lang.is_zh() { zh } else { en }),
            Width::By(size) => size(page, width),
        };
        let text = |row: &R, cell: &Cell<R>| state.sight.pass(cell.class, (cell.text)(row, state));
        Table {
            columns: self.cells.iter().map(|c| ((c.head)(state.texts()), size(c))).collect(),
            rows: page
                .iter()
                .map(|row| self.cells.iter().map(|cell| text(row, cell)).collect())
                .collect(),
            title: self.frame.title,
            empty: if matches!(rows, Rows::None) {
                state.texts().say.loading.to_owned()
            } else {
                (self.frame.empty)(state.texts())
            },
        }
    }

    fn open(&self, state: &mut State, at: usize) -> Vec<Effect> {
        let rows = state.browse.get(&state.screen).map(|b| R::among(&b.rows));
        let row = rows.and_then(|rows| rows.get(at)).cloned();
        (self.open)(state, row)
    }
}
