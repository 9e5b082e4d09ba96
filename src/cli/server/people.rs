//! Who may come in: their login, which root makes, and their account, which is written into the file as every account is.

use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};

use nix::unistd::{Group, User};

use super::plan::{HOME, KEYS, LOGINS, Step, run};
use super::{do_all, done, give, only_root, owner, put, stopped, there, tools};
use crate::cli::here::{Here, is_called};
use crate::cli::{Done, fill, say};
use crate::domain::code::Role;
use crate::domain::command::{AddAccount, ChangeAccount, Command};
use crate::domain::id::AccountId;
use crate::domain::record::Account;
use crate::domain::view::{Answer, Asker, Query};
use crate::error::{Fail, IO, NO_PERMISSION, SOFTWARE, UNAVAILABLE, USAGE};
use crate::i18n::code;
use crate::runtime::file_words;
use crate::runtime::service::{self, Service};
use crate::store::{Desk, read};

/// Logins below are the system's own.
const FIRST_OF_PEOPLE: u32 = 1000;
/// And so is whoever is nobody.
const NOBODY: u32 = 65_534;
/// What is noted of a login that was made here.
const MADE: &str = "made";

/// What was noted of a login when it was let in; none of one that was not.
fn noted(login: &str) -> Option<String> {
    let text = fs::read_to_string(Path::new(LOGINS).join(login)).ok()?;
    Some(text.trim().to_owned())
}

/// Lets somebody in.
pub fn add(here: &Here, login: &str, (name, role): (&str, Role)) -> Done {
    if service::inside().is_some() {
        return seat(here, login, (name, role));
    }
    only_root(here)?;
    let service = there(here)?;
    let t = &here.texts().server;
    let has_station = service.database().symlink_metadata().is_ok();
    // One sets up the station; whoever else comes is let in by that one's name.
    let founder = service.founder().filter(|_| !has_station).map(|(founder, _)| founder);
    if let Some(founder) = founder.filter(|founder| founder != login) {
        return Err(Fail::with(USAGE, t.founder_first, "login", founder));
    }
    if !has_station && role != Role::Head {
        return Err(Fail::new(USAGE, t.only_head));
    }
    let found = User::from_name(login).map_err(|e| Fail::new(IO, e.to_string()))?;
    let is_systems = |user: &User| {
        let uid = user.uid.as_raw();
        uid < FIRST_OF_PEOPLE || uid == NOBODY || user.name == service.account
    };
    if found.as_ref().is_some_and(is_systems) {
        return Err(Fail::with(USAGE, t.no_such_login, "login", login));
    }
    let shell = service.program.display().to_string();
    let before = found.map(|user| user.shell);
    let is_new = before.is_none();
    let note = Path::new(LOGINS).join(login);
    let is_noted = noted(login).is_some();
    if !is_noted {
        let was = before
            .as_ref()
            .map_or_else(|| MADE.to_owned(), |shell| shell.display().to_string());
        let wrote = put(&note, format!("{was}\n").as_bytes(), 0o600);
        wrote.map_err(|e| here.cannot_create(IO, &note, &file_words::cause(here.lang, &e)))?;
    }
    // Whose password is a star cannot log in by one, and is not locked either: a key is enough.
    let step = if is_new {
        let mut words = vec!["useradd", "--no-create-home", "--home-dir", HOME, "--password", "*"];
        words.extend(["--shell", &shell, "--groups", &service.people, login]);
        run(&words)
    } else {
        run(&[
            "usermod",
            "--shell",
            &shell,
            "--append",
            "--groups",
            &service.people,
            login,
        ])
    };
    // Who is as they were was not let in, and nothing is noted of them.
    let is_as_before = || User::from_name(login).is_ok_and(|now| now.map(|user| user.shell) == before);
    if let Err(what) = done(here.lang, &step) {
        let is_untouched = !is_noted && is_as_before();
        if is_untouched {
            let _ = fs::remove_file(note);
        }
        let text = if is_untouched { t.add_failed } else { t.again_failed };
        return Err(stopped(here, &step, &what, text));
    }
    let was = noted(login).unwrap_or_default();
    let values = [("login", login), ("keys", KEYS), ("shell", &was)];
    say(&fill(if was == MADE { t.added_new } else { t.added_old }, &values))?;
    let note = service.founder_note();
    if has_station {
        let _ = fs::remove_file(note);
        let said = as_service(here, service, &["add", login, "--name", name, "--role", role.code()])?;
        return say(&said);
    }
    let wrote = put(&note, format!("{login}\n{name}\n").as_bytes(), 0o600);
    let wrote = wrote.and_then(|()| give(&note, owner(&service.account)?));
    wrote.map_err(|e| here.cannot_create(IO, &note, &file_words::cause(here.lang, &e)))?;
    say(&fill(t.founds, &[("login", login), ("name", name)]))
}

