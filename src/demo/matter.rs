//! A matter from the first word to its striking off, as it goes at a station: promptly, slowly, and now and then wrong.

use super::Door;
use super::words::{COMPLAINTS, CORRECTIONS, FAMILY, GIVEN, MATTERS, MORE, PROMISES, SPOTS, VILLAGES};
use super::world::{Task, World};
use crate::domain::code::{Channel, Grade, Reach, Reached, Scope, Urgency, Way};
use crate::domain::command::{
    Change, CitizenChange, Command, GuideEntry, HandOverEntry, Handling, Late, OpinionEntry, Speaker, SpotEntry,
    VisitRef,
};
use crate::domain::id::{CitizenId, DeputyId, OpinionId, UnitId, VisitId};
use crate::domain::record::{CitizenDetails, OpinionDetails};
use crate::domain::refusal::Subject;
use crate::domain::view::Outcome;

/// What the town remembers of a matter.
#[derive(Clone, Debug)]
pub struct Matter {
    opinion: OpinionId,
    citizen: Option<CitizenId>,
    row: usize,
    anonymous: bool,
    /// Which one it is, counted from 1.
    nth: u32,
    chased: u8,
    /// The answer promises a day.
    dated: bool,
}

/// How far a matter has come, as far as later steps depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Open, or with a unit.
    #[default]
    Open,
    /// Answered, perhaps told.
    Answered,
    /// Nothing more is owed.
    Over,
    /// Void.
    Void,
}

const WAYS: &[Way] = &[
    Way::Phone,
    Way::Phone,
    Way::Phone,
    Way::InPerson,
    Way::Paper,
    Way::Message,
    Way::Meeting,
];
const CHANNELS: &[Channel] = &[
    Channel::Phone,
    Channel::Phone,
    Channel::Letter,
    Channel::ViaDeputy,
    Channel::Outreach,
    Channel::Online,
    Channel::Visit,
];

/// Somebody's name.
pub fn name<D: Door>(w: &mut World<'_, D>) -> String {
    [w.dice.word(FAMILY), w.dice.word(GIVEN)].concat()
}

fn person<D: Door>(w: &mut World<'_, D>, anonymous: bool) -> CitizenDetails {
    if anonymous {
        return CitizenDetails {
            anonymous,
            privacy_told: true,
            ..CitizenDetails::default()
        };
    }
    let has_phone = w.dice.chance(85);
    let prefix = w.dice.word(&["137", "138", "139", "150", "158", "186"]);
    let village = w.dice.below(w.villages.len() as u64) as usize;
    CitizenDetails {
        name: Some(name(w)),
        phone: has_phone.then(|| format!("{prefix}0000{:04}", w.dice.below(10_000))),
        reach: Some(w.dice.of(Reach::ALL, Reach::Phone)),
        village: w.villages.get(village).copied(),
        address: w
            .dice
            .chance(30)
            .then(|| format!("{}组{}号", w.dice.from_to(1, 9), w.dice.from_to(1, 60))),
        on_behalf_of: w.dice.chance(6).then(|| "父亲".to_owned()),
        cannot_read: w.dice.chance(8),
        privacy_told: true,
        ..CitizenDetails::default()
    }
}

fn words<D: Door>(w: &mut World<'_, D>, row: usize) -> String {
    let text = MATTERS.get(row).map_or("", |m| m.1);
    let number = w.dice.from_to(2, 9).to_string();
    let village = w.dice.word(VILLAGES);
    let spot = w.dice.word(SPOTS);
    let mut said = text
        .replace("{v}", village)
        .replace("{s}", spot)
        .replace("{n}", &number);
    for _ in 0..w.dice.weighted(&[5, 3, 2]) {
        said.push_str(w.dice.word(MORE));
    }
    said
}

fn details<D: Door>(
    w: &mut World<'_, D>,
    row: usize,
    nth: u32,
    deputies: Vec<DeputyId>,
    channel: Channel,
) -> OpinionDetails {
    let words = words(w, row);
    let category = MATTERS.get(row).map_or("misc", |m| m.0);
    let place = [w.dice.word(VILLAGES), w.dice.word(SPOTS)].concat();
    OpinionDetails {
        summary: w.dice.chance(25).then(|| words.chars().take(16).collect()),
        category: (nth % 12 != 5).then(|| category.to_owned()),
        place: w.dice.chance(70).then_some(place),
        affected: w.dice.chance(40).then(|| w.dice.from_to(1, 60) as u32),
        scope: w.dice.chance(60).then(|| w.dice.of(Scope::ALL, Scope::One)),
        urgency: Some(match w.dice.weighted(&[85, 11, 4]) {
            0 => Urgency::Normal,
            1 => Urgency::Urgent,
            _ => Urgency::Critical,
        }),
        deputies,
        confidential: nth % 45 == 7,
        papers: w.dice.chance(8).then(|| "照片三张、收据复印件".to_owned()),
        papers_at: None,
        channel: Some(channel),
        words,
    }
}

