//! What a form about a matter learns from outside: lists, people of the visit, earlier matters, drafts, and the matter
//! as somebody else has just changed it.

use crate::app::model::covered::in_a_line;
use crate::app::model::form::Want;
use crate::app::model::page::line;
use crate::app::model::sheet::Filed;
use crate::app::model::{Host, MatterAct, NewMatter, Noun, Sheet, State, Task};
use crate::app::opinion::fields::{HAND, NEW, NO_RELAY};
use crate::app::opinion::spec::{SEVERAL, UNHAPPY, WHOM};
use crate::app::opinion::{apart, correct, defaults, further, menus, taken_back, whom};
use crate::domain::event::Happened;
use crate::domain::id::CitizenId;
use crate::domain::record::{Citizen, Rev};
use crate::domain::view::{Answer, Draft, OpinionFile, OpinionRow, Query};
use crate::form::{ChoiceOption, FieldId, FormState, Pick, Value, draft};
use crate::i18n::{self, code, fill, history, refusal};

impl Sheet {
    /// What a form about a matter has to know first.
    pub(super) fn wants(&self, state: &State) -> Vec<(Want, Query)> {
        match &self.task {
            Task::File(new) => {
                let visit = new.visit.map(|v| (Want::Visit, Query::VisitFile(v)));
                visit.into_iter().chain([drafts(state)]).collect()
            }
            Task::On(act, seen) => {
                let mut all = vec![(Want::File, Query::File(seen.id)), drafts(state)];
                if let MatterAct::Move(to, _) = act {
                    all.push((Want::Visit, Query::VisitFile(*to)));
                }
                all
            }
            Task::LateVisit(_) => {
                let (state, limit) = (None, 100);
                vec![(Want::Sessions, Query::Sessions { state, limit })]
            }
            Task::LateSession => Vec::new(),
        }
    }

    /// Takes an answer to a question of its own.
    pub(super) fn take(&mut self, host: &mut Host, state: &mut State, want: Want, answer: Answer) {
        match answer {
            Answer::Sessions(list) => {
                let held = list.iter().filter(|r| r.session.ordinal.is_some());
                self.task = Task::LateVisit(held.map(|r| (r.session.plan.day, r.session.id)).collect());
            }
            Answer::VisitFile(visit, people, ..) if matches!(self.task, Task::On(..)) => {
                // One person there: it was them. Several: it stays open who.
                if let (Task::On(MatterAct::Move(_, who), _), [only]) = (&mut self.task, people.as_slice()) {
                    *who = Some(only.id);
                }
                self.moves_to = visit.map(|visit| (visit, people));
                self.introduce(host, state);
            }
            Answer::VisitFile(visit, people, rows, roster) => {
                if let Some(visit) = &visit {
                    // Whoever was called in the same breath was in no list yet, and whoever came on another day is in none.
                    if host.title == self.task.title(state.lang) && visit.ticket.is_some() {
                        apart::of_visit(host, state, visit);
                    }
                    defaults::received(host, visit, &roster);
                }
                // Of one more matter of the same person that one is known already; the others come with the visit.
                let Task::File(new) = &mut self.task else { return };
                new.came_by = visit.map(|v| v.channel).or(new.came_by);
                if new.known.len() < people.len() {
                    new.known = people;
                    new.offer_people(host, state);
                }
                if new.filed.is_empty() {
                    new.filed = rows.iter().map(|r| filed_row(state, r)).collect();
                }
                new.number_title(host, state);
                apart::take(self, host, state);
            }
            // Only the newest question counts: the person may have gone on typing.
            Answer::Earlier(list) if !host.asked.iter().any(|(_, w)| *w == Want::Earlier) => {
                if let Task::File(new) = &mut self.task {
                    new.earlier = list;
                }
            }
            Answer::Drafts(list) if want == Want::Drafts => {
                let target = self.target();
                let form = host.form.id();
                let mine = |d: &&Draft| d.form == form && d.target == target && d.id != host.lease.draft;
                host.leftover = list.iter().filter(mine).max_by_key(|d| d.saved_at).cloned();
            }
            Answer::File(file) => self.read(host, state, file),
            Answer::Snapshot(_)
            | Answer::Accounts(_)
            | Answer::Opinions(..)
            | Answer::Owed(..)
            | Answer::Deputies(_)
            | Answer::Units(_)
            | Answer::Files(..)
            | Answer::Attendance(_)
            | Answer::Visits(_)
            | Answer::Came(_)
            | Answer::Earlier(_)
            | Answer::Drafts(_)
            | Answer::DeletedDrafts(_)
            | Answer::Taken(_)
            | Answer::Leases(_)
            | Answer::Withheld(_)
            | Answer::Figures(_)
            | Answer::Backups(_)
            | Answer::Looks(_)
            | Answer::Rights(_)
            | Answer::Limits(..)
            | Answer::Traces(_) => {}
        }
    }

