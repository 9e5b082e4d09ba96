//! Writes about a matter that was handed over: chased, answered, told, graded, struck off (design section 5).

use super::handling::{ahead, class, complaint, dated, seen, unsettled};
use crate::domain::code::{Grade, OpinionState, Reached, Way};
use crate::domain::decide::matter::{named, wrong_state};
use crate::domain::decide::shared::{Decision, must, rules, said};
use crate::domain::due::due;
use crate::domain::entry::EvaluationEntry;
use crate::domain::event::{Happened, Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{CitizenId, OpinionId, UnitId};
use crate::domain::life::grid::{Life, matter};
use crate::domain::life::matter;
use crate::domain::moment::Day;
use crate::domain::record::{Citizen, Handover, Opinion, Party, Rev, Round};
use crate::domain::refusal::{Missing, Refusal, Subject, Unasked};
use crate::domain::stake::Part;
use crate::domain::text::called;
use crate::domain::village::is_one_of;

/// The part of a handling that a write means; none when that is not known.
fn part_of(unit: Option<UnitId>, round: Option<&Round>) -> Option<u16> {
    let round = round?;
    let found = unit.map_or(Some(&round.lead), |unit| round.parts().find(|p| p.unit == unit));
    found.map(|p| p.part)
}

/// What stands for the state where a unit that helps is meant: the matter does not wait for it, and goes on without it.
fn helper(unit: Option<UnitId>, round: Option<&Round>) -> Option<Part> {
    let part = part_of(unit, round)?;
    (part != round?.lead.part).then_some(Part::Helped(Some(part)))
}

writes! { ($) answering_rows
    /// Asked a unit; the leading one when none is named.
    Opinion "opinion.chase" Chase {
        opinion: OpinionId,
        rev: Rev,
        unit: Option<UnitId>,
        way: Way,
        person: Option<String>,
        text: Option<String> as WORDS,
        promised_for: Option<Day>,
    } by Head Clerk;
    life Life { part: Some(&matter::CHASE_PART), ..matter(&matter::CHASE) };
    names w, n => n.opinions.push(w.opinion);
    // Also one without a promise: what was promised before does not hold any more.
    stake w, round => seen(w.opinion, w.rev, [
        Part::Promised(part_of(w.unit, round)),
        helper(w.unit, round).unwrap_or(Part::State),
    ]);
    rule w, facts, ctx => chase(w, &Self::LIFE, facts, ctx);
    makes {
        Opinion Chased "chased" 2 {
            Open round: u16,
            Open part: u16,
            Open lead: bool,
            Open way: Way,
            Open promised_for: Option<Day>,
            Sealed person: Option<String>,
            Sealed text: Option<String>,
        } moves [Part::Promised(Some(*part))];
    }

    /// A unit answered; the leading one when none is named.
    Opinion "opinion.answer" RecordAnswer {
        opinion: OpinionId,
        rev: Rev,
        unit: Option<UnitId>,
        way: Way,
        person: Option<String>,
        text: String as WORDS,
        class: String,
        class_date: Option<Day>,
    } by Head Clerk;
    life Life { part: Some(&matter::ANSWER_PART), ..matter(&matter::ANSWER) };
    names w, n => n.opinions.push(w.opinion);
    stake w, round => match helper(w.unit, round) {
        Some(helped) => seen(w.opinion, w.rev, [helped]),
        None => seen(w.opinion, w.rev, [Part::State, Part::field("answer"), Part::field("class")]),
    };
    rule w, facts, ctx => answer(w, &Self::LIFE, facts, ctx);
    makes {
        /// `tell_by`: the limit by which the person is to be told, which nobody noted at first.
        Opinion Answered "answered" 3 {
            Open round: u16,
            Open part: u16,
            Open lead: bool,
            Open way: Way,
            Open "a code of the rules" class: Code,
            Open class_date: Option<Day>,
            Open tell_by: Option<Limit>,
            Sealed person: Option<String>,
            Sealed text: Option<String>,
        } moves if *lead {
            vec![Part::State, Part::Told(None), Part::field("class"), Part::field("answer")]
        } else {
            vec![Part::Helped(Some(*part))]
        };
        Opinion HeldForCollection "held_for_collection" 1 {} moves [Part::Held];
    }

    /// One attempt to tell the person, or with `whom` one representative of a group; with what they said of it. Told
    /// through somebody, whom is the `note`; where word is on its way, they are asked on `ask_on`.
    Opinion "opinion.tell" Tell {
        opinion: OpinionId,
        rev: Rev,
        whom: Option<CitizenId>,
        way: Way,
        reached: Reached,
        ask_on: Option<Day>,
        note: Option<String> as WORDS,
        grade: Option<Grade>,
        said: Option<String> as WORDS,
        close: bool,
    } by Head Clerk;
    life Life { person: Some(&matter::TELL_PERSON), ..matter(&matter::TELL) };
    names w, n => {
        n.opinions.push(w.opinion);
        n.citizen = w.whom;
        n.cadres = w.reached == Reached::Through;
    };
    // Words they were not told of are told anew, and whoever was rung up is the one it was owed to; whether it still waits
    // for a telling is the rule's to say.
    stake w, _ => {
        let mut parts = vec![Part::field("answer"), Part::Visit];
        if w.reached.is_told() {
            parts.push(Part::Told(w.whom));
            parts.extend(w.grade.map(|_| Part::Grade(w.whom)));
            parts.extend(w.close.then(|| Part::field("class")));
        }
        seen(w.opinion, w.rev, parts)
    };
    rule w, facts, ctx => tell(w, facts, ctx);
    makes {
        /// Whoever is told may be the last of them, which moves the state; the event does not say. An act that goes by the state
        /// wants to know of any telling. `ask_on`: the day on which they are asked whether word came, which nobody noted at
        /// first.
        Opinion PersonTold "person_told" 4 {
            Open citizen: Option<CitizenId>,
            Open way: Way,
            Open reached: Reached,
            Open another: bool,
            Open ask_on: Option<Day>,
            Sealed note: Option<String>,
        } moves if reached.is_told() {
            vec![Part::State, Part::Told(*citizen), Part::Held]
        } else {
            vec![Part::Tries]
        };
    }

    /// What the person said of it, later, or anew where it was noted wrong. It is not said by the one it was moved to meanwhile.
    Opinion "opinion.evaluate" Evaluate { opinion: OpinionId, rev: Rev, evaluation: EvaluationEntry } by Head Clerk;
    life Life { person: Some(&matter::HEAR_PERSON), ..matter(&matter::HEAR) };
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [Part::Grade(w.evaluation.whom), Part::Visit]);
    rule w, facts, ctx => evaluate(&w.evaluation, facts, ctx);
    makes {
        /// Attitude and result stand apart where the rules ask for both.
        Opinion Evaluated "evaluated" 2 {
            Open citizen: Option<CitizenId>,
            Open grade: Grade,
            Open attitude: Option<Grade>,
            Open result: Option<Grade>,
            Open way: Option<Way>,
            Open asked_by: Option<Asker>,
            Sealed said: Option<String>,
        } moves [Part::Grade(*citizen)];
        /// Whoever was answered is not content: it is not over, and is owed until something is done about it.
        Opinion Unsettled "unsettled" 1 {} moves [Part::State, Part::field("class")];
    }
}

