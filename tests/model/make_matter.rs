//! The commands about matters.

use zhiban::domain::code::{OpinionState as Matter, VisitState as V, *};
use zhiban::domain::command::*;
use zhiban::domain::id::{CitizenId, OpinionId, UnitId};
use zhiban::domain::record::{Asker, Opinion, Rev};

use super::generate::Maker;
use super::make::WORDS;

impl Maker {
    pub fn make_matter(&mut self, name: &str) -> Option<Command> {
        use Command as C;
        let owed = &[Matter::Answered, Matter::Told];
        let open = &[Matter::Filed, Matter::HandedOver, Matter::Answered, Matter::Told];
        Some(match name {
            "FileOpinion" => {
                let visit = self.visit_ref();
                let known = match &visit {
                    VisitRef::Known(v) if self.dice.chance(40) => self.citizen(Some(*v)),
                    _ => None,
                };
                C::FileOpinion(Box::new(OpinionEntry {
                    visit,
                    speaker: known.map_or_else(|| Speaker::New(Box::new(self.person())), |(c, _)| Speaker::Known(c)),
                    representatives: (0..self.dice.one(&[0, 0, 0, 0, 2])).map(|_| self.person()).collect(),
                    details: self.details(),
                    handling: self.handling(),
                }))
            }
            "CountAccusation" => C::CountAccusation(CountAccusation {
                visit: self.visit_ref(),
                reason: self.dice.one(&["T4", "T4", "T1", "T99"]).to_owned(),
                told: self.dice.chance(50),
            }),
            "Handle" => {
                let unhappy = self.unhappy();
                let (opinion, rev) = match unhappy.len() {
                    some if some > 0 && self.dice.chance(12) => self.dice.one(&unhappy),
                    _ => self.opinion(&[Matter::Filed])?,
                };
                let handling = self.handling();
                C::Handle(Handle {
                    opinion,
                    rev,
                    category: self.dice.maybe(20, |d| d.one(&["lamp", "road", "none"]).to_owned()),
                    handling,
                })
            }
            "Chase" => {
                let (opinion, rev) = self.opinion(&[Matter::HandedOver])?;
                C::Chase(Chase {
                    opinion,
                    rev,
                    unit: self.handed_to(opinion),
                    way: self.dice.one(Way::ALL),
                    person: self.some(),
                    text: self.some(),
                    promised_for: self.dice.chance(60).then(|| self.day()),
                })
            }
            "RecordAnswer" => {
                let ((opinion, rev), (class, class_date)) = (self.opinion(&[Matter::HandedOver])?, self.class());
                C::RecordAnswer(RecordAnswer {
                    opinion,
                    rev,
                    unit: self.handed_to(opinion),
                    way: self.dice.one(Way::ALL),
                    person: self.some(),
                    text: self.dice.one(&["已修", "排进计划", "已修", " "]).to_owned(),
                    class,
                    class_date,
                })
            }
            "Tell" => {
                let (opinion, rev) = self.opinion(&[Matter::Answered, Matter::Answered, Matter::Told])?;
                let whom = self.owed_to(opinion);
                C::Tell(Tell {
                    opinion,
                    rev,
                    whom: whom.filter(|_| self.dice.chance(80)),
                    way: self.dice.one(Way::ALL),
                    reached: if self.dice.chance(50) {
                        Reached::Told
                    } else {
                        self.dice.one(Reached::ALL)
                    },
                    ask_on: None,
                    note: self.some(),
                    grade: self.dice.maybe(60, |d| d.one(Grade::ALL)),
                    said: self.likely(),
                    close: self.dice.chance(if whom.is_some() { 70 } else { 30 }),
                })
            }
            "Evaluate" => {
                let (opinion, rev) = self.opinion(&[Matter::Told, Matter::Told, Matter::Closed])?;
                let whom = self.owed_to(opinion).filter(|_| self.dice.chance(60));
                let evaluation = EvaluationEntry {
                    whom,
                    grade: match self.dice.chance(50) {
                        true => Grade::Dissatisfied,
                        false => self.dice.one(Grade::ALL),
                    },
                    attitude: self.dice.maybe(30, |d| d.one(Grade::ALL)),
                    result: self.dice.maybe(30, |d| d.one(Grade::ALL)),
                    way: self.dice.one(Way::ALL),
                    asked_by: self.dice.chance(20).then(|| Asker::Deputy(self.deputy())),
                    said: self.likely(),
                };
                C::Evaluate(Evaluate {
                    opinion,
                    rev,
                    evaluation,
                })
            }
            "CloseOpinion" => {
                let unhappy = self.unhappy();
                let (opinion, rev) = match unhappy.len() {
                    some if some > 0 && self.dice.chance(80) => self.dice.one(&unhappy),
                    _ => self.opinion(owed)?,
                };
                let (class, class_date) = self.class();
                let o = self.view.opinions.iter().find(|o| o.id == opinion);
                let unhappy = o.and_then(|o| o.grade).is_some_and(|grade| !grade.settles());
                C::CloseOpinion(CloseOpinion {
                    opinion,
                    rev,
                    class,
                    class_date,
                    upheld: match self.dice.below(10) {
                        0 => Some("no such".to_owned()),
                        1 => Some("explained".to_owned()),
                        2..=5 => None,
                        _ => unhappy.then(|| "explained".to_owned()),
                    },
                    reason: (self.dice.below(3) == 0).then(|| self.reason()),
                })
            }
            "CorrectOpinion" => {
                let (opinion, rev) = self.opinion(Matter::ALL)?;
                let o = self.view.opinions.iter().find(|o| o.id == opinion).cloned();
                let mut changes: Vec<Change> = Vec::new();
                for _ in 0..self.dice.below(4) {
                    let new = self.change(o.as_ref());
                    let same = |c: &Change| std::mem::discriminant(c) == std::mem::discriminant(&new);
                    if !changes.iter().any(same) {
                        changes.push(new);
                    }
                }
                if changes.contains(&Change::Confidential(false)) && self.dice.chance(85) {
                    let way = self.dice.one(Way::ALL);
                    let by = self.some().or_else(|| Some("本人".to_owned()));
                    changes.extend([Change::OpenedBy(by), Change::OpenedWay(Some(way))]);
                }
                C::CorrectOpinion(CorrectOpinion {
                    opinion,
                    rev,
                    changes,
                    reason: self.reason(),
                })
            }
            "CorrectCitizen" => {
                let ((citizen, rev), one) = (self.citizen(None)?, self.citizen_change());
                let two = self.citizen_change();
                let same = std::mem::discriminant(&one) == std::mem::discriminant(&two);
                C::CorrectCitizen(CorrectCitizen {
                    citizen,
                    rev,
                    changes: if same { vec![one] } else { vec![one, two] },
                    reason: self.reason(),
                })
            }
            "TakeBackTelling" => {
                let guided = self.dice.chance(20);
                let is_told = |o: &&Opinion| !o.tries.is_empty() || guided && o.is_told_with_guidance();
                let told = self.view.opinions.iter().filter(is_told);
                let told: Vec<_> = told.map(|o| (o.id, o.rev)).collect();
                // Seldom is anything told: where it is, it is taken back at once, and elsewhere something else is done.
                let (opinion, rev) = match told.len() {
                    some if some > 0 => self.dice.one(&told),
                    _ if self.dice.chance(1) => self.opinion(Matter::ALL)?,
                    _ => return None,
                };
                let whom = self.owed_to(opinion).filter(|_| self.dice.chance(70));
                let reason = self.reason();
                C::TakeBackTelling(TakeBackTelling {
                    opinion,
                    rev,
                    whom,
                    reason,
                })
            }
            "VoidOpinion" => {
                let ((opinion, rev), reason) = (self.opinion(Matter::ALL)?, self.reason());
                C::VoidOpinion(VoidOpinion { opinion, rev, reason })
            }
            "SplitOpinion" => {
                let (opinion, rev) = self.opinion(open)?;
                C::SplitOpinion(SplitOpinion {
                    opinion,
                    rev,
                    keep: self.dice.one(WORDS).to_owned(),
                    words: self.dice.one(WORDS).to_owned(),
                    category: self.dice.maybe(60, |d| d.one(&["lamp", "road", "none"]).to_owned()),
                })
            }
            "HandOn" => {
                let (opinion, rev) = self.opinion(open)?;
                C::HandOn(HandOn {
                    opinion,
                    rev,
                    to: self.account(),
                    reason: self.some(),
                })
            }
            "NumberPaper" => {
                let opinions = (0..self.dice.one(&[1, 1, 1, 2, 3, 0]))
                    .filter_map(|_| self.opinion(Matter::ALL).map(|(o, _)| o))
                    .collect();
                C::NumberPaper(NumberPaper {
                    opinions,
                    family: self.dice.one(NumberFamily::ALL),
                    unit: self.dice.chance(40).then(|| self.unit()),
                })
            }
            "NoteNumber" => C::NoteNumber(NoteNumber {
                opinion: self.opinion(Matter::ALL)?.0,
                family: self.dice.one(&[
                    NumberFamily::Foreign,
                    NumberFamily::Old,
                    NumberFamily::Foreign,
                    NumberFamily::Slip,
                ]),
                system: self.dice.maybe(40, |_| "12345".to_owned()),
                number: self.dice.one(&["XF-2026-8", "XF-2026-9", " "]).to_owned(),
            }),
            "MoveOpinion" => {
                let ((opinion, rev), (visit, _)) = (self.opinion(open)?, self.visit(V::ALL)?);
                let citizen = if self.dice.chance(60) {
                    self.citizen(Some(visit))
                } else {
                    None
                };
                C::MoveOpinion(MoveOpinion {
                    opinion,
                    rev,
                    visit,
                    citizen: citizen.map(|(c, _)| c),
                    reason: self.reason(),
                })
            }
            _ => unreachable!("{name}"),
        })
    }
}

