//! How the first screen shares its rows among the panes. Drawing and page keys ask the same function.

use crate::app::model::{Pane, State};
use crate::domain::record::Attendance;

/// Narrower or lower than this, only the focused pane is open.
pub const FULL: (u16, u16) = (70, 20);

/// Smaller than this there is a sentence instead of a desk.
pub const LEAST: (u16, u16) = (50, 14);

/// Rows of a pane of a reception day that stay closed.
const BAR: u16 = 1;

/// Rows of the selected matter on a quiet day, with its bar.
const MATTER: u16 = 6;

/// Rows of who is at the table, under its bar.
const AT_TABLE: u16 = 6;

/// The queue gets so many rows more at once.
const STEP: u16 = 4;

/// Which panes the first screen has room for, and how they lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Duty and queue at the left, the opinion at the right, follow-up below.
    Reception,
    /// One below the other; the follow-up has the room.
    Quiet,
    /// One below the other; only the focused one is open.
    Narrow,
}

/// Rows of each pane with its bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Room {
    pub shape: Shape,
    /// 值班.
    pub duty: u16,
    /// 等候.
    pub queue: u16,
    /// 意见.
    pub opinion: u16,
    /// 待办.
    pub follow: u16,
    /// The selected matter below it, on a quiet day; 0 when there is none.
    pub matter: u16,
}

impl Room {
    /// Rows for the list of a pane, at least one.
    pub fn rows(self, pane: Pane) -> usize {
        let all = match pane {
            Pane::Duty => self.duty,
            Pane::Queue => self.queue,
            Pane::Opinion => self.opinion,
            Pane::Follow => self.follow,
        };
        usize::from(all.saturating_sub(BAR)).max(1)
    }
}

/// Rows between the two lines at the top and the line of hints.
pub const fn body(size: (u16, u16)) -> u16 {
    size.1.saturating_sub(3)
}

/// Rows for duty and queue, and the table beside them: what they ask for, as long as a third of the desk is left to what is
/// owed, and no more than what that does not ask for. They grow by some rows at once, so that not everybody who comes moves
/// what stands below.
fn upper(state: &State, body: u16, duty: u16) -> u16 {
    let rows = |n: usize| u16::try_from(n).unwrap_or(u16::MAX);
    let queue = BAR
        + rows(state.visits().count())
            .max(1)
            .checked_next_multiple_of(STEP)
            .unwrap_or(body);
    let upper = duty.saturating_add(queue).max(BAR + AT_TABLE);
    let beyond = usize::from(state.owed_beyond() > 0);
    let owed = BAR
        .saturating_add(rows(state.snap.follow_up.len() + beyond))
        .max(BAR + STEP);
    let most = body.saturating_sub((body / 3).max(4));
    upper.max(body.saturating_sub(owed)).min(most)
}

/// Shares the rows of the first screen among its panes, by what each holds.
pub fn share(state: &State) -> Room {
    let size = state.size;
    let body = body(size);
    if size.0 < FULL.0 || size.1 < FULL.1 {
        let open = body.saturating_sub(3 * BAR);
        let of = |p| if state.focus == p { open } else { BAR };
        return Room {
            shape: Shape::Narrow,
            duty: of(Pane::Duty),
            queue: of(Pane::Queue),
            opinion: of(Pane::Opinion),
            follow: of(Pane::Follow),
            matter: 0,
        };
    }
    if state.open().is_some() {
        let wanted = BAR + (state.snap.attendance.len() as u16).max(1);
        let upper = upper(state, body, wanted);
        let follow = body.saturating_sub(upper);
        let duty = wanted.min(upper / 2).max(2);
        return Room {
            shape: Shape::Reception,
            duty,
            queue: upper.saturating_sub(duty),
            opinion: upper,
            follow,
            matter: 0,
        };
    }
    let few = |n: usize, focused: bool| match (n as u16, focused) {
        (n, true) => BAR + n.clamp(1, 6),
        (n, false) => BAR + n.min(4),
    };
    // Whoever is here before the door opens is seen to be.
    let is_here = state.snap.attendance.iter().any(Attendance::is_present);
    let duty = if is_here || state.focus == Pane::Duty {
        few(state.snap.attendance.len(), state.focus == Pane::Duty)
    } else {
        BAR
    };
    let queue = few(state.visits().count(), state.focus == Pane::Queue);
    let opinion = if state.at_own_table().is_some() || state.focus == Pane::Opinion {
        BAR + 3
    } else {
        BAR
    };
    let rest = body.saturating_sub(duty + queue + opinion);
    let matter = if state.snap.follow_up.is_empty() || rest < 2 * MATTER {
        0
    } else {
        MATTER
    };
    Room {
        shape: Shape::Quiet,
        duty,
        queue,
        opinion,
        follow: rest - matter,
        matter,
    }
}
