//! Rulesets read for ever, their differences are complete, and nonsense is found where it stands.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zhiban::config::rules_text::{Why, read};
use zhiban::config::{RULES, default_rules};
use zhiban::domain::code::{SessionKind, UnitKind};
use zhiban::domain::fit::problems;
use zhiban::domain::record::{DeputyProfile, SessionFrame, UnitProfile};
use zhiban::domain::rules::{
    InUse, Ruleset, Section, Step, Wrong, changed, differences, kept_otherwise, known_by, merge, removed,
};

/// The default of a key, by where it stands; none for what an item is known by, which has none.
fn stated(path: &[String], parent: &Value) -> Option<Value> {
    let names: Vec<&str> = path
        .iter()
        .map(String::as_str)
        .filter(|p| p.parse::<usize>().is_err())
        .collect();
    let urgency = |of: &str| match of {
        "urgent" => 3,
        "critical" => 1,
        _ => 15,
    };
    let days = |n: u16| json!({"count": n, "unit": "working_days"});
    let usual = || {
        json!([
            {"urgency": "normal", "limit": days(15)},
            {"urgency": "urgent", "limit": days(3)},
            {"urgency": "critical", "limit": days(1)},
        ])
    };
    let queue = || {
        json!({"last_number": 999, "calls_before_missed": 1, "pause_minutes": 0, "return_behind": 2,
        "take_back_minutes": 5, "group_from": 5, "representatives": 5, "tables": 9})
    };
    let limits = || {
        json!({"answer": usual(), "tell": days(3), "soon_days": 3, "failed_tellings": 3, "failed_days": 2,
        "tell_again_minutes": 60, "looks_an_hour": 30, "silent_seconds": 75, "deleted_draft_days": 7, "ended_visit_days": 1, "check_days": 7,
        "backup_days": 1, "backup_to": "", "keep_daily": 7, "keep_weekly": 5, "keep_monthly": 12})
    };
    Some(match names[..] {
        ["queue"] => queue(),
        ["queue", key] => queue()[key].clone(),
        ["limits"] => limits(),
        ["limits", "answer", "limit"] => days(urgency(parent["urgency"].as_str().unwrap())),
        ["limits", "tell", "count"] => json!(3),
        // The whole of the answer's limits is tried, so the urgency is read off the list's order in the rules that ship.
        ["limits", "answer", "limit", "count"] => json!(urgency(
            ["normal", "urgent", "critical"][path[2].parse::<usize>().unwrap()]
        )),
        ["limits", .., "unit"] => json!("working_days"),
        ["limits", key] => limits()[key].clone(),
        ["reason" | "category" | "class" | "calendar"] | ["calendar", "off" | "work"] => json!([]),
        // An empty one is not written.
        ["uphold" | "reveal"] => json!(false),
        [list, key] if known_by(list) == Some(key) => return None,
        ["limits", "answer", "urgency"] | ["calendar", "off", "from"] => return None,
        ["calendar", "off", "to"] => parent["from"].clone(),
        [.., "label" | "say" | "where"] => json!({"zh": "", "en": null}),
        [.., "zh"] | ["calendar", "source"] => json!(""),
        [.., "en" | "phone" | "parent"] => Value::Null,
        ["reason", "keeps_nothing" | "promises_news"] | ["class", "solved" | "needs_date" | "follow_up"] => {
            json!(false)
        }
        ref other => panic!("{other:?}: a key without a stated default"),
    })
}

/// Every key of a value, at any depth, as the way to it.
fn keys(value: &Value, path: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), v)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(i, v)| (i.to_string(), v)).collect(),
        _ => return,
    };
    for (name, inner) in inner {
        path.push(name);
        if value.is_object() {
            found.push(path.clone());
        }
        keys(inner, path, found);
        path.pop();
    }
}

fn pointer(path: &[String]) -> String {
    path.iter().flat_map(|p| ["/", p]).collect()
}

