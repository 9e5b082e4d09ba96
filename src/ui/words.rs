//! Words that stand in several bars: whether what is typed is safe, and a count after its word.

use crate::app::State;
use crate::app::model::Layer;
use crate::domain::moment::Moment;
use crate::i18n::fill;

/// `已存 09:42` or `未存` of the form being filled, never a running count; `只读` when it is held elsewhere.
pub(super) fn saved(state: &State) -> Option<String> {
    let mut forms = state.layers.iter().filter_map(Layer::form);
    if forms.clone().any(|form| form.host.loss.is_some()) {
        return Some(state.texts().lease.bar.to_owned());
    }
    let save = forms.next_back()?.host.save;
    let t = state.texts();
    if !save.is_clean() {
        return Some(t.common.unsaved.to_owned());
    }
    let at = Moment(save.saved_at()? as i64);
    Some(fill(t.common.saved, &[("time", &at.clock())]))
}

/// A count after a word: glued in Chinese, apart in English.
pub(super) fn gap(state: &State, n: &str) -> String {
    if state.lang.is_zh() {
        n.to_owned()
    } else {
        format!(" {n}")
    }
}
