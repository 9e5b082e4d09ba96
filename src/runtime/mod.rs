//! The only ring that blocks, sleeps, spawns and reads the clock: it turns the screen of `app` and `ui` loose on a
//! terminal and a file.
//!
//! One loop: sleep in one poll on terminal, signals, workers and the data folder; take everything that came; let
//! `app::update` make of it what it will; perform its effects; draw once.

mod barred;
pub mod clock;
pub mod copies;
mod drawing;
pub mod fault;
pub mod file_words;
mod fresh;
pub mod importing;
pub mod level;
pub mod lines;
pub mod login;
mod reopen;
pub mod service;
pub mod shipped;
mod terminal_facts;
mod threads;
mod translate;
mod typed;
pub mod unclean_end;
pub mod words;
mod written;

use crate::app::model::Layer;
use crate::app::model::copying::News as Copied;
use crate::app::{self, Asked, Effect, Input, State};
use crate::domain::rules::Ruleset;
use crate::domain::view::{Answer, Asker};
use crate::error::{IO, SOFTWARE};
use crate::i18n::Lang;
use crate::store::{ReadOnly, StoreError};
use crate::term::{self, TermError, Terminal, Waker};
use crate::ui::theme;
use clock::Clock;
use drawing::{Themes, draw};
pub use fresh::fresh_ids;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::time::{Duration, Instant};
use terminal_facts::Names;
use threads::{Early, News, Threads};
use translate::Garbled;
use typed::Typed;

/// What a desk is opened with.
#[derive(Debug)]
pub struct Options {
    /// The file; made when it is not there.
    pub database: PathBuf,
    /// Language of the screen.
    pub lang: Lang,
    /// Name of the theme, when one was asked for: it wins over what was chosen at the desk.
    pub theme: Option<String>,
    /// The charset, when one was asked for: it wins over what was chosen at the desk.
    pub charset: Option<term::Charset>,
    /// Who the operating system says is at the keyboard.
    pub login: String,
    /// What they are called, where whoever let them in has said it.
    pub called: Option<String>,
    /// The account asked for.
    pub account: Option<String>,
    /// The table this keyboard works for.
    pub table: Option<u8>,
    /// A made-up station (练习).
    pub demo: bool,
    pub clock: Clock,
    /// Rules a new station starts with; none when there is a station.
    pub rules: Option<Box<Ruleset>>,
    /// The file, already open for reading; none when it has to be made.
    pub opened: Option<ReadOnly>,
    /// Who sits down at it, as far as that is known before anything is asked.
    pub asker: Asker,
}

/// Why the desk could not be opened or had to end.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Terminal(#[from] TermError),
    /// The program itself; this is where the report lies, and these are the words that could not be kept.
    #[error("a fault of the program")]
    Fault(Option<PathBuf>, Vec<String>),
    /// The desk is closed, and these words are on no disk; where it is not known whether the last act was saved, they may be in it.
    #[error("words that could not be saved")]
    Unsaved(Vec<String>, bool),
}

/// The first screen waits so long for what is in it: a picture without would only flicker.
const FIRST_ANSWER: Duration = Duration::from_millis(120);
/// What a page was opened for, what came of an act, and what it has changed, is there within a moment, most times, and one
/// frame with it costs half of two.
const SOON: Duration = Duration::from_millis(1);

/// A desk that has to save and go gets this long before the process ends regardless (design 7; S16).
const LAST_CALL: Duration = Duration::from_millis(1_700);
/// Of that, so long for the answers to commands under way; the rest is for saving what they refuse.
const LAST_ANSWERS: Duration = Duration::from_millis(800);

