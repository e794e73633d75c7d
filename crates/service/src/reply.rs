//! Answers: pages, files, and resources with a tag by which a reader need not fetch them twice.

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;

/// A body of a type.
pub fn body(status: StatusCode, kind: &'static str, text: impl Into<Body>) -> Response {
    let mut response = Response::new(text.into());
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

/// A page that holds something of a person: kept nowhere.
pub fn private_page(status: StatusCode, text: String) -> Response {
    let mut response = body(status, "text/html; charset=utf-8", text);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// A page that is the same for everybody.
pub fn public_page(headers: &HeaderMap, text: String) -> Response {
    tagged(headers, "text/html; charset=utf-8", "public, max-age=300", text)
}

/// A resource that is the same for everybody, with its tag; only the tag when the reader has it already.
pub fn tagged(
    headers: &HeaderMap,
    kind: &'static str,
    keep: &'static str,
    text: impl Into<Bytes>,
) -> Response {
    let text = text.into();
    // Weak, because what is sent may be compressed on its way.
    let tag = format!("W/\"{:016x}\"", digest(&text));
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = known.flat_map(|value| value.split(',')).any(|one| one.trim() == tag || one.trim() == "*");
    let mut response = if known {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        response
    } else {
        body(StatusCode::OK, kind, text)
    };
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        fields.insert(header::ETAG, tag);
    }
    response
}

/// A file to keep.
pub fn file(kind: &'static str, name: &str, text: String) -> Response {
    let mut response = body(StatusCode::OK, kind, text);
    let fields = response.headers_mut();
    fields.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        fields.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// Sends a reader on to an address.
pub fn go(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    if let Ok(value) = HeaderValue::from_str(to) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// A short digest to tell contents apart (FNV-1a); it keeps no secret.
pub fn digest(bytes: &[u8]) -> u64 {
    let step = |state: u64, byte: &u8| (state ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}
