//! What was typed and not filed, in the JSON of the desk's own forms, so that it can be taken up on either side.

use serde_json::{Map, Value, json};

use super::port::Kept;
use super::talk::{Said, Talk};
use super::words::lines;
use crate::domain::id::DraftId;
use crate::domain::lease::Lease;
use crate::domain::view::{Answer, Draft, Query};

/// Version of the forms' fields that is written here.
const SCHEMA: u32 = 1;

/// Longest label of a draft, in characters.
const LABEL: usize = 20;

/// A draft whose last field is being typed.
#[derive(Clone, Debug)]
pub(super) struct Growing {
    pub(super) lease: Option<Lease>,
    pub(super) form: &'static str,
    pub(super) target: String,
    pub(super) fields: Fields,
    /// The field that grows.
    pub(super) field: &'static str,
    /// What stood in it before.
    pub(super) before: String,
}

impl Growing {
    /// The draft with the words so far.
    pub(super) fn with(&self, words: &str) -> Kept {
        let mut fields = self.fields.clone();
        fields.text(self.field, &lines(&self.before, words));
        fields.kept(self.lease, self.form, &self.target)
    }
}

/// Fields by name, as forms write them.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    pub(super) fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.0.insert(name.to_owned(), json!({ "text": text }));
        }
    }

    pub(super) fn pick(&mut self, name: &str, code: &str, label: &str) {
        self.0
            .insert(name.to_owned(), json!({ "pick": { "code": code, "label": label } }));
    }

    pub(super) fn flag(&mut self, name: &str, on: bool) {
        if on {
            self.0.insert(name.to_owned(), json!({ "flag": true }));
        }
    }

    /// The text of a field; empty when there is none.
    pub(super) fn text_of(&self, name: &str) -> &str {
        let value = self.0.get(name).and_then(|v| v.get("text"));
        value.and_then(Value::as_str).unwrap_or_default()
    }

    /// Code and label of a choice.
    pub(super) fn pick_of(&self, name: &str) -> Option<(&str, &str)> {
        let pick = self.0.get(name)?.get("pick")?;
        let label = pick.get("label").and_then(Value::as_str).unwrap_or_default();
        Some((pick.get("code")?.as_str()?, label))
    }

    pub(super) fn flag_of(&self, name: &str) -> bool {
        let value = self.0.get(name).and_then(|v| v.get("flag"));
        value.and_then(Value::as_bool).unwrap_or_default()
    }

    /// As something to keep.
    pub(super) fn kept(&self, lease: Option<Lease>, form: &str, target: &str) -> Kept {
        let first = ["words", "answer", "promise", "said"]
            .iter()
            .map(|f| self.text_of(f))
            .find(|t| !t.is_empty());
        let label = first.unwrap_or_default().chars().filter(|c| !c.is_control());
        Kept {
            lease,
            form: form.to_owned(),
            target: target.to_owned(),
            label: label.take(LABEL).collect(),
            body: json!({ "form": form, "schema": SCHEMA, "focus": null, "fields": self.0 }).to_string(),
        }
    }

    fn parse(body: &str) -> Self {
        let value: Value = serde_json::from_str(body).unwrap_or_default();
        Self(
            value
                .get("fields")
                .and_then(Value::as_object)
                .cloned()
                .unwrap_or_default(),
        )
    }
}

/// A draft found again.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) lease: Lease,
    pub(super) label: String,
    pub(super) target: String,
    pub(super) fields: Fields,
}

impl Found {
    fn of(draft: &Draft) -> Self {
        Self {
            lease: draft.lease(),
            label: draft.label.clone(),
            target: draft.target.clone(),
            fields: Fields::parse(&draft.body),
        }
    }
}

/// Takes a draft to go on with, as it was saved last; why there is none is said.
pub(super) fn take(t: &mut Talk<'_>, id: DraftId) -> Said<Option<Found>> {
    Ok(t.take(id)?.map(Found::of))
}

/// Drafts of a form by this account, newest first.
pub(super) fn of_form(t: &mut Talk<'_>, form: &str, target: Option<&str>) -> Said<Vec<Found>> {
    let account = Some(t.context.account);
    let Answer::Drafts(drafts) = t.ask(Query::Drafts { account })? else {
        return Ok(Vec::new());
    };
    let fits = drafts
        .iter()
        .filter(|d| d.form == form && target.is_none_or(|target| d.target == target));
    let mut found: Vec<_> = fits.map(|d| (d.saved_at, Found::of(d))).collect();
    found.sort_by_key(|f| std::cmp::Reverse(f.0));
    Ok(found.into_iter().map(|f| f.1).collect())
}

/// A draft of one field about one matter, offered to be used as it is.
pub(super) fn offered(t: &mut Talk<'_>, form: &'static str, target: &str, field: &str) -> Said<Option<Found>> {
    let found = of_form(t, form, Some(target))?;
    let Some(draft) = found.into_iter().find(|f| !f.fields.text_of(field).is_empty()) else {
        return Ok(None);
    };
    let x = t.t();
    let head = x.typed_before;
    t.quote(head, draft.fields.text_of(field));
    let options = [x.use_it.to_owned(), x.type_anew.to_owned()];
    let chosen = t.choose(x.use_draft, &options, x.help_draft)?;
    if chosen == 0 {
        take(t, draft.lease.draft)
    } else {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_read_back() {
        let mut f = Fields::default();
        f.text("words", "路灯\n不亮");
        f.text("place", "");
        f.pick("category", "lamp", "Street lights");
        f.flag("anonymous", true);
        let kept = f.kept(Some(Lease::first(DraftId(uuid::Uuid::nil()))), "opinion", "");
        assert_eq!(kept.label, "路灯不亮");
        let back = Fields::parse(&kept.body);
        assert_eq!(back.text_of("words"), "路灯\n不亮");
        assert_eq!(back.pick_of("category"), Some(("lamp", "Street lights")));
        assert!(back.flag_of("anonymous") && !back.flag_of("privacy"));
        assert_eq!(back.text_of("place"), "");
        assert_eq!(Fields::parse("{").text_of("words"), "");
    }
}
