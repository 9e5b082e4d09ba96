//! Why a whole file cannot be read. Trouble with one row is a [`super::Problem`] instead.

use thiserror::Error;

/// A kind of file we recognise and cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A web page under the name of a workbook.
    WebPage,
    /// A spreadsheet saved as XML.
    XmlSpreadsheet,
    /// An OpenDocument spreadsheet.
    OpenDocument,
    /// A binary workbook, `.xlsb`.
    BinaryWorkbook,
    /// A word-processor document.
    Document,
    /// A PDF.
    Pdf,
    /// A picture.
    Picture,
    /// An archive that holds no workbook.
    Archive,
    /// Something else.
    Unknown,
}

impl std::fmt::Display for FileKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::WebPage => "a web page",
            Self::XmlSpreadsheet => "an XML spreadsheet",
            Self::OpenDocument => "an OpenDocument spreadsheet",
            Self::BinaryWorkbook => "a binary workbook (.xlsb)",
            Self::Document => "a text document",
            Self::Pdf => "a PDF",
            Self::Picture => "a picture",
            Self::Archive => "an archive",
            Self::Unknown => "not a table",
        })
    }
}

/// A file that cannot be read at all. Nothing has been changed when one of these is returned.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum ImportError {
    /// There is no such file.
    #[error("there is no such file; check the path")]
    NotFound,
    /// The file may not be read by this account.
    #[error("this account may not read the file; ask for the permission or copy it to your own folder")]
    NoPermission,
    /// The system could not read it.
    #[error("the file could not be read ({0}); try again or copy it to another place")]
    Io(String),
    /// It is a folder.
    #[error("this is a folder; name one file in it")]
    Folder,
    /// It is a device, a pipe or a socket.
    #[error("this is not an ordinary file; save the table to a file first")]
    NotAFile,
    /// It holds nothing.
    #[error("the file is empty; check that it was saved")]
    Empty,
    /// It is larger than we read.
    #[error("the file has {bytes} bytes, at most {limit} are read; split it or remove the pictures")]
    TooBig {
        /// Its size.
        bytes: u64,
        /// The most we read.
        limit: u64,
    },
    /// Unpacked it would be larger than we read, or it is packed as no real table is.
    #[error(
        "unpacked, the workbook has over {bytes} bytes, at most {limit} are read; save the table as a new workbook"
    )]
    UnpacksTooBig {
        /// How far we counted.
        bytes: u64,
        /// The most we unpack.
        limit: u64,
    },
    /// There are more cells than we read.
    #[error("the table has more than {limit} cells; remove empty formatted rows or split it")]
    TooManyCells {
        /// The most we read.
        limit: usize,
    },
    /// The temporary lock file of an open workbook.
    #[error("this is the lock file of an open workbook; name the workbook itself, without `~$`")]
    LockFile,
    /// A kind of file we know and do not read.
    #[error("this is {0}; open it in a spreadsheet program and save it as .xlsx or .csv")]
    Unsupported(FileKind),
    /// A workbook with a password.
    #[error("the workbook has a password; remove it in the spreadsheet program and save")]
    Password,
    /// A workbook that is broken or cut short.
    #[error("the workbook is damaged ({0}); open it in a spreadsheet program, save it anew and try again")]
    Damaged(String),
    /// A text with NUL in it.
    #[error("the text has a NUL character in line {line}; save it as CSV again from the spreadsheet program")]
    Nul {
        /// The line, counted from 1.
        line: usize,
    },
    /// A text in an encoding we do not know.
    #[error("the text is neither UTF-8 nor GB18030 (line {line}); save it as `CSV UTF-8`")]
    Encoding {
        /// The first line that cannot be read, counted from 1.
        line: usize,
    },
    /// A quotation mark that is opened and never closed.
    #[error("a quotation mark opened in line {line} is never closed; correct that line")]
    OpenQuote {
        /// The line, counted from 1.
        line: usize,
    },
    /// No sheet has a row of headings.
    #[error("no row of headings was found{}; the table needs a heading `{wanted}`", if *.other_kind { ", it looks like the other kind of table" } else { "" })]
    NoHeader {
        /// The first heading that must be there.
        wanted: String,
        /// A roster was given for units, or units for a roster.
        other_kind: bool,
    },
    /// The file of heading words does not read.
    #[error("the heading words do not read ({0}); correct import.toml")]
    Dictionary(String),
}
