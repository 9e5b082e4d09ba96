//! Station, rules, accounts, the business day.

use super::Act;
use crate::domain::code::NumberFamily;
use crate::domain::event::Kind;
use crate::domain::moment::Day;
use crate::store::error::StoreError;

pub(super) fn founded(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::StationFounded {
        code,
        name,
        station_kind,
        hours,
        head_phone,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    act.create(
        "station",
        &[
            ("code", code),
            ("name", name),
            ("kind", &station_kind.code()),
            ("hours", &hours.as_deref().unwrap_or_default()),
            ("head_phone", head_phone),
        ],
    )
}

pub(super) fn changed(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::StationChanged {
        name,
        station_kind,
        hours,
        head_phone,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    act.change(
        "station",
        "name = :name, kind = :kind, hours = :hours, head_phone = :phone",
        &[
            (":name", name),
            (":kind", &station_kind.code()),
            (":hours", &hours.as_deref().unwrap_or_default()),
            (":phone", head_phone),
        ],
    )
}

/// Receptions are not numbered on anybody's paper, so only what people hold in their hands jumps.
pub(super) fn lineage(act: &Act<'_>, opinions: u32, tickets: u32) -> Result<(), StoreError> {
    act.jump("opinion", i64::from(opinions))?;
    for family in NumberFamily::ALL {
        act.jump(family.code(), i64::from(opinions))?;
    }
    act.jump("ticket", i64::from(tickets))
}

pub(super) fn day(act: &Act<'_>, day: Day, clock: Day, confirmed: bool) -> Result<(), StoreError> {
    act.insert(
        "business_day",
        &[
            ("n", &act.ev.seq),
            ("day", &day.to_string()),
            ("clock", &clock.to_string()),
            ("confirmed", &confirmed),
            ("by", &act.by),
            ("at", &act.ev.at.0),
        ],
    )
}

/// Who bore which name from when on: rows of before name people, and two may have borne one name.
fn named(act: &Act<'_>, name: &str, active: bool) -> Result<(), StoreError> {
    act.insert(
        "account_name",
        &[
            ("account", &act.id),
            ("n", &act.ev.seq),
            ("name", &name),
            ("active", &active),
        ],
    )
}

pub(super) fn account_added(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::AccountAdded {
        os_name,
        name,
        role,
        deputy,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    let name = act.there(name.as_ref())?;
    // Whoever sets a station up is added by the same act, a few events in; old rows know them by name only. Later a name
    // several bear may add another of that name, who is not their own author.
    let is_first = !act.tx.prepare_cached("SELECT 1 FROM account")?.exists([])?;
    let is_founder = is_first && act.ev.account.is_none() && act.by == *name;
    let own = Act {
        by: if is_founder { act.id.clone() } else { act.by.clone() },
        id: act.id.clone(),
        ..*act
    };
    own.create(
        "account",
        &[
            ("os_name", act.there(os_name.as_ref())?),
            ("name", name),
            ("role", &role.code()),
            ("deputy", &deputy.map(|d| d.to_string())),
            ("active", &true),
        ],
    )?;
    named(act, name, true)?;
    if is_founder {
        for sql in [
            "UPDATE station SET touch_by = :id WHERE touch_by = :name",
            "UPDATE rules SET by = :id WHERE by = :name",
        ] {
            act.run(sql, &[(":id", &act.id), (":name", name)])?;
        }
    }
    Ok(())
}

pub(super) fn account_changed(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::AccountChanged {
        name,
        role,
        deputy,
        active,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    let name = act.there(name.as_ref())?;
    act.change(
        "account",
        "name = :name, role = :role, deputy = :deputy, active = :active",
        &[
            (":name", name),
            (":role", &role.code()),
            (":deputy", &deputy.map(|d| d.to_string())),
            (":active", active),
        ],
    )?;
    named(act, name, *active)
}
