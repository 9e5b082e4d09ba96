//! Which matters, visits, promises and drafts what lies over the screen is about: it is asked of them whether whoever sits here may
//! still know them.

use super::{Choice, Do, Flow, Form, Item, Layer, Matter, Menu, Target};
use uuid::Uuid;

impl Layer {
    /// What it is about.
    pub fn about(&self) -> Vec<Uuid> {
        match self {
            Self::Menu(menu) => of_menu(menu),
            Self::Form(form) => form.about(),
            Self::Matter(matter) => match matter.as_ref() {
                Matter::Acts(acts) => {
                    let seen = acts.telling.as_ref().map(|seen| seen.id.0);
                    seen.into_iter().chain(of_menu(&acts.menu)).collect()
                }
                Matter::Receipt(receipt) => of_menu(&receipt.menu),
                Matter::Awaiting(..) => Vec::new(),
            },
            Self::Record(record) => vec![record.id.0],
            Self::Page(page) => page.go.iter().flat_map(|(_, choice)| of_choice(choice)).collect(),
            Self::Picker(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => Vec::new(),
        }
    }

    /// It is gone when what it is about is not for whoever sits here: nothing is typed in it, and it says nothing else.
    pub const fn is_only_said(&self) -> bool {
        match self {
            Self::Menu(_) | Self::Matter(_) | Self::Page(_) | Self::Picker(_) => true,
            Self::Form(_)
            | Self::Help(_)
            | Self::Palette(_)
            | Self::Record(_)
            | Self::Importing(_)
            | Self::Closing(_)
            | Self::SelfTest(_) => false,
        }
    }
}

impl Form {
    /// What it is about.
    pub fn about(&self) -> Vec<Uuid> {
        let target = self.target();
        let ids = target.split([':', ',']).filter_map(|part| part.parse().ok());
        let asked = self.host.requests.last().map(|request| of_command(&request.command));
        ids.chain(asked.into_iter().flatten()).collect()
    }
}

fn of_menu(menu: &Menu) -> Vec<Uuid> {
    menu.items
        .iter()
        .flat_map(|Item { choice, .. }| of_choice(choice))
        .collect()
}

fn of_command(command: &crate::domain::command::Command) -> Vec<Uuid> {
    let needs = command.needs();
    let matters = needs.opinions.iter().map(|id| id.0);
    let visits = needs.visit.into_iter().chain(needs.other_visit).map(|id| id.0);
    matters.chain(visits).chain(needs.promise.map(|id| id.0)).collect()
}

fn of_choice(choice: &Choice) -> Vec<Uuid> {
    match choice {
        Choice::Run(command, _) => of_command(command),
        Choice::Push(layer) => layer.about(),
        Choice::Opinion(target) => match target {
            Target::Visit(visit) | Target::Another(visit) => vec![visit.0],
            Target::Draft(draft) => vec![draft.0],
            Target::Filed(opinion) => vec![opinion.0],
            Target::Quiet => Vec::new(),
        },
        Choice::Matter(what) => of_matter(what).into_iter().collect(),
        Choice::Flow(step) => of_flow(step).into_iter().collect(),
        Choice::Close
        | Choice::Act(_)
        | Choice::UseTable(..)
        | Choice::UseAccount(_)
        | Choice::Field(..)
        | Choice::Settle(..)
        | Choice::Gb18030
        | Choice::File
        | Choice::Quit
        | Choice::QuitUnsaved(_) => Vec::new(),
    }
}

fn of_matter(what: &Do) -> Option<Uuid> {
    Some(match what {
        Do::Form(_, seen, _) | Do::TellMenu(seen) | Do::PickVisit(seen, ..) | Do::MoveTo(seen, _) => seen.id.0,
        Do::Tell(telling) => telling.seen.id.0,
        Do::Record(id) | Do::Look(id, _) => id.0,
        Do::DeleteDraft(draft, _) | Do::TakeOver(draft, _) | Do::RestoreDraft(draft) => draft.0,
        Do::Again(citizen, _) => citizen.visit.0,
        Do::Count(_) | Do::FileNameless(_) | Do::Acts | Do::Reveal => return None,
    })
}

const fn of_flow(step: &Flow) -> Option<Uuid> {
    match step {
        Flow::MoveTo(visit, ..)
        | Flow::Finish(visit, ..)
        | Flow::EditVisit(visit)
        | Flow::Promise(visit)
        | Flow::Ring(visit) => Some(visit.0),
        Flow::Picked(..)
        | Flow::Deputies(_)
        | Flow::Reason(_)
        | Flow::ChangePlan(_)
        | Flow::EditDeputy(_)
        | Flow::EditUnit(_)
        | Flow::Resume(_)
        | Flow::ResumeOn(..)
        | Flow::PlanToday
        | Flow::Figures(..)
        | Flow::Span(_)
        | Flow::LastPage(_)
        | Flow::Roster(..)
        | Flow::Holidays
        | Flow::Backup
        | Flow::StopBackup
        | Flow::GoOn(..)
        | Flow::Leaving(_)
        | Flow::ReadTable(_) => None,
    }
}
