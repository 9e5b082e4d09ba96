//! Who can open the data file besides the program, as the system says: found out, never configured.

use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use rustix::process::geteuid;

use super::{login, service};
use crate::domain::level::Level;
use crate::domain::text::one_line;
use crate::i18n::{Lang, fill};

/// Everybody but the owner, of a folder to come through and of a file to read or write.
const COME_THROUGH: u32 = 0o011;
const READ_OR_WRITE: u32 = 0o066;
const ANY: u32 = 0o077;

/// The level of a file; none of one that is not there.
pub fn of(database: &Path) -> Option<Level> {
    let folder = database.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).metadata().ok()?;
    let file = database.symlink_metadata().ok()?;
    Some(told(&file, &folder, geteuid().as_raw(), service::inside().is_some()))
}

fn told(file: &Metadata, folder: &Metadata, me: u32, is_inside: bool) -> Level {
    let is_mine = file.uid() == me && folder.uid() == me;
    if is_inside {
        return if is_mine && folder.mode() & ANY == 0 {
            Level::Service
        } else {
            Level::Shared
        };
    }
    let others_come = folder.mode() & COME_THROUGH != 0;
    let others_use = others_come && file.mode() & READ_OR_WRITE != 0;
    // Whoever may put another file in its place may do all that.
    let others_exchange = others_come && folder.mode() & 0o022 != 0 && folder.mode() & 0o1000 == 0;
    if file.uid() == me && !others_use && !others_exchange {
        Level::Alone
    } else {
        Level::Shared
    }
}

/// The level as a sentence.
pub fn said(lang: Lang, database: &Path, level: Level) -> String {
    let t = &lang.texts().server;
    let text = match level {
        Level::Alone => t.level_alone,
        Level::Shared => t.level_shared,
        Level::Service => t.level_service,
    };
    let owner = database.symlink_metadata().map_or(0, |facts| facts.uid());
    let path = one_line(&database.display().to_string());
    fill(text, &[("path", &path), ("owner", &login::name_of_number(owner))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn the_level_is_what_the_system_would_let_others_do() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        assert_eq!(of(&path), None);
        std::fs::write(&path, "x").unwrap();
        let me = geteuid().as_raw();
        let level = |of_folder: u32, of_file: u32, me: u32, inside: bool| {
            set_permissions(folder.path(), Permissions::from_mode(of_folder)).unwrap();
            set_permissions(&path, Permissions::from_mode(of_file)).unwrap();
            let facts = |path: &Path| path.metadata().unwrap();
            told(&facts(&path), &facts(folder.path()), me, inside)
        };
        for (of_folder, of_file) in [(0o700, 0o600), (0o700, 0o666), (0o755, 0o600), (0o1777, 0o600)] {
            assert_eq!(
                level(of_folder, of_file, me, false),
                Level::Alone,
                "{of_folder:o} {of_file:o}"
            );
        }
        for (of_folder, of_file) in [(0o755, 0o644), (0o770, 0o660), (0o710, 0o620), (0o777, 0o600)] {
            assert_eq!(
                level(of_folder, of_file, me, false),
                Level::Shared,
                "{of_folder:o} {of_file:o}"
            );
        }
        // Somebody else's, which one can read all the same.
        assert_eq!(level(0o700, 0o600, me + 1, false), Level::Shared);
        assert_eq!(level(0o700, 0o660, me, true), Level::Service);
        for (of_folder, who) in [(0o755, me), (0o710, me), (0o700, me + 1)] {
            assert_eq!(level(of_folder, 0o600, who, true), Level::Shared, "{of_folder:o}");
        }
    }
}
