//! What was written wrongly, in the model: corrected, voided, split, moved.

use zhiban::domain::code::{Channel, Grade, NumberFamily, OpinionState, Role, VisitState};
use zhiban::domain::command::{
    Change, CitizenChange, Command, CorrectCitizen, CorrectOpinion, HandOn, MoveOpinion, NoteNumber, NumberPaper,
    Speaker, SplitOpinion, VoidOpinion,
};
use zhiban::domain::facts::Supply as _;
use zhiban::domain::guess::name_in;
use zhiban::domain::id::{CitizenId, OpinionId, UnitId, VisitId};
use zhiban::domain::moment::year_of;
use zhiban::domain::pinyin;
use zhiban::domain::record::{Citizen, CitizenDetails, Opinion, OpinionDetails, OtherNumber, Rev, Visit};
use zhiban::domain::refusal::{Missing, Refusal, Subject};

use super::desk::{Act, Desk, Done, need};
use super::matter::wrong;
use super::queue::newcomer;
use super::trail::Part;

impl Desk {
    /// Whether somebody is of a visit, and did not only call meanwhile.
    pub fn came(&self, c: &Citizen, visit: VisitId) -> bool {
        let mut theirs = self
            .opinions
            .iter()
            .filter(|o| o.parties.iter().any(|p| p.citizen == c.id))
            .peekable();
        let by = |id| self.visits.iter().find(|v| v.id == id).map(|v| v.channel);
        (theirs.peek().is_none() && c.visit == visit)
            || theirs.any(|o| {
                o.visit == visit && (o.details.channel == Some(Channel::Visit) || by(o.visit) != Some(Channel::Visit))
            })
    }

    /// By how it really came somebody did not hear what they were told with, or did.
    fn heard(&mut self, o: &Opinion, changes: &[Change], act: &mut Act) {
        let away = |by: Option<Channel>| {
            let away = [Channel::Letter, Channel::ViaDeputy, Channel::Online];
            by.is_some_and(|by| away.contains(&by))
        };
        let new = changes.iter().find_map(|c| match c {
            Change::Channel(new) => Some(away(*new)),
            _ => None,
        });
        let was = away(o.details.channel);
        let moved = [Part::State, Part::Told(None), Part::Field("class")];
        if was && new == Some(false) && o.state == OpinionState::Answered && o.rounds.is_empty() {
            let is_unhappy = o.parties.iter().any(|p| p.grade == Some(Grade::Dissatisfied));
            self.change_opinion(o.id, act, &moved, |o| {
                (o.state, o.on_spot, o.told, o.held) = (OpinionState::Closed, true, true, false);
                (o.closed_at, o.answered_at, o.tell_by) = (o.answered_at, None, None);
                o.parties.iter_mut().for_each(|p| p.told = true);
                if is_unhappy {
                    (o.state, o.closed_at) = (OpinionState::Told, None);
                }
            });
        }
        let is_shown = o.state == OpinionState::Guided && o.told && o.citizen.is_some() && o.tries.is_empty();
        let is_at_once = o.on_spot && o.told || is_shown;
        let is_of_all = o.grade.is_some() && o.parties.iter().all(|p| p.grade.is_none());
        if was || new != Some(true) || !is_at_once || is_of_all {
            return;
        }
        let told = o.tries.iter().filter(|t| t.reached.is_told());
        let told: Vec<_> = told.map(|t| t.citizen).collect();
        let knows = |c: CitizenId| told.iter().any(|t| t.is_none_or(|t| t == c));
        let unheard = o
            .parties
            .iter()
            .filter(|p| p.told && p.grade.is_none() && !knows(p.citizen));
        let unheard: Vec<_> = unheard.map(|p| p.citizen).collect();
        if unheard.is_empty() {
            return;
        }
        let said = self.answered.get(&o.id).cloned().unwrap_or_default();
        let tell = self.rules().limits.tell;
        self.change_opinion(o.id, act, &moved, |o| {
            for p in &mut o.parties {
                p.told &= !unheard.contains(&p.citizen);
            }
            if o.state != OpinionState::Guided {
                o.state = OpinionState::Answered;
                o.answered_at = o.closed_at.or(Some(o.filed_at));
            }
            (o.on_spot, o.told, o.tell_by, o.closed_at) = (false, false, Some(tell), None);
            (o.class, o.class_date) = said;
        });
        let nameless = |c: &Citizen| unheard.contains(&c.id) && Some(c.id) == o.citizen && c.details.anonymous;
        if o.guidance.is_none() && self.citizens.iter().any(nameless) {
            self.change_opinion(o.id, act, &[], |o| o.held = true);
        }
    }

