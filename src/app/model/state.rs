//! Everything the screen is made of, as plain data.

use crate::app::action::{Act, keyed};
use crate::app::ids::Ids;
use crate::app::model::copying::Copying;
use crate::app::model::looks::TerminalState;
use crate::app::model::pending::Parted;
use crate::app::model::type_ahead::TypeAhead;
use crate::app::model::{Browse, Cursor, Effect, Form, Known, Layer, Pane, Pending, Screen, Ticket};
use crate::domain::code::{Role, VisitState};
use crate::domain::facts::Facts;
use crate::domain::id::{AccountId, CommandId, DraftId, OpinionId, SessionId, VisitId};
use crate::domain::level::Level;
use crate::domain::moment::{Day, Moment};
use crate::domain::permit::Somebody;
use crate::domain::presence::Here;
use crate::domain::record::{Account, Attendance, Session, StandIn, Visit};
use crate::domain::rules::Ruleset;
use crate::domain::trace::Trace;
use crate::domain::view::{FollowUp, Owing, Query, Sight, Snapshot};
use crate::i18n::{Lang, Texts};
use crate::keys::Keymap;
use crate::keys::keymap::GLOBAL;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the bottom line says until the next key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub text: String,
    pub mood: Mood,
}

/// How something went, which is what a message is coloured by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    Good,
    Warn,
    Bad,
}

/// Everything the desk knows: what was read, what is on the screen, what is under way.
#[derive(Clone, Debug)]
pub struct State {
    /// Language of the screen.
    pub lang: Lang,
    /// Name of the theme.
    pub theme: String,
    pub keymap: Keymap,
    /// The operating system's login.
    pub os_name: String,
    /// What they are called, where whoever let them in has said it.
    pub called: Option<String>,
    /// Who can open the data besides the program; none where that is not known.
    pub level: Option<Level>,
    /// The account asked for on the command line.
    pub wanted_account: Option<String>,
    pub account: Option<Account>,
    /// The table this keyboard works for.
    pub table: Option<u8>,
    pub now: Moment,
    pub ids: Ids,
    /// Rules a new station starts with.
    pub default_rules: Option<Box<Ruleset>>,
    /// What the first screen shows.
    pub snap: Snapshot,
    /// A snapshot has come.
    pub loaded: bool,
    /// The screen at the bottom of the stack.
    pub screen: Screen,
    pub browse: BTreeMap<Screen, Browse>,
    /// How much of the records whoever sits here may see.
    pub sight: Sight,
    /// The pane with the focus.
    pub focus: Pane,
    /// Cursor of 值班.
    pub duty: Cursor,
    /// Cursor of 等候.
    pub queue: Cursor,
    /// Cursor of 待办.
    pub follow: Cursor,
    /// What lies over the screen, the topmost last.
    pub layers: Vec<Layer>,
    /// Short forms that were left with something typed, the last one last.
    pub laid: Vec<Form>,
    /// Forms that were left and whose last words are not on the disk yet.
    pub parted: Vec<Parted>,
    /// The person wants to leave as soon as everything typed is on the disk.
    pub leaving: bool,
    /// Why nothing can be written into the file, as long as that is so.
    pub cannot_write: Option<String>,
    /// Why the picture could not be read that was asked for last, until one was.
    pub unread: Option<String>,
    /// The acts of which it is not known whether they were carried out, as long as that is being looked up.
    pub unsure: Vec<CommandId>,
    /// A look at the file found something wrong with it, which stays in sight until the desk is closed.
    pub damaged: bool,
    /// A copy of the file that is being taken, and what is to be said of the last one taken here.
    pub copying: Option<Copying>,
    pub copied: Vec<String>,
    /// They leave though something could not be saved, and want its words said to them.
    pub says_unsaved: bool,
    pub toast: Option<Toast>,
    /// Waits to be said until it is settled who sits here.
    pub note: Option<Toast>,
    pub pending: BTreeMap<CommandId, Pending>,
    /// The newest question for a snapshot.
    pub snapshot_ticket: Option<Ticket>,
    /// The newest question for whoever sits at one's own table, and what is to be said where another keyboard let them go.
    pub talk_ticket: Option<Ticket>,
    pub talk_ended: Option<String>,
    /// The last one that was asked together with everything else on the screen: whatever others wrote before it is read is
    /// seen with it.
    pub anew_ticket: Option<Ticket>,
    /// The question for accounts.
    pub accounts_ticket: Option<Ticket>,
    /// The question for the limits, under way: whether a published arrangement would move any.
    pub limits_ticket: Option<Ticket>,
    /// Somebody else changed something while a field had the caret.
    pub stale: bool,
    /// What was typed while a form was being filed.
    pub type_ahead: TypeAhead,
    /// An action that waits for the next snapshot, since it needs what a command has just changed.
    pub after_snapshot: Option<Act>,
    /// The last action that was started; for the report of a fault.
    pub last_act: Option<Act>,
    /// The last ticket given.
    pub last_ticket: u64,
    /// The reception of an earlier day that is to go on, and on which day that was said.
    pub goes_on: Option<(SessionId, Day)>,
    /// The last of one's own drafts taken over of which was told here.
    pub told: i64,
    /// Lost drafts of which was told here.
    pub told_missed: Vec<DraftId>,
    /// What the other keyboards were told is open here.
    pub here: Option<Here>,
    /// The number that stands on what lies on top, which is written down already.
    pub traced: Option<Trace>,
    /// As what all that is shown was read.
    pub rights: Known,
    /// Of a matter of several: when it was last noted here how a call to one of them went.
    pub rang: Option<(OpinionId, Moment)>,
    /// Personal data is covered.
    pub masked: bool,
    /// A made-up station (练习).
    pub demo: bool,
    pub size: (u16, u16),
    /// The terminal, and how the desk is drawn on it.
    pub terminal: TerminalState,
}

