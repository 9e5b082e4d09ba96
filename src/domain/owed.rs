//! What is owed to people: the kinds, how much there is of each, and who is still to be told of a matter and to be asked.

pub use super::code::Owing;

use std::collections::BTreeSet;

use super::code::{Channel, Grade, OpinionState, Reached};
use super::due::{WorkingDays, due};
use super::id::CitizenId;
use super::moment::{Day, Moment};
use super::record::{Opinion, Party, Try};
use super::refusal::Refusal;
use super::rules::{LimitRules, Ruleset};

/// Days that lateness is counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Those on which people work: a unit's.
    WorkingDays,
    /// Every day: of what is owed to a person.
    Days,
}

impl Counted {
    /// Both of them.
    pub const ALL: [Self; 2] = [Self::WorkingDays, Self::Days];

    /// For programs.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WorkingDays => "working_days",
            Self::Days => "days",
        }
    }
}

/// When something is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lateness {
    /// Whatever is of this kind.
    Always(Counted),
    /// From the first day after its own.
    Past(Counted),
    /// Never; how long it waits is said.
    Waits,
    /// Never, and no day of it is counted.
    Never,
}

impl Lateness {
    /// The days it is counted in, of what is late by so many.
    pub fn late(self, days: i64) -> Option<Counted> {
        match self {
            Self::Always(counted) => Some(counted),
            Self::Past(counted) => Some(counted).filter(|_| days > 0),
            Self::Waits | Self::Never => None,
        }
    }

    /// So many days are worth saying: it is late, or waits.
    pub fn is_said(self, days: i64) -> bool {
        self.late(days).is_some() || self == Self::Waits && days > 0
    }
}

impl Owing {
    /// When it is late, and what that is counted in.
    pub const fn lateness(self) -> Lateness {
        match self {
            Self::Overdue => Lateness::Always(Counted::WorkingDays),
            Self::ToTell | Self::AskToday => Lateness::Past(Counted::Days),
            Self::Unhandled | Self::BackUp => Lateness::Waits,
            Self::DueSoon
            | Self::TellHead
            | Self::Dissatisfied
            | Self::Unwritten
            | Self::ToClose
            | Self::Promised
            | Self::InHand => Lateness::Never,
        }
    }
}

/// Counting what is owed of a kind stops here: it says that there are at least so many.
pub const MANY: u32 = 1_000;

/// A count of what is owed as it is shown.
pub fn counted(n: u32) -> String {
    if n < MANY {
        n.to_string()
    } else {
        format!("{}+", MANY - 1)
    }
}

/// How much is owed, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Owed([u32; Owing::ALL.len()]);

impl Owed {
    /// How much of a kind.
    pub fn of(&self, owing: Owing) -> u32 {
        let counted = Owing::ALL.iter().zip(self.0);
        counted
            .into_iter()
            .find(|(kind, _)| **kind == owing)
            .map_or(0, |(_, n)| n)
    }

    /// Notes how much there is of a kind.
    pub fn put(&mut self, owing: Owing, n: u32) {
        for (kind, slot) in Owing::ALL.iter().zip(&mut self.0) {
            if *kind == owing {
                *slot = n;
            }
        }
    }

    /// All of it, with what a unit has in hand.
    pub fn all(&self) -> u32 {
        self.0.iter().fold(0, |sum, n| sum.saturating_add(*n))
    }

    /// What there is any of, in order. What a unit has in hand and is not late with is owed by nobody yet.
    pub fn kinds(&self) -> Vec<(Owing, u32)> {
        let counted = Owing::ALL.iter().copied().zip(self.0);
        counted.filter(|(kind, n)| *kind != Owing::InHand && *n > 0).collect()
    }
}

impl OpinionState {
    /// Whether the answer to a matter in this state is owed anew once it is moved to somebody else. What was answered at the
    /// desk was told to whoever stood there, and only their name was wrong.
    pub const fn owes_anew(self, on_spot: bool) -> bool {
        match self {
            Self::Answered => true,
            Self::Told | Self::Closed => !on_spot,
            Self::Filed | Self::HandedOver | Self::Guided | Self::Reference | Self::Void => false,
        }
    }
}

