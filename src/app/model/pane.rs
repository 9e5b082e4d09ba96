//! The panes of the first screen, and the marker of a list.

use uuid::Uuid;

/// The panes of the first screen, in the order of Tab.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Pane {
    /// 值班代表.
    Duty,
    /// 等候.
    #[default]
    Queue,
    /// 意见.
    Opinion,
    /// 待办.
    Follow,
}

impl Pane {
    /// The panes of the first screen in the order Tab takes.
    pub const ALL: [Self; 4] = [Self::Duty, Self::Queue, Self::Opinion, Self::Follow];

    /// Its scope in keymaps.
    pub const fn scope(self) -> &'static str {
        match self {
            Self::Duty => "duty",
            Self::Queue => "queue",
            Self::Opinion => "opinion",
            Self::Follow => "follow",
        }
    }
}

/// The selected row of a list. It follows the record, not the place: when rows above it go, the marker moves with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cursor {
    pub at: usize,
    pub id: Option<Uuid>,
    /// The record went away under the cursor; the next act says so instead of hitting its neighbour.
    pub gone: bool,
}

impl Cursor {
    /// Finds the record again after the rows, which were `before`, have become `ids`. When it is gone, the next of those that
    /// followed it and are still there is marked, and where none is, the last before it.
    pub fn follow(&mut self, before: &[Uuid], ids: &[Uuid]) {
        let found = self.id.and_then(|id| ids.iter().position(|i| *i == id));
        if let Some(at) = found {
            self.at = at;
            self.gone = false;
            return;
        }
        self.gone = self.id.is_some() && !ids.is_empty();
        let was = self.id.and_then(|id| before.iter().position(|i| *i == id));
        let there = |id: &Uuid| ids.iter().position(|i| i == id);
        let neighbour = was.and_then(|was| {
            let (above, below) = before.split_at(was);
            below
                .iter()
                .find_map(there)
                .or_else(|| above.iter().rev().find_map(there))
        });
        self.put(neighbour.unwrap_or(self.at), ids, self.gone);
    }

    /// Moves to a place.
    pub fn put(&mut self, at: usize, ids: &[Uuid], gone: bool) {
        self.at = at.min(ids.len().saturating_sub(1));
        self.id = ids.get(self.at).copied();
        self.gone = gone;
    }
}