/// Opens the desk and stays until the person leaves or the line is cut. [`Trouble`] when the file or the terminal cannot be had. Whatever happens later is said on the screen.
pub fn run_desk(mut options: Options) -> Result<(), Trouble> {
    let var = |name: &str| std::env::var(name).ok();
    fault::settle(&options.database);
    let (database, clock, opened) = (options.database.clone(), options.clock.clone(), options.opened.take());
    let asker = options.asker;
    let waker = Waker::open()?;
    let wish = term::Wish {
        charset: options.charset,
        ..term::Wish::default()
    };
    let wanted = term::Options {
        wish,
        ..term::Options::default()
    };
    let mut state = first_state(options);
    let first = app::start(&mut state);
    let early = opened
        .map(|opened| Early::ask(opened, &waker, asker, &first))
        .transpose()?;
    // The terminal comes before anything is written: without one nothing is touched on the disk.
    let mut terminal = Terminal::open_with(wanted, &var, waker.clone())?;
    state.size = terminal.size();
    let mut threads = Threads::open(&database, early, clock, &waker, &first)?;
    let mut desk = Loop {
        terminal: &mut terminal,
        threads: &mut threads,
        state: &mut state,
        typed: Typed::default(),
        owes: true,
        input: String::new(),
    };
    let end = catch_unwind(AssertUnwindSafe(|| desk.run())).unwrap_or_else(|_| desk.fail());
    // Before anything is waited for: whoever has to save may wait longer than the person at the terminal should.
    drop(terminal);
    let unsaved = match end {
        End::Left if !state.says_unsaved => Vec::new(),
        // Nothing is typed before the first picture.
        End::Shut(_) => Vec::new(),
        End::Left | End::Gone | End::Failed(_) => {
            let words = || last_answers(&mut threads, &mut state);
            catch_unwind(AssertUnwindSafe(words)).unwrap_or_default()
        }
    };
    if catch_unwind(AssertUnwindSafe(|| app::is_waited_for(&mut state))).unwrap_or(true) && !unsaved.is_empty() {
        // Whoever holds the file would hold the process too, and the words are still to be said.
        std::mem::forget(threads);
    } else {
        threads.stop_all();
    }
    match end {
        End::Failed(report) => Err(Trouble::Fault(report, unsaved)),
        End::Shut(error) => Err(error.into()),
        End::Left | End::Gone if unsaved.is_empty() && !state.is_unsure() => Ok(()),
        End::Left | End::Gone => Err(Trouble::Unsaved(unsaved, state.is_unsure())),
    }
}

/// Waits a little for what is being saved, and gives the words that are on no disk by then.
fn last_answers(threads: &mut Threads, state: &mut State) -> Vec<String> {
    let end = Instant::now() + LAST_ANSWERS;
    while app::is_waited_for(state) && Instant::now() < end {
        std::thread::sleep(SOON);
        for input in threads.news(state.lang).inputs {
            for effect in app::update(state, input) {
                threads.perform(effect, state);
            }
        }
    }
    app::unsaved(state)
}

fn first_state(options: Options) -> State {
    let keymap = shipped::keymap();
    let mut state = State::new(options.lang, keymap, fresh_ids(), options.clock.now().0);
    state.terminal.theme_fixed = options.theme.is_some();
    state.terminal.gb18030_fixed = options.charset.map(|c| c == term::Charset::Gb18030);
    state.theme = options.theme.unwrap_or_else(|| theme::PLAIN.to_owned());
    state.os_name = options.login;
    state.called = options.called;
    state.level = level::of(&options.database);
    state.wanted_account = options.account;
    state.table = options.table;
    state.demo = options.demo;
    state.default_rules = options.rules;
    state
}

/// Nobody is at the keyboard any more: what is being saved gets a moment, then the process ends, whoever holds the file.
fn last_call(code: i32) {
    let name = "last-call".to_owned();
    let spawned = std::thread::Builder::new().name(name).spawn(move || {
        std::thread::sleep(LAST_CALL);
        // The terminal is already put back or gone; drafts are on the disk or never will be.
        #[allow(clippy::disallowed_methods)]
        std::process::exit(code);
    });
    drop(spawned);
}

#[derive(Debug)]
enum End {
    /// The person left.
    Left,
    /// The file cannot be opened for writing.
    Shut(StoreError),
    /// The line was cut, or the system asked to end.
    Gone,
    /// The program failed; where the report lies.
    Failed(Option<PathBuf>),
}

