//! The texts of a matter and of what belongs to it: in clear, or sealed when it is confidential.

use std::sync::LazyLock;

use super::opinion::settle_parties;
use super::{Act, number};
use crate::domain::fields::OpinionField;
use crate::store::error::StoreError;
use crate::store::rows;
use crate::store::sealing::{Aside, PAPERS_AT, SealedAsOne, TEXTS, Texts, seal_all};

/// Every column below that may hold a text, with the table it is in.
const CHILDREN: &[(&str, &str)] = &[
    ("handover", "person"),
    ("handover", "note"),
    ("handover", "answered_person"),
    ("handover", "answer"),
    ("chase", "person"),
    ("chase", "text"),
    ("telling", "text"),
    ("evaluation", "text"),
];

/// The texts as they stand, and whether they are confidential.
pub(super) fn texts(act: &Act<'_>) -> Result<(Texts, bool), StoreError> {
    rows::one(act.tx, "SELECT * FROM opinion WHERE id = ?1", [&act.id], |c| {
        Ok((rows::all_texts(c, act.hand)?, c.get("confidential")?))
    })?
    .ok_or_else(|| act.missing("opinion"))
}

pub(super) fn confidential(act: &Act<'_>) -> Result<bool, StoreError> {
    rows::one(
        act.tx,
        "SELECT confidential FROM opinion WHERE id = ?1",
        [&act.id],
        |c| c.get("confidential"),
    )?
    .ok_or_else(|| act.missing("opinion"))
}

pub(super) fn put_texts(act: &Act<'_>, texts: &Texts, confidential: bool) -> Result<(), StoreError> {
    let mut together = texts.clone();
    let papers_at = together.take(OpinionField::PapersAt);
    let (papers_at, papers_at_sealed) = act.hand.put(&act.id, PAPERS_AT, papers_at.as_deref(), confidential)?;
    let (clear, sealed) = if confidential {
        (Texts::default(), seal_all(act.hand, &act.id, TEXTS, &together)?)
    } else {
        (together, None)
    };
    let mut columns: Vec<super::Col<'_>> = vec![
        (":confidential", &confidential),
        (":papers_at", &papers_at),
        (":papers_at_sealed", &papers_at_sealed),
        (":sealed", &sealed),
        (":id", &act.id),
    ];
    let clear: Vec<_> = OpinionField::together().map(|field| clear.get(field)).collect();
    let names = TOGETHER.iter().map(|(name, _)| name.as_str());
    columns.extend(names.zip(&clear).map(|(name, text)| -> super::Col<'_> { (name, text) }));
    act.run(&PUT, &columns)?;
    Ok(())
}

/// The columns of the texts that are sealed together: as parameters, and as they are set.
static TOGETHER: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let named = |field: OpinionField| (format!(":{}", field.key()), format!("{0} = :{0}", field.key()));
    OpinionField::together().map(named).collect()
});

static PUT: LazyLock<String> = LazyLock::new(|| {
    let set: Vec<_> = TOGETHER.iter().map(|(_, set)| set.as_str()).collect();
    format!(
        "UPDATE opinion SET confidential = :confidential, {}, papers_at = :papers_at, \
         papers_at_sealed = :papers_at_sealed, sealed = :sealed WHERE id = :id",
        set.join(", ")
    )
});

/// Takes every text of a matter out of its row.
pub(super) static FORGET: LazyLock<String> = LazyLock::new(|| {
    let texts: Vec<_> = OpinionField::texts()
        .map(|field| format!("{} = NULL", field.key()))
        .collect();
    format!(
        "UPDATE opinion SET {}, sealed = NULL, papers_at_sealed = NULL, paper_no = NULL, paper_no_sealed = NULL, \
         void_reason = NULL, void_reason_sealed = NULL WHERE id = ?1",
        texts.join(", ")
    )
});

/// Sets the answer beside the other texts.
pub(super) fn put_answer(act: &Act<'_>, answer: Option<String>) -> Result<(), StoreError> {
    let (mut texts, confidential) = texts(act)?;
    texts.set(OpinionField::Answer, answer);
    put_texts(act, &texts, confidential)
}

