//! `do`: what other programs ask for, one act to a line as JSON, by the same road and with the same rights as the desk. Each
//! line is a transaction of its own, and its answer says whether it is done; a try runs all of them in one and undoes it.

mod answer;
mod input;
mod names;
mod page;
mod strict;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::answer::{LineOutcome, Refused, code_of, done};
use self::input::{LONGEST, Text, next, open};
use self::names::{Lookup, MadeRecords, Unread};
use self::strict::BadLine;
use super::args;
use super::here::Here;
use super::{Done, fill, note, print_data, say, say_data};
use crate::cells;
use crate::domain::command::{Command, Late, Request};
use crate::domain::id::CommandId;
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::domain::refusal::Refusal;
use crate::domain::spelling::{self, Act, Misspelt, Sort};
use crate::domain::text::one_line;
use crate::domain::view::{Answer, Asker, Outcome, Query};
use crate::error::{DATA, Fail, IO, exit_of};
use crate::i18n::lease::all_missed;
use crate::i18n::{acts, refusal};
use crate::runtime::clock::Clock;
use crate::store::batch::{Batch, try_many};
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, StoreError, execute, outcome, read};

pub use page::page;

/// Longest `id`, in bytes.
const LONGEST_ID: usize = 64;

/// Where lines go: the file, or one transaction of it.
pub trait Destination {
    /// Answers a question.
    ///
    /// # Errors
    /// The file cannot be read.
    fn ask(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError>;

    /// What a command of this id did before; none when it was never carried out.
    ///
    /// # Errors
    /// The file cannot be read.
    fn done(&self, id: CommandId) -> Result<Option<Outcome>, StoreError>;

    /// A command whose id begins so; none when there was none.
    ///
    /// # Errors
    /// The file cannot be read.
    fn begins(&self, half: &str) -> Result<Option<Uuid>, StoreError>;

    /// Carries out a command.
    ///
    /// # Errors
    /// It was refused, or the file says no.
    fn act(&mut self, request: &Request, now: (Moment, bool)) -> Result<Outcome, ExecuteError>;
}

impl Destination for Desk {
    fn ask(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
        self.read(|conn, vault| read::answer(conn, vault, asker, query))
    }

    fn done(&self, id: CommandId) -> Result<Option<Outcome>, StoreError> {
        self.read(|conn, vault| outcome::done(conn, vault, id))
    }

    fn begins(&self, half: &str) -> Result<Option<Uuid>, StoreError> {
        self.read(|conn, _| outcome::begins(conn, half))
    }

    fn act(&mut self, request: &Request, (now, doubtful): (Moment, bool)) -> Result<Outcome, ExecuteError> {
        execute(self, request, now, doubtful, &mut OsSupply)
    }
}

impl Destination for Batch<'_, '_> {
    fn ask(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
        self.answer(asker, query)
    }

    fn done(&self, id: CommandId) -> Result<Option<Outcome>, StoreError> {
        Batch::done(self, id)
    }

    fn begins(&self, half: &str) -> Result<Option<Uuid>, StoreError> {
        Batch::begins(self, half)
    }

    fn act(&mut self, request: &Request, (now, doubtful): (Moment, bool)) -> Result<Outcome, ExecuteError> {
        self.execute(request, now, doubtful, &mut OsSupply)
    }
}

/// Does what the lines say.
pub fn run(here: &Here, how: &args::Do) -> Done {
    if how.acts {
        return if how.json {
            say_data(&page::as_json(here.lang).to_string())
        } else {
            print_data(&page(here.lang))
        };
    }
    drop(here.reading_all_the_same()?);
    let mut desk = here.desk()?;
    let account = here.acting(&desk)?;
    let clock = here.clock_of(&desk)?;
    say_missed(here, &mut desk, &account, clock.now().0);
    let mut input = open(here, &how.file)?;
    let mut session = Session {
        here,
        how,
        account,
        clock,
        made: MadeRecords::new(),
        lines: 0,
        refused: 0,
        exit: None,
    };
    let mut lines = || next(&mut *input).map_err(|e| Fail::with(IO, here.texts().cli.io, "what", e));
    if !how.dry_run {
        let (now, doubtful) = session.clock.now();
        let _ = desk.wipe_due(now, doubtful);
        let done = session.lines(&mut lines, &mut desk);
        let _ = desk.fold_forgotten();
        if let Some(path) = desk.unkept().filter(|_| done.is_ok()) {
            let path = one_line(&path.display().to_string());
            note(&fill(here.texts().trouble.kept_without, &[("path", &path)]));
        }
        done?;
        return session.sum();
    }
    // While they are tried nobody else can write, so all of them are there first.
    let mut all = Vec::new();
    while let Some(line) = lines()? {
        all.push(line);
    }
    let mut all = all.into_iter();
    let tried = try_many(&mut desk, |batch| session.lines(&mut || Ok(all.next()), batch));
    tried.map_err(here.store(&here.db))??;
    session.sum()
}

/// What of theirs is lost is said to whoever acts, every time: a program may be all that hears it, so they are told at the desk too.
fn say_missed(here: &Here, desk: &mut Desk, account: &Account, now: Moment) {
    let _ = desk.miss_drafts();
    let missed = desk.missed_drafts(account.id, now.day()).unwrap_or_default();
    if let Some(said) = all_missed(here.lang, &missed, now.day()) {
        note(&said);
    }
}

struct Session<'a> {
    here: &'a Here,
    how: &'a args::Do,
    account: Account,
    clock: Clock,
    made: MadeRecords,
    lines: u64,
    refused: u64,
    /// What all lines that were not done end with; bad data where they do not agree.
    exit: Option<u8>,
}

