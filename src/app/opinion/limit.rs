//! The due day of a hand-over as it stands on a form: proposed by the rules, or typed as a day, with a time, or as a limit.

use crate::app::fields::rest_remark;
use crate::app::model::{Host, Sheet, State};
use crate::app::opinion::fields::{CORRECT, HAND, real_day};
use crate::domain::code::Urgency;
use crate::domain::deadline::Deadline;
use crate::domain::due::{due, due_after};
use crate::domain::moment::TimeOfDay;
use crate::domain::rules::LimitUnit;
use crate::domain::typed_date::{Lean, parse_due};
use crate::domain::typed_limit::{TypedLimit, parse_limit};
use crate::form::{FormState, Value};
use crate::i18n::{self, fill};

/// The day by the rules, which stays until another is typed, and what explains the one that stands there.
pub fn propose(sheet: &mut Sheet, host: &mut Host, state: &State) {
    let Some(rules) = &state.snap.rules else { return };
    let own = sheet.file.as_ref().and_then(|f| f.opinion.details.urgency);
    let typed = host.form.code("urgency").and_then(Urgency::from_code);
    let limit = rules.answer_limit(typed.or(own).unwrap_or(Urgency::Normal));
    // What is entered late counts from the day on which it was handed over.
    let late_day = real_day(&host.form, state.today());
    let by_rule = due(rules, late_day.unwrap_or_else(|| state.today()), limit);
    let day = by_rule.day.to_string();
    if host.form.text("due").trim().is_empty() && sheet.proposed.due.is_empty()
        || host.form.text("due") == sheet.proposed.due
    {
        host.form.propose("due", &Value::Text(day.clone()));
    }
    sheet.proposed.due = day;
    let t = &state.texts().sheet;
    let n = limit.count.to_string();
    let template = match limit.unit {
        LimitUnit::WorkingDays => t.limit_wd,
        LimitUnit::Days => t.limit_d,
        LimitUnit::Months => t.limit_mo,
    };
    let skipped = match by_rule.skipped.len() {
        0 => String::new(),
        k => fill(t.skipped, &[("n", &k.to_string())]),
    };
    let values = [
        ("day", i18n::full_day(state.lang, by_rule.day)),
        ("limit", fill(template, &[("n", &n)])),
        ("skipped", skipped),
        (
            "from",
            late_day.map_or_else(|| t.today.to_owned(), |day| i18n::day(state.lang, day, state.today())),
        ),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(k, v)| (*k, v.as_str())).collect();
    sheet.proposed.limit = fill(t.due_by_rule, &values);
    if by_rule.provisional {
        sheet.proposed.limit.push_str(t.provisional);
    }
    // What explains the day of the rule must not stand beside another day.
    let typed = host.form.text("due");
    if let Some(own) = counted(state, &host.form) {
        let day = i18n::full_deadline(state.lang, own);
        sheet.proposed.limit = fill(t.due_counts, &[("limit", typed), ("day", &day)]);
    } else if let Ok((typed, time)) = parse_due(typed, state.today(), Lean::Future)
        && (typed != by_rule.day || time.is_some())
    {
        let own = fill(t.due_own, &[("rule", &sheet.proposed.limit)]);
        let day = typed.to_string();
        let rest = rest_remark(state, &day, Lean::Future).map(|rest| rest + t.full_stop);
        sheet.proposed.limit = rest.unwrap_or_default() + &own;
    }
}

/// The day of a limit that stands in the field of the due day: `5个工作日`.
fn counted(state: &State, form: &FormState) -> Option<Deadline> {
    let (rules, typed) = (state.snap.rules.as_deref()?, form.text("due"));
    let is_ahead = form.id() != CORRECT && form.code("handling").is_none_or(|h| h == HAND);
    let typed = parse_limit(typed).filter(|_| is_ahead)?;
    let late = real_day(form, state.today());
    let (hour, minute) = state.now.hour_minute();
    let now = TimeOfDay::new(u16::try_from(hour).ok()?, u16::try_from(minute).ok()?)?;
    Some(match typed {
        TypedLimit::Hours(hours) if late.is_none() => {
            let (due, time) = due_after(rules, (state.today(), now), hours);
            Deadline { time, ..due.deadline() }
        }
        TypedLimit::Of(_) | TypedLimit::Hours(_) => {
            due(rules, late.unwrap_or_else(|| state.today()), typed.in_days()).deadline()
        }
    })
}

/// Puts the day of a limit that was typed into its field, so that everybody sees the same.
pub fn settle(host: &mut Host, state: &State) {
    if let Some(own) = counted(state, &host.form) {
        let certain = Deadline {
            provisional: false,
            ..own
        };
        let typed = certain.to_string().replace('T', " ");
        host.form.set_value("due", &Value::Text(typed));
    }
}
