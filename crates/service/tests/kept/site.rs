//! A site of the model city that keeps records, and somebody with a browser: cookies, forms, no scripts.

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use policy::document::SourceFile;
use policy::scheme::Library;
use service::Site;
use service::account::{Keeping, Provider};
use service::keep::{Keeper, Limits, Outside};
use service::store::{Moment, Store};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use terms::Date;
use tower::ServiceExt as _;

/// The form type of browsers.
const FORM: &str = "application/x-www-form-urlencoded";

/// The vocabulary and everything of the model city.
fn files() -> Vec<SourceFile> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut files = Vec::new();
    let mut open = vec![root.join("facts.md"), root.join("cities.md"), root.join("model")];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
            files.push(SourceFile { path: name, text: std::fs::read_to_string(&path).unwrap() });
        }
    }
    files
}

/// A site that keeps nothing.
pub fn guests_only() -> Site {
    let files = files();
    let (library, _) = Library::read(&files);
    assert!(library.schemes.iter().any(|scheme| !scheme.versions.is_empty()));
    Site::new(library, files, || Date::new(2026, 11, 24).unwrap())
}

/// Dice of the test, which never fall the same way twice.
fn dice() -> impl Fn(&mut [u8]) -> bool + Send + Sync {
    let thrown = AtomicU64::new(77);
    move |bytes| {
        for byte in bytes {
            let state = thrown.fetch_add(1, Ordering::SeqCst).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            *byte = (state ^ (state >> 29)).wrapping_mul(0xBF58_476D_1CE4_E5B9).to_be_bytes()[0];
        }
        true
    }
}

/// A site over a store, at a moment of the tests or now.
pub async fn keeping(store: Arc<dyn Store>, now: i64, provider: Option<Provider>) -> Router {
    keeping_within(store, now, provider, Limits::of_days(30)).await
}

/// The same, within limits.
pub async fn keeping_within(
    store: Arc<dyn Store>,
    now: i64,
    provider: Option<Provider>,
    limits: Limits,
) -> Router {
    let outside = Outside { now: Box::new(move || Moment(now)), dice: Box::new(dice()) };
    let keeper = Keeper::open(store, &[7; 32], &[], outside, limits).await.unwrap();
    service::router(
        Arc::new(guests_only().keeping(Keeping { keeper, secure: true, provider })),
        &service::Options::default(),
    )
}

/// The record of a made-up person.
pub fn person(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../examples/{name}.json"));
    std::fs::read_to_string(path).unwrap()
}

/// A page as it came.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The hidden fields of the form that goes to an address.
    pub fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let (_, form) = self.text.split_once(&format!("action=\"{action}\"")).unwrap();
        let form = form.split("</form>").next().unwrap();
        let attribute = |tag: &str, name: &str| {
            let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
            Some(unescaped(rest.split('"').next()?))
        };
        form.split("<input")
            .skip(1)
            .map(|tag| tag.split('>').next().unwrap())
            .filter(|tag| tag.contains("type=\"hidden\""))
            .map(|tag| (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap()))
            .collect()
    }

    /// What stands in an element with an id.
    pub fn text_of(&self, id: &str) -> &str {
        let (_, rest) = self.text.split_once(&format!("id=\"{id}\">")).unwrap();
        rest.split('<').next().unwrap()
    }
}

fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Somebody with a browser.
pub struct Browser {
    router: Router,
    pub cookies: BTreeMap<String, String>,
    pub headers: Vec<(&'static str, &'static str)>,
}

impl Browser {
    pub fn new(router: &Router) -> Browser {
        Browser { router: router.clone(), cookies: BTreeMap::new(), headers: Vec::new() }
    }

    async fn send(&mut self, method: &str, path: &str, body: Option<String>) -> Page {
        let mut request = Request::builder().method(method).uri(path);
        // The cookie is for the pages under /my only.
        if path.starts_with("/my") && !self.cookies.is_empty() {
            let cookies: Vec<String> = self.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
            request = request.header(header::COOKIE, cookies.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(*name, *value);
        }
        if body.is_some() {
            request = request.header(header::CONTENT_TYPE, FORM);
        }
        let request = request.body(Body::from(body.unwrap_or_default())).unwrap();
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        for set in parts.headers.get_all(header::SET_COOKIE) {
            let text = set.to_str().unwrap();
            for demand in ["; Path=/my", "; HttpOnly", "; SameSite=Lax", "; Secure"] {
                assert!(text.contains(demand), "{text}");
            }
            let (name, value) = text.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
            if value.is_empty() {
                self.cookies.remove(name);
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("<script"), "{path}");
        Page { status: parts.status, headers: parts.headers, text }
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send("GET", path, None).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let pairs: Vec<String> =
            fields.iter().map(|(k, v)| format!("{}={}", encoded(k), encoded(v))).collect();
        self.send("POST", path, Some(pairs.join("&"))).await
    }

    /// Fills in the form of a page and sends it.
    pub async fn fill(&mut self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let hidden = page.hidden(action);
        let mut all: Vec<(&str, &str)> = hidden.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        all.extend(fields);
        self.post(action, &all).await
    }
}

pub fn encoded(text: &str) -> String {
    let byte = |byte: u8| {
        if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(byte).collect()
}
