//! The door of a server: which command lines get in, and how. Whoever is let in, and whoever logs in to nothing but the desk,
//! comes through here before a word of the line is carried out.

use std::ffi::{OsStr, OsString};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;

use super::line::SERVED;
use crate::cli::args::{Line, Verb};
use crate::cli::{fill, not_a_shell};
use crate::error::{CONFIG, Fail, NO_PERMISSION, UNAVAILABLE};
use crate::i18n::Lang;
use crate::runtime::file_words;
use crate::runtime::login::name_of_number;
use crate::runtime::service::{self, SETTINGS, Service, Stand, Unfit};

/// What takes people in, by its one place.
pub const SUDO: &str = "/usr/bin/sudo";
/// All that is known of whoever comes in besides who they are: their terminal, their language, and from where.
pub const KEPT: [&str; 5] = ["COLORTERM", "LANG", "LC_*", "SSH_CONNECTION", "TERM"];
/// Options of the desk, by which its line may begin, and whether a value follows.
pub const DESK_OPTIONS: [(&str, bool); 7] = [
    ("--account", true),
    ("--charset", true),
    ("--console", false),
    ("--lang", true),
    ("--plain", false),
    ("--table", true),
    ("--theme", true),
];
/// What begins the names of our own variables.
const OURS: &str = "ZHIBAN_";

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The line, beginning with what the program is called.
    pub line: Vec<OsString>,
    /// The program is all that somebody logs in to.
    pub is_shell: bool,
}

type Var<'a> = &'a dyn Fn(&str) -> Option<OsString>;

/// Finds out where the program stands, gives up what it must not have there, and reads what somebody asked of it as their
/// shell. Without a server the program as a shell opens the desk and nothing else.
pub fn asked(lang: Lang, line: Vec<OsString>, var: Var<'_>) -> Result<Asked, Fail> {
    let is_shell = line.get(1).is_some_and(|word| word == "-c");
    let own = |line| Ok(Asked { line, is_shell: false });
    match service::find_out().map_err(|why| unbelieved(lang, why))? {
        Stand::Outside(service) => Ok(requested(line, service, var)),
        Stand::Alone | Stand::Inside(_) if is_shell => Err(not_a_shell(lang)),
        Stand::Alone => own(line),
        Stand::Inside(_) => {
            let hard = service::harden();
            hard.map_err(|e| Fail::with(UNAVAILABLE, lang.texts().server.not_hard, "what", e))?;
            own(line)
        }
    }
}

/// A server of ssh says what was asked for in a variable of its own, whatever it was; words are what lies between blanks, and
/// nothing else in them means anything.
fn requested(mut line: Vec<OsString>, service: &Service, var: Var<'_>) -> Asked {
    let is_command = line.get(1).is_some_and(|word| word == "-c");
    let is_login = line
        .first()
        .is_some_and(|name| name.as_encoded_bytes().starts_with(b"-"));
    let by_ssh = var("SSH_ORIGINAL_COMMAND").filter(|words| !words.is_empty());
    let is_shell = is_command || is_login || line.len() == 1 && by_ssh.is_some();
    if !is_shell {
        return Asked { line, is_shell };
    }
    let given = if is_command { line.get(2).cloned() } else { None };
    let words = by_ssh.or(given).unwrap_or_default();
    let words = words.to_string_lossy();
    let mut words: Vec<OsString> = words.split_ascii_whitespace().map(OsString::from).collect();
    let is_us = |word: &OsString| word == "zhiban" || Path::new(word) == service.program;
    if words.first().is_some_and(is_us) {
        words.remove(0);
    }
    line.truncate(1);
    line.append(&mut words);
    Asked { line, is_shell }
}

/// The file that says what the server is cannot be believed.
fn unbelieved(lang: Lang, why: Unfit) -> Fail {
    let t = &lang.texts().server;
    match why {
        Unfit::NotRoots => Fail::with(CONFIG, t.not_roots, "path", SETTINGS),
        Unfit::Io(e) => unreadable(lang, &file_words::cause(lang, &e)),
        Unfit::Text(what) => unreadable(lang, &what),
    }
}

fn unreadable(lang: Lang, what: &str) -> Fail {
    let values = [("path", SETTINGS), ("what", what)];
    Fail::new(CONFIG, fill(lang.texts().server.unreadable, &values))
}

/// Comes back where the line is to be carried out here: on a file of one's own, or inside. Whoever is let in does not.
pub fn pass(lang: Lang, line: &Line, asked: &Asked) -> Result<(), Fail> {
    match service::find_out().map_err(|why| unbelieved(lang, why))? {
        Stand::Alone => Ok(()),
        Stand::Inside(_) => settled(lang, line),
        Stand::Outside(service) => outside(lang, service, line, asked),
    }
}

/// Whoever is inside chooses no path, neither by an option nor by a variable that got past the rule, and does nothing that is
/// not for people of a server.
fn settled(lang: Lang, line: &Line) -> Result<(), Fail> {
    let t = &lang.texts().server;
    let chosen = |what: &str| Err(Fail::with(NO_PERMISSION, t.path_chosen, "what", what));
    if line.global.db.is_some() {
        return chosen("--db");
    }
    let is_ours = |name: &OsStr| name.as_encoded_bytes().starts_with(OURS.as_bytes());
    if let Some((name, _)) = std::env::vars_os().find(|(name, _)| is_ours(name)) {
        return chosen(&name.to_string_lossy());
    }
    // Of these the program that root runs asks itself; the rule lets nobody else ask.
    let is_roots = matches!(line.command, Some(Verb::Server(_)));
    if line.command.as_ref().is_none_or(Verb::is_served) || is_roots {
        return Ok(());
    }
    Err(not_served(lang))
}