    /// What was written wrongly.
    pub fn put_right(&mut self, command: &Command, act: &mut Act) -> Done {
        use Command as C;
        match command {
            C::CorrectOpinion(CorrectOpinion {
                opinion,
                rev,
                changes,
                reason,
            }) => {
                let fields: Vec<_> = changes.iter().map(|c| Part::Field(c.field().key())).collect();
                let o = self.opinion(*opinion, *rev, &fields)?;
                if o.state == OpinionState::Void {
                    return Err(wrong(&o));
                }
                need(reason, Missing::Reason)?;
                let besides = self.consent(&o, changes, act)?;
                let mut new = o.clone();
                let mut moved = Vec::new();
                let said = |c: &&Change| !besides.iter().any(|b| b.field() == c.field());
                for change in changes.iter().filter(said).chain(&besides) {
                    let before = new.clone();
                    self.correct(&mut new, change)?;
                    if new != before {
                        moved.push(Part::Field(change.field().key()));
                    }
                }
                // What is said to have come by phone is nobody's of those who came.
                let from = self.visit(o.visit)?.clone();
                let channels = changes.iter().filter_map(|c| match c {
                    Change::Channel(new) => *new,
                    _ => None,
                });
                let mut apart = channels.filter(|new| *new != Channel::Visit && from.channel == Channel::Visit);
                let apart = apart.next();
                if moved.is_empty() && apart.is_none() {
                    return Err(Refusal::Missing(Missing::Change));
                }
                if o.class != new.class {
                    self.answered.entry(o.id).or_default().0.clone_from(&new.class);
                }
                if !moved.is_empty() {
                    self.change_opinion(o.id, act, &moved, |o| *o = new);
                }
                self.heard(&o, changes, act);
                if let Some(channel) = apart {
                    let id = VisitId(act.births.id());
                    self.visits.push(Visit {
                        channel,
                        heads: 1,
                        state: VisitState::Done,
                        over_at: Some(o.filed_at),
                        after_close: from.after_close,
                        ..newcomer(id, from.session, o.day, o.filed_at, act)
                    });
                    self.change_opinion(o.id, act, &[Part::Visit, Part::Told(None)], |o| {
                        (o.visit, o.session) = (id, from.session);
                    });
                }
            }
            C::CorrectCitizen(CorrectCitizen {
                citizen,
                rev,
                changes,
                reason,
            }) => self.correct_person((*citizen, *rev), changes, reason, act)?,
            C::VoidOpinion(VoidOpinion { opinion, rev, reason }) => {
                let o = self.opinion(*opinion, *rev, &[Part::State, Part::Visit])?;
                if o.state == OpinionState::Void {
                    return Err(wrong(&o));
                }
                let reason = need(reason, Missing::Reason)?;
                self.change_opinion(o.id, act, &[Part::State], |o| {
                    (o.state, o.void_reason) = (OpinionState::Void, Some(reason));
                });
            }
            C::TakeBackTelling(said) => self.take_back(said, act)?,
            C::SplitOpinion(SplitOpinion {
                opinion,
                rev,
                keep,
                words,
                category,
            }) => {
                let o = self.opinion(*opinion, *rev, &[Part::State, Part::Field("words")])?;
                if o.state.turn() == zhiban::domain::life::Turn::Nobody {
                    return Err(wrong(&o));
                }
                let (keep, words) = (need(keep, Missing::Words)?, need(words, Missing::Words)?);
                self.category(category)?;
                let day = self.today(act)?;
                let details = OpinionDetails {
                    words,
                    category: category.clone(),
                    summary: None,
                    papers: None,
                    wants: None,
                    materials: None,
                    ..o.details.clone()
                };
                let speakers: Vec<_> = o.parties.iter().map(|p| p.citizen).collect();
                self.file((o.visit, day), &speakers, details, Some(o.id), act);
                self.change_opinion(o.id, act, &[], |_| ());
                if keep != o.details.words {
                    let moved = &[Part::Field("words")];
                    self.change_opinion(o.id, act, moved, |o| o.details.words = keep);
                }
            }
            C::MoveOpinion(MoveOpinion {
                opinion,
                rev,
                visit,
                citizen,
                reason,
            }) => {
                let o = self.opinion(
                    *opinion,
                    *rev,
                    &[Part::Visit, Part::Told(None), Part::Tries, Part::Grade(None)],
                )?;
                if o.state == OpinionState::Void {
                    return Err(wrong(&o));
                }
                let to = self
                    .visits
                    .iter()
                    .find(|v| v.id == *visit && v.state != VisitState::Void);
                let to = to.ok_or(Refusal::NotFound(Subject::Visit))?;
                // Whoever it is moved to told it there.
                let told = to.channel == Channel::Visit && o.details.channel != Some(Channel::Visit);
                let to = to.session;
                if let Some(citizen) = citizen {
                    if self.only_counted(&o) {
                        return Err(Refusal::KeepsNothing);
                    }
                    self.in_visit(*citizen, *visit)?;
                }
                // Nobody named is everybody who came there; of an accusation nobody is kept.
                let there = self
                    .citizens
                    .iter()
                    .filter(|c| c.visit == *visit && self.came(c, *visit))
                    .map(|c| c.id);
                let was_there = |c: &Citizen| Some(c.id) == o.citizen && c.visit == *visit && o.visit != *visit;
                let is_back = self.citizens.iter().any(was_there);
                let mut people: Vec<_> = match citizen {
                    Some(one) => vec![*one],
                    None if self.only_counted(&o) => Vec::new(),
                    None if is_back => o.parties.iter().map(|p| p.citizen).collect(),
                    None => there.collect(),
                };
                let is_counted = self.only_counted(&o);
                let owed: Vec<_> = o.parties.iter().map(|p| p.citizen).collect();
                if o.visit == *visit && owed == people {
                    return Err(Refusal::Missing(Missing::Change));
                }
                need(reason, Missing::Reason)?;
                if people.is_empty() && !is_counted {
                    // Somebody came there, whoever it was.
                    let label = self
                        .visits
                        .iter()
                        .find(|v| v.id == *visit)
                        .and_then(|v| v.label.clone());
                    let details = CitizenDetails {
                        name: label.as_deref().and_then(name_in).map(str::to_owned),
                        ..CitizenDetails::default()
                    };
                    people.push(self.speaker(&Speaker::New(Box::new(details)), *visit, act)?);
                }
                let is_told_anew = o.state == OpinionState::Answered
                    || (matches!(o.state, OpinionState::Told | OpinionState::Closed) && !o.on_spot);
                if told {
                    self.change_opinion(o.id, act, &[Part::Field("channel")], |o| {
                        o.details.channel = Some(Channel::Visit);
                    });
                }
                if is_told_anew || owed != people {
                    self.judgements.retain(|(of, ..)| *of != o.id);
                }
                let said = self.answered.get(&o.id).cloned().unwrap_or_default();
                // Those who came with the wrong visitor have nothing to do with it.
                let mut parties = self.owed(&people);
                parties.iter_mut().for_each(|p| p.grade = self.judged(o.id, p.citizen));
                let moved = [
                    Part::Visit,
                    Part::Told(None),
                    Part::State,
                    Part::Grade(None),
                    Part::Tries,
                    Part::Field("class"),
                ];
                let moved = if is_told_anew { &moved[..] } else { &moved[..2] };
                self.change_opinion(o.id, act, moved, |o| {
                    (o.visit, o.citizen, o.session, o.parties) = (*visit, people.first().copied(), to, parties);
                    if is_told_anew || owed != people {
                        o.tries.clear();
                    }
                    if is_told_anew {
                        (o.state, o.told, o.held) = (OpinionState::Answered, false, false);
                        (o.grade, o.closed_at) = (None, None);
                        (o.class, o.class_date) = said;
                    } else if o.told {
                        o.parties.iter_mut().for_each(|p| p.told = true);
                    }
                });
                if is_told_anew || owed != people {
                    self.forget_tellings(o.id);
                }
                let nameless = |c: &Citizen| Some(c.id) == *citizen && c.details.anonymous;
                if is_told_anew && self.citizens.iter().any(nameless) {
                    self.change_opinion(o.id, act, &[], |o| o.held = true);
                }
            }
            C::NumberPaper(NumberPaper { opinions, family, unit }) => self.paper(opinions, *family, *unit, act)?,
            C::NoteNumber(NoteNumber {
                opinion,
                family,
                system,
                number,
            }) => {
                let o = self.opinions.iter().find(|o| o.id == *opinion);
                let o = o.ok_or(Refusal::NotFound(Subject::Opinion))?;
                if o.state == OpinionState::Void {
                    return Err(wrong(o));
                }
                if !matches!(family, NumberFamily::Old | NumberFamily::Foreign) {
                    return Err(Refusal::Missing(Missing::Code));
                }
                let noted = OtherNumber {
                    family: *family,
                    system: system.clone(),
                    number: need(number, Missing::Number)?,
                };
                // However it is written: what stands between letters and digits does not count.
                let bare = |n: &OtherNumber| {
                    let signs = n.number.chars().filter(|c| c.is_alphanumeric());
                    let signs = signs.collect::<String>().to_uppercase();
                    (n.family, n.system.clone(), signs)
                };
                if o.numbers.iter().any(|n| bare(n) == bare(&noted)) {
                    return Err(Refusal::NumberKnown);
                }
                if self.only_counted(o) {
                    return Err(Refusal::KeepsNothing);
                }
                self.change_opinion(*opinion, act, &[], |o| o.numbers.push(noted));
            }
            C::HandOn(HandOn { opinion, rev, to, .. }) => {
                let o = self.opinion(*opinion, *rev, &[Part::Keeper])?;
                if o.state.turn() == zhiban::domain::life::Turn::Nobody {
                    return Err(wrong(&o));
                }
                let account = self.accounts.iter().find(|a| a.id == *to && a.active);
                let role = account.ok_or(Refusal::NotFound(Subject::Account))?.role;
                if o.keeper == Some(*to) {
                    return Err(Refusal::Missing(Missing::Change));
                }
                // Whoever looks after a matter writes down what becomes of it.
                if !matches!(role, Role::Head | Role::DeputyHead | Role::Clerk) {
                    return Err(Refusal::NotPermitted {
                        role,
                        may: &[Role::Head, Role::Clerk],
                    });
                }
                self.change_opinion(o.id, act, &[Part::Keeper], |o| o.keeper = Some(*to));
            }
            _ => unreachable!("not about a matter: {command:?}"),
        }
        Ok(())
    }