/// The unit that is asked for a category; the first one when none is.
fn unit_for<D: Door>(w: &mut World<'_, D>, category: &str) -> Option<UnitId> {
    let fits: Vec<UnitId> = w
        .units
        .iter()
        .filter(|(_, c)| c.contains(&category))
        .map(|(id, _)| *id)
        .collect();
    let at = w.dice.below(fits.len() as u64) as usize;
    fits.get(at).or(w.units.first().map(|(id, _)| id)).copied()
}

fn hand_over<D: Door>(w: &mut World<'_, D>, category: &str) -> Handling {
    let way = w.dice.of(WAYS, Way::Phone);
    match unit_for(w, category) {
        Some(unit) => Handling::HandOver(HandOverEntry {
            unit,
            due: None,
            way,
            person: None,
            note: w.dice.chance(15).then(|| "请先去现场看，再打电话告诉本人".to_owned()),
        }),
        None => Handling::Reference,
    }
}

/// Reasons for guidance, without the one of which nothing may be kept.
const REASONS: &[&str] = &[
    "T1", "T2", "T3", "T5", "T6", "T7", "T8", "T9", "T10", "T11", "T12", "T13",
];

fn grade<D: Door>(w: &mut World<'_, D>) -> Grade {
    match w.dice.weighted(&[62, 22, 7, 9]) {
        0 => Grade::Satisfied,
        1 => Grade::Basically,
        2 => Grade::Dissatisfied,
        _ => Grade::Declined,
    }
}

fn handling<D: Door>(w: &mut World<'_, D>, row: usize, details: &OpinionDetails) -> Handling {
    let answer = MATTERS.get(row).map_or("", |m| m.2).to_owned();
    match w.dice.weighted(&[12, 22, 46, 13, 7]) {
        1 => Handling::OnSpot(SpotEntry {
            answer,
            class: w.dice.word(&["A", "A", "D", "E"]).to_owned(),
            grade: w.dice.chance(80).then(|| grade(w)),
        }),
        2 => match &details.category {
            Some(category) => hand_over(w, category),
            None => Handling::Undecided,
        },
        3 => {
            let at = w.filed as usize;
            Handling::Guide(GuideEntry {
                reason: REASONS.get(at % REASONS.len()).copied().unwrap_or("T6").to_owned(),
                told: true,
                ..GuideEntry::default()
            })
        }
        4 => Handling::Reference,
        _ => Handling::Undecided,
    }
}

/// Somebody calls, writes or comes on a quiet day.
pub fn unqueued<D: Door>(w: &mut World<'_, D>) -> Result<(), D::Error> {
    let nth = w.filed + 1;
    let channel = w.dice.of(CHANNELS, Channel::Phone);
    let visit = VisitRef::Unqueued {
        session: None,
        heads: if nth % 50 == 20 { 12 } else { 1 },
    };
    if is_accusation(nth) {
        return accuse(w, visit);
    }
    let deputies = if channel == Channel::ViaDeputy {
        let at = w.dice.below(w.deputies.len() as u64) as usize;
        w.deputies.get(at).copied().into_iter().collect()
    } else {
        Vec::new()
    };
    let representatives = u32::from(nth % 50 == 20) * 2;
    let said = Said {
        visit,
        known: None,
        channel,
        deputies,
        late: None,
        representatives,
    };
    file(w, said)?;
    Ok(())
}

/// One in sixty says something of which nothing may be kept.
pub const fn is_accusation(nth: u32) -> bool {
    nth % 60 == 31
}

/// Counts an accusation.
pub fn accuse<D: Door>(w: &mut World<'_, D>, visit: VisitRef) -> Result<(), D::Error> {
    w.act(Command::CountAccusation {
        visit,
        reason: "T4".to_owned(),
        told: true,
    })?;
    Ok(())
}

