//! What stands around every answer: headers that keep a page to itself, limits, figures, and a log without anything of a person.

mod metrics;
mod rate;

use crate::api::{Problem, Tongue};
use crate::options::Options;
use crate::page;
use crate::view::View;
use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use metrics::Metrics;
use rate::Turnstile;
use std::hash::{BuildHasher, RandomState};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use tokio::time::timeout;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

/// Pages take nothing from elsewhere, run no script but ours, and send forms nowhere but here.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Shorter answers are not worth compressing.
const WORTH_COMPRESSING: u64 = 1024;

/// The pattern of an address that none of ours matches.
const NOWHERE: &str = "-";

/// Addresses that are never made to wait: they are for whoever runs the service.
const FOR_OPERATORS: [&str; 3] = ["/healthz", "/readyz", "/metrics"];

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The peer of a connection, as the server saw it.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub IpAddr);

/// Whom a request is from, as far as limits go: the peer, or whom a trusted proxy names.
#[derive(Clone, Copy, Debug)]
pub struct Sender(pub IpAddr);

struct Guard {
    options: Options,
    turnstile: Option<Turnstile>,
    metrics: Metrics,
    /// Drawn when the service starts, so that two runs do not name requests alike.
    run: u64,
    count: AtomicU64,
}

/// Puts the guards around a router.
pub fn guarded(router: Router, options: &Options, versions: usize) -> Router {
    let guard = Arc::new(Guard {
        options: options.clone(),
        turnstile: options.rate.map(Turnstile::new),
        metrics: Metrics::new(versions),
        run: RandomState::new().hash_one(versions),
        count: AtomicU64::new(0),
    });
    let shown = guard.clone();
    let figures = move || async move { ([(header::CONTENT_TYPE, metrics::KIND)], shown.metrics.text()) };
    let router = if options.metrics { router.route("/metrics", get(figures)) } else { router };
    router
        .layer(DefaultBodyLimit::max(crate::MOST_BYTES + crate::MOST_BYTES / 16))
        .layer(CompressionLayer::new().compress_when(SizeAbove::new(WORTH_COMPRESSING)))
        .layer(CatchPanicLayer::custom(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response()))
        .layer(from_fn_with_state(guard, around))
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long an answer took is measured for the log and the figures"
)]
async fn around(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let pattern = request.extensions().get::<MatchedPath>().cloned();
    let route = pattern.as_ref().map_or(NOWHERE, MatchedPath::as_str);
    let method = request.method().clone();
    let refusal = Refusal::prepare(&request);
    let id = format!("{:016x}-{:x}", guard.run, guard.count.fetch_add(1, Ordering::Relaxed));
    let sender = guard.sender(&request);
    request.extensions_mut().insert(Sender(sender));
    let mut response = match guard.let_in(sender, route) {
        Err(seconds) => {
            guard.metrics.refused("rate");
            let mut response = refusal.draw(StatusCode::TOO_MANY_REQUESTS);
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Ok(()) => {
            let under_way = UnderWay::begin(&guard.metrics);
            let answer = timeout(guard.options.patience, next.run(request)).await;
            drop(under_way);
            match answer {
                Ok(response) if response.status() == StatusCode::INTERNAL_SERVER_ERROR => {
                    tracing::error!(id, route, "a fault");
                    refusal.draw(StatusCode::INTERNAL_SERVER_ERROR)
                }
                Ok(response) => response,
                Err(_) => {
                    guard.metrics.refused("time");
                    refusal.draw(StatusCode::SERVICE_UNAVAILABLE)
                }
            }
        }
    };
    protect(&mut response);
    let took = started.elapsed();
    let status = response.status().as_u16();
    guard.metrics.answered(&method, route, status, took);
    // The pattern of the address is logged, never the address itself nor a word of what was sent.
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::info!(method = method.as_str(), path = route, id, status, micros, "answered");
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

/// Counts a request as under way until it is answered, or nobody waits for it any more.
struct UnderWay<'m>(&'m Metrics);

impl UnderWay<'_> {
    fn begin(metrics: &Metrics) -> UnderWay<'_> {
        metrics.in_flight.inc();
        UnderWay(metrics)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.in_flight.dec();
    }
}

impl Guard {
    fn sender(&self, request: &Request) -> IpAddr {
        let peer =
            request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |peer| peer.0);
        rate::neighbourhood(rate::sender(peer, request.headers(), self.options.proxy.as_ref()))
    }

    /// Whether a request may pass; if not, after how many seconds the next one of its sender may.
    fn let_in(&self, sender: IpAddr, route: &str) -> Result<(), u64> {
        match &self.turnstile {
            Some(turnstile) if !FOR_OPERATORS.contains(&route) => turnstile.pass(sender),
            _ => Ok(()),
        }
    }
}

/// How a request would be told that it is not answered: a page to people, a problem to programs, in their language.
enum Refusal {
    Page(View),
    Problem(Tongue),
}

impl Refusal {
    fn prepare(request: &Request) -> Refusal {
        let query = request.uri().query().unwrap_or_default();
        if request.uri().path().starts_with("/api/") {
            let accepted =
                request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
            Refusal::Problem(Tongue::of(query, accepted))
        } else {
            Refusal::Page(View::of(query))
        }
    }

    fn draw(&self, status: StatusCode) -> Response {
        match self {
            Refusal::Problem(Tongue(language)) => Problem::refused(*language, status).into_response(),
            Refusal::Page(view) => {
                let (title, text) = match status {
                    StatusCode::TOO_MANY_REQUESTS => (
                        view.say("来的人太多了", "Too many requests"),
                        view.say("请过一会儿再试。", "Please try again in a little while."),
                    ),
                    StatusCode::SERVICE_UNAVAILABLE => (
                        view.say("来不及算完", "Not finished in time"),
                        view.say("请过一会儿再试。", "Please try again in a little while."),
                    ),
                    _ => (
                        view.say("网站出了故障", "A fault of ours"),
                        view.say(
                            "不是你填错了。请过一会儿再试。",
                            "It is not your answers. Please try again in a little while.",
                        ),
                    ),
                };
                page::mistake(*view, status, title, text)
            }
        }
    }
}

fn protect(response: &mut Response<Body>) {
    let fields = response.headers_mut();
    let mut put = |name: HeaderName, value: &'static str| {
        fields.insert(name, HeaderValue::from_static(value));
    };
    put(header::CONTENT_SECURITY_POLICY, POLICY);
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::X_FRAME_OPTIONS, "DENY");
    put(header::REFERRER_POLICY, "no-referrer");
    put(HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    put(HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    put(
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    );
}
