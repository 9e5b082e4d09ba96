//! How a flow speaks: it says lines, asks questions of the person and of the store, and has things done.

use super::dialogue::Context;
use super::outside::{Growing, Line, Outside, Reply, Wish};
use super::words;
use crate::app::Failure;
use crate::app::model::page;
use crate::app::model::pending::still_unsure;
use crate::cells;
use crate::domain::command::Request;
use crate::domain::id::{CommandId, DraftId};
use crate::domain::lease::{self, Draft, Lease};
use crate::domain::moment::Moment;
use crate::domain::text::fold;
use crate::domain::view::{Answer, Outcome, Query, Snapshot};
use crate::i18n::{self, Lang, fill};

/// Words being typed are kept at least this often.
const KEEP_EVERY_MS: i64 = 1000;
/// Lines of words that are saved one by one.
const MOST_AT_ONCE: usize = 200;

/// Something typed that could not be kept, and how it is read out.
pub(super) type Unsaved = (Box<lease::Unsaved>, Vec<String>);

/// Why a flow stopped.
#[derive(Clone, Copy, Debug)]
pub(super) enum Stop {
    /// The person goes back.
    Back,
    Quit,
}

/// What a flow's step gives.
pub(super) type Said<T> = Result<T, Stop>;

/// None where the person goes back from this.
pub(super) fn or_back<T>(done: Said<T>) -> Said<Option<T>> {
    match done {
        Err(Stop::Back) => Ok(None),
        done => done.map(Some),
    }
}

/// What an empty line means.
#[derive(Clone, Copy, Debug)]
pub(super) enum Empty<'a> {
    Back,
    /// Nothing, which means this.
    Skip(&'a str),
}

/// A flow's mouth, ears and hands.
pub(super) struct Talk<'o> {
    pub(super) context: Context,
    outside: &'o mut dyn Outside,
    now: Moment,
    /// The input has ended.
    ended: bool,
    /// What was typed and could not be kept.
    pub(super) unsaved: Vec<Unsaved>,
    /// The acts of which it was not known whether they were carried out.
    pub(super) unsure: Vec<CommandId>,
}

