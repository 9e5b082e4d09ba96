//! The table of rights as a whole: everything there is to write, to read and to do with the file, by role, and how far each
//! goes. Its rows are those of [`Deed`], [`Reading`] and [`Care`]; whatever asks whether somebody may asks one of them, and the
//! page of rights and the test that walks all ways to them are made of this.

use super::code::Role;
use super::deed::Deed;
use super::permit::{Care, Reach, Reading};

/// A row of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    Write(Deed),
    Read(Reading),
    File(Care),
}

impl Right {
    /// All of them: what is read, what is written, what becomes of the file.
    pub fn all() -> impl Iterator<Item = Self> {
        let read = Reading::ALL.iter().copied().map(Self::Read);
        let write = Deed::ALL
            .iter()
            .copied()
            .filter(|deed| !deed.may(None))
            .map(Self::Write);
        let file = Care::ALL.iter().copied().map(Self::File);
        read.chain(write).chain(file)
    }

    /// How far a role has it.
    pub fn reach(self, role: Role) -> Reach {
        match self {
            Self::Write(deed) => deed.reach(Some(role)),
            Self::Read(what) => what.reach(Some(role)),
            Self::File(care) => care.reach(Some(role)),
        }
    }
}
