//! Confidential matters that are to be so no more (解保密).

use crate::domain::decide::shared::{keeps_nothing, must};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::{Change, OpinionField};
use crate::domain::record::{Opinion, OpinionDetails};
use crate::domain::refusal::{Missing, Refusal};

/// The consent, field by field.
const OPENED: [OpinionField; 3] = [OpinionField::OpenedBy, OpinionField::OpenedWay, OpinionField::OpenedOn];

/// What turning a matter confidential, or so no more, says of the consent besides. It is the person's to give: without it the
/// matter stays as it is. Of what was only counted nobody is known who could be asked.
pub(super) fn consent(changes: &[Change], o: &Opinion, facts: &Facts, ctx: &Ctx<'_>) -> Result<Vec<Change>, Refusal> {
    let turned = changes.iter().find_map(|change| {
        if let Change::Confidential(on) = change {
            return Some(*on).filter(|on| *on != o.details.confidential);
        }
        None
    });
    let consents = changes.iter().any(|change| OPENED.contains(&change.field()));
    match turned {
        None if !consents => Ok(Vec::new()),
        // It is the consent of an opening: what is confidential has none, and what was opened stays so by all of it.
        None if o.details.confidential || o.details.opened_by.is_none() => Err(Refusal::Missing(Missing::Consent)),
        None => {
            let mut said = o.details.clone();
            for change in changes {
                said.change(change.clone());
            }
            whole(&said, ctx)?;
            Ok(Vec::new())
        }
        Some(true) => Ok(vec![
            Change::OpenedBy(None),
            Change::OpenedWay(None),
            Change::OpenedOn(None),
        ]),
        Some(false) if keeps_nothing(o.guidance.as_deref(), facts) => Ok(Vec::new()),
        Some(false) => {
            let mut said = OpinionDetails::default();
            for change in changes {
                said.change(change.clone());
            }
            whole(&said, ctx)?;
            Ok(match said.opened_on {
                Some(_) => Vec::new(),
                None => vec![Change::OpenedOn(Some(ctx.happened.day()))],
            })
        }
    }
}

/// Who agreed, how, and no later than now.
fn whole(said: &OpinionDetails, ctx: &Ctx<'_>) -> Result<(), Refusal> {
    must(said.opened_by.as_deref().unwrap_or_default(), Missing::Consent)?;
    said.opened_way.ok_or(Refusal::Missing(Missing::Consent))?;
    if said.opened_on.is_some_and(|day| day > ctx.now.day()) {
        return Err(Refusal::InFuture);
    }
    Ok(())
}

/// What was never confidential has no consent to be so no more.
pub(super) fn never(d: &OpinionDetails) -> Result<(), Refusal> {
    if d.opened_by.is_some() || d.opened_way.is_some() || d.opened_on.is_some() {
        return Err(Refusal::Missing(Missing::Consent));
    }
    Ok(())
}
