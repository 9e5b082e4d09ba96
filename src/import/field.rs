//! What the columns of the tables may be taken for.

use super::dictionary::Dictionary;
use super::header::find_header;
use super::problem::ProblemKind;
use super::table::Sheet;
use crate::domain::pinyin::is_compound_surname;
use crate::domain::text::squeeze;
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What a column may be taken for, by the name it has in a list.
pub trait Field: Copy + Ord + DeserializeOwned {
    /// Its name, as in `config/import.toml` and in what `list` says.
    fn key(self) -> &'static str;

    /// Whether all columns of it are read together; of another's, the first that says something is.
    fn takes_all(self) -> bool;

    /// A name whose parts stand in columns of their own under one heading.
    fn of_pieces(pieces: &[String]) -> String;

    /// Whether it is what whoever a row is about is called.
    fn is_name(self) -> bool;

    /// Whether words before a colon may say what somebody is who stands behind it.
    fn leads(words: &Dictionary, name: &str) -> bool;

    /// Whether a heading that only ends with one of its words may be one: 任期终止时间 is no 终止时间.
    fn by_ending(self) -> bool;

    /// Whose a column of it is that stands behind one of somebody else.
    fn behind(self) -> Behind;

    /// Whether what stands in a name's place is words for whoever reads the table, and names nothing of this kind.
    fn is_words(words: &Dictionary, text: &str) -> bool;

    /// Words by which a list says of all in it that they are no more.
    fn gone(words: &Dictionary) -> &[String];

    /// Words by which a list says of all in it that they were there at another time.
    fn former(words: &Dictionary) -> &[String];

    /// What a sheet without these headings is, where it is the other kind of table.
    fn other_table(words: &Dictionary, sheet: &Sheet) -> Option<ProblemKind>;
}

/// Whose a column is that stands behind one of another person: `包村干部, 联系电话`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behind {
    /// Of whom the row is about, wherever it stands.
    Own,
    /// Of whom the row is about, unless a column of this kind stands before that of the other.
    OwnOnce,
    /// Theirs as well as anybody's, until a person says; a number is one as well where its heading says whose it is.
    Theirs { number: bool },
}

/// A column of a roster of deputies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeputyField {
    /// 序号
    Serial,
    /// 姓名
    Name,
    /// 性别
    Sex,
    /// 民族
    Nation,
    /// 出生年月
    Born,
    /// 党派
    Party,
    /// 单位及职务
    Post,
    /// 代表层级
    Levels,
    /// 选区
    Constituency,
    /// 代表小组
    Team,
    /// 专业小组
    Speciality,
    /// 联系电话
    Phone,
    /// 是否在任
    Status,
    /// 离任时间: whatever stands in it says that they left
    Left,
    /// 备注
    Note,
}

/// A column of a list of units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UnitField {
    /// 序号
    Serial,
    /// 单位名称
    Name,
    /// 简称
    Short,
    /// 类别
    Kind,
    /// 联系人
    Contact,
    /// 联系电话
    Phone,
    /// 承办范围
    Scope,
    /// 上级
    Via,
}

impl Field for DeputyField {
    /// A surname and a name are one person, two names are two.
    fn of_pieces(pieces: &[String]) -> String {
        let first = pieces.first().map(|piece| squeeze(piece)).unwrap_or_default();
        let is_surname = first.chars().nth(1).is_none() || is_compound_surname(&first);
        pieces.join(if is_surname { "" } else { "、" })
    }

    fn is_name(self) -> bool {
        self == Self::Name
    }

    fn leads(words: &Dictionary, name: &str) -> bool {
        words.led(name).is_some()
    }

    fn by_ending(self) -> bool {
        !matches!(self, Self::Status | Self::Left)
    }

    fn behind(self) -> Behind {
        match self {
            Self::Phone => Behind::Theirs { number: true },
            Self::Post => Behind::Theirs { number: false },
            Self::Sex | Self::Nation | Self::Born | Self::Party => Behind::OwnOnce,
            Self::Serial
            | Self::Name
            | Self::Levels
            | Self::Constituency
            | Self::Team
            | Self::Speciality
            | Self::Status
            | Self::Left
            | Self::Note => Behind::Own,
        }
    }

    fn is_words(words: &Dictionary, text: &str) -> bool {
        words.is_no_person(text)
    }

    fn gone(words: &Dictionary) -> &[String] {
        &words.words.departed
    }

    fn former(words: &Dictionary) -> &[String] {
        &words.words.former
    }

    fn other_table(words: &Dictionary, sheet: &Sheet) -> Option<ProblemKind> {
        find_header(sheet, &words.units, UnitField::Name).map(|_| ProblemKind::ListOfUnits)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Name => "name",
            Self::Sex => "sex",
            Self::Nation => "nation",
            Self::Born => "born",
            Self::Party => "party",
            Self::Post => "post",
            Self::Levels => "levels",
            Self::Constituency => "constituency",
            Self::Team => "team",
            Self::Speciality => "speciality",
            Self::Phone => "phone",
            Self::Status => "status",
            Self::Left => "left",
            Self::Note => "note",
        }
    }

    fn takes_all(self) -> bool {
        matches!(
            self,
            Self::Serial | Self::Post | Self::Levels | Self::Phone | Self::Status | Self::Left | Self::Note
        )
    }
}

impl Field for UnitField {
    fn of_pieces(pieces: &[String]) -> String {
        pieces.concat()
    }

    /// Of units whole and short names stand side by side.
    fn is_name(self) -> bool {
        false
    }

    fn leads(_: &Dictionary, _: &str) -> bool {
        false
    }

    fn by_ending(self) -> bool {
        true
    }

    /// A unit is reached through people.
    fn behind(self) -> Behind {
        Behind::Own
    }

    fn is_words(words: &Dictionary, text: &str) -> bool {
        words.is_no_unit(text)
    }

    fn gone(words: &Dictionary) -> &[String] {
        &words.words.closed
    }

    fn former(_: &Dictionary) -> &[String] {
        &[]
    }

    fn other_table(words: &Dictionary, sheet: &Sheet) -> Option<ProblemKind> {
        find_header(sheet, &words.deputies, DeputyField::Name).map(|_| ProblemKind::Roster)
    }

    fn key(self) -> &'static str {
        match self {
            Self::Serial => "serial",
            Self::Name => "name",
            Self::Short => "short",
            Self::Kind => "kind",
            Self::Contact => "contact",
            Self::Phone => "phone",
            Self::Scope => "scope",
            Self::Via => "via",
        }
    }

    fn takes_all(self) -> bool {
        matches!(self, Self::Serial | Self::Phone | Self::Scope)
    }
}
