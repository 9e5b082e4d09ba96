//! What every command needs: the language, the file, who asks, the time.

use std::fs::Metadata;
use std::iter;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::args::Global;
use super::fill;
use super::note;
use super::progress_line::ProgressLine;
use crate::demo;
use crate::domain::code::Role;
use crate::domain::command::{Command, Request};
use crate::domain::id::{AccountId, CommandId, DeputyId};
use crate::domain::moment::Moment;
use crate::domain::permit::{self, Reach};
use crate::domain::record::Account;
use crate::domain::view::{Answer, Asker, Outcome, Query};
use crate::error::{CONFIG, DATA, Fail, NO_PERMISSION, UNAVAILABLE, USAGE};
use crate::i18n::{Lang, Texts};
use crate::runtime::clock::{Clock, Source};
use crate::runtime::service::{self, Service};
use crate::runtime::{file_words, login, unclean_end};
use crate::store::desk::OsSupply;
use crate::store::upgrade::upgrade;
use crate::store::{Desk, ReadOnly, StoreError, execute, read};
use crate::term::stopping::StopSignals;

/// More deputies of one name no roster has.
const ENOUGH: u32 = 1_000;

/// The place a command is given at.
#[derive(Debug)]
pub struct Here {
    pub lang: Lang,
    /// Options that stand anywhere.
    pub global: Global,
    pub db: PathBuf,
    /// Who asks, by the operating system.
    pub uid: u32,
    pub login: String,
}

/// The file open for reading, for somebody.
pub struct Reading {
    file: ReadOnly,
    asker: Asker,
    path: PathBuf,
    lang: Lang,
}

impl Here {
    /// Takes the file from `--db`, else ZHIBAN_DB, else the usual place; on a server it is the server's. Who asks is taken from
    /// the system.
    pub fn new(lang: Lang, global: Global) -> Result<Self, Fail> {
        let server = service::inside();
        let chosen = || {
            let set = std::env::var_os("ZHIBAN_DB").filter(|v| !v.is_empty());
            global.db.clone().or(set.map(PathBuf::from)).or_else(default_file)
        };
        let db = server.map(Service::database).or_else(chosen).unwrap_or_default();
        let asks = login::caller(server.is_some(), &|name| std::env::var(name).ok()).map_err(|error| {
            let what = file_words::cause(lang, &error);
            Fail::with(UNAVAILABLE, lang.texts().cli.who_are_you, "what", what)
        })?;
        let account = server.map_or("", |server| server.account.as_str());
        let no_caller = || Fail::with(NO_PERMISSION, lang.texts().server.no_caller, "login", account);
        let asks = asks.ok_or_else(no_caller)?;
        Ok(Self {
            lang,
            global,
            db,
            uid: asks.uid,
            login: asks.login,
        })
    }

    /// Whether a file is theirs who ask, by the operating system. What the account of a server has is nobody's of the people.
    pub fn owns(&self, file: &Metadata) -> bool {
        self.uid == 0 || service::inside().is_none() && self.uid == file.uid()
    }

    /// A file that is named on the command line. On a server it is looked for in a folder of the data and nowhere else.
    pub fn named(&self, folder: &str, given: &Path) -> Result<PathBuf, Fail> {
        let Some(server) = service::inside() else {
            return Ok(given.to_owned());
        };
        server.within(folder, given).ok_or_else(|| {
            let (folder, what) = (server.data.join(folder), given.display().to_string());
            let values = [("folder", folder.display().to_string()), ("what", what)];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            Fail::new(NO_PERMISSION, fill(self.texts().server.name_only, &values))
        })
    }

    /// Whether it is known where the file lies, and who else may get at it, which is said.
    pub fn look_around(&self) -> Result<(), Fail> {
        if self.db.as_os_str().is_empty() {
            return Err(Fail::new(CONFIG, self.texts().cli.no_home));
        }
        if let Some(said) = file_words::exposed(self.lang, &self.db) {
            note(&said);
        }
        Ok(())
    }

