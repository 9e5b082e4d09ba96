//! Every command and every refusal by name, counted. No match here has a wildcard: a new variant does not compile until it
//! is named, and then the run fails until the generator makes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use zhiban::domain::command::Command;
use zhiban::domain::refusal::{NoStandIn, Refusal};

/// The commands, as written.
pub const COMMANDS: &[&str] = &[
    "FoundStation",
    "ChangeStation",
    "AdoptRules",
    "AdoptHolidays",
    "AddAccount",
    "ChangeAccount",
    "SetStandIn",
    "EndStandIn",
    "HandOverAll",
    "SetOnePerson",
    "ConfirmDay",
    "AddDeputy",
    "ChangeDeputy",
    "AddUnit",
    "ChangeUnit",
    "PlanSession",
    "ChangePlan",
    "MarkNoticed",
    "PostponeSession",
    "CancelSession",
    "AssignDeputy",
    "UnassignDeputy",
    "NoteAgreement",
    "OpenSession",
    "SetPresence",
    "SignIn",
    "TakeLeave",
    "Substitute",
    "SignOut",
    "TakeBackAttendance",
    "SeatDeputy",
    "StartClosing",
    "StopClosing",
    "CloseSession",
    "EnterSession",
    "TakeNumber",
    "ChangeVisit",
    "InformHead",
    "CallNext",
    "CallVisit",
    "CallAgain",
    "TakeBackCall",
    "StartTalk",
    "ReceiveNow",
    "MarkMissed",
    "ReturnMissed",
    "MoveVisit",
    "FinishVisit",
    "SettleUnwritten",
    "UnsettleUnwritten",
    "EndVisit",
    "PromiseNext",
    "ChangePromise",
    "ReceivePromised",
    "StrikePromise",
    "VoidVisit",
    "EnterVisit",
    "FileOpinion",
    "CountAccusation",
    "Handle",
    "Chase",
    "RecordAnswer",
    "Tell",
    "TakeBackTelling",
    "Evaluate",
    "CloseOpinion",
    "CorrectOpinion",
    "CorrectCitizen",
    "VoidOpinion",
    "SplitOpinion",
    "MoveOpinion",
    "HandOn",
    "NumberPaper",
    "NoteNumber",
];

/// The refusals, as written.
pub const REFUSALS: &[&str] = &[
    "NotPermitted",
    "NotOwn",
    "Withdrawn",
    "NoStation",
    "StationExists",
    "BadCode",
    "NotFound",
    "NotInVisit",
    "AlreadyThere",
    "HeadInformed",
    "NumberKnown",
    "Changed",
    "Missing",
    "UnknownCode",
    "DayUnconfirmed",
    "InFuture",
    "BeforeThat",
    "RulesMoved",
    "EndsBeforeStart",
    "SessionState",
    "AnotherOpen",
    "NotToday",
    "NotThatDay",
    "DueBefore",
    "GoneBy",
    "NotAfter",
    "NoSuchTable",
    "TableBusy",
    "NobodyWaits",
    "SomebodyWaits",
    "NumbersUsedUp",
    "NumbersStopped",
    "NotAnOutcome",
    "VisitState",
    "VisitWiped",
    "CallAgainFirst",
    "TooLateToTakeBack",
    "HasOpinions",
    "LastHead",
    "OwnRole",
    "LoginOf",
    "Oneself",
    "OnePerson",
    "ComesIn",
    "KeepsNone",
    "NobodyStandsIn",
    "StandInOver",
    "Withheld",
    "NoRelay",
    "PeopleLeft",
    "NotOnRoster",
    "AttendanceState",
    "OpinionState",
    "NotTold",
    "OthersUntold",
    "CallFirst",
    "NotUpheld",
    "NobodyUnhappy",
    "NothingTold",
    "NotedByAnother",
    "KeepsNothing",
    "NamingNeedsReason",
];

