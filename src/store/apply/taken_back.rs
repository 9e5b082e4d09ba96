//! A telling noted by mistake, taken back: its rows go, and what stood on them.

use super::handover::to_tell;
use super::opinion::{attempts, change, gravest, not_closed, touched};
use super::{Act, Done};
use crate::domain::code::Grade;
use crate::domain::event::TellingTakenBack;
use crate::store::error::StoreError;
use crate::store::rows::{self, told};

/// Which one it was before that was said: the newest of this handling.
fn newest(act: &Act<'_>) -> Result<i64, StoreError> {
    let found = rows::one(
        act.tx,
        "SELECT max(t.n) AS n FROM telling t JOIN opinion o ON o.id = t.opinion AND t.n > o.owed_since WHERE o.id = ?1",
        [&act.id],
        |c| c.get::<Option<i64>>("n"),
    )?;
    found.flatten().ok_or_else(|| act.missing("telling"))
}

/// Told as they were shown the way: from now on it is owed, by the limit of the rules in force at this place in the log.
fn untell_guided(act: &Act<'_>) -> Done {
    let sql = "SELECT guided_at FROM opinion WHERE id = ?1 AND state = 'guided' AND told = 1";
    let found = rows::one(act.tx, sql, [&act.id], |c| c.get::<Option<i64>>("guided_at"))?;
    if found.flatten().is_none() {
        return Err(act.missing("telling"));
    }
    change(act, "tell_by = :tell", &[(":tell", &to_tell(act, None)?)])
}

/// Who is told by what is left, and what is left of what they said since.
fn untell(act: &Act<'_>, telling: i64) -> Done {
    act.run(
        concat!(
            "UPDATE opinion_party SET told = EXISTS (SELECT 1 FROM telling t JOIN opinion o ON o.id = t.opinion \
             AND t.n > o.owed_since WHERE t.opinion = opinion_party.opinion AND t.reached IN ",
            told!(),
            " AND (t.citizen IS NULL OR t.citizen = opinion_party.citizen)) WHERE opinion = :id"
        ),
        &[(":id", &act.id)],
    )?;
    act.run(
        "DELETE FROM evaluation WHERE opinion = :id AND n > :telling AND NOT EXISTS (SELECT 1 FROM opinion_party p \
         WHERE p.opinion = :id AND p.told = 1 AND (evaluation.citizen IS NULL OR p.citizen = evaluation.citizen))",
        &[(":id", &act.id), (":telling", &telling)],
    )?;
    let grade = gravest(act)?.map(Grade::code);
    change(act, "grade = :grade", &[(":grade", &grade)])?;
    let waiting = rows::count(
        act.tx,
        "SELECT count(*) FROM opinion_party WHERE opinion = ?1 AND told = 0",
        [&act.id],
    )?;
    if waiting == 0 {
        return Ok(());
    }
    // What was guided elsewhere stays where it is.
    change(
        act,
        concat!(
            "state = iif(state IN ('told', 'closed'), 'answered', state), told = 0, ",
            not_closed!()
        ),
        &[],
    )
}

effects! { act;
    TellingTakenBack<'_>, e => {
        let telling = e.telling.map_or_else(|| newest(act), Ok)?;
        match act.run("DELETE FROM telling WHERE n = :telling", &[(":telling", &telling)])? {
            1 => {}
            _ => untell_guided(act)?,
        }
        if e.reached.is_told() {
            untell(act, telling)
        } else {
            touched(act)
        }
    }, tells |e, told| {
        if e.reached.is_told() {
            told.outcome.untold = rows::count(
                told.conn,
                "SELECT count(*) FROM opinion_party WHERE opinion = ?1 AND told = 0",
                [told.subject.hyphenated().to_string()],
            )?;
        } else {
            told.outcome.tries = Some((attempts(told)?, false));
        }
        Ok(())
    };
}
