//! Candidates for the lookups of a form: units, villages, deputies, categories.
//!
//! The lists are asked for once and searched here, so that a digit typed right after two letters always finds the list those
//! letters made.

use crate::app::layer::picker::deputy_row;
use crate::app::model::form::{ADD, Lists, Want};
use crate::app::model::pending::send;
use crate::app::model::{Effect, Form, Host, State, Then};
use crate::domain::code::UnitKind;
use crate::domain::command::Command;
use crate::domain::record::{Deputy, Unit, UnitProfile};
use crate::domain::rules::{Category, Ruleset};
use crate::domain::text::{is_han, name_key, squeeze};
use crate::domain::view::Query;
use crate::domain::{guess, pinyin};
use crate::form::{Candidate, ChoiceOption, FieldId, Kind, Pick, Value};
use crate::i18n::history::label;
use crate::i18n::{Lang, fill};

/// Candidates shown at once.
const MOST: usize = 9;

/// Units and deputies asked for at once: more than any station has.
const ASKED: u32 = 2000;

/// Lookups whose lists a long form has from the start, because it guesses before anything is typed.
pub const GUESSED: [FieldId; 2] = ["unit", "village"];

fn is_deputy(field: FieldId) -> bool {
    field.starts_with("deput")
}

impl Form {
    /// Adds the village that was chosen to be added; it is picked when the list with it has come.
    pub(super) fn add_village(&self, state: &mut State, field: FieldId) -> Option<Effect> {
        let name = self.host.form.code(field)?.strip_prefix(ADD)?.to_owned();
        let profile = UnitProfile {
            name,
            kind: UnitKind::Village,
            ..UnitProfile::default()
        };
        Some(send(state, Command::AddUnit(profile.made()), Then::Village, None))
    }

    /// A village was added: the list is asked for anew.
    pub fn look_again(&mut self, state: &mut State) -> Effect {
        let (matching, kind) = (String::new(), None);
        let limit = ASKED;
        self.host
            .ask(state, Want::Units, Query::Units { matching, kind, limit })
    }

    /// The list came in which the village that was added stands.
    pub(super) fn pick_added(&mut self, state: &State, field: FieldId) {
        let Some(name) = self.host.form.code(field).and_then(|code| code.strip_prefix(ADD)) else {
            return;
        };
        let name = name_key(name);
        let added = self.host.lists.units.iter().find(|u| name_key(&u.profile.name) == name);
        if let Some(pick) = added.map(|u| Value::Pick(Pick::of(u.id.to_string(), &u.profile.short))) {
            self.host.form.set_value(field, &pick);
            self.changed(state);
        }
    }
}

impl Host {
    /// Asks for what a lookup searches, unless that has come or is on its way.
    pub fn need(&mut self, state: &mut State, field: FieldId) -> Option<Effect> {
        let (matching, limit) = (String::new(), ASKED);
        let kind = &self.form.spec(field)?.kind;
        let (want, query) = if !matches!(kind, Kind::Lookup { .. } | Kind::Multi { more: true, .. }) {
            return None;
        } else if is_deputy(field) && self.lists.deputies.is_empty() {
            (Want::Deputies, Query::Deputies { matching, limit })
        } else if matches!(field, "unit" | "village") && self.lists.units.is_empty() {
            let kind = None;
            (Want::Units, Query::Units { matching, kind, limit })
        } else {
            return None;
        };
        let is_asked = self.asked.iter().any(|(_, asked)| *asked == want);
        (!is_asked).then(|| self.ask(state, want, query))
    }

    /// Offers in a field of several what is picked of a longer list.
    pub fn add_options(&mut self, field: FieldId, picks: &[Pick]) {
        let Some(options) = self.form.options(field) else {
            return;
        };
        let mut options = options.to_vec();
        for pick in picks {
            if let Some(code) = pick
                .code
                .as_ref()
                .filter(|code| options.iter().all(|o| o.code != **code))
            {
                options.push(ChoiceOption::new(code, &pick.label));
            }
        }
        self.form.set_options(field, options);
    }
}

/// What the form says already, by which guesses are made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    pub words: &'a str,
    pub place: &'a str,
    pub category: Option<&'a str>,
}

