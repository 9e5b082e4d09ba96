//! A form of the desk as questions: its fields in their order, what stands in them as what an empty line keeps, and
//! filing as the last question.

use super::desk::Desk;
use super::outside::Growing;
use super::talk::{Empty, Said, Stop, Talk, or_back};
use super::words;
use crate::app::model::form::Manner;
use crate::app::model::{Choice, Form, Layer};
use crate::app::update::{perform, save_all};
use crate::app::{Effect, fields};
use crate::domain::id::CommandId;
use crate::domain::phone::parse_phone;
use crate::domain::text::fold;
use crate::form::{ChoiceOption, FieldId, FieldSpec, FormState, Kind, Pick, Value};
use crate::i18n::fill;

/// Earlier matters of the same person that are read out.
const EARLIER_SHOWN: usize = 3;

/// Typed alone instead of words, it copies those of the number slip.
const COPIES: &str = "=";

/// Wide enough for any line: here lines are not broken.
const WIDE: usize = 1 << 20;

/// How far a form has been asked.
#[derive(Default)]
pub(super) struct Walk {
    /// Of which form: how deep it lies and its name.
    of: (usize, &'static str),
    /// What has been answered or passed by.
    done: Vec<FieldId>,
    /// What is asked although it is not in passing.
    besides: Vec<FieldId>,
    /// One answer is given anew, and going back leaves it as it is.
    changing: bool,
    /// It has been filed, in vain if it is still there.
    filed: bool,
    /// What stands around the fields and has been said.
    said: Vec<String>,
}

impl Walk {
    /// The field to be asked now; none when all have been.
    fn next(&self, form: &FormState) -> Option<FieldId> {
        let mut visible = form.visible_fields().into_iter().filter(|f| !self.done.contains(f));
        visible.find(|f| is_in_passing(form, f) || self.besides.contains(f))
    }

    /// Asks these again, or for the first time.
    fn ask(&mut self, fields: &[FieldId]) {
        self.done.retain(|f| !fields.contains(f));
        self.besides.extend(fields);
    }
}

/// Asked of everybody. Switches and whatever stands under a title of its own are there to be changed before filing.
fn is_in_passing(form: &FormState, field: FieldId) -> bool {
    let is_switch = form.spec(field).is_some_and(|s| matches!(s.kind, Kind::Toggle { .. }));
    !is_switch && form.section_of(field).is_empty()
}

impl Desk {
    /// The form on top.
    fn top(&self) -> Option<&Form> {
        self.state.layers.last()?.form()
    }

    /// One question of the form on top.
    pub(super) fn form(&mut self, t: &mut Talk<'_>) -> Said<Vec<Effect>> {
        let Some(form) = self.top().map(|form| form.host.form.clone()) else {
            return Ok(self.close());
        };
        let of = (self.state.layers.len(), form.id());
        if self.walk.of != of {
            self.walk = Walk { of, ..Walk::default() };
        }
        let next = self.walk.next(&form);
        self.say_around(t, next);
        if self.top().is_some_and(|form| form.host.loss.is_some()) {
            return Ok(self.close());
        }
        let Some((field, spec)) = next.and_then(|f| Some((f, form.spec(f)?))) else {
            return self.last(t, &form);
        };
        match self.ask(t, &form, spec) {
            Ok(value) => {
                self.walk.done.push(field);
                self.walk.changing = false;
                Ok(self.put(t, field, value.as_ref()))
            }
            Err(Stop::Back) if std::mem::take(&mut self.walk.changing) => {
                self.walk.done.push(field);
                Ok(Vec::new())
            }
            Err(Stop::Back) => Ok(self.one_back(t)),
            Err(stop) => Err(stop),
        }
    }

    /// To the question before, or out of the form.
    fn one_back(&mut self, t: &mut Talk<'_>) -> Vec<Effect> {
        if self.walk.done.pop().is_none() {
            self.leave(t);
        }
        Vec::new()
    }

