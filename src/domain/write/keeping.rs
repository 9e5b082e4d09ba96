//! Writes about who looks after a matter, and about its numbers beside its own: on papers of the station, in an older book, in
//! other systems (papers; research `domain.md` 7).

use super::handling::seen;
use crate::domain::code::{NumberFamily, Role, is_system};
use crate::domain::decide::matter::named;
use crate::domain::decide::shared::{Decision, desk_day, must, said};
use crate::domain::event::{Happened, Kind};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::{AccountId, OpinionId, UnitId};
use crate::domain::life::grid::matter;
use crate::domain::life::matter;
use crate::domain::moment::year_of;
use crate::domain::record::{Opinion, OtherNumber, Rev};
use crate::domain::refusal::{Missing, Refusal, Subject};
use crate::domain::rules::Code;
use crate::domain::stake::Part;
use crate::domain::text::{number_key, tidy};

writes! { ($) keeping_rows
    /// Another account looks after it from now on (经办).
    Opinion "opinion.hand_on" HandOn {
        opinion: OpinionId,
        rev: Rev,
        to: AccountId,
        reason: Option<String> as WORDS,
    } by Head Clerk;
    life matter(&matter::NOT_OVER);
    names w, n => {
        n.opinions.push(w.opinion);
        n.account = Some(w.to);
    };
    stake w, _ => seen(w.opinion, w.rev, [Part::Keeper]);
    rule w, facts, ctx => hand_on(w.to, w.reason.as_ref(), facts, ctx);
    makes {
        /// Another account looks after the matter from now on (经办).
        Opinion KeeperChanged "keeper_changed" 1 {
            Open to: AccountId,
            OwnOrKept reason: Option<String>,
        } moves [Part::Keeper];
    }

    /// A paper of the station about these matters gets the next number of its series.
    Opinion "opinion.paper" NumberPaper {
        opinions: Vec<OpinionId>,
        family: NumberFamily,
        unit: Option<UnitId>,
    } by Head Clerk;
    life matter(&matter::NOT_VOID);
    names w, n => {
        n.opinions.clone_from(&w.opinions);
        n.units.extend(w.unit);
        n.family = Some(w.family);
    };
    stake _, _ => None;
    rule w, facts, ctx => paper(&w.opinions, w.family, w.unit, facts, ctx);
    makes {
        /// A paper of the station has the next number of its series; each matter on it says so.
        Opinion NumberGiven "number_given" 1 {
            Open family: NumberFamily,
            Open year: i32,
            Open serial: u32,
            Open "the number on a paper of the station" number: String,
            Open unit: Option<UnitId>,
        } moves [];
    }

    /// A matter has this number elsewhere, or had it in an older book (别处编号).
    Opinion "opinion.number" NoteNumber {
        opinion: OpinionId,
        family: NumberFamily,
        system: Option<Code>,
        number: String,
    } by Head Clerk;
    life matter(&matter::NOT_VOID);
    names w, n => n.opinions.push(w.opinion);
    stake _, _ => None;
    rule w, facts, ctx => note(w.family, w.system.as_ref(), &w.number, facts, ctx);
    makes {
        /// A number somebody else gave the matter.
        Opinion NumberNoted "number_noted" 1 {
            Open family: NumberFamily,
            Open "a code of the list" system: Option<Code>,
            Sealed number: Option<String>,
        } moves [];
    }
}

/// Another account looks after a matter that is not over.
fn hand_on(to: AccountId, reason: Option<&String>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let o = named(facts)?;
    let account = facts.account.as_ref().filter(|a| a.id == to && a.active);
    let account = account.ok_or(Refusal::NotFound(Subject::Account))?;
    if o.keeper == Some(to) {
        return Err(Refusal::Missing(Missing::Change));
    }
    if !account.role.keeps_matters() {
        let (role, may) = (account.role, Role::KEEPERS);
        return Err(Refusal::NotPermitted { role, may });
    }
    let reason = said(reason);
    Ok(vec![ctx.event(o.id.0, Kind::KeeperChanged { to, reason })])
}

/// The next number of a series, on every matter the paper is about: `交2026-057`, after a restore `交2026-B1057`.
fn paper(opinions: &[OpinionId], family: NumberFamily, unit: Option<UnitId>, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
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
fn note(family: NumberFamily, system: Option<&Code>, number: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
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

impl Happened {
    /// The account that looks after the matter from this event on: whoever it was handed on to, and first whoever filed it.
    pub fn keeper(&self) -> Option<AccountId> {
        if let Kind::KeeperChanged { to, .. } = self.kind {
            Some(to)
        } else {
            self.account.filter(|_| self.is_filing())
        }
    }
}
