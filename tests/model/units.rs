//! Matters with the units in the model: given to one or several, asked again, answered.

use zhiban::domain::code::{OpinionState, Urgency};
use zhiban::domain::command::{Chase, Command, HandOverEntry, Handle, Handling, PartEntry, RecordAnswer};
use zhiban::domain::deadline::Deadline;
use zhiban::domain::due::due;
use zhiban::domain::id::{OpinionId, UnitId};
use zhiban::domain::moment::Day;
use zhiban::domain::record::{Citizen, Handover, Opinion, Round};
use zhiban::domain::refusal::{Earlier, Missing, Refusal, Subject};

use super::desk::{Act, Desk, Done, any, need};
use super::matter::{ANSWER, ANSWERED, wrong};
use super::trail::Part;

/// A new round starts clean.
const HANDED_OVER: &[Part] = &[
    Part::State,
    Part::Field("answer"),
    Part::Field("class"),
    Part::Field("due"),
    Part::Promised(None),
    Part::Told(None),
    Part::Grade(None),
];

impl Desk {
    pub fn hand_over(&mut self, id: OpinionId, h: &HandOverEntry, act: &Act) -> Done {
        let o = self.opinions.iter().find(|o| o.id == id).expect("it is there");
        if o.details.category.is_none() {
            return Err(Refusal::Missing(Missing::Category));
        }
        let urgency = o.details.urgency.unwrap_or(Urgency::Normal);
        let no = o.rounds.len() as u16 + 1;
        let mut parts: Vec<Handover> = Vec::new();
        for entry in std::iter::once(&h.lead).chain(&h.further) {
            let mut part = self.part(entry, (o, &parts), urgency, act)?;
            part.part = parts.len() as u16 + 1;
            part.lead = parts.is_empty();
            if part.lead {
                part.person = any(&h.person).or(part.person);
            }
            parts.push(part);
        }
        let lead = parts.remove(0);
        // Whatever was said and told of it before was of another answer.
        self.forget_tellings(id);
        self.answered.remove(&id);
        for said in self.judgements.iter_mut().filter(|(of, ..)| *of == id) {
            said.0 = OpinionId(uuid::Uuid::nil());
        }
        self.change_opinion(id, act, HANDED_OVER, |o| {
            o.state = OpinionState::HandedOver;
            (o.told, o.held, o.on_spot) = (false, false, false);
            (o.class, o.class_date, o.grade, o.answer, o.closed_at) = (None, None, None, None, None);
            o.answered_at = None;
            o.tries.clear();
            for p in &mut o.parties {
                (p.told, p.grade) = (false, None);
            }
            o.rounds.push(Round {
                no,
                lead,
                further: parts,
            });
        });
        Ok(())
    }

    /// One unit's part: its own clock, by the rules unless a day was said.
    fn part(
        &self,
        entry: &PartEntry,
        (o, given): (&Opinion, &[Handover]),
        urgency: Urgency,
        act: &Act,
    ) -> Result<Handover, Refusal> {
        let there = |id: UnitId| self.units.iter().find(|u| u.id == id);
        let unit = there(entry.unit).filter(|u| u.active);
        let unit = unit.ok_or(Refusal::NotFound(Subject::Unit))?;
        let name = unit.profile.short.clone();
        if given.iter().any(|p| p.unit == unit.id) {
            return Err(Refusal::GivenTwice { unit: name });
        }
        if entry.via == Some(unit.id) {
            return Err(Refusal::ViaItself { unit: name });
        }
        if entry.via.is_some_and(|via| there(via).is_none()) {
            return Err(Refusal::NotFound(Subject::Unit));
        }
        let start = entry.counted_from.unwrap_or_else(|| act.happened.day());
        if start > act.now.day() {
            return Err(Refusal::InFuture);
        }
        if start < o.day {
            let what = Earlier::Taken {
                number: o.number.clone(),
            };
            return Err(Refusal::BeforeThat {
                what,
                day: o.day,
                said: start,
            });
        }
        let rule = due(self.rules(), start, self.rules().answer_limit(urgency));
        let by_rule = Deadline {
            provisional: rule.provisional,
            ..Deadline::on(rule.day)
        };
        // Whoever says the day of the rule knows no more than the rule.
        let said = entry.due.filter(|d| d.time.is_some() || d.day != rule.day);
        let due = said.unwrap_or(by_rule);
        if due.day < start {
            return Err(Refusal::DueBefore { day: start });
        }
        Ok(Handover {
            part: 0,
            lead: false,
            unit: unit.id,
            unit_name: unit.profile.short.clone(),
            via: entry.via,
            handed_at: act.happened,
            counted_from: entry.counted_from,
            due: Some(due),
            counted_by: said.is_none().then(|| self.rules().answer_limit(urgency)),
            person: any(&unit.profile.contact),
            promised_for: None,
            answered_at: None,
            class: None,
            answer: None,
        })
    }

    /// A unit that helps goes by what it said itself.
    fn helps(&self, opinion: OpinionId, unit: Option<UnitId>) -> Option<Part> {
        self.which(opinion, unit).filter(|part| *part > 1).map(Part::Helped)
    }

    /// The place of a unit among those that have the matter now; the one that leads is the first.
    fn which(&self, opinion: OpinionId, unit: Option<UnitId>) -> Option<u16> {
        let round = self.opinions.iter().find(|o| o.id == opinion)?.rounds.last()?;
        let place = |unit| round.further.iter().position(|p| p.unit == unit);
        match unit.filter(|u| *u != round.lead.unit) {
            None => Some(1),
            Some(unit) => place(unit).map(|at| at as u16 + 2),
        }
    }

