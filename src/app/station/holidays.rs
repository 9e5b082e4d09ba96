//! 放假安排: the notice of a year typed or pasted, what was understood of it, the due days that would move, and the question
//! whether it is to be so. Nothing moves by itself.

use crate::app::fields::say;
use crate::app::model::form::{Bad, Holidays, Kind, Manner, Submit, Want};
use crate::app::model::page::line;
use crate::app::model::{Choice, Effect, Flow, Form, Host, Item, Layer, Menu, Mood, Noun, Page, State, Then};
use crate::app::opinion::fields::prose;
use crate::app::station::start::note;
use crate::cells;
use crate::domain::amend::with_notice;
use crate::domain::command::{AdoptHolidays, Command};
use crate::domain::deadline::Deadline;
use crate::domain::deed::Deed;
use crate::domain::fit::problems;
use crate::domain::id::OpinionId;
use crate::domain::moment::Day;
use crate::domain::notice::{self, Notice, Wrong};
use crate::domain::recount::Limited;
use crate::domain::rules::{DayRange, InUse, Ruleset, Section, YearCalendar};
use crate::domain::view::{Answer, Query};
use crate::form::{self, FieldSpec, FormSpec, FormState, Value, Values};
use crate::i18n::history::label;
use crate::i18n::{self, fill, full_day, full_deadline};
use chrono::Datelike as _;

acts! { ($) holidays_acts
    StationHolidays "station.holidays" + station_holidays station_holidays Desk true false [AdoptHolidays] [] holidays::open;
}

/// The name of the form; drafts are found by it.
pub const FORM: &str = "holidays";

/// Due days that stand in the question itself.
const SHOWN: usize = 4;

/// Opens the form for the first year without an arrangement.
pub fn open(state: &mut State) -> Vec<Effect> {
    let t = &state.texts().holidays;
    let number = form::Kind::Number { min: 2000, max: 2100 };
    let mut form = FormState::new(FormSpec::new(
        FORM,
        1,
        say(state.lang),
        vec![
            FieldSpec::new("year", t.year, number).required().width(6),
            FieldSpec::new("text", t.text, prose(3, 6)).help(t.text_help),
            FieldSpec::new("source", t.source, form::Kind::Text { max: 60 }).help(t.source_help),
        ],
    ));
    let known = |year: i32| rules(state).is_some_and(|r| r.calendars.iter().any(|c| c.year == year));
    let year = (state.today().year()..=2100).find(|year| !known(*year));
    form.propose("year", &Value::Text(year.unwrap_or_default().to_string()));
    form.focus_on("text");
    let title = state.texts().action.station_holidays;
    Form::new(state, Kind::Holidays(Box::default()), title, form).open(state)
}

fn rules(state: &State) -> Option<&Ruleset> {
    state.snap.rules.as_deref()
}

/// At the start of a desk whose rules hold holidays that may have come after due days were counted: what is with a unit.
pub fn ask(state: &mut State) -> Option<Effect> {
    let today = state.today();
    let came = |c: &YearCalendar| c.year > today.year() || (c.year == today.year() && today.month() <= 2);
    rules(state)?.calendars.iter().any(came).then(|| {
        let (ticket, effect) = state.ask(Query::Limits);
        state.limits_ticket = Some(ticket);
        effect
    })
}

/// Says how many due days would follow what is in force by now.
pub fn pending(state: &mut State, limits: &[Limited]) -> Vec<Effect> {
    let n = rules(state).map_or(0, |ours| matters(&moved(limits, ours, ours)).len());
    if n == 0 {
        return Vec::new();
    }
    let t = state.texts();
    let values = [("n", n.to_string()), ("name", t.action.station_holidays.to_owned())];
    let text = fill(
        &state.keyed(t.holidays.pending),
        &values.each_ref().map(|(k, v)| (*k, v.as_str())),
    );
    note(state, Mood::Warn, text)
}

/// It is to be so: files the form on top.
pub fn sure(state: &mut State) -> Vec<Effect> {
    let Some(mut form) = state.layers.pop().and_then(Layer::into_form) else {
        return Vec::new();
    };
    if let Kind::Holidays(holidays) = &mut form.kind {
        holidays.sure = true;
    }
    let step = form.file(state);
    if let Kind::Holidays(holidays) = &mut form.kind {
        holidays.sure = false;
    }
    state.layers.push(form.layer());
    step.effects
}

