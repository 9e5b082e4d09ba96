//! Care for the data: check, back up, put back.

use std::path::Path;

use serde_json::json;

use super::args;
use super::here::Here;
use super::{Done, say, say_data};
use crate::error::{DATA, Fail};
use crate::i18n::fill;
use crate::store::backup::{self, Control, Hooks};
use crate::store::open::{self, Access};
use crate::store::{Desk, StoreError, apply, check, execute, log};
use crate::term::stopping::StopSignals;

/// `check`: says what is wrong with the file and exits with 65 where anything is.
pub fn check(here: &Here, how: &args::Check) -> Done {
    let t = &here.texts().cli;
    let bad = here.store(&here.db);
    let (faults, events) = if how.deep {
        // There is no deeper look to send anybody to.
        let bad = |e| match e {
            StoreError::Corrupt { what } => Fail::with(DATA, t.check_broken, "what", what),
            e => bad(e),
        };
        let desk = here.try_up_to_date(|| Desk::open(&here.db, None)).map_err(bad)?;
        let faults = check::deep(desk.conn(), desk.vault(), &mut |_| true).map_err(bad)?;
        (faults, log::head(desk.conn()).map_err(bad)?.seq)
    } else {
        let reading = here.reading()?;
        let faults = reading.file().check().map_err(&bad)?;
        (faults, reading.file().last_event().map_err(&bad)?)
    };
    if how.json {
        let all: Vec<_> = faults
            .iter()
            .map(|f| json!({"kind": format!("{:?}", f.kind), "table": f.table, "id": f.id, "detail": f.detail}))
            .collect();
        say_data(&json!(all).to_string())?;
    } else {
        for fault in &faults {
            say(&fault.to_string())?;
        }
    }
    let count = |n: String| [("n", n)];
    if faults.is_empty() {
        if how.json {
            return Ok(());
        }
        let values = count(events.to_string());
        return say(&fill(t.check_good, &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    Err(Fail::with(DATA, t.check_bad, "n", faults.len()))
}

fn called_off_by(heed: &StopSignals) -> Control {
    Control {
        cancel: heed.flag(),
        ..Control::default()
    }
}

/// `backup`: a verified copy at the destination, or none.
pub fn backup(here: &Here, dest: &Path) -> Done {
    // A file of an older program is copied as it is: who is careful does so before it is brought up to date.
    let mut conn = open::open_any_version(&here.db, Access::Job).map_err(here.store(&here.db))?;
    let heed = StopSignals::begin();
    let report = backup::backup(&mut conn, dest, &called_off_by(&heed)).map_err(here.store(dest))?;
    drop(heed);
    let values = [
        ("path", report.path.display().to_string()),
        ("n", report.head.seq.to_string()),
        ("bytes", report.bytes.to_string()),
        ("sum", report.sum),
    ];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    say(&fill(here.texts().cli.backed_up, &values))
}

/// `restore`: puts a backup in the place of the file; what it replaces is kept beside.
pub fn restore(here: &Here, from: &Path) -> Done {
    let t = &here.texts().cli;
    let now = crate::runtime::clock::Clock::new(crate::runtime::clock::Source::Real)
        .now()
        .0;
    let hooks = Hooks {
        erase: &|tx, owner| {
            let owner = owner
                .parse()
                .map_err(|_| StoreError::corrupt("an erased owner that is no id"))?;
            apply::wipe(tx, owner)
        },
        renumber: &|tx, station| execute::begin_lineage(tx, station, now),
    };
    let heed = StopSignals::begin();
    let done = backup::restore(from, &here.db, now.0, &hooks, &called_off_by(&heed)).map_err(here.store(from))?;
    drop(heed);
    let lineage = done.station.map(|s| s.lineage).unwrap_or_default();
    let values = [("n", done.head.seq.to_string()), ("lineage", lineage)];
    say(&fill(t.restored, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))?;
    match done.aside {
        Some(aside) => say(&fill(t.set_aside, &[("path", &aside.display().to_string())])),
        None => Ok(()),
    }
}
