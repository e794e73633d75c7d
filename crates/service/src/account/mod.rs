//! The pages by which people leave a record with the site and come back to it: with a resume code, or with an account.
//!
//! In reading order: [`visitor`] knows who asks and guards the forms; `home.rs` is where one comes back; `keep.rs` leaves a record,
//! `records.rs` opens, exports and deletes, `sign.rs` signs up, in and out,
//! `provider.rs` signs in by a city's identity provider; `samples.rs` shows the made-up people.

mod draw;
mod home;
mod keep;
mod provider;
mod records;
mod samples;
mod sign;
mod visitor;

pub use provider::{Provider, ProviderError};

use crate::keep::Keeper;
use crate::site::Site;
use axum::Router;
use axum::routing::{get, post};
use std::sync::Arc;

/// How a site keeps records.
pub struct Keeping {
    /// Who keeps them.
    pub keeper: Keeper,
    /// True when the site is reached by https only, so that its cookie may not go over anything else.
    pub secure: bool,
    /// A city's identity provider by which people may sign in.
    pub provider: Option<Provider>,
}

/// The addresses of these pages. All that is of one person lies under `/my`, and so does the cookie: no other page gets it.
pub fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/my", get(home::page))
        .route("/my/code", post(records::open_by_code))
        .route("/my/code/export", post(records::export_by_code))
        .route("/my/code/delete", post(records::delete_by_code))
        .route("/my/keep", get(home::page).post(keep::page))
        .route("/my/keep/code", post(keep::by_code))
        .route("/my/keep/account", post(keep::for_person))
        .route("/my/open", post(records::open))
        .route("/my/export", post(records::export))
        .route("/my/delete", post(records::delete))
        .route("/my/sign-up", get(sign::up_page).post(sign::up))
        .route("/my/sign-in", get(sign::in_page).post(sign::in_))
        .route("/my/provider", get(provider::send_off).post(provider::send_off_with_record))
        .route("/my/provider/back", get(provider::come_back))
        .route("/my/sign-out", post(sign::out))
        .route("/my/passphrase", get(sign::passphrase_page).post(sign::passphrase))
        .route("/my/close", get(sign::close_page).post(sign::close))
        .route("/samples", get(samples::all))
        .route("/samples/{place}", get(samples::one))
}
