//! What menus offer to do with a visit and with a reception, on the screen and in the line dialogue: the rows, one each in
//! their order, stand in the folders of these nouns. What the state allows, the grids of [`life`] say; a row adds only what
//! is not of the state.

use crate::app::action::Act;
use crate::domain::code::VisitState;
use crate::domain::command::Command;
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::life::{self, Stateful};
use crate::domain::record::Rev;
use crate::domain::view::Snapshot;
use crate::i18n::{Lang, Texts};

/// What menus call an offer.
#[derive(Clone, Copy, Debug)]
pub enum Name {
    /// Words of its own.
    Words(fn(&Texts) -> &'static str),
    /// As the action is called, whose key stands beside it.
    Act(Act),
}

impl Name {
    /// What the menu calls it.
    pub fn label(self, lang: Lang) -> &'static str {
        match self {
            Self::Words(words) => words(lang.texts()),
            Self::Act(act) => act.label(lang),
        }
    }
}

/// A row: something that may be done with a record.
#[derive(Debug)]
pub struct Offer<R: 'static, W: 'static> {
    pub what: W,
    /// What it writes in the end; none where it only leads somewhere.
    pub deed: Option<Deed>,
    /// What has to be so besides.
    pub when: fn(&R, &Snapshot) -> bool,
    /// What menus call it.
    pub name: Name,
}

impl<R: Stateful, W> Offer<R, W> {
    /// Whether it is offered for a record as it stands.
    pub fn fits(&self, record: &R, s: &Snapshot) -> bool {
        self.deed.is_none_or(|deed| life::may(deed, record)) && (self.when)(record, s)
    }
}

/// How something is done with a visit.
#[derive(Clone, Copy, Debug)]
pub enum OnVisit {
    /// There is nothing to ask.
    Write(fn(VisitId, Rev) -> Command),
    Call,
    Edit,
    Opinion,
    FinishNext,
    /// What became of the words is asked.
    FinishAsking,
    Move,
    Left,
    Void,
    Promise,
    TellHead,
}

/// How something is done with a reception.
#[derive(Clone, Copy, Debug)]
pub enum OnReception {
    Change,
    Notice,
    Assign,
    Postpone,
    Cancel,
    Close,
    SeeDay,
    GoOn,
    Roster,
}

macro_rules! offers {
    (@what $of:ident write $deed:ident) => { $of::Write(|visit, rev| $crate::domain::command::$deed { visit, rev }.into()) };
    (@what $of:ident $what:ident $($deed:ident)?) => { $of::$what };
    (@when) => { |_, _| true };
    (@when may $deed:ident) => { |record, _| $crate::domain::life::may($crate::domain::deed::Deed::$deed, record) };
    (@when not $deed:ident) => { |record, _| !$crate::domain::life::may($crate::domain::deed::Deed::$deed, record) };
    (@when $so:ident) => { $so };
    (@some) => { None };
    (@some $some:expr) => { Some($some) };
    (@name $group:ident.$word:ident) => { $crate::app::offer::Name::Words(|t| t.$group.$word) };
    (@name $act:ident) => { $crate::app::offer::Name::Act($crate::app::action::Act::$act) };
    ($(#[$doc:meta])* $rows:ident: $record:ident $of:ident;
        $($what:ident [$($deed:ident)?] [$($when:ident)*] [$($name:tt)*];)+) => {
        $(#[$doc])*
        pub static $rows: &[$crate::app::offer::Offer<$record, $of>] = &[$($crate::app::offer::Offer {
            what: offers!(@what $of $what $($deed)?),
            deed: offers!(@some $($crate::domain::deed::Deed::$deed)?),
            when: offers!(@when $($when)*),
            name: offers!(@name $($name)*),
        }),+];
    };
}

/// What becomes of whoever still waits when a reception closes, by digit.
pub const OUTCOMES: [VisitState; 4] = [
    VisitState::NextTime,
    VisitState::ByPhone,
    VisitState::Guided,
    VisitState::Left,
];
