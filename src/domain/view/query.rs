//! Questions to the reader thread, and their answers.

use uuid::Uuid;

use super::shown::{Came, Earlier, Figures, FollowUp, OpinionFile, OpinionRow, Rights, SessionRow, Snapshot, Stretch};
use crate::domain::backups::Backup;
use crate::domain::code::{OpinionState, Owing, SessionState, UnitKind};
use crate::domain::id::{AccountId, OpinionId, SessionId, UnitId, VisitId};
use crate::domain::lease::{Deleted, Draft, Lease, Lost};
use crate::domain::looks::{Looks, Seat};
use crate::domain::moment::Day;
use crate::domain::record::{Account, Attendance, Citizen, Deputy, Unit, Visit};
use crate::domain::recount::Limited;
use crate::domain::shape::Class;
use crate::domain::trace::Traced;

/// Who asks a question: what they may not see is not in its answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asker {
    /// The program itself, which makes a station up, compares, or tries.
    Program,
    /// Somebody at a keyboard or on the command line; no account before they have said which of theirs it is. With the day by
    /// their clock: what they may know ends with the day on which they may no longer act.
    Person(Option<AccountId>, Day),
    /// A login that has no account here.
    Stranger,
}

/// How much of a record somebody may see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sight {
    #[default]
    All,
    /// What stands open for ever, and no word that somebody said. So far nobody is shut out.
    #[cfg_attr(not(feature = "rings"), allow(dead_code))]
    Open,
}

impl Sight {
    /// The gate every cell passes: what it holds, or nothing where whoever looks may not see its class.
    pub fn pass<T: Default>(self, class: Class, held: T) -> T {
        match self {
            Self::Open if class != Class::Open => T::default(),
            Self::All | Self::Open => held,
        }
    }
}

/// What each kind of what is owed is called on the screen of whoever asks, in the order of the kinds.
pub type Called = Vec<&'static str>;

/// A question to the reader.
#[derive(Clone, Debug, PartialEq)]
pub enum Query {
    Snapshot {
        /// Clock's day, for what is due.
        today: Day,
    },
    /// Accounts of the operating-system login, or all.
    Accounts {
        os_name: Option<String>,
    },
    Opinions {
        /// Number, name, phone or words; empty is all.
        matching: String,
        state: Option<OpinionState>,
        stretch: Stretch,
        limit: u32,
    },
    /// What is owed, as it is on this day.
    Owed {
        /// Name, number, unit, words or kind; empty is all.
        matching: String,
        called: Called,
        today: Day,
        /// Of this kind only.
        kind: Option<Owing>,
        stretch: Stretch,
        limit: u32,
    },
    File(OpinionId),
    /// As [`Self::Opinions`], each whole.
    Files {
        matching: String,
        stretch: Stretch,
        limit: u32,
    },
    /// What an account looks after and is not over, the oldest first.
    KeptBy(AccountId),
    /// As what whoever asks reads and acts by now, and what of that was written after this event is not for them (any more).
    Rights {
        since: i64,
    },
    /// Some matters whole, in the order of their ids here.
    TheseFiles(Vec<OpinionId>),
    /// Deputies by name, pinyin or initials.
    Deputies {
        matching: String,
        limit: u32,
    },
    /// Units by name, pinyin, initials or scope.
    Units {
        matching: String,
        /// Of this kind only.
        kind: Option<UnitKind>,
        limit: u32,
    },
    Sessions {
        state: Option<SessionState>,
        limit: u32,
    },
    /// Deputies of one reception.
    Attendance(SessionId),
    /// Visits of a day, in order.
    Visits {
        day: Day,
    },
    /// Some visits, in the order of their ids here.
    TheseVisits(Vec<VisitId>),
    /// Who came on a day, by name.
    Came {
        day: Day,
    },
    /// Who spoke in a visit, with the opinions filed in it.
    VisitFile(VisitId),
    /// Earlier open matters of the same person.
    Earlier {
        phone: Option<String>,
        name: Option<String>,
        village: Option<UnitId>,
    },
    /// Things typed and not filed, of an account.
    Drafts {
        /// Whose; all when none.
        account: Option<AccountId>,
    },
    /// Drafts that were deleted and can be had back, as far as the asker may have them.
    DeletedDrafts,
    /// Which of these are lost.
    Leases(Vec<Lease>),
    /// Which of these are not for the asker any more: matters, visits, promises and drafts of forms about them.
    Withheld(Vec<Uuid>),
    /// Figures of spans of days, from the first to the last of each.
    Figures {
        spans: Vec<(Day, Day)>,
    },
    /// Copies of the file that were taken, the newest first.
    Backups {
        limit: u32,
    },
    /// How somebody wants the desk drawn at a terminal.
    Looks(Seat),
    /// The limits of all that is with a unit.
    Limits,
    /// Who was shown whose number, the newest first.
    Traces {
        /// A name, the number of a matter, a day; empty is all.
        matching: String,
        /// The clock's day, by which a day is read.
        today: Day,
        limit: u32,
    },
}