impl Lists {
    /// The unit of an id as text.
    pub fn unit(&self, id: &str) -> Option<&Unit> {
        self.units.iter().find(|u| u.id.to_string() == id)
    }

    /// The lines for what stands in a lookup; guesses when nothing does.
    pub fn candidates(
        &self,
        lang: Lang,
        rules: Option<&Ruleset>,
        field: FieldId,
        typed: &str,
        hints: Hints<'_>,
    ) -> Vec<Candidate> {
        let typed = typed.trim();
        match field {
            "category" => rules.map_or_else(Vec::new, |r| categories(lang, r, typed, hints)),
            "unit" => self.units(lang, rules, typed, hints),
            "village" => self.villages(lang, typed, hints),
            _ if is_deputy(field) && !typed.is_empty() => self.roster(lang, typed),
            _ => Vec::new(),
        }
    }

    fn units(&self, lang: Lang, rules: Option<&Ruleset>, typed: &str, hints: Hints<'_>) -> Vec<Candidate> {
        let active = self.units.iter().filter(|u| u.active);
        let mut found: Vec<(usize, &Unit)> = active
            .filter(|u| typed.is_empty() || unit_matches(u, typed))
            .map(|u| (score(u, lang, rules, hints), u))
            .filter(|(s, u)| !typed.is_empty() || *s > 0 || u.profile.kind != UnitKind::Village)
            .collect();
        // Guesses first; among equals the order of the list, which is the station's own.
        found.sort_by_key(|(s, _)| std::cmp::Reverse(*s));
        let line = |(_, u): &(usize, &Unit)| Candidate {
            code: u.id.to_string(),
            label: u.profile.short.clone(),
            note: u.profile.scope.clone().unwrap_or_else(|| u.profile.name.clone()),
        };
        found.iter().take(MOST).map(line).collect()
    }

    fn villages(&self, lang: Lang, typed: &str, hints: Hints<'_>) -> Vec<Candidate> {
        let villages = || {
            self.units
                .iter()
                .filter(|u| u.active && u.profile.kind == UnitKind::Village)
        };
        let line = |u: &Unit| Candidate {
            code: u.id.to_string(),
            label: u.profile.short.clone(),
            note: String::new(),
        };
        if typed.is_empty() {
            let named = |u: &&Unit| !u.profile.short.is_empty() && says(hints, &u.profile.short);
            return villages().filter(named).take(MOST).map(line).collect();
        }
        let mut found: Vec<Candidate> = villages()
            .filter(|u| unit_matches(u, typed))
            .take(MOST)
            .map(line)
            .collect();
        // A station that is new has no list yet; what is typed in letters is a search and no name. Where a village is found, it is
        // the one that is meant: 石桥 is no village beside 石桥村.
        if found.is_empty() && typed.chars().filter(|c| is_han(*c)).count() > 1 {
            let name = squeeze(typed);
            found.push(Candidate {
                label: fill(lang.texts().sheet.add_village, &[("name", &name)]),
                code: format!("{ADD}{name}"),
                note: String::new(),
            });
        }
        found
    }

    fn roster(&self, lang: Lang, typed: &str) -> Vec<Candidate> {
        let fits = |d: &&Deputy| d.active && pinyin::matches(typed, &d.profile.name, &d.profile.pinyin);
        let rows = self
            .deputies
            .iter()
            .filter(fits)
            .take(MOST)
            .map(|d| deputy_row(lang, d));
        rows.map(|r| Candidate {
            code: r.code,
            label: r.label,
            note: r.note,
        })
        .collect()
    }
}

fn unit_matches(u: &Unit, typed: &str) -> bool {
    let p = &u.profile;
    let scope = p.scope.as_deref().unwrap_or_default();
    pinyin::matches(typed, &p.short, &p.pinyin)
        || p.name.contains(typed)
        || (!typed.is_ascii() && scope.contains(typed))
}

fn says(hints: Hints<'_>, word: &str) -> bool {
    hints.words.contains(word) || hints.place.contains(word)
}