/// A notice as it was read, and what would be arranged by it in the place of what is.
struct Read {
    year: i32,
    notice: Notice,
    before: Option<YearCalendar>,
    after: YearCalendar,
    rules: Ruleset,
}

impl Read {
    fn of(ours: &Ruleset, year: i32, notice: Notice, source: &str) -> Self {
        let of_year = |rules: &Ruleset| rules.calendars.iter().find(|c| c.year == year).cloned();
        let calendar = notice.calendar(year, source);
        let rules = with_notice(ours, &calendar);
        Self {
            year,
            notice,
            before: of_year(ours),
            after: of_year(&rules).unwrap_or(calendar),
            rules,
        }
    }

    /// What is typed.
    fn typed(host: &Host, ours: &Ruleset) -> Option<Self> {
        let year = host.form.text("year").trim().parse().ok()?;
        let text = host.form.text("text");
        let before = ours.calendars.iter().find(|c| c.year == year);
        let before = before.map_or(&[][..], |c| &c.off);
        let source = host.form.text("source").trim();
        (!text.trim().is_empty()).then(|| Self::of(ours, year, notice::read(text, year, before), source))
    }
}

/// Due days that would move, with the new ones.
fn moved<'l>(limits: &'l [Limited], ours: &Ruleset, theirs: &Ruleset) -> Vec<(&'l Limited, Deadline)> {
    let anew = limits.iter().filter_map(|l| Some((l, l.anew(ours, theirs)?)));
    anew.collect()
}

/// The matters these are of, each once.
fn matters(moved: &[(&Limited, Deadline)]) -> Vec<OpinionId> {
    let mut all: Vec<OpinionId> = moved.iter().map(|(limited, _)| limited.opinion).collect();
    all.dedup();
    all
}

impl Noun for Holidays {
    fn manner(&self) -> Manner {
        Manner::Short
    }

    fn deed(&self) -> Option<Deed> {
        Some(Deed::AdoptHolidays)
    }

    fn target(&self) -> String {
        String::new()
    }

    fn questions(&self, _: &State) -> Vec<(Want, Query)> {
        vec![(Want::Limits, Query::Limits)]
    }

    fn answer(&mut self, host: &mut Host, state: &mut State, _: Want, answer: Answer) {
        if let Answer::Limits(version, limits) = answer {
            (self.seen, self.limits) = (version, limits);
            let n = rules(state).map_or(0, |ours| matters(&moved(&self.limits, ours, ours)).len());
            if n > 0 {
                let text = state.keyed(state.texts().holidays.empty_counts);
                host.intro = vec![fill(&text, &[("n", &n.to_string())])];
            }
            self.changed(host, state);
        }
    }

    fn changed(&mut self, host: &mut Host, state: &State) {
        self.understood = Vec::new();
        let Some(read) = rules(state).and_then(|ours| Read::typed(host, ours)) else {
            return;
        };
        if let Some(source) = &read.notice.source {
            host.form.propose("source", &Value::Text(source.clone()));
        }
        let odd = read.notice.wrong.iter().map(|wrong| said_of(state, wrong));
        self.understood = odd.chain(summary(state, &read)).collect();
    }

    fn remarks<'h>(&'h self, _: &'h Host) -> Vec<&'h str> {
        self.understood.iter().map(String::as_str).collect()
    }

    fn submit(&mut self, host: &mut Host, state: &mut State, _: &Values) -> Result<Submit, Bad> {
        let t = &state.texts().holidays;
        let nothing = || ("text", t.nothing.to_owned());
        let ours = rules(state).ok_or_else(nothing)?;
        let Some(read) = Read::typed(host, ours) else {
            // Nothing is typed: what is in force already, for the days that were counted before it.
            return self.by_those_in_force(state, ours).ok_or_else(nothing);
        };
        let notice = &read.notice;
        if let Some(said) = notice.year.filter(|said| *said != read.year) {
            let values = [("said", said.to_string()), ("year", read.year.to_string())];
            let words = fill(t.other_year, &values.each_ref().map(|(k, v)| (*k, v.as_str())));
            return Err(("year", words));
        }
        if let Some(wrong) = notice.wrong.first() {
            return Err(("text", said_of(state, wrong)));
        }
        if notice.off.is_empty() && notice.work.is_empty() {
            return Err(("text", t.nothing.to_owned()));
        }
        let here = problems(&read.rules, &InUse::default());
        if let Some(problem) = here.iter().find(|p| p.section == Section::Calendar) {
            return Err(("text", i18n::rules::of_notice(state.lang, &problem.what)));
        }
        let moved = moved(&self.limits, ours, &read.rules);
        if read.rules == *ours && moved.is_empty() {
            return Err(("text", t.same.to_owned()));
        }
        let menu = || question(state, &read, &moved);
        Ok(self.confirmed(menu, read.after.clone(), &moved))
    }
}

