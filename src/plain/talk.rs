//! How a flow speaks: it says lines, asks questions of the person and of the store, and has things done.

use super::dialogue::Context;
use super::outside::{Growing, Reply, Wish};
use super::words;
use crate::app::Failure;
use crate::app::model::page::Line;
use crate::cells;
use crate::domain::command::Request;
use crate::domain::id::DraftId;
use crate::domain::lease::{self, Lease};
use crate::domain::moment::Moment;
use crate::domain::text::fold;
use crate::domain::view::{Answer, Outcome, Query, Snapshot};
use crate::i18n::{self, Lang, fill};

/// Something typed that could not be kept, and how it is read out.
pub(super) type Unsaved = (Box<lease::Unsaved>, Vec<String>);

/// What came from outside, and when.
#[derive(Clone, Debug)]
pub(super) struct Heard {
    pub(super) at: Moment,
    pub(super) what: Came,
}

/// What came from outside.
#[derive(Clone, Debug)]
pub(super) enum Came {
    Line(String),
    Words(String, Option<Lease>),
    Reply(Box<Reply>),
}

/// Why a flow stopped.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// A line of the person is needed.
    Line,
    /// Something from outside is.
    Outside(Box<Wish>),
    /// Words of several lines are, which are kept while they are typed.
    Words(Option<Box<Growing>>),
    /// The person goes back.
    Back,
    Quit,
}

/// What a flow's step gives.
pub(super) type Said<T> = Result<T, Stop>;

/// Whoever goes back from this goes on here.
pub(super) fn or_back(done: Said<()>) -> Said<()> {
    if matches!(done, Err(Stop::Back)) { Ok(()) } else { done }
}

/// What an empty line means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Empty<'a> {
    Back,
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
    /// What was typed and could not be kept.
    pub(super) unsaved: Vec<Unsaved>,
    /// Said once, because what was typed did not fit.
    pub(super) again: Option<Vec<String>>,
}

