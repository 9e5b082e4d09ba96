//! What is typed: kept as a draft, changed, never lost when the line drops.

use crate::{Fake, context};
use std::io::{self, BufRead, Read, Write};
use zhiban::app::Failure;
use zhiban::domain::code::Role;
use zhiban::domain::command::{Command, Handling, Speaker};
use zhiban::i18n::Lang;
use zhiban::runtime::lines::{Ended, run};

#[test]
fn a_matter_grows_as_a_draft_line_by_line_and_nothing_is_filed_unasked() {
    let mut f = Fake::new();
    let out = f.say("5\r\n\r\n路灯不亮\r\n半年了\r\n");
    assert!(out.ends_with("留在没写完\n"), "{out}");
    assert!(f.acts.is_empty());
    let bodies: Vec<_> = f.kept.iter().map(|k| k.draft.body.clone()).collect();
    assert!(bodies[0].contains("路灯不亮") && !bodies[0].contains("半年了"));
    assert!(bodies.last().unwrap().contains("路灯不亮\\n半年了"));
    let lease = f.kept[0].draft.lease();
    assert_eq!(lease.generation, 1);
    assert!(
        f.kept.iter().all(|k| k.draft.lease() == lease),
        "it is one draft from the first line on"
    );
    assert_eq!(
        (f.kept[0].draft.form.as_str(), f.kept[0].draft.label.as_str()),
        ("opinion", "路灯不亮")
    );
    // Of a long text pasted in one go not every line is saved by itself.
    let mut f = Fake::new();
    f.pace = 0;
    let text: Vec<String> = (0..2000).map(|n| format!("第{n}行")).collect();
    f.say(&format!("5\n\n{}\n", text.join("\n")));
    assert!(f.kept.len() < 210, "{}", f.kept.len());
    assert!(f.kept.last().unwrap().draft.body.contains("第1999行"));
    // A disk that is full is said, and the words still go to be filed.
    let mut f = Fake::new();
    f.full = true;
    let out = f.say("5\n\n路灯不亮\n.\n\n\n\n\n\n4\n1\n0\n");
    assert!(out.contains("没存上，字还留着，会再存：磁盘满了"), "{out}");
    let Command::FileOpinion(entry) = &f.acts[0].command else {
        panic!()
    };
    assert_eq!(entry.details.words, "路灯不亮");
    assert_eq!(entry.handling, Handling::Reference);
    assert!(matches!(&entry.speaker, Speaker::New(c) if c.name.is_none()));
}

#[test]
fn c8_the_words_of_the_number_slip_are_copied_by_one_sign() {
    let there = || {
        let mut f = Fake::new();
        let mut talking = crate::visit(1, zhiban::domain::code::VisitState::Talking);
        talking.first_words = Some("村口弯道看不见".into());
        f.queue = vec![talking];
        f
    };
    let mut f = there();
    let out = f.say("5\n\n=\n.\n");
    assert!(
        out.contains("号条上写的是：村口弯道看不见。只打一个 = 就抄进反映内容"),
        "{out}"
    );
    assert!(!out.contains("Ctrl"), "no key of the screen is named: {out}");
    assert!(!out.contains("没写进去"), "nor said again once it was copied: {out}");
    let kept = &f.kept.last().unwrap().draft.body;
    assert!(kept.contains("村口弯道看不见"), "{kept}\n{out}");
    // Nothing goes in by itself, and whoever types words means these.
    let mut f = there();
    f.say("5\n\n路灯不亮\n.\n");
    let kept = &f.kept.last().unwrap().draft.body;
    assert!(kept.contains("路灯不亮") && !kept.contains("村口弯道"), "{kept}");
}

#[test]
fn going_back_a_question_keeps_the_answers_and_one_may_be_changed_before_filing() {
    let mut f = Fake::new();
    let script = "5\n\n路灯不亮\n.\n\n老街\n何平\n0\n孙国芳\n\n\n4\n2\n3\n新街\n1\n0\n";
    f.say(script);
    let Command::FileOpinion(entry) = &f.acts[0].command else {
        panic!()
    };
    let Speaker::New(who) = &entry.speaker else { panic!() };
    assert_eq!(who.name.as_deref(), Some("孙国芳"));
    assert_eq!(entry.details.place.as_deref(), Some("新街"));
    let ends = f.acts[0].draft.as_ref().map(|source| source.lease);
    assert_eq!(ends, f.kept.first().map(|kept| kept.draft.lease()));
}

/// An output that is gone after a few lines.
struct Broken(usize);

impl Write for Broken {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        if self.0 == 0 {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        self.0 -= 1;
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// An input that dies as a terminal does when the line drops.
struct Dropped<'a>(&'a [u8]);

impl Read for Dropped<'_> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.0.read(buf)
    }
}

impl BufRead for Dropped<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.0.is_empty() {
            return Err(io::Error::from_raw_os_error(5));
        }
        Ok(self.0)
    }

    fn consume(&mut self, n: usize) {
        self.0 = self.0.split_at(n).1;
    }
}

