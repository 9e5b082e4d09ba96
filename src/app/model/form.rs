//! A form as it stands on the screen: what every form has, and what it is for. Whatever is common to all of them is done in
//! `app/forms`; what one is for answers the questions of [`Noun`] in the folder of its noun.

use super::importing::Table;
use super::{Batch, Choice, Effect, Layer, Loss, Menu, Sheet, State, Then, Ticket};
use crate::domain::command::{Command, Late, Request};
use crate::domain::deed::Deed;
use crate::domain::id::{AccountId, CommandId, DeputyId, DraftId, PromiseId, SessionId, VisitId};
use crate::domain::lease::Lease;
use crate::domain::moment::Moment;
use crate::domain::record::{Deputy, Rev, Station, Unit};
use crate::domain::recount::Limited;
use crate::domain::refusal::Refusal;
use crate::domain::view::{Answer, Draft, Query};
use crate::form::draft::Draft as Saved;
use crate::form::{Autosave, FieldId, FormState, Values};
use crate::i18n::Lang;

/// What the code of a candidate begins with that is to be added first; its name follows.
pub const ADD: &str = "+";

/// A form on the screen.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for, with what it is about.
    pub kind: Kind,
    pub host: Host,
}

/// What every form has.
#[derive(Clone, Debug)]
pub struct Host {
    pub title: String,
    /// Lines above the fields: what to see while filling it in.
    pub intro: Vec<String>,
    pub form: FormState,
    /// The row that files has the focus.
    pub at_end: bool,
    /// The command that files it, under way.
    pub busy: Option<CommandId>,
    /// The requests that filed it, the last one last. When that one is carried out, also at a second try, the form goes; the
    /// same words go out under their id again.
    pub requests: Vec<Request>,
    /// What it is kept as until it is filed.
    pub lease: Lease,
    /// What its last words are kept as when that draft is lost.
    pub spare: DraftId,
    /// The draft was there before this form: leaving the form does not give it up.
    pub is_old: bool,
    /// The draft is held elsewhere or has ended: the form is only to read.
    pub loss: Option<Loss>,
    /// What of it is on the disk.
    pub save: Autosave,
    /// Why its last words are not there; none when nothing stood in the way.
    pub trouble: Option<String>,
    /// The number of the last event of what it is about when its words were begun.
    pub begun: Option<Rev>,
    /// Something typed earlier for the same, not filed.
    pub leftover: Option<Draft>,
    /// Questions under way, the newest last.
    pub asked: Vec<(Ticket, Want)>,
    pub lists: Lists,
    /// What happened meanwhile: somebody else's change, words without a place.
    pub alerts: Vec<String>,
    /// What is odd about what is typed and stops nobody.
    pub remark: Option<String>,
    /// Days that were asked about, as they stand in their fields.
    pub asked_days: Vec<(FieldId, String)>,
}

/// A question a form asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    Units,
    Deputies,
    /// Who spoke in the visit before.
    Visit,
    /// Earlier matters of the person.
    Earlier,
    /// Things typed and not filed.
    Drafts,
    /// A draft to go on with.
    Lease,
    File,
    /// What it changes, as it is by now: somebody else was quicker.
    Fresh,
    /// Receptions, for a visit from paper.
    Sessions,
    /// The limits of all that is with a unit.
    Limits,
}

/// Units and deputies in memory, among which lookups search.
#[derive(Clone, Debug, Default)]
pub struct Lists {
    pub units: Vec<Unit>,
    pub deputies: Vec<Deputy>,
}

/// Rows of a form on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Cells of a row.
    pub width: usize,
    /// Rows above the fields.
    pub above: usize,
    pub form: usize,
    /// Rows below the fields.
    pub below: usize,
}

/// How a form is entered and left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Manner {
    /// It comes before everything else: Esc does not leave it, and it is no draft.
    First,
    /// Filing it writes nothing, so Enter on its last field may, and it is no draft.
    Looks,
    /// Enter on it untouched files it. Once something is typed, Enter leads to the filing row: an input method ends what it
    /// commits with Enter too, and a person who presses it once too often must not file.
    Quick,
    /// Left by Esc its words stay within reach of one key, and its draft goes.
    Short,
    /// Left by Esc it stays a draft, to be gone on with wherever it is owed.
    Long,
}

/// What a form is for, asked by its host.
pub trait Noun {
    /// How it is entered and left.
    fn manner(&self) -> Manner;

    /// What it writes in the end: whoever may not does not get to see it. None where it writes nothing.
    fn deed(&self) -> Option<Deed>;

    /// What a draft of it is about, to find it again; empty for something new. Ids alone: the words are sealed, this is not.
    fn target(&self) -> String;

