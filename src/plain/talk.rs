//! How a flow speaks: it says lines, asks questions of the person and of the store, and has things done.

use super::dialogue::Context;
use super::draft::Growing;
use super::port::{Act, Failure, Kept, Stored};
use super::words;
use crate::cells;
use crate::domain::command::{Command, ConfirmDay};
use crate::domain::deed::Deed;
use crate::domain::id::DraftId;
use crate::domain::lease::Lease;
use crate::domain::moment::{Day, Moment};
use crate::domain::refusal::Refusal;
use crate::domain::text::fold;
use crate::domain::view::{Answer, Draft, Outcome, Query, Snapshot};
use crate::i18n::{self, Lang, fill};

/// What came from outside, and when.
#[derive(Clone, Debug)]
pub(super) enum Heard {
    Line(Moment, String),
    Words(Moment, String, Option<Lease>),
    Answer(Moment, Box<Result<Answer, String>>),
    Outcome(Moment, Box<Result<Outcome, Failure>>),
    Kept(Moment, Result<Stored, String>),
}

impl Heard {
    const fn at(&self) -> Moment {
        match self {
            Self::Line(at, _)
            | Self::Words(at, ..)
            | Self::Answer(at, _)
            | Self::Outcome(at, _)
            | Self::Kept(at, _) => *at,
        }
    }
}

/// What a flow waits for.
#[derive(Clone, Debug)]
pub(super) enum Wants {
    Line,
    Words(Option<Box<Growing>>),
    Ask(Query),
    Do(Box<Act>),
    Keep(Box<Kept>),
    Take(DraftId),
}

/// Why a flow stopped.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// Something from outside is needed.
    Wait(Wants),
    /// The person goes back.
    Back,
    /// It is over.
    Quit,
}

/// What a flow's step gives.
pub(super) type Said<T> = Result<T, Stop>;

/// What an empty line means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Empty<'a> {
    /// Back.
    Back,
    /// This choice.
    Take(usize),
    /// Nothing, which means this.
    Skip(&'a str),
}

/// A flow's mouth and ears.
pub(super) struct Talk<'h> {
    pub(super) context: Context,
    heard: &'h [Heard],
    at: usize,
    now: Moment,
    ended: bool,
    /// Lines said in this round.
    pub(super) out: Vec<String>,
    /// Said once, because what was typed did not fit.
    pub(super) again: Option<Vec<String>>,
}

impl<'h> Talk<'h> {
    pub(super) fn new(context: Context, heard: &'h [Heard], now: Moment, ended: bool) -> Self {
        Self {
            context,
            now: heard.first().map_or(now, Heard::at),
            heard,
            at: 0,
            ended,
            out: Vec::new(),
            again: None,
        }
    }

    pub(super) const fn lang(&self) -> Lang {
        self.context.lang
    }