/// The part of a unit that owes an answer: the one named, or the one that leads. The matter waits for the one that leads;
/// one that helps owes its own as long as the matter is open.
fn with_unit<'o>(life: &Life, o: &'o Opinion, unit: Option<UnitId>) -> Result<(u16, &'o Handover), Refusal> {
    let round = o.round().ok_or_else(|| wrong_state(o))?;
    let part = match unit {
        None => Some(&round.lead),
        Some(unit) => round.parts().find(|part| part.unit == unit),
    };
    let part = part.ok_or(Refusal::NotFound(Subject::Unit))?;
    if part.lead && o.state != OpinionState::HandedOver {
        return Err(wrong_state(o));
    }
    if life.why_not(part).is_some() {
        return Err(Refusal::UnitAnswered {
            unit: part.unit_name.clone(),
        });
    }
    Ok((round.no, part))
}

fn chase(act: &Chase, life: &Life, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let (round, part) = with_unit(life, o, act.unit)?;
    let kind = Kind::Chased {
        round,
        part: part.part,
        lead: part.lead,
        way: act.way,
        promised_for: ahead(act.promised_for, ctx)?,
        person: called(act.person.as_ref()),
        text: said(act.text.as_ref()),
    };
    Ok(vec![ctx.event(o.id.0, kind)])
}