/// The name of a command.
pub fn command(c: &Command) -> &'static str {
    use Command as C;
    match c {
        C::FoundStation(..) => "FoundStation",
        C::ChangeStation(..) => "ChangeStation",
        C::AdoptRules(..) => "AdoptRules",
        C::AdoptHolidays(..) => "AdoptHolidays",
        C::AddAccount(..) => "AddAccount",
        C::ChangeAccount(..) => "ChangeAccount",
        C::SetStandIn(_) => "SetStandIn",
        C::EndStandIn(_) => "EndStandIn",
        C::HandOverAll(_) => "HandOverAll",
        C::SetOnePerson(_) => "SetOnePerson",
        C::ConfirmDay(..) => "ConfirmDay",
        C::AddDeputy(_) => "AddDeputy",
        C::ChangeDeputy(..) => "ChangeDeputy",
        C::AddUnit(_) => "AddUnit",
        C::ChangeUnit(..) => "ChangeUnit",
        C::PlanSession(..) => "PlanSession",
        C::ChangePlan(..) => "ChangePlan",
        C::MarkNoticed(..) => "MarkNoticed",
        C::PostponeSession(..) => "PostponeSession",
        C::CancelSession(..) => "CancelSession",
        C::AssignDeputy(..) => "AssignDeputy",
        C::UnassignDeputy(..) => "UnassignDeputy",
        C::NoteAgreement(..) => "NoteAgreement",
        C::OpenSession(..) => "OpenSession",
        C::SetPresence(..) => "SetPresence",
        C::SignIn(..) => "SignIn",
        C::TakeLeave(..) => "TakeLeave",
        C::Substitute(..) => "Substitute",
        C::SignOut(..) => "SignOut",
        C::TakeBackAttendance(..) => "TakeBackAttendance",
        C::SeatDeputy(..) => "SeatDeputy",
        C::StartClosing(..) => "StartClosing",
        C::StopClosing(..) => "StopClosing",
        C::CloseSession(..) => "CloseSession",
        C::EnterSession(_) => "EnterSession",
        C::TakeNumber(..) => "TakeNumber",
        C::ChangeVisit(..) => "ChangeVisit",
        C::InformHead(..) => "InformHead",
        C::CallNext(..) => "CallNext",
        C::CallVisit(..) => "CallVisit",
        C::CallAgain(..) => "CallAgain",
        C::TakeBackCall(..) => "TakeBackCall",
        C::StartTalk(..) => "StartTalk",
        C::ReceiveNow(..) => "ReceiveNow",
        C::MarkMissed(..) => "MarkMissed",
        C::ReturnMissed(..) => "ReturnMissed",
        C::MoveVisit(..) => "MoveVisit",
        C::FinishVisit(..) => "FinishVisit",
        C::SettleUnwritten(..) => "SettleUnwritten",
        C::UnsettleUnwritten(..) => "UnsettleUnwritten",
        C::EndVisit(..) => "EndVisit",
        C::PromiseNext(..) => "PromiseNext",
        C::ChangePromise(..) => "ChangePromise",
        C::ReceivePromised(..) => "ReceivePromised",
        C::StrikePromise(..) => "StrikePromise",
        C::VoidVisit(..) => "VoidVisit",
        C::EnterVisit(_) => "EnterVisit",
        C::FileOpinion(_) => "FileOpinion",
        C::CountAccusation(..) => "CountAccusation",
        C::Handle(..) => "Handle",
        C::Chase(..) => "Chase",
        C::RecordAnswer(..) => "RecordAnswer",
        C::Tell(..) => "Tell",
        C::TakeBackTelling(..) => "TakeBackTelling",
        C::Evaluate(..) => "Evaluate",
        C::CloseOpinion(..) => "CloseOpinion",
        C::CorrectOpinion(..) => "CorrectOpinion",
        C::CorrectCitizen(..) => "CorrectCitizen",
        C::VoidOpinion(..) => "VoidOpinion",
        C::SplitOpinion(..) => "SplitOpinion",
        C::MoveOpinion(..) => "MoveOpinion",
        C::HandOn(..) => "HandOn",
        C::NumberPaper(..) => "NumberPaper",
        C::NoteNumber(..) => "NoteNumber",
    }
}