    fn leave(&mut self, t: &mut Talk<'_>) {
        let is_its = |act: &CommandId| self.top().is_some_and(|form| form.host.request(*act).is_some());
        let became = t.unsure.iter().copied().rfind(is_its).map(|act| t.became(act));
        let (unsure, filed) = (became == Some(None), became == Some(Some(true)));
        let left = |form: &Form| form.said_when_left(t.lang(), self.is_kept(), unsure, filed);
        self.top().map(left).into_iter().flatten().for_each(|text| t.say(text));
        self.close();
    }

    /// What is to be seen beside the fields, once: what the form is about, what happened meanwhile, what is odd.
    fn say_around(&mut self, t: &mut Talk<'_>, next: Option<FieldId>) {
        let mut lines = Vec::new();
        if let Some(form) = self.state.layers.last_mut().and_then(Layer::form_mut) {
            if let Some(field) = next {
                form.host.form.focus_on(field);
            }
            lines = form.above(WIDE);
            // Why something could not be saved has been said.
            let is_said = |line: &String| form.host.trouble.as_ref() == Some(line);
            let below = form.below(WIDE).into_iter().filter(|line| !is_said(line));
            lines.extend(below.chain(form.notes(t.lang())));
            let new = form.sheet().and_then(|sheet| sheet.task.new_matter());
            for found in new.iter().flat_map(|new| new.earlier.iter().take(EARLIER_SHOWN)) {
                let value = words::row(t, &found.row);
                lines.push(fill(t.t().labelled, &[("label", t.t().earlier), ("value", &value)]));
            }
        }
        if let Some(form) = self.top().filter(|form| form.files()) {
            // What the slip says is said with the question: the key that copies it is the screen's.
            lines.retain(|line| !form.host.intro.contains(line));
        }
        let is_new = |line: &&String| !line.is_empty() && !self.walk.said.contains(line);
        lines.iter().filter(is_new).for_each(|line| t.say(line));
        self.walk.said = lines;
    }

    /// Takes an answer as the desk does, keeps the form, and says what was understood.
    fn put(&mut self, t: &mut Talk<'_>, field: FieldId, value: Option<&Value>) -> Vec<Effect> {
        let mut effects = Vec::new();
        if let Some(value) = value.cloned() {
            let before = self.top().map(Form::asked);
            effects = perform(&mut self.state, Choice::Field(field, value));
            if let Some(form) = self.top() {
                say_understood(t, &form.host.form, field);
                let again = before.map(|before| form.emptied(&before, field)).unwrap_or_default();
                self.walk.done.retain(|f| !again.contains(f));
            }
        }
        let mut layer = self.state.layers.pop();
        if let Some(form) = layer.as_mut().and_then(Layer::form_mut) {
            effects.extend(form.left(&mut self.state, field));
        }
        self.state.layers.extend(layer);
        effects.extend(save_all(&mut self.state));
        effects
    }

    /// The last question: file it, change something, put it away. A form that Enter files is filed without it.
    fn last(&mut self, t: &mut Talk<'_>, form: &FormState) -> Said<Vec<Effect>> {
        let manner = self.top().map(Form::manner);
        if !self.walk.filed && matches!(manner, Some(Manner::Quick | Manner::Looks)) {
            return Ok(self.file());
        }
        let x = t.t();
        let all: Vec<&FieldSpec> = form.visible_fields().iter().filter_map(|f| form.spec(f)).collect();
        let (question, file) = if self.top().is_some_and(Form::files) {
            t.say(x.read_back);
            for spec in all.iter().filter(|spec| form.is_filled(spec.id)) {
                t.quote(&spec.label, &form.said(spec.id).unwrap_or_default());
            }
            (x.q_file, x.file_it)
        } else {
            (x.q_save, x.save_it)
        };
        // What is kept nowhere cannot be put away.
        let options = [file, x.change_it, x.put_away];
        let offered = if manner == Some(Manner::Long) || self.is_kept() {
            3
        } else {
            2
        };
        match or_back(t.choose(question, options.get(..offered).unwrap_or(&options), x.help_file))? {
            None => Ok(self.one_back(t)),
            Some(0) => Ok(self.file()),
            Some(1) => {
                let labels: Vec<&str> = all.iter().map(|s| s.label.as_str()).collect();
                let chosen = or_back(t.choose(x.q_change, &labels, x.help_file))?;
                if let Some(spec) = chosen.and_then(|i| all.get(i)) {
                    self.walk.ask(&[spec.id]);
                    self.walk.changing = true;
                }
                Ok(Vec::new())
            }
            Some(_) => {
                self.leave(t);
                Ok(Vec::new())
            }
        }
    }

