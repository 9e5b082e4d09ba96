//! Matters in the model: filed, handed over, answered, told, closed, corrected.

use zhiban::domain::code::*;
use zhiban::domain::command::*;
use zhiban::domain::facts::Supply as _;
use zhiban::domain::id::*;
use zhiban::domain::moment::{Day, Moment, year_of};
use zhiban::domain::pinyin;
use zhiban::domain::record::*;
use zhiban::domain::refusal::Unasked;
use zhiban::domain::refusal::{Missing, Refusal, Subject};
use zhiban::domain::village::is_one_of;

use super::blank;
use super::desk::{Act, Desk, Done, any, need};
use super::queue::Ends as _;
use super::queue::{newcomer, wrong as wrong_visit};
use super::trail::Part;

pub fn wrong(o: &Opinion) -> Refusal {
    Refusal::OpinionState {
        number: o.number.clone(),
        state: o.state,
        touch: None,
    }
}

/// What was answered, and its class.
pub const ANSWER: &[Part] = &[Part::State, Part::Field("answer"), Part::Field("class")];

/// What an answer moves, and who knows it.
pub const ANSWERED: &[Part] = &[
    Part::State,
    Part::Field("answer"),
    Part::Field("class"),
    Part::Told(None),
];

/// Nothing was said.
fn is_unsaid(words: Option<&String>) -> bool {
    words.is_none_or(|words| words.trim().is_empty())
}

impl Desk {
    pub fn opinion(&self, id: OpinionId, rev: Rev, parts: &[Part]) -> Result<Opinion, Refusal> {
        let o = self.opinions.iter().find(|o| o.id == id);
        let o = o.ok_or(Refusal::NotFound(Subject::Opinion))?;
        self.unmoved((id.0, rev), parts, Subject::Opinion, &o.number)?;
        Ok(o.clone())
    }

    /// What is said in a visit is not said in one that was entered by mistake.
    fn stands(&self, visit: &VisitRef) -> Done {
        let VisitRef::Known(id) = visit else { return Ok(()) };
        match self.visits.iter().find(|v| v.id == *id) {
            Some(v) if v.state == VisitState::Void => Err(wrong_visit(v)),
            _ => Ok(()),
        }
    }

    pub fn change_opinion(&mut self, id: OpinionId, act: &Act, moved: &[Part], change: impl FnOnce(&mut Opinion)) {
        let o = self.opinions.iter_mut().find(|o| o.id == id).expect("it was found");
        change(o);
        o.rev = act.number;
        self.moved(id.0, act, moved);
        self.recount();
    }

    /// A visit's matters: those that are void or were moved away are not its matters.
    fn recount(&mut self) {
        for v in &mut self.visits {
            let its = |o: &&Opinion| o.visit == v.id && o.state != OpinionState::Void;
            v.opinions = self.opinions.iter().filter(its).count() as u32;
        }
    }

    /// The visit a matter was said in, and the day it is filed on. What was unwritten is being written.
    fn place(&mut self, visit: &VisitRef, channel: Channel, act: &mut Act) -> Result<(VisitId, Day), Refusal> {
        let day = if act.late { act.happened.day() } else { self.today(act)? };
        match visit {
            VisitRef::Known(id) => {
                let v = self.visit(*id)?;
                if v.channel == Channel::Visit && channel != Channel::Visit {
                    return Err(Refusal::NotInVisit {
                        channel,
                        ticket: v.ticket,
                    });
                }
                let sits_down = v.state == VisitState::Called && !act.late;
                if v.unwritten {
                    self.settle(*id, act);
                }
                if sits_down {
                    self.talk(*id, act);
                }
                Ok((*id, day))
            }
            VisitRef::Unqueued { session, heads } => {
                let closed = match session {
                    Some(s) => !self.session(*s)?.state.is_open(),
                    None => false,
                };
                let id = VisitId(act.births.id());
                self.visits.push(Visit {
                    channel,
                    heads: (*heads).max(1),
                    state: VisitState::Done,
                    over_at: Some(act.happened),
                    after_close: closed,
                    ..newcomer(id, *session, day, act.happened, act)
                });
                Ok((id, day))
            }
        }
    }

