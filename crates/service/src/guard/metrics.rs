//! Figures for whoever runs the service: how many requests of which kind, how long they took. Patterns of addresses and
//! statuses only; nothing of a person, no address of anybody.

use axum::http::Method;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::time::Duration;

/// What the text of [`Metrics::text`] is.
pub const KIND: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper ends of the classes of times, in seconds.
const CLASSES: [f64; 11] = [0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0];

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Route {
    route: String,
}

#[derive(Clone, PartialEq, Eq, Hash, Debug, EncodeLabelSet)]
struct Reason {
    reason: &'static str,
}

/// The figures.
pub struct Metrics {
    registry: Registry,
    answered: Family<Answered, Counter>,
    seconds: Family<Route, Histogram>,
    refused: Family<Reason, Counter>,
    /// Requests that are being answered.
    pub in_flight: Gauge,
}

impl Metrics {
    /// All at nothing.
    pub fn new(versions: usize) -> Metrics {
        let answered = Family::default();
        let seconds: Family<Route, Histogram> = Family::new_with_constructor(|| Histogram::new(CLASSES));
        let refused = Family::default();
        let in_flight = Gauge::default();
        let known = Gauge::<i64>::default();
        known.set(i64::try_from(versions).unwrap_or(i64::MAX));
        let mut registry = Registry::with_prefix("jifen");
        registry.register("build", "What is running", Info::new([("version", env!("CARGO_PKG_VERSION"))]));
        registry.register("policy_versions", "Policy versions that are served", known);
        registry.register(
            "requests",
            "Requests answered, by method, pattern of the address and status",
            answered.clone(),
        );
        registry.register_with_unit(
            "request_duration",
            "How long answers took",
            Unit::Seconds,
            seconds.clone(),
        );
        registry.register("refused", "Requests that were not let through", refused.clone());
        registry.register("requests_in_flight", "Requests being answered", in_flight.clone());
        Metrics { registry, answered, seconds, refused, in_flight }
    }

    /// Counts an answer.
    pub fn answered(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let labels = Answered { method: known(method), route: route.to_owned(), status };
        self.answered.get_or_create(&labels).inc();
        self.seconds.get_or_create(&Route { route: route.to_owned() }).observe(took.as_secs_f64());
    }

    /// Counts a request that was not let through.
    pub fn refused(&self, reason: &'static str) {
        self.refused.get_or_create(&Reason { reason }).inc();
    }

    /// All figures in the text that Prometheus reads.
    pub fn text(&self) -> String {
        let mut text = String::new();
        // Writing a string to memory cannot fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Anybody can make up a method: the number of series must not grow with it.
fn known(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}