/// The name of a refusal.
pub fn refusal(r: &Refusal) -> &'static str {
    use Refusal as R;
    match r {
        R::NotPermitted { .. } => "NotPermitted",
        R::NotOwn(_) => "NotOwn",
        R::Withdrawn => "Withdrawn",
        R::NoStation => "NoStation",
        R::StationExists => "StationExists",
        R::BadCode { .. } => "BadCode",
        R::NotFound(_) => "NotFound",
        R::NotInVisit { .. } => "NotInVisit",
        R::AlreadyThere(_) => "AlreadyThere",
        R::HeadInformed => "HeadInformed",
        R::NumberKnown => "NumberKnown",
        R::Changed { .. } => "Changed",
        // Of the store, not of the rules: no draft stands behind what is tried here.
        R::DraftLost { .. } => "DraftLost",
        R::Missing(_) => "Missing",
        R::UnknownCode { .. } => "UnknownCode",
        R::DayUnconfirmed { .. } => "DayUnconfirmed",
        R::BadHours { .. } => "BadHours",
        R::InFuture => "InFuture",
        R::BeforeThat { .. } => "BeforeThat",
        R::RulesMoved { .. } => "RulesMoved",
        // What the model adopts is always fit; `tests/rules.rs` tries the rest.
        R::BadRules(_) => "BadRules",
        R::EndsBeforeStart => "EndsBeforeStart",
        R::SessionState { .. } => "SessionState",
        R::AnotherOpen => "AnotherOpen",
        R::NotToday { .. } => "NotToday",
        R::NotThatDay { .. } => "NotThatDay",
        R::DueBefore { .. } => "DueBefore",
        R::GoneBy { .. } => "GoneBy",
        R::NotAfter { .. } => "NotAfter",
        R::TicketTaken { .. } => "TicketTaken",
        R::NoSuchTable { .. } => "NoSuchTable",
        R::TableBusy { .. } => "TableBusy",
        // All of the model sits at one keyboard; `tests/app_two.rs` has two.
        R::TableHeld(_) => "TableHeld",
        R::NobodyWaits => "NobodyWaits",
        R::SomebodyWaits { .. } => "SomebodyWaits",
        R::NumbersUsedUp { .. } => "NumbersUsedUp",
        R::NumbersStopped => "NumbersStopped",
        R::VisitState { .. } => "VisitState",
        R::NotAnOutcome { .. } => "NotAnOutcome",
        R::VisitWiped { .. } => "VisitWiped",
        R::CallAgainFirst { .. } => "CallAgainFirst",
        R::TooLateToTakeBack { .. } => "TooLateToTakeBack",
        R::HasOpinions { .. } => "HasOpinions",
        R::HasSpoken { .. } => "HasSpoken",
        R::TableInUse { .. } => "TableInUse",
        R::LastHead => "LastHead",
        R::OwnRole => "OwnRole",
        R::LoginOf { .. } => "LoginOf",
        R::NoStandIn(NoStandIn::Oneself) => "Oneself",
        R::NoStandIn(NoStandIn::OnePerson) => "OnePerson",
        R::NoStandIn(NoStandIn::ComesIn) => "ComesIn",
        R::NoStandIn(NoStandIn::KeepsNone(_)) => "KeepsNone",
        R::NoStandIn(NoStandIn::Nobody) => "NobodyStandsIn",
        R::NoStandIn(NoStandIn::Over(_)) => "StandInOver",
        R::Withheld { .. } => "Withheld",
        R::NoRelay { .. } => "NoRelay",
        R::PeopleLeft { .. } => "PeopleLeft",
        R::NotOnRoster => "NotOnRoster",
        R::AttendanceState { .. } => "AttendanceState",
        R::OpinionState { .. } => "OpinionState",
        R::NotTold { .. } => "NotTold",
        R::OthersUntold { .. } => "OthersUntold",
        R::CallFirst { .. } => "CallFirst",
        R::NotUpheld { .. } => "NotUpheld",
        R::NobodyUnhappy { .. } => "NobodyUnhappy",
        R::NotContent => "NotContent",
        R::PlanStays { .. } => "PlanStays",
        R::KnowsAlready { .. } => "KnowsAlready",
        R::NothingTold { .. } => "NothingTold",
        R::NotedByAnother { .. } => "NotedByAnother",
        R::KeepsNothing => "KeepsNothing",
        R::NamingNeedsReason => "NamingNeedsReason",
        // People of the model have names; `tests/store_log/words.rs` tries the rest.
        R::NumberForName => "NumberForName",
        R::UnitAnswered { .. } => "UnitAnswered",
        R::ViaItself { .. } => "ViaItself",
        R::GivenTwice { .. } => "GivenTwice",
    }
}

