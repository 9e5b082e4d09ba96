//! The lines as they come: from a file or from standard input, none of them longer than a program may send.

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use super::super::fill;
use super::super::here::Here;
use crate::domain::text::one_line;
use crate::error::{Fail, IO, UNAVAILABLE};
use crate::import::{ImportError, io_error};
use crate::runtime::importing::words::of_file;
use crate::runtime::words;
use crate::term::LineInput;

/// Longest line, in KB.
pub const LONGEST: usize = 1024;

/// Where the lines are; `-` is standard input.
pub fn open(here: &Here, file: &Path) -> Result<Box<dyn BufRead>, Fail> {
    let t = &here.texts().acts;
    if file == Path::new("-") {
        let input = LineInput::open().map_err(|e| Fail::new(IO, words::of_terminal(here.lang, &e)))?;
        return Ok(Box::new(BufReader::new(input)));
    }
    let unread = |error: &ImportError| {
        let path = one_line(&file.display().to_string());
        let what = of_file(here.lang, error);
        Fail::new(UNAVAILABLE, fill(t.no_file, &[("path", &path), ("what", &what)]))
    };
    let opened = File::open(file).map_err(|e| unread(&io_error(&e)))?;
    if opened.metadata().is_ok_and(|facts| facts.is_dir()) {
        return Err(unread(&ImportError::Folder));
    }
    Ok(Box::new(BufReader::new(opened)))
}

/// A line as it stands between its ends.
pub enum Text {
    Whole(String),
    /// It has no end within [`LONGEST`].
    TooLong,
    /// It is not UTF-8.
    Garbled,
}

/// The next line; none at the end.
pub fn next(input: &mut dyn BufRead) -> std::io::Result<Option<Text>> {
    let limit = LONGEST * 1024;
    let mut bytes = Vec::new();
    if Read::take(&mut *input, limit as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() > limit && bytes.last() != Some(&b'\n') {
        // What is left of it is no line.
        while bytes.last() != Some(&b'\n') {
            bytes.clear();
            if Read::take(&mut *input, limit as u64).read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
        }
        return Ok(Some(Text::TooLong));
    }
    Ok(Some(String::from_utf8(bytes).map_or(Text::Garbled, Text::Whole)))
}
