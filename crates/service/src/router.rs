//! Every address.

use crate::options::Options;
use crate::page::{
    self, ask, begin, claims, compare, difference, full, household, keep, paper, plan, result, rules, start,
    three,
};
use crate::site::Site;
use crate::{account, api, guard};
use axum::Router;
use axum::http::{HeaderName, Method, StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use std::sync::Arc;
use tower_http::cors::CorsLayer;

/// Every page and every endpoint, guarded.
pub fn router(site: Arc<Site>, options: &Options) -> Router {
    let versions = versions(&site);
    let pages = Router::new()
        .route("/", get(start::home))
        .route("/door/{door}", get(start::door))
        .route("/compare", get(compare::empty).post(compare::filled))
        .route("/claims", get(claims::page))
        .route("/record", post(keep::file))
        .route("/style.css", get(page::style))
        .route("/grid.js", get(page::grid_script))
        .route("/{city}", get(start::city))
        .route("/{city}/{scheme}", get(rules::current))
        .route("/{city}/{scheme}/{version}", get(rules::dated))
        .route("/{city}/{scheme}/check", get(begin::empty).post(ask::step))
        .route("/{city}/{scheme}/open", get(result::empty).post(begin::open))
        .route("/{city}/{scheme}/form", get(full::empty).post(full::filled))
        .route("/{city}/{scheme}/result", get(result::empty).post(result::filled))
        .route("/{city}/{scheme}/plan", get(result::empty).post(plan::filled))
        .route("/{city}/{scheme}/household", get(household::empty).post(household::filled))
        .route("/{city}/{scheme}/household/open", get(household::empty).post(household::open))
        .route("/{city}/{scheme}/three", get(result::empty).post(three::filled))
        .route("/{city}/{scheme}/sheet", get(result::empty).post(paper::filled))
        .route("/{city}/{scheme}/changes", get(difference::page))
        .fallback(page::nothing_here);
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/robots.txt", get(|| async { "User-agent: *\nAllow: /\n" }))
        .merge(pages)
        .merge(account::router())
        .nest("/api/v1", shared(api::router(), options))
        .with_state(site);
    guard::guarded(router, options, versions)
}

/// The API for scripts of other origins, if there are any that may use it.
fn shared(api: Router<Arc<Site>>, options: &Options) -> Router<Arc<Site>> {
    if options.origins.is_empty() {
        return api;
    }
    let cors = CorsLayer::new()
        .allow_origin(options.origins.clone())
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers([header::CONTENT_TYPE, header::ACCEPT_LANGUAGE, header::IF_NONE_MATCH])
        .expose_headers([header::ETAG, header::RETRY_AFTER, HeaderName::from_static("x-request-id")])
        .max_age(std::time::Duration::from_secs(3600));
    api.layer(cors)
}

fn versions(site: &Site) -> usize {
    site.library().schemes.iter().map(|scheme| scheme.versions.len()).sum()
}

/// Ready when there is at least one version to answer from, and the store answers.
async fn ready(site: axum::extract::State<Arc<Site>>) -> impl IntoResponse {
    let versions = versions(&site);
    let kept = match site.kept() {
        Some(keeping) => keeping.keeper.is_ready().await,
        None => true,
    };
    let status = if versions > 0 && kept { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], format!("{versions} versions\n"))
}
