//! Deputies, units, and the people who come.

use super::{Act, Forgotten};
use crate::domain::change::pinyin_of;
use crate::domain::event::{FieldChange, Kind};
use crate::domain::fields::{CitizenChange, CitizenField};
use crate::domain::phone::parse_phone;
use crate::domain::record::{DeputyProfile, UnitProfile};
use crate::domain::shape::Class;
use crate::store::error::StoreError;
use crate::store::sealing::{PRIVATE, Private, SealedAsOne, open_all, seal_all};
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
        claim_code,
        details,
    } = &act.ev.kind
    else {
        return Err(act.foreign());
    };
    let (phone_mac, four_mac) = tokens(act, details.phone.as_ref())?;
    let visit = visit.to_string();
    let private = seal_all(
        act.hand,
        &act.id,
        PRIVATE,
        &Private::of(CitizenField::together(), |field| details.text(field)),
    )?;
    let said: Vec<(&str, Option<String>)> = CitizenField::columns().map(|f| (f.key(), details.text(f))).collect();
    let mut columns: Vec<super::Col<'_>> = vec![
        ("visit", &visit),
        ("private", &private),
        ("phone_mac", &phone_mac),
        ("four_mac", &four_mac),
        ("claim_code", claim_code),
    ];
    columns.extend(said.iter().map(|(key, value)| -> super::Col<'_> { (*key, value) }));
    act.create("citizen", &columns)
}

pub(super) fn citizen_corrected(
    act: &Act<'_>,
    open: &[FieldChange],
    sealed: Option<&[FieldChange]>,
) -> Result<Forgotten, StoreError> {
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
    Ok(Forgotten {
        unindexed,
        ..Forgotten::default()
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
    let odd = || StoreError::corrupt(format!("event {}: a person has no such {}", act.ev.seq, change.field));
    let field = CitizenField::of_key(&change.field).ok_or_else(odd)?;
    let is_private = field.class() == Class::Private;
    if !is_private {
        set(field.key(), &new)?;
    }
    let to = CitizenChange::read(field, new.map(String::as_str)).ok_or_else(odd)?;
    if let CitizenChange::Name(name) = to {
        set("pinyin", &pinyin_of(name.as_deref()))?;
        if act.hand.index {
            index::refresh_citizen(act.tx, &act.id)?;
        }
    } else if let CitizenChange::Phone(phone) = to {
        let (whole, four) = tokens(act, phone.as_ref())?;
        set("phone_mac", &whole)?;
        set("four_mac", &four)?;
    }
    if is_private {
        let bytes = rows::one(act.tx, "SELECT private FROM citizen WHERE id = ?1", [&act.id], |c| {
            c.get::<Option<Vec<u8>>>("private")
        })?;
        let mut private: Private = open_all(act.hand, &act.id, PRIVATE, bytes.flatten().as_deref())?;
        private.set(field, change.new.clone());
        set("private", &seal_all(act.hand, &act.id, PRIVATE, &private)?)?;
    }
    Ok(())
}
