//! A sequence as people read it.

use std::fmt::Write as _;

use super::generate::Step;

/// Ids to short names, long rules to one word.
fn short(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    if let Some(at) = rest.find("Ruleset {") {
        out.push_str(&rest[..at]);
        out.push_str("<rules>");
        return out;
    }
    while let Some(at) = rest.find("-0000-") {
        // 00000000-0000-...: keep the last part, which tells commands and births apart.
        let start = at.saturating_sub(8);
        out.push_str(&rest[..start]);
        let end = (at + 28).min(rest.len());
        out.push('#');
        out.push_str(rest[start..end].trim_start_matches(['0', '-']));
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

pub fn list(steps: &[Step]) -> String {
    let mut out = String::new();
    for (n, s) in steps.iter().enumerate() {
        let r = &s.request;
        let flag = if s.doubtful { " (clock jumped)" } else { "" };
        let late = r
            .late
            .as_ref()
            .map(|l| format!(" late {}", l.happened.iso()))
            .unwrap_or_default();
        let line = format!(
            "{n:2} {} {}{flag}{late} by {:?} {:?}",
            s.now.day(),
            s.now.clock_seconds(),
            r.account,
            r.command
        );
        writeln!(out, "{}", short(&line)).unwrap();
    }
    out
}
