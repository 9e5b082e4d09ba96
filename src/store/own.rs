//! Small files whose names are of our making, and the folder of copies: what may lie there, and what is said of it.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::open::{beside, folder, sync_folder};

/// A small file of ours, if it is there.
pub(super) fn read_text(path: &Path) -> Result<Option<String>, StoreError> {
    let mut file = match plain(path, OpenOptions::new().read(true)) {
        Err(StoreError::Missing { .. }) => return Ok(None),
        opened => opened?,
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Opens a file whose name is of our making, and nothing but a plain file of one name: a link laid there by somebody else
/// would lead the writing to a file of theirs choosing, and a pipe would never come back.
pub(super) fn plain(path: &Path, how: &mut OpenOptions) -> Result<File, StoreError> {
    let in_the_way = || StoreError::InTheWay { path: path.to_owned() };
    if path.symlink_metadata().is_ok_and(|facts| !facts.is_file()) {
        return Err(in_the_way());
    }
    // What was looked at may have been exchanged since.
    let flags = rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK;
    let file = how.custom_flags(flags.bits() as i32).open(path).map_err(at(path))?;
    let facts = file.metadata()?;
    if facts.is_file() && facts.nlink() == 1 {
        Ok(file)
    } else {
        Err(in_the_way())
    }
}

/// Refuses a log, or its map, that is a folder, a link or a pipe: what SQLite says of them speaks of the file.
pub(super) fn plain_log(database: &Path) -> Result<(), StoreError> {
    for path in ["-wal", "-shm"].map(|tail| beside(database, tail)) {
        if path.symlink_metadata().is_ok_and(|facts| !facts.is_file()) {
            return Err(StoreError::InTheWay { path });
        }
    }
    Ok(())
}

/// Somebody may not have at it. Of what is not there, or cannot be seen, it is the folder that is in the way.
pub(super) fn denied(path: &Path) -> StoreError {
    let is_there = path.symlink_metadata().is_ok();
    let path = if is_there { path } else { folder(path) };
    StoreError::Denied { path: path.to_owned() }
}

/// What the system says of a file or folder of ours, with its name.
pub(super) fn at(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    move |error| {
        let path = path.to_owned();
        if rustix::io::Errno::from_io_error(&error) == Some(rustix::io::Errno::LOOP) {
            return StoreError::InTheWay { path };
        }
        let is = |kinds: &[ErrorKind]| kinds.contains(&error.kind());
        if is(&[ErrorKind::PermissionDenied, ErrorKind::ReadOnlyFilesystem]) {
            denied(&path)
        } else if is(&[ErrorKind::NotFound]) {
            StoreError::Missing { path }
        } else if is(&[
            ErrorKind::AlreadyExists,
            ErrorKind::NotADirectory,
            ErrorKind::IsADirectory,
        ]) {
            StoreError::InTheWay { path }
        } else {
            error.into()
        }
    }
}

/// The folder that copies beside a file go to, if it is there.
pub(super) fn copies_made(folder: &Path) -> Result<Option<PathBuf>, StoreError> {
    match folder.symlink_metadata() {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(at(folder)(error)),
        Ok(_) => copies(folder).map(Some),
    }
}

/// The folder that copies beside a file go to, made if it is not there. It may be a link to a folder, for instance on
/// another disk, and then everything goes there: SQLite opens nothing by way of a link.
pub fn copies(folder: &Path) -> Result<PathBuf, StoreError> {
    if !folder.is_dir() {
        std::fs::create_dir(folder).map_err(at(folder))?;
    }
    folder.canonicalize().map_err(at(folder))
}

/// Adds lines to a small file of ours, durably.
pub(super) fn append(path: &Path, lines: &str) -> Result<(), StoreError> {
    let mut file = plain(path, OpenOptions::new().append(true).create(true).mode(0o600))?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()?;
    sync_folder(path)
}

/// Whether nothing at all can be opened any more, which SQLite does not say.
pub(super) fn or_no_files(error: StoreError) -> StoreError {
    File::open("/dev/null").map_or_else(StoreError::from, |_| error)
}

/// Refuses folders on disks that several hosts share.
pub(super) fn local(path: &Path) -> Result<(), StoreError> {
    match network_kind(disk_of(path)?) {
        Some(kind) => Err(StoreError::NetworkDisk { kind }),
        None => Ok(()),
    }
}

/// What kind of disk a path lies on, by the number `statfs` gives.
pub(super) fn disk_of(path: &Path) -> Result<u64, StoreError> {
    Ok(rustix::fs::statfs(folder(path))?.f_type as u64)
}

/// The name of a file system that is shared between hosts, by the number `statfs` gives.
fn network_kind(magic: u64) -> Option<&'static str> {
    // Some kernels sign-extend the 32-bit number.
    match magic & 0xffff_ffff {
        0x6969 => Some("NFS"),
        0x517b | 0xff53_4d42 | 0xfe53_4d42 => Some("SMB"),
        0x0102_1997 => Some("9p"),
        0x00c3_6400 => Some("Ceph"),
        0x0bd0_0bd0 => Some("Lustre"),
        0x4750_4653 => Some("GPFS"),
        0x5346_414f | 0x6b41_4653 => Some("AFS"),
        0x7375_7245 => Some("Coda"),
        0x564c => Some("NCP"),
        0x7461_636f => Some("OCFS2"),
        0x0116_1970 => Some("GFS2"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::network_kind;

    #[test]
    fn network_disks_are_known_by_number_even_when_sign_extended() {
        assert_eq!(network_kind(0x6969), Some("NFS"));
        assert_eq!(network_kind(0xffff_ffff_ff53_4d42), Some("SMB"));
        assert_eq!(network_kind(0xef53), None, "ext4");
        assert_eq!(network_kind(0x0102_1994), None, "tmpfs");
    }
}