    /// A paper of the station: one number of its series, on each matter the paper is about.
    fn paper(&mut self, opinions: &[OpinionId], family: NumberFamily, unit: Option<UnitId>, act: &Act) -> Done {
        let there = |id: &OpinionId| self.opinions.iter().find(|o| o.id == *id);
        let void = opinions
            .iter()
            .filter_map(there)
            .find(|o| o.state == OpinionState::Void);
        if let Some(void) = void {
            return Err(wrong(void));
        }
        let mark = match family {
            NumberFamily::Slip => "引",
            NumberFamily::HandOver => "交",
            NumberFamily::Chase => "催",
            NumberFamily::Suggestion => "建",
            NumberFamily::Notice => "告",
            NumberFamily::Old | NumberFamily::Foreign => return Err(Refusal::Missing(Missing::Code)),
        };
        if opinions.is_empty() || opinions.iter().any(|id| there(id).is_none()) {
            return Err(Refusal::NotFound(Subject::Opinion));
        }
        if unit.is_some_and(|id| !self.units.iter().any(|u| u.id == id)) {
            return Err(Refusal::NotFound(Subject::Unit));
        }
        let year = year_of(self.today(act)?);
        let serial = self.papers.entry((family.code(), year)).or_default();
        *serial += 1;
        let given = OtherNumber {
            family,
            system: None,
            number: format!("{mark}{year}-{serial:03}"),
        };
        let mut once = opinions.to_vec();
        once.sort();
        once.dedup();
        for id in once {
            self.change_opinion(id, act, &[], |o| o.numbers.push(given.clone()));
        }
        Ok(())
    }