/// About a reception and who sits in it.
pub fn is_reception(c: &Command) -> bool {
    use Command as C;
    matches!(
        c,
        C::PlanSession(..)
            | C::ChangePlan(..)
            | C::MarkNoticed(..)
            | C::PostponeSession(..)
            | C::CancelSession(..)
            | C::AssignDeputy(..)
            | C::UnassignDeputy(..)
            | C::NoteAgreement(..)
            | C::OpenSession(..)
            | C::SetPresence(..)
            | C::SignIn(..)
            | C::TakeLeave(..)
            | C::Substitute(..)
            | C::SignOut(..)
            | C::TakeBackAttendance(..)
            | C::SeatDeputy(..)
            | C::StartClosing(..)
            | C::StopClosing(..)
            | C::CloseSession(..)
            | C::EnterSession(_)
    )
}

/// About the queue.
pub fn is_queue(c: &Command) -> bool {
    use Command as C;
    matches!(
        c,
        C::TakeNumber(..)
            | C::ChangeVisit(..)
            | C::InformHead(..)
            | C::CallNext(..)
            | C::CallVisit(..)
            | C::CallAgain(..)
            | C::TakeBackCall(..)
            | C::StartTalk(..)
            | C::ReceiveNow(..)
            | C::MarkMissed(..)
            | C::ReturnMissed(..)
            | C::MoveVisit(..)
            | C::FinishVisit(..)
            | C::SettleUnwritten(..)
            | C::UnsettleUnwritten(..)
            | C::EndVisit(..)
            | C::PromiseNext(..)
            | C::ChangePromise(..)
            | C::ReceivePromised(..)
            | C::StrikePromise(..)
            | C::VoidVisit(..)
            | C::EnterVisit(_)
    )
}

/// What was tried and what came of it.
#[derive(Clone, Debug, Default)]
pub struct Census {
    pub tried: BTreeMap<&'static str, u64>,
    pub carried_out: BTreeMap<&'static str, u64>,
    pub refused: BTreeMap<&'static str, u64>,
    pub repeated: u64,
    /// Carried out although somebody had touched the record since it was seen.
    pub behind: u64,
}

impl Census {
    pub fn count(&mut self, c: &Command, said: &Result<bool, Refusal>) {
        *self.tried.entry(command(c)).or_default() += 1;
        match said {
            Ok(true) => self.repeated += 1,
            Ok(false) => *self.carried_out.entry(command(c)).or_default() += 1,
            Err(r) => *self.refused.entry(refusal(r)).or_default() += 1,
        }
    }

    pub fn add(&mut self, other: &Self) {
        let pairs = [
            (&mut self.tried, &other.tried),
            (&mut self.carried_out, &other.carried_out),
            (&mut self.refused, &other.refused),
        ];
        for (mine, theirs) in pairs {
            for (name, n) in theirs {
                *mine.entry(name).or_default() += n;
            }
        }
        self.repeated += other.repeated;
        self.behind += other.behind;
    }

    /// Names that came too seldom.
    pub fn missing(&self, least: u64) -> Vec<&'static str> {
        let seldom = |map: &BTreeMap<&str, u64>, name: &&&str, least| map.get(**name).copied().unwrap_or(0) < least;
        let commands = COMMANDS.iter().filter(|n| seldom(&self.tried, n, least));
        let never = COMMANDS.iter().filter(|n| seldom(&self.carried_out, n, 10));
        let refusals = REFUSALS.iter().filter(|n| seldom(&self.refused, n, 1));
        let behind = (self.behind < least / 2).then_some(&"acts on what was touched elsewhere");
        commands.chain(never).chain(refusals).chain(behind).copied().collect()
    }

    pub fn table(&self) -> String {
        let of = |map: &BTreeMap<&str, u64>, name| map.get(name).copied().unwrap_or(0);
        let mut out = String::from("tried  done  command\n");
        for name in COMMANDS {
            let (tried, done) = (of(&self.tried, name), of(&self.carried_out, name));
            writeln!(out, "{tried:5} {done:5}  {name}").unwrap();
        }
        writeln!(
            out,
            "repeated {}, on what was touched elsewhere {}\n times  refusal",
            self.repeated, self.behind
        )
        .unwrap();
        for name in REFUSALS {
            writeln!(out, "{:6}  {name}", of(&self.refused, name)).unwrap();
        }
        out
    }
}
