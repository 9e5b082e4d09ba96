//! The threads beside the screen: writer, reader, and the watch on the data folder.

use std::mem::{Discriminant, discriminant};
use std::os::fd::{AsFd as _, BorrowedFd};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::Instant;

use super::barred::failed_once;
use super::clock::Clock;
use super::copies::Copying;
use super::importing::job::{Aside, Work};
use super::reopen::{self, Restarts};
use super::words;
use super::written::input_of;
use crate::app::model::Job;
use crate::app::model::importing::News as JobNews;
use crate::app::{Effect, Input, State, Ticket};
use crate::domain::id::{CommandId, DraftId};
use crate::domain::moment::Moment;
use crate::domain::view::{Asker, Query};
use crate::i18n::Lang;
use crate::store::desk::Desk;
use crate::store::error::StoreError;
use crate::store::notice::{Notice, Watch};
use crate::store::read_only::{FileId, ReadOnly};
use crate::store::threads::{Place, Reader, Reply, Writer, Written};
use crate::store::turn::UncleanEnd;
use crate::store::weekly::is_due;
use crate::term::Waker;

/// Tickets of our own questions lie above every ticket of the screen.
pub(super) const VERSION: u64 = u64::MAX;

/// Without a watch on the folder, the file is asked this often, in milliseconds.
const POLL_MS: i64 = 500;

/// What the threads brought.
pub(super) struct News {
    pub(super) inputs: Vec<Input>,
    /// Another session has written.
    pub(super) elsewhere: bool,
}

/// The writer, the reader and the jobs, and what is under way with each.
pub(super) struct Threads {
    pub(super) database: PathBuf,
    pub(super) clock: Clock,
    pub(super) writer: Writer,
    /// What the writer has yet to begin with, and its place.
    to_begin: Option<(Opened, Place)>,
    pub(super) reader: Reader,
    /// What was given to the writer and has not come back.
    pub(super) in_hand: Vec<InHand>,
    /// Questions of the screen that have not been answered, with their sort where a newer one takes their place.
    pub(super) asked: Vec<(Ticket, Option<Discriminant<Query>>)>,
    /// Since when something is under way.
    since: Instant,
    /// What is left of our patience with threads that fail.
    pub(super) restarts: Restarts,
    watch: Option<Watch>,
    /// The number of the file's writings that all on the screen was read at or after.
    pub(super) version: Option<i64>,
    /// The question whose answer says that number, while it is under way.
    pub(super) anew: Option<u64>,
    /// A newer program has brought the file up to date, and that was said.
    is_left_behind: bool,
    pub(super) waker: Waker,
    pub(super) jobs: (Sender<Input>, Receiver<Input>),
    /// The session before did not end in order.
    pub(super) unclean_end: Option<UncleanEnd>,
    /// The whole file was last looked at longer ago than its rules say.
    pub(super) is_check_due: bool,
    /// Nothing can be written, and when that was last seen.
    pub(super) barred: Option<Moment>,
    stop: Arc<AtomicBool>,
    /// A copy that is being taken.
    pub(super) copying: Option<Copying>,
}

/// The file before its writer begins.
enum Opened {
    /// For reading, so far.
    ToRead(FileId),
    Made(Box<Desk>),
}

/// Something given to the writer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum InHand {
    Command(CommandId),
    /// A draft to keep.
    Draft(DraftId),
}

/// The reader, before anything else is there. What the first screen asks takes longer than all the rest of the start, and is
/// read while the terminal is taken hold of and the file is opened for writing.
pub(super) struct Early {
    file: FileId,
    reader: Reader,
    anew: Option<u64>,
}

impl Early {
    /// Asks what the first screen shows of a file that is open for reading, for whoever sits down at it.
    pub(super) fn ask(opened: ReadOnly, waker: &Waker, asker: Asker, first: &[Effect]) -> Result<Self, StoreError> {
        let file = opened.file();
        let reader = Reader::go_on(opened, reopen::reader_wake(waker))?;
        let anew = ask(&reader, asker, first);
        Ok(Self { file, reader, anew })
    }
}