impl State {
    /// A desk that knows nothing yet.
    pub fn new(lang: Lang, keymap: Keymap, ids: Ids, now: Moment) -> Self {
        Self {
            lang,
            theme: String::new(),
            keymap,
            os_name: String::new(),
            called: None,
            level: None,
            wanted_account: None,
            account: None,
            table: None,
            now,
            ids,
            default_rules: None,
            snap: Snapshot::default(),
            loaded: false,
            screen: Screen::Today,
            browse: BTreeMap::new(),
            sight: Sight::default(),
            focus: Pane::Queue,
            duty: Cursor::default(),
            queue: Cursor::default(),
            follow: Cursor::default(),
            layers: Vec::new(),
            laid: Vec::new(),
            parted: Vec::new(),
            leaving: false,
            cannot_write: None,
            unread: None,
            unsure: Vec::new(),
            damaged: false,
            copying: None,
            copied: Vec::new(),
            says_unsaved: false,
            toast: None,
            note: None,
            pending: BTreeMap::new(),
            snapshot_ticket: None,
            talk_ticket: None,
            talk_ended: None,
            anew_ticket: None,
            accounts_ticket: None,
            limits_ticket: None,
            stale: false,
            type_ahead: TypeAhead::default(),
            after_snapshot: None,
            last_act: None,
            last_ticket: 0,
            goes_on: None,
            told: 0,
            told_missed: Vec::new(),
            here: None,
            traced: None,
            rights: Known::default(),
            rang: None,
            masked: false,
            demo: false,
            size: (80, 24),
            terminal: TerminalState::default(),
        }
    }

