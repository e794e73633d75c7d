//! Pages and the HTTP API: what a browser and a program get over HTTP.
//!
//! In reading order: [`Site`] is what is served, handed in by the caller, who also says what day it is; [`router`] is every
//! address; `page/` draws what people read and `form/` turns their answers into a record; `api/` answers programs, in the types
//! of [`wire`]. [`serve`] listens until it is told to stop.
//!
//! Nothing here keeps anything of a person: a record comes with a request and goes with its answer.

mod api;
mod form;
mod guard;
mod options;
mod page;
mod reply;
mod rights;
mod router;
mod search;
mod server;
pub mod side;
mod site;
pub mod speech;
mod view;
pub mod wire;

pub use api::description;
pub use options::{Listening, Options, Proxy, Rate, network};
pub use router::router;
pub use server::{log_to_standard_error, serve};
pub use site::Site;

/// The longest request, in bytes; a record is at most as long.
pub const MOST_BYTES: usize = policy::record::MOST_BYTES;