impl Threads {
    /// Starts the threads that are not there yet, but for the writer, see [`Self::open_to_write`]. A file that is not there
    /// is made.
    pub(super) fn open(
        database: &Path,
        early: Option<Early>,
        clock: Clock,
        waker: &Waker,
        first: &[Effect],
    ) -> Result<Self, StoreError> {
        let (reader, anew, opened) = if let Some(early) = early {
            (early.reader, early.anew, Opened::ToRead(early.file))
        } else {
            let desk = Desk::create(database)?;
            let reader = Reader::start(database, None, reopen::reader_wake(waker))?;
            let anew = ask(&reader, Asker::Stranger, first);
            (reader, anew, Opened::Made(Box::new(desk)))
        };
        let (writer, place) = Writer::waiting();
        Ok(Self {
            database: database.to_owned(),
            clock,
            writer,
            to_begin: Some((opened, place)),
            reader,
            in_hand: Vec::new(),
            asked: first.iter().filter_map(question).collect(),
            since: Instant::now(),
            restarts: Restarts::default(),
            // An account may have too few watches left; then the file is asked twice a second.
            watch: Watch::new(database).ok(),
            version: None,
            anew,
            is_left_behind: false,
            waker: waker.clone(),
            jobs: channel(),
            unclean_end: None,
            is_check_due: false,
            barred: None,
            stop: Arc::default(),
            copying: None,
        })
    }

    /// Opens the file for writing, once: a second opening beside the reading of the first screen would only hold that up.
    /// What was given to the writer until then has waited.
    pub(super) fn open_to_write(&mut self, lang: Lang) -> Result<(), StoreError> {
        let Some((opened, place)) = self.to_begin.take() else {
            return Ok(());
        };
        let mut desk = match opened {
            Opened::Made(desk) => *desk,
            Opened::ToRead(file) => {
                let desk = Desk::open(&self.database, None)?;
                // The mark of a session came after the reader: a restore may have slipped in between.
                if !file.is_at(&self.database)? {
                    return Err(StoreError::replaced(&self.database));
                }
                desk
            }
        };
        self.unclean_end = desk.unclean_end();
        let cut_off = super::unclean_end::cut_off(lang, &mut desk, &self.database);
        self.is_check_due = desk.read(|conn, _| is_due(conn, self.clock.now().0)).unwrap_or(false);
        reopen::begin_writer(&mut self.writer, place, desk, &self.clock, &self.waker)?;
        self.reader.ask_version(VERSION);
        self.check(lang, cut_off);
        Ok(())
    }

    /// The time by the clock of this desk.
    pub(super) fn now(&self) -> Moment {
        self.clock.now().0
    }

    /// An act is under way.
    pub(super) fn is_writing(&self) -> bool {
        self.in_hand.iter().any(|given| matches!(given, InHand::Command(_)))
    }

    /// Since when an act or a question of the screen is under way; none when there is none.
    pub(super) fn busy_since(&self) -> Option<Instant> {
        (self.is_writing() || !self.asked.is_empty()).then_some(self.since)
    }

