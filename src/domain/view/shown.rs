//! What the first screen, the lists and a record show.

use std::sync::Arc;

use uuid::Uuid;

use crate::domain::backups::Due;
use crate::domain::code::{OpinionState, Reached, VisitState};
use crate::domain::deadline::Deadline;
use crate::domain::event::{Happened, OfMatter};
use crate::domain::fields::CitizenField;
use crate::domain::id::{AccountId, CitizenId, DraftId, OpinionId, SessionId, VisitId};
use crate::domain::lease::{Author, Missed, TakenOver};
use crate::domain::moment::{Day, Moment};
use crate::domain::owed::{Owed, Owing};
use crate::domain::part::Part;
use crate::domain::permit::{Somebody, of_draft};
use crate::domain::presence::{Present, Sitting};
use crate::domain::record::{
    Account, Attendance, Citizen, Opinion, Party, Promise, Rev, Session, StandIn, Station, Try, Visit,
};
use crate::domain::rules::Ruleset;
use crate::domain::trace::{Beyond, Traced};

/// What was done by a command, or what its first sending did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Last event of the command.
    pub seq: i64,
    /// It had been carried out before; nothing was written now.
    pub repeated: bool,
    /// Ids made or touched, in event order.
    pub visit: Option<VisitId>,
    /// Opinion filed or touched.
    pub opinion: Option<OpinionId>,
    /// A second opinion made by a split.
    pub other_opinion: Option<OpinionId>,
    pub citizen: Option<CitizenId>,
    /// Reception planned or touched.
    pub session: Option<SessionId>,
    /// Ticket given or called.
    pub ticket: Option<u16>,
    /// Number for people of the opinion filed.
    pub number: Option<String>,
    /// Numbers of the other matters that have the number just noted of the same system.
    pub also: Vec<String>,
    /// Claim code of an anonymous person.
    pub claim_code: Option<String>,
    pub called: Option<VisitId>,
    /// How often somebody was not reached by now, and whether the attempt of now is another one.
    pub tries: Option<(u16, bool)>,
    /// How many of those a matter is owed to are still to be told.
    pub untold: u32,
    /// A matter was struck off in the same act.
    pub struck_off: bool,
    /// Somebody who was promised the number of a visit is waited for again.
    pub promised_again: bool,
    /// How many came who were given a number.
    pub heads: u32,
    /// Every record made or touched, with the number of its last event; of the one the command was about, the number
    /// that was seen where a colleague's act lay between, because that one its author has not seen.
    pub revs: Vec<(Uuid, Rev)>,
}

impl Outcome {
    /// What of a record the author of the command has seen now; none where the command did not touch it.
    pub fn rev(&self, record: Uuid) -> Option<Rev> {
        self.revs.iter().find(|(id, _)| *id == record).map(|(_, rev)| *rev)
    }

    /// Somebody else had acted on this record meanwhile, which was no hindrance: its author may say to have seen no more than
    /// they had, because an act that follows has to be asked about that.
    pub fn unseen(&mut self, seen: Option<(Uuid, Rev)>) {
        let Some((record, seen)) = seen else { return };
        if let Some((_, rev)) = self.revs.iter_mut().find(|(id, _)| *id == record) {
            *rev = seen;
        }
    }
}

