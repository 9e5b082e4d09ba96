//! The model's memory, who may do what, the station, its people and the business day.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use uuid::Uuid;
use zhiban::domain::code::{Grade, Role, VisitState};
use zhiban::domain::command::{
    AdoptHolidays, AdoptRules, ChangeStation, Command, ConfirmDay, FoundStation, Request, ReturnMissed, SeatDeputy,
    SignIn, SignOut, TakeBackAttendance,
};
use zhiban::domain::facts::Supply;
use zhiban::domain::id::*;
use zhiban::domain::moment::{Day, Moment};
use zhiban::domain::record::*;
use zhiban::domain::refusal::{Missing, NotOwn, Refusal, Subject};
use zhiban::domain::rules::Ruleset;

use super::trail::{self, Mark, Part};
use super::units::early;

/// Either it happened, or why not.
pub type Done = Result<(), Refusal>;

/// Everything the model knows. Lists are in the order things came into being.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// What people said of their matters, in order.
    pub judgements: Vec<(OpinionId, Option<CitizenId>, Grade)>,
    /// What was noted of tellings of the handling that goes on, in order, without what was taken back.
    pub tellings: Vec<super::taken_back::Noted>,
    pub station: Option<Station>,
    pub rules: Vec<Arc<Ruleset>>,
    /// Who adopted the last of them, and when.
    pub rules_by: Touch,
    pub accounts: Vec<Account>,
    /// Who acts in whose place.
    pub in_place: Vec<super::standing::InPlace>,
    pub deputies: Vec<Deputy>,
    pub units: Vec<Unit>,
    pub sessions: Vec<Session>,
    pub roster: Vec<Attendance>,
    /// Who came late, as long as that stands.
    pub late: BTreeSet<(SessionId, DeputyId)>,
    pub visits: Vec<Visit>,
    /// Those of whom nothing may be kept once they are over.
    pub dropped: BTreeSet<VisitId>,
    /// Those who are gone and can be brought back, since when.
    pub kept: BTreeMap<VisitId, Moment>,
    pub promises: Vec<Promise>,
    /// Those that gave a visit its number, while it is known who came in it.
    pub taken: BTreeMap<PromiseId, VisitId>,
    pub citizens: Vec<Citizen>,
    pub opinions: Vec<Opinion>,
    /// Class and date that the answer says, whatever they were struck off with.
    pub answered: BTreeMap<OpinionId, (Option<String>, Option<Day>)>,
    /// Who noted that somebody was shown the way, and on which day.
    pub guided_by: BTreeMap<OpinionId, (Option<AccountId>, Day)>,
    /// The desk's day, and what the clock said when it was opened or confirmed.
    pub day: Option<(Day, Day)>,
    /// What the clock says in the act being carried out.
    pub clock: Option<Day>,
    pub tickets: BTreeMap<Day, u16>,
    pub numbers: BTreeMap<i32, u32>,
    /// Of the papers of the station, by series and year.
    pub papers: BTreeMap<(&'static str, i32), u32>,
    pub receptions: BTreeMap<i32, u32>,
    /// Commands that were carried out.
    pub done: BTreeSet<CommandId>,
    /// Their numbers, in the order they were carried out.
    pub acts: Vec<Rev>,
    /// What each of them moved.
    pub trail: Vec<Mark>,
    /// People who asked to stay without a name, named later or not.
    pub nameless: BTreeSet<CitizenId>,
}

/// One command being carried out.
pub struct Act {
    /// The number of the command, which what it touches carries from now on.
    pub number: Rev,
    pub now: Moment,
    pub happened: Moment,
    pub late: bool,
    pub doubtful: bool,
    pub paper: Option<String>,
    pub account: Option<AccountId>,
    pub table: Option<u8>,
    pub births: Births,
}

/// Ids of what a command brings into being: made from the command's own id, so that model and store name things alike and
/// a sequence keeps its names when commands are dropped from it.
#[derive(Clone, Debug)]
pub struct Births {
    command: u128,
    count: u128,
}