/// Lets somebody in no more: first the account, which may be refused, then the login.
pub fn dismiss(here: &Here, login: &str) -> Done {
    if service::inside().is_some() {
        return withdraw(here, login);
    }
    only_root(here)?;
    let service = there(here)?;
    let t = &here.texts().server;
    if noted(login).is_none() {
        return Err(Fail::with(USAGE, t.not_added, "login", login));
    }
    if service.founder().is_some_and(|(founder, _)| founder == login) {
        let _ = fs::remove_file(service.founder_note());
    }
    let said = if service.database().symlink_metadata().is_ok() {
        as_service(here, service, &["dismiss", login])?
    } else {
        fill(t.dismissed, &[("login", login), ("accounts", t.no_account)])
    };
    // That they are out is said once they are.
    do_all(here, &out(service, login), t.again_failed)?;
    say(&said)
}

/// The login is no more what it became here.
fn out(service: &Service, login: &str) -> Vec<Step> {
    let mut steps = vec![Step::Away(Path::new(KEYS).join(login))];
    let found = matches!(User::from_name(login), Ok(Some(_)));
    match noted(login).as_deref() {
        // One that is at the desk this minute cannot be deleted; it is shut all the same.
        Some(MADE) if found => steps.push(run(&["userdel", "--force", login])),
        Some(shell) if found => {
            steps.push(run(&["usermod", "--shell", shell, login]));
            steps.push(run(&["gpasswd", "--delete", login, &service.people]));
        }
        Some(_) | None => {}
    }
    steps.push(Step::Away(Path::new(LOGINS).join(login)));
    steps
}

/// Everybody who was let in is out.
pub fn all_out(service: &Service) -> Vec<Step> {
    let all = fs::read_dir(LOGINS).into_iter().flatten().flatten();
    let mut logins: Vec<PathBuf> = all.map(|note| note.path()).collect();
    logins.sort();
    let names = logins.iter().filter_map(|note| note.file_name()?.to_str());
    names.flat_map(|login| out(service, login)).collect()
}

/// The group goes where nobody is left in it who was put there by other hands.
pub fn group_goes(service: &Service) -> Option<Step> {
    let group = Group::from_name(&service.people).ok()??;
    let is_ours = group.mem.iter().all(|login| noted(login).is_some());
    is_ours.then(|| run(&["groupdel", &service.people]))
}

/// Runs this program as the account that has the data, for root, and answers what it said: nothing that root makes there is in
/// anybody's way.
fn as_service(here: &Here, service: &Service, words: &[&str]) -> Result<String, Fail> {
    let t = &here.texts().server;
    let failed = |what: String| {
        let values = [("step", service.program.display().to_string()), ("what", what)];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        Fail::new(IO, fill(t.again_failed, &values))
    };
    let cause = |e: std::io::Error| failed(file_words::cause(here.lang, &e));
    let (uid, gid) = owner(&service.account).map_err(cause)?;
    let mut program = tools::command(&service.program);
    program.uid(uid).gid(gid).current_dir(&service.data);
    program
        .env("SUDO_UID", "0")
        .args(["--lang", if here.lang.is_zh() { "zh" } else { "en" }]);
    if let Some(account) = &here.global.account {
        program.args(["--account", account]);
    }
    let done = program.arg("server").args(words).output().map_err(cause)?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    let said = text(&done.stdout);
    if done.status.success() {
        return Ok(said);
    }
    if !said.is_empty() {
        say(&said)?;
    }
    let code = done.status.code().and_then(|code| u8::try_from(code).ok());
    let said = text(&done.stderr).replace("zhiban: ", "");
    Err(Fail::new(code.unwrap_or(SOFTWARE), said))
}