/// Everything the first screen shows, read in one transaction.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    pub station: Option<Station>,
    pub rules: Option<Arc<Ruleset>>,
    /// The desk's business day.
    pub business_day: Option<Day>,
    /// The day an act of now belongs to: the business day, or the clock's when that is about to turn.
    pub day: Option<Day>,
    pub session: Option<Session>,
    /// The next planned one.
    pub next_session: Option<Session>,
    /// The last one closed on the desk's day, while none is open: who comes now came after it (结束后来访).
    pub closed_today: Option<Session>,
    /// Deputies of the open reception, or of the next one when none is open.
    pub attendance: Vec<Attendance>,
    /// Waiting in queue order, then called and talking, then missed; of [`Self::day`].
    pub queue: Vec<Visit>,
    /// Left waiting or missed on other days: shown below the queue until somebody says what became of them.
    pub left_over: Vec<Visit>,
    /// Let go without a word written of them, as long as they can be brought back; the last first.
    pub ended: Vec<Visit>,
    /// Promised to go first next time and not settled, oldest first.
    pub promised: Vec<Promise>,
    /// Who stands in for whom, now or soon.
    pub standing: Vec<StandIn>,
    /// Whoever it was read for, as what they may know and do was settled on that day; nobody where the program itself reads.
    pub who: Somebody,
    /// The last event in it.
    pub upto: i64,
    /// Days of the receptions held and planned, newest first: the habit the next one is proposed by.
    pub reception_days: Vec<Day>,
    /// Visits received in the open reception, or on the day.
    pub received: u32,
    /// Being served when the last session was torn off, and not touched since (中断).
    pub broken_off: Vec<VisitId>,
    /// Follow-up, most owed first; the first page.
    pub follow_up: Vec<FollowUp>,
    /// What is not written yet and stands beyond that page: whoever closes a reception or ends a talk is asked about all of it.
    pub unwritten_beyond: Vec<FollowUp>,
    /// Whom to tell, first come first, beyond that page: whoever asks for the next call gets it however much else is owed.
    pub to_tell_beyond: Vec<FollowUp>,
    pub owed: Owed,
    /// A copy of the file is due.
    pub backup: Option<Due>,
    /// Who was shown more numbers within an hour of the day than the rules say.
    pub beyond: Vec<Beyond>,
    /// Who is at other keyboards.
    pub present: Vec<Present>,
    /// For which tables.
    pub sitting: Vec<Sitting>,
    /// Drafts that another went on with, of which their authors were not told yet.
    pub taken_over: Vec<TakenOver>,
    /// Drafts that were lost, of which whoever asks was not told yet.
    pub missed: Vec<Missed>,
}

/// As what somebody reads and acts by now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    pub account: Account,
    pub who: Somebody,
    /// Matters that were written to since and are not for them, each with its visit.
    pub withheld: Vec<(OpinionId, VisitId)>,
    /// The last event by then.
    pub upto: i64,
}

impl Snapshot {
    /// All that is not written yet, as far as the first page of what is owed or beyond it.
    pub fn unwritten(&self) -> impl Iterator<Item = &FollowUp> {
        let lines = self.follow_up.iter().chain(&self.unwritten_beyond);
        lines.filter(|line| line.owing == Owing::Unwritten)
    }

    /// Whom to tell, in the order of the whole list, as far as it is for whoever reads.
    pub fn to_tell(&self) -> impl Iterator<Item = &FollowUp> {
        let lines = self.follow_up.iter().chain(&self.to_tell_beyond);
        lines.filter(|line| line.owing == Owing::ToTell && !line.withheld)
    }

    /// Whoever is at a table.
    pub fn at_table(&self, table: u8) -> Option<&Visit> {
        self.queue.iter().find(|v| v.state.is_open() && v.table == Some(table))
    }

    /// Visits that have a number and were not called.
    pub fn waiting(&self) -> usize {
        self.queue.iter().filter(|v| v.state == VisitState::Waiting).count()
    }

    /// The reception somebody who comes now belongs to: the open one, else the one that has closed today, whose late
    /// comers are received all the same.
    pub fn day_session(&self) -> Option<SessionId> {
        let session = self.session.as_ref().or(self.closed_today.as_ref());
        session.map(|s| s.id)
    }

    /// So many that the head has to know (集体访).
    pub fn is_group(&self, heads: u32) -> bool {
        self.rules.as_ref().is_some_and(|r| heads >= r.queue.group_from)
    }
}

