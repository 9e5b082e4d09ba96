//! `do`: what other programs ask for, one act to a line as JSON, by the same road and with the same rights as the desk. Each
//! line is a transaction of its own, and its answer says whether it is done; a try runs all of them in one and undoes it.

mod names;
mod page;

use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use serde_json::{Map, Value, json};
use uuid::Uuid;

use self::names::{Lookup, Made, Unread};
use super::args;
use super::here::Here;
use super::{Done, print_data, say, say_data};
use crate::cells;
use crate::domain::command::{Command, Late, Request};
use crate::domain::id::CommandId;
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::domain::spelling::{self, Misspelt, Sort};
use crate::domain::view::{Answer, Asker, Outcome, Query};
use crate::error::{DATA, Fail, IO, UNAVAILABLE};
use crate::i18n::{acts, fill, refusal};
use crate::runtime::clock::Clock;
use crate::store::desk::OsSupply;
use crate::store::execute::Batch;
use crate::store::{Desk, ExecuteError, StoreError, execute, execute_many, read};
use crate::term::LineInput;

pub use page::page;

/// Longest line, in KB.
const LONGEST: usize = 1024;

/// Longest `id`, in bytes.
const LONGEST_ID: usize = 64;

/// Where lines go: the file, or one transaction of it.
pub trait Road {
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

    /// Carries out a command.
    ///
    /// # Errors
    /// It was refused, or the file says no.
    fn act(&mut self, request: &Request, now: (Moment, bool)) -> Result<Outcome, ExecuteError>;
}

impl Road for Desk {
    fn ask(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
        read::answer(self.conn(), self.vault(), asker, query)
    }

    fn done(&self, id: CommandId) -> Result<Option<Outcome>, StoreError> {
        crate::store::outcome::done(self.conn(), self.vault(), id)
    }

    fn act(&mut self, request: &Request, (now, doubtful): (Moment, bool)) -> Result<Outcome, ExecuteError> {
        execute(self, request, now, doubtful, &mut OsSupply)
    }
}

impl Road for Batch<'_, '_> {
    fn ask(&self, asker: Asker, query: &Query) -> Result<Answer, StoreError> {
        self.answer(asker, query)
    }

