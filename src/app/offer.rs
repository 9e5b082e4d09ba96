//! What menus offer to do with a visit and with a reception, one row each, in their order: the desk and the line dialogue
//! are built from the same rows. What the state allows, the grids of [`life`] say; a row adds only what is not of the state.

use crate::app::action::Act;
use crate::domain::code::VisitState;
use crate::domain::command::{self, Command, FinishVisit};
use crate::domain::deed::Deed;
use crate::domain::id::VisitId;
use crate::domain::life::{self, Stateful};
use crate::domain::record::{Rev, Session, Visit};
use crate::domain::view::Snapshot;
use crate::i18n::{Lang, Texts};

/// What one of the two calls an offer.
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
    /// What.
    pub what: W,
    /// What it writes in the end; none where it only leads somewhere.
    deed: Option<Deed>,
    when: fn(&R, &Snapshot) -> bool,
    /// What the menu of the desk calls it, if it has it.
    pub desk: Option<Name>,
    /// What the line dialogue calls it, if it has it.
    pub plain: Option<Name>,
    /// What the line dialogue says when it is done.
    pub said: Option<fn(&Texts) -> &'static str>,
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
    Finish(Unwritten),
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
    /// Nothing is.
    No,
    /// They only asked.
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
    Open,
    SignIn,
    SignOut,
    StopNumbers,
    Close,
    SeeDay,
    GoOn,
}

macro_rules! offers {
    (@what $of:ident write $deed:ident) => { $of::Write(|visit, rev| command::$deed { visit, rev }.into()) };
    (@what $of:ident $what:ident $(($words:ident))? $($deed:ident)?) => { $of::$what $((Unwritten::$words))? };
    (@when) => { |_, _| true };
    (@when may $deed:ident) => { |record, _| life::may(Deed::$deed, record) };
    (@when not $deed:ident) => { |record, _| !life::may(Deed::$deed, record) };
    (@when $so:ident) => { $so };
    (@some) => { None };
    (@some $some:expr) => { Some($some) };
    (@name) => { None };
    (@name $group:ident.$word:ident) => { Some(Name::Words(|t| t.$group.$word)) };
    (@name $act:ident) => { Some(Name::Act(Act::$act)) };
    ($(#[$doc:meta])* $rows:ident: $record:ident $of:ident;
        $($what:ident $(($words:ident))? [$($deed:ident)?] [$($when:ident)*]
            [$($desk:tt)*] [$($plain:tt)*] [$($group:ident.$said:ident)?];)+) => {
        $(#[$doc])*
        pub static $rows: &[Offer<$record, $of>] = &[$(Offer {
            what: offers!(@what $of $what $(($words))? $($deed)?),
            deed: offers!(@some $(Deed::$deed)?),
            when: offers!(@when $($when)*),
            desk: offers!(@name $($desk)*),
            plain: offers!(@name $($plain)*),
            said: offers!(@some $(|t| t.$group.$said)?),
        }),+];
    };
}

offers! {
    /// What can be done with a visit. A row stands twice where the two have it at different times.
    VISIT: Visit OnVisit;
    // how              it writes       and only if        desk               line dialogue             and says
    Call                [CallVisit]     []                 [ask.call_this]    [plain.call_this]         [say.called];
    write               [StartTalk]     []                 [ask.sit_down]     [plain.sits_down]         [plain.sat_down];
    write               [CallAgain]     []                 [QueueAgain]       [plain.call_again]        [say.called_again];
    write               [MarkMissed]    []                 [QueueMissed]      [plain.not_come]          [plain.missed_noted];
    write               [TakeBackCall]  []                 [QueueTakeBack]    [plain.take_back]         [say.taken_back];
    write               [ReturnMissed]  []                 [QueueBack]        [plain.came_back]         [say.returned];
    Edit                [ChangeVisit]   [may CallVisit]    [ask.edit_visit]   []                        [];
    Opinion             [FileOpinion]   [may FinishVisit]  [OpinionNew]       [plain.m_opinion]         [];
    Finish(AsItStands)  [FinishVisit]   [not StartTalk]    []                 [plain.finish]            [];
    FinishNext          [FinishVisit]   [may StartTalk]    []                 [plain.finish_next]       [];
    FinishNext          [FinishVisit]   [not StartTalk]    [QueueFinishNext]  [plain.finish_next]       [];
    FinishAsking        [FinishVisit]   [not StartTalk]    [QueueFinish]      []                        [];
    Finish(Yes)         [FinishVisit]   [not StartTalk]    []                 [plain.finish_unwritten]  [];
    Finish(OnlyAsked)   [FinishVisit]   [not StartTalk]    []                 [plain.finish_asked]      [];
    Move                [MoveVisit]     []                 [QueueMove]        []                        [];
    Move                [MoveVisit]     [other_table]      []                 [plain.move_table]        [say.moved];
    Left                [EndVisit]      [may StartTalk]    [QueueLeft]        []                        [];
    Left                [EndVisit]      [not FinishVisit]  [QueueLeft]        [plain.went_away]         [plain.left_noted];
    Void                [VoidVisit]     [may CallVisit]    [ask.void]         []                        [];
    Promise             [PromiseNext]   [not FinishVisit]  [ask.promise]      [ask.promise]             [];
    TellHead            [InformHead]    [head_is_owed]     [ask.told_head]    [plain.tell_head_now]     [];
}

offers! {
    /// What can be done with a reception. Once no more numbers are given, the line dialogue begins with what ends it.
    RECEPTION: Session OnReception;
    // how       it writes          and only if         desk                    line dialogue         and says
    Change       [ChangePlan]       []                  [ask.plan_change]       []                    [];
    Notice       []                 [may OpenSession]   [ask.noticed]           []                    [];
    Assign       [AssignDeputy]     [may OpenSession]   [ask.assign]            []                    [];
    Postpone     [PostponeSession]  []                  [ask.postpone]          []                    [];
    Cancel       [CancelSession]    []                  [ask.cancel]            []                    [];
    Open         [OpenSession]      []                  []                      [plain.open_door]     [];
    SignIn       [SignIn]           [may StartClosing]  []                      [plain.sign_in]       [];
    SignOut      [SignOut]          [may StartClosing]  []                      [plain.sign_out]      [];
    StopNumbers  [StartClosing]     []                  []                      [plain.stop_numbers]  [say.closing];
    Close        [CloseSession]     []                  [action.session_close]  [plain.close_day]     [];
    SeeDay       []                 [may SetPresence]   [ask.see_day]           []                    [];
    GoOn         [StopClosing]      []                  [ask.go_on]             [plain.more_numbers]  [say.done];
    SignOut      [SignOut]          [may StopClosing]   []                      [plain.sign_out]      [];
}

/// What becomes of whoever still waits when a reception closes, by digit.
pub const OUTCOMES: [VisitState; 4] = [
    VisitState::NextTime,
    VisitState::ByPhone,
    VisitState::Guided,
    VisitState::Left,
];

/// A quiet day has as many tables as somebody sits at.
fn other_table(_: &Visit, s: &Snapshot) -> bool {
    s.session.as_ref().is_none_or(|s| s.plan.tables > 1)
}

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