impl Opinion {
    /// What is owed of it on a day, with how late that is: working days of a unit, days of the calendar of what is owed to a
    /// person. None where nothing has a day.
    pub fn standing(&self, rules: &Ruleset, today: Day) -> Option<(Owing, i64)> {
        let passed = |day: Day| (today - day).num_days();
        let lead = self.round().map(|round| &round.lead);
        match self.state {
            OpinionState::HandedOver => {
                let lead = lead?;
                let due = lead
                    .due
                    .map(|due| (due.day, WorkingDays::from(rules, today).to(due.day)));
                // No promise of a unit hides that its limit is past.
                if let Some((_, left)) = due.filter(|(due, _)| *due < today) {
                    return Some((Owing::Overdue, -left));
                }
                if let Some(promised) = lead.promised_for.filter(|day| *day <= today) {
                    return Some((Owing::AskToday, passed(promised)));
                }
                due.map(|(_, left)| (Owing::DueSoon, left))
            }
            OpinionState::Answered if !self.held => {
                let answered = self.answered_at?.day();
                Some((
                    Owing::ToTell,
                    passed(due(rules, answered, self.tell_by.unwrap_or(rules.limits.tell)).day).max(0),
                ))
            }
            OpinionState::Filed
            | OpinionState::Answered
            | OpinionState::Told
            | OpinionState::Guided
            | OpinionState::Reference
            | OpinionState::Closed
            | OpinionState::Void => None,
        }
    }

    /// Everybody it is owed to knows the answer. One that was moved after the telling is owed to somebody who does not.
    pub fn is_known(&self) -> bool {
        if self.parties.is_empty() {
            return self.told;
        }
        self.parties.iter().all(|p| p.told)
    }

    /// It was guided elsewhere, and somebody it is owed to does not know where, or waits for the news they were promised.
    pub fn is_owed_news(&self) -> bool {
        self.state == OpinionState::Guided && !self.told && self.citizen.is_some()
    }

    /// Whoever was shown the way was told in the same act.
    pub fn is_told_with_guidance(&self) -> bool {
        self.state == OpinionState::Guided && self.told && self.citizen.is_some() && self.tries.is_empty()
    }

    /// Who is owed the answer once it is put right how the matter came: those who stand as told by the answer alone and did not
    /// hear it as it was given, or nobody where they did after all. None where that changes nothing.
    pub fn owed_by(&self, channel: Channel) -> Option<Vec<CitizenId>> {
        let came = self.details.channel.unwrap_or(Channel::Visit);
        if came.hears() == channel.hears() {
            return None;
        }
        if channel.hears() {
            let is_of_desk = self.state == OpinionState::Answered && self.rounds.is_empty();
            return is_of_desk.then(Vec::new);
        }
        // A verdict given with the answer is of all who came: whoever gave one has heard it.
        let is_of_all = self.grade.is_some() && self.parties.iter().all(|p| p.grade.is_none());
        let is_at_once = self.on_spot && self.told || self.is_told_with_guidance();
        let reached = |p: &Party| {
            let mut told = self.tries.iter().filter(|t| t.reached.is_told());
            told.any(|t| t.citizen.is_none_or(|citizen| citizen == p.citizen))
        };
        let unheard = self
            .parties
            .iter()
            .filter(|p| is_at_once && !is_of_all && p.told && p.grade.is_none() && !reached(p));
        let unheard: Vec<CitizenId> = unheard.map(|p| p.citizen).collect();
        (!unheard.is_empty()).then_some(unheard)
    }

    /// A plan stays in follow-up: it is not over with the telling.
    pub fn is_plan(&self, rules: &Ruleset) -> bool {
        let class = self.class.as_deref().and_then(|code| rules.class(code));
        class.is_some_and(|class| class.follow_up)
    }

    /// Those who do not know when somebody, or everybody, was told; a name is none where somebody gave none.
    pub fn untold_but(&self, told: Option<CitizenId>) -> Vec<Option<String>> {
        let left = self
            .parties
            .iter()
            .filter(|p| !p.told && told.is_some_and(|told| p.citizen != told));
        left.map(|p| p.name.clone()).collect()
    }

    /// Why telling somebody, or everybody, is not the end of it: somebody is discontent, or left to tell.
    pub fn goes_on_after(&self, whom: Option<CitizenId>, grade: Option<Grade>) -> Option<Refusal> {
        if grade.is_some_and(|grade| !grade.settles()) {
            return Some(Refusal::NotContent);
        }
        let left = self.untold_but(whom);
        if !left.is_empty() {
            let number = self.number.clone();
            return Some(Refusal::OthersUntold { number, left });
        }
        // What one of a group says takes nothing back of what another said.
        let others = self
            .parties
            .iter()
            .filter(|p| whom.map_or(grade.is_none(), |whom| p.citizen != whom));
        let is_unhappy = others.filter_map(|p| p.grade).any(|grade| !grade.settles());
        is_unhappy.then_some(Refusal::NotContent)
    }

    /// Telling somebody, or everybody, is the end of it.
    pub fn is_over_with(&self, whom: Option<CitizenId>, grade: Option<Grade>) -> bool {
        self.goes_on_after(whom, grade).is_none()
    }

    /// The number there was for somebody is somebody else's.
    pub fn has_wrong_number(&self, whom: Option<CitizenId>) -> bool {
        self.in_vain(whom).any(|t| t.reached == Reached::Wrong)
    }