    /// The matter came: for the first time, or anew because somebody else changed it.
    fn read(&mut self, host: &mut Host, state: &mut State, file: Option<Box<OpinionFile>>) {
        let Some(file) = file else {
            host.alerts = vec![state.texts().record.missing.to_owned()];
            return;
        };
        if file.withheld {
            host.alerts = vec![refusal::withheld(state.lang, &file.opinion.number)];
            return;
        }
        if let Task::On(_, seen) = &mut self.task {
            seen.rev = file.opinion.rev;
            seen.number.clone_from(&file.opinion.number);
        }
        host.title = self.task.title_in(state.lang, file.opinion.state);
        let help = i18n::sheet::help_other_number(state.lang, file.opinion.details.confidential);
        host.form.set_help("other_number", help);
        let newest = newest_since(state, &file, host.begun, host.save.saved_at());
        host.begun = host.begun.or(Some(file.opinion.rev));
        let before = self.file.replace(file);
        self.introduce(host, state);
        match before {
            None => {
                host.alerts.extend(newest);
                self.fill_from_file(host, state);
            }
            Some(before) => self.changed_elsewhere(host, state, &before),
        }
        defaults::changed(self, host, state);
    }

    /// What to see while acting: the matter, and of one that is moved to whom.
    pub(super) fn introduce(&self, host: &mut Host, state: &State) {
        let calling = matches!(self.task, Task::On(MatterAct::Tell, _));
        let whom = whom::chosen(&host.form);
        let about = self.file.as_ref().map(|file| menus::about(state, file, whom, calling));
        host.intro = self
            .whither(state)
            .into_iter()
            .chain(self.of_person(state, whom))
            .chain(taken_back::intro(self, host, state))
            .chain(about.into_iter().flatten())
            .collect();
    }

    /// What is put right of a person is put right for all their matters, and that is said before.
    fn of_person(&self, state: &State, whom: Option<CitizenId>) -> Option<String> {
        let is_theirs = matches!(self.task, Task::On(MatterAct::Person, _));
        let file = self.file.as_ref().filter(|_| is_theirs)?;
        let t = &state.texts().matter;
        if let Some(other) = whom.filter(|whom| file.opinion.citizen != Some(*whom)) {
            let name = file.person(Some(other)).and_then(|c| c.details.name.as_deref());
            let name = state.name(Some(name.unwrap_or(state.texts().record.nameless)));
            return Some(fill(t.of_another, &[("name", &name)]));
        }
        (file.of_person > 1).then(|| fill(t.of_person, &[("n", &file.of_person.to_string())]))
    }

    fn whither(&self, state: &State) -> Option<String> {
        let (visit, people) = self.moves_to.as_ref()?;
        let names = people.iter().filter_map(|c| c.details.name.as_deref());
        let mut names: Vec<&str> = names.filter(|_| !state.masked).collect();
        // Nobody was written down there yet: what the queue calls them.
        if names.is_empty() {
            names.extend(visit.label.as_deref().filter(|_| !state.masked));
        }
        let no = refusal::ticket(state.lang, visit.ticket);
        names.insert(0, &no);
        let who = names.join(" ");
        let day = i18n::day(state.lang, visit.day, state.today());
        Some(fill(state.texts().matter.moves_to, &[("who", &who), ("day", &day)]))
    }