/// Reads a body once without each of its keys.
fn without_each<T: serde::de::DeserializeOwned + serde::Serialize>(
    body: &Value,
    stated: impl Fn(&[String], &Value) -> Option<Value>,
) -> usize {
    let mut all = Vec::new();
    keys(body, &mut Vec::new(), &mut all);
    for path in &all {
        let mut less = body.clone();
        let (last, above) = path.split_last().unwrap();
        let parent = less.pointer_mut(&pointer(above)).unwrap();
        parent.as_object_mut().unwrap().remove(last);
        let parent = parent.clone();
        match (serde_json::from_value::<T>(less), stated(path, &parent)) {
            (Ok(read), Some(wanted)) => {
                let written = serde_json::to_value(read).unwrap();
                // Some say no by not being there.
                let read = written.pointer(&pointer(path)).cloned().unwrap_or(json!(false));
                assert_eq!(read, wanted, "{path:?}");
            }
            (Err(_), None) => {}
            (Ok(_), None) => panic!("{path:?}: nothing without it"),
            (Err(e), Some(_)) => panic!("{path:?}: {e}"),
        }
    }
    all.len()
}

/// What events of a kind said in each version, wherever a part of it was kept.
fn stored(kind: &str) -> Vec<Value> {
    let all = include_str!("data/events.tsv").lines();
    let of_kind = all.filter(|l| l.starts_with(&format!("{kind}\t")));
    let whole = |line: &str| {
        let parts = line.split('\t').skip(2).filter(|part| !part.is_empty());
        let parts = parts.map(|part| serde_json::from_str::<Map<String, Value>>(part).unwrap());
        Value::Object(parts.flatten().collect())
    };
    of_kind.map(whole).collect()
}

#[test]
fn a_ruleset_reads_without_any_one_of_its_keys_and_has_the_stated_default() {
    let shipped = serde_json::to_value(default_rules().unwrap()).unwrap();
    let mut tried = without_each::<Ruleset>(&shipped, stated);
    for event in stored("ruleset_adopted") {
        tried += without_each::<Ruleset>(&event["rules"], stated);
    }
    assert!(tried > 800, "{tried}");
    let nothing: Ruleset = serde_json::from_value(json!({})).unwrap();
    assert_eq!(nothing, Ruleset::default());
    assert_eq!(
        nothing.queue,
        default_rules().unwrap().queue,
        "what ships is what is usual"
    );
    assert_eq!(nothing.limits, default_rules().unwrap().limits);
}

#[test]
fn profiles_and_plans_read_without_any_one_of_their_keys() {
    let usual = |body: Value| move |path: &[String], _: &Value| body.pointer(&pointer(path)).cloned();
    let deputy = json!({"name": "", "pinyin": "", "levels": [], "sex": null, "nation": null, "born": null, "party": null,
        "post": null, "constituency": null, "team": null, "speciality": null, "phone": null, "note": null});
    let unit = json!({"name": "", "short": "", "pinyin": "", "kind": UnitKind::Other, "contact": null, "phone": null,
        "scope": null, "via": null});
    let plan = json!({"starts": 540, "ends": 660, "kind": SessionKind::Regular, "tables": 1});
    let mut tried = 0;
    for kind in ["deputy_added", "deputy_changed"] {
        tried += stored(kind)
            .iter()
            .map(|e| without_each::<DeputyProfile>(&e["profile"], usual(deputy.clone())))
            .sum::<usize>();
    }
    for kind in ["unit_added", "unit_changed"] {
        tried += stored(kind)
            .iter()
            .map(|e| without_each::<UnitProfile>(&e["profile"], usual(unit.clone())))
            .sum::<usize>();
    }
    for kind in ["session_planned", "plan_changed", "session_entered"] {
        for mut event in stored(kind) {
            // Place and theme stood in the plan, and stand beside it now.
            let frame = event["plan"].as_object_mut().unwrap();
            frame.retain(|key, _| key != "place" && key != "theme");
            tried += without_each::<SessionFrame>(&event["plan"], usual(plan.clone()));
        }
    }
    // In each of the two versions.
    assert_eq!(tried, 2 * (2 * 13 + 2 * 8 + 3 * 5));
}

