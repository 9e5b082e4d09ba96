//! Why a file or a row cannot be read, in the person's language.

use crate::domain::phone::PhoneProblem;
use crate::domain::typed_date::DateProblem;
use crate::i18n::{Lang, fill};
use crate::import::{End, FileKind, ImportError, Place, ProblemKind};

const MB: u64 = 1 << 20;

/// Why a whole file cannot be read: the cause and what to do next.
pub fn of_file(lang: Lang, error: &ImportError) -> String {
    let t = &lang.texts().importing;
    let with = |text: &str, name: &str, value: &dyn ToString| fill(text, &[(name, &value.to_string())]);
    let sizes = |text: &str, bytes: u64, limit: u64| {
        let values = [bytes.div_ceil(MB).to_string(), (limit / MB).to_string()];
        fill(text, &[("n", &values[0]), ("limit", &values[1])])
    };
    match error {
        ImportError::NotFound => t.not_found.to_owned(),
        ImportError::NoPermission => t.no_permission.to_owned(),
        ImportError::Io { code, .. } => {
            let code = code.map_or_else(|| t.no_code.to_owned(), |code| code.to_string());
            fill(t.io, &[("code", &code)])
        }
        ImportError::Folder => t.folder.to_owned(),
        ImportError::NotAFile => t.not_a_file.to_owned(),
        ImportError::Empty => t.empty.to_owned(),
        ImportError::TooBig { bytes, limit } => sizes(t.too_big, *bytes, *limit),
        ImportError::UnpacksTooBig { bytes, limit } => sizes(t.unpacks, *bytes, *limit),
        ImportError::TooManyCells { limit } => with(t.too_many, "limit", limit),
        ImportError::LockFile => t.lock_file.to_owned(),
        ImportError::Unsupported(kind) => {
            kind_name(lang, *kind).map_or_else(|| t.not_a_table.to_owned(), |name| with(t.unsupported, "kind", &name))
        }
        ImportError::Password => t.password.to_owned(),
        ImportError::Damaged(_) => t.damaged.to_owned(),
        ImportError::Nul { line } => with(t.nul, "line", line),
        ImportError::Encoding { line } => with(t.encoding, "line", line),
        ImportError::OpenQuote { line } => with(t.open_quote, "line", line),
        ImportError::NoHeader { wanted, other_kind } => {
            let text = if *other_kind { t.other_kind } else { t.no_header };
            with(text, "wanted", wanted)
        }
        ImportError::OnlyHidden { sheet } => with(t.only_hidden, "sheet", sheet),
        ImportError::Register => t.register.to_owned(),
        ImportError::OnItsSide => t.on_its_side.to_owned(),
        ImportError::Dictionary(what) => with(t.dictionary, "what", what),
    }
}

/// What a file is that is no table; none when nobody can tell.
fn kind_name(lang: Lang, kind: FileKind) -> Option<&'static str> {
    let t = &lang.texts().importing;
    Some(match kind {
        FileKind::WebPage => t.kind_web,
        FileKind::XmlSpreadsheet => t.kind_xml,
        FileKind::OpenDocument => t.kind_ods,
        FileKind::Wps => t.kind_wps,
        FileKind::BinaryWorkbook => t.kind_xlsb,
        FileKind::Document => t.kind_document,
        FileKind::Pdf => t.kind_pdf,
        FileKind::Picture => t.kind_picture,
        FileKind::Archive => t.kind_archive,
        FileKind::Unknown => return None,
    })
}

