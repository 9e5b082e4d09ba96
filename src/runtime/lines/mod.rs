//! The line mode outside: the loop that reads and writes lines, and the store behind it, one connection that reads and
//! writes, one thing at a time.

mod input;

use std::io::{self, BufRead, Write};
use std::sync::mpsc::Receiver;

use uuid::Uuid;

use super::clock::Clock;
use super::words;
use super::written::changed;
use crate::app::Failure;
use crate::domain::command::Request;
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{Lease, Lost, Saved, Unsaved};
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::domain::text::one_line;
use crate::domain::view::{Answer, Asker, Outcome, Query};
use crate::i18n::lease::said;
use crate::i18n::{Lang, fill};
pub use crate::plain::Ended;
use crate::plain::{Context, Line, Outside, Reply, Stored, Wish, converse};
use crate::store::desk::OsSupply;
use crate::store::{Desk, Doubts, ExecuteError, StoreError, drafts, execute, read};

/// What carries out the wishes of a conversation: the store, or a made-up one in tests.
pub trait Port {
    /// The clock that numbers and days are given by.
    fn now(&mut self) -> Moment;

    /// Carries out a wish.
    fn carry_out(&mut self, wish: &Wish) -> Reply;

    /// What else has to be said by now.
    fn news(&mut self) -> Vec<String> {
        Vec::new()
    }
}

/// Talks until the person leaves or the input ends. Both are a success; the end of the input keeps what was typed.
///
/// # Errors
/// The output is gone. What was typed has been kept by then.
pub fn run(
    reader: &mut dyn BufRead,
    writer: &mut dyn Write,
    context: Context,
    port: &mut dyn Port,
) -> io::Result<Ended> {
    let mut ends = Ends {
        reader,
        writer,
        port,
        said: String::new(),
        broken: None,
    };
    let ended = converse(context, &mut ends);
    ends.put();
    match (ended, ends.broken) {
        (Ended::Saved, Some(e)) => Err(e),
        (ended, _) => Ok(ended),
    }
}

/// Both ends of the line, and the store behind it.
struct Ends<'a> {
    reader: &'a mut dyn BufRead,
    writer: &'a mut dyn Write,
    port: &'a mut dyn Port,
    /// What is on its way out.
    said: String,
    /// The output is gone.
    broken: Option<io::Error>,
}

impl Ends<'_> {
    /// Sends what was said, and before it, because a question stands last, what else has to be.
    fn put(&mut self) {
        let mut said: String = self.port.news().iter().flat_map(|line| [line, "\n"]).collect();
        said.push_str(&std::mem::take(&mut self.said));
        if self.broken.is_none() {
            let sent = self.writer.write_all(said.as_bytes());
            self.broken = sent.and_then(|()| self.writer.flush()).err();
        }
    }
}

impl Outside for Ends<'_> {
    fn now(&mut self) -> Moment {
        self.port.now()
    }

    fn say(&mut self, line: &str) {
        self.said.push_str(line);
        self.said.push('\n');
    }

    fn listen(&mut self) -> Line {
        self.put();
        // Nobody is there any more who could have heard the question.
        if self.broken.is_some() {
            return Line::Cut(String::new());
        }
        input::read(self.reader)
    }

    fn carry_out(&mut self, wish: &Wish) -> Reply {
        self.put();
        self.port.carry_out(wish)
    }
}

/// A desk for one keyboard.
pub struct Keyboard {
    pub desk: Desk,
    pub clock: Clock,
    pub account: Account,
    /// The language of what goes wrong.
    pub lang: Lang,
    /// What the look at the file beside found wrong.
    pub found: Receiver<String>,
    /// To be said next.
    pub said: Vec<String>,
    /// An act of which it was not known what became of it.
    pub unsure: Unsure,
}

/// The acts of which it was not known whether they were carried out.
#[derive(Debug, Default)]
pub struct Unsure {
    /// Those of which it still is not.
    doubts: Doubts,
    /// What was found out of the others.
    known: Vec<(CommandId, bool)>,
}

impl Keyboard {
    fn sentence(&self, e: &StoreError) -> String {
        words::of_store(self.lang, e)
    }
}

impl Port for Keyboard {
    fn now(&mut self) -> Moment {
        self.clock.now().0
    }

