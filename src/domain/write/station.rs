//! Writes about the station, its rules, its accounts and its day.

use serde_json::Value;

use super::item::of;
use crate::domain::amend::with_notice;
use crate::domain::code::{Role, StationKind};
use crate::domain::decide::matter::recounted;
use crate::domain::decide::shared::{Decision, all_known, day_turned, must, must_be_called, rung_at, said, station};
use crate::domain::event::{Kind, NewEvent};
use crate::domain::facts::{Ctx, Facts, SameName};
use crate::domain::fit::problems;
use crate::domain::id::{AccountId, DeputyId, OpinionId};
use crate::domain::life::grid::FREE;
use crate::domain::moment::Day;
use crate::domain::own_number::is_year;
use crate::domain::permit::reads_no_more;
use crate::domain::record::{Account, Rev, Visit};
use crate::domain::refusal::{Missing, NoStandIn, Refusal, Subject};
use crate::domain::rules::{Ruleset, Section, YearCalendar, changed};
use crate::domain::stake::{Part, Stake};
use crate::domain::text::{fold, squeeze};
use crate::domain::typed_date::impossible_hours;

writes! { ($) station_rows
    /// First set-up of a file: the station, the default rules and the first account (the head or an administrator).
    Station "station.found" FoundStation {
        code: String,
        name: String,
        kind: StationKind,
        hours: String,
        head_phone: Option<String>,
        rules: Box<Ruleset>,
        os_name: String,
        person: String,
    } by;
    life FREE;
    names _, _ => {};
    stake _, _ => None;
    rule w, facts, ctx => found(w, facts, ctx);
    makes {
        Station StationFounded "station_founded" 2 {
            Open "part of every number the public holds" code: String,
            Open "stands on the door and on every paper" name: String,
            Open station_kind: StationKind,
            Kept hours: Option<String>,
            Kept head_phone: Option<String>,
        } moves [Part::Whole];
    }

    /// Change what the station says of itself. Its code stays: numbers carry it.
    Station "station.change" ChangeStation {
        rev: Rev,
        name: String,
        kind: StationKind,
        hours: String,
        head_phone: Option<String>,
    } by Head Administrator;
    life FREE;
    names _, _ => {};
    stake w, _ => Some(Stake {
        subject: Subject::Station,
        id: None,
        seen: w.rev,
        parts: vec![Part::Whole],
    });
    rule w, facts, ctx => change_station(w, facts, ctx);
    makes {
        /// Its particulars were changed; the code stays, because numbers in people's hands carry it.
        Station StationChanged "station_changed" 2 {
            Open "stands on the door and on every paper" name: String,
            Open station_kind: StationKind,
            Kept hours: Option<String>,
            Kept head_phone: Option<String>,
        } moves [Part::Whole];
    }

    /// Adopt these rules in the place of the version that was seen.
    Station "rules.adopt" AdoptRules { seen: u32, rules: Box<Ruleset> } by Head Administrator;
    life FREE;
    names _, n => n.queue = true;
    stake _, _ => None;
    rule w, facts, ctx => {
        // A reception keeps the tables it was planned with; on a day without one they are those of the rules.
        let beyond = |v: &&Visit| v.session.is_none() && v.state.is_open() && v.table > Some(w.rules.queue.tables);
        if let Some(v) = facts.queue.iter().filter(beyond).max_by_key(|v| v.table) {
            let table = v.table.unwrap_or_default();
            return Err(Refusal::TableInUse { table, ticket: v.ticket });
        }
        adopt(w.seen, &w.rules, facts, ctx)
    };
    makes {
        Station RulesetAdopted "ruleset_adopted" 1 {
            Open version: u32,
            Open "rules are public" rules: Box<Ruleset>,
        } moves [];
        /// One section of the rules, whole, as it stands in a file.
        Station SectionAdopted "section_adopted" 1 {
            Open section: Section,
            Open version: u32,
            Open "rules are public" body: Value,
        } moves [];
    }

    /// Adopt a notice of the holidays of a year: what it does not speak of stays. Days that the rules gave these matters follow.
    Station "rules.holidays" AdoptHolidays {
        seen: u32,
        calendar: Box<YearCalendar>,
        recount: Vec<OpinionId>,
    } by Head Clerk Administrator;
    life FREE;
    names w, n => n.opinions.extend(&w.recount);
    stake _, _ => None;
    rule w, facts, ctx => {
        let ours = facts.rules.as_deref().ok_or(Refusal::NoStation)?;
        adopt(w.seen, &with_notice(ours, &w.calendar), facts, ctx)
    };
    makes {}

    /// Confirm the business day the clock says.
    Station "day.confirm" ConfirmDay { day: Day } by Head Clerk;
    life FREE;
    names _, _ => {};
    stake _, _ => None;
    // The clock's day is right, or the desk stays on its own day in spite of the clock.
    rule &Self { day, .. }, facts, ctx => {
        let clock = ctx.now.day();
        if day != clock && facts.business_day != Some(day) {
            let was = facts.business_day;
            return Err(if was == Some(clock) {
                Refusal::NotThatDay { day }
            } else {
                Refusal::DayUnconfirmed { was, now: clock }
            });
        }
        Ok(vec![day_turned(facts, day, clock, true)?])
    };
    makes {
        Station DayTurned "day_turned" 1 {
            Open day: Day,
            Open clock: Day,
            Open confirmed: bool,
        } moves [];
    }

    /// Add an account.
    Account "account.add" AddAccount {
        os_name: String,
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
    } by Head Administrator;
    life FREE;
    names w, n => {
        let (login, name) = (w.os_name.clone(), squeeze(&w.name));
        n.same_name = Some(SameName::Account { login, name });
        n.deputies.extend(w.deputy);
    };
    stake _, _ => None;
    rule w, facts, ctx => add_account(&w.os_name, &w.name, (w.role, w.deputy), facts, ctx);
    makes {
        Account AccountAdded "account_added" 2 {
            Kept os_name: Option<String>,
            Kept name: Option<String>,
            Open role: Role,
            Open deputy: Option<DeputyId>,
        } moves [Part::Whole];
    }

    /// Change an account.
    Account "account.change" ChangeAccount {
        account: AccountId,
        rev: Rev,
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
        active: bool,
    } by Head Administrator;
    life FREE;
    names w, n => {
        n.account = Some(w.account);
        let (account, name) = (w.account, squeeze(&w.name));
        n.same_name = Some(SameName::Renamed { account, name });
        n.deputies.extend(w.deputy);
    };
    stake w, _ => of(Subject::Account, w.account.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => change_account(w, facts, ctx);
    makes {
        Account AccountChanged "account_changed" 2 {
            Kept name: Option<String>,
            Open role: Role,
            Open deputy: Option<DeputyId>,
            Open active: bool,
        } moves [Part::Whole];
    }
}

/// First set-up: station, rules and the first account in one act, so a file is never half a station.
/// Characters of a station's code at most: every number carries it, on slips and papers.
const CODE: usize = 12;

/// A station's code as numbers carry it and are searched by: large letters and digits, in groups joined by a hyphen. A group
/// like a year would pass for the year of the number.
///
/// # Errors
/// There is none, or a number with it would not be found again.
pub fn fit_code(typed: &str) -> Result<String, Refusal> {
    let code = must(&fold(typed), Missing::Code)?.to_ascii_uppercase();
    let is_fit = |group: &str| !group.is_empty() && !is_year(group) && group.chars().all(|c| c.is_ascii_alphanumeric());
    if code.chars().count() <= CODE && code.split('-').all(is_fit) {
        Ok(code)
    } else {
        Err(Refusal::BadCode { most: CODE })
    }
}

fn found(act: &FoundStation, facts: &Facts, ctx: &mut Ctx<'_>) -> Decision {
    let FoundStation {
        code,
        name,
        kind,
        hours,
        head_phone,
        rules,
        os_name,
        person,
    } = act;
    let code = fit_code(code)?;
    if facts.station.is_some() {
        return Err(Refusal::StationExists);
    }
    possible(hours)?;
    let name = must_be_called(name)?;
    let person = must_be_called(person)?;
    let id = ctx.supply.id();
    let founded = Kind::StationFounded {
        code,
        name,
        station_kind: *kind,
        hours: said(Some(hours)),
        head_phone: rung_at(head_phone.as_ref()),
    };
    let account = Kind::AccountAdded {
        os_name: Some(os_name.clone()),
        name: Some(person),
        role: Role::Head,
        deputy: None,
    };
    let day = ctx.now.day();
    let account_id = ctx.supply.id();
    Ok(vec![
        ctx.event(id, founded),
        ctx.event(
            id,
            Kind::RulesetAdopted {
                version: 1,
                rules: rules.clone(),
            },
        ),
        ctx.event(account_id, account),
        ctx.event(
            id,
            Kind::DayTurned {
                day,
                clock: day,
                confirmed: false,
            },
        ),
    ])
}

/// Opening hours are words, but no time in them may be one that never comes.
fn possible(hours: &str) -> Result<(), Refusal> {
    match impossible_hours(hours) {
        Some((what, why)) => Err(Refusal::BadHours { what, why }),
        None => Ok(()),
    }
}

fn change_station(act: &ChangeStation, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let ChangeStation {
        name,
        kind,
        hours,
        head_phone,
        ..
    } = act;
    let s = station(facts)?;
    let name = must_be_called(name)?;
    let (hours, head_phone) = (hours.trim().to_owned(), rung_at(head_phone.as_ref()));
    // Those of before this was asked may stay.
    if hours != s.hours {
        possible(&hours)?;
    }
    if (&name, *kind, &hours, &head_phone) == (&s.name, s.kind, &s.hours, &s.head_phone) {
        return Err(Refusal::Missing(Missing::Change));
    }
    let changed = Kind::StationChanged {
        name,
        station_kind: *kind,
        hours: said(Some(&hours)),
        head_phone,
    };
    Ok(vec![ctx.event(s.id.0, changed)])
}

/// Rules in the place of those in force, and what is moved by them of the matters that were named.
fn adopt(seen: u32, rules: &Ruleset, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let (station, now) = (station(facts)?.id.0, facts.counters.ruleset);
    let ours = facts.rules.as_deref().ok_or(Refusal::NoStation)?;
    if seen != now {
        return Err(Refusal::RulesMoved {
            seen,
            now,
            touch: facts.rules_by.clone(),
        });
    }
    let sections = changed(ours, rules);
    let recounted: Vec<_> = facts
        .opinions
        .iter()
        .flat_map(|o| recounted(o, ours, rules, ctx))
        .collect();
    if sections.is_empty() && recounted.is_empty() {
        return Err(Refusal::Missing(Missing::Change));
    }
    // What somebody adopted before this was checked does not bar another section.
    let mut wrong = problems(rules, &facts.in_use);
    wrong.retain(|problem| sections.contains(&problem.section));
    if !wrong.is_empty() {
        return Err(Refusal::BadRules(wrong));
    }
    let mut whole = serde_json::to_value(rules).unwrap_or_default();
    let event = |section: Section| {
        let kind = Kind::SectionAdopted {
            section,
            version: now + 1,
            body: whole.get_mut(section.code()).map(Value::take).unwrap_or_default(),
        };
        ctx.event(station, kind)
    };
    Ok(sections.into_iter().map(event).chain(recounted).collect())
}

fn add_account(
    os_name: &str,
    name: &str,
    (role, deputy): (Role, Option<DeputyId>),
    facts: &Facts,
    ctx: &mut Ctx<'_>,
) -> Decision {
    let name = must_be_called(name)?;
    if facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Account));
    }
    all_known(facts, deputy.as_slice())?;
    gives(role, os_name, facts, ctx)?;
    let id = ctx.supply.id();
    Ok(vec![ctx.event(
        id,
        Kind::AccountAdded {
            os_name: Some(os_name.trim().to_owned()),
            name: Some(name),
            role,
            deputy,
        },
    )])
}

