//! What has to be asked anew, for whoever asks a form field by field.

use crate::app::model::Form;
use crate::form::{FieldId, Visible};

/// How a form stood when a field was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    title: String,
    filled: Vec<FieldId>,
}

impl Form {
    /// How it stands before an answer.
    pub fn asked(&self) -> Asked {
        let form = &self.host.form;
        Asked {
            title: self.host.title.clone(),
            filled: form
                .visible_fields()
                .into_iter()
                .filter(|f| form.is_filled(f))
                .collect(),
        }
    }

    /// What stands empty since a field was answered: what the answer took out, and where the form is about somebody else now, what
    /// is asked of some only. It was asked of whoever it was about before.
    pub fn emptied(&self, before: &Asked, answered: FieldId) -> Vec<FieldId> {
        let form = &self.host.form;
        let of_another = self.host.title != before.title;
        let of_some = |f: FieldId| {
            form.spec(f)
                .is_some_and(|spec| !matches!(spec.visible, Visible::Always))
        };
        let visible = form.visible_fields().into_iter();
        let empty = visible.filter(|f| *f != answered && !form.is_filled(f));
        empty
            .filter(|f| before.filled.contains(f) || of_another && of_some(f))
            .collect()
    }
}
