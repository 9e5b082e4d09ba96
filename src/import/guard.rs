//! The gate: what is looked at before a file is parsed.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::error::{FileKind, ImportError};
use super::table::Sheet;
use super::{csv_file, workbook};

/// How much of a file we are willing to read.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of the file.
    pub file: u64,
    /// Bytes of a workbook unpacked.
    pub unpacked: u64,
    /// From this many unpacked bytes on, the ratio counts.
    pub ratio_from: u64,
    pub ratio: u64,
    /// Cells of all sheets together.
    pub cells: usize,
    /// Columns looked at in a sheet; those beyond are left out.
    pub columns: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 64 << 20,
            unpacked: 256 << 20,
            ratio_from: 32 << 20,
            ratio: 200,
            cells: 2_000_000,
            columns: 256,
        }
    }
}

/// Reads a table from `.xlsx`, `.xls` or `.csv`, recognised by content and not by name.
pub fn read_table(path: &Path) -> Result<Vec<Sheet>, ImportError> {
    read_table_within(path, &Limits::default())
}

/// [`read_table`] with other limits.
pub fn read_table_within(path: &Path, limits: &Limits) -> Result<Vec<Sheet>, ImportError> {
    let data = read_bytes(path, limits)?;
    let file_name = path
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    if file_name.starts_with("~$") {
        return Err(ImportError::LockFile);
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match recognise(&data) {
        // Like an old workbook on the outside; what is in it reads wrongly as often as not.
        Content::Compound if matches!(ending.as_deref(), Some("et" | "ett")) => {
            Err(ImportError::Unsupported(FileKind::Wps))
        }
        Content::Zip => workbook::read_xlsx(data, limits),
        Content::Compound => workbook::read_xls(data, limits),
        Content::Text => csv_file::read(&data, &file_name, limits),
        Content::Other(kind) => Err(ImportError::Unsupported(kind)),
    }
}

/// Reads a text of at most so many bytes in the encodings a table may have, without a character that does not read.
pub fn read_text(path: &Path, most: u64) -> Result<String, ImportError> {
    let limits = Limits {
        file: most,
        ..Limits::default()
    };
    csv_file::decode_whole(&read_bytes(path, &limits)?)
}

/// Why the system does not give a file.
pub fn io_error(error: &std::io::Error) -> ImportError {
    match error.kind() {
        ErrorKind::NotFound => ImportError::NotFound,
        ErrorKind::PermissionDenied => ImportError::NoPermission,
        ErrorKind::IsADirectory => ImportError::Folder,
        _ => ImportError::Io {
            code: error.raw_os_error(),
            what: error.to_string(),
        },
    }
}

fn read_bytes(path: &Path, limits: &Limits) -> Result<Vec<u8>, ImportError> {
    let about = fs::metadata(path).map_err(|error| io_error(&error))?;
    if about.is_dir() {
        return Err(ImportError::Folder);
    }
    if !about.is_file() {
        return Err(ImportError::NotAFile);
    }
    let too_big = |bytes| ImportError::TooBig {
        bytes,
        limit: limits.file,
    };
    if about.len() > limits.file {
        return Err(too_big(about.len()));
    }
    let file = fs::File::open(path).map_err(|error| io_error(&error))?;
    let mut data = Vec::new();
    // It may grow while it is read.
    file.take(limits.file + 1)
        .read_to_end(&mut data)
        .map_err(|error| io_error(&error))?;
    if data.len() as u64 > limits.file {
        return Err(too_big(data.len() as u64));
    }
    if data.is_empty() {
        return Err(ImportError::Empty);
    }
    Ok(data)
}

enum Content {
    Zip,
    Compound,
    Text,
    Other(FileKind),
}

fn recognise(data: &[u8]) -> Content {
    const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    if data.starts_with(b"PK\x03\x04") || data.starts_with(b"PK\x05\x06") {
        return Content::Zip;
    }
    if data.starts_with(COMPOUND) {
        return Content::Compound;
    }
    let marks: [(&[u8], FileKind); 12] = [
        (b"%PDF", FileKind::Pdf),
        (b"\x89PNG", FileKind::Picture),
        (b"\xFF\xD8\xFF", FileKind::Picture),
        (b"GIF8", FileKind::Picture),
        (b"BM\x36", FileKind::Picture),
        (b"{\\rtf", FileKind::Document),
        (b"Rar!", FileKind::Archive),
        (b"7z\xBC\xAF\x27\x1C", FileKind::Archive),
        (b"\x1F\x8B", FileKind::Archive),
        (b"\x7FELF", FileKind::Unknown),
        (b"MZ\x90", FileKind::Unknown),
        (b"SQLite format 3\0", FileKind::Unknown),
    ];
    if let Some((_, kind)) = marks.iter().find(|(mark, _)| data.starts_with(mark)) {
        return Content::Other(*kind);
    }
    if let Some(kind) = markup(data) {
        return Content::Other(kind);
    }
    let sample = data.get(..data.len().min(64 << 10)).unwrap_or_default();
    let utf16 = data.starts_with(&[0xFF, 0xFE]) || data.starts_with(&[0xFE, 0xFF]);
    let odd = sample
        .iter()
        .filter(|b| matches!(b, 0..=8 | 14..=25 | 28..=31 | 127))
        .count();
    // A stray NUL in a table is said by line; a file full of them is no text.
    if !utf16 && odd * 50 > sample.len().max(100) {
        return Content::Other(FileKind::Unknown);
    }
    Content::Text
}

fn markup(data: &[u8]) -> Option<FileKind> {
    let head = String::from_utf8_lossy(data.get(..data.len().min(2048))?).to_lowercase();
    let head = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}');
    if !head.starts_with('<') {
        return None;
    }
    if ["<html", "<!doctype html", "<table", "<meta"]
        .iter()
        .any(|tag| head.contains(tag))
    {
        return Some(FileKind::WebPage);
    }
    head.starts_with("<?xml").then_some(if head.contains("spreadsheet") {
        FileKind::XmlSpreadsheet
    } else {
        FileKind::Unknown
    })
}
