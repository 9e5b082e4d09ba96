//! GB18030 on the way out: what such a terminal can be sent, and how.

use std::borrow::Cow;

use encoding_rs::{EncoderResult, GB18030};

/// Stands for the one character the encoding has no bytes for; it would become a reference in digits, eight cells long.
const NO_BYTES: char = '\u{E5E5}';

/// Whether a character takes two bytes, as in GBK. Those of four are right in GB18030 terminals only, and no client that
/// stops at GBK says where it ends.
pub(super) fn is_pair(c: char) -> bool {
    if matches!(c, '\u{4E00}'..='\u{9FA5}') {
        return true;
    }
    let (mut text, mut bytes) = ([0; 4], [0; 8]);
    let mut encoder = GB18030.new_encoder();
    let (result, _, n) = encoder.encode_from_utf8_without_replacement(c.encode_utf8(&mut text), &mut bytes, true);
    result == EncoderResult::InputEmpty && n == 2
}

/// Whether a character can be sent at all.
pub(super) fn has_bytes(c: char) -> bool {
    c != NO_BYTES
}

/// A frame in GB18030. Its sequences are ASCII, which is the same in both.
pub(super) fn encode(frame: &[u8]) -> Cow<'_, [u8]> {
    match std::str::from_utf8(frame) {
        Ok(text) => GB18030.encode(text).0,
        Err(_) => Cow::Borrowed(frame),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_one_character_has_bytes_and_comes_back() {
        for c in '\0'..=char::MAX {
            let text = c.encode_utf8(&mut [0; 4]).to_owned();
            let bytes = encode(text.as_bytes()).into_owned();
            assert_eq!(GB18030.encode(&text).2, !has_bytes(c), "{:X}", u32::from(c));
            if has_bytes(c) {
                assert_eq!(is_pair(c), bytes.len() == 2, "{:X}", u32::from(c));
            }
        }
        for text in ["石桥“路”①·×", "𠮷㛃𰻞\u{31350}\u{2EBF0}", "\x1b[2;7H中\x1b[K"] {
            let bytes = encode(text.as_bytes()).into_owned();
            assert_eq!(GB18030.decode(&bytes).0, text);
        }
    }
}
