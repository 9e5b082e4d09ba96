//! The import as work beside the desk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Trouble, files, plan, words, write};
use crate::app::model::importing::{News, Table};
use crate::domain::command::Request;
use crate::domain::view::Asker;
use crate::i18n::Lang;
use crate::runtime::clock::Clock;
use crate::runtime::words as store_words;
use crate::store::{Desk, ReadOnly, StoreError};

/// What is to be done.
pub enum Work {
    Tables,
    Read(Table, String),
    Write(Vec<Request>),
}

/// Where it is done.
pub struct Aside {
    pub database: PathBuf,
    /// The clock of the desk.
    pub clock: Clock,
    /// Set when the person stops it, or leaves.
    pub stop: Arc<AtomicBool>,
    /// The language of what it says.
    pub lang: Lang,
}

impl Aside {
    /// Does it, and says what there is to say.
    pub fn run(&self, work: Work, say: &mut dyn FnMut(News)) {
        let last = match work {
            Work::Tables => News::Files(files::find(self.lang, &self.folders())),
            Work::Read(table, path) => self.read(table, &path),
            Work::Write(requests) => self.write(&requests, say),
        };
        say(last);
    }

    fn folders(&self) -> Vec<PathBuf> {
        let data = self.database.parent().map(PathBuf::from);
        let here = std::env::current_dir().ok();
        [here, data, home()].into_iter().flatten().collect()
    }

    fn read(&self, table: Table, path: &str) -> News {
        let file = files::typed(path, home().as_deref());
        let planned = ReadOnly::open(&self.database)
            .map_err(Trouble::Store)
            .and_then(|store| {
                let today = self.clock.now().0.day();
                plan(self.lang, (table, &file), today, &|query| {
                    store.answer(Asker::Program, query)
                })
            });
        match planned {
            Ok(plan) => News::Planned(Box::new(plan)),
            Err(Trouble::File(e)) => News::Failed(words::of_file(self.lang, &e)),
            Err(Trouble::Store(e)) => News::Failed(self.sentence(&e)),
        }
    }

    fn write(&self, requests: &[Request], say: &mut dyn FnMut(News)) -> News {
        let mut desk = match Desk::open(&self.database, None) {
            Ok(desk) => desk,
            Err(e) => return News::Failed(self.sentence(&e)),
        };
        let mut go_on = |done| {
            say(News::Going(done));
            !self.stop.load(Ordering::Relaxed)
        };
        let (mut written, trouble) = write(self.lang, &mut desk, &self.clock, requests, &mut go_on);
        written.trouble = trouble.map(|e| self.sentence(&e));
        News::Written(Box::new(written))
    }

    fn sentence(&self, e: &StoreError) -> String {
        store_words::of_store(self.lang, e)
    }
}

fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").filter(|h| !h.is_empty()).map(PathBuf::from)
}