impl Births {
    pub fn of(command: CommandId) -> Self {
        Self {
            command: command.0.as_u128(),
            count: 0,
        }
    }
}

impl Supply for Births {
    fn id(&mut self) -> Uuid {
        self.count += 1;
        Uuid::from_u128(self.command << 8 | self.count)
    }

    fn below(&mut self, limit: u32) -> u32 {
        (self.command % u128::from(limit)) as u32
    }
}

impl Act {
    pub fn touch(&self) -> Touch {
        Touch {
            by: String::new(),
            account: self.account,
            table: self.table,
            at: self.now,
        }
    }
}

/// Text with something in it.
pub fn need(text: &str, what: Missing) -> Result<String, Refusal> {
    match text.trim() {
        "" => Err(Refusal::Missing(what)),
        text => Ok(text.to_owned()),
    }
}

/// Text, or nothing when there is nothing in it.
pub fn any(text: &Option<String>) -> Option<String> {
    let text = text.as_deref().unwrap_or_default().trim();
    (!text.is_empty()).then(|| text.to_owned())
}

impl Desk {
    /// What happens when this command arrives now. True when it had been carried out before.
    pub fn execute(&mut self, request: &Request, now: Moment, doubtful: bool) -> Result<bool, Refusal> {
        if self.done.contains(&request.id) {
            return Ok(true);
        }
        let mut after = self.clone();
        let carried = after.carry_out(request, now, doubtful);
        carried.map_err(|why| self.by_whom(why, request))?;
        after.forget_due(now, doubtful);
        after.done.insert(request.id);
        after.acts.push(trail::number(request.id));
        *self = after;
        Ok(false)
    }

    /// Whoever meets a matter in a state they did not see reads who brought it there.
    fn by_whom(&self, why: Refusal, request: &Request) -> Refusal {
        let Refusal::OpinionState { number, state, .. } = why else {
            return why;
        };
        let mut command = request.command.clone();
        let seen = trail::rev_of(&mut command).copied();
        let o = self.opinions.iter().find(|o| o.number == number);
        let mark = seen
            .zip(o)
            .and_then(|(rev, o)| self.newest((o.id.0, rev), &[Part::State]));
        Refusal::OpinionState {
            number,
            state,
            touch: mark.map(|m| self.introduced(m.touch())),
        }
    }

