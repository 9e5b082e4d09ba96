//! Files that may be tables, where a person would have put one.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::app::model::importing::TableFile;
use crate::domain::moment::Moment;
use crate::i18n::{Lang, fill};

/// Offered at most: one page of digits and a few more.
const MOST: usize = 30;

/// Looked at in a folder at most; a folder with more is no place to pick from.
const ENTRIES: usize = 5_000;

/// The spreadsheet files of some folders, the newest first, each once.
pub fn find(lang: Lang, folders: &[PathBuf]) -> Vec<TableFile> {
    let mut seen = Vec::new();
    let mut found: Vec<(SystemTime, u64, PathBuf)> = Vec::new();
    for folder in folders {
        let real = folder.canonicalize().unwrap_or_else(|_| folder.clone());
        if seen.contains(&real) {
            continue;
        }
        let entries = std::fs::read_dir(&real).into_iter().flatten().flatten().take(ENTRIES);
        found.extend(entries.map(|e| e.path()).filter(|p| is_table(p)).filter_map(|path| {
            let about = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file)?;
            Some((about.modified().ok()?, about.len(), path))
        }));
        seen.push(real);
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
    found.truncate(MOST);
    found
        .into_iter()
        .filter_map(|(changed, bytes, path)| {
            let since = changed.duration_since(SystemTime::UNIX_EPOCH).ok()?;
            let day = Moment(i64::try_from(since.as_millis()).ok()?).day();
            let size = fill(lang.texts().importing.size, &[("n", &bytes.div_ceil(1024).to_string())]);
            // A name that is not UTF-8 cannot be typed or shown as it is; the command line takes it.
            Some(TableFile {
                path: path.to_str()?.to_owned(),
                note: format!("{day} {size}"),
            })
        })
        .collect()
}

fn is_table(path: &Path) -> bool {
    let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    let known = ["xlsx", "xls", "csv"].iter().any(|e| ending.eq_ignore_ascii_case(e));
    known && !name.starts_with("~$") && !name.starts_with('.')
}

/// A path as people type it: quotes of a dragged file off, `~` for the home folder.
pub fn typed(text: &str, home: Option<&Path>) -> PathBuf {
    let text = text.trim().trim_matches(['\'', '"']);
    match (text.strip_prefix('~'), home) {
        (Some(""), Some(home)) => home.to_owned(),
        (Some(rest), Some(home)) if rest.starts_with('/') => home.join(rest.trim_start_matches('/')),
        _ => PathBuf::from(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_once_and_locks_and_letters_are_not() {
        let dir = tempfile::tempdir().unwrap();
        for name in ["b.XLSX", "a.csv", "~$b.xlsx", ".hidden.csv", "letter.docx"] {
            std::fs::write(dir.path().join(name), "x").unwrap();
        }
        std::fs::create_dir(dir.path().join("folder.csv")).unwrap();
        let twice = [dir.path().to_owned(), dir.path().join(".")];
        let mut names: Vec<String> = find(Lang::Zh, &twice)
            .iter()
            .map(|f| f.path.rsplit('/').next().unwrap().to_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["a.csv", "b.XLSX"]);
    }

    #[test]
    fn a_path_is_read_as_people_type_it() {
        let home = Path::new("/home/lin");
        assert_eq!(typed(" '/tmp/名 册.xlsx' ", Some(home)), Path::new("/tmp/名 册.xlsx"));
        assert_eq!(typed("~/册.csv", Some(home)), Path::new("/home/lin/册.csv"));
        assert_eq!(typed("~lin/册.csv", Some(home)), Path::new("~lin/册.csv"));
        assert_eq!(typed("册.csv", None), Path::new("册.csv"));
    }
}
