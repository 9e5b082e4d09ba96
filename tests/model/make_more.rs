//! The commands about people, receptions and the queue.

use zhiban::domain::code::{AttendanceState as There, SessionState as S, VisitState as V, *};
use zhiban::domain::command::*;
use zhiban::domain::id::*;
use zhiban::domain::moment::Moment;
use zhiban::domain::record::*;

use super::generate::{Maker, rulesets};
use super::make::NAMES;
use super::standing::InPlace;

const ALIVE: &[S] = &[S::Open, S::Open, S::Closing, S::Planned, S::Noticed];

impl Maker {
    pub fn make_people(&mut self, name: &str) -> Option<Command> {
        use Command as C;
        let named = self.dice.one(NAMES).to_owned();
        let deputy = DeputyProfile {
            name: if self.dice.chance(95) {
                named.clone()
            } else {
                String::new()
            },
            pinyin: "x".to_owned(),
            levels: vec![Level::Town],
            post: self.some(),
            ..DeputyProfile::default()
        };
        let unit = UnitProfile {
            name: self
                .dice
                .one(&["村建办", "供电所", "石桥村", "执法队", "水务站", ""])
                .to_owned(),
            short: self.dice.one(&["村建", "供电", "石桥"]).to_owned(),
            pinyin: "x".to_owned(),
            kind: UnitKind::TownOffice,
            contact: self.some(),
            phone: None,
            scope: None,
            via: None,
        };
        Some(match name {
            "FoundStation" => C::FoundStation(FoundStation {
                code: self
                    .dice
                    .one(&["04", "lh-4", "０４", "0 4", "四", "-4", "0123456789abc"])
                    .to_owned(),
                name: "又一站".to_owned(),
                kind: StationKind::Home,
                hours: String::new(),
                head_phone: None,
                rules: Box::new((*rulesets()[0]).clone()),
                os_name: "x".to_owned(),
                person: "某".to_owned(),
            }),
            "AddAccount" => C::AddAccount(AddAccount {
                os_name: self.dice.one(&["sun", "lin"]).to_owned(),
                name: self.dice.one(&["孙国芳", "林", "新人", ""]).to_owned(),
                role: self.dice.one(Role::ALL),
                deputy: self.dice.chance(30).then(|| self.deputy()),
            }),
            "ChangeAccount" => {
                let all = |m: &Self| m.view.accounts.clone();
                let (account, rev) = self.pick(all, |_| true, |a| (a.id, a.rev), AccountId)?;
                let was = self.view.accounts.iter().find(|a| a.id == account).cloned();
                let role = was.as_ref().map_or(Role::Clerk, |a| a.role);
                C::ChangeAccount(ChangeAccount {
                    account,
                    rev,
                    name: was.map(|a| a.name).unwrap_or_default(),
                    role: if self.dice.chance(30) {
                        self.dice.one(Role::ALL)
                    } else {
                        role
                    },
                    deputy: self.dice.chance(30).then(|| self.deputy()),
                    active: self.dice.chance(85),
                })
            }
            "AddDeputy" => C::AddDeputy(deputy),
            "ChangeDeputy" => {
                let all = |m: &Self| m.view.deputies.clone();
                let (id, rev) = self.pick(all, |_| true, |d| (d.id, d.rev), DeputyId)?;
                let was = self.view.deputies.iter().find(|d| d.id == id).cloned();
                let profile = was.filter(|_| self.dice.chance(30)).map_or(deputy, |d| d.profile);
                let (deputy, active) = (id, self.dice.chance(80));
                C::ChangeDeputy(ChangeDeputy {
                    deputy,
                    rev,
                    profile,
                    active,
                })
            }
            "AddUnit" => C::AddUnit(unit),
            "SetStandIn" | "EndStandIn" | "HandOverAll" => {
                let all = |m: &Self| m.view.accounts.clone();
                let own = |a: &Account| a.role.keeps_matters();
                let today = self.now.day();
                let stood = |p: &&InPlace| p.days.is_some_and(|(_, until)| until >= today);
                let stood: Vec<_> = self.view.in_place.iter().filter(stood).map(|p| p.of).collect();
                // Where nobody stands in there is little to end.
                let is_early = name == "EndStandIn" && stood.is_empty() && self.dice.chance(70);
                let name = if is_early { "SetStandIn" } else { name };
                let ends = name == "EndStandIn" && !stood.is_empty();
                let is_meant = |a: &Account| if ends { stood.contains(&a.id) } else { own(a) };
                let (account, rev) = self.pick(all, is_meant, |a| (a.id, a.rev), AccountId)?;
                let (by, _) = self.pick(all, own, |a| (a.id, a.rev), AccountId)?;
                let days = self.dice.one(&[-1, 0, 1, 2, 7, 7, 30, 30]);
                let until = Moment(self.now.0 + days * 86_400_000).day();
                match name {
                    "SetStandIn" => C::SetStandIn(SetStandIn {
                        account,
                        rev,
                        by,
                        from: self.dice.chance(30).then(|| self.day()),
                        until,
                    }),
                    "EndStandIn" => C::EndStandIn(EndStandIn { account, rev }),
                    _ => C::HandOverAll(HandOverAll {
                        account,
                        rev,
                        to: by,
                        reason: self.reason(),
                    }),
                }
            }
            "SetOnePerson" => {
                let s = self.view.station.clone()?;
                let on = self.dice.chance(20) == s.one_person;
                C::SetOnePerson(SetOnePerson { rev: s.rev, on })
            }
            "ChangeStation" => {
                let s = self.view.station.clone()?;
                C::ChangeStation(ChangeStation {
                    rev: s.rev,
                    name: self.dice.one(&["柳河镇联络站", "柳河镇代表之家", " "]).to_owned(),
                    kind: self.dice.one(StationKind::ALL),
                    hours: self.dice.one(&["周一上午", " 每月15日 "]).to_owned(),
                    head_phone: self.dice.maybe(60, |_| "13700000001".to_owned()),
                })
            }
            "ChangeUnit" => {
                let all = |m: &Self| m.view.units.clone();
                let (id, rev) = self.pick(all, |_| true, |u| (u.id, u.rev), UnitId)?;
                let was = self.view.units.iter().find(|u| u.id == id).cloned();
                let profile = was.filter(|_| self.dice.chance(30)).map_or(unit, |u| u.profile);
                let (unit, active) = (id, self.dice.chance(80));
                C::ChangeUnit(ChangeUnit {
                    unit,
                    rev,
                    profile,
                    active,
                })
            }
            _ => unreachable!("{name}"),
        })
    }

