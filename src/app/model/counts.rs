//! Figures as a page shows them: each with a bar and the same days of the year before beside it, and month by month; or each
//! with what it counts.

use super::page::{Line, line};
use crate::cells;
use crate::domain::view::Figures;
use crate::i18n::say::{self, Texts};
use crate::i18n::{self, Lang, code, fill};
use chrono::Datelike as _;

/// Figures of a span with what they are compared with.
#[derive(Clone, Debug)]
pub struct Counts {
    pub lang: Lang,
    pub now: Figures,
    /// Of the same days a year before.
    pub before: Figures,
    /// Of each of its months, or years.
    pub parts: Vec<Figures>,
}

/// With which others a figure is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Bar {
    Without,
    Visits,
    Opinions,
    /// Some of the opinions that were filed.
    Share,
}

impl Bar {
    /// Those whose bars are of one scale.
    fn is_with(self, other: Self) -> bool {
        let of_opinions = |bar| bar == Self::Opinions || bar == Self::Share;
        self == other || of_opinions(self) && of_opinions(other)
    }
}

type Word = fn(&Texts) -> &'static str;

/// What is counted, what that means, the number, and how it is measured.
type Row = (Word, Word, fn(&Figures) -> u32, Bar);

const ROWS: [Row; 13] = [
    (|t| t.f_sessions, |t| t.d_sessions, |f| f.sessions, Bar::Without),
    (|t| t.f_batches, |t| t.d_batches, |f| f.batches, Bar::Visits),
    (|t| t.f_persons, |t| t.d_persons, |f| f.persons, Bar::Visits),
    (|t| t.f_groups, |t| t.d_groups, |f| f.groups, Bar::Visits),
    (|t| t.f_consult, |t| t.d_consult, |f| f.consultations, Bar::Visits),
    (|t| t.f_opinions, |t| t.d_opinions, |f| f.opinions, Bar::Opinions),
    (|t| t.f_spot, |t| t.d_spot, |f| f.on_spot, Bar::Share),
    (|t| t.f_handed, |t| t.d_handed, |f| f.handed_over, Bar::Share),
    (|t| t.f_guided, |t| t.d_guided, |f| f.guided, Bar::Share),
    (|t| t.f_reference, |t| t.d_reference, |f| f.reference, Bar::Share),
    (|t| t.f_undecided, |t| t.d_undecided, |f| f.undecided, Bar::Share),
    (|t| t.f_closed, |t| t.d_closed, |f| f.closed, Bar::Opinions),
    (|t| t.f_void, |t| t.d_void, |f| f.void, Bar::Opinions),
];

/// A figure in words.
#[derive(Default)]
struct Shown {
    label: &'static str,
    value: String,
    /// What it is made of, where that is more than a number.
    made_of: String,
    /// What it counts.
    what: String,
    /// It and the largest of its scale.
    bar: Option<(u32, u32)>,
    /// What is said in the place of a bar.
    note: String,
    before: String,
    share: String,
}

fn wait_of(lang: Lang, f: &Figures) -> String {
    let wait = f.mean_wait.map(|m| i18n::minutes(lang, i64::from(m)));
    wait.unwrap_or_else(|| "-".to_owned())
}

fn not_received(f: &Figures) -> u32 {
    f.not_received.iter().map(|(_, n)| n).sum()
}

