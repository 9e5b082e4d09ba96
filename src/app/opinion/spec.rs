//! What each form asks, in the order a clerk asks it.

use crate::app::fields::{hours, say, time};
use crate::app::opinion::fields::{
    CORRECT, HAND, NEW, NO_RELAY, channels, channels_but_in_person, check, choice, classes, consents, day_ahead,
    day_past, deputies, due_written, every_class, grades, handling, late, line, lookup, prose, reaches, scopes, sexes,
    texts, toggle, upholds, urgencies, ways,
};
use crate::app::opinion::further;
use crate::domain::code::SYSTEMS;
use crate::domain::fields::across;
use crate::domain::rules::Ruleset;
use crate::domain::shape::Class;
use crate::form::{FieldSpec, FormSpec, FormState, Kind, Visible};
use crate::i18n::sheet::help_other_number;
use crate::i18n::{Lang, code};

/// The mark of a matter that somebody is not content with.
pub const UNHAPPY: &str = "unhappy";

/// The mark of a matter of which one of several things is meant.
pub const SEVERAL: &str = "several";
/// Whom it is about, of several.
pub const WHOM: &str = "whom";

/// Raised when fields change meaning.
const SCHEMA: u32 = 1;

/// The name of the form that files a matter; drafts are found by it.
pub const OPINION: &str = "opinion";

fn spec(id: &'static str, lang: Lang, fields: Vec<FieldSpec>) -> FormSpec {
    FormSpec::new(id, SCHEMA, say(lang), covered(fields)).checked_by(check(lang))
}

/// With those that a covered screen does not show marked so, by the row of each.
fn covered(fields: Vec<FieldSpec>) -> Vec<FieldSpec> {
    let marked = |f: FieldSpec| match across(f.id) {
        None | Some(Class::Open) => f,
        Some(Class::Sealed | Class::Private | Class::OwnOrKept | Class::Kept) => f.of_people(),
    };
    fields.into_iter().map(marked).collect()
}

/// Somebody new is being written down: nobody of this visit was chosen.
fn is_new(form: &FormState) -> bool {
    form.code("who").is_none_or(|c| c == NEW)
}

fn is_new_and_named(form: &FormState) -> bool {
    is_new(form) && !form.flag("anonymous")
}

/// The form that files a matter. Words first; then what is asked of everybody; the rest below.
pub fn opinion(lang: Lang, rules: &Ruleset) -> FormSpec {
    let t = texts(lang);
    let f = FieldSpec::new;
    let first = vec![
        f("words", t.words, prose(3, 6)).required().help(t.help_words),
        f("category", t.category, lookup()).help(t.help_category),
        f("place", t.place, line()),
        f("who", t.who, choice([])).of_people().when(Visible::Filled("who")),
        f("name", t.name, line())
            .help(t.help_name)
            .when(Visible::Test(is_new_and_named)),
        f("phone", t.phone, Kind::Phone)
            .help(t.help_phone)
            .when(Visible::Test(is_new_and_named))
            .paired(),
        f("village", t.village, lookup())
            .help(t.help_village)
            .when(Visible::Test(is_new)),
        f("anonymous", t.anonymous, toggle(lang))
            .help(t.help_anonymous)
            .when(Visible::Test(is_new))
            .paired(),
        f("representatives", t.representatives, prose(1, 5))
            .help(t.help_representatives)
            .when(Visible::Filled("group")),
        hidden("group"),
    ];
    let mut rest = vec![
        f("urgency", t.urgency, urgencies(lang)),
        f("channel", t.channel, channels(lang)).help(t.help_channel),
        f("deputies", t.deputies, deputies()).help(t.help_deputies),
        f("affected", t.affected, Kind::Number { min: 1, max: 999_999 }),
        f("scope", t.scope, scopes(lang)).paired(),
    ];
    rest.extend(person_details(lang));
    rest.extend([
        f("confidential", t.confidential, toggle(lang)),
        f("papers", t.papers, line()),
        f("papers_at", t.papers_at, line()).when(Visible::Filled("papers")),
    ]);
    rest.extend(options(lang));
    rest.extend(late(lang));
    spec(OPINION, lang, first)
        .section("", covered(handling(lang, rules)))
        .section(t.more, covered(rest))
}

