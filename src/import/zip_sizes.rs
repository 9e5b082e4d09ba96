//! What an archive holds and how large it really is, before anything unpacks it.

use super::error::{FileKind, ImportError};
use super::guard::Limits;
use super::inflate::unpacked_size;

struct Entry {
    name: String,
    method: u16,
    packed: u64,
    claimed: u64,
    header: u64,
}

fn u16_at(data: &[u8], at: usize) -> Option<u16> {
    data.get(at..)?.first_chunk::<2>().map(|b| u16::from_le_bytes(*b))
}

fn u32_at(data: &[u8], at: usize) -> Option<u32> {
    data.get(at..)?.first_chunk::<4>().map(|b| u32::from_le_bytes(*b))
}

fn u64_at(data: &[u8], at: usize) -> Option<u64> {
    data.get(at..)?.first_chunk::<8>().map(|b| u64::from_le_bytes(*b))
}

fn rfind(data: &[u8], mark: &[u8]) -> Option<usize> {
    data.windows(mark.len()).rposition(|window| window == mark)
}

/// Where the central directory begins; the 64-bit record is asked when the short one is full.
fn directory(data: &[u8]) -> Option<usize> {
    let tail = data.len().saturating_sub(66_000);
    let end = tail + rfind(data.get(tail..)?, b"PK\x05\x06")?;
    let offset = u32_at(data, end + 16)?;
    if offset != u32::MAX {
        return usize::try_from(offset).ok();
    }
    let long = rfind(data.get(..end)?, b"PK\x06\x06")?;
    usize::try_from(u64_at(data, long + 48)?).ok()
}

fn entries(data: &[u8]) -> Option<Vec<Entry>> {
    let mut at = directory(data)?;
    let mut found = Vec::new();
    while data.get(at..at.checked_add(4)?)? == b"PK\x01\x02" {
        let lengths = [u16_at(data, at + 28)?, u16_at(data, at + 30)?, u16_at(data, at + 32)?];
        let [name, extra, comment] = lengths.map(usize::from);
        let bytes = data.get(at + 46..at + 46 + name)?;
        let mut entry = Entry {
            name: String::from_utf8_lossy(bytes).into_owned(),
            method: u16_at(data, at + 10)?,
            packed: u64::from(u32_at(data, at + 20)?),
            claimed: u64::from(u32_at(data, at + 24)?),
            header: u64::from(u32_at(data, at + 42)?),
        };
        long_sizes(data.get(at + 46 + name..at + 46 + name + extra)?, &mut entry);
        found.push(entry);
        at = at + 46 + name + extra + comment;
        if found.len() > 20_000 {
            return None;
        }
    }
    (!found.is_empty()).then_some(found)
}

/// Sizes over 32 bits stand in an extra field, only those that are needed and in this order.
fn long_sizes(mut extra: &[u8], entry: &mut Entry) {
    while let (Some(id), Some(length)) = (u16_at(extra, 0), u16_at(extra, 2)) {
        let body = extra.get(4..4 + usize::from(length)).unwrap_or_default();
        if id == 1 {
            let mut at = 0;
            for value in [&mut entry.claimed, &mut entry.packed, &mut entry.header] {
                if *value == u64::from(u32::MAX)
                    && let Some(long) = u64_at(body, at)
                {
                    *value = long;
                    at += 8;
                }
            }
        }
        extra = extra.get(4 + usize::from(length)..).unwrap_or_default();
    }
}

fn content<'a>(data: &'a [u8], entry: &Entry) -> Option<&'a [u8]> {
    let at = usize::try_from(entry.header).ok()?;
    if data.get(at..at.checked_add(4)?)? != b"PK\x03\x04" {
        return None;
    }
    let name = usize::from(u16_at(data, at + 26)?);
    let extra = usize::from(u16_at(data, at + 28)?);
    let start = at + 30 + name + extra;
    data.get(start..start.checked_add(usize::try_from(entry.packed).ok()?)?)
}

/// Refuses an archive that is no workbook or would not fit in memory. Claimed sizes are only trusted to
/// refuse; what is let through has been counted.
pub(super) fn inspect(data: &[u8], limits: &Limits) -> Result<(), ImportError> {
    let damaged = || ImportError::Damaged("its list of contents does not read".to_owned());
    let entries = entries(data).ok_or_else(damaged)?;
    let too_big = |bytes| ImportError::UnpacksTooBig {
        bytes,
        limit: limits.unpacked,
    };
    let claimed = entries
        .iter()
        .fold(0u64, |sum, entry| sum.saturating_add(entry.claimed));
    if claimed > limits.unpacked {
        return Err(too_big(claimed));
    }
    kind_of(&entries)?;
    let mut total = 0u64;
    for entry in &entries {
        let content = content(data, entry).ok_or_else(damaged)?;
        let left = limits.unpacked.saturating_sub(total);
        let size = match entry.method {
            0 => content.len() as u64,
            8 => unpacked_size(content, left).ok_or_else(damaged)?,
            _ => return Err(damaged()),
        };
        total = total.saturating_add(size);
        if total > limits.unpacked {
            return Err(too_big(total));
        }
    }
    if total > limits.ratio_from && total / limits.ratio.max(1) > data.len() as u64 {
        return Err(too_big(total));
    }
    Ok(())
}

fn kind_of(entries: &[Entry]) -> Result<(), ImportError> {
    let has = |wanted: &str| {
        entries.iter().any(|entry| {
            let name = entry.name.replace('\\', "/");
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
