//! Where a file may say something else after it was brought up to date, and why. What is in no row here has to come out equal.

use super::compare::Before;

/// A column whose meaning has changed, so that after a rebuild it need not be what it was.
#[derive(Clone, Copy, Debug)]
pub struct Excused {
    /// The table; [`ANY`] for every one that has the column.
    pub table: &'static str,
    /// The column, of the file of before where it is gone; `*` for the rows of the table altogether.
    pub column: &'static str,
    /// The first [`APPLY`](super::migrate::APPLY) that fills it otherwise; files made by this one or a later one have to agree.
    pub since: u32,
    /// What the file of before said of it: [`Before::As`] where it says the same elsewhere or otherwise.
    pub before: Before,
    /// Why it differs, for whoever reads the list.
    #[allow(dead_code)]
    pub why: &'static str,
}

/// Stands for every table, or every column of one.
pub const ANY: &str = "*";

/// What stood open in the log and went with nobody's key goes with the key of whom it is of, also where that is gone. What
/// stood in clear of a confidential matter is sealed.
macro_rules! unless_gone {
    ($owner:literal, $column:literal) => {
        unless_gone!($owner, $column, "")
    };
    ($owner:literal, $column:literal, $or:literal) => {
        Before::As(concat!(
            "CASE WHEN EXISTS (SELECT 1 FROM key WHERE key.owner = ",
            $owner,
            " AND key.gone_ms IS NOT NULL)",
            $or,
            " THEN NULL ELSE ",
            $column,
            " END"
        ))
    };
}

const fn since_4(table: &'static str, column: &'static str, before: Before, why: &'static str) -> Excused {
    Excused {
        table,
        column,
        since: 4,
        before,
        why,
    }
}

/// What stood on with a matter that was moved after it was answered: it is owed to somebody else, anew.
const fn since_moved(column: &'static str) -> Excused {
    let why = "what was told and said of a matter is not so of whoever it was moved to";
    since_4("opinion", column, Before::Unless(MOVED), why)
}

const fn since_12(column: &'static str, before: Before, why: &'static str) -> Excused {
    Excused {
        table: "opinion",
        column,
        since: 12,
        before,
        why,
    }
}

const CLOSED: &str = "EXISTS (SELECT 1 FROM event m WHERE m.subject = id AND m.kind = 'opinion_closed')";
const REOPENED: &str = "what is not struck off any more says again what the answer says";
const MOVED: &str = "EXISTS (SELECT 1 FROM event m WHERE m.subject = id AND m.kind = 'opinion_moved')";
const SET_APART: &str = "whoever is owed a matter as before was told, tried and heard of it as before";

const DISSATISFIED: &str =
    "whoever was not content with what was over brings it back, also where no event of its own says so";

/// The same, of what also came back because somebody was not content with it.
const fn since_moved_or_unsettled(column: &'static str) -> Excused {
    let so =
        "(grade = 'dissatisfied' OR EXISTS (SELECT 1 FROM event m WHERE m.subject = id AND m.kind = 'opinion_moved'))";
    since_4("opinion", column, Before::Unless(so), DISSATISFIED)
}

/// What came back because somebody was not content with it.
const fn since_unsettled(column: &'static str) -> Excused {
    Excused {
        table: "opinion",
        column,
        since: 8,
        before: Before::Unless("grade = 'dissatisfied'"),
        why: DISSATISFIED,
    }
}

/// A column of the names of people, of those whom a matter names that is not confidential.
macro_rules! open {
    ($column:literal) => {
        concat!(
            "CASE WHEN EXISTS (SELECT 1 FROM opinion_party p JOIN opinion o ON o.id = p.opinion WHERE p.citizen = citizen.id \
             AND o.confidential = 0) THEN ",
            $column,
            " END"
        )
    };
}

const fn since_13(column: &'static str, before: Before) -> Excused {
    Excused {
        table: "citizen",
        column,
        since: 13,
        before,
        why: "the name of whom only confidential matters name is sealed",
    }
}

/// What a person was found by, of one number each.
const fn found_by(column: &'static str) -> Excused {
    Excused {
        table: "citizen",
        column,
        since: 12,
        before: Before::Gone,
        why: "people are found by every number that was said, in a table of their own",
    }
}

