//! Covered (遮住): no name, no number and no word that anybody said is seen on any screen, layer, list, line or title.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)] // helpers of tests

#[path = "support/everyscreen.rs"]
mod everyscreen;
#[path = "support/fixture.rs"]
mod fixture;
#[path = "support/matters.rs"]
mod matters;
#[path = "support/real.rs"]
mod real;

use std::collections::BTreeSet;

use everyscreen::Data;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use real::{Station, keyboard};
use zhiban::app::model::Screen;
use zhiban::app::model::covered::COVER;
use zhiban::app::opinion::{correct, spec};
use zhiban::app::{Input, State, start, update};
use zhiban::demo::{self, Plan};
use zhiban::domain::code::{Scope, Sex};
use zhiban::domain::event::{FieldChange, Kind as EventKind};
use zhiban::domain::fields::{CitizenField, OpinionField, ValueKind};
use zhiban::domain::record::{Citizen, Opinion};
use zhiban::domain::shape::Class;
use zhiban::domain::view::{Answer, Asker, OpinionFile, Query, Stretch};
use zhiban::form::{FormState, Value};
use zhiban::i18n::Lang;
use zhiban::store::{Desk, read};
use zhiban::ui::draw;
use zhiban::ui::formview;
use zhiban::ui::put::lines_of;
use zhiban::ui::theme::Theme;

const SIZES: [(u16, u16); 2] = [(80, 24), (160, 50)];

/// What is on the screen at every size, one line an entry.
fn seen(state: &mut State) -> Vec<String> {
    let mut all = Vec::new();
    for (w, h) in SIZES {
        update(state, Input::Resized(w, h));
        let mut buf = Buffer::empty(Rect::new(0, 0, w, h));
        draw(state, &Theme::shipped("plain", false), &mut buf);
        all.extend(lines_of(&buf));
    }
    all
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}')
}

/// Every run of four Han characters of a text; a name and whatever is shorter whole.
fn runs(text: &str, into: &mut BTreeSet<String>) {
    for run in text.split(|c| !is_han(c)) {
        let chars: Vec<char> = run.chars().collect();
        let windows = chars.windows(4.min(chars.len().max(1)));
        into.extend(windows.filter(|w| w.len() > 1).map(|w| w.iter().collect::<String>()));
    }
}

/// What tells who somebody is or what they said.
fn of_person(citizen: &Citizen, into: &mut BTreeSet<String>) {
    for field in CitizenField::ALL.iter().filter(|field| field.class().is_own()) {
        let text = citizen.details.text(*field).unwrap_or_default();
        match field {
            CitizenField::Phone => {
                into.extend(text.get(3..).filter(|end| end.len() > 4).map(str::to_owned));
                into.extend(text.get(..3).map(|begins| format!("{begins}*")));
            }
            CitizenField::Pinyin => {}
            _ => runs(&text, into),
        }
    }
}

fn of_matter(opinion: &Opinion, into: &mut BTreeSet<String>) {
    for field in OpinionField::ALL.iter().filter(|field| field.class().is_own()) {
        runs(&opinion.details.text(*field).unwrap_or_default(), into);
    }
    runs(opinion.answer.as_deref().unwrap_or_default(), into);
    for name in opinion.parties.iter().filter_map(|p| p.name.as_deref()) {
        runs(name, into);
    }
}

fn of_file(file: &OpinionFile, into: &mut BTreeSet<String>) {
    of_matter(&file.opinion, into);
    if let Some(citizen) = &file.citizen {
        of_person(citizen, into);
    }
}

/// Where something of it is seen.
fn found(secrets: &BTreeSet<String>, place: &str, state: &mut State) -> BTreeSet<String> {
    let lengths: BTreeSet<usize> = secrets.iter().map(|secret| secret.chars().count()).collect();
    let mut out = BTreeSet::new();
    for line in seen(state) {
        let chars: Vec<char> = line.chars().collect();
        for window in lengths.iter().flat_map(|n| chars.windows(*n)) {
            let part: String = window.iter().collect();
            if secrets.contains(&part) {
                out.insert(format!("{place}: {part} in {line}"));
            }
        }
    }
    out
}