/// Whether a role may be given to an account of this login by whoever acts. Who looks after accounts and reads no matters comes to
/// them by no account of their own either.
fn gives(role: Role, login: &str, facts: &Facts, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    let Some(own) = ctx.role else { return Ok(()) };
    // A head is made by a head, who stands beside one by whoever has the rights. Where there is no head any more, somebody has to
    // make one.
    let leads = if role == Role::Head { own == role } else { own.leads() };
    if role.leads() && !leads && facts.heads > 0 {
        return Err(only_head(own));
    }
    if !reads_no_more(role, own) && facts.login_as.contains(&own) {
        let login = login.trim().to_owned();
        return Err(Refusal::LoginOf { login, role: own });
    }
    // Where one person does all of the work, a clerk who comes in would have the rights of the head unseen.
    if role == Role::Clerk && station(facts)?.one_person {
        return Err(Refusal::NoStandIn(NoStandIn::ComesIn));
    }
    Ok(())
}

/// What becomes of a head is the head's.
pub(super) const fn only_head(role: Role) -> Refusal {
    Refusal::NotPermitted {
        role,
        may: &[Role::Head],
    }
}

/// The last head stays; another one is taken out of it by a head.
pub(super) fn unheads(account: &Account, facts: &Facts, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    if !account.active || account.role != Role::Head {
        return Ok(());
    }
    if facts.heads <= 1 {
        return Err(Refusal::LastHead);
    }
    let other = ctx.role.filter(|own| *own != Role::Head);
    other.map_or(Ok(()), |own| Err(only_head(own)))
}