    /// What the form would hold of the matter, by field.
    fn values_of(&self, state: &State, file: &OpinionFile, whom: Option<CitizenId>) -> Vec<(FieldId, Value)> {
        match &self.task {
            Task::On(MatterAct::Correct, _) => correct::values(state.lang, state.snap.rules.as_deref(), file),
            Task::On(MatterAct::Person, _) => {
                let person = file.person(whom);
                let village = person.and_then(|c| file.village_of(c));
                person.map(|c| correct::person_values(c, village)).unwrap_or_default()
            }
            Task::On(MatterAct::Split, _) => vec![("old_words", Value::Text(file.opinion.details.words.clone()))],
            Task::On(MatterAct::Handle, _) => {
                let mark = match file.opinion.details.category {
                    None => Value::Text("1".to_owned()),
                    Some(_) => Value::Empty,
                };
                let again = defaults::again(file).into_iter().flatten();
                [("unsorted", mark)].into_iter().chain(again).collect()
            }
            Task::On(MatterAct::Chase | MatterAct::Answer, _) => {
                let person = file.opinion.round().and_then(|r| r.lead.person.clone());
                vec![("contact", person.map_or(Value::Empty, Value::Text))]
            }
            Task::On(deed @ (MatterAct::Tell | MatterAct::Evaluate), _) => {
                let mut values = vec![(WHOM, whom::proposed(*deed, file))];
                values.extend((*deed == MatterAct::Tell).then(|| (NO_RELAY, further::relay_mark(file))));
                values
            }
            Task::On(MatterAct::Close, _) => {
                let class = file.opinion.class.as_deref().map(|c| Value::Pick(Pick::of(c, "")));
                let is_unhappy = file.opinion.grade.is_some_and(|grade| !grade.settles());
                let mark = is_unhappy.then(|| Value::Text("1".to_owned()));
                vec![
                    ("class", class.unwrap_or(Value::Empty)),
                    (UNHAPPY, mark.unwrap_or(Value::Empty)),
                ]
            }
            Task::On(MatterAct::Apart, _) => {
                let came_by = file.opinion.details.channel.filter(|c| !c.is_in_person());
                vec![(
                    "channel",
                    came_by.map_or(Value::Empty, |c| Value::Pick(Pick::of(c.code(), ""))),
                )]
            }
            Task::On(MatterAct::TakeBack, _) => {
                let is_of_several = taken_back::all(file).len() > 1;
                let mark = is_of_several.then(|| Value::Text("1".to_owned()));
                vec![(SEVERAL, mark.unwrap_or(Value::Empty))]
            }
            Task::On(MatterAct::Void | MatterAct::Number | MatterAct::Move(..), _)
            | Task::File(_)
            | Task::LateVisit(_)
            | Task::LateSession => Vec::new(),
        }
    }

    fn fill_from_file(&mut self, host: &mut Host, state: &State) {
        let Some(file) = self.file.take() else { return };
        if matches!(&self.task, Task::On(MatterAct::Chase, _)) {
            self.proposed.call = menus::unit_to_call(state, &file).unwrap_or_default();
        }
        whom::offer(&self.task, &mut host.form, state, &file);
        if defaults::again(&file).is_some() && matches!(self.task, Task::On(MatterAct::Handle, _)) {
            let goes = ChoiceOption::new(HAND, state.texts().sheet.hand_over);
            host.form.set_options("handling", vec![goes]);
        }
        for (field, value) in self.values_of(state, &file, whom::chosen(&host.form)) {
            if let Value::Picks(picks) = &value {
                host.add_options(field, picks);
            }
            let is_mark = matches!(
                field,
                "unsorted" | "may_say" | "had_answer" | "had_class" | "had_due" | UNHAPPY | SEVERAL | NO_RELAY
            );
            // Whom it was about when it was begun stays, whoever is the next by now: the words are theirs.
            if is_mark || field == WHOM && !host.form.is_filled(field) {
                host.form.show_record(field, &value);
            } else if field != WHOM {
                host.form.follow_record(field, &value);
            }
        }
        let whom = whom::chosen(&host.form);
        host.say_theirs(state, |field| correct::changed_by(&self.task, &file, whom, field));
        whom::keep(&self.task, &mut host.form, false);
        if !host.form.is_dirty()
            && let Some(first) = host.form.visible_fields().first()
        {
            host.form.focus_on(first);
        }
        self.file = Some(file);
    }

    /// Somebody else was quicker: what they did is said, and the fields meet.
    fn changed_elsewhere(&mut self, host: &mut Host, state: &mut State, before: &OpinionFile) {
        let Some(file) = self.file.take() else { return };
        let t = &state.texts().matter;
        let last = before.history.last().map_or(0, |h| h.seq);
        let rules = state.snap.rules.as_deref();
        host.alerts = file
            .history
            .iter()
            .filter(|h| h.seq > last)
            .map(|h| {
                let what = history::sentence(state.lang, rules, &file, h);
                fill(t.changed_by, &[("by", &h.by), ("time", &h.at.clock()), ("what", &what)])
            })
            .collect();
        whom::offer(&self.task, &mut host.form, state, &file);
        let mut now = self.values_of(state, &file, whom::chosen(&host.form));
        // Whom it was about when it was begun it stays about, whoever is the next by now: the words are theirs.
        let is_taken_back = matches!(self.task, Task::On(MatterAct::TakeBack, _));
        if is_taken_back || host.form.is_filled(WHOM) {
            now.retain(|(field, _)| *field != WHOM);
        }
        let whom = whom::chosen(&host.form);
        host.meet(state, now, |field| correct::changed_by(&self.task, &file, whom, field));
        whom::keep(&self.task, &mut host.form, true);
        self.file = Some(file);
        // An act that the state the matter is in now does not allow is not worth pressing again.
        let why = match (&self.task, self.file.as_deref()) {
            (Task::On(deed, _), Some(file)) => deed.why_not(&file.opinion),
            _ => None,
        };
        if let Some(why) = why {
            host.alerts.push(refusal::sentence(state.lang, &why, None));
            host.alerts.push(t.still_here.to_owned());
            return;
        }
        host.alerts.push(state.keyed(t.changed_now));
        // Whoever is told was told meanwhile: that is asked at once, and no other time.
        let is_sent = !host.requests.is_empty();
        if let Some(menu) = is_sent.then(|| self.tells_again(state, &host.form)).flatten() {
            state.layers.push(menu.layer());
        }
    }
}