/// What is wrong with a row or a cell, and what becomes of it.
pub fn of_row(lang: Lang, at: &Place, problem: &ProblemKind) -> String {
    let t = &lang.texts().importing;
    let row = |text: &str, other: &Place| {
        let row = fill(t.row, &[("row", &other.row.to_string())]);
        let place = if other.sheet == at.sheet {
            row
        } else {
            [&other.sheet, " ", &row].concat()
        };
        fill(text, &[("there", &place)])
    };
    let of_sheet = |text: &str| fill(text, &[("sheet", &at.sheet)]);
    match problem {
        ProblemKind::NoName => t.no_name.to_owned(),
        ProblemKind::NotAName => t.not_a_name.to_owned(),
        ProblemKind::Phone(why) => fill(t.phone, &[("why", &of_phone(lang, *why))]),
        ProblemKind::SeveralPhones => t.several_phones.to_owned(),
        ProblemKind::PhoneWithWords => t.phone_words.to_owned(),
        ProblemKind::MaskedPhone => t.phone_masked.to_owned(),
        ProblemKind::MayBeAnothers => t.may_be_anothers.to_owned(),
        ProblemKind::SharedCell => t.shared_cell.to_owned(),
        ProblemKind::NoYear => t.no_year.to_owned(),
        ProblemKind::Uncalculated => t.uncalculated.to_owned(),
        ProblemKind::NothingAbove => t.nothing_above.to_owned(),
        ProblemKind::GoesOn(End::LeftOut, other) => row(t.goes_on_left_out, other),
        ProblemKind::GoesOn(End::Taken, other) => row(t.goes_on_several, other),
        ProblemKind::GoesOn(_, other) => row(t.goes_on_nobody, other),
        ProblemKind::GoneList => t.gone_list.to_owned(),
        ProblemKind::FormerList => t.former_list.to_owned(),
        ProblemKind::OfficeUnclear => t.office_unclear.to_owned(),
        ProblemKind::StaysInOffice => t.stays_in_office.to_owned(),
        ProblemKind::StruckName => t.struck_name.to_owned(),
        ProblemKind::StruckNumber => t.struck_number.to_owned(),
        ProblemKind::StruckCell => t.struck_cell.to_owned(),
        ProblemKind::StruckPart => t.struck_part.to_owned(),
        ProblemKind::LeavesLater => t.leaves_later.to_owned(),
        ProblemKind::Led => t.led.to_owned(),
        ProblemKind::SexOrName => t.sex_or_name.to_owned(),
        ProblemKind::Unclear => t.unclear.to_owned(),
        ProblemKind::Covered => t.covered.to_owned(),
        ProblemKind::LooseQuote => t.loose_quote.to_owned(),
        ProblemKind::PassedOver => t.passed_over.to_owned(),
        ProblemKind::Namesake(other) => row(t.namesake, other),
        ProblemKind::OtherPhone(other) => row(t.other_phone, other),
        ProblemKind::NamesakeThere => t.namesake_there.to_owned(),
        ProblemKind::Apart(other) => row(t.apart, other),
        ProblemKind::OtherKind(other) => row(t.other_unit_kind, other),
        ProblemKind::OneVillage(other) => row(t.one_village, other),
        ProblemKind::OneShort(other) => row(t.one_short, other),
        ProblemKind::OnItsSide => of_sheet(t.sheet_on_its_side),
        ProblemKind::NotTheirs => t.phone_not_theirs.to_owned(),
        ProblemKind::OnePhoneEach => t.one_phone_each.to_owned(),
        ProblemKind::NameAlone => t.name_alone.to_owned(),
        ProblemKind::HiddenRow => t.hidden_row.to_owned(),
        ProblemKind::HiddenColumn => t.hidden_column.to_owned(),
        ProblemKind::Marked => t.marked.to_owned(),
        ProblemKind::SeveralNames => t.several_names.to_owned(),
        ProblemKind::Remark => t.remark_kept.to_owned(),
        ProblemKind::SeveralUnits => t.several_units.to_owned(),
        ProblemKind::UnitsTogether => t.units_together.to_owned(),
        ProblemKind::Closed => t.closed.to_owned(),
        ProblemKind::Caption => t.caption.to_owned(),
        ProblemKind::Vacant => t.vacant.to_owned(),
        ProblemKind::Departed => t.departed.to_owned(),
        ProblemKind::NotKept(other) => row(t.not_kept, other),
        ProblemKind::HiddenSheet => of_sheet(t.hidden_sheet),
        ProblemKind::Register => of_sheet(t.register_sheet),
        ProblemKind::Date(why) => fill(t.date, &[("why", of_date(lang, *why))]),
        ProblemKind::BornAhead => t.born_ahead.to_owned(),
        ProblemKind::TooYoung => t.too_young.to_owned(),
        ProblemKind::DoubtfulMonth => t.doubtful_month.to_owned(),
        ProblemKind::Sex => t.sex.to_owned(),
        ProblemKind::Level => t.level.to_owned(),
        ProblemKind::UnitKind => t.unit_kind.to_owned(),
        ProblemKind::Garbled => t.garbled.to_owned(),
        ProblemKind::FormulaError => t.formula.to_owned(),
        ProblemKind::Duplicate(other) => row(t.duplicate, other),
        ProblemKind::SameAs(other) => row(t.same_as, other),
        ProblemKind::ListOfUnits => of_sheet(t.units_sheet),
        ProblemKind::Roster => of_sheet(t.roster_sheet),
        ProblemKind::NoHeader => of_sheet(t.no_headings),
    }
}

fn of_phone(lang: Lang, why: PhoneProblem) -> String {
    let t = &lang.texts().importing;
    let digits = |text: &str, n: usize| fill(text, &[("n", &n.to_string())]);
    match why {
        PhoneProblem::Empty => t.phone_empty.to_owned(),
        PhoneProblem::NotANumber => t.phone_chars.to_owned(),
        PhoneProblem::TooShort(n) => digits(t.phone_short, n),
        PhoneProblem::TooLong(n) => digits(t.phone_long, n),
        PhoneProblem::NoSuchPrefix => t.phone_prefix.to_owned(),
        PhoneProblem::BadAreaCode => t.phone_area.to_owned(),
        PhoneProblem::Rounded => t.phone_rounded.to_owned(),
        PhoneProblem::Several => t.phone_several.to_owned(),
    }
}

const fn of_date(lang: Lang, why: DateProblem) -> &'static str {
    let t = &lang.texts().importing;
    match why {
        DateProblem::Empty => t.date_empty,
        DateProblem::NotADate => t.date_form,
        DateProblem::NoSuchDay => t.date_none,
        DateProblem::OutOfRange => t.date_range,
    }
}