    fn carry_out(&mut self, request: &Request, now: Moment, doubtful: bool) -> Done {
        self.clock = Some(now.day());
        let who = self.accounts.iter().find(|a| Some(a.id) == request.account && a.active);
        let alone = self.station.as_ref().is_some_and(|s| s.one_person);
        let who = who.cloned().map(|mut a| {
            // Whoever does all of it has the rights of the head too.
            if alone && a.role == Role::Clerk {
                a.role = Role::Head;
            }
            a
        });
        let role = who.as_ref().map(|a| a.role);
        let mut act = Act {
            number: trail::number(request.id),
            now,
            happened: request.late.as_ref().map_or(now, |l| l.happened),
            late: request.late.is_some(),
            doubtful,
            paper: request.late.as_ref().and_then(|l| l.paper_no.clone()),
            account: who.as_ref().map(|a| a.id),
            table: request.table,
            births: Births::of(request.id),
        };
        if let Command::FoundStation(..) = request.command {
            return self.found(&request.command, &mut act);
        }
        if self.station.is_none() {
            return Err(Refusal::NoStation);
        }
        self.forget_due(now, doubtful);
        if !role.is_some_and(|role| granted(role, &request.command)) {
            let may = request.command.deed().row().roles;
            return Err(role.map_or(Refusal::Withdrawn, |role| Refusal::NotPermitted { role, may }));
        }
        if let Some(a) = who.as_ref().filter(|a| a.role == Role::Deputy) {
            self.besides(&request.command)?;
            self.is_own(a, &request.command)?;
        }
        self.is_own_account(who.as_ref(), &request.command)?;
        self.is_for(who.as_ref(), &request.command)?;
        if act.late && act.happened > now {
            return Err(Refusal::InFuture);
        }
        match &request.command {
            Command::ChangeStation(..) => self.particulars(&request.command, &act),
            Command::AdoptRules(AdoptRules { seen, rules }) => self.adopt(*seen, (**rules).clone(), &act),
            Command::AdoptHolidays(AdoptHolidays { seen, calendar, .. }) => {
                let mut rules = self.rules().clone();
                rules.calendars.retain(|c| c.year != calendar.year);
                rules.calendars.push((**calendar).clone());
                rules.calendars.sort_by_key(|c| c.year);
                self.adopt(*seen, rules, &act)
            }
            Command::AddAccount(..) | Command::ChangeAccount(..) => self.accounts(&request.command, &mut act),
            Command::SetStandIn(_) | Command::EndStandIn(_) | Command::HandOverAll(_) | Command::SetOnePerson(_) => {
                self.standing(&request.command, &mut act)
            }
            Command::ConfirmDay(ConfirmDay { day }) => self.confirm(*day, &act),
            Command::AddDeputy(_) | Command::ChangeDeputy(..) | Command::AddUnit(_) | Command::ChangeUnit(..) => {
                self.people(&request.command, &mut act)
            }
            _ if super::census::is_reception(&request.command) => self.reception(&request.command, &mut act),
            _ if super::census::is_queue(&request.command) => self.queue(&request.command, &mut act),
            _ => {
                let before = self.clone();
                let about = request.command.stake(None).filter(|s| s.subject == Subject::Opinion);
                self.matter(&request.command, &mut act)?;
                let o = before
                    .opinions
                    .iter()
                    .find(|o| Some(o.id.0) == about.as_ref().and_then(|s| s.id));
                let before_that = o
                    .filter(|_| act.late)
                    .and_then(|o| early(&request.command, o, act.happened.day()));
                if let Some(early) = before_that {
                    *self = before;
                    return Err(early);
                }
                Ok(())
            }
        }
    }

    /// A deputy at the keyboard writes of their own line of the roster, files what they receive, and acts at the table they
    /// sit at, or where nobody does.
    fn is_own(&self, a: &Account, command: &Command) -> Done {
        use Command as C;
        match command {
            C::SignIn(SignIn { deputy, .. })
            | C::SignOut(SignOut { deputy, .. })
            | C::TakeBackAttendance(TakeBackAttendance { deputy, .. })
            | C::SeatDeputy(SeatDeputy { deputy, .. })
                if a.deputy != Some(*deputy) =>
            {
                return Err(Refusal::NotOwn(NotOwn::Line));
            }
            C::FileOpinion(entry) => {
                let all = &entry.details.deputies;
                if !all.is_empty() && !a.deputy.is_some_and(|own| all.contains(&own)) {
                    return Err(Refusal::NotOwn(NotOwn::Matter));
                }
            }
            C::TakeNumber(_) | C::ReturnMissed(_) | C::ReceivePromised(_) => return Ok(()),
            _ => {}
        }
        let needs = command.needs();
        let visit = self.visits.iter().find(|v| Some(v.id) == needs.visit);
        let session = needs.session.or_else(|| visit.and_then(|v| v.session));
        for table in needs.table.into_iter().chain(visit.and_then(|v| v.table)) {
            let sits = |l: &&Attendance| Some(l.session) == session && l.is_present() && l.table == Some(table);
            let there: Vec<&Attendance> = self.roster.iter().filter(sits).collect();
            if !there.is_empty() && there.iter().all(|l| Some(l.deputy) != a.deputy) {
                let by = there.iter().map(|l| l.name.clone()).collect();
                return Err(Refusal::NotOwn(NotOwn::Table { table, by }));
            }
        }
        Ok(())
    }

