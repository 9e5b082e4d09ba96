//! Questions that several flows ask alike.

use super::talk::{Empty, Said, Stop, Talk};
use super::words;
use crate::domain::code::{Grade, UnitKind, Way};
use crate::domain::moment::Day;
use crate::domain::record::Unit;
use crate::domain::text::fold;
use crate::domain::typed_date::{Lean, parse_day};
use crate::domain::view::{Answer, Query};
use crate::i18n::{self, code, fill};

impl<'h> Talk<'h> {
    /// The main menu on one line; none leaves.
    pub(super) fn main_menu(&mut self, items: &[&str]) -> Said<Option<usize>> {
        let numbered: Vec<String> = items
            .iter()
            .enumerate()
            .map(|(i, m)| format!("{} {m}", i + 1))
            .collect();
        let x = self.t();
        let question = fill(x.ask_menu, &[("n", &items.len().to_string())]);
        let comma = if self.lang().is_zh() { "\u{ff0c}" } else { ", " };
        let short = fill(x.menu, &[("items", &numbered.join(comma))]);
        let n = items.len();
        let chosen = self.question((&[short], &question), x.help_menu, Some(0), |talk, typed| {
            match fold(typed).trim().parse::<usize>() {
                Ok(i) if (1..=n).contains(&i) => Ok(i - 1),
                Ok(_) => Err(fill(talk.t().no_such_digit, &[("typed", typed)])),
                Err(_) => Err(fill(talk.t().digits_only, &[("typed", typed)])),
            }
        });
        match chosen {
            Ok(i) => Ok(Some(i)),
            Err(Stop::Back) => Ok(None),
            Err(stop) => Err(stop),
        }
    }

    /// A table's number; an empty line is the table of the keyboard.
    pub(super) fn table_number(&mut self, tables: u8) -> Said<u8> {
        let x = self.t();
        let usual = fill(x.table, &[("n", &self.context.table.to_string())]);
        let what = fill(x.q_table, &[("n", &tables.to_string())]);
        let typed = self.line_read(&what, Empty::Skip(&usual), x.help_table, |t, typed| {
            match fold(typed).trim().parse::<u8>() {
                Ok(n) if (1..=tables).contains(&n) => Ok(n),
                _ => Err(fill(t.t().no_such_digit, &[("typed", typed)])),
            }
        })?;
        Ok(typed.unwrap_or(self.context.table))
    }

    /// A day to come; none when an empty line skips.
    pub(super) fn day_ahead(&mut self, what: &str, empty: Empty<'_>) -> Said<Option<Day>> {
        let today = self.today();
        let help = self.t().help_day_ahead;
        let read = self.line_read(what, empty, help, |t, typed| {
            parse_day(typed, today, Lean::Future).map_err(|why| words::date_problem(t.lang(), why))
        })?;
        if let Some(day) = read {
            // Said back, because "next Friday" may be read in two ways.
            let day = i18n::full_day(self.lang(), day);
            self.say(&day);
        }
        Ok(read)
    }

    /// By what way.
    pub(super) fn way(&mut self, usual: Way) -> Said<Way> {
        let lang = self.lang();
        let x = self.t();
        let usual = Way::ALL.iter().position(|w| *w == usual).unwrap_or_default();
        let options: Vec<String> = Way::ALL.iter().map(|w| code::way(lang, *w).to_owned()).collect();
        let chosen = self.choose_usual(x.q_way, &options, usual, x.help_way)?;
        Way::ALL.get(chosen).copied().ok_or(Stop::Back)
    }

    /// What the person said of it; none when they said nothing.
    pub(super) fn grade(&mut self) -> Said<Option<Grade>> {
        let lang = self.lang();
        let x = self.t();
        let options: Vec<String> = Grade::ALL.iter().map(|g| code::grade(lang, *g).to_owned()).collect();
        let chosen = self.choose_or_skip(x.q_grade, &options, Empty::Skip(x.not_said), x.help_grade)?;
        Ok(chosen.and_then(|i| Grade::ALL.get(i)).copied())
    }

    /// A unit or village by a few characters of its name; none when an empty line skips.
    pub(super) fn unit(&mut self, what: &str, kind: Option<UnitKind>, empty: Empty<'_>) -> Said<Option<&'h Unit>> {
        const SHOWN: u32 = 9;
        loop {
            let help = self.t().help_unit;
            let Some(matching) = self.line(what, empty, help)? else {
                return Ok(None);
            };
            let query = Query::Units {
                matching: matching.clone(),
                kind,
                limit: SHOWN,
            };
            let Answer::Units(found) = self.ask(query)? else {
                return Err(Stop::Back);
            };
            let found: Vec<&Unit> = found.iter().filter(|u| u.active).collect();
            let chosen = match found.as_slice() {
                [] => {
                    let text = self.t().none_found;
                    self.tell(text, &[("typed", &matching)]);
                    continue;
                }
                [one] => *one,
                many => {
                    let options: Vec<String> = many.iter().map(|u| u.profile.name.clone()).collect();
                    let title = self.t().several_found;
                    match self.choose(title, &options, help) {
                        Ok(i) => match many.get(i) {
                            Some(unit) => unit,
                            None => continue,
                        },
                        // Back to typing another name.
                        Err(Stop::Back) => continue,
                        Err(stop) => return Err(stop),
                    }
                }
            };
            self.say(&chosen.profile.name);
            return Ok(Some(chosen));
        }
    }
}
