//! Deputies, units, and the people who come.

use super::{Act, Done};
use crate::domain::change::pinyin_of;
use crate::domain::event::{CitizenCorrected, DeputyAdded, DeputyChanged, FieldChange, UnitAdded, UnitChanged};
use crate::domain::fields::{CitizenChange, CitizenField};
use crate::domain::shape::Class;
use crate::store::error::StoreError;
use crate::store::named::Called;
use crate::store::sealing::{PRIVATE, Private, open_all, seal_all};
use crate::store::{index, rows};

effects! { act;
    DeputyAdded<'_>, e => {
        let profile = act.there(e.profile.as_deref())?;
        act.create(
            "deputy",
            &[
                ("name", &profile.name),
                ("profile", &act.json(profile)?),
                ("active", &true),
            ],
        )
    };

    UnitAdded<'_>, e => {
        let profile = act.there(e.profile.as_deref())?;
        act.create(
            "unit",
            &[
                ("name", &profile.name),
                ("short", &profile.short),
                ("kind", &profile.kind.code()),
                ("profile", &act.json(profile)?),
                ("active", &true),
            ],
        )
    };

    DeputyChanged<'_>, e => {
        let profile = act.there(e.profile.as_deref())?;
        act.change(
            "deputy",
            "name = :name, profile = :profile, active = :active",
            &[
                (":name", &profile.name),
                (":profile", &act.json(profile)?),
                (":active", e.active),
            ],
        )
    };

    UnitChanged<'_>, e => {
        let profile = act.there(e.profile.as_deref())?;
        act.change(
            "unit",
            "name = :name, short = :short, kind = :kind, profile = :profile, active = :active",
            &[
                (":name", &profile.name),
                (":short", &profile.short),
                (":kind", &profile.kind.code()),
                (":profile", &act.json(profile)?),
                (":active", e.active),
            ],
        )
    };
}

/// Notes the numbers somebody may be found by.
pub(super) fn put_numbers(act: &Act<'_>, private: &Private) -> Done {
    for phone in private.numbers() {
        let four = phone.last_four();
        let four = (four.len() == 4).then(|| act.hand.four_token(four)).transpose()?;
        act.run(
            "INSERT OR IGNORE INTO citizen_number (citizen, phone_mac, four_mac) VALUES (:id, :phone, :four)",
            &[
                (":id", &act.id),
                (":phone", &act.hand.phone_token(&phone.canonical())?),
                (":four", &four),
            ],
        )?;
    }
    Ok(())
}

effects! { act;
    CitizenCorrected<'_>, e => {
        // Counts as a change also when only sealed fields changed and the key is gone.
        act.change("citizen", "visit = visit", &[])?;
        let sealed = e.sealed_changes.as_deref().unwrap_or_default();
        e.changes
            .iter()
            .chain(sealed)
            .try_for_each(|change| correct(act, change))?;
        let named = sealed.iter().find(|change| change.field == "name");
        let unindexed = match named {
            None => false,
            Some(FieldChange { new: None, .. }) => true,
            Some(_) => has_confidential(act)?,
        };
        act.left.borrow_mut().unindexed |= unindexed;
        Ok(())
    };
}

/// Whether the answer to a confidential matter is owed to the person.
fn has_confidential(act: &Act<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM opinion_party p JOIN opinion o ON o.id = p.opinion WHERE p.citizen = ?1 AND o.confidential = 1";
    Ok(rows::count(act.tx, sql, [&act.id])? > 0)
}

fn correct(act: &Act<'_>, change: &FieldChange) -> Done {
    let new = change.new.as_ref();
    let set = |column: &str, value: &dyn rusqlite::ToSql| {
        act.run(
            &format!("UPDATE citizen SET {column} = :value WHERE id = :id"),
            &[(":value", value), (":id", &act.id)],
        )
    };
    let odd = || StoreError::corrupt(format!("event {}: a person has no such {}", act.ev.seq, change.field));
    let field = CitizenField::of_key(&change.field).ok_or_else(odd)?;
    let is_private = field.class() == Class::Private;
    if !is_private && !field.is_name() {
        set(field.key(), &new)?;
    }
    let to = CitizenChange::read(field, new.map(String::as_str)).ok_or_else(odd)?;
    if let CitizenChange::Name(name) = to {
        let pinyin = pinyin_of(name.as_deref());
        Called { name, pinyin }.put(act.hand, act.tx, &act.id)?;
        if act.hand.index {
            index::refresh_citizen(act.tx, act.hand.vault, &act.id)?;
        }
    }
    if is_private {
        let bytes = rows::one(act.tx, "SELECT private FROM citizen WHERE id = ?1", [&act.id], |c| {
            c.get::<Option<Vec<u8>>>("private")
        })?;
        let mut private: Private = open_all(act.hand, &act.id, PRIVATE, bytes.flatten().as_deref())?;
        private.set(field, change.new.clone());
        set("private", &seal_all(act.hand, &act.id, PRIVATE, &private)?)?;
        act.run("DELETE FROM citizen_number WHERE citizen = :id", &[(":id", &act.id)])?;
        put_numbers(act, &private)?;
    }
    Ok(())
}
