//! Station, rules, accounts, the business day.

use super::{Act, Done};
use crate::domain::code::NumberFamily;
use crate::domain::event::{
    AccountAdded, AccountChanged, AccountLeft, BackupTaken, DayTurned, LineageBegun, OnePersonSet, StandInEnded,
    StandInSet, StationChanged, StationFounded,
};

effects! { act;
    StationFounded<'_>, Self { code, name, station_kind, hours, head_phone } => {
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
    };

    StationChanged<'_>, Self { name, station_kind, hours, head_phone } => {
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
    };

    OnePersonSet<'_>, e => act.change("station", "one_person = :on", &[(":on", e.on)]);

    // Receptions are not numbered on anybody's paper, so only what people hold in their hands jumps.
    LineageBegun<'_>, e => {
        act.jump("opinion", i64::from(*e.opinions))?;
        for family in NumberFamily::ALL {
            act.jump(family.code(), i64::from(*e.opinions))?;
        }
        act.jump("ticket", i64::from(*e.tickets))
    };

    BackupTaken<'_>, e => {
        act.insert(
            "backup",
            &[
                ("n", &act.ev.seq),
                ("at", &act.ev.at.0),
                ("by", &act.by),
                ("name", act.there(e.name.as_ref())?),
                ("folder", e.folder),
                ("ok", e.ok),
                ("named", e.named),
                ("upto", e.upto),
                ("bytes", e.bytes),
                ("sum", e.sum),
                ("second", &e.second.code()),
                ("gone", &false),
            ],
        )?;
        for n in e.dropped {
            act.run("UPDATE backup SET gone = 1 WHERE n = :n", &[(":n", n)])?;
        }
        Ok(())
    };

    DayTurned<'_>, e => {
        act.insert(
            "business_day",
            &[
                ("n", &act.ev.seq),
                ("day", &e.day.to_string()),
                ("clock", &e.clock.to_string()),
                ("confirmed", e.confirmed),
                ("by", &act.by),
                ("at", &act.ev.at.0),
            ],
        )
    };
}

/// Who stands in for an account to a last day.
const DATED: &str = "account = :id AND until_day IS NOT NULL";

/// SQL that ends what is not over of those who act in another's place.
fn ended(which: &str) -> String {
    format!("UPDATE stand_in SET ended = :n WHERE ended IS NULL AND {which}")
}

/// Who bore which name from when on: rows of before name people, and two may have borne one name.
fn named(act: &Act<'_>, name: &str, active: bool) -> Done {
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

effects! { act;
    AccountAdded<'_>, Self { os_name, name, role, deputy } => {
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
    };

    AccountChanged<'_>, Self { name, role, deputy, active } => {
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
        if *active {
            // Whoever is back has their own again.
            act.run(&ended("account = :id AND until_day IS NULL"), &[(":n", &act.ev.seq), (":id", &act.id)])?;
        }
        named(act, name, *active)
    };

    StandInSet<'_>, Self { by, from, until } => {
        act.change("account", "active = active", &[])?;
        act.run(&ended(DATED), &[(":n", &act.ev.seq), (":id", &act.id)])?;
        act.insert(
            "stand_in",
            &[
                ("n", &act.ev.seq),
                ("account", &act.id),
                ("by", &by.to_string()),
                ("from_day", &from.to_string()),
                ("until_day", &until.to_string()),
            ],
        )
    };

    StandInEnded, _ => {
        act.change("account", "active = active", &[])?;
        act.run(&ended(DATED), &[(":n", &act.ev.seq), (":id", &act.id)]).map(drop)
    };

    // What others had left to them goes on with theirs.
    AccountLeft<'_>, e => {
        act.change("account", "active = 0", &[])?;
        act.run(
            "INSERT INTO account_name (account, n, name, active) SELECT id, :n, name, 0 FROM account WHERE id = :id",
            &[(":n", &act.ev.seq), (":id", &act.id)],
        )?;
        let dated = "until_day IS NOT NULL AND (account = :id OR by = :id)";
        act.run(&ended(dated), &[(":n", &act.ev.seq), (":id", &act.id)])?;
        act.run(
            "INSERT INTO stand_in (n, account, by, from_day) SELECT DISTINCT :n, account, :to, :day FROM stand_in \
             WHERE ended IS NULL AND until_day IS NULL AND (by = :id AND account <> :to) \
             UNION SELECT :n, :id, :to, :day",
            &[
                (":n", &act.ev.seq),
                (":id", &act.id),
                (":to", &e.to.to_string()),
                (":day", &act.ev.at.day().to_string()),
            ],
        )
        .map(drop)
    };
}