#[test]
fn a_line_that_drops_keeps_what_was_typed() {
    let mut f = Fake::new();
    f.pace = 0;
    let mut out = Vec::new();
    let mut input = Dropped("5\n\n路灯不亮\n半".as_bytes());
    run(&mut input, &mut out, context(Lang::Zh), &mut f).unwrap();
    assert!(f.kept.last().unwrap().draft.body.contains("路灯不亮\\n半"));

    let mut f = Fake::new();
    f.pace = 0;
    let ended = run(
        &mut "5\n\n路灯不亮\n半年了\n.\n何平\n".as_bytes(),
        &mut Broken(5),
        context(Lang::Zh),
        &mut f,
    );
    assert_eq!(ended.unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    assert!(f.kept.last().unwrap().draft.body.contains("半年了"));
    assert!(f.acts.is_empty());
}

#[test]
fn foreign_bytes_are_said_in_words_that_can_be_read() {
    let mut f = Fake::new();
    let mut out = Vec::new();
    let script: &[u8] = b"5\n\n\xc2\xb7\xb5\xc6\n\xe7\x81\xaf\n.\n0\n0\n0\n";
    run(&mut &script[..], &mut out, context(Lang::Zh), &mut f).unwrap();
    let out = String::from_utf8(out).unwrap();
    assert!(
        out.contains("不是 UTF-8") && out.contains("set the terminal charset to UTF-8"),
        "{out}"
    );
    assert!(
        f.kept.last().unwrap().draft.body.contains('灯'),
        "the words go on after it"
    );
}

#[test]
fn what_is_filed_again_after_trouble_goes_out_under_the_same_id_and_what_was_refused_or_done_does_not() {
    // Nobody knows whether the first was carried out: the same words are the same act.
    let mut f = Fake::new();
    f.replies = vec![Err(Failure::Trouble("不知道存没存上".into()))];
    let out = f.say("5\n\n路灯不亮\n.\n\n\n\n\n\n4\n1\n1\n0\n");
    assert!(out.contains("不知道存没存上"), "{out}");
    assert_eq!(f.acts.len(), 2, "{out}");
    assert_eq!(f.acts[0].id, f.acts[1].id);
    assert_eq!(f.acts[0].command, f.acts[1].command);
    // Two matters of the same words are two acts, in one conversation and in two.
    let mut f = Fake::new();
    let one = "5\n\n路灯不亮\n.\n\n\n\n\n\n4\n1\n";
    f.say(&format!("{one}{one}0\n"));
    assert_eq!(f.acts.len(), 2);
    assert_ne!(f.acts[0].id, f.acts[1].id);
    let drafts = f.acts.iter().map(|act| act.draft.as_ref().unwrap().lease.draft);
    let drafts: Vec<_> = drafts.collect();
    assert_ne!(drafts[0], drafts[1]);
}

/// Of an act nobody knows of it is not said that it is not filed, nor that it is, before one knows: for each way out of a form.
#[test]
fn i3_leaving_a_form_says_what_is_known_of_the_act() {
    let number = "2\n甲\n\n\n\n\n0\n0\n0\n0\n0\n0\n0\n";
    let matter = "5\n\n路灯不亮\n.\n\n\n\n\n\n4\n1\n3\n0\n";
    let unknown = "不知道这一步存上没有，正在查，查清就说";
    for (what, script) in [("a number", number), ("a matter", matter)] {
        for full in [false, true] {
            for became in [None, Some(true), Some(false)] {
                let mut f = Fake::new();
                (f.full, f.became) = (full, became);
                f.replies = vec![Err(Failure::Unknown(unknown.into()))];
                let mut out = Vec::new();
                let ended = run(&mut script.as_bytes(), &mut out, context(Lang::Zh), &mut f).unwrap();
                let out = String::from_utf8(out).unwrap();
                assert_eq!(f.acts.len(), 1, "{what}: {out}");
                let (_, after) = out.split_once(unknown).unwrap();
                let case = format!("{what}, full {full}, became {became:?}: {after}");
                let is_said = |words: &str| after.contains(words);
                assert_eq!(is_said("存上没有还不知道"), became.is_none(), "{case}");
                assert_eq!(is_said("存上了，不用再做"), became == Some(true), "{case}");
                if became.is_none() {
                    assert!(
                        !is_said("没登记") && !is_said("没存上") && !is_said("没有存上"),
                        "{case}"
                    );
                    assert_eq!(ended, Ended::Unsure, "{case}");
                } else {
                    assert_eq!(ended, if full { Ended::Unsaved } else { Ended::Saved }, "{case}");
                }
            }
        }
    }
}

#[test]
fn whoever_reads_no_matters_is_told_so_and_not_that_none_was_found() {
    for (role, told) in [
        (Role::Clerk, "没有找到：路灯"),
        (Role::Administrator, "看不到来访和意见"),
    ] {
        let mut context = context(Lang::Zh);
        context.account.role = role;
        let mut out = Vec::new();
        run(&mut "6\n路灯\n0\n".as_bytes(), &mut out, context, &mut Fake::new()).unwrap();
        let said = String::from_utf8(out).unwrap();
        assert!(said.contains(told), "{role:?}: {said}");
        assert_eq!(said.contains("没有找到"), role == Role::Clerk, "{role:?}: {said}");
    }
}
