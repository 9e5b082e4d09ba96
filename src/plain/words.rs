//! Facts as one line each.

use crate::app::offer::Offer;
use crate::domain::code::{OpinionState, VisitState};
use crate::domain::deed::Deed;
use crate::domain::id::AccountId;
use crate::domain::life::{Stateful, may};
use crate::domain::moment::{Day, Moment};
use crate::domain::phone::PhoneProblem;
use crate::domain::record::{Attendance, Opinion, Visit};
use crate::domain::refusal::{Refusal, Subject};
use crate::domain::rules::{Label, Ruleset};
use crate::domain::typed_date::DateProblem;
use crate::domain::view::{FollowUp, OpinionRow, Owing, Snapshot, counted};
use crate::i18n::{self, Lang, code, fill};

/// What is offered to be done with a record, and the rows of it.
pub(super) fn offered<R: Stateful, W>(
    lang: Lang,
    rows: &'static [Offer<R, W>],
    record: &R,
    s: &Snapshot,
) -> (Vec<String>, Vec<&'static Offer<R, W>>) {
    let fits = rows.iter().filter(|offer| offer.fits(record, s));
    fits.filter_map(|offer| Some((offer.plain?.label(lang).to_owned(), offer)))
        .unzip()
}

/// Parts that say something, with blanks between.
pub(super) fn join<S: AsRef<str>>(parts: impl IntoIterator<Item = S>) -> String {
    let mut out = String::new();
    for part in parts {
        let part = part.as_ref().trim();
        if part.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(part);
    }
    out
}

/// A label in the language, Chinese where a station's own has no other.
pub(super) fn label(lang: Lang, label: &Label) -> &str {
    match (lang, &label.en) {
        (Lang::En, Some(en)) => en,
        _ => &label.zh,
    }
}

pub(super) fn category(lang: Lang, rules: Option<&Ruleset>, code: Option<&str>) -> String {
    let Some(code) = code else {
        return lang.texts().plain.unsorted.to_owned();
    };
    let found = rules.and_then(|r| r.category(code));
    found.map_or(code, |c| label(lang, &c.label)).to_owned()
}

pub(super) fn class(lang: Lang, rules: Option<&Ruleset>, code: &str) -> String {
    let found = rules.and_then(|r| r.class(code));
    found.map_or(code, |c| label(lang, &c.label)).to_owned()
}

pub(super) fn not_kept(lang: Lang, why: &str) -> String {
    fill(lang.texts().plain.not_kept, &[("why", why)])
}

pub(super) fn broke_off(lang: Lang, rest: &str) -> String {
    let rest = crate::cells::clean(rest);
    fill(lang.texts().plain.broke_off, &[("rest", &rest)])
}

/// In both languages, since one of them may not be readable here.
pub(super) fn unreadable(lang: Lang, charset: &str) -> Vec<String> {
    let said = |lang: Lang| fill(lang.texts().plain.unreadable, &[("charset", charset)]);
    let mut lines = vec![said(lang)];
    if lang.is_zh() {
        lines.push(said(Lang::En));
    }
    lines
}

/// What to do after a refusal, where the sentence of the refusal does not say it.
pub(super) fn next_thing(lang: Lang, why: &Refusal) -> Option<&'static str> {
    let t = &lang.texts().plain;
    Some(match why {
        Refusal::NobodyWaits => t.next_nobody_waits,
        Refusal::TableBusy { .. } => t.next_table_busy,
        Refusal::Changed { .. }
        | Refusal::VisitState { .. }
        | Refusal::OpinionState { .. }
        | Refusal::NotFound(Subject::Visit | Subject::Opinion) => t.next_look_again,
        Refusal::SessionState { .. } => t.next_session,
        Refusal::NotFound(Subject::Unit) => t.next_unit,
        Refusal::NotPermitted { .. }
        | Refusal::Withdrawn
        | Refusal::NoStation
        | Refusal::StationExists
        | Refusal::NotFound(_)
        | Refusal::AlreadyThere(_)
        | Refusal::NumberKnown
        | Refusal::DraftLost { .. }
        | Refusal::Missing(_)
        | Refusal::UnknownCode { .. }
        | Refusal::DayUnconfirmed { .. }
        | Refusal::InFuture
        | Refusal::RulesMoved { .. }
        | Refusal::BadRules(_)
        | Refusal::EndsBeforeStart
        | Refusal::AnotherOpen
        | Refusal::NotToday { .. }
        | Refusal::NoSuchTable { .. }
        | Refusal::SomebodyWaits { .. }
        | Refusal::NumbersUsedUp { .. }
        | Refusal::NumbersStopped
        | Refusal::CallAgainFirst { .. }
        | Refusal::TooLateToTakeBack { .. }
        | Refusal::HasOpinions { .. }
        | Refusal::LastHead
        | Refusal::PeopleLeft { .. }
        | Refusal::NotOnRoster
        | Refusal::AttendanceState { .. }
        | Refusal::UnitAnswered { .. }
        | Refusal::ViaItself { .. }
        | Refusal::GivenTwice { .. }
        | Refusal::NotTold
        | Refusal::KeepsNothing
        | Refusal::NamingNeedsReason => return None,
    })
}