#[test]
fn every_screen_there_is_shows_nothing_anybody_said_once_it_is_covered() {
    let mut leaks = BTreeSet::new();
    for lang in [Lang::Zh, Lang::En] {
        let mut secrets = BTreeSet::new();
        of_file(&matters::file(1), &mut secrets);
        let Some(Answer::File(Some(file))) =
            Data::Plain.answer(&Query::File(zhiban::domain::id::OpinionId(fixture::id(2107))))
        else {
            panic!()
        };
        of_file(&file, &mut secrets);
        let snap = Data::Plain.snapshot();
        for f in &snap.follow_up {
            [&f.person, &f.note]
                .into_iter()
                .flatten()
                .for_each(|text| runs(text, &mut secrets));
            runs(&f.brief, &mut secrets);
        }
        for v in &snap.queue {
            // What they came about is told by a word that categories have as well.
            v.label.iter().for_each(|text| runs(text, &mut secrets));
        }
        runs(Data::Plain.typed(), &mut secrets);
        secrets.insert("13700004410".into());
        secrets.insert("4410".into());
        secrets.insert("137*".into());
        // An example of a label is printed beside its field.
        secrets.retain(|secret| !"陈某、蓝布衫大姐".contains(secret.as_str()));
        for (name, mut state) in Data::Plain.screens(lang) {
            // The title says that it is covered, and until when: until the key is pressed again.
            let titles = |state: &mut State| {
                let lines = seen(state);
                [&lines[0], &lines[usize::from(SIZES[0].1)]].map(|line| line.contains(state.texts().record.covered))
            };
            let is_covered = state.masked;
            assert_eq!(titles(&mut state), [is_covered; 2], "{name}");
            state.masked = true;
            assert_eq!(titles(&mut state), [true; 2], "{name}");
            leaks.extend(found(&secrets, &name, &mut state));
        }
    }
    assert_eq!(leaks, BTreeSet::new());
}

#[test]
fn where_somebody_lives_and_whom_else_it_touches_is_covered_like_their_name() {
    for lang in [Lang::Zh, Lang::En] {
        let mut file = matters::file(1);
        file.village = Some("下河村".into());
        file.opinion.details.place = Some("老井边".into());
        file.opinion.details.affected = Some(8_123);
        let phone = file.citizen.as_ref().and_then(|c| c.details.phone.clone()).unwrap();
        let mut state = fixture::desk(lang);
        for is_covered in [false, true] {
            state.masked = is_covered;
            let lines = zhiban::app::opinion::facts::lines(&state, &file, false);
            let text: String = lines.iter().map(|line| line.text.as_str()).collect();
            for told in ["下河村", "老井边", "8123", phone.get(..3).unwrap()] {
                assert_eq!(text.contains(told), !is_covered, "{told}: {text}");
            }
        }
        // And in the list that has a column for it.
        let screens = Data::Plain.screens(lang);
        let (_, mut list) = screens.into_iter().find(|(name, _)| name == "opinions").unwrap();
        let village = |state: &mut State| seen(state).concat().matches("石桥村").count();
        let open = village(&mut list);
        list.masked = true;
        assert!(open > village(&mut list), "{open}");
    }
}

/// A value of its own for a field, as text in events and as people read it.
fn told(lang: Lang, kind: ValueKind, key: &str) -> (String, String) {
    match kind {
        ValueKind::Number => ("8123".into(), "8123".into()),
        ValueKind::Ids => (fixture::id(777).to_string(), "下河村".into()),
        ValueKind::Code => {
            if key == "sex" {
                let sex = Sex::ALL[1];
                return (sex.code().into(), zhiban::i18n::code::sex(lang, sex).into());
            }
            assert_eq!(key, "scope");
            let scope = Scope::ALL[1];
            (scope.code().into(), zhiban::i18n::code::scope(lang, scope).into())
        }
        ValueKind::Text => (format!("暗处{key}"), format!("暗处{key}")),
        ValueKind::Flag | ValueKind::Due => panic!("{key}: nothing tells who somebody is here so far"),
    }
}

