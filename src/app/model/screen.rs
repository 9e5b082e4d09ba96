//! The list screens with the rows that are at hand.

use super::{Cursor, Marks, Pane, Screen, State, Ticket};
use crate::app::action::Act;
use crate::domain::backups::Backup;
use crate::domain::moment::Day;
use crate::domain::record::{Account, Deputy, Unit};
use crate::domain::trace::Traced;
use crate::domain::view::{Answer, FollowUp, OpinionRow, Owing, Pressing, Query, SessionRow, Stretch};
use crate::form::buffer::TextBuffer;
use crate::form::fold::Lines;
use crate::i18n::{Lang, Texts};
use std::ops::Range;
use uuid::Uuid;

/// A row of a list screen.
pub trait Row: Clone + Sized + 'static {
    /// The rows of this kind, where they are.
    fn among(rows: &Rows) -> &[Self];

    /// The rows of an answer, and after which one to go on where there are more.
    fn of(answer: Answer) -> Option<(Vec<Self>, Option<i64>)>;

    /// What a stretch of a long list is asked by.
    fn place(&self) -> Option<i64> {
        None
    }

    /// How much it presses.
    fn pressing(&self) -> Pressing {
        Pressing::No
    }
}

macro_rules! rows {
    ($($name:ident($row:ty $(, $more:ident $n:expr)?) by $id:expr $(, pressing $how:expr)?;)+) => {
        /// Rows of a list screen.
        #[derive(Clone, Debug, Default)]
        pub enum Rows {
            #[default]
            None,
            $($name(Vec<$row>)),+
        }

        impl Rows {
            /// The ids of the rows in order, by which a cursor follows its row.
            pub fn ids(&self) -> Vec<Uuid> {
                match self {
                    Self::None => Vec::new(),
                    $(Self::$name(rows) => {
                        let id: fn(&$row) -> Uuid = $id;
                        rows.iter().map(id).collect()
                    })+
                }
            }

            /// The rows of an answer that brings a list.
            pub fn of(answer: Answer) -> Option<Self> {
                $(if let Answer::$name(rows, ..) = answer {
                    return Some(Self::$name(rows));
                })+
                None
            }

            /// By what the first and the last row at hand of a long list are asked for.
            pub fn ends(&self) -> (Option<i64>, Option<i64>) {
                match self {
                    Self::None => (None, None),
                    $(Self::$name(rows) => (
                        rows.first().and_then(Row::place),
                        rows.last().and_then(Row::place),
                    )),+
                }
            }

            /// Puts rows of the same list behind these, or before them.
            pub fn join(&mut self, more: Self, before: bool) {
                match (self, more) {
                    $((Self::$name(rows), Self::$name(more)) => {
                        let at = if before { 0 } else { rows.len() };
                        rows.splice(at..at, more);
                    })+
                    (rows, more) => *rows = more,
                }
            }

            /// Keeps these rows and no others.
            pub fn keep(&mut self, kept: Range<usize>) {
                match self {
                    Self::None => {}
                    $(Self::$name(rows) => {
                        rows.truncate(kept.end);
                        rows.drain(..kept.start.min(rows.len()));
                    })+
                }
            }

            /// The number of rows at hand, not of the whole list.
            pub fn len(&self) -> usize {
                match self {
                    Self::None => 0,
                    $(Self::$name(rows) => rows.len()),+
                }
            }
        }

        $(impl Row for $row {
            fn among(rows: &Rows) -> &[Self] {
                if let Rows::$name(rows) = rows { rows } else { &[] }
            }

            fn of(answer: Answer) -> Option<(Vec<Self>, Option<i64>)> {
                let Answer::$name(rows $(, $more)?, ..) = answer else { return None };
                let last = None::<i64>$(.or(rows.last().filter(|_| $more).map(|row: &$row| $n(row))))?;
                Some((rows, last))
            }

            $(fn place(&self) -> Option<i64> {
                let place: fn(&Self) -> i64 = $n;
                Some(place(self))
            })?

            $(fn pressing(&self) -> Pressing {
                let how: fn(&Self) -> Pressing = $how;
                how(self)
            })?
        })+
    };
}

