//! Lines as they come from a terminal or a pipe.

use crate::plain::Line;
use crate::term::PASTED_END;
use std::io::{BufRead, ErrorKind, Read as _};

/// Longest line that is read as one; far beyond what anybody types.
const LONGEST: usize = 1 << 20;

/// Reads a line. A read error is an end: the line is gone either way.
pub(super) fn read(reader: &mut dyn BufRead) -> Line {
    let mut bytes = Vec::new();
    let limit = LONGEST as u64 + 1;
    loop {
        let room = limit.saturating_sub(bytes.len() as u64);
        match (&mut *reader).take(room).read_until(b'\n', &mut bytes) {
            Ok(_) => break,
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Err(_) => return Line::Cut(rest(&bytes)),
        }
    }
    if bytes.last() == Some(&b'\n') {
        bytes.pop();
        if bytes.last() == Some(&b'\r') {
            bytes.pop();
        }
        return text(bytes).map_or(Line::Unreadable, Line::Whole);
    }
    if bytes.len() > LONGEST {
        skip_rest(reader);
        return Line::TooLong;
    }
    Line::Cut(rest(&bytes))
}

/// What stood before the end. A line is cut anywhere, inside a character too, and nobody can be asked to type it again:
/// all of it that can be read is kept.
fn rest(bytes: &[u8]) -> String {
    let text = without_keys(&String::from_utf8_lossy(bytes));
    text.trim_end_matches(char::REPLACEMENT_CHARACTER).to_owned()
}

fn skip_rest(reader: &mut dyn BufRead) {
    let mut rest = Vec::new();
    loop {
        rest.clear();
        match (&mut *reader).take(LONGEST as u64).read_until(b'\n', &mut rest) {
            Err(e) if e.kind() == ErrorKind::Interrupted => {}
            Ok(n) if n > 0 && rest.last() != Some(&b'\n') => {}
            _ => return,
        }
    }
}

fn text(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().map(|t| without_keys(&t))
}

/// The line without what keys leave behind where no line editor takes them: arrow keys, a stray escape, a bell.
fn without_keys(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => match chars.peek() {
                Some('[') => {
                    chars.next();
                    // Parameters, then one final byte.
                    while chars.next_if(|c| matches!(c, ' '..='?')).is_some() {}
                    chars.next_if(|c| matches!(c, '@'..='~'));
                }
                Some('O') => {
                    chars.next();
                    chars.next_if(char::is_ascii);
                }
                _ => {}
            },
            '\t' => out.push(' '),
            // Part of what was pasted: it ends no answer.
            c if c == char::from(PASTED_END) => out.push('\n'),
            // A byte order mark in front of a script.
            '\u{feff}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

    #[test]
    fn lines_end_with_cr_lf_too_and_the_last_one_may_be_cut() {
        let mut r: &[u8] = "一\r\n2\n\n尾".as_bytes();
        assert_eq!(read(&mut r), Line::Whole("一".into()));
        assert_eq!(read(&mut r), Line::Whole("2".into()));
        assert_eq!(read(&mut r), Line::Whole(String::new()));
        assert_eq!(read(&mut r), Line::Cut("尾".into()));
        assert_eq!(read(&mut r), Line::Cut(String::new()));
    }

    #[test]
    fn a_line_cut_inside_a_character_keeps_what_came_before_it() {
        let mut bytes = "路灯不亮三个晚上了".as_bytes();
        bytes = &bytes[..bytes.len() - 1];
        assert_eq!(read(&mut bytes), Line::Cut("路灯不亮三个晚上".into()));
    }

    #[test]
    fn foreign_bytes_and_endless_lines_are_named_not_swallowed() {
        let mut r: &[u8] = b"\xce\xe4\n1\n";
        assert_eq!(read(&mut r), Line::Unreadable);
        assert_eq!(read(&mut r), Line::Whole("1".into()));
        let mut long = vec![b'a'; LONGEST + 10];
        long.extend_from_slice(b"\n2\n");
        let mut r = BufReader::new(&long[..]);
        assert_eq!(read(&mut r), Line::TooLong);
        assert_eq!(read(&mut r), Line::Whole("2".into()));
    }

    #[test]
    fn arrow_keys_leave_nothing() {
        assert_eq!(without_keys("\u{feff}3\u{1b}[A\u{1b}[1;5C\u{1b}OP\u{7}\t4"), "3 4");
        assert_eq!(without_keys("a\u{1b}"), "a");
    }
}