    fn carry_out(&mut self, wish: &Wish) -> Reply {
        let reply = match wish {
            Wish::Ask(query) => Reply::Answer(self.ask(query)),
            Wish::Take(id) => Reply::Answer(self.take_draft(*id)),
            Wish::Do(act) => Reply::Outcome(self.execute(act)),
            Wish::Keep(kept) => Reply::Stored(self.save_draft(kept)),
            Wish::GiveUp(id) => {
                let now = self.clock.now().0;
                Reply::Changed(changed(self.desk.give_up(*id, Some(self.account.id), now), self.lang))
            }
            Wish::Delete(id, reason) => {
                let who = (self.account.id, reason.as_deref());
                let now = self.clock.now().0;
                Reply::Changed(changed(self.desk.delete_draft(*id, who, now), self.lang))
            }
            Wish::Beside(table, what) => {
                let (now, seated) = (self.clock.now().0, (Some(self.account.id), *table));
                let noted = self.desk.write_beside(seated, what, now);
                Reply::Changed(noted.map(|()| true).map_err(|e| words::of_trace(self.lang, &e)))
            }
            Wish::LookUp(id) => {
                self.look_up();
                let mut known = self.unsure.known.iter().rev();
                Reply::LookedUp(known.find(|(act, _)| act == id).map(|(_, done)| *done))
            }
            Wish::Restore(id) => {
                let today = self.clock.now().0.day();
                let restored = self.desk.restore_draft(*id, self.account.id, today);
                Reply::Changed(changed(restored, self.lang))
            }
        };
        // Nothing runs between two lines, so what was forgotten is folded away at once. An error here is met again by the
        // next act, which says it.
        let _ = self.desk.fold_forgotten();
        reply
    }

    fn news(&mut self) -> Vec<String> {
        self.look_up();
        self.said.extend(words::failed_once(self.lang).map(str::to_owned));
        let found = self.found.try_iter();
        self.said.drain(..).chain(found).collect()
    }
}

impl Keyboard {
    /// Looks up what became of an act of which that is not known, and says it once it can be told.
    fn look_up(&mut self) {
        for (act, found) in self.unsure.doubts.look_up(&mut self.desk).0 {
            self.unsure.known.push((act, found.is_some()));
            self.said.push(words::looked_up(self.lang, found.as_ref()).1);
        }
    }

    fn ask(&mut self, query: &Query) -> Result<Answer, String> {
        let asker = Asker::Person(Some(self.account.id), self.clock.now().0.day());
        let answer = self.desk.read(|conn, vault| read::answer(conn, vault, asker, query));
        answer.map_err(|e| self.sentence(&e))
    }

    fn execute(&mut self, request: &Request) -> Result<Outcome, Failure> {
        let (now, doubtful) = self.clock.now();
        let done = execute(&mut self.desk, request, now, doubtful, &mut OsSupply);
        if let Some(path) = self.desk.unkept().filter(|_| done.is_ok()) {
            let path = one_line(&path.display().to_string());
            self.said
                .push(fill(self.lang.texts().trouble.kept_without, &[("path", &path)]));
        }
        self.unsure.doubts.heard(request, &done);
        done.map_err(|e| match e {
            ExecuteError::Refused(why) => Failure::Refused(Box::new(why)),
            ExecuteError::Store(e) => words::failure(self.lang, &e),
        })
    }

    fn save_draft(&mut self, words: &Unsaved) -> Result<Stored, String> {
        let saved = self.desk.save_draft(words);
        let Saved::Refused { why, aside } = saved.map_err(|e| words::of_draft(self.lang, &e))? else {
            return Ok(Stored {
                lease: words.draft.lease(),
                said: None,
            });
        };
        let said = said(self.lang, &why, aside.is_some());
        let aside = aside.map(Lease::first);
        Ok(if let Lost::Anothers(_) = why {
            // It stands in the draft all the same, which stays the one these words belong to.
            Stored {
                lease: aside.unwrap_or(words.draft.lease()),
                said: Some(said),
            }
        } else {
            Stored {
                lease: aside.unwrap_or_else(|| Lease::first(DraftId(Uuid::now_v7()))),
                said: Some(fill(self.lang.texts().lease.go_on, &[("said", &said)])),
            }
        })
    }

    fn take_draft(&mut self, id: DraftId) -> Result<Answer, String> {
        let account = self.account.id;
        let today = self.clock.now().0.day();
        let taken = self
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(account), today));
        let taken = taken.map_err(|e| self.sentence(&e))?;
        Ok(Answer::Taken(taken.map(Box::new)))
    }
}
