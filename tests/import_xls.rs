//! Workbooks of the old kind, written by hand: no library still writes them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use chrono::NaiveDate;
use tempfile::TempDir;
use zhiban::import::{Dictionary, ImportError, ProblemKind, deputies, read_table};

const SECTOR: usize = 512;
const FREE: u32 = 0xFFFF_FFFF;
const END: u32 = 0xFFFF_FFFE;

/// The records of a workbook stream.
#[derive(Default)]
struct Records(Vec<u8>);

impl Records {
    fn put(&mut self, kind: u16, parts: &[&[u8]]) {
        let body = parts.concat();
        self.0.extend(kind.to_le_bytes());
        self.0.extend((body.len() as u16).to_le_bytes());
        self.0.extend(body);
    }

    fn begin(&mut self, kind: u16) {
        self.put(0x0809, &[&words(&[0x0600, kind, 0x0DBB, 0x07CC]), &[0; 8]]);
    }

    fn text(&mut self, row: u16, column: u16, text: &str) {
        let wide: Vec<u16> = text.encode_utf16().collect();
        self.put(
            0x0204,
            &[&words(&[row, column, 0, wide.len() as u16]), &[1], &words(&wide)],
        );
    }

    fn number(&mut self, row: u16, column: u16, format: u16, number: f64) {
        self.put(0x0203, &[&words(&[row, column, format]), &number.to_le_bytes()]);
    }
}

fn words(values: &[u16]) -> Vec<u8> {
    values.iter().flat_map(|value| value.to_le_bytes()).collect()
}

/// A workbook stream with one sheet.
fn stream(fill: impl FnOnce(&mut Records)) -> Vec<u8> {
    stream_with(|_| (), fill)
}

/// The same with more of what the book says before its sheets.
fn stream_with(book: impl Fn(&mut Records), fill: impl FnOnce(&mut Records)) -> Vec<u8> {
    let name: Vec<u16> = "名册".encode_utf16().collect();
    let head = |start: u32| {
        let mut records = Records::default();
        records.begin(0x0005);
        records.put(0x0042, &[&words(&[1200])]);
        // Written out, as a Chinese program does.
        let code: Vec<u16> = "yyyy\"年\"m\"月\";@".encode_utf16().collect();
        records.put(0x041E, &[&words(&[164, code.len() as u16]), &[1], &words(&code)]);
        // Of the fonts the last one strikes out; a fourth is not counted.
        for marks in [0, 0, 0, 0, 8] {
            records.put(
                0x0031,
                &[&words(&[200, marks, 0x7FFF, 400, 0]), &[0, 0, 134, 0, 1, 0, b'A']],
            );
        }
        for format in [0, 14, 164, 57, 58, 17, 31] {
            records.put(0x00E0, &[&words(&[0, format]), &[0; 16]]);
        }
        records.put(0x00E0, &[&words(&[5, 0]), &[0; 16]]);
        records.put(
            0x0085,
            &[&start.to_le_bytes(), &[0, 0, name.len() as u8, 1], &words(&name)],
        );
        book(&mut records);
        records.put(0x000A, &[]);
        records.0
    };
    let mut out = head(head(0).len() as u32);
    let mut sheet = Records::default();
    sheet.begin(0x0010);
    fill(&mut sheet);
    sheet.put(0x000A, &[]);
    out.extend(sheet.0);
    out
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u64) -> Vec<u8> {
    let mut wide = words(&name.encode_utf16().collect::<Vec<_>>());
    let length = wide.len() as u16 + 2;
    wide.resize(64, 0);
    let mut out = wide;
    out.extend(length.to_le_bytes());
    out.extend([kind, 1]);
    for link in [FREE, FREE, child] {
        out.extend(link.to_le_bytes());
    }
    out.extend([0; 36]);
    out.extend(start.to_le_bytes());
    out.extend(size.to_le_bytes());
    out
}

