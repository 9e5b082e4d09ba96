//! The desk as plain data: what is on the screen, what lies over it, what comes in and what goes out. Everything else of
//! `app` reads and changes it; nothing here knows who.

mod authored;
pub mod batch;
pub mod copying;
pub mod covered;
pub mod flow;
pub mod form;
pub mod help;
pub mod importing;
pub mod input;
pub mod layer;
pub mod looks;
mod loss;
pub mod marks;
pub mod matter;
pub mod menu;
pub mod page;
pub mod pane;
pub mod pending;
pub mod picker;
pub mod screen;
pub mod sheet;
pub mod state;
pub mod subject;
pub mod task;
pub mod type_ahead;

pub use crate::app::action::Screen;
pub use batch::Batch;
pub use flow::{Flow, Pick};
pub use form::{Form, Host, Noun};
pub use help::Help;
pub use importing::Importing;
pub use input::{Effect, Failure, Input, Job, Ticket};
pub use layer::{Choice, Closing, Layer, Next, Step, Taken};
pub use looks::SelfTest;
pub use marks::Marks;
pub use matter::{Acts, Do, Matter, Receipt, Record, Target, Telling};
pub use menu::{Item, MENU_PAGE, Menu};
pub use page::Page;
pub use pane::{Cursor, Pane};
pub use pending::{Pending, Then};
pub use picker::{Found, Palette, Picker};
pub use screen::{Asked, Browse, Place, Rows};
pub use sheet::Sheet;
pub use state::{Mood, State, Toast};
pub use task::{MatterAct, NewMatter, Seen, Task};