impl Session<'_> {
    fn lines(
        &mut self,
        lines: &mut dyn FnMut() -> Result<Option<Text>, Fail>,
        road: &mut impl Destination,
    ) -> Result<(), Fail> {
        let (t, lang) = (&self.here.texts().acts, self.here.lang);
        let mut number = 0;
        while let Some(text) = lines()? {
            number += 1;
            let mut end = None;
            let is = match text {
                Text::Whole(text) => match text.trim_start_matches('\u{FEFF}').trim() {
                    "" => continue,
                    bare => match strict::object(bare) {
                        Ok(object) => self.line(object, road, &mut end),
                        Err(BadLine::Twice(key)) => Err(Refused::new("twice", fill(t.twice, &[("key", &key)]))),
                        Err(BadLine::NotAnObject) => Err(Refused::new("not_an_object", acts::not_an_object(lang))),
                    },
                },
                Text::Garbled => Err(Refused::new("not_utf8", t.not_utf8)),
                Text::TooLong => {
                    let said = fill(t.too_long, &[("limit", &LONGEST.to_string())]);
                    Err(Refused::new("too_long", said))
                }
            };
            let done = (self.lines - self.refused).to_string();
            self.lines += 1;
            self.refused += u64::from(is.is_err());
            if let Err(refused) = &is {
                let exit = *self.exit.get_or_insert(refused.exit);
                self.exit = Some(if exit == refused.exit { exit } else { DATA });
            }
            let values = [("line", number.to_string()), ("done", done)];
            let whole = |fail: Fail, template| {
                let mut values: Vec<_> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
                values.push(("why", &fail.text));
                Fail::new(fail.code, fill(template, &values))
            };
            self.answer(&LineOutcome { line: number, is })
                .map_err(|fail| whole(fail, t.unsaid))?;
            if let Some(fail) = end {
                return Err(whole(fail, t.ended));
            }
        }
        Ok(())
    }

    /// Does one. An error of the file after which no other can be done is the end; that somebody else is writing is none.
    fn line(
        &mut self,
        object: Map<String, Value>,
        road: &mut impl Destination,
        end: &mut Option<Fail>,
    ) -> Result<Outcome, Refused> {
        let lang = self.here.lang;
        let id = object.get("id").and_then(Value::as_str).map(str::to_owned);
        let done = self.request(object, road).and_then(|asked| match asked {
            Asked::Before(outcome) => Ok(*outcome),
            Asked::Now(request, now) => road.act(&request, now).map_err(Stopped::Execute),
        });
        if let Some(id) = id {
            match done.as_ref().map(names::made_by) {
                Ok(made) => _ = self.made.insert(id, Some(made)),
                // What the id was used for before is done all the same.
                Err(_) => _ = self.made.entry(id).or_insert(None),
            }
        }
        done.map_err(|why| match why {
            Stopped::Misspelt(why) => Refused::named(&why, acts::misspelt(lang, &why)),
            Stopped::UsedId => Refused::new("used_id", lang.texts().acts.used_id),
            Stopped::NotDone(id) => {
                let said = fill(lang.texts().acts.not_done, &[("id", &id)]);
                Refused::new("not_done", said)
            }
            Stopped::Execute(ExecuteError::Refused(why)) => {
                Refused::named(&why, refusal::sentence(lang, &why, None)).ending(exit_of(&why))
            }
            Stopped::Execute(ExecuteError::Store(error)) => {
                let is_end = !matches!(error, StoreError::Busy);
                let code = code_of(&format!("{error:?}"));
                let fail = self.here.store(&self.here.db)(error);
                let refused = Refused::new(code, fail.text.clone()).ending(fail.code);
                if is_end {
                    *end = Some(fail);
                }
                refused
            }
        })
    }

    /// What a line asks for.
    fn request(&self, mut object: Map<String, Value>, road: &impl Destination) -> Result<Asked, Stopped> {
        let whole = object.clone();
        let act = text_of(&mut object, "act")?.ok_or_else(|| Misspelt::Missing("act".to_owned()))?;
        let id = match text_of(&mut object, "id")? {
            None => Uuid::now_v7(),
            Some(id) if id.is_empty() || id.len() > LONGEST_ID => {
                let (key, most) = ("id".to_owned(), LONGEST_ID);
                return Err(Misspelt::Unfit { key, most }.into());
            }
            Some(id) => {
                let own = names::command(&id, &whole);
                let before = road.begins(&names::half(own)).map_err(ExecuteError::Store)?;
                if before.is_some_and(|before| before != own) {
                    return Err(Stopped::UsedId);
                }
                own
            }
        };
        let id = CommandId(id);
        if let Some(before) = road.done(id).map_err(ExecuteError::Store)? {
            return Ok(Asked::Before(Box::new(before)));
        }
        // Before any name is looked for: whether somebody is known is not for those who may not do it.
        let role = self.account.role;
        if let Some(act) = Act::of(&act).filter(|act| !act.deed.may(Some(role))) {
            let may = act.deed.row().roles;
            return Err(ExecuteError::from(Refusal::NotPermitted { role, may }).into());
        }
        let paper_no = text_of(&mut object, "paper_no")?;
        let late = match text_of(&mut object, "happened")? {
            None if paper_no.is_some() => return Err(Misspelt::Missing("happened".to_owned()).into()),
            None => None,
            Some(said) => {
                let happened = spelling::moment(&said).ok_or_else(|| Misspelt::Wrong {
                    key: "happened".to_owned(),
                    sort: Sort::Moment,
                    said,
                })?;
                Some(Late { happened, paper_no })
            }
        };
        let now = self.clock.now();
        let mut lookup = Lookup {
            road,
            asker: Asker::Person(Some(self.account.id), now.0.day()),
            made: &self.made,
            now: now.0,
            late: late.as_ref().map(|late| late.happened.day()),
            table: self.here.global.table.unwrap_or(1),
            about: None,
        };
        let command: Command = spelling::read(&act, object, &mut lookup)?;
        let request = Request {
            id,
            late,
            ..self.here.request(Some(self.account.id), command)
        };
        Ok(Asked::Now(Box::new(request), now))
    }

    fn answer(&self, became: &LineOutcome) -> Done {
        let line = became.line;
        if self.how.json {
            let mut answer = match &became.is {
                Ok(outcome) => done(line, outcome),
                Err(Refused { code, say, .. }) => json!({"line": line, "ok": false, "refused": code, "say": say}),
            };
            if let Value::Object(answer) = &mut answer
                && self.how.dry_run
            {
                answer.insert("tried".to_owned(), true.into());
            }
            return say_data(&answer.to_string());
        }
        let t = &self.here.texts().acts;
        let line = line.to_string();
        let said = match &became.is {
            Ok(outcome) => {
                let ticket = outcome.ticket.map(|no| format!("{no:03}"));
                let mut what = outcome.number.clone().or(ticket).unwrap_or_default();
                if let Some(code) = outcome.claim_code.as_ref().filter(|_| !self.how.dry_run) {
                    what = [&what, " ", &fill(t.claim_code, &[("code", code)])].concat();
                }
                let template = match outcome.repeated {
                    true => t.line_before,
                    false if self.how.dry_run => t.line_could,
                    false => t.line_done,
                };
                fill(template, &[("line", &line), ("what", &what)])
            }
            Err(Refused { say, .. }) => fill(t.line_refused, &[("line", &line), ("why", say)]),
        };
        say(cells::clean(said.trim_end()).as_ref())
    }

    /// What became of all of them.
    fn sum(&self) -> Done {
        let t = &self.here.texts().acts;
        let (all, refused) = (self.lines.to_string(), self.refused.to_string());
        let done = (self.lines - self.refused).to_string();
        if self.refused == 0 {
            return if self.how.dry_run && !self.how.json {
                say(&fill(t.tried, &[("all", &all), ("done", &done)]))
            } else {
                Ok(())
            };
        }
        let template = match self.lines - self.refused {
            _ if self.how.dry_run => t.tried,
            0 => t.none_done,
            _ => t.some_refused,
        };
        let values = [("all", all.as_str()), ("refused", &refused), ("done", &done)];
        Err(Fail::new(self.exit.unwrap_or(DATA), fill(template, &values)))
    }
}