    /// With whoever is called back goes what was promised them, which is no deputy's to strike.
    fn besides(&self, command: &Command) -> Done {
        let Command::ReturnMissed(ReturnMissed { visit, .. }) = command else {
            return Ok(());
        };
        if self
            .visits
            .iter()
            .any(|v| v.id == *visit && v.state == VisitState::NextTime)
        {
            let (role, may) = (Role::Deputy, [Role::Head, Role::Clerk].as_slice());
            return Err(Refusal::NotPermitted { role, may });
        }
        Ok(())
    }

    /// A confidential matter is known to its keeper, to the deputy who received it, and to the head; nobody else acts on it.
    fn is_for(&self, who: Option<&Account>, command: &Command) -> Done {
        let all = matches!(command, Command::AdoptHolidays(..));
        let needs = command.needs();
        let told = |p: &&Promise| needs.promise == Some(p.id);
        let promised = self.promises.iter().find(told).map(|p| p.visit);
        let behind = self.opinions.iter().filter(|o| promised == Some(o.visit));
        let named = needs.opinions.into_iter().filter(|_| !all);
        let named = named.filter_map(|id| self.opinions.iter().find(|o| o.id == id));
        for o in named.chain(behind) {
            let is_theirs = who.is_some_and(|a| {
                let received = a.deputy.is_some_and(|d| o.details.deputies.contains(&d));
                let kept = o
                    .keeper
                    .is_some_and(|keeper| keeper == a.id || self.acts_for(a.id, keeper));
                matches!(a.role, Role::Head | Role::DeputyHead) || kept || received
            });
            if o.details.confidential && !is_theirs {
                let number = o.number.clone();
                return Err(Refusal::Withheld { number });
            }
        }
        Ok(())
    }

    pub fn rules(&self) -> &Ruleset {
        self.rules.last().expect("a station has rules")
    }

    fn found(&mut self, command: &Command, act: &mut Act) -> Done {
        let Command::FoundStation(FoundStation {
            code,
            name,
            kind,
            hours,
            head_phone,
            rules,
            os_name,
            person,
        }) = command
        else {
            unreachable!()
        };
        let code = need(code, Missing::Code)?;
        // What stands in numbers that are looked for in capitals.
        let narrow: String = code.chars().map(zhiban::domain::text::fold_char).collect();
        let (most, code) = (12, narrow.to_uppercase());
        let is_plain = code.chars().all(|c| matches!(c, 'A'..='Z' | '0'..='9' | '-'));
        let is_joined = code.starts_with('-') || code.ends_with('-') || code.contains("--");
        if code.chars().count() > most || !is_plain || is_joined {
            return Err(Refusal::BadCode { most });
        }
        if self.station.is_some() {
            return Err(Refusal::StationExists);
        }
        let station = need(name, Missing::Name)?;
        let name = need(person, Missing::Name)?;
        let id = StationId(act.births.id());
        act.account = Some(AccountId(act.births.id()));
        self.station = Some(Station {
            id,
            code,
            name: station,
            kind: *kind,
            hours: hours.trim().to_owned(),
            head_phone: any(head_phone),
            one_person: false,
            rev: act.number,
            touch: act.touch(),
        });
        self.rules.push(Arc::new((**rules).clone()));
        self.rules_by = Touch {
            table: None,
            ..act.touch()
        };
        self.accounts.extend(act.account.map(|id| Account {
            id,
            os_name: os_name.clone(),
            name,
            role: Role::Head,
            deputy: None,
            active: true,
            rev: act.number,
        }));
        self.day = Some((act.now.day(), act.now.day()));
        Ok(())
    }

    fn adopt(&mut self, seen: u32, rules: Ruleset, act: &Act) -> Done {
        let now = self.rules.len() as u32;
        if seen != now {
            return Err(Refusal::RulesMoved {
                seen,
                now,
                touch: self.introduced(&self.rules_by),
            });
        }
        if *self.rules() == rules {
            return Err(Refusal::Missing(Missing::Change));
        }
        self.rules.push(Arc::new(rules));
        self.rules_by = Touch {
            table: None,
            ..act.touch()
        };
        Ok(())
    }

