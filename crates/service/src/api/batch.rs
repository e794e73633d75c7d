//! Many persons in one request: a JSON object a line in, a JSON object a line out, in the same order, while it is being sent.

use super::ask::{assessed, bytes, explained};
use super::described::PolicyRequest;
use super::problem::{OfBatches, Problem};
use super::request::{Asked, Wants, read};
use super::tongue::Tongue;
use crate::reply;
use crate::site::Site;
use crate::speech::say;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::BodyExt as _;
use score::explain::Language;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::timeout;
use tokio_stream::wrappers::ReceiverStream;

/// Answers that wait to be taken before no more are made.
const WAITING: usize = 16;
/// How long the next piece of a batch may take to come, and an answer to be taken.
const PATIENCE: Duration = Duration::from_secs(30);

/// Scores every line; a line with mistakes gives a problem in its place.
#[utoipa::path(post, path = "/api/v1/batch/assess", tag = "person",
    request_body(content = PolicyRequest, content_type = "application/x-ndjson"),
    responses((status = 200, body = crate::wire::Assessed, content_type = "application/x-ndjson"), OfBatches))]
pub async fn assess(State(site): State<Arc<Site>>, Tongue(language): Tongue, body: Body) -> Response {
    begin(site, language, body, assessed)
}

/// Scores and explains every line; a line with mistakes gives a problem in its place.
#[utoipa::path(post, path = "/api/v1/batch/explain", tag = "person",
    request_body(content = PolicyRequest, content_type = "application/x-ndjson"),
    responses((status = 200, body = crate::wire::Score, content_type = "application/x-ndjson"), OfBatches))]
pub async fn explain(State(site): State<Arc<Site>>, Tongue(language): Tongue, body: Body) -> Response {
    begin(site, language, body, explained)
}

fn begin(site: Arc<Site>, language: Language, body: Body, answer: Answer) -> Response {
    let (sender, answers) = channel(WAITING);
    let batch = Batch { site, language, answer, sender };
    tokio::spawn(batch.lines(body));
    reply::body(StatusCode::OK, "application/x-ndjson", Body::from_stream(ReceiverStream::new(answers)))
}

/// What makes the JSON of a line's answer.
type Answer = fn(&Site, &Asked) -> Result<Vec<u8>, Problem>;

struct Batch {
    site: Arc<Site>,
    /// The language of mistakes, for lines that name none.
    language: Language,
    answer: Answer,
    sender: Sender<Result<Bytes, Infallible>>,
}

impl Batch {
    async fn lines(mut self, mut body: Body) {
        let mut rest: Vec<u8> = Vec::new();
        // What comes too slowly, or was sent half, is not answered.
        while let Ok(frame) = timeout(PATIENCE, body.frame()).await {
            match frame {
                Some(Ok(frame)) => {
                    let Ok(data) = frame.into_data() else { continue };
                    let mut pieces = data.split(|byte| *byte == b'\n');
                    rest.extend_from_slice(pieces.next().unwrap_or_default());
                    for piece in pieces {
                        if !self.line(&std::mem::take(&mut rest)).await {
                            return;
                        }
                        rest.extend_from_slice(piece);
                    }
                    if rest.len() > crate::MOST_BYTES {
                        let why = say(self.language, "这一行太长", "a line is too long");
                        self.send(bytes(&Problem::request(self.language, why))).await;
                        return;
                    }
                }
                Some(Err(_)) => return,
                None => {
                    self.line(&rest).await;
                    return;
                }
            }
        }
    }

    /// Answers one line; false when nobody listens any more.
    async fn line(&mut self, line: &[u8]) -> bool {
        if line.iter().all(u8::is_ascii_whitespace) {
            return true;
        }
        let answer = read(&self.site, line, Wants::Policy, self.language);
        let line = answer.and_then(|asked| (self.answer)(&self.site, &asked));
        self.send(line.unwrap_or_else(|problem| bytes(&problem))).await
    }

    async fn send(&mut self, mut line: Vec<u8>) -> bool {
        line.push(b'\n');
        matches!(timeout(PATIENCE, self.sender.send(Ok(Bytes::from(line)))).await, Ok(Ok(())))
    }
}
