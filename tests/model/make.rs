//! One command of a wanted kind, as somebody would send it who sees `view`: mostly sensible, sometimes not.

use zhiban::domain::code::{AttendanceState as There, OpinionState as Matter, SessionState as S, VisitState as V, *};
use zhiban::domain::command::*;
use zhiban::domain::deadline::Deadline;
use zhiban::domain::id::*;
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::*;

use super::generate::{Dice, Maker, rulesets};

/// How often each kind is drawn, against the others.
const WEIGHTS: &[(usize, &str)] = &[
    (1, "FoundStation"),
    (3, "ChangeStation"),
    (6, "AdoptRules"),
    (4, "AdoptHolidays"),
    (2, "AddAccount"),
    (4, "ChangeAccount"),
    (4, "SetStandIn"),
    (7, "EndStandIn"),
    (2, "HandOverAll"),
    (2, "SetOnePerson"),
    (2, "ConfirmDay"),
    (2, "AddDeputy"),
    (3, "ChangeDeputy"),
    (2, "AddUnit"),
    (3, "ChangeUnit"),
    (4, "PlanSession"),
    (3, "ChangePlan"),
    (4, "MarkNoticed"),
    (3, "PostponeSession"),
    (3, "CancelSession"),
    (4, "AssignDeputy"),
    (3, "UnassignDeputy"),
    (4, "NoteAgreement"),
    (12, "OpenSession"),
    (4, "SetPresence"),
    (8, "SignIn"),
    (5, "TakeLeave"),
    (6, "Substitute"),
    (5, "SignOut"),
    (5, "TakeBackAttendance"),
    (9, "SeatDeputy"),
    (7, "StartClosing"),
    (12, "StopClosing"),
    (5, "CloseSession"),
    (3, "EnterSession"),
    (30, "TakeNumber"),
    (5, "ChangeVisit"),
    (5, "InformHead"),
    (22, "CallNext"),
    (14, "CallVisit"),
    (8, "CallAgain"),
    (10, "TakeBackCall"),
    (14, "StartTalk"),
    (8, "ReceiveNow"),
    (18, "MarkMissed"),
    (24, "ReturnMissed"),
    (6, "MoveVisit"),
    (18, "FinishVisit"),
    (12, "SettleUnwritten"),
    (8, "UnsettleUnwritten"),
    (8, "EndVisit"),
    (10, "PromiseNext"),
    (20, "ChangePromise"),
    (18, "ReceivePromised"),
    (21, "StrikePromise"),
    (4, "VoidVisit"),
    (4, "EnterVisit"),
    (34, "FileOpinion"),
    (4, "CountAccusation"),
    (26, "Handle"),
    (18, "Chase"),
    (70, "RecordAnswer"),
    (150, "Tell"),
    (394, "TakeBackTelling"),
    (30, "Evaluate"),
    (150, "CloseOpinion"),
    (12, "CorrectOpinion"),
    (14, "CorrectCitizen"),
    (6, "VoidOpinion"),
    (7, "SplitOpinion"),
    (8, "MoveOpinion"),
    (12, "HandOn"),
    (8, "NumberPaper"),
    (24, "NoteNumber"),
];

pub fn draw(dice: &mut Dice) -> &'static str {
    let all: usize = WEIGHTS.iter().map(|(w, _)| w).sum();
    let mut at = dice.below(all);
    for (weight, name) in WEIGHTS {
        if at < *weight {
            return name;
        }
        at -= weight;
    }
    unreachable!()
}

pub const NAMES: &[&str] = &["王秀英", "周德旺", "张建军", "李桂兰", "赵明", "陈某"];
pub const WORDS: &[&str] = &[
    "村口弯道看不见对面来车",
    "老街路灯不亮",
    " 排水沟淤堵 ",
    "自来水发黄",
    "",
];
const REASONS: &[&str] = &["写错了", "本人要求", "下雨", " ", "另有安排", "去开会"];

impl Maker {
    pub fn day(&mut self) -> Day {
        let by = self.dice.one(&[-2, -1, 0, 0, 0, 1, 1, 2, 7]);
        Moment(self.now.0 + by * 86_400_000).day()
    }

    pub fn reason(&mut self) -> String {
        self.dice.one(REASONS).to_owned()
    }

    pub fn some(&mut self) -> Option<String> {
        self.dice.maybe(40, |d| d.one(WORDS).to_owned())
    }

    /// Words, which are seldom left out.
    pub fn likely(&mut self) -> Option<String> {
        self.dice.maybe(90, |d| d.one(WORDS).to_owned())
    }