/// What is said: in which visit, by whom, how.
#[derive(Clone, Debug)]
pub struct Said {
    /// The visit.
    pub visit: VisitRef,
    /// Somebody who has spoken in it before.
    pub known: Option<CitizenId>,
    /// How it came.
    pub channel: Channel,
    /// Who received it.
    pub deputies: Vec<DeputyId>,
    /// Entered later than it happened.
    pub late: Option<Late>,
    /// How many people speak for a group besides.
    pub representatives: u32,
}

/// Files one matter and lets its life begin.
pub fn file<D: Door>(w: &mut World<'_, D>, said: Said) -> Result<Outcome, D::Error> {
    let Said {
        visit,
        known,
        channel,
        deputies,
        late,
        representatives,
    } = said;
    let nth = w.filed + 1;
    let row = w.dice.below(MATTERS.len() as u64) as usize;
    let anonymous = known.is_none() && nth % 25 == 9;
    let details = details(w, row, nth, deputies, channel);
    let speaker = match known {
        Some(id) => Speaker::Known(id),
        None => Speaker::New(Box::new(person(w, anonymous))),
    };
    let handling = handling(w, row, &details);
    let (undecided, with_unit) = (
        handling == Handling::Undecided,
        matches!(handling, Handling::HandOver(_)),
    );
    let entry = OpinionEntry {
        visit,
        speaker,
        representatives: (0..representatives).map(|_| person(w, false)).collect(),
        details,
        handling,
    };
    let outcome = w.act_late(Command::FileOpinion(Box::new(entry)), late)?;
    let Some(opinion) = outcome.opinion else {
        return Ok(outcome);
    };
    let m = Matter {
        opinion,
        citizen: outcome.citizen.or(known),
        row,
        anonymous,
        nth,
        chased: 0,
        dated: false,
    };
    if !undecided && !with_unit {
        w.stage.insert(opinion, Stage::Over);
    }
    mishaps(w, &m, undecided);
    if undecided {
        // Most are decided the next day; some lie.
        let days = if nth % 6 == 5 { 60 } else { w.dice.from_to(0, 2) };
        let at = w.office_hour(w.now.day(), days);
        w.later(at, Task::Handle(m));
    } else if with_unit {
        with_the_unit(w, m);
    }
    Ok(outcome)
}

/// What goes wrong with a matter, always with the same share.
fn mishaps<D: Door>(w: &mut World<'_, D>, m: &Matter, undecided: bool) {
    let (today, nth) = (w.now.day(), m.nth);
    let at = w.office_hour(today, 1);
    if nth % 40 == 11 {
        w.later(at, Task::Correct(m.clone()));
    }
    if nth % 50 == 17 && !m.anonymous {
        w.later(at, Task::CorrectCitizen(m.clone()));
    }
    if nth % 70 == 24 {
        w.later(at, Task::Void(m.clone()));
    }
    if nth % 70 == 38 && undecided || nth % 35 == 3 {
        w.later(at, Task::Split(m.clone()));
    }
}

/// The unit works on it: asked once or twice, answering in time, late, or not yet.
fn with_the_unit<D: Door>(w: &mut World<'_, D>, m: Matter) {
    let today = w.now.day();
    let days = match w.dice.weighted(&[60, 25, 10, 5]) {
        0 => w.dice.from_to(2, 12),
        1 => w.dice.from_to(13, 18),
        2 => w.dice.from_to(19, 35),
        _ => w.dice.from_to(60, 120),
    };
    let asked = w.dice.from_to(4, 14);
    if asked < days {
        let at = w.office_hour(today, asked);
        w.later(at, Task::Chase(m.clone()));
    }
    let at = w.office_hour(today, days);
    w.later(at, Task::Answer(m));
}

