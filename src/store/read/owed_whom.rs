//! SQL of whom a line of what is owed is about, and when they were last tried.

use super::owed_in::Whom;
use crate::store::named::name;
use crate::store::rows::{party_grade, told};

/// SQL of when somebody last tried to tell a person (`p`) of several, alone or with the others, and did not reach them; 0 where
/// nobody did.
macro_rules! party_tried {
    () => {
        concat!(
            "coalesce((SELECT max(t.at) FROM telling t WHERE t.opinion = o.id AND t.n > o.owed_since AND t.reached NOT IN ",
            told!(),
            " AND (t.citizen IS NULL OR t.citizen = p.citizen)), 0)"
        )
    };
}

/// SQL of whether a matter is owed to several.
macro_rules! of_several {
    () => {
        "EXISTS (SELECT 1 FROM opinion_party s INDEXED BY opinion_party_several WHERE s.opinion = o.id AND s.place > 0)"
    };
}

/// SQL of when somebody last tried to tell the person and did not reach them; of several, the one to tell next.
pub(super) const fn tried(whom: Whom) -> &'static str {
    match whom {
        Whom::NextToTell => concat!(
            "CASE WHEN ",
            of_several!(),
            " THEN (SELECT nullif(min(",
            party_tried!(),
            "), 0) FROM opinion_party p WHERE p.opinion = o.id AND p.told = 0) ELSE (SELECT max(t.at) FROM telling t \
             WHERE t.opinion = o.id AND t.n > o.owed_since AND t.reached NOT IN ",
            told!(),
            ") END"
        ),
        Whom::First | Whom::NotContent => "NULL",
    }
}

/// SQL of when the person is asked whether the word came that they were sent last; of several, the one to tell next.
pub(super) const fn ask_on(whom: Whom) -> &'static str {
    macro_rules! newest {
        ($of:literal) => {
            concat!(
                "(SELECT t.ask_on FROM telling t WHERE t.opinion = o.id AND t.n > o.owed_since",
                $of,
                " ORDER BY t.n DESC LIMIT 1)"
            )
        };
    }
    match whom {
        Whom::NextToTell => concat!(
            "CASE WHEN ",
            of_several!(),
            // A column beside the least is that of its row.
            " THEN (SELECT day FROM (SELECT ",
            newest!(" AND (t.citizen IS NULL OR t.citizen = p.citizen)"),
            " AS day, min(",
            party_tried!(),
            " * 1000 + p.place) FROM opinion_party p WHERE p.opinion = o.id AND p.told = 0)) ELSE ",
            newest!(""),
            " END"
        ),
        Whom::First | Whom::NotContent => "NULL",
    }
}

/// SQL of who a line is about: of several, the one to tell next, or the first who is not content.
pub(super) const fn person(whom: Whom) -> &'static str {
    macro_rules! party {
        ($key:expr, $is:expr) => {
            concat!(
                "CASE WHEN ",
                of_several!(),
                // A column beside the least is that of its row.
                " THEN coalesce((SELECT name FROM (SELECT coalesce(",
                name!("q"),
                ", '') AS name, min(",
                $key,
                ") FROM opinion_party p JOIN citizen q ON q.id = p.citizen WHERE p.opinion = o.id AND ",
                $is,
                ")), ",
                name!("c"),
                ") ELSE ",
                name!("c"),
                " END"
            )
        };
    }
    match whom {
        // As `Opinion::next_to_tell` says; places are few.
        Whom::NextToTell => party!(concat!(party_tried!(), " * 1000 + p.place"), "p.told = 0"),
        Whom::NotContent => party!("p.place", concat!(party_grade!(), " = 'dissatisfied'")),
        Whom::First => name!("c"),
    }
}
