//! Cells out of workbooks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::born::DAYS_1904;
use super::error::{FileKind, ImportError};
use super::guard::Limits;
use super::hidden::{Hidden, hidden};
use super::shown_date::as_shown;
use super::struck::{Struck, struck};
use super::table::{Cell, Merge, Row, Sheet};
use super::xls_formats::Formats;
use super::{xls_extent, zip_sizes};
use crate::domain::typed_date::from_serial;

/// Cells by row, within the limits of the whole file.
struct CellCollector {
    rows: BTreeMap<u32, Vec<Cell>>,
    /// The cells that are struck out, by row.
    struck: BTreeMap<u32, BTreeSet<usize>>,
    /// What is struck out of a cell that says more, by row.
    struck_out: BTreeMap<u32, Vec<(usize, String)>>,
    left: usize,
    columns: usize,
}

impl CellCollector {
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> bool {
        let column = column as usize;
        if cell.is_empty() || column >= self.columns {
            return true;
        }
        let cells = self.rows.entry(row).or_default();
        let grown = (column + 1).saturating_sub(cells.len());
        if self.left < grown {
            return false;
        }
        self.left -= grown;
        if grown > 0 {
            cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = cells.get_mut(column) {
            *place = cell;
        }
        true
    }

    /// What of a cell stays where parts of its text are struck out, and whether all of it is.
    fn unstruck(&mut self, (row, column): (u32, u32), value: Cell, parts: Option<Struck>) -> (Cell, bool) {
        let Some(text) = parts else { return (value, false) };
        let rest = Cell::text(text.rest);
        if rest.is_empty() {
            return (value, true);
        }
        let out = self.struck_out.entry(row).or_default();
        out.push((column as usize, text.out));
        (rest, false)
    }

    /// Marks a cell that has a formula and nothing else.
    fn put_formula(&mut self, row: u32, column: u32) {
        let there = self.rows.get(&row).and_then(|cells| cells.get(column as usize));
        if there.is_none_or(Cell::is_empty) {
            // Where there is no room left the cells themselves have been refused already.
            let _ = self.put(row, column, Cell::Uncalculated);
        }
    }

    fn sheet(mut self, name: String, (hidden, from_1904): (bool, bool), within: &Hidden, merges: &[Merge]) -> Sheet {
        let rows = self
            .rows
            .into_iter()
            .map(|(row, cells)| Row {
                number: row.saturating_add(1),
                cells,
                hidden: within.rows.contains(&row.saturating_add(1)),
                struck: self.struck.remove(&row).unwrap_or_default(),
                struck_out: self.struck_out.remove(&row).unwrap_or_default(),
                ..Row::default()
            })
            .collect();
        let mut sheet = Sheet {
            name,
            hidden,
            hidden_columns: within.columns.clone(),
            from_1904,
            rows,
        };
        sheet.fill_merges(merges);
        sheet
    }
}

/// A parser that gives up on a broken file by panicking must not take the desk down with it.
fn contained<T>(read: impl FnOnce() -> Result<T, ImportError>) -> Result<T, ImportError> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err(ImportError::Damaged("its structure makes no sense".to_owned())))
}

fn merge(dimensions: &calamine::Dimensions) -> Merge {
    Merge {
        top: dimensions.start.0,
        left: dimensions.start.1 as usize,
        bottom: dimensions.end.0,
        right: dimensions.end.1 as usize,
    }
}

/// Minutes of a day.
const MINUTES: f64 = 24.0 * 60.0;

/// A day for a date cell; a bare time of day as the sheet shows it, `09:30`.
fn date_cell(serial: f64, from_1904: bool) -> Cell {
    if (0.0..1.0).contains(&serial) {
        let minutes = (serial * MINUTES).round() as u32 % MINUTES as u32;
        return Cell::text(format!("{:02}:{:02}", minutes / 60, minutes % 60));
    }
    let shifted = if from_1904 { serial + DAYS_1904 } else { serial };
    from_serial(shifted).map_or(Cell::Number(serial), Cell::Date)
}

