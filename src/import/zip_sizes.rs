//! What an archive holds and how large it really is, before anything unpacks it. The list is read by the crate that unpacks
//! it afterwards, so that both see the same entries.

use std::io::{self, Cursor, Read};

use flate2::read::DeflateDecoder;
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
        total += io::copy(&mut unpacked, &mut io::sink()).map_err(|_| damaged())?;
        if total > limits.unpacked {
            return Err(too_big(total));
        }
    }
    if total > limits.ratio_from && total / limits.ratio.max(1) > size {
        return Err(too_big(total));
    }
    Ok(archive.into_inner().into_inner())
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
