//! `--plain`: the desk as questions and answers, on a terminal or through a pipe.

use std::io::{BufRead, BufReader, ErrorKind, IsTerminal as _, Read as _};
use std::sync::mpsc::channel;

use super::here::Here;
use super::{Done, charset, fill, lost, say};
use crate::demo;
use crate::domain::beside::Beside;
use crate::domain::record::Account;
use crate::domain::text::fold;
use crate::error::{Fail, IO};
use crate::i18n::code;
use crate::i18n::lease::all_missed;
use crate::plain::Context;
use crate::runtime::fresh_ids;
use crate::runtime::lines::{Ended, Keyboard, Unsure, run};
use crate::runtime::unclean_end;
use crate::runtime::words;
use crate::store::unclean_end::tend;
use crate::store::weekly::is_due;
use crate::term::{self, Caps, Charset, Kind, LineInput};

/// Longest answer to the question who sits there.
const LONGEST: u64 = 4096;

/// Whether the line mode is meant: it was asked for, or the terminal can do nothing else.
pub fn is_meant(here: &Here) -> bool {
    let dumb = Caps::from_env(&|name| std::env::var(name).ok()).kind == Kind::Dumb;
    here.global.plain || (dumb && std::io::stdin().is_terminal() && std::io::stdout().is_terminal())
}

/// Talks until the person leaves, the input ends or the system asks the program to go.
pub fn talk(here: &Here) -> Done {
    // A station has to be there; the set-up is a command of its own.
    let reading = here.reading_all_the_same()?;
    if let Some(lost) = reading.lost_tail() {
        lost::ask(here, lost)?;
    }
    drop(reading);
    let mut desk = here.desk()?;
    // Without the sign a power cut would go unnoticed, and nothing else would be lost.
    let _ = desk.sign();
    desk.know_file();
    let practice = demo::is_demo(&desk).map_err(here.store(&here.db))?;
    let clock = here.clock(practice)?;
    let accounts = here.accounts(&desk)?;
    let input = LineInput::open().map_err(|e| Fail::new(IO, words::of_terminal(here.lang, &e)))?;
    let dumb = Caps::from_env(&|name| std::env::var(name).ok()).kind == Kind::Dumb;
    let input = input.editing(charset(), !dumb);
    let mut reader = BufReader::new(term::reading(charset(), input));
    let Some(account) = who(here, accounts, &mut reader)? else {
        return say(here.texts().plain.input_ended);
    };
    // Of a restore that was cut short it was said when the file was opened.
    let _ = desk.miss_drafts();
    let (now, _) = clock.now();
    let missed = desk.missed_drafts(account.id, now.day()).unwrap_or_default();
    if let Some(text) = all_missed(here.lang, &missed, now.day()) {
        say(&text)?;
        let ids = missed.iter().map(|missed| missed.id).collect();
        // Where it cannot be put down it is said again.
        let _ = desk.write_beside((Some(account.id), None), &Beside::ToldMissed(ids), now);
    }
    if let Some(end) = desk.unclean_end() {
        let found = tend(&here.db, unclean_end::PATIENCE);
        if found.is_ok() {
            end.settle();
        }
        say(&unclean_end::of(here.lang, &found).1)?;
    }
    let context = Context {
        lang: here.lang,
        account: account.clone(),
        table: here.global.table.unwrap_or(1),
        practice,
        ids: fresh_ids(),
        charset: match charset() {
            Charset::Utf8 => "UTF-8",
            Charset::Gb18030 => "GB18030",
        },
    };
    let mut writer = term::writing(charset(), std::io::stdout().lock());
    let (tell, found) = channel();
    let due = desk.read(|conn, _| is_due(conn, clock.now().0)).unwrap_or(false);
    unclean_end::look_now_and_then(&here.db, &clock, due, here.lang, move |text| tell.send(text).is_ok());
    let mut keyboard = Keyboard {
        desk,
        clock,
        account,
        lang: here.lang,
        found,
        said: Vec::new(),
        unsure: Unsure::default(),
    };
    // An error here is met again by whatever is written next.
    let (now, doubtful) = keyboard.clock.now();
    let _ = keyboard.desk.wipe_due(now, doubtful);
    let ended = run(&mut reader, &mut *writer, context, &mut keyboard);
    keyboard.desk.leave();
    match ended {
        // Whoever listened has gone; what was typed is kept by now.
        Err(e)
            if e.kind() != ErrorKind::BrokenPipe && e.raw_os_error() != Some(rustix::io::Errno::IO.raw_os_error()) =>
        {
            Err(Fail::with(IO, here.texts().cli.io, "what", e))
        }
        Ok(Ended::Unsaved) => Err(Fail::new(IO, here.texts().plain.unsaved_end)),
        Ok(Ended::Unsure) => Err(Fail::new(IO, here.texts().plain.unsure_end)),
        Ok(Ended::Saved) | Err(_) => Ok(()),
    }
}

/// Who sits there: the only account, the one named, or the one chosen by its digit. None when the input ends first.
fn who(here: &Here, mut accounts: Vec<Account>, reader: &mut dyn BufRead) -> Result<Option<Account>, Fail> {
    if accounts.len() < 2 {
        return Ok(accounts.pop());
    }
    let t = here.texts();
    say(t.ask.who_are_you)?;
    for (n, a) in (1..).zip(&accounts) {
        say(&format!("{n} {} {}", a.name, code::role(here.lang, a.role)))?;
    }
    loop {
        say(&fill(t.plain.ask_account, &[("n", &accounts.len().to_string())]))?;
        let mut line = Vec::new();
        let read = reader.take(LONGEST).read_until(b'\n', &mut line);
        if read.map_or(true, |n| n == 0) {
            return Ok(None);
        }
        let typed = fold(&String::from_utf8_lossy(&line)).trim().to_owned();
        let chosen = typed.parse::<usize>().ok().and_then(|n| n.checked_sub(1));
        if let Some(at) = chosen.filter(|at| *at < accounts.len()) {
            return Ok(Some(accounts.swap_remove(at)));
        }
        let clean = crate::cells::clean(&typed).into_owned();
        say(&fill(t.plain.no_such_digit, &[("typed", &clean)]))?;
    }
}
