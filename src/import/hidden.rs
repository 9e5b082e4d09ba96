//! Rows and columns that a workbook hides, which the reader of cells does not tell. They are read as the others, and said.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

/// What one sheet hides.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Row numbers as people see them, from 1.
    pub rows: BTreeSet<u32>,
    /// Columns counted from 0.
    pub columns: BTreeSet<usize>,
}

pub(super) type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// What each sheet of a workbook hides, by the name of the sheet. A workbook that does not read hides nothing here; whoever reads
/// its cells says what is wrong. Columns beyond `most` are nobody's.
pub(super) fn hidden(book: &[u8], most: usize) -> BTreeMap<String, Hidden> {
    let found = ZipArchive::new(Cursor::new(book)).ok().and_then(|mut archive| {
        let parts = sheets(&mut archive)?;
        let of = parts.into_iter().map(|(name, part)| {
            let hidden = sheet(&mut archive, &part, most).unwrap_or_default();
            (name, hidden)
        });
        Some(of.collect())
    });
    found.unwrap_or_default()
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut all = attributes.with_checks(false).flatten();
    let found = all.find(|a| a.key.local_name().as_ref() == name)?;
    Some(unescape(&found.value).ok()?.into_owned())
}

fn is_set(tag: &BytesStart<'_>, name: &str) -> bool {
    matches!(attribute(tag, name).as_deref(), Some("1" | "true"))
}

/// Walks the tags of a part; ends where `on` says no.
fn tags(archive: &mut Archive<'_>, part: &str, mut on: impl FnMut(&BytesStart<'_>) -> bool) -> Option<()> {
    events(archive, part, |event| match event {
        Event::Start(tag) | Event::Empty(tag) => on(tag),
        _ => true,
    })
}

/// Walks all there is in a part; ends where `on` says no.
pub(super) fn events(archive: &mut Archive<'_>, part: &str, mut on: impl FnMut(&Event<'_>) -> bool) -> Option<()> {
    let part = archive.by_name(part).ok()?;
    let mut reader = Reader::from_reader(BufReader::new(part.take(u64::MAX)));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer).ok()? {
            Event::Eof => return Some(()),
            event if !on(&event) => return Some(()),
            _ => {}
        }
    }
}

/// The sheets of a workbook, with the part each lies in.
pub(super) fn sheets(archive: &mut Archive<'_>) -> Option<Vec<(String, String)>> {
    let mut parts = BTreeMap::new();
    tags(archive, "xl/_rels/workbook.xml.rels", |tag| {
        if let (Some(id), Some(target)) = (attribute(tag, "Id"), attribute(tag, "Target")) {
            let target = target
                .strip_prefix('/')
                .map_or_else(|| ["xl/", &target].concat(), str::to_owned);
            parts.insert(id, target);
        }
        true
    })?;
    let mut out = Vec::new();
    tags(archive, "xl/workbook.xml", |tag| {
        if tag.local_name().as_ref() == "sheet"
            && let (Some(name), Some(part)) = (
                attribute(tag, "name"),
                attribute(tag, "id").and_then(|id| parts.remove(&id)),
            )
        {
            out.push((name, part));
        }
        true
    })?;
    Some(out)
}

fn sheet(archive: &mut Archive<'_>, part: &str, most: usize) -> Option<Hidden> {
    let mut out = Hidden::default();
    let mut row = 0u32;
    tags(archive, part, |tag| {
        let name = tag.local_name();
        let number = |name: &str| attribute(tag, name).and_then(|n| n.parse::<u32>().ok());
        match name.as_ref() {
            "col" if is_set(tag, "hidden") => {
                let (from, to) = (
                    number("min").unwrap_or(1).max(1) as usize,
                    number("max").unwrap_or(0) as usize,
                );
                out.columns.extend((from - 1..to).take_while(|column| *column < most));
            }
            "row" => {
                row = number("r").unwrap_or(row.saturating_add(1));
                if is_set(tag, "hidden") {
                    out.rows.insert(row);
                }
            }
            _ => {}
        }
        true
    })?;
    Some(out)
}
