//! What programs are told of lists: keys with their classes and values, and how rows are read one by one. `list` in every
//! form, its help and the README read it.

use std::fmt;
use std::ops::ControlFlow;

use serde_json::Value;
use uuid::Uuid;

use super::column::List;
use crate::app::model::screen::{Frame, Row, Wanted};
use crate::domain::mask::{mask_phone, without_numbers};
use crate::domain::moment::{Day, Moment};
use crate::domain::record::Rev;
use crate::domain::shape::Class;
use crate::domain::view::{Answer, Query, Sight, Stretch};
use crate::i18n::{Lang, Texts};

/// More receptions, deputies or units than this no station has.
const ENOUGH: u32 = 100_000;

/// Matters in memory at once.
const PAGE: u32 = 200;

/// Keys of a row with their classes and values, in order.
pub type Said = Vec<(&'static str, Class, Value)>;

/// What is told of a row: keys in the order they are printed.
pub type Line = Vec<(&'static str, Value)>;

/// Keys in order, with how each stands in the columns for people where it does. Who reads CSV by the place of a column goes on
/// reading it rightly: a new key stands behind all that were released.
pub type Keys = Vec<(&'static str, Option<Word>)>;

/// Whether another row is wanted.
pub type Flow = ControlFlow<()>;

/// How a value stands in the columns for people.
pub type Word = fn(Lang, &Value) -> Value;

/// Something programs are told of a row.
pub struct Column<R: 'static> {
    key: &'static str,
    class: Class,
    value: fn(&R) -> Value,
    word: Option<Word>,
    is_whole: bool,
}

/// One that is told word for word: what the person said themself, and by what another system knows it.
pub(super) const fn by_word<R>(mut column: Column<R>) -> Column<R> {
    column.is_whole = true;
    column
}

/// A key with its value.
pub(super) const fn column<R>(key: &'static str, class: Class, value: fn(&R) -> Value) -> Column<R> {
    Column {
        key,
        class,
        value,
        word: None,
        is_whole: false,
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
        is_whole: false,
    }
}

/// What programs are told of the rows of a list.
pub enum Told<R: 'static> {
    By(&'static [Column<R>]),
    /// All that a profile says, and which of it stands in the columns for people.
    Profile(fn(&R) -> Said, fn() -> R, &'static [(&'static str, Word)]),
}

impl<R> Told<R> {
    /// What somebody is told of a row. A number to ring somebody up by is nobody's business outside the desk: in whatever does
    /// not stand open it is covered, as it is where it has a column of its own.
    pub fn of(&self, row: &R, sight: Sight) -> Line {
        let seen = |(key, class, value): (&'static str, Class, Value), is_whole: bool| {
            let told = if is_whole { value } else { covered(class, value) };
            (key, sight.pass(class, told))
        };
        match self {
            Self::By(columns) => {
                let each = columns.iter().map(|c| ((c.key, c.class, (c.value)(row)), c.is_whole));
                each.map(|(said, is_whole)| seen(said, is_whole)).collect()
            }
            Self::Profile(said, ..) => said(row).into_iter().map(|said| seen(said, false)).collect(),
        }
    }

    /// Its keys.
    pub fn keys(&self) -> Keys {
        match self {
            Self::By(columns) => columns.iter().map(|c| (c.key, c.word)).collect(),
            Self::Profile(said, none, words) => {
                let word = |key| words.iter().find(|(of, _)| *of == key).map(|(_, word)| *word);
                said(&none()).into_iter().map(|(key, ..)| (key, word(key))).collect()
            }
        }
    }
}

