//! Numbers beside a matter's own: on papers of the station, in an older book, in other systems (papers; research
//! `domain.md` 7).

use super::matter::named;
use super::shared::{Decision, desk_day, must};
use crate::domain::code::{NumberFamily, is_system};
use crate::domain::event::Kind;
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{OpinionId, UnitId};
use crate::domain::moment::year_of;
use crate::domain::record::{Opinion, OtherNumber};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::rules::Code;
use crate::domain::text::{number_key, tidy};

/// The next number of a series, on every matter the paper is about: `交2026-057`, after a restore `交2026-B1057`.
pub(in crate::domain) fn paper(
    opinions: &[OpinionId],
    family: NumberFamily,
    unit: Option<UnitId>,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let mark = family.mark().ok_or(Refusal::Missing(Missing::Code))?;
    if facts.opinions.is_empty() || facts.opinions.len() != opinions.len() {
        return Err(Refusal::NotFound(Subject::Opinion));
    }
    if unit.is_some_and(|id| facts.unit(id).is_none()) {
        return Err(Refusal::NotFound(Subject::Unit));
    }
    let (day, mut events) = desk_day(facts, ctx)?;
    let (year, serial) = (year_of(day), facts.counters.paper + 1);
    let lineage = if facts.lineage == "A" { "" } else { &facts.lineage };
    let number = format!("{mark}{year}-{lineage}{serial:03}");
    // Marked twice on a list, a matter is on the paper once.
    let once = |(place, o): &(usize, &Opinion)| facts.opinions.iter().take(*place).all(|before| before.id != o.id);
    events.extend(facts.opinions.iter().enumerate().filter(once).map(|(_, o)| {
        let given = Kind::NumberGiven {
            family,
            year,
            serial,
            number: number.clone(),
            unit,
        };
        ctx.event(o.id.0, given)
    }));
    Ok(events)
}

/// A number that somebody else gave.
pub(in crate::domain) fn note(
    family: NumberFamily,
    system: Option<&Code>,
    number: &str,
    facts: &Facts,
    ctx: &Ctx<'_>,
) -> Decision {
    let o = named(facts)?;
    if family.mark().is_some() {
        return Err(Refusal::Missing(Missing::Code));
    }
    if system.is_some_and(|code| !is_system(code)) {
        return Err(Refusal::UnknownCode {
            code: system.cloned().unwrap_or_default(),
        });
    }
    // It comes from another screen or a paper that was scanned, with signs that nobody sees and nobody would type again.
    let number = must(&tidy(number), Missing::Number)?;
    let key = number_key(&number);
    if key.is_empty() {
        return Err(Refusal::Missing(Missing::Number));
    }
    let same = |n: &OtherNumber| n.family == family && n.system.as_ref() == system && number_key(&n.number) == key;
    if o.numbers.iter().any(same) {
        return Err(Refusal::NumberKnown);
    }
    let noted = Kind::NumberNoted {
        family,
        system: system.cloned(),
        number: Some(number),
    };
    Ok(vec![ctx.event(o.id.0, noted)])
}