/// All of them in their order, beside those of the year before.
fn shown(lang: Lang, now: &Figures, before: &Figures) -> Vec<Shown> {
    let t = &lang.texts().say;
    let most = |scale: Bar| {
        let alike = ROWS.iter().filter(|(.., bar)| bar.is_with(scale));
        alike.map(|(_, _, of, _)| of(now)).max().unwrap_or_default()
    };
    let counted = ROWS.iter().map(|(label, what, of, bar)| Shown {
        label: label(t),
        value: of(now).to_string(),
        what: what(t).to_owned(),
        bar: (*bar != Bar::Without).then(|| (of(now), most(*bar))),
        before: of(before).to_string(),
        share: match now.opinions {
            all if *bar == Bar::Share && all > 0 => format!("{}%", (of(now) * 100 + all / 2) / all),
            _ => String::new(),
        },
        ..Shown::default()
    });
    let kinds = now
        .not_received
        .iter()
        .map(|(state, n)| format!("{} {n}", code::visit_state(lang, *state)));
    let kinds = kinds.collect::<Vec<_>>().join("  ");
    let missed = Shown {
        label: t.f_not_received,
        value: not_received(now).to_string(),
        made_of: kinds.clone(),
        what: t.d_not_received.to_owned(),
        note: kinds,
        before: not_received(before).to_string(),
        ..Shown::default()
    };
    let doubtful = fill(t.wait_doubtful, &[("n", &now.doubtful.to_string())]);
    let wait = Shown {
        label: t.f_wait,
        value: wait_of(lang, now),
        what: fill(t.d_wait, &[("doubtful", &doubtful)]),
        note: if now.doubtful > 0 { doubtful } else { String::new() },
        before: wait_of(lang, before),
        ..Shown::default()
    };
    counted.chain([missed, wait]).collect()
}

/// A figure and, apart from it, what it counts.
fn counted(value: &str, what: &str) -> String {
    let room = cells::width(value).max(4) + 2;
    format!("{}{what}", cells::pad(value, room))
}

/// Figures as lines, each followed by what it counts.
pub fn defined(lang: Lang, f: &Figures) -> Vec<Line> {
    let each = |row: Shown| {
        let value = Some(row.made_of).filter(|kinds| !kinds.is_empty()).unwrap_or(row.value);
        line(row.label, counted(&value, &row.what))
    };
    shown(lang, f, &Figures::default()).into_iter().map(each).collect()
}

/// Cells between columns, and between blocks that stand side by side.
const GAP: usize = 2;
const APART: usize = 4;

/// The longest bar of a figure, and of a part of the span below the others and beside them.
const BAR: usize = 40;
const PART_BAR: (usize, usize) = (6, 30);

fn right(text: &str, room: usize) -> String {
    format!("{}{text}", " ".repeat(room.saturating_sub(cells::width(text))))
}

/// So much of the longest bar; of what there is any of, some.
fn bar((n, most): (u32, u32), longest: usize) -> String {
    let (n, most) = (n as usize, most.max(1) as usize);
    let long = (n * longest + most / 2) / most;
    "#".repeat(if n > 0 { long.max(1) } else { 0 })
}

fn widest<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(cells::width).max().unwrap_or_default()
}

impl Counts {
    /// What each part of the span is called, and how many opinions were filed in it.
    fn parts(&self) -> Vec<(String, u32)> {
        let same_year = self.now.from.year() == self.now.to.year();
        let name = |f: &Figures| say::part(self.lang, (f.from, f.to), same_year);
        self.parts.iter().map(|f| (name(f), f.opinions)).collect()
    }