#[test]
fn a_stored_ruleset_of_a_newer_program_reads_past_keys_it_does_not_know() {
    let mut body = serde_json::to_value(default_rules().unwrap()).unwrap();
    body["queue"]["someday"] = json!(1);
    body["reason"][0]["someday"] = json!({"a": []});
    assert_eq!(
        serde_json::from_value::<Ruleset>(body).unwrap(),
        default_rules().unwrap()
    );
}

#[derive(Clone, Debug)]
enum Edit {
    Queue(u16),
    Answer(usize, u16),
    Drop(Section, usize),
    Double(Section, usize),
    Swap(Section, usize),
    Name(Section, usize, String),
    Year(i32),
    Text(String, String),
    Rhythm(String, u8),
}

fn list(rules: &mut Ruleset, section: Section, edit: impl Fn(&mut Vec<Value>)) {
    let mut whole = serde_json::to_value(&*rules).unwrap();
    edit(whole[section.code()].as_array_mut().unwrap());
    *rules = serde_json::from_value(whole).unwrap();
}

fn apply(rules: &mut Ruleset, edit: &Edit) {
    match edit {
        Edit::Queue(n) => rules.queue.last_number = *n,
        Edit::Answer(i, n) => {
            let at = i % rules.limits.answer.len();
            rules.limits.answer[at].limit.count = *n;
        }
        Edit::Drop(section, i) => list(rules, *section, |all| {
            if !all.is_empty() {
                all.remove(i % all.len());
            }
        }),
        Edit::Double(section, i) => list(rules, *section, |all| {
            if !all.is_empty() {
                all.push(all[i % all.len()].clone());
            }
        }),
        Edit::Swap(section, i) => list(rules, *section, |all| {
            if all.len() > 1 {
                let i = i % (all.len() - 1);
                all.swap(i, i + 1);
            }
        }),
        Edit::Name(section, i, name) => list(rules, *section, |all| {
            if !all.is_empty() {
                let at = i % all.len();
                all[at]["label"] = json!({"zh": name});
            }
        }),
        Edit::Year(year) => list(rules, Section::Calendar, |all| all.push(json!({"year": year}))),
        Edit::Text(name, text) => rules.templates.push(zhiban::domain::rules::Template {
            name: name.clone(),
            text: text.clone(),
        }),
        Edit::Rhythm(name, n) => rules.rhythms.push(zhiban::domain::rules::Rhythm {
            name: name.clone(),
            body: [("day".to_owned(), json!(n))].into(),
        }),
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let section = || prop::sample::select(vec![Section::Reason, Section::Category, Section::Class]);
    let at = || 0..50_usize;
    let edit = prop_oneof![
        (0..1_200_u16).prop_map(Edit::Queue),
        (at(), 0..40_u16).prop_map(|(i, n)| Edit::Answer(i, n)),
        (section(), at()).prop_map(|(s, i)| Edit::Drop(s, i)),
        (section(), at()).prop_map(|(s, i)| Edit::Double(s, i)),
        (section(), at()).prop_map(|(s, i)| Edit::Swap(s, i)),
        (section(), at(), "[甲乙丙]{0,2}").prop_map(|(s, i, n)| Edit::Name(s, i, n)),
        (2024..2030_i32).prop_map(Edit::Year),
        ("[ab]", "[xyz]{0,3}").prop_map(|(n, t)| Edit::Text(n, t)),
        ("[ab]", any::<u8>()).prop_map(|(n, d)| Edit::Rhythm(n, d)),
    ];
    prop::collection::vec(edit, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn differences_say_everything_and_merging_takes_what_is_named(ours in edits(), theirs in edits(), picked in prop::collection::vec(0..8_usize, 0..8)) {
        let (mut a, mut b) = (default_rules().unwrap(), default_rules().unwrap());
        for edit in &ours {
            apply(&mut a, edit);
        }
        for edit in &theirs {
            apply(&mut b, edit);
        }
        prop_assert!(differences(&a, &a).is_empty());
        prop_assert_eq!(differences(&a, &b).is_empty(), a == b);
        prop_assert_eq!(&merge(&a, &b, Section::ALL), &b);
        prop_assert_eq!(&merge(&a, &b, &[]), &a);
        let some: Vec<Section> = picked.iter().map(|i| Section::ALL[*i]).collect();
        let merged = merge(&a, &b, &some);
        for section in Section::ALL {
            let same_as = if some.contains(section) { &b } else { &a };
            prop_assert!(!changed(&merged, same_as).contains(section));
            let said = differences(&a, &b).iter().any(|d| d.section == *section);
            prop_assert_eq!(said, changed(&a, &b).contains(section));
        }
        // There and back: what is added one way is removed the other.
        let (there, back) = (differences(&a, &b), differences(&b, &a));
        let count = |all: &[zhiban::domain::rules::Difference]| all.iter().filter(|d| d.ours.is_none()).count();
        let gone = |all: &[zhiban::domain::rules::Difference]| all.iter().filter(|d| d.theirs.is_none()).count();
        prop_assert_eq!(there.len(), back.len());
        prop_assert_eq!(count(&there), gone(&back));
        // What is removed is exactly what would no longer be known.
        for (section, code) in removed(&a, &b) {
            prop_assert!(there.iter().any(|d| d.section == section && d.path == [code.clone()] && d.theirs.is_none()));
        }
    }
}

#[test]
fn what_ships_has_no_problems_and_all_its_sections() {
    let shipped = read(RULES).unwrap_or_else(|e| panic!("{e:?}"));
    assert_eq!(problems(&shipped.rules, &InUse::default()), []);
    assert_eq!(shipped.rules, default_rules().unwrap());
    assert_eq!(shipped.sections, Section::ALL[..8]);
}

/// A change of the shipped text, what is wrong with it, and in which line of the changed text.
fn found(from: &str, to: &str) -> Vec<(usize, Wrong)> {
    assert!(RULES.contains(from), "{from}");
    let text = RULES.replacen(from, to, 1);
    let given = read(&text).unwrap_or_else(|e| panic!("{from}: {e:?}"));
    let all = problems(&given.rules, &InUse::default());
    all.iter()
        .map(|p| (given.line(p).unwrap_or_default(), p.what.clone()))
        .collect()
}

fn line_of(text: &str, what: &str) -> usize {
    text.lines().position(|l| l == what).unwrap_or_else(|| panic!("{what}")) + 1
}

#[test]
fn nonsense_is_found_where_it_stands() {
    let day = |d: &str| d.parse().unwrap();
    let cases: Vec<(&str, &str, &str, Wrong)> = vec![
        ("last_number = 999", "last_number = 0", "last_number = 0", Wrong::Zero),
        ("group_from = 5", "group_from = 0", "group_from = 0", Wrong::Zero),
        (
            "failed_tellings = 3",
            "failed_tellings = 0",
            "failed_tellings = 0",
            Wrong::Zero,
        ),
        (
            "count = 15,",
            "count = 0,",
            r#"limit = { count = 0, unit = "working_days" }"#,
            Wrong::Zero,
        ),
        (
            "count = 15,",
            "count = 9999,",
            r#"limit = { count = 9999, unit = "working_days" }"#,
            Wrong::TooLong,
        ),
        (
            r#"urgency = "urgent""#,
            r#"urgency = "critical""#,
            "",
            Wrong::Twice("critical".into()),
        ),
        (r#"code = "T2""#, r#"code = "T1""#, "", Wrong::Twice("T1".into())),
        (r#"code = "T2""#, r#"code = " ""#, r#"code = " ""#, Wrong::Empty),
        (
            r#"zh = "仲裁", "#,
            "",
            r#"label = { en = "arbitration" }"#,
            Wrong::NoChinese,
        ),
        (
            r#"parent = "utility""#,
            r#"parent = "lamp""#,
            r#"parent = "lamp""#,
            Wrong::NoParent("lamp".into()),
        ),
        (
            r#"parent = "utility""#,
            r#"parent = "none""#,
            r#"parent = "none""#,
            Wrong::NoParent("none".into()),
        ),
        (
            r#"to = "2026-02-23""#,
            r#"to = "2026-02-13""#,
            r#"to = "2026-02-13""#,
            Wrong::EndsBeforeBegins,
        ),
        (
            r#"to = "2026-10-07""#,
            r#"to = "2027-03-07""#,
            r#"to = "2027-03-07""#,
            Wrong::OutsideYear(day("2027-03-07")),
        ),
        ("year = 2026", "year = 26", "year = 26", Wrong::OddYear(26)),
        ("year = 2026", "year = 2025", "", Wrong::Twice("2025".into())),
    ];
    for (from, to, at, what) in cases {
        let all = found(from, to);
        let text = RULES.replacen(from, to, 1);
        assert!(all.iter().any(|(_, w)| *w == what), "{to}: {all:?}");
        if !at.is_empty() {
            assert!(all.contains(&(line_of(&text, at), what)), "{to}: {all:?}");
        }
    }
    let twice = found(r#"code = "T2""#, r#"code = "T1""#);
    let second = RULES.lines().position(|l| l == r#"code = "T2""#).unwrap() + 1;
    assert_eq!(
        twice,
        [(second, Wrong::Twice("T1".into()))],
        "the second one is the one too many"
    );
    let both = found(r#""2026-10-10"]"#, "\n\"2026-10-01\"]");
    let at = line_of(RULES, "year = 2026") + 3;
    assert_eq!(both, [(at, Wrong::WorkedAndOff(day("2026-10-01")))]);
    let rest = found("to = \"2026-01-03\"", "to = \"2026-12-31\"");
    assert!(
        rest.iter().any(|(_, w)| *w == Wrong::TooMuchRest(365)),
        "a year of rest: {rest:?}"
    );
    let every = RULES.split_once("[[class]]").unwrap().0;
    let given = read(every).unwrap_or_else(|e| panic!("{e:?}"));
    assert!(
        !given.sections.contains(&Section::Class),
        "what is not written is not meant"
    );
}

#[test]
fn a_notice_may_speak_of_the_days_beside_its_year() {
    assert_eq!(found("from = \"2026-01-01\"\n", "from = \"2025-12-30\"\n"), []);
    assert_eq!(found(r#""2026-10-10"]"#, r#""2026-10-10", "2027-01-09"]"#), []);
    let far = found(r#""2026-10-10"]"#, r#""2026-10-10", "2027-02-20"]"#);
    assert_eq!(far.len(), 1, "{far:?}");
}

#[test]
fn a_text_is_refused_by_line_for_what_no_ruleset_has() {
    let said = |from: &str, to: &str| {
        let text = RULES.replacen(from, to, 1);
        let Err(all) = read(&text) else { panic!("{to} reads") };
        all
    };
    let at = line_of(RULES, "last_number = 999");
    let unknown = said("last_number = 999", "last_nummer = 999");
    assert_eq!(
        (unknown[0].line, &unknown[0].what),
        (at, &Why::UnknownKey("last_nummer".into()))
    );
    let deep = said("phone = \"12333\"", "phone = \"12333\"\nfax = \"1\"");
    assert_eq!((deep.len(), deep[0].line), (1, line_of(RULES, "phone = \"12333\"") + 1));
    let inline = said("zh = \"仲裁\", ", "zh = \"仲裁\", fr = \"\", ");
    assert_eq!(inline[0].what, Why::UnknownKey("fr".into()));
    let section = said("[queue]", "[kitchen]\n[queue]");
    assert_eq!(section[0].what, Why::UnknownKey("kitchen".into()));
    let nameless = said("code = \"T3\"\n", "");
    assert_eq!(nameless[0].what, Why::MissingKey("code"));
    let at = line_of(RULES, "code = \"T3\"") - 1;
    assert_eq!(nameless[0].line, at, "the head of the table that lacks it");
    let no_toml = said("last_number = 999", "last_number = = 999");
    assert!(matches!(&no_toml[0].what, Why::Other(_)) && no_toml[0].line == line_of(RULES, "last_number = 999"));
    let wrong_kind = said("last_number = 999", "last_number = \"many\"");
    assert_eq!(wrong_kind[0].line, line_of(RULES, "last_number = 999"));
    // What means nothing may still be written.
    read(&RULES.replacen("code = \"T3\"", "code = \"T3\"\nretired = false", 1)).unwrap_or_else(|e| panic!("{e:?}"));
}

#[test]
fn a_code_in_use_cannot_go_and_a_retired_one_is_offered_no_more() {
    let ours = default_rules().unwrap();
    let mut theirs = ours.clone();
    theirs.categories.retain(|c| c.code != "lamp");
    let gone = removed(&ours, &theirs);
    assert_eq!(gone, [(Section::Category, "lamp".to_owned())]);
    let in_use = |n| InUse(gone.iter().map(|key| (key.clone(), n)).collect());
    let all = problems(&theirs, &in_use(7));
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].what, Wrong::InUse("lamp".into(), 7));
    assert_eq!(problems(&theirs, &in_use(0)), []);
    let mut retired = ours.clone();
    for c in &mut retired.categories {
        c.retired = c.code == "lamp" || c.code == "rural";
    }
    assert_eq!(removed(&ours, &retired), []);
    let offered: Vec<&str> = retired.offered_categories().map(|c| c.code.as_str()).collect();
    assert!(!offered.contains(&"lamp") && offered.contains(&"road"));
    assert!(!offered.contains(&"water"), "its group is retired");
    assert!(retired.category("lamp").is_some(), "old matters still read it");
    for c in &mut retired.classes {
        c.retired = !c.needs_date;
    }
    assert_eq!(problems(&retired, &InUse::default())[0].what, Wrong::NothingLeft);
}

/// Whether there is a key to a matter was settled when it was filed, by the code it was filed under.
#[test]
fn whether_a_code_in_use_keeps_anything_cannot_change() {
    let ours = default_rules().unwrap();
    for (code, place) in [("T4", 3), ("T1", 0)] {
        let mut theirs = ours.clone();
        let reason = theirs.reasons.iter_mut().find(|r| r.code == code).unwrap();
        reason.keeps_nothing = !reason.keeps_nothing;
        let turned = kept_otherwise(&ours, &theirs);
        assert_eq!(turned, [(Section::Reason, code.to_owned())]);
        assert_eq!(removed(&ours, &theirs), []);
        let in_use = |n| InUse(turned.iter().map(|key| (key.clone(), n)).collect());
        let all = problems(&theirs, &in_use(2));
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].what, Wrong::KeepsOtherwise(code.into(), 2));
        assert_eq!(all[0].at, [Step::Item(place), Step::Key("keeps_nothing")]);
        assert_eq!(problems(&theirs, &in_use(0)), [], "nobody was filed under it yet");
    }
    let mut renamed = ours.clone();
    renamed.reasons[0].label.zh = "诉讼".into();
    assert_eq!(kept_otherwise(&ours, &renamed), []);
}

#[test]
fn the_rules_of_a_station_come_back_from_the_file_they_are_printed_as() {
    let mut rules = default_rules().unwrap();
    rules.templates.push(zhiban::domain::rules::Template {
        name: "交办单".into(),
        text: "请于{due}前\n答复".into(),
    });
    rules.rhythms.push(zhiban::domain::rules::Rhythm {
        name: "每月15日".into(),
        body: [("day".to_owned(), json!(15)), ("months".to_owned(), json!([1, 2]))].into(),
    });
    rules.classes[4].retired = true;
    let text = toml::to_string(&rules).unwrap();
    let given = read(&text).unwrap_or_else(|e| panic!("{e:?}\n{text}"));
    assert_eq!(given.rules, rules);
    assert_eq!(given.sections, Section::ALL);
}
