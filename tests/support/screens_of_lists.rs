//! Every screen of lists, of matters and of what was promised; a part of `everyscreen`.

use super::super::fixture::{self, at, id, load};
use super::super::matters::{self, serve_with};
use super::Data;
use zhiban::app::model::importing::{News, TableFile, Written};
use zhiban::app::model::{MatterAct, Seen, Target, Task};
use zhiban::app::opinion::open;
use zhiban::app::{Input, State, update};
use zhiban::domain::id::{OpinionId, VisitId};
use zhiban::domain::view::{Answer, Draft, Owing, Query};
use zhiban::i18n::Lang;

impl Data {
    pub(super) fn of_promises(self, lang: Lang) -> Vec<(&'static str, State)> {
        let promised = |keys: &str| {
            let mut state = self.desk(lang);
            let mut snap = self.snapshot();
            let (label, words) = (self.text(3, "周德旺"), self.text(9, "征地"));
            snap.promised = vec![
                fixture::promise(11, &label, Some(&words), Some("13700004410")),
                fixture::promise(12, &label, None, None),
            ];
            snap.owed.put(Owing::Promised, 2);
            let rows = snap.promised.iter().map(fixture::promised_line);
            snap.follow_up = rows.chain(snap.follow_up.clone()).collect();
            load(&mut state, snap);
            self.keys(&mut state, keys);
            state
        };
        let mut station = self.desk(lang);
        zhiban::app::station::profile::open(&mut station);
        let mut group = self.desk(lang);
        group.snap.station.as_mut().unwrap().head_phone = None;
        zhiban::app::queue::group::warning(&mut group, 23, Some(VisitId(id(1008))));
        vec![
            ("station_edit", station),
            ("group_without_a_phone", group),
            ("promised_when_the_door_opens", promised("Ctrl-y")),
            ("promised_row", promised("<Tab> <Tab> <Home> <Enter>")),
            ("promise_form", promised("<Tab> <Tab> <Home> <Enter> 5")),
        ]
    }

    pub(super) fn of_lists(self, lang: Lang) -> Vec<(&'static str, State)> {
        let files = (0..3).map(|n| TableFile {
            path: format!("/home/lin/{}.xlsx", self.text(n, "代表名册")),
            note: "2026-11-20 31 KB".into(),
        });
        let files = vec![News::Files(files.collect(), vec!["/home/lin".into()])];
        let written = Written {
            add: 1,
            update: 0,
            refused: vec![(0, self.text(3, "-"))],
            left: 1,
            trouble: self.some(5, None),
        };
        let mut preview = self.importing(lang, Vec::new());
        let ticket = zhiban::app::Ticket(preview.last_ticket);
        let news = News::Planned(Box::new(self.plan()));
        update(&mut preview, Input::Job { ticket, news });
        let planned = || News::Planned(Box::new(self.plan()));
        let over = vec![planned(), News::Written(Box::new(written))];
        vec![
            ("opinions", self.with(lang, "2")),
            ("find", self.typing(lang, "/")),
            ("opinion_menu", self.with(lang, "2 <Enter>")),
            ("opinions_marked", self.with(lang, "2 <Space> <Space> <Enter>")),
            (
                "opinions_handing",
                self.with(lang, "2 <Space> <Space> <Space> <Enter> 1"),
            ),
            ("deputies", self.with(lang, "3")),
            ("deputy_menu", self.with(lang, "3 <Enter>")),
            ("sessions", self.with(lang, "4")),
            ("session_menu", self.with(lang, "4 <Enter>")),
            ("roster", self.with(lang, "4 <Enter> <End> <Enter>")),
            ("units", self.with(lang, "5")),
            ("unit_menu", self.with(lang, "5 <Enter>")),
            ("accounts", self.with(lang, "9 1")),
            ("account", self.with(lang, "9 1 <Enter>")),
            ("owed", self.with(lang, "9 2")),
            ("owed_kind", self.with(lang, "9 2 2")),
            ("owed_menu", self.with(lang, "9 2 <Enter>")),
            ("span", self.with(lang, "6 5")),
            ("figures", self.with(lang, "6")),
            ("figures_terms", self.with(lang, "6 6")),
            ("importing_files", self.importing(lang, files)),
            ("importing_preview", preview),
            (
                "importing_writing",
                self.importing(lang, vec![planned(), News::Going(2)]),
            ),
            ("importing_over", self.importing(lang, over)),
            (
                "importing_failed",
                self.importing(lang, vec![News::Failed(self.text(14, "-"))]),
            ),
        ]
    }

    pub(super) fn of_matters(self, lang: Lang) -> Vec<(&'static str, State)> {
        let seen = || Seen {
            id: OpinionId(id(2107)),
            rev: 5,
            number: "03-2026-0107".into(),
        };
        let form = self.typing(lang, "F5");
        let mut read_only = form.clone();
        matters::lose(&mut read_only, zhiban::domain::lease::Lost::Taken);
        let mut handing = form.clone();
        self.keys(&mut handing, "<Tab> dl 1 <PageDown> 2 1");
        let mut odd_phone = handing.clone();
        self.keys(&mut odd_phone, "<Up> <Up> <Up> <Up> <Up> 1370000441 <Tab>");
        let mut masked = self.record(lang);
        masked.masked = true;
        let mut correct = self.record(lang);
        self.keys(&mut correct, "<Enter> 3");
        let mut draft = self.desk(lang);
        let effects = open(&mut draft, Target::Draft(zhiban::domain::id::DraftId(id(700))));
        let body = r#"{"schema":1,"fields":{"words":{"text":"没写完的"},"gone":{"text":"无处放"}}}"#;
        let label = self.text(3, "村口");
        serve_with(&mut draft, effects, |q| match q {
            Query::Drafts { .. } => Some(Answer::Drafts(vec![Draft {
                label: label.clone(),
                saved_at: at(9, 31),
                ..matters::draft("opinion", "", body)
            }])),
            q => self.answer(q),
        });
        let marked = self.with(lang, "2 <Space> <Space> <Space> <Enter>");
        let mut marked_form = marked.clone();
        self.keys(&mut marked_form, "1 dl 1");
        let mut out = vec![
            ("marked", marked),
            ("marked_form", marked_form),
            ("read_only", read_only),
            ("form", form),
            ("handing_over", handing),
            ("odd_phone", odd_phone),
            ("read_back", self.after_filing(lang)),
            ("tell", self.with(lang, "F8")),
            ("dissatisfied", self.with(lang, "F8 6")),
            ("record", self.record(lang)),
            ("record_masked", masked),
            ("correct", correct),
            ("accusation", self.with(lang, "F5 x <PageDown> 3 4")),
            ("draft", draft),
            ("late_visit", self.task(lang, Task::LateVisit(Vec::new()))),
            ("late_session", self.task(lang, Task::LateSession)),
        ];
        let deeds = [
            ("act_handle", MatterAct::Handle),
            ("act_chase", MatterAct::Chase),
            ("act_answer", MatterAct::Answer),
            ("act_tell", MatterAct::Tell),
            ("act_evaluate", MatterAct::Evaluate),
            ("act_close", MatterAct::Close),
            ("act_correct", MatterAct::Correct),
            ("act_person", MatterAct::Person),
            ("act_void", MatterAct::Void),
            ("act_split", MatterAct::Split),
        ];
        for (name, deed) in deeds {
            out.push((name, self.task(lang, Task::On(deed, seen()))));
        }
        out
    }
}
