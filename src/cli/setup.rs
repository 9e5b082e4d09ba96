//! Setting up: the station, its accounts, its rules; and opening the desk.

use std::io::IsTerminal as _;

use super::args::{AccountVerb, Init};
use super::here::{self, Here};
use super::rows::{self, Form};
use super::{Done, fill, lost, plain, say};
use crate::app::list::ACCOUNTS;
use crate::app::list::told::{Line, Sink};
use crate::config::default_rules;
use crate::demo;
use crate::domain::command::{AddAccount, ChangeAccount, Command, FoundStation};
use crate::domain::record::Account;
use crate::domain::rules::Ruleset;
use crate::domain::view::{Answer, Asker, Query, Sight};
use crate::domain::write::station::fit_code;
use crate::error::{CANNOT_CREATE, CONFIG, Fail, IO, NO_PERMISSION, SOFTWARE, USAGE};
use crate::runtime::{Options, Trouble, fault, file_words, run_desk, service, shipped, words};
use crate::store::anchor::gone;
use crate::store::{Desk, ReadOnly, StoreError};
use crate::term::{Caps, Kind, TermError, stopping};
use crate::ui::theme;

/// Opens the desk. Without a file a new one is made, and the desk asks for the station.
pub fn open(here: &Here) -> Done {
    if plain::is_meant(here) {
        return plain::talk(here);
    }
    can_show_han(here)?;
    shipped::read_beside();
    let open = || match here.try_up_to_date(|| ReadOnly::open(&here.db)) {
        Ok(opened) => Ok(Some(opened)),
        Err(StoreError::Missing { .. }) => Ok(None),
        Err(e) => Err(Fail::store(here.lang, &e, &here.db)),
    };
    let mut opened = open()?;
    if opened.is_none()
        && let Some(gone) = gone(&here.db).map_err(here.store(&here.db))?
    {
        return Err(here.store(&here.db)(StoreError::LostTail(gone)));
    }
    if let Some(lost) = opened.as_ref().and_then(ReadOnly::lost_tail) {
        lost::ask(here, lost)?;
        opened = open()?;
    }
    let (is_demo, is_set_up) = match &opened {
        Some(opened) => (
            opened.meta(demo::MARK).map_err(here.store(&here.db))?.is_some(),
            opened.has_station().map_err(here.store(&here.db))?,
        ),
        None => (false, false),
    };
    let asker = match opened.as_ref().filter(|_| is_set_up) {
        Some(file) => here.admit(file)?,
        None => Asker::Stranger,
    };
    let options = Options {
        login: here.login.clone(),
        called: service::inside()
            .filter(|_| !is_set_up)
            .and_then(service::Service::founder)
            .and_then(|(login, name)| (login == here.login).then_some(name)),
        database: here.db.clone(),
        lang: here.lang,
        theme: theme(here)?,
        charset: here.global.charset,
        account: here.global.account.clone(),
        table: here.global.table,
        demo: is_demo,
        clock: here.clock(is_demo)?,
        // Only a new station begins with them, and reading them takes as long as a frame.
        rules: if is_set_up { None } else { Some(Box::new(rules(here)?)) },
        opened,
        asker,
    };
    stopping::let_go();
    run_desk(options).map_err(|trouble| match trouble {
        Trouble::Store(e) => Fail::store(here.lang, &e, &here.db),
        Trouble::Fault(report, unsaved) => {
            let said = fault::said(here.lang, here.texts().trouble.fault, report.as_deref());
            let said = if unsaved.is_empty() {
                said
            } else {
                [said, by_hand(here.texts().plain.by_hand, &unsaved)].join("\n")
            };
            Fail::new(SOFTWARE, said)
        }
        Trouble::Unsaved(unsaved, true) if unsaved.is_empty() => Fail::new(IO, here.texts().plain.unsure_end),
        Trouble::Unsaved(unsaved, true) => Fail::new(IO, by_hand(here.texts().plain.by_hand_unsure, &unsaved)),
        Trouble::Unsaved(unsaved, false) => Fail::new(IO, by_hand(here.texts().plain.by_hand, &unsaved)),
        Trouble::Terminal(e) => {
            let code = if matches!(e, TermError::NoTty(_)) { USAGE } else { IO };
            Fail::new(code, words::of_terminal(here.lang, &e))
        }
    })
}

/// Words that are on no disk, to be copied by hand.
fn by_hand(text: &str, unsaved: &[String]) -> String {
    format!("{text}\n{}", unsaved.join("\n"))
}

/// The kernel's own console has no glyph for a Chinese character. It is told so in ASCII first, because the other sentence
/// would be a row of blocks there.
fn can_show_han(here: &Here) -> Done {
    const ASCII: &str = "This console (TERM=linux) cannot show Chinese. Use a desktop terminal, kmscon or fbterm; \
                         if it does show Chinese, run: zhiban --console";
    let kind = Caps::from_env(&|name| std::env::var(name).ok()).kind;
    let is_tty = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    if kind != Kind::Console || !is_tty || here.global.console {
        return Ok(());
    }
    Err(Fail::new(USAGE, format!("{ASCII}\n{}", here.texts().cli.no_han)))
}

/// The theme asked for, when there is one of this name.
pub fn theme(here: &Here) -> Result<Option<String>, Fail> {
    let Some(asked) = &here.global.theme else {
        return Ok(None);
    };
    let names = theme::Theme::names();
    if names.contains(&asked.as_str()) {
        return Ok(Some(asked.clone()));
    }
    let values = [("what", asked.as_str()), ("names", &names.join(" "))];
    Err(Fail::new(USAGE, fill(here.texts().cli.bad_theme, &values)))
}

