//! The command line: reads it, does what it says, ends with an exit code of `sysexits` and one sentence on stderr.

pub mod acts;
mod args;
mod config;
mod demo;
mod due;
mod help;
mod here;
mod import;
pub mod list;
mod lost;
mod maintenance;
mod may;
mod plain;
mod progress_line;
mod restore;
mod rows;
mod server;
mod setup;

use std::ffi::OsString;
use std::io::{self, Write as _};
use std::panic::catch_unwind;
use std::process::ExitCode;
use std::sync::OnceLock;

use clap::{CommandFactory as _, FromArgMatches as _, Parser as _};

use self::args::{DeskLine, Line, Verb};
use self::here::Here;
use self::server::door::{self, Asked};
use crate::cells;
use crate::domain::text::{is_unseen, one_line};
use crate::error::{Fail, IO, SOFTWARE, USAGE};
use crate::i18n::{self, Lang};
use crate::runtime::{fault, words::failed_once};
use crate::store::backup::Control;
use crate::term::stopping::StopSignals;
use crate::term::{self, Caps, Charset};

/// Most characters of a line for people.
const LONGEST_LINE: usize = 4_000;

/// What a command comes to.
type Done = Result<(), Fail>;

/// What people are spoken to in, outside the screen. Settled before the line is read: a complaint about it is a sentence.
static CHARSET: OnceLock<Charset> = OnceLock::new();

/// The charset of sentences on stdout and stderr and of the lines people type: the one asked for, else that of the locale.
fn charset() -> Charset {
    CHARSET.get().copied().unwrap_or_default()
}

/// Runs the program on a command line, and says what went wrong on stderr.
pub fn run(line: Vec<OsString>) -> ExitCode {
    fault::watch();
    let lang = language(&line);
    let locale = || Caps::from_env(&|name| std::env::var(name).ok()).locale;
    let asked = asked(&line, "--charset").and_then(|name| Charset::named(&name));
    let _ = CHARSET.set(asked.or_else(locale).unwrap_or_default());
    let ended = catch_unwind(|| {
        let asked = door::asked(lang, line, &|name| std::env::var_os(name))?;
        let read = parsed(lang, asked.line.clone());
        // Whoever has nothing else to log in to may have asked for any program.
        let read = read.map_err(|e| if asked.is_shell { not_a_shell(lang) } else { e })?;
        read.map_or(Ok(()), |line| act(lang, line, &asked))
    });
    if let Some(said) = failed_once(lang) {
        note(said);
    }
    match ended.unwrap_or_else(|_| Err(fault_of_command(lang))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(fail) => {
            note(&fail.text);
            ExitCode::from(fail.code)
        }
    }
}

/// As somebody's login shell the program opens the desk and no other program: no copy of files, no command given to `ssh`.
fn not_a_shell(lang: Lang) -> Fail {
    Fail::new(USAGE, lang.texts().cli.not_a_shell)
}

/// A fault of the program on the way to a command or in it.
fn fault_of_command(lang: Lang) -> Fail {
    let thread = std::thread::current();
    let report = fault::report(lang, thread.name().unwrap_or_default(), None);
    Fail::new(
        SOFTWARE,
        fault::said(lang, lang.texts().trouble.fault_command, report.as_deref()),
    )
}

/// The language is needed before the line is read, because even a complaint about the line is a sentence.
fn language(line: &[OsString]) -> Lang {
    let asked = asked(line, "--lang");
    let set = |name: &str| std::env::var(name).ok();
    let locale = [set("LC_ALL"), set("LC_MESSAGES"), set("LANG")];
    let locale: Vec<Option<&str>> = locale.iter().map(Option::as_deref).collect();
    Lang::detect(asked.as_deref(), &locale)
}