    /// Those who are to be told before it may be struck off.
    pub fn to_be_told(&self, limits: &LimitRules) -> Vec<Option<String>> {
        let left = self
            .parties
            .iter()
            .filter(|p| !p.told && !self.is_unreachable(limits, Some(p.citizen), None));
        left.map(|p| p.name.clone()).collect()
    }

    /// It may be struck off: everybody was told, or the answer waits for whoever could not be reached.
    pub fn may_close(&self, limits: &LimitRules) -> bool {
        let mut untold = self.parties.iter().filter(|p| !p.told);
        self.is_known()
            || self.held
            || if self.is_of_several() {
                untold.all(|p| self.is_unreachable(limits, Some(p.citizen), None))
            } else {
                self.is_unreachable(limits, None, None)
            }
    }

    /// Whom to tell next: of those who do not know, whoever was not tried at all, then whoever was tried the longest ago.
    pub fn next_to_tell(&self) -> Option<&Party> {
        let untold = self.parties.iter().filter(|p| !p.told);
        untold.min_by_key(|p| self.in_vain(Some(p.citizen)).map(|t| t.at).max())
    }

    /// Attempts that did not reach somebody: one of several alone or with all of them.
    fn in_vain(&self, whom: Option<CitizenId>) -> impl Iterator<Item = &Try> {
        let one = whom.filter(|_| self.is_of_several());
        let meant = move |t: &&Try| one.is_none() || t.citizen.is_none() || t.citizen == one;
        self.tries.iter().filter(|t| !t.reached.is_told()).filter(meant)
    }

    /// How it was last tried to tell somebody: one of several alone or with all of them.
    pub fn last_try(&self, whom: Option<CitizenId>) -> Option<&Try> {
        self.in_vain(whom).last()
    }

    /// When they were, of those that count.
    fn tried(&self, whom: Option<CitizenId>) -> impl Iterator<Item = Moment> {
        self.in_vain(whom).filter(|t| t.reached.is_try()).map(|t| t.at)
    }

    /// Attempts that did not reach somebody, without those that only tried the same again; of several with nobody named, of
    /// each of them.
    pub fn attempts(&self, limits: &LimitRules, whom: Option<CitizenId>) -> u16 {
        if whom.is_some() || !self.is_of_several() {
            return apart(limits, self.tried(whom));
        }
        let called: BTreeSet<Option<CitizenId>> = self.tries.iter().map(|t| t.citizen).collect();
        let of = |whom| {
            self.tries
                .iter()
                .filter(move |t| t.citizen == whom && t.reached.is_try())
        };
        called
            .into_iter()
            .map(|whom| apart(limits, of(whom).map(|t| t.at)))
            .sum()
    }

    /// Somebody was tried as often and on as many days as the rules want, with an attempt of now where there is one; or there
    /// is no way to reach them.
    pub fn is_unreachable(&self, limits: &LimitRules, whom: Option<CitizenId>, now: Option<Moment>) -> bool {
        if self.in_vain(whom).any(|t| t.reached == Reached::NoWay) {
            return true;
        }
        let more = now.is_some_and(|at| self.is_another_try(limits, whom, at));
        let days: BTreeSet<Day> = self.tried(whom).chain(now).map(Moment::day).collect();
        self.attempts(limits, whom) + u16::from(more) >= limits.failed_tellings
            && days.len() >= usize::from(limits.failed_days)
    }

    /// An attempt to reach somebody counts as one more, because the last that counted lies far enough from it. Who rings up
    /// three times in a minute has tried once.
    pub fn is_another_try(&self, limits: &LimitRules, whom: Option<CitizenId>, at: Moment) -> bool {
        let apart = |last: Moment, at: Moment| are_apart(limits, last, at);
        let own = self.tries.iter().filter(|t| t.citizen == whom && t.reached.is_try());
        let own = own.map(|t| t.at);
        let counted = own.fold(None, |last: Option<Moment>, at| {
            last.filter(|last| !apart(*last, at)).or(Some(at))
        });
        counted.is_none_or(|last| apart(last, at))
    }

    /// It is owed to several people, so what one of them says is noted of that one only.
    pub fn is_of_several(&self) -> bool {
        self.parties.len() > 1
    }
}

/// How many attempts those are that lie far enough from each other.
fn apart(limits: &LimitRules, tries: impl Iterator<Item = Moment>) -> u16 {
    let mut last: Option<Moment> = None;
    let others = tries.filter(|at| {
        let is_another = last.is_none_or(|last| are_apart(limits, last, *at));
        if is_another {
            last = Some(*at);
        }
        is_another
    });
    others.fold(0, |n, _| n + 1)
}

/// Two attempts lie far enough from each other to be two.
fn are_apart(limits: &LimitRules, last: Moment, at: Moment) -> bool {
    (at.0 - last.0).abs() >= i64::from(limits.tell_again_minutes) * 60_000
}