    /// An accusation: the number of them is known, and nothing else.
    fn only_counted(&self, o: &Opinion) -> bool {
        let reason = o.guidance.as_ref().and_then(|code| self.rules().reason(code));
        reason.is_some_and(|r| r.keeps_nothing)
    }

    /// What is said of the consent where a matter turns confidential, or so no more: the person's own, on what day it was.
    fn consent(&self, o: &Opinion, changes: &[Change], act: &Act) -> Result<Vec<Change>, Refusal> {
        let turned = changes.iter().find_map(|c| match c {
            Change::Confidential(on) if *on != o.details.confidential => Some(*on),
            _ => None,
        });
        let gone = vec![Change::OpenedBy(None), Change::OpenedWay(None), Change::OpenedOn(None)];
        match turned {
            Some(true) => Ok(gone),
            Some(false) if !self.only_counted(o) => {
                let by = changes
                    .iter()
                    .any(|c| matches!(c, Change::OpenedBy(Some(by)) if !by.trim().is_empty()));
                let way = changes.iter().any(|c| matches!(c, Change::OpenedWay(Some(_))));
                let day = changes.iter().find_map(|c| match c {
                    Change::OpenedOn(day) => *day,
                    _ => None,
                });
                match day {
                    _ if !by || !way => Err(Refusal::Missing(Missing::Consent)),
                    Some(day) if day > act.now.day() => Err(Refusal::InFuture),
                    Some(_) => Ok(Vec::new()),
                    None => Ok(vec![Change::OpenedOn(Some(act.happened.day()))]),
                }
            }
            Some(false) => Ok(Vec::new()),
            None => {
                let of_consent =
                    |c: &&Change| matches!(c, Change::OpenedBy(_) | Change::OpenedWay(_) | Change::OpenedOn(_));
                let said: Vec<&Change> = changes.iter().filter(of_consent).collect();
                if said.is_empty() {
                    return Ok(Vec::new());
                }
                let mut d = o.details.clone();
                if d.confidential || d.opened_by.is_none() {
                    return Err(Refusal::Missing(Missing::Consent));
                }
                for change in said {
                    match change {
                        Change::OpenedBy(by) => d.opened_by.clone_from(by),
                        Change::OpenedWay(way) => d.opened_way = *way,
                        Change::OpenedOn(day) => d.opened_on = *day,
                        _ => {}
                    }
                }
                let by = d.opened_by.filter(|by| !by.trim().is_empty());
                if by.is_none() || d.opened_way.is_none() {
                    return Err(Refusal::Missing(Missing::Consent));
                }
                if d.opened_on.is_some_and(|day| day > act.now.day()) {
                    return Err(Refusal::InFuture);
                }
                Ok(Vec::new())
            }
        }
    }