/// The stream in its container: one sector of allocation, one of names, then the stream.
fn compound(name: &str, mut stream: Vec<u8>) -> Vec<u8> {
    let whole = stream.len().max(4096).next_multiple_of(SECTOR);
    stream.resize(whole, 0);
    let sectors = (whole / SECTOR) as u32;
    let mut out = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    out.extend([0; 16]);
    out.extend(words(&[0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0]));
    for value in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        out.extend(u32::to_le_bytes(value));
    }
    out.resize(SECTOR, 0xFF);
    let chain = (3..2 + sectors).chain([END]);
    let allocation: Vec<u32> = [0xFFFF_FFFD, END].into_iter().chain(chain).collect();
    out.extend(allocation.iter().flat_map(|sector| sector.to_le_bytes()));
    out.resize(2 * SECTOR, 0xFF);
    out.extend(entry("Root Entry", 5, 1, END, 0));
    out.extend(entry(name, 2, FREE, 2, whole as u64));
    out.resize(3 * SECTOR, 0);
    out.extend(stream);
    out
}

fn read(bytes: &[u8]) -> Result<Vec<zhiban::import::Sheet>, ImportError> {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("名册.xls");
    std::fs::write(&path, bytes).unwrap();
    read_table(&path)
}

fn roster() -> Vec<u8> {
    compound(
        "Workbook",
        stream(|sheet| {
            sheet.text(0, 0, "××镇人大代表名册");
            for (column, title) in ["姓 名", "代表层级", "出生年月", "联系电话"].iter().enumerate() {
                sheet.text(2, column as u16, title);
            }
            for (row, name) in [(3, "张 伟"), (4, "阿依古丽•买买提"), (5, "合计")] {
                sheet.text(row, 0, name);
            }
            sheet.text(3, 1, "县、镇");
            sheet.number(3, 2, 1, 30015.0);
            sheet.number(3, 3, 0, 13_712_344_410.0);
            sheet.text(4, 2, "1982年11月");
            sheet.text(4, 3, "137 1234 4411");
            sheet.number(5, 3, 0, 2.0);
            sheet.put(0x00E5, &[&words(&[2, 0, 0, 0, 3, 3, 4, 1, 1])]);
        }),
    )
}