    pub fn file(
        &mut self,
        (visit, day): (VisitId, Day),
        speakers: &[CitizenId],
        details: OpinionDetails,
        split_from: Option<OpinionId>,
        act: &mut Act,
    ) -> OpinionId {
        let serial = self.numbers.entry(year_of(day)).or_default();
        *serial += 1;
        let code = &self.station.as_ref().expect("founded").code;
        let id = OpinionId(act.births.id());
        let from = split_from.and_then(|s| self.opinions.iter().find(|o| o.id == s));
        let session = from.map_or_else(
            || self.visits.iter().find(|v| v.id == visit).and_then(|v| v.session),
            |o| o.session,
        );
        self.opinions.push(Opinion {
            number: format!("{code}-{}-{serial:04}", year_of(day)),
            citizen: speakers.first().copied(),
            parties: self.owed(speakers),
            session,
            details: OpinionDetails {
                words: details.words.trim().to_owned(),
                summary: any(&details.summary),
                place: any(&details.place),
                papers: any(&details.papers),
                papers_at: any(&details.papers_at),
                wants: any(&details.wants),
                materials: any(&details.materials),
                may_relay: any(&details.may_relay),
                urgency: details.urgency.or(Some(Urgency::Normal)),
                channel: details.channel.or(Some(Channel::Visit)),
                ..details
            },
            split_from,
            paper_no: act.paper.clone(),
            keeper: act.account,
            rev: act.number,
            ..blank::opinion(id, visit, day, act.happened)
        });
        self.recount();
        id
    }

    /// Those the answer is owed to, who spoke first (S10).
    pub fn owed(&self, to: &[CitizenId]) -> Vec<Party> {
        let name = |id: &CitizenId| {
            self.citizens
                .iter()
                .find(|c| c.id == *id)
                .and_then(|c| c.details.name.clone())
        };
        to.iter()
            .map(|id| Party {
                citizen: *id,
                name: name(id),
                told: false,
                grade: None,
            })
            .collect()
    }

    pub fn category(&self, code: &Option<String>) -> Done {
        match code {
            Some(code) if self.rules().category(code).is_none() => Err(Refusal::UnknownCode { code: code.clone() }),
            _ => Ok(()),
        }
    }

    /// A class, and the date it promises when it is a plan.
    pub fn class(&self, code: &str, date: Option<Day>) -> Result<(String, Option<Day>), Refusal> {
        let code = need(code, Missing::Class)?;
        let Some(class) = self.rules().class(&code) else {
            return Err(Refusal::UnknownCode { code });
        };
        match (class.needs_date, date) {
            (true, None) => Err(Refusal::Missing(Missing::ClassDate)),
            (true, date) => Ok((code, date)),
            (false, _) => Ok((code, None)),
        }
    }

    pub fn speaker(&mut self, speaker: &Speaker, visit: VisitId, act: &mut Act) -> Result<CitizenId, Refusal> {
        match speaker {
            Speaker::Known(id) => self.in_visit(*id, visit),
            Speaker::KnownMore(id, more) => {
                let id = self.in_visit(*id, visit)?;
                let unknown = self
                    .citizens
                    .iter_mut()
                    .find(|c| c.id == id && c.details.phone.is_none());
                if let (Some(c), Some(phone)) = (unknown, any(&more.phone)) {
                    (c.details.phone, c.rev) = (Some(phone), act.number);
                }
                Ok(id)
            }
            Speaker::New(d) => {
                let id = CitizenId(act.births.id());
                let name = if d.anonymous { None } else { any(&d.name) };
                let code = d.anonymous.then(|| format!("{:06}", act.births.below(1_000_000)));
                if d.anonymous {
                    self.nameless.insert(id);
                }
                self.citizens.push(Citizen {
                    id,
                    visit,
                    details: CitizenDetails {
                        pinyin: name.as_deref().map(pinyin::search_key),
                        name,
                        phone: any(&d.phone),
                        reach_note: any(&d.reach_note),
                        address: any(&d.address),
                        on_behalf_of: any(&d.on_behalf_of),
                        ..(**d).clone()
                    },
                    claim_code: code,
                    rev: act.number,
                });
                Ok(id)
            }
        }
    }