    fn correct(&self, o: &mut Opinion, change: &Change) -> Done {
        use Change as N;
        let said = matches!(
            change,
            N::Words(_)
                | N::Summary(_)
                | N::Place(_)
                | N::Papers(_)
                | N::PapersAt(_)
                | N::Answer(_)
                | N::Wants(_)
                | N::Materials(_)
                | N::MayRelay(_)
                | N::OpenedBy(_)
        );
        if said && self.only_counted(o) {
            return Err(Refusal::KeepsNothing);
        }
        let d = &mut o.details;
        match change {
            Change::Words(new) => d.words = need(new, Missing::Words)?,
            Change::Summary(new) => d.summary.clone_from(new),
            Change::Category(new) => {
                self.category(new)?;
                d.category.clone_from(new);
            }
            Change::Place(new) => d.place.clone_from(new),
            Change::Affected(new) => d.affected = *new,
            Change::Urgency(new) => d.urgency = *new,
            Change::Scope(new) => d.scope = *new,
            Change::Deputies(new) => {
                let added: Vec<_> = new.iter().copied().filter(|n| !d.deputies.contains(n)).collect();
                self.known(&added)?;
                d.deputies.clone_from(new);
            }
            Change::Confidential(new) => d.confidential = *new,
            Change::Papers(new) => d.papers.clone_from(new),
            Change::PapersAt(new) => d.papers_at.clone_from(new),
            Change::Wants(new) => d.wants.clone_from(new),
            Change::Materials(new) => d.materials.clone_from(new),
            Change::MayRelay(new) => d.may_relay.clone_from(new),
            Change::ConsentPhone(new) => d.consent_phone = *new,
            Change::ConsentPublish(new) => d.consent_publish = *new,
            Change::OpenedBy(new) => d.opened_by.clone_from(new),
            Change::OpenedWay(new) => d.opened_way = *new,
            Change::OpenedOn(new) => d.opened_on = *new,
            Change::Channel(new) => d.channel = *new,
            Change::Due(new) => match o.rounds.last_mut() {
                Some(r) if new.day < r.lead.counted_from.unwrap_or(r.lead.handed_at.day()) => {
                    let day = r.lead.counted_from.unwrap_or(r.lead.handed_at.day());
                    return Err(Refusal::DueBefore { day });
                }
                // The day it has already is nobody's own word.
                Some(r) if r.lead.due == Some(*new) => {}
                Some(r) => (r.lead.due, r.lead.counted_by) = (Some(*new), None),
                None => return Err(wrong(o)),
            },
            // There is nothing to put right before there was an answer.
            Change::Class(_) if o.class.is_none() => return Err(wrong(o)),
            Change::Class(new) => {
                if self.rules().class(new).is_none() {
                    return Err(Refusal::UnknownCode { code: new.clone() });
                }
                // The round says what was answered in it, so it changes with the matter, and never by itself.
                if o.class.as_ref() != Some(new) {
                    o.class = Some(new.clone());
                    if let Some(r) = o.rounds.last_mut() {
                        r.lead.class = Some(new.clone());
                    }
                }
            }
            Change::Answer(new) => {
                if o.answer.is_none() {
                    return Err(wrong(o));
                }
                o.answer = Some(new.clone());
                if let Some(r) = o.rounds.last_mut() {
                    r.lead.answer = Some(new.clone());
                }
            }
        }
        Ok(())
    }

