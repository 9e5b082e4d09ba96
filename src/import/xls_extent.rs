//! What the reader of an old workbook does not tell: how large its sheets would be once read, and what they hide.
//!
//! The reader lays every sheet out as the full rectangle its cells span, so one stray cell in the last corner costs
//! hundreds of megabytes. This walks the container and the records, looks at positions only, and adds up the rectangles.

use std::collections::BTreeMap;

use super::hidden::Hidden;

pub(super) fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

pub(super) fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

/// The largest number that names a sector; above are marks.
const LAST_SECTOR: u32 = 0xFFFF_FFFA;

struct Container<'a> {
    data: &'a [u8],
    size: usize,
    next: Vec<u32>,
}

impl<'a> Container<'a> {
    fn open(data: &'a [u8]) -> Option<Self> {
        let shift = u16_at(data, 30).filter(|shift| matches!(shift, 9 | 12))?;
        let mut container = Self {
            data,
            size: 1 << shift,
            next: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..109).filter_map(|i| u32_at(data, 76 + 4 * i)).collect();
        let (mut more, mut left) = (u32_at(data, 68)?, u32_at(data, 72)?.min(4096));
        while left > 0 && more <= LAST_SECTOR {
            let sector = container.sector(more)?;
            let slots = container.size / 4 - 1;
            tables.extend((0..slots).filter_map(|i| u32_at(sector, 4 * i)));
            more = u32_at(sector, 4 * slots)?;
            left -= 1;
        }
        for table in tables.into_iter().filter(|table| *table <= LAST_SECTOR) {
            let sector = container.sector(table)?;
            let links = (0..container.size / 4).filter_map(|i| u32_at(sector, 4 * i));
            container.next.extend(links);
        }
        Some(container)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let at = (number as usize + 1).checked_mul(self.size)?;
        self.data.get(at..self.data.len().min(at + self.size))
    }

    fn chain(&self, first: u32) -> Option<Vec<u8>> {
        let (mut out, mut sector) = (Vec::new(), first);
        while sector <= LAST_SECTOR {
            if out.len() > self.data.len() {
                return None;
            }
            out.extend(self.sector(sector)?);
            sector = *self.next.get(sector as usize)?;
        }
        Some(out)
    }

    fn workbook(&self) -> Option<Vec<u8>> {
        let names = self.chain(u32_at(self.data, 48)?)?;
        let entry = names.chunks_exact(128).find(|entry| {
            ["Workbook", "Book"].iter().any(|name| {
                let wide: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
                entry.starts_with(&wide)
            })
        })?;
        self.chain(u32_at(entry, 116)?)
    }
}

/// The rectangles of all sheets added up; `None` where the container is one we do not follow.
pub(super) fn cells(data: &[u8]) -> Option<u64> {
    let stream = Container::open(data)?.workbook()?;
    let (mut total, mut span) = (0u64, Span::default());
    let mut at = 0;
    while let (Some(kind), Some(length)) = (u16_at(&stream, at), u16_at(&stream, at + 2)) {
        at += 4;
        match kind {
            0x0809 => {
                total += span.cells();
                span = Span::default();
            }
            0x0006 | 0x0203..=0x0205 | 0x027E | 0x00FD | 0x00D6 | 0x0201 => {
                span.add(u16_at(&stream, at)?, u16_at(&stream, at + 2)?);
            }
            0x00BD => {
                let last = (at + usize::from(length)).checked_sub(2)?;
                span.add(u16_at(&stream, at)?, u16_at(&stream, at + 2)?);
                span.add(u16_at(&stream, at)?, u16_at(&stream, last)?);
            }
            _ => {}
        }
        at += usize::from(length);
    }
    Some(total + span.cells())
}

/// The records of a stream: where each begins, its kind, and where its body lies.
fn records(stream: &[u8]) -> impl Iterator<Item = (usize, u16, std::ops::Range<usize>)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let (kind, length) = (u16_at(stream, at)?, u16_at(stream, at + 2)?);
        let (begins, body) = (at, at + 4..at + 4 + usize::from(length));
        at = body.end;
        Some((begins, kind, body))
    })
}

/// The name of a sheet as the list of sheets has it; of those not in Unicode the ones in ASCII.
fn name(said: &[u8]) -> Option<String> {
    let (&length, rest) = said.split_first()?;
    let (&flags, text) = rest.split_first()?;
    let length = usize::from(length);
    if flags & 1 == 1 {
        let units = text.chunks_exact(2).take(length);
        let wide: Vec<u16> = units.filter_map(|pair| u16_at(pair, 0)).collect();
        return String::from_utf16(&wide).ok();
    }
    // Before Unicode there were no flags.
    let text = if flags == 0 { text } else { rest };
    let text = text.get(..length).filter(|text| text.is_ascii())?;
    Some(text.iter().map(|byte| char::from(*byte)).collect())
}