/// What may be asked and seldom is.
fn options(lang: Lang) -> [FieldSpec; 6] {
    let t = texts(lang);
    let f = FieldSpec::new;
    let named = f("may_relay", t.may_relay, line()).help(t.help_may_relay);
    let [relay_to, may_relay] = further::relay_fields(lang, named);
    [
        f("wants", t.wants, prose(1, 4)),
        f("materials", t.materials, line()),
        relay_to,
        may_relay,
        f("consent_phone", t.consent_phone, consents(lang)).help(t.help_consent),
        f("consent_publish", t.consent_publish, consents(lang))
            .help(t.help_consent)
            .paired(),
    ]
}

fn person_details(lang: Lang) -> Vec<FieldSpec> {
    let t = texts(lang);
    let f = FieldSpec::new;
    let new = Visible::Test(is_new);
    vec![
        f("reach", t.reach, reaches(lang)).when(new),
        f("reach_note", t.reach_note, line()).when(new),
        f("address", t.address, line()).when(new),
        f("behalf", t.on_behalf_of, line()).when(new).paired(),
        f("cannot_read", t.cannot_read, toggle(lang)).when(new),
        f("privacy", t.privacy_told, toggle(lang)).when(new).paired(),
        f("sex", t.sex, sexes(lang)).when(new),
    ]
}

fn with_late(lang: Lang, mut fields: Vec<FieldSpec>) -> Vec<FieldSpec> {
    fields.extend(late(lang));
    fields
}

fn category(lang: Lang) -> FieldSpec {
    let t = texts(lang);
    FieldSpec::new("category", t.category, lookup())
        .help(t.help_category_handing)
        .when(Visible::Filled("unsorted"))
}

/// To whom several matters go: what is asked of one, and no day unless all have the same.
pub fn hand_over(lang: Lang, rules: &Ruleset) -> FormSpec {
    let asked = handling(lang, rules).into_iter();
    let asked = asked.filter(|f| matches!(f.visible, Visible::OneOf(_, [HAND])));
    let each = |f: FieldSpec| {
        let f = f.when(Visible::Always);
        if f.id == "due" {
            f.help(texts(lang).help_due_each)
        } else {
            f
        }
    };
    let mut fields = vec![category(lang).required().help(texts(lang).need_category)];
    fields.extend(asked.map(each));
    fields.push(hidden("unsorted"));
    spec("batch", lang, with_late(lang, fields))
}

/// Where a filed matter goes. The category is asked along while it has none, because handing over needs one.
pub fn handle(lang: Lang, rules: &Ruleset) -> FormSpec {
    let mut fields = vec![category(lang)];
    fields.extend(handling(lang, rules).into_iter().map(|f| {
        // Filing may leave it open; this form is there to decide it.
        if f.id == "handling" { f.required() } else { f }
    }));
    fields.push(hidden("unsorted"));
    spec("handle", lang, with_late(lang, fields))
}

/// 催办.
pub fn chase(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let fields = vec![
        FieldSpec::new("promise", t.promise, prose(2, 4)),
        FieldSpec::new("promised_for", t.promised_for, day_ahead(lang)),
        FieldSpec::new("way", t.way, ways(lang)).required(),
        FieldSpec::new("contact", t.contact, line()),
    ];
    spec("chase", lang, with_late(lang, fields))
}

/// 答复. The planned date appears for the classes that need one, which the ruleset decides: see [`needs_date`].
pub fn answer(lang: Lang, rules: &Ruleset) -> FormSpec {
    let t = texts(lang);
    let fields = vec![
        FieldSpec::new("answer", t.answer, prose(3, 6))
            .required()
            .help(t.help_answered),
        FieldSpec::new("class", t.class, classes(lang, rules, true)).required(),
        dated(lang),
        FieldSpec::new("way", t.way, ways(lang)).required(),
        FieldSpec::new("contact", t.contact, line()),
        hidden("dated"),
    ];
    spec("answer", lang, with_late(lang, fields))
}

/// Whether a class needs the day that was planned.
pub fn needs_date(rules: Option<&Ruleset>, code: &str) -> bool {
    rules.and_then(|r| r.class(code)).is_some_and(|c| c.needs_date)
}

fn dated(lang: Lang) -> FieldSpec {
    FieldSpec::new("class_date", texts(lang).class_date, day_ahead(lang))
        .required()
        .when(Visible::Filled("dated"))
}