    /// A record in one of the wanted states with its revision as seen; seldom any other, or one that is not there.
    pub fn pick<T, I: Clone>(
        &mut self,
        all: impl Fn(&Self) -> Vec<T>,
        wanted: impl Fn(&T) -> bool,
        id: impl Fn(&T) -> (I, Rev),
        ghost: impl Fn(uuid::Uuid) -> I,
    ) -> Option<(I, Rev)> {
        if self.dice.chance(2) {
            return Some((ghost(self.ghost()), 1));
        }
        let all = all(self);
        let all: Vec<_> = if self.dice.chance(8) {
            all.iter().map(&id).collect()
        } else {
            all.iter().filter(|t| wanted(t)).map(&id).collect()
        };
        self.dice.of(&all)
    }

    pub fn visit(&mut self, wanted: &[V]) -> Option<(VisitId, Rev)> {
        let all = |m: &Self| m.view.visits.clone();
        self.pick(all, |v| wanted.contains(&v.state), |v| (v.id, v.rev), VisitId)
    }

    pub fn promise(&mut self) -> Option<(PromiseId, Rev)> {
        let all = |m: &Self| m.view.promises.clone();
        self.pick(all, |p| p.open, |p| (p.id, p.rev), PromiseId)
    }

    pub fn opinion(&mut self, wanted: &[Matter]) -> Option<(OpinionId, Rev)> {
        let all = |m: &Self| m.view.opinions.clone();
        self.pick(all, |o| wanted.contains(&o.state), |o| (o.id, o.rev), OpinionId)
    }

    pub fn session(&mut self, wanted: &[S]) -> Option<(SessionId, Rev)> {
        let all = |m: &Self| m.view.sessions.clone();
        self.pick(all, |s| wanted.contains(&s.state), |s| (s.id, s.rev), SessionId)
    }

    pub fn citizen(&mut self, of: Option<VisitId>) -> Option<(CitizenId, Rev)> {
        let all = |m: &Self| m.view.citizens.clone();
        self.pick(all, |c| of.is_none_or(|v| c.visit == v), |c| (c.id, c.rev), CitizenId)
    }

    pub fn deputy(&mut self) -> DeputyId {
        let all = |m: &Self| m.view.deputies.clone();
        let found = self.pick(all, |_| true, |d| (d.id, d.rev), DeputyId);
        found.map_or_else(|| DeputyId(self.ghost()), |(d, _)| d)
    }

    /// A deputy of the roster in one of these states.
    pub fn sitting(&mut self, session: SessionId, wanted: &[There]) -> DeputyId {
        let here = |a: &&Attendance| a.session == session && wanted.contains(&a.state);
        let ids: Vec<_> = self.view.roster.iter().filter(here).map(|a| a.deputy).collect();
        match self.dice.of(&ids) {
            Some(d) if !self.dice.chance(8) => d,
            _ => self.deputy(),
        }
    }

    pub fn account(&mut self) -> AccountId {
        let all = |m: &Self| m.view.accounts.clone();
        let found = self.pick(all, |a| a.role.keeps_matters(), |a| (a.id, a.rev), AccountId);
        found.map_or_else(|| AccountId(self.ghost()), |(a, _)| a)
    }

    pub fn unit(&mut self) -> UnitId {
        let all = |m: &Self| m.view.units.clone();
        let found = self.pick(all, |_| true, |u| (u.id, u.rev), UnitId);
        found.map_or_else(|| UnitId(self.ghost()), |(u, _)| u)
    }

    /// The open reception mostly, a quiet day otherwise.
    pub fn where_to(&mut self) -> Option<SessionId> {
        let open: Vec<_> = self
            .view
            .sessions
            .iter()
            .filter(|s| s.state.is_open())
            .map(|s| s.id)
            .collect();
        match self.dice.below(20) {
            0 => self.session(&[S::Closed, S::Planned]).map(|(s, _)| s),
            1 => None,
            _ => self.dice.of(&open),
        }
    }

    pub fn table(&mut self) -> u8 {
        let most = if self.dice.chance(90) { 7 } else { 11 };
        self.dice.one(&[1, 1, 1, 2, 2, 3, 3, 0, 4, 9, 10][..most])
    }

    pub fn arrival(&mut self) -> Arrival {
        let mut arrival = Arrival {
            label: self.dice.maybe(60, |d| d.one(NAMES).to_owned()),
            first_words: self.some(),
            heads: self.dice.one(&[0, 1, 1, 1, 23]),
            asked: self.dice.chance(25).then(|| self.deputy()),
            ..Arrival::default()
        };
        if self.dice.chance(15) {
            arrival.priority = self.dice.one(Priority::ALL);
            arrival.priority_reason = Some(self.reason());
        }
        arrival
    }