impl Holidays {
    /// The question, or what was confirmed by it.
    fn confirmed(&self, ask: impl Fn() -> Menu, calendar: YearCalendar, moved: &[(&Limited, Deadline)]) -> Submit {
        if !self.sure {
            return Submit::Ask(ask());
        }
        let command = Command::AdoptHolidays(AdoptHolidays {
            seen: self.seen,
            calendar: Box::new(calendar),
            recount: matters(moved),
        });
        Submit::Send(Box::new(command), Then::Nothing)
    }

    /// Due days that were counted before the holidays in force were known; none where all follow them.
    fn by_those_in_force(&self, state: &State, ours: &Ruleset) -> Option<Submit> {
        let moved = moved(&self.limits, ours, ours);
        let calendar = ours.calendars.last().filter(|_| !moved.is_empty())?.clone();
        let notice = Notice {
            off: calendar.off.clone(),
            work: calendar.work.clone(),
            ..Notice::default()
        };
        let read = Read::of(ours, calendar.year, notice, &calendar.source);
        let menu = || question(state, &read, &moved);
        Some(self.confirmed(menu, calendar.clone(), &moved))
    }
}

/// What cannot be so in a notice.
fn said_of(state: &State, wrong: &Wrong) -> String {
    let (t, lang) = (&state.texts().holidays, state.lang);
    let day = |day: &Day| full_day(lang, *day);
    match wrong {
        Wrong::NoSuchDay(text) => fill(t.no_such_day, &[("text", text)]),
        Wrong::Weekday(on, said) => {
            let said = on.week(*said).first_day();
            fill(t.weekday, &[("day", &day(on)), ("said", i18n::weekday(lang, said))])
        }
        Wrong::Count(run, said, is) => {
            let values = [
                ("name", label(lang, &run.label)),
                ("said", &said.to_string()),
                ("is", &is.to_string()),
            ];
            fill(t.count, &values)
        }
        Wrong::Unsure(words) => fill(t.unsure, &[("text", &cells::fit(words, LEFT))]),
        Wrong::EndsBeforeBegins(from, to) => fill(t.ends_before, &[("from", &day(from)), ("to", &day(to))]),
    }
}

/// A day without its year, where that is the year of the notice.
fn short(state: &State, year: i32, day: Day) -> String {
    let within = Day::from_ymd_opt(year, 1, 1).unwrap_or(day);
    i18n::day(state.lang, day, within)
}