/// One line of the follow-up pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub owing: Owing,
    /// Opinion, with the revision shown.
    pub opinion: Option<(OpinionId, Rev)>,
    /// Visit with something unwritten.
    pub visit: Option<(VisitId, Rev)>,
    /// When the visit of it came.
    pub came: Option<Day>,
    pub draft: Option<DraftId>,
    /// Who wrote the draft.
    pub author: Option<Author>,
    /// It is of a confidential matter, or a draft that would make it one.
    pub confidential: bool,
    /// The matter is not for whoever reads: a number and a state.
    pub withheld: bool,
    pub number: String,
    /// A short form of the matter.
    pub brief: String,
    pub unit: Option<String>,
    pub person: Option<String>,
    pub day: Option<Deadline>,
    /// How late it is: working days of a unit, days of the calendar of what is owed to a person. Of what is not late, the
    /// working days left, or how long it has waited.
    pub days: i64,
    /// Newest chase or answer in short.
    pub note: Option<String>,
    /// The day a unit promised it for and did not keep, where something else presses more.
    pub broken: Option<Day>,
    /// When somebody last tried to tell the person and did not reach them.
    pub tried: Option<Moment>,
    /// Word was sent to them, and they are asked on this day whether it came.
    pub ask_on: Option<Day>,
    /// Its place in the whole list: the first is -1, and it falls from there. 0 of what the file does not know yet.
    pub n: i64,
}

/// How much a line of a list presses.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pressing {
    #[default]
    No,
    /// Its day is near.
    Soon,
    /// Its day is past.
    Late,
}

impl FollowUp {
    /// How much it presses.
    pub fn pressing(&self) -> Pressing {
        if self.is_late() {
            Pressing::Late
        } else if self.owing == Owing::DueSoon {
            Pressing::Soon
        } else {
            Pressing::No
        }
    }

    /// Its day is past.
    pub fn is_late(&self) -> bool {
        self.owing.lateness().late(self.days).is_some()
    }

    /// What is shown of it to somebody: of a draft that is hidden from them no word, and where it is confidential nobody's
    /// name.
    pub fn seen_by(&mut self, who: &Somebody) {
        let author = self.author.as_ref().filter(|_| self.confidential);
        if author.is_some_and(|author| !of_draft(who, author).reads(true)) {
            self.person = None;
        }
        self.brief = self.brief_for(who).to_owned();
    }

    /// The short form of the matter as somebody may see it: of a draft that is hidden from them nothing.
    pub fn brief_for(&self, who: &Somebody) -> &str {
        match &self.author {
            Some(author) if !of_draft(who, author).reads(self.confidential) => "",
            _ => &self.brief,
        }
    }
}

/// A line of the list of opinions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpinionRow {
    pub id: OpinionId,
    pub n: i64,
    pub number: String,
    pub day: Day,
    /// A short form of the matter.
    pub brief: String,
    /// The person, or none.
    pub person: Option<String>,
    pub village: Option<String>,
    pub unit: Option<String>,
    pub category: Option<String>,
    pub state: OpinionState,
    pub due: Option<Deadline>,
    pub confidential: bool,
    /// It is not for whoever reads: a number and a state.
    pub withheld: bool,
    /// Number of its last event.
    pub rev: Rev,
}

/// A record opened: the opinion with everything around it (一事一档).
#[derive(Clone, Debug)]
pub struct OpinionFile {
    pub opinion: Opinion,
    pub citizen: Option<Citizen>,
    /// Of several it is owed to, those besides who spoke.
    pub people: Vec<Citizen>,
    /// Attempts to tell of it that reached nobody, without those that only tried the same again.
    pub failed_tellings: u16,
    pub village: Option<String>,
    /// Who works for the villages it is about, by name and by what people call them.
    pub cadres: Vec<String>,
    /// Matters of the same person, this one with them: whatever is put right of the person is put right for all of them.
    pub of_person: u32,
    /// The number of the unit that leads the handling of now.
    pub unit_phone: Option<String>,
    /// Names of the deputies.
    pub deputies: Vec<String>,
    /// What people call the account that looks after it.
    pub keeper: Option<String>,
    pub visit: Option<Visit>,
    /// What happened, oldest first (办理经过).
    pub history: Vec<Happened>,
    /// What people call the accounts that it was handed on to and by.
    pub keepers: Vec<(AccountId, String)>,
    /// What people call the records its history names by their ids: people, deputies, villages.
    pub names: Vec<(Uuid, String)>,
    /// Who was shown a number of it, the newest first, and how often that was in all.
    pub looks: Vec<Traced>,
    pub looked: u32,
    /// It is confidential and not for whoever reads: a number and a state.
    pub withheld: bool,
}

