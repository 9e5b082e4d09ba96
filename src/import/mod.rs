//! Reading other people's tables: rosters of deputies and lists of units.
//!
//! The road is [`read_table`] (guards, then cells), [`deputies()`] or [`units()`] (rows and problems), and
//! [`plan_deputies`] or [`plan_units()`] (what each row would do to what is there). Nothing here writes.

mod above;
mod abreast;
mod born;
mod columns;
mod csv_file;
mod deputies;
mod dictionary;
mod ends;
mod error;
mod field;
mod guard;
mod header;
mod hidden;
mod joined;
mod level;
mod line;
mod lines;
mod lone;
mod named;
mod namesakes;
mod office;
mod parts;
mod phones;
mod plan;
mod plan_units;
mod problem;
mod quoting;
mod remark;
mod same;
mod section;
mod shown_date;
mod struck;
mod table;
mod units;
mod whose;
mod workbook;
mod xls_extent;
mod xls_formats;
mod xls_texts;
mod zip_sizes;

pub use columns::{columns, shape};
pub use deputies::{DeputyRow, deputies};
pub use dictionary::{Dictionary, Headings, bare};
pub use ends::{End, Ends};
pub use error::{FileKind, ImportError};
pub use field::{DeputyField, UnitField};
pub use guard::{Limits, io_error, read_table, read_table_within, read_text};
pub use header::{Header, find_header};
pub use plan::{Step, namesakes_there, plan_deputies};
pub use plan_units::plan_units;
pub use problem::{Parsed, Place, Problem, ProblemKind};
pub use table::{Cell, Row, Sheet};
pub use units::{UnitRow, units};