fn change_account(act: &ChangeAccount, facts: &Facts, ctx: &Ctx<'_>) -> Decision {
    let ChangeAccount {
        name,
        role,
        deputy,
        active,
        ..
    } = act;
    let account = facts.account.as_ref().ok_or(Refusal::NotFound(Subject::Account))?;
    let name = must_be_called(name)?;
    // Two that are the same in everything cannot be told apart any more. Those there are of old may still be withdrawn.
    let takes_it = name != account.name || (*active && !account.active);
    if takes_it && facts.same_name {
        return Err(Refusal::AlreadyThere(Subject::Account));
    }
    all_known(facts, deputy.as_slice())?;
    if *active && (*role, true) != (account.role, account.active) {
        if ctx.account == Some(account.id) && !reads_no_more(*role, account.role) {
            return Err(Refusal::OwnRole);
        }
        gives(*role, &account.os_name, facts, ctx)?;
    }
    if (*role, *active) != (Role::Head, true) {
        unheads(account, facts, ctx)?;
    }
    let kind = Kind::AccountChanged {
        name: Some(name),
        role: *role,
        deputy: *deputy,
        active: *active,
    };
    Ok(vec![ctx.event(account.id.0, kind)])
}

impl NewEvent {
    /// The file is the station's from here on.
    pub const fn is_founding(&self) -> bool {
        matches!(self.kind, Kind::StationFounded { .. })
    }
}