    pub fn in_visit(&self, id: CitizenId, visit: VisitId) -> Result<CitizenId, Refusal> {
        let here = |c: &&Citizen| c.id == id && c.visit == visit;
        let found = self.citizens.iter().find(here);
        found.map(|c| c.id).ok_or(Refusal::NotFound(Subject::Citizen))
    }

    /// The decision where a filed matter goes.
    fn send(&mut self, id: OpinionId, handling: &Handling, act: &Act) -> Done {
        match handling {
            Handling::Undecided => {}
            Handling::Reference => self.change_opinion(id, act, &[Part::State], |o| o.state = OpinionState::Reference),
            Handling::OnSpot(spot) => {
                let (class, _) = self.class(&spot.class, None)?;
                if spot.grade == Some(Grade::Dissatisfied) && is_unsaid(spot.said.as_ref()) {
                    return Err(Refusal::Missing(Missing::Complaint));
                }
                self.answered.insert(id, (Some(class.clone()), None));
                let tell = self.rules().limits.tell;
                let of = |o: &&Opinion| o.id == id;
                let (came_by, by) = self
                    .opinions
                    .iter()
                    .find(of)
                    .map_or((None, None), |o| (o.details.channel, o.citizen));
                let away = [Channel::Letter, Channel::ViaDeputy, Channel::Online];
                // Who was not there to hear it is still to be told, unless they have said what they think of it.
                if spot.grade.is_none() && came_by.is_some_and(|by| away.contains(&by)) {
                    self.change_opinion(id, act, &[ANSWERED, &[Part::Grade(None)]].concat(), |o| {
                        (o.state, o.on_spot, o.told) = (OpinionState::Answered, false, false);
                        (o.class, o.answer) = (Some(class), any(&spot.answer));
                        (o.tell_by, o.answered_at) = (Some(tell), Some(act.happened));
                    });
                    if self.citizens.iter().any(|c| Some(c.id) == by && c.details.anonymous) {
                        self.change_opinion(id, act, &[], |o| o.held = true);
                    }
                    return Ok(());
                }
                self.change_opinion(id, act, &[ANSWERED, &[Part::Grade(None)]].concat(), |o| {
                    (o.state, o.on_spot, o.told) = (OpinionState::Closed, true, true);
                    (o.class, o.grade, o.closed_at) = (Some(class), spot.grade, Some(act.happened));
                    o.answer = any(&spot.answer);
                    o.parties.iter_mut().for_each(|p| p.told = true);
                    if spot.grade == Some(Grade::Dissatisfied) {
                        (o.state, o.closed_at) = (OpinionState::Told, None);
                    }
                });
            }
            Handling::Guide(guide) => {
                let code = need(&guide.reason, Missing::Reason)?;
                let Some(reason) = self.rules().reason(&code) else {
                    return Err(Refusal::UnknownCode { code });
                };
                if reason.keeps_nothing {
                    return Err(Refusal::KeepsNothing);
                }
                if any(&guide.destination).is_none() {
                    need(&reason.destination.zh, Missing::Destination)?;
                }
                let told = guide.told && !reason.promises_news;
                self.guide(id, code, told, act);
            }
            Handling::HandOver(h) => self.hand_over(id, h, act)?,
        }
        Ok(())
    }

    fn guide(&mut self, id: OpinionId, code: String, told: bool, act: &Act) {
        let tell = self.rules().limits.tell;
        self.guided_by.insert(id, (act.account, act.now.day()));
        self.change_opinion(id, act, &[Part::State, Part::Told(None)], |o| {
            (o.state, o.guidance, o.told) = (OpinionState::Guided, Some(code), told);
            o.tell_by = (!told).then_some(tell);
            o.parties.iter_mut().for_each(|p| p.told = told);
        });
    }