    pub fn ask_units(&mut self, command: &Command, act: &Act) -> Done {
        use Command as C;
        match command {
            C::Chase(Chase {
                opinion,
                rev,
                unit,
                promised_for,
                ..
            }) => {
                let promise = Part::Promised(self.which(*opinion, *unit));
                let own = self.helps(*opinion, *unit).unwrap_or(Part::State);
                let o = self.opinion(*opinion, *rev, &[own, promise])?;
                let part = with_unit(&o, *unit)?;
                ahead(*promised_for, act)?;
                self.change_opinion(o.id, act, &[promise], |o| {
                    part_of(o, part).promised_for = *promised_for;
                });
            }
            C::RecordAnswer(RecordAnswer {
                opinion,
                rev,
                unit,
                text,
                class,
                class_date,
                ..
            }) => {
                let own = self.helps(*opinion, *unit).map(|own| vec![own]);
                let o = self.opinion(*opinion, *rev, own.as_deref().unwrap_or(ANSWER))?;
                let part = with_unit(&o, *unit)?;
                let text = need(text, Missing::Answer)?;
                let (class, date) = self.class(class, *class_date)?;
                ahead(date, act)?;
                // The matter says what the unit says that leads; what the others say stands in their parts.
                let moved = if part == 1 { ANSWERED } else { &[Part::Helped(part)] };
                let tell = self.rules().limits.tell;
                if part == 1 {
                    self.answered.insert(o.id, (Some(class.clone()), date));
                }
                self.change_opinion(o.id, act, moved, |o| {
                    let r = part_of(o, part);
                    (r.answered_at, r.class, r.answer) = (Some(act.happened), Some(class.clone()), Some(text.clone()));
                    if part == 1 {
                        (o.state, o.class, o.class_date) = (OpinionState::Answered, Some(class), date);
                        o.tell_by = Some(tell);
                        o.answered_at = Some(act.happened);
                        o.answer = Some(text);
                    }
                });
                // Somebody without a name cannot be called; the answer lies ready (S11).
                let nameless = |c: &Citizen| Some(c.id) == o.citizen && c.details.anonymous;
                if part == 1 && self.citizens.iter().any(nameless) {
                    self.change_opinion(o.id, act, &[], |o| o.held = true);
                }
            }
            _ => unreachable!("not with the units: {command:?}"),
        }
        Ok(())
    }
}

/// The part of the unit named, or of the one that leads, while they owe an answer: the one that leads until it gave it,
/// the others as long as anything is owed of the matter at all.
fn with_unit(o: &Opinion, unit: Option<UnitId>) -> Result<u16, Refusal> {
    let Some(round) = o
        .rounds
        .last()
        .filter(|_| !(o.state.turn() == zhiban::domain::life::Turn::Nobody))
    else {
        return Err(wrong(o));
    };
    let part = round.parts().find(|p| unit.is_none_or(|u| p.unit == u));
    let part = part.ok_or(Refusal::NotFound(Subject::Unit))?;
    if part.part == 1 && o.state != OpinionState::HandedOver {
        return Err(wrong(o));
    }
    if part.answered_at.is_some() {
        let unit = part.unit_name.clone();
        return Err(Refusal::UnitAnswered { unit });
    }
    Ok(part.part)
}

fn part_of(o: &mut Opinion, part: u16) -> &mut Handover {
    let round = o.rounds.last_mut().expect("handed over");
    match part {
        1 => &mut round.lead,
        further => &mut round.further[usize::from(further) - 2],
    }
}

/// What a late entry would stand before: the matter itself, what the unit was given, what it answered.
pub fn early(command: &Command, o: &Opinion, said: Day) -> Option<Refusal> {
    use Command as C;
    let round = o.rounds.last();
    let handed = |unit: &Option<UnitId>| {
        let part = round?.parts().find(|p| unit.map_or(p.part == 1, |u| u == p.unit))?;
        let unit = part.unit_name.clone();
        Some((Earlier::Handed { unit }, part.handed_at.day()))
    };
    let answered = || {
        let lead = &round?.lead;
        let unit = lead.unit_name.clone();
        Some((Earlier::Answered { unit }, lead.answered_at?.day()))
    };
    let follows = match command {
        C::Chase(Chase { unit, .. }) | C::RecordAnswer(RecordAnswer { unit, .. }) => handed(unit),
        C::Tell(_)
        | C::TakeBackTelling(_)
        | C::Evaluate(_)
        | C::CloseOpinion(_)
        | C::Handle(Handle {
            handling: Handling::HandOver(_) | Handling::OnSpot(_) | Handling::Guide(_),
            ..
        }) => answered(),
        _ => None,
    };
    let number = o.number.clone();
    let all = [Some((Earlier::Taken { number }, o.day)), follows];
    let (what, day) = all.into_iter().flatten().find(|(_, day)| said < *day)?;
    Some(Refusal::BeforeThat { what, day, said })
}

/// What is promised or planned lies not before it was said.
fn ahead(day: Option<Day>, act: &Act) -> Result<(), Refusal> {
    let said = act.happened.day();
    match day {
        Some(day) if day < said => Err(Refusal::DueBefore { day: said }),
        _ => Ok(()),
    }
}
