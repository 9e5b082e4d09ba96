//! What a line is answered: done with what it made, or a code and a sentence.

use serde_json::{Map, Value};

use super::names;
use crate::domain::view::Outcome;
use crate::error::DATA;

/// What became of a line.
pub struct LineOutcome {
    pub line: u64,
    pub is: Result<Outcome, Refused>,
}

/// Why a line was not done: a code for programs, a sentence for people.
pub struct Refused {
    pub code: String,
    pub say: String,
    /// What the program ends with where every line that was not done ends so.
    pub exit: u8,
}

impl Refused {
    /// With a code and a sentence.
    pub fn new(code: impl Into<String>, say: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            say: say.into(),
            exit: DATA,
        }
    }

    /// The same with another exit code.
    #[must_use]
    pub fn ending(self, exit: u8) -> Self {
        Self { exit, ..self }
    }

    /// By the name of the refusal in the code.
    pub fn named(why: &impl std::fmt::Debug, say: String) -> Self {
        Self::new(code_of(&format!("{why:?}")), say)
    }
}

/// The code programs tell refusals apart by: the name of the refusal in small letters, `OpinionState` as `opinion_state`.
pub fn code_of(shown: &str) -> String {
    let mut code = String::new();
    for c in shown.chars().take_while(char::is_ascii_alphanumeric) {
        if c.is_ascii_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.push(c.to_ascii_lowercase());
    }
    code
}

/// The answer to a line that is done.
pub fn done(line: u64, outcome: &Outcome) -> Value {
    let mut answer = Map::new();
    answer.insert("line".to_owned(), line.into());
    answer.insert("ok".to_owned(), true.into());
    if outcome.repeated {
        answer.insert("repeated".to_owned(), true.into());
    }
    let record = names::made_by(outcome)
        .into_iter()
        .find(|id| outcome.rev(*id).is_some());
    let said = [
        ("number", outcome.number.clone().map(Value::from)),
        ("ticket", outcome.ticket.map(Value::from)),
        ("claim_code", outcome.claim_code.clone().map(Value::from)),
        ("record", record.map(|id| id.to_string().into())),
        ("rev", record.and_then(|id| outcome.rev(id)).map(Value::from)),
    ];
    answer.extend(
        said.into_iter()
            .filter_map(|(key, value)| Some((key.to_owned(), value?))),
    );
    Value::Object(answer)
}
