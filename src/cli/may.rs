//! Who may copy the file as a whole, put another in its place, or let it go on without its end.

use std::os::unix::fs::MetadataExt as _;

use super::here::Here;
use super::{Done, fill, note};
use crate::domain::id::AccountId;
pub use crate::domain::permit::Care;
use crate::error::{Fail, NO_PERMISSION};
use crate::i18n::code;
use crate::runtime::{login, service};
use crate::store::known::{Known, known};

/// Whether whoever calls is told which matters and people a fault is about: they have an account in the file that reads
/// matters, or where none can be read from it, it is theirs by the operating system.
pub fn is_told_details(here: &Here) -> Result<bool, Fail> {
    let all = known(&here.db).map_err(here.store(&here.db))?;
    if !all.is_empty() {
        let named = |k: &&Known| {
            let name = here.global.account.as_ref();
            name.is_none_or(|name| k.name == *name || k.id == *name)
        };
        let mut mine = all.iter().filter(|k| k.login == here.login).filter(named);
        return Ok(mine.any(|k| Care::Details.may(k.role)));
    }
    let facts = here.db.symlink_metadata();
    Ok(here.uid == 0 || facts.is_ok_and(|facts| here.owns(&facts)))
}

/// By which account of theirs whoever calls copies the file; none where the file names none.
pub fn copies_as(here: &Here) -> Result<Option<AccountId>, Fail> {
    let all = known(&here.db).map_err(here.store(&here.db))?;
    let named = |k: &&Known| {
        here.global
            .account
            .as_ref()
            .is_none_or(|name| k.name == *name || k.id == *name)
    };
    let mut mine = all.iter().filter(|k| k.login == here.login).filter(named);
    let able = mine.find(|k| Care::Copy.may(k.role));
    Ok(able.and_then(|k| k.id.parse().ok()).map(AccountId))
}

/// How many of those who may are named.
const NAMED: usize = 5;

/// Refuses whoever may not. Where the file names nobody who may, it is its owner's by the operating system, and root's;
/// otherwise they are as anybody without an account: a copy holds all that the file does.
pub fn may(here: &Here, care: Care) -> Done {
    let t = &here.texts().file;
    let what = match care {
        Care::Details | Care::Copy => t.care_copy,
        Care::Restore => t.care_restore,
        Care::GoOn => t.care_go_on,
        Care::Settle => t.care_copied,
    };
    let path = here.db.display().to_string();
    let of_owner = |text: &str, owner: &str| {
        let values = [
            ("path", path.as_str()),
            ("owner", owner),
            ("me", &here.login),
            ("what", what),
        ];
        fill(text, &values)
    };
    let Ok(facts) = here.db.symlink_metadata() else {
        // Nothing is lost with a file that is not there; what comes into a server's place of it is for root to say.
        if service::inside().is_some() && here.uid != 0 {
            return Err(Fail::new(NO_PERMISSION, of_owner(t.care_not_owner, "root")));
        }
        return Ok(());
    };
    let all = known(&here.db).map_err(here.store(&here.db))?;
    let is_owner = here.owns(&facts);
    let owner = login::name_of_number(facts.uid());
    let refused = |text: &str, values: &[(&str, &str)]| {
        let values = [&[("what", what)], values].concat();
        Err(Fail::new(NO_PERMISSION, fill(text, &values)))
    };
    let able: Vec<&Known> = all.iter().filter(|k| care.may(k.role)).collect();
    if able.is_empty() {
        if !is_owner {
            return Err(Fail::new(NO_PERMISSION, of_owner(t.care_not_owner, &owner)));
        }
        if care != Care::Copy {
            note(&of_owner(t.care_owner, &owner));
        }
        return Ok(());
    }
    let mut mine: Vec<&Known> = all.iter().filter(|k| k.login == here.login).collect();
    if let Some(name) = &here.global.account {
        mine.retain(|k| k.name == *name || k.id == *name);
        if mine.is_empty() {
            let values = [("login", here.login.as_str()), ("name", name)];
            let text = here.texts().cli.unknown_account;
            return Err(Fail::new(NO_PERMISSION, fill(text, &values)));
        }
    }
    if mine.iter().any(|k| care.may(k.role)) {
        return Ok(());
    }
    let named = able.iter().take(NAMED);
    let names: Vec<String> = named
        .map(|k| fill(t.care_who, &[("name", &k.name), ("login", &k.login)]))
        .collect();
    let names = names.join(t.and);
    match mine.first() {
        Some(k) => {
            let role = code::role(here.lang, k.role);
            refused(t.care_not, &[("who", &k.name), ("role", role), ("names", &names)])
        }
        None => refused(t.care_stranger, &[("login", &here.login), ("names", &names)]),
    }
}
