//! Writes that make matters: filing one, and counting one of which nothing is kept (design section 5; S9-S12).

use super::handling::{Matter, guided_to, handle, units_of};
use super::opened;
use super::talk::{Beside, words_dropped};
use crate::domain::change::{LISTED, citizen_change, pinyin_of};
use crate::domain::code::{Channel, Urgency, VisitState};
use crate::domain::decide::matter::check_category;
use crate::domain::decide::shared::{Decision, all_known, desk_day, keep_nothing, must, rules, station};
use crate::domain::entry::{GuideEntry, OpinionEntry, Speaker, VisitRef};
use crate::domain::event::{FieldChange, Happened, Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, Needs};
use crate::domain::fields::{CitizenChange, CitizenField};
use crate::domain::id::{CitizenId, OpinionId, SessionId, VisitId};
use crate::domain::life::grid::visit;
use crate::domain::life::visit;
use crate::domain::moment::{Day, year_of};
use crate::domain::record::{Citizen, CitizenDetails, OpinionDetails};
use crate::domain::refusal::{Missing, Refusal, Subject};

fn visit_of(visit: &VisitRef, n: &mut Needs) {
    match visit {
        VisitRef::Known(v) => n.visit = Some(*v),
        VisitRef::Unqueued { session, .. } => n.session = *session,
    }
}

writes! { ($) filing_rows
    /// File a matter.
    Opinion "opinion.file" FileOpinion(Box<OpinionEntry>) by Head Clerk, own Deputy;
    life visit(&visit::FILE);
    names w, n => {
        visit_of(&w.visit, n);
        if let Speaker::Known(c) | Speaker::KnownMore(c, _) = &w.speaker {
            n.citizen = Some(*c);
        }
        n.deputies.clone_from(&w.details.deputies);
        units_of(&w.handling, n);
    };
    stake _, _ => None;
    rule w, facts, ctx => file(w, facts, ctx);
    makes {
        Citizen CitizenRecorded "citizen_recorded" 2 {
            Open visit: VisitId,
            Sealed claim_code: Option<String>,
        } whole details: CitizenDetails moves [Part::Whole];
        Opinion OpinionFiled "opinion_filed" 2 {
            Open "the number given to the public" number: String,
            Open year: i32,
            Open serial: u32,
            Open visit: VisitId,
            Open citizen: Option<CitizenId>,
            Open representatives: Vec<CitizenId>,
            Open session: Option<SessionId>,
            Open day: Day,
            Open split_from: Option<OpinionId>,
        } whole details: OpinionDetails moves [Part::Whole];
    }
}

writes! { ($) counting_rows
    /// One accusation was guided elsewhere (T4): nothing said is kept.
    Opinion "opinion.count" CountAccusation { visit: VisitRef, reason: String, told: bool } by Head Clerk, own Deputy;
    life visit(&visit::FILE);
    names w, n => visit_of(&w.visit, n);
    stake _, _ => None;
    rule w, facts, ctx => count_accusation(&w.visit, &w.reason, w.told, facts, ctx);
    makes {}
}

/// Claim codes are six digits: short enough to say aloud, checked together with the number.
const CLAIM_CODES: u32 = 1_000_000;

/// Where a matter was said: the visit, its events so far, the reception and the day it is filed on.
pub(super) struct Said {
    pub(super) visit: VisitId,
    pub(super) session: Option<SessionId>,
    pub(super) day: Day,
    pub(super) events: Vec<NewEvent>,
}