fn answer(act: &RecordAnswer, life: &Life, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let (round, part) = with_unit(life, o, act.unit)?;
    let text = must(&act.text, Missing::Answer)?;
    let class = class(&act.class, facts)?;
    let class_date = ahead(dated(class, act.class_date)?, ctx)?;
    let kind = Kind::Answered {
        round,
        part: part.part,
        lead: part.lead,
        way: act.way,
        class: class.code.clone(),
        class_date,
        person: called(act.person.as_ref()),
        tell_by: part.lead.then_some(rules(facts)?.limits.tell),
        text: Some(text),
    };
    let mut events = vec![ctx.event(o.id.0, kind)];
    events.extend(held_for(facts.citizen.as_ref().filter(|_| part.lead), o.id, ctx));
    Ok(events)
}

fn tell(act: &Tell, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let Tell {
        whom,
        way,
        reached,
        ask_on,
        note,
        grade,
        said: words,
        close,
        ..
    } = act;
    let o = named(facts)?;
    if let Some(c) = whom
        && !o.parties.iter().any(|p| p.citizen == *c)
    {
        return Err(Refusal::NotFound(Subject::Citizen));
    }
    // Whoever knows is not waited for, and no attempt to reach them counts.
    if !reached.is_told() && o.parties.iter().any(|p| p.told && Some(p.citizen) == *whom) {
        return Err(Refusal::KnowsAlready {
            number: o.number.clone(),
        });
    }
    if reached.is_told() && grade.is_some() {
        whose(o, *whom)?;
    }
    // To be shown the way, and to be promised news, is nothing to be content with.
    if reached.is_told() && grade.is_some() && o.state == OpinionState::Guided {
        return Err(wrong_state(o));
    }
    let closed = if *close && reached.is_told() {
        Some(closed_with(o, *whom, *grade, facts)?)
    } else {
        None
    };
    if reached.is_told() {
        complaint(*grade, words.as_ref())?;
    }
    let note = said(note.as_ref());
    if *reached == Reached::NoWay {
        no_way(o, *whom, note.as_ref(), facts)?;
    }
    if *reached == Reached::Through {
        through(o, *whom, note.as_deref(), &facts.cadres)?;
    }
    let ask_on = ahead(ask_on.filter(|_| reached.is_on_its_way()), ctx)?;
    let limits = &rules(facts)?.limits;
    let by_rule = due(rules(facts)?, ctx.happened.day(), limits.tell).day;
    let told = Kind::PersonTold {
        citizen: *whom,
        way: *way,
        reached: *reached,
        another: reached.is_told() || reached.is_try() && o.is_another_try(limits, *whom, ctx.happened),
        ask_on: reached.is_on_its_way().then(|| ask_on.unwrap_or(by_rule)),
        note,
    };
    let mut events = vec![ctx.event(o.id.0, told)];
    if !reached.is_told() {
        return Ok(events);
    }
    if let Some(grade) = grade {
        let evaluation = EvaluationEntry {
            whom: *whom,
            ..EvaluationEntry::of(*grade, *way, words.clone())
        };
        events.push(ctx.event(o.id.0, evaluated(&evaluation)));
    }
    events.extend(closed.map(|kind| ctx.event(o.id.0, kind)));
    Ok(events)
}

/// Struck off with the telling: of a group everybody is owed the answer (S10), a plan stays in follow-up, and somebody
/// dissatisfied is not done with; these are closed by an act of their own.
fn closed_with(o: &Opinion, whom: Option<CitizenId>, grade: Option<Grade>, facts: &Facts) -> Result<Kind, Refusal> {
    if let Some(why) = o.goes_on_after(whom, grade) {
        return Err(why);
    }
    if o.is_plan(rules(facts)?) {
        let number = o.number.clone();
        return Err(Refusal::PlanStays { number });
    }
    let class = o.class.as_deref().and_then(|c| rules(facts).ok()?.class(c));
    Ok(Kind::OpinionClosed {
        class: class.ok_or_else(|| wrong_state(o))?.code.clone(),
        class_date: o.class_date,
        told: true,
        upheld: None,
        reason: None,
    })
}

