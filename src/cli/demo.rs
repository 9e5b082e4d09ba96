//! `demo`: makes up a station and opens it.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use super::args;
use super::here::Here;
use super::setup;
use super::{Done, fill, say};
use crate::demo::{FIRST_ACCOUNT, Plan, fill as live};
use crate::error::{CANNOT_CREATE, Fail};
use crate::store::weekly::seen_whole;
use crate::store::{Desk, ExecuteError};

/// Makes up a station with months of life, and opens the desk on it unless told not to.
pub fn demo(here: &Here, how: &args::Demo) -> Done {
    let t = &here.texts().cli;
    let named = here.global.db.is_some() || std::env::var_os("ZHIBAN_DB").is_some();
    let here = Here {
        lang: here.lang,
        db: if named { here.db.clone() } else { throw_away() },
        uid: here.uid,
        login: here.login.clone(),
        global: args::Global {
            account: here.global.account.clone().or_else(|| Some(FIRST_ACCOUNT.to_owned())),
            ..here.global.clone()
        },
    };
    let plan = Plan {
        opinions: how.opinions,
        seed: how.seed,
        until: here.clock(true)?.now().0,
        os_name: here.login.clone(),
        rules: setup::rules(&here)?,
    };
    let (site, desk) = Desk::building(&here.db).map_err(|e| setup::uncreated(&here, e))?;
    let talks = std::io::stderr().is_terminal();
    let mut told = |filed: u32| {
        if talks {
            let line = fill(t.demo_going, &[("n", &filed.to_string())]);
            let _ = write!(std::io::stderr().lock(), "\r{line}");
        }
    };
    let (mut desk, filed) = live(desk, &plan, &mut told).map_err(|broken| match &*broken.error {
        ExecuteError::Store(e) => Fail::store(here.lang, e, &here.db),
        ExecuteError::Refused(_) => Fail::with(CANNOT_CREATE, t.demo_broken, "what", &broken),
    })?;
    // Made by these very hands a moment ago.
    desk.write(|tx, _, _| seen_whole(tx, plan.until))
        .map_err(|e| setup::uncreated(&here, e))?;
    drop(site.finish(desk).map_err(|e| setup::uncreated(&here, e))?);
    if talks {
        let _ = writeln!(std::io::stderr().lock());
    }
    let values = [("n", filed.to_string()), ("path", here.db.display().to_string())];
    say(&fill(t.demo_made, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))?;
    if how.no_open { Ok(()) } else { setup::open(&here) }
}

/// A folder of its own in the place for temporary files, because everything beside a data file belongs to it.
fn throw_away() -> PathBuf {
    let name = format!("zhiban-demo-{}", uuid::Uuid::now_v7().simple());
    std::env::temp_dir().join(name).join("zhiban.db")
}