/// The next step of a matter.
pub fn go_on<D: Door>(w: &mut World<'_, D>, task: Task) -> Result<(), D::Error> {
    match task {
        Task::Handle(m) => decide(w, m),
        Task::Chase(m) => chase(w, m),
        Task::Answer(m) => answer(w, m),
        Task::Tell(m, attempt) => tell(w, m, attempt),
        Task::Evaluate(m) => {
            let Some((opinion, rev)) = seen(w, &m)? else {
                return Ok(());
            };
            let grade = grade(w);
            let said = complaint(w, grade);
            w.act(Command::Evaluate {
                opinion,
                rev,
                grade,
                said,
                way: Way::Phone,
            })?;
            if grade != Grade::Dissatisfied {
                let at = w.office_hour(w.now.day(), 1);
                w.later(at, Task::Close(m));
            }
            Ok(())
        }
        Task::Close(m) => {
            let Some((opinion, rev)) = seen(w, &m)?.filter(|_| stage(w, &m) != Stage::Over) else {
                return Ok(());
            };
            w.stage.insert(opinion, Stage::Over);
            let class = if w.dice.chance(85) { "A" } else { "D" }.to_owned();
            w.act(Command::CloseOpinion {
                opinion,
                rev,
                class,
                class_date: None,
            })?;
            Ok(())
        }
        Task::Correct(m) => {
            let Some((opinion, rev)) = seen(w, &m)? else {
                return Ok(());
            };
            let change = match m.nth % 3 {
                0 => Change::Words(words(w, m.row)),
                1 => Change::Place(Some([w.dice.word(VILLAGES), "西头"].concat())),
                _ => Change::Affected(Some(w.dice.from_to(61, 99) as u32)),
            };
            let reason = w.dice.word(CORRECTIONS).to_owned();
            w.act(Command::CorrectOpinion {
                opinion,
                rev,
                changes: vec![change, Change::PapersAt(Some("二号柜".to_owned()))],
                reason,
            })?;
            Ok(())
        }
        Task::CorrectCitizen(m) => {
            let Some(citizen) = m.citizen else { return Ok(()) };
            let rev = w.rev(Subject::Citizen, citizen.0)?;
            let phone = format!("1590000{:04}", w.dice.below(10_000));
            let reason = w.dice.word(CORRECTIONS).to_owned();
            w.act(Command::CorrectCitizen {
                citizen,
                rev,
                changes: vec![CitizenChange::Phone(Some(phone))],
                reason,
            })?;
            Ok(())
        }
        Task::Void(m) => {
            let Some((opinion, rev)) = seen(w, &m)? else {
                return Ok(());
            };
            let reason = "同一件事重复登记".to_owned();
            w.stage.insert(opinion, Stage::Void);
            w.act(Command::VoidOpinion { opinion, rev, reason })?;
            Ok(())
        }
        Task::Split(m) => split(w, &m),
        _ => Ok(()),
    }
}

fn stage<D: Door>(w: &World<'_, D>, m: &Matter) -> Stage {
    w.stage.get(&m.opinion).copied().unwrap_or_default()
}

/// A matter and its revision; none once it is void.
fn seen<D: Door>(w: &mut World<'_, D>, m: &Matter) -> Result<Option<(OpinionId, u32)>, D::Error> {
    if stage(w, m) == Stage::Void {
        return Ok(None);
    }
    Ok(Some((m.opinion, w.rev(Subject::Opinion, m.opinion.0)?)))
}

fn complaint<D: Door>(w: &mut World<'_, D>, grade: Grade) -> Option<String> {
    (grade == Grade::Dissatisfied).then(|| w.dice.word(COMPLAINTS).to_owned())
}

fn decide<D: Door>(w: &mut World<'_, D>, m: Matter) -> Result<(), D::Error> {
    let Some((opinion, mut rev)) = seen(w, &m)? else {
        return Ok(());
    };
    let category = MATTERS.get(m.row).map_or("misc", |row| row.0);
    if m.nth % 12 == 5 {
        w.act(Command::CorrectOpinion {
            opinion,
            rev,
            changes: vec![Change::Category(Some(category.to_owned()))],
            reason: "交办时补类别".to_owned(),
        })?;
        w.wait(5, 20);
        rev = w.rev(Subject::Opinion, opinion.0)?;
    }
    let handling = hand_over(w, category);
    w.act(Command::Handle { opinion, rev, handling })?;
    with_the_unit(w, m);
    Ok(())
}

fn chase<D: Door>(w: &mut World<'_, D>, mut m: Matter) -> Result<(), D::Error> {
    let Some((opinion, rev)) = seen(w, &m)?.filter(|_| stage(w, &m) == Stage::Open) else {
        return Ok(());
    };
    m.chased += 1;
    let ahead = w.dice.from_to(2, 5);
    let promised = w.dice.chance(60).then(|| w.office_hour(w.now.day(), ahead).day());
    let (way, text) = (w.dice.of(WAYS, Way::Phone), w.dice.word(PROMISES).to_owned());
    w.act(Command::Chase {
        opinion,
        rev,
        way,
        person: None,
        text: Some(text),
        promised_for: promised,
    })?;
    if m.chased < 4 {
        let days = w.dice.from_to(3, 8);
        let at = w.office_hour(w.now.day(), days);
        w.later(at, Task::Chase(m));
    }
    Ok(())
}