impl Maker {
    /// What somebody is not content with, and nobody has done anything about yet.
    fn unhappy(&self) -> Vec<(OpinionId, Rev)> {
        let unhappy = |o: &&Opinion| o.state == Matter::Told && o.grade == Some(Grade::Dissatisfied);
        let found = self.view.opinions.iter().filter(unhappy);
        found.map(|o| (o.id, o.rev)).collect()
    }

    /// One of those the answer is owed to, seldom somebody else.
    fn owed_to(&mut self, opinion: OpinionId) -> Option<CitizenId> {
        let seen = self.view.opinions.iter().find(|o| o.id == opinion);
        let parties = seen.map(|o| o.parties.clone()).unwrap_or_default();
        let whom = self.dice.of(&parties).map(|p| p.citizen);
        if self.dice.chance(4) {
            return self.citizen(None).map(|(c, _)| c);
        }
        whom
    }

    /// One of the units that have it, mostly not named, seldom one that has not.
    fn handed_to(&mut self, opinion: OpinionId) -> Option<UnitId> {
        let seen = self.view.opinions.iter().find(|o| o.id == opinion);
        let parts = seen
            .and_then(|o| o.rounds.last())
            .map(|r| r.parts().map(|p| p.unit).collect());
        let parts: Vec<UnitId> = parts.unwrap_or_default();
        match self.dice.below(20) {
            0 => Some(self.unit()),
            1..=8 => self.dice.of(&parts),
            _ => None,
        }
    }