/// Only root lets people in, also here.
fn by_root(here: &Here) -> Result<Desk, Fail> {
    if here.uid != 0 {
        return Err(Fail::new(NO_PERMISSION, here.texts().server.root_only));
    }
    here.desk()
}

fn all_accounts(here: &Here, desk: &Desk) -> Result<Vec<Account>, Fail> {
    let all = Query::Accounts { os_name: None };
    let answer = desk.read(|conn, vault| read::answer(conn, vault, Asker::Program, &all));
    match answer.map_err(here.store(&here.db))? {
        Answer::Accounts(all) => Ok(all),
        _ => Ok(Vec::new()),
    }
}

/// In whose name root lets people in and out: the head or administrator who is named, or the only one there is; an
/// administrator acts as that and in nobody else's name. Where it cannot be told the two texts say why, and what was done by then.
fn in_whose_name(here: &Here, all: &[Account], (which, nobody): (&str, &str)) -> Result<AccountId, Fail> {
    let mut able: Vec<&Account> = all.iter().filter(|a| a.active && a.role.keeps_accounts()).collect();
    let own = able.iter().filter(|a| a.os_name == here.login).copied();
    let own: Vec<&Account> = own.collect();
    // Who looks after the machine does not get round by the head's name what is not theirs to give.
    if !own.is_empty() && !own.iter().any(|a| a.role.leads()) {
        able = own;
    }
    let names: Vec<&str> = able.iter().map(|a| a.name.as_str()).collect();
    let names = names.join(here.texts().file.and);
    if able.is_empty() {
        return Err(Fail::new(UNAVAILABLE, nobody));
    }
    if let Some(name) = &here.global.account {
        able.retain(|a| is_called(a, name));
    }
    match able.as_slice() {
        [one] => Ok(one.id),
        _ => Err(Fail::with(USAGE, which, "names", names)),
    }
}

/// The account of a login: the one of this name is taken where it has one, withdrawn or not.
fn seat(here: &Here, login: &str, (name, role): (&str, Role)) -> Done {
    let t = &here.texts().server;
    let mut desk = by_root(here)?;
    let all = all_accounts(here, &desk)?;
    let has = all.iter().find(|a| a.os_name == login && a.name == name);
    let command = match has {
        Some(a) if a.active && a.role == role => {
            return say(&fill(t.has_account, &[("login", login), ("name", name)]));
        }
        Some(a) => Command::ChangeAccount(ChangeAccount {
            account: a.id,
            rev: a.rev,
            name: a.name.clone(),
            role,
            deputy: match a.deputy {
                None => here.deputy_called(&desk, role, name)?,
                known => known,
            },
            active: true,
        }),
        None => Command::AddAccount(AddAccount {
            os_name: login.to_owned(),
            name: name.to_owned(),
            role,
            deputy: here.deputy_called(&desk, role, name)?,
        }),
    };
    let actor = in_whose_name(here, &all, (t.which_head, t.no_head))?;
    here.execute(&mut desk, Some(actor), command)?;
    let values = [("login", login), ("name", name), ("role", code::role(here.lang, role))];
    say(&fill(t.given_account, &values))
}

/// Every account of a login is withdrawn, or none where one may not be.
fn withdraw(here: &Here, login: &str) -> Done {
    let t = &here.texts().server;
    let mut desk = by_root(here)?;
    let all = all_accounts(here, &desk)?;
    let theirs: Vec<&Account> = all.iter().filter(|a| a.active && a.os_name == login).collect();
    let mut names = Vec::new();
    for a in theirs {
        let actor = in_whose_name(here, &all, (t.which_head_out, t.no_head_out))?;
        let command = Command::ChangeAccount(ChangeAccount {
            account: a.id,
            rev: a.rev,
            name: a.name.clone(),
            role: a.role,
            deputy: a.deputy,
            active: false,
        });
        here.execute(&mut desk, Some(actor), command)?;
        names.push(a.name.as_str());
    }
    let names = if names.is_empty() {
        t.no_account.to_owned()
    } else {
        names.join(here.texts().file.and)
    };
    say(&fill(t.dismissed, &[("login", login), ("accounts", &names)]))
}
