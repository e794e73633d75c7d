//! Errors as `application/problem+json`: in the reader's language, with every mistake at once and its JSON path.

use super::english;
use super::tongue::Tongue;
use crate::reply;
use crate::speech::say;
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use policy::record::RecordProblem;
use policy::vocabulary::Vocabulary;
use score::explain::Language;
use serde::Serialize;
use std::collections::BTreeMap;
use utoipa::openapi::{self, ContentBuilder, RefOr, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

/// An answer that says what was wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of mistake, as a name that stays the same.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The kind in words.
    title: &'static str,
    #[serde(serialize_with = "as_number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    /// What was wrong this time.
    detail: String,
    /// Every single mistake, where there are several places for one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Mistake>,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

/// One mistake.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mistake {
    /// A name that stays the same, such as `record-bad-date`.
    pub code: &'static str,
    /// Where in the request, such as `$.record.facts.employee_insurance[3].from`.
    pub path: String,
    /// The same place in words.
    pub name: String,
    /// What is wrong there.
    pub message: String,
    /// What would be right.
    pub hint: Option<String>,
}

impl Mistake {
    /// A mistake of a record; its path begins at the request.
    pub fn of_record(language: Language, problem: &RecordProblem, vocabulary: &Vocabulary) -> Mistake {
        let path = problem.path.replacen('$', "$.record", 1);
        let code = problem.code;
        match language {
            Language::Chinese => {
                let (name, message) = (problem.name.clone(), problem.message.clone());
                Mistake { code, path, name, message, hint: problem.hint() }
            }
            Language::English => {
                let (name, message) = (english::name(problem, vocabulary), english::message(problem));
                Mistake { code, path, name, message, hint: english::hint(problem) }
            }
        }
    }
}

impl Problem {
    fn of(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Problem {
        Problem { kind, title, status, detail: detail.into(), errors: Vec::new() }
    }

    /// What was asked about is not here.
    pub fn not_found(language: Language, detail: impl Into<String>) -> Problem {
        let title = say(language, "没有找到", "Not found");
        Problem::of(StatusCode::NOT_FOUND, "urn:jifen:not-found", title, detail)
    }

    /// The request cannot be read, or a word of its address is wrong.
    pub fn request(language: Language, detail: impl Into<String>) -> Problem {
        let title = say(language, "请求没有读懂", "The request could not be read");
        Problem::of(StatusCode::BAD_REQUEST, "urn:jifen:request", title, detail)
    }

    /// A request with mistakes in its fields or its record.
    pub fn fields(language: Language, errors: Vec<Mistake>) -> Problem {
        let title = say(language, "请求里有错", "The request has mistakes");
        let detail = match (language, errors.len()) {
            (Language::Chinese, many) => format!("有 {many} 处不对，逐处列在 errors 里"),
            (Language::English, 1) => "1 mistake, told in `errors`".to_owned(),
            (Language::English, many) => format!("{many} mistakes, each told in `errors`"),
        };
        let of = Problem::of(StatusCode::UNPROCESSABLE_ENTITY, "urn:jifen:fields", title, detail);
        Problem { errors, ..of }
    }

    /// With the place that it is about.
    #[must_use]
    pub fn at(mut self, mistake: Mistake) -> Problem {
        self.errors.push(mistake);
        self
    }

    /// What stands around the answers refused a request: too long, too many, too slow, of a kind that is not taken.
    pub fn refused(language: Language, status: StatusCode) -> Problem {
        let (kind, chinese, english, detail) = match status {
            StatusCode::METHOD_NOT_ALLOWED => (
                "urn:jifen:method",
                "这个地址不接受这种方法",
                "Not this method",
                ("能用的方法在 Allow 里", "`Allow` names the methods that can be used"),
            ),
            StatusCode::PAYLOAD_TOO_LARGE => (
                "urn:jifen:too-large",
                "请求太长",
                "The request is too long",
                (
                    "一次只送一个人的记录；成批的用 /api/v1/batch/assess",
                    "send one record at a time; batches go to /api/v1/batch/assess",
                ),
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => (
                "urn:jifen:media-type",
                "内容类型不对",
                "Not this type of content",
                ("Content-Type 写 application/json", "`Content-Type` has to be `application/json`"),
            ),
            StatusCode::TOO_MANY_REQUESTS => (
                "urn:jifen:too-many",
                "请求太多",
                "Too many requests",
                (
                    "过一会儿再试，秒数在 Retry-After 里",
                    "try again later; `Retry-After` says in how many seconds",
                ),
            ),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => (
                "urn:jifen:too-slow",
                "来不及回答",
                "Not answered in time",
                ("缩短要算的月数，或者过一会儿再试", "ask for fewer months, or try again later"),
            ),
            _ => (
                "urn:jifen:fault",
                "出了故障",
                "A fault of ours",
                ("请把 x-request-id 告诉维护的人", "please tell whoever runs this the `x-request-id`"),
            ),
        };
        Problem::of(status, kind, say(language, chinese, english), say(language, detail.0, detail.1))
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let text = serde_json::to_string(&self).unwrap_or_default();
        reply::body(self.status, "application/problem+json", text)
    }
}

/// An address below the API that leads nowhere.
pub async fn nothing_here(Tongue(language): Tongue) -> Problem {
    let detail = say(
        language,
        "没有这个接口；全部接口见 /api/v1/openapi.json",
        "there is no such endpoint; /api/v1/openapi.json lists them",
    );
    Problem::not_found(language, detail)
}

/// An address of the API, asked by a method that it does not take.
pub async fn no_such_method(method: Method, Tongue(language): Tongue) -> Response {
    let mut response = Problem::refused(language, StatusCode::METHOD_NOT_ALLOWED).into_response();
    if method == Method::HEAD {
        *response.body_mut() = axum::body::Body::empty();
    }
    response
}

/// What can be wrong with a question about a person.
pub struct OfPersons;
/// What can be wrong with a batch as a whole.
pub struct OfBatches;
/// What can be wrong with a question about policies.
pub struct OfPolicies;

impl IntoResponses for OfPersons {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described(&[400, 404, 413, 415, 422, 429, 503])
    }
}

impl IntoResponses for OfBatches {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described(&[429, 503])
    }
}

impl IntoResponses for OfPolicies {
    fn responses() -> BTreeMap<String, RefOr<openapi::Response>> {
        described(&[400, 404, 429, 503])
    }
}

fn described(statuses: &[u16]) -> BTreeMap<String, RefOr<openapi::Response>> {
    let words = |status: u16| match status {
        400 => "The request could not be read",
        404 => "There is no such scheme, version, day or use",
        413 => "Too long",
        415 => "Not JSON",
        422 => "Mistakes in the fields or the record, each with its path",
        429 => "Too many requests from this address",
        _ => "Not answered in time",
    };
    let response = |status: u16| {
        let content = ContentBuilder::new().schema(Some(openapi::Ref::from_schema_name("Problem"))).build();
        ResponseBuilder::new().description(words(status)).content("application/problem+json", content).build()
    };
    statuses.iter().map(|status| (status.to_string(), RefOr::T(response(*status)))).collect()
}
