//! What could not be read in a table that could.

use super::ends::{End, Ends};
use crate::domain::phone::PhoneProblem;
use crate::domain::typed_date::DateProblem;

/// Where a row stands, as the person finds it in the file.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    pub sheet: String,
    /// The row number, from 1.
    pub row: u32,
}

/// What is wrong with a row of a spreadsheet.
#[derive(Clone, Debug, PartialEq)]
pub enum ProblemKind {
    /// A row without a name; it is left out.
    NoName,
    /// What stands in the name's place is no name; the row is left out.
    NotAName,
    /// A wrong telephone number; it is left empty.
    Phone(PhoneProblem),
    /// More than one number in a cell; the first good one is taken.
    SeveralPhones,
    /// Another column of the same field says otherwise; the first is taken.
    PassedOver,
    /// Words beside a number; the number alone is taken.
    PhoneWithWords,
    /// A number beside which it says that it is somebody else's or nobody's any more; not taken.
    NotTheirs,
    /// A column that may be somebody else's; not taken until a person says.
    MayBeAnothers,
    /// One cell over the rows of several people, with what only one of them can have; taken of none.
    SharedCell,
    /// A number with its middle covered, as lists of this program show it; what is known stays.
    MaskedPhone,
    /// A wrong date; it is left empty.
    Date(DateProblem),
    /// Born on a day that has not come; left empty.
    BornAhead,
    /// Born too short ago for anybody to be elected; left empty.
    TooYoung,
    /// A number such as 1982.1 may be January or October; the year is kept.
    DoubtfulMonth,
    /// A day without its year; nobody's year of birth is made up.
    NoYear,
    /// Neither man nor woman; it is left empty.
    Sex,
    /// A level we do not know; the others are kept.
    Level,
    /// A kind of unit we do not know; it is left open.
    UnitKind,
    /// Characters that could not be decoded; left empty, or the row left out when it is the name.
    Garbled,
    /// A formula that shows an error; left empty.
    FormulaError,
    /// A formula whose result is not in the file; left empty.
    Uncalculated,
    /// It says "as above" and nothing stands above; left empty.
    NothingAbove,
    /// Its name goes on from a row that ended so, and was not recorded or names several; shares its fate.
    GoesOn(End, Place),
    /// A sheet or a heading that says of all below it that they are no more.
    GoneList,
    /// A sheet or a heading that speaks of another time: 上届代表. Whoever is in it may be in office or not; left to the person.
    FormerList,
    /// What may say that somebody is in office no more, and need not; left to the person.
    OfficeUnclear,
    /// A remark with a word for leaving that is not said of the person; taken as in office.
    StaysInOffice,
    /// A name that is struck out; left to the person.
    StruckName,
    /// A number that is struck out; not taken.
    StruckNumber,
    /// Any other cell that is struck out; not taken.
    StruckCell,
    /// A part of a cell that is struck out; what is not is taken.
    StruckPart,
    /// Somebody who leaves on a day that has not come; taken as in office.
    LeavesLater,
    /// Who stands behind a word such as 联系人, without a number of the list: one of it, or who signs below; left to the person.
    Led,
    /// 男 or 女 behind a name that is spread out may be a part of it; left to the person.
    SexOrName,
    /// It says 同左, or nothing but dots; left empty.
    Unclear,
    /// It lies under a merged range, where nobody sees it; not taken.
    Covered,
    /// A quotation mark that is never closed; taken as a character.
    LooseQuote,
    /// A mark before or behind a name; the name is taken without it.
    Marked,
    /// Several names in one cell; they become as many people, without what only one of them can have.
    SeveralNames,
    /// Several names and as many numbers in one row; one each, in their order.
    OnePhoneEach,
    /// A name and nothing else, where the others say more; left to the person.
    NameAlone,
    /// Several villages in one cell; they become as many, without the contact and the number of only one of them.
    SeveralUnits,
    /// Several units in one cell; left to the person.
    UnitsTogether,
    /// What stands in brackets behind a name; kept as a note.
    Remark,
    /// Words alone in a row that name a part of the table and nobody; left out.
    Caption,
    /// Nobody is there yet, it says; the row is left out.
    Vacant,
    /// In office no more, it says; nobody new is made of the row.
    Departed,
    /// A unit that is no more, it says; nothing new is made of the row.
    Closed,
    /// The same row stands above; left out.
    Duplicate(Place),
    /// The same person or unit stands above with more to say; both rows are taken together.
    SameAs(Place),
    /// As [`Self::SameAs`], and what this row says otherwise is not kept.
    NotKept(Place),
    /// A sheet without a row of headings; left out.
    NoHeader,
    /// A sheet that is a list of units, where people are looked for; left out.
    ListOfUnits,
    /// A sheet that is a roster, where units are looked for; left out.
    Roster,
    /// Another of this name, born in the same year in another month: two people, unless it is a slip.
    Namesake(Place),
    /// Another of this name with another number, and nothing tells whether it is another: two people.
    OtherPhone(Place),
    /// Of one name with somebody who is there already, and another person by what is said of them; added.
    NamesakeThere,
    /// Another of this name and number, of another sex, nation or year: two people.
    Apart(Place),
    /// A unit of the same name and another kind; left to the person.
    OtherKind(Place),
    /// A village that differs from one above only in 村委会; left to the person.
    OneVillage(Place),
    /// A unit above has the same short form; both are taken.
    OneShort(Place),
    /// A sheet whose headings stand below each other; left out.
    OnItsSide,
    /// A row that the workbook hides; read as the others.
    HiddenRow,
    /// A column that the workbook hides; read as the others.
    HiddenColumn,
    /// A sheet that the workbook hides; left out.
    HiddenSheet,
    /// A sheet that is a register of matters; left out.
    Register,
}

impl ProblemKind {
    /// Whether a row is left out because of it.
    pub fn leaves_out(&self) -> bool {
        matches!(
            self,
            Self::NoName
                | Self::NotAName
                | Self::Caption
                | Self::Vacant
                | Self::Departed
                | Self::Closed
                | Self::GoesOn(End::LeftOut, _)
        )
    }
}

/// One thing that could not be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    pub at: Place,
    /// The heading of the column, as it stands in the file; empty for a whole row or sheet.
    pub column: String,
    pub kind: ProblemKind,
    /// What was written there.
    pub seen: String,
}

/// Puts problems in the order of the file.
pub(super) fn in_order(problems: &mut [Problem], sheets: &[super::table::Sheet]) {
    problems.sort_by_cached_key(|problem| {
        let sheet = sheets.iter().position(|sheet| sheet.name == problem.at.sheet);
        (sheet, problem.at.row)
    });
}

/// What was read out of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed<T> {
    /// The rows that go in.
    pub rows: Vec<T>,
    /// What is to be reported, in the order of the file.
    pub problems: Vec<Problem>,
    /// What became of every row of the file.
    pub ends: Ends,
}
