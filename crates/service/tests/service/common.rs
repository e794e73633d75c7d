//! The real policies behind a router, asked in the same process: no port, no clock.

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response, StatusCode, header};
use http_body_util::BodyExt as _;
use policy::document::SourceFile;
use policy::scheme::Library;
use service::Site;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use terms::Date;
use tower::ServiceExt as _;

pub static SITE: LazyLock<Arc<Site>> = LazyLock::new(|| {
    let files = files();
    let (library, _) = Library::read(&files);
    Arc::new(Site::new(library, files, today))
});

pub fn today() -> Date {
    Date::new(2026, 11, 24).unwrap()
}

fn root() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files() -> Vec<SourceFile> {
    let root = root().join("policies");
    let mut files = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.push(SourceFile { path: name, text: std::fs::read_to_string(&path).unwrap() });
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

/// The record of a made-up person.
pub fn person(name: &str) -> String {
    std::fs::read_to_string(root().join(format!("examples/{name}.json"))).unwrap()
}

pub const PEOPLE: [&str; 5] = ["family", "plumber", "researcher", "self-employed", "soldier"];

pub fn router() -> Router {
    service::router(SITE.clone(), &service::Options::default())
}

/// An answer, read to its end.
pub struct Answer {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub text: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

pub async fn send(request: Request<Body>) -> Answer {
    send_to(router(), request).await
}

pub async fn send_to(router: Router, request: Request<Body>) -> Answer {
    let response: Response<Body> = router.oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        text: String::from_utf8_lossy(&bytes).into_owned(),
    }
}

pub async fn get(path: &str) -> Answer {
    send(Request::get(path).body(Body::empty()).unwrap()).await
}

pub async fn get_if_none_match(path: &str, tag: &str) -> Answer {
    send(Request::get(path).header(header::IF_NONE_MATCH, tag).body(Body::empty()).unwrap()).await
}

pub async fn form(path: &str, fields: &[(String, String)]) -> Answer {
    let encoded = |text: &str| -> String {
        let byte = |byte: u8| {
            if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
        };
        text.bytes().map(byte).collect()
    };
    let pairs: Vec<String> = fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
    let kind = "application/x-www-form-urlencoded";
    send(Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(pairs.join("&"))).unwrap())
        .await
}

pub async fn record(path: &str, record: &str) -> Answer {
    form(path, &[("record".to_owned(), record.to_owned())]).await
}

/// Sends a form with a file in it.
pub async fn file(path: &str, field: &str, text: &str) -> Answer {
    let mark = "----mark";
    let body = format!(
        "--{mark}\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"jifen.json\"\r\n\
         Content-Type: application/json\r\n\r\n{text}\r\n--{mark}--\r\n"
    );
    let kind = format!("multipart/form-data; boundary={mark}");
    send(Request::post(path).header(header::CONTENT_TYPE, kind).body(Body::from(body)).unwrap()).await
}

pub async fn json(path: &str, body: &str) -> Answer {
    send(
        Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()))
            .unwrap(),
    )
    .await
}

/// The fields of the forms of a page: names and values as a browser would send them, without buttons.
pub fn fields(page: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut select: Option<String> = None;
    for tag in page.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or_default();
        let attribute = |name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            Some(unescaped(rest.split('"').next()?))
        };
        if tag.starts_with("input") {
            let kind = attribute("type").unwrap_or_default();
            let on = !matches!(kind.as_str(), "radio" | "checkbox")
                || tag.split(' ').any(|word| word == "checked");
            if let (true, Some(name)) = (on, attribute("name")) {
                found.push((name, attribute("value").unwrap_or_default()));
            }
        } else if tag.starts_with("select") {
            select = attribute("name");
            found.extend(select.clone().map(|name| (name, String::new())));
        } else if tag.starts_with("option") && tag.split(' ').any(|word| word == "selected") {
            let name = select.clone().unwrap();
            found.retain(|(known, _)| *known != name);
            found.push((name, attribute("value").unwrap_or_default()));
        }
    }
    found
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}
