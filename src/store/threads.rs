//! The writer and the reader: two threads that keep the file away from the screen. They sleep until asked.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError};
use std::thread::JoinHandle;

use rusqlite::{Connection, InterruptHandle};

use super::again;
use super::desk::Desk;
use super::drafts;
use super::error::StoreError;
use super::execute::execute;
use super::inbox::{Question, Shared};
pub use super::jobs::Written;
use super::jobs::{Checkpoint, Job, Seated};
use super::keys::{KEY, Vault};
use super::looks;
use super::migrate;
use super::notice;
use super::open::{self, Access};
use super::read::{Memory, answer_by};
use super::read_only::ReadOnly;
use super::settle::Doubts;
use super::turn::REST;
use super::wake::WakeAtEnd;
use crate::domain::beside::Beside;
use crate::domain::command::Request;
use crate::domain::facts::Supply;
use crate::domain::id::{AccountId, DraftId};
use crate::domain::lease::Unsaved;
use crate::domain::looks::{Looks, Seat};
use crate::domain::moment::Moment;
use crate::domain::view::{Answer, Asker, Query};

/// Name of the writer thread, as a fault in it is reported.
pub const WRITER: &str = "writer";
/// Name of the reader thread.
pub const READER: &str = "reader";

/// The time, and whether the clock has jumped.
pub type Clock = Box<dyn Fn() -> (Moment, bool) + Send>;
pub use super::wake::Wake;

/// The thread all writes of a desk go through, one after another.
pub struct Writer {
    jobs: Option<Sender<Job>>,
    results: Receiver<Written>,
    thread: Option<JoinHandle<()>>,
}

/// The place of a writer that has yet to begin.
pub struct Place {
    inbox: Receiver<Job>,
    done: Sender<Written>,
}

impl Writer {
    /// Hands the desk to a thread of its own.
    #[cfg(any(test, feature = "rings"))]
    pub fn start(desk: Desk, clock: Clock, supply: Box<dyn Supply + Send>, wake: Wake) -> Result<Self, StoreError> {
        let (mut writer, place) = Self::waiting();
        let begun = clock();
        writer.begin(place, (desk, begun), clock, supply, wake)?;
        Ok(writer)
    }

    /// A writer before there is a desk: what it is given waits until it begins.
    pub fn waiting() -> (Self, Place) {
        let (jobs, inbox) = channel::<Job>();
        let (done, results) = channel();
        let writer = Self {
            jobs: Some(jobs),
            results,
            thread: None,
        };
        (writer, Place { inbox, done })
    }

    /// Hands it the desk.
    pub fn begin(
        &mut self,
        Place { inbox, done }: Place,
        (mut desk, (begun, doubtful)): (Desk, (Moment, bool)),
        clock: Clock,
        mut supply: Box<dyn Supply + Send>,
        wake: Wake,
    ) -> Result<(), StoreError> {
        let thread = std::thread::Builder::new().name(WRITER.to_owned()).spawn(move || {
            // Dropped in the order of the lines from below: the channel is shut before the knell is heard.
            let knell = WakeAtEnd(wake);
            let done = done;
            make_room();
            // Without the sign a power cut would go unnoticed, and nothing else would be lost.
            let _ = desk.sign();
            desk.know_file();
            // An error here is met again by whatever is written next. Not before the threads are there: somebody else may be writing.
            let _ = desk.wipe_due(begun, doubtful);
            // Before anything is typed, and not when it is filed and refused.
            if desk.unkept().is_some() {
                let _ = done.send(Written::Probed(desk.probe()));
                (knell.0)();
            }
            let mut fold = Checkpoint::default();
            let mut doubts = Doubts::default();
            while let Some(job) = fold.next(&inbox, &mut desk) {
                let (now, doubtful) = clock();
                let written = match job {
                    Job::Execute(request) => {
                        let result = execute(&mut desk, &request, now, doubtful, &mut *supply);
                        let id = request.id;
                        doubts.heard(&request, &result);
                        Written::Executed(id, Box::new(result))
                    }
                    Job::SaveDraft(mut words) => {
                        words.draft.saved_at = now;
                        let result = desk.save_draft(&words);
                        Written::DraftSaved(words.draft.lease(), result)
                    }
                    Job::TakeDraft(ticket, id, account) => {
                        let result = desk.write(|tx, vault, _| drafts::take(tx, vault, id, account, now.day()));
                        Written::DraftTaken(ticket, result)
                    }
                    Job::DropDraft(id, account) => Written::DraftDropped(desk.give_up(id, account, now)),
                    Job::DeleteDraft(id, account, reason) => {
                        Written::DraftDeleted(desk.delete_draft(id, (account, reason.as_deref()), now))
                    }
                    Job::RestoreDraft(id, account) => {
                        Written::DraftRestored(desk.restore_draft(id, account, now.day()))
                    }
                    Job::SaveLooks(seat, looks) => {
                        Written::LooksSaved(desk.write(|tx, _, _| looks::save(tx, &seat, &looks)))
                    }
                    Job::Beside(seated, what) => Written::Beside(desk.write_beside(seated, &what, now)),
                    Job::Probe => {
                        let (known, failed) = doubts.look_up(&mut desk);
                        for (act, found) in known {
                            let _ = done.send(Written::LookedUp(act, found.map(Box::new)));
                        }
                        Written::Probed(match failed {
                            Some(error) => Err(StoreError::Unknown { cause: Box::new(error) }),
                            None => desk.probe(),
                        })
                    }
                };
                let is_filed = matches!(&written, Written::Executed(_, done) if done.is_ok());
                if done.send(written).is_err() {
                    break;
                }
                // What can be written again can be looked up, and nobody asks for it any more.
                if is_filed {
                    for (act, found) in doubts.look_up(&mut desk).0 {
                        let _ = done.send(Written::LookedUp(act, found.map(Box::new)));
                    }
                }
                // At once, and not when the next thing is filed and refused.
                if is_filed && desk.unkept().is_some() && done.send(Written::Probed(desk.probe())).is_err() {
                    break;
                }
                (knell.0)();
                desk.remember_lastingly();
                // Somebody else's turn: without this pause a loop of writes takes every turn itself.
                std::thread::sleep(REST);
            }
            desk.leave();
        })?;
        self.thread = Some(thread);
        Ok(())
    }

