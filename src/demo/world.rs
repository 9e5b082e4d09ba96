//! The town while it lives: its people, its clock, what is still to come.

use std::collections::{BTreeMap, HashMap};

use chrono::Days;
use uuid::Uuid;

use super::dice::Dice;
use super::matter::{Matter, Stage};
use super::{Door, Plan};
use crate::domain::code::{Agreement, Role};
use crate::domain::command::{Command, ConfirmDay, Late, Request};
use crate::domain::deed::Deed;
use crate::domain::due::is_working;
use crate::domain::id::{AccountId, CommandId, DeputyId, OpinionId, SessionId, UnitId};
use crate::domain::moment::{Day, Moment, TimeOfDay};
use crate::domain::record::Rev;
use crate::domain::refusal::Subject;
use crate::domain::rules::Ruleset;
use crate::domain::view::Outcome;

/// Something that will happen.
#[derive(Clone, Debug)]
pub enum Task {
    /// A working day begins.
    Day,
    /// A deputy answers to the roster.
    Agree(SessionId, DeputyId, Agreement),
    /// The notice is posted.
    Notice(SessionId),
    /// A reception is put off.
    Postpone(SessionId),
    /// A reception is called off.
    Cancel(SessionId),
    /// A reception takes place.
    Hold(SessionId, u32),
    /// A reception that was written on paper is entered.
    EnterFromPaper,
    /// Somebody calls or writes, or comes to the door.
    File,
    /// Where a matter goes.
    Handle(Matter),
    /// The unit is asked.
    Chase(Matter),
    Answer(Matter),
    /// The person is told; how many attempts there were.
    Tell(Matter, u8),
    /// The person says later what they think of it.
    Evaluate(Matter),
    Close(Matter),
    /// Something written wrong is put right.
    Correct(Matter),
    /// A person's particulars are put right.
    CorrectCitizen(Matter),
    Void(Matter),
    /// Two matters in one.
    Split(Matter),
}

/// The made-up town: who lives there, what goes on, where commands go.
pub struct World<'d, D: Door> {
    pub door: &'d mut D,
    pub dice: Dice,
    pub now: Moment,
    pub until: Moment,
    pub rules: Ruleset,
    /// Who may sit at the keyboard: role and account, in the order they were made.
    pub accounts: Vec<(Role, AccountId)>,
    pub deputies: Vec<DeputyId>,
    /// Handling units with the categories they are asked for.
    pub units: Vec<(UnitId, &'static [&'static str])>,
    pub villages: Vec<UnitId>,
    pub agenda: BTreeMap<(Moment, u64), Task>,
    /// How many opinions there are to be, and how many there are.
    pub wanted: u32,
    pub filed: u32,
    /// How many there may be by now, so that the matters are spread over the whole life.
    pub pace: u32,
    /// How far matters have come, where it is not the beginning.
    pub stage: HashMap<OpinionId, Stage>,
    /// Receptions planned so far.
    pub planned: u32,
    /// The table the next command is entered for.
    pub table: Option<u8>,
    /// The account at the keyboard.
    pub who: Option<AccountId>,
    /// Who goes on with the confidential matters: nobody else may.
    kept: HashMap<OpinionId, AccountId>,
    /// The station, and the day it has turned to.
    turned: Option<(Uuid, Day)>,
    order: u64,
}

impl<'d, D: Door> World<'d, D> {
    /// A station of which nothing is made up yet.
    pub fn new(plan: &Plan, door: &'d mut D) -> Self {
        Self {
            door,
            dice: Dice::new(plan.seed),
            now: Moment(0),
            until: plan.until,
            rules: plan.rules.clone(),
            accounts: Vec::new(),
            deputies: Vec::new(),
            units: Vec::new(),
            villages: Vec::new(),
            agenda: BTreeMap::new(),
            wanted: plan.opinions,
            filed: 0,
            pace: 0,
            stage: HashMap::new(),
            planned: 0,
            table: None,
            who: None,
            kept: HashMap::new(),
            turned: None,
            order: 0,
        }
    }

