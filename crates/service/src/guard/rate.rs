//! How many requests one address may send. An address is the peer's, unless the peer is a proxy that is trusted to name it.

use crate::options::{Proxy, Rate};
use axum::http::HeaderMap;
use governor::clock::{Clock, MonotonicClock};
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};
use std::net::{IpAddr, Ipv6Addr};
use std::sync::atomic::{AtomicU32, Ordering};

/// After so many requests, addresses that were quiet long enough are forgotten.
const BETWEEN_SWEEPS: u32 = 1 << 16;

type Limiter = RateLimiter<IpAddr, DashMapStateStore<IpAddr>, MonotonicClock>;

/// The turnstile.
pub struct Turnstile {
    limiter: Limiter,
    clock: MonotonicClock,
    passed: AtomicU32,
}

impl Turnstile {
    /// One that lets so many through.
    pub fn new(rate: Rate) -> Turnstile {
        let clock = MonotonicClock;
        let quota = Quota::per_second(rate.per_second).allow_burst(rate.burst);
        let limiter = RateLimiter::new(quota, DashMapStateStore::default(), clock.clone());
        Turnstile { limiter, clock, passed: AtomicU32::new(0) }
    }

    /// Lets a request pass, or says after how many seconds the next one may.
    pub fn pass(&self, address: IpAddr) -> Result<(), u64> {
        if self.passed.fetch_add(1, Ordering::Relaxed) % BETWEEN_SWEEPS == BETWEEN_SWEEPS - 1 {
            self.limiter.retain_recent();
            self.limiter.shrink_to_fit();
        }
        self.limiter.check_key(&neighbourhood(address)).map_err(|not_yet| {
            let wait = not_yet.wait_time_from(self.clock.now());
            wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
        })
    }
}

/// What counts as one address: in the newer protocol a household has a whole network.
pub fn neighbourhood(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let network = address.to_bits() >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from_bits(network))
        }
        address => address,
    }
}

/// From whom a request is: the peer; behind trusted proxies, the last address in their header that is none of them.
pub fn sender(peer: IpAddr, headers: &HeaderMap, proxy: Option<&Proxy>) -> IpAddr {
    let Some(proxy) = proxy else { return peer };
    let trusted = |address: IpAddr| proxy.trusted.iter().any(|net| net.contains(&address.to_canonical()));
    if !trusted(peer) {
        return peer;
    }
    let said = headers.get_all(&proxy.header).iter().filter_map(|value| value.to_str().ok());
    let mut named: Vec<&str> = said.flat_map(|value| value.split(',')).collect();
    let mut last = peer;
    while let Some(address) = named.pop().and_then(|name| name.trim().parse::<IpAddr>().ok()) {
        last = address;
        if !trusted(address) {
            break;
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderName;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn the_header_is_believed_only_from_a_trusted_proxy() {
        let proxy = Proxy {
            header: HeaderName::from_static("x-forwarded-for"),
            trusted: vec!["10.0.0.0/8".parse().unwrap()],
        };
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "1.1.1.1, 2.2.2.2, 10.0.0.9".parse().unwrap());
        let of = |peer: &str, proxy| sender(address(peer), &headers, proxy);
        assert_eq!(
            of("10.0.0.1", Some(&proxy)),
            address("2.2.2.2"),
            "what is further left anybody may have written"
        );
        assert_eq!(of("3.3.3.3", Some(&proxy)), address("3.3.3.3"));
        assert_eq!(of("10.0.0.1", None), address("10.0.0.1"));
        headers.insert("x-forwarded-for", "nonsense".parse().unwrap());
        assert_eq!(sender(address("10.0.0.1"), &headers, Some(&proxy)), address("10.0.0.1"));
    }

    #[test]
    fn an_address_waits_and_others_do_not() {
        let two = std::num::NonZeroU32::new(2).unwrap();
        let turnstile = Turnstile::new(Rate { per_second: two, burst: two });
        assert!(turnstile.pass(address("2001:db8::1")).is_ok());
        assert!(turnstile.pass(address("2001:db8::2")).is_ok());
        assert_eq!(
            turnstile.pass(address("2001:db8::3")),
            Err(1),
            "one network of the newer protocol is one address"
        );
        assert!(turnstile.pass(address("2001:db8:0:1::1")).is_ok());
        assert!(turnstile.pass(address("::ffff:1.2.3.4")).is_ok());
        assert!(turnstile.pass(address("1.2.3.4")).is_ok());
        assert!(turnstile.pass(address("1.2.3.4")).is_err());
    }
}
