//! Keyboards at a real store with the real rules.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc)] // helpers of tests

use uuid::Uuid;
use zhiban::app::ids::Ids;
use zhiban::app::model::Layer;
use zhiban::app::{Effect, Failure, Input, State, action, start, update};
use zhiban::domain::code::Role;
use zhiban::domain::command::{AddAccount, Command, Request};
use zhiban::domain::facts::Supply;
use zhiban::domain::id::{CommandId, DeputyId};
use zhiban::domain::lease::Saved;
use zhiban::domain::moment::{Day, Moment, TimeOfDay};
use zhiban::domain::record::Account;
use zhiban::domain::view::{Answer, Asker, Query};
use zhiban::i18n::Lang;
use zhiban::i18n::lease::what;
use zhiban::keys::{Chord, Keymap};
use zhiban::store::{Desk, ExecuteError, drafts, execute, read};

pub struct Count(pub u128);

impl Supply for Count {
    fn id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }

    fn below(&mut self, limit: u32) -> u32 {
        (self.0 as u32) % limit
    }
}

/// A keyboard at a store; two of them may share one file's worth of records by sharing the store.
pub struct Keyboard {
    pub state: State,
}

pub struct Station {
    pub desk: Desk,
    pub supply: Count,
    /// Commands refused so far, for looking at.
    pub refused: Vec<String>,
    /// After so many commands the answer of one is lost, and nobody knows whether it went through.
    pub breaks_after: Option<u32>,
    /// Why no draft can be saved, while that is so.
    pub cannot_save: Option<String>,
}

pub fn day() -> Day {
    Day::from_ymd_opt(2026, 11, 23).unwrap()
}

pub fn keyboard(n: u64) -> Keyboard {
    let (keymap, _) = Keymap::shipped(&action::ids());
    let now = TimeOfDay::new(8, 50).unwrap().on(day());
    let mut state = State::new(Lang::Zh, keymap, Ids::new([n, n]), now);
    state.os_name = "lin".into();
    state.default_rules = Some(Box::new(zhiban::config::default_rules().unwrap()));
    Keyboard { state }
}

impl Station {
    pub fn new() -> Self {
        Self {
            desk: Desk::in_memory().unwrap(),
            supply: Count(1000),
            refused: Vec::new(),
            breaks_after: None,
            cannot_save: None,
        }
    }

    /// Carries out wishes until there are none left.
    pub fn serve(&mut self, k: &mut Keyboard, effects: Vec<Effect>) {
        let mut queue: std::collections::VecDeque<Effect> = effects.into();
        while let Some(effect) = queue.pop_front() {
            let input = match effect {
                Effect::Execute(request) => {
                    let done = execute::execute(&mut self.desk, &request, k.state.now, false, &mut self.supply);
                    let result = done.map_err(|e| match e {
                        ExecuteError::Refused(why) => {
                            self.refused.push(format!("{why:?}"));
                            Failure::Refused(Box::new(why))
                        }
                        ExecuteError::Store(e) => panic!("{e:?}"),
                    });
                    let result = match &mut self.breaks_after {
                        Some(0) => Err(Failure::Trouble("没有回音".into())),
                        Some(left) => {
                            *left -= 1;
                            result
                        }
                        None => result,
                    };
                    Input::Executed { id: request.id, result }
                }
                Effect::Ask { ticket, query } => {
                    let asker = k
                        .state
                        .account
                        .as_ref()
                        .map_or(zhiban::domain::view::Asker::Program, |a| {
                            zhiban::domain::view::Asker::Person(Some(a.id), k.state.today())
                        });
                    match read::answer(self.desk.conn(), self.desk.vault(), asker, &query) {
                        Ok(answer) => Input::Answered { ticket, answer },
                        Err(e) => Input::Failed(zhiban::runtime::words::of_store(k.state.lang, &e)),
                    }
                }
                Effect::SaveDraft(words) if self.cannot_save.is_some() => Input::DraftSaved {
                    id: words.draft.id,
                    result: Err(self.cannot_save.clone().unwrap_or_default()),
                },
                Effect::SaveDraft(words) => {
                    let saved = self
                        .desk
                        .write(|tx, vault, random| drafts::save(tx, vault, random, &words));
                    let lease = words.draft.lease();
                    match saved.unwrap() {
                        Saved::Kept => Input::DraftSaved {
                            id: lease.draft,
                            result: Ok(()),
                        },
                        Saved::Refused { why, aside } => Input::DraftRefused { lease, why, aside },
                    }
                }
                Effect::TakeDraft { ticket, id } => {
                    let account = k.state.account.as_ref().map(|a| a.id);
                    let today = k.state.today();
                    let taken = self
                        .desk
                        .write(|tx, vault, _| drafts::take(tx, vault, id, account, today));
                    let answer = Answer::Taken(taken.unwrap().map(Box::new));
                    Input::Answered { ticket, answer }
                }
                Effect::DropDraft(id) => {
                    let now = k.state.now;
                    let account = k.state.account.as_ref().map(|a| a.id);
                    let given_up = self.desk.write(|tx, _, _| drafts::give_up(tx, id, account, now));
                    match given_up.unwrap() {
                        Ok(_) => continue,
                        Err(why) => Input::Failed(what(k.state.lang, &why)),
                    }
                }
                Effect::DeleteDraft { id, reason } => {
                    let account = k.state.account.as_ref().unwrap().id;
                    let done = self.desk.delete_draft(id, (account, reason.as_deref()), k.state.now);
                    Input::DraftDeleted(done.unwrap().map_err(|why| what(k.state.lang, &why)))
                }
                Effect::RestoreDraft(id) => {
                    let account = k.state.account.as_ref().unwrap().id;
                    let done = self.desk.restore_draft(id, account, k.state.today());
                    Input::DraftRestored(done.unwrap().map_err(|why| what(k.state.lang, &why)))
                }
                Effect::Beside(what) => {
                    let seated = (k.state.account.as_ref().map(|a| a.id), k.state.own_table());
                    let now = k.state.now;
                    self.desk.write_beside(seated, &what, now).unwrap();
                    continue;
                }
                _ => continue,
            };
            queue.extend(update(&mut k.state, input));
        }
    }

