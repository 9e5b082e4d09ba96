//! zhiban (值班台): the reception desk of a deputies' liaison station.

pub mod cells;
pub mod term;
