//! Questions about a person: the record comes with the request and goes with its answer.

use super::described::{PersonRequest, PolicyRequest, UseRequest};
use super::problem::{OfPersons, Problem};
use super::request::{Asked, Sent, Wants};
use crate::reply;
use crate::search::{Wanted, search};
use crate::side::Table;
use crate::site::Site;
use crate::speech::say;
use crate::wire::{self, Aim};
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use std::sync::Arc;

/// Room for an answer, so that it need not grow many times: explanations are long, anything else is short.
const LONG: usize = 128 * 1024;
const SHORT: usize = 16 * 1024;

fn answer(value: &impl Serialize) -> Result<Response, Problem> {
    private(bytes(value))
}

/// An answer about a person, kept nowhere.
fn private(json: Vec<u8>) -> Result<Response, Problem> {
    let mut response = reply::body(StatusCode::OK, "application/json", json);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// The JSON of an answer. Every wire type can be written as JSON, so that there is nothing to fail.
pub fn bytes(value: &impl Serialize) -> Vec<u8> {
    written(value, LONG)
}

fn written(value: &impl Serialize, room: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(room);
    let _ = serde_json::to_writer(&mut out, value);
    out
}

/// One person's points, item by item, each with its article; and where the uses stand.
#[utoipa::path(post, path = "/api/v1/assess", tag = "person", request_body = PolicyRequest, responses(
    (status = 200, body = wire::Assessed), OfPersons))]
pub async fn assess(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, Problem> {
    private(assessed(&site, &sent.read(&site, Wants::Policy)?)?)
}

/// One person's score with every sentence that explains it: the same as `jifen score --json`.
#[utoipa::path(post, path = "/api/v1/explain", tag = "person", request_body = PolicyRequest, responses(
    (status = 200, body = wire::Score), OfPersons))]
pub async fn explain(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, Problem> {
    private(explained(&site, &sent.read(&site, Wants::Policy)?)?)
}

/// The JSON that answers one request, for single ones and batches.
pub fn assessed(site: &Site, asked: &Asked) -> Result<Vec<u8>, Problem> {
    let (_, policy) = asked.version(site)?;
    let assessment = score::assess(policy, &asked.record, asked.on);
    Ok(written(&wire::assessed(&assessment), SHORT))
}

/// The same with every sentence.
pub fn explained(site: &Site, asked: &Asked) -> Result<Vec<u8>, Problem> {
    let (_, policy) = asked.version(site)?;
    let mut assessment = score::assess(policy, &asked.record, asked.on);
    let explanation = score::explain::explain(&mut assessment, asked.language);
    Ok(bytes(&wire::score(&assessment, &explanation)))
}

/// One person in every scheme.
#[utoipa::path(post, path = "/api/v1/compare", tag = "person", request_body = PersonRequest, responses(
    (status = 200, body = wire::Comparison), OfPersons))]
pub async fn compare(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, Problem> {
    let asked = sent.read(&site, Wants::Person)?;
    let table = Table::of_all(site.library(), &asked.record, asked.on, asked.language);
    answer(&wire::compare(&table))
}

/// One person's score over the months to come.
#[utoipa::path(post, path = "/api/v1/forecast", tag = "person", request_body = PolicyRequest, responses(
    (status = 200, body = wire::Forecast), OfPersons))]
pub async fn forecast(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, Problem> {
    let asked = sent.read(&site, Wants::Policy)?;
    let (scheme, _) = asked.version(&site)?;
    let record = asked.record.going_on(asked.on, site.vocabulary());
    let found = score::forecast(scheme, &record, asked.on, asked.months);
    let due: Vec<_> =
        site.library().reminders.iter().filter_map(|reminder| reminder.next(&record, asked.on)).collect();
    answer(&wire::forecast(scheme, asked.on, &found, &due, asked.language))
}

/// What would reach a use.
#[utoipa::path(post, path = "/api/v1/plan", tag = "person", request_body = UseRequest, responses(
    (status = 200, body = wire::Plans), OfPersons))]
pub async fn plan(State(site): State<Arc<Site>>, sent: Sent) -> Result<Response, Problem> {
    let asked = sent.read(&site, Wants::Use)?;
    let (scheme, _) = asked.version(&site)?;
    let use_name = asked.use_name();
    let wanted = Wanted {
        scheme: scheme.id.to_string(),
        record: asked.record.clone(),
        use_name: use_name.to_owned(),
        on: asked.on,
        months: asked.months,
    };
    let found = search(&site, wanted).await;
    let found = found.ok_or_else(|| {
        let none = say(
            asked.language,
            "那一天施行的版本没有这个用途",
            "no version in force on that day has such a use",
        );
        Problem::not_found(asked.language, none)
    })?;
    let record = &asked.record;
    let aim = Aim { scheme, record, use_name, from: asked.on, by: found.by, now: found.now };
    answer(&wire::plans(&aim, &found.plans, &site.library().actions, asked.language))
}