/// That nothing reaches somebody is said with what was tried, and not while there is a number that nobody found wrong.
fn no_way(o: &Opinion, whom: Option<CitizenId>, tried: Option<&String>, facts: &Facts) -> Result<(), Refusal> {
    let has_number = facts.citizen.as_ref().is_some_and(|c| c.details.phone.is_some());
    if has_number && !o.has_wrong_number(whom) {
        return Err(Refusal::CallFirst {
            number: o.number.clone(),
        });
    }
    match tried {
        Some(_) => Ok(()),
        None => Err(Refusal::Missing(Missing::Tried)),
    }
}

fn evaluated(e: &EvaluationEntry) -> Kind {
    Kind::Evaluated {
        citizen: e.whom,
        grade: e.grade,
        attitude: e.attitude,
        result: e.result,
        way: Some(e.way),
        asked_by: e.asked_by,
        said: said(e.said.as_ref()),
    }
}

/// One person's word is not everybody's: of several it has to be said whose it is.
fn whose(o: &Opinion, whom: Option<CitizenId>) -> Result<(), Refusal> {
    match whom {
        None if o.is_of_several() => Err(Refusal::Missing(Missing::Whom)),
        _ => Ok(()),
    }
}

fn evaluate(e: &EvaluationEntry, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    if let Some(whom) = e.whom
        && !o.parties.iter().any(|p| p.citizen == whom)
    {
        return Err(Refusal::NotFound(Subject::Citizen));
    }
    whose(o, e.whom)?;
    let knows = |p: &Party| p.told && Some(p.citizen) == e.whom;
    if o.state == OpinionState::Answered && !o.parties.iter().any(knows) {
        return Err(wrong_state(o));
    }
    complaint(Some(e.grade), e.said.as_ref())?;
    let mut events = vec![ctx.event(o.id.0, evaluated(e))];
    if o.state == OpinionState::Closed {
        events.extend(unsettled(o.id, Some(e.grade), ctx));
    }
    Ok(events)
}

/// Of somebody who cannot be called the answer waits until they ask with the claim code (S11).
pub(super) fn held_for(citizen: Option<&Citizen>, id: OpinionId, ctx: &Ctx<'_>) -> Option<NewEvent> {
    citizen?
        .details
        .anonymous
        .then(|| ctx.event(id.0, Kind::HeldForCollection {}))
}

impl Happened {
    /// Who said what they think of it, and what, in which words; nobody named is all of them.
    pub(in crate::domain) const fn judged(&self) -> Option<(Option<CitizenId>, Grade, Option<&String>)> {
        if let Kind::Evaluated {
            citizen, grade, said, ..
        } = &self.kind
        {
            return Some((*citizen, *grade, said.as_ref()));
        }
        None
    }

    /// Whom it was tried to tell, what came of it, and whether it counts as one more attempt.
    pub(in crate::domain) const fn told(&self) -> Option<(Option<CitizenId>, Reached, bool)> {
        if let Kind::PersonTold {
            citizen,
            reached,
            another,
            ..
        } = &self.kind
        {
            return Some((*citizen, *reached, *another));
        }
        None
    }

    /// The unit that leads has answered.
    pub const fn is_answer(&self) -> bool {
        matches!(self.kind, Kind::Answered { lead: true, .. })
    }
}

/// Whoever told it named through whom they may be told, for themselves alone; nobody else is asked, and none who works for the
/// village that it is about.
fn through(o: &Opinion, whom: Option<CitizenId>, asked: Option<&str>, cadres: &[String]) -> Result<(), Refusal> {
    let no_relay = |why| Refusal::NoRelay { why };
    if let Some(why) = o.why_no_relay(cadres) {
        return Err(no_relay(why));
    }
    let is_speaker = whom.is_none() || whom == o.citizen;
    let named = o.relay().filter(|_| is_speaker);
    let named = named.ok_or_else(|| no_relay(Unasked::Unnamed))?;
    match asked {
        None => Err(Refusal::Missing(Missing::Relay)),
        Some(asked) if is_one_of(cadres, asked) => Err(no_relay(Unasked::Cadre)),
        Some(asked) if named.contains(asked) || asked.contains(named) => Ok(()),
        Some(_) => Err(no_relay(Unasked::Unnamed)),
    }
}