pub(super) fn phone_problem(lang: Lang, why: PhoneProblem) -> String {
    let t = &lang.texts().plain;
    let sentence = match why {
        PhoneProblem::Empty | PhoneProblem::NotANumber | PhoneProblem::Rounded => t.phone_no_number,
        PhoneProblem::TooShort(n) => return fill(t.phone_short, &[("n", &n.to_string())]),
        PhoneProblem::TooLong(n) => return fill(t.phone_long, &[("n", &n.to_string())]),
        PhoneProblem::NoSuchPrefix => t.phone_prefix,
        PhoneProblem::BadAreaCode => t.phone_area,
        PhoneProblem::Several => t.phone_several,
    };
    sentence.to_owned()
}

pub(super) fn date_problem(lang: Lang, why: DateProblem) -> String {
    let t = &lang.texts().plain;
    match why {
        DateProblem::NoSuchDay => t.date_none,
        DateProblem::OutOfRange => t.date_range,
        DateProblem::Empty | DateProblem::NotADate => t.date_form,
    }
    .to_owned()
}

pub(super) fn table(lang: Lang, n: u8) -> String {
    fill(lang.texts().plain.table, &[("n", &n.to_string())])
}

/// `003`, or the name of somebody without a number.
pub(super) fn who(lang: Lang, v: &Visit) -> String {
    let name = v.label.as_deref().unwrap_or_default();
    match (v.ticket, name) {
        (None, "") => lang.texts().refusal.without_number.to_owned(),
        (None, name) => name.to_owned(),
        (Some(n), name) => join([format!("{n:03}").as_str(), name]),
    }
}

/// A visit as a line: who, how many, how long, where, what first.
pub(super) fn visit(lang: Lang, v: &Visit, now: Moment, s: &Snapshot) -> String {
    let t = &lang.texts().plain;
    let since = match v.state {
        VisitState::Called => v.called_at,
        VisitState::Talking => v.talk_at,
        VisitState::Waiting
        | VisitState::Missed
        | VisitState::Done
        | VisitState::Left
        | VisitState::NextTime
        | VisitState::ByPhone
        | VisitState::Guided
        | VisitState::Void => Some(v.arrived_at),
    };
    let minutes = since.map(|at| i18n::minutes(lang, now.minutes_since(at)));
    let asked = v.asked.and_then(|d| s.attendance.iter().find(|a| a.deputy == d));
    let heads = (v.heads > 1).then(|| fill(t.heads_n, &[("n", &v.heads.to_string())]));
    let first = v.priority == crate::domain::code::Priority::First;
    join([
        if s.broken_off.contains(&v.id) && v.state.is_open() {
            t.broken_off.to_owned()
        } else {
            code::visit_state(lang, v.state).to_owned()
        },
        who(lang, v),
        heads.unwrap_or_default(),
        v.table
            .filter(|_| v.state.is_open())
            .map_or_else(String::new, |n| table(lang, n)),
        minutes.unwrap_or_default(),
        if v.calls > 1 && v.state == VisitState::Called {
            fill(t.called_times, &[("n", &v.calls.to_string())])
        } else {
            String::new()
        },
        if first {
            code::priority(lang, v.priority).to_owned()
        } else {
            String::new()
        },
        asked.map_or_else(String::new, |a| fill(t.asked_for, &[("name", &a.name)])),
        v.first_words.clone().unwrap_or_default(),
        v.note.clone().unwrap_or_default(),
    ])
}

/// A deputy on duty as a line.
pub(super) fn on_duty(lang: Lang, a: &Attendance) -> String {
    use crate::domain::code::AttendanceState as S;
    let came = match (a.state, a.in_at, a.out_at) {
        (S::In | S::Late, Some(at), _) | (S::Out, _, Some(at)) => at.clock(),
        _ => String::new(),
    };
    let agreed = if a.state == S::Expected {
        code::agreement(lang, a.agreed)
    } else {
        ""
    };
    join([
        a.name.as_str(),
        a.table.map_or_else(String::new, |n| table(lang, n)).as_str(),
        code::attendance(lang, a.state),
        agreed,
        came.as_str(),
        a.reason.as_deref().unwrap_or_default(),
    ])
}