    /// Every text, in the language the command speaks.
    pub fn texts(&self) -> &'static Texts {
        self.lang.texts()
    }

    /// Turns what the store says into a sentence about a path.
    pub fn store(&self, path: &Path) -> impl Fn(crate::store::StoreError) -> Fail {
        let (lang, path) = (self.lang, path.to_owned());
        move |e| Fail::store(lang, &e, &path)
    }

    /// Something cannot be made at a path.
    pub fn cannot_create(&self, code: u8, path: &Path, what: &str) -> Fail {
        let path = path.display().to_string();
        let values = [("path", path.as_str()), ("what", what)];
        Fail::new(code, fill(self.texts().cli.cannot_create, &values))
    }

    /// Opens the file; one of an older program is brought up to date first, and that is said.
    fn up_to_date<T>(&self, open: impl Fn() -> Result<T, StoreError>) -> Result<T, Fail> {
        self.try_up_to_date(open).map_err(self.store(&self.db))
    }

    /// The same for those who look at the error themselves.
    pub fn try_up_to_date<T>(&self, open: impl Fn() -> Result<T, StoreError>) -> Result<T, StoreError> {
        let opened = open();
        if !matches!(opened, Err(StoreError::Older { .. })) {
            return opened;
        }
        let t = &self.texts().trouble;
        note(t.upgrading);
        let mut line = ProgressLine::new(self.lang);
        let heed = StopSignals::begin();
        let copy = upgrade(&self.db, &mut |p| {
            line.say(p);
            !heed.is_stopped()
        });
        line.end();
        if let Some(copy) = copy? {
            note(&fill(t.upgraded, &[("path", &copy.display().to_string())]));
        }
        heed.end_late();
        open()
    }

    /// Opens the file for writing.
    pub fn desk(&self) -> Result<Desk, Fail> {
        self.up_to_date(|| Desk::open(&self.db, None))
    }

    /// Opens the file for reading, for whoever has an account in it; there has to be a station.
    pub fn reading(&self) -> Result<Reading, Fail> {
        let file = self.reading_nobody()?;
        let asker = self.admit(&file)?;
        Ok(Reading {
            file,
            asker,
            path: self.db.clone(),
            lang: self.lang,
        })
    }

    /// The same, where nothing of people or matters is read, for anybody.
    pub fn reading_nobody(&self) -> Result<ReadOnly, Fail> {
        let file = self.reading_all_the_same()?;
        if let Some(lost) = file.lost_tail() {
            note(&file_words::lost_tail(self.lang, lost));
        }
        Ok(file)
    }

    /// The same, for whoever says what is missing in words of their own.
    pub fn reading_all_the_same(&self) -> Result<ReadOnly, Fail> {
        let file = self.up_to_date(|| match ReadOnly::open(&self.db) {
            // What is there can be read all the same.
            Err(StoreError::DiskFull) => ReadOnly::open_alone(&self.db),
            opened => opened,
        })?;
        if let Some(cut) = file.half_restored(&self.db) {
            note(&unclean_end::half_restored(self.lang, &cut));
        }
        if !file.has_station().map_err(self.store(&self.db))? {
            if let Some(lost) = file.lost_tail() {
                return Err(Fail::new(DATA, file_words::lost_tail_stops(self.lang, lost)));
            }
            let t = &self.texts().cli;
            return Err(Fail::with(UNAVAILABLE, t.no_station, "path", self.db.display()));
        }
        Ok(file)
    }

    /// The clock of a file: a made-up station's may be set.
    pub fn clock(&self, is_demo: bool) -> Result<Clock, Fail> {
        let set = std::env::var("ZHIBAN_NOW")
            .ok()
            .filter(|set| is_demo && !set.is_empty());
        let Some(set) = set else {
            return Ok(Clock::new(Source::Real));
        };
        Clock::of_demo(&set).ok_or_else(|| Fail::with(CONFIG, self.texts().cli.bad_now, "what", set))
    }

    /// The clock of an open desk.
    pub fn clock_of(&self, desk: &Desk) -> Result<Clock, Fail> {
        let is_demo = demo::is_demo(desk).map_err(self.store(&self.db))?;
        self.clock(is_demo)
    }

    /// The account that acts: the one named, or the only one of the login.
    pub fn account(&self, desk: &Desk) -> Result<Account, Fail> {
        let mut all = self.accounts(desk)?;
        if all.len() > 1 {
            return Err(self.which_account(&all));
        }
        all.pop().ok_or_else(|| self.nobody())
    }

    /// The same, in the role it acts in here.
    pub fn acting(&self, desk: &Desk) -> Result<Account, Fail> {
        let mut account = self.account(desk)?;
        let role = desk.role(account.id).map_err(self.store(&self.db))?;
        account.role = role.unwrap_or(account.role);
        Ok(account)
    }

    /// The accounts that may act: the one named, or all of the login; never none.
    pub fn accounts(&self, desk: &Desk) -> Result<Vec<Account>, Fail> {
        let answer = desk.read(|conn, vault| read::answer(conn, vault, Asker::Program, &self.of_login()));
        self.among(acting(answer.map_err(self.store(&self.db))?))
    }

    /// Who reads: the account named, which there has to be, or the only one of the login. Of several nobody in particular
    /// reads, and a login without any only in a file that knows nobody yet.
    pub fn admit(&self, file: &ReadOnly) -> Result<Asker, Fail> {
        let answer = file.answer(Asker::Program, &self.of_login());
        let mine = acting(answer.map_err(self.store(&self.db))?);
        let is_demo = file.meta(demo::MARK).map_err(self.store(&self.db))?.is_some();
        let today = self.clock(is_demo)?.now().0.day();
        let asker = match self.among(mine.clone()).as_deref() {
            Ok([one]) => Asker::Person(Some(one.id), today),
            // Whichever of them it is reads no matter.
            Ok([first, rest @ ..]) if iter::once(first).chain(rest).all(is_bare) => {
                Asker::Person(Some(first.id), today)
            }
            _ if mine.is_empty() => Asker::Stranger,
            Ok(_) => Asker::Person(None, today),
            Err(why) => return Err(why.clone()),
        };
        file.admits(asker).map_err(|e| match e {
            StoreError::Stranger => self.nobody(),
            e => self.store(&self.db)(e),
        })?;
        Ok(asker)
    }

    fn of_login(&self) -> Query {
        Query::Accounts {
            os_name: Some(self.login.clone()),
        }
    }

    fn among(&self, all: Vec<Account>) -> Result<Vec<Account>, Fail> {
        let t = &self.texts().cli;
        if all.is_empty() {
            return Err(self.nobody());
        }
        if let Some(name) = &self.global.account {
            let mut found: Vec<Account> = all.into_iter().filter(|a| is_called(a, name)).collect();
            if found.len() > 1 {
                return Err(self.which_account(&found));
            }
            let values = [("login", self.login.as_str()), ("name", name)];
            let unknown = || Fail::new(NO_PERMISSION, fill(t.unknown_account, &values));
            return Ok(vec![found.pop().ok_or_else(unknown)?]);
        }
        Ok(all)
    }

    /// Several accounts of a login could be meant. Where all are called the same, as older programs allowed, the ids are
    /// said instead.
    pub fn which_account(&self, all: &[Account]) -> Fail {
        let t = &self.texts().cli;
        let login = all.first().map_or(self.login.as_str(), |a| a.os_name.as_str());
        let first = all.first().map_or("", |a| a.name.as_str());
        if all.iter().all(|a| a.name == first) {
            let ids: Vec<String> = all.iter().map(|a| a.id.to_string()).collect();
            let values = [("login", login), ("name", first), ("ids", &ids.join(" "))];
            return Fail::new(USAGE, fill(t.equal_accounts, &values));
        }
        let names: Vec<&str> = all.iter().map(|a| a.name.as_str()).collect();
        let values = [("login", login), ("names", &names.join(" "))];
        Fail::new(USAGE, fill(t.which_account, &values))
    }

    fn nobody(&self) -> Fail {
        Fail::with(NO_PERMISSION, self.texts().cli.no_account, "login", &self.login)
    }

    /// The deputy an account of this role and name is: the one of the roster who is called so. Of none, or of several, it is
    /// said that the account is nobody's of them.
    pub fn deputy_called(&self, desk: &Desk, role: Role, name: &str) -> Result<Option<DeputyId>, Fail> {
        if role != Role::Deputy {
            return Ok(None);
        }
        let query = Query::Deputies {
            matching: name.to_owned(),
            limit: ENOUGH,
        };
        let answer = desk.read(|conn, vault| read::answer(conn, vault, Asker::Program, &query));
        let Answer::Deputies(all) = answer.map_err(self.store(&self.db))? else {
            return Ok(None);
        };
        let mut called = all.into_iter().filter(|d| d.active && d.profile.name == name);
        if let (Some(one), None) = (called.next(), called.next()) {
            return Ok(Some(one.id));
        }
        note(&fill(self.texts().cli.no_such_deputy, &[("name", name)]));
        Ok(None)
    }

    /// A command of this keyboard.
    pub fn request(&self, account: Option<AccountId>, command: Command) -> Request {
        Request {
            id: CommandId(uuid::Uuid::now_v7()),
            account,
            table: self.global.table,
            late: None,
            draft: None,
            command,
        }
    }

    /// Carries out one command.
    pub fn execute(&self, desk: &mut Desk, account: Option<AccountId>, command: Command) -> Result<Outcome, Fail> {
        let (now, doubtful) = self.clock_of(desk)?.now();
        let request = self.request(account, command);
        let done = execute(desk, &request, now, doubtful, &mut OsSupply);
        done.map_err(|e| Fail::execute(self.lang, &e, &self.db))
    }
}

