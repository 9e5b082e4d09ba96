//! Bringing in a table at the desk: which file, what it would do, and what came of it. Reading and writing are long
//! work outside; what they say finds this layer by its ticket.

use super::columns::{abreast, of_column};
use crate::app::action::Act;
use crate::app::layer::page::last_top;
use crate::app::layer::{digit, moved};
use crate::app::model::form::Asking;
use crate::app::model::importing::{Entry, News, Plan, Stage, Table, TableFile, Written, by_kind};
use crate::app::model::page::{Line, line};
use crate::app::model::pending::request;
use crate::app::model::{Choice, Effect, Flow, Importing, Job, MENU_PAGE, Mood, Next, State, Step, Ticket};
use crate::domain::column::{Choice as Said, Column, How};
use crate::domain::pinyin;
use crate::domain::text::fold_char;
use crate::i18n::{fill, importing};
use crate::keys::Chord;
use crossterm::event::KeyCode;

/// What a numbered choice does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Do {
    Read(String),
    Type,
    Go,
    Stop,
    /// Choose a file again.
    Again,
    /// See what each column is taken for.
    Columns,
    /// Say what a column is, by its place among them.
    Column(usize),
    /// It is this field, or none.
    Field(Option<&'static str>),
    /// Back to what the table would do.
    Preview,
    Close,
}

/// A numbered choice of a stage, with what it does.
#[derive(Clone, Debug)]
pub struct Item {
    pub label: String,
    pub note: String,
    /// Why it cannot be chosen now.
    pub why_not: Option<&'static str>,
    pub what: Do,
}

fn item(label: &str, what: Do) -> Item {
    Item {
        label: label.to_owned(),
        note: String::new(),
        why_not: None,
        what,
    }
}

impl Importing {
    /// Begins by looking for files.
    pub fn open(state: &mut State, table: Table) -> (Self, Effect) {
        let mut out = Self {
            table,
            ticket: Ticket(0),
            file: String::new(),
            stage: Stage::Looking,
            at: 0,
            top: 0,
            said: None,
            typed: String::new(),
        };
        let effect = out.job(state, |ticket| Job::Tables { ticket });
        (out, effect)
    }

    fn job(&mut self, state: &mut State, job: impl FnOnce(Ticket) -> Job) -> Effect {
        state.last_ticket += 1;
        self.ticket = Ticket(state.last_ticket);
        Effect::Job(job(self.ticket))
    }

    fn go_to(&mut self, stage: Stage) {
        (self.stage, self.at, self.top) = (stage, 0, 0);
        self.typed.clear();
    }

    /// What it is called.
    pub fn title(&self, state: &State) -> String {
        let t = state.texts();
        let name = match self.table {
            Table::Deputies => t.action.deputy_import,
            Table::Units => t.action.unit_import,
        };
        match &self.stage {
            Stage::Preview(_) => fill(t.importing.preview, &[("title", name)]),
            Stage::Over(..) => fill(t.importing.result, &[("title", name)]),
            Stage::Columns(_) | Stage::Fields(..) => fill(t.importing.columns_title, &[("title", name)]),
            Stage::Looking | Stage::Choosing(..) | Stage::Reading | Stage::Writing(..) | Stage::Failed(_) => {
                name.to_owned()
            }
        }
    }