/// How well a unit fits what was said: its keywords, and the words of the category.
fn score(u: &Unit, lang: Lang, rules: Option<&Ruleset>, hints: Hints<'_>) -> usize {
    let scope = u.profile.scope.as_deref().unwrap_or_default();
    let keywords = scope.split([' ', ',', '，', '、', ';', '；']).filter(|k| !k.is_empty());
    let said = keywords.filter(|k| says(hints, k)).count() * 2;
    let category = hints.category.and_then(|c| rules?.category(c));
    let fits = category.is_some_and(|c| guess::shares(label(lang, &c.label), scope));
    said + usize::from(fits)
}

/// The second level of the ruleset. Without a query, those whose name the words touch come first.
fn categories(lang: Lang, rules: &Ruleset, typed: &str, hints: Hints<'_>) -> Vec<Candidate> {
    let leaves = rules.offered_categories().filter(|c| c.parent.is_some());
    let group = |c: &Category| {
        let parent = c.parent.as_deref().and_then(|p| rules.category(p));
        parent.map_or("", |p| label(lang, &p.label)).to_owned()
    };
    let matches = |c: &&Category| {
        let name = label(lang, &c.label);
        pinyin::matches(typed, name, &pinyin::search_key(&c.label.zh)) || pinyin::matches(typed, &group(c), "")
    };
    let mut found: Vec<&Category> = leaves.filter(|c| typed.is_empty() || matches(c)).collect();
    let said = |c: &Category| guess::touches(&c.label.zh, hints.words) + guess::touches(&c.label.zh, hints.place);
    found.sort_by_key(|c| std::cmp::Reverse(said(c)));
    let line = |c: &&Category| Candidate {
        code: c.code.clone(),
        label: label(lang, &c.label).to_owned(),
        note: group(c),
    };
    found.iter().take(MOST).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::UnitId;

    fn unit(n: u128, short: &str, kind: UnitKind, scope: &str) -> Unit {
        Unit {
            id: UnitId(uuid::Uuid::from_u128(n)),
            profile: UnitProfile {
                name: format!("柳河镇{short}"),
                short: short.into(),
                pinyin: pinyin::search_key(short),
                kind,
                contact: None,
                phone: None,
                scope: Some(scope.to_owned()).filter(|s| !s.is_empty()),
                via: None,
            },
            active: true,
            rev: 1,
        }
    }

    fn lists() -> Lists {
        Lists {
            units: vec![
                unit(1, "民政办", UnitKind::TownOffice, "低保、救助"),
                unit(2, "村建办", UnitKind::TownOffice, "村道、道路、路灯"),
                unit(3, "供电所", UnitKind::Enterprise, "停电、路灯"),
                unit(4, "石桥村", UnitKind::Village, ""),
            ],
            deputies: Vec::new(),
        }
    }

    fn labels(field: FieldId, typed: &str, hints: Hints<'_>) -> Vec<String> {
        let rules = crate::config::default_rules().unwrap();
        let found = lists().candidates(Lang::Zh, Some(&rules), field, typed, hints);
        found.into_iter().map(|c| c.label).collect()
    }

    #[test]
    fn guesses_come_first_and_letters_find_the_rest() {
        let hints = Hints {
            words: "石桥村口的路灯不亮",
            ..Hints::default()
        };
        assert_eq!(labels("unit", "", hints), ["村建办", "供电所", "民政办"]);
        assert_eq!(labels("unit", "mz", hints), ["民政办"]);
        assert_eq!(labels("village", "", hints), ["石桥村"]);
        assert_eq!(labels("village", "sq", Hints::default()), ["石桥村"]);
        // F24: a village nobody has added yet is a choice, and letters that find nothing are not.
        assert_eq!(labels("village", "泉口村", Hints::default()), ["添这个村：泉口村"]);
        assert_eq!(labels("village", "石桥村", Hints::default()), ["石桥村"]);
        assert_eq!(labels("village", "石桥", Hints::default()), ["石桥村"]);
        assert!(labels("village", "xyz", Hints::default()).is_empty());
        assert_eq!(labels("category", "", hints)[0], "路灯");
        assert_eq!(labels("category", "dl", Hints::default())[0], "道路交通");
        assert_eq!(labels("category", "城建", Hints::default()).len(), 8);
    }
}
