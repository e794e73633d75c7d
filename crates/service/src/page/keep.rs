//! The record as a file to keep. It is made from the form and goes straight back.

use super::sent::{Sent, faulty};
use crate::reply;
use axum::response::Response;
use policy::record::record_to_json;

/// The file.
pub async fn file(sent: Sent) -> Response {
    match sent.site.record(sent.fields.get("record").unwrap_or_default()) {
        Ok(record) => {
            let text = record_to_json(&record, sent.site.vocabulary());
            reply::file("application/json; charset=utf-8", "jifen.json", text)
        }
        Err(_) => faulty(sent.view),
    }
}
