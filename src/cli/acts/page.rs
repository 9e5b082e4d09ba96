//! What can be asked for: every act with who may and what it takes, made from the items of the writes.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::domain::spelling::{Act, BESIDE, Field, Sort};
use crate::i18n::{Lang, acts, code};

/// For people, as it stands in the page for whoever runs a station.
pub fn page(lang: Lang) -> String {
    let mut out = String::new();
    for act in Act::all() {
        let roles: Vec<&str> = act
            .deed
            .row()
            .roles
            .iter()
            .map(|role| code::role(lang, *role))
            .collect();
        let _ = writeln!(out, "- `{}` ({})", act.id, roles.join(" "));
        for field in act.fields() {
            let mark = if field.needed { "*" } else { "" };
            let _ = writeln!(out, "  - `{}`{mark}: {}", field.key, acts::field(lang, &field));
        }
    }
    out
}

/// All acts with their fields, as an array of objects.
pub fn as_json(lang: Lang) -> Value {
    let fields = |fields: &[Field]| -> Vec<Value> {
        let field = |field: &Field| {
            let mut said = json!({
                "key": field.key,
                "needed": field.needed,
                "many": field.many,
                "takes": acts::field(lang, field),
            });
            if let (Sort::Code(codes), Value::Object(said)) = (field.sort, &mut said) {
                said.insert("codes".to_owned(), json!(codes));
            }
            said
        };
        fields.iter().map(field).collect()
    };
    Act::all()
        .map(|act| {
            let roles: Vec<&str> = act.deed.row().roles.iter().map(|role| role.code()).collect();
            let all: Vec<Field> = act.fields().into_iter().chain(BESIDE.iter().copied()).collect();
            json!({"act": act.id, "roles": roles, "fields": fields(&all)})
        })
        .collect()
}
