//! Text tables: which encoding, which separator, which row.

use super::error::ImportError;
use super::guard::Limits;
use super::table::{Cell, Row, Sheet};
use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

/// Reads one text table.
pub(super) fn read(data: &[u8], name: &str, limits: &Limits) -> Result<Vec<Sheet>, ImportError> {
    let text = decode(data)?;
    // One kind of line end, so that a row's number is what a spreadsheet program would show.
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if let Some(at) = text.find('\0') {
        return Err(ImportError::Nul {
            line: line_of(&text, at),
        });
    }
    if text.trim().is_empty() {
        return Err(ImportError::Empty);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut number = 0u32;
    let mut left = limits.cells;
    let mut longest = (0usize, 0usize);
    for record in reader.records() {
        let record = record.map_err(|error| ImportError::Io(error.to_string()))?;
        let start = record.position().map_or(0, csv::Position::byte) as usize;
        let blank = text
            .get(start..)
            .unwrap_or_default()
            .chars()
            .take_while(|c| *c == '\n')
            .count();
        number = number.saturating_add(1 + blank as u32);
        let lines = record
            .iter()
            .map(|field| field.matches('\n').count())
            .max()
            .unwrap_or(0);
        if lines > longest.0 {
            longest = (lines, line_of(&text, start + blank));
        }
        let cells: Vec<Cell> = record.iter().take(limits.columns).map(Cell::text).collect();
        if cells.iter().all(Cell::is_empty) {
            continue;
        }
        if left < cells.len() {
            return Err(ImportError::TooManyCells { limit: limits.cells });
        }
        left -= cells.len();
        rows.push(Row {
            number,
            cells,
            ..Row::default()
        });
    }
    // A mark that is never closed swallows the rest of the file into one field.
    if longest.0 > 0 && text.matches('"').count() % 2 == 1 {
        return Err(ImportError::OpenQuote { line: longest.1 });
    }
    Ok(vec![Sheet {
        name: name.to_owned(),
        hidden: false,
        rows,
    }])
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|b| *b == b'\n').count() + 1
}

fn decode(data: &[u8]) -> Result<String, ImportError> {
    if let Some(rest) = data.strip_prefix(&[0xEF, 0xBB, 0xBF]) {
        return utf8(rest);
    }
    for (mark, encoding) in [([0xFF, 0xFE], UTF_16LE), ([0xFE, 0xFF], UTF_16BE)] {
        if let Some(rest) = data.strip_prefix(&mark) {
            return Ok(encoding.decode_without_bom_handling(rest).0.into_owned());
        }
    }
    if let Ok(text) = std::str::from_utf8(data) {
        return Ok(text.to_owned());
    }
    // A UTF-8 file with one broken byte often passes for GB18030 and would be read as other characters.
    let utf8_reading = utf8(data);
    if utf8_reading.is_ok() {
        return utf8_reading;
    }
    let (text, _, _) = GB18030.decode(data);
    mostly_readable(text.into_owned())
}

/// As [`decode`], and nothing in it is broken.
pub(super) fn decode_whole(data: &[u8]) -> Result<String, ImportError> {
    let text = decode(data)?;
    match text.find(char::REPLACEMENT_CHARACTER) {
        Some(at) => Err(ImportError::Encoding {
            line: line_of(&text, at),
        }),
        None => Ok(text),
    }
}

fn utf8(data: &[u8]) -> Result<String, ImportError> {
    mostly_readable(String::from_utf8_lossy(data).into_owned())
}

/// Single broken characters are left for the row's report; a text full of them is in another encoding.
fn mostly_readable(text: String) -> Result<String, ImportError> {
    let broken = text.matches(char::REPLACEMENT_CHARACTER).count();
    let beyond_ascii = text.chars().filter(|c| !c.is_ascii()).count();
    if broken * 20 > beyond_ascii {
        let at = text.find(char::REPLACEMENT_CHARACTER).unwrap_or(0);
        return Err(ImportError::Encoding {
            line: line_of(&text, at),
        });
    }
    Ok(text)
}

/// The separator that splits most of the first lines, and most evenly.
fn separator(text: &str) -> u8 {
    if let Some(said) = text.strip_prefix("sep=").and_then(|rest| rest.bytes().next()) {
        return said;
    }
    let mut best = (0, 0, b',');
    for candidate in [b',', b'\t', b';'] {
        let counts: Vec<usize> = text
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(30)
            .map(|line| outside_quotes(line, candidate))
            .collect();
        let lines = counts.iter().filter(|count| **count > 0).count();
        let typical = counts.iter().copied().max().unwrap_or(0);
        if (lines, typical) > (best.0, best.1) {
            best = (lines, typical, candidate);
        }
    }
    best.2
}

fn outside_quotes(line: &str, wanted: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == wanted
        })
        .count()
}