    fn correct_person(
        &mut self,
        (id, rev): (CitizenId, Rev),
        changes: &[CitizenChange],
        reason: &str,
        act: &Act,
    ) -> Done {
        let nameless = self.nameless.contains(&id);
        let at = self.citizens.iter().position(|c| c.id == id);
        let at = at.ok_or(Refusal::NotFound(Subject::Citizen))?;
        let fields: Vec<_> = changes.iter().map(|c| Part::Field(c.field().key())).collect();
        self.unmoved((id.0, rev), &fields, Subject::Citizen, "")?;
        let c = &mut self.citizens[at];
        let names = changes.iter().any(|c| matches!(c, CitizenChange::Name(Some(_))));
        if c.details.anonymous && names && reason.trim().is_empty() {
            return Err(Refusal::NamingNeedsReason);
        }
        need(reason, Missing::Reason)?;
        let mut d = c.details.clone();
        let mut moved = Vec::new();
        for change in changes {
            let before = d.clone();
            match change {
                CitizenChange::Name(new) => {
                    d.name.clone_from(new);
                    d.pinyin = new.as_deref().map(pinyin::search_key);
                    d.anonymous = nameless && new.is_none();
                }
                CitizenChange::Phone(new) => d.phone.clone_from(new),
                CitizenChange::Reach(new) => d.reach = *new,
                CitizenChange::ReachNote(new) => d.reach_note.clone_from(new),
                CitizenChange::Village(new) => d.village = *new,
                CitizenChange::Address(new) => d.address.clone_from(new),
                // As a name is kept; blanks alone stay what they are.
                CitizenChange::OnBehalfOf(new) => {
                    let kept = |new: &String| {
                        if new.trim().is_empty() {
                            new.clone()
                        } else {
                            new.trim().to_owned()
                        }
                    };
                    d.on_behalf_of = new.as_ref().map(kept);
                }
                CitizenChange::CannotRead(new) => d.cannot_read = *new,
                CitizenChange::PrivacyTold(new) => d.privacy_told = *new,
                CitizenChange::Sex(new) => d.sex = *new,
                // They follow from the name.
                CitizenChange::Pinyin(_) | CitizenChange::Anonymous(_) => {}
            }
            if d != before {
                moved.push(Part::Field(change.field().key()));
            }
        }
        if moved.is_empty() {
            return Err(Refusal::Missing(Missing::Change));
        }
        (c.details, c.rev) = (d, act.number);
        let name = c.details.name.clone();
        let parties = self.opinions.iter_mut().flat_map(|o| &mut o.parties);
        for party in parties.filter(|p| p.citizen == id) {
            party.name.clone_from(&name);
        }
        self.moved(id.0, act, &moved);
        Ok(())
    }
}
