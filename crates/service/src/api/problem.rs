//! Errors as `application/problem+json`, with every mistake of a record and its path.

use crate::reply;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use policy::record::RecordProblem;
use serde::Serialize;
use utoipa::ToSchema;

/// An answer that says what was wrong.
#[derive(Debug, Serialize, ToSchema)]
pub struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    #[serde(serialize_with = "as_number")]
    #[schema(value_type = u16)]
    status: StatusCode,
    detail: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Mistake>,
}

fn as_number<S: serde::Serializer>(status: &StatusCode, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_u16(status.as_u16())
}

/// One mistake.
#[derive(Debug, Serialize, ToSchema)]
struct Mistake {
    code: &'static str,
    path: String,
    name: String,
    message: String,
    hint: Option<String>,
}

impl Problem {
    fn of(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Problem {
        Problem { kind, title, status, detail: detail.into(), errors: Vec::new() }
    }

    /// What was asked about is not here.
    pub fn not_found(detail: impl Into<String>) -> Problem {
        Problem::of(StatusCode::NOT_FOUND, "urn:jifen:not-found", "Not found", detail)
    }

    /// The request is not of the right shape.
    pub fn request(detail: impl Into<String>) -> Problem {
        Problem::of(StatusCode::BAD_REQUEST, "urn:jifen:request", "The request is not well formed", detail)
    }

    /// A record with mistakes; paths begin at the request.
    pub fn record(problems: &[RecordProblem]) -> Problem {
        let detail = format!("{} mistakes in the record", problems.len());
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let errors = problems.iter().map(|problem| Mistake {
            code: problem.code,
            path: problem.path.replacen('$', "$.record", 1),
            name: problem.name.clone(),
            message: problem.message.clone(),
            hint: problem.hint(),
        });
        let errors = errors.collect();
        Problem { errors, ..Problem::of(status, "urn:jifen:record", "The record has mistakes", detail) }
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Problem {
        let status = rejection.status();
        Problem::of(status, "urn:jifen:request", "The request is not well formed", rejection.body_text())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let text = serde_json::to_string(&self).unwrap_or_default();
        reply::body(self.status, "application/problem+json", text)
    }
}

/// An address below the API that leads nowhere.
pub async fn nothing_here() -> Problem {
    Problem::not_found("there is no such endpoint")
}