impl Query {
    /// Whether a newer one of its kind makes it worthless: what is asked with every key, and what there is one of. Whatever a
    /// page or a form asks for itself has to be answered, also where another asks for the same.
    pub const fn gives_way(&self) -> bool {
        match self {
            Self::Snapshot { .. }
            | Self::Opinions { .. }
            | Self::Owed { .. }
            | Self::Earlier { .. }
            | Self::Leases(_)
            | Self::Withheld(_) => true,
            Self::Deputies { matching, .. } | Self::Units { matching, .. } => !matching.is_empty(),
            Self::Accounts { .. }
            | Self::File(_)
            | Self::Files { .. }
            | Self::TheseFiles(_)
            | Self::KeptBy(_)
            | Self::Rights { .. }
            | Self::Sessions { .. }
            | Self::Attendance(_)
            | Self::Visits { .. }
            | Self::TheseVisits(_)
            | Self::Came { .. }
            | Self::VisitFile(_)
            | Self::Drafts { .. }
            | Self::DeletedDrafts
            | Self::Figures { .. }
            | Self::Backups { .. }
            | Self::Looks(_)
            | Self::Limits
            | Self::Traces { .. } => false,
        }
    }
}

/// What the reader found, one variant a question.
#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Answer {
    Snapshot(Box<Snapshot>),
    Accounts(Vec<Account>),
    /// None for the program itself; where their account acts here no longer, who has what it left, if anybody.
    Rights(Result<Option<Box<Rights>>, Option<String>>),
    /// Opinions, whether there are more, and whether words were looked for in the newest of the confidential ones only.
    Opinions(Vec<OpinionRow>, bool, bool),
    /// What is owed and whether there is more.
    Owed(Vec<FollowUp>, bool),
    /// A record; none when it is not there.
    File(Option<Box<OpinionFile>>),
    /// Records and whether there are more.
    Files(Vec<OpinionFile>, bool),
    Deputies(Vec<Deputy>),
    Units(Vec<Unit>),
    Sessions(Vec<SessionRow>),
    /// Deputies of a reception.
    Attendance(Vec<Attendance>),
    Visits(Vec<Visit>),
    /// Who came on a day.
    Came(Vec<Came>),
    /// A visit, its people, its opinions and the deputies of its reception.
    VisitFile(Option<Visit>, Vec<Citizen>, Vec<OpinionRow>, Vec<Attendance>),
    Earlier(Vec<Earlier>),
    Drafts(Vec<Draft>),
    /// The newest first.
    DeletedDrafts(Vec<Deleted>),
    /// Drafts that were lost, and how.
    Leases(Vec<(Lease, Lost)>),
    /// Those of what was asked for that are not for the asker.
    Withheld(Vec<Uuid>),
    /// A draft that was asked for to go on with. Without a reason it is none of this account.
    Taken(Result<Box<Draft>, Option<Lost>>),
    /// Of each span that was asked for, in that order.
    Figures(Vec<Figures>),
    Backups(Vec<Backup>),
    Looks(Looks),
    /// The version of the rules in force, and the limits.
    Limits(u32, Vec<Limited>),
    Traces(Vec<Traced>),
}
