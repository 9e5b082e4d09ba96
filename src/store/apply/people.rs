//! Deputies, units, and the people who come.

use super::corrected::is_on;
use super::{Act, Aftermath};
use crate::domain::change::pinyin_of;
use crate::domain::event::{FieldChange, Kind};
use crate::domain::id::UnitId;
use crate::domain::phone::parse_phone;
use crate::domain::record::{DeputyProfile, UnitProfile};
use crate::store::error::StoreError;
use crate::store::hand::{PRIVATE, Private, open_all, seal_all};
use crate::store::{index, rows};

pub(super) fn deputy_added(act: &Act<'_>, profile: &DeputyProfile) -> Result<(), StoreError> {
    act.create(
        "deputy",
        &[
            ("name", &profile.name),
            ("profile", &act.json(profile)?),
            ("active", &true),
        ],
    )
}

pub(super) fn unit_added(act: &Act<'_>, profile: &UnitProfile) -> Result<(), StoreError> {
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
}

pub(super) fn deputy_changed(act: &Act<'_>, profile: &DeputyProfile, active: bool) -> Result<(), StoreError> {
    act.change(
        "deputy",
        "name = :name, profile = :profile, active = :active",
        &[
            (":name", &profile.name),
            (":profile", &act.json(profile)?),
            (":active", &active),
        ],
    )
}

pub(super) fn unit_changed(act: &Act<'_>, profile: &UnitProfile, active: bool) -> Result<(), StoreError> {
    act.change(
        "unit",
        "name = :name, short = :short, kind = :kind, profile = :profile, active = :active",
        &[
            (":name", &profile.name),
            (":short", &profile.short),
            (":kind", &profile.kind.code()),
            (":profile", &act.json(profile)?),
            (":active", &active),
        ],
    )
}

type Token = Option<Vec<u8>>;

/// Tokens of a phone number: the whole of it, and its last four digits.
fn tokens(act: &Act<'_>, phone: Option<&String>) -> Result<(Token, Token), StoreError> {
    let Some(phone) = phone else { return Ok((None, None)) };
    let (whole, four) = match parse_phone(phone) {
        Ok(p) => (p.canonical(), p.last_four().to_owned()),
        Err(_) => (phone.clone(), String::new()),
    };
    let four = (four.len() == 4).then(|| act.hand.four_token(&four)).transpose()?;
    Ok((Some(act.hand.phone_token(&whole)?), four))
}

pub(super) fn citizen_recorded(act: &Act<'_>) -> Result<(), StoreError> {
    let Kind::CitizenRecorded {
        visit,
        anonymous,
        reach,
        village,
        cannot_read,
        privacy_told,
        name,
        pinyin,
        phone,
        address,
        reach_note,
        on_behalf_of,
        claim_code,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    let (phone_mac, four_mac) = tokens(act, phone.as_ref())?;
    let private = Private {
        phone: phone.clone(),
        address: address.clone(),
        reach_note: reach_note.clone(),
        on_behalf_of: on_behalf_of.clone(),
    };
    act.create(
        "citizen",
        &[
            ("visit", &visit.to_string()),
            ("name", name),
            ("pinyin", pinyin),
            ("anonymous", anonymous),
            ("private", &seal_all(act.hand, &act.id, PRIVATE, &private)?),
            ("phone_mac", &phone_mac),
            ("four_mac", &four_mac),
            ("reach", &reach.map(crate::domain::code::Reach::code)),
            ("village", &village.map(|v| v.to_string())),
            ("cannot_read", cannot_read),
            ("privacy_told", privacy_told),
            ("claim_code", claim_code),
        ],
    )
}

pub(super) fn citizen_corrected(
    act: &Act<'_>,
    open: &[FieldChange],
    sealed: Option<&[FieldChange]>,
) -> Result<Aftermath, StoreError> {
    // Counts as a change also when only sealed fields changed and the key is gone.
    act.change("citizen", "visit = visit", &[])?;
    let sealed = sealed.unwrap_or_default();
    open.iter().chain(sealed).try_for_each(|change| correct(act, change))?;
    let named = sealed.iter().find(|change| change.field == "name");
    let unindexed = match named {
        None => false,
        Some(FieldChange { new: None, .. }) => true,
        Some(_) => has_confidential(act)?,
    };
    Ok(Aftermath {
        unindexed,
        ..Aftermath::default()
    })
}

/// Whether the answer to a confidential matter is owed to the person.
fn has_confidential(act: &Act<'_>) -> Result<bool, StoreError> {
    let sql = "SELECT count(*) FROM opinion_party p JOIN opinion o ON o.id = p.opinion WHERE p.citizen = ?1 AND o.confidential = 1";
    Ok(rows::count(act.tx, sql, [&act.id])? > 0)
}

fn correct(act: &Act<'_>, change: &FieldChange) -> Result<(), StoreError> {
    let new = change.new.as_ref();
    let set = |column: &str, value: &dyn rusqlite::ToSql| {
        act.run(
            &format!("UPDATE citizen SET {column} = :value WHERE id = :id"),
            &[(":value", value), (":id", &act.id)],
        )
    };
    match change.field.as_str() {
        "reach" => set("reach", &new)?,
        "village" => {
            let village = new.and_then(|v| v.parse().ok()).map(UnitId);
            set("village", &village.map(|v| v.to_string()))?
        }
        flag @ ("cannot_read" | "privacy_told") => set(flag, &is_on(change.new.as_deref()))?,
        "name" => {
            set("name", &new)?;
            set("pinyin", &pinyin_of(new.map(String::as_str)))?;
            if act.hand.index {
                index::refresh_citizen(act.tx, &act.id)?;
            }
            1
        }
        sealed @ ("phone" | "address" | "reach_note" | "on_behalf_of") => {
            let bytes = rows::one(act.tx, "SELECT private FROM citizen WHERE id = ?1", [&act.id], |c| {
                c.get::<Option<Vec<u8>>>("private")
            })?;
            let mut private: Private = open_all(act.hand, &act.id, PRIVATE, bytes.flatten().as_deref())?;
            let value = change.new.clone();
            match sealed {
                "phone" => {
                    let (whole, four) = tokens(act, value.as_ref())?;
                    set("phone_mac", &whole)?;
                    set("four_mac", &four)?;
                    private.phone = value;
                }
                "address" => private.address = value,
                "reach_note" => private.reach_note = value,
                _ => private.on_behalf_of = value,
            }
            set("private", &seal_all(act.hand, &act.id, PRIVATE, &private)?)?
        }
        other => {
            return Err(StoreError::corrupt(format!(
                "event {}: a person has no field {other}",
                act.ev.seq
            )));
        }
    };
    Ok(())
}
