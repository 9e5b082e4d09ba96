//! 放假安排: the notice of a year typed or pasted, what was understood of it, the due days that would move, and the question
//! whether it is to be so. Nothing moves by itself.

use crate::app::fields::say;
use crate::app::model::form::{Bad, Holidays, Kind, Manner, Submit, Want};
use crate::app::model::page::line;
use crate::app::model::{Choice, Effect, Flow, Form, Host, Item, Layer, Menu, Mood, Noun, Page, State, Then};
use crate::app::opinion::fields::prose;
use crate::app::station::start::note;
use crate::cells;
use crate::domain::command::{AdoptHolidays, Command};
use crate::domain::deadline::Deadline;
use crate::domain::deed::Deed;
use crate::domain::fit::problems;
use crate::domain::id::OpinionId;
use crate::domain::moment::Day;
use crate::domain::notice::{self, Notice, Wrong};
use crate::domain::recount::Limited;
use crate::domain::rules::{InUse, Ruleset, Section, YearCalendar};
use crate::domain::view::{Answer, Query};
use crate::form::{self, FieldSpec, FormSpec, FormState, Value, Values};
use crate::i18n::history::label;
use crate::i18n::{self, fill, full_day, full_deadline};
use chrono::Datelike as _;

acts! { ($) holidays_acts
    StationHolidays "station.holidays" station_holidays Desk true false [AdoptHolidays] [] holidays::open;
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

/// What is typed, read.
fn read(host: &Host) -> Option<(i32, Notice)> {
    let year = host.form.text("year").trim().parse().ok()?;
    let text = host.form.text("text");
    (!text.trim().is_empty()).then(|| (year, notice::read(text, year)))
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
        let Some((year, notice)) = read(host) else { return };
        if let Some(source) = &notice.source {
            host.form.propose("source", &Value::Text(source.clone()));
        }
        let odd = notice.wrong.iter().map(|wrong| said_of(state, wrong));
        self.understood = odd.chain(summary(state, year, &notice)).collect();
    }

    fn remarks<'h>(&'h self, _: &'h Host) -> Vec<&'h str> {
        self.understood.iter().map(String::as_str).collect()
    }

    fn submit(&mut self, host: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad> {
        let t = &state.texts().holidays;
        let nothing = || ("text", t.nothing.to_owned());
        let ours = rules(state).ok_or_else(nothing)?;
        let Some((year, notice)) = read(host) else {
            // Nothing is typed: what is in force already, for the days that were counted before it.
            return self.by_those_in_force(state, ours).ok_or_else(nothing);
        };
        if let Some(said) = notice.year.filter(|said| *said != year) {
            let values = [("said", said.to_string()), ("year", year.to_string())];
            let words = fill(t.other_year, &values.each_ref().map(|(k, v)| (*k, v.as_str())));
            return Err(("year", words));
        }
        if let Some(wrong) = notice.wrong.first() {
            return Err(("text", said_of(state, wrong)));
        }
        if notice.off.is_empty() && notice.work.is_empty() {
            return Err(("text", t.nothing.to_owned()));
        }
        let calendar = notice.calendar(year, values.text("source").trim());
        let theirs = ours.with_year(&calendar);
        let here = problems(&theirs, &InUse::default());
        if let Some(problem) = here.iter().find(|p| p.section == Section::Calendar) {
            return Err(("text", i18n::rules::problem(state.lang, problem, None)));
        }
        let moved = moved(&self.limits, ours, &theirs);
        if theirs == *ours && moved.is_empty() {
            return Err(("text", t.same.to_owned()));
        }
        let menu = || question(state, (year, &notice), &moved);
        Ok(self.confirmed(menu, calendar, &moved))
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
        let menu = || question(state, (calendar.year, &notice), &moved);
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
fn summary(state: &State, year: i32, notice: &Notice) -> Vec<String> {
    let (t, lang) = (&state.texts().holidays, state.lang);
    let comma = if lang.is_zh() { "；" } else { "; " };
    let day = |on| short(state, year, on);
    let run = |run: &crate::domain::rules::DayRange| {
        let name = label(lang, &run.label);
        let n = (run.to - run.from).num_days() + 1;
        let values = [
            ("name", name.to_owned()),
            ("from", day(run.from)),
            ("to", day(run.to)),
            ("n", n.to_string()),
        ];
        let template = if n == 1 { t.one_day } else { t.run };
        fill(template, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    };
    let all = |template: &str, parts: Vec<String>| {
        (!parts.is_empty()).then(|| fill(template, &[("all", &parts.join(comma))]))
    };
    let mut unsaid: Vec<String> = notice
        .unsaid(year)
        .iter()
        .map(|(_, name)| label(lang, name).to_owned())
        .collect();
    unsaid.dedup();
    if notice.off.is_empty() && notice.work.is_empty() {
        unsaid.clear();
    }
    let left = notice.left.iter().map(|words| cells::fit(words, LEFT).into_owned());
    let lines = [
        all(t.off, notice.off.iter().map(run).collect()),
        all(t.work, notice.work.iter().map(|on| day(*on)).collect()),
        all(t.unsaid, unsaid),
        all(t.left, left.collect()),
    ];
    lines.into_iter().flatten().collect()
}

/// Cells of words that were not used.
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
fn question(state: &State, (year, notice): (i32, &Notice), moved: &[(&Limited, Deadline)]) -> Menu {
    let t = &state.texts().holidays;
    let n = matters(moved).len().to_string();
    let all: Vec<String> = moved.iter().map(|one| moves(state, one)).collect();
    let adopt = if notice.unsaid(year).is_empty() {
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
    let mut menu = Menu::new(fill(t.title, &[("year", &year.to_string())]), items);
    menu.text = summary(state, year, notice);
    menu.text.push(match moved.len() {
        0 => t.none_moved.to_owned(),
        _ => fill(t.moved, &[("n", &n)]),
    });
    menu.text.extend(all.into_iter().take(SHOWN));
    menu
}
