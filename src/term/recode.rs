//! Streams in another charset than ours, for the line mode: what is read becomes UTF-8, what is written becomes GB18030.

use std::io::{self, Read, Write};

use encoding_rs::{Decoder, DecoderResult, GB18030};

use super::charset;
use super::decode::Charset;

/// Stands in what is read for bytes that are no character of the charset. It is in no UTF-8, so that whoever reads lines
/// sees that this one cannot be read, and the lines around it stay what they are.
const NO_CHARACTER: u8 = 0xFF;

/// Drawn for the one character GB18030 has no bytes for.
const GETA: &str = "〓";

/// A stream in this charset, read as UTF-8.
pub fn reading<R: Read + 'static>(charset: Charset, inner: R) -> Box<dyn Read> {
    match charset {
        Charset::Utf8 => Box::new(inner),
        Charset::Gb18030 => Box::new(FromGb {
            inner,
            decoder: GB18030.new_decoder_without_bom_handling(),
            text: Vec::new(),
            at: 0,
            over: false,
        }),
    }
}

/// A stream written as UTF-8, in this charset.
pub fn writing<'a, W: Write + 'a>(charset: Charset, inner: W) -> Box<dyn Write + 'a> {
    match charset {
        Charset::Utf8 => Box::new(inner),
        Charset::Gb18030 => Box::new(ToGb {
            inner,
            open: Vec::new(),
        }),
    }
}

struct FromGb<R> {
    inner: R,
    decoder: Decoder,
    /// What has been read and not yet been taken.
    text: Vec<u8>,
    at: usize,
    over: bool,
}

impl<R: Read> Read for FromGb<R> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let mut raw = [0; 4096];
        // Half a character is nothing to hand on yet, and nothing would mean the end.
        while self.at >= self.text.len() && !self.over {
            let n = self.inner.read(&mut raw)?;
            self.over = n == 0;
            self.text.clear();
            self.at = 0;
            self.decode(raw.get(..n).unwrap_or_default());
        }
        let left = self.text.get(self.at..).unwrap_or_default();
        let n = left.len().min(room.len());
        for (to, from) in room.iter_mut().zip(left) {
            *to = *from;
        }
        self.at += n;
        Ok(n)
    }
}

impl<R> FromGb<R> {
    fn decode(&mut self, mut bytes: &[u8]) {
        loop {
            let most = self.decoder.max_utf8_buffer_length_without_replacement(bytes.len());
            let mut text = vec![0; most.unwrap_or(bytes.len() * 4 + 16)];
            let (result, read, written) = self
                .decoder
                .decode_to_utf8_without_replacement(bytes, &mut text, self.over);
            text.truncate(written);
            self.text.append(&mut text);
            bytes = bytes.get(read..).unwrap_or_default();
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => self.text.push(NO_CHARACTER),
            }
        }
    }
}

struct ToGb<W> {
    inner: W,
    /// The beginning of a character whose end has not been written.
    open: Vec<u8>,
}

impl<W: Write> Write for ToGb<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.open.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.open) {
            Ok(text) => text.len(),
            Err(e) if e.error_len().is_none() => e.valid_up_to(),
            Err(e) => return Err(io::Error::new(io::ErrorKind::InvalidData, e)),
        };
        let rest = self.open.split_off(whole);
        let text = std::mem::replace(&mut self.open, rest);
        self.inner.write_all(&in_gb(&String::from_utf8_lossy(&text)))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

fn in_gb(text: &str) -> Vec<u8> {
    let sent: String = text
        .split_inclusive(|c| !charset::has_bytes(c))
        .flat_map(|part| match part.chars().next_back() {
            Some(last) if !charset::has_bytes(last) => [part.trim_end_matches(last), GETA],
            _ => [part, ""],
        })
        .collect();
    charset::encode(sent.as_bytes()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives its bytes a few at a time, as a line does.
    struct Drops(Vec<u8>, usize);

    impl Read for Drops {
        fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(room.len());
            for (to, from) in room.iter_mut().zip(self.0.drain(..n)) {
                *to = from;
            }
            Ok(n)
        }
    }

    fn read(bytes: &[u8], at_once: usize) -> Vec<u8> {
        let mut all = Vec::new();
        let mut stream = reading(Charset::Gb18030, Drops(bytes.to_vec(), at_once));
        stream.read_to_end(&mut all).unwrap();
        all
    }

    #[test]
    fn every_split_of_what_was_written_reads_back() {
        let text = "王家坝的“路灯”①不亮，𠮷先生家\n1\n阿依古丽·买买提\n";
        let mut out = Vec::new();
        let mut to = writing(Charset::Gb18030, &mut out);
        for byte in text.as_bytes() {
            to.write_all(&[*byte]).unwrap();
        }
        drop(to);
        assert_eq!(out, GB18030.encode(text).0.into_owned());
        for at_once in 1..9 {
            assert_eq!(read(&out, at_once), text.as_bytes(), "{at_once} at once");
        }
    }

    #[test]
    fn what_is_no_character_spoils_its_own_line_only() {
        let lines = |bytes: &[u8]| -> Vec<bool> {
            let all = read(bytes, 3);
            let lines = all.split(|b| *b == b'\n');
            lines.map(|l| std::str::from_utf8(l).is_ok()).collect()
        };
        // A lead byte before the line end, a byte that leads nothing, and the input cut inside a character.
        assert_eq!(lines(b"1\n\xce\xe4\xce\n2\n"), [true, false, true, true]);
        assert_eq!(lines(b"\xff\n\xce\xe4"), [false, true]);
        assert_eq!(lines(b"\xce\xe4\n\xce"), [true, false]);
    }

    #[test]
    fn a_character_without_bytes_is_seen_to_be_missing() {
        let sent = in_gb("一\u{E5E5}二\u{E5E5}");
        assert_eq!(GB18030.decode(&sent).0, "一〓二〓");
        assert!(writing(Charset::Gb18030, Vec::new()).write_all(b"\xff").is_err());
    }
}