    /// What the values become.
    fn submit(&mut self, host: &mut Host, state: &mut State, values: &Values) -> Result<Submit, Bad>;

    /// When it really happened, where that is not now.
    fn late(&self, _state: &State, _values: &Values) -> Option<Late> {
        None
    }

    /// Of several commands that file it one after the other, which is next and how many there are.
    fn progress(&self) -> Option<(usize, usize)> {
        None
    }

    /// What lists call its draft: the form, and the words that were typed into it. Whom it is about stands beside it in a list, as
    /// whoever reads that may know it.
    fn brief(&self, host: &Host, _lang: Lang) -> String {
        let form = &host.form;
        let texts = form.visible_fields().into_iter().map(|f| form.own_text(f).trim());
        let words: Vec<&str> = texts.filter(|t| !t.is_empty()).take(3).collect();
        let words = words.join(" ").replace('\n', " ");
        format!("{}  {words}", host.bare_title())
    }

    /// What it asks of the outside when it opens.
    fn questions(&self, _state: &State) -> Vec<(Want, Query)> {
        Vec::new()
    }

    /// One of its questions was answered.
    fn answer(&mut self, _host: &mut Host, _state: &mut State, _want: Want, _answer: Answer) {}
    /// A value changed: what follows from it.
    fn changed(&mut self, _host: &mut Host, _state: &State) {}
    /// It is about to be filed: what is typed for short is put as it is meant.
    fn settle(&mut self, _host: &mut Host, _state: &State) {}
    /// Something was chosen for a field: what follows from it, and a question it raises.
    fn chosen(&mut self, _host: &mut Host, _state: &State, _field: FieldId) -> Option<Menu> {
        None
    }

    /// Where words go that are typed at a choice, the first of them that is on the form.
    fn words_of(&self, _field: FieldId) -> &'static [FieldId] {
        &[]
    }

    /// The focus left a field.
    fn left(&mut self, _host: &mut Host, _state: &mut State, _field: FieldId) -> Vec<Effect> {
        Vec::new()
    }

    /// What is odd and stops nobody, below the fields.
    fn remarks<'h>(&'h self, host: &'h Host) -> Vec<&'h str> {
        host.remark.as_deref().into_iter().collect()
    }

    /// The category of what it is about, for guesses.
    fn category(&self) -> Option<&str> {
        None
    }

    /// Another draft is going to be put into it, because its own was lost or because that one was begun before: what is to be
    /// asked again.
    fn begin_anew(&mut self, _host: &mut Host, _state: &State, _was_lost: bool) -> Vec<(Want, Query)> {
        Vec::new()
    }

    /// A draft is about to be put into it.
    fn resume(&mut self, _host: &mut Host, _draft: &Saved) {}

    /// What it is about is not for whoever sits here any more: whatever it knows of it goes.
    fn forget(&mut self) {}

    /// Who changed a field of what it is about last, and when; none where that is not known.
    fn changed_by(&self, _field: FieldId) -> Changed {
        None
    }

    /// It was refused: what is asked of the outside to say why; none leaves the sentence to the desk.
    fn refused(&self, _why: &Refusal) -> Option<(Want, Query)> {
        None
    }
}

/// What forms there are, each with what it is about.
#[derive(Clone, Debug)]
pub enum Kind {
    SetUp(SetUp),
    /// 取号, or a change of what is known of a waiting visit.
    Number(Number),
    /// 安排接待.
    Plan(Plan),
    /// One or two fields.
    Small(Asking),
    /// 下次优先: by what the person is found again.
    Promise(PromiseForm),
    /// 联络站资料, as they were shown.
    Station(Box<Station>),
    /// 添代表, or a change of the one shown.
    Deputy(Option<Box<Deputy>>),
    /// 添单位, or a change of the one shown.
    Unit(Option<Box<Unit>>),
    /// 放假安排.
    Holidays(Box<Holidays>),
    /// A matter: a new one, an act on a filed one, something from paper.
    Matter(Box<Sheet>),
    /// Several matters handed over at once.
    Batch(Box<Batch>),
}

impl Kind {
    /// What answers for it.
    pub fn noun(&self) -> &dyn Noun {
        match self {
            Self::SetUp(f) => f,
            Self::Number(f) => f,
            Self::Plan(f) => f,
            Self::Small(f) => f,
            Self::Promise(f) => f,
            Self::Station(f) => f.as_ref(),
            Self::Holidays(f) => f.as_ref(),
            Self::Deputy(f) => f,
            Self::Unit(f) => f,
            Self::Matter(f) => f.as_ref(),
            Self::Batch(f) => f.as_ref(),
        }
    }