    fn job(&self, job: Job) -> Result<(), StoreError> {
        let sent = self.jobs.as_ref().map(|jobs| jobs.send(job).is_ok());
        if sent == Some(true) {
            Ok(())
        } else {
            Err(StoreError::Io(std::io::Error::other("the writer has stopped")))
        }
    }

    /// Sends a command; its outcome comes back among the results under its id.
    pub fn send(&self, request: Request) -> Result<(), StoreError> {
        self.job(Job::Execute(Box::new(request)))
    }

    /// Saves what was typed.
    pub fn save_draft(&self, words: Unsaved) -> Result<(), StoreError> {
        self.job(Job::SaveDraft(Box::new(words)))
    }

    /// Takes a draft of an account to go on with; it comes back among the results under the ticket.
    pub fn take_draft(&self, ticket: u64, id: DraftId, account: Option<AccountId>) -> Result<(), StoreError> {
        self.job(Job::TakeDraft(ticket, id, account))
    }

    /// Throws a draft of an account away.
    pub fn drop_draft(&self, id: DraftId, account: Option<AccountId>) -> Result<(), StoreError> {
        self.job(Job::DropDraft(id, account))
    }

    /// Deletes a draft for an account, in reach of an undo.
    pub fn delete_draft(&self, id: DraftId, account: AccountId, reason: Option<String>) -> Result<(), StoreError> {
        self.job(Job::DeleteDraft(id, account, reason))
    }

    /// Takes a deletion back.
    pub fn restore_draft(&self, id: DraftId, account: AccountId) -> Result<(), StoreError> {
        self.job(Job::RestoreDraft(id, account))
    }

    /// Keeps how somebody wants the desk drawn.
    pub fn save_looks(&self, seat: Seat, looks: Looks) -> Result<(), StoreError> {
        self.job(Job::SaveLooks(seat, looks))
    }

    /// Writes something down beside the log.
    pub fn beside(&self, seated: Seated, what: Beside) -> Result<(), StoreError> {
        self.job(Job::Beside(seated, what))
    }

    /// Asks whether the file can be written.
    pub fn probe(&self) -> Result<(), StoreError> {
        self.job(Job::Probe)
    }

    /// Where results arrive, in the order things were sent.
    pub fn results(&self) -> &Receiver<Written> {
        &self.results
    }

    /// Finishes what was sent and ends the thread.
    pub fn stop(mut self) {
        self.end();
    }

    fn end(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // A panic in the thread is told by the channel that shut.
            let _ = thread.join();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.end();
    }
}

/// What the reader says to a question.
#[derive(Debug)]
#[allow(clippy::large_enum_variant)] // one at a time
pub enum Reply {
    /// What was asked for, and with the first screen the number that moves when somebody else has written, as it stood
    /// when that was read.
    Answer(Result<Answer, StoreError>, Option<i64>),
    /// A number that moves when another connection has committed.
    Version(Result<i64, StoreError>),
}

/// The reader thread: read-only, and the newest question of a kind asked with every key takes the place of an older one.
pub struct Reader {
    shared: Arc<Shared>,
    interrupt: InterruptHandle,
    answers: Receiver<(u64, Reply)>,
    thread: Option<JoinHandle<()>>,
}

impl Reader {
    /// Opens the file for reading and hands it to a thread of its own.
    pub fn start(path: &Path, station_key: Option<[u8; KEY]>, wake: Wake) -> Result<Self, StoreError> {
        let conn = open::open(path, Access::Reader)?;
        let vault = Vault::unlock(&conn, station_key)?;
        Self::over(conn, vault, wake)
    }