fn not_served(lang: Lang) -> Fail {
    let names = SERVED.join(" ");
    Fail::with(NO_PERMISSION, lang.texts().server.not_served, "names", names)
}

fn outside(lang: Lang, service: &Service, line: &Line, asked: &Asked) -> Result<(), Fail> {
    let t = &lang.texts().server;
    let verb = line.command.as_ref();
    let variable = std::env::var_os("ZHIBAN_DB").is_some_and(|set| !set.is_empty());
    if asked.is_shell {
        if line.global.db.is_some() {
            return Err(Fail::with(NO_PERMISSION, t.path_chosen, "what", "--db"));
        }
    } else {
        let is_apart = verb.is_some_and(|verb| !verb.has_file() || matches!(verb, Verb::Demo(_)));
        if is_apart || line.global.db.is_some() || variable {
            return Ok(());
        }
    }
    let unasked = |e: std::io::Error| unreadable(lang, &file_words::cause(lang, &e));
    if !service.takes_us_in().map_err(unasked)? {
        let login = name_of_number(rustix::process::getuid().as_raw());
        let values = [("login", login.as_str()), ("people", &service.people)];
        return Err(Fail::new(NO_PERMISSION, fill(t.stranger, &values)));
    }
    if verb.is_some_and(|verb| !verb.is_served()) {
        return Err(not_served(lang));
    }
    Err(enter(lang, service, asked.line.get(1..).unwrap_or_default()))
}

/// Becomes the desk of the server: in the place of this program, by the one rule there is. Comes back with why it could not.
fn enter(lang: Lang, service: &Service, words: &[OsString]) -> Fail {
    let mut rule = Command::new(SUDO);
    rule.env_clear().env("PATH", "/usr/bin:/bin");
    rule.envs(std::env::vars_os().filter(|(name, _)| is_kept(name)));
    rule.args(["-n", "-u", &service.account, "--"]);
    let error = rule.arg(&service.program).args(words).exec();
    let cause = file_words::cause(lang, &error);
    Fail::new(
        UNAVAILABLE,
        fill(lang.texts().server.no_sudo, &[("path", SUDO), ("what", &cause)]),
    )
}

fn is_kept(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    KEPT.iter().any(|kept| match kept.strip_suffix('*') {
        Some(begins) => name.starts_with(begins),
        None => name == *kept,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn service() -> Service {
        Service {
            account: "a".into(),
            people: "p".into(),
            data: PathBuf::from("/d"),
            program: PathBuf::from("/usr/local/bin/zhiban"),
        }
    }

    fn read(line: &[&str], by_ssh: Option<&str>) -> (Vec<String>, bool) {
        let var = |name: &str| by_ssh.filter(|_| name == "SSH_ORIGINAL_COMMAND").map(OsString::from);
        let asked = requested(line.iter().map(OsString::from).collect(), &service(), &var);
        let words = asked
            .line
            .iter()
            .skip(1)
            .map(|word| word.to_string_lossy().into_owned());
        (words.collect(), asked.is_shell)
    }

    #[test]
    fn a_request_is_words_between_blanks_and_nothing_more() {
        let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let forced = ["zhiban", "-c", "/usr/local/bin/zhiban"];
        assert_eq!(read(&forced, None), (vec![], true));
        assert_eq!(read(&["-zhiban"], None), (vec![], true));
        assert_eq!(read(&["zhiban"], None), (vec![], false));
        assert_eq!(
            read(&["zhiban", "list", "today"], None),
            (words(&["list", "today"]), false)
        );
        let shell = "list today; sh -c 'id' $(id) `id` > /tmp/x";
        let parts = shell.split(' ').collect::<Vec<_>>();
        for line in [&forced[..], &["zhiban", "-c", shell], &["/usr/local/bin/zhiban"]] {
            let by_ssh = (line.get(2) != Some(&shell)).then_some(shell);
            assert_eq!(read(line, by_ssh), (words(&parts), true), "{line:?}");
        }
        assert_eq!(read(&forced, Some("zhiban  check")), (words(&["check"]), true));
        assert_eq!(read(&forced, Some("/usr/local/bin/zhiban")), (vec![], true));
    }

    #[test]
    fn nothing_of_the_callers_comes_in_but_terminal_language_and_from_where() {
        for name in ["TERM", "LANG", "LC_ALL", "LC_CTYPE", "COLORTERM", "SSH_CONNECTION"] {
            assert!(is_kept(OsStr::new(name)), "{name}");
        }
        for name in [
            "ZHIBAN_DB",
            "ZHIBAN_NOW",
            "SUDO_UID",
            "HOME",
            "PATH",
            "LD_PRELOAD",
            "LANGUAGE",
            "TERMINFO",
            "TZ",
            "LC",
        ] {
            assert!(!is_kept(OsStr::new(name)), "{name}");
        }
    }
}
