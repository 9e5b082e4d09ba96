//! Bringing in a table: read it, say what each row would do, write whole rows in batches. The desk and the command line
//! both come here.

mod changes;
pub mod columns;
pub mod files;
pub mod job;
pub mod words;

use std::collections::BTreeSet;
use std::path::Path;

use crate::app::model::importing::{Entry, Plan, Remark, Table, Written, is_new};
use crate::domain::code::{Level, UnitKind};
use crate::domain::column::Choice;
use crate::domain::command::{ChangeDeputy, ChangeUnit, Command, Request};
use crate::domain::moment::Day;
use crate::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use crate::domain::view::{Answer, Asker, Query};
use crate::i18n::{Lang, code, refusal};
use crate::import as reader;
use crate::import::{
    DeputyField, DeputyRow, Dictionary, End, ImportError, Parsed, Place, Problem, ProblemKind, Sheet, Step, UnitField,
    UnitRow,
};
use crate::runtime::clock::Clock;
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, ReadOnly, StoreError, execute_many, turn};

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

/// The words by which a table is understood: those that ship, and what the desk itself shows, in both languages.
pub fn words() -> Result<Dictionary, ImportError> {
    let langs = || [Lang::Zh, Lang::En].into_iter();
    let kinds = langs().flat_map(|lang| {
        UnitKind::ALL
            .iter()
            .map(move |kind| (code::unit_kind(lang, *kind), *kind))
    });
    let levels = langs().flat_map(|lang| {
        Level::ALL.iter().flat_map(move |level| {
            [code::level(lang, *level), code::level_short(lang, *level)].map(|word| (word, *level))
        })
    });
    let (kinds, levels): (Vec<_>, Vec<_>) = (kinds.collect(), levels.collect());
    Ok(Dictionary::shipped()?.with_labels(&kinds, &levels))
}

/// Reads a table and compares it with what is there. `said` is what a person says of its columns; where nobody does, what was
/// said of the last file with the same headings counts.
pub fn plan(
    lang: Lang,
    (what, file): (Table, &Path),
    today: Day,
    store: &ReadOnly,
    said: Option<&[Choice]>,
) -> Result<Plan, Trouble> {
    let mut words = words()?;
    let sheets = reader::read_table(file)?;
    let seen = |words: &Dictionary| match what {
        Table::Deputies => reader::columns(&sheets, words, &words.deputies, DeputyField::Name),
        Table::Units => reader::columns(&sheets, words, &words.units, UnitField::Name),
    };
    let shape = columns::shape(what, &seen(&words));
    let choices = match said {
        Some(said) => said.to_vec(),
        None => columns::remembered(store, &shape).map_err(Trouble::Store)?,
    };
    let (deputies_words, units_words) = (words.deputies.choosing(&choices), words.units.choosing(&choices));
    (words.deputies, words.units) = (deputies_words, units_words);
    let ask = |query: &Query| store.answer(Asker::Program, query);
    let fields = match what {
        Table::Deputies => words.deputies.keys(),
        Table::Units => words.units.keys(),
    };
    let columns = seen(&words);
    let read = match what {
        Table::Deputies => deputies(lang, &sheets, &words, today, &ask),
        Table::Units => units(lang, &sheets, &words, &ask),
    };
    let plan = match read {
        // Whoever sees the columns can say which one is the name.
        Err(Trouble::File(e @ ImportError::NoHeader { .. })) if !columns.is_empty() => Plan {
            missing: Some(words::of_file(lang, &e)),
            ..Plan::default()
        },
        read => read?,
    };
    Ok(Plan {
        columns,
        fields,
        shape,
        ..plan
    })
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
    let mut parsed = reader::deputies(sheets, words, today)?;
    let query = Query::Deputies {
        matching: String::new(),
        limit: u32::MAX,
    };
    let there = match ask(&query).map_err(Trouble::Store)? {
        Answer::Deputies(there) => there,
        _ => Vec::new(),
    };
    let steps = reader::plan_deputies(&there, &parsed.rows);
    parsed
        .problems
        .extend(reader::namesakes_there(&there, &parsed.rows, &steps));
    let entry = |row: &DeputyRow, old: Option<&Deputy>, profile: DeputyProfile| Entry {
        sheet: row.at.sheet.clone(),
        row: row.at.row,
        name: profile.name.clone(),
        detail: changes::with_leaving(
            changes::detail(lang, old.map(|d| d.profile.said()).as_ref(), &profile.said()),
            old.is_some_and(|d| d.active && row.departed)
                .then_some(lang.texts().importing.leaves_office),
        ),
        command: match old {
            None => Command::AddDeputy(profile),
            Some(d) => Command::ChangeDeputy(ChangeDeputy {
                deputy: d.id,
                rev: d.rev,
                profile,
                active: d.active && !row.departed,
            }),
        },
    };
    Ok(assemble(
        lang,
        parsed,
        (|r| &r.at, &ProblemKind::Departed),
        steps,
        &there,
        entry,
        |row, old| {
            let old = old.map(|deputy| deputy.profile.said());
            changes::differs(lang, &row.profile.name, (&old.unwrap_or_default(), &row.profile.said()))
        },
    ))
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
    let entry = |row: &UnitRow, old: Option<&Unit>, profile: UnitProfile| Entry {
        sheet: row.at.sheet.clone(),
        row: row.at.row,
        name: profile.name.clone(),
        detail: changes::with_leaving(
            changes::detail(lang, old.map(|u| u.profile.said()).as_ref(), &profile.said()),
            old.is_some_and(|u| u.active && row.closed)
                .then_some(lang.texts().importing.leaves_use),
        ),
        command: match old {
            None => Command::AddUnit(profile),
            Some(u) => Command::ChangeUnit(ChangeUnit {
                unit: u.id,
                rev: u.rev,
                profile,
                active: u.active && !row.closed,
            }),
        },
    };
    Ok(assemble(
        lang,
        parsed,
        (|r| &r.at, &ProblemKind::Closed),
        steps,
        &there,
        entry,
        |row, old| {
            let said = UnitProfile {
                kind: row.kind.or(old.map(|unit| unit.profile.kind)).unwrap_or_default(),
                ..row.profile.clone()
            };
            let old = old.map(|unit| unit.profile.said());
            changes::differs(lang, &row.profile.name, (&old.unwrap_or_default(), &said.said()))
        },
    ))
}

