//! Runs of days: what they are called, how many they have, how they are said.

use crate::domain::moment::Day;
use crate::domain::rules::{DayRange, Label};
use crate::domain::statutory::statutory;

/// What a run of days is called: as it is named, else after the holiday by law that lies in it.
pub fn label(names: &[&Label], from: Day, to: Day) -> Label {
    let mut each: Vec<&Label> = Vec::new();
    for name in names {
        if !each.contains(name) {
            each.push(name);
        }
    }
    let names = each;
    if names.is_empty() {
        let lawful = from.iter_days().take_while(|day| *day <= to);
        return lawful
            .filter_map(|day| statutory().holiday(day))
            .last()
            .cloned()
            .unwrap_or_else(|| Label {
                zh: "放假".to_owned(),
                en: Some("off".to_owned()),
            });
    }
    let zh: Vec<&str> = names.iter().map(|name| name.zh.as_str()).collect();
    let en: Vec<&str> = names.iter().filter_map(|name| name.en.as_deref()).collect();
    Label {
        zh: zh.join("、"),
        en: Some(en.join(" and ")),
    }
}

/// Days of a run.
pub fn days(run: &DayRange) -> usize {
    usize::try_from((run.to - run.from).num_days() + 1).unwrap_or_default()
}

/// Days nobody said anything of.
pub fn said(from: Day, to: Day) -> String {
    if from == to {
        from.to_string()
    } else {
        format!("{from} - {to}")
    }
}