    /// A command about somebody promised the next time.
    pub fn make_promise(&mut self, name: &'static str) -> Option<Command> {
        use Command as C;
        let phone = |m: &mut Self| m.dice.maybe(50, |d| d.one(&["13712344410", " "]).to_owned());
        let label = |m: &mut Self| m.dice.maybe(50, |d| d.one(super::make::NAMES).to_owned());
        Some(match name {
            "PromiseNext" => {
                let (visit, rev) = self.visit(&[V::Waiting, V::Missed, V::Called])?;
                C::PromiseNext(PromiseNext {
                    visit,
                    rev,
                    label: label(self),
                    phone: phone(self),
                    reason: self.some(),
                })
            }
            "ChangePromise" => {
                let (promise, rev) = self.promise()?;
                C::ChangePromise(ChangePromise {
                    promise,
                    rev,
                    label: label(self),
                    phone: phone(self),
                })
            }
            "ReceivePromised" => {
                let (promise, rev) = self.promise()?;
                C::ReceivePromised(ReceivePromised {
                    promise,
                    rev,
                    session: self.where_to(),
                    reason: self.dice.one(&["第12次接待留下", "第12次接待留下", " "]).to_owned(),
                })
            }
            _ => {
                let ((promise, rev), why) = (self.promise()?, self.dice.one(Struck::ALL));
                C::StrikePromise(StrikePromise { promise, rev, why })
            }
        })
    }
}
