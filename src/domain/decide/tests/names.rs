//! Whatever takes a name keeps it in one form: closed up, of ordinary characters, half width.

use super::*;
use crate::config::default_rules;
use crate::domain::fields::CitizenDetails;

/// As somebody's input method, an old font or a spreadsheet leaves it: a blank, a Kangxi radical, a letter of full width.
const TYPED: &str = "\u{3000}王 二\u{2F2D}Ａ ";
const KEPT: &str = "王二山A";

fn profile(typed: &str) -> (DeputyProfile, UnitProfile) {
    let deputy = DeputyProfile {
        name: typed.into(),
        ..DeputyProfile::default()
    };
    let unit = UnitProfile {
        name: typed.into(),
        ..UnitProfile::default()
    };
    (deputy, unit)
}

/// Every write in which somebody or something is called by a name, with what it has to know.
fn writes(typed: &str) -> Vec<(&'static str, Command, Facts)> {
    let named = || Some(typed.to_owned());
    let (deputy, unit) = profile(typed);
    let mut known = desk();
    known.visit = Some(visit(7, VisitState::Waiting));
    known.account = Some(Account {
        id: AccountId(id(5)),
        os_name: "lin".into(),
        name: "林晓".into(),
        role: Role::Head,
        deputy: None,
        active: true,
        rev: 1,
    });
    known.heads = 2;
    known.deputies = vec![Deputy {
        id: DeputyId(id(6)),
        profile: DeputyProfile::default(),
        active: true,
        rev: 1,
    }];
    known.units = vec![Unit {
        id: UnitId(id(8)),
        profile: UnitProfile::default(),
        active: true,
        rev: 1,
    }];
    known.citizen = Some(Citizen {
        id: CitizenId(id(700)),
        visit: VisitId(id(7)),
        details: CitizenDetails::default(),
        claim_code: None,
        rev: 1,
    });
    let arrival = Arrival {
        label: named(),
        ..Arrival::default()
    };
    let details = CitizenDetails {
        name: named(),
        on_behalf_of: named(),
        ..CitizenDetails::default()
    };
    let entry = OpinionEntry {
        visit: VisitRef::Known(VisitId(id(7))),
        speaker: Speaker::New(Box::new(details.clone())),
        representatives: Vec::new(),
        details: OpinionDetails {
            words: "村口弯道看不见车".into(),
            ..OpinionDetails::default()
        },
        handling: Handling::Undecided,
    };
    let correct = |change| {
        Command::CorrectCitizen(CorrectCitizen {
            citizen: CitizenId(id(700)),
            rev: 1,
            changes: vec![change],
            reason: "写错了".into(),
        })
    };
    let founded = Command::FoundStation(FoundStation {
        code: "03".into(),
        name: typed.into(),
        kind: StationKind::Station,
        hours: String::new(),
        head_phone: None,
        rules: Box::new(default_rules().unwrap()),
        os_name: "lin".into(),
        person: typed.into(),
    });
    let (visit, rev) = (VisitId(id(7)), 1);
    vec![
        ("station.found", founded, Facts::default()),
        (
            "account.add",
            Command::AddAccount(AddAccount {
                os_name: "lin".into(),
                name: typed.into(),
                role: Role::Clerk,
                deputy: None,
            }),
            known.clone(),
        ),
        (
            "account.change",
            Command::ChangeAccount(ChangeAccount {
                account: AccountId(id(5)),
                rev,
                name: typed.into(),
                role: Role::Head,
                deputy: None,
                active: true,
            }),
            known.clone(),
        ),
        ("deputy.add", Command::AddDeputy(deputy.clone()), known.clone()),
        (
            "deputy.change",
            Command::ChangeDeputy(ChangeDeputy {
                deputy: DeputyId(id(6)),
                rev,
                profile: deputy,
                active: true,
            }),
            known.clone(),
        ),
        ("unit.add", Command::AddUnit(unit.clone()), known.clone()),
        (
            "unit.change",
            Command::ChangeUnit(ChangeUnit {
                unit: UnitId(id(8)),
                rev,
                profile: unit,
                active: true,
            }),
            known.clone(),
        ),
        (
            "queue.number",
            Command::TakeNumber(TakeNumber {
                session: Some(SessionId(id(900))),
                arrival: arrival.clone(),
            }),
            known.clone(),
        ),
        (
            "queue.change",
            Command::ChangeVisit(ChangeVisit { visit, rev, arrival }),
            known.clone(),
        ),
        (
            "promise.make",
            Command::PromiseNext(PromiseNext {
                visit,
                rev,
                label: named(),
                phone: None,
                reason: None,
            }),
            known.clone(),
        ),
        ("opinion.file", Command::FileOpinion(Box::new(entry)), known.clone()),
        ("citizen.correct", correct(CitizenChange::Name(named())), known.clone()),
        ("citizen.correct", correct(CitizenChange::OnBehalfOf(named())), known),
    ]
}

#[test]
fn whatever_takes_a_name_keeps_it_in_one_form() {
    for (act_id, command, facts) in writes(TYPED) {
        assert_eq!(command.deed().row().id, act_id);
        let said = format!("{:?}", act(&command, &facts).unwrap());
        assert!(said.contains(KEPT), "{act_id}: {said}");
        for odd in ["王 二", "\u{2F2D}", "Ａ"] {
            assert!(!said.contains(odd), "{act_id} keeps {odd}: {said}");
        }
    }
}

#[test]
fn a_telephone_is_nobodys_name_and_has_one_form() {
    for typed in ["13712344410", "137 1234 4410", "0719-3584331"] {
        for (act_id, command, facts) in writes(typed) {
            assert_eq!(act(&command, &facts), Err(Refusal::NumberForName), "{typed}: {act_id}");
        }
    }
    // A house number and somebody's mark are none.
    for typed in ["13号院老李", "穿蓝布衫的", "12345"] {
        for (act_id, command, facts) in writes(typed) {
            assert!(act(&command, &facts).is_ok(), "{typed}: {act_id}");
        }
    }
    let found = |head_phone: &str| {
        Command::FoundStation(FoundStation {
            code: "03".into(),
            name: "柳河镇联络站".into(),
            kind: StationKind::Station,
            hours: String::new(),
            head_phone: Some(head_phone.into()),
            rules: Box::new(default_rules().unwrap()),
            os_name: "lin".into(),
            person: "林晓".into(),
        })
    };
    for (typed, kept) in [("137 0000 6688", "13700006688"), ("问门卫", "问门卫")] {
        let events = act(&found(typed), &Facts::default()).unwrap();
        let is_so = |kind: &Kind| matches!(kind, Kind::StationFounded { head_phone: Some(p), .. } if p == kept);
        assert!(events.iter().any(is_so), "{typed}: {events:?}");
    }
}