    /// What can be chosen at this stage.
    pub fn items(&self, state: &State) -> Vec<Item> {
        let t = &state.texts().importing;
        match &self.stage {
            Stage::Looking => Vec::new(),
            Stage::Choosing(files, _) => {
                let file = |f: &TableFile| {
                    let (folder, name) = f.path.rsplit_once('/').unwrap_or(("", &f.path));
                    Item {
                        note: format!("{folder}  {}", f.note),
                        ..item(name, Do::Read(f.path.clone()))
                    }
                };
                files.iter().map(file).chain([item(t.other_path, Do::Type)]).collect()
            }
            Stage::Reading | Stage::Writing(..) => vec![item(t.stop, Do::Stop)],
            Stage::Preview(plan) => {
                let go = Item {
                    why_not: plan.entries.is_empty().then_some(t.nothing_to_do),
                    ..item(t.go, Do::Go)
                };
                vec![go, item(t.columns_see, Do::Columns), item(t.back, Do::Again)]
            }
            Stage::Columns(plan) => {
                let said = abreast(state, &plan.columns).into_iter().enumerate();
                let all = said.map(|(at, said)| item(&said, Do::Column(at)));
                let back = match &plan.missing {
                    Some(_) => item(t.another, Do::Again),
                    None => item(t.columns_done, Do::Preview),
                };
                all.chain([back]).collect()
            }
            Stage::Fields(plan, _) => {
                let fields = plan.fields.iter().map(|key| Some(*key)).chain([None]);
                let called = |key: Option<&'static str>| (importing::of_field(state.lang, key), key);
                let fits =
                    |(label, _): &(&'static str, _)| pinyin::matches(&self.typed, label, &pinyin::search_key(label));
                let all = fields.map(called).filter(fits);
                all.map(|(label, key)| item(label, Do::Field(key))).collect()
            }
            Stage::Over(..) => vec![item(t.close, Do::Close), item(t.another, Do::Again)],
            Stage::Failed(_) => vec![item(t.another, Do::Again), item(t.back, Do::Close)],
        }
    }

    /// The lines above the choices at this stage.
    pub fn lines(&self, state: &State) -> Vec<Line> {
        let t = &state.texts().importing;
        let file = || line(t.file_is, self.file.clone());
        match &self.stage {
            Stage::Looking => vec![line("", t.looking)],
            Stage::Choosing(files, folders) => {
                let asked = if files.is_empty() { t.no_tables } else { t.choose };
                let looked = line(t.looked_in, folders.join(t.between));
                let how = fill(
                    t.how_it_gets_here,
                    &[("folder", folders.last().map_or("", String::as_str))],
                );
                vec![line("", asked), looked, line("", how)]
            }
            Stage::Reading => vec![line("", fill(t.reading, &[("file", &self.file)]))],
            Stage::Preview(plan) => {
                let mut out = vec![
                    file(),
                    line(t.counts, plan.counts.sentence(t.would)),
                    line("", plan.counts.rows(state.texts())),
                ];
                out.extend(remarks(state, plan, &[]));
                let column = |c: &Column| [of_column(state, c), c.samples.join(t.between)].join("   ");
                let columns = plan.columns.iter().map(column);
                out.extend(labelled(t.columns, columns));
                let of = |new| plan.entries.iter().filter(move |e| e.is_new() == new);
                out.extend(entries(t.is_changed, of(false)));
                out.extend(entries(t.is_new, of(true)));
                out
            }
            Stage::Columns(plan) => {
                let why = plan.missing.as_ref().map(|why| line("", why.clone()));
                [file()]
                    .into_iter()
                    .chain(why)
                    .chain([line("", t.columns_choose)])
                    .collect()
            }
            Stage::Fields(plan, at) => {
                let about = plan
                    .columns
                    .get(*at)
                    .map(|column| line(t.columns, of_column(state, column)));
                let seen = plan
                    .columns
                    .get(*at)
                    .map(|column| line(t.samples, column.samples.join(t.between)));
                let typed = (!self.typed.is_empty()).then(|| line(t.typed, self.typed.clone()));
                let asked = line("", t.field_choose);
                about.into_iter().chain(seen).chain([asked]).chain(typed).collect()
            }
            Stage::Writing(plan, done, stopping) => {
                let text = if *stopping { t.stopping } else { t.writing };
                let values = [("done", done.to_string()), ("all", plan.entries.len().to_string())];
                let said = fill(text, &values.each_ref().map(|(k, v)| (*k, v.as_str())));
                vec![file(), line("", said)]
            }
            Stage::Over(plan, written) => {
                let mut out = vec![file(), line(t.counts, came_to(state, written))];
                out.extend(written.trouble.as_ref().map(|why| line("", why.clone())));
                let mut counts = plan.counts;
                written.refused.iter().for_each(|_| counts.refuse());
                out.push(line("", counts.rows(state.texts())));
                out.extend(remarks(state, plan, &written.refused));
                out
            }
            Stage::Failed(why) => vec![file(), line("", fill(t.file, &[("what", why)]))],
        }
    }

    /// Answers a key: digits and Enter choose, the arrows move the marker, the page keys turn the page.
    pub fn key(&mut self, state: &mut State, chord: Chord, act: Option<Act>) -> Option<Step> {
        if let Some(n) = digit(chord) {
            return Some(self.choose(state, n));
        }
        if self.finds_a_field() && chord.code == KeyCode::Backspace {
            self.typed.pop();
            self.at = 0;
            return Some(Next::Stay.into());
        }
        let items = self.items(state);
        let act = act?;
        let turns = matches!(
            act,
            Act::ListPageUp | Act::ListPageDown | Act::ListFirst | Act::ListLast
        );
        if turns && !matches!(self.stage, Stage::Choosing(..) | Stage::Columns(_) | Stage::Fields(..)) {
            let below = items.len() as u16 + 1;
            let last = last_top(&self.lines(state), state.size, below);
            let page = usize::from(state.size.1.saturating_sub(6 + below)).max(1);
            self.top = moved(self.top, act, last, page)?;
            return Some(Next::Stay.into());
        }
        if let Some(to) = moved(self.at, act, items.len(), MENU_PAGE) {
            self.at = to;
            return Some(Next::Stay.into());
        }
        match (act, &self.stage) {
            (Act::ListOpen, _) => Some(self.take(state, &items, self.at)),
            (Act::AppBack, Stage::Reading | Stage::Writing(..)) => Some(self.carry(state, Do::Stop)),
            (Act::AppBack, Stage::Fields(..)) => Some(self.carry(state, Do::Columns)),
            (Act::AppBack, Stage::Columns(plan)) if plan.missing.is_none() => Some(self.carry(state, Do::Preview)),
            (Act::AppBack, Stage::Columns(_) | Stage::Preview(_) | Stage::Failed(_)) => {
                Some(self.carry(state, Do::Again))
            }
            (Act::AppBack, _) => Some(Next::Close.into()),
            _ => None,
        }
    }

    /// Takes text where a field is to be chosen: its digit, or what it is called, in pinyin or in Chinese.
    pub fn text(&mut self, state: &mut State, text: &str) -> Step {
        if !self.finds_a_field() {
            return Next::Stay.into();
        }
        let mut chars = text.chars();
        if let (Some(n), None) = (
            chars.next().and_then(|c| digit(Chord::char(fold_char(c)))),
            chars.next(),
        ) {
            return self.choose(state, n);
        }
        self.typed.extend(text.chars().filter(|c| !c.is_control()).take(20));
        self.at = 0;
        Next::Stay.into()
    }

    /// Takes the choice of a digit on the page.
    fn choose(&mut self, state: &mut State, n: usize) -> Step {
        let items = self.items(state);
        self.take(state, &items, self.at - self.at % MENU_PAGE + n - 1)
    }

    fn take(&mut self, state: &mut State, items: &[Item], at: usize) -> Step {
        match items.get(at) {
            Some(Item { why_not: Some(why), .. }) => {
                state.say(Mood::Warn, *why);
                Next::Stay.into()
            }
            Some(item) => {
                self.at = at;
                self.carry(state, item.what.clone())
            }
            None => Next::Stay.into(),
        }
    }

    fn carry(&mut self, state: &mut State, what: Do) -> Step {
        match what {
            Do::Read(path) => Step::with(self.read(state, path)),
            Do::Type => Next::Keep(Choice::Flow(Flow::Reason(Asking::Path(self.table)))).into(),
            Do::Go => {
                let Stage::Preview(plan) = &mut self.stage else {
                    return Next::Stay.into();
                };
                let plan = std::mem::take(plan);
                let all: Vec<_> = plan.entries.iter().map(|e| e.command.clone()).collect();
                let requests = all.into_iter().map(|c| request(state, c, None)).collect();
                let (shape, columns) = (plan.shape.clone(), plan.columns.clone());
                self.go_to(Stage::Writing(plan, 0, false));
                Step::with(self.job(state, |ticket| Job::Write {
                    ticket,
                    requests,
                    shape,
                    columns,
                }))
            }
            Do::Stop => {
                if let Stage::Writing(_, _, stopping) = &mut self.stage {
                    *stopping = true;
                    return Step::with(Effect::Job(Job::Stop));
                }
                self.again(state)
            }
            Do::Again => self.again(state),
            Do::Columns => self.look_at(Stage::Columns),
            Do::Preview => self.look_at(Stage::Preview),
            Do::Column(at) => self.look_at(|plan| Stage::Fields(plan, at)),
            Do::Field(field) => {
                let Stage::Fields(plan, at) = &self.stage else {
                    return Next::Stay.into();
                };
                let Some(column) = plan.columns.get(*at) else {
                    return Next::Stay.into();
                };
                let others = plan.columns.iter().filter(|c| c.how == How::Chosen && *c != column);
                let mut said: Vec<Said> = others.map(|c| c.said(c.field)).collect();
                said.push(column.said(field));
                self.said = Some(said);
                let path = self.file.clone();
                Step::with(self.read_again(state, path))
            }
            Do::Close => Next::Close.into(),
        }
    }

    /// Another side of the same plan.
    fn look_at(&mut self, stage: impl FnOnce(Box<Plan>) -> Stage) -> Step {
        if let Stage::Preview(plan) | Stage::Columns(plan) | Stage::Fields(plan, _) = &mut self.stage {
            let plan = std::mem::take(plan);
            self.go_to(stage(plan));
        }
        Next::Stay.into()
    }

    /// Chooses a file anew; what is being read is of no more interest.
    fn again(&mut self, state: &mut State) -> Step {
        self.go_to(Stage::Looking);
        Step::with(self.job(state, |ticket| Job::Tables { ticket }))
    }

    /// Has a file read and compared with what is there; nothing is written.
    pub fn read(&mut self, state: &mut State, path: String) -> Effect {
        self.said = None;
        self.read_again(state, path)
    }

    /// The same with what the person says of its columns.
    fn read_again(&mut self, state: &mut State, path: String) -> Effect {
        self.file.clone_from(&path);
        self.go_to(Stage::Reading);
        let (table, said) = (self.table, self.said.clone());
        self.job(state, |ticket| Job::Read {
            ticket,
            table,
            path,
            said,
        })
    }

    /// Its job says something.
    pub fn news(&mut self, news: News) {
        match news {
            News::Files(files, folders) => self.go_to(Stage::Choosing(files, folders)),
            // Whoever said what a column is sees what came of it.
            News::Planned(plan) if self.said.is_some() || plan.missing.is_some() => self.go_to(Stage::Columns(plan)),
            News::Planned(plan) => self.go_to(Stage::Preview(plan)),
            News::Failed(why) => self.go_to(Stage::Failed(why)),
            News::Going(n) => {
                if let Stage::Writing(_, done, _) = &mut self.stage {
                    *done = n;
                }
            }
            News::Written(written) => {
                if let Stage::Writing(plan, ..) = std::mem::replace(&mut self.stage, Stage::Looking) {
                    self.go_to(Stage::Over(plan, written));
                }
            }
        }
    }
}

/// What was written, in a sentence.
fn came_to(state: &State, written: &Written) -> String {
    let t = &state.texts().importing;
    let text = if written.left == 0 { t.finished } else { t.stopped };
    let values = [
        ("add", written.add.to_string()),
        ("update", written.update.to_string()),
        ("left", written.left.to_string()),
    ];
    fill(text, &values.each_ref().map(|(k, v)| (*k, v.as_str())))
}

/// A label on the first line only.
fn labelled(label: &'static str, texts: impl Iterator<Item = String>) -> Vec<Line> {
    texts
        .enumerate()
        .map(|(i, text)| line(if i == 0 { label } else { "" }, text))
        .collect()
}

fn entries<'a>(label: &'static str, all: impl Iterator<Item = &'a Entry>) -> Vec<Line> {
    labelled(
        label,
        all.map(|e| format!("{}  {}", e.name, e.detail).trim_end().to_owned()),
    )
}

/// What is to be said of rows, a line for each kind.
fn remarks(state: &State, plan: &Plan, refused: &[(usize, String)]) -> Vec<Line> {
    let t = state.texts();
    let late = refused
        .iter()
        .filter_map(|(n, why)| Some(plan.entries.get(*n)?.refused(t, why)));
    let all: Vec<_> = plan.remarks.iter().cloned().chain(late).collect();
    let out = labelled(t.importing.is_problem, by_kind(t, &all).into_iter());
    if out.is_empty() {
        return vec![line(t.importing.is_problem, t.importing.clean)];
    }
    out
}