    pub(super) const fn texts(&self) -> &'static i18n::Texts {
        self.context.lang.texts()
    }

    pub(super) const fn t(&self) -> &'static i18n::plain::Texts {
        &self.context.lang.texts().plain
    }

    /// The moment of what was heard last.
    pub(super) const fn now(&self) -> Moment {
        self.now
    }

    pub(super) fn today(&self) -> Day {
        self.now.day()
    }

    /// Says one fact on one line.
    pub(super) fn say(&mut self, text: &str) {
        self.out.push(cells::clean(text).trim_end().to_owned());
    }

    /// Says a filled template.
    pub(super) fn tell(&mut self, template: &str, values: &[(&str, &str)]) {
        self.say(&fill(template, values));
    }

    /// Says words of several lines under a heading, line by line.
    pub(super) fn quote(&mut self, head: &str, words: &str) {
        for line in words.lines().filter(|l| !l.trim().is_empty()) {
            let t = self.t().labelled;
            self.tell(t, &[("label", head), ("value", line.trim())]);
        }
    }

    fn next(&mut self, wants: Wants) -> Said<&'h Heard> {
        let Some(heard) = self.heard.get(self.at) else {
            let from_person = matches!(wants, Wants::Line | Wants::Words(_));
            return if from_person && self.ended {
                self.goodbye();
                Err(Stop::Quit)
            } else {
                Err(Stop::Wait(wants))
            };
        };
        self.at += 1;
        self.now = heard.at();
        Ok(heard)
    }

    fn goodbye(&mut self) {
        let text = self.t().input_ended;
        self.say(text);
    }

    // ---- the person ----

    /// A question on a line. `read` gives the value or says why the line is none; 0 goes back, ? explains.
    pub(super) fn question<T>(
        &mut self,
        (lines, question): (&[String], &str),
        help: &str,
        empty: Option<T>,
        read: impl Fn(&mut Self, &str) -> Result<T, String>,
    ) -> Said<T> {
        for line in lines {
            self.say(line);
        }
        self.say(question);
        let heard = self.next(Wants::Line)?;
        let Heard::Line(_, line) = heard else {
            return Err(Stop::Back);
        };
        let folded = fold(line);
        let again = match (folded.trim(), empty) {
            ("0", _) | ("", None) => return Err(Stop::Back),
            ("", Some(value)) => return Ok(value),
            ("?", _) => {
                let mut again = vec![help.to_owned(), self.t().help_answers.to_owned()];
                again.extend(lines.iter().cloned());
                again
            }
            _ => match read(self, line.trim()) {
                Ok(value) => return Ok(value),
                Err(why) => vec![why],
            },
        };
        let clean = |l: &String| cells::clean(l).into_owned();
        let mut again: Vec<String> = again.iter().filter(|l| !l.is_empty()).map(clean).collect();
        again.push(clean(&question.to_owned()));
        self.again = Some(again);
        Err(Stop::Wait(Wants::Line))
    }

    /// The words after the question that say what an empty line does.
    fn hint(&self, empty: Empty<'_>) -> String {
        let t = self.t();
        match empty {
            Empty::Back => t.empty_back.to_owned(),
            Empty::Skip(what) => fill(t.empty_means, &[("what", what)]),
            Empty::Take(n) => fill(t.empty_means, &[("what", &(n + 1).to_string())]),
        }
    }

    /// A choice among numbered lines. None is the skipped one.
    pub(super) fn choose_or_skip(
        &mut self,
        title: &str,
        options: &[String],
        empty: Empty<'_>,
        help: &str,
    ) -> Said<Option<usize>> {
        let numbered = options.iter().enumerate().map(|(i, o)| format!("{} {o}", i + 1));
        let mut lines: Vec<String> = vec![title.to_owned()];
        lines.extend(numbered);
        let n = options.len();
        let t = self.t();
        let template = if n == 1 { t.ask_one_digit } else { t.ask_digit };
        let hint = self.hint(empty);
        let question = fill(template, &[("n", &n.to_string()), ("empty", &hint)]);
        let of_empty = match empty {
            Empty::Back => None,
            Empty::Take(i) => Some(Some(i)),
            Empty::Skip(_) => Some(None),
        };
        self.question((&lines, &question), help, of_empty, |talk, typed| {
            let digits = fold(typed);
            let digits = digits.trim_end_matches(['.', '\u{3002}', '\u{3001}', ')', ' ']);
            match digits.parse::<usize>() {
                Ok(i) if (1..=n).contains(&i) => Ok(Some(i - 1)),
                Ok(_) => Err(fill(talk.t().no_such_digit, &[("typed", typed)])),
                Err(_) => Err(fill(talk.t().digits_only, &[("typed", typed)])),
            }
        })
    }

    /// A choice that has to be made; an empty line goes back.
    pub(super) fn choose(&mut self, title: &str, options: &[String], help: &str) -> Said<usize> {
        self.choose_or_skip(title, options, Empty::Back, help)?
            .ok_or(Stop::Back)
    }

    /// A choice with a usual answer.
    pub(super) fn choose_usual(&mut self, title: &str, options: &[String], usual: usize, help: &str) -> Said<usize> {
        self.choose_or_skip(title, options, Empty::Take(usual), help)
            .map(|i| i.unwrap_or(usual))
    }

    /// One line of text; none when an empty line skips.
    pub(super) fn line(&mut self, what: &str, empty: Empty<'_>, help: &str) -> Said<Option<String>> {
        self.line_read(what, empty, help, |_, text| Ok(text.to_owned()))
    }

    /// One line, read as something.
    pub(super) fn line_read<T>(
        &mut self,
        what: &str,
        empty: Empty<'_>,
        help: &str,
        read: impl Fn(&mut Self, &str) -> Result<T, String>,
    ) -> Said<Option<T>> {
        let hint = self.hint(empty);
        let question = fill(self.t().ask_line, &[("what", what), ("empty", &hint)]);
        let of_empty = match empty {
            Empty::Back | Empty::Take(_) => None,
            Empty::Skip(_) => Some(None),
        };
        self.question((&[], &question), help, of_empty, |talk, text| {
            read(talk, text).map(Some)
        })
    }

    /// Words of several lines. None when nothing was typed; with `growing` they are kept while they are typed.
    pub(super) fn words(&mut self, what: &str, growing: Option<Growing>, help: &str) -> Said<(String, Option<Lease>)> {
        let question = fill(self.t().ask_words, &[("what", what)]);
        self.say(&question);
        let wants = Wants::Words(growing.map(Box::new));
        match self.next(wants.clone())? {
            Heard::Words(_, text, draft) if !text.trim().is_empty() => Ok((text.trim().to_owned(), *draft)),
            Heard::Line(_, mark) if mark == "?" => {
                let lines = [help, self.t().help_words, question.as_str()];
                self.again = Some(
                    lines
                        .iter()
                        .filter(|l| !l.is_empty())
                        .map(|l| (*l).to_owned())
                        .collect(),
                );
                Err(Stop::Wait(wants))
            }
            Heard::Line(..) | Heard::Words(..) | Heard::Answer(..) | Heard::Outcome(..) | Heard::Kept(..) => {
                Err(Stop::Back)
            }
        }
    }

    // ---- the store ----

    /// Asks the store; a failure is said and goes back.
    pub(super) fn ask(&mut self, query: Query) -> Said<&'h Answer> {
        self.answer(Wants::Ask(query))
    }

    /// Takes a draft to go on with; why there is none is said.
    pub(super) fn take(&mut self, id: DraftId) -> Said<Option<&'h Draft>> {
        let Answer::Taken(taken) = self.answer(Wants::Take(id))? else {
            return Err(Stop::Back);
        };
        let text = match taken {
            Ok(draft) => return Ok(Some(draft)),
            Err(Some(why)) => i18n::lease::what(self.lang(), why),
            Err(None) => self.t().draft_elsewhere.to_owned(),
        };
        self.say(&text);
        Ok(None)
    }

    fn answer(&mut self, wants: Wants) -> Said<&'h Answer> {
        let Heard::Answer(_, answer) = self.next(wants)? else {
            return Err(Stop::Back);
        };
        answer.as_ref().as_ref().map_err(|why| {
            self.say(why);
            Stop::Back
        })
    }

    /// The first screen, now.
    pub(super) fn snapshot(&mut self) -> Said<&'h Snapshot> {
        let Answer::Snapshot(s) = self.ask(Query::Snapshot { today: self.today() })? else {
            return Err(Stop::Back);
        };
        Ok(s)
    }

    /// Has something done. A refusal is said, with what to do next, and handed back; when only the business day has to
    /// be confirmed, that is asked and the same thing done again.
    pub(super) fn act(&mut self, command: Command, draft: Option<Lease>) -> Said<Result<Outcome, Refusal>> {
        let act = Act {
            command,
            table: Some(self.context.table),
            late: None,
            draft,
        };
        loop {
            let Heard::Outcome(_, outcome) = self.next(Wants::Do(Box::new(act.clone())))? else {
                return Err(Stop::Back);
            };
            match outcome.as_ref() {
                Ok(outcome) => return Ok(Ok(outcome.clone())),
                Err(Failure::Failed(why)) => {
                    self.say(why);
                    return Err(Stop::Back);
                }
                Err(Failure::Refused(why)) => {
                    let sentence = i18n::refusal::sentence(self.lang(), why, None);
                    self.say(&sentence);
                    if let Some(next) = words::next_thing(self.lang(), why) {
                        self.say(next);
                    }
                    if let Refusal::DayUnconfirmed { was, now } = why
                        && act.command.deed() != Deed::ConfirmDay
                        && self.confirm_day(*was, *now)?
                    {
                        continue;
                    }
                    return Ok(Err(why.clone()));
                }
            }
        }
    }

    /// Which day it is: the clock's, or the one the desk is at.
    pub(super) fn confirm_day(&mut self, was: Option<Day>, now: Day) -> Said<bool> {
        let lang = self.lang();
        let days: Vec<Day> = std::iter::once(now).chain(was.filter(|w| *w != now)).collect();
        let options: Vec<String> = days
            .iter()
            .map(|d| fill(self.t().today_is, &[("day", &i18n::full_day(lang, *d))]))
            .collect();
        let (title, help) = (self.t().which_day, self.t().help_day);
        let chosen = self.choose(title, &options, help)?;
        let Some(day) = days.get(chosen).copied() else {
            return Ok(false);
        };
        let done = self.act(Command::ConfirmDay(ConfirmDay { day }), None)?.is_ok();
        if done {
            let text = fill(self.texts().say.day_confirmed, &[("day", &i18n::full_day(lang, day))]);
            self.say(&text);
        }
        Ok(done)
    }

    /// Keeps what was typed; a failure is said and the conversation goes on.
    pub(super) fn keep(&mut self, kept: Kept) -> Said<Option<Lease>> {
        let before = kept.lease;
        let Heard::Kept(_, kept) = self.next(Wants::Keep(Box::new(kept)))? else {
            return Err(Stop::Back);
        };
        match kept {
            Ok(stored) => {
                stored.said.iter().for_each(|text| self.say(text));
                Ok(stored.lease)
            }
            Err(why) => {
                let text = words::not_kept(self.lang(), why);
                self.say(&text);
                Ok(before)
            }
        }
    }
}