    pub fn make_reception(&mut self, name: &str) -> Option<Command> {
        use Command as C;
        let ahead = &[S::Planned, S::Noticed];
        Some(match name {
            "PlanSession" => {
                let day = self.day();
                C::PlanSession(PlanSession {
                    plan: self.plan(day),
                    deputies: (0..self.dice.below(4)).map(|_| self.deputy()).collect(),
                })
            }
            "ChangePlan" => {
                let (session, rev) = self.session(ALIVE)?;
                let was = self
                    .view
                    .sessions
                    .iter()
                    .find(|s| s.id == session)
                    .map(|s| s.plan.clone());
                let day = if self.dice.chance(40) {
                    self.day()
                } else {
                    was.as_ref().map_or(self.now.day(), |p| p.day)
                };
                let plan = was.filter(|_| self.dice.chance(10)).unwrap_or_else(|| self.plan(day));
                C::ChangePlan(ChangePlan { session, rev, plan })
            }
            "MarkNoticed" => {
                let (session, rev) = self.session(&[S::Planned])?;
                C::MarkNoticed(MarkNoticed { session, rev })
            }
            "PostponeSession" => {
                let ((session, rev), day) = (self.session(ahead)?, self.day());
                C::PostponeSession(PostponeSession { session, rev, day })
            }
            "CancelSession" => {
                let ((session, rev), reason) = (self.session(ahead)?, self.reason());
                C::CancelSession(CancelSession { session, rev, reason })
            }
            "OpenSession" => {
                let ((session, rev), presence) = (self.session(ahead)?, self.dice.one(Presence::ALL));
                C::OpenSession(OpenSession { session, rev, presence })
            }
            "SetPresence" => {
                let (session, presence) = (self.session(&[S::Open, S::Closing])?.0, self.dice.one(Presence::ALL));
                C::SetPresence(SetPresence { session, presence })
            }
            "StartClosing" => {
                let (session, rev) = self.session(&[S::Open])?;
                C::StartClosing(StartClosing { session, rev })
            }
            "StopClosing" => C::StopClosing(StopClosing {
                session: self.session(&[S::Closing])?.0,
            }),
            "CloseSession" => C::CloseSession(CloseSession {
                session: self.session(&[S::Open, S::Closing])?.0,
                note: self.some(),
            }),
            "EnterSession" => {
                let day = self.day();
                C::EnterSession(LateSession {
                    plan: self.plan(day),
                    deputies: (0..self.dice.below(4)).map(|_| self.deputy()).collect(),
                    staff_only: self.dice.chance(30),
                    note: self.some(),
                })
            }
            _ => return self.make_attendance(name),
        })
    }

