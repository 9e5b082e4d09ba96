//! How actions are made: their rows stand beside what they start, in the folder of their noun.
//!
//! A row says its name in code and in keymaps, its words, the group of the help page, whether the palette offers it and
//! whether it ends something, what it writes in the end, what has to be so with what is said when it is not, and what it
//! starts. Three things are made of all rows: the table (`action`), what has to be so (`available`), and the start
//! (`update::dispatch`).

/// Actions of a noun, handed on by a macro of this name.
macro_rules! acts {
    (($d:tt) $family:ident $($rows:tt)+) => {
        macro_rules! $family {
            ([$d($d before:tt)*] $d next:ident $d($d more:ident)*) => {
                $d next! { [$d($d before)* $($rows)+] $d($d more)* }
            };
        }
    };
}

/// All of them, in the order of the help page, handed on to what is made of them; where the screens stand among them,
/// through what puts them there.
macro_rules! all_acts {
    ($made:ident $($screens:ident)?) => {
        visits_acts! { [] promise_acts table_acts opinion_acts follow_acts form_acts duty_acts plan_acts day_acts
            people_acts station_acts backup_acts holidays_acts $($screens)? desk_acts late_acts $made }
    };
}
