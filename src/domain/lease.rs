//! Who may go on with a draft. One person may have it open in two programs, when a line hung and they logged in again:
//! whoever took it last holds it, and what the other one sends is refused, with its words kept aside.

use super::code::Role;
use super::id::{AccountId, DraftId};
use super::moment::Moment;
use super::rules::LimitRules;

/// Something typed and not filed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: DraftId,
    /// Form it belongs to.
    pub form: String,
    /// What it is about: an id as text, several with commas between them, or empty.
    pub target: String,
    /// Short form for lists.
    pub label: String,
    /// The form's own JSON.
    pub body: String,
    /// Whose; none in a row of before that names somebody several are called.
    pub account: Option<AccountId>,
    pub saved_at: Moment,
    /// How often it was taken, counted from 1.
    pub generation: u32,
}

impl Draft {
    /// As whoever read or made it holds it.
    pub const fn lease(&self) -> Lease {
        Lease {
            draft: self.id,
            generation: self.generation,
        }
    }
}

/// A draft that somebody deleted, while it can be had back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deleted {
    pub id: DraftId,
    /// Short form for lists.
    pub label: String,
    pub author: Author,
    /// Who deleted it.
    pub by: String,
    /// Why, where somebody else than its author did.
    pub reason: Option<String>,
    pub at: Moment,
}

/// A draft as a program holds it. Taking it makes the next generation, and only the newest saves and files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lease {
    pub draft: DraftId,
    /// How often it was taken, counted from 1.
    pub generation: u32,
}

impl Lease {
    /// Of a draft that begins here.
    pub const fn first(draft: DraftId) -> Self {
        Self { draft, generation: 1 }
    }
}

/// Some of the roles, in a byte: it goes with every author, and they with every refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Roles(u8);

impl Roles {
    /// Those for which it holds.
    pub fn of(holds: impl Fn(Role) -> bool) -> Self {
        let all = Role::ALL.iter().enumerate().filter(|(_, role)| holds(**role));
        Self(all.fold(0, |roles, (at, _)| roles | 1 << at))
    }

    /// Whether a role is among them.
    pub fn has(self, role: Role) -> bool {
        self.0 & Self::of(|other| other == role).0 != 0
    }
}

/// Whose a draft is: whoever wrote it, or to whom they left what was theirs (移交).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// The account; of some rows of before, that hold a name, every account that bore it.
    pub accounts: Vec<AccountId>,
    /// What they are called.
    pub name: String,
    /// Who wrote it and has left it to them.
    pub left_by: Option<String>,
    /// Nobody of them sits at a keyboard any more (停用).
    pub withdrawn: bool,
    /// A keyboard of theirs at which something was opened still is there.
    pub is_in: bool,
    /// When the draft was saved last.
    pub saved: Moment,
    /// Who sees that there is one: whoever may do what it would write, where that is about the station ([`super::drafted`]).
    pub only: Option<Roles>,
}

impl Author {
    /// Whether it is an account's.
    pub fn is(&self, account: AccountId) -> bool {
        self.accounts.contains(&account)
    }

    /// Whether they gave no sign of life for as long as somebody has to who is taken over (S16).
    pub fn is_silent(&self, now: Moment, limits: &LimitRules) -> bool {
        !self.is_in && now.0 - self.saved.0 >= i64::from(limits.silent_seconds) * 1000
    }
}

/// Somebody went on with another's draft who gave no sign of life.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenOver {
    /// Its place among all, counted from 1.
    pub n: i64,
    /// Whose it was.
    pub from: AccountId,
    /// What people call whoever took it over.
    pub by: String,
    pub at: Moment,
    /// Why, as long as the draft is there.
    pub reason: Option<String>,
}

/// A draft that was saved and is not in the data any more as it was: it went with the log beside the file. It is known until whoever
/// wrote it was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    pub id: DraftId,
    /// Whose it was, with when it was saved last.
    pub author: Author,
    /// An earlier version of it is there.
    pub is_older: bool,
    /// The head was told.
    pub head_knows: bool,
}

/// Why a program holds a draft no more, or never did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Somebody went on with it elsewhere.
    Taken,
    Filed {
        /// The number that made, when it made one.
        number: Option<String>,
    },
    /// It was given up.
    Dropped,
    /// It was counted as an accusation, of which nothing may be kept.
    Counted,
    /// Somebody else wrote it.
    Anothers(Author),
    /// What it is about became confidential, and is not for whoever holds it.
    Withheld,
    /// Somebody else writes it: whoever may take it from them has to wait until they give no sign of life for so many seconds.
    StillWritten(Author, u16),
}

/// Words on their way to the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsaved {
    /// The draft with them, in the generation held here.
    pub draft: Draft,
    /// Where they go when that draft is lost.
    pub spare: Spare,
}

/// A draft of its own for words whose draft was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spare {
    /// Its identity, the same at a second try.
    pub id: DraftId,
    /// What lists call it.
    pub label: String,
}

/// What became of words sent to the disk. An error is neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// They stand in their draft.
    Kept,
    /// The draft was lost.
    Refused {
        why: Lost,
        /// The draft they are kept as; none when they say nothing new, or may not be kept.
        aside: Option<DraftId>,
    },
}

/// The draft a command is made of. The command is refused when the draft was lost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// As it is held.
    pub lease: Lease,
    /// It ends with this command; otherwise another command of the same form follows.
    pub ends: bool,
    /// Words in it that no save was sent for.
    pub unsaved: Option<Box<Unsaved>>,
}