    fn make_attendance(&mut self, name: &str) -> Option<Command> {
        use Command as C;
        let present = &[There::In, There::Late];
        let (session, _) = self.session(ALIVE)?;
        let table = self.dice.chance(70).then(|| self.table());
        Some(match name {
            "AssignDeputy" => C::AssignDeputy(AssignDeputy {
                session,
                deputy: self.deputy(),
            }),
            "UnassignDeputy" => C::UnassignDeputy(UnassignDeputy {
                session,
                deputy: self.sitting(session, &[There::Expected]),
            }),
            "NoteAgreement" => C::NoteAgreement(NoteAgreement {
                session,
                deputy: self.sitting(session, There::ALL),
                agreed: self.dice.one(Agreement::ALL),
            }),
            "SignIn" => C::SignIn(SignIn {
                session,
                deputy: self.sitting(session, &[There::Expected, There::Leave, There::Out]),
                table,
                late: self.dice.chance(30),
            }),
            "TakeLeave" => C::TakeLeave(TakeLeave {
                session,
                deputy: self.sitting(session, &[There::Expected, There::In]),
                reason: self.reason(),
            }),
            "Substitute" => C::Substitute(Substitute {
                session,
                absent: self.sitting(session, &[There::Expected, There::Leave, There::In]),
                by: self.deputy(),
                table,
                reason: self.reason(),
            }),
            "TakeBackAttendance" => C::TakeBackAttendance(TakeBackAttendance {
                session,
                deputy: self.sitting(session, &[There::In, There::Late, There::Out]),
            }),
            "SeatDeputy" => C::SeatDeputy(SeatDeputy {
                session,
                deputy: self.sitting(session, present),
                table: self.table(),
            }),
            "SignOut" => C::SignOut(SignOut {
                session,
                deputy: self.sitting(session, present),
            }),
            _ => unreachable!("{name}"),
        })
    }

