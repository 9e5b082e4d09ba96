//! Files that are not tables, or mean harm: one clear sentence each, in little time and memory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "support/zip.rs"]
mod archive;

use std::fs::{self, File};
use std::path::Path;

use archive::{bomb, zip};
use tempfile::TempDir;
use zhiban::i18n::Lang;
use zhiban::import::{Dictionary, FileKind, ImportError, Limits, deputies, read_table, read_table_within};
use zhiban::runtime::importing::words::of_file;

fn refusal(bytes: &[u8]) -> ImportError {
    refusal_of("名册.xlsx", bytes)
}

fn refusal_of(name: &str, bytes: &[u8]) -> ImportError {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join(name);
    fs::write(&path, bytes).unwrap();
    let refusal = read_table(&path).expect_err(name);
    assert_sentence(&refusal);
    assert_eq!(fs::read(&path).unwrap(), bytes, "the file was changed");
    refusal
}

/// One line, with a cause and a next step.
fn assert_sentence(error: &ImportError) {
    for (lang, stop) in [(Lang::Zh, '；'), (Lang::En, ';')] {
        let text = of_file(lang, error);
        assert!(
            !text.contains('\n') && text.contains(stop) && text.len() < 250,
            "{text}"
        );
    }
}

#[test]
fn not_a_file_at_all() {
    let dir = TempDir::new().unwrap();
    let refused = |path: &Path| {
        let error = read_table(path).unwrap_err();
        assert_sentence(&error);
        error
    };
    assert_eq!(refused(dir.path()), ImportError::Folder);
    assert_eq!(refused(&dir.path().join("没有.xlsx")), ImportError::NotFound);
    assert_eq!(refused(Path::new("/dev/zero")), ImportError::NotAFile);
    assert_eq!(refusal(b""), ImportError::Empty);
    assert_eq!(refusal(b" \r\n\n"), ImportError::Empty);
    assert_eq!(refusal(b"\xEF\xBB\xBF"), ImportError::Empty);
}

#[test]
fn two_hundred_megabytes() {
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("大.csv");
    File::create(&path).unwrap().set_len(200 << 20).unwrap();
    let error = read_table(&path).unwrap_err();
    assert_sentence(&error);
    assert_eq!(
        error,
        ImportError::TooBig {
            bytes: 200 << 20,
            limit: 64 << 20
        }
    );
}

