//! Station, rules, accounts, the business day.

use super::Act;
use crate::domain::event::Kind;
use crate::store::error::StoreError;

pub(super) fn apply(act: &Act<'_>) -> Result<(), StoreError> {
    match &act.ev.kind {
        Kind::StationFounded {
            code,
            name,
            station_kind,
            hours,
            head_phone,
        } => act.create(
            "station",
            &[
                ("code", code),
                ("name", name),
                ("kind", &station_kind.code()),
                ("hours", hours),
                ("head_phone", head_phone),
            ],
        ),
        Kind::StationChanged {
            name,
            station_kind,
            hours,
            head_phone,
        } => act.change(
            "station",
            "name = :name, kind = :kind, hours = :hours, head_phone = :phone",
            &[
                (":name", name),
                (":kind", &station_kind.code()),
                (":hours", hours),
                (":phone", head_phone),
            ],
        ),
        Kind::RulesetAdopted { .. } | Kind::SectionAdopted { .. } => super::rules::apply(act),
        // Receptions are not numbered on anybody's paper, so only what people hold in their hands jumps.
        Kind::LineageBegun { opinions, tickets, .. } => {
            act.jump("opinion", i64::from(*opinions))?;
            act.jump("ticket", i64::from(*tickets))
        }
        Kind::DayTurned { day, clock, confirmed } => act.insert(
            "business_day",
            &[
                ("n", &act.ev.seq),
                ("day", &day.to_string()),
                ("clock", &clock.to_string()),
                ("confirmed", confirmed),
                ("by", &act.ev.by),
                ("at", &act.ev.at.0),
            ],
        ),
        Kind::AccountAdded {
            os_name,
            name,
            role,
            deputy,
        } => act.create(
            "account",
            &[
                ("os_name", os_name),
                ("name", name),
                ("role", &role.code()),
                ("deputy", &deputy.map(|d| d.to_string())),
                ("active", &true),
            ],
        ),
        Kind::AccountChanged {
            name,
            role,
            deputy,
            active,
        } => act.change(
            "account",
            "name = :name, role = :role, deputy = :deputy, active = :active",
            &[
                (":name", name),
                (":role", &role.code()),
                (":deputy", &deputy.map(|d| d.to_string())),
                (":active", active),
            ],
        ),
        _ => Ok(()),
    }
}