/// A value with the numbers of people in it covered, by its class.
fn covered(class: Class, value: Value) -> Value {
    match value {
        Value::String(number) if class == Class::Private => mask_phone(&number).into(),
        Value::String(text) => without_numbers(class, &text).into(),
        Value::Array(all) => all.into_iter().map(|value| covered(class, value)).collect(),
        Value::Object(fields) => {
            let fields = fields.into_iter().map(|(key, value)| (key, covered(class, value)));
            Value::Object(fields.collect())
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
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

/// How the rows of a list are asked for outside the desk.
pub struct Asking<'a> {
    /// Only what has this in it.
    pub matching: &'a str,
    /// Clock's day.
    pub today: Day,
    /// Another day than the desk's.
    pub day: Option<Day>,
    /// The language in which words are looked for.
    pub lang: Lang,
    /// Values are printed as programs are told of them, so they are looked for as well as the words people read.
    pub coded: bool,
    /// What whoever asks may see.
    pub sight: Sight,
    /// Asks the file. Nothing comes where it cannot be read; whoever lends this knows why.
    pub ask: &'a dyn Fn(&Query) -> Option<Answer>,
}

/// Whoever takes rows one by one.
pub type Sink<'a, R> = &'a mut dyn FnMut(R) -> Flow;

impl Asking<'_> {
    /// Hands on what a question finds, a page after the other. Each page is read for itself, so that a reader who takes time
    /// keeps no old state of the file alive.
    pub(super) fn pages<R>(
        &self,
        ask: impl Fn(Stretch, u32) -> Query,
        rows: impl Fn(Answer) -> Option<(Vec<R>, Option<i64>)>,
        to: Sink<'_, R>,
    ) {
        let mut from = Some(Stretch::Newest);
        while let Some((page, more)) = from.and_then(|stretch| rows((self.ask)(&ask(stretch, PAGE))?)) {
            from = more.map(Stretch::Before);
            if page.into_iter().try_for_each(&mut *to).is_break() {
                break;
            }
        }
    }

    /// The rows a screen shows, all or those with a text in them.
    fn shown<R: Row>(&self, frame: &Frame, matching: &str, to: Sink<'_, R>) {
        let ask = |stretch, page| {
            (frame.ask)(Wanted {
                matching: matching.to_owned(),
                lang: self.lang,
                only: None,
                today: self.today,
                stretch,
                limit: if frame.long { page } else { ENOUGH },
            })
        };
        self.pages(ask, R::of, to);
    }

    /// All rows a screen can show.
    pub(super) fn all<R: Row>(&self, list: &List<R>) -> Vec<R> {
        let mut all = Vec::new();
        self.shown(&list.frame, "", &mut |row| {
            all.push(row);
            Flow::Continue(())
        });
        all
    }
}

/// Rows as programs are told of them, whatever they are.
pub trait Lines: Sync {
    /// The keys of each.
    fn keys(&self) -> Keys;

    /// Whether they are of people and their matters.
    fn of_records(&self) -> bool;

    /// All that are asked for.
    fn each(&self, asking: &Asking<'_>, to: Sink<'_, Line>);
}

/// Hands a line on, where the text that is looked for is in what it shows: where a value stands in other words for people, in
/// those.
fn containing((asking, sought, keys): (&Asking<'_>, &str, &Keys), line: Line, to: Sink<'_, Line>) -> Flow {
    let holds = |value: &Value| value.to_string().contains(sought);
    let is_in = |key: &str, value: &Value| {
        let word = keys.iter().find(|(of, _)| *of == key).and_then(|(_, word)| *word);
        match word {
            Some(word) => holds(&word(asking.lang, value)) || asking.coded && holds(value),
            None => holds(value),
        }
    };
    let fits = sought.is_empty() || line.iter().any(|(key, value)| is_in(key, value));
    if fits { to(line) } else { Flow::Continue(()) }
}

impl<R: Row> Lines for List<R> {
    fn keys(&self) -> Keys {
        self.told.keys()
    }

    fn of_records(&self) -> bool {
        self.frame.of_records
    }

    fn each(&self, asking: &Asking<'_>, to: Sink<'_, Line>) {
        // What the file cannot be asked to look for is looked for here.
        let matching = asking.matching;
        let (asked, sought) = if self.frame.finds.is_some() {
            (matching, "")
        } else {
            ("", matching)
        };
        let keys = self.keys();
        asking.shown(&self.frame, asked, &mut |row| {
            containing((asking, sought, &keys), self.told.of(&row, asking.sight), to)
        });
    }
}

/// Rows no screen shows as they are told: how they are read.
pub(super) struct Joined<R: 'static> {
    pub told: Told<R>,
    /// The file itself looks for what is looked for.
    pub finds: bool,
    pub read: fn(&Asking<'_>, Sink<'_, R>),
}

impl<R> Lines for Joined<R> {
    fn keys(&self) -> Keys {
        self.told.keys()
    }

    // What has to be joined is a visit or a matter with its people.
    fn of_records(&self) -> bool {
        true
    }

    fn each(&self, asking: &Asking<'_>, to: Sink<'_, Line>) {
        let sought = if self.finds { "" } else { asking.matching };
        let keys = self.keys();
        (self.read)(asking, &mut |row| {
            containing((asking, sought, &keys), self.told.of(&row, asking.sight), to)
        });
    }
}

/// A list programs can ask for.
pub struct Listed {
    /// What it is called on the command line.
    pub name: &'static str,
    pub word: fn(&Texts) -> &'static str,
    /// All that is told.
    pub whole: &'static dyn Lines,
    /// What people read.
    pub brief: &'static dyn Lines,
    /// Another day may be asked for.
    pub by_day: bool,
}

impl Listed {
    /// One of which everybody reads the same.
    pub(super) const fn of(name: &'static str, word: fn(&Texts) -> &'static str, lines: &'static dyn Lines) -> Self {
        Self {
            name,
            word,
            whole: lines,
            brief: lines,
            by_day: false,
        }
    }
}

impl fmt::Debug for Listed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