#[test]
fn what_the_cover_hides_of_a_matter_it_hides_on_the_record_in_history_and_in_forms() {
    for lang in [Lang::Zh, Lang::En] {
        let mut file = matters::file(1);
        file.village = Some("下河村".into());
        file.names.push((fixture::id(777), "下河村".into()));
        let mut open = 0;
        let mut shown: Vec<(&str, String)> = Vec::new();
        let mut of_matter = Vec::new();
        let change = |key: &str, new: &str| FieldChange {
            field: key.into(),
            old: None,
            new: Some(new.into()),
        };
        for field in OpinionField::ALL.iter().filter(|f| f.across() != Class::Open) {
            let (text, says) = told(lang, field.kind(), field.key());
            assert!(file.opinion.details.set(*field, Some(&text)));
            of_matter.push((field.class(), change(field.key(), &text)));
            shown.push((field.key(), says));
            open += usize::from(field.class() == Class::Open);
        }
        let mut of_person = Vec::new();
        let person = &mut file.citizen.as_mut().unwrap().details;
        for field in CitizenField::ALL
            .iter()
            .filter(|f| f.across() != Class::Open && !f.follows())
        {
            let (text, says) = told(lang, field.kind(), field.key());
            let (text, says) = match field {
                CitizenField::Phone => ("13798761234".into(), "137".into()),
                _ => (text, says),
            };
            assert!(person.set(*field, Some(&text)));
            of_person.push((field.class(), change(field.key(), &text)));
            shown.push((field.key(), says));
            open += usize::from(field.class() == Class::Open);
        }
        // Those that stand open in the log are covered too: that is what this is about.
        assert_eq!(open, 4);
        let parted = |all: Vec<(Class, FieldChange)>| {
            let (open, sealed): (Vec<_>, Vec<_>) = all.into_iter().partition(|(class, _)| *class == Class::Open);
            let changes =
                |all: Vec<(Class, FieldChange)>| all.into_iter().map(|(_, change)| change).collect::<Vec<_>>();
            (changes(open), Some(changes(sealed)))
        };
        let (changes, sealed_changes) = parted(of_matter);
        let corrected = EventKind::OpinionCorrected {
            changes,
            sealed_changes,
            reason: None,
        };
        let (changes, sealed_changes) = parted(of_person);
        let of_citizen = EventKind::CitizenCorrected {
            changes,
            sealed_changes,
            reason: None,
        };
        let mut state = fixture::desk(lang);
        let rules = state.snap.rules.clone().unwrap();
        let mut page = |is_covered: bool, history: &[EventKind]| {
            let mut file = file.clone();
            for kind in history {
                file.history
                    .push(matters::happened(90, fixture::at(9, 40), "何敏", kind.clone()));
            }
            state.masked = is_covered;
            let lines = zhiban::app::opinion::facts::lines(&state, &file, false);
            let at = lines.len() - history.len();
            let lines = if history.is_empty() { &lines[..] } else { &lines[at..] };
            lines
                .iter()
                .map(|line| line.text.clone())
                .collect::<Vec<_>>()
                .join("\n")
        };
        let forms = |is_covered: bool| {
            let mut all = String::new();
            let person = correct::person_values(file.citizen.as_ref().unwrap(), file.village.as_ref());
            let mut matter = correct::values(lang, Some(&rules), &file);
            // Who agreed is asked where it was confidential and is to be so no more.
            matter.push(("was_confidential", Value::Text("1".into())));
            for (spec, values) in [(spec::person(lang), person), (spec::correct(lang, &rules), matter)] {
                let mut form = FormState::new(spec);
                for (id, value) in &values {
                    form.prefill(id, value);
                }
                form.set_size(100, 60);
                let mut buf = Buffer::empty(Rect::new(0, 0, 101, 60));
                let theme = Theme::shipped("plain", false);
                formview::draw(buf.area, &mut buf, (&theme, lang), (&form, is_covered));
                all.push_str(&lines_of(&buf).join("\n"));
            }
            all
        };
        for is_covered in [false, true] {
            let page_says = page(is_covered, &[]);
            let history_says = page(is_covered, &[corrected.clone(), of_citizen.clone()]);
            let form_says = forms(is_covered);
            for (key, says) in &shown {
                assert_eq!(
                    page_says.contains(says.as_str()),
                    !is_covered,
                    "record, {key}: {page_says}"
                );
                assert_eq!(
                    history_says.contains(says.as_str()),
                    !is_covered,
                    "history, {key}: {history_says}"
                );
                assert_eq!(
                    form_says.contains(says.as_str()),
                    !is_covered,
                    "form, {key}: {form_says}"
                );
            }
        }
    }
}

#[test]
fn what_is_said_on_the_bottom_line_calls_nobody_by_name_on_a_covered_screen() {
    let mut state = fixture::desk(Lang::Zh);
    state.say(zhiban::app::model::Mood::Warn, "1桌还有 005 王秀英，先谈完");
    assert!(seen(&mut state).concat().contains("王秀英"));
    state.masked = true;
    let covered = seen(&mut state).concat();
    assert!(covered.contains(&format!("005 {COVER}，先谈完")), "{covered}");
    assert!(!covered.contains("王秀英"), "{covered}");
}

#[test]
fn a_message_about_whoever_is_listed_or_open_calls_nobody_by_name_either() {
    for (name, mut state) in Data::Plain.screens(Lang::Zh) {
        if !["opinions", "record"].contains(&name.as_str()) {
            continue;
        }
        let mut people = BTreeSet::new();
        for layer in &state.layers {
            if let zhiban::app::model::Layer::Record(record) = layer {
                people.extend(
                    record
                        .file
                        .iter()
                        .filter_map(|f| f.citizen.as_ref()?.details.name.clone()),
                );
            }
        }
        for b in state.browse.values() {
            people.extend(b.rows.opinions().iter().filter_map(|o| o.person.clone()));
        }
        assert!(!people.is_empty(), "{name}");
        state.masked = true;
        for person in people {
            state.say(zhiban::app::model::Mood::Good, format!("{person} 已更正"));
            let all = seen(&mut state).concat();
            assert!(!all.contains(&person), "{name}: {person}");
            assert!(all.contains("已更正"), "{name}");
        }
    }
}