    /// The clock goes on, never back and never past the end.
    pub fn at(&mut self, moment: Moment) {
        self.now = moment.min(self.until).max(self.now);
    }

    /// A few seconds pass.
    pub fn wait(&mut self, from: i64, to: i64) {
        let seconds = self.dice.between(from, to);
        self.at(after(self.now, seconds));
    }

    /// Carries out a command now.
    pub fn act(&mut self, command: Command) -> Result<Outcome, D::Error> {
        self.act_late(command, None)
    }

    /// Carries out a command that may have happened earlier.
    pub fn act_late(&mut self, command: Command, late: Option<Late>) -> Result<Outcome, D::Error> {
        let day = self.now.day();
        if let Some((_, turned)) = self.turned
            && turned != day
            && turned.succ_opt() != Some(day)
        {
            self.send(Command::ConfirmDay(ConfirmDay { day }), None)?;
        }
        let outcome = self.send(command, late)?;
        if outcome.number.is_some() {
            self.filed += 1;
            if self.filed.is_multiple_of(500) {
                self.door.progress(self.filed);
            }
        }
        Ok(outcome)
    }

    fn send(&mut self, command: Command, late: Option<Late>) -> Result<Outcome, D::Error> {
        let named = command.needs().opinions;
        let keeper = named.iter().find_map(|id| self.kept.get(id)).copied();
        let files = if let Command::FileOpinion(entry) = &command {
            entry.details.confidential
        } else {
            command.deed() == Deed::CountAccusation
        };
        let is_secret = files || keeper.is_some();
        let account = keeper.or(self.who);
        let request = Request {
            id: CommandId(self.dice.id(self.now)),
            account,
            table: self.table,
            late,
            draft: None,
            command,
        };
        let outcome = self.door.act(self.now, &request)?;
        if let Some(account) = account.filter(|_| is_secret) {
            let made = outcome.opinion.into_iter().chain(outcome.other_opinion);
            self.kept.extend(made.map(|id| (id, account)));
        }
        // The first thing there is is the station, which an act touches that turns its day.
        let first = outcome.revs.first().map(|(id, _)| *id);
        let station = self.turned.map(|(station, _)| station).or(first);
        let turned = station.filter(|station| outcome.rev(*station).is_some());
        self.turned = turned.map(|station| (station, self.now.day())).or(self.turned);
        Ok(outcome)
    }

    /// The revision of a record.
    pub fn rev(&mut self, subject: Subject, id: Uuid) -> Result<Rev, D::Error> {
        self.door.rev(subject, id)
    }

    /// Puts something on the agenda.
    pub fn later(&mut self, at: Moment, task: Task) {
        self.order += 1;
        self.agenda.insert((at, self.order), task);
    }

    /// A working hour on the working day that is this many after a day.
    pub fn office_hour(&mut self, from: Day, working_days: i64) -> Moment {
        let mut day = from;
        let mut left = working_days.max(0);
        while left > 0 || !is_working(&self.rules, day) {
            day = day.checked_add_days(Days::new(1)).unwrap_or(day);
            if is_working(&self.rules, day) {
                left -= 1;
            }
            if day.signed_duration_since(from).num_days() > 400 {
                break;
            }
        }
        let minute = if self.dice.chance(40) {
            8 * 60 + 40
        } else {
            14 * 60 + 30
        };
        let minute = minute + self.dice.between(0, 170);
        after(TimeOfDay(minute as u16).on(day), self.dice.between(0, 59))
    }

    /// Who enters something on a usual day.
    pub fn sit_down(&mut self) {
        let place = self.dice.weighted(&[8, 60, 32]);
        self.who = self.accounts.get(place).map(|(_, id)| *id);
        self.table = None;
    }

    /// A matter may be filed by now.
    pub fn may_file(&self) -> bool {
        self.filed < self.pace.min(self.wanted)
    }

    /// It is the day the life ends on.
    pub fn is_last_day(&self) -> bool {
        self.now.day() == self.until.day()
    }
}

/// Some seconds after a moment.
pub const fn after(moment: Moment, seconds: i64) -> Moment {
    Moment(moment.0 + seconds * 1000)
}