#[test]
fn other_kinds_of_file() {
    let kind = |bytes: &[u8]| match refusal(bytes) {
        ImportError::Unsupported(kind) => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(b"%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"), FileKind::Pdf);
    assert_eq!(kind(b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR"), FileKind::Picture);
    assert_eq!(
        kind(b"<html xmlns:x=\"urn:schemas\"><table><tr><td>\xE5</td>"),
        FileKind::WebPage
    );
    assert_eq!(kind(b"\xEF\xBB\xBF<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\">"), FileKind::XmlSpreadsheet);
    assert_eq!(
        kind(&zip(&[("word/document.xml", 0, b"<w/>".to_vec(), 4)])),
        FileKind::Document
    );
    assert_eq!(
        kind(&zip(&[("content.xml", 0, b"<o/>".to_vec(), 4)])),
        FileKind::OpenDocument
    );
    assert_eq!(kind(&zip(&[("照片/1.jpg", 0, b"x".to_vec(), 1)])), FileKind::Archive);
    assert_eq!(
        kind(&fs::read(std::env::current_exe().unwrap()).unwrap()[..100_000]),
        FileKind::Unknown
    );
    let noise: Vec<u8> = (0..50_000u32)
        .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
        .collect();
    assert_eq!(kind(&noise), FileKind::Unknown);
    assert_eq!(kind(&[0; 5000]), FileKind::Unknown);
    let compound = [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &[0; 600]].concat();
    assert_eq!(kind(&compound), FileKind::Unknown);
    assert_eq!(refusal_of("~$名册.xlsx", b"\x04user"), ImportError::LockFile);
}

#[test]
fn texts_that_do_not_read() {
    assert_eq!(
        refusal_of("a.csv", "姓名,电话\n张\0伟,1\n".as_bytes()),
        ImportError::Nul { line: 2 }
    );
    let wrong: Vec<u8> = "姓名,电话\n"
        .bytes()
        .chain([0xFF, 0xFF, b',', 0xFF, 0xFE, 0xFD, b'\n'])
        .collect();
    assert!(matches!(refusal_of("a.csv", &wrong), ImportError::Encoding { .. }));
    let open = "姓名,电话\n\"张伟\n李桂兰,2\n赵明,3\n";
    assert_eq!(refusal_of("a.csv", open.as_bytes()), ImportError::OpenQuote { line: 2 });
    let words = Dictionary::shipped().unwrap();
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.csv");
    fs::write(&path, "今天天气不错\n明天开会\n").unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let error = deputies(&read_table(&path).unwrap(), &words, day).unwrap_err();
    assert_sentence(&error);
    assert_eq!(
        error,
        ImportError::NoHeader {
            wanted: "姓名".to_owned(),
            other_kind: false
        }
    );
}

#[test]
fn bombs_are_counted_whatever_they_claim() {
    let sheet = "xl/worksheets/sheet1.xml";
    // 300 MiB from 1.9 MiB, and the archive says it is a hundred bytes.
    let lying = zip(&[(sheet, 8, bomb(1_220_000), 100)]);
    assert!(lying.len() < 3 << 20);
    assert!(matches!(refusal(&lying), ImportError::UnpacksTooBig { bytes, .. } if bytes > 256 << 20));
    let honest = zip(&[(sheet, 8, bomb(10), u32::MAX - 1)]);
    assert!(matches!(refusal(&honest), ImportError::UnpacksTooBig { .. }));
    // Many entries, each modest.
    let part = bomb(130_000);
    let names: Vec<_> = (0..9).map(|n| format!("xl/worksheets/sheet{n}.xml")).collect();
    let many: Vec<_> = names.iter().map(|name| (name.as_str(), 8, part.clone(), 0)).collect();
    assert!(matches!(refusal(&zip(&many)), ImportError::UnpacksTooBig { .. }));
}

#[test]
fn a_list_of_contents_that_would_itself_not_fit() {
    let names: Vec<_> = (0..20_001).map(|n| format!("xl/{n}")).collect();
    let all: Vec<_> = names.iter().map(|name| (name.as_str(), 0, Vec::new(), 0)).collect();
    let unread = ImportError::Damaged("its list of contents does not read".to_owned());
    assert_eq!(refusal(&zip(&all)), unread);
    assert_ne!(refusal(&zip(&all[1..])), unread, "one fewer is only no workbook");
    let cut = ("xl/a.xml", 8, bomb(10)[..4].to_vec(), 2_581);
    assert_eq!(refusal(&zip(&[cut])), unread);
}

#[test]
fn a_ratio_no_table_has() {
    let small = Limits {
        ratio_from: 1 << 20,
        ratio: 100,
        ..Limits::default()
    };
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.xlsx");
    fs::write(&path, zip(&[("xl/workbook.xml", 8, bomb(10_000), 0)])).unwrap();
    assert!(matches!(
        read_table_within(&path, &small),
        Err(ImportError::UnpacksTooBig { .. })
    ));
}

#[test]
fn broken_workbooks() {
    let whole = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/代表名册.xlsx")).unwrap();
    for part in [1, 2, 3] {
        let cut = &whole[..whole.len() * part / 4];
        assert!(matches!(refusal(cut), ImportError::Damaged(_)), "{part}");
    }
    assert!(matches!(refusal(b"PK\x03\x04"), ImportError::Damaged(_)));
    assert!(matches!(
        refusal(&zip(&[("xl/workbook.xml", 0, b"<workbook".to_vec(), 9)])),
        ImportError::Damaged(_)
    ));
    // Room is made for as many texts as a table claims before one is read, wherever it stands and however it is written.
    let claims = |count: &str, wide: bool| {
        let text = format!("<?xml version=\"1.0\"?><sst uniqueCount = '{count}'><si><t>a</t></si></sst>");
        let bytes = if wide {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else {
            text.into_bytes()
        };
        let size = u32::try_from(bytes.len()).unwrap();
        let workbook = b"<workbook/>".to_vec();
        zip(&[("xl/workbook.xml", 0, workbook, 11), ("xl/other.xml", 0, bytes, size)])
    };
    for (count, wide) in [
        ("4000000000", false),
        ("+99999999999", false),
        ("18446744073709551616", true),
    ] {
        let error = refusal(&claims(count, wide));
        assert!(
            matches!(&error, ImportError::Damaged(why) if why.contains("claims")),
            "{count}: {error:?}"
        );
    }
    let error = refusal(&claims("1", false));
    assert!(
        !matches!(&error, ImportError::Damaged(why) if why.contains("claims")),
        "{error:?}"
    );
    // Every byte turned over in turn: an answer each time, never a panic that gets out.
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.xlsx");
    for at in (0..whole.len()).step_by(whole.len() / 150) {
        let mut spoilt = whole.clone();
        spoilt[at] ^= 0xFF;
        fs::write(&path, &spoilt).unwrap();
        let _ = read_table(&path);
    }
}

/// A cell in the last corner must not cost the rectangle it spans.
#[test]
fn a_stray_cell_in_the_last_corner() {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "姓名").unwrap();
    sheet.write(1, 0, "张伟").unwrap();
    sheet.write(1_048_575, 200, "x").unwrap();
    let dir = TempDir::new().unwrap();
    let path = dir.path().join("a.xlsx");
    book.save(&path).unwrap();
    let sheets = read_table(&path).unwrap();
    assert!(sheets[0].rows.len() <= 5);
    let few = Limits {
        cells: 100,
        ..Limits::default()
    };
    assert_eq!(
        read_table_within(&path, &few),
        Err(ImportError::TooManyCells { limit: 100 })
    );
}