/// Sets a text that has columns of its own.
pub(super) fn put_aside(act: &Act<'_>, aside: Aside, text: Option<&str>, confidential: bool) -> Result<(), StoreError> {
    let (clear, sealed) = act.hand.put_aside(&act.id, aside, text, confidential)?;
    let column = aside.column;
    act.run(
        &format!("UPDATE opinion SET {column} = :clear, {column}_sealed = :sealed WHERE id = :id"),
        &[(":clear", &clear), (":sealed", &sealed), (":id", &act.id)],
    )?;
    Ok(())
}

/// A row below the matter with texts of its own, by their columns.
pub(super) fn child(
    act: &Act<'_>,
    table: &str,
    texts: &[(&str, Option<&String>)],
    columns: &[super::Col<'_>],
) -> Result<(), StoreError> {
    let confidential = confidential(act)?;
    let mut stored = Vec::with_capacity(texts.len());
    for (column, text) in texts {
        let field = format!("{table}.{}.{column}", act.ev.seq);
        let (clear, sealed) = act.hand.put(&act.id, &field, text.map(String::as_str), confidential)?;
        stored.push((*column, format!("{column}_sealed"), clear, sealed));
    }
    let mut whole: Vec<super::Col<'_>> = vec![("n", &act.ev.seq), ("opinion", &act.id)];
    for (column, sealed_column, clear, sealed) in &stored {
        whole.push((*column, clear));
        whole.push((sealed_column, sealed));
    }
    whole.extend_from_slice(columns);
    act.insert(table, &whole)
}

/// Sets a text of one unit's part in a round.
pub(super) fn part_text(
    act: &Act<'_>,
    (round, part): (u16, u16),
    column: &str,
    text: Option<&str>,
) -> Result<(), StoreError> {
    let n = rows::one(
        act.tx,
        "SELECT n FROM handover WHERE opinion = ?1 AND round = ?2 AND part = ?3",
        rusqlite::params![act.id, round, part],
        |c| c.get::<i64>("n"),
    )?
    .ok_or_else(|| act.missing("handover"))?;
    let field = format!("handover.{n}.{column}");
    let (clear, sealed) = act.hand.put(&act.id, &field, text, confidential(act)?)?;
    act.run(
        &format!("UPDATE handover SET {column} = :clear, {column}_sealed = :sealed WHERE n = :n"),
        &[(":clear", &clear), (":sealed", &sealed), (":n", &n)],
    )?;
    Ok(())
}

/// Moves every text of a matter from the clear into the sealed columns, or back.
pub(super) fn turn_confidential(act: &Act<'_>, on: bool) -> Result<(), StoreError> {
    let (texts, _) = texts(act)?;
    let beside = rows::one(act.tx, "SELECT * FROM opinion WHERE id = ?1", [&act.id], |c| {
        Aside::ALL
            .map(|aside| rows::aside(c, act.hand, aside))
            .into_iter()
            .collect::<Result<Vec<_>, _>>()
    })?;
    // A row never holds words both ways, not even between two statements.
    for aside in Aside::ALL {
        put_aside(act, aside, None, on)?;
    }
    put_texts(act, &texts, on)?;
    for (aside, text) in Aside::ALL.into_iter().zip(beside.unwrap_or_default()) {
        put_aside(act, aside, text.as_deref(), on)?;
    }
    for (table, column) in CHILDREN {
        let found = rows::all(
            act.tx,
            &format!("SELECT n, {column} AS clear, {column}_sealed AS sealed FROM {table} WHERE opinion = ?1"),
            [&act.id],
            |c| {
                Ok((
                    c.get::<i64>("n")?,
                    c.get::<Option<String>>("clear")?,
                    c.get::<Option<Vec<u8>>>("sealed")?,
                ))
            },
        )?;
        for (n, clear, sealed) in found {
            let name = format!("{table}.{n}.{column}");
            let text = act.hand.get(&act.id, &name, clear, sealed)?;
            let (clear, sealed) = act.hand.put(&act.id, &name, text.as_deref(), on)?;
            act.run(
                &format!("UPDATE {table} SET {column} = :clear, {column}_sealed = :sealed WHERE n = :n"),
                &[(":clear", &clear), (":sealed", &sealed), (":n", &n)],
            )?;
        }
    }
    settle_parties(act)?;
    number::turn_confidential(act, on)
}
