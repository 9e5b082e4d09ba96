//! Closed lists of the desk. Each value has one short code, which is what tables, events and JSON hold; the words
//! people read are made from it in `i18n`.

use super::fold::alike;
use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$meta:meta])* $name:ident { $($(#[$of:meta])? $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $(#[doc = concat!("`", $code, "`")] #[serde(rename = $code)] $(#[$of])? $variant),+ }

        impl $name {
            /// Every value, in the order screens show them.
            #[allow(dead_code)] // of some the tests alone ask for all
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The value of a stored code.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}

codes! {
    /// Why something waits to be done (待办). In the order of its lists, what is late before what is not: the first nine have
    /// a digit there.
    Owing {
        // The unit is late.
        Overdue = "overdue",
        // The person has to be told.
        ToTell = "to_tell",
        // A promise falls due today or is past.
        AskToday = "ask_today",
        DueSoon = "due_soon",
        // A large group came and the station head has not been told (S10).
        TellHead = "tell_head",
        Dissatisfied = "dissatisfied",
        // A draft, or a visit with something unwritten.
        Unwritten = "unwritten",
        // Filed and nowhere yet.
        Unhandled = "unhandled",
        // Told, and only the closing is left.
        ToClose = "to_close",
        // Was not received and is promised to go first next time.
        Promised = "promised",
        // With the unit, nothing due.
        InHand = "in_hand",
        // What was filed is in no copy of the file, or in no second one: the title says it above all lines.
        BackUp = "back_up",
    }

    /// What somebody at the keyboard may be (research `domain.md` 3.10).
    Role {
        Head = "head", DeputyHead = "deputy_head", Clerk = "clerk", Deputy = "deputy", Viewer = "viewer",
        Administrator = "administrator",
    }

    /// What became of a copy in the second folder.
    SecondCopy {
        // The rules ask for none.
        Unasked = "unasked",
        There = "there",
        // It could not be put there and is to be made up for.
        Owed = "owed",
    }

    /// What lies now where a copy was put, as far as can be seen without reading all of it.
    #[derive(Default)]
    Found {
        // The copy, or nobody looked: it was put elsewhere, or never made.
        #[default]
        There = "there",
        // Away: the folder is not there, no stick, most times. Missing: nothing, and the program did not throw it away.
        NotKept = "not_kept", Away = "away", Missing = "missing",
        // Of another length; of the same one with other bytes; the disk does not give it.
        WrongSize = "wrong_size", Changed = "changed", Unread = "unread",
    }

    /// What kind of place the station is.
    StationKind { Station = "station", Home = "home", Point = "point", Studio = "studio", Mobile = "mobile" }

    /// What somebody said when they were asked whether they agree; whoever was not asked has said nothing.
    Consent { Given = "given", Refused = "refused" }

    /// Sex as rosters state it.
    Sex { Male = "male", Female = "female" }

    /// Which congress a deputy belongs to; councillors and advisers sit with them.
    Level {
        National = "national", Province = "province", City = "city", County = "county", Town = "town",
        Councillor = "councillor", Adviser = "adviser",
    }

    /// Kinds of handling units.
    UnitKind {
        TownOffice = "town_office", Village = "village", County = "county", Upper = "upper",
        Enterprise = "enterprise", Other = "other",
    }

    /// Part of the rules that is adopted as one; the code is the key it stands under in a file.
    Section {
        Queue = "queue", Limits = "limits", Reason = "reason", Category = "category", Class = "class",
        Uphold = "uphold", Reveal = "reveal", Calendar = "calendar", Template = "template", Rhythm = "rhythm",
    }

    /// What somebody does with what they have open.
    Doing { Reading = "reading", Writing = "writing" }

    /// For what a whole number was shown (谁看过).
    Shown {
        // They were told of it: reason enough.
        Telling = "telling",
        // It stood in a form to be put right.
        Correcting = "correcting",
        // They are rung before the next reception.
        Calling = "calling",
        // It was asked for, with a reason of the rules.
        Asked = "asked",
    }

    /// A reception's state (design section 5).
    SessionState {
        Planned = "planned", Noticed = "noticed", Open = "open", Closing = "closing", Closed = "closed",
        Postponed = "postponed", Cancelled = "cancelled",
    }

    /// What kind of reception it is.
    SessionKind {
        Regular = "regular", Appointment = "appointment", Mobile = "mobile", Joint = "joint", Interview = "interview",
        Forum = "forum",
    }

    /// Who receives at a reception: deputies, staff until they come, or staff alone (marked as such for ever).
    Presence { Deputies = "deputies", OnTheWay = "on_the_way", StaffOnly = "staff_only" }

    /// What a deputy said to the roster.
    Agreement { Unasked = "unasked", Noticed = "noticed", Yes = "yes", No = "no" }

    /// Who actually came.
    AttendanceState {
        Expected = "expected", In = "in", Late = "late", Leave = "leave", Out = "out",
    }

    /// A visit's state, with the named outcomes of closing time (design section 5).
    VisitState {
        Waiting = "waiting", Called = "called", Talking = "talking", Missed = "missed", Done = "done", Left = "left",
        NextTime = "next_time", ByPhone = "by_phone", Guided = "guided", Void = "void",
    }

    /// Why a promise to go first next time was struck off: came otherwise, wants it no more, cannot be reached.
    Struck { Came = "came", Declined = "declined", Unreachable = "unreachable" }

    /// Whether somebody goes first.
    #[derive(Default)]
    Priority { #[default] Normal = "normal", First = "first" }

    /// How a matter reached the station.
    Channel {
        Visit = "visit", Phone = "phone", Letter = "letter", ViaDeputy = "via_deputy", Outreach = "outreach",
        Online = "online",
    }

    /// How to reach the person again.
    Reach { Phone = "phone", Message = "message", Home = "home", Comes = "comes" }

    /// How urgent a matter is.
    Urgency { Normal = "normal", Urgent = "urgent", Critical = "critical" }

    /// Whom a matter touches; breadth decides whether it is raised further.
    Scope { One = "one", Some = "some", Many = "many" }

    /// An opinion's state (design section 5).
    OpinionState {
        Filed = "filed", HandedOver = "handed_over", Answered = "answered", Told = "told", Guided = "guided",
        Reference = "reference", Closed = "closed", Void = "void",
    }

    /// Series of numbers beside the matter's own: papers of the station, each with a counter of its year; the number a
    /// matter had in an older book; the numbers other systems gave it (别处编号).
    NumberFamily {
        Slip = "slip", HandOver = "hand_over", Chase = "chase", Suggestion = "suggestion", Notice = "notice",
        Old = "old", Foreign = "foreign",
    }

    /// By what way something was handed over, asked, answered or told.
    Way { Phone = "phone", InPerson = "in_person", Paper = "paper", Message = "message", Meeting = "meeting" }

    /// What came of an attempt to tell the person.
    Reached {
        Told = "told", NoAnswer = "no_answer", Wrong = "wrong", Collected = "collected",
        /// Said of somebody who has no number, or a wrong one, and whom nothing else reaches.
        NoWay = "no_way",
        /// Somebody they agreed to was asked to tell them.
        Through = "through",
        /// A letter is on its way.
        Sent = "sent",
    }

    /// What the person said of the outcome; three grades by national habit and the right to say nothing.
    Grade { Satisfied = "satisfied", Basically = "basically", Dissatisfied = "dissatisfied", Declined = "declined" }
}

impl Default for UnitKind {
    /// Of one nobody said more of.
    fn default() -> Self {
        Self::Other
    }
}

impl Channel {
    /// Whoever says it stands at the station. Only such a matter is told in the visit at a table; a call, a letter and what
    /// others bring is somebody else's, whoever sits there.
    pub const fn is_in_person(self) -> bool {
        match self {
            Self::Visit => true,
            Self::Phone | Self::Letter | Self::ViaDeputy | Self::Outreach | Self::Online => false,
        }
    }
}

impl Reach {
    /// Whether their number is used to reach them: whoever comes by themself, or is gone to, is not rung up.
    pub const fn is_by_number(self) -> bool {
        match self {
            Self::Phone | Self::Message => true,
            Self::Home | Self::Comes => false,
        }
    }
}

impl Channel {
    /// Whoever it comes from hears what is said when it comes: they stand there, or are on the line.
    pub const fn hears(self) -> bool {
        match self {
            Self::Visit | Self::Phone | Self::Outreach => true,
            Self::Letter | Self::ViaDeputy | Self::Online => false,
        }
    }
}

impl VisitState {
    /// Somebody sits at, or is on the way to, a table.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Called | Self::Talking => true,
            Self::Waiting
            | Self::Missed
            | Self::Done
            | Self::Left
            | Self::NextTime
            | Self::ByPhone
            | Self::Guided
            | Self::Void => false,
        }
    }

    /// The visit is over, one way or another.
    pub const fn is_over(self) -> bool {
        match self {
            Self::Waiting | Self::Called | Self::Talking | Self::Missed => false,
            Self::Done | Self::Left | Self::NextTime | Self::ByPhone | Self::Guided | Self::Void => true,
        }
    }
}

impl SessionState {
    /// People are being received.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Closing => true,
            Self::Planned | Self::Noticed | Self::Closed | Self::Postponed | Self::Cancelled => false,
        }
    }

    /// It does not take place.
    pub const fn is_called_off(self) -> bool {
        match self {
            Self::Postponed | Self::Cancelled => true,
            Self::Planned | Self::Noticed | Self::Open | Self::Closing | Self::Closed => false,
        }
    }
}

