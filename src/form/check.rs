//! When a field is checked and what becomes of it: on leaving, after an edit while a problem is shown, on submit.

use super::kinds::Content;
use super::spec::Problem;
use super::state::FormState;
use super::value::{FieldId, Values};

impl FormState {
    /// Checks the focused field, which is being left; the caller lays the form out anew.
    pub(super) fn leave(&mut self) {
        let at = self.focus;
        let Some(field) = self.fields.get_mut(at) else { return };
        field.touched = true;
        if let Content::Lookup(l) = &mut field.content {
            l.close();
        }
        if field.edited || !field.content.is_blank() {
            let problem = self.check(at);
            if let Some(field) = self.fields.get_mut(at) {
                field.shown = problem;
            }
        }
    }

    /// Whether somebody typed or chose what stands in a field, and did not only pass it by.
    pub fn is_edited(&self, id: FieldId) -> bool {
        self.field(id).is_some_and(|f| f.edited)
    }

    /// Checks every visible field: its values, or all problems with the focus on the first.
    pub fn submit(&mut self) -> Result<Values, Vec<(FieldId, Problem)>> {
        let visible: Vec<usize> = (0..self.fields.len()).filter(|i| self.is_visible_at(*i)).collect();
        let found: Vec<(usize, Option<Problem>)> = visible.into_iter().map(|i| (i, self.check(i))).collect();
        let mut problems = Vec::new();
        let mut first = None;
        for (at, problem) in found {
            let Some(field) = self.fields.get_mut(at) else { continue };
            field.touched = true;
            field.shown.clone_from(&problem);
            if let Some(problem) = problem {
                first = first.or(Some(at));
                problems.push((field.spec.id, problem));
            }
        }
        if let Some(at) = first {
            self.focus = at;
        }
        self.follow();
        if !problems.is_empty() {
            return Err(problems);
        }
        Ok(self
            .fields
            .iter()
            .filter(|f| self.is_shown(f))
            .map(|f| (f.spec.id, f.content.value()))
            .collect())
    }

    /// Looks again at every problem shown; the ones that are mended go.
    pub(super) fn recheck(&mut self) {
        for i in 0..self.fields.len() {
            if self.fields.get(i).is_some_and(|f| f.shown.is_some()) {
                let problem = self.check(i);
                if let Some(f) = self.fields.get_mut(i) {
                    f.shown = problem;
                }
            }
        }
    }

    /// What is wrong with what a field holds, whether or not it is shown yet.
    pub fn wrong(&self, id: FieldId) -> Option<Problem> {
        self.check(self.fields.iter().position(|f| f.spec.id == id)?)
    }

    fn check(&self, at: usize) -> Option<Problem> {
        let field = self.fields.get(at)?;
        field
            .content
            .check(&field.spec, self.now_ms)
            .or_else(|| (self.validator)(self, field.spec.id))
    }
}
