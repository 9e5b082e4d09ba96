//! The conversation as a value. A flow is written from top to bottom, as it is spoken; when it needs something from
//! outside it stops, and when that has come the flow is run again over everything heard in this round. What it says
//! the second time is not printed again. So the flows read like the desk and still do nothing themselves.

use super::draft::Growing;
use super::menu;
use super::port::{Act, Failure, Kept, Stored};
use super::talk::{Heard, Stop, Talk, Wants};
use crate::domain::id::{AccountId, DraftId};
use crate::domain::moment::Moment;
use crate::domain::view::{Answer, Outcome, Query};
use crate::i18n::Lang;

/// Words being typed are kept at least this often.
const KEEP_EVERY_MS: i64 = 1000;

/// Who talks, and where.
#[derive(Clone, Debug)]
pub struct Context {
    /// Language.
    pub lang: Lang,
    /// Name of the account, as drafts know it.
    pub account: AccountId,
    /// The table of the keyboard; 1 when nothing was said.
    pub table: u8,
    /// A made-up station.
    pub practice: bool,
    /// The charset of the lines, by the name people know it by.
    pub charset: &'static str,
}

/// What to do now: print these lines, then this.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Whole lines, clean of controls.
    pub say: Vec<String>,
    /// Then.
    pub then: Then,
}

/// What the conversation waits for.
#[derive(Clone, Debug, PartialEq)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Then {
    /// A line of the person: [`Dialogue::line`].
    Listen,
    /// An answer: [`Dialogue::answered`].
    Ask(Query),
    /// Something to carry out: [`Dialogue::executed`].
    Do(Act),
    /// Something typed to keep: [`Dialogue::kept`].
    Keep(Kept),
    /// A draft to go on with: [`Dialogue::answered`].
    Take(DraftId),
    /// Nothing: it is over.
    End,
}

/// The words that are being typed line by line.
#[derive(Clone, Debug)]
struct Typing {
    lines: Vec<String>,
    growing: Option<Growing>,
    kept_at: Option<Moment>,
}

/// A conversation.
#[derive(Clone, Debug)]
pub struct Dialogue {
    context: Context,
    now: Moment,
    /// Everything heard since the menu was last shown.
    heard: Vec<Heard>,
    /// How many lines of this round were printed.
    printed: usize,
    /// The input has ended.
    ended: bool,
    greeted: bool,
    typing: Option<Typing>,
}

impl Dialogue {
    /// A conversation that has not begun.
    pub fn new(context: Context) -> Self {
        Self {
            context,
            now: Moment::default(),
            heard: Vec::new(),
            printed: 0,
            ended: false,
            greeted: false,
            typing: None,
        }
    }

    /// Begins.
    pub fn start(&mut self, now: Moment) -> Step {
        self.now = now;
        self.advance(Vec::new())
    }

    /// The person typed a line.
    pub fn line(&mut self, now: Moment, input: &str) -> Step {
        self.now = now;
        let Some(typing) = &mut self.typing else {
            return self.hear(Heard::Line(now, input.to_owned()));
        };
        let mark = crate::domain::text::fold(input);
        let mark = mark.trim();
        if typing.lines.is_empty() && matches!(mark, "0" | "?") {
            let line = mark.to_owned();
            self.typing = None;
            return self.hear(Heard::Line(now, line));
        }
        if mark.is_empty() || matches!(mark, "." | "\u{3002}") {
            return self.words_are_complete();
        }
        typing.lines.push(input.trim_end().to_owned());
        let due = typing.kept_at.is_none_or(|at| (now.0 - at.0).abs() >= KEEP_EVERY_MS);
        match typing.growing.as_ref().filter(|_| due) {
            Some(growing) => {
                let kept = growing.with(&typing.lines.join("\n"));
                typing.kept_at = Some(now);
                step(Vec::new(), Then::Keep(kept))
            }
            None => step(Vec::new(), Then::Listen),
        }
    }

    /// The answer to [`Then::Ask`].
    pub fn answered(&mut self, now: Moment, answer: Result<Answer, String>) -> Step {
        self.now = now;
        self.hear(Heard::Answer(now, Box::new(answer)))
    }