/// 回话, in detail.
pub fn tell(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let reached = crate::domain::code::Reached::ALL
        .iter()
        .map(|r| (r.code(), crate::i18n::code::reached(lang, *r)));
    let spoke = Visible::OneOf("reached", &["told", "collected"]);
    let is_through = Visible::OneOf("reached", &["through"]);
    let is_on_its_way = Visible::OneOf("reached", &["through", "sent"]);
    let fields = vec![
        FieldSpec::new("whom", t.whom, choice([]))
            .of_people()
            .when(Visible::Filled("whom")),
        FieldSpec::new("said", t.said, prose(2, 5))
            .help(t.help_said)
            .when(spoke),
        FieldSpec::new("reached", t.came_of, choice(reached)).required(),
        FieldSpec::new("grade", t.grade, grades(lang)).when(spoke),
        FieldSpec::new("relay", t.relay, line())
            .required()
            .of_people()
            .help(t.help_relay)
            .when(is_through),
        FieldSpec::new("ask_on", t.ask_on, day_ahead(lang))
            .required()
            .help(t.help_ask_on)
            .when(is_on_its_way),
        FieldSpec::new("way", t.way, ways(lang)).required(),
        hidden(NO_RELAY),
        FieldSpec::new("note", t.note, line()).when(Visible::Test(|form| form.code("reached") != Some("through"))),
    ];
    spec("tell", lang, with_late(lang, fields))
}

/// 评价, after the person was told.
pub fn evaluate(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let fields = vec![
        FieldSpec::new("whom", t.whose_word, choice([]))
            .of_people()
            .when(Visible::Filled("whom")),
        FieldSpec::new("grade", t.grade, grades(lang)).required(),
        FieldSpec::new("said", t.said, prose(2, 5)),
        FieldSpec::new("way", t.way, ways(lang)).required(),
    ];
    spec("evaluate", lang, with_late(lang, fields))
}

/// 销号.
pub fn close(lang: Lang, rules: &Ruleset) -> FormSpec {
    let t = texts(lang);
    let mut fields = vec![
        FieldSpec::new("class", t.class, every_class(lang, rules)).required(),
        dated(lang),
    ];
    // Of whoever is not content it is said why, by a reason of the rules or else in words.
    let asked = |f: FieldSpec| f.when(Visible::Filled(UNHAPPY));
    let why = asked(FieldSpec::new("why", t.why, line()).help(t.help_why));
    if rules.offered_upholds().next().is_some() {
        let upheld = FieldSpec::new("upheld", t.upheld, upholds(lang, rules));
        fields.extend([asked(upheld.required().help(t.help_upheld)), why]);
    } else {
        fields.push(why.required());
    }
    fields.extend([hidden("dated"), hidden(UNHAPPY)]);
    spec("close", lang, with_late(lang, fields))
}

/// It was confidential and is to be so no more, and there is somebody who can agree to that.
fn is_opened(form: &FormState) -> bool {
    form.is_filled("was_confidential") && form.is_filled("may_say") && !form.flag("confidential")
}

/// 更正 of a matter: every filed field, prefilled.
pub fn correct(lang: Lang, rules: &Ruleset) -> FormSpec {
    let t = texts(lang);
    let f = FieldSpec::new;
    let said = |field: FieldSpec| field.when(Visible::Filled("may_say"));
    let opened = |field: FieldSpec| field.required().when(Visible::Test(is_opened));
    let mut fields = vec![
        said(f("words", t.words, prose(3, 6)).required()),
        said(f("summary", t.summary, line())),
        f("category", t.category, lookup()).help(t.help_category),
        said(f("place", t.place, line())),
        f("urgency", t.urgency, urgencies(lang)),
        f("channel", t.channel, channels(lang)),
        f("affected", t.affected, Kind::Number { min: 1, max: 999_999 }),
        f("scope", t.scope, scopes(lang)).paired(),
        f("deputies", t.deputies, deputies()).help(t.help_deputies),
        f("confidential", t.confidential, toggle(lang)),
        opened(f("opened_by", t.opened_by, line()).help(t.help_opened_by)),
        opened(f("opened_way", t.opened_way, ways(lang))),
        opened(f("opened_on", t.opened_on, day_past(lang))),
        said(f("papers", t.papers, line())),
        said(f("papers_at", t.papers_at, line()).paired()),
    ];
    // Whoever is named goes by what was chosen before.
    fields.extend(options(lang).map(|f| if f.id == "may_relay" { f } else { said(f) }));
    fields.extend([
        f("answer", t.answer, prose(1, 4)).when(Visible::Filled("had_answer")),
        f("class", t.class, every_class(lang, rules)).when(Visible::Filled("had_class")),
        f("due", t.due, due_written(lang))
            .when(Visible::Filled("had_due"))
            .required(),
        f("why", t.why, line()).required().help(t.help_why),
        // Marks of what the matter has, so that only what is there can be corrected.
        hidden("may_say"),
        hidden("had_answer"),
        hidden("had_class"),
        hidden("had_due"),
        hidden("was_confidential"),
    ]);
    spec(CORRECT, lang, fields)
}

