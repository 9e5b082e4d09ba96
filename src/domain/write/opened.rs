//! Confidential matters that are to be so no more (解保密).

use crate::domain::decide::shared::{keeps_nothing, must};
use crate::domain::facts::{Ctx, Facts};
use crate::domain::fields::Change;
use crate::domain::record::{Opinion, OpinionDetails};
use crate::domain::refusal::{Missing, Refusal};

/// What turning a matter confidential, or so no more, says of the consent besides. It is the person's to give: without it the
/// matter stays as it is. Of what was only counted nobody is known who could be asked.
pub(super) fn consent(changes: &[Change], o: &Opinion, facts: &Facts, ctx: &Ctx<'_>) -> Result<Vec<Change>, Refusal> {
    let turned = changes.iter().find_map(|change| {
        if let Change::Confidential(on) = change {
            return Some(*on).filter(|on| *on != o.details.confidential);
        }
        None
    });
    match turned {
        None => Ok(Vec::new()),
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
            must(said.opened_by.as_deref().unwrap_or_default(), Missing::Consent)?;
            said.opened_way.ok_or(Refusal::Missing(Missing::Consent))?;
            match said.opened_on {
                Some(day) if day > ctx.now.day() => Err(Refusal::InFuture),
                Some(_) => Ok(Vec::new()),
                None => Ok(vec![Change::OpenedOn(Some(ctx.happened.day()))]),
            }
        }
    }
}