impl AttendanceState {
    /// They sit at the reception now.
    pub const fn is_present(self) -> bool {
        match self {
            Self::In | Self::Late => true,
            Self::Expected | Self::Leave | Self::Out => false,
        }
    }
}

/// Who may have given a matter a number beside the station's own, in the order they are offered.
pub const SYSTEMS: &[&str] = &["12345", "petition", "county", "other", "old"];

/// The series of a number that one of [`SYSTEMS`] gave, and the system as the event names it.
pub fn numbered_by(system: Option<&str>) -> (NumberFamily, Option<String>) {
    match system {
        Some("old") => (NumberFamily::Old, None),
        Some("other") | None => (NumberFamily::Foreign, None),
        Some(system) => (NumberFamily::Foreign, Some(system.to_owned())),
    }
}

/// Whether an event may name a system so; a number of any other office, or of the book of before, names none.
pub fn is_system(code: &str) -> bool {
    SYSTEMS.contains(&code) && numbered_by(Some(code)).1.is_some()
}

impl NumberFamily {
    /// The character a paper of the station has before its year (`交2026-057`); none where somebody else gives the number.
    pub const fn mark(self) -> Option<&'static str> {
        match self {
            Self::Slip => Some("引"),
            Self::HandOver => Some("交"),
            Self::Chase => Some("催"),
            Self::Suggestion => Some("建"),
            Self::Notice => Some("告"),
            Self::Old | Self::Foreign => None,
        }
    }
}