fn where_said(visit: &VisitRef, channel: Channel, facts: &Facts, ctx: &mut Ctx<'_>) -> Result<Said, Refusal> {
    let (day, mut events) = if ctx.is_late {
        (ctx.happened.day(), Vec::new())
    } else {
        desk_day(facts, ctx)?
    };
    match visit {
        VisitRef::Known(_) => {
            let v = super::queue::named(facts)?;
            if !v.takes(channel) {
                let ticket = v.ticket;
                return Err(Refusal::NotInVisit { channel, ticket });
            }
            if v.unwritten {
                events.push(ctx.event(v.id.0, Kind::UnwrittenSettled {}));
            }
            // Whose words are written down has sat down, whether or not anybody said so.
            if v.state == VisitState::Called && !ctx.is_late {
                let table = v.table.unwrap_or(1);
                events.push(ctx.event(v.id.0, Kind::TalkStarted { table }));
            }
            Ok(Said {
                visit: v.id,
                session: v.session,
                day,
                events,
            })
        }
        VisitRef::Unqueued { session, heads } => {
            if session.is_some() && facts.session.is_none() {
                return Err(Refusal::NotFound(Subject::Session));
            }
            let beside = Beside {
                session: *session,
                day,
                channel,
                heads: (*heads).max(1),
                at: ctx.happened,
                after_close: facts.session.as_ref().is_some_and(|s| !s.state.is_open()),
            };
            let (id, entered) = beside.entered(ctx);
            events.push(entered);
            Ok(Said {
                visit: id,
                session: *session,
                day,
                events,
            })
        }
    }
}

fn file(entry: &OpinionEntry, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    must(&entry.details.words, Missing::Words)?;
    check_details(&entry.details, facts)?;
    let channel = entry.details.channel.unwrap_or(Channel::Visit);
    let mut place = where_said(&entry.visit, channel, facts, ctx)?;
    let citizen = match &entry.speaker {
        Speaker::Known(id) | Speaker::KnownMore(id, _) => {
            let c = facts.citizen.as_ref().filter(|c| c.id == *id && c.visit == place.visit);
            let c = c.ok_or(Refusal::NotFound(Subject::Citizen))?;
            if let Speaker::KnownMore(_, more) = &entry.speaker {
                place.events.extend(completed(c, more, ctx)?);
            }
            c.id
        }
        Speaker::New(details) => {
            let id = CitizenId(ctx.supply.id());
            let recorded = recorded(id, place.visit, details, ctx)?;
            place.events.push(recorded);
            id
        }
    };
    let mut representatives = Vec::new();
    for details in &entry.representatives {
        let id = CitizenId(ctx.supply.id());
        let recorded = recorded(id, place.visit, details, ctx)?;
        place.events.push(recorded);
        representatives.push(id);
    }
    let id = OpinionId(ctx.supply.id());
    let filing = Filing {
        id,
        citizen: Some(citizen),
        representatives,
        details: &entry.details,
        split_from: None,
    };
    let filed = filed(filing, &place, facts, ctx)?;
    let handled = if let Kind::OpinionFiled { number, day, .. } = &filed.kind {
        let matter = Matter {
            id,
            number,
            day: *day,
            round: 1,
            urgency: entry.details.urgency.unwrap_or(Urgency::Normal),
            category: entry.details.category.as_ref(),
            channel: Some(channel),
            anonymous: match &entry.speaker {
                Speaker::New(details) => details.anonymous,
                Speaker::Known(_) | Speaker::KnownMore(..) => {
                    facts.citizen.as_ref().is_some_and(|c| c.details.anonymous)
                }
            },
        };
        handle(&matter, &entry.handling, facts, ctx)?
    } else {
        Vec::new()
    };
    let mut events = place.events;
    events.push(filed);
    events.extend(handled);
    Ok(events)
}

fn check_details(d: &OpinionDetails, facts: &Facts) -> Result<(), Refusal> {
    opened::never(d)?;
    all_known(facts, &d.deputies)?;
    check_category(d.category.as_ref(), facts)
}

/// Nobody is forced to invent a name or a number; an anonymous person gets a code to ask with (S11).
pub(super) fn recorded(
    id: CitizenId,
    visit: VisitId,
    d: &CitizenDetails,
    ctx: &mut Ctx<'_>,
) -> Result<NewEvent, Refusal> {
    let d = d.kept()?;
    let name = d.name.filter(|_| !d.anonymous);
    let claim_code = d.anonymous.then(|| format!("{:06}", ctx.supply.below(CLAIM_CODES)));
    let kind = Kind::CitizenRecorded {
        visit,
        claim_code,
        details: CitizenDetails {
            pinyin: pinyin_of(name.as_deref()),
            name,
            ..d
        },
    };
    Ok(ctx.event(id.0, kind))
}

