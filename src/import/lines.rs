//! Walking the rows below the headings: what is data and what is not.

use super::above::Above;
use super::abreast::lists;
use super::dictionary::{Dictionary, Headings};
use super::ends::{End, Ends};
use super::error::ImportError;
use super::field::Field;
use super::header::{Header, find_header, lies_on_its_side, likely_header, read, repeats};
use super::joined::close_up;
use super::line::Line;
use super::lone::lone_names;
use super::parts::Parts;
use super::problem::{Parsed, Place, Problem, ProblemKind};
use super::remark::Stand;
use super::section::Section;
use super::table::{Row, Sheet};
use crate::domain::text::{fold, tidy};

/// What a row below the headings is.
enum Sort {
    Ends(End),
    Section(Section),
    Data,
}

fn sort_of<F: Field>(
    row: &Row,
    header: &Header<F>,
    headings: &Headings<F>,
    words: &Dictionary,
    fields: (F, F),
) -> Sort {
    let (name, serial) = fields;
    let names = header.columns_of(name);
    let serials = header.columns_of(serial);
    let own: Vec<(usize, String)> = row.own().map(|(column, cell)| (column, cell.shown())).collect();
    let Some((_, text)) = own.first() else {
        return Sort::Ends(End::Blank);
    };
    let is_list = header.columns.len() == 1 && header.titles.iter().filter(|title| !title.is_empty()).count() == 1;
    if let Some(section) = Section::of_row(row, is_list, words) {
        return Sort::Section(section);
    }
    let is_serial = |text: &str| text.chars().count() <= 5 && !words.is_total(text);
    if own
        .iter()
        .all(|(column, text)| serials.contains(column) && is_serial(text))
    {
        return Sort::Ends(End::Blank);
    }
    let name_column = names.first().copied().unwrap_or(0);
    let unnamed = row.cell(name_column).is_empty();
    if own
        .iter()
        .any(|(column, text)| (*column <= name_column || unnamed) && words.is_total(text))
    {
        return Sort::Ends(End::Total);
    }
    // 负责人：吴六 with a number of the list, a post or a telephone beside it is one of the list.
    let known = |column: &usize| header.columns.values().any(|columns| columns.contains(column));
    let beside = || own.iter().filter(|(column, _)| *column != name_column);
    let is_led = F::leads(words, &row.cell(name_column).shown())
        && beside().any(|(column, _)| known(column))
        && !beside().any(|(_, text)| fold(text).contains(':'));
    if is_led {
        return Sort::Data;
    }
    if words.is_footer(text) {
        return Sort::Ends(End::Title);
    }
    if repeats(row, header, headings, name) {
        return Sort::Ends(End::Heading);
    }
    // The word alone before a name, or in the name's place: 填表人 | 李五.
    let is_label = |text: &str| words.is_footer(&[text, ":"].concat());
    if is_label(text) || is_label(&row.cell(name_column).shown()) {
        return Sort::Ends(End::Title);
    }
    if unnamed && !own.iter().any(|(column, _)| known(column) && !serials.contains(column)) {
        return Sort::Ends(End::Title);
    }
    Sort::Data
}

/// The columns that may be somebody else's and hold something, each said once.
fn doubts<F: Field>(sheet: &Sheet, header: &Header<F>, at: &Place) -> Vec<Problem> {
    let below = || sheet.rows.iter().skip(header.index + 1);
    let filled = header
        .doubted
        .iter()
        .filter(|column| below().any(|row| !row.cell(**column).is_empty()));
    let said = filled.map(|column| Problem {
        at: at.clone(),
        column: header.title(*column).to_owned(),
        kind: ProblemKind::MayBeAnothers,
        seen: String::new(),
    });
    said.collect()
}