impl<'h> Talk<'h> {
    pub(super) fn new(
        (context, unsaved): (Context, Vec<Unsaved>),
        heard: &'h [Heard],
        now: Moment,
        ended: bool,
    ) -> Self {
        Self {
            context,
            now: heard.first().map_or(now, |heard| heard.at),
            heard,
            at: 0,
            ended,
            out: Vec::new(),
            unsaved,
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

    /// Says one fact on one line.
    pub(super) fn say(&mut self, text: &str) {
        self.out.push(cells::clean(text).trim_end().to_owned());
    }

    /// Says a filled template.
    pub(super) fn tell(&mut self, template: &str, values: &[(&str, &str)]) {
        self.say(&fill(template, values));
    }

    /// Says a value under its label.
    pub(super) fn fact(&mut self, label: &str, value: &str) {
        self.tell(self.t().labelled, &[("label", label), ("value", value)]);
    }

    /// The same with words of several lines, line by line.
    pub(super) fn quote(&mut self, label: &str, words: &str) {
        let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.for_each(|line| self.fact(label, line));
    }

    /// A line of a page, under its label where it has one.
    pub(super) fn line_of(&mut self, line: &Line) {
        if !line.label.is_empty() {
            self.quote(&line.label, &line.text);
        } else if !line.text.is_empty() {
            self.say(&line.text);
        }
    }

    fn next(&mut self, stop: Stop) -> Said<&'h Came> {
        let Some(heard) = self.heard.get(self.at) else {
            if self.ended && matches!(stop, Stop::Line | Stop::Words(_)) {
                let t = self.t();
                let saved = self.unsaved.is_empty();
                self.say(if saved { t.input_ended } else { t.input_ended_unsaved });
                return Err(Stop::Quit);
            }
            return Err(stop);
        };
        self.at += 1;
        self.now = heard.at;
        Ok(&heard.what)
    }

    /// A question on a line; none when an empty line skips. `read` gives the value or says why the line is none; 0 goes
    /// back, ? explains.
    pub(super) fn question<T>(
        &mut self,
        (lines, question): (&[String], &str),
        help: &str,
        empty: Empty<'_>,
        read: impl Fn(&mut Self, &str) -> Result<T, String>,
    ) -> Said<Option<T>> {
        for line in lines {
            self.say(line);
        }
        self.say(question);
        let Came::Line(line) = self.next(Stop::Line)? else {
            return Err(Stop::Back);
        };
        let again = match (fold(line).trim(), empty) {
            ("0", _) | ("", Empty::Back) => return Err(Stop::Back),
            ("", Empty::Skip(_)) => return Ok(None),
            ("?", _) => {
                let mut again = vec![help.to_owned(), self.t().help_answers.to_owned()];
                again.extend(lines.iter().cloned());
                again
            }
            _ => match read(self, line.trim()) {
                Ok(value) => return Ok(Some(value)),
                Err(why) => vec![why],
            },
        };
        self.again(again, question);
        Err(Stop::Line)
    }

    /// What is said once before the question is asked again.
    fn again(&mut self, mut lines: Vec<String>, question: &str) {
        lines.retain(|line| !line.is_empty());
        lines.push(question.to_owned());
        let clean = |line: &String| cells::clean(line).into_owned();
        self.again = Some(lines.iter().map(clean).collect());
    }

    /// The words after the question that say what an empty line does.
    fn hint(&self, empty: Empty<'_>) -> String {
        let t = self.t();
        match empty {
            Empty::Back => t.empty_back.to_owned(),
            Empty::Skip(what) => fill(t.empty_means, &[("what", what)]),
        }
    }

    /// A number from 1 to `n` as it was typed, counted from 0.
    pub(super) fn digit(&self, typed: &str, n: usize) -> Result<usize, String> {
        let digits = fold(typed);
        let digits = digits.trim().trim_end_matches(['.', '\u{3002}', '\u{3001}', ')', ' ']);
        let no_such = |text| Err(fill(text, &[("typed", typed)]));
        match digits.parse::<usize>() {
            Ok(i) if (1..=n).contains(&i) => Ok(i - 1),
            Ok(_) => no_such(self.t().no_such_digit),
            Err(_) => no_such(self.t().digits_only),
        }
    }

    /// A choice among numbered lines; none when an empty line skips.
    pub(super) fn choose_or_skip<S: AsRef<str>>(
        &mut self,
        title: &str,
        options: &[S],
        empty: Empty<'_>,
        help: &str,
    ) -> Said<Option<usize>> {
        let n = options.len();
        let mut lines = vec![title.to_owned()];
        lines.extend(words::numbered(options));
        let t = self.t();
        let template = if n == 1 { t.ask_one_digit } else { t.ask_digit };
        let values = [("n", n.to_string()), ("empty", self.hint(empty))];
        let question = fill(template, &values.each_ref().map(|(k, v)| (*k, v.as_str())));
        self.question((&lines, &question), help, empty, |t, typed| t.digit(typed, n))
    }

    /// A choice that has to be made; an empty line goes back.
    pub(super) fn choose<S: AsRef<str>>(&mut self, title: &str, options: &[S], help: &str) -> Said<usize> {
        let chosen = self.choose_or_skip(title, options, Empty::Back, help)?;
        chosen.ok_or(Stop::Back)
    }

    /// The same; none where the person goes back.
    pub(super) fn choose_or_back<S: AsRef<str>>(
        &mut self,
        title: &str,
        options: &[S],
        help: &str,
    ) -> Said<Option<usize>> {
        match self.choose_or_skip(title, options, Empty::Back, help) {
            Err(Stop::Back) => Ok(None),
            chosen => chosen,
        }
    }

    /// A choice whose first line is the usual one.
    pub(super) fn choose_usual<S: AsRef<str>>(&mut self, title: &str, options: &[S], help: &str) -> Said<usize> {
        let chosen = self.choose_or_skip(title, options, Empty::Skip("1"), help)?;
        Ok(chosen.unwrap_or_default())
    }

    /// One line, read as something, under numbered lines if there are any; none when an empty line skips.
    pub(super) fn line<T, S: AsRef<str>>(
        &mut self,
        lines: &[S],
        what: &str,
        empty: Empty<'_>,
        help: &str,
        read: impl Fn(&mut Self, &str) -> Result<T, String>,
    ) -> Said<Option<T>> {
        let hint = self.hint(empty);
        let question = fill(self.t().ask_line, &[("what", what), ("empty", &hint)]);
        let lines = words::numbered(lines);
        self.question((&lines, &question), help, empty, read)
    }

    /// Words of several lines; none when an empty line skips. With `growing` they are kept while they are typed.
    pub(super) fn words(
        &mut self,
        what: &str,
        growing: Option<Growing>,
        empty: Empty<'_>,
        help: &str,
    ) -> Said<Option<(String, Option<Lease>)>> {
        let hint = self.hint(empty);
        let question = fill(self.t().ask_words, &[("what", what), ("empty", &hint)]);
        self.say(&question);
        let stop = Stop::Words(growing.map(Box::new));
        match self.next(stop.clone())? {
            Came::Words(text, draft) if !text.trim().is_empty() => Ok(Some((text.trim().to_owned(), *draft))),
            Came::Words(..) if matches!(empty, Empty::Skip(_)) => Ok(None),
            Came::Line(mark) if mark == "?" => {
                self.again(vec![help.to_owned(), self.t().help_words.to_owned()], &question);
                Err(stop)
            }
            Came::Line(_) | Came::Words(..) | Came::Reply(_) => Err(Stop::Back),
        }
    }

    fn wish(&mut self, wish: Wish) -> Said<&'h Reply> {
        let Came::Reply(reply) = self.next(Stop::Outside(Box::new(wish)))? else {
            return Err(Stop::Back);
        };
        Ok(reply)
    }

