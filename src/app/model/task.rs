//! What a form about a matter is for: a new matter, an act on a filed one, something from paper.

use super::sheet::Filed;
use crate::domain::code::{Channel, OpinionState};
use crate::domain::id::{CitizenId, OpinionId, SessionId, VisitId};
use crate::domain::moment::Day;
use crate::domain::record::{Citizen, Rev};
use crate::domain::view::Earlier;
use crate::i18n::{Lang, Texts, fill};

/// A filed matter as it was seen: acts are conditional on this revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    pub id: OpinionId,
    /// Its revision on the screen; 0 when it has not been read yet.
    pub rev: Rev,
    pub number: String,
}

/// What a form files, with what only that has to know.
#[derive(Clone, Debug)]
pub enum Task {
    /// A new matter, said in a visit or outside of any.
    File(Box<NewMatter>),
    /// An act on a filed matter.
    On(MatterAct, Seen),
    /// A visit from paper, with the receptions held, by day.
    LateVisit(Vec<(Day, SessionId)>),
    /// A reception from paper.
    LateSession,
}

/// What is known of a matter that is being written down.
#[derive(Clone, Debug, Default)]
pub struct NewMatter {
    /// The visit it was begun in.
    pub visit: Option<VisitId>,
    /// How that visit came, where it is known to have come otherwise than people do.
    pub came_by: Option<Channel>,
    /// It came otherwise than by whoever sits there, and is nobody's of that visit.
    pub apart: bool,
    /// It came by phone or by letter.
    pub remote: bool,
    /// People of this visit already written down.
    pub known: Vec<Citizen>,
    /// What was filed in this visit before.
    pub filed: Vec<Filed>,
    /// Earlier open matters of the person.
    pub earlier: Vec<Earlier>,
    /// Of whom they were asked: phone, name, village.
    pub asked_of: (String, String, String),
    /// Somebody without a name was confirmed.
    pub nameless_ok: bool,
}

/// An act on a filed matter that has a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatterAct {
    /// 定去处.
    Handle,
    /// 催办.
    Chase,
    /// 记答复.
    Answer,
    /// 回话.
    Tell,
    /// 记评价.
    Evaluate,
    /// 销号.
    Close,
    /// 更正.
    Correct,
    /// 更正反映人.
    Person,
    /// 作废.
    Void,
    /// 收回记错的回话.
    TakeBack,
    /// 拆成两件.
    Split,
    /// 记别处编号.
    Number,
    /// 不是来访, but a call or a letter.
    Apart,
    /// 移到正确的来访人.
    Move(VisitId, Option<CitizenId>),
}

impl MatterAct {
    /// Those that name nothing besides the matter, in the order of its life.
    pub const ALL: [Self; 13] = [
        Self::Handle,
        Self::Chase,
        Self::Answer,
        Self::Tell,
        Self::Evaluate,
        Self::Close,
        Self::Correct,
        Self::Person,
        Self::Void,
        Self::Split,
        Self::Number,
        Self::Apart,
        Self::TakeBack,
    ];

    /// The name of its form, kept in drafts.
    pub const fn form(self) -> &'static str {
        match self {
            Self::Handle => "handle",
            Self::Chase => "chase",
            Self::Answer => "answer",
            Self::Tell => "tell",
            Self::Evaluate => "evaluate",
            Self::Close => "close",
            Self::Correct => "correct",
            Self::Person => "person",
            Self::Void => "void",
            Self::TakeBack => "take_back",
            Self::Split => "split",
            Self::Number => "number",
            Self::Apart => "apart",
            Self::Move(..) => "move",
        }
    }

    /// What people call it besides, between blanks; the palette finds it by these words as well.
    pub const fn also(self, t: &Texts) -> &'static str {
        match self {
            Self::Handle => t.also.handle,
            Self::Chase => t.also.chase,
            Self::Answer => t.also.answer,
            Self::Evaluate => t.also.evaluate,
            Self::Close => t.also.close,
            Self::Correct => t.also.correct,
            Self::Person => t.also.person,
            Self::Void => t.also.void,
            Self::TakeBack => t.also.take_back,
            Self::Split => t.also.split,
            Self::Number => t.also.number,
            Self::Tell | Self::Apart | Self::Move(..) => "",
        }
    }

    /// The act of a form's name. A move needs its visit, which a draft does not keep.
    pub fn of_form(form: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.form() == form)
    }

    /// What menus and titles call it for a matter in a state.
    pub fn named(self, t: &Texts, state: OpinionState) -> &'static str {
        match (self, state) {
            (Self::Handle, OpinionState::Told) => t.matter.act_again,
            _ => self.label(t),
        }
    }

    /// What menus and titles call it.
    pub const fn label(self, t: &Texts) -> &'static str {
        match self {
            Self::Handle => t.matter.act_handle,
            Self::Chase => t.matter.act_chase,
            Self::Answer => t.matter.act_answer,
            Self::Tell => t.matter.act_tell,
            Self::Evaluate => t.matter.act_evaluate,
            Self::Close => t.matter.act_close,
            Self::Correct => t.matter.act_correct,
            Self::Person => t.matter.act_person,
            Self::Void => t.matter.act_void,
            Self::TakeBack => t.matter.act_take_back,
            Self::Split => t.matter.act_split,
            Self::Number => t.matter.act_number,
            Self::Apart => t.matter.act_apart,
            Self::Move(..) => t.matter.act_move,
        }
    }
}

impl Task {
    /// What stands over the form.
    pub fn title(&self, lang: Lang) -> String {
        let t = lang.texts();
        match self {
            Self::File(_) => t.matter.file.to_owned(),
            Self::LateVisit(_) => t.matter.late_visit.to_owned(),
            Self::LateSession => t.matter.late_session.to_owned(),
            Self::On(deed, seen) => {
                let values = [("act", deed.label(t)), ("number", &seen.number)];
                fill(t.matter.form_title, &values)
            }
        }
    }

    /// The same over a matter in a state.
    pub fn title_in(&self, lang: Lang, state: OpinionState) -> String {
        let t = lang.texts();
        match self {
            Self::On(deed, seen) => {
                let values = [("act", deed.named(t, state)), ("number", &seen.number)];
                fill(t.matter.form_title, &values)
            }
            Self::File(_) | Self::LateVisit(_) | Self::LateSession => self.title(lang),
        }
    }

    /// What a draft of it is about, as text.
    pub fn target(&self) -> String {
        match self {
            Self::File(_) => self.visit().map_or_else(String::new, |v| v.to_string()),
            Self::On(_, seen) => seen.id.to_string(),
            Self::LateVisit(_) | Self::LateSession => String::new(),
        }
    }

    /// The filed matter it is about.
    pub const fn seen(&self) -> Option<&Seen> {
        if let Self::On(_, seen) = self { Some(seen) } else { None }
    }

    /// A matter is written down and gets its number.
    pub const fn files(&self) -> bool {
        matches!(self, Self::File(_))
    }

    /// The visit whose matter is written down.
    pub fn visit(&self) -> Option<VisitId> {
        self.new_matter().filter(|new| !new.apart)?.visit
    }

    /// Writing down a matter of this visit, or one outside of any.
    pub fn file(visit: Option<VisitId>) -> Self {
        Self::File(Box::new(NewMatter {
            visit,
            ..NewMatter::default()
        }))
    }

    /// The matter that is written down.
    pub fn new_matter(&self) -> Option<&NewMatter> {
        if let Self::File(new) = self { Some(new) } else { None }
    }
}
