//! Bringing in a table: read it, say what each row would do, write whole rows in batches. The desk and the command line
//! both come here.

mod changes;
pub mod files;
pub mod job;
pub mod words;

use std::path::Path;

use crate::app::model::importing::{Counts, Entry, Plan, Remark, Table, Written, is_new};
use crate::domain::command::{ChangeDeputy, ChangeUnit, Command, Request};
use crate::domain::moment::Day;
use crate::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use crate::domain::view::{Answer, Query};
use crate::i18n::{Lang, refusal};
use crate::import as reader;
use crate::import::{Dictionary, ImportError, Parsed, Place, Sheet, Step};
use crate::runtime::clock::Clock;
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, StoreError, execute_many, turn};

/// Rows to a transaction: other keyboards get their turn in between.
const BATCH: usize = 200;

/// Why there is no plan.
#[derive(Debug)]
pub enum Trouble {
    File(ImportError),
    Store(StoreError),
}

impl From<ImportError> for Trouble {
    fn from(e: ImportError) -> Self {
        Self::File(e)
    }
}

/// Reads a table and compares it with what is there.
pub fn plan(
    lang: Lang,
    (what, file): (Table, &Path),
    today: Day,
    ask: &dyn Fn(&Query) -> Result<Answer, StoreError>,
) -> Result<Plan, Trouble> {
    let words = Dictionary::shipped()?;
    let sheets = reader::read_table(file)?;
    match what {
        Table::Deputies => deputies(lang, &sheets, &words, today, ask),
        Table::Units => units(lang, &sheets, &words, ask),
    }
}

/// Writes rows, many to a transaction. A batch is there whole or not at all; `go_on` is told after each how many rows
/// have been dealt with, and ends it by saying no.
pub fn write(
    lang: Lang,
    desk: &mut Desk,
    clock: &Clock,
    requests: &[Request],
    go_on: &mut dyn FnMut(usize) -> bool,
) -> (Written, Option<StoreError>) {
    let (mut out, mut trouble) = (Written::default(), None);
    let mut dealt = 0;
    for batch in requests.chunks(BATCH) {
        let done = match together(desk, clock, batch) {
            // One row that somebody else has changed meanwhile must not keep the others out.
            Err(ExecuteError::Refused(_)) => one_by_one(lang, desk, clock, (dealt, batch), &mut out),
            Err(ExecuteError::Store(e)) => Err(e),
            Ok(()) => {
                for r in batch {
                    out.count(&r.command);
                }
                Ok(())
            }
        };
        if let Err(e) = done {
            trouble = Some(e);
            break;
        }
        dealt += batch.len();
        if !go_on(dealt) {
            break;
        }
        std::thread::sleep(turn::REST);
    }
    out.left = requests.len() - out.add - out.update - out.refused.len();
    (out, trouble)
}

fn together(desk: &mut Desk, clock: &Clock, batch: &[Request]) -> Result<(), ExecuteError> {
    execute_many(desk, |b| {
        for request in batch {
            let (now, doubtful) = clock.now();
            b.execute(request, now, doubtful, &mut OsSupply)?;
        }
        Ok(())
    })
}

fn one_by_one(
    lang: Lang,
    desk: &mut Desk,
    clock: &Clock,
    (first, batch): (usize, &[Request]),
    out: &mut Written,
) -> Result<(), StoreError> {
    for (n, request) in (first..).zip(batch) {
        match together(desk, clock, std::slice::from_ref(request)) {
            Ok(()) => out.count(&request.command),
            Err(ExecuteError::Refused(why)) => out.refused.push((n, refusal::sentence(lang, &why, None))),
            Err(ExecuteError::Store(e)) => return Err(e),
        }
        std::thread::sleep(turn::REST);
    }
    Ok(())
}

impl Written {
    fn count(&mut self, command: &Command) {
        if is_new(command) {
            self.add += 1;
        } else {
            self.update += 1;
        }
    }
}