    /// Gives somebody an account, by the hand of the first who sat here.
    pub fn add_account(&mut self, now: Moment, login: &str, name: &str, is: (Role, Option<DeputyId>)) -> Account {
        let all = Query::Accounts { os_name: None };
        let ask = |s: &Self| match read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, &all) {
            Ok(Answer::Accounts(all)) => all,
            other => panic!("{other:?}"),
        };
        let request = Request {
            id: CommandId(self.supply.id()),
            account: ask(self).first().map(|a| a.id),
            table: None,
            late: None,
            draft: None,
            command: Command::AddAccount(AddAccount {
                os_name: login.into(),
                name: name.into(),
                role: is.0,
                deputy: is.1,
            }),
        };
        execute::execute(&mut self.desk, &request, now, false, &mut self.supply).unwrap();
        ask(self).pop().unwrap()
    }

    /// Presses keys: names in a keymap's spelling, `'text` for text typed in one go.
    pub fn keys(&mut self, k: &mut Keyboard, keys: &str) {
        for word in keys.split_whitespace() {
            let now = Moment(k.state.now.0 + 1000);
            let effects = update(&mut k.state, Input::Tick(now));
            self.serve(k, effects);
            let input = match word.strip_prefix('\'') {
                Some(text) => Input::Text(text.to_owned()),
                None => Input::Key(word.parse::<Chord>().unwrap()),
            };
            let effects = update(&mut k.state, input);
            self.serve(k, effects);
        }
    }

    pub fn palette(&mut self, k: &mut Keyboard, name: &str) {
        self.keys(k, &format!("Ctrl-p '{name} Enter"));
    }

    pub fn is_clean(&self) {
        assert_eq!(self.refused, Vec::<String>::new());
    }
}

pub fn said(k: &Keyboard) -> String {
    k.state.toast.as_ref().map(|t| t.text.clone()).unwrap_or_default()
}

pub fn wait(k: &mut Keyboard, minutes: i64) {
    k.state.now = Moment(k.state.now.0 + minutes * 60_000);
}

/// Set-up, two deputies by hand, a reception for today, opened with a deputy signed in.
pub fn open_station() -> (Station, Keyboard) {
    let mut s = Station::new();
    let mut k = keyboard(1);
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    assert!(
        matches!(k.state.layers.last(), Some(Layer::Form(_))),
        "the first run asks"
    );
    s.keys(&mut k, "F9");
    s.is_clean();
    assert_eq!(k.state.account.as_ref().unwrap().name, "lin");
    assert!(k.state.layers.is_empty(), "{:?}", k.state.layers);
    for name in ["张建军", "李桂兰", "王海"] {
        s.palette(&mut k, "添代表");
        s.keys(&mut k, &format!("'{name} Enter 4 F9"));
    }
    s.is_clean();
    s.palette(&mut k, "开始接待");
    assert!(matches!(k.state.layers.last(), Some(Layer::Form(_))), "today's plan");
    s.keys(&mut k, "Tab Tab Tab Delete Backspace '2 Tab Tab Tab 'zjj 1 'lgl 1 F9");
    s.is_clean();
    assert_eq!(k.state.snap.attendance.len(), 2, "{}", said(&k));
    (s, k)
}