    pub fn make_queue(&mut self, name: &str) -> Option<Command> {
        use Command as C;
        Some(match name {
            "TakeNumber" => C::TakeNumber(TakeNumber {
                session: self.where_to(),
                arrival: self.arrival(),
            }),
            "ReceiveNow" => C::ReceiveNow(ReceiveNow {
                session: self.where_to(),
                arrival: self.arrival(),
                table: self.table(),
            }),
            "CallNext" => C::CallNext(CallNext {
                session: self.where_to(),
                table: self.table(),
            }),
            "CallVisit" => {
                let ((visit, rev), table) = (self.visit(&[V::Waiting])?, self.table());
                C::CallVisit(CallVisit { visit, rev, table })
            }
            "CallAgain" => {
                let (visit, rev) = self.visit(&[V::Called])?;
                C::CallAgain(CallAgain { visit, rev })
            }
            "TakeBackCall" => {
                let (visit, rev) = self.visit(&[V::Called])?;
                C::TakeBackCall(TakeBackCall { visit, rev })
            }
            "StartTalk" => {
                let (visit, rev) = self.visit(&[V::Called])?;
                C::StartTalk(StartTalk { visit, rev })
            }
            "MarkMissed" => {
                let (visit, rev) = self.visit(&[V::Called])?;
                C::MarkMissed(MarkMissed { visit, rev })
            }
            "ReturnMissed" => {
                let (visit, rev) = self.visit(&[V::Missed, V::Missed, V::Left, V::NextTime, V::ByPhone, V::Guided])?;
                C::ReturnMissed(ReturnMissed { visit, rev })
            }
            "MoveVisit" => {
                let ((visit, rev), to, note) = (self.visit(&[V::Called, V::Talking])?, self.table(), self.some());
                C::MoveVisit(MoveVisit { visit, rev, to, note })
            }
            "FinishVisit" => {
                let (visit, rev) = self.visit(&[V::Talking, V::Called])?;
                C::FinishVisit(FinishVisit {
                    visit,
                    rev,
                    consult_only: self.dice.chance(20),
                    unwritten: self.dice.chance(40),
                    call_next: self.dice.chance(50),
                })
            }
            "SettleUnwritten" => {
                let unwritten: Vec<_> = self.view.visits.iter().filter(|v| v.unwritten).map(|v| v.id).collect();
                let visit = match self.dice.of(&unwritten) {
                    Some(v) => v,
                    None if self.dice.chance(30) => self.visit(&[V::Done])?.0,
                    None => return None,
                };
                C::SettleUnwritten(SettleUnwritten { visit })
            }
            "UnsettleUnwritten" => {
                let (visit, rev) = self.visit(&[V::Done])?;
                C::UnsettleUnwritten(UnsettleUnwritten { visit, rev })
            }
            "ChangeVisit" => {
                let ((visit, rev), arrival) = (self.visit(&[V::Waiting, V::Missed])?, self.arrival());
                C::ChangeVisit(ChangeVisit { visit, rev, arrival })
            }
            "InformHead" => C::InformHead(InformHead {
                visit: self.visit(&[V::Waiting, V::Talking])?.0,
            }),
            "EndVisit" => {
                let (visit, rev) = self.visit(&[V::Waiting, V::Missed])?;
                let named = &[V::Left, V::NextTime, V::ByPhone, V::Guided];
                C::EndVisit(EndVisit {
                    visit,
                    rev,
                    outcome: if self.dice.chance(90) {
                        self.dice.one(named)
                    } else {
                        self.dice.one(V::ALL)
                    },
                    reason: self.some(),
                    guidance: self.dice.chance(10).then(|| "T4".to_owned()),
                })
            }
            "VoidVisit" => {
                let ((visit, rev), reason) = (self.visit(V::ALL)?, self.reason());
                C::VoidVisit(VoidVisit { visit, rev, reason })
            }
            "EnterVisit" => {
                let ago = |m: &mut Self, minutes: i64| Moment(m.now.0 - (m.dice.below(60) as i64 + minutes) * 60_000);
                C::EnterVisit(LateVisit {
                    session: self.where_to(),
                    arrival: self.arrival(),
                    ticket: None,
                    table: self.table(),
                    arrived: ago(self, 80),
                    talked: ago(self, 40),
                    done: ago(self, -10),
                })
            }
            _ => unreachable!("{name}"),
        })
    }
}