/// Walks every sheet that has headings. `fields` are the field that must be there and the serial number's; `make` reads one
/// row and says how it ends.
pub(super) fn walk<F: Field, T>(
    sheets: &[Sheet],
    words: &Dictionary,
    headings: &Headings<F>,
    fields: (F, F),
    mut make: impl FnMut(&mut Line<'_, F>, &mut Vec<T>) -> End,
) -> Result<Parsed<T>, ImportError> {
    let mut parsed = Parsed {
        rows: Vec::new(),
        problems: Vec::new(),
        ends: Ends::of(sheets),
    };
    let (mut headed, mut register, mut on_its_side) = (false, false, false);
    let place = |sheet: &Sheet, row: u32| Place {
        sheet: sheet.name.clone(),
        row,
    };
    for whole in sheets {
        let header = find_header(whole, headings, fields.0);
        // A register need have no heading that is known here.
        let titles = || {
            header
                .clone()
                .or_else(|| likely_header(whole, headings))
                .map(|header| header.titles)
        };
        let is_register = titles().is_some_and(|titles| words.is_register(&titles));
        let lies = header
            .as_ref()
            .is_some_and(|header| lies_on_its_side(whole, header, (headings, words), fields.0));
        if whole.hidden || header.is_none() || is_register || lies {
            register |= is_register && !whole.hidden;
            on_its_side |= lies && !whole.hidden;
            let (end, kind) = match (whole.hidden, is_register) {
                (true, _) => (End::Hidden, ProblemKind::HiddenSheet),
                (false, true) => (End::Unheaded, ProblemKind::Register),
                (false, false) if lies => (End::Unheaded, ProblemKind::OnItsSide),
                (false, false) => {
                    let other = F::other_table(words, whole);
                    (End::Unheaded, other.unwrap_or(ProblemKind::NoHeader))
                }
            };
            for row in &whole.rows {
                parsed.ends.change(&place(whole, row.number), end);
            }
            if let Some(first) = whole.rows.first() {
                parsed.problems.push(Problem {
                    at: place(whole, first.number),
                    column: String::new(),
                    kind,
                    seen: String::new(),
                });
            }
            continue;
        }
        headed = true;
        for sheet in lists(whole, words, headings, fields.0) {
            let sheet = sheet.as_ref();
            let Some(mut header) = find_header(sheet, headings, fields.0) else {
                continue;
            };
            for row in sheet
                .rows
                .iter()
                .take(header.index + 1)
                .filter(|row| row.number == header.row)
            {
                parsed.ends.reach(&place(sheet, row.number), End::Heading);
                parsed
                    .problems
                    .extend(doubts(sheet, &header, &place(sheet, row.number)));
                let read = sheet
                    .hidden_columns
                    .iter()
                    .filter(|column| header.field_of(**column).is_some());
                parsed.problems.extend(read.map(|column| Problem {
                    at: place(sheet, row.number),
                    column: header.title(*column).to_owned(),
                    kind: ProblemKind::HiddenColumn,
                    seen: String::new(),
                }));
            }
            let above = header.index.checked_sub(1).and_then(|above| sheet.rows.get(above));
            let name = header.columns_of(fields.0).first().copied().unwrap_or(0);
            let mut parts = Parts::begin(sheet, above, name, words);
            let lone = lone_names(sheet, &header, (words, fields.0));
            let (mut last, mut said_gone) = (Above::default(), None);
            for (index, row) in sheet.rows.iter().enumerate().skip(header.index + 1) {
                let (from, mut goes_on) = (parsed.rows.len(), false);
                let name = header.columns_of(fields.0).first().copied();
                let closed = close_up(row, &header, fields.0);
                let row = closed.as_ref();
                parts.pass(row, name.unwrap_or(0), header.is_narrow());
                let end = match sort_of(row, &header, headings, words, fields) {
                    Sort::Ends(End::Heading) => {
                        // From here on the columns may stand in another order; but not in what is left of these headings.
                        let again = read((sheet, index, sheet.reach()), row, None, headings);
                        let goes_on = name.is_some_and(|name| row.from_above.contains(&name));
                        if !goes_on && again.columns.len() > 1 && !again.columns_of(fields.0).is_empty() {
                            header = again;
                        }
                        End::Heading
                    }
                    Sort::Ends(end) => end,
                    Sort::Section(opened) => {
                        parts.open(opened);
                        End::Title
                    }
                    Sort::Data => {
                        let is_alone = row.own().nth(1).is_none() && !header.is_narrow();
                        // What a person said is of no use is read by nobody from here on.
                        let (unused, kept) = (header.unused(), row.clone());
                        let kept = kept.without(&unused);
                        let (row, lost) = last.without_dittos(&kept, words);
                        let whom = name.filter(|name| row.from_above.contains(name));
                        let whom = whom.and_then(|_| last.whom());
                        goes_on = whom.is_some();
                        let stand = parts.stand::<F>();
                        let told = |of: Stand| {
                            stand
                                .as_ref()
                                .filter(|(stand, _)| *stand == of)
                                .map(|(_, list)| list.as_str())
                        };
                        let gone = told(Stand::Gone);
                        let team = parts.team();
                        let mut line = Line {
                            sheet,
                            row: &row,
                            header: &header,
                            words,
                            problems: &mut parsed.problems,
                            section: parts.section(),
                            name,
                            goes_on: whom.and_then(Result::ok),
                            gone,
                            team: team.as_deref(),
                            former: told(Stand::Former),
                            is_alone,
                            is_name_alone: !parts.is_open() && lone.contains(&row.number),
                        };
                        if gone.map(str::to_owned) != said_gone {
                            said_gone = gone.map(str::to_owned);
                            if let Some(list) = gone {
                                line.report(None, ProblemKind::GoneList, list);
                            }
                        }
                        let known = |column: &usize| header.field_of(*column).is_some();
                        for (column, kind) in lost.into_iter().filter(|(column, _)| known(column)) {
                            if kind == ProblemKind::Unclear || !goes_on || name != Some(column) {
                                line.report(Some(column), kind, "");
                            }
                        }
                        line.report_unusable();
                        if row.hidden {
                            line.report(None, ProblemKind::HiddenRow, "");
                        }
                        let end = match whom {
                            Some(Err(above)) => line.share(name, above),
                            Some(Ok(_)) | None => make(&mut line, &mut parsed.rows),
                        };
                        last.read(row.into_owned());
                        end
                    }
                };
                last.keep(row, end, from..parsed.rows.len(), goes_on);
                parsed.ends.reach(&place(sheet, row.number), end);
                // What lies under a merged range of a row without data is said as well.
                if !matches!(end, End::Taken | End::Together | End::LeftOut) {
                    parsed.problems.extend(row.covered.iter().map(|(column, seen)| Problem {
                        at: place(sheet, row.number),
                        column: header.title(*column).to_owned(),
                        kind: ProblemKind::Covered,
                        seen: tidy(seen),
                    }));
                }
            }
        }
    }
    if headed {
        return Ok(parsed);
    }
    let hidden = |sheet: &&Sheet| sheet.hidden && find_header(sheet, headings, fields.0).is_some();
    Err(match sheets.iter().find(hidden) {
        _ if register => ImportError::Register,
        _ if on_its_side => ImportError::OnItsSide,
        Some(sheet) => ImportError::OnlyHidden {
            sheet: sheet.name.clone(),
        },
        None => ImportError::NoHeader {
            wanted: headings.first_word(fields.0),
            other_kind: false,
        },
    })
}
