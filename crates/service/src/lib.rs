//! Pages and the HTTP API: what a browser and a program get over HTTP.
//!
//! In reading order: [`Site`] is what is served, handed in by the caller, who also says what day it is; [`router`] is every
//! address; `page/` draws what people read and `form/` turns their answers into a record; `api/` answers programs, in the types
//! of [`wire`]. [`serve`] listens until it is told to stop.
//!
//! A guest's record comes with a request and goes with its answer, and nothing of it is kept. Who wants the site to keep a record
//! asks for it on the pages of `account/`: [`keep`] seals it, [`store`] has it.

pub mod account;
mod api;
mod form;
mod guard;
pub mod keep;
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
pub mod store;
mod view;
pub mod wire;

pub use api::description;
pub use keep::{note_forgotten, note_renewed};
pub use options::{Listening, Options, Proxy, Rate, network};
pub use router::router;
pub use server::{log_to_standard_error, serve};
pub use site::Site;

/// The longest request, in bytes; a record is at most as long.
pub const MOST_BYTES: usize = policy::record::MOST_BYTES;