/// One line of what is owed.
pub(super) fn owed(lang: Lang, f: &FollowUp) -> String {
    let t = &lang.texts().plain;
    let due = match (f.owing, f.day) {
        (Owing::Overdue, _) => fill(lang.texts().follow.overdue, &[("n", &f.days.max(0).to_string())]),
        // Of a draft it is the day it was saved.
        (_, Some(day)) if f.draft.is_some() => i18n::deadline(lang, day),
        (_, Some(day)) => fill(t.by_day, &[("day", &i18n::deadline(lang, day))]),
        _ => String::new(),
    };
    let by = |a| {
        fill(
            lang.texts().follow.written_by,
            &[("who", &i18n::lease::author(lang, a))],
        )
    };
    let author = f.author.as_ref().map(by).unwrap_or_default();
    let why = if f.owing == Owing::Overdue {
        ""
    } else {
        code::owing(lang, f.owing)
    };
    join([
        why,
        due.as_str(),
        f.number.as_str(),
        f.brief.as_str(),
        f.unit.as_deref().unwrap_or_default(),
        f.person.as_deref().unwrap_or_default(),
        f.note.as_deref().unwrap_or_default(),
        author.as_str(),
    ])
}

/// How much is owed, kinds with something in them only.
pub(super) fn owed_counts(lang: Lang, s: &Snapshot) -> Vec<String> {
    let with = s.owed.kinds().into_iter();
    with.map(|(kind, n)| format!("{} {}", code::owing(lang, kind), counted(n)))
        .collect()
}

/// An opinion of a list as a line.
pub(super) fn row(lang: Lang, o: &OpinionRow) -> String {
    join([
        o.number.as_str(),
        code::opinion_state(lang, o.state),
        i18n::day(lang, o.day).as_str(),
        o.person.as_deref().unwrap_or_default(),
        o.village.as_deref().unwrap_or_default(),
        o.brief.as_str(),
        o.unit.as_deref().unwrap_or_default(),
    ])
}

/// What may be done with an opinion now, most likely first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    OnSpot,
    HandOver,
    Guide,
    Reference,
    Answer,
    Chase,
    Tell,
    Evaluate,
    Close,
    Number,
    Keep,
}

impl Next {
    /// In the order they are offered.
    const ALL: [Self; 11] = [
        Self::OnSpot,
        Self::HandOver,
        Self::Guide,
        Self::Reference,
        Self::Answer,
        Self::Chase,
        Self::Tell,
        Self::Close,
        Self::Evaluate,
        Self::Number,
        Self::Keep,
    ];

    /// The write it is for.
    const fn deed(self) -> Deed {
        match self {
            Self::OnSpot | Self::HandOver | Self::Guide | Self::Reference => Deed::Handle,
            Self::Answer => Deed::RecordAnswer,
            Self::Chase => Deed::Chase,
            Self::Tell => Deed::Tell,
            Self::Evaluate => Deed::Evaluate,
            Self::Close => Deed::CloseOpinion,
            Self::Number => Deed::NoteNumber,
            Self::Keep => Deed::HandOn,
        }
    }

    /// The state of the matter asks for it.
    pub(super) const fn is_owed(self) -> bool {
        !matches!(self, Self::Number | Self::Keep)
    }
}

/// By its state; what goes with any of them stands last, so that the digits of the others stay where they are.
pub(super) fn next_acts(o: &Opinion, own: AccountId) -> Vec<Next> {
    let is_offered = |next: &Next| {
        // A unit is the one that leads.
        let of_lead = o.round().is_none_or(|r| may(next.deed(), &r.lead));
        let is_untold = o.state == OpinionState::Answered && !(o.failed_tellings > 0 || o.held);
        let is_idle = (*next == Next::Close && is_untold) || (*next == Next::Keep && o.keeper == Some(own));
        may(next.deed(), o) && of_lead && !is_idle
    };
    Next::ALL.iter().copied().filter(is_offered).collect()
}

pub(super) fn next_act(lang: Lang, next: Next) -> &'static str {
    let t = &lang.texts().plain;
    match next {
        Next::OnSpot => t.on_spot,
        Next::HandOver => t.hand_over,
        Next::Guide => t.guide,
        Next::Reference => t.reference,
        Next::Answer => t.record_answer,
        Next::Chase => t.chase,
        Next::Tell => t.tell,
        Next::Evaluate => t.evaluate,
        Next::Close => t.close,
        Next::Number => lang.texts().matter.act_number,
        Next::Keep => lang.texts().matter.act_keep,
    }
}

pub(super) fn day_of(lang: Lang, day: Day, today: Day) -> String {
    use chrono::Datelike as _;
    if day.year() == today.year() {
        i18n::day(lang, day)
    } else {
        i18n::full_day(lang, day)
    }
}

/// Words after words, on lines of their own.
pub(super) fn lines(before: &str, more: &str) -> String {
    if before.is_empty() {
        more.to_owned()
    } else {
        format!("{before}\n{more}")
    }
}

/// A phone as it is read aloud: a mobile number in three parts.
pub(super) fn phone(number: &str) -> String {
    let shown = crate::domain::phone::parse_phone(number).map_or_else(|_| number.to_owned(), |p| p.display());
    let parts = (shown.get(..3), shown.get(3..7), shown.get(7..));
    match parts {
        (Some(a), Some(b), Some(c)) if shown.len() == 11 && shown.bytes().all(|b| b.is_ascii_digit()) => {
            join([a, b, c])
        }
        _ => shown,
    }
}
