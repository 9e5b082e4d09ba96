//! What the reading of a table says, in the language of the person.

use crate::domain::phone::PhoneProblem;
use crate::domain::typed_date::DateProblem;
use crate::i18n::{Lang, fill};
use crate::import::{FileKind, ImportError, ProblemKind};

/// Why a file cannot be read at all: the cause and what to do next.
pub fn of_file(lang: Lang, error: &ImportError) -> String {
    let t = &lang.texts().table;
    let one = |template: &str, name: &str, value: &dyn ToString| fill(template, &[(name, &value.to_string())]);
    match error {
        ImportError::NotFound => t.not_found.to_owned(),
        ImportError::NoPermission => t.no_permission.to_owned(),
        ImportError::Io(what) => one(t.io, "what", what),
        ImportError::Folder => t.folder.to_owned(),
        ImportError::NotAFile => t.not_a_file.to_owned(),
        ImportError::Empty => t.empty.to_owned(),
        ImportError::TooBig { bytes, limit } => fill(
            t.too_big,
            &[("bytes", &bytes.to_string()), ("limit", &limit.to_string())],
        ),
        ImportError::UnpacksTooBig { limit, .. } => one(t.unpacks_too_big, "limit", limit),
        ImportError::TooManyCells { limit } => one(t.too_many_cells, "limit", limit),
        ImportError::LockFile => t.lock_file.to_owned(),
        ImportError::Unsupported(kind) => one(t.unsupported, "kind", &file_kind(lang, *kind)),
        ImportError::Password => t.password.to_owned(),
        ImportError::Damaged(what) => one(t.damaged, "what", what),
        ImportError::Nul { line } => one(t.nul, "line", line),
        ImportError::Encoding { line } => one(t.encoding, "line", line),
        ImportError::OpenQuote { line } => one(t.open_quote, "line", line),
        ImportError::NoHeader { other_kind: true, .. } => t.other_kind.to_owned(),
        ImportError::NoHeader { wanted, .. } => one(t.no_header, "wanted", wanted),
        ImportError::Dictionary(what) => one(t.dictionary, "what", what),
    }
}

fn file_kind(lang: Lang, kind: FileKind) -> &'static str {
    let t = &lang.texts().table;
    match kind {
        FileKind::WebPage => t.web_page,
        FileKind::XmlSpreadsheet => t.xml,
        FileKind::OpenDocument => t.open_document,
        FileKind::BinaryWorkbook => t.binary,
        FileKind::Document => t.document,
        FileKind::Pdf => t.pdf,
        FileKind::Picture => t.picture,
        FileKind::Archive => t.archive,
        FileKind::Unknown => t.unknown,
    }
}

/// What is wrong with a row.
pub fn of_row(lang: Lang, kind: &ProblemKind) -> String {
    let t = &lang.texts().table;
    let row = |template: &str, row: u32| fill(template, &[("row", &row.to_string())]);
    match kind {
        ProblemKind::NoName => t.no_name.to_owned(),
        ProblemKind::NotAName => t.not_a_name.to_owned(),
        ProblemKind::Phone(p) => fill(t.phone, &[("what", &phone(lang, p))]),
        ProblemKind::SeveralPhones => t.several_phones.to_owned(),
        ProblemKind::Date(d) => fill(t.date, &[("what", date(lang, *d))]),
        ProblemKind::DoubtfulMonth => t.doubtful_month.to_owned(),
        ProblemKind::Sex => t.sex.to_owned(),
        ProblemKind::Level => t.level.to_owned(),
        ProblemKind::UnitKind => t.unit_kind.to_owned(),
        ProblemKind::Garbled => t.garbled.to_owned(),
        ProblemKind::FormulaError => t.formula.to_owned(),
        ProblemKind::Duplicate(at) => row(t.duplicate, at.row),
        ProblemKind::SameAs(at) => row(t.same_as, at.row),
        ProblemKind::NoHeader => t.sheet_no_header.to_owned(),
    }
}

fn phone(lang: Lang, problem: &PhoneProblem) -> String {
    let t = &lang.texts().table;
    let digits = |template: &str, n: usize| fill(template, &[("n", &n.to_string())]);
    match problem {
        PhoneProblem::Empty => t.phone_empty.to_owned(),
        PhoneProblem::NotANumber => t.phone_not.to_owned(),
        PhoneProblem::TooShort(n) => digits(t.phone_short, *n),
        PhoneProblem::TooLong(n) => digits(t.phone_long, *n),
        PhoneProblem::NoSuchPrefix => t.phone_prefix.to_owned(),
        PhoneProblem::BadAreaCode => t.phone_area.to_owned(),
        PhoneProblem::Rounded => t.phone_rounded.to_owned(),
        PhoneProblem::Several => t.phone_several.to_owned(),
    }
}

const fn date(lang: Lang, problem: DateProblem) -> &'static str {
    let t = &lang.texts().table;
    match problem {
        DateProblem::Empty => t.date_empty,
        DateProblem::NotADate => t.date_not,
        DateProblem::NoSuchDay => t.date_no_day,
        DateProblem::OutOfRange => t.date_range,
    }
}
