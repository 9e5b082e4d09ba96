//! Why a whole file cannot be read. Trouble with one row is a [`super::Problem`] instead.

/// A kind of file we recognise and cannot read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FileKind {
    /// A web page under the name of a workbook.
    WebPage,
    /// A spreadsheet saved as XML.
    XmlSpreadsheet,
    OpenDocument,
    /// A spreadsheet of WPS in its own form, `.et`.
    Wps,
    /// A binary workbook, `.xlsb`.
    BinaryWorkbook,
    Document,
    Pdf,
    Picture,
    /// An archive that holds no workbook.
    Archive,
    Unknown,
}

/// A file that cannot be read at all. Nothing has been changed when one of these is returned.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportError {
    /// There is no such file.
    NotFound,
    /// The file may not be read by this account.
    NoPermission,
    /// The system could not read it.
    Io {
        /// The system's number of why.
        code: Option<i32>,
        /// What the system calls it, in English.
        what: String,
    },
    /// It is a folder.
    Folder,
    /// It is a device, a pipe or a socket.
    NotAFile,
    Empty,
    /// It is larger than we read.
    TooBig {
        bytes: u64,
        /// The most we read.
        limit: u64,
    },
    /// Unpacked it would be larger than we read, or it is packed as no real table is.
    UnpacksTooBig {
        /// How far we counted.
        bytes: u64,
        /// The most we unpack.
        limit: u64,
    },
    /// There are more cells than we read.
    TooManyCells {
        /// The most we read.
        limit: usize,
    },
    /// The temporary lock file of an open workbook.
    LockFile,
    /// A kind of file we know and do not read.
    Unsupported(FileKind),
    /// A workbook with a password.
    Password,
    /// A workbook that is broken or cut short.
    Damaged(String),
    /// A text with NUL in it.
    Nul {
        /// The line, counted from 1.
        line: usize,
    },
    /// A text in an encoding we do not know.
    Encoding {
        /// The first line that cannot be read, counted from 1.
        line: usize,
    },
    /// A quotation mark that is opened and never closed.
    OpenQuote {
        /// The line, counted from 1.
        line: usize,
    },
    /// No sheet has a row of headings.
    NoHeader {
        /// The first heading that must be there.
        wanted: String,
        /// A roster was given for units, or units for a roster.
        other_kind: bool,
    },
    /// The only sheets with headings are hidden ones.
    OnlyHidden {
        /// The first of them.
        sheet: String,
    },
    /// It is a register of matters, neither a roster nor a list of units.
    Register,
    /// Its headings stand below each other, with what they head beside them.
    OnItsSide,
    /// The file of heading words does not read.
    Dictionary(String),
}