    pub fn matter(&mut self, command: &Command, act: &mut Act) -> Done {
        use Command as C;
        match command {
            C::FileOpinion(entry) => {
                self.stands(&entry.visit)?;
                let d = &entry.details;
                need(&d.words, Missing::Words)?;
                self.known(&d.deputies)?;
                self.category(&d.category)?;
                let place = self.place(&entry.visit, d.channel.unwrap_or(Channel::Visit), act)?;
                let mut speakers = vec![self.speaker(&entry.speaker, place.0, act)?];
                for details in &entry.representatives {
                    let more = Speaker::New(Box::new(details.clone()));
                    speakers.push(self.speaker(&more, place.0, act)?);
                }
                let id = self.file(place, &speakers, d.clone(), None, act);
                self.send(id, &entry.handling, act)?;
            }
            C::CountAccusation(CountAccusation { visit, reason, told }) => {
                self.stands(visit)?;
                let Some(r) = self.rules().reason(reason).cloned() else {
                    return Err(Refusal::UnknownCode { code: reason.clone() });
                };
                if !r.keeps_nothing {
                    return Err(Refusal::Missing(Missing::Words));
                }
                let place = self.place(visit, Channel::Visit, act)?;
                let nothing = OpinionDetails {
                    confidential: true,
                    ..OpinionDetails::default()
                };
                let id = self.file(place, &[], nothing, None, act);
                // People write what they like where a number of a paper is asked for.
                self.change_opinion(id, act, &[], |o| o.paper_no = None);
                self.guide(id, r.code, *told, act);
                if let VisitRef::Known(v) = visit {
                    let seen = self.visit(*v)?;
                    if [&seen.label, &seen.first_words, &seen.note, &seen.priority_reason]
                        .iter()
                        .any(|said| said.is_some())
                    {
                        self.dropped.insert(*v);
                        self.kept.remove(v);
                        self.change_visit(*v, act, &[Part::Arrival, Part::Note], |v, _| v.forget());
                        self.forget_taken(*v);
                    }
                }
            }
            C::Handle(Handle {
                opinion,
                rev,
                category,
                handling,
            }) => {
                let mut stands_on = vec![Part::State];
                if let Handling::HandOver(_) = handling {
                    stands_on.extend([Part::Field("category"), Part::Field("urgency")]);
                }
                if category.is_some() {
                    stands_on.push(Part::Field("category"));
                }
                if let Handling::OnSpot(_) | Handling::Guide(_) = handling {
                    stands_on.push(Part::Visit);
                }
                let o = self.opinion(*opinion, *rev, &stands_on)?;
                let is_again = o.state == OpinionState::Told && o.grade == Some(Grade::Dissatisfied);
                if o.state != OpinionState::Filed && !is_again {
                    return Err(wrong(&o));
                }
                if *handling == Handling::Undecided {
                    return Err(Refusal::Missing(Missing::Change));
                }
                let hands_over = matches!(handling, Handling::HandOver(_));
                if is_again && !hands_over {
                    return Err(wrong(&o));
                }
                self.category(category)?;
                if category.is_some() && *category != o.details.category {
                    self.change_opinion(o.id, act, &[Part::Field("category")], |o| {
                        o.details.category.clone_from(category);
                    });
                }
                self.send(o.id, handling, act)?;
            }
            C::Chase(..) | C::RecordAnswer(..) => self.ask_units(command, act)?,
            C::Tell(Tell {
                opinion,
                rev,
                whom,
                reached,
                grade,
                said,
                close,
                note,
                ..
            }) => {
                let is_told = matches!(reached, Reached::Told | Reached::Collected);
                let mut stands_on = vec![Part::Field("answer"), Part::Visit];
                if is_told {
                    stands_on.push(Part::Told(*whom));
                    stands_on.extend(grade.map(|_| Part::Grade(*whom)));
                    stands_on.extend(close.then_some(Part::Field("class")));
                }
                let o = self.opinion(*opinion, *rev, &stands_on)?;
                let shown = o.state == OpinionState::Guided && !o.told && o.citizen.is_some();
                if o.state != OpinionState::Answered && !shown {
                    return Err(wrong(&o));
                }
                if whom.is_some_and(|w| !o.parties.iter().any(|p| p.citizen == w)) {
                    return Err(Refusal::NotFound(Subject::Citizen));
                }
                let knows = |w: CitizenId| o.parties.iter().any(|p| p.citizen == w && p.told);
                if !is_told && whom.is_some_and(knows) {
                    return Err(Refusal::KnowsAlready {
                        number: o.number.clone(),
                    });
                }
                if is_told && grade.is_some() && whom.is_none() && o.parties.len() > 1 {
                    return Err(Refusal::Missing(Missing::Whom));
                }
                if shown && is_told && grade.is_some() {
                    return Err(wrong(&o));
                }
                if *close && is_told {
                    if *grade == Some(Grade::Dissatisfied) {
                        return Err(Refusal::NotContent);
                    }
                    let left = o
                        .parties
                        .iter()
                        .filter(|p| !p.told && whom.is_some_and(|w| w != p.citizen));
                    let left: Vec<_> = left.map(|p| p.name.clone()).collect();
                    if !left.is_empty() {
                        let number = o.number.clone();
                        return Err(Refusal::OthersUntold { number, left });
                    }
                    let mut others = o.parties.iter().filter(|p| match whom {
                        Some(w) => p.citizen != *w,
                        None => grade.is_none(),
                    });
                    if others.any(|p| p.grade == Some(Grade::Dissatisfied)) {
                        return Err(Refusal::NotContent);
                    }
                    let class = o.class.as_deref().and_then(|c| self.rules().class(c));
                    if class.is_some_and(|c| c.follow_up) {
                        return Err(Refusal::PlanStays {
                            number: o.number.clone(),
                        });
                    }
                    if class.is_none() {
                        return Err(wrong(&o));
                    }
                }
                if is_told && *grade == Some(Grade::Dissatisfied) && is_unsaid(said.as_ref()) {
                    return Err(Refusal::Missing(Missing::Complaint));
                }
                if *reached == Reached::NoWay {
                    let who = whom.or(o.citizen);
                    let has_phone = |c: &Citizen| Some(c.id) == who && c.details.phone.is_some();
                    let meant =
                        |t: &Try| whom.is_none() || o.parties.len() < 2 || t.citizen.is_none_or(|c| Some(c) == *whom);
                    let is_wrong = o.tries.iter().any(|t| t.reached == Reached::Wrong && meant(t));
                    if self.citizens.iter().any(has_phone) && !is_wrong {
                        let number = o.number.clone();
                        return Err(Refusal::CallFirst { number });
                    }
                    any(note).ok_or(Refusal::Missing(Missing::Tried))?;
                }
                if *reached == Reached::Through {
                    let no = |why| Refusal::NoRelay { why };
                    if o.details.confidential {
                        return Err(no(Unasked::Confidential));
                    }
                    let is_speaker = whom.is_none() || *whom == o.citizen;
                    let named = o.details.may_relay.as_ref().map(|named| named.trim());
                    let named = named.filter(|named| !named.is_empty());
                    let named = named.ok_or(no(Unasked::Unnamed))?;
                    // Nobody who works for the village it is about.
                    let cadres = o.cadres(&self.units, &self.deputies);
                    if is_one_of(&cadres, named) {
                        return Err(no(Unasked::Cadre));
                    }
                    if !is_speaker {
                        return Err(no(Unasked::Unnamed));
                    }
                    let asked = any(note).ok_or(Refusal::Missing(Missing::Relay))?;
                    if is_one_of(&cadres, &asked) {
                        return Err(no(Unasked::Cadre));
                    }
                    if !named.contains(asked.as_str()) && !asked.contains(named) {
                        return Err(no(Unasked::Unnamed));
                    }
                }
                if !is_told {
                    let (citizen, at, reached) = (*whom, act.happened, *reached);
                    self.note_telling(o.id, (citizen, reached), act);
                    self.change_opinion(o.id, act, &[Part::Tries], |o| {
                        o.tries.push(Try {
                            seq: 0,
                            citizen,
                            at,
                            reached,
                        });
                    });
                    return Ok(());
                }
                self.note_telling(o.id, (*whom, *reached), act);
                // Of a group everybody has to know before the matter is told; with nobody named all were told at once.
                let mut all = false;
                let (citizen, at, how) = (*whom, act.happened, *reached);
                self.change_opinion(o.id, act, &[Part::State, Part::Told(*whom)], |o| {
                    o.tries.push(Try {
                        seq: 0,
                        citizen,
                        at,
                        reached: how,
                    });
                    let now = |p: &&mut Party| whom.is_none_or(|w| w == p.citizen);
                    o.parties.iter_mut().filter(now).for_each(|p| p.told = true);
                    all = o.parties.iter().all(|p| p.told);
                    if all {
                        o.state = if shown { o.state } else { OpinionState::Told };
                        (o.told, o.held) = (true, false);
                    }
                });
                if let Some(grade) = grade {
                    self.judge(o.id, *whom, *grade, act);
                }
                if *close {
                    self.strike_off(o.id, act);
                }
            }
            C::Evaluate(Evaluate {
                opinion,
                rev,
                evaluation,
            }) => {
                let o = self.opinion(*opinion, *rev, &[Part::Grade(evaluation.whom), Part::Visit])?;
                let there = |w: &CitizenId| o.parties.iter().any(|p| p.citizen == *w);
                let told_some = o.state == OpinionState::Answered && o.parties.iter().any(|p| p.told);
                if !matches!(o.state, OpinionState::Told | OpinionState::Closed) && !told_some {
                    return Err(wrong(&o));
                }
                if evaluation.whom.is_some_and(|w| !there(&w)) {
                    return Err(Refusal::NotFound(Subject::Citizen));
                }
                if evaluation.whom.is_none() && o.parties.len() > 1 {
                    return Err(Refusal::Missing(Missing::Whom));
                }
                let knows = |p: &Party| p.told && Some(p.citizen) == evaluation.whom;
                if told_some && !o.parties.iter().any(knows) {
                    return Err(wrong(&o));
                }
                if evaluation.grade == Grade::Dissatisfied && is_unsaid(evaluation.said.as_ref()) {
                    return Err(Refusal::Missing(Missing::Complaint));
                }
                self.judge(o.id, evaluation.whom, evaluation.grade, act);
                if o.state == OpinionState::Closed && evaluation.grade == Grade::Dissatisfied {
                    let said = self.answered.get(&o.id).cloned().unwrap_or_default();
                    self.change_opinion(o.id, act, &[Part::State, Part::Field("class")], |o| {
                        (o.state, o.closed_at) = (OpinionState::Told, None);
                        (o.class, o.class_date) = said;
                    });
                }
            }
            C::CloseOpinion(CloseOpinion {
                opinion,
                rev,
                class,
                class_date,
                upheld,
                reason,
            }) => {
                let o = self.opinion(*opinion, *rev, &[ANSWER, &[Part::Grade(None), Part::Visit]].concat())?;
                if !matches!(o.state, OpinionState::Answered | OpinionState::Told) {
                    return Err(wrong(&o));
                }
                let known = match o.parties.is_empty() {
                    true => o.told,
                    false => o.parties.iter().all(|p| p.told),
                };
                let limits = &self.rules().limits;
                let hour = i64::from(limits.tell_again_minutes) * 60_000;
                let enough = |tries: &[i64]| {
                    let days: std::collections::BTreeSet<_> = tries.iter().map(|at| Moment(*at).day()).collect();
                    let mut counted: Vec<i64> = Vec::new();
                    for at in tries {
                        if counted.last().is_none_or(|last| (at - last).abs() >= hour) {
                            counted.push(*at);
                        }
                    }
                    counted.len() >= usize::from(limits.failed_tellings)
                        && days.len() >= usize::from(limits.failed_days)
                };
                let in_vain = o.tries.iter().filter(|t| t.reached == Reached::NoAnswer);
                let in_vain: Vec<Try> = in_vain.copied().collect();
                // Of several each of them who does not know has to have been tried;.
                let several = o.parties.len() > 1;
                let meant = |t: &Try, p: Option<&Party>| match p {
                    Some(p) if several => t.citizen.is_none_or(|c| c == p.citizen),
                    Some(_) | None => true,
                };
                let tried = |p: Option<&Party>| {
                    let own: Vec<i64> = in_vain.iter().filter(|t| meant(t, p)).map(|t| t.at.0).collect();
                    let no_way = o.tries.iter().any(|t| t.reached == Reached::NoWay && meant(t, p));
                    no_way || enough(&own)
                };
                let untold = || o.parties.iter().filter(|p| !p.told);
                let reached = if several {
                    untold().all(|p| tried(Some(p)))
                } else {
                    tried(None)
                };
                if !known && !o.held && !reached {
                    let left = untold().filter(|p| !tried(Some(p)));
                    let left = left.map(|p| p.name.clone()).collect();
                    return Err(Refusal::NotTold { left });
                }
                let (class, date) = self.class(class, class_date.or(o.class_date))?;
                let (is_unhappy, rules) = (o.grade == Some(Grade::Dissatisfied), self.rules());
                let number = o.number.clone();
                match any(upheld) {
                    Some(code) if rules.uphold(&code).is_none() => return Err(Refusal::UnknownCode { code }),
                    Some(_) if !is_unhappy => return Err(Refusal::NobodyUnhappy { number }),
                    None if is_unhappy && (any(reason).is_none() || rules.offered_upholds().next().is_some()) => {
                        return Err(Refusal::NotUpheld { number });
                    }
                    Some(_) | None => {}
                }
                self.strike_off(o.id, act);
                let o = self.opinions.iter_mut().find(|x| x.id == o.id).expect("found");
                (o.class, o.class_date) = (Some(class), date);
            }
            _ => self.put_right(command, act)?,
        }
        Ok(())
    }

