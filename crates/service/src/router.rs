//! Every address.

use crate::page::{self, check, claims, compare, difference, plan, result, rules, start};
use crate::site::Site;
use crate::{account, api, guard};
use axum::Router;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use std::sync::Arc;

/// Every page and every endpoint, guarded.
pub fn router(site: Arc<Site>) -> Router {
    let pages = Router::new()
        .route("/", get(start::home))
        .route("/door/{door}", get(start::door))
        .route("/compare", get(compare::empty).post(compare::filled))
        .route("/claims", get(claims::page))
        .route("/record", post(check::save))
        .route("/style.css", get(page::style))
        .route("/{city}", get(start::city))
        .route("/{city}/{scheme}", get(rules::current))
        .route("/{city}/{scheme}/{version}", get(rules::dated))
        .route("/{city}/{scheme}/check", get(check::empty).post(check::filled))
        .route("/{city}/{scheme}/result", get(result::empty).post(result::filled))
        .route("/{city}/{scheme}/plan", get(result::empty).post(plan::filled))
        .route("/{city}/{scheme}/changes", get(difference::page))
        .fallback(page::nothing_here);
    let router = Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/robots.txt", get(|| async { "User-agent: *\nAllow: /\n" }))
        .merge(pages)
        .merge(account::router())
        .nest("/api/v1", api::router())
        .with_state(site);
    guard::guarded(router)
}

/// Ready when there is at least one version to answer from, and the store answers.
async fn ready(site: axum::extract::State<Arc<Site>>) -> impl IntoResponse {
    let versions: usize = site.library().schemes.iter().map(|scheme| scheme.versions.len()).sum();
    let kept = match site.kept() {
        Some(keeping) => keeping.keeper.is_ready().await,
        None => true,
    };
    let status = if versions > 0 && kept { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, [(header::CACHE_CONTROL, "no-store")], format!("{versions} versions\n"))
}
