//! `import`: reads a table, says what each row would do, and does it in batches of whole rows.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::args::{self, Table};
use super::here::Here;
use super::{Done, print, remarks, say};
use crate::domain::code::{Level, UnitKind};
use crate::domain::command::Command;
use crate::domain::pinyin;
use crate::domain::record::{Deputy, DeputyProfile, Unit, UnitProfile};
use crate::domain::view::{Answer, Query};
use crate::error::{DATA, Fail};
use crate::i18n::fill;
use crate::import::{self as reader, DeputyRow, Dictionary, ImportError, Parsed, Step, UnitRow};
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, execute_many};

/// Rows to a transaction: other keyboards get their turn in between.
const BATCH: usize = 200;

/// What a row comes to.
enum Act {
    Add(Command),
    Update(Command),
    Same,
    Unsure,
}

/// Counts of a report.
#[derive(Clone, Copy, Default)]
struct Counts {
    add: usize,
    update: usize,
    same: usize,
    unsure: usize,
    skipped: usize,
}

impl Counts {
    fn of(acts: &[(usize, Act)], skipped: usize) -> Self {
        let count = |f: fn(&Act) -> bool| acts.iter().filter(|(_, a)| f(a)).count();
        Self {
            add: count(|a| matches!(a, Act::Add(_))),
            update: count(|a| matches!(a, Act::Update(_))),
            same: count(|a| matches!(a, Act::Same)),
            unsure: count(|a| matches!(a, Act::Unsure)),
            skipped,
        }
    }