/// Every column that a rebuild may fill otherwise than the file had it. All others have to come out equal. What is said
/// of a column alone comes before what is said of every table's.
pub const EXCUSED: &[Excused] = &[
    since_4(
        "handover",
        "*",
        Before::As("round"),
        "a round may have several units now",
    ),
    since_4(
        "handover",
        "round",
        Before::As("no"),
        "a hand-over has a part beside its round",
    ),
    since_4(
        "handover",
        "due_provisional",
        Before::As("provisional"),
        "so it is called beside the day it is of",
    ),
    since_4(
        "handover",
        "person",
        unless_gone!(
            "opinion",
            "person",
            " OR (SELECT o.confidential FROM opinion o WHERE o.id = opinion)"
        ),
        "it goes with the key of the matter",
    ),
    since_4(
        "handover",
        "answered_person",
        unless_gone!(
            "opinion",
            "answered_person",
            " OR (SELECT o.confidential FROM opinion o WHERE o.id = opinion)"
        ),
        "it goes with the key of the matter",
    ),
    since_4(
        "handover",
        "note_sealed",
        Before::Other,
        "it is bound to the name of its table",
    ),
    since_4(
        "handover",
        "answer_sealed",
        Before::Other,
        "it is bound to the name of its table",
    ),
    since_4(
        "chase",
        "person",
        unless_gone!(
            "opinion",
            "person",
            " OR (SELECT o.confidential FROM opinion o WHERE o.id = opinion)"
        ),
        "it goes with the key of the matter",
    ),
    since_4(
        "opinion",
        "papers_at",
        unless_gone!("id", "papers_at", " OR confidential"),
        "it goes with the key of the matter",
    ),
    since_4(
        "opinion",
        "paper_no",
        unless_gone!("id", "paper_no", " OR confidential"),
        "it goes with the key of the matter",
    ),
    since_4(
        "opinion",
        "void_reason",
        unless_gone!("id", "void_reason", " OR confidential"),
        "it goes with the key of the matter",
    ),
    since_4(
        "opinion",
        "guide_destination",
        Before::As("CASE WHEN confidential THEN NULL ELSE guide_destination END"),
        "of a confidential matter it is sealed",
    ),
    since_4(
        "opinion",
        "guide_phone",
        Before::As("CASE WHEN confidential THEN NULL ELSE guide_phone END"),
        "of a confidential matter it is sealed",
    ),
    since_13("name", Before::As(open!("name"))),
    since_13("pinyin", Before::As(open!("pinyin"))),
    since_moved_or_unsettled("state"),
    since_unsettled("state"),
    since_unsettled("closed_at"),
    since_moved("told"),
    since_moved("held"),
    since_moved("grade"),
    since_moved_or_unsettled("closed_at"),
    Excused {
        table: "opinion",
        column: "failed_tellings",
        since: 12,
        before: Before::Gone,
        why: "the attempts themselves are counted, those of a wrong number too as the rules say",
    },
    since_12("class", Before::Unless(CLOSED), REOPENED),
    since_12("class_date", Before::Unless(CLOSED), REOPENED),
    since_12("owed_since", Before::Unless(MOVED), SET_APART),
    since_12("grade", Before::Unless(MOVED), SET_APART),
    since_4(
        "opinion_party",
        "told",
        Before::Unless("EXISTS (SELECT 1 FROM event m WHERE m.subject = opinion AND m.kind = 'opinion_moved')"),
        "whoever stood at the desk was told, under whatever name",
    ),
    since_4(
        "visit",
        "priority_reason",
        Before::Other,
        "it goes with what else is known of somebody only while the visit lasts",
    ),
    since_4(
        "citizen",
        "claim_code",
        unless_gone!("id", "claim_code"),
        "it goes with the key of the person",
    ),
    found_by("phone_mac"),
    found_by("four_mac"),
    since_4(ANY, "touch_by", Before::Named, "it was a name and is the account's id"),
    since_4(ANY, "by", Before::Named, "it was a name and is the account's id"),
    since_4(
        ANY,
        "rev",
        Before::Fewer,
        "it counted the events of a record and is the number of the last one",
    ),
    since_4(
        "rules",
        "*",
        Before::As("ruleset"),
        "under its name of before a program of before is told that the file is no longer its own",
    ),
    since_4(
        "rules",
        "body",
        Before::As(
            "(SELECT json_group_object(key, json(value)) FROM json_each(body) WHERE key IN ('queue', 'limits'))",
        ),
        "lists have tables of their own",
    ),
    Excused {
        table: "rules",
        column: "body",
        since: 6,
        before: Before::Less,
        why: "a key that came since stands there with its default",
    },
];
