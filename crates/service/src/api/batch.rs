//! Many persons in one request: a JSON object a line in, a JSON object a line out, in the same order, while it is being sent.

use super::ask::{Request, assessed};
use super::problem::Problem;
use crate::reply;
use crate::site::Site;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use http_body_util::BodyExt as _;
use http_body_util::channel::{Channel, Sender};
use std::sync::Arc;

/// Answers that wait to be taken before no more are made.
const WAITING: usize = 16;

/// Scores every line; a line with mistakes gives a problem in its place.
#[utoipa::path(post, path = "/api/v1/batch/assess", tag = "person",
    request_body(content = Request, content_type = "application/x-ndjson"),
    responses((status = 200, body = crate::wire::Score, content_type = "application/x-ndjson")))]
pub async fn assess(State(site): State<Arc<Site>>, body: Body) -> Response {
    let (sender, channel) = Channel::<Bytes, std::io::Error>::new(WAITING);
    tokio::spawn(lines(site, body, sender));
    reply::body(StatusCode::OK, "application/x-ndjson", Body::new(channel))
}

async fn lines(site: Arc<Site>, mut body: Body, mut sender: Sender<Bytes, std::io::Error>) {
    let mut rest: Vec<u8> = Vec::new();
    loop {
        match body.frame().await {
            Some(Ok(frame)) => {
                let Ok(data) = frame.into_data() else { continue };
                let mut pieces = data.split(|byte| *byte == b'\n');
                rest.extend_from_slice(pieces.next().unwrap_or_default());
                for piece in pieces {
                    if !line(&site, &std::mem::take(&mut rest), &mut sender).await {
                        return;
                    }
                    rest.extend_from_slice(piece);
                }
                if rest.len() > crate::MOST_BYTES {
                    let _ = send(&Err(Problem::request("a line is too long")), &mut sender).await;
                    return;
                }
            }
            // What was sent half is not answered.
            Some(Err(_)) => return,
            None => {
                line(&site, &rest, &mut sender).await;
                return;
            }
        }
    }
}

/// Answers one line; false when nobody listens any more.
async fn line(site: &Site, line: &[u8], sender: &mut Sender<Bytes, std::io::Error>) -> bool {
    if line.iter().all(u8::is_ascii_whitespace) {
        return true;
    }
    let answer = match serde_json::from_slice::<Request>(line) {
        Ok(request) => assessed(site, &request),
        Err(error) => Err(Problem::request(error.to_string())),
    };
    send(&answer, sender).await
}

async fn send(
    answer: &Result<crate::wire::Score, Problem>,
    sender: &mut Sender<Bytes, std::io::Error>,
) -> bool {
    let text = match answer {
        Ok(score) => serde_json::to_string(score),
        Err(problem) => serde_json::to_string(problem),
    };
    let mut text = text.unwrap_or_default();
    text.push('\n');
    sender.send_data(Bytes::from(text)).await.is_ok()
}
