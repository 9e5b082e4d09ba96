//! Rules as somebody wrote them: read with the line of everything, so that what is wrong can be said where it stands.

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::rules::{Problem, Ruleset, Section, Step, known_by, named};

/// A text of rules that reads.
pub struct RulesText<'t> {
    /// The rules; what is not written has its default.
    pub rules: Ruleset,
    /// Nothing but what is written there, as rules are written.
    pub written: Value,
    /// Sections that are written there at all.
    pub sections: Vec<Section>,
    lines: Lines<'t>,
}

/// Why a text is no ruleset.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unread {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub what: Why,
}

/// What is wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// A key that no ruleset has.
    UnknownKey(String),
    /// An item without what it is known by.
    MissingKey(&'static str),
    /// A key with something of another kind than it takes.
    NotThis(String, Takes),
    /// A key that stands there twice.
    Twice(String),
    /// Anything else, in the words of the parser.
    Other(String),
}

/// What a key takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Takes {
    /// A whole number from 0 to this.
    Number(u32),
    /// A year, or another number of any sign.
    Whole,
    Text,
    List,
    /// Keys of its own.
    Table,
    Flag,
    /// One of the words there are for it.
    Choice(Vec<String>),
}

impl Takes {
    /// What the parser says that it expected.
    fn of(message: &str) -> Option<Self> {
        if let Some(rest) = message.strip_prefix("unknown variant") {
            let (_, words) = rest.split_once("expected ")?;
            // Each stands between two marks.
            let words = words.split('`').skip(1).step_by(2);
            return Some(Self::Choice(words.map(str::to_owned).collect()));
        }
        let wrong = message.starts_with("invalid type") || message.starts_with("invalid value");
        let (_, expected) = message.rsplit_once("expected ").filter(|_| wrong)?;
        Some(match expected {
            "u8" => Self::Number(u8::MAX.into()),
            "u16" => Self::Number(u16::MAX.into()),
            "u32" => Self::Number(u32::MAX),
            "i32" | "i64" => Self::Whole,
            "a string" | "string" => Self::Text,
            "a sequence" => Self::List,
            "a map" | "map" => Self::Table,
            "a boolean" => Self::Flag,
            e if e.starts_with("struct ") => Self::Table,
            _ => return None,
        })
    }
}

/// Reads rules.
///
/// # Errors
/// All there is to say against the text, by line.
pub fn read(text: &str) -> Result<RulesText<'_>, Vec<Unread>> {
    let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1));
    let starts: Vec<usize> = starts.collect();
    let other = |error: &toml::de::Error| {
        let at = error.span().map_or(0, |span| span.start);
        vec![Unread {
            line: line(&starts, at),
            what: Why::Other(error.message().to_owned()),
        }]
    };
    let root = DeTable::parse(text).map_err(|e| {
        let key = e.span().and_then(|span| text.get(span)).map(str::to_owned);
        let twice = key.filter(|_| e.message() == "duplicate key");
        let mut all = other(&e);
        if let (Some(key), Some(first)) = (twice, all.first_mut()) {
            first.what = Why::Twice(key);
        }
        all
    })?;
    let mut found = Vec::new();
    without_key("", root.get_ref(), root.span().start, &mut found);
    if !found.is_empty() {
        return Err(at_lines(&starts, found));
    }
    let rules: Ruleset = toml::from_str(text).map_err(|e| {
        let key = e.span().and_then(|span| key_at(root.get_ref(), span.start));
        let mut all = other(&e);
        if let (Some(key), Some(wanted), Some(first)) = (key, Takes::of(e.message()), all.first_mut()) {
            first.what = Why::NotThis(key, wanted);
        }
        all
    })?;
    let known = whole(&rules);
    unknown(root.get_ref(), &known, &mut found);
    if !found.is_empty() {
        return Err(at_lines(&starts, found));
    }
    // A day or a word may be written in more ways than one, and is met as it is kept.
    let written = restricted(known, root.get_ref());
    let is_there = |section: &&Section| root.get_ref().contains_key(section.code());
    let sections = Section::ALL.iter().filter(is_there).copied().collect();
    let lines = Lines { starts, root };
    Ok(RulesText {
        rules,
        written,
        sections,
        lines,
    })
}

/// Of a table no more than the keys that are written, at any depth.
fn restricted(known: Value, table: &DeTable<'_>) -> Value {
    let Value::Object(known) = known else { return known };
    let kept = known.into_iter().filter_map(|(key, value)| {
        let (_, there) = entry(table, &key)?;
        Some((key, of_written(value, there.get_ref())))
    });
    Value::Object(kept.collect())
}

fn of_written(known: Value, there: &DeValue<'_>) -> Value {
    match (known, there) {
        (known, DeValue::Table(inner)) => restricted(known, inner),
        (Value::Array(items), DeValue::Array(list)) => {
            let both = items.into_iter().zip(list);
            both.map(|(item, there)| of_written(item, there.get_ref())).collect()
        }
        (known, _) => known,
    }
}