impl Role {
    /// Who looks after matters: whoever works at the desk.
    pub const KEEPERS: &'static [Self] = &[Self::Head, Self::Clerk];

    /// The role whose rights it has in every table: who stands beside the head has those of the head.
    #[must_use]
    pub const fn rights(self) -> Self {
        match self {
            Self::Head | Self::DeputyHead => Self::Head,
            Self::Clerk | Self::Deputy | Self::Viewer | Self::Administrator => self,
        }
    }

    /// The role it acts as in a station: where one person does all of the work, theirs is the head's too.
    #[must_use]
    pub const fn acts_as(self, one_person: bool) -> Self {
        match self {
            Self::Clerk if one_person => Self::Head,
            Self::Head | Self::DeputyHead | Self::Clerk | Self::Deputy | Self::Viewer | Self::Administrator => self,
        }
    }

    /// Has the rights of the head.
    pub const fn leads(self) -> bool {
        matches!(self.rights(), Self::Head)
    }

    /// May look after matters.
    pub fn keeps_matters(self) -> bool {
        Self::KEEPERS.contains(&self.rights())
    }

    /// May say who has an account.
    pub const fn keeps_accounts(self) -> bool {
        match self {
            Self::Head | Self::DeputyHead | Self::Administrator => true,
            Self::Clerk | Self::Deputy | Self::Viewer => false,
        }
    }
}

impl Reached {
    /// A number that is somebody else's says nothing of whether the person can be reached: it is put right, not tried again.
    pub const fn is_try(self) -> bool {
        match self {
            Self::NoAnswer => true,
            Self::Told | Self::Collected | Self::Wrong | Self::NoWay | Self::Through | Self::Sent => false,
        }
    }

    /// The person knows now.
    pub const fn is_told(self) -> bool {
        match self {
            Self::Told | Self::Collected => true,
            Self::NoAnswer | Self::Wrong | Self::NoWay | Self::Through | Self::Sent => false,
        }
    }

    /// Word is on its way. Whether it came is known once they are asked: until then they are owed it, and are not rung
    /// before a day.
    pub const fn is_on_its_way(self) -> bool {
        match self {
            Self::Through | Self::Sent => true,
            Self::Told | Self::Collected | Self::NoAnswer | Self::Wrong | Self::NoWay => false,
        }
    }
}

impl Grade {
    /// With it the matter is over for who said it.
    pub fn settles(self) -> bool {
        self != Self::Dissatisfied
    }

    /// How much is still owed to somebody who says so: of a group the gravest is what counts.
    pub const fn gravity(self) -> u8 {
        match self {
            Self::Declined => 0,
            Self::Satisfied => 1,
            Self::Basically => 2,
            Self::Dissatisfied => 3,
        }
    }
}

impl Sex {
    /// As people write it; none where that is neither.
    pub fn said(text: &str) -> Option<Self> {
        match alike(text).trim() {
            "男" | "男性" | "m" | "male" => Some(Self::Male),
            "女" | "女性" | "f" | "female" => Some(Self::Female),
            _ => None,
        }
    }

    /// Its code however it is written; what is none stays, because an older file may say anything.
    pub fn code_of(said: String) -> String {
        Self::said(&said).map_or(said, |sex| sex.code().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back() {
        for s in VisitState::ALL {
            assert_eq!(VisitState::from_code(s.code()), Some(*s));
            assert_eq!(serde_json::to_string(s).unwrap(), format!("\"{}\"", s.code()));
        }
        assert_eq!(OpinionState::from_code("nonsense"), None);
    }
}
