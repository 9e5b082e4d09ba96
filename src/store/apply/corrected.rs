//! Corrections of a filed matter, one field at a time. The fields are those of `domain::change`.

use rusqlite::ToSql;

use super::Act;
use super::opinion::{due_columns, lead_part, put_deputies};
use super::texts::{part_text, put_answer, put_texts, texts, turn_confidential};
use crate::domain::change::RECOUNTED;
use crate::domain::event::FieldChange;
use crate::domain::fields::{Change, OpinionField};
use crate::domain::shape::Class;
use crate::store::error::StoreError;
use crate::store::rows;

fn current_round(act: &Act<'_>) -> Result<Option<u16>, StoreError> {
    Ok(
        rows::one(act.tx, "SELECT round_no FROM opinion WHERE id = ?1", [&act.id], |c| {
            c.get::<Option<u16>>("round_no")
        })?
        .flatten(),
    )
}

/// A day that is corrected is somebody's own word, unless it was counted anew.
pub(super) fn correct(act: &Act<'_>, field: &FieldChange, reason: Option<&str>) -> Result<(), StoreError> {
    let new = field.new.clone();
    let set = |column: &str, value: &dyn ToSql| {
        act.run(
            &format!("UPDATE opinion SET {column} = :value WHERE id = :id"),
            &[(":value", value), (":id", &act.id)],
        )
    };
    // The matter says what the unit says that leads.
    let on_lead = |column: &str, value: &dyn ToSql| -> Result<(), StoreError> {
        let no = current_round(act)?;
        act.run(
            &format!("UPDATE handover SET {column} = :value WHERE opinion = :id AND round = :no AND lead = 1"),
            &[(":value", value), (":id", &act.id), (":no", &no)],
        )?;
        Ok(())
    };
    let odd = || StoreError::corrupt(format!("event {}: a matter has no such {}", act.ev.seq, field.field));
    let of = OpinionField::of_key(&field.field).ok_or_else(odd)?;
    let change = Change::read(of, new.as_deref()).ok_or_else(odd)?;
    if let Change::Due(due) = change {
        for (column, value) in due_columns(Some(due)) {
            set(column, &value)?;
            on_lead(column, &value)?;
        }
        if reason != Some(RECOUNTED) {
            on_lead("counted_by", &None::<String>)?;
        }
    } else if let Change::Class(class) = change {
        set("class", &class)?;
        set("answer_class", &class)?;
        on_lead("class", &class)?;
    } else if let Change::Deputies(deputies) = change {
        put_deputies(act, &deputies)?;
    } else if let Change::Confidential(on) = change {
        turn_confidential(act, on)?;
    } else if let Change::Answer(_) = change {
        if let Some(no) = current_round(act)? {
            part_text(act, (no, lead_part(act, no)?), "answer", new.as_deref())?;
        }
        put_answer(act, new)?;
    } else if of.class() == Class::Open {
        set(of.key(), &new)?;
    } else {
        let (mut texts, confidential) = texts(act)?;
        texts.set(of, new);
        put_texts(act, &texts, confidential)?;
    }
    Ok(())
}