    fn particulars(&mut self, command: &Command, act: &Act) -> Done {
        let Command::ChangeStation(ChangeStation {
            rev,
            name,
            kind,
            hours,
            head_phone,
        }) = command
        else {
            unreachable!()
        };
        let was = self.station.clone().expect("a station");
        self.unmoved((was.id.0, *rev), &[Part::Whole], Subject::Station, &was.name)?;
        let now = Station {
            name: need(name, Missing::Name)?,
            kind: *kind,
            hours: hours.trim().to_owned(),
            head_phone: any(head_phone),
            ..was.clone()
        };
        if now == was {
            return Err(Refusal::Missing(Missing::Change));
        }
        let (rev, touch) = (act.number, act.touch());
        self.station = Some(Station { rev, touch, ..now });
        self.moved(was.id.0, act, &[Part::Whole]);
        Ok(())
    }

    /// The person may say that the clock is right, or that the desk stays on its day in spite of it.
    fn confirm(&mut self, day: Day, act: &Act) -> Done {
        let clock = act.now.day();
        let was = self.day.map(|(day, _)| day);
        if day != clock && was != Some(day) {
            return Err(if was == Some(clock) {
                Refusal::NotThatDay { day }
            } else {
                Refusal::DayUnconfirmed { was, now: clock }
            });
        }
        self.day = Some((day, clock));
        Ok(())
    }

    /// Whether the day turns by itself with the next act that needs one.
    fn turns(&self, clock: Day) -> bool {
        let quiet = !self.sessions.iter().any(|s| s.state.is_open());
        quiet
            && self
                .day
                .is_some_and(|(day, seen)| day == seen && seen.succ_opt() == Some(clock))
    }

    /// The day whose line is looked at: the new one already before the first act of the morning.
    pub fn day_now(&self) -> Option<Day> {
        let clock = self.clock.filter(|c| self.turns(*c));
        clock.or(self.day.map(|(day, _)| day))
    }

    /// The day an act of today belongs to. It turns by itself only to the very next day, with nobody being received.
    pub fn today(&mut self, act: &Act) -> Result<Day, Refusal> {
        let clock = act.now.day();
        let (day, seen) = self.day.expect("a station has a day");
        if seen == clock {
            return Ok(day);
        }
        if self.turns(clock) {
            self.day = Some((clock, clock));
            return Ok(clock);
        }
        Err(Refusal::DayUnconfirmed {
            was: Some(day),
            now: clock,
        })
    }
}

/// Research `domain.md` 3.10: the head does everything, staff everything but accounts and rules, a deputy receives people
/// and writes down what they say, an administrator keeps accounts, rules, holidays and lists, a viewer looks.
fn granted(role: Role, command: &Command) -> bool {
    use Command as C;
    let setting_up = matches!(
        command,
        C::ChangeStation(..) | C::AdoptRules(..) | C::AddAccount(..) | C::ChangeAccount(..)
    );
    let lists = matches!(
        command,
        C::AddDeputy(_) | C::ChangeDeputy(..) | C::AddUnit(_) | C::ChangeUnit(..) | C::AdoptHolidays(..)
    );
    let receiving = matches!(
        command,
        C::SignIn(..)
            | C::SignOut(..)
            | C::TakeBackAttendance(..)
            | C::SeatDeputy(..)
            | C::FileOpinion(_)
            | C::CountAccusation(..)
    );
    let queue = super::census::is_queue(command)
        && !matches!(
            command,
            C::ChangeVisit(..)
                | C::InformHead(..)
                | C::MoveVisit(..)
                | C::EndVisit(..)
                | C::PromiseNext(..)
                | C::ChangePromise(..)
                | C::StrikePromise(..)
                | C::VoidVisit(..)
                | C::EnterVisit(_)
        );
    match role {
        Role::Head | Role::DeputyHead => true,
        Role::Clerk => !setting_up && !matches!(command, C::HandOverAll(_) | C::SetOnePerson(_)),
        Role::Deputy => receiving || queue,
        Role::Administrator => setting_up || lists,
        Role::Viewer => false,
    }
}
