//! What a draft would file, as far as it is about the station itself or who works there: whoever may not do that does
//! not see that somebody is about to.

use super::deed::Deed;
use super::lease::Roles;
use super::permit::Reach;

/// The write, by the name of the form and what stands in front of what it is about; none where it is about people, matters and
/// lists, which have rights of their own. The forms of the desk are compared with it by a test.
pub fn of_station(form: &str, target: &str) -> Option<Deed> {
    let what = target.split_once(':').map_or("", |(what, _)| what);
    match form {
        "station" => Some(Deed::ChangeStation),
        "holidays" => Some(Deed::AdoptHolidays),
        // Those of accounts are called what their writes are.
        "small" => Deed::ALL
            .iter()
            .copied()
            .find(|deed| deed.row().id.strip_prefix("account.") == Some(what)),
        _ => None,
    }
}

/// Whoever may do that, of everybody's; none where it is about anything else.
pub fn only(form: &str, target: &str) -> Option<Roles> {
    let deed = of_station(form, target)?;
    Some(Roles::of(|role| deed.reach(Some(role)) == Reach::All))
}