#[test]
fn an_old_workbook_reads_like_a_new_one() {
    let sheets = read(&roster()).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let parsed = deputies(&sheets, &Dictionary::shipped().unwrap(), day).unwrap();
    assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
    let rows: Vec<_> = parsed
        .rows
        .iter()
        .map(|row| {
            (
                row.at.row,
                row.profile.name.as_str(),
                row.profile.born.as_deref(),
                row.profile.phone.as_deref().unwrap(),
                row.profile.levels.len(),
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            (4, "张伟", Some("1982-03"), "13712344410", 2),
            (5, "阿依古丽·买买提", Some("1982-11"), "13712344411", 2),
        ]
    );
    assert_eq!(parsed.rows[0].at.sheet, "名册");
    assert_eq!(parsed.ends.count(zhiban::import::End::Total), 1);
}

#[test]
fn f10_a_date_of_an_old_workbook_says_what_its_format_shows_and_no_more() {
    // 1 May 2005 and 8 March 1982, as the looks above show them: alone, and side by side in one record.
    let shown = |look: u16, serial: f64| {
        let fill = |sheet: &mut Records| {
            sheet.text(0, 0, "出生年月");
            sheet.number(1, 0, look, serial);
            let short = ((serial as u32) << 2 | 2).to_le_bytes();
            let [look, last] = [words(&[look]), words(&[2])];
            sheet.put(0x00BD, &[&words(&[2, 1]), &look, &short, &look, &short, &last]);
        };
        let sheets = read(&compound("Workbook", stream(fill))).unwrap();
        let cells =
            [(1, 0), (2, 1), (2, 2)].map(|(row, column): (usize, usize)| sheets[0].rows[row].cell(column).shown());
        assert!(cells.iter().all(|cell| *cell == cells[0]), "{cells:?}");
        cells[0].clone()
    };
    for (look, expected) in [
        (1, "2005-05-01"),
        (2, "2005-05"),
        (3, "2005-05"),
        (4, "5月1日"),
        (5, "2005-05"),
        (6, "2005-05-01"),
        (0, "38473"),
    ] {
        assert_eq!(shown(look, 38_473.0), expected, "{look}");
    }
    assert_eq!(shown(2, 30_018.0), "1982-03");
}

#[test]
fn what_an_old_workbook_hides_is_said_as_of_a_new_one() {
    let book = compound(
        "Workbook",
        stream(|sheet| {
            // Columns B and C, and row 3.
            sheet.put(0x007D, &[&words(&[1, 2, 0, 0, 1, 0])]);
            sheet.put(0x007D, &[&words(&[3, 3, 2048, 0, 0, 0])]);
            sheet.put(0x0208, &[&words(&[1, 0, 4, 255, 0, 0, 0x0100, 0])]);
            sheet.put(0x0208, &[&words(&[2, 0, 4, 0, 0, 0, 0x0120, 0])]);
            for (column, title) in ["姓名", "代表层级", "党派", "联系电话"].iter().enumerate() {
                sheet.text(0, column as u16, title);
            }
            for (row, name) in [(1, "张伟"), (2, "李梅")] {
                sheet.text(row, 0, name);
                sheet.text(row, 1, "县");
                sheet.text(row, 2, "群众");
                sheet.number(row, 3, 0, 13_712_344_410.0);
            }
        }),
    );
    let sheets = read(&book).unwrap();
    assert_eq!(sheets[0].hidden_columns.iter().copied().collect::<Vec<_>>(), [1, 2]);
    let hidden = sheets[0].rows.iter().filter(|row| row.hidden).map(|row| row.number);
    assert_eq!(hidden.collect::<Vec<_>>(), [3]);
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let parsed = deputies(&sheets, &Dictionary::shipped().unwrap(), day).unwrap();
    let said = |kind: ProblemKind| parsed.problems.iter().filter(|p| p.kind == kind).count();
    assert_eq!((said(ProblemKind::HiddenRow), said(ProblemKind::HiddenColumn)), (1, 2));
    assert_eq!(parsed.rows.len(), 2, "read as the others");
}

#[test]
fn a_formula_of_which_no_result_is_stored_is_said_as_of_a_new_one() {
    const AWAITED: [u8; 8] = [0, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    const BLANK: [u8; 8] = [3, 0, 0, 0, 0, 0, 0xFF, 0xFF];
    // `=B1`, with what is stored of it.
    let formula = |sheet: &mut Records, row: u16, column: u16, stored: [u8; 8]| {
        let tokens = [0x44, 0, 0, 1, 0xC0];
        let rest = [&[0; 6][..], &words(&[5]), &tokens].concat();
        sheet.put(0x0006, &[&words(&[row, column, 0]), &stored, &rest]);
    };
    let book = |party: [u8; 8], follows: bool| {
        let fill = |sheet: &mut Records| {
            for (column, title) in ["姓名", "选区", "党派"].iter().enumerate() {
                sheet.text(0, column as u16, title);
            }
            sheet.text(1, 0, "张伟");
            formula(sheet, 1, 1, AWAITED);
            if follows {
                sheet.put(0x0207, &[&words(&[2]), &[1], &words(&[0x4E00, 0x533A])]);
            }
            formula(sheet, 1, 2, party);
        };
        let sheets = read(&compound("Workbook", stream(fill))).unwrap();
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let parsed = deputies(&sheets, &Dictionary::shipped().unwrap(), day).unwrap();
        let said = parsed.problems.iter().map(|p| (p.column.clone(), p.kind.clone()));
        said.collect::<Vec<_>>()
    };
    let waits = |column: &str| (column.to_owned(), ProblemKind::Uncalculated);
    assert_eq!(book(AWAITED, false), [waits("选区"), waits("党派")]);
    assert_eq!(
        book(BLANK, false),
        [waits("选区"), waits("党派")],
        "whatever wrote it works nothing out"
    );
    assert_eq!(book(BLANK, true), [], "a text of no length is a result too");
}

#[test]
fn a_locked_or_broken_one_is_refused() {
    let locked = compound("EncryptedPackage", vec![7; 5000]);
    assert_eq!(read(&locked).err(), Some(ImportError::Password));
    let whole = roster();
    assert!(matches!(read(&whole[..1600]), Err(ImportError::Damaged(_))));
    // Turned over byte by byte it is answered, never taken down.
    for at in (0..whole.len()).step_by(37) {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 0xFF;
        let _ = read(&spoilt);
    }
}

/// Read as a rectangle this one cell would cost 400 MB.
#[test]
fn a_stray_cell_in_the_last_corner_is_refused() {
    let stray = compound(
        "Workbook",
        stream(|sheet| {
            sheet.text(0, 0, "姓名");
            sheet.number(65_535, 255, 0, 1.0);
        }),
    );
    assert_eq!(read(&stray).err(), Some(ImportError::TooManyCells { limit: 2_000_000 }));
}

#[test]
fn what_is_struck_out_in_an_old_workbook_is_seen() {
    let bytes = compound(
        "Workbook",
        stream(|sheet| {
            for (column, title) in [(0, "姓名"), (1, "电话")] {
                sheet.text(0, column, title);
            }
            sheet.text(1, 0, "甲一");
            sheet.number(1, 1, 7, 13_800_000_001.0);
            let name: Vec<u16> = "乙二".encode_utf16().collect();
            sheet.put(0x0204, &[&words(&[2, 0, 7, 2]), &[1], &words(&name)]);
            sheet.number(2, 1, 0, 13_800_000_002.0);
        }),
    );
    let sheets = read(&bytes).unwrap();
    let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let parsed = deputies(&sheets, &Dictionary::shipped().unwrap(), day).unwrap();
    let seen: Vec<_> = parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect();
    assert_eq!(seen, [(2, ProblemKind::StruckNumber), (3, ProblemKind::StruckName)]);
    assert_eq!(parsed.rows.len(), 1);
}

/// The fonts of the book by which something is struck out and is not.
const STRIKES: u16 = 5;
const PLAIN: u16 = 0;

/// A shared text: its letters, from which on which font, and whether it says how it is read.
type Shared = (&'static str, &'static [(u16, u16)], bool);

/// One text of the shared ones: its letters, and from which on which font.
fn shared_text(text: &str, runs: &[(u16, u16)], has_reading: bool) -> Vec<u8> {
    let wide: Vec<u16> = text.encode_utf16().collect();
    let is_narrow = text.is_ascii();
    let marks = u8::from(!is_narrow) | if runs.is_empty() { 0 } else { 8 } | if has_reading { 4 } else { 0 };
    let mut out = words(&[wide.len() as u16]);
    out.push(marks);
    if !runs.is_empty() {
        out.extend(words(&[runs.len() as u16]));
    }
    if has_reading {
        out.extend(6u32.to_le_bytes());
    }
    out.extend(if is_narrow {
        text.as_bytes().to_vec()
    } else {
        words(&wide)
    });
    for (from, font) in runs {
        out.extend(words(&[*from, *font]));
    }
    if has_reading {
        out.extend([9; 6]);
    }
    out
}

#[test]
fn parts_that_are_struck_out_of_a_text_of_an_old_workbook_are_seen_however_the_texts_are_cut() {
    let texts: Vec<Shared> = vec![
        ("姓名", &[], false),
        ("电话", &[], true),
        ("甲一", &[], false),
        ("13800000001 13900000002", &[(0, STRIKES), (12, PLAIN)], false),
        ("乙二", &[(0, STRIKES)], true),
        ("13700000003，13600000004", &[(11, STRIKES)], true),
        ("丙三丁四", &[(2, STRIKES)], false),
        ("13500000005", &[(0, PLAIN)], false),
        ("备注", &[], false),
    ];
    // As it comes, then cut in every place between two texts and behind every second letter of one.
    for cut in 0..40usize {
        let texts = texts.clone();
        let book = move |records: &mut Records| {
            let mut body = (texts.len() as u32).to_le_bytes().repeat(2);
            let (mut kind, mut left) = (0x00FC, cut);
            for (text, runs, has_reading) in &texts {
                let bytes = shared_text(text, runs, *has_reading);
                if left == 1 {
                    records.put(kind, &[&body]);
                    (kind, body) = (0x003C, Vec::new());
                }
                left = left.saturating_sub(1);
                let letters = text.encode_utf16().count();
                let head = 3 + if runs.is_empty() { 0 } else { 2 } + if *has_reading { 4 } else { 0 };
                let size = if text.is_ascii() { 1 } else { 2 };
                if (1..letters).contains(&left) && cut > 9 {
                    let (before, after) = bytes.split_at(head + left * size);
                    body.extend(before);
                    records.put(kind, &[&body]);
                    (kind, body) = (0x003C, vec![size as u8 - 1]);
                    body.extend(after);
                    left = 0;
                } else {
                    body.extend(bytes);
                }
            }
            records.put(kind, &[&body]);
        };
        let bytes = compound(
            "Workbook",
            stream_with(book, |sheet| {
                for (row, cells) in [[0u16, 1], [2, 3], [4, 5], [6, 7]].iter().enumerate() {
                    for (column, text) in cells.iter().enumerate() {
                        sheet.put(0x00FD, &[&words(&[row as u16, column as u16, 0, *text, 0])]);
                    }
                }
            }),
        );
        let day = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let parsed = deputies(&read(&bytes).unwrap(), &Dictionary::shipped().unwrap(), day).unwrap();
        let seen: Vec<_> = parsed.problems.iter().map(|p| (p.at.row, p.kind.clone())).collect();
        let part = ProblemKind::StruckPart;
        assert_eq!(
            seen,
            [
                (2, part.clone()),
                (3, ProblemKind::StruckPart),
                (3, ProblemKind::StruckName),
                (4, part)
            ],
            "{cut}: {:#?}",
            parsed.problems
        );
        let taken: Vec<_> = parsed
            .rows
            .iter()
            .map(|row| (row.profile.name.as_str(), row.profile.phone.as_deref()))
            .collect();
        assert_eq!(
            taken,
            [("甲一", Some("13900000002")), ("丙三", Some("13500000005"))],
            "{cut}"
        );
    }
}

#[test]
fn a_text_in_a_cell_of_the_oldest_workbooks_is_struck_out_whole_where_a_part_is() {
    let text: Vec<u16> = "乙二".encode_utf16().collect();
    let number = b"13800000001 1390000000";
    let bytes = compound(
        "Workbook",
        stream(|sheet| {
            for (column, title) in [(0, "姓名"), (1, "电话")] {
                sheet.text(0, column, title);
            }
            let rich =
                |row: u16, font: u16| [words(&[row, 0, 0, 2]), vec![1], words(&text), words(&[1, 1, font])].concat();
            sheet.put(0x00D6, &[&rich(1, STRIKES)]);
            sheet.put(0x00D6, &[&rich(2, PLAIN)]);
            let length = number.len() as u16;
            let old = [words(&[2, 1, 0, length]), number.to_vec(), vec![1, 0, STRIKES as u8]].concat();
            sheet.put(0x00D6, &[&old]);
        }),
    );
    let sheets = read(&bytes).unwrap();
    let struck: Vec<_> = sheets[0]
        .rows
        .iter()
        .map(|row| row.struck.iter().copied().collect::<Vec<_>>())
        .collect();
    assert_eq!(struck, [vec![], vec![0], vec![1]]);
}
