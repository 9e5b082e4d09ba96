//! Drawing: pure widgets over a ratatui buffer.
//!
//! A widget takes data, a rectangle and a theme, and draws; it decides nothing and remembers nothing. Those that hold
//! the person's attention return the cell where the hardware cursor belongs, because input methods, screen readers
//! and magnifiers follow it. All text goes through [`put`], all counting through [`crate::cells`].

pub mod bar;
pub mod chips;
pub mod list;
pub mod page;
pub mod popup;
pub mod put;
pub mod text;
pub mod theme;
