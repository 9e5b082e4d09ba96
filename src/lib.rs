//! zhiban (值班台): the reception desk of a deputies' liaison station.
//!
//! # Map of the code
//!
//! Rings; imports only inwards, and `tests/arch.rs` reads the `use` lines. Within `app` the folders, within `domain` and `ui`
//! the files use each other one way; the same test looks for circles:
//!
//! | ring | what it is | may use |
//! |---|---|---|
//! | `cells` | how many cells text takes; the only module that counts | nothing |
//! | `domain` | records, commands, events, rules, `decide`: pure | nothing |
//! | `form` | text buffer, wrapping, fields, drafts; knows no desk | `cells` |
//! | `keys` | chords and the keymap as data | `cells` |
//! | `i18n` | every word of both screens, checked by the compiler | `domain` |
//! | `config` | the defaults that ship | `domain` |
//! | `store` | the only SQL: log, tables, reads, backup | `domain` |
//! | `import` | rosters and unit lists from spreadsheets | `domain` |
//! | `app` | State, Action table, update: no IO; its own order stands at the head of `app/mod.rs` | `domain` `form` `keys` `i18n` `cells` |
//! | `ui` | draws State, returns the caret | `app` and what it may use |
//! | `term` | bytes and ttys: parser, painter, guard | `cells` |
//! | `plain` | the line mode: asks and says what `ui` draws, for screen readers, dumb terminals and pipes | `app` and what it may use |
//! | `runtime`, `cli`, `demo` | clock, threads, files, arguments, the made-up station | everything |
//!
//! `cells` is a leaf the house plan did not name: `form`, `term` and `ui` all measure text, and one module must own it.
//! The painter is a ratatui `Backend` (`term/backend.rs`): ratatui tells it the cells that changed, it chooses the fewest bytes
//! against its own shadow of the screen, and the terminal sends them in one write. Another screen is sent whole, over what is
//! there; everything else sends what differs, with no cap on frames but the line: none is drawn while it is blocked. Where a glyph ends is decided by `cells` alone:
//! buffers hold a sentinel in hidden cells and `ForcedWidth` on disputed glyphs, so that ratatui's diff agrees. crossterm gives
//! every ring its words for keys, and `term/tty.rs` raw mode and the size. Its event reader stays out, because it knows no
//! charset but UTF-8, fewer dialects and no poll but its own; its drawing, because it sends twice the bytes and more
//! (`tests/bench/README.md`).
//!
//! GB18030 is spoken by choice, kept for the terminal, and seldom needs the command line: a terminal that answered that it does not
//! read UTF-8 is asked in ASCII, and where nothing was answered or chosen the locale decides (`term/wish.rs`). Choices of looks lie in `meta` (names `looks/login/account/client`), which is neither
//! replayed nor compared, and older files need no step for them.
//!
//! One road for every write: key → `Action` → `app::update` → `Effect::Execute(Request)` → writer thread → turnstile →
//! `BEGIN IMMEDIATE` → `facts` → `domain::decide` → events sealed, chained, appended, applied → `COMMIT` → `Outcome`.
//!
//! What an event says is one variant of `Kind`, whose row stands in the item of the write it is there for and gives each field a class: open in the body, sealed under the key of what
//! it is about and gone with it, or kept under the station's own key, which stays. That key, and the one
//! behind look-ups, are made at founding or in the first upgrade and never again: without one every act is refused. The account column of the log holds an
//! account's id; rows of before hold a name, which means the one account that bore it then. `rev` is the number of a record's
//! last event; an act is refused only when something after the one seen moved what is at stake for it (`domain/stake.rs`).
//!
//! # What a change touches
//!
//! | I want to … | open |
//! |---|---|
//! | change a limit, reason, category, class, holiday | `config/rules.toml`, nothing else; stations are offered it (`config offer`) |
//! | change a day that is off by law in every year | `config/statutory.toml`, nothing else |
//! | add a key to the rules | its struct and default in `src/domain/rules/`, `config/rules.toml`, its name in `src/i18n/rules.rs`, and `APPLY` in `store/migrate.rs`, because tables hold the rules with all their keys; reading old rules, differences and unknown keys follow; a list says since which `APPLY` it is there (`Section::since`) |
//! | change a key | `config/keymap.toml` |
//! | change a word on the screen | `src/i18n/`; a key is said by its action, `<queue.call>`, because a station may bind its own |
//! | add a write | its item in `domain/write/` (name, noun, who may, what is said, its life, what its rule has to know, what is at stake, its rule, the events it makes); the compiler then asks `store/apply/` for what they do, `i18n/done.rs` for its words and of a matter `i18n/history.rs` for those of its events; what starts it stands in the folder of its noun in `app`: of a matter by a form, a row of `MatterAct` in `app/model/task.rs`, whose menu (`app/opinion/menus.rs`, at its end), fields (`app/opinion/spec.rs`) and command the compiler asks for. A text that may be more than a line says so in its row (`as WORDS`). `zhiban do` and its page follow from the item (`UPDATE_README=1 cargo test --test readme`), and a stored example from `ADD_EVENT_FIXTURES=1 cargo test --test store_events` |
//! | change what may follow what | a cell of the grids in `domain/life/`; `decide`, menus, `--plain` and the page in `config/README.md` read them, `tests/store_log/life.rs` walks them |
//! | add a field to an event, or keep one elsewhere | its row in the item of its write (`domain/write/`) with its class, and a higher version; `domain/upcast.rs` where an older body says it otherwise |
//! | add a table, a column, or fill one otherwise | `store/sql/state.sql`, `store/apply/`, and `APPLY` in `store/migrate.rs`: files of before are made anew from their log when they are opened |
//! | change what a draft, a key, the log itself lies in | a step in `store/sql/NNNN_*.sql` and a row in `store/migrate.rs` |
//! | add a refusal | `domain/refusal.rs`; the compiler then asks `i18n` for its sentence |
//! | add a field to a matter or a person | its row in `domain/fields.rs`, its column in `store/sql/state.sql` with `APPLY`, its label in `i18n/sheet.rs` (the text of its key), and where it is typed and corrected in `app/opinion/spec.rs`; it stands on the record by itself, and in a place of its own by a row of `app/opinion/facts.rs`; what programs are told, a column at the end of `app/list/opinions.rs` with its word in `i18n/field.rs`. The event, the rule of corrections, the sealed groups and what reads the tables follow from the row; a text that may be more than a line says so in its row (`as WORDS`) |
//! | add a field to a deputy or a unit | its row in `domain/profile.rs`, its form and words, and `APPLY` in `store/migrate.rs`, because tables hold the profile whole; lists and `zhiban do` follow from the row |
//! | add a key to what `list` says | its column in the definition of the list in `app/list/`, its word in `i18n/field.rs`; JSON, CSV and the README follow |
//! | whatever else makes `store/apply/` write otherwise | `APPLY`; `tests/store_events/written.rs` compares with what was written and asks for it, and `tests/release_files.rs` for a file of the release before |
//! | add a heading a spreadsheet uses, or a mark that tells people of one name apart | `config/import.toml` |
//! | say another thing of a row of a spreadsheet | a variant in `import/problem.rs`, reported where the row is read; its words in `runtime/importing/words.rs`, which the compiler asks for. Where a row ends is in `import/ends.rs` alone |
//! | add something to do with a visit or a reception | its row in `app/queue/visits.rs` or `app/session/day.rs`, from which its menu is built |
//! | see what the line dialogue makes of it | nothing: `plain/desk.rs` runs the desk's own state, `plain/layers.rs` and `plain/fields.rs` say and ask what lies on top of it; a new kind of layer is asked for there |
//! | add an action of the desk | its row beside what it starts, in the folder of its noun (`app/acts.rs` says what a row holds), and its words in `i18n/action.rs` and `i18n/does.rs`, which the compiler asks for |
//! | add a form | a variant of `Kind` in `app/model/form.rs`; in the folder of its noun its fields, and what its host asks of it (`Noun`: how it is entered and left, the write it ends in, by which `app/may.rs` refuses it to whoever may not, what a draft of it is about, its command, and whatever else follows from what is typed); drafts of it: `app/update/resume.rs` |
//! | change what every form does: keys, lookups, the row that files, drafts, a draft held elsewhere, words that could not be saved (`parted`, `leaving`) | `app/forms/`, drawn by `ui/formlayer.rs`, asked line by line in `plain/fields.rs` |
//! | show rows in columns on a page | its `Table` (`app/model/page.rs`); the drawing, and the line dialogue by heading, follow |
//! | add a kind of field | `Kind` in `form/spec.rs`, how it answers keys in `form/kinds/`, how it is asked in `plain/fields.rs` |
//! | add a layer | its data in `app/model/` with its arm of `Layer`, its keys in the folder of its noun, its arms in `app/update/layers.rs`, its drawing in `ui/draw.rs` |
//! | add a list | its definition in `app/list/` (columns with words, width, class and cell; what programs are told; filters, question, what Enter does, the act for all that are marked), named in `app/list/mod.rs`; its rows in `app/model/screen.rs`; its question in `domain/view/query.rs`, `store/read/` and its gate where there is none yet; `zhiban list`, its help and the README follow from its row in `LISTED` of `app/list/mod.rs`, whose name stands in the definition |
//! | change who may write what | the roles in its item (`domain/write/`), behind `own` those whose right ends at their own (`domain/own.rs`); the table as a whole is `domain/rights.rs`, its page `UPDATE_README=1 cargo test --test readme`, and `tests/rights.rs` walks it; what a write does besides, by the right of another: `besides` in `domain/decide/mod.rs`. Menus and forms grey by it (`app/may.rs`), and `i18n` says who may |
//! | change who may read what | `Reading` in `domain/permit.rs`, of drafts `of_draft` there, where they are about the station by the write (`domain/drafted.rs`); answers pass it record by record in `store/read/gate.rs`, those of a role that reads no matters in `store/read/bare.rs`; who acts in another's place, `domain/write/standing.rs` and `store/who.rs`; which texts of a record are somebody's, and what is left of a matter for whoever may not know it, once by record in `domain/view/pieces.rs`, and what an answer holds in `domain/view/held.rs`; how its names stand in the indexes in `store/secret_names.rs`, how its words are found, which stand in none, in `store/read/secret_words.rs`, and in the table of people in `store/named.rs`; what goes from drafts, and from what is open at a keyboard, in `store/read/of_drafts.rs` and `app/forms/withheld.rs`; the desk says why it shows less in `app/may.rs` |
//! | change what becomes of an open desk whose person may know less from now on | `app/update/rights.rs`, asked of `store/read/rights.rs`; what counts as less is `Somebody::keeps_all_of` in `domain/permit.rs` |
//! | have something leave a trace when it is looked at | `Shown` in `domain/code.rs`, and where it is seen on the screen in `app/opinion/traces.rs`; reasons are `[[reveal]]` of the rules; rows lie in the table `look`, beside the log (`store/traces.rs`): looking changes no record, so it is no event, and nothing that could be erased stands there |
//! | change who is seen to be in, and what is open where | `app/opinion/presence.rs`; rows in `store/presence.rs`, written when something is opened or closed, with every act at a table, and by nobody who is idle, the table kept for a while after a keyboard is gone (whoever takes a talk over waits for it); whether a keyboard lives is asked of the system |
//! | change what is remembered of drafts beside the file, or who hears that one was lost | `store/kept_drafts.rs`; who hears is `hears_of_loss` in `domain/permit.rs`, the page of the desk `missed` in `app/update/resume.rs`; `--plain`, `do` and `check` say `all_missed` of `i18n/lease.rs` |
//! | write something else beside the log | a variant of `domain/beside.rs` and its arm in `store/beside.rs` |
//! | change what the cover hides | `app/model/covered.rs` and the classes of fields (`domain/shape.rs`); numbers in texts are found by `domain/mask.rs` |
//! | change how long it is kept who came and is gone | `ended_visit_days` of the rules; since when that is, `LimitRules::ended_kept_since`; who has a way back, `WayBack` in `domain/life/visit.rs`. `store/forgetting.rs` wipes with every act what is due by the desk's day, and when a file is opened: no event, the key is destroyed beside the log and what stood of it in clear with it, as a replay without the key says; `check --deep` names whoever is left |
//! | forget something with an act | `forget`, `over` or `dropped` of the act in `store/apply/`, and what tables hold of it in clear in `apply::wipe`; copies that SQLite left of it are emptied by `store/gaps.rs` |
//! | add a kind of what is owed | `Owing` (`domain/view/`), its rule in `domain/owed.rs`, its question in `store/read/follow_up.rs`, its words in `i18n/owed.rs` |
//! | change what makes a machine a server: a file, a folder, a right | its step in `src/cli/server/plan.rs`, which is shown, done and undone from there; settings for ssh stand in `config/sshd_zhiban.conf` |
//! | let the people of a server give another command | `Verb::is_served` in `cli/args.rs` and its name in `SERVED` (`cli/server/line.rs`), of which the rule of `sudo` is made; a file it names is looked for by `Here::named` |
//! | change how the program is linked | `src/build.rs` |
//! | add a screen | its row in the table of screens in `app/action.rs` with its two words, and its list; digits, the list of names, help and the README follow; snapshots |