rows! {
    Opinions(OpinionRow, more |o: &OpinionRow| o.n) by |o| o.id.0;
    Owed(FollowUp, more |f: &FollowUp| f.n) by super::state::owing_id, pressing FollowUp::pressing;
    Deputies(Deputy) by |d| d.id.0;
    Sessions(SessionRow) by |s| s.session.id.0;
    Units(Unit) by |u| u.id.0;
    Accounts(Account) by |a| a.id.0;
    Backups(Backup) by |b| Uuid::from_u128(b.n.unsigned_abs().into());
    Traces(Traced) by |l| Uuid::from_u128(l.n.unsigned_abs().into());
}

impl Rows {
    /// None are there, or not yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The opinions, where it is their list.
    pub fn opinions(&self) -> &[OpinionRow] {
        OpinionRow::among(self)
    }
}

/// What the rows of a list may be narrowed to, one after the other.
#[derive(Debug)]
pub struct Filter {
    pub count: usize,
    pub word: fn(Lang, usize) -> &'static str,
    /// How much there is of each, where they stand numbered at the head of the list and digits choose among them.
    pub counted: Option<fn(&State, usize) -> u32>,
}

/// Of a list that cannot be narrowed.
pub const NO_FILTER: Filter = Filter {
    count: 0,
    word: |_, _| "",
    counted: None,
};

/// What is asked of the file.
#[derive(Debug)]
pub struct Wanted {
    /// What was typed to find.
    pub matching: String,
    /// The language it was typed in.
    pub lang: Lang,
    /// Which of its filters.
    pub only: Option<usize>,
    /// The day by the clock.
    pub today: Day,
    pub stretch: Stretch,
    /// Rows at most, of a list that is asked for page by page; of another all that a screen goes through.
    pub limit: u32,
}

/// What can be said of a list whatever its rows are.
#[derive(Debug)]
pub struct Frame {
    /// The column whose text shows the selection.
    pub title: usize,
    /// What it says while there is nothing in it: what is missing, and what to do next.
    pub empty: fn(&Texts) -> &'static str,
    pub filter: Filter,
    /// The question that brings its rows.
    pub ask: fn(Wanted) -> Query,
    /// What adds one more, where that is done here.
    pub add: Option<Act>,
    /// Where it finds what is typed, what it says when nothing was found; elsewhere the matters are looked through.
    pub finds: Option<fn(&Texts) -> &'static str>,
    /// It is longer than what is at hand of it.
    pub long: bool,
    /// It is of people and their matters.
    pub of_records: bool,
    /// What is done with all that are marked, where rows can be marked.
    pub marked: Option<Act>,
}

/// What is under the marker, where that is in a list of what is owed.
#[derive(Clone, Copy, Debug)]
pub enum Marked<'a> {
    Line(&'a FollowUp),
    /// There is no line, or it has gone.
    Gone,
    /// The marker is in no such list.
    Elsewhere,
}

impl<'a> Marked<'a> {
    /// The line, where there is one.
    pub const fn line(self) -> Option<&'a FollowUp> {
        match self {
            Self::Line(line) => Some(line),
            Self::Gone | Self::Elsewhere => None,
        }
    }
}

/// What the newest question of a list was for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// The list from its top; the marker stays on its record if that is there.
    #[default]
    Anew,
    /// The same rows as they are now.
    Again,
    /// The rows that come next.
    Below,
    /// The rows that come before.
    Above,
    /// The top, for the marker to go there.
    First,
    /// The end, for the marker to go there.
    Last,
}

/// Where the rows at hand lie in the whole list. Counting the whole list would take longer than showing any page of it, so
/// a place is known from the end it was reached from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// So many rows come before the first one.
    FromTop(usize),
    /// So many rows come after the last one.
    FromEnd(usize),
}

impl Default for Place {
    fn default() -> Self {
        Self::FromTop(0)
    }
}

