//! Corrections of a filed matter, one field at a time. The fields are those of `domain::change`.

use rusqlite::ToSql;
use uuid::Uuid;

use super::Act;
use super::opinion::{due_columns, lead_part, put_deputies};
use super::texts::{part_text, put_answer, put_texts, texts, turn_confidential};
use crate::domain::deadline::Deadline;
use crate::domain::event::FieldChange;
use crate::domain::id::DeputyId;
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

/// Whether a flag says yes.
pub(super) fn is_on(flag: Option<&str>) -> bool {
    matches!(flag, Some("1" | "true"))
}

pub(super) fn correct(act: &Act<'_>, field: &FieldChange) -> Result<(), StoreError> {
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
    match field.field.as_str() {
        open @ ("category" | "scope" | "urgency" | "channel") => {
            set(open, &new)?;
        }
        "affected" => {
            set("affected", &new.and_then(|n| n.parse::<u32>().ok()))?;
        }
        "due" => {
            let due = new.map(|due| due.parse::<Deadline>().map_err(|()| act.missing("due date")));
            for (column, value) in due_columns(due.transpose()?) {
                set(column, &value)?;
                on_lead(column, &value)?;
            }
        }
        "class" => {
            set("class", &new)?;
            on_lead("class", &new)?;
        }
        "deputies" => {
            let ids = new.unwrap_or_default();
            let ids = ids.split(',').filter(|part| !part.is_empty());
            let ids: Result<Vec<DeputyId>, _> = ids.map(|part| Uuid::parse_str(part).map(DeputyId)).collect();
            put_deputies(act, &ids.map_err(|_| act.missing("deputy"))?)?;
        }
        "confidential" => turn_confidential(act, is_on(new.as_deref()))?,
        "answer" => {
            if let Some(no) = current_round(act)? {
                part_text(act, (no, lead_part(act, no)?), "answer", new.as_deref())?;
            }
            put_answer(act, new)?;
        }
        text @ ("words" | "summary" | "place" | "papers" | "papers_at") => {
            let (mut texts, confidential) = texts(act)?;
            match text {
                "words" => texts.words = new,
                "summary" => texts.summary = new,
                "place" => texts.place = new,
                "papers" => texts.papers = new,
                _ => texts.papers_at = new,
            }
            put_texts(act, &texts, confidential)?;
        }
        other => {
            return Err(StoreError::corrupt(format!(
                "event {}: a matter has no field {other}",
                act.ev.seq
            )));
        }
    }
    Ok(())
}