    /// Hands a file that is open for reading to a thread of its own: opening it a second time costs a millisecond.
    pub fn go_on(file: ReadOnly, wake: Wake) -> Result<Self, StoreError> {
        let (conn, vault) = file.into_parts();
        Self::over(conn, vault, wake)
    }

    fn over(conn: Connection, vault: Vault, wake: Wake) -> Result<Self, StoreError> {
        let interrupt = conn.get_interrupt_handle();
        let shared = Arc::new(Shared::default());
        let (say, answers) = channel();
        let theirs = Arc::clone(&shared);
        let thread = std::thread::Builder::new().name(READER.to_owned()).spawn(move || {
            let knell = WakeAtEnd(wake);
            let say = say;
            make_room();
            serve(&conn, &vault, &theirs, &say, &knell.0);
        })?;
        Ok(Self {
            shared,
            interrupt,
            answers,
            thread: Some(thread),
        })
    }

    fn put(&self, ticket: u64, question: Question) {
        let sort = question.gives_way().then(|| question.sort());
        let mut inbox = self.shared.lock();
        inbox.waiting.retain(|(_, q)| !q.gives_way() || Some(q.sort()) != sort);
        inbox.waiting.push((ticket, question));
        if sort.is_some() && inbox.running == sort {
            self.interrupt.interrupt();
        }
        drop(inbox);
        self.shared.bell.notify_one();
    }

    /// Asks. The answer comes back under the ticket, unless a newer question of the same kind overtakes it.
    pub fn ask(&self, asker: Asker, query: Query, ticket: u64) {
        self.put(ticket, Question::Query(asker, query));
    }

    /// Asks for the number that moves when somebody else has written.
    pub fn ask_version(&self, ticket: u64) {
        self.put(ticket, Question::Version);
    }

    /// Answers as they come, each with the number of its question.
    pub fn answers(&self) -> &Receiver<(u64, Reply)> {
        &self.answers
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.shared.lock().stop = true;
        self.interrupt.interrupt();
        self.shared.bell.notify_one();
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn reply(conn: &Connection, vault: &Vault, memory: &mut Memory, question: &Question) -> Reply {
    match question {
        Question::Query(asker, query @ Query::Snapshot { .. }) => {
            let read = || -> Result<_, StoreError> {
                let tx = conn.unchecked_transaction()?;
                let version = notice::data_version(&tx)?;
                let answer = answer_by(&tx, vault, memory, *asker, query)?;
                tx.finish()?;
                Ok((answer, version))
            };
            match again::twice(read) {
                Ok((answer, version)) => Reply::Answer(Ok(answer), Some(version)),
                Err(error) => Reply::Answer(Err(error), None),
            }
        }
        Question::Query(asker, query) => Reply::Answer(answer_by(conn, vault, memory, *asker, query), None),
        Question::Version => Reply::Version(again::twice(|| {
            migrate::check(conn)?;
            notice::data_version(conn)
        })),
    }
}

fn cancelled(reply: &Reply) -> bool {
    matches!(
        reply,
        Reply::Answer(Err(StoreError::Cancelled), _) | Reply::Version(Err(StoreError::Cancelled))
    )
}

/// Takes a piece of memory of this thread and gives it back. The allocator of the system grows the memory of a thread one
/// page at a time with a call into the kernel for each, some three hundred of them before the first screen; what was
/// grown once is not asked for again.
fn make_room() {
    let pieces: Vec<Vec<u8>> = (0..20).map(|_| Vec::with_capacity(100 << 10)).collect();
    std::hint::black_box(&pieces);
}

fn serve(conn: &Connection, vault: &Vault, shared: &Shared, say: &Sender<(u64, Reply)>, wake: &Wake) {
    let mut memory = Memory::default();
    loop {
        let mut inbox = shared.lock();
        while inbox.waiting.is_empty() && !inbox.stop {
            inbox = shared.bell.wait(inbox).unwrap_or_else(PoisonError::into_inner);
        }
        if inbox.stop {
            return;
        }
        let (ticket, question) = inbox.waiting.remove(0);
        let sort = question.sort();
        inbox.running = Some(sort).filter(|_| question.gives_way());
        drop(inbox);
        let reply = reply(conn, vault, &mut memory, &question);
        let mut inbox = shared.lock();
        inbox.running = None;
        let overtaken = question.gives_way() && inbox.waiting.iter().any(|(_, q)| q.gives_way() && q.sort() == sort);
        if overtaken {
            continue;
        }
        if cancelled(&reply) && !inbox.stop {
            // The interruption was meant for the question before this one. What was asked after it is read after it.
            inbox.waiting.insert(0, (ticket, question));
            continue;
        }
        drop(inbox);
        if say.send((ticket, reply)).is_err() {
            return;
        }
        wake();
    }
}