    fn sentence(self, template: &str) -> String {
        let values = [
            ("add", self.add.to_string()),
            ("update", self.update.to_string()),
            ("same", self.same.to_string()),
            ("unsure", self.unsure.to_string()),
            ("skipped", self.skipped.to_string()),
        ];
        fill(template, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    }
}

/// One line of the report: where and why.
struct Remark {
    sheet: String,
    row: u32,
    column: String,
    seen: String,
    reason: String,
    left_out: bool,
}

struct Prepared {
    acts: Vec<(usize, Act)>,
    remarks: Vec<Remark>,
}

/// Brings in a table.
pub fn import(here: &Here, how: &args::Import) -> Done {
    let t = &here.texts().cli;
    let bad = |e: ImportError| remarks::trouble(here.lang, &e);
    let words = Dictionary::shipped().map_err(bad)?;
    let sheets = reader::read_table(&how.file).map_err(bad)?;
    let mut desk = here.desk()?;
    let account = here.account(&desk)?;
    let today = here.clock_of(&desk)?.now().0.day();
    let Prepared { acts, remarks } = match how.what {
        Table::Deputies => deputies(here, &reader::deputies(&sheets, &words, today).map_err(bad)?)?,
        Table::Units => units(here, &reader::units(&sheets, &words).map_err(bad)?)?,
    };
    let left_out = remarks.iter().filter(|r| r.left_out).count();
    let planned = Counts::of(&acts, left_out);
    if !how.json {
        report(here, &remarks)?;
    }
    let mut counts = planned;
    let preview = how.dry_run || !how.yes;
    if !preview {
        let wanted = acts.into_iter().filter_map(|(_, act)| match act {
            Act::Add(c) | Act::Update(c) => Some(c),
            Act::Same | Act::Unsure => None,
        });
        write(here, &mut desk, account.id, wanted.collect())?;
    }
    if how.json {
        say(&as_json(counts, preview, &remarks))?;
    } else {
        say(&counts.sentence(if preview { t.import_would } else { t.import_did }))?;
    }
    counts.skipped = 0;
    if counts.add + counts.update + counts.same == 0 {
        return Err(Fail::new(DATA, t.import_none));
    }
    if preview && !how.dry_run && !how.json {
        return say(t.import_ask);
    }
    Ok(())
}

fn report(here: &Here, remarks: &[Remark]) -> Done {
    let mut out = String::new();
    for r in remarks {
        let values = [
            ("sheet", r.sheet.clone()),
            ("row", r.row.to_string()),
            ("column", r.column.clone()),
        ];
        let place = fill(
            here.texts().cli.import_place,
            &values.each_ref().map(|(k, v)| (*k, v.as_str())),
        );
        let seen = if r.seen.is_empty() {
            String::new()
        } else {
            format!(" [{}]", r.seen)
        };
        let _ = writeln!(out, "{}: {}{seen}", place.trim_end(), r.reason);
    }
    print(&out)
}

fn as_json(counts: Counts, preview: bool, remarks: &[Remark]) -> String {
    let remarks: Vec<Value> = remarks
        .iter()
        .map(|r| {
            json!({
                "sheet": r.sheet, "row": r.row, "column": r.column, "reason": r.reason, "seen": r.seen,
                "left_out": r.left_out,
            })
        })
        .collect();
    json!({
        "written": !preview,
        "add": counts.add,
        "update": counts.update,
        "same": counts.same,
        "unsure": counts.unsure,
        "skipped": counts.skipped,
        "problems": remarks,
    })
    .to_string()
}

/// Writes whole rows, many to a transaction. A batch that fails is not there at all; the ones before it are.
fn write(here: &Here, desk: &mut Desk, account: crate::domain::id::AccountId, all: Vec<Command>) -> Done {
    let clock = here.clock_of(desk)?;
    let requests: Vec<_> = all.into_iter().map(|c| here.request(Some(account), c)).collect();
    for batch in requests.chunks(BATCH) {
        let done = execute_many(desk, |b| {
            for request in batch {
                let (now, doubtful) = clock.now();
                b.execute(request, now, doubtful, &mut OsSupply)?;
            }
            Ok::<(), ExecuteError>(())
        });
        done.map_err(|e| Fail::execute(here.lang, &e, &here.db))?;
        std::thread::sleep(crate::store::turn::REST);
    }
    Ok(())
}

fn told<T>(here: &Here, parsed: &Parsed<T>, unsure: impl Iterator<Item = reader::Place>) -> Vec<Remark> {
    let problems = parsed.problems.iter().map(|p| Remark {
        sheet: p.at.sheet.clone(),
        row: p.at.row,
        column: p.column.clone(),
        seen: p.seen.clone(),
        reason: remarks::reason(here.lang, &p.kind),
        left_out: p.kind.leaves_out(),
    });
    let unsure = unsure.map(|at| Remark {
        sheet: at.sheet,
        row: at.row,
        column: String::new(),
        seen: String::new(),
        reason: here.texts().cli.import_unsure.to_owned(),
        left_out: false,
    });
    problems.chain(unsure).collect()
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// `1982` or `1982-11`.
fn born_text(born: Option<(i32, Option<u32>)>) -> Option<String> {
    born.map(|(year, month)| month.map_or_else(|| year.to_string(), |m| format!("{year}-{m:02}")))
}

fn born_of(text: &str) -> Option<(i32, Option<u32>)> {
    let (year, month) = text.split_once('-').map_or((text, None), |(y, m)| (y, m.parse().ok()));
    Some((year.parse().ok()?, month))
}

fn level(l: reader::Level) -> Option<Level> {
    Level::from_code(l.code())
}

fn reader_level(l: Level) -> Option<reader::Level> {
    use reader::Level as R;
    let all = [
        R::National,
        R::Province,
        R::City,
        R::County,
        R::Town,
        R::Councillor,
        R::Adviser,
    ];
    all.into_iter().find(|r| r.code() == l.code())
}

fn reader_sex(text: Option<&String>) -> Option<reader::Sex> {
    let all = [reader::Sex::Male, reader::Sex::Female];
    text.and_then(|t| all.into_iter().find(|s| s.code() == t))
}

fn deputies(here: &Here, parsed: &Parsed<DeputyRow>) -> Result<Prepared, Fail> {
    let query = Query::Deputies {
        matching: String::new(),
        limit: u32::MAX,
    };
    let Answer::Deputies(there) = here.reading()?.ask(&query)? else {
        return Ok(Prepared {
            acts: Vec::new(),
            remarks: Vec::new(),
        });
    };
    let known: Vec<reader::ExistingDeputy<usize>> = there.iter().enumerate().map(|(i, d)| existing(i, d)).collect();
    let steps = reader::plan_deputies(&known, &parsed.rows);
    let unsure = steps.iter().filter_map(|s| match s {
        Step::Unsure { row, .. } => parsed.rows.get(*row).map(|r| r.at.clone()),
        _ => None,
    });
    let remarks = told(here, parsed, unsure);
    let acts = steps.into_iter().filter_map(|step| {
        Some(match step {
            Step::Add { row } => (row, Act::Add(Command::AddDeputy(profile(parsed.rows.get(row)?, None)))),
            Step::Update { row, id, .. } => {
                let d = there.get(id)?;
                let profile = profile(parsed.rows.get(row)?, Some(&d.profile));
                let (deputy, rev) = (d.id, d.rev);
                (
                    row,
                    Act::Update(Command::ChangeDeputy {
                        deputy,
                        rev,
                        profile,
                        active: d.active,
                    }),
                )
            }
            Step::Same { row, .. } => (row, Act::Same),
            Step::Unsure { row, .. } => (row, Act::Unsure),
        })
    });
    Ok(Prepared {
        acts: acts.collect(),
        remarks,
    })
}

fn existing(id: usize, d: &Deputy) -> reader::ExistingDeputy<usize> {
    let p = &d.profile;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    reader::ExistingDeputy {
        id,
        name: p.name.clone(),
        sex: reader_sex(p.sex.as_ref()),
        nation: text(&p.nation),
        born: p.born.as_deref().and_then(born_of),
        party: text(&p.party),
        post: text(&p.post),
        levels: p.levels.iter().filter_map(|l| reader_level(*l)).collect(),
        constituency: text(&p.constituency),
        group: text(&p.team),
        speciality: text(&p.speciality),
        phone: text(&p.phone),
        note: text(&p.note),
    }
}

/// The row's words; what it leaves empty stays as it was.
fn profile(row: &DeputyRow, old: Option<&DeputyProfile>) -> DeputyProfile {
    let base = old.cloned().unwrap_or_default();
    let levels: Vec<Level> = row.levels.iter().filter_map(|l| level(*l)).collect();
    // A month that is known is not lost to a year alone.
    let born = born_text(row.born).filter(|new| !base.born.as_ref().is_some_and(|old| old.starts_with(new.as_str())));
    DeputyProfile {
        pinyin: pinyin::search_key(&row.name),
        name: row.name.clone(),
        levels: if levels.is_empty() { base.levels } else { levels },
        sex: row.sex.map(|s| s.code().to_owned()).or(base.sex),
        nation: said(&row.nation).or(base.nation),
        born: born.or(base.born),
        party: said(&row.party).or(base.party),
        post: said(&row.post).or(base.post),
        constituency: said(&row.constituency).or(base.constituency),
        team: said(&row.group).or(base.team),
        speciality: said(&row.speciality).or(base.speciality),
        phone: row
            .phone
            .as_ref()
            .map(crate::domain::phone::Phone::canonical)
            .or(base.phone),
        note: said(&row.note).or(base.note),
    }
}

fn units(here: &Here, parsed: &Parsed<UnitRow>) -> Result<Prepared, Fail> {
    let query = Query::Units {
        matching: String::new(),
        kind: None,
        limit: u32::MAX,
    };
    let Answer::Units(there) = here.reading()?.ask(&query)? else {
        return Ok(Prepared {
            acts: Vec::new(),
            remarks: Vec::new(),
        });
    };
    let known: Vec<reader::ExistingUnit<usize>> = there.iter().enumerate().map(|(i, u)| existing_unit(i, u)).collect();
    let steps = reader::plan_units(&known, &parsed.rows);
    let unsure = steps.iter().filter_map(|s| match s {
        Step::Unsure { row, .. } => parsed.rows.get(*row).map(|r| r.at.clone()),
        _ => None,
    });
    let remarks = told(here, parsed, unsure);
    let acts = steps.into_iter().filter_map(|step| {
        Some(match step {
            Step::Add { row } => (
                row,
                Act::Add(Command::AddUnit(unit_profile(parsed.rows.get(row)?, None))),
            ),
            Step::Update { row, id, .. } => {
                let u = there.get(id)?;
                let profile = unit_profile(parsed.rows.get(row)?, Some(&u.profile));
                let (unit, rev) = (u.id, u.rev);
                (
                    row,
                    Act::Update(Command::ChangeUnit {
                        unit,
                        rev,
                        profile,
                        active: u.active,
                    }),
                )
            }
            Step::Same { row, .. } => (row, Act::Same),
            Step::Unsure { row, .. } => (row, Act::Unsure),
        })
    });
    Ok(Prepared {
        acts: acts.collect(),
        remarks,
    })
}

fn reader_kind(kind: UnitKind) -> Option<reader::UnitKind> {
    use reader::UnitKind as R;
    let all = [R::TownOffice, R::Village, R::County, R::Upper, R::Enterprise, R::Other];
    all.into_iter().find(|r| r.code() == kind.code())
}

fn existing_unit(id: usize, u: &Unit) -> reader::ExistingUnit<usize> {
    let p = &u.profile;
    let text = |t: &Option<String>| t.clone().unwrap_or_default();
    reader::ExistingUnit {
        id,
        name: p.name.clone(),
        short: p.short.clone(),
        kind: reader_kind(p.kind),
        contact: text(&p.contact),
        phone: text(&p.phone),
        scope: text(&p.scope),
        via: text(&p.via),
    }
}

fn unit_profile(row: &UnitRow, old: Option<&UnitProfile>) -> UnitProfile {
    let kind = row.kind.and_then(|k| UnitKind::from_code(k.code()));
    let short = said(&row.short)
        .or_else(|| old.map(|o| o.short.clone()))
        .unwrap_or_else(|| row.name.clone());
    let kept = |f: fn(&UnitProfile) -> &Option<String>| old.and_then(|o| f(o).clone());
    UnitProfile {
        pinyin: pinyin::search_key(&[row.name.as_str(), " ", &short].concat()),
        name: row.name.clone(),
        short,
        kind: kind.or_else(|| old.map(|o| o.kind)).unwrap_or(UnitKind::Other),
        contact: said(&row.contact).or_else(|| kept(|o| &o.contact)),
        phone: row
            .phone
            .as_ref()
            .map(crate::domain::phone::Phone::canonical)
            .or_else(|| kept(|o| &o.phone)),
        scope: said(&row.scope).or_else(|| kept(|o| &o.scope)),
        via: said(&row.via).or_else(|| kept(|o| &o.via)),
    }
}
