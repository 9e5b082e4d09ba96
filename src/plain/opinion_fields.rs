//! The questions about a matter and what was answered.

use super::category;
use super::draft::{Fields, Found, Growing};
use super::opinion::FORM;
use super::talk::{Empty, Said, Talk};
use super::where_said::{Field, Spot};
use super::words;
use crate::domain::code::{UnitKind, Urgency};
use crate::domain::command::Speaker;
use crate::domain::id::{CitizenId, DeputyId, UnitId};
use crate::domain::lease::Lease;
use crate::domain::phone::parse_phone;
use crate::domain::pinyin;
use crate::domain::record::{CitizenDetails, OpinionDetails};
use crate::domain::rules::Ruleset;
use crate::domain::text::fold;
use crate::domain::view::{Answer, Query};
use crate::i18n::Lang;

/// Earlier matters of the same person that are read out.
const EARLIER_SHOWN: usize = 3;

/// What is known so far.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub(super) spot: Spot,
    pub(super) draft: Option<Lease>,
    /// People already written down in this visit.
    people: Vec<(CitizenId, String)>,
    known: Option<CitizenId>,
    deputies: Vec<(DeputyId, String)>,
    words: String,
    /// What was answered at the desk.
    pub(super) answer: String,
    name: Option<String>,
    anonymous: bool,
    phone: Option<String>,
    privacy: bool,
    village: Option<(UnitId, String)>,
    pub(super) category: Option<String>,
    place: Option<String>,
    pub(super) urgency: Option<Urgency>,
    /// Unit of a hand-over, for the read-back.
    pub(super) unit_name: Option<String>,
    rules: Option<std::sync::Arc<Ruleset>>,
}

impl Form {
    pub(super) const fn new(spot: Spot) -> Self {
        Self {
            spot,
            draft: None,
            people: Vec::new(),
            known: None,
            deputies: Vec::new(),
            words: String::new(),
            answer: String::new(),
            name: None,
            anonymous: false,
            phone: None,
            privacy: false,
            village: None,
            category: None,
            place: None,
            urgency: None,
            unit_name: None,
            rules: None,
        }
    }

    /// A draft taken up again.
    pub(super) fn of_draft(spot: Spot, found: &Found) -> Self {
        let f = &found.fields;
        let text = |name| Some(f.text_of(name).to_owned()).filter(|t| !t.is_empty());
        let village = f.pick_of("village");
        let village = village.and_then(|(id, name)| Some((UnitId(id.parse().ok()?), name.to_owned())));
        Self {
            draft: Some(found.lease),
            words: f.text_of("words").to_owned(),
            answer: f.text_of("answer").to_owned(),
            name: text("name"),
            anonymous: f.flag_of("anonymous"),
            phone: text("phone"),
            privacy: f.flag_of("privacy"),
            village,
            category: f.pick_of("category").map(|(code, _)| code.to_owned()),
            place: text("place"),
            ..Self::new(spot)
        }
    }

    /// Reads what the questions need: people of the visit, deputies at its table, the rules.
    pub(super) fn prepare(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let s = t.snapshot()?;
        self.rules.clone_from(&s.rules);
        if let Some(table) = self.spot.table {
            let here = s.attendance.iter().filter(|a| a.is_present() && a.table == Some(table));
            self.deputies = here.map(|a| (a.deputy, a.name.clone())).collect();
        }
        if let Some(visit) = self.spot.visit
            && let Answer::VisitFile(_, people, _) = t.ask(Query::VisitFile(visit))?
        {
            let nameless = t.t().anonymous;
            let named = people.iter().map(|c| {
                let name = c.details.name.clone().unwrap_or_else(|| nameless.to_owned());
                (c.id, name)
            });
            self.people = named.collect();
        }
        Ok(())
    }

    pub(super) fn rules(&self) -> Option<&Ruleset> {
        self.rules.as_deref()
    }

    /// Whether this is asked of this person.
    pub(super) fn asks(&self, field: Field) -> bool {
        let new = self.known.is_none();
        match field {
            Field::Words | Field::Category | Field::Place => true,
            Field::Who => !self.people.is_empty(),
            Field::Name | Field::Village => new,
            Field::Phone => new && !self.anonymous,
            Field::Privacy => new && (self.name.is_some() || self.phone.is_some()),
        }
    }

    /// The question asked before this place.
    pub(super) fn before(&self, at: usize) -> Option<usize> {
        (0..at)
            .rev()
            .find(|i| Field::ALL.get(*i).is_some_and(|f| self.asks(*f)))
    }