struct Loop<'a> {
    terminal: &'a mut Terminal,
    threads: &'a mut Threads,
    state: &'a mut State,
    /// What was typed and has its turn still to come.
    typed: Typed,
    /// There is something to show: a stir in the folder, or a wake-up for nothing, changes no picture.
    owes: bool,
    /// What came in last, without its text; for the report of a fault.
    input: String,
}

impl Loop<'_> {
    fn run(&mut self) -> End {
        // The first answer is on its way, unless it is late.
        let begun = Instant::now();
        let mut is_first = true;
        let mut is_soon = false;
        let mut themes = Themes::default();
        let mut is_still = false;
        let mut shown = None;
        loop {
            let theme = themes.of(&self.state.theme, self.terminal.caps().colours);
            // What was chosen for this terminal is on its way when it is asked for: one frame instead of two.
            let is_here = self.state.loaded && self.state.terminal.ticket.is_none();
            is_first &= !is_here && begun.elapsed() < FIRST_ANSWER;
            if self.owes && !is_first && !is_soon && !is_still && self.typed.is_empty() {
                draw(self.terminal, self.state, theme, &mut shown);
                self.owes = false;
            }
            // The picture first.
            if !is_first && let Err(error) = self.threads.open_to_write(self.state.lang) {
                return End::Shut(error);
            }
            let happened = {
                let timeout = if is_first {
                    Some(FIRST_ANSWER.saturating_sub(begun.elapsed()))
                } else if is_soon {
                    Some(SOON)
                } else {
                    self.timeout()
                };
                let watched = self.threads.watched();
                self.terminal.next(timeout, &watched)
            };
            if !happened.ready.is_empty() {
                self.threads.notice();
            }
            let mut typed = Vec::new();
            let mut names = Names::default();
            let mut garbled = Garbled::default();
            let mut gone = false;
            let is_own = happened.redraw || !happened.inputs.is_empty();
            for input in happened.inputs {
                match input {
                    term::Input::Hangup | term::Input::Terminate => gone = true,
                    term::Input::Probed => typed.push(terminal_facts::facts(self.terminal)),
                    term::Input::Echo(echo) => typed.push(names.take(echo)),
                    other => {
                        names.hear(&other, self.state);
                        garbled.hear(&other);
                        translate::input(other, &mut typed);
                    }
                }
            }
            typed.extend(garbled.say(self.state.lang));
            self.typed.push(typed);
            let now = self.threads.now();
            // What was pressed comes before what was heard: it was pressed at the old screen.
            if self.handle(Input::Tick(now)) || self.take_typed() {
                return End::Left;
            }
            let news = self.threads.news(self.state.lang);
            // That a copy is over changes the title, which stands still over a form alone.
            let is_form = self.state.layers.last().is_some_and(|layer| layer.form().is_some());
            let is_news = |i: &Input| match i {
                Input::Copying(Copied::Going(..)) => false,
                Input::Copying(Copied::Over(..) | Copied::NotHere) => !is_form,
                input => !is_about_leases(input),
            };
            // While a field has the focus, other people's changes and the clock draw nothing: an input method stands at
            // the cursor, and every frame moves it.
            let is_still_if_typing = !is_own && !news.inputs.iter().any(is_news);
            let is_back = news.inputs.iter().any(|i| matches!(i, Input::Executed { .. }));
            if self.hear(news) || self.take_typed() {
                return End::Left;
            }
            self.owes |= is_own;
            fault::rehearsal::play("screen");
            if let Some(facts) = terminal_facts::tune(self.terminal, self.state) {
                self.handle(facts);
            }
            // A frame that was waited with is still to be drawn, whatever came of it.
            is_still = !is_soon && is_still_if_typing && app::is_typing(self.state);
            let is_opened = is_own && self.state.layers.last().is_some_and(Layer::is_blank);
            let is_sent = is_own && self.threads.is_writing();
            // What an act has changed is read at once, too.
            is_soon = !is_soon && (is_opened || is_sent) || is_back && self.threads.is_reading();
            if gone {
                last_call(IO.into());
                while let Some(input) = self.typed.take(self.state) {
                    self.handle(input);
                }
                self.last_words();
                return End::Gone;
            }
        }
    }

    /// Gives an input to the desk; true when the person leaves.
    fn handle(&mut self, input: Input) -> bool {
        fault::name_of(&input, &mut self.input);
        let minute = |state: &State| state.now.0.div_euclid(60_000);
        let (is_tick, before) = (matches!(input, Input::Tick(_)), minute(self.state));
        let effects = app::update(self.state, input);
        self.owes |= !is_tick || !effects.is_empty() || before != minute(self.state);
        self.perform(effects)
    }

    /// What was typed, as far as its turn has come.
    fn take_typed(&mut self) -> bool {
        while let Some(input) = self.typed.next(self.state, self.threads) {
            if self.handle(input) {
                return true;
            }
        }
        false
    }

    /// What the threads brought.
    fn hear(&mut self, news: News) -> bool {
        let elsewhere = news.elsewhere.then_some(Input::ChangedElsewhere);
        for input in news.inputs.into_iter().chain(elsewhere) {
            let is_refused = matches!(input, Input::Executed { result: Err(_), .. });
            let asked = Asked::of(self.state);
            if self.handle(input) {
                return true;
            }
            if is_refused && asked.is_new(self.state) {
                let dropped = self.typed.drop_typed();
                app::unread(self.state, dropped);
            }
        }
        false
    }

    /// Saves what is typed. A command on its way may still be refused, and what it should have filed is then typed and not
    /// filed, so its answer is waited for a little, and what is unsaved by then is saved too.
    fn last_words(&mut self) {
        let effects = app::save_all(self.state);
        self.perform(effects);
        let end = Instant::now() + LAST_ANSWERS;
        while !self.state.pending.is_empty() && self.hears(end) {}
        let effects = app::save_all(self.state);
        self.perform(effects);
    }

    /// Waits for what the threads bring; false once it is too late.
    fn hears(&mut self, end: Instant) -> bool {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return false;
        }
        self.terminal.next(Some(left), &[]);
        for input in self.threads.news(self.state.lang).inputs {
            let effects = app::update(self.state, input);
            self.perform(effects);
        }
        true
    }

    /// The loop has panicked, and the terminal is put back. What is typed and not yet saved is saved, as far as the state
    /// still hangs together; what was saved a second ago is on the disk in any case.
    fn fail(&mut self) -> End {
        last_call(SOFTWARE.into());
        let scene = fault::Situation::of(self.state, &self.input);
        let saved = catch_unwind(AssertUnwindSafe(|| self.last_words()));
        drop(saved);
        let thread = std::thread::current();
        End::Failed(fault::report(
            self.state.lang,
            thread.name().unwrap_or_default(),
            Some(&scene),
        ))
    }

    /// Until the next draft falls due, or until the minute on the clock turns while no field has the focus.
    fn timeout(&self) -> Option<Duration> {
        let now = self.threads.now();
        let draft = app::wake_at(self.state).map(|at| (at.0 - now.0).max(1));
        let minute = (!app::is_typing(self.state)).then(|| 60_000 - now.0.rem_euclid(60_000));
        let poll = self.threads.poll_every().filter(|_| !app::is_typing(self.state));
        let least = [draft, minute, poll, self.threads.probe_in()]
            .into_iter()
            .flatten()
            .min();
        let least = least.map(|ms| Duration::from_millis(ms.unsigned_abs()));
        [least, self.typed.patience(self.threads)].into_iter().flatten().min()
    }

    /// Performs effects; true when the person leaves.
    fn perform(&mut self, effects: Vec<Effect>) -> bool {
        let mut leave = false;
        for effect in effects {
            match effect {
                Effect::Quit => leave = true,
                Effect::Redraw => {
                    fault::rehearsal::arm();
                    self.terminal.redraw();
                }
                other => self.threads.perform(other, self.state),
            }
        }
        leave
    }
}

/// That a draft was taken elsewhere, or is not for whoever typed it any more, is other people's news too.
fn is_about_leases(input: &Input) -> bool {
    let Input::Answered { answer, .. } = input else {
        return false;
    };
    match answer {
        Answer::Leases(_) | Answer::Rights(_) => true,
        // Words that are to go go at once.
        Answer::Withheld(ids) => ids.is_empty(),
        _ => false,
    }
}
