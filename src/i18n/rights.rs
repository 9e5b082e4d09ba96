//! Where a right ends, as a sentence: what is not one's own, and what a role does not see at all.

use super::refusal::{listed, roles};
use super::{Lang, code, fill};
use crate::domain::code::Role;
use crate::domain::permit::{Reach, Reading};
use crate::domain::refusal::NotOwn;

texts! {
    no_records: "{role}账号看不到来访和意见；能看的：{who}" | "{role}: people and matters are not shown; ask {who}";
    not_own_table: "{n} 桌由{who}接待，没有登记：代表账号只办自己接待桌上的；请在自己那一桌办，或请工作人员办" | "{who} receives at table {n}, and nothing was written: a deputy's account acts at its own table; act there, or ask a clerk";
    not_own_line: "没有登记：代表账号只给自己签到、签退、换桌；别人的请工作人员办" | "Nothing was written: a deputy's account signs in, signs out and seats itself alone; ask a clerk for the others";
    not_own_matter: "没有登记：代表账号只登记自己接待的，「接待代表」里要有本人；别人接待的请工作人员登记" | "Nothing was written: a deputy's account files what that deputy received; name them among the deputies, or ask a clerk to file it";
}

/// Why a role reads nothing of people and their matters; none where it does.
pub fn no_records(lang: Lang, role: Role) -> Option<String> {
    let who = roles(lang, &Reading::Records.whose());
    let values = [("role", code::role(lang, role)), ("who", who.as_str())];
    let said = fill(lang.texts().rights.no_records, &values);
    (Reading::Records.reach(Some(role)) == Reach::Nothing).then_some(said)
}

/// What is not one's own, and who does it.
pub(super) fn not_own(lang: Lang, what: &NotOwn) -> String {
    let t = &lang.texts().rights;
    match what {
        NotOwn::Table { table, by } => {
            let who = listed(lang, by.iter().map(String::as_str));
            fill(t.not_own_table, &[("n", &table.to_string()), ("who", &who)])
        }
        NotOwn::Line => t.not_own_line.to_owned(),
        NotOwn::Matter => t.not_own_matter.to_owned(),
    }
}
