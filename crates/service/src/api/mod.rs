//! The API for programs: the same answers as the pages, in the wire types. Nothing of a person is in an address or a log.

mod ask;
mod batch;
mod described;
mod english;
mod policies;
mod problem;
mod request;
mod tongue;

use crate::site::Site;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{any, get, post};
pub use problem::Problem;
use std::sync::Arc;
pub use tongue::Tongue;
use utoipa::OpenApi;

/// Every endpoint, below `/api/v1`.
pub fn router() -> Router<Arc<Site>> {
    Router::new()
        .route("/policies", get(policies::all))
        .route("/policies/{city}/{scheme}", get(policies::one))
        .route("/policies/{city}/{scheme}/versions", get(policies::one))
        .route("/policies/{city}/{scheme}/items", get(policies::items))
        .route("/policies/{city}/{scheme}/difference", get(policies::differences))
        .route("/claims", get(policies::claims))
        .route("/schema", get(policies::schema))
        .route("/assess", post(ask::assess))
        .route("/explain", post(ask::explain))
        .route("/compare", post(ask::compare))
        .route("/forecast", post(ask::forecast))
        .route("/plan", post(ask::plan))
        .route("/batch/assess", post(batch::assess).layer(DefaultBodyLimit::disable()))
        .route("/batch/explain", post(batch::explain).layer(DefaultBodyLimit::disable()))
        .route("/openapi.json", get(policies::description))
        .route("/", any(problem::nothing_here))
        .route("/{*rest}", any(problem::nothing_here))
        .method_not_allowed_fallback(problem::no_such_method)
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Jifen",
        description = "Points that Chinese cities give to residents: the rules, and one person's score under them, explained. Nothing of a person is kept."
    ),
    paths(
        policies::all,
        policies::one,
        policies::items,
        policies::differences,
        policies::claims,
        policies::schema,
        ask::assess,
        ask::explain,
        ask::compare,
        ask::forecast,
        ask::plan,
        batch::assess,
        batch::explain
    ),
    components(schemas(Problem))
)]
struct Description;

/// The API in the words of OpenAPI 3.1.
pub fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}