// What a ring offers to tests alone is not unused where they are built.
#![cfg_attr(not(feature = "rings"), allow(unused_imports))]

// What unit tests share with those in `tests` names the crate as they do.
#[cfg(test)]
extern crate self as zhiban;

// Each is named twice: a macro that named them once would hide all of them from the formatter.
#[cfg(feature = "rings")]
pub mod app;
#[cfg(not(feature = "rings"))]
mod app;
#[cfg(feature = "rings")]
pub mod cells;
#[cfg(not(feature = "rings"))]
mod cells;
#[cfg(feature = "rings")]
pub mod cli;
#[cfg(not(feature = "rings"))]
mod cli;
#[cfg(feature = "rings")]
pub mod config;
#[cfg(not(feature = "rings"))]
mod config;
#[cfg(feature = "rings")]
pub mod demo;
#[cfg(not(feature = "rings"))]
mod demo;
#[cfg(feature = "rings")]
pub mod domain;
#[cfg(not(feature = "rings"))]
mod domain;
#[cfg(feature = "rings")]
pub mod error;
#[cfg(not(feature = "rings"))]
mod error;
#[cfg(feature = "rings")]
pub mod form;
#[cfg(not(feature = "rings"))]
mod form;
#[cfg(feature = "rings")]
pub mod i18n;
#[cfg(not(feature = "rings"))]
mod i18n;
#[cfg(feature = "rings")]
pub mod import;
#[cfg(not(feature = "rings"))]
mod import;
#[cfg(feature = "rings")]
pub mod keys;
#[cfg(not(feature = "rings"))]
mod keys;
#[cfg(feature = "rings")]
pub mod plain;
#[cfg(not(feature = "rings"))]
mod plain;
#[cfg(feature = "rings")]
pub mod runtime;
#[cfg(not(feature = "rings"))]
mod runtime;
#[cfg(feature = "rings")]
pub mod store;
#[cfg(not(feature = "rings"))]
mod store;
#[cfg(feature = "rings")]
pub mod term;
#[cfg(not(feature = "rings"))]
mod term;
#[cfg(feature = "rings")]
pub mod ui;
#[cfg(not(feature = "rings"))]
mod ui;

pub use cli::run;