    /// Asks for something that answers; a failure is said and goes back.
    pub(super) fn ask(&mut self, wish: Wish) -> Said<&'h Answer> {
        let Reply::Answer(answer) = self.wish(wish)? else {
            return Err(Stop::Back);
        };
        answer.as_ref().map_err(|why| {
            self.say(why);
            Stop::Back
        })
    }

    /// The first screen, now.
    pub(super) fn snapshot(&mut self) -> Said<&'h Snapshot> {
        let query = Query::Snapshot { today: self.now.day() };
        let Answer::Snapshot(s) = self.ask(Wish::Ask(query))? else {
            return Err(Stop::Back);
        };
        Ok(s)
    }

    /// Has a request carried out; what came of it is the desk's to say.
    pub(super) fn act(&mut self, request: Box<Request>) -> Said<Result<Outcome, Failure>> {
        let Reply::Outcome(outcome) = self.wish(Wish::Do(request))? else {
            return Err(Stop::Back);
        };
        Ok(outcome.clone())
    }

    /// Keeps something typed. What cannot be kept is remembered, and that is said once.
    pub(super) fn keep(&mut self, words: Unsaved) -> Said<Result<Lease, String>> {
        let Reply::Stored(stored) = self.wish(Wish::Keep(words.0.clone()))? else {
            return Err(Stop::Back);
        };
        let before = self.unsaved.len();
        self.forget(words.0.draft.id);
        let was_said = self.unsaved.len() < before;
        Ok(match stored {
            Ok(stored) => {
                stored.said.iter().for_each(|text| self.say(text));
                Ok(stored.lease)
            }
            Err(why) => {
                if !was_said {
                    self.tell(self.t().not_kept, &[("why", why)]);
                }
                self.unsaved.push(words);
                Err(why.clone())
            }
        })
    }

    /// Nothing is left to be kept under this name.
    pub(super) fn forget(&mut self, id: DraftId) {
        self.unsaved.retain(|(words, _)| words.draft.id != id);
    }

    /// Gives a draft up, deletes it, or has it back.
    pub(super) fn change(&mut self, wish: Wish) -> Said<Result<bool, String>> {
        let Reply::Changed(done) = self.wish(wish)? else {
            return Err(Stop::Back);
        };
        Ok(done.clone())
    }

    /// Tries again what could not be kept before.
    pub(super) fn keep_again(&mut self) -> Said<()> {
        for words in self.unsaved.clone() {
            let label = words.0.draft.label.clone();
            if self.keep(words)?.is_ok() {
                self.tell(self.t().kept_after_all, &[("label", &label)]);
            }
        }
        Ok(())
    }
}