/// What a line came to.
enum Asked {
    /// It was done when it was sent before.
    Before(Box<Outcome>),
    /// It is to be done, at this time.
    Now(Box<Request>, (Moment, bool)),
}

/// Why a line was not done.
enum Stopped {
    Misspelt(Misspelt),
    /// Something else was done under its id.
    UsedId,
    /// It names what the line of this id should have made.
    NotDone(String),
    Execute(ExecuteError),
}

impl From<Misspelt> for Stopped {
    fn from(why: Misspelt) -> Self {
        Self::Misspelt(why)
    }
}

impl From<ExecuteError> for Stopped {
    fn from(error: ExecuteError) -> Self {
        Self::Execute(error)
    }
}

impl From<Unread> for Stopped {
    fn from(why: Unread) -> Self {
        match why {
            Unread::Misspelt(why) => Self::Misspelt(why),
            Unread::NotDone(id) => Self::NotDone(id),
            Unread::Store(error) => Self::Execute(ExecuteError::Store(error)),
        }
    }
}

fn wrong(key: &str, said: &str) -> Misspelt {
    Misspelt::Wrong {
        key: key.to_owned(),
        sort: Sort::Text,
        said: said.to_owned(),
    }
}

/// A text of the line itself.
fn text_of(object: &mut Map<String, Value>, key: &str) -> Result<Option<String>, Misspelt> {
    match object.remove(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(wrong(key, &other.to_string())),
    }
}