    /// The texts of the screen.
    pub const fn texts(&self) -> &'static Texts {
        self.lang.texts()
    }

    /// The day by the clock, which need not be the business day yet.
    pub fn today(&self) -> Day {
        self.now.day()
    }

    /// The role at the keyboard.
    pub fn role(&self) -> Option<Role> {
        let one_person = self.snap.station.as_ref().is_some_and(|s| s.one_person);
        self.account.as_ref().map(|a| a.role.acts_as(one_person))
    }

    /// Whoever sits here, as far as rights ask.
    pub fn somebody(&self) -> Option<Somebody> {
        let account = self.account.as_ref()?;
        Some(Somebody {
            role: self.role(),
            stands_for: self.acts_for().to_vec(),
            ..Somebody::from(account)
        })
    }

    /// The accounts whoever sits here acts for besides their own, as the file said of them last.
    fn acts_for(&self) -> &[AccountId] {
        let is_read_for = self.account.as_ref().map(|a| a.id) == self.snap.who.account;
        if is_read_for { &self.snap.who.stands_for } else { &[] }
    }

    /// Those whom whoever sits here stands in for today.
    pub fn standing_for(&self) -> impl Iterator<Item = &StandIn> {
        let (own, acts_for) = (self.snap.who.account, self.acts_for());
        let all = self.snap.standing.iter();
        all.filter(move |s| Some(s.by) == own && acts_for.contains(&s.account))
    }

    /// The reception that is open or closing.
    pub fn open(&self) -> Option<&Session> {
        self.snap
            .session
            .as_ref()
            .filter(|s| s.plan.tables > 0 && s.state.is_open())
    }

    /// The open reception's id.
    pub fn open_id(&self) -> Option<SessionId> {
        self.open().map(|s| s.id)
    }

    /// The reception somebody who comes now belongs to: the open one, else the one that has closed today, whose late
    /// comers are received all the same.
    pub fn day_session(&self) -> Option<SessionId> {
        self.snap.day_session()
    }

    /// Tables of the open reception; one where none is open.
    pub fn tables(&self) -> u8 {
        self.open().map_or(1, |s| s.plan.tables)
    }

    /// The table this keyboard works for, when there can be no doubt.
    pub fn own_table(&self) -> Option<u8> {
        match self.table {
            Some(t) if t <= self.tables() || self.open().is_none() => Some(t),
            _ => (self.tables() == 1).then_some(1),
        }
    }

    /// The reception acts belong to: the open one, else the next.
    pub fn reception(&self) -> Option<SessionId> {
        self.open_id().or_else(|| self.snap.next_session.as_ref().map(|s| s.id))
    }

    /// Whoever is at a table.
    pub fn at_table(&self, table: u8) -> Option<&Visit> {
        self.snap.at_table(table)
    }

    /// Whoever is at this keyboard's table.
    pub fn at_own_table(&self) -> Option<&Visit> {
        self.own_table().and_then(|t| self.at_table(t))
    }

    /// Whose words the next matter is: the visit at one's own table, else the selected one that talks; nobody of the queue
    /// where there is none.
    pub fn speaks(&self) -> Option<VisitId> {
        let talks = |v: &&Visit| self.focus == Pane::Queue && v.state == VisitState::Talking;
        let there = self.at_own_table().or_else(|| self.selected_visit().filter(talks));
        there.map(|v| v.id)
    }

    /// Visits that have a number and were not called.
    pub fn waiting(&self) -> usize {
        self.snap.waiting()
    }

    /// What the rules can know from the screen.
    pub fn facts(&self) -> Facts {
        Facts {
            station: self.snap.station.clone(),
            rules: self.snap.rules.clone(),
            business_day: self.snap.business_day,
            open_session: self.open().cloned(),
            session: self.open().cloned(),
            attendance: self.snap.attendance.clone(),
            queue: self.snap.queue.clone(),
            ..Facts::default()
        }
    }

    /// The visit under the marker of the queue.
    pub fn selected_visit(&self) -> Option<&Visit> {
        self.visits().nth(self.queue.at)
    }

    /// The rows of 等候: the queue, and below it whoever was left over from other days.
    pub fn visits(&self) -> impl Iterator<Item = &Visit> {
        self.snap.queue.iter().chain(&self.snap.left_over)
    }

    /// A visit of another day that nobody has said the end of.
    pub fn is_left_over(&self, visit: VisitId) -> bool {
        self.snap.left_over.iter().any(|v| v.id == visit)
    }

    /// The deputy under the marker of those on duty.
    pub fn selected_deputy(&self) -> Option<&Attendance> {
        self.snap.attendance.get(self.duty.at)
    }

    /// The selected line of what is owed.
    pub fn selected_owing(&self) -> Option<&FollowUp> {
        self.snap.follow_up.get(self.follow.at)
    }

    /// How many lines of what is owed are not in its pane; under the last of those that are stands a row that leads to them.
    pub fn owed_beyond(&self) -> u32 {
        // What is not on the disk yet stands there too, and is in no place of the whole list.
        let of_file = self.snap.follow_up.iter().filter(|f| f.n < 0).count();
        self.snap.owed.all().saturating_sub(of_file as u32)
    }

    /// Records of a pane, in its order.
    pub fn ids_of(&self, pane: Pane) -> Vec<Uuid> {
        match pane {
            Pane::Duty => self.snap.attendance.iter().map(|a| a.deputy.0).collect(),
            Pane::Queue => self.visits().map(|v| v.id.0).collect(),
            Pane::Follow => {
                let rest = (self.owed_beyond() > 0).then(Uuid::nil);
                self.snap.follow_up.iter().map(owing_id).chain(rest).collect()
            }
            Pane::Opinion => Vec::new(),
        }
    }

    /// The cursor of a pane.
    pub fn cursor_mut(&mut self, pane: Pane) -> Option<&mut Cursor> {
        match pane {
            Pane::Duty => Some(&mut self.duty),
            Pane::Queue => Some(&mut self.queue),
            Pane::Follow => Some(&mut self.follow),
            Pane::Opinion => None,
        }
    }

    /// It is not known of an act whether it was saved, and that is being looked up.
    pub const fn is_unsure(&self) -> bool {
        !self.unsure.is_empty()
    }

    /// Says something on the bottom line.
    pub fn say(&mut self, mood: Mood, text: impl Into<String>) {
        self.toast = Some(Toast {
            text: text.into(),
            mood,
        });
    }

    /// A text with the keys of the actions it names.
    pub fn keyed(&self, text: &str) -> String {
        keyed(text, &self.keymap, self.lang)
    }

    /// A question with a fresh ticket.
    pub fn ask(&mut self, query: Query) -> (Ticket, Effect) {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        (ticket, Effect::Ask { ticket, query })
    }

    /// Takes a draft to go on with, under a fresh ticket.
    pub fn take(&mut self, id: DraftId) -> (Ticket, Effect) {
        self.last_ticket += 1;
        let ticket = Ticket(self.last_ticket);
        (ticket, Effect::TakeDraft { ticket, id })
    }

    /// Asks for the first screen anew.
    pub fn ask_snapshot(&mut self) -> Effect {
        let today = self.today();
        let (ticket, effect) = self.ask(Query::Snapshot { today });
        self.snapshot_ticket = Some(ticket);
        effect
    }
}

/// What identifies a line of what is owed.
pub fn owing_id(f: &FollowUp) -> Uuid {
    f.opinion
        .map(|o| o.0.0)
        .or(f.draft.map(|d| d.0))
        .or(f.visit.map(|v| v.0.0))
        .or((f.owing == Owing::BackUp).then(Uuid::max))
        .unwrap_or_default()
}

/// The scopes of the keys of what is on top.
pub fn scopes(state: &State) -> Vec<&'static str> {
    match (state.layers.last(), state.screen) {
        (Some(layer), _) => layer.scopes().to_vec(),
        (None, Screen::Today) => vec![state.focus.scope(), "list", GLOBAL],
        (None, _) => vec!["list", GLOBAL],
    }
}

/// A field has the focus: characters are text, and other people's changes wait for the next key.
pub fn is_typing(state: &State) -> bool {
    match state.layers.last() {
        Some(layer) => layer.takes_text(),
        None => state.browse.get(&state.screen).is_some_and(|b| b.typing),
    }
}
