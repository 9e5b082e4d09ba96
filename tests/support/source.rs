//! Reads Rust text just far enough to know what is code, what is a string and what is a comment.

/// A source file taken apart. Every part keeps the lines of the file, so that a place can be named.
#[derive(Default)]
pub struct Source {
    /// Code with comments and the insides of strings blanked.
    pub code: String,
    /// String and character literals, each with its line number.
    pub strings: Vec<(usize, String)>,
    /// Comments, each with its line number.
    pub comments: Vec<(usize, String)>,
}

/// Takes a file apart. Enough of the grammar for well-formed code: raw strings, nested comments, lifetimes.
pub fn read(text: &str) -> Source {
    let chars: Vec<char> = text.chars().collect();
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut out = Source::default();
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let start = i;
        let before = if i == 0 { ' ' } else { at(i - 1) };
        let is_word = before.is_alphanumeric() || before == '_';
        let end = match at(i) {
            '/' if at(i + 1) == '/' => (i..chars.len()).find(|j| at(*j) == '\n').unwrap_or(chars.len()),
            '/' if at(i + 1) == '*' => block_end(&chars, i),
            '"' => quoted_end(&chars, i, '"'),
            'b' if at(i + 1) == '"' && !is_word => quoted_end(&chars, i + 1, '"'),
            'r' | 'b' if !is_word && raw_hashes(&chars, i).is_some() => raw_end(&chars, i),
            '\'' if is_char_literal(&chars, i) => quoted_end(&chars, i, '\''),
            c => {
                out.code.push(c);
                line += usize::from(c == '\n');
                i += 1;
                continue;
            }
        };
        let part: String = chars.get(start..end).unwrap_or_default().iter().collect();
        let lines = part.matches('\n').count();
        out.code.push_str(&"\n".repeat(lines));
        if part.starts_with("//") || part.starts_with("/*") {
            out.comments.push((line, part));
        } else {
            out.code.push_str("\"\"");
            out.strings.push((line, part));
        }
        line += lines;
        i = end;
    }
    out
}

fn block_end(chars: &[char], start: usize) -> usize {
    let (mut depth, mut i) = (0, start);
    while i < chars.len() {
        match (chars.get(i), chars.get(i + 1)) {
            (Some('/'), Some('*')) => (depth, i) = (depth + 1, i + 2),
            (Some('*'), Some('/')) => {
                (depth, i) = (depth - 1, i + 2);
                if depth == 0 {
                    return i;
                }
            }
            _ => i += 1,
        }
    }
    i
}

fn quoted_end(chars: &[char], start: usize, quote: char) -> usize {
    let mut i = start + 1;
    while let Some(c) = chars.get(i) {
        match c {
            '\\' => i += 2,
            c if *c == quote => return i + 1,
            _ => i += 1,
        }
    }
    chars.len()
}

/// Number of hashes of a raw string that starts here.
fn raw_hashes(chars: &[char], start: usize) -> Option<usize> {
    let r = start + usize::from(chars.get(start) == Some(&'b'));
    if chars.get(r) != Some(&'r') {
        return None;
    }
    let hashes = chars.iter().skip(r + 1).take_while(|c| **c == '#').count();
    (chars.get(r + 1 + hashes) == Some(&'"')).then_some(hashes)
}

fn raw_end(chars: &[char], start: usize) -> usize {
    let hashes = raw_hashes(chars, start).unwrap_or(0);
    let open = (start..chars.len())
        .find(|i| chars.get(*i) == Some(&'"'))
        .unwrap_or(start);
    let closes = |i: &usize| {
        chars.get(*i) == Some(&'"') && chars.iter().skip(i + 1).take(hashes).filter(|c| **c == '#').count() == hashes
    };
    (open + 1..chars.len())
        .find(closes)
        .map_or(chars.len(), |i| i + 1 + hashes)
}

/// A quote that opens a character and not a lifetime.
fn is_char_literal(chars: &[char], start: usize) -> bool {
    chars.get(start + 1) == Some(&'\\') || chars.get(start + 2) == Some(&'\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_comments_and_lifetimes_are_told_apart() {
        let s = read("fn f<'a>(x: &'a str) -> char { // 甲\n let y = r#\"乙\"#; let z = \"\\\"丙\"; '丁' /* 戊 */ }");
        let strings: Vec<_> = s.strings.iter().map(|(line, text)| (*line, text.as_str())).collect();
        assert_eq!(strings, [(2, "r#\"乙\"#"), (2, "\"\\\"丙\""), (2, "'丁'")]);
        assert_eq!(s.comments.len(), 2);
        assert!(s.code.contains("fn f<'a>(x: &'a str) -> char {"));
        assert!(!s.code.contains('丙'));
    }
}
