//! The columns of a table in words: which it is, its heading, and what it is taken for.

use crate::app::model::State;
use crate::cells;
use crate::domain::column::{Column, How};
use crate::i18n::{fill, importing};

/// Cells of a heading on the page of columns; a longer one is cut.
const HEADING: usize = 20;

/// What a column is taken for, and by whom.
fn taken_for(state: &State, column: &Column) -> String {
    let t = &state.texts().importing;
    let how = match column.how {
        How::Chosen => t.by_person,
        How::Guessed => t.by_guess,
        How::Doubted => t.by_doubt,
        How::Known | How::Unknown => "",
    };
    [importing::of_field(state.lang, column.field), how].concat()
}

/// `B 手机 > 电话`: a column and what it is taken for.
pub(super) fn of_column(state: &State, column: &Column) -> String {
    let values = [
        ("letters", column.letters()),
        ("heading", column.heading.clone()),
        ("field", taken_for(state, column)),
    ];
    let values = values.each_ref().map(|(k, v)| (*k, v.as_str()));
    fill(state.texts().importing.column_is, &values)
}

/// All columns, each part under those of the others: its letters, its heading, what it is taken for, what stands in it.
pub(super) fn abreast(state: &State, columns: &[Column]) -> Vec<String> {
    let parts: Vec<[String; 3]> = columns
        .iter()
        .map(|column| {
            let heading = cells::fit(&column.heading, HEADING).into_owned();
            [column.letters(), heading, taken_for(state, column)]
        })
        .collect();
    let widest = |part: fn(&[String; 3]) -> &String| parts.iter().map(|p| cells::width(part(p))).max().unwrap_or(0);
    let widths = [widest(|p| &p[0]), widest(|p| &p[1]), widest(|p| &p[2])];
    let line = |(parts, column): (&[String; 3], &Column)| {
        let mut said: Vec<String> = parts
            .iter()
            .zip(widths)
            .map(|(part, width)| cells::pad(part, width))
            .collect();
        said.push(column.samples.join(state.texts().importing.between));
        said.join("  ").trim_end().to_owned()
    };
    parts.iter().zip(columns).map(line).collect()
}
