//! `import`: reads a table, says what each row would do, and does it in batches of whole rows.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::args;
use super::here::Here;
use super::{Done, print, say, say_data};
use crate::app::model::importing::{Counts, Plan, Remark, Table};
use crate::domain::view::Asker;
use crate::error::{DATA, Fail, IO, NO_PERMISSION, UNAVAILABLE};
use crate::import::ImportError;
use crate::runtime::importing::{self, Trouble, words};

/// Brings in a table.
pub fn import(here: &Here, how: &args::Import) -> Done {
    let t = here.texts();
    let mut desk = here.desk()?;
    let account = here.account(&desk)?;
    let clock = here.clock_of(&desk)?;
    let what = match how.what {
        args::Table::Deputies => Table::Deputies,
        args::Table::Units => Table::Units,
    };
    let reading = here.reading()?;
    let ask = |query: &_| reading.file().answer(Asker::Program, query);
    let plan = importing::plan(here.lang, (what, &how.file), clock.now().0.day(), &ask).map_err(|e| match e {
        Trouble::File(e) => file_trouble(here, &e),
        Trouble::Store(e) => Fail::store(here.lang, &e, &here.db),
    })?;
    let Plan {
        mut counts,
        entries,
        mut remarks,
    } = plan;
    let preview = how.dry_run || !how.yes;
    let mut trouble = None;
    if !preview {
        let requests: Vec<_> = entries
            .iter()
            .map(|e| here.request(Some(account.id), e.command.clone()))
            .collect();
        let written;
        (written, trouble) = importing::write(here.lang, &mut desk, &clock, &requests, &mut |_| true);
        (counts.add, counts.update) = (written.add, written.update);
        for (n, why) in written.refused {
            remarks.extend(entries.get(n).map(|e| e.refused(t, &why)));
        }
    }
    if how.json {
        say_data(&as_json(counts, preview, &remarks))?;
    } else {
        report(here, &remarks)?;
        say(&counts.sentence(if preview { t.importing.would } else { t.importing.did }))?;
    }
    if let Some(e) = trouble {
        return Err(Fail::store(here.lang, &e, &here.db));
    }
    if counts.add + counts.update + counts.same == 0 {
        return Err(Fail::new(DATA, t.cli.import_none));
    }
    if preview && !how.dry_run && !how.json {
        return say(t.cli.import_ask);
    }
    Ok(())
}

fn file_trouble(here: &Here, error: &ImportError) -> Fail {
    let code = match error {
        ImportError::NotFound => UNAVAILABLE,
        ImportError::NoPermission => NO_PERMISSION,
        ImportError::Io(_) => IO,
        _ => DATA,
    };
    let what = words::of_file(here.lang, error);
    Fail::with(code, here.texts().importing.file, "what", what)
}

fn report(here: &Here, remarks: &[Remark]) -> Done {
    let mut out = String::new();
    for r in remarks {
        let _ = writeln!(out, "{}: {}", r.place(here.texts()), r.why());
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
