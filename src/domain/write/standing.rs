//! Writes about who acts in whose place: for some days (代班), for good when somebody leaves (移交), and in a station where one
//! person does all of it (一人站).

use super::item::of;
use super::station::unheads;
use crate::domain::decide::shared::{Decision, keeps_nothing, must, station};
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::id::AccountId;
use crate::domain::life::grid::FREE;
use crate::domain::moment::Day;
use crate::domain::record::{Account, Rev};
use crate::domain::refusal::{Missing, NoStandIn, Refusal, Subject};
use crate::domain::stake::{Part, Stake};

writes! { ($) standing_rows
    /// Another account stands in for this one to a last day (代班), with a keeper's rights over what it looks after. It is over by
    /// itself; one that is set before takes the place of another.
    Account "account.stand_in" SetStandIn {
        account: AccountId,
        rev: Rev,
        by: AccountId,
        from: Option<Day>,
        until: Day,
    } by Head, own Clerk;
    life FREE;
    names w, n => (n.account, n.other_account) = (Some(w.account), Some(w.by));
    stake w, _ => of(Subject::Account, w.account.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => stand_in(w, facts, ctx);
    makes {
        Account StandInSet "stand_in_set" 1 {
            Open by: AccountId,
            Open from: Day,
            Open until: Day,
        } moves [Part::Whole];
    }

    /// Nobody stands in for this account any more.
    Account "account.stand_in_end" EndStandIn { account: AccountId, rev: Rev } by Head, own Clerk;
    life FREE;
    names w, n => n.account = Some(w.account);
    stake w, _ => of(Subject::Account, w.account.0, w.rev, [Part::Whole]);
    rule _, facts, ctx => {
        let account = facts.account.as_ref().ok_or(Refusal::NotFound(Subject::Account))?;
        if !facts.stood_in {
            return Err(Refusal::NoStandIn(NoStandIn::Nobody));
        }
        Ok(vec![ctx.event(account.id.0, Kind::StandInEnded {})])
    };
    makes {
        Account StandInEnded "stand_in_ended" 1 {} moves [Part::Whole];
    }

    /// Somebody leaves: all that is not over of what they look after goes to another, with what they have not finished writing,
    /// and their account is closed.
    Account "account.hand_over" HandOverAll {
        account: AccountId,
        rev: Rev,
        to: AccountId,
        reason: String as WORDS,
    } by Head;
    life FREE;
    names w, n => {
        (n.account, n.other_account) = (Some(w.account), Some(w.to));
        n.kept_by = Some(w.account);
    };
    stake w, _ => of(Subject::Account, w.account.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => hand_over(&w.reason, facts, ctx);
    makes {
        Account AccountLeft "account_left" 1 {
            Open to: AccountId,
            Kept reason: Option<String>,
        } moves [Part::Whole];
    }

    /// One person does all of the work here (一人站), and has the rights of the head too.
    Station "station.one_person" SetOnePerson { rev: Rev, on: bool } by Head;
    life FREE;
    names _, n => n.clerks = true;
    stake w, _ => Some(Stake {
        subject: Subject::Station,
        id: None,
        seen: w.rev,
        parts: vec![Part::Whole],
    });
    rule &Self { on, .. }, facts, ctx => {
        let s = station(facts)?;
        if s.one_person == on {
            return Err(Refusal::Missing(Missing::Change));
        }
        if on && facts.clerks > 1 {
            return Err(Refusal::NoStandIn(NoStandIn::OnePerson));
        }
        Ok(vec![ctx.event(s.id.0, Kind::OnePersonSet { on })])
    };
    makes {
        Station OnePersonSet "one_person_set" 1 {
            Open on: bool,
        } moves [Part::Whole];
    }
}

/// The account named, and another one that acts and looks after matters.
fn both(facts: &Facts) -> Result<(&Account, &Account), Refusal> {
    let account = facts.account.as_ref().ok_or(Refusal::NotFound(Subject::Account))?;
    let other = facts.other_account.as_ref().filter(|a| a.active);
    let other = other.ok_or(Refusal::NotFound(Subject::Account))?;
    if other.id == account.id {
        return Err(Refusal::NoStandIn(NoStandIn::Oneself));
    }
    keeps(other)?;
    Ok((account, other))
}

/// Refuses whoever looks after no matters.
fn keeps(account: &Account) -> Result<(), Refusal> {
    if account.role.keeps_matters() {
        return Ok(());
    }
    Err(Refusal::NoStandIn(NoStandIn::KeepsNone(account.role)))
}

fn stand_in(w: &SetStandIn, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (account, by) = both(facts)?;
    keeps(account)?;
    if !account.active {
        return Err(Refusal::NotFound(Subject::Account));
    }
    let today = facts.business_day.map_or(ctx.now.day(), |desk| desk.max(ctx.now.day()));
    if w.until < today {
        return Err(Refusal::NoStandIn(NoStandIn::Over(w.until)));
    }
    let from = w.from.unwrap_or(today);
    if w.until < from {
        return Err(Refusal::EndsBeforeStart);
    }
    let (by, until) = (by.id, w.until);
    Ok(vec![ctx.event(account.id.0, Kind::StandInSet { by, from, until })])
}

fn hand_over(reason: &str, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (account, other) = both(facts)?;
    let reason = must(reason, Missing::Reason)?;
    unheads(account, facts, ctx)?;
    let to = other.id;
    let mut events: Vec<NewEvent> = Vec::with_capacity(facts.opinions.len() + 1);
    for o in &facts.opinions {
        let said = !keeps_nothing(o.guidance.as_deref(), facts);
        let reason = said.then(|| reason.clone());
        events.push(ctx.event(o.id.0, Kind::KeeperChanged { to, reason }));
    }
    let left = Kind::AccountLeft {
        to,
        reason: Some(reason),
    };
    events.push(ctx.event(account.id.0, left));
    Ok(events)
}
