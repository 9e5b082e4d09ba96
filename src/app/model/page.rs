//! A page to read, paragraph by paragraph.

use super::counts::Counts;
use super::covered::COVER;
use super::{Choice, Item, State, Ticket};
use crate::cells;
use crate::domain::shape::Class;
use crate::domain::view::Query;
use uuid::Uuid;

/// A paragraph of a page with its heading; none for one that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Before it, or empty.
    pub label: String,
    pub text: String,
    /// Less important: a definition.
    pub quiet: bool,
    /// The class of what it says, by which a covered screen goes.
    pub class: Class,
}

impl Line {
    /// The same, of a class that is not open to everybody.
    #[must_use]
    pub fn of(mut self, class: Class) -> Self {
        self.class = class;
        self
    }
}

fn covered(class: Class, text: &mut String) {
    if class != Class::Open && !text.trim().is_empty() {
        COVER.clone_into(text);
    }
}

/// Rows in columns, each under its heading.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Each with the class of what stands below it.
    pub heads: Vec<(&'static str, Class)>,
    pub rows: Vec<Vec<String>>,
}

/// Cells between columns.
const GAP: usize = 2;

impl Table {
    /// As it is said: who a row is about, and whatever it holds besides after its heading.
    pub fn by_heading(&self) -> Vec<Line> {
        let said = |row: &Vec<String>| {
            let cells = self.heads.iter().zip(row).skip(1).filter(|(_, cell)| !cell.is_empty());
            let parts: Vec<String> = cells.map(|(head, cell)| format!("{} {cell}", head.0)).collect();
            line(row.first().map_or("", String::as_str), parts.join("  "))
        };
        self.rows.iter().map(said).collect()
    }

    /// In straight columns, those with nothing in them left out; where the room is too narrow for that, by heading.
    pub fn laid(&self, room: usize) -> Vec<Line> {
        let widest = |at: usize| {
            self.rows
                .iter()
                .filter_map(|row| row.get(at))
                .map(|cell| cells::width(cell))
                .max()
        };
        let columns = self.heads.iter().enumerate().filter_map(|(at, (head, _))| {
            let widest = widest(at).filter(|widest| *widest > 0)?;
            Some((at, widest.max(cells::width(head))))
        });
        let columns: Vec<(usize, usize)> = columns.collect();
        if columns.iter().map(|(_, width)| width + GAP).sum::<usize>() > room + GAP {
            return self.by_heading();
        }
        let row = |text: &dyn Fn(usize) -> String| {
            let padded = columns.iter().map(|(at, width)| cells::pad(&text(*at), width + GAP));
            line("", padded.collect::<String>().trim_end())
        };
        let head = |at: usize| {
            self.heads
                .get(at)
                .map_or_else(String::new, |(head, _)| (*head).to_owned())
        };
        let rows = self
            .rows
            .iter()
            .map(|cells| row(&|at| cells.get(at).cloned().unwrap_or_default()));
        let heads = (!columns.is_empty()).then(|| Line {
            quiet: true,
            ..row(&head)
        });
        heads.into_iter().chain(rows).collect()
    }
}

/// What stands below the answer to a question, as the desk sees it when that comes.
pub type Below = fn(&State, &Query) -> Vec<Line>;

/// Where what a page says comes from, by which it is read anew once somebody wrote something.
#[derive(Clone, Debug)]
pub enum Source {
    /// What came of an act, or would come of one: it is said once.
    Said,
    /// This row of the list it lies over, with which it comes anew.
    Row(Uuid),
    /// The answer to a question.
    Asked(Box<Query>, Below),
}

/// One of the numbered ways from a page to another like it.
#[derive(Clone, Debug)]
pub struct Turn {
    pub text: &'static str,
    /// It is this page.
    pub is_here: bool,
    pub choice: Choice,
}

