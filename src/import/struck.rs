//! Texts of which a part is struck out, `13800000001 13900000002`: the reader of cells hands all of them on, and what is struck
//! out is not what the cell says.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::hidden::{Archive, attribute, events, sheets};

/// A text, apart by what is struck out in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Struck {
    /// What stays.
    pub rest: String,
    /// What is struck out.
    pub out: String,
}

/// Cells by row and column, counted from 0.
pub(super) type Cells = BTreeMap<(u32, u32), Struck>;

/// The cells of each sheet whose text is struck out in part or whole by the fonts within it, by the name of the sheet. A workbook
/// that does not read has none here; whoever reads its cells says what is wrong.
pub(super) fn struck(book: &[u8]) -> BTreeMap<String, Cells> {
    let found = Archive::new(std::io::Cursor::new(book)).ok().and_then(|mut archive| {
        let parts = sheets(&mut archive)?;
        let shared = shared(&mut archive).unwrap_or_default();
        let of = parts.into_iter().map(|(name, part)| {
            let cells = cells(&mut archive, &part, &shared).unwrap_or_default();
            (name, cells)
        });
        Some(of.collect())
    });
    found.unwrap_or_default()
}

/// A text being read, run by run.
#[derive(Default)]
struct Text {
    said: Struck,
    is_struck: bool,
    /// Within the letters of a run, and not within those that say how it is read.
    is_in: bool,
    is_reading: bool,
}

impl Text {
    fn opens(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "r" => self.is_struck = false,
            "strike" => self.is_struck = !matches!(attribute(tag, "val").as_deref(), Some("0" | "false")),
            "rPh" => self.is_reading = true,
            "t" => self.is_in = !self.is_reading,
            _ => {}
        }
    }

    fn closes(&mut self, name: &str) {
        match name {
            "r" => self.is_struck = false,
            "rPh" => self.is_reading = false,
            "t" => self.is_in = false,
            _ => {}
        }
    }

    fn says(&mut self, text: &str) {
        if self.is_in && self.is_struck {
            self.said.out.push_str(text);
        } else if self.is_in {
            self.said.rest.push_str(text);
        }
    }

    /// What it said, where any of it is struck out.
    fn end(&mut self) -> Option<Struck> {
        let said = std::mem::take(self).said;
        (!said.out.trim().is_empty()).then_some(said)
    }
}

/// What an event says in letters.
fn letters(event: &Event<'_>) -> Option<String> {
    match event {
        Event::Text(text) => Some(text.xml10_content().into_owned()),
        Event::CData(text) => Some(text.xml10_content().into_owned()),
        Event::GeneralRef(name) => {
            let named = ["&", name.as_ref(), ";"].concat();
            Some(quick_xml::escape::unescape(&named).ok()?.into_owned())
        }
        _ => None,
    }
}

/// Of the texts that cells share, by their place, those with anything struck out.
fn shared(archive: &mut Archive<'_>) -> Option<BTreeMap<usize, Struck>> {
    let (mut out, mut place, mut text) = (BTreeMap::new(), 0, Text::default());
    events(archive, "xl/sharedStrings.xml", |event| {
        match event {
            Event::Start(tag) => text.opens(tag),
            Event::Empty(tag) if tag.local_name().as_ref() == "si" => place += 1,
            Event::Empty(tag) if tag.local_name().as_ref() == "strike" => text.opens(tag),
            Event::End(tag) if tag.local_name().as_ref() == "si" => {
                out.extend(text.end().map(|said| (place, said)));
                place += 1;
            }
            Event::End(tag) => text.closes(tag.local_name().as_ref()),
            event => text.says(&letters(event).unwrap_or_default()),
        }
        true
    })?;
    Some(out)
}

/// The cells of a sheet with such a text, shared or their own.
fn cells(archive: &mut Archive<'_>, part: &str, shared: &BTreeMap<usize, Struck>) -> Option<Cells> {
    let (mut out, mut text) = (Cells::new(), Text::default());
    let (mut row, mut column) = (0u32, 0u32);
    let (mut is_shared, mut place) = (false, None::<String>);
    events(archive, part, |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                row = attribute(tag, "r")
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(row.saturating_add(1));
                column = 0;
            }
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
                let at = attribute(tag, "r").and_then(|at| number_of(&at));
                column = at.unwrap_or(column.saturating_add(1));
                is_shared = attribute(tag, "t").as_deref() == Some("s");
            }
            Event::Start(tag) if tag.local_name().as_ref() == "v" => place = is_shared.then(String::new),
            Event::Start(tag) => text.opens(tag),
            Event::Empty(tag) if tag.local_name().as_ref() == "strike" => text.opens(tag),
            Event::End(tag) => match tag.local_name().as_ref() {
                "v" => {
                    let at = place.take().and_then(|place| place.trim().parse::<usize>().ok());
                    let said = at.and_then(|at| shared.get(&at)).cloned();
                    out.extend(said.map(|said| ((row.saturating_sub(1), column.saturating_sub(1)), said)));
                }
                "is" => {
                    let said = text.end();
                    out.extend(said.map(|said| ((row.saturating_sub(1), column.saturating_sub(1)), said)));
                }
                name => text.closes(name),
            },
            event => {
                let said = letters(event).unwrap_or_default();
                match &mut place {
                    Some(place) => place.push_str(&said),
                    None => text.says(&said),
                }
            }
        }
        true
    })?;
    Some(out)
}

/// The number of a column, from 1, in what a cell is called: `C7`.
fn number_of(cell: &str) -> Option<u32> {
    let letters = cell.chars().take_while(char::is_ascii_alphabetic);
    letters
        .map(|letter| letter.to_digit(36).map(|digit| digit - 9))
        .try_fold(0u32, |number, digit| number.checked_mul(26)?.checked_add(digit?))
        .filter(|number| *number > 0)
}