/// Counts, entries and remarks from the steps of either kind of table.
fn assemble<T, K, P>(
    lang: Lang,
    parsed: Parsed<T>,
    (place, gone): (fn(&T) -> &Place, &ProblemKind),
    steps: Vec<Step<P>>,
    there: &[K],
    entry: impl Fn(&T, Option<&K>, P) -> Entry,
    differs: impl Fn(&T, Option<&K>) -> String,
) -> Plan {
    let Parsed {
        rows,
        problems,
        mut ends,
    } = parsed;
    let mut plan = Plan {
        remarks: problems.iter().map(|p| remark(lang, p)).collect(),
        ..Plan::default()
    };
    let counts = &mut plan.counts;
    counts.unsure = ends.count(End::Unsure);
    // Of several who share a row one may be in office no more, and the row is taken for the others.
    let stays = |(_, step): &(&T, &Step<P>)| !matches!(step, Step::Gone(_));
    let taken: BTreeSet<Place> = rows
        .iter()
        .zip(&steps)
        .filter(stays)
        .map(|(row, _)| place(row).clone())
        .collect();
    for (row, step) in rows.iter().zip(steps) {
        let at = place(row);
        match step {
            Step::Add(profile) => {
                counts.add += 1;
                plan.entries.push(entry(row, None, profile));
            }
            Step::Update(id, profile) => {
                counts.update += 1;
                plan.entries.push(entry(row, there.get(id), profile));
            }
            Step::Same(_) => counts.same += 1,
            Step::Unsure { candidates } => {
                counts.unsure += 1;
                ends.change(at, End::Unsure);
                plan.remarks.push(Remark {
                    sheet: at.sheet.clone(),
                    row: at.row,
                    column: String::new(),
                    seen: match candidates.as_slice() {
                        [one] => differs(row, there.get(*one)),
                        _ => String::new(),
                    },
                    reason: match candidates.as_slice() {
                        [_] => lang.texts().importing.unsure_one.to_owned(),
                        _ => lang.texts().importing.unsure.to_owned(),
                    },
                    left_out: false,
                });
            }
            Step::Together(problem) => {
                ends.change(at, End::Together);
                plan.remarks.push(remark(lang, &problem));
            }
            Step::Gone(seen) => {
                if !taken.contains(at) {
                    ends.change(at, End::LeftOut);
                }
                let problem = Problem {
                    at: at.clone(),
                    column: String::new(),
                    kind: gone.clone(),
                    seen,
                };
                plan.remarks.push(remark(lang, &problem));
            }
        }
    }
    let of = |all: &[End]| all.iter().map(|end| ends.count(*end)).sum();
    counts.taken = of(&[End::Taken]);
    counts.together = of(&[End::Together]);
    counts.unsure_rows = of(&[End::Unsure]);
    counts.skipped = of(&[End::LeftOut]);
    counts.no_data = of(&[End::Title, End::Blank, End::Heading, End::Total]);
    counts.sheets = of(&[End::Hidden, End::Unheaded]);
    plan
}

fn remark(lang: Lang, p: &Problem) -> Remark {
    Remark {
        sheet: p.at.sheet.clone(),
        row: p.at.row,
        column: p.column.clone(),
        seen: p.seen.clone(),
        reason: words::of_row(lang, &p.at, &p.kind),
        left_out: p.kind.leaves_out(),
    }
}