/// A station with months of life, in memory, and everything it knows of people.
fn town() -> (Station, BTreeSet<String>) {
    let until = real::day().and_hms_opt(1, 42, 0).unwrap().and_utc();
    let plan = Plan {
        opinions: 60,
        seed: 7,
        until: zhiban::domain::moment::Moment(until.timestamp_millis()),
        os_name: "lin".into(),
        rules: zhiban::config::default_rules().unwrap(),
    };
    let (desk, _) = demo::fill(Desk::in_memory().unwrap(), &plan, &mut |_| {}).unwrap();
    let mut s = Station::new();
    s.desk = desk;
    let ask = |query: &Query| read::answer(s.desk.conn(), s.desk.vault(), Asker::Program, query).unwrap();
    let mut secrets = BTreeSet::new();
    let files = Query::Files {
        matching: String::new(),
        stretch: Stretch::Newest,
        limit: 500,
    };
    let Answer::Files(files, _) = ask(&files) else { panic!() };
    assert!(files.len() > 50, "{}", files.len());
    for file in &files {
        of_file(file, &mut secrets);
    }
    // What stands on a wall of the station as well is no secret: who sits there, and what units are for.
    let mut open = BTreeSet::new();
    let Answer::Deputies(deputies) = ask(&Query::Deputies {
        matching: String::new(),
        limit: 200,
    }) else {
        panic!()
    };
    let Answer::Units(units) = ask(&Query::Units {
        matching: String::new(),
        kind: None,
        limit: 200,
    }) else {
        panic!()
    };
    let Answer::Sessions(sessions) = ask(&Query::Sessions {
        state: None,
        limit: 200,
    }) else {
        panic!()
    };
    open.extend(sessions.iter().map(|s| s.session.plan.place.clone()));
    let profiles = deputies.iter().map(|d| serde_json::to_string(&d.profile).unwrap());
    let profiles = profiles.chain(units.iter().map(|u| serde_json::to_string(&u.profile).unwrap()));
    open.extend(profiles);
    open.insert(serde_json::to_string(&plan.rules).unwrap());
    let is_secret = |text: &String| !open.iter().any(|known| known.contains(text.as_str()));
    let secrets: BTreeSet<String> = secrets.into_iter().filter(is_secret).collect();
    assert!(secrets.len() > 300, "{}", secrets.len());
    (s, secrets)
}

#[test]
fn a_covered_town_shows_no_name_no_number_and_no_words_on_any_screen_menu_or_page() {
    let (mut s, secrets) = town();
    let mut k = keyboard(1);
    k.state.now = fixture::at(9, 42);
    let effects = start(&mut k.state);
    s.serve(&mut k, effects);
    if !k.state.layers.is_empty() {
        s.keys(&mut k, "1");
    }
    let shown = seen(&mut k.state).concat();
    assert!(secrets.iter().any(|secret| shown.contains(secret.as_str())), "{shown}");
    k.state.masked = true;
    let mut leaks = BTreeSet::new();
    let mut step = |k: &mut real::Keyboard, keys: &str| {
        s.keys(k, keys);
        leaks.extend(found(&secrets, keys, &mut k.state));
    };
    let home = |k: &mut real::Keyboard| {
        k.state.layers.clear();
        k.state.screen = Screen::Today;
        k.state.masked = true;
    };
    step(&mut k, "F3 Esc F5 Esc F8 Esc");
    for screen in ["1", "2", "3", "4", "5", "9 1", "9 2"] {
        home(&mut k);
        step(&mut k, screen);
        for row in ["Home", "Down", "PageDown"] {
            for digit in ["", "1", "2", "3", "4", "7"] {
                step(&mut k, row);
                step(&mut k, "Enter");
                step(&mut k, digit);
                step(&mut k, "PageDown");
                step(&mut k, "Enter");
                k.state.layers.clear();
            }
        }
    }
    home(&mut k);
    for pane in 0..4 {
        step(&mut k, "Tab");
        step(&mut k, "End Enter");
        step(&mut k, &format!("Esc {pane}"));
        k.state.layers.clear();
    }
    step(&mut k, "Ctrl-p");
    step(&mut k, "Esc / '刘");
    assert_eq!(leaks, BTreeSet::new());
}
