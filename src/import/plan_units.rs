//! What a list of units would do to those that are there.

use super::dictionary::{UnitField as Field, UnitKind};
use super::plan::{Step, changes};
use super::units::UnitRow;
use crate::domain::text::name_key;

/// A unit that is there already.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct ExistingUnit<I> {
    pub id: I,
    /// 单位名称
    pub name: String,
    /// 简称
    pub short: String,
    /// 类别
    pub kind: Option<UnitKind>,
    /// 联系人
    pub contact: String,
    /// 联系电话, canonical; empty for none.
    pub phone: String,
    /// 承办范围
    pub scope: String,
    /// 上级, 经由
    pub via: String,
}

fn kind_text(kind: Option<UnitKind>) -> String {
    kind.map(UnitKind::code).unwrap_or_default().to_owned()
}

/// What each row would do, in the order of the rows. A unit is known by its name, or by one side's name being the
/// other's short form; where only the short forms agree the person decides.
pub fn plan_units<I: Clone>(existing: &[ExistingUnit<I>], rows: &[UnitRow]) -> Vec<Step<I, Field>> {
    let keys: Vec<(String, String)> = existing
        .iter()
        .map(|one| (name_key(&one.name), name_key(&one.short)))
        .collect();
    rows.iter()
        .enumerate()
        .map(|(index, row)| plan_unit(existing, &keys, index, row))
        .collect()
}

fn plan_unit<I: Clone>(
    existing: &[ExistingUnit<I>],
    keys: &[(String, String)],
    index: usize,
    row: &UnitRow,
) -> Step<I, Field> {
    let (name, short) = (name_key(&row.name), name_key(&row.short));
    let pairs = || existing.iter().zip(keys);
    let by_name = pairs().find(|(_, (known, _))| *known == name);
    let by_short =
        || pairs().find(|(_, (known, known_short))| *known_short == name || (!short.is_empty() && *known == short));
    let Some((there, _)) = by_name.or_else(by_short) else {
        let alike: Vec<I> = pairs()
            .filter(|(_, (_, known))| !known.is_empty() && *known == short)
            .map(|(one, _)| one.id.clone())
            .collect();
        if alike.is_empty() {
            return Step::Add { row: index };
        }
        return Step::Unsure {
            row: index,
            candidates: alike,
        };
    };
    let phone = row
        .phone
        .as_ref()
        .map(crate::domain::phone::Phone::canonical)
        .unwrap_or_default();
    let changes = changes(vec![
        (Field::Short, there.short.clone(), row.short.clone()),
        (Field::Kind, kind_text(there.kind), kind_text(row.kind)),
        (Field::Contact, there.contact.clone(), row.contact.clone()),
        (Field::Phone, there.phone.clone(), phone),
        (Field::Scope, there.scope.clone(), row.scope.clone()),
        (Field::Via, there.via.clone(), row.via.clone()),
    ]);
    let id = there.id.clone();
    if changes.is_empty() {
        Step::Same { row: index, id }
    } else {
        Step::Update {
            row: index,
            id,
            changes,
        }
    }
}