fn iso_cell(text: &str) -> Cell {
    let day = text.split('T').next().unwrap_or_default();
    chrono::NaiveDate::parse_from_str(day, "%Y-%m-%d").map_or_else(|_| Cell::text(text), Cell::Date)
}

fn bool_cell(value: bool) -> Cell {
    Cell::text(if value { "是" } else { "否" })
}

fn xlsx_error(error: &XlsxError) -> ImportError {
    match error {
        XlsxError::Password => ImportError::Password,
        other => ImportError::Damaged(other.to_string()),
    }
}

/// Reads a workbook, if its archive passes the inspection. Cells are streamed: one stray cell in the last
/// corner costs one cell, not the rectangle it spans.
pub(super) fn read_xlsx(data: Vec<u8>, limits: &Limits) -> Result<Vec<Sheet>, ImportError> {
    contained(|| {
        let data = zip_sizes::inspect(data, limits)?;
        let mut hidden = hidden(&data, limits.columns);
        let mut struck = struck(&data);
        let mut book = Xlsx::new(Cursor::new(data)).map_err(|error| xlsx_error(&error))?;
        let from_1904 = book.has_1904_epoch();
        let mut left = limits.cells;
        let mut sheets = Vec::new();
        for about in book.sheets_metadata().to_owned() {
            if about.typ != SheetType::WorkSheet {
                continue;
            }
            let mut gather = CellCollector {
                rows: BTreeMap::new(),
                struck: BTreeMap::new(),
                struck_out: BTreeMap::new(),
                left,
                columns: limits.columns,
            };
            let mut cells = book
                .worksheet_cells_reader(&about.name)
                .map_err(|error| xlsx_error(&error))?;
            let mut worked_out = BTreeSet::new();
            let mut within = struck.remove(&about.name).unwrap_or_default();
            while let Some((cell, style)) = cells.next_cell_with_style_id().map_err(|error| xlsx_error(&error))? {
                let (row, column) = cell.get_position();
                // A text of no length is a result too.
                if matches!(cell.get_value(), DataRef::String(text) if text.is_empty()) {
                    worked_out.insert((row, column));
                }
                let value = match cell.get_value() {
                    DataRef::Int(number) => Cell::Number(*number as f64),
                    DataRef::Float(number) => Cell::Number(*number),
                    DataRef::String(text) => Cell::text(text.as_str()),
                    DataRef::SharedString(text) => Cell::text(*text),
                    DataRef::Bool(value) => bool_cell(*value),
                    DataRef::DateTime(when) => match date_cell(when.as_f64(), from_1904) {
                        Cell::Date(day) => {
                            let format = cells.styles().get(style).and_then(|style| style.number_format.as_ref());
                            format.map_or(Cell::Date(day), |f| as_shown(day, &f.format_code, f.format_id))
                        }
                        cell => cell,
                    },
                    DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => iso_cell(text),
                    DataRef::Error(error) => Cell::Error(error.to_string()),
                    DataRef::Empty => Cell::Empty,
                };
                let font = cells.styles().get(style).and_then(|style| style.font.as_ref());
                let is_struck = font.is_some_and(|font| font.strikethrough);
                let parts = within.remove(&(row, column)).filter(|_| !is_struck);
                let (value, in_parts) = gather.unstruck((row, column), value, parts);
                let is_struck = is_struck || in_parts;
                if !value.is_empty() && is_struck {
                    gather.struck.entry(row).or_default().insert(column as usize);
                }
                if !gather.put(row, column, value) {
                    return Err(ImportError::TooManyCells { limit: limits.cells });
                }
            }
            drop(cells);
            if let Ok(mut formulas) = book.worksheet_cells_reader(&about.name) {
                while let Ok(Some(cell)) = formulas.next_formula() {
                    let (row, column) = cell.get_position();
                    if !cell.get_value().is_empty() && !worked_out.contains(&(row, column)) {
                        gather.put_formula(row, column);
                    }
                }
            }
            left = gather.left;
            let merges: Vec<Merge> = book
                .merge_cells_by_sheet_name(&about.name)
                .unwrap_or_default()
                .iter()
                .map(merge)
                .collect();
            let within = hidden.remove(&about.name).unwrap_or_default();
            let is_hidden = about.visible != SheetVisible::Visible;
            sheets.push(gather.sheet(about.name, (is_hidden, from_1904), &within, &merges));
        }
        Ok(sheets)
    })
}

