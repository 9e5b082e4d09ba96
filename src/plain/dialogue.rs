//! The conversation as a value. A flow is written from top to bottom, as it is spoken; when it needs something from
//! outside it stops, and when that has come the flow is run again over everything heard in this round. What it says
//! the second time is not printed again. So the flows read like the desk and still do nothing themselves.

use super::menu;
use super::outside::{Growing, Reply, Wish};
use super::talk::{Came, Heard, Stop, Talk, Unsaved};
use crate::app::ids::Ids;
use crate::cells;
use crate::domain::moment::Moment;
use crate::domain::record::Account;
use crate::i18n::{Lang, fill};

/// Words being typed are kept at least this often.
const KEEP_EVERY_MS: i64 = 1000;
/// Lines of words that are saved one by one.
const MOST_AT_ONCE: usize = 200;

/// Who talks, and where.
#[derive(Clone, Debug)]
pub struct Context {
    pub lang: Lang,
    /// The account at the keyboard.
    pub account: Account,
    /// The table of the keyboard; 1 when nothing was said.
    pub table: u8,
    pub practice: bool,
    /// What is under way in the desk is named from these.
    pub ids: Ids,
    /// The charset of the lines, by the name people know it by.
    pub charset: &'static str,
}

/// What to do now: print these lines, then this.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// Whole lines, clean of controls.
    pub say: Vec<String>,
    pub then: Then,
}

/// What the conversation waits for.
#[derive(Clone, Debug, PartialEq)]
pub enum Then {
    /// A line of the person: [`Dialogue::line`].
    Listen,
    /// What comes of a wish: [`Dialogue::replied`].
    Outside(Box<Wish>),
    /// Nothing: it is over.
    End,
}

/// The words that are being typed line by line.
#[derive(Clone, Debug)]
struct Typing {
    lines: Vec<String>,
    growing: Option<Growing>,
    kept_at: Option<Moment>,
    /// That they cannot be kept has been said.
    complained: bool,
}