    /// What the parts are, together.
    fn parts_title(&self) -> &'static str {
        let t = &self.lang.texts().say;
        let is_year = |f: &Figures| f.from.month() != f.to.month();
        if self.parts.iter().any(is_year) {
            t.by_year
        } else {
            t.by_month
        }
    }

    /// The parts, each in so many cells with its bar.
    fn part_cells(&self, longest: impl Fn(usize) -> usize) -> Vec<String> {
        let parts = self.parts();
        let most = parts.iter().map(|(_, n)| *n).max().unwrap_or_default();
        let numbers: Vec<String> = parts.iter().map(|(_, n)| n.to_string()).collect();
        let name = widest(parts.iter().map(|(name, _)| name.as_str()));
        let number = widest(numbers.iter().map(String::as_str));
        let longest = longest(name + number + 2);
        let each = parts.iter().zip(&numbers).map(|((part, n), said)| {
            let drawn = cells::pad(&bar((*n, most), longest), longest);
            format!("{} {} {drawn}", cells::pad(part, name), right(said, number))
        });
        each.collect()
    }

    /// The parts as rows of a few.
    fn parts_below(&self, label: usize, room: usize) -> Vec<String> {
        let room = room.saturating_sub(label + GAP).max(1);
        let cells_of = self.part_cells(|taken| {
            let many = (room / (taken + PART_BAR.0 + GAP)).max(1);
            (room / many).saturating_sub(taken + GAP).clamp(1, 2 * PART_BAR.0)
        });
        let one = widest(cells_of.iter().map(String::as_str)) + GAP;
        let rows = cells_of.chunks((room / one).max(1)).enumerate();
        let row = |(at, row): (usize, &[String])| {
            let title = if at == 0 { self.parts_title() } else { "" };
            format!("{}{}", cells::pad(title, label + GAP), row.join("  "))
        };
        rows.map(row).collect()
    }

    /// In columns in a room of so many cells. Where it is wide, what each counts and the parts of the span stand beside.
    pub fn laid(&self, room: usize) -> Vec<Line> {
        let t = &self.lang.texts().say;
        let all = shown(self.lang, &self.now, &self.before);
        let label = widest(all.iter().map(|row| row.label).chain([self.parts_title()]));
        let number = widest(all.iter().map(|row| row.value.as_str()));
        let before = widest(all.iter().map(|row| row.before.as_str()).chain([t.a_year_before]));
        let share = widest(all.iter().map(|row| row.share.as_str()).chain([t.of_filed]));
        let taken = label + number + before + share + 4 * GAP;
        let longest = room.saturating_sub(taken).min(BAR);
        let whole = |name: &str, value: &str, drawn: &str, last: &str, part: &str| {
            [
                cells::pad(name, label + GAP),
                right(value, number),
                " ".repeat(GAP),
                cells::pad(drawn, longest + GAP),
                right(last, before),
                right(part, share + GAP),
            ]
            .concat()
        };
        // Each with what it counts.
        let mut lines = vec![(whole("", "", "", t.a_year_before, t.of_filed), String::new())];
        for row in &all {
            let fits = cells::width(&row.note) <= longest;
            let drawn = match row.bar {
                Some(of) => bar(of, longest),
                None if fits => row.note.clone(),
                None => String::new(),
            };
            let text = whole(row.label, &row.value, &drawn, &row.before, &row.share);
            lines.push((text, row.what.clone()));
            if !fits {
                lines.push((whole("", "", &row.note, "", ""), String::new()));
            }
        }
        let mut left = taken + longest;
        let meaning = widest(all.iter().map(|row| row.what.as_str()));
        let least = |parts: bool| APART + if parts { 3 * PART_BAR.0 + APART } else { 0 };
        let is_said = left + meaning + least(!self.parts.is_empty()) <= room;
        let mut texts: Vec<String> = lines
            .into_iter()
            .map(|(text, what)| {
                if is_said {
                    format!("{}{what}", cells::pad(&text, left + APART))
                } else {
                    text
                }
            })
            .collect();
        left += if is_said { APART + meaning } else { 0 };
        let free = room.saturating_sub(left + APART);
        if free < 4 * PART_BAR.0 {
            texts.extend(self.parts_below(label, room));
        } else if !self.parts.is_empty() {
            let beside = self.part_cells(|taken| free.saturating_sub(taken).min(PART_BAR.1));
            let beside = std::iter::once(self.parts_title().to_owned()).chain(beside);
            for (at, part) in beside.enumerate() {
                match texts.get_mut(at) {
                    Some(text) => *text = format!("{}{part}", cells::pad(text, left + APART)),
                    None => texts.push(format!("{}{part}", " ".repeat(left + APART))),
                }
            }
        }
        texts.iter().map(|text| line("", text.trim_end())).collect()
    }

    /// As they are said: each figure with that of the year before and its share, then the parts.
    pub fn spoken(&self) -> Vec<Line> {
        let t = &self.lang.texts().say;
        let each = shown(self.lang, &self.now, &self.before).into_iter().map(|row| {
            let before = format!("{} {}", t.a_year_before, row.before);
            let share = Some(row.share).filter(|share| !share.is_empty());
            let share = share.map(|share| format!("{} {share}", t.of_filed));
            let said = [row.value, row.note, before, share.unwrap_or_default()];
            let said: Vec<String> = said.into_iter().filter(|part| !part.is_empty()).collect();
            line(row.label, said.join("  "))
        });
        let parts: Vec<String> = self.parts().iter().map(|(name, n)| format!("{name} {n}")).collect();
        let parts = (!parts.is_empty()).then(|| line(self.parts_title(), parts.join("  ")));
        each.chain(parts).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code::VisitState;
    use crate::domain::moment::Day;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn counts(lang: Lang) -> Counts {
        let of = |from: &str, to: &str, opinions| Figures {
            from: day(from),
            to: day(to),
            opinions,
            ..Figures::default()
        };
        Counts {
            lang,
            now: Figures {
                sessions: 12,
                batches: 40,
                persons: 80,
                handed_over: 57,
                not_received: vec![(VisitState::NextTime, 2), (VisitState::Left, 1)],
                mean_wait: Some(17),
                doubtful: 1,
                ..of("2026-01-01", "2026-03-31", 100)
            },
            before: Figures {
                sessions: 9,
                ..of("2025-01-01", "2025-03-31", 67)
            },
            parts: vec![
                of("2026-01-01", "2026-01-31", 60),
                of("2026-02-01", "2026-02-28", 0),
                of("2026-03-01", "2026-03-31", 40),
            ],
        }
    }

    fn texts(lines: &[Line]) -> Vec<String> {
        lines
            .iter()
            .map(|l| format!("{} {}", l.label, l.text).trim().to_owned())
            .collect()
    }

    #[test]
    fn bars_are_measured_within_their_kind_and_a_share_is_of_what_was_filed() {
        let lines = texts(&counts(Lang::Zh).laid(77));
        let of = |label: &str| lines.iter().find(|l| l.starts_with(label)).cloned().unwrap();
        let parts = |label: &str| of(label).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(parts("接待次数"), ["接待次数", "12", "9"]);
        assert_eq!(parts("接待人次"), ["接待人次", "80", "#".repeat(40).as_str(), "0"]);
        assert_eq!(parts("接待批次"), ["接待批次", "40", "#".repeat(20).as_str(), "0"]);
        assert_eq!(parts("登记意见"), ["登记意见", "100", "#".repeat(40).as_str(), "67"]);
        assert_eq!(parts("交办"), ["交办", "57", "#".repeat(23).as_str(), "0", "57%"]);
        assert!(of("没接到").contains("下次优先 2"), "{}", of("没接到"));
        assert!(of("平均等候").contains("时间可疑的 1 位不算"));
        let months = of("各月登记");
        assert!(
            months.contains("1月 60 ######") && months.contains("2月  0 ") && months.contains("3月 40 ####"),
            "{months}"
        );
    }

    #[test]
    fn no_width_cuts_a_figure_and_a_wide_one_has_more_beside() {
        for lang in [Lang::Zh, Lang::En] {
            let counts = counts(lang);
            for room in [47, 57, 77, 107, 117, 157, 197] {
                let lines = texts(&counts.laid(room));
                assert!(lines.iter().all(|l| cells::width(l) <= room), "{room}: {lines:#?}");
                let all = lines.join("\n");
                for n in ["12", "80", "57%", "67", "60"] {
                    assert!(all.contains(n), "{room} {n}: {all}");
                }
            }
            let height = |room| counts.laid(room).len();
            assert!(height(77) <= 20 && height(117) < height(77));
            let said = |room| texts(&counts.laid(room)).join("\n");
            let what = lang.texts().say.d_batches;
            assert!(!said(117).contains(what) && said(157).contains(what));
        }
    }

    #[test]
    fn what_is_said_has_the_same_numbers_and_no_bars() {
        let lines = texts(&counts(Lang::Zh).spoken());
        assert!(lines.contains(&"登记意见 100  上年同期 67".to_owned()), "{lines:#?}");
        assert!(lines.contains(&"交办 57  上年同期 0  占登记 57%".to_owned()));
        assert!(lines.contains(&"各月登记 1月 60  2月 0  3月 40".to_owned()));
        assert!(lines.iter().all(|l| !l.contains('#')));
    }
}