/// What was understood, what the law adds, and what was not used.
fn summary(state: &State, read: &Read) -> Vec<String> {
    let (t, lang) = (&state.texts().holidays, state.lang);
    let Read {
        year,
        notice,
        before,
        after,
        ..
    } = read;
    let day = |on: &Day| short(state, *year, *on);
    let run = |run: &DayRange| {
        let n = (run.to - run.from).num_days() + 1;
        let values = [
            ("name", label(lang, &run.label).to_owned()),
            ("from", day(&run.from)),
            ("to", day(&run.to)),
            ("n", n.to_string()),
        ];
        let template = if n == 1 { t.one_day } else { t.run };
        fill(template, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    let mut unsaid: Vec<String> = after
        .unsaid()
        .iter()
        .map(|(_, name)| label(lang, name).to_owned())
        .collect();
    unsaid.dedup();
    if notice.off.is_empty() && notice.work.is_empty() {
        unsaid.clear();
    }
    let mut lines = Vec::new();
    let mut all = |template: &str, parts: Vec<String>| {
        let comma = if lang.is_zh() { "；" } else { "; " };
        if !parts.is_empty() {
            lines.push(fill(template, &[("all", &parts.join(comma))]));
        }
    };
    let is_amended = |before: &&YearCalendar| (&before.off, &before.work) != (&after.off, &after.work);
    if let Some(before) = before.as_ref().filter(is_amended) {
        let is_same = |a: &DayRange, b: &DayRange| (a.from, a.to) == (b.from, b.to);
        let apart = |these: &YearCalendar, those: &YearCalendar| -> Vec<DayRange> {
            let alone = these
                .off
                .iter()
                .filter(|run| !those.off.iter().any(|other| is_same(run, other)));
            alone.cloned().collect()
        };
        let days_apart = |these: &YearCalendar, those: &YearCalendar| -> Vec<String> {
            these
                .work
                .iter()
                .filter(|on| !those.work.contains(on))
                .map(day)
                .collect()
        };
        let (mut gone, mut new) = (apart(before, after), apart(after, before));
        let mut becomes = Vec::new();
        new.retain(|anew| {
            let old = gone.iter().position(|old| old.label.zh == anew.label.zh);
            let old = old.map(|at| gone.remove(at));
            becomes.extend(
                old.iter()
                    .map(|old| fill(t.run_becomes, &[("old", &run(old)), ("new", &run(anew))])),
            );
            old.is_none()
        });
        let names = after
            .off
            .iter()
            .filter(|run| before.off.iter().any(|other| is_same(run, other)));
        let still = after
            .work
            .iter()
            .filter(|on| before.work.contains(on))
            .map(day)
            .collect::<Vec<_>>();
        let still = (!still.is_empty()).then(|| fill(t.work, &[("all", &still.join(t.comma))]));
        all(t.becomes, becomes);
        all(t.more_off, new.iter().map(run).collect());
        all(t.no_more_off, gone.iter().map(run).collect());
        all(t.more_work, days_apart(after, before));
        all(t.no_more_work, days_apart(before, after));
        all(
            t.stays,
            names
                .map(|run| label(lang, &run.label).to_owned())
                .chain(still)
                .collect(),
        );
    } else {
        all(t.off, notice.off.iter().map(run).collect());
        all(t.work, notice.work.iter().map(day).collect());
    }
    all(t.unsaid, unsaid);
    all(t.partial, notice.partial.clone());
    all(t.left, notice.left.clone());
    lines
}

/// Cells of words that were not understood, where one line says so.
const LEFT: usize = 40;

/// One due day that moves: number, from, to.
fn moves(state: &State, (limited, to): &(&Limited, Deadline)) -> String {
    let values = [
        ("number", limited.number.clone()),
        ("unit", i18n::history::unit(state.lang, &limited.unit, limited.lead)),
        ("from", full_deadline(state.lang, limited.due)),
        ("to", full_deadline(state.lang, *to)),
    ];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    let t = &state.texts().holidays;
    // What is only settled does not move.
    fill(if limited.due.day == to.day { t.settles } else { t.moves }, &values)
}

/// What it would be, and whether it is to be so.
fn question(state: &State, read: &Read, moved: &[(&Limited, Deadline)]) -> Menu {
    let t = &state.texts().holidays;
    let n = matters(moved).len().to_string();
    let all: Vec<String> = moved.iter().map(|one| moves(state, one)).collect();
    let adopt = if read.after.unsaid().is_empty() {
        t.adopt
    } else {
        t.adopt_partly
    };
    let mut items = vec![Item::new(adopt, Choice::Flow(Flow::Holidays))];
    if moved.len() > SHOWN {
        let lines = all.iter().map(|text| line("", text.clone())).collect();
        let page = Layer::Page(Page::new(fill(t.moved_title, &[("n", &n)]), lines));
        items.push(Item::new(fill(t.see_moved, &[("n", &n)]), Choice::Push(Box::new(page))));
    }
    items.push(Item::new(t.back, Choice::Close));
    let mut menu = Menu::new(fill(t.title, &[("year", &read.year.to_string())]), items);
    menu.text = summary(state, read);
    menu.text.push(match moved.len() {
        0 => t.none_moved.to_owned(),
        _ => fill(t.moved, &[("n", &n)]),
    });
    menu.text.extend(all.into_iter().take(SHOWN));
    menu
}