/// A conversation with one person at one keyboard.
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
    /// What was typed and could not be kept.
    unsaved: Vec<Unsaved>,
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
            unsaved: Vec::new(),
        }
    }

    /// Whether something typed is on no disk; at the end it has been said word for word.
    pub fn has_unsaved(&self) -> bool {
        !self.unsaved.is_empty()
    }

    /// Greets the person and asks for the first thing to do.
    pub fn start(&mut self, now: Moment) -> Step {
        self.now = now;
        self.advance(Vec::new())
    }

    /// The person typed a line.
    pub fn line(&mut self, now: Moment, input: &str) -> Step {
        self.now = now;
        let Some(typing) = &mut self.typing else {
            // An answer is one line, also where several were pasted.
            let one = input.split_whitespace().collect::<Vec<_>>().join(" ");
            let line = if input.contains('\n') { one } else { input.to_owned() };
            return self.hear(Came::Line(line));
        };
        let mark = crate::domain::text::fold(input);
        let mark = mark.trim();
        if typing.lines.is_empty() && matches!(mark, "0" | "?") {
            let line = mark.to_owned();
            self.typing = None;
            return self.hear(Came::Line(line));
        }
        if mark.is_empty() || matches!(mark, "." | "\u{3002}") {
            return self.words_are_complete();
        }
        typing.lines.push(input.trim_end().to_owned());
        // Nothing saves while a line is waited for, so each is saved as it comes; of a long text only one a second.
        let due =
            typing.lines.len() <= MOST_AT_ONCE || typing.kept_at.is_none_or(|at| (now.0 - at.0).abs() >= KEEP_EVERY_MS);
        match typing.growing.as_ref().filter(|_| due) {
            Some(growing) => {
                let kept = growing.with(&typing.lines.join("\n"));
                typing.kept_at = Some(now);
                step(Vec::new(), Then::Outside(Box::new(Wish::Keep(kept))))
            }
            None => step(Vec::new(), Then::Listen),
        }
    }

    /// What came of [`Then::Outside`].
    pub fn replied(&mut self, now: Moment, reply: Reply) -> Step {
        self.now = now;
        let (Some(typing), Reply::Stored(saved)) = (&mut self.typing, &reply) else {
            return self.hear(Came::Reply(Box::new(reply)));
        };
        let said = match saved {
            Ok(stored) => {
                if let Some(growing) = &mut typing.growing {
                    let draft = &mut growing.form.draft;
                    (draft.id, draft.generation) = (stored.lease.draft, stored.lease.generation);
                }
                stored.said.clone()
            }
            Err(_) if std::mem::replace(&mut typing.complained, true) => None,
            Err(why) => Some(fill(self.context.lang.texts().plain.not_kept, &[("why", why)])),
        };
        step(said.into_iter().collect(), Then::Listen)
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
        let text = self.context.lang.texts().plain.broke_off;
        let said = (!rest.trim().is_empty()).then(|| fill(text, &[("rest", &cells::clean(rest))]));
        self.advance(said.into_iter().collect())
    }

    /// A line came that is not in the charset that is spoken. It is named, and the question stays.
    pub fn unreadable(&mut self, now: Moment) -> Step {
        // In both languages, since one of them may not be readable here.
        let charset = [("charset", self.context.charset)];
        let others = Some(Lang::En).filter(|en| *en != self.context.lang);
        let langs = [self.context.lang].into_iter().chain(others);
        let said = langs.map(|lang| fill(lang.texts().plain.unreadable, &charset));
        self.not_taken(now, said.collect())
    }

    /// A line came that is longer than anything a person types.
    pub fn too_long(&mut self, now: Moment) -> Step {
        let text = self.context.lang.texts().plain.line_too_long;
        self.not_taken(now, vec![text.to_owned()])
    }

    fn not_taken(&mut self, now: Moment, why: Vec<String>) -> Step {
        self.now = now;
        step(why, Then::Listen)
    }

    fn words_are_complete(&mut self) -> Step {
        let Some(typing) = self.typing.take() else {
            return self.advance(Vec::new());
        };
        let draft = typing.growing.map(|growing| growing.form.draft.lease());
        self.hear(Came::Words(typing.lines.join("\n"), draft))
    }

    fn hear(&mut self, what: Came) -> Step {
        self.heard.push(Heard { at: self.now, what });
        self.advance(Vec::new())
    }

    /// Runs the round again over what was heard, and prints what is new.
    fn advance(&mut self, mut say: Vec<String>) -> Step {
        loop {
            let before = (self.context.clone(), self.unsaved.clone());
            let mut talk = Talk::new(before, &self.heard, self.now, self.ended);
            let end = menu::round(&mut talk, self.greeted);
            let (out, again, context, unsaved) = (talk.out, talk.again, talk.context, talk.unsaved);
            say.extend(out.iter().skip(self.printed).cloned());
            self.printed = out.len();
            match end {
                Ok(()) | Err(Stop::Back) => {
                    (self.context, self.unsaved) = (context, unsaved);
                    self.greeted = true;
                    self.heard.clear();
                    self.printed = 0;
                }
                Err(stop) => {
                    if let Some(lines) = again {
                        // What was typed did not fit the question: it is answered, forgotten, and asked again.
                        self.heard.pop();
                        say.extend(lines);
                    }
                    if matches!(stop, Stop::Quit) {
                        self.unsaved = unsaved;
                        say.extend(self.by_hand());
                    }
                    return step(say, self.then(stop));
                }
            }
        }
    }

    /// The words that are on no disk, to be noted down.
    fn by_hand(&self) -> Vec<String> {
        let t = &self.context.lang.texts().plain;
        let head = self.has_unsaved().then(|| t.by_hand.to_owned());
        let lines = self
            .unsaved
            .iter()
            .flat_map(|(_, lines)| lines)
            .flat_map(|line| line.lines());
        head.into_iter()
            .chain(lines.map(|line| cells::clean(line).into_owned()))
            .collect()
    }

    fn then(&mut self, stop: Stop) -> Then {
        match stop {
            Stop::Outside(wish) => Then::Outside(wish),
            Stop::Line => Then::Listen,
            Stop::Words(growing) => {
                self.typing = Some(Typing {
                    lines: Vec::new(),
                    growing: growing.map(|g| *g),
                    kept_at: None,
                    complained: false,
                });
                Then::Listen
            }
            Stop::Back | Stop::Quit => Then::End,
        }
    }
}

fn step(say: Vec<String>, then: Then) -> Step {
    Step { say, then }
}