fn answer<D: Door>(w: &mut World<'_, D>, mut m: Matter) -> Result<(), D::Error> {
    let Some((opinion, rev)) = seen(w, &m)? else {
        return Ok(());
    };
    let class = match w.dice.weighted(&[62, 10, 10, 12, 6]) {
        0 => "A",
        1 => "B",
        2 => "C",
        3 => "D",
        _ => "E",
    };
    let months = w.dice.from_to(20, 90);
    let class_date = matches!(class, "B" | "C").then(|| w.office_hour(w.now.day(), months).day());
    w.stage.insert(opinion, Stage::Answered);
    m.dated = class_date.is_some();
    let way = w.dice.of(WAYS, Way::Phone);
    w.act(Command::RecordAnswer {
        opinion,
        rev,
        way,
        person: None,
        text: MATTERS.get(m.row).map_or("", |row| row.2).to_owned(),
        class: class.to_owned(),
        class_date,
    })?;
    let days = w.dice.from_to(0, 5);
    let at = w.office_hour(w.now.day(), days);
    // One in forty waits for ever: the pane of what is owed must not be empty.
    if m.nth % 40 != 13 {
        w.later(at.max(w.now), Task::Tell(m, 1));
    }
    Ok(())
}

fn tell<D: Door>(w: &mut World<'_, D>, m: Matter, attempt: u8) -> Result<(), D::Error> {
    let Some((opinion, rev)) = seen(w, &m)? else {
        return Ok(());
    };
    let reached = if m.anonymous {
        Reached::Collected
    } else if attempt < 4 {
        match w.dice.weighted(&[74, 22, 4]) {
            0 => Reached::Told,
            1 => Reached::NoAnswer,
            _ => Reached::Wrong,
        }
    } else {
        Reached::Told
    };
    let known = matches!(reached, Reached::Told | Reached::Collected);
    let grade = (known && w.dice.chance(80)).then(|| grade(w));
    let close = grade.is_some() && m.nth % 9 != 4;
    let command = Command::Tell {
        opinion,
        rev,
        whom: None,
        way: if m.anonymous {
            Way::InPerson
        } else {
            w.dice.of(WAYS, Way::Phone)
        },
        reached,
        note: (!known).then(|| "打了两遍".to_owned()),
        grade,
        said: grade.and_then(|g| complaint(w, g)),
        close,
    };
    w.act(command)?;
    if close && grade != Some(Grade::Dissatisfied) && !m.dated {
        w.stage.insert(opinion, Stage::Over);
    }
    let days = w.dice.from_to(1, 3);
    let at = w.office_hour(w.now.day(), days);
    match (known, grade) {
        (false, _) => w.later(at, Task::Tell(m, attempt + 1)),
        (true, None) if w.dice.chance(50) => w.later(at, Task::Evaluate(m)),
        (true, _) if m.dated && w.dice.chance(60) => {
            let at = w.office_hour(w.now.day(), 25);
            w.later(at, Task::Close(m));
        }
        _ => {}
    }
    Ok(())
}

/// Splits a matter that is still open and was heard as one.
fn split<D: Door>(w: &mut World<'_, D>, m: &Matter) -> Result<(), D::Error> {
    if !w.may_file() || stage(w, m) == Stage::Over {
        return Ok(());
    }
    let Some((opinion, rev)) = seen(w, m)? else {
        return Ok(());
    };
    let (keep, other) = (words(w, m.row), w.dice.below(MATTERS.len() as u64) as usize);
    let words = words(w, other);
    let category = MATTERS.get(other).map(|row| row.0.to_owned());
    let outcome = w.act(Command::SplitOpinion {
        opinion,
        rev,
        keep,
        words,
        category,
    })?;
    if let Some(new) = outcome.other_opinion {
        let at = w.office_hour(w.now.day(), 1);
        let new = Matter {
            opinion: new,
            row: other,
            nth: 0,
            chased: 0,
            dated: false,
            ..m.clone()
        };
        w.later(at, Task::Handle(new));
    }
    Ok(())
}

/// The visit a matter was said in, for moving one that was written to the wrong visitor.
pub fn move_to<D: Door>(w: &mut World<'_, D>, opinion: OpinionId, visit: VisitId) -> Result<(), D::Error> {
    let rev = w.rev(Subject::Opinion, opinion.0)?;
    w.act(Command::MoveOpinion {
        opinion,
        rev,
        visit,
        citizen: None,
        reason: "记到前一位名下了".to_owned(),
    })?;
    Ok(())
}
