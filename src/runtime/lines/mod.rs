//! The line mode outside: the loop that reads and writes lines, and the store behind it, one connection that reads and
//! writes, one thing at a time.

mod input;

use std::io::{self, BufRead, Write};

use uuid::Uuid;

use super::clock::Clock;
use super::threads::changed;
use super::words;
use crate::app::Failure;
use crate::domain::command::Request;
use crate::domain::id::DraftId;
use crate::domain::lease::{Lease, Lost, Saved, Unsaved};
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::domain::view::{Answer, Asker, Outcome, Query};
use crate::i18n::lease::said;
use crate::i18n::{Lang, fill};
use crate::plain::{Context, Dialogue, Reply, Stored, Then, Wish};
use crate::store::desk::OsSupply;
use crate::store::{Desk, ExecuteError, StoreError, drafts, execute, read};
use input::Line;

/// What carries out the wishes of a conversation: the store, or a made-up one in tests.
pub trait Port {
    /// The clock that numbers and days are given by.
    fn now(&mut self) -> Moment;

    /// Carries out a wish.
    fn carry_out(&mut self, wish: &Wish) -> Reply;
}

/// How a conversation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// Everything typed is on the disk.
    Saved,
    /// Something is not, and has been said word for word.
    Unsaved,
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
    let mut dialogue = Dialogue::new(context);
    let now = port.now();
    let mut step = dialogue.start(now);
    let mut broken = None;
    loop {
        if broken.is_none()
            && let Err(e) = put(writer, &step.say)
        {
            broken = Some(e);
        }
        step = match step.then {
            Then::End if dialogue.has_unsaved() => return Ok(Ended::Unsaved),
            Then::End => return broken.map_or(Ok(Ended::Saved), Err),
            Then::Outside(wish) => {
                let reply = port.carry_out(&wish);
                dialogue.replied(port.now(), reply)
            }
            Then::Listen if broken.is_some() => dialogue.ended(port.now(), ""),
            Then::Listen => {
                let line = input::read(reader);
                let now = port.now();
                match line {
                    Line::Whole(text) => dialogue.line(now, &text),
                    Line::Cut(rest) => dialogue.ended(now, &rest),
                    Line::Unreadable => dialogue.unreadable(now),
                    Line::TooLong => dialogue.too_long(now),
                }
            }
        };
    }
}

fn put(writer: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    writer.write_all(text.as_bytes())?;
    writer.flush()
}

/// A desk for one keyboard.
pub struct Keyboard {
    pub desk: Desk,
    pub clock: Clock,
    pub account: Account,
    /// The language of what goes wrong.
    pub lang: Lang,
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
            Wish::Restore(id) => Reply::Changed(changed(self.desk.restore_draft(*id, self.account.id), self.lang)),
        };
        // Nothing runs between two lines, so what was forgotten is folded away at once. An error here is met again by the
        // next act, which says it.
        let _ = self.desk.fold_forgotten();
        reply
    }
}

impl Keyboard {
    fn ask(&mut self, query: &Query) -> Result<Answer, String> {
        let asker = Asker::Person(Some(self.account.id));
        let answer = read::answer(self.desk.conn(), self.desk.vault(), asker, query);
        answer.map_err(|e| self.sentence(&e))
    }

    fn execute(&mut self, request: &Request) -> Result<Outcome, Failure> {
        let (now, doubtful) = self.clock.now();
        let done = execute(&mut self.desk, request, now, doubtful, &mut OsSupply);
        done.map_err(|e| match e {
            ExecuteError::Refused(why) => Failure::Refused(Box::new(why)),
            ExecuteError::Store(e) => Failure::Trouble(self.sentence(&e)),
        })
    }

    fn save_draft(&mut self, words: &Unsaved) -> Result<Stored, String> {
        let saved = self
            .desk
            .write(|tx, vault, random| drafts::save(tx, vault, random, words));
        let Saved::Refused { why, aside } = saved.map_err(|e| self.sentence(&e))? else {
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
        let taken = self
            .desk
            .write(|tx, vault, _| drafts::take(tx, vault, id, Some(account)));
        let taken = taken.map_err(|e| self.sentence(&e))?;
        Ok(Answer::Taken(taken.map(Box::new)))
    }
}