    /// The newest that somebody said, alone or with all.
    pub fn judged(&self, opinion: OpinionId, who: CitizenId) -> Option<Grade> {
        let of = |(o, whom, _): &&(OpinionId, Option<CitizenId>, Grade)| *o == opinion && whom.is_none_or(|w| w == who);
        self.judgements.iter().rev().find(of).map(|(.., grade)| *grade)
    }

    /// Somebody says what they think; one who is not content is enough.
    fn judge(&mut self, opinion: OpinionId, whom: Option<CitizenId>, grade: Grade, act: &Act) {
        self.judgements.push((opinion, whom, grade));
        let o = self.opinions.iter().find(|o| o.id == opinion).expect("it is there");
        let mut parties = o.parties.clone();
        parties
            .iter_mut()
            .for_each(|p| p.grade = self.judged(opinion, p.citizen));
        let gravest = [Grade::Dissatisfied, Grade::Basically, Grade::Satisfied, Grade::Declined]
            .into_iter()
            .find(|g| parties.iter().any(|p| p.grade == Some(*g)));
        let said = gravest.unwrap_or(grade);
        self.change_opinion(opinion, act, &[Part::Grade(whom)], |o| {
            (o.grade, o.parties) = (Some(said), parties);
        });
    }

    fn strike_off(&mut self, id: OpinionId, act: &Act) {
        let moved = &[Part::State, Part::Field("class"), Part::Told(None)];
        self.change_opinion(id, act, moved, |o| {
            (o.state, o.closed_at) = (OpinionState::Closed, Some(act.happened));
        });
    }
}
