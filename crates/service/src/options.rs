//! What whoever runs the service may set.

use axum::http::{HeaderName, HeaderValue};
use ipnet::IpNet;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

/// How the service answers, whatever it answers.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long an answer may take.
    pub patience: Duration,
    /// How many requests one address may send; none for as many as it likes.
    pub rate: Option<Rate>,
    /// Who may say for whom a request is.
    pub proxy: Option<Proxy>,
    /// Origins whose scripts may use the API, such as `https://example.org`.
    pub origins: Vec<HeaderValue>,
    /// Whether `/metrics` answers.
    pub metrics: bool,
}

/// Requests of one address.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rate {
    /// On average, in a second.
    pub per_second: NonZeroU32,
    /// At once.
    pub burst: NonZeroU32,
}

/// A proxy in front of the service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proxy {
    /// The header in which it names the addresses that a request came through, such as `x-forwarded-for`.
    pub header: HeaderName,
    /// The addresses of proxies; whatever another address says in the header is not believed.
    pub trusted: Vec<IpNet>,
}

/// A network such as `10.0.0.0/8`, or a single address.
pub fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}

impl Default for Options {
    fn default() -> Options {
        Options {
            patience: Duration::from_secs(30),
            rate: None,
            proxy: None,
            origins: Vec::new(),
            metrics: true,
        }
    }
}

/// How the service listens.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Listening {
    /// How long a client may take to send the head of a request; also how long an idle connection is kept.
    pub head_patience: Duration,
    /// Connections at a time; more of them wait.
    pub connections: usize,
    /// How long what was begun may take to end when the service is told to stop.
    pub farewell: Duration,
}

impl Default for Listening {
    fn default() -> Listening {
        let seconds = Duration::from_secs;
        Listening { head_patience: seconds(10), connections: 4096, farewell: seconds(20) }
    }
}