    /// What came of [`Then::Do`].
    pub fn executed(&mut self, now: Moment, outcome: Result<Outcome, Failure>) -> Step {
        self.now = now;
        self.hear(Heard::Outcome(now, Box::new(outcome)))
    }

    /// What came of [`Then::Keep`].
    pub fn kept(&mut self, now: Moment, saved: Result<Stored, String>) -> Step {
        self.now = now;
        let Some(typing) = &mut self.typing else {
            return self.hear(Heard::Kept(now, saved));
        };
        let growing = typing.growing.as_mut();
        let mut say = Vec::new();
        match saved {
            Ok(stored) => {
                if let Some(growing) = growing {
                    growing.lease = stored.lease;
                }
                say.extend(stored.said);
            }
            Err(why) => say.push(super::words::not_kept(self.context.lang, &why)),
        }
        step(say, Then::Listen)
    }

    /// The input ended. `rest` is what stood before the end without a line end: part of what is being told, but never
    /// a choice, because a line that broke off may have been going to say something else.
    pub fn ended(&mut self, now: Moment, rest: &str) -> Step {
        self.now = now;
        self.ended = true;
        if let Some(typing) = &mut self.typing {
            if !rest.trim().is_empty() {
                typing.lines.push(rest.to_owned());
            }
            return self.words_are_complete();
        }
        let say = if rest.trim().is_empty() {
            Vec::new()
        } else {
            vec![super::words::broke_off(self.context.lang, rest)]
        };
        self.advance(say)
    }

    /// A line came that is not in the charset that is spoken. It is named, and the question stays.
    pub fn unreadable(&mut self, now: Moment) -> Step {
        self.now = now;
        let lang = self.context.lang;
        step(super::words::unreadable(lang, self.context.charset), Then::Listen)
    }

    /// A line came that is longer than anything a person types.
    pub fn too_long(&mut self, now: Moment) -> Step {
        self.now = now;
        let text = self.context.lang.texts().plain.line_too_long;
        step(vec![text.to_owned()], Then::Listen)
    }

    fn words_are_complete(&mut self) -> Step {
        let Some(typing) = self.typing.take() else {
            return self.advance(Vec::new());
        };
        let draft = typing.growing.and_then(|g| g.lease);
        self.hear(Heard::Words(self.now, typing.lines.join("\n"), draft))
    }

    fn hear(&mut self, heard: Heard) -> Step {
        self.heard.push(heard);
        self.advance(Vec::new())
    }

    /// Runs the round again over what was heard, and prints what is new.
    fn advance(&mut self, mut say: Vec<String>) -> Step {
        loop {
            let mut talk = Talk::new(self.context.clone(), &self.heard, self.now, self.ended);
            let end = menu::round(&mut talk, self.greeted);
            let (out, again, context) = (talk.out, talk.again, talk.context);
            say.extend(out.iter().skip(self.printed).cloned());
            self.printed = out.len();
            match end {
                Ok(()) | Err(Stop::Back) => {
                    self.context = context;
                    self.greeted = true;
                    self.heard.clear();
                    self.printed = 0;
                }
                Err(Stop::Quit) => return step(say, Then::End),
                Err(Stop::Wait(wants)) => {
                    if let Some(lines) = again {
                        // What was typed did not fit the question: it is answered, forgotten, and asked again.
                        self.heard.pop();
                        say.extend(lines);
                    }
                    return step(say, self.then(wants));
                }
            }
        }
    }

    fn then(&mut self, wants: Wants) -> Then {
        match wants {
            Wants::Line => Then::Listen,
            Wants::Words(growing) => {
                self.typing = Some(Typing {
                    lines: Vec::new(),
                    growing: growing.map(|g| *g),
                    kept_at: None,
                });
                Then::Listen
            }
            Wants::Ask(query) => Then::Ask(query),
            Wants::Do(act) => Then::Do(*act),
            Wants::Keep(kept) => Then::Keep(*kept),
            Wants::Take(id) => Then::Take(id),
        }
    }
}

fn step(say: Vec<String>, then: Then) -> Step {
    Step { say, then }
}
