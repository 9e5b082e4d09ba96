//! What menus offer to do with a visit and with a reception, one row each, in their order, on the screen and in the line
//! dialogue. What the state allows, the grids of [`life`] say; a row adds only what is not of the state.

use crate::app::action::Act;
use crate::domain::code::VisitState;
use crate::domain::command::{self, Command, FinishVisit};
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::life::{self, Stateful};
use crate::domain::record::{Rev, Session, Visit};
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
    /// In words.
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
    deed: Option<Deed>,
    when: fn(&R, &Snapshot) -> bool,
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

/// What became of what was said in a talk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unwritten {
    /// Unwritten when nothing was filed.
    AsItStands,
    /// Something is still to be written.
    Yes,
    No,
    OnlyAsked,
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
    (@what $of:ident write $deed:ident) => { $of::Write(|visit, rev| command::$deed { visit, rev }.into()) };
    (@what $of:ident $what:ident $($deed:ident)?) => { $of::$what };
    (@when) => { |_, _| true };
    (@when may $deed:ident) => { |record, _| life::may(Deed::$deed, record) };
    (@when not $deed:ident) => { |record, _| !life::may(Deed::$deed, record) };
    (@when $so:ident) => { $so };
    (@some) => { None };
    (@some $some:expr) => { Some($some) };
    (@name $group:ident.$word:ident) => { Name::Words(|t| t.$group.$word) };
    (@name $act:ident) => { Name::Act(Act::$act) };
    ($(#[$doc:meta])* $rows:ident: $record:ident $of:ident;
        $($what:ident [$($deed:ident)?] [$($when:ident)*] [$($name:tt)*];)+) => {
        $(#[$doc])*
        pub static $rows: &[Offer<$record, $of>] = &[$(Offer {
            what: offers!(@what $of $what $($deed)?),
            deed: offers!(@some $(Deed::$deed)?),
            when: offers!(@when $($when)*),
            name: offers!(@name $($name)*),
        }),+];
    };
}

offers! {
    /// What can be done with a visit.
    VISIT: Visit OnVisit;
    // how        it writes       and only if        is called
    Call          [CallVisit]     []                 [ask.call_this];
    write         [StartTalk]     []                 [ask.sit_down];
    write         [CallAgain]     []                 [QueueAgain];
    write         [MarkMissed]    []                 [QueueMissed];
    write         [TakeBackCall]  []                 [QueueTakeBack];
    write         [ReturnMissed]  []                 [QueueBack];
    Edit          [ChangeVisit]   [may CallVisit]    [ask.edit_visit];
    Opinion       [FileOpinion]   [may FinishVisit]  [OpinionNew];
    FinishNext    [FinishVisit]   [not StartTalk]    [QueueFinishNext];
    FinishAsking  [FinishVisit]   [not StartTalk]    [QueueFinish];
    Move          [MoveVisit]     []                 [QueueMove];
    Left          [EndVisit]      [may StartTalk]    [QueueLeft];
    Left          [EndVisit]      [not FinishVisit]  [QueueLeft];
    Void          [VoidVisit]     [may CallVisit]    [ask.void];
    Promise       [PromiseNext]   [not FinishVisit]  [ask.promise];
    TellHead      [InformHead]    [head_is_owed]     [ask.told_head];
}

offers! {
    /// What can be done with a reception.
    RECEPTION: Session OnReception;
    // how       it writes          and only if         is called
    Change       [ChangePlan]       []                  [ask.plan_change];
    Notice       []                 [may OpenSession]   [ask.noticed];
    Assign       [AssignDeputy]     [may OpenSession]   [ask.assign];
    Postpone     [PostponeSession]  []                  [ask.postpone];
    Cancel       [CancelSession]    []                  [ask.cancel];
    Close        [CloseSession]     []                  [action.session_close];
    SeeDay       []                 [may SetPresence]   [ask.see_day];
    GoOn         [StopClosing]      []                  [ask.go_on];
    Roster       []                 [may AssignDeputy]  [ask.roster];
}

/// What becomes of whoever still waits when a reception closes, by digit.
pub const OUTCOMES: [VisitState; 4] = [
    VisitState::NextTime,
    VisitState::ByPhone,
    VisitState::Guided,
    VisitState::Left,
];

/// As many as make a group, and the head does not know yet.
fn head_is_owed(v: &Visit, s: &Snapshot) -> bool {
    s.is_group(v.heads) && !v.head_informed
}

impl Unwritten {
    /// Whether a visit that ends so leaves something to write.
    pub fn is_left(self, v: &Visit) -> bool {
        self == Self::Yes || self == Self::AsItStands && v.opinions == 0
    }

    /// The end of the talk.
    pub fn finish(self, v: &Visit, call_next: bool) -> Command {
        Command::FinishVisit(FinishVisit {
            visit: v.id,
            rev: v.rev,
            consult_only: self == Self::OnlyAsked,
            unwritten: self.is_left(v),
            call_next,
        })
    }
}