fn deputies(
    lang: Lang,
    sheets: &[Sheet],
    words: &Dictionary,
    today: Day,
    ask: &dyn Fn(&Query) -> Result<Answer, StoreError>,
) -> Result<Plan, Trouble> {
    let parsed = reader::deputies(sheets, words, today)?;
    let query = Query::Deputies {
        matching: String::new(),
        limit: u32::MAX,
    };
    let there = match ask(&query).map_err(Trouble::Store)? {
        Answer::Deputies(there) => there,
        _ => Vec::new(),
    };
    let steps = reader::plan_deputies(&there, &parsed.rows);
    let entry = |at: &Place, old: Option<&Deputy>, profile: DeputyProfile| Entry {
        sheet: at.sheet.clone(),
        row: at.row,
        name: profile.name.clone(),
        detail: changes::detail(lang, old.map(|d| d.profile.said()).as_ref(), &profile.said()),
        command: match old {
            None => Command::AddDeputy(profile),
            Some(d) => Command::ChangeDeputy(ChangeDeputy {
                deputy: d.id,
                rev: d.rev,
                profile,
                active: d.active,
            }),
        },
    };
    Ok(assemble(lang, &parsed, |r| &r.at, steps, &there, entry))
}

fn units(
    lang: Lang,
    sheets: &[Sheet],
    words: &Dictionary,
    ask: &dyn Fn(&Query) -> Result<Answer, StoreError>,
) -> Result<Plan, Trouble> {
    let parsed = reader::units(sheets, words)?;
    let query = Query::Units {
        matching: String::new(),
        kind: None,
        limit: u32::MAX,
    };
    let there = match ask(&query).map_err(Trouble::Store)? {
        Answer::Units(there) => there,
        _ => Vec::new(),
    };
    let steps = reader::plan_units(&there, &parsed.rows);
    let entry = |at: &Place, old: Option<&Unit>, profile: UnitProfile| Entry {
        sheet: at.sheet.clone(),
        row: at.row,
        name: profile.name.clone(),
        detail: changes::detail(lang, old.map(|u| u.profile.said()).as_ref(), &profile.said()),
        command: match old {
            None => Command::AddUnit(profile),
            Some(u) => Command::ChangeUnit(ChangeUnit {
                unit: u.id,
                rev: u.rev,
                profile,
                active: u.active,
            }),
        },
    };
    Ok(assemble(lang, &parsed, |r| &r.at, steps, &there, entry))
}

/// Counts, entries and remarks from the steps of either kind of table.
fn assemble<T, K, P>(
    lang: Lang,
    parsed: &Parsed<T>,
    place: fn(&T) -> &Place,
    steps: Vec<Step<P>>,
    there: &[K],
    entry: impl Fn(&Place, Option<&K>, P) -> Entry,
) -> Plan {
    let mut plan = Plan {
        remarks: parsed.problems.iter().map(|p| remark(lang, p)).collect(),
        ..Plan::default()
    };
    let Counts {
        add,
        update,
        same,
        unsure,
        skipped,
    } = &mut plan.counts;
    *skipped = plan.remarks.iter().filter(|r| r.left_out).count();
    for (at, step) in parsed.rows.iter().map(place).zip(steps) {
        match step {
            Step::Add(profile) => {
                *add += 1;
                plan.entries.push(entry(at, None, profile));
            }
            Step::Update(id, profile) => {
                *update += 1;
                plan.entries.push(entry(at, there.get(id), profile));
            }
            Step::Same(_) => *same += 1,
            Step::Unsure { .. } => {
                *unsure += 1;
                plan.remarks.push(Remark {
                    sheet: at.sheet.clone(),
                    row: at.row,
                    column: String::new(),
                    seen: String::new(),
                    reason: lang.texts().importing.unsure.to_owned(),
                    left_out: false,
                });
            }
        }
    }
    plan
}

fn remark(lang: Lang, p: &reader::Problem) -> Remark {
    Remark {
        sheet: p.at.sheet.clone(),
        row: p.at.row,
        column: p.column.clone(),
        seen: p.seen.clone(),
        reason: words::of_row(lang, &p.kind),
        left_out: p.kind.leaves_out(),
    }
}