/// The records of all sheets: the name of the sheet, the kind, the body.
pub(super) fn of_sheets(data: &[u8], each: &mut dyn FnMut(&str, u16, &[u8])) {
    of_book(data, &mut |sheet, kind, body| {
        if let Some(sheet) = sheet {
            each(sheet, kind, body);
        }
    });
}

/// Whoever takes records: the sheet they are of, the kind, the body.
type Each<'e> = &'e mut dyn FnMut(Option<&str>, u16, &[u8]);

/// The same, with those of the book before its sheets.
pub(super) fn of_book(data: &[u8], each: Each<'_>) {
    let stream = Container::open(data).and_then(|container| container.workbook());
    let stream = stream.unwrap_or_default();
    let mut names: BTreeMap<usize, String> = BTreeMap::new();
    let mut sheet = None;
    for (begins, kind, body) in records(&stream) {
        let Some(body) = stream.get(body) else { break };
        match kind {
            // A sheet: where it begins, and its name.
            0x0085 => {
                let named = u32_at(body, 0).zip(body.get(6..).and_then(name));
                names.extend(named.map(|(at, name)| (at as usize, name)));
            }
            0x0809 => sheet = names.get(&begins).cloned(),
            kind => each(sheet.as_deref(), kind, body),
        }
    }
}

/// What each sheet hides, by its name. Columns beyond `most` are nobody's.
pub(super) fn hidden(data: &[u8], most: usize) -> BTreeMap<String, Hidden> {
    let mut all: BTreeMap<String, Hidden> = BTreeMap::new();
    of_sheets(data, &mut |sheet, kind, body| match kind {
        // A row, counted from 0.
        0x0208 if u16_at(body, 12).is_some_and(|marks| marks & 0x20 != 0) => {
            if let Some(row) = u16_at(body, 0) {
                all.entry(sheet.to_owned()).or_default().rows.insert(u32::from(row) + 1);
            }
        }
        // Columns from one to another.
        0x007D if u16_at(body, 8).is_some_and(|marks| marks & 1 != 0) => {
            if let (Some(from), Some(to)) = (u16_at(body, 0), u16_at(body, 2)) {
                let columns = usize::from(from)..=usize::from(to);
                let within = columns.take_while(|column| *column < most);
                all.entry(sheet.to_owned()).or_default().columns.extend(within);
            }
        }
        _ => {}
    });
    all
}

/// What a formula was worked out to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Worth {
    /// A text that has to follow, and did not yet.
    Awaited,
    /// Nothing to see, which is what a program that works nothing out writes too.
    Blank,
    Found,
}

/// The formulas of each sheet of which no result is stored, counted from 0. A blank is none where no formula of the whole book
/// has another result: whatever wrote it has worked nothing out.
pub(super) fn not_worked_out(data: &[u8]) -> BTreeMap<String, Vec<(u32, u32)>> {
    let mut all: Vec<(String, (u32, u32), Worth)> = Vec::new();
    of_sheets(data, &mut |sheet, kind, body| match kind {
        0x0006 => {
            let place = u16_at(body, 0).zip(u16_at(body, 2));
            let place = place.map(|(row, column)| (u32::from(row), u32::from(column)));
            let result = match body.get(6..14) {
                Some([0, .., 0xFF, 0xFF]) => Worth::Awaited,
                Some([3, .., 0xFF, 0xFF]) => Worth::Blank,
                _ => Worth::Found,
            };
            all.extend(place.map(|place| (sheet.to_owned(), place, result)));
        }
        // The text of the formula before it.
        0x0207 => {
            if let Some((.., result)) = all.last_mut() {
                *result = Worth::Found;
            }
        }
        _ => {}
    });
    let nothing = all.iter().all(|(.., result)| *result != Worth::Found);
    let mut out: BTreeMap<String, Vec<(u32, u32)>> = BTreeMap::new();
    for (sheet, place, result) in all {
        if result == Worth::Awaited || (nothing && result == Worth::Blank) {
            out.entry(sheet).or_default().push(place);
        }
    }
    out
}

#[derive(Default)]
struct Span(Option<[u16; 4]>);

impl Span {
    fn add(&mut self, row: u16, column: u16) {
        let [top, left, bottom, right] = self.0.unwrap_or([row, column, row, column]);
        self.0 = Some([top.min(row), left.min(column), bottom.max(row), right.max(column)]);
    }

    fn cells(&self) -> u64 {
        self.0.map_or(0, |[top, left, bottom, right]| {
            (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
        })
    }
}