    /// The same, to change it.
    pub fn noun_mut(&mut self) -> &mut dyn Noun {
        match self {
            Self::SetUp(f) => f,
            Self::Number(f) => f,
            Self::Plan(f) => f,
            Self::Small(f) => f,
            Self::Promise(f) => f,
            Self::Station(f) => f.as_mut(),
            Self::Holidays(f) => f.as_mut(),
            Self::Deputy(f) => f,
            Self::Unit(f) => f,
            Self::Matter(f) => f.as_mut(),
            Self::Batch(f) => f.as_mut(),
        }
    }
}

impl Form {
    /// How it is entered and left.
    pub fn manner(&self) -> Manner {
        self.kind.noun().manner()
    }

    /// What it is, without whom it is about.
    pub fn bare_title(&self) -> &str {
        self.host.bare_title()
    }

    /// What a draft of it is about.
    pub fn target(&self) -> String {
        self.kind.noun().target()
    }

    /// Whether Enter would file it.
    pub fn is_ready(&self) -> bool {
        let is_quick = matches!(self.manner(), Manner::Quick | Manner::Looks);
        self.host.at_end || is_quick && !self.host.form.is_dirty()
    }

    /// What it knows of the matter it is about.
    pub fn sheet(&self) -> Option<&Sheet> {
        let Kind::Matter(sheet) = &self.kind else { return None };
        Some(sheet)
    }

    /// Whether filing it gives a matter its number; other forms are only saved.
    pub fn files(&self) -> bool {
        self.sheet().is_some_and(|s| s.task.files())
    }

    /// Whether it has the switch for a late entry.
    pub fn has_late(&self) -> bool {
        self.host.form.spec("late").is_some()
    }

    /// The request that filed it last.
    pub fn sent(&self) -> Option<CommandId> {
        self.host.requests.last().map(|request| request.id)
    }

    /// Puts the form on top of what is on the screen.
    pub fn layer(self) -> Layer {
        Layer::Form(Box::new(self))
    }
}

impl Host {
    /// What the form is, without whom it is about.
    pub fn bare_title(&self) -> &str {
        self.title.split("  ").next().unwrap_or_default()
    }

    /// A request that filed it.
    pub fn request(&self, id: CommandId) -> Option<&Request> {
        self.requests.iter().find(|request| request.id == id)
    }
}

/// The first run: what a station is called and who sits here.
#[derive(Clone, Copy, Debug)]
pub struct SetUp;

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    New,
    /// What is known of somebody who waits, at this revision.
    Edit(VisitId, Rev),
}

/// What the form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Open it at once.
    pub open: bool,
    /// Change this one, at the revision seen, instead of making another.
    pub change: Option<(SessionId, Rev)>,
}

/// A question of one or two fields, with what it is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Why a deputy is on leave.
    Leave(SessionId, DeputyId),
    /// A note for the table a visit moves to.
    Move(VisitId, Rev, u8),
    /// Why a visit is void.
    VoidVisit(VisitId, Rev),
    /// Why a reception is cancelled.
    Cancel(SessionId, Rev),
    /// To which day it is postponed.
    Postpone(SessionId, Rev),
    /// Who stands in for an account, and how long.
    StandIn(AccountId, Rev),
    /// To whom somebody who leaves hands over what they look after.
    HandOver(AccountId, Rev),
    /// Why another's draft is deleted.
    DeleteDraft(DraftId),
    /// Why another's draft is taken over.
    TakeOver(DraftId),
    /// From when to when the figures go.
    Span,
    /// Where a table lies.
    Path(Table),
}

/// What the form is for, at the revision seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromiseForm {
    /// Promise it to somebody who waits.
    Make(VisitId, Rev),
    /// Promise to ring somebody who waits: by their number.
    Ring(VisitId, Rev),
    /// Another name or phone.
    Change(PromiseId, Rev),
}

/// The arrangement of a year, with what its question says.
#[derive(Clone, Debug, Default)]
pub struct Holidays {
    /// The version of the rules it lies over.
    pub seen: u32,
    /// What is with a unit.
    pub limits: Vec<Limited>,
    /// What was understood of what is typed.
    pub understood: Vec<String>,
    /// It was shown, and is to be so.
    pub sure: bool,
}

/// What a filed form becomes.
#[derive(Clone, Debug)]
pub enum Submit {
    /// A command; the form goes when it is carried out.
    Send(Box<Command>, Then),
    /// Something without a command; the form goes at once.
    Do(Choice),
    /// Something has to be answered first.
    Ask(Menu),
}

impl From<Command> for Submit {
    fn from(command: Command) -> Self {
        Self::Send(Box::new(command), Then::Nothing)
    }
}

/// Who changed a field last, and when, where that is known.
pub type Changed = Option<(String, Moment)>;

/// A field that is wrong in a way only the desk knows, and what is said of it.
pub type Bad = (FieldId, String);
