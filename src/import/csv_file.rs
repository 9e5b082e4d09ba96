//! Text tables: which encoding, which row.

use super::error::ImportError;
use super::guard::Limits;
use super::quoting::{records, shape};
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
    let (separator, typical) = shape(&text);
    let records = records(&text, separator, typical).map_err(|line| ImportError::OpenQuote { line })?;
    let mut rows = Vec::new();
    let mut left = limits.cells;
    for (number, record) in (1..).zip(records) {
        let cells: Vec<Cell> = record.fields.into_iter().take(limits.columns).map(Cell::text).collect();
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
            loose_quote: record.loose_quote,
            ..Row::default()
        });
    }
    Ok(vec![Sheet {
        name: name.to_owned(),
        rows,
        ..Sheet::default()
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