    /// Files the form as the desk does. What it has to say first lies on top then, and what is wrong is asked again.
    fn file(&mut self) -> Vec<Effect> {
        self.walk.filed = true;
        let effects = perform(&mut self.state, Choice::File);
        if let Some(form) = self.top() {
            let form = &form.host.form;
            let visible = form.visible_fields().into_iter();
            let wrong: Vec<FieldId> = visible.filter(|f| form.problem(f).is_some()).collect();
            self.walk.ask(&wrong);
        }
        effects
    }

    /// Asks a field; none where what stands in it stays.
    fn ask(&mut self, t: &mut Talk<'_>, form: &FormState, spec: &FieldSpec) -> Said<Option<Value>> {
        // What it may be looked for in.
        if let Some(mut form) = self.state.layers.pop().and_then(Layer::into_form) {
            let effect = form.host.need(&mut self.state, spec.id);
            self.state.layers.push(form.layer());
            self.carry_out(t, effect.into_iter().collect())?;
        }
        let there = form.said(spec.id);
        let empty = match (&there, spec.required) {
            (Some(there), _) => Empty::Skip(there),
            (None, true) => Empty::Back,
            (None, false) => Empty::Skip(t.t().nothing),
        };
        match &spec.kind {
            Kind::Area { .. } => self.prose(t, spec, there),
            Kind::Choice { options } => {
                let chosen = t.choose_or_skip(&spec.label, &labels(options), empty, &spec.help)?;
                let option = chosen.and_then(|i| options.get(i));
                Ok(option.map(|o| Value::Pick(Pick::of(&o.code, &o.label))))
            }
            Kind::Toggle { yes, no } => {
                let chosen = t.choose_or_skip(&spec.label, &[yes, no], empty, &spec.help)?;
                Ok(chosen.map(|i| Value::Flag(i == 0)))
            }
            Kind::Multi { options, more } => t.line(&labels(options), &spec.label, empty, &spec.help, |t, typed| {
                let digits = fold(if is_taken_away(typed, spec) { "" } else { typed });
                let words = digits.split([' ', ',', '\u{3001}']).filter(|n| !n.is_empty());
                let picked = words.map(|n| {
                    if *more && !n.bytes().all(|b| b.is_ascii_digit()) {
                        return self.named(t, spec.id, n).map(Some);
                    }
                    let option = options.get(t.digit(n, options.len())?);
                    Ok(option.map(|o| Pick::of(&o.code, &o.label)))
                });
                let picked: Result<Option<Vec<Pick>>, String> = picked.collect();
                Ok(picked?.map_or(Value::Empty, Value::Picks))
            }),
            Kind::Lookup { .. } => self.look_up(t, spec, empty),
            Kind::Text { .. } | Kind::When { .. } | Kind::Phone | Kind::Number { .. } => {
                t.line::<_, &str>(&[], &spec.label, empty, &spec.help, |t, typed| {
                    if is_taken_away(typed, spec) {
                        return Ok(Value::Empty);
                    }
                    let value = Value::Text(typed.to_owned());
                    let mut tried = form.clone();
                    tried.set_value(spec.id, &value);
                    let wrong = tried.wrong(spec.id);
                    wrong.map_or(Ok(value), |why| Err(fields::words(t.lang(), &why)))
                })
            }
        }
    }

