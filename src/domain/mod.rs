//! Pure rules and types: no IO, no clock, no SQL.

pub mod phone;
pub mod pinyin;
pub mod text;
pub mod typed_date;