    /// What to poll beside the terminal. Our own writes stir the folder some thirty times each, and everything on the screen
    /// is read once they are through; what others wrote meanwhile is in it, and nobody is woken for it.
    pub(super) fn watched(&self) -> Vec<BorrowedFd<'_>> {
        let is_listening = self.in_hand.is_empty() && self.anew.is_none();
        self.watch.iter().filter(|_| is_listening).map(Watch::as_fd).collect()
    }

    /// Whether all that is on the screen is being read.
    pub(super) fn is_reading(&self) -> bool {
        self.anew.is_some()
    }

    /// How often to look when there is nothing to poll.
    pub(super) fn poll_every(&self) -> Option<i64> {
        self.watch.is_none().then_some(POLL_MS)
    }

    /// The folder stirred: ask whether it concerns us.
    pub(super) fn notice(&mut self) {
        match self.watch.as_ref().map(Watch::drain) {
            Some(Ok(Notice::Written)) => self.reader.ask_version(VERSION),
            Some(Ok(Notice::Moved)) => {
                // It may have come back: whoever writes says what lies there.
                let _ = self.writer.probe();
            }
            _ => {}
        }
    }

    /// Everything the threads brought since the last time.
    pub(super) fn news(&mut self, lang: Lang) -> News {
        let mut news = News {
            inputs: Vec::new(),
            elsewhere: false,
        };
        if self.watch.is_none() {
            self.reader.ask_version(VERSION);
        }
        self.probe();
        news.inputs.extend(failed_once(lang));
        let ended = loop {
            match self.writer.results().try_recv() {
                Ok(written) => {
                    self.came_back(&written);
                    if let Written::DraftTaken(ticket, _) = &written {
                        self.asked.retain(|(asked, _)| *asked != Ticket(*ticket));
                    }
                    news.inputs.extend(self.bar(&written, lang));
                    news.elsewhere |= matches!(&written, Written::LookedUp(_, Some(_)));
                    // Trying again, as is said of a draft otherwise, would be in vain.
                    let is_in_vain = matches!(&written, Written::DraftSaved(_, Err(StoreError::Newer { .. })));
                    news.inputs.extend(input_of(written, lang));
                    if is_in_vain {
                        let said = lang.texts().trouble.moved_on.to_owned();
                        news.inputs.push(Input::Failed(said));
                    }
                }
                Err(why) => break why,
            }
        };
        if ended == TryRecvError::Disconnected {
            self.mend_writer(lang, &mut news);
        }
        let ended = loop {
            let (ticket, reply) = match self.reader.answers().try_recv() {
                Ok(answer) => answer,
                Err(why) => break why,
            };
            self.asked.retain(|(asked, _)| *asked != Ticket(ticket));
            if self.anew.take_if(|asked| *asked == ticket).is_some()
                && let Reply::Answer(Ok(_), seen) = &reply
            {
                self.version = *seen;
            }
            let said = |e: &StoreError| words::of_reading(lang, &self.database, e);
            match reply {
                Reply::Answer(Ok(answer), _) => news.inputs.push(Input::Answered {
                    ticket: Ticket(ticket),
                    answer,
                }),
                // All is being read, and later than this number.
                Reply::Version(Ok(_)) if self.anew.is_some() => {}
                Reply::Version(Ok(version)) => {
                    news.elsewhere |= self.version.is_some_and(|v| v != version);
                    self.version = Some(version);
                }
                // Said once: every stir of the folder asks again, and a person may be typing.
                Reply::Version(Err(StoreError::Newer { .. })) if self.is_left_behind => {}
                Reply::Version(Err(e @ StoreError::Newer { .. })) => {
                    self.is_left_behind = true;
                    news.inputs.push(Input::Failed(words::of_store(lang, &e)));
                }
                Reply::Answer(Err(e), _) => news.inputs.push(Input::Unread(Ticket(ticket), said(&e))),
                Reply::Version(Err(e)) => news.inputs.push(Input::Failed(said(&e))),
            }
        };
        if ended == TryRecvError::Disconnected {
            self.mend_reader(lang, &mut news);
        }
        news.inputs.extend(self.jobs.1.try_iter());
        news
    }

    /// Performs an effect of the screen.
    pub(super) fn perform(&mut self, effect: Effect, state: &State) {
        if self.busy_since().is_none() {
            self.since = Instant::now();
        }
        if let Some((ticket, sort)) = question(&effect) {
            self.asked.retain(|(_, other)| sort.is_none() || *other != sort);
            self.asked.push((ticket, sort));
        }
        let sent = match effect {
            Effect::Execute(request) => {
                self.in_hand.push(InHand::Command(request.id));
                self.writer.send(*request)
            }
            Effect::Ask { ticket, query } => {
                let asker = Asker::Person(state.account.as_ref().map(|a| a.id), self.clock.now().0.day());
                if matches!(query, Query::Snapshot { .. }) {
                    // One that is asked alone takes the place of the one before, and what is beside it may be older.
                    self.anew = state.anew_ticket.filter(|anew| *anew == ticket).map(|anew| anew.0);
                }
                self.reader.ask(asker, query, ticket.0);
                Ok(())
            }
            Effect::SaveDraft(words) => {
                self.in_hand.push(InHand::Draft(words.draft.id));
                self.writer.save_draft(*words)
            }
            Effect::TakeDraft { ticket, id } => {
                let account = state.account.as_ref().map(|a| a.id);
                self.writer.take_draft(ticket.0, id, account)
            }
            Effect::DropDraft(id) => {
                let account = state.account.as_ref().map(|a| a.id);
                self.writer.drop_draft(id, account)
            }
            Effect::DeleteDraft { id, reason } => match &state.account {
                Some(account) => self.writer.delete_draft(id, account.id, reason),
                None => Ok(()),
            },
            Effect::RestoreDraft(id) => match &state.account {
                Some(account) => self.writer.restore_draft(id, account.id),
                None => Ok(()),
            },
            Effect::SaveLooks { seat, looks } => self.writer.save_looks(seat, looks),
            Effect::Beside(what) => {
                let account = state.account.as_ref().map(|a| a.id);
                self.writer.beside((account, state.own_table()), what)
            }
            Effect::Job(job) => {
                self.start(job, state.lang);
                Ok(())
            }
            Effect::Redraw | Effect::Quit => Ok(()),
        };
        if sent.is_err() {
            // The channel has shut; what is made of that is made where its end is met.
            self.waker.wake();
        }
    }

    /// Long work, on a thread and a connection of its own.
    fn start(&mut self, job: Job, lang: Lang) {
        let (ticket, work) = match job {
            Job::BackUp { account } => return self.back_up(account, lang),
            Job::StopBackUp => return self.stop_copy(),
            Job::Stop => return self.stop.store(true, Ordering::Relaxed),
            Job::Tables { ticket } => (ticket, Work::Tables),
            Job::Read {
                ticket,
                table,
                path,
                said,
            } => (ticket, Work::Read(table, path, said)),
            Job::Write {
                ticket,
                requests,
                shape,
                columns,
            } => (ticket, Work::Write(requests, shape, columns)),
        };
        // A flag of its own: a stop that came too late for the job before must not meet this one.
        self.stop = Arc::default();
        let (send, waker) = (self.jobs.0.clone(), self.waker.clone());
        let mut say = move |news| {
            let _ = send.send(Input::Job { ticket, news });
            waker.wake();
        };
        let aside = Aside {
            database: self.database.clone(),
            clock: self.clock.clone(),
            stop: Arc::clone(&self.stop),
            lang,
        };
        let spawned = std::thread::Builder::new().name("import".to_owned()).spawn(move || {
            let failed = reopen::guarded(lang, || aside.run(work, &mut say));
            if let Err(sentence) = failed {
                say(JobNews::Failed(sentence));
            }
        });
        if let Err(e) = spawned {
            let _ = self.jobs.0.send(Input::Failed(words::of_store(lang, &e.into())));
        }
    }

    /// Finishes what was sent and ends the threads.
    pub(super) fn stop_all(self) {
        self.stop.store(true, Ordering::Relaxed);
        self.copying.into_iter().for_each(Copying::end);
        self.writer.stop();
    }
}

