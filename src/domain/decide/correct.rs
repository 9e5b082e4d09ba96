//! Corrections of what was filed: fields, particulars, void, split, move. The old value stays in the history.

use super::matter::{check_category, held_for, named, wrong_state};
use super::opinion::{Filing, Said, filed, recorded};
use super::shared::{Decision, all_known, desk_day, keeps_nothing, must, rules, said};
use crate::domain::change::{SPLIT, citizen_change, opinion_change};
use crate::domain::code::VisitState;

use crate::domain::event::{FieldChange, Kind};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::{Change, CitizenChange, OpinionField};
use crate::domain::guess::name_in;
use crate::domain::id::{AccountId, CitizenId, OpinionId, VisitId};
use crate::domain::record::{Citizen, CitizenDetails, Opinion, OpinionDetails};
use crate::domain::refusal::{Missing, Refusal, Subject};

/// Splits changes into what the event says openly and what it seals.
fn sorted(changes: Vec<(FieldChange, bool)>) -> (Vec<FieldChange>, Option<Vec<FieldChange>>) {
    let (sealed, open): (Vec<_>, Vec<_>) = changes.into_iter().partition(|(_, personal)| *personal);
    let bare = |v: Vec<(FieldChange, bool)>| v.into_iter().map(|(c, _)| c).collect::<Vec<_>>();
    let sealed = bare(sealed);
    (bare(open), (!sealed.is_empty()).then_some(sealed))
}

pub(in crate::domain) fn correct(changes: &[Change], reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let reason = must(reason, Missing::Reason)?;
    let mut real = Vec::new();
    for change in changes {
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
    if real.is_empty() {
        return Err(Refusal::Missing(Missing::Change));
    }
    let (changes, sealed_changes) = sorted(real);
    let corrected = Kind::OpinionCorrected {
        changes,
        sealed_changes,
        reason: Some(reason),
    };
    Ok(vec![ctx.event(o.id.0, corrected)])
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
        && o.round()
            .is_some_and(|r| due.day < r.lead.counted_from.unwrap_or(r.lead.handed_at.day()))
    {
        return Err(Refusal::EndsBeforeStart);
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
fn all_known_or_kept(
    new: &[crate::domain::id::DeputyId],
    old: &[crate::domain::id::DeputyId],
    facts: &Facts,
) -> Result<(), Refusal> {
    let added: Vec<_> = new.iter().copied().filter(|d| !old.contains(d)).collect();
    all_known(facts, &added)
}

pub(in crate::domain) fn correct_citizen(
    changes: &[CitizenChange],
    reason: &str,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let c: &Citizen = facts.citizen.as_ref().ok_or(Refusal::NotFound(Subject::Citizen))?;
    let names = changes.iter().any(|c| matches!(c, CitizenChange::Name(Some(_))));
    if c.details.anonymous && names && reason.trim().is_empty() {
        return Err(Refusal::NamingNeedsReason);
    }
    let reason = must(reason, Missing::Reason)?;
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

/// Another account looks after a matter that is not over.
pub(in crate::domain) fn hand_on(to: AccountId, reason: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let account = facts.account.as_ref().filter(|a| a.id == to && a.active);
    let account = account.ok_or(Refusal::NotFound(Subject::Account))?;
    if o.keeper == Some(to) {
        return Err(Refusal::Missing(Missing::Change));
    }
    if !account.role.keeps_matters() {
        return Err(Refusal::NotPermitted { role: account.role });
    }
    let reason = said(reason);
    Ok(vec![ctx.event(o.id.0, Kind::KeeperChanged { to, reason })])
}

pub(in crate::domain) fn void(reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let reason = must(reason, Missing::Reason)?;
    Ok(vec![ctx.event(o.id.0, Kind::OpinionVoided { reason: Some(reason) })])
}

pub(in crate::domain) fn split(
    (keep, words): (&String, &String),
    category: Option<&String>,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
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

pub(in crate::domain) fn move_to(
    visit: VisitId,
    citizen: Option<CitizenId>,
    reason: &str,
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
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
        // Nobody was written down there yet: it is owed to somebody all the same, who can be named later.
        None if facts.other_people.is_empty() => {
            let details = CitizenDetails {
                name: to.label.as_deref().and_then(name_in).map(str::to_owned),
                ..CitizenDetails::default()
            };
            let id = CitizenId(ctx.supply.id());
            events.push(recorded(id, visit, &details, ctx));
            vec![id]
        }
        None => facts.other_people.clone(),
    };
    if o.visit == visit && o.parties.iter().map(|p| p.citizen).eq(people.iter().copied()) {
        return Err(Refusal::Missing(Missing::Change));
    }
    // Among the facts is the one who was named, else the one it was taken from.
    let to = facts.citizen.as_ref().filter(|c| Some(c.id) == citizen);
    let reason = must(reason, Missing::Reason)?;
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