impl Reading {
    /// Asks for whoever it was opened for.
    pub fn ask(&self, query: &Query) -> Result<Answer, Fail> {
        self.file
            .answer(self.asker, query)
            .map_err(|e| Fail::store(self.lang, &e, &self.path))
    }

    /// The role of whoever it was opened for; none where that is one of several.
    pub fn role(&self) -> Result<Option<Role>, Fail> {
        let Asker::Person(Some(id), _) = self.asker else {
            return Ok(None);
        };
        let Answer::Accounts(all) = self.ask(&Query::Accounts { os_name: None })? else {
            return Ok(None);
        };
        Ok(all.into_iter().find(|a| a.id == id).map(|a| a.role))
    }

    /// The file, for what is no question of the desk: rules, marks, the check.
    pub fn file(&self) -> &ReadOnly {
        &self.file
    }

    /// The time of this file.
    pub fn now(&self, here: &Here) -> Result<Moment, Fail> {
        let is_demo = self.file.meta(demo::MARK).map_err(here.store(&self.path))?.is_some();
        Ok(here.clock(is_demo)?.now().0)
    }
}

/// An account that reads no people and no matters.
fn is_bare(account: &Account) -> bool {
    permit::Reading::Records.reach(Some(account.role)) == Reach::Nothing
}

/// The accounts found that act.
fn acting(found: Answer) -> Vec<Account> {
    let Answer::Accounts(mut all) = found else {
        return Vec::new();
    };
    all.retain(|a| a.active);
    all
}

/// Whether an account is meant by a name, or by its number.
pub fn is_called(account: &Account, name: &str) -> bool {
    account.name == name || account.id.to_string() == name
}

/// Where the data file lies when nobody says: the user's data folder by the XDG rules; none for whoever has no home.
fn default_file() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|v| !v.is_empty()).map(PathBuf::from);
    let folder = |name: &str| set(name).filter(|p| p.is_absolute());
    let home = || Some(folder("HOME")?.join(".local/share"));
    Some(folder("XDG_DATA_HOME").or_else(home)?.join("zhiban").join("zhiban.db"))
}