    /// Words of several lines; those that are there already stay, grow or are typed anew. They are kept while they grow.
    fn prose(&mut self, t: &mut Talk<'_>, spec: &FieldSpec, there: Option<String>) -> Said<Option<Value>> {
        let x = t.t();
        let mut before = there.unwrap_or_default();
        let slip = self.top().and_then(|form| form.slip(&self.state));
        if let Some(words) = &slip {
            t.tell(x.slip_is, &[("words", words), ("key", COPIES)]);
        }
        if !before.is_empty() {
            t.quote(x.typed_before, &before);
            match t.choose_usual(x.use_draft, &[x.use_it, x.add_to_it, x.type_anew], x.help_draft)? {
                0 => return Ok(None),
                1 => {}
                _ => before.clear(),
            }
        }
        let empty = if spec.required {
            Empty::Back
        } else {
            Empty::Skip(x.nothing)
        };
        let form = self.top().and_then(|form| form.unsaved(&self.state));
        let draft = form.as_ref().map(|form| form.draft.id);
        let growing = form.map(|form| Growing {
            form,
            field: spec.id,
            before: before.clone(),
        });
        let Some((typed, lease)) = t.words(&spec.label, growing, empty, &spec.help)? else {
            return Ok(None);
        };
        if let (Some(draft), Some(lease)) = (draft, lease) {
            self.hold(draft, lease);
        }
        let copied = slip.filter(|_| fold(&typed).trim() == COPIES);
        Ok(Some(Value::Text(words::lines(
            &before,
            copied.as_ref().unwrap_or(&typed),
        ))))
    }

    /// The one of a long list that a name can mean.
    fn named(&self, t: &Talk<'_>, field: FieldId, name: &str) -> Result<Pick, String> {
        let found = self.top().map(|form| form.candidates(&self.state, field, name));
        match found.unwrap_or_default().as_slice() {
            [one] => Ok(Pick::of(&one.code, &one.label)),
            [] => Err(fill(t.t().none_found, &[("typed", name)])),
            several => {
                let names = words::join(several.iter().map(|c| &c.label));
                Err(fill(t.t().several, &[("names", &names)]))
            }
        }
    }

    /// Something of a list too long to be read out: a digit picks from what is shown, anything else is looked for.
    fn look_up(&mut self, t: &mut Talk<'_>, spec: &FieldSpec, empty: Empty<'_>) -> Said<Option<Value>> {
        let mut typed = String::new();
        loop {
            let found = self.top().map(|form| form.candidates(&self.state, spec.id, &typed));
            let found = found.unwrap_or_default();
            let one = match found.as_slice() {
                [] if !typed.is_empty() => {
                    t.tell(t.t().none_found, &[("typed", &typed)]);
                    typed.clear();
                    continue;
                }
                [one] if !typed.is_empty() => one,
                _ => {
                    let lines: Vec<String> = found.iter().map(|c| words::join([&c.label, &c.note])).collect();
                    let read = |_: &mut Talk<'_>, typed: &str| Ok(typed.to_owned());
                    let Some(line) = t.line(&lines, &spec.label, empty, &spec.help, read)? else {
                        return Ok(None);
                    };
                    if is_taken_away(&line, spec) {
                        return Ok(Some(Value::Empty));
                    }
                    let Some(one) = t.digit(&line, found.len()).ok().and_then(|i| found.get(i)) else {
                        typed = line;
                        continue;
                    };
                    one
                }
            };
            t.say(&one.label);
            return Ok(Some(Value::Pick(Pick::of(&one.code, &one.label))));
        }
    }
}

fn labels(options: &[ChoiceOption]) -> Vec<&str> {
    options.iter().map(|o| o.label.as_str()).collect()
}

/// A dash alone takes away what may be missing.
fn is_taken_away(typed: &str, spec: &FieldSpec) -> bool {
    !spec.required && fold(typed).trim() == "-"
}

/// A phone read back, a day with its weekday.
fn say_understood(t: &mut Talk<'_>, form: &FormState, field: FieldId) {
    let Some(spec) = form.spec(field) else { return };
    let phone = || parse_phone(form.text(field)).ok().map(|p| words::phone(&p.canonical()));
    let said = if matches!(spec.kind, Kind::Phone) {
        phone()
    } else {
        form.said(field).filter(|_| matches!(spec.kind, Kind::When { .. }))
    };
    if let Some(said) = said {
        t.say(&said);
    }
}