/// The ticket of what asks something, and its sort where a newer one of its sort is answered in its place.
fn question(effect: &Effect) -> Option<(Ticket, Option<Discriminant<Query>>)> {
    match effect {
        Effect::Ask { ticket, query } => Some((*ticket, query.gives_way().then(|| discriminant(query)))),
        Effect::TakeDraft { ticket, .. } => Some((*ticket, None)),
        Effect::Execute(_)
        | Effect::SaveDraft(_)
        | Effect::DropDraft(_)
        | Effect::DeleteDraft { .. }
        | Effect::RestoreDraft(_)
        | Effect::SaveLooks { .. }
        | Effect::Beside(_)
        | Effect::Redraw
        | Effect::Quit
        | Effect::Job(_) => None,
    }
}

/// Asks what the first screen shows, and says under which ticket the snapshot among it comes. Whose accounts these are is asked
/// in the same breath; of several nobody asks, and whoever is chosen asks again.
fn ask(reader: &Reader, asker: Asker, first: &[Effect]) -> Option<u64> {
    let mut anew = None;
    for effect in first {
        if let Effect::Ask { ticket, query } = effect {
            if matches!(query, Query::Snapshot { .. }) {
                anew = Some(ticket.0);
            }
            reader.ask(asker, query.clone(), ticket.0);
        }
    }
    anew
}