/// The value of an option, before the line has been read.
fn asked(line: &[OsString], option: &str) -> Option<String> {
    let words: Vec<String> = line.iter().map(|w| w.to_string_lossy().into_owned()).collect();
    words
        .iter()
        .enumerate()
        .find_map(|(i, word)| match word.strip_prefix(option) {
            Some("") => words.get(i + 1).cloned(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        })
}

/// The line; none when help or the version was asked for and printed.
fn parsed(lang: Lang, line: Vec<OsString>) -> Result<Option<Line>, Fail> {
    use clap::error::ErrorKind;
    let line = asked_for_help(line);
    // Whatever is more than this, or wrong, is read again with all there is.
    if let Ok(DeskLine { global }) = DeskLine::try_parse_from(&line) {
        return Ok(Some(Line { global, command: None }));
    }
    // The words for help take longer to put together than the file to open, and hardly any line asks for them.
    let read = Line::command().try_get_matches_from(&line);
    if let Ok(line) = read.and_then(|m| Line::from_arg_matches(&m)) {
        return Ok(Some(line));
    }
    let matches = help::command(lang).try_get_matches_from(line);
    match matches.and_then(|m| Line::from_arg_matches(&m)) {
        Ok(line) => Ok(Some(line)),
        Err(e) if matches!(e.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            print(&e.render().to_string())?;
            Ok(None)
        }
        Err(e) => Err(help::complaint(lang, &e)),
    }
}

/// `zhiban help list` is what people try first; it means `zhiban list --help`.
fn asked_for_help(mut line: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    // Options before the first word of its own take a value, all but these two.
    while let Some(option) = line.get(at).and_then(|w| w.to_str()).filter(|w| w.starts_with('-')) {
        let alone = option.contains('=') || matches!(option, "-h" | "--help" | "-V" | "--version");
        at += if alone { 1 } else { 2 };
    }
    if line.get(at).is_some_and(|word| word == "help") {
        line.remove(at);
        line.push("--help".into());
    }
    line
}

fn act(lang: Lang, line: Line, asked: &Asked) -> Done {
    door::pass(lang, &line, asked)?;
    let here = Here::new(lang, line.global)?;
    if line.command.as_ref().is_none_or(Verb::has_file) {
        here.look_around()?;
        fault::settle(&here.db);
    }
    fault::rehearsal::play_at_once("command");
    // A word that means nothing is said to mean nothing, whatever the line is for.
    setup::theme(&here)?;
    match line.command {
        None => setup::open(&here),
        Some(Verb::Init(init)) => setup::init(&here, init),
        Some(Verb::Demo(plan)) => demo::demo(&here, &plan),
        Some(Verb::Import(what)) => import::import(&here, &what),
        Some(Verb::List(what)) => list::list(&here, &what),
        Some(Verb::Check(how)) => maintenance::check(&here, &how),
        Some(Verb::Backup(to)) => maintenance::backup(&here, to.dest.as_deref()),
        Some(Verb::Restore(from)) => restore::restore(&here, &from),
        Some(Verb::Accounts(what)) => setup::accounts(&here, what.verb),
        Some(Verb::Config(what)) => config::config(&here, what.verb),
        Some(Verb::Server(what)) => server::server(&here, &what.verb),
        Some(Verb::Due(what)) => due::due(&here, &what),
        Some(Verb::Do(how)) => acts::run(&here, &how),
        Some(Verb::Completions(of)) => {
            let mut text = Vec::new();
            clap_complete::generate(of.shell, &mut help::command(lang), "zhiban", &mut text);
            print_data(&String::from_utf8_lossy(&text))
        }
    }
}

/// Prints for people, on stdout.
fn print(text: &str) -> Done {
    put(charset(), text)
}

/// Prints for programs, which are promised UTF-8 wherever they run: JSON, CSV, a file to edit.
fn print_data(text: &str) -> Done {
    put(Charset::Utf8, text)
}

fn put(charset: Charset, text: &str) -> Done {
    let mut out = term::writing(charset, std::io::stdout().lock());
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()))
}

/// A reader who has had enough (`| head`) is no failure.
fn written(done: io::Result<()>) -> Done {
    match done {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Fail::new(IO, e.to_string())),
        _ => Ok(()),
    }
}

/// Prints a line of data.
fn say_data(text: &str) -> Done {
    print_data(&[text, "\n"].concat())
}

/// A sentence on stderr. With nobody to read it, the exit code has to say it all.
fn note(text: &str) {
    let mut err = term::writing(charset(), std::io::stderr().lock());
    let _ = err.write_all(format!("zhiban: {}", shown(text)).as_bytes());
}

/// Lets long work be called off by a signal.
fn called_off_by(heed: &StopSignals) -> Control {
    Control {
        cancel: heed.flag(),
        ..Control::default()
    }
}

fn say(text: &str) -> Done {
    print(&shown(text))
}

/// A sentence with its places filled. What comes from elsewhere, a path, an argument, the words of a file, is one line of it.
fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let lines: Vec<(&str, String)> = values.iter().map(|(name, value)| (*name, one_line(value))).collect();
    let lines: Vec<(&str, &str)> = lines.iter().map(|(name, line)| (*name, line.as_str())).collect();
    i18n::fill(template, &lines)
}

/// Lines as they leave for people: they may repeat a path, an argument, the words of a file, and a terminal obeys what stands
/// in those. What is beyond any sentence is cut off.
fn shown(text: &str) -> String {
    let line = |line: &str| -> String {
        let seen = cells::clean(line);
        let mut chars = seen.chars().filter(|c| !is_unseen(*c));
        let mut shown: String = chars.by_ref().take(LONGEST_LINE).collect();
        if chars.next().is_some() {
            shown.push('…');
        }
        shown.push('\n');
        shown
    };
    text.split('\n').map(line).collect()
}
