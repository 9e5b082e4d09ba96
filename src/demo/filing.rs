//! How a matter comes in: who says it, what is said, where it goes at once.

use super::Door;
use super::matter::{Matter, Stage, complaint};
use super::matters::{MATTERS, answer};
use super::words::{FAMILY, GIVEN, MORE, SPOTS, VILLAGES, clause};
use super::world::{Task, World};
use crate::domain::code::{Channel, Consent, Grade, Reach, Scope, Urgency, Way};
use crate::domain::command::{
    Command, GuideEntry, HandOverEntry, Handling, Late, OpinionEntry, Speaker, SpotEntry, VisitRef,
};
use crate::domain::command::{CountAccusation, PartEntry};
use crate::domain::id::{CitizenId, DeputyId, UnitId};
use crate::domain::record::{CitizenDetails, OpinionDetails};
use crate::domain::view::Outcome;

/// By what way things are said; the telephone most of all.
pub const WAYS: &[Way] = &[
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

const PREFIXES: &[&str] = &["137", "138", "139", "150", "158", "186"];

/// Somebody's number; none that is given out begins like these.
pub fn phone<D: Door>(w: &mut World<'_, D>) -> String {
    let prefix = w.dice.word(PREFIXES);
    format!("{prefix}0000{:04}", w.dice.below(10_000))
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
    let prefix = w.dice.word(PREFIXES);
    let village = w.dice.below(w.villages.len() as u64) as usize;
    CitizenDetails {
        name: Some(name(w)),
        phone: has_phone.then(|| format!("{prefix}0000{:04}", w.dice.below(10_000))),
        reach: Some(w.dice.of(Reach::ALL, Reach::Phone)),
        village: w.villages.get(village).copied(),
        address: w
            .dice
            .chance(30)
            .then(|| format!("{}组{}号", w.dice.between(1, 9), w.dice.between(1, 60))),
        on_behalf_of: w.dice.chance(6).then(|| "父亲".to_owned()),
        cannot_read: w.dice.chance(8),
        privacy_told: true,
        ..CitizenDetails::default()
    }
}

/// What is said of a matter, in somebody's own words.
pub fn words<D: Door>(w: &mut World<'_, D>, row: usize) -> String {
    let text = MATTERS.get(row).map_or("", |m| m.1);
    let number = w.dice.between(2, 9).to_string();
    let village = w.dice.word(VILLAGES);
    let spot = w.dice.word(SPOTS);
    let mut said = text
        .replace("{v}", village)
        .replace("{s}", spot)
        .replace("{n}", &number);
    for _ in 0..w.dice.weighted(&[5, 3, 2]) {
        let more = w.dice.word(MORE);
        // Nobody says the same twice in one breath.
        if !said.ends_with(more) {
            said.push_str(more);
        }
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
        summary: w.dice.chance(25).then(|| clause(&words).to_owned()),
        category: (nth % 12 != 5).then(|| category.to_owned()),
        place: w.dice.chance(70).then_some(place),
        affected: w.dice.chance(40).then(|| w.dice.between(1, 60) as u32),
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
        wants: (nth % 9 == 4).then(|| "盼着早点有个准信，能先应急处理一下也行".to_owned()),
        materials: (nth % 20 == 9).then(|| "收据、手机里的照片".to_owned()),
        may_relay: (nth % 25 == 12).then(|| "老伴，住在一起".to_owned()),
        consent_phone: match nth % 4 {
            0 | 1 => Some(Consent::Given),
            2 => Some(Consent::Refused),
            _ => None,
        },
        consent_publish: (nth % 6 == 5).then_some(Consent::Given),
        channel: Some(channel),
        words,
        ..OpinionDetails::default()
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

/// Handing over to whoever is asked for it.
pub fn hand_over<D: Door>(w: &mut World<'_, D>, category: &str) -> Handling {
    let way = w.dice.of(WAYS, Way::Phone);
    match unit_for(w, category) {
        Some(unit) => Handling::HandOver(HandOverEntry {
            lead: PartEntry::to(unit),
            further: Vec::new(),
            way,
            person: None,
            note: w.dice.chance(15).then(|| "请先去现场看，再打电话告诉本人".to_owned()),
        }),
        None => Handling::Reference,
    }
}

/// What somebody thinks of an answer.
pub fn grade<D: Door>(w: &mut World<'_, D>) -> Grade {
    match w.dice.weighted(&[62, 22, 7, 9]) {
        0 => Grade::Satisfied,
        1 => Grade::Basically,
        2 => Grade::Dissatisfied,
        _ => Grade::Declined,
    }
}

fn handling<D: Door>(w: &mut World<'_, D>, row: usize, details: &OpinionDetails) -> Handling {
    let nth = w.filed;
    match w.dice.weighted(&[12, 22, 46, 13, 7]) {
        1 => {
            let class = w.dice.word(&["A", "A", "D", "E"]);
            let grade = w.dice.chance(80).then(|| grade(w));
            Handling::OnSpot(SpotEntry {
                answer: Some(answer(row, class, nth).to_owned()),
                class: class.to_owned(),
                said: grade.and_then(|grade| complaint(w, grade)),
                grade,
            })
        }
        2 => match &details.category {
            Some(category) => hand_over(w, category),
            None => Handling::Undecided,
        },
        3 => {
            let all = w.rules.offered_reasons().filter(|r| !r.keeps_nothing);
            let reasons: Vec<String> = all.map(|r| r.code.clone()).collect();
            let at = w.dice.below(reasons.len() as u64) as usize;
            Handling::Guide(GuideEntry {
                reason: reasons.get(at).cloned().unwrap_or_default(),
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
    w.act(Command::CountAccusation(CountAccusation {
        visit,
        reason: "T4".to_owned(),
        told: true,
    }))?;
    Ok(())
}

/// What is said: in which visit, by whom, how.
#[derive(Clone, Debug)]
pub struct Said {
    pub visit: VisitRef,
    /// Somebody who has spoken in it before.
    pub known: Option<CitizenId>,
    pub channel: Channel,
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
        group: representatives > 0,
        nth,
        chased: 0,
        class: "A",
    };
    if !undecided && !with_unit {
        w.stage.insert(opinion, Stage::Over);
    }
    mishaps(w, &m, undecided);
    if undecided {
        // Most are decided the next day; some lie.
        let days = if nth % 6 == 5 { 60 } else { w.dice.between(0, 2) };
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
pub fn with_the_unit<D: Door>(w: &mut World<'_, D>, m: Matter) {
    let today = w.now.day();
    let days = match w.dice.weighted(&[60, 25, 10, 5]) {
        0 => w.dice.between(2, 12),
        1 => w.dice.between(13, 18),
        2 => w.dice.between(19, 35),
        _ => w.dice.between(60, 120),
    };
    let asked = w.dice.between(4, 14);
    if asked < days {
        let at = w.office_hour(today, asked);
        w.later(at, Task::Chase(m.clone()));
    }
    let at = w.office_hour(today, days);
    w.later(at, Task::Answer(m));
}