/// Something to read, with what Enter leads to where it leads on.
#[derive(Clone, Debug)]
pub struct Page {
    pub title: String,
    pub lines: Vec<Line>,
    /// Where digits lead from here; while there is any, the digits are its own.
    pub head: Vec<Turn>,
    /// Figures beside those of the year before.
    pub counts: Option<Box<Counts>>,
    /// Below them, if there is anything in it.
    pub table: Table,
    /// First row in view.
    pub top: usize,
    /// What Enter does, and the words for it.
    pub go: Option<(String, Choice)>,
    /// Where that comes from.
    pub source: Source,
    /// The question whose answer fills it, or says what has become of it.
    pub ticket: Option<Ticket>,
    /// It says what it is for; until then it leads nowhere.
    pub filled: bool,
}

pub(in crate::app) fn line(label: impl Into<String>, text: impl Into<String>) -> Line {
    Line {
        label: label.into(),
        text: text.into(),
        quiet: false,
        class: Class::Open,
    }
}

impl Page {
    /// Its lines in a room of so many cells, covered with the screen or not.
    pub fn laid(&self, room: usize, masked: bool) -> Vec<Line> {
        let (mut lines, mut table) = (self.lines.clone(), self.table.clone());
        if masked {
            for line in &mut lines {
                covered(line.class, &mut line.text);
            }
            for row in &mut table.rows {
                let cells = table.heads.iter().zip(row);
                cells.for_each(|((_, class), cell)| covered(*class, cell));
            }
        }
        lines.extend(table.laid(room));
        let counts = self.counts.as_ref().map(|counts| counts.laid(room));
        counts.into_iter().flatten().chain(lines).collect()
    }

    /// Its lines as they are said.
    pub fn spoken(&self) -> Vec<Line> {
        let counts = self.counts.as_ref().map(|counts| counts.spoken());
        let lines = self.lines.iter().cloned().chain(self.table.by_heading());
        counts.into_iter().flatten().chain(lines).collect()
    }

    /// Where it leads, as choices.
    pub fn ways(&self) -> Vec<Item> {
        let turns = self.head.iter().map(|turn| Item::new(turn.text, turn.choice.clone()));
        let go = self
            .leads()
            .into_iter()
            .map(|(words, choice)| Item::new(words, choice.clone()));
        go.chain(turns).collect()
    }

    /// A page of these lines.
    pub fn new(title: impl Into<String>, lines: Vec<Line>) -> Self {
        Self {
            title: title.into(),
            lines,
            head: Vec::new(),
            counts: None,
            table: Table::default(),
            top: 0,
            go: None,
            source: Source::Said,
            ticket: None,
            filled: true,
        }
    }

    /// What Enter does by now, and the words for it.
    pub fn leads(&self) -> Option<&(String, Choice)> {
        self.go.as_ref().filter(|_| self.filled)
    }

    /// The row it is of.
    pub const fn row(&self) -> Option<Uuid> {
        if let Source::Row(id) = self.source {
            Some(id)
        } else {
            None
        }
    }

    /// Says this instead, and whoever reads it stays where they are.
    pub fn renew(&mut self, now: Self) {
        let top = self.top;
        *self = Self { top, ..now };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        Table {
            heads: ["代表", "到岗", "桌", "说明"].map(|head| (head, Class::Open)).to_vec(),
            rows: vec![
                row(["张建军", "到", "", ""]),
                row(["欧阳文山", "", "", "出差，由何某代"]),
            ],
        }
    }

    fn texts(lines: Vec<Line>) -> Vec<String> {
        lines.into_iter().map(|l| l.text).collect()
    }

    #[test]
    fn columns_are_straight_by_cells_and_an_empty_one_takes_no_room() {
        assert_eq!(
            texts(table().laid(77)),
            ["代表      到岗  说明", "张建军    到", "欧阳文山        出差，由何某代",]
        );
        assert_eq!(texts(Table::default().laid(77)), Vec::<String>::new());
    }

    #[test]
    fn where_columns_have_no_room_and_where_it_is_spoken_each_cell_follows_its_heading() {
        let narrow = table().laid(20);
        assert_eq!(narrow, table().by_heading());
        assert_eq!(
            (narrow[0].label.as_str(), narrow[0].text.as_str()),
            ("张建军", "到岗 到")
        );
        assert_eq!(narrow[1].text, "说明 出差，由何某代");
    }
}