/// A list screen as it stands: rows at hand, cursor, what is looked for.
#[derive(Clone, Debug)]
pub struct Browse {
    pub rows: Rows,
    pub more: bool,
    /// Words were looked for in the newest of the confidential ones only.
    pub is_cut: bool,
    /// More opinions come before.
    pub above: bool,
    /// Where the rows lie in the whole list.
    pub place: Place,
    /// Steps of the marker that wait for rows; negative ones go up.
    pub owed: isize,
    pub cursor: Cursor,
    pub marks: Marks,
    /// What was typed to find.
    pub find: TextBuffer,
    /// Characters go into it.
    pub typing: bool,
    /// The next one begins anew: what stands there was looked for before.
    pub replaces: bool,
    /// What its definition says, once it was asked for.
    pub frame: Option<&'static Frame>,
    /// The filter it is narrowed by.
    pub only: Option<usize>,
    pub ticket: Option<Ticket>,
    /// What it was for.
    pub asked: Asked,
}

impl Default for Browse {
    fn default() -> Self {
        Self {
            rows: Rows::None,
            more: false,
            is_cut: false,
            above: false,
            place: Place::default(),
            owed: 0,
            cursor: Cursor::default(),
            marks: Marks::default(),
            find: TextBuffer::new(Lines::Single, Some(60)),
            typing: false,
            replaces: false,
            frame: None,
            only: None,
            ticket: None,
            asked: Asked::default(),
        }
    }
}

impl State {
    /// What stands where nothing was read yet.
    pub fn reading(&self) -> String {
        let why = self.unread.as_deref();
        why.unwrap_or(self.texts().say.loading).to_owned()
    }

    /// What is under the marker in the lists of what is owed.
    pub fn owing_here(&self) -> Marked<'_> {
        let line = if self.screen == Screen::Owed {
            let b = self.browse.get(&Screen::Owed);
            let rows = b.map_or(&[][..], |b| FollowUp::among(&b.rows));
            if b.is_some_and(|b| !matches!(b.rows, Rows::None)) && rows.is_empty() {
                // A list of which nothing is left means nobody in particular.
                return Marked::Elsewhere;
            }
            b.and_then(|b| rows.get(b.cursor.at))
        } else if self.screen == Screen::Today && self.focus == Pane::Follow {
            if !self.follow.gone && self.selected_owing().is_none() {
                return Marked::Elsewhere;
            }
            self.selected_owing().filter(|_| !self.follow.gone)
        } else {
            return Marked::Elsewhere;
        };
        line.map_or(Marked::Gone, Marked::Line)
    }

    /// Whether something is marked in the list of a screen.
    pub fn is_marked(&self, screen: Screen) -> bool {
        self.browse.get(&screen).is_some_and(|b| !b.marks.0.is_empty())
    }

    /// What the definition says of the list on the screen, once it was asked for.
    pub fn frame(&self) -> Option<&'static Frame> {
        self.browse.get(&self.screen)?.frame
    }

    /// Whether matters are marked.
    pub fn has_marked_opinions(&self) -> bool {
        self.is_marked(Screen::Opinions)
    }

    /// The matters that are marked, whatever screen is shown.
    pub fn opinion_marks(&mut self) -> &mut Marks {
        &mut self.browse.entry(Screen::Opinions).or_default().marks
    }
}

impl Browse {
    /// Puts what is on no disk at the head of the list of what is owed, where that is at hand and is not narrowed to another
    /// kind.
    pub fn put_unsaved(&mut self, rows: Vec<FollowUp>) {
        let kind = self.only.and_then(|n| Owing::ALL.get(n));
        let is_here = !self.above && kind.is_none_or(|kind| *kind == Owing::Unwritten);
        if let Rows::Owed(owed) = &mut self.rows {
            // What the file knows has a place in the whole list.
            owed.retain(|f| f.n < 0 || f.draft.is_none());
            put_first(owed, if is_here { rows } else { Vec::new() });
        }
    }
}

impl State {
    /// The same when what is on no disk has changed and not what the file knows: the marker stays on its row.
    pub fn list_unsaved(&mut self) {
        let rows = self.unsaved();
        let Some(b) = self.browse.get_mut(&Screen::Owed) else {
            return;
        };
        let before = b.rows.ids();
        b.put_unsaved(rows);
        let ids = b.rows.ids();
        if ids != before {
            b.cursor.follow(&before, &ids);
        }
    }
}

/// Puts lines above what the file knows, in the place of what it knows of them.
pub fn put_first(owed: &mut Vec<FollowUp>, rows: Vec<FollowUp>) {
    owed.retain(|f| f.draft.is_none() || rows.iter().all(|r| r.draft != f.draft));
    owed.splice(0..0, rows);
}