impl NewMatter {
    /// `第2件`, once one was filed in this visit.
    pub(super) fn number_title(&self, host: &mut Host, state: &State) {
        let nth = fill(state.texts().matter.nth, &[("n", &(self.filed.len() + 1).to_string())]);
        if !self.filed.is_empty() && !self.apart && !host.title.contains(&nth) {
            host.title = format!("{}  {nth}", host.title);
        }
    }

    /// Who speaks, when it is somebody of this visit.
    pub(super) fn speaker(&self, form: &FormState) -> Option<&Citizen> {
        let code = form.code("who").filter(|_| !self.apart)?;
        self.known.iter().find(|c| c.id.to_string() == code)
    }

    /// Offers the people of this visit; the last one speaks on, unless somebody new was begun.
    pub(super) fn offer_people(&self, host: &mut Host, state: &State) {
        if self.known.is_empty() || self.apart {
            return;
        }
        let t = state.texts();
        let name = |c: &Citizen| {
            let d = &c.details;
            d.name.clone().unwrap_or_else(|| {
                let none = if d.anonymous {
                    t.record.anonymous
                } else {
                    t.record.nameless
                };
                none.to_owned()
            })
        };
        // Nine can be chosen by digit; the newest eight and somebody new.
        let newest = self.known.iter().rev().take(8);
        let mut options: Vec<ChoiceOption> = newest.map(|c| ChoiceOption::new(c.id.to_string(), name(c))).collect();
        options.push(ChoiceOption::new(NEW, t.sheet.somebody_else));
        let begun = host.form.is_touched("name") && host.form.is_filled("name");
        let who = options.iter().find(|o| begun == (o.code == NEW)).cloned();
        host.form.set_options("who", options);
        if let Some(o) = who {
            host.form.prefill("who", &Value::Pick(Pick::of(o.code, o.label)));
        }
    }
}

/// A matter of this visit filed before this form was opened.
fn filed_row(state: &State, r: &OpinionRow) -> Filed {
    let t = &state.texts().matter;
    let goes = match &r.unit {
        Some(unit) => fill(t.goes_unit, &[("unit", unit)]),
        None => code::opinion_state(state.lang, r.state).to_owned(),
    };
    let mut lines = vec![line(t.goes_to, goes)];
    lines.extend(r.due.map(|d| line(t.by_when, i18n::full_deadline(state.lang, d))));
    Filed {
        number: r.number.clone(),
        words: in_a_line(&r.brief).to_owned(),
        goes: lines,
    }
}

/// What was done with a matter since words about it were begun, or, where an older draft does not say when that was, since
/// they were saved, in milliseconds: they may have been meant for somebody else.
fn newest_since(state: &State, file: &OpinionFile, begun: Option<Rev>, saved: Option<u64>) -> Option<String> {
    let is_newer = |h: &&Happened| match (begun, saved) {
        (Some(begun), _) => h.seq > begun,
        (None, Some(saved)) => u64::try_from(h.at.0).is_ok_and(|at| at > saved),
        (None, None) => false,
    };
    let last = file.history.iter().rev().find(is_newer)?;
    let what = history::sentence(state.lang, state.snap.rules.as_deref(), file, last);
    let time = i18n::when(state.lang, last.at, state.today());
    let values = [("time", time), ("by", last.by.clone()), ("what", what)];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    Some(fill(state.texts().matter.changed_since, &values))
}

/// What was typed and not filed by whoever sits here.
pub fn drafts(state: &State) -> (Want, Query) {
    let account = state.account.as_ref().map(|a| a.id);
    (Want::Drafts, Query::Drafts { account })
}

/// Lets a draft find its deputies, and who speaks, before what it asked for has come.
pub fn resume(host: &mut Host, saved: &draft::Draft) {
    let value = |field: &str| serde_json::from_value::<Value>(saved.fields.get(field)?.clone()).ok();
    if let Some(Value::Picks(picks)) = value("deputies") {
        host.add_options("deputies", &picks);
    }
    if let Some(Value::Pick(p)) = value("who")
        && host.form.options("who").is_some_and(<[_]>::is_empty)
    {
        // The people of the visit have not come yet; until then the one who spoke stands alone.
        let one = ChoiceOption::new(p.code.clone().unwrap_or_default(), &p.label);
        host.form.set_options("who", vec![one]);
    }
}
