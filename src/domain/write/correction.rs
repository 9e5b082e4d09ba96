//! Writes that put right what was filed: fields, particulars, void, split, move. The old value stays in the history.

use uuid::Uuid;

use super::answering::held_for;
use super::filing::{Filing, Said, filed, recorded};
use super::handling::seen;
use super::item::of;
use super::talk::Beside;
use super::{came, opened};
use crate::domain::change::{SPLIT, citizen_change, may_be_called, opinion_change};
use crate::domain::code::{Channel, VisitState};
use crate::domain::decide::matter::{check_category, named, wrong_state};
use crate::domain::decide::shared::{Decision, all_known, desk_day, keeps_nothing, must, rules};
use crate::domain::event::{FieldChange, Happened, Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::{Change, CitizenChange, OpinionField};
use crate::domain::guess::name_in;
use crate::domain::id::{CitizenId, DeputyId, OpinionId, VisitId};
use crate::domain::life::grid::{FREE, matter};
use crate::domain::life::matter;
use crate::domain::record::{Citizen, CitizenDetails, Opinion, OpinionDetails, Rev, Visit};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::stake::Part;

writes! { ($) correction_rows
    /// Correct filed fields (更正).
    Opinion "opinion.correct" CorrectOpinion {
        opinion: OpinionId,
        rev: Rev,
        changes: Vec<Change>,
        reason: String as WORDS,
    } by Head Clerk;
    life matter(&matter::CORRECT);
    names w, n => {
        n.opinions.push(w.opinion);
        for change in &w.changes {
            if let Change::Deputies(deputies) = change {
                n.deputies.extend(deputies);
            }
            n.its_visit |= matches!(change, Change::Channel(_));
        }
    };
    stake w, _ => {
        let parts: Vec<Part> = w.changes.iter().map(|c| Part::field(c.field().key())).collect();
        seen(w.opinion, w.rev, parts)
    };
    rule w, facts, ctx => correct(&w.changes, &w.reason, facts, ctx);
    makes {
        Opinion OpinionCorrected "opinion_corrected" 2 {
            Open "codes, days, numbers and ids; words stand in sealed_changes" changes: Vec<FieldChange>,
            Sealed sealed_changes: Option<Vec<FieldChange>>,
            OwnOrKept reason: Option<String>,
        } moves corrected(changes, sealed_changes.as_deref());
        /// How it came was put right, and with that who heard the answer as it was given: these did not, and are owed it by the
        /// limit; with nobody named everybody did.
        Opinion HearingCorrected "hearing_corrected" 1 {
            Open unheard: Vec<CitizenId>,
            Open tell_by: Option<Limit>,
        } moves [Part::State, Part::Told(None), Part::Held, Part::field("class")];
        /// The day of a unit that helps was counted by other rules; the day of the one that leads is the matter's, and corrected.
        Opinion PartRecounted "part_recounted" 1 {
            Open round: u16,
            Open part: u16,
            Open was: Option<Deadline>,
            Open due: Option<Deadline>,
        } moves [];
    }

    /// Void a matter (作废); its number stays visible. One that was moved meanwhile is perhaps right where it is now.
    Opinion "opinion.void" VoidOpinion { opinion: OpinionId, rev: Rev, reason: String as WORDS } by Head Clerk;
    life matter(&matter::VOID);
    names w, n => n.opinions.push(w.opinion);
    stake w, _ => seen(w.opinion, w.rev, [Part::State, Part::Visit]);
    rule Self { reason, .. }, facts, ctx => {
        let o = named(facts)?;
        let reason = must(reason, Missing::Reason)?;
        Ok(vec![ctx.event(o.id.0, Kind::OpinionVoided { reason: Some(reason) })])
    };
    makes {
        Opinion OpinionVoided "opinion_voided" 2 {
            OwnOrKept reason: Option<String>,
        } moves [Part::State];
    }

    /// Two matters were written as one.
    Opinion "opinion.split" SplitOpinion {
        opinion: OpinionId,
        rev: Rev,
        keep: String as WORDS,
        words: String as WORDS,
        category: Option<String>,
    } by Head Clerk;
    life matter(&matter::NOT_OVER);
    names w, n => {
        n.opinions.push(w.opinion);
        n.numbered_now = true;
    };
    stake w, _ => seen(w.opinion, w.rev, [Part::State, Part::field("words")]);
    rule w, facts, ctx => split((&w.keep, &w.words), w.category.as_ref(), facts, ctx);
    makes {
        Opinion OpinionSplit "opinion_split" 1 {
            Open into: OpinionId,
        } moves [];
    }

    /// It was written to the wrong visitor. Those who knew the answer, were tried and said something are not those it is owed
    /// to afterwards.
    Opinion "opinion.move" MoveOpinion {
        opinion: OpinionId,
        rev: Rev,
        visit: VisitId,
        citizen: Option<CitizenId>,
        reason: String as WORDS,
    } by Head Clerk;
    life matter(&matter::MOVE);
    names w, n => {
        n.opinions.push(w.opinion);
        (n.other_visit, n.citizen) = (Some(w.visit), w.citizen);
    };
    stake w, _ => seen(w.opinion, w.rev, [
        Part::Visit,
        Part::Told(None),
        Part::Tries,
        Part::Held,
        Part::Grade(None),
    ]);
    rule w, facts, ctx => move_to(w.visit, w.citizen, &w.reason, facts, ctx);
    makes {
        /// `anew`: an answer that was there, and what was told and said of it, was somebody else's; whoever it is owed to now is
        /// still to be told. Of a matter without an answer it means nothing.
        Opinion OpinionMoved "opinion_moved" 2 {
            Open visit: VisitId,
            Open citizen: Option<CitizenId>,
            Open representatives: Vec<CitizenId>,
            Open anew: bool,
            OwnOrKept reason: Option<String>,
        } moves if *anew {
            let anew = [Part::Visit, Part::State, Part::Told(None), Part::Tries, Part::Held, Part::Grade(None)];
            anew.into_iter().chain([Part::field("class")]).collect()
        } else {
            vec![Part::Visit, Part::Told(None)]
        };
    }

    /// Correct a person's particulars.
    Citizen "citizen.correct" CorrectCitizen {
        citizen: CitizenId,
        rev: Rev,
        changes: Vec<CitizenChange>,
        reason: String as WORDS,
    } by Head Clerk;
    life FREE;
    names w, n => n.citizen = Some(w.citizen);
    stake w, _ => {
        let parts: Vec<Part> = w.changes.iter().map(|c| Part::field(c.field().key())).collect();
        of(Subject::Citizen, w.citizen.0, w.rev, parts)
    };
    rule w, facts, ctx => correct_citizen(&w.changes, &w.reason, facts, ctx);
    makes {
        Citizen CitizenCorrected "citizen_corrected" 2 {
            Open "codes, days, numbers and ids; words stand in sealed_changes" changes: Vec<FieldChange>,
            Sealed sealed_changes: Option<Vec<FieldChange>>,
            Sealed reason: Option<String>,
        } moves corrected(changes, sealed_changes.as_deref());
    }
}

/// Splits changes into what the event says openly and what it seals.
fn sorted(changes: Vec<(FieldChange, bool)>) -> (Vec<FieldChange>, Option<Vec<FieldChange>>) {
    let (sealed, open): (Vec<_>, Vec<_>) = changes.into_iter().partition(|(_, personal)| *personal);
    let bare = |v: Vec<(FieldChange, bool)>| v.into_iter().map(|(c, _)| c).collect::<Vec<_>>();
    let sealed = bare(sealed);
    (bare(open), (!sealed.is_empty()).then_some(sealed))
}

fn correct(changes: &[Change], reason: &str, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let reason = must(reason, Missing::Reason)?;
    let mut real = Vec::new();
    let besides = opened::consent(changes, o, facts, ctx)?;
    let is_said = |change: &&Change| !besides.iter().any(|other| other.field() == change.field());
    for change in changes.iter().filter(is_said).chain(&besides) {
        let (field, personal) = opinion_change(change, o);
        if personal {
            may_keep(o, facts)?;
        }
        if field.new.is_none() && change.field().is_needed() {
            return Err(Refusal::Missing(Missing::Change));
        }
        check(change, o, facts)?;
        if field.old != field.new {
            real.push((field, personal));
        }
    }
    let mut events = Vec::new();
    let is_changed = !real.is_empty();
    if is_changed {
        let (changes, sealed_changes) = sorted(real);
        let corrected = Kind::OpinionCorrected {
            changes,
            sealed_changes,
            reason: Some(reason.clone()),
        };
        events.push(ctx.event(o.id.0, corrected));
    }
    events.extend(came::heard(changes, o, facts, ctx)?);
    let apart = changes.iter().find_map(|change| came::of_its_own(change, o, facts));
    match apart {
        Some((channel, visit)) => events.extend(apart_from(visit, channel, reason, o, ctx)),
        None if !is_changed => return Err(Refusal::Missing(Missing::Change)),
        None => {}
    }
    Ok(events)
}

/// A call that was written down as told by whoever sat there: it is nobody's of that visit, and neither is who called. They
/// stay who they are, and what they know and said of the matter stays.
fn apart_from(from: &Visit, channel: Channel, reason: String, o: &Opinion, ctx: &mut Ctx<'_>) -> [NewEvent; 2] {
    let beside = Beside {
        session: from.session,
        day: o.day,
        channel,
        heads: 1,
        at: o.filed_at,
        after_close: from.after_close,
    };
    let (visit, entered) = beside.entered(ctx);
    let people: Vec<CitizenId> = o.parties.iter().map(|p| p.citizen).collect();
    let moved = Kind::OpinionMoved {
        visit,
        citizen: people.first().copied(),
        representatives: people.into_iter().skip(1).collect(),
        anew: false,
        reason: Some(reason),
    };
    [entered, ctx.event(o.id.0, moved)]
}

/// What a rule asks of the new value of one field.
fn check(change: &Change, o: &Opinion, facts: &Facts) -> Result<(), Refusal> {
    // What came of it is corrected once there is any; a day is set wherever it was handed over.
    let field = change.field();
    let came = o.text(field).is_some() || (field == OpinionField::Due && o.round().is_some());
    if OpinionField::BESIDE.contains(&field) && !came {
        return Err(wrong_state(o));
    }
    if let Change::Words(words) = change {
        must(words, Missing::Words)?;
    } else if let Change::Category(code) = change {
        check_category(code.as_ref(), facts)?;
    } else if let Change::Deputies(deputies) = change {
        all_known_or_kept(deputies, &o.details.deputies, facts)?;
    } else if let Change::Due(due) = change
        && let Some(day) = o.round().map(|r| r.lead.counted_from.unwrap_or(r.lead.handed_at.day()))
        && due.day < day
    {
        return Err(Refusal::DueBefore { day });
    } else if let Change::Class(code) = change
        && rules(facts)?.class(code).is_none()
    {
        return Err(Refusal::UnknownCode { code: code.clone() });
    }
    Ok(())
}

/// An accusation was only counted: neither words nor a person may come to it afterwards.
fn may_keep(o: &Opinion, facts: &Facts) -> Result<(), Refusal> {
    if keeps_nothing(o.guidance.as_deref(), facts) {
        return Err(Refusal::KeepsNothing);
    }
    Ok(())
}

/// A correction may keep a deputy who has left the roster since.
fn all_known_or_kept(new: &[DeputyId], old: &[DeputyId], facts: &Facts) -> Result<(), Refusal> {
    let added: Vec<_> = new.iter().copied().filter(|d| !old.contains(d)).collect();
    all_known(facts, &added)
}

fn correct_citizen(changes: &[CitizenChange], reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let c: &Citizen = facts.citizen.as_ref().ok_or(Refusal::NotFound(Subject::Citizen))?;
    let names = changes.iter().any(|c| matches!(c, CitizenChange::Name(Some(_))));
    if c.details.anonymous && names && reason.trim().is_empty() {
        return Err(Refusal::NamingNeedsReason);
    }
    let reason = must(reason, Missing::Reason)?;
    for name in changes.iter().filter(|change| change.field().is_called()) {
        may_be_called(name.text().as_ref())?;
    }
    let real: Vec<_> = changes
        .iter()
        .filter(|x| !x.field().follows())
        .map(|x| citizen_change(x, &c.details))
        .filter(|(f, _)| f.old != f.new)
        .collect();
    if real.is_empty() {
        return Err(Refusal::Missing(Missing::Change));
    }
    let (changes, sealed_changes) = sorted(real);
    let corrected = Kind::CitizenCorrected {
        changes,
        sealed_changes,
        reason: Some(reason),
    };
    Ok(vec![ctx.event(c.id.0, corrected)])
}

fn split((keep, words): (&String, &String), category: Option<&String>, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let (keep, words) = (must(keep, Missing::Words)?, must(words, Missing::Words)?);
    check_category(category, facts)?;
    let (day, mut events) = desk_day(facts, ctx)?;
    let into = OpinionId(ctx.supply.id());
    let details = OpinionDetails {
        words,
        summary: None,
        category: category.cloned(),
        papers: None,
        wants: None,
        materials: None,
        ..o.details.clone()
    };
    let place = Said {
        visit: o.visit,
        session: o.session,
        day,
        events: Vec::new(),
    };
    let representatives = o
        .parties
        .iter()
        .map(|p| p.citizen)
        .filter(|c| o.citizen != Some(*c))
        .collect();
    let filing = Filing {
        id: into,
        citizen: o.citizen,
        representatives,
        details: &details,
        split_from: Some(o.id),
    };
    events.push(filed(filing, &place, facts, ctx)?);
    events.push(ctx.event(o.id.0, Kind::OpinionSplit { into }));
    if keep != o.details.words {
        let (change, _) = opinion_change(&Change::Words(keep), o);
        let corrected = Kind::OpinionCorrected {
            changes: Vec::new(),
            sealed_changes: Some(vec![change]),
            reason: Some(SPLIT.to_owned()),
        };
        events.push(ctx.event(o.id.0, corrected));
    }
    Ok(events)
}

fn move_to(visit: VisitId, citizen: Option<CitizenId>, reason: &str, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let to = facts
        .other_visit
        .as_ref()
        .filter(|v| v.id == visit && v.state != VisitState::Void);
    let to = to.ok_or(Refusal::NotFound(Subject::Visit))?;
    let mut events = Vec::new();
    if let Some(id) = citizen {
        may_keep(o, facts)?;
        let here = facts.citizen.as_ref().filter(|c| c.id == id && c.visit == visit);
        here.ok_or(Refusal::NotFound(Subject::Citizen))?;
    }
    // With nobody named it is owed to everybody who came there; of an accusation nobody is kept.
    let people = match citizen {
        Some(id) => vec![id],
        None if keeps_nothing(o.guidance.as_deref(), facts) => Vec::new(),
        // Back to where they had come.
        None if o.visit != visit && facts.citizen.as_ref().is_some_and(|c| c.visit == visit) => {
            o.parties.iter().map(|p| p.citizen).collect()
        }
        // Nobody was written down there yet: it is owed to somebody all the same, who can be named later.
        None if facts.other_people.is_empty() => {
            let details = CitizenDetails {
                name: to.label.as_deref().and_then(name_in).map(str::to_owned),
                ..CitizenDetails::default()
            };
            let id = CitizenId(ctx.supply.id());
            events.push(recorded(id, visit, &details, ctx)?);
            vec![id]
        }
        None => facts.other_people.clone(),
    };
    if o.visit == visit && o.parties.iter().map(|p| p.citizen).eq(people.iter().copied()) {
        return Err(Refusal::Missing(Missing::Change));
    }
    // Whoever it is moved to told it there.
    let told = o
        .details
        .channel
        .filter(|channel| !to.takes(*channel))
        .map(|_| to.channel);
    let reason = must(reason, Missing::Reason)?;
    if let Some(channel) = told {
        let (change, _) = opinion_change(&Change::Channel(Some(channel)), o);
        let corrected = Kind::OpinionCorrected {
            changes: vec![change],
            sealed_changes: None,
            reason: Some(reason.clone()),
        };
        events.push(ctx.event(o.id.0, corrected));
    }
    // Among the facts is the one who was named, else the one it was taken from.
    let to = facts.citizen.as_ref().filter(|c| Some(c.id) == citizen);
    let anew = o.state.owes_anew(o.on_spot);
    let moved = Kind::OpinionMoved {
        visit,
        citizen: people.first().copied(),
        representatives: people.iter().skip(1).copied().collect(),
        anew,
        reason: Some(reason),
    };
    events.push(ctx.event(o.id.0, moved));
    events.extend(held_for(to.filter(|_| anew), o.id, ctx));
    Ok(events)
}

impl Happened {
    /// Records that a correction names by their ids.
    pub fn corrected_ids(&self) -> Vec<Uuid> {
        let (Kind::OpinionCorrected { changes, .. } | Kind::CitizenCorrected { changes, .. }) = &self.kind else {
            return Vec::new();
        };
        let texts = changes.iter().flat_map(|change| [&change.old, &change.new]);
        let ids = texts.flatten().flat_map(|text| text.split(','));
        ids.filter_map(|id| Uuid::parse_str(id).ok()).collect()
    }

    /// The matter is somebody else's from this event on.
    pub const fn is_move(&self) -> bool {
        matches!(self.kind, Kind::OpinionMoved { .. })
    }

    /// Whose the matter is from this event on: whoever it was filed for, or moved to.
    pub const fn whose(&self) -> Option<CitizenId> {
        if let Kind::OpinionMoved { citizen, .. } = &self.kind {
            *citizen
        } else {
            self.filed_for()
        }
    }
}