/// The rules that ship in the program.
pub fn rules(here: &Here) -> Result<Ruleset, Fail> {
    default_rules().map_err(|e| Fail::with(CONFIG, here.texts().cli.bad_rules, "what", e))
}

/// Makes a new file.
pub fn create(here: &Here) -> Result<Desk, Fail> {
    Desk::create(&here.db).map_err(|e| uncreated(here, e))
}

/// Why a new file could not be had.
pub fn uncreated(here: &Here, error: StoreError) -> Fail {
    match error {
        StoreError::Io(io) => {
            let denied = io.kind() == std::io::ErrorKind::PermissionDenied;
            let code = if denied { NO_PERMISSION } else { CANNOT_CREATE };
            here.cannot_create(code, &here.db, &file_words::cause(here.lang, &io))
        }
        StoreError::Missing { .. } => here.cannot_create(CANNOT_CREATE, &here.db, here.texts().file.no_folder),
        StoreError::LostTail(_) => Fail {
            code: CANNOT_CREATE,
            ..Fail::store(here.lang, &error, &here.db)
        },
        other => Fail::store(here.lang, &other, &here.db),
    }
}

/// `init`: the set-up without questions.
pub fn init(here: &Here, init: Init) -> Done {
    // Before there is a file: one without a station would only be in the way.
    fit_code(&init.code).map_err(|why| Fail::execute(here.lang, &why.into(), &here.db))?;
    let rules = rules(here)?;
    // A set-up that was broken off before its first event leaves a file without a station; it is finished here.
    let mut desk = if here.db.exists() { here.desk()? } else { create(here)? };
    if init.practice {
        demo::mark(&mut desk).map_err(here.store(&here.db))?;
    }
    let name = init.name.clone();
    let os_name = init.os.unwrap_or_else(|| here.login.clone());
    let command = Command::FoundStation(FoundStation {
        code: init.code,
        name: init.name,
        kind: init.kind,
        hours: init.hours,
        head_phone: init.head_phone,
        rules: Box::new(rules),
        person: init.person.unwrap_or_else(|| os_name.clone()),
        os_name,
    });
    here.execute(&mut desk, None, command)?;
    let values = [("name", name), ("path", here.db.display().to_string())];
    say(&fill(
        here.texts().cli.founded,
        &values.each_ref().map(|(k, v)| (*k, v.as_str())),
    ))
}

/// `accounts`: lists, adds and changes accounts.
pub fn accounts(here: &Here, verb: Option<AccountVerb>) -> Done {
    let t = &here.texts().cli;
    match verb {
        None => list_accounts(here, false),
        Some(AccountVerb::List { json }) => list_accounts(here, json),
        Some(AccountVerb::Add { name, os, role }) => {
            let mut desk = here.desk()?;
            let actor = here.account(&desk)?;
            let said = fill(t.account_added, &[("name", &name)]);
            let deputy = here.deputy_called(&desk, role, &name)?;
            let command = Command::AddAccount(AddAccount {
                os_name: os,
                name,
                role,
                deputy,
            });
            here.execute(&mut desk, Some(actor.id), command)?;
            say(&said)
        }
        Some(AccountVerb::Change {
            who,
            os,
            name,
            role,
            active,
        }) => {
            let mut desk = here.desk()?;
            let actor = here.account(&desk)?;
            let account = one_account(here, &who, os.as_deref())?;
            let (name, role) = (name.unwrap_or(account.name), role.unwrap_or(account.role));
            let deputy = match account.deputy {
                None => here.deputy_called(&desk, role, &name)?,
                known => known,
            };
            let command = Command::ChangeAccount(ChangeAccount {
                account: account.id,
                rev: account.rev,
                name,
                role,
                deputy,
                active: active.unwrap_or(account.active),
            });
            here.execute(&mut desk, Some(actor.id), command)?;
            say(&fill(t.account_changed, &[("name", &who)]))
        }
    }
}

fn all_accounts(here: &Here) -> Result<Vec<Account>, Fail> {
    match here.reading()?.ask(&Query::Accounts { os_name: None })? {
        Answer::Accounts(all) => Ok(all),
        _ => Ok(Vec::new()),
    }
}

/// The account called so, of a login where one is named. Two of one name are never guessed between.
fn one_account(here: &Here, name: &str, login: Option<&str>) -> Result<Account, Fail> {
    let t = &here.texts().cli;
    let is_meant = |a: &Account| here::is_called(a, name) && login.is_none_or(|login| a.os_name == login);
    let mut found: Vec<Account> = all_accounts(here)?.into_iter().filter(is_meant).collect();
    if found.len() > 1 {
        let mut logins: Vec<&str> = found.iter().map(|a| a.os_name.as_str()).collect();
        logins.sort_unstable();
        logins.dedup();
        if logins.len() == 1 {
            return Err(here.which_account(&found));
        }
        let values = [("name", name), ("logins", &logins.join(" "))];
        return Err(Fail::new(USAGE, fill(t.which_login, &values)));
    }
    let values = [("login", login.unwrap_or(&here.login)), ("name", name)];
    found
        .pop()
        .ok_or_else(|| Fail::new(USAGE, fill(t.unknown_account, &values)))
}

fn list_accounts(here: &Here, json: bool) -> Done {
    let accounts = all_accounts(here)?;
    let form = if json { Form::Json } else { Form::Table(here.lang) };
    let each = |to: Sink<'_, Line>| {
        let _ = accounts
            .iter()
            .map(|a| ACCOUNTS.of(a, Sight::default()))
            .try_for_each(to);
        Ok(())
    };
    rows::print(form, &ACCOUNTS.keys(), &each).map(drop)
}
