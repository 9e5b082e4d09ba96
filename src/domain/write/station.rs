//! Writes about the station, its rules, its accounts and its day.

use super::item::of;
use super::said::{ChangeAccount, ChangeStation, FoundStation};
use crate::domain::code::Role;
use crate::domain::decide::{rules, station};
use crate::domain::facts::SameName;
use crate::domain::id::DeputyId;
use crate::domain::life::grid::FREE;
use crate::domain::moment::Day;
use crate::domain::refusal::Subject;
use crate::domain::rules::Ruleset;
use crate::domain::stake::{Part, Stake};

// First set-up of a file: the station, the default rules and the first account (the head or an administrator).
write! {
    FoundStation:
    life FREE;
    names _, _ => {};
    stake _, _ => None;
    rule w, facts, ctx => station::found(w, facts, ctx);
}

// Change what the station says of itself. Its code stays: numbers carry it.
write! {
    ChangeStation:
    life FREE;
    names _, _ => {};
    stake w, _ => Some(Stake {
        subject: Subject::Station,
        id: None,
        seen: w.rev,
        parts: vec![Part::Whole],
    });
    rule w, facts, ctx => station::change_station(w, facts, ctx);
}

writes! {
    /// Adopt these rules in the place of the version that was seen.
    AdoptRules { seen: u32, rules: Box<Ruleset> }
    life FREE;
    names _, _ => {};
    stake _, _ => None;
    rule w, facts, ctx => rules::adopt(w.seen, &w.rules, facts, ctx);

    /// Add an account.
    AddAccount { os_name: String, name: String, role: Role, deputy: Option<DeputyId> }
    life FREE;
    names w, n => {
        let (login, name) = (w.os_name.clone(), w.name.clone());
        n.same_name = Some(SameName::Account { login, name });
        n.deputies.extend(w.deputy);
    };
    stake _, _ => None;
    rule w, facts, ctx => station::add_account(&w.os_name, &w.name, (w.role, w.deputy), facts, ctx);
}

// Change an account.
write! {
    ChangeAccount:
    life FREE;
    names w, n => {
        n.account = Some(w.account);
        let (account, name) = (w.account, w.name.clone());
        n.same_name = Some(SameName::Renamed { account, name });
        n.deputies.extend(w.deputy);
    };
    stake w, _ => of(Subject::Account, w.account.0, w.rev, [Part::Whole]);
    rule w, facts, ctx => station::change_account(w, facts, ctx);
}

writes! {
    /// Confirm the business day the clock says.
    ConfirmDay { day: Day }
    life FREE;
    names _, _ => {};
    stake _, _ => None;
    rule w, facts, ctx => station::confirm_day(w.day, facts, ctx);
}