    pub fn details(&mut self) -> OpinionDetails {
        let most = if self.dice.chance(95) { 4 } else { 5 };
        OpinionDetails {
            words: self.dice.one(&WORDS[..most]).to_owned(),
            summary: self.some(),
            category: self.dice.maybe(75, |d| {
                d.one(&["lamp", "road", "water", "lamp", "road", "nothing"]).to_owned()
            }),
            place: self.some(),
            affected: self.dice.maybe(20, |d| d.below(200) as u32),
            scope: self.dice.maybe(20, |d| d.one(Scope::ALL)),
            urgency: self.dice.maybe(40, |d| d.one(Urgency::ALL)),
            deputies: if self.dice.chance(40) {
                vec![self.deputy()]
            } else {
                Vec::new()
            },
            confidential: self.dice.chance(15),
            papers: self.some(),
            papers_at: self.some(),
            channel: self.dice.maybe(40, |d| d.one(Channel::ALL)),
            wants: self.some(),
            materials: self.some(),
            may_relay: self.some(),
            consent_phone: self.dice.maybe(30, |d| d.one(Consent::ALL)),
            consent_publish: self.dice.maybe(30, |d| d.one(Consent::ALL)),
            ..OpinionDetails::default()
        }
    }

    pub fn person(&mut self) -> CitizenDetails {
        let anonymous = self.dice.chance(30);
        CitizenDetails {
            name: self.dice.maybe(80, |d| d.one(NAMES).to_owned()),
            anonymous,
            phone: self
                .dice
                .maybe(50, |d| d.one(&["13712344410", "07165551234"]).to_owned()),
            reach: self.dice.maybe(30, |d| d.one(Reach::ALL)),
            village: (self.dice.chance(20))
                .then(|| self.view.units.first().map(|u| u.id))
                .flatten(),
            address: self.some(),
            ..CitizenDetails::default()
        }
    }

    pub fn class(&mut self) -> (String, Option<Day>) {
        let class = self
            .dice
            .one(&["A", "A", "D", "E", "B", "C", "B", "A", "X", ""])
            .to_owned();
        let date = self.dice.chance(60).then(|| self.day());
        (class, date)
    }

    fn due(&mut self) -> Deadline {
        Deadline {
            day: self.day(),
            time: self.dice.maybe(30, |d| TimeOfDay(d.one(&[8 * 60, 17 * 60]))),
            provisional: self.dice.chance(10),
        }
    }

    /// What is asked of one unit.
    fn part(&mut self) -> PartEntry {
        PartEntry {
            unit: self.unit(),
            via: self.dice.chance(12).then(|| self.unit()),
            counted_from: self.dice.chance(12).then(|| self.day()),
            due: self.dice.chance(20).then(|| self.due()),
        }
    }

    pub fn handling(&mut self) -> Handling {
        match self.dice.below(12) {
            0..=1 => Handling::Undecided,
            2 => Handling::OnSpot(SpotEntry {
                answer: self.some(),
                class: self.class().0,
                grade: self.dice.maybe(60, |d| d.one(Grade::ALL)),
                said: self.some(),
            }),
            3 => Handling::Guide(GuideEntry {
                reason: self.dice.one(&["T1", "T2", "T4", "T99", ""]).to_owned(),
                destination: self.some(),
                phone: None,
                told: self.dice.chance(80),
            }),
            4 => Handling::Reference,
            _ => Handling::HandOver(HandOverEntry {
                lead: self.part(),
                further: (0..self.dice.one(&[0, 0, 0, 1, 2])).map(|_| self.part()).collect(),
                way: self.dice.one(Way::ALL),
                person: self.some(),
                note: self.some(),
            }),
        }
    }

    pub fn visit_ref(&mut self) -> VisitRef {
        match self.visit(&[V::Talking, V::Done, V::Called]) {
            Some((v, _)) if self.dice.chance(75) => VisitRef::Known(v),
            _ => VisitRef::Unqueued {
                session: self.where_to(),
                heads: self.dice.below(4) as u32,
            },
        }
    }

