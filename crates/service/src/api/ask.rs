//! Questions about a person: the record comes with the request and goes with its answer.

use super::problem::Problem;
use crate::reply;
use crate::search::{Wanted, search};
use crate::side::Table;
use crate::site::Site;
use crate::wire::{self, Aim};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use policy::model::Policy;
use policy::record::Record;
use policy::scheme::Scheme;
use score::explain::{Language, explain};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use std::sync::Arc;
use terms::Date;
use utoipa::ToSchema;

/// The farthest that a forecast or a plan looks ahead.
const MOST_MONTHS: u32 = 240;
/// How far they look unless the request says otherwise.
const USUAL_MONTHS: u32 = 120;

/// A request. The record is kept as it was written, so that a key written twice or a number with a point is seen.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// The record, as `/schema` describes it.
    #[schema(value_type = Object)]
    record: Box<RawValue>,
    /// `city/scheme`, or `city/scheme@date`. Everywhere but for a comparison.
    policy: Option<String>,
    /// The day of application; today in China without it.
    on: Option<String>,
    /// `zh` or `en`.
    lang: Option<String>,
    /// For a plan: the use's name in the policy.
    #[serde(rename = "use")]
    purpose: Option<String>,
    /// For a forecast or a plan: how far to look.
    #[schema(maximum = 240)]
    months: Option<u32>,
}

/// What a request asks, checked.
struct Asked {
    record: Record,
    on: Date,
    language: Language,
}

impl Request {
    fn read(&self, site: &Site) -> Result<Asked, Problem> {
        let on = match &self.on {
            Some(day) => policy::language::phrase::day(day)
                .ok_or_else(|| Problem::request("`on` is not a date like 2018-06-15"))?,
            None => site.today(),
        };
        let language = match self.lang.as_deref() {
            None | Some("zh") => Language::Chinese,
            Some("en") => Language::English,
            Some(_) => return Err(Problem::request("`lang` is `zh` or `en`")),
        };
        let record = site.record(self.record.get()).map_err(|problems| Problem::record(&problems))?;
        Ok(Asked { record, on, language })
    }

    fn version<'s>(&self, site: &'s Site, on: Date) -> Result<(&'s Scheme, &'s Policy), Problem> {
        let id = self
            .policy
            .as_deref()
            .ok_or_else(|| Problem::request("`policy` is missing: `city/scheme` or `city/scheme@date`"))?;
        site.version(id, on).ok_or_else(|| Problem::not_found("there is no such policy"))
    }

    fn months(&self) -> Result<u32, Problem> {
        let months = self.months.unwrap_or(USUAL_MONTHS);
        if months > MOST_MONTHS {
            Err(Problem::request(format!("`months` is at most {MOST_MONTHS}")))
        } else {
            Ok(months)
        }
    }
}

type Body = Result<Json<Request>, JsonRejection>;

fn answer(value: &impl Serialize) -> Result<Response, Problem> {
    let text = serde_json::to_string(value).map_err(|error| Problem::request(error.to_string()))?;
    let mut response = reply::body(StatusCode::OK, "application/json", text);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// One person's score, explained: the same as `jifen score --json`.
#[utoipa::path(post, path = "/api/v1/assess", tag = "person", request_body = Request, responses(
    (status = 200, body = wire::Score), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn assess(State(site): State<Arc<Site>>, body: Body) -> Result<Response, Problem> {
    let Json(request) = body?;
    answer(&assessed(&site, &request)?)
}

/// The answer to one request, for single ones and batches.
pub fn assessed(site: &Site, request: &Request) -> Result<wire::Score, Problem> {
    let asked = request.read(site)?;
    let (_, policy) = request.version(site, asked.on)?;
    let mut assessment = score::assess(policy, &asked.record, asked.on);
    let explanation = explain(&mut assessment, asked.language);
    Ok(wire::score(&assessment, &explanation))
}

/// One person in every scheme.
#[utoipa::path(post, path = "/api/v1/compare", tag = "person", request_body = Request, responses(
    (status = 200, body = wire::Comparison), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn compare(State(site): State<Arc<Site>>, body: Body) -> Result<Response, Problem> {
    let Json(request) = body?;
    let asked = request.read(&site)?;
    let table = Table::of_all(site.library(), &asked.record, asked.on, asked.language);
    answer(&wire::compare(&table))
}

/// One person's score over the months to come.
#[utoipa::path(post, path = "/api/v1/forecast", tag = "person", request_body = Request, responses(
    (status = 200, body = wire::Forecast), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn forecast(State(site): State<Arc<Site>>, body: Body) -> Result<Response, Problem> {
    let Json(request) = body?;
    let asked = request.read(&site)?;
    let (scheme, _) = request.version(&site, asked.on)?;
    let record = asked.record.going_on(asked.on, site.vocabulary());
    let found = score::forecast(scheme, &record, asked.on, request.months()?);
    let due: Vec<_> =
        site.library().reminders.iter().filter_map(|reminder| reminder.next(&record, asked.on)).collect();
    answer(&wire::forecast(scheme, asked.on, &found, &due, asked.language))
}

/// What would reach a use.
#[utoipa::path(post, path = "/api/v1/plan", tag = "person", request_body = Request, responses(
    (status = 200, body = wire::Plans), (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json"), (status = 413, body = Problem, content_type = "application/problem+json"),
    (status = 415, body = Problem, content_type = "application/problem+json"),
    (status = 422, body = Problem, content_type = "application/problem+json")))]
pub async fn plan(State(site): State<Arc<Site>>, body: Body) -> Result<Response, Problem> {
    let Json(request) = body?;
    let asked = request.read(&site)?;
    let (scheme, _) = request.version(&site, asked.on)?;
    let months = request.months()?;
    let use_name = request.purpose.clone().ok_or_else(|| Problem::request("`use` is missing"))?;
    let wanted = Wanted {
        scheme: scheme.id.to_string(),
        record: asked.record.clone(),
        use_name: use_name.clone(),
        on: asked.on,
        months,
    };
    let found = search(&site, wanted).await;
    let found = found.ok_or_else(|| Problem::not_found("no version in force on that day has such a use"))?;
    let record = &asked.record;
    let aim = Aim { scheme, record, use_name: &use_name, from: asked.on, by: found.by, now: found.now };
    answer(&wire::plans(&aim, &found.plans, &site.library().actions, asked.language))
}