/// Reads a workbook of the old kind.
pub(super) fn read_xls(data: Vec<u8>, limits: &Limits) -> Result<Vec<Sheet>, ImportError> {
    let named = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        data.windows(wide.len()).any(|window| window == wide)
    };
    if named("EncryptedPackage") {
        return Err(ImportError::Password);
    }
    if !named("Workbook") && !named("Book") {
        let document = named("WordDocument") || named("PowerPoint Document");
        let kind = if document {
            FileKind::Document
        } else {
            FileKind::Unknown
        };
        return Err(ImportError::Unsupported(kind));
    }
    // The reader lays out full rectangles, so there is some room for gaps between cells.
    if xls_extent::cells(&data).is_some_and(|cells| cells > 4 * limits.cells as u64) {
        return Err(ImportError::TooManyCells { limit: limits.cells });
    }
    let mut within = xls_extent::hidden(&data, limits.columns);
    let mut waiting = xls_extent::not_worked_out(&data);
    let mut formats = Formats::of(&data);
    contained(|| {
        let mut book = Xls::new(Cursor::new(data)).map_err(|error| match error {
            XlsError::Password => ImportError::Password,
            other => ImportError::Damaged(other.to_string()),
        })?;
        let from_1904 = book.has_1904_epoch();
        let mut left = limits.cells;
        let mut sheets = Vec::new();
        for about in book.sheets_metadata().to_owned() {
            if about.typ != SheetType::WorkSheet {
                continue;
            }
            let range = book
                .worksheet_range(&about.name)
                .map_err(|error| ImportError::Damaged(error.to_string()))?;
            let (top, side) = range.start().unwrap_or_default();
            let mut parts = formats.parts(&about.name);
            let mut gather = CellCollector {
                rows: BTreeMap::new(),
                struck: formats.struck(&about.name),
                struck_out: BTreeMap::new(),
                left,
                columns: limits.columns,
            };
            for (row, column, value) in range.used_cells() {
                let place = (top + row as u32, side + column as u32);
                let value = match value {
                    Data::Int(number) => Cell::Number(*number as f64),
                    Data::Float(number) => Cell::Number(*number),
                    Data::String(text) => Cell::text(text.as_str()),
                    Data::Bool(value) => bool_cell(*value),
                    Data::DateTime(when) => match date_cell(when.as_f64(), from_1904) {
                        Cell::Date(day) => {
                            let format = formats.of_cell(&about.name, place);
                            format.map_or(Cell::Date(day), |(code, number)| as_shown(day, code, Some(number)))
                        }
                        cell => cell,
                    },
                    Data::DateTimeIso(text) | Data::DurationIso(text) => iso_cell(text),
                    Data::Error(error) => Cell::Error(error.to_string()),
                    Data::Empty => Cell::Empty,
                };
                let (value, is_struck) = gather.unstruck(place, value, parts.remove(&place));
                if is_struck {
                    gather.struck.entry(place.0).or_default().insert(place.1 as usize);
                }
                if !gather.put(place.0, place.1, value) {
                    return Err(ImportError::TooManyCells { limit: limits.cells });
                }
            }
            for (row, column) in waiting.remove(&about.name).unwrap_or_default() {
                gather.put_formula(row, column);
            }
            left = gather.left;
            let merges: Vec<Merge> = book
                .merge_cells_by_sheet_name(&about.name)
                .unwrap_or_default()
                .iter()
                .map(merge)
                .collect();
            let is_hidden = about.visible != SheetVisible::Visible;
            let within = within.remove(&about.name).unwrap_or_default();
            sheets.push(gather.sheet(about.name, (is_hidden, from_1904), &within, &merges));
        }
        Ok(sheets)
    })
}
