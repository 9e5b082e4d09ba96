//! Which table is what. `STATE` is made by `apply` from the log, replayed and compared; `WORKING` is help that may be
//! lost. A table in neither list fails a test.

/// State tables of the desk.
pub const STATE: &[&str] = &[
    "station",
    "rules",
    "calendar",
    "code_list",
    "template",
    "rhythm",
    "account",
    "account_name",
    "stand_in",
    "business_day",
    "counter",
    "deputy",
    "unit",
    "session",
    "attendance",
    "visit",
    "visit_span",
    "promise",
    "citizen",
    "citizen_number",
    "opinion",
    "opinion_deputy",
    "opinion_party",
    "handover",
    "chase",
    "number",
    "telling",
    "evaluation",
    "backup",
];

/// Working tables of the desk: the indexes for search.
#[cfg(any(test, feature = "rings"))]
pub const WORKING: &[&str] = &["opinion_index", "name_index"];
