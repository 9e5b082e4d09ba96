//! What was written on paper while the power was out, and is entered in the afternoon.

use super::Door;
use super::filing::{self, Said};
use super::words::PLACE;
use super::world::World;
use crate::domain::code::Channel;
use crate::domain::command::{Arrival, Command, Late, LateSession, LateVisit, VisitRef};
use crate::domain::id::DeputyId;
use crate::domain::moment::TimeOfDay;
use crate::domain::record::SessionPlan;

/// The power went out in the morning; an hour is entered from paper in the afternoon.
pub fn enter_from_paper<D: Door>(w: &mut World<'_, D>) -> Result<(), D::Error> {
    let today = w.now.day();
    let clock = |h: u16, m: u16| TimeOfDay(h * 60 + m);
    let deputies: Vec<DeputyId> = w.deputies.iter().skip(7).take(2).copied().collect();
    let plan = SessionPlan {
        day: today,
        starts: clock(9, 0),
        ends: clock(11, 0),
        place: PLACE.to_owned(),
        kind: crate::domain::code::SessionKind::Regular,
        tables: 2,
        theme: None,
    };
    let entered = w.act(Command::EnterSession(LateSession {
        plan,
        deputies: deputies.clone(),
        staff_only: false,
        note: Some("停电，手写登记".to_owned()),
    }))?;
    for i in 0..3_u16 {
        w.wait(60, 180);
        let label = Some(filing::name(w));
        let made = w.act(Command::EnterVisit(LateVisit {
            session: entered.session,
            arrival: Arrival {
                label,
                heads: 1,
                ..Arrival::default()
            },
            ticket: None,
            table: 1 + (i % 2) as u8,
            arrived: clock(9, 5 + i * 20).on(today),
            talked: clock(9, 8 + i * 20).on(today),
            done: clock(9, 22 + i * 20).on(today),
        }))?;
        let (Some(visit), true) = (made.visit, w.may_file()) else {
            continue;
        };
        let late = Late {
            happened: clock(9, 10 + i * 20).on(today),
            paper_no: Some(format!("纸{}-{}", today.format("%m%d"), i + 1)),
        };
        let said = Said {
            visit: VisitRef::Known(visit),
            known: None,
            channel: Channel::Visit,
            deputies: deputies.clone(),
            late: Some(late),
            representatives: 0,
        };
        filing::file(w, said)?;
    }
    Ok(())
}
