//! What ends the program early: an exit code as `sysexits` has them, and one sentence for people.

use std::fmt::Display;
use std::path::Path;

use crate::domain::refusal::Refusal;
use crate::domain::text::one_line;
use crate::i18n::{Lang, fill};
use crate::runtime::{file_words, words};
use crate::store::look::unread;
use crate::store::{ExecuteError, StoreError};

/// Wrong command line, or no terminal.
pub const USAGE: u8 = 64;
/// Bad data, or data of a newer program.
pub const DATA: u8 = 65;
/// Something is not there or not available.
pub const UNAVAILABLE: u8 = 69;
/// The program itself failed.
pub const SOFTWARE: u8 = 70;
/// Something cannot be made.
pub const CANNOT_CREATE: u8 = 73;
/// Reading or writing failed.
pub const IO: u8 = 74;
/// The account, or the operating system, does not allow it.
pub const NO_PERMISSION: u8 = 77;
/// The configuration does not read.
pub const CONFIG: u8 = 78;

/// Why the program ends, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fail {
    pub code: u8,
    /// Cause, what was kept, what to do next.
    pub text: String,
}

impl Fail {
    /// With a code and a sentence.
    pub fn new(code: u8, text: impl Into<String>) -> Self {
        Self {
            code,
            text: text.into(),
        }
    }

    /// A sentence with one place filled.
    pub fn with(code: u8, template: &str, place: &str, value: impl Display) -> Self {
        Self::new(code, fill(template, &[(place, &one_line(&value.to_string()))]))
    }

    /// The sentence and the exit code for what the store could not do.
    pub fn store(lang: Lang, error: &StoreError, path: &Path) -> Self {
        let unread = unread(path, error);
        let (code, text) = store(lang, unread.as_ref().unwrap_or(error), path);
        Self { code, text }
    }

    /// The sentence and the exit code for a command that was refused or failed.
    pub fn execute(lang: Lang, error: &ExecuteError, path: &Path) -> Self {
        match error {
            ExecuteError::Store(error) => Self::store(lang, error, path),
            ExecuteError::Refused(why) => {
                let sentence = crate::i18n::refusal::sentence(lang, why, None);
                Self::with(exit_of(why), lang.texts().cli.refused, "why", sentence)
            }
        }
    }
}

/// The exit code of a refusal.
pub fn exit_of(why: &Refusal) -> u8 {
    match why {
        Refusal::NotPermitted { .. } | Refusal::NotOwn(_) | Refusal::Withdrawn => NO_PERMISSION,
        _ => DATA,
    }
}

/// Exit code and sentence of what the store says. What the screen says speaks of keys; a few sentences differ here.
fn store(lang: Lang, error: &StoreError, path: &Path) -> (u8, String) {
    use StoreError as E;
    let t = &lang.texts().cli;
    let here = || file_words::denied(lang, path);
    let screen = || words::of_store(lang, error);
    match error {
        E::Busy => (UNAVAILABLE, t.busy.to_owned()),
        E::Replaced { path, .. } => {
            let path = one_line(&path.display().to_string());
            (UNAVAILABLE, fill(t.replaced, &[("path", &path)]))
        }
        E::InUse | E::BeingCopied | E::NetworkDisk { .. } | E::Missing { .. } | E::Cancelled => (UNAVAILABLE, screen()),
        E::Exists { .. } | E::InTheWay { .. } => (CANNOT_CREATE, screen()),
        E::NoRoom { .. } | E::Unkept { .. } => (IO, screen()),
        E::Newer { found, known } => {
            let values = [("found", found.to_string()), ("known", known.to_string())];
            let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
            (DATA, fill(lang.texts().trouble.newer, &values))
        }
        E::DiskFull => (IO, t.disk_full.to_owned()),
        E::ReadOnly => (NO_PERMISSION, here()),
        E::Io(e) if e.kind() == std::io::ErrorKind::PermissionDenied => (NO_PERMISSION, here()),
        E::Io(e) => (IO, fill(t.io, &[("what", &file_words::cause(lang, e))])),
        E::Unknown { .. } => (IO, t.unknown.to_owned()),
        E::Corrupt { .. } | E::LaidOver { .. } => (DATA, [screen(), file_words::way_back(lang, path)].join("\n")),
        E::StationKey | E::Denied { .. } | E::Stranger => (NO_PERMISSION, screen()),
        _ => (DATA, screen()),
    }
}