    fn done(&self, id: CommandId) -> Result<Option<Outcome>, StoreError> {
        Batch::done(self, id)
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
    drop(here.reading()?);
    let mut desk = here.desk()?;
    let account = here.account(&desk)?;
    let clock = here.clock_of(&desk)?;
    let input = open(here, &how.file)?;
    let mut session = Session {
        here,
        how,
        account,
        clock,
        made: Made::new(),
        lines: 0,
        refused: 0,
    };
    if !how.dry_run {
        session.lines(input, &mut desk)?;
        return session.sum();
    }
    let tried = execute_many(&mut desk, |batch| -> Result<(), Undone> {
        session.lines(input, batch).map_err(Undone::Failed)?;
        Err(Undone::Meant)
    });
    match tried {
        Err(Undone::Failed(fail)) => Err(fail),
        Err(Undone::Store(error)) => Err(here.store(&here.db)(error)),
        Ok(()) | Err(Undone::Meant) => session.sum(),
    }
}

/// Why a transaction is undone.
enum Undone {
    /// It was only tried.
    Meant,
    /// A line ended it.
    Failed(Fail),
    /// It never began.
    Store(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

fn open(here: &Here, file: &Path) -> Result<Box<dyn BufRead>, Fail> {
    let t = &here.texts().cli;
    if file == Path::new("-") {
        let input = LineInput::open().map_err(|e| Fail::new(IO, crate::runtime::words::of_terminal(here.lang, &e)))?;
        return Ok(Box::new(BufReader::new(input)));
    }
    let opened = File::open(file).map_err(|e| Fail::with(UNAVAILABLE, t.io, "what", e))?;
    Ok(Box::new(BufReader::new(opened)))
}

/// What became of a line.
struct Became {
    line: u64,
    /// Done, or a code and a sentence.
    is: Result<Outcome, (String, String)>,
}

struct Session<'a> {
    here: &'a Here,
    how: &'a args::Do,
    account: Account,
    clock: Clock,
    made: Made,
    lines: u64,
    refused: u64,
}

/// A line as it stands between its ends.
enum Text {
    Whole(String),
    TooLong,
    Garbled,
}

/// The next line; none at the end.
fn next(input: &mut dyn BufRead) -> std::io::Result<Option<Text>> {
    let limit = LONGEST * 1024;
    let mut bytes = Vec::new();
    if Read::take(&mut *input, limit as u64 + 1).read_until(b'\n', &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.len() > limit && bytes.last() != Some(&b'\n') {
        // What is left of it is no line.
        while bytes.last() != Some(&b'\n') {
            bytes.clear();
            if Read::take(&mut *input, limit as u64).read_until(b'\n', &mut bytes)? == 0 {
                break;
            }
        }
        return Ok(Some(Text::TooLong));
    }
    Ok(Some(String::from_utf8(bytes).map_or(Text::Garbled, Text::Whole)))
}

impl Session<'_> {
    fn lines(&mut self, mut input: Box<dyn BufRead>, road: &mut impl Road) -> Result<(), Fail> {
        let mut number = 0;
        loop {
            let read = next(&mut *input).map_err(|e| Fail::with(IO, self.here.texts().cli.io, "what", e))?;
            let Some(text) = read else { return Ok(()) };
            number += 1;
            let t = &self.here.texts().acts;
            let is = match text {
                Text::Whole(text) => {
                    let bare = text.trim_start_matches('\u{FEFF}').trim();
                    if bare.is_empty() {
                        continue;
                    }
                    match serde_json::from_str(bare) {
                        Ok(Value::Object(object)) => self.line(object, road)?,
                        _ => Err(("not_an_object".to_owned(), acts::not_an_object(self.here.lang))),
                    }
                }
                Text::Garbled => Err(("not_an_object".to_owned(), acts::not_an_object(self.here.lang))),
                Text::TooLong => {
                    let said = fill(t.too_long, &[("limit", &LONGEST.to_string())]);
                    Err(("too_long".to_owned(), said))
                }
            };
            self.lines += 1;
            self.refused += u64::from(is.is_err());
            self.answer(&Became { line: number, is })?;
        }
    }

    /// Does one; the error is one of the file, after which no other can be done.
    fn line(
        &mut self,
        object: Map<String, Value>,
        road: &mut impl Road,
    ) -> Result<Result<Outcome, (String, String)>, Fail> {
        let id = object.get("id").and_then(Value::as_str).map(str::to_owned);
        let done = self.request(object, road).and_then(|asked| match asked {
            Asked::Before(outcome) => Ok(outcome),
            Asked::Now(request, now) => road.act(&request, now).map_err(Stopped::Execute),
        });
        match done {
            Ok(outcome) => {
                if let Some(id) = id {
                    self.made.insert(id, names::made_by(&outcome));
                }
                Ok(Ok(outcome))
            }
            Err(Stopped::Misspelt(why)) => Ok(Err((
                code_of(&format!("{why:?}")),
                acts::misspelt(self.here.lang, &why),
            ))),
            Err(Stopped::Execute(ExecuteError::Refused(why))) => Ok(Err((
                code_of(&format!("{why:?}")),
                refusal::sentence(self.here.lang, &why, None),
            ))),
            Err(Stopped::Execute(ExecuteError::Store(error))) => Err(self.here.store(&self.here.db)(error)),
        }
    }

    /// What a line asks for.
    fn request(&self, mut object: Map<String, Value>, road: &impl Road) -> Result<Asked, Stopped> {
        let act = text_of(&mut object, "act")?.ok_or_else(|| Misspelt::Missing("act".to_owned()))?;
        let id = text_of(&mut object, "id")?;
        if let Some(id) = id.as_ref().filter(|id| id.is_empty() || id.len() > LONGEST_ID) {
            return Err(wrong("id", id).into());
        }
        let id = CommandId(id.map_or_else(Uuid::now_v7, |id| names::command(self.account.id, &id)));
        if let Some(before) = road.done(id).map_err(ExecuteError::Store)? {
            return Ok(Asked::Before(before));
        }
        let paper_no = text_of(&mut object, "paper_no")?;
        let late = match text_of(&mut object, "happened")? {
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
            asker: Asker::Person(Some(self.account.id)),
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

    fn answer(&self, became: &Became) -> Done {
        let line = became.line;
        if self.how.json {
            let answer = match &became.is {
                Ok(outcome) => done(line, outcome),
                Err((code, say)) => json!({"line": line, "ok": false, "refused": code, "say": say}),
            };
            return say_data(&answer.to_string());
        }
        let t = &self.here.texts().acts;
        let line = line.to_string();
        let said = match &became.is {
            Ok(outcome) => {
                let ticket = outcome.ticket.map(|no| format!("{no:03}"));
                let what = outcome.number.clone().or(ticket).unwrap_or_default();
                let template = if outcome.repeated { t.line_before } else { t.line_done };
                fill(template, &[("line", &line), ("what", &what)])
            }
            Err((_, why)) => fill(t.line_refused, &[("line", &line), ("why", why)]),
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
        let template = if self.how.dry_run { t.tried } else { t.some_refused };
        let values = [("all", all.as_str()), ("refused", &refused), ("done", &done)];
        Err(Fail::new(DATA, fill(template, &values)))
    }
}

/// What a line came to.
enum Asked {
    /// It was done when it was sent before.
    Before(Outcome),
    /// It is to be done, at this time.
    Now(Box<Request>, (Moment, bool)),
}

/// Why a line was not done.
enum Stopped {
    Misspelt(Misspelt),
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

/// The code programs tell refusals apart by: the name of the refusal in small letters, `OpinionState` as `opinion_state`.
fn code_of(shown: &str) -> String {
    let mut code = String::new();
    for c in shown.chars().take_while(char::is_ascii_alphanumeric) {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

/// The answer to a line that is done.
fn done(line: u64, outcome: &Outcome) -> Value {
    let mut answer = Map::new();
    answer.insert("line".to_owned(), line.into());
    answer.insert("ok".to_owned(), true.into());
    if outcome.repeated {
        answer.insert("repeated".to_owned(), true.into());
    }
    let record = names::made_by(outcome)
        .into_iter()
        .find(|id| outcome.rev(*id).is_some());
    let said = [
        ("number", outcome.number.clone().map(Value::from)),
        ("ticket", outcome.ticket.map(Value::from)),
        ("claim_code", outcome.claim_code.clone().map(Value::from)),
        ("record", record.map(|id| id.to_string().into())),
        ("rev", record.and_then(|id| outcome.rev(id)).map(Value::from)),
    ];
    answer.extend(
        said.into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?))),
    );
    Value::Object(answer)
}
