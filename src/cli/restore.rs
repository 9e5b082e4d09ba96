//! `restore`: says what would go and what would come, asks, and puts a backup in the place of the file.

use std::io::IsTerminal as _;
use std::path::Path;

use super::here::Here;
use super::may::{Care, is_told_details, may};
use super::{Done, args, called_off_by, fill, print, say};
use crate::domain::moment::Moment;
use crate::error::{CANNOT_CREATE, DATA, Fail, USAGE};
use crate::runtime::clock::{Clock, Source};
use crate::store::backup::{Hooks, restore as put_back};
use crate::store::open::COPIES;
use crate::store::preview::{Done as Was, Preview, Side, preview};
use crate::store::{StoreError, apply, execute};
use crate::term::stopping::StopSignals;

/// Puts a backup in the place of the file; what it replaces is kept beside.
pub fn restore(here: &Here, how: &args::Restore) -> Done {
    let t = &here.texts().cli;
    let from = &here.named(COPIES, &how.file)?;
    may(here, Care::Restore)?;
    let folder = here.db.parent().filter(|folder| !folder.as_os_str().is_empty());
    if folder.is_some_and(|folder| !folder.is_dir()) {
        return Err(here.cannot_create(CANNOT_CREATE, &here.db, here.texts().file.no_folder));
    }
    let mut seen = preview(from, &here.db).map_err(here.store(from))?;
    // Which matters it is about is for whoever reads matters.
    if seen.change.is_some() && !is_told_details(here)? {
        seen.cover();
    }
    show(here, from, &seen)?;
    if let Some(ours) = &seen.other
        && !how.other_station
    {
        let values = [("theirs", seen.station.as_deref().unwrap_or_default()), ("ours", ours)];
        return Err(Fail::new(DATA, fill(t.restore_other, &values)));
    }
    if !how.yes && !agreed(here)? {
        return say(t.restore_not);
    }
    let now = Clock::new(Source::Real).now().0;
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
    let done = put_back(from, &here.db, now.0, &hooks, &called_off_by(&heed)).map_err(here.store(from))?;
    drop(heed);
    let lineage = done.station.map(|s| s.lineage).unwrap_or_default();
    let values = [("n", done.head.seq.to_string()), ("lineage", lineage)];
    say(&fill(t.restored, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))?;
    match done.aside {
        Some(aside) => say(&fill(t.set_aside, &[("path", &aside.display().to_string())])),
        None => Ok(()),
    }
}

/// What would go and what would come.
fn show(here: &Here, from: &Path, seen: &Preview) -> Done {
    let t = &here.texts().cli;
    let values = [
        ("path", from.display().to_string()),
        ("station", seen.station.clone().unwrap_or_else(|| t.nothing.to_owned())),
        ("n", seen.head.seq.to_string()),
        ("day", Moment(seen.head.at_ms).day().to_string()),
    ];
    say(&fill(t.restore_what, &values.each_ref().map(|(k, v)| (*k, v.as_str()))))?;
    if let Some(seq) = seen.lacks {
        say(&fill(t.restore_lacks, &[("n", &seq.to_string())]))?;
    }
    match &seen.change {
        Some((gone, come)) => {
            say(&side(here, gone, (t.restore_loses, t.restore_loses_nothing)))?;
            done(here, gone, (t.restore_undoes, t.restore_undoes_some))?;
            drafts(here, gone, t.restore_loses_drafts)?;
            say(&side(here, come, (t.restore_brings, t.restore_brings_nothing)))?;
            done(here, come, (t.restore_redoes, t.restore_redoes_some))?;
            drafts(here, come, t.restore_brings_drafts)
        }
        None if seen.is_live => say(t.restore_unread),
        None => Ok(()),
    }
}

/// Matters of before that are named, at most.
const NAMED: usize = 20;

/// What was done with matters of before, each by its number.
fn done(here: &Here, side: &Side, text: (&str, &str)) -> Done {
    if side.done.is_empty() {
        return Ok(());
    }
    let t = &here.texts().cli;
    if side.is_covered {
        return say(&fill(text.1, &[("n", &side.done.len().to_string())]));
    }
    let word = |was: &Was| match was {
        Was::Voided => t.was_voided,
        Was::HandedOver => t.was_handed_over,
        Was::Answered => t.was_answered,
        Was::Told => t.was_told,
        Was::Closed => t.was_closed,
    };
    let named = side.done.iter().take(NAMED).map(|(number, all)| {
        let all: Vec<&str> = all.iter().map(word).collect();
        fill(t.restore_done, &[("number", number), ("what", &all.join(t.was_and))])
    });
    let mut named = named.collect::<Vec<_>>().join(t.was_then);
    let left = side.done.len().saturating_sub(NAMED);
    if left > 0 {
        named.push_str(&fill(t.restore_more, &[("n", &left.to_string())]));
    }
    say(&fill(text.0, &[("matters", &named)]))
}

/// What is typed and not filed, by whose it is.
fn drafts(here: &Here, side: &Side, text: &str) -> Done {
    if side.drafts.is_empty() {
        return Ok(());
    }
    let t = &here.texts().cli;
    let of = |(name, n): &(String, usize)| fill(t.restore_drafts_of, &[("name", name), ("n", &n.to_string())]);
    let all: Vec<String> = side.drafts.iter().map(of).collect();
    say(&fill(text, &[("whose", &all.join(t.was_and))]))
}

fn side(here: &Here, side: &Side, (some, none): (&str, &str)) -> String {
    let t = &here.texts().cli;
    if side.events == 0 {
        return if side.drafts.is_empty() {
            none
        } else {
            t.restore_no_entries
        }
        .to_owned();
    }
    let end = |end: &Option<(String, String)>| {
        let (number, day) = end.clone().unwrap_or_default();
        fill(t.restore_matter, &[("number", &number), ("day", &day)])
    };
    let matters = if side.matters == 0 {
        t.restore_no_matters.to_owned()
    } else if side.is_covered {
        fill(t.restore_some_matters, &[("n", &side.matters.to_string())])
    } else {
        let values = [
            ("n", side.matters.to_string()),
            ("first", end(&side.first)),
            ("last", end(&side.last)),
        ];
        fill(t.restore_matters, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    let values = [
        ("n", side.events.to_string()),
        ("matters", matters),
        ("visits", side.visits.to_string()),
    ];
    fill(some, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// Whether the person at the terminal wants it. Anybody else has to say so with the command.
fn agreed(here: &Here) -> Result<bool, Fail> {
    let t = &here.texts().cli;
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        return Err(Fail::new(USAGE, t.restore_yes));
    }
    print(t.restore_ask)?;
    let mut line = String::new();
    let heard = std::io::stdin().read_line(&mut line);
    let word = line.trim().to_lowercase();
    Ok(heard.is_ok() && (word == t.restore_word || word == "yes"))
}
