//! `--plain`: the desk as questions and answers, one line per fact, for screen readers, dumb terminals, very bad lines
//! and scripts through a pipe.
//!
//! [`Dialogue`] holds the conversation and does nothing itself: it says lines and names the one thing it waits for.
//! [`run`] is the thin loop around it that reads, writes and asks the [`Port`]. Nothing is ever drawn over: no cursor
//! movement, no colour, and what was said stays said.

#![deny(clippy::wildcard_enum_match_arm)]

mod asking;
mod category;
mod dialogue;
mod draft;
mod find;
mod handling;
mod input;
mod menu;
mod opinion;
mod opinion_fields;
mod port;
mod promise;
mod queue;
mod reception;
mod record;
mod talk;
mod tell;
mod today;
mod visit;
mod where_said;
mod words;

use std::io::{self, BufRead, Write};

pub use dialogue::{Context, Dialogue, Step, Then};
pub use port::{Act, Failure, Kept, Port, Stored};

use input::Line;

/// Talks until the person leaves or the input ends. Both are a success; the end of the input keeps what was typed.
///
/// # Errors
/// The output is gone. What was typed has been kept by then.
pub fn run(reader: &mut dyn BufRead, writer: &mut dyn Write, context: Context, port: &mut dyn Port) -> io::Result<()> {
    let mut dialogue = Dialogue::new(context);
    let now = port.now();
    let mut step = dialogue.start(now);
    let mut broken = None;
    loop {
        if broken.is_none()
            && let Err(e) = put(writer, &step.say)
        {
            broken = Some(e);
        }
        step = match step.then {
            Then::End => return broken.map_or(Ok(()), Err),
            Then::Ask(query) => {
                let answer = port.ask(&query);
                dialogue.answered(port.now(), answer)
            }
            Then::Do(act) => {
                let outcome = port.execute(&act);
                dialogue.executed(port.now(), outcome)
            }
            Then::Take(id) => {
                let taken = port.take_draft(id);
                dialogue.answered(port.now(), taken)
            }
            Then::Keep(kept) => {
                let saved = port.save_draft(&kept);
                dialogue.kept(port.now(), saved)
            }
            Then::Listen if broken.is_some() => dialogue.ended(port.now(), ""),
            Then::Listen => {
                let line = input::read(reader);
                let now = port.now();
                match line {
                    Line::Whole(text) => dialogue.line(now, &text),
                    Line::Cut(rest) => dialogue.ended(now, &rest),
                    Line::Unreadable => dialogue.unreadable(now),
                    Line::TooLong => dialogue.too_long(now),
                }
            }
        };
    }
}

fn put(writer: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    let mut text = String::new();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    writer.write_all(text.as_bytes())?;
    writer.flush()
}
