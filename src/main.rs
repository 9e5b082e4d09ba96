//! The thin binary.

use zhiban::i18n::Lang;
use zhiban::runtime::{
    Options,
    clock::{Clock, Source},
    run_desk,
};

fn main() {
    let db = std::env::args().nth(1).unwrap_or_else(|| "/tmp/zb/zhiban.db".into());
    let rules = zhiban::config::default_rules().unwrap_or_else(|e| panic!("{e}"));
    let r = run_desk(Options {
        database: db.into(),
        lang: Lang::Zh,
        theme: "plain".into(),
        account: None,
        table: None,
        demo: false,
        clock: Clock::new(Source::Real),
        rules: Box::new(rules),
        keymap: None,
    });
    if let Err(e) = r {
        eprintln!("{e}");
    }
}
