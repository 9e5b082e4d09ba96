//! What is said in the writes whose rule takes it whole. It lies below the rules, which lie below the other items.

use crate::domain::code::{Grade, Reached, Role, StationKind, Way};
use crate::domain::id::{AccountId, CitizenId, DeputyId, OpinionId, UnitId};
use crate::domain::moment::Day;
use crate::domain::record::Rev;
use crate::domain::rules::Ruleset;

said! {
    /// Asked a unit; the leading one when none is named.
    Chase {
        opinion: OpinionId,
        rev: Rev,
        unit: Option<UnitId>,
        way: Way,
        person: Option<String>,
        text: Option<String>,
        promised_for: Option<Day>,
    }

    /// A unit answered; the leading one when none is named.
    RecordAnswer {
        opinion: OpinionId,
        rev: Rev,
        unit: Option<UnitId>,
        way: Way,
        person: Option<String>,
        text: String,
        class: String,
        class_date: Option<Day>,
    }

    /// One attempt to tell the person, or with `whom` one representative of a group; with what they said of it.
    Tell {
        opinion: OpinionId,
        rev: Rev,
        whom: Option<CitizenId>,
        way: Way,
        reached: Reached,
        note: Option<String>,
        grade: Option<Grade>,
        said: Option<String>,
        close: bool,
    }

    /// First set-up of a file: the station, the default rules and the first account (the head or an administrator).
    FoundStation {
        code: String,
        name: String,
        kind: StationKind,
        hours: String,
        head_phone: Option<String>,
        rules: Box<Ruleset>,
        os_name: String,
        person: String,
    }

    /// Change what the station says of itself. Its code stays: numbers carry it.
    ChangeStation { rev: Rev, name: String, kind: StationKind, hours: String, head_phone: Option<String> }

    /// Change an account.
    ChangeAccount {
        account: AccountId,
        rev: Rev,
        name: String,
        role: Role,
        deputy: Option<DeputyId>,
        active: bool,
    }
}