impl OpinionFile {
    /// Of several it is owed to the one who is meant, or else whoever is to be told next.
    pub fn meant(&self, whom: Option<CitizenId>) -> Option<&Party> {
        let o = &self.opinion;
        let party = match whom {
            Some(whom) => o.parties.iter().find(|p| p.citizen == whom),
            None => o.next_to_tell(),
        };
        party.filter(|_| o.is_of_several())
    }

    /// Somebody it is owed to: nobody else in their place. Nobody named is who spoke.
    pub fn person(&self, whom: Option<CitizenId>) -> Option<&Citizen> {
        let mut all = self.citizen.iter().chain(&self.people);
        all.find(|c| whom.is_none_or(|whom| whom == c.id))
    }

    /// What people call the village of somebody it is owed to.
    pub fn village_of(&self, citizen: &Citizen) -> Option<&String> {
        if self.citizen.as_ref().is_some_and(|c| c.id == citizen.id) {
            return self.village.as_ref();
        }
        let village = citizen.details.village?.0;
        self.names.iter().find(|(id, _)| *id == village).map(|(_, name)| name)
    }

    /// Since when it is known that nobody is reached by the number there is: the last time it was somebody else's, with none
    /// put in its place after that.
    pub fn wrong_since(&self, whom: Option<CitizenId>) -> Option<Day> {
        let of = |t: &&Try| whom.is_none() || t.citizen.is_none() || t.citizen == whom;
        let tries = self.opinion.tries.iter().filter(of);
        let at = tries.filter(|t| t.reached == Reached::Wrong).map(|t| t.at).max()?;
        let number = Part::field(CitizenField::RUNG.key());
        let is_theirs = |h: &Happened| whom.is_none_or(|whom| h.subject == whom.0 || h.subject == self.opinion.id.0);
        let is_right = |h: &Happened| h.happened > at && is_theirs(h) && h.kind.moves().contains(&number);
        (!self.history.iter().any(is_right)).then(|| at.day())
    }

    /// Where the person was sent when they were last shown the way.
    pub fn guided_to(&self) -> Option<String> {
        self.history.iter().rev().find_map(|h| {
            if let Some(OfMatter::GuidedElsewhere { guide, .. }) = h.kind.of_matter() {
                guide.destination.clone()
            } else {
                None
            }
        })
    }
}

/// Somebody who came, to be told from the others of the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    pub visit: Visit,
    /// What the queue calls them, or the first name written down.
    pub name: Option<String>,
    /// Number of the first matter they brought.
    pub number: Option<String>,
    /// Its words, in short; of a confidential one none.
    pub about: Option<String>,
}

/// An earlier matter of the same person, shown beside the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    pub row: OpinionRow,
    /// Found by the phone, else by name and village.
    pub by_phone: bool,
}

/// A line of the list of receptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionRow {
    pub session: Session,
    /// Its deputies, in the order they were put on its roster.
    pub attendance: Vec<Attendance>,
    pub received: u32,
    pub opinions: u32,
}

/// Figures of a span of days with the definitions printed beside them (S7, close of day).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// First and last day.
    pub from: Day,
    pub to: Day,
    pub sessions: u32,
    /// Visits received (批次): a person or a group that was talked to.
    pub batches: u32,
    /// Heads received (人次).
    pub persons: u32,
    /// Groups (集体访) among the batches.
    pub groups: u32,
    /// Visits that only asked something.
    pub consultations: u32,
    /// Opinions filed and not void.
    pub opinions: u32,
    /// Answered by the station itself. Every matter that is filed stands in one of these five.
    pub on_spot: u32,
    pub handed_over: u32,
    pub guided: u32,
    pub reference: u32,
    pub undecided: u32,
    pub closed: u32,
    pub void: u32,
    /// Not received, by outcome.
    pub not_received: Vec<(VisitState, u32)>,
    /// Mean wait in minutes over visits without a doubtful time.
    pub mean_wait: Option<u32>,
    /// Visits left out of the mean.
    pub doubtful: u32,
}

/// Which rows of a long list that is shown newest first, by the `n` of a row.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stretch {
    #[default]
    Newest,
    /// Those that come next after (are older than) this one.
    Before(i64),
    /// Those that come next ahead of (are newer than) this one.
    After(i64),
    Oldest,
}