impl<'o> Talk<'o> {
    pub(super) fn new(context: Context, outside: &'o mut dyn Outside) -> Self {
        Self {
            context,
            now: outside.now(),
            outside,
            ended: false,
            unsaved: Vec::new(),
            unsure: Vec::new(),
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
        self.outside.say(cells::clean(text).trim_end());
    }

    fn say_all<S: AsRef<str>>(&mut self, lines: &[S]) {
        for line in lines {
            self.say(line.as_ref());
        }
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
    pub(super) fn line_of(&mut self, line: &page::Line) {
        if !line.label.is_empty() {
            self.quote(&line.label, &line.text);
        } else if !line.text.is_empty() {
            self.say(&line.text);
        }
    }

    /// The next line that can be taken; where the input ends, what stood before the end.
    fn listen(&mut self) -> Result<String, String> {
        while !self.ended {
            let line = self.outside.listen();
            self.now = self.outside.now();
            match line {
                Line::Whole(text) => return Ok(text),
                Line::Cut(rest) => {
                    self.ended = true;
                    return Err(rest);
                }
                Line::Unreadable => {
                    // In both languages, since one of them may not be readable here.
                    let charset = self.context.charset;
                    let others = Some(Lang::En).filter(|en| *en != self.lang());
                    for lang in [self.lang()].into_iter().chain(others) {
                        self.tell(lang.texts().plain.unreadable, &[("charset", charset)]);
                    }
                }
                Line::TooLong => self.say(self.t().line_too_long),
            }
        }
        Err(String::new())
    }

    /// An answer. Part of a line is none: it may have been going to say something else.
    fn answer(&mut self) -> Said<String> {
        // An answer is one line, also where several were pasted.
        let rest = match self.listen() {
            Ok(text) if text.contains('\n') => return Ok(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            Ok(text) => return Ok(text),
            Err(rest) => rest,
        };
        if !rest.trim().is_empty() {
            self.tell(self.t().broke_off, &[("rest", &rest)]);
        }
        let t = self.t();
        let all_saved = self.unsaved.is_empty();
        self.say(if all_saved {
            t.input_ended
        } else {
            t.input_ended_unsaved
        });
        Err(Stop::Quit)
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
        self.say_all(lines);
        loop {
            self.say(question);
            let line = self.answer()?;
            match (fold(&line).trim(), empty) {
                ("0", _) | ("", Empty::Back) => return Err(Stop::Back),
                ("", Empty::Skip(_)) => return Ok(None),
                ("?", _) => {
                    self.explain(help, self.t().help_answers);
                    self.say_all(lines);
                }
                _ => match read(self, line.trim()) {
                    Ok(value) => return Ok(Some(value)),
                    Err(why) => self.say(&why),
                },
            }
        }
    }

    fn explain(&mut self, help: &str, how: &str) {
        let said = [help, how].into_iter().filter(|text| !text.is_empty());
        said.for_each(|text| self.say(text));
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
        mut growing: Option<Growing>,
        empty: Empty<'_>,
        help: &str,
    ) -> Said<Option<(String, Option<Lease>)>> {
        let hint = self.hint(empty);
        let question = fill(self.t().ask_words, &[("what", what), ("empty", &hint)]);
        self.say(&question);
        let (mut typed, mut kept_at, mut complained) = (Vec::<String>::new(), None::<Moment>, false);
        loop {
            let line = self.listen();
            let mark = line.as_deref().map(fold);
            match (mark.as_deref().map(str::trim), typed.is_empty()) {
                (Ok("0"), true) => return Err(Stop::Back),
                (Ok("?"), true) => {
                    self.explain(help, self.t().help_words);
                    self.say(&question);
                    continue;
                }
                (Ok("" | "." | "\u{3002}"), _) => break,
                (Ok(_), _) => {}
                (Err(_), _) => {
                    typed.extend(line.err().filter(|rest| !rest.trim().is_empty()));
                    break;
                }
            }
            typed.extend(line.ok().map(|line| line.trim_end().to_owned()));
            // Nothing saves while a line is waited for, so each is saved as it comes; of a long text only one a second.
            let is_late = kept_at.is_none_or(|at| (self.now.0 - at.0).abs() >= KEEP_EVERY_MS);
            if let Some(growing) = growing.as_mut().filter(|_| is_late || typed.len() <= MOST_AT_ONCE) {
                let words = growing.with(&typed.join("\n"));
                kept_at = Some(self.now);
                self.grow(&mut growing.form.draft, words, &mut complained)?;
            }
        }
        let (text, draft) = (typed.join("\n"), growing.map(|growing| growing.form.draft.lease()));
        match (text.trim(), empty) {
            ("", Empty::Back) => Err(Stop::Back),
            ("", Empty::Skip(_)) => Ok(None),
            (text, _) => Ok(Some((text.to_owned(), draft))),
        }
    }

    /// Keeps words that grow, and notes the draft they belong to from then on. That they cannot be kept is said once.
    fn grow(&mut self, draft: &mut Draft, words: lease::Unsaved, complained: &mut bool) -> Said<()> {
        let Reply::Stored(stored) = self.wish(&Wish::Keep(Box::new(words))) else {
            return Err(Stop::Back);
        };
        match stored {
            Ok(stored) => {
                (draft.id, draft.generation) = (stored.lease.draft, stored.lease.generation);
                stored.said.iter().for_each(|text| self.say(text));
            }
            Err(_) if std::mem::replace(complained, true) => {}
            Err(why) => self.say_unkept(&why),
        }
        Ok(())
    }

    fn wish(&mut self, wish: &Wish) -> Reply {
        let reply = self.outside.carry_out(wish);
        self.now = self.outside.now();
        reply
    }

    /// Asks for something that answers; a failure is said and goes back.
    pub(super) fn ask(&mut self, wish: &Wish) -> Said<Answer> {
        let Reply::Answer(answer) = self.wish(wish) else {
            return Err(Stop::Back);
        };
        answer.map_err(|why| {
            self.say(&why);
            Stop::Back
        })
    }

    /// The first screen, now.
    pub(super) fn snapshot(&mut self) -> Said<Box<Snapshot>> {
        let query = Query::Snapshot { today: self.now.day() };
        let Answer::Snapshot(s) = self.ask(&Wish::Ask(query))? else {
            return Err(Stop::Back);
        };
        Ok(s)
    }

    /// Has a request carried out; what came of it is the desk's to say.
    pub(super) fn act(&mut self, request: Box<Request>) -> Said<Result<Outcome, Failure>> {
        let id = request.id;
        let Reply::Outcome(outcome) = self.wish(&Wish::Do(request)) else {
            return Err(Stop::Back);
        };
        still_unsure(&mut self.unsure, id, &outcome);
        Ok(outcome)
    }

    /// Whether it was carried out; none as long as that cannot be told.
    pub(super) fn became(&mut self, act: CommandId) -> Option<bool> {
        let Reply::LookedUp(known) = self.wish(&Wish::LookUp(act)) else {
            return None;
        };
        known
    }

    /// Whether it is not known of an act whether it was carried out.
    pub(super) fn is_unsure(&mut self) -> bool {
        self.unsure.clone().into_iter().any(|act| self.became(act).is_none())
    }

    /// Says that something typed could not be kept.
    fn say_unkept(&mut self, why: &str) {
        let (t, is_unsure) = (self.t(), self.is_unsure());
        let text = if is_unsure { t.not_kept_unsure } else { t.not_kept };
        self.tell(text, &[("why", why)]);
    }

    /// Keeps something typed. What cannot be kept is remembered, and that is said once.
    pub(super) fn keep(&mut self, words: Unsaved) -> Said<Result<Lease, String>> {
        let Reply::Stored(stored) = self.wish(&Wish::Keep(words.0.clone())) else {
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
                    self.say_unkept(&why);
                }
                self.unsaved.push(words);
                Err(why)
            }
        })
    }

    /// Nothing is left to be kept under this name.
    pub(super) fn forget(&mut self, id: DraftId) {
        self.unsaved.retain(|(words, _)| words.draft.id != id);
    }

    /// Gives a draft up, deletes it, or has it back.
    pub(super) fn change(&mut self, wish: &Wish) -> Said<Result<bool, String>> {
        let Reply::Changed(done) = self.wish(wish) else {
            return Err(Stop::Back);
        };
        Ok(done)
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
