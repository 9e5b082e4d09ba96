//! A sequence as people read it.

use std::fmt::Write as _;

use uuid::Uuid;

use super::generate::Step;

/// Ids as `#7.2`, the second thing the seventh command brought into being; rules as one word.
fn short(text: &str) -> String {
    let text = text.split("Ruleset {").next().unwrap_or_default();
    let mut out = String::new();
    for (n, part) in text.split(['(', ')']).enumerate() {
        match Uuid::parse_str(part).map(|id| id.as_u128()) {
            Ok(id) => write!(out, "#{}.{}", (id >> 72) & 0xf_ffff, id & 0xff).unwrap(),
            Err(_) if n > 0 => write!(out, " {part}").unwrap(),
            Err(_) => out.push_str(part),
        }
    }
    out
}

pub fn list(steps: &[Step]) -> String {
    let mut out = String::new();
    for (n, s) in steps.iter().enumerate() {
        let r = &s.request;
        let flag = if s.doubtful { " (clock jumped)" } else { "" };
        let late = r.late.as_ref().map(|l| format!(" late {}", l.happened.iso()));
        let line = format!(
            "{n:2} {} {}{flag}{} by {:?} {:?}",
            s.now.day(),
            s.now.clock_seconds(),
            late.unwrap_or_default(),
            r.account,
            r.command
        );
        writeln!(out, "{}", short(&line)).unwrap();
    }
    out
}