/// What nobody knew of somebody until it was said with a further matter of theirs.
fn completed(c: &Citizen, more: &CitizenDetails, ctx: &Ctx<'_>) -> Result<Option<NewEvent>, Refusal> {
    let more = more.kept()?;
    let unknown = CitizenField::ALL
        .iter()
        .filter(|field| c.details.text(**field).is_none());
    let changes = unknown.filter_map(|field| CitizenChange::read(*field, Some(&more.text(*field)?)));
    let changes = changes.map(|change| citizen_change(&change, &c.details));
    let (sealed, open): (Vec<_>, Vec<_>) = changes.partition(|(_, personal)| *personal);
    let bare = |changes: Vec<(FieldChange, bool)>| changes.into_iter().map(|(change, _)| change).collect::<Vec<_>>();
    let (sealed, open) = (bare(sealed), bare(open));
    let is_news = !(sealed.is_empty() && open.is_empty());
    let corrected = Kind::CitizenCorrected {
        changes: open,
        sealed_changes: (!sealed.is_empty()).then_some(sealed),
        reason: Some(LISTED.to_owned()),
    };
    Ok(is_news.then(|| ctx.event(c.id.0, corrected)))
}

/// One matter about to be numbered.
pub(super) struct Filing<'a> {
    pub(super) id: OpinionId,
    pub(super) citizen: Option<CitizenId>,
    pub(super) representatives: Vec<CitizenId>,
    pub(super) details: &'a OpinionDetails,
    pub(super) split_from: Option<OpinionId>,
}

/// The filing of one matter under the next number of its year.
pub(super) fn filed(f: Filing<'_>, place: &Said, facts: &Facts, ctx: &Ctx<'_>) -> Result<NewEvent, Refusal> {
    let d = f.details;
    let year = year_of(place.day);
    let serial = facts.counters.opinion + 1;
    let lineage = if facts.lineage == "A" {
        ""
    } else {
        facts.lineage.as_str()
    };
    let kind = Kind::OpinionFiled {
        number: format!("{}-{year}-{lineage}{serial:04}", station(facts)?.code),
        year,
        serial,
        visit: place.visit,
        citizen: f.citizen,
        representatives: f.representatives,
        session: place.session,
        day: place.day,
        split_from: f.split_from,
        details: OpinionDetails {
            channel: Some(d.channel.unwrap_or(Channel::Visit)),
            urgency: Some(d.urgency.unwrap_or(Urgency::Normal)),
            ..d.trimmed()
        },
    };
    Ok(ctx.event(f.id.0, kind))
}

/// An accusation is counted and nothing of it is kept: no words, no name, no key (petition rules art. 30; T4).
fn count_accusation(visit: &VisitRef, reason: &str, told: bool, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let r = rules(facts)?
        .reason(reason)
        .ok_or_else(|| Refusal::UnknownCode {
            code: reason.to_owned(),
        })?
        .clone();
    if !r.keeps_nothing {
        return Err(Refusal::Missing(Missing::Words));
    }
    let place = where_said(visit, Channel::Visit, facts, ctx)?;
    let id = OpinionId(ctx.supply.id());
    let empty = OpinionDetails {
        confidential: true,
        ..OpinionDetails::default()
    };
    let filing = Filing {
        id,
        citizen: None,
        representatives: Vec::new(),
        details: &empty,
        split_from: None,
    };
    let filed = filed(filing, &place, facts, ctx)?;
    let mut events = place.events;
    events.push(filed);
    let guide = GuideEntry {
        told,
        ..GuideEntry::default()
    };
    events.push(guided_to(id, (&r, rules(facts)?.limits.tell), &guide, ctx));
    for event in events.iter_mut().filter(|e| e.subject == id.0) {
        keep_nothing(event);
    }
    // What was noted in the queue is part of what was said: a name, a mark, the first words, why they
    // go first, a note to a table.
    if let VisitRef::Known(_) = visit {
        events.extend(facts.visit.as_ref().and_then(|v| words_dropped(v, ctx)));
    }
    Ok(events)
}

impl Happened {
    /// A matter was filed.
    pub(super) const fn is_filing(&self) -> bool {
        matches!(self.kind, Kind::OpinionFiled { .. })
    }

    /// Whom a matter was filed for.
    pub(super) const fn filed_for(&self) -> Option<CitizenId> {
        if let Kind::OpinionFiled { citizen, .. } = &self.kind {
            *citizen
        } else {
            None
        }
    }
}
