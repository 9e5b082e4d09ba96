//! A made-up station of ten thousand opinions and somebody at its desk: real screens over a real file, with the threads
//! left out, so that what is measured is the work itself.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use std::path::{Path, PathBuf};
use zhiban::app::ids::Ids;
use zhiban::app::{self, Effect, Failure, Input, State, action, update};
use zhiban::config::default_rules;
use zhiban::demo::{FIRST_ACCOUNT, Plan, fill};
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::view::{Answer, Query};
use zhiban::i18n::Lang;
use zhiban::keys::{Chord, Keymap};
use zhiban::store::desk::OsSupply;
use zhiban::store::{Desk, ExecuteError, ReadOnly, execute};
use zhiban::ui::draw;
use zhiban::ui::theme::Theme;

/// Opinions in the file.
pub const OPINIONS: u32 = 10_000;

/// Monday 23 November 2026.
pub fn today() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

/// The moment at which the made-up life stops.
pub fn now() -> Moment {
    TimeOfDay::new(9, 42).unwrap().on(today())
}

/// The file, made once for a run. `ZHIBAN_BENCH_DB` names one that is there already.
pub fn file() -> &'static Path {
    static FILE: std::sync::OnceLock<(Option<tempfile::TempDir>, PathBuf)> = std::sync::OnceLock::new();
    let (_, path) = FILE.get_or_init(|| {
        if let Some(path) = std::env::var_os("ZHIBAN_BENCH_DB") {
            return (None, path.into());
        }
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let path = folder.path().join("data").join("zhiban.db");
        let plan = Plan {
            opinions: OPINIONS,
            seed: 1,
            until: now(),
            os_name: "desk".to_owned(),
            rules: default_rules().unwrap(),
        };
        let (site, desk) = Desk::building(&path).unwrap();
        let (desk, _) = fill(desk, &plan, &mut |_| {}).unwrap_or_else(|e| panic!("{e}"));
        drop(site.finish(desk).unwrap());
        (Some(folder), path)
    });
    path
}

/// Somebody at the desk.
pub struct Seat {
    pub state: State,
    pub theme: Theme,
    look: ReadOnly,
    desk: Option<Desk>,
}

impl Seat {
    /// Sits down in front of the file and waits until the first screen is whole.
    pub fn new(path: &Path, size: (u16, u16)) -> Self {
        let (keymap, _) = Keymap::shipped(&action::ids());
        let mut state = State::new(Lang::Zh, keymap, Ids::new([7, 7]), now());
        let look = ReadOnly::open(path).unwrap();
        let Answer::Accounts(accounts) = look
            .answer(zhiban::domain::view::Asker::Program, &Query::Accounts { os_name: None })
            .unwrap()
        else {
            panic!()
        };
        state.os_name.clone_from(&accounts[0].os_name);
        state.wanted_account = Some(FIRST_ACCOUNT.to_owned());
        state.table = Some(1);
        state.demo = true;
        state.size = size;
        let mut seat = Self {
            state,
            theme: Theme::shipped("plain", false),
            look,
            desk: None,
        };
        let effects = app::start(&mut seat.state);
        seat.serve(effects);
        assert!(seat.state.loaded && seat.state.account.is_some());
        seat
    }

    /// Does what the screen asks for until nothing is left.
    fn serve(&mut self, effects: Vec<Effect>) {
        let mut queue = effects;
        while let Some(effect) = queue.pop() {
            let input = match effect {
                Effect::Ask { ticket, query } => Input::Answered {
                    ticket,
                    answer: self.look.answer(zhiban::domain::view::Asker::Program, &query).unwrap(),
                },
                Effect::Execute(request) => {
                    let desk = self.desk.get_or_insert_with(|| Desk::open(file(), None).unwrap());
                    let done = execute(desk, &request, self.state.now, false, &mut OsSupply);
                    let result = done.map_err(|e| match e {
                        ExecuteError::Refused(r) => Failure::Refused(Box::new(r)),
                        ExecuteError::Store(e) => Failure::Trouble(e.to_string()),
                    });
                    Input::Executed { id: request.id, result }
                }
                Effect::SaveDraft(words) => Input::DraftSaved {
                    id: words.draft.id,
                    result: Ok(()),
                },
                _ => continue,
            };
            queue.extend(update(&mut self.state, input));
        }
    }

    /// Presses one key, `F5`, `Down`.
    pub fn key(&mut self, name: &str) {
        let effects = update(&mut self.state, Input::Key(name.parse::<Chord>().unwrap()));
        self.serve(effects);
    }

    /// Text from an input method.
    pub fn text(&mut self, text: &str) {
        let effects = update(&mut self.state, Input::Text(text.to_owned()));
        self.serve(effects);
    }

    /// Asks without a screen.
    pub fn ask(&self, query: &Query) -> Answer {
        self.look.answer(zhiban::domain::view::Asker::Program, query).unwrap()
    }

    /// The screen and its caret.
    pub fn frame(&self) -> (Buffer, Option<(u16, u16)>) {
        let mut buf = Buffer::empty(Rect::new(0, 0, self.state.size.0, self.state.size.1));
        let caret = draw(&self.state, &self.theme, &mut buf);
        (buf, caret)
    }
}