    pub fn change(&mut self, o: Option<&Opinion>) -> Change {
        match self.dice.below(20) {
            0 => Change::Words(self.dice.one(WORDS).trim().to_owned()),
            1 => Change::Summary(self.some()),
            2 => Change::Category(
                self.dice
                    .maybe(80, |d| d.one(&["lamp", "road", "drain", "none"]).to_owned()),
            ),
            3 => Change::Place(self.some()),
            4 => Change::Affected(self.dice.maybe(80, |d| d.below(200) as u32)),
            5 => Change::Urgency(Some(self.dice.one(Urgency::ALL))),
            6 => Change::Scope(self.dice.maybe(80, |d| d.one(Scope::ALL))),
            7 => {
                let mut all = o.map(|o| o.details.deputies.clone()).unwrap_or_default();
                all.push(self.deputy());
                Change::Deputies(all)
            }
            8 => Change::Confidential(self.dice.chance(50)),
            9 => Change::Papers(self.some()),
            10 => Change::PapersAt(self.some()),
            11 => Change::Channel(Some(self.dice.one(Channel::ALL))),
            12 => Change::Due(self.due()),
            13 => Change::Class(self.class().0),
            14 => Change::Wants(self.some()),
            15 => Change::Materials(self.some()),
            16 => Change::MayRelay(self.some()),
            17 => Change::ConsentPhone(self.dice.maybe(80, |d| d.one(Consent::ALL))),
            18 => Change::ConsentPublish(self.dice.maybe(80, |d| d.one(Consent::ALL))),
            _ => Change::Answer("已派人修好".to_owned()),
        }
    }

    pub fn citizen_change(&mut self) -> CitizenChange {
        match self.dice.below(12) {
            0 => CitizenChange::Phone(self.dice.maybe(70, |_| "13900001111".to_owned())),
            1 => CitizenChange::Reach(self.dice.maybe(70, |d| d.one(Reach::ALL))),
            2 => CitizenChange::ReachNote(self.some()),
            3 => CitizenChange::Village(self.view.units.first().map(|u| u.id)),
            4 => CitizenChange::Address(self.some()),
            5 => CitizenChange::OnBehalfOf(self.some()),
            6 => CitizenChange::CannotRead(self.dice.chance(50)),
            7 => CitizenChange::PrivacyTold(self.dice.chance(50)),
            _ => CitizenChange::Name(self.dice.maybe(80, |d| d.one(NAMES).to_owned())),
        }
    }

    /// A command of this kind; none when there is nothing to do it to.
    pub fn make(&mut self, name: &'static str) -> Option<Command> {
        use Command as C;
        Some(match name {
            "AdoptRules" => C::AdoptRules(AdoptRules {
                // A third of them look at what was in force before.
                seen: (self.view.rules.len() as u32).saturating_sub(u32::from(self.dice.below(3) == 0)),
                rules: Box::new((*self.dice.one(rulesets())).clone()),
            }),
            "AdoptHolidays" => {
                let year = 2027 + i32::from(self.dice.below(3) == 0);
                let new_year = zhiban::domain::moment::Day::from_ymd_opt(year, 1, 1).unwrap_or_default();
                C::AdoptHolidays(AdoptHolidays {
                    seen: (self.view.rules.len() as u32).saturating_sub(u32::from(self.dice.below(3) == 0)),
                    calendar: Box::new(zhiban::domain::rules::YearCalendar {
                        year,
                        source: String::new(),
                        off: vec![zhiban::domain::rules::DayRange {
                            label: zhiban::domain::rules::Label {
                                zh: "元旦".into(),
                                en: None,
                            },
                            from: new_year,
                            to: new_year,
                        }],
                        work: Vec::new(),
                    }),
                    recount: Vec::new(),
                })
            }
            "ConfirmDay" => C::ConfirmDay(ConfirmDay {
                day: match self.dice.below(10) {
                    0 => self.day(),
                    1..=3 => self.view.day.map_or(self.now.day(), |(day, _)| day),
                    _ => self.now.day(),
                },
            }),
            "FoundStation" | "ChangeStation" | "AddAccount" | "ChangeAccount" | "SetStandIn" | "EndStandIn"
            | "HandOverAll" | "SetOnePerson" | "AddDeputy" | "ChangeDeputy" | "AddUnit" | "ChangeUnit" => {
                return self.make_people(name);
            }
            "TakeNumber" | "ChangeVisit" | "InformHead" | "CallNext" | "CallVisit" | "CallAgain" | "TakeBackCall"
            | "StartTalk" | "ReceiveNow" | "MarkMissed" | "ReturnMissed" | "MoveVisit" | "FinishVisit"
            | "SettleUnwritten" | "UnsettleUnwritten" | "EndVisit" | "VoidVisit" | "EnterVisit" => {
                return self.make_queue(name);
            }
            "PromiseNext" | "ChangePromise" | "ReceivePromised" | "StrikePromise" => return self.make_promise(name),
            "FileOpinion" | "CountAccusation" | "Handle" | "Chase" | "RecordAnswer" | "Tell" | "TakeBackTelling"
            | "Evaluate" | "CloseOpinion" | "CorrectOpinion" | "CorrectCitizen" | "VoidOpinion" | "SplitOpinion"
            | "MoveOpinion" | "HandOn" | "NumberPaper" | "NoteNumber" => {
                return self.make_matter(name);
            }
            _ => return self.make_reception(name),
        })
    }
}