    /// Asks it. An answer that is already there stays on an empty line.
    pub(super) fn ask(&mut self, t: &mut Talk<'_>, field: Field) -> Said<()> {
        match field {
            Field::Words => self.ask_words(t),
            Field::Who => self.ask_who(t),
            Field::Name => self.ask_name(t),
            Field::Phone => self.ask_phone(t),
            Field::Privacy => self.ask_privacy(t),
            Field::Village => self.ask_village(t),
            Field::Category => self.ask_category(t, false),
            Field::Place => {
                let x = t.t();
                let now = self.place.clone();
                let empty = now.as_deref().unwrap_or(x.nothing);
                self.place = t.line(x.f_place, Empty::Skip(empty), x.help_place)?.or(now);
                Ok(())
            }
        }
    }

    fn ask_words(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let before = self.words.clone();
        self.words = self.ask_prose(t, ("words", x.f_words, x.help_their_words), before)?;
        Ok(())
    }

    /// What was answered at the desk.
    pub(super) fn ask_answer(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let before = self.answer.clone();
        self.answer = self.ask_prose(t, ("answer", x.q_spot_answer, x.help_answer), before)?;
        self.keep(t)
    }

    /// Words of several lines; those that are there already stay, grow or are typed anew.
    fn ask_prose(
        &mut self,
        t: &mut Talk<'_>,
        (field, what, help): (&'static str, &str, &str),
        mut before: String,
    ) -> Said<String> {
        let x = t.t();
        if !before.is_empty() {
            t.quote(x.typed_before, &before);
            let options = [x.use_it, x.add_to_it, x.type_anew].map(str::to_owned);
            match t.choose_usual(x.use_draft, &options, 0, x.help_draft)? {
                0 => return Ok(before),
                1 => {}
                _ => before.clear(),
            }
        }
        let growing = Growing {
            lease: self.draft,
            form: FORM,
            target: self.spot.target(),
            fields: self.fields(t.lang()),
            field,
            before: before.clone(),
        };
        let (words, draft) = t.words(what, Some(growing), help)?;
        self.draft = draft.or(self.draft);
        Ok(words::lines(&before, &words))
    }

    fn ask_who(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let mut options: Vec<String> = self.people.iter().map(|p| p.1.clone()).collect();
        options.push(x.somebody_else.to_owned());
        let chosen = t.choose_usual(x.q_who, &options, 0, x.help_who)?;
        self.known = self.people.get(chosen).map(|p| p.0);
        Ok(())
    }

    fn ask_name(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let before = self.name.clone();
        let label = self.spot.label.clone();
        if let (None, Some(label)) = (&before, &label) {
            t.tell(x.called_in_queue, &[("label", label)]);
        }
        let empty = before.as_deref().unwrap_or(x.anonymous);
        let what = if label.is_some() { x.q_name_or_label } else { x.f_name };
        let typed = t.line(what, Empty::Skip(empty), x.help_name)?;
        (self.name, self.anonymous) = match typed.as_deref() {
            None => (before.clone(), before.is_none()),
            Some(mark) if fold(mark) == "=" && label.is_some() => (label, false),
            Some(mark) if fold(mark) == "-" => (None, true),
            Some(name) => (Some(name.to_owned()), false),
        };
        Ok(())
    }

    fn ask_phone(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let before = self.phone.clone();
        let empty = before.as_deref().unwrap_or(x.nothing);
        let typed = t.line_read(x.f_phone, Empty::Skip(empty), x.help_phone, |t, typed| {
            parse_phone(typed).map_err(|why| words::phone_problem(t.lang(), why))
        })?;
        if let Some(phone) = &typed {
            let read = words::phone(&phone.canonical());
            t.say(&read);
        }
        self.phone = typed.map(|p| p.canonical()).or(before);
        Ok(())
    }

    fn ask_privacy(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let options = [x.privacy_told.to_owned(), x.privacy_not.to_owned()];
        let usual = usize::from(!self.privacy);
        self.privacy = t.choose_usual(x.f_privacy, &options, usual, x.help_privacy)? == 0;
        Ok(())
    }

    fn ask_village(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let x = t.t();
        let before = self.village.clone();
        let empty = before.as_ref().map_or(x.nothing, |v| v.1.as_str());
        let chosen = t.unit(x.f_village, Some(UnitKind::Village), Empty::Skip(empty))?;
        self.village = chosen.map(|u| (u.id, u.profile.short.clone())).or(before);
        self.say_earlier(t)
    }

    /// The same person may have been here before.
    fn say_earlier(&self, t: &mut Talk<'_>) -> Said<()> {
        if self.phone.is_none() && self.name.is_none() {
            return Ok(());
        }
        let query = Query::Earlier {
            phone: self.phone.clone(),
            name: self.name.clone(),
            village: self.village.as_ref().map(|v| v.0),
        };
        let Answer::Earlier(found) = t.ask(query)? else {
            return Ok(());
        };
        let lang = t.lang();
        for earlier in found.iter().take(EARLIER_SHOWN) {
            let value = words::row(lang, &earlier.row);
            let x = t.t();
            t.tell(x.labelled, &[("label", x.earlier), ("value", &value)]);
        }
        Ok(())
    }

    /// By number, in two levels; empty is 待分类 unless it is needed.
    pub(super) fn ask_category(&mut self, t: &mut Talk<'_>, needed: bool) -> Said<()> {
        let Some(rules) = self.rules.clone() else { return Ok(()) };
        let lang = t.lang();
        let before = self.category.clone();
        let said = words::category(lang, Some(&rules), before.as_deref());
        let empty = if needed && before.is_none() {
            Empty::Back
        } else {
            Empty::Skip(&said)
        };
        if let Some(code) = category::pick(t, &rules, empty)? {
            self.category = Some(code);
        }
        Ok(())
    }

    /// What is kept after each answer.
    pub(super) fn keep(&mut self, t: &mut Talk<'_>) -> Said<()> {
        let kept = self.fields(t.lang()).kept(self.draft, FORM, &self.spot.target());
        self.draft = t.keep(kept)?;
        Ok(())
    }

    fn fields(&self, lang: Lang) -> Fields {
        let mut f = Fields::default();
        f.text("words", &self.words);
        f.text("answer", &self.answer);
        f.text("name", self.name.as_deref().unwrap_or_default());
        f.text("phone", self.phone.as_deref().unwrap_or_default());
        f.text("place", self.place.as_deref().unwrap_or_default());
        f.flag("anonymous", self.anonymous);
        f.flag("privacy", self.privacy);
        if let Some((id, name)) = &self.village {
            f.pick("village", &id.to_string(), name);
        }
        if let Some(code) = &self.category {
            let label = words::category(lang, self.rules.as_deref(), Some(code));
            f.pick("category", code, &label);
        }
        f
    }

    /// Everything said so far, before it is filed.
    pub(super) fn read_back(&self, t: &mut Talk<'_>) {
        let lang = t.lang();
        let x = t.t();
        t.say(x.read_back);
        t.quote(x.f_words, &self.words);
        let known = self.known.and_then(|k| self.people.iter().find(|p| p.0 == k));
        let name = match (known, &self.name) {
            (Some(known), _) => known.1.as_str(),
            (None, Some(name)) => name,
            (None, None) => x.anonymous,
        };
        let deputies: Vec<&str> = self.deputies.iter().map(|d| d.1.as_str()).collect();
        let facts = [
            (x.f_name, name.to_owned()),
            (x.f_phone, self.phone.clone().unwrap_or_default()),
            (
                x.f_village,
                self.village.as_ref().map(|v| v.1.clone()).unwrap_or_default(),
            ),
            (
                x.f_category,
                words::category(lang, self.rules.as_deref(), self.category.as_deref()),
            ),
            (x.f_place, self.place.clone().unwrap_or_default()),
            (x.f_deputies, words::join(deputies)),
        ];
        for (label, value) in facts.iter().filter(|f| !f.1.is_empty()) {
            t.tell(x.labelled, &[("label", label), ("value", value)]);
        }
    }

    pub(super) fn speaker(&self) -> Speaker {
        if let Some(known) = self.known {
            return Speaker::Known(known);
        }
        Speaker::New(Box::new(CitizenDetails {
            name: self.name.clone(),
            pinyin: self.name.as_deref().map(pinyin::search_key),
            anonymous: self.anonymous,
            phone: self.phone.clone().filter(|_| !self.anonymous),
            village: self.village.as_ref().map(|v| v.0),
            privacy_told: self.privacy,
            ..CitizenDetails::default()
        }))
    }

    pub(super) fn details(&self) -> OpinionDetails {
        OpinionDetails {
            words: self.words.clone(),
            category: self.category.clone(),
            place: self.place.clone(),
            urgency: self.urgency,
            deputies: self.deputies.iter().map(|d| d.0).collect(),
            channel: Some(self.spot.channel),
            ..OpinionDetails::default()
        }
    }
}
