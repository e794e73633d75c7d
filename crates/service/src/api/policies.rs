//! What is the same for everybody: schemes, versions, items, differences, the schema of records. Each with a tag.

use super::ask::bytes;
use super::problem::{OfPolicies, Problem};
use super::tongue::Tongue;
use crate::reply;
use crate::site::Site;
use crate::speech::say;
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
use score::explain::Language;
use serde::Serialize;
use std::sync::Arc;

fn json(headers: &HeaderMap, value: &impl Serialize) -> Response {
    reply::tagged(headers, "application/json", "public, max-age=300", bytes(value))
}

fn scheme<'s>(site: &'s Site, city: &str, name: &str, language: Language) -> Result<&'s Scheme, Problem> {
    let none = || Problem::not_found(language, say(language, "没有这个方案", "there is no such scheme"));
    site.scheme(city, name).ok_or_else(none)
}

/// The version that a query names by a day on which it is in force; today's without one.
fn version<'s>(
    site: &Site,
    scheme: &'s Scheme,
    query: &str,
    key: &str,
    language: Language,
) -> Result<&'s Policy, Problem> {
    let day = match asked_for(query, key) {
        Some(day) => policy::language::phrase::day(&day).ok_or_else(|| {
            let (chinese, english) = (
                format!("{key} 不是日期，写成 2018-06-15"),
                format!("`{key}` is not a date like 2018-06-15"),
            );
            Problem::request(language, say(language, &chinese, &english))
        })?,
        None => site.today(),
    };
    let found = scheme.version(day).or_else(|| scheme.on(day));
    found.ok_or_else(|| {
        Problem::not_found(
            language,
            say(language, "那一天没有施行中的版本", "no version is in force on that day"),
        )
    })
}

/// All schemes and versions.
#[utoipa::path(get, path = "/api/v1/policies", tag = "policies", responses((status = 200, body = wire::Versions), (status = 304, description = "Not changed"), OfPolicies))]
pub async fn all(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    json(&headers, &wire::versions(site.library()))
}

/// One scheme's versions.
#[utoipa::path(get, path = "/api/v1/policies/{city}/{scheme}", tag = "policies", params(("city" = String, Path, description = "The city's folder", example = "model"), ("scheme" = String, Path, description = "The scheme's folder", example = "residence-points")), responses((status = 200, body = wire::SchemeVersions), (status = 304, description = "Not changed"), OfPolicies))]
pub async fn one(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Tongue(language): Tongue,
    Path((city, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    Ok(json(&headers, &wire::scheme_versions(scheme(&site, &city, &name, language)?)))
}

/// Items and uses of a version, with citations and grades.
#[utoipa::path(get, path = "/api/v1/policies/{city}/{scheme}/items", tag = "policies", params(("city" = String, Path, description = "The city's folder", example = "model"), ("scheme" = String, Path, description = "The scheme's folder", example = "residence-points"), ("on" = Option<String>, Query, example = "2021-05-01", description = "A day on which the version is in force; today without it")), responses((status = 200, body = wire::Rules), (status = 304, description = "Not changed"), OfPolicies))]
pub async fn items(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Tongue(language): Tongue,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let policy = version(&site, scheme(&site, &city, &name, language)?, &query, "on", language)?;
    Ok(json(&headers, &wire::rules(policy)))
}

/// What changed between two versions, by days on which they are in force.
#[utoipa::path(get, path = "/api/v1/policies/{city}/{scheme}/difference", tag = "policies", params(("city" = String, Path, description = "The city's folder", example = "model"), ("scheme" = String, Path, description = "The scheme's folder", example = "residence-points"), ("before" = Option<String>, Query, example = "2018-01-01", description = "A day of the earlier version; today without it"), ("after" = Option<String>, Query, example = "2021-05-01", description = "A day of the later version; today without it")), responses((status = 200, body = wire::Differences), (status = 304, description = "Not changed"), OfPolicies))]
pub async fn differences(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    Tongue(language): Tongue,
    Path((city, name)): Path<(String, String)>,
    RawQuery(query): RawQuery,
) -> Result<Response, Problem> {
    let query = query.unwrap_or_default();
    let scheme = scheme(&site, &city, &name, language)?;
    let of = |key| version(&site, scheme, &query, key, language);
    let (before, after) = (of("before")?, of("after")?);
    let text = |policy: &Policy| scan(site.text(&policy.file).unwrap_or_default()).document;
    let found = diff(&text(before), &text(after));
    Ok(json(&headers, &wire::difference(before, after, &found)))
}

/// Statements about points and what the rules say of them; `?q=` takes those that hold the words.
#[utoipa::path(get, path = "/api/v1/claims", tag = "policies", params(("q" = Option<String>, Query, description = "Words that a statement holds"), ("lang" = Option<String>, Query, description = "`zh` or `en`")), responses((status = 200, body = wire::Claims), (status = 304, description = "Not changed"), OfPolicies))]
pub async fn claims(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let words = asked_for(&query, "q").unwrap_or_default();
    let all = site.claims();
    let found: Vec<_> =
        all.iter().filter(|claim| claim.text.contains(&words) || claim.plain.contains(&words)).collect();
    json(&headers, &wire::claims(&found, all.len(), View::of(&query).language))
}

/// The JSON Schema of a record.
#[utoipa::path(get, path = "/api/v1/schema", tag = "policies", responses((status = 200, body = Object), (status = 304, description = "Not changed"), OfPolicies))]
pub async fn schema(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    json(&headers, &record_schema(site.vocabulary()))
}

/// The description of this API.
pub async fn description(headers: HeaderMap) -> Response {
    json(&headers, &super::description())
}