impl RulesText<'_> {
    /// The line where something wrong is written, or what it would be written in.
    pub fn line(&self, problem: &Problem) -> Option<usize> {
        self.lines.of(problem.section.code(), &problem.at)
    }

    /// Something wrong with rules this text was laid over, where it stands in the text, with its line. None when the text
    /// does not write it.
    pub fn place(&self, problem: &Problem, laid: &Ruleset) -> Option<(usize, Problem)> {
        let laid = whole(laid);
        let mut list = problem.section.code();
        let (mut ours, mut theirs) = (laid.get(list), self.written.get(list));
        let mut here = problem.clone();
        for step in &mut here.at {
            match step {
                Step::Key(key) => {
                    (ours, theirs) = (ours.and_then(|v| v.get(*key)), theirs.and_then(|v| v.get(*key)));
                    list = key;
                }
                Step::Item(at) => {
                    let there = theirs?;
                    let place = *at;
                    if let Some(key) = known_by(list) {
                        let name = named(key, ours?).into_iter().nth(place)?.0;
                        *at = named(key, there).iter().position(|(there, _)| *there == name)?;
                    }
                    (ours, theirs) = (ours.and_then(|v| v.get(place)), there.get(*at));
                    list = "";
                }
            }
        }
        Some((self.line(&here)?, here))
    }
}

struct Lines<'t> {
    starts: Vec<usize>,
    root: Spanned<DeTable<'t>>,
}

impl Lines<'_> {
    fn of(&self, section: &str, at: &[Step]) -> Option<usize> {
        let (key, mut value) = entry(self.root.get_ref(), section)?;
        // A place that is the whole list stands on no line of its own.
        let mut place = if at.is_empty() && value.get_ref().is_array() {
            return None;
        } else {
            key
        };
        for step in at {
            let found = match (step, value.get_ref()) {
                (Step::Key(name), DeValue::Table(table)) => entry(table, name),
                (Step::Item(i), DeValue::Array(list)) => list.get(*i).map(|item| (item.span().start, item)),
                _ => None,
            };
            let Some((at, inner)) = found else { break };
            (place, value) = (at, inner);
        }
        Some(line(&self.starts, place))
    }
}

fn entry<'a, 't>(table: &'a DeTable<'t>, name: &str) -> Option<(usize, &'a Spanned<DeValue<'t>>)> {
    let found = table.iter().find(|(key, _)| key.get_ref() == name);
    found.map(|(key, value)| (key.span().start, value))
}

/// The innermost key whose value a place lies in.
fn key_at(table: &DeTable<'_>, at: usize) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let within = |v: &Spanned<DeValue<'_>>| match v.get_ref() {
            DeValue::Table(inner) => key_at(inner, at),
            _ => None,
        };
        let inner = match value.get_ref() {
            DeValue::Array(list) => list.iter().find_map(within),
            _ => within(value),
        };
        inner.or_else(|| value.span().contains(&at).then(|| key.get_ref().clone().into_owned()))
    })
}

fn line(starts: &[usize], at: usize) -> usize {
    starts.partition_point(|start| *start <= at).max(1)
}

fn at_lines(starts: &[usize], mut found: Vec<(usize, Why)>) -> Vec<Unread> {
    found.sort_by_key(|(at, _)| *at);
    let said = found.into_iter().map(|(at, what)| Unread {
        line: line(starts, at),
        what,
    });
    said.collect()
}

/// Items that are not known by anything.
fn without_key(name: &str, table: &DeTable<'_>, at: usize, found: &mut Vec<(usize, Why)>) {
    if let Some(key) = known_by(name)
        && !table.contains_key(key)
    {
        found.push((at, Why::MissingKey(key)));
    }
    for (key, value) in table {
        let name: &str = key.get_ref();
        match value.get_ref() {
            DeValue::Table(inner) => without_key("", inner, value.span().start, found),
            DeValue::Array(list) => {
                for item in list {
                    if let DeValue::Table(inner) = item.get_ref() {
                        without_key(name, inner, item.span().start, found);
                    }
                }
            }
            _ => {}
        }
    }
}

/// What the rules are written as when nothing is left out: every key there is, for each item that there is.
fn whole(rules: &Ruleset) -> Value {
    let mut whole = serde_json::to_value(rules).unwrap_or_default();
    for section in [
        Section::Reason,
        Section::Category,
        Section::Class,
        Section::Uphold,
        Section::Reveal,
    ] {
        for item in whole
            .get_mut(section.code())
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten()
        {
            // Not written where it says nothing.
            if let Some(item) = item.as_object_mut() {
                item.entry("retired").or_insert(Value::Bool(false));
            }
        }
    }
    whole
}

/// Keys of the text that the rules did not take. A list of its own of the keys there are would be forgotten once.
fn unknown(table: &DeTable<'_>, known: &Value, found: &mut Vec<(usize, Why)>) {
    for (key, value) in table {
        let name: &str = key.get_ref();
        let Some(known) = known.get(name) else {
            found.push((key.span().start, Why::UnknownKey(name.to_owned())));
            continue;
        };
        match (value.get_ref(), known) {
            (DeValue::Table(inner), known) => unknown(inner, known, found),
            (DeValue::Array(list), Value::Array(items)) => {
                for (item, known) in list.iter().zip(items) {
                    if let DeValue::Table(inner) = item.get_ref() {
                        unknown(inner, known, found);
                    }
                }
            }
            _ => {}
        }
    }
}
