//! What may be concluded from how bytes arrive: how far away the fingers are, and whether anybody can have typed it.

/// How long a line takes, as far as that is known: by it a lone escape is told from the start of a sequence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// On this machine, as it answered at once.
    Here,
    /// Nothing says that a line lies between.
    Unknown,
    /// A line lies between, on which sequences come apart.
    Far,
}

impl Distance {
    /// How long a lone escape may be the start of a sequence, in milliseconds.
    pub const fn patience(self) -> u64 {
        match self {
            Self::Here => 7,
            Self::Unknown => 40,
            Self::Far => 150,
        }
    }
}

/// What a client that tells nothing of itself sends in one read and nobody has typed: so many lines with words in them, or
/// so many bytes. A line may stand still for minutes while somebody goes on typing.
const PASTED_LINES: usize = 12;
const PASTED_BYTES: usize = 2048;

/// Whether one read of a client of which nothing is known is a paste: far more than anybody types while a line stands still,
/// and nothing but text. One key that is no text says that fingers did it.
pub(super) fn looks_pasted(bytes: &[u8]) -> bool {
    let is_text = |b: &u8| matches!(b, b'\t' | b'\r' | b'\n' | 0x20..=0x7E | 0x80..);
    let lines = bytes.split(|b| matches!(b, b'\r' | b'\n'));
    let worded = lines.filter(|line| line.len() >= 3).count();
    worded > 1 && (worded >= PASTED_LINES || bytes.len() >= PASTED_BYTES) && bytes.iter().all(is_text)
}