/// A mark that is never shown and decides whether other fields are.
fn hidden(id: &'static str) -> FieldSpec {
    FieldSpec::new(id, "", Kind::Text { max: 1 }).when(Visible::Test(|_| false))
}

/// 更正 of the person's particulars.
pub fn person(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let f = FieldSpec::new;
    let mut fields = vec![
        f("name", t.name, line()),
        f("phone", t.phone, Kind::Phone).help(t.help_phone).paired(),
        f("village", t.village, lookup()).help(t.help_village),
    ];
    fields.extend(person_details(lang));
    fields.push(f("why", t.why, line()).required().help(t.help_why));
    // Whose they are is what was chosen, and no field to choose another in.
    let whose = f(WHOM, t.whom, choice([])).of_people();
    fields.push(whose.when(Visible::Test(|_| false)));
    spec("person", lang, fields)
}

/// 作废, and 移到: a reason.
pub fn reason(id: &'static str, lang: Lang) -> FormSpec {
    let t = texts(lang);
    let fields = vec![FieldSpec::new("why", t.why, line()).required().help(t.help_why)];
    spec(id, lang, fields)
}

/// 收回记错的回话: of several whose, and why.
pub fn take_back(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let fields = vec![
        FieldSpec::new("whom", t.whose_telling, choice([]))
            .required()
            .of_people()
            .when(Visible::Filled(SEVERAL)),
        FieldSpec::new("why", t.why, line()).required().help(t.help_why),
        hidden(SEVERAL),
    ];
    spec("take_back", lang, fields)
}

/// 不是来访: how it really came.
pub fn apart(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let fields = vec![
        FieldSpec::new("channel", t.channel, channels_but_in_person(lang)).required(),
        FieldSpec::new("why", t.why, line()).required().help(t.help_why),
    ];
    spec("apart", lang, fields)
}

/// 拆成两件.
pub fn split(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let fields = vec![
        FieldSpec::new("old_words", t.old_words, prose(3, 6)).required(),
        FieldSpec::new("new_words", t.new_words, prose(3, 6)).required(),
        FieldSpec::new("category", t.category, lookup()).help(t.help_category),
    ];
    spec("split", lang, fields)
}

/// 别处编号: which system, and its number. What helps with it is said of the matter when that has been read.
pub fn number(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let systems = SYSTEMS.iter().map(|s| (*s, code::system(lang, s)));
    let fields = vec![
        FieldSpec::new("system", t.system, choice(systems)).required(),
        FieldSpec::new("other_number", t.other_number, line())
            .required()
            .help(help_other_number(lang, false)),
    ];
    spec("number", lang, fields)
}

/// A visit from paper.
pub fn visit(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let f = FieldSpec::new;
    let fields = vec![
        f("day", t.day, day_past(lang)).required(),
        f("label", t.label, line()),
        f("heads", t.heads, Kind::Number { min: 1, max: 9999 }).paired(),
        f("first_words", t.first_words, line()),
        f("arrived", t.arrived, time(lang)).required(),
        f("talked", t.talked, time(lang)).paired(),
        f("done", t.done, time(lang)),
        f("ticket", t.ticket, Kind::Number { min: 1, max: 999 }),
        f("table", t.table, Kind::Number { min: 1, max: 99 }).paired(),
        f("paper_no", t.paper_no, line()),
    ];
    spec("late_visit", lang, fields)
}

/// A whole reception from paper.
pub fn session(lang: Lang) -> FormSpec {
    let t = texts(lang);
    let f = FieldSpec::new;
    let fields = vec![
        f("day", t.day, day_past(lang)).required(),
        f("hours", t.hours, hours(lang)).required(),
        f("session_place", t.session_place, line()),
        f("tables", t.tables, Kind::Number { min: 1, max: 99 }).paired(),
        f("deputies", t.deputies, deputies()).help(t.help_deputies),
        f("staff_only", t.staff_only, toggle(lang)),
        f("note", t.note, line()),
        f("paper_no", t.paper_no, line()),
    ];
    spec("late_session", lang, fields)
}
