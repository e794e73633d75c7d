//! What is the same for everybody: schemes, versions, items, differences, the schema of records. Each with a tag.

use super::problem::Problem;
use crate::reply;
use crate::site::Site;
use crate::view::{View, asked_for};
use crate::wire;
use axum::extract::{Path, RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use policy::diff::diff;
use policy::document::scan;
use policy::model::Policy;
use policy::scheme::Scheme;
use policy::vocabulary::record_schema;
use serde::Serialize;
use std::sync::Arc;

fn json(headers: &HeaderMap, value: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_string(value).map_err(|error| Problem::request(error.to_string()))?;
    Ok(reply::tagged(headers, "application/json", "public, max-age=300", text))
}

fn scheme<'s>(site: &'s Site, city: &str, name: &str) -> Result<&'s Scheme, Problem> {
    site.scheme(city, name).ok_or_else(|| Problem::not_found("there is no such scheme"))
}

/// The version that a query names by a day on which it is in force; today's without one.
fn version<'s>(site: &Site, scheme: &'s Scheme, query: &str, key: &str) -> Result<&'s Policy, Problem> {
    let day = match asked_for(query, key) {
        Some(day) => policy::language::phrase::day(&day)
            .ok_or_else(|| Problem::request(format!("`{key}` is not a date")))?,
        None => site.today(),
    };
    let found = scheme.version(day).or_else(|| scheme.on(day));
    found.ok_or_else(|| Problem::not_found("no version is in force on that day"))
}

/// All schemes and versions.
#[utoipa::path(get, path = "/api/v1/policies", tag = "policies", responses((status = 200, body = wire::Versions), (status = 304, description = "Not changed")))]
pub async fn all(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Problem> {
    json(&headers, &wire::versions(site.library()))
}

/// One scheme's versions.
#[utoipa::path(get, path = "/api/v1/policies/{city}/{scheme}", tag = "policies", params(("city" = String, Path, description = "The city's folder"), ("scheme" = String, Path, description = "The scheme's folder")), responses((status = 200, body = wire::SchemeVersions), (status = 304, description = "Not changed"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn one(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Path((city, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    json(&headers, &wire::scheme_versions(scheme(&site, &city, &name)?))
}

/// Items and uses of a version, with citations and grades.
#[utoipa::path(get, path = "/api/v1/policies/{city}/{scheme}/items", tag = "policies", params(("city" = String, Path, description = "The city's folder"), ("scheme" = String, Path, description = "The scheme's folder"), ("on" = Option<String>, Query, description = "A day on which the version is in force; today without it")), responses((status = 200, body = wire::Rules), (status = 304, description = "Not changed"), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn items(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let policy = version(&site, scheme(&site, &city, &name)?, &query, "on")?;
    json(&headers, &wire::rules(policy))
}

/// What changed between two versions, by days on which they are in force.
#[utoipa::path(get, path = "/api/v1/policies/{city}/{scheme}/difference", tag = "policies", params(("city" = String, Path, description = "The city's folder"), ("scheme" = String, Path, description = "The scheme's folder"), ("before" = Option<String>, Query, description = "A day of the earlier version; today without it"), ("after" = Option<String>, Query, description = "A day of the later version; today without it")), responses((status = 200, body = wire::Differences), (status = 304, description = "Not changed"), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub async fn differences(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let scheme = scheme(&site, &city, &name)?;
    let (before, after) =
        (version(&site, scheme, &query, "before")?, version(&site, scheme, &query, "after")?);
    let text = |policy: &Policy| scan(site.text(&policy.file).unwrap_or_default()).document;
    let found = diff(&text(before), &text(after));
    json(&headers, &wire::difference(before, after, &found))
}

/// Statements about points and what the rules say of them; `?q=` takes those that hold the words.
#[utoipa::path(get, path = "/api/v1/claims", tag = "policies", params(("q" = Option<String>, Query, description = "Words that a statement holds"), ("lang" = Option<String>, Query, description = "`zh` or `en`")), responses((status = 200, body = wire::Claims), (status = 304, description = "Not changed")))]
pub async fn claims(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let words = asked_for(&query, "q").unwrap_or_default();
    let all = site.claims();
    let found: Vec<_> =
        all.iter().filter(|claim| claim.text.contains(&words) || claim.plain.contains(&words)).collect();
    json(&headers, &wire::claims(&found, all.len(), View::of(&query).language))
}

/// The JSON Schema of a record.
#[utoipa::path(get, path = "/api/v1/schema", tag = "policies", responses((status = 200, body = Object), (status = 304, description = "Not changed")))]
pub async fn schema(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Problem> {
    json(&headers, &record_schema(site.vocabulary()))
}

/// The description of this API.
pub async fn description(headers: HeaderMap) -> Result<Response, Problem> {
    json(&headers, &super::description())
}
