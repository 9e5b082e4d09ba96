//! What an archive holds and how large it really is, before anything unpacks it. The list is read by the crate that unpacks
//! it afterwards, so that both see the same entries.

use std::io::{self, Cursor, Read, Write};

use flate2::read::DeflateDecoder;
use memchr::memmem;
use zip::{CompressionMethod, ZipArchive};

use super::error::{FileKind, ImportError};
use super::guard::Limits;

/// A workbook has some dozens. Each costs memory before anything of it is read.
const ENTRIES: usize = 20_000;
/// What an entry of the list of contents begins with.
const ENTRY: &[u8] = b"PK\x01\x02";

/// Refuses an archive that is no workbook or would not fit in memory, and gives back one that would. Claimed sizes are only
/// trusted to refuse; what is let through has been counted. Sums are not checked here: whoever reads the cells does.
pub(super) fn inspect(data: Vec<u8>, limits: &Limits) -> Result<Vec<u8>, ImportError> {
    let damaged = || ImportError::Damaged("its list of contents does not read".to_owned());
    let too_big = |bytes| ImportError::UnpacksTooBig {
        bytes,
        limit: limits.unpacked,
    };
    let mut listed = data.windows(ENTRY.len()).filter(|bytes| *bytes == ENTRY);
    if listed.nth(ENTRIES).is_some() {
        return Err(damaged());
    }
    let size = data.len() as u64;
    let archive = ZipArchive::new(Cursor::new(data)).ok();
    let mut archive = archive.filter(|archive| !archive.is_empty()).ok_or_else(damaged)?;
    let sizes = (0..archive.len()).filter_map(|at| Some(archive.by_index_data(at).ok()?.size()));
    let claimed = sizes.fold(0, u64::saturating_add);
    if claimed > limits.unpacked {
        return Err(too_big(claimed));
    }
    kind_of(&archive)?;
    let mut total = 0;
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| damaged())?;
        let unpacked: &mut dyn Read = match entry.compression() {
            CompressionMethod::Stored => &mut { entry },
            CompressionMethod::Deflated => &mut DeflateDecoder::new(entry),
            _ => return Err(damaged()),
        };
        // Into nothing, and one byte over what there is room for: a bomb costs a little time and no memory.
        let mut unpacked = unpacked.take(limits.unpacked - total + 1);
        let mut claims = Claims::default();
        let bytes = io::copy(&mut unpacked, &mut claims).map_err(|_| damaged())?;
        total += bytes;
        // Room is made for as many texts as are claimed before the first is read, and each takes five bytes at least.
        if claims.most > bytes / 5 {
            return Err(ImportError::Damaged("it claims more texts than it holds".to_owned()));
        }
        if total > limits.unpacked {
            return Err(too_big(total));
        }
    }
    if total > limits.ratio_from && total / limits.ratio.max(1) > size {
        return Err(too_big(total));
    }
    Ok(archive.into_inner().into_inner())
}

/// How many texts a part claims to hold, wherever it says so: whatever is unpacked goes through here and into nothing.
#[derive(Default)]
struct Claims {
    /// The largest claim.
    most: u64,
    /// The end of what came last, in which a claim may begin.
    tail: Vec<u8>,
}

/// The attribute by which a table of texts says how many it holds, in one byte a letter and in two.
const CLAIMS: [&[u8]; 2] = [b"uniqueCount", b"u\0n\0i\0q\0u\0e\0C\0o\0u\0n\0t"];
/// A claim with its blanks, in bytes; what is longer is no number.
const CLAIM_LENGTH: usize = 512;

impl Claims {
    fn of(after: &[u8]) -> Option<u64> {
        let is_blank = |byte: &u8| byte.is_ascii_whitespace() || b"=\"'+".contains(byte);
        // Of a letter in two bytes one is nothing.
        let after = after.iter().take(CLAIM_LENGTH).filter(|byte| **byte != 0);
        let digits = after
            .skip_while(|byte| is_blank(byte))
            .take_while(|byte| byte.is_ascii_digit());
        let said: String = digits.map(|digit| char::from(*digit)).collect();
        (!said.is_empty()).then(|| said.parse().unwrap_or(u64::MAX))
    }
}

impl Write for Claims {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.tail.extend_from_slice(bytes);
        for claim in CLAIMS {
            let found = memmem::find_iter(&self.tail, claim);
            let claims = found.filter_map(|at| Self::of(self.tail.get(at + claim.len()..)?));
            self.most = claims.fold(self.most, u64::max);
        }
        let kept = self.tail.len().saturating_sub(CLAIM_LENGTH);
        self.tail.drain(..kept);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn kind_of(archive: &ZipArchive<Cursor<Vec<u8>>>) -> Result<(), ImportError> {
    let has = |wanted: &str| {
        archive.file_names_raw().any(|name| {
            let name = String::from_utf8_lossy(name).replace('\\', "/");
            name.trim_start_matches('/').to_lowercase().starts_with(wanted)
        })
    };
    let kind = if has("xl/workbook.bin") {
        FileKind::BinaryWorkbook
    } else if has("xl/") {
        return Ok(());
    } else if has("word/") || has("ppt/") {
        FileKind::Document
    } else if has("content.xml") {
        FileKind::OpenDocument
    } else {
        FileKind::Archive
    };
    Err(ImportError::Unsupported(kind))
}
