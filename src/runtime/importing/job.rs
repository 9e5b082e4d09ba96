//! The import as work beside the desk.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::{Trouble, columns, files, plan, words, write};
use crate::app::model::importing::{News, Table};
use crate::domain::column::{Choice, Column};
use crate::domain::command::Request;
use crate::i18n::{Lang, fill};
use crate::runtime::clock::Clock;
use crate::runtime::service::{self, TABLES};
use crate::runtime::words as store_words;
use crate::store::{Desk, ReadOnly, StoreError};

/// What is to be done.
pub enum Work {
    Tables,
    Read(Table, String, Option<Vec<Choice>>),
    Write(Vec<Request>, String, Vec<Column>),
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
            Work::Tables => {
                let folders = self.folders();
                let mut shown: Vec<String> = folders.iter().map(|folder| folder.display().to_string()).collect();
                shown.dedup();
                News::Files(files::find(self.lang, &folders), shown)
            }
            Work::Read(table, path, said) => self.read(table, &path, said.as_deref()),
            Work::Write(requests, shape, columns) => self.write(&requests, (&shape, &columns), say),
        };
        say(last);
    }

    fn folders(&self) -> Vec<PathBuf> {
        // On a server nothing but what was put there for it is looked at.
        if let Some(server) = service::inside() {
            return vec![server.data.join(TABLES)];
        }
        // Of a file named without its folder that is the one where we are.
        let data = self.database.parent().filter(|folder| !folder.as_os_str().is_empty());
        let data = data.map(PathBuf::from);
        let here = std::env::current_dir().ok();
        [here, data, home()].into_iter().flatten().collect()
    }

    fn read(&self, table: Table, path: &str, said: Option<&[Choice]>) -> News {
        let mut file = files::typed(path, home().as_deref());
        if let Some(server) = service::inside() {
            let Some(within) = server.within(TABLES, &file) else {
                let folder = server.data.join(TABLES).display().to_string();
                return News::Failed(fill(self.lang.texts().server.table_within, &[("folder", &folder)]));
            };
            file = within;
        }
        let planned = ReadOnly::open(&self.database)
            .map_err(Trouble::Store)
            .and_then(|store| {
                let today = self.clock.now().0.day();
                plan(self.lang, (table, &file), today, &store, said)
            });
        match planned {
            Ok(plan) => News::Planned(Box::new(plan)),
            Err(Trouble::File(e)) => News::Failed(words::of_file(self.lang, &e)),
            Err(Trouble::Store(e)) => News::Failed(self.sentence(&e)),
        }
    }

    fn write(&self, requests: &[Request], (shape, all): (&str, &[Column]), say: &mut dyn FnMut(News)) -> News {
        let mut desk = match Desk::open(&self.database, None) {
            Ok(desk) => desk,
            Err(e) => return News::Failed(self.sentence(&e)),
        };
        let mut go_on = |done| {
            say(News::Going(done));
            !self.stop.load(Ordering::Relaxed)
        };
        if let Err(e) = columns::remember(&mut desk, shape, all) {
            return News::Failed(self.sentence(&e));
        }
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
