//! What whoever runs the service sees and sets: readiness, figures, other origins, how many requests an address may send.

use crate::common::{SITE, get, person, record, send_to};
use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use service::{Options, Proxy, Rate};
use std::num::NonZeroU32;
use std::time::Duration;

fn router(options: &Options) -> Router {
    service::router(SITE.clone(), options)
}

fn ask(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).unwrap()
}

#[tokio::test]
async fn it_says_that_it_lives_and_is_ready() {
    assert_eq!(get("/healthz").await.text, "ok\n");
    assert_eq!(get("/readyz").await.status, StatusCode::OK);
}

#[tokio::test]
async fn figures_are_of_patterns_and_hold_nothing_of_a_person() {
    let router = router(&Options::default());
    let text = person("family");
    let body = format!("{{\"record\": {text}, \"policy\": \"model/residence-points\"}}");
    let assess = Request::post("/api/v1/assess").header("content-type", "application/json");
    send_to(router.clone(), assess.body(Body::from(body)).unwrap()).await;
    for path in
        ["/model/residence-points?q=secret", "/secret/secret/secret/secret", "/secret", "/api/v1/secret"]
    {
        send_to(router.clone(), ask(path)).await;
    }
    let made_up = Request::builder().method("SECRET").uri("/").body(Body::empty()).unwrap();
    send_to(router.clone(), made_up).await;
    let figures = send_to(router.clone(), ask("/metrics")).await;
    assert_eq!(figures.status, StatusCode::OK);
    for line in [
        r#"jifen_requests_total{method="POST",route="/api/v1/assess",status="200"} 1"#,
        r#"jifen_requests_total{method="GET",route="/{city}/{scheme}",status="200"} 1"#,
        r#"jifen_requests_total{method="GET",route="/{city}",status="404"} 1"#,
        r#"jifen_requests_total{method="GET",route="-",status="404"} 1"#,
        r#"jifen_requests_total{method="other",route="/",status="405"} 1"#,
        r#"jifen_request_duration_seconds_count{route="/api/v1/assess"} 1"#,
        "jifen_requests_in_flight 1",
        "# EOF",
    ] {
        assert!(figures.text.contains(line), "{line}\n{}", figures.text);
    }
    assert!(!figures.text.to_lowercase().contains("secret"), "{}", figures.text);
    assert!(!figures.text.contains("1982"), "{}", figures.text);
    let without = self::router(&Options { metrics: false, ..Options::default() });
    assert_eq!(send_to(without, ask("/metrics")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn scripts_of_other_origins_may_use_the_api_only_if_they_are_named() {
    let from =
        |path: &str, origin: &str| Request::get(path).header("origin", origin).body(Body::empty()).unwrap();
    let closed = router(&Options::default());
    let answer = send_to(closed, from("/api/v1/policies", "https://a.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let open = router(&Options { origins: vec!["https://a.example".parse().unwrap()], ..Options::default() });
    let answer = send_to(open.clone(), from("/api/v1/policies", "https://a.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "https://a.example");
    let answer = send_to(open.clone(), from("/api/v1/policies", "https://b.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let answer = send_to(open.clone(), from("/model", "https://a.example")).await;
    assert_eq!(answer.header("access-control-allow-origin"), "", "pages are for people");
    let before = Request::options("/api/v1/assess").header("origin", "https://a.example");
    let before = before.header("access-control-request-method", "POST").body(Body::empty()).unwrap();
    let answer = send_to(open, before).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.header("access-control-allow-headers").contains("content-type"));
}

#[tokio::test]
async fn an_address_that_asks_too_much_waits_and_others_do_not() {
    let one = NonZeroU32::new(1).unwrap();
    let proxy =
        Proxy { header: "x-forwarded-for".parse().unwrap(), trusted: vec!["0.0.0.0/32".parse().unwrap()] };
    let rate = Some(Rate { per_second: one, burst: NonZeroU32::new(2).unwrap() });
    let router = router(&Options { rate, proxy: Some(proxy), ..Options::default() });
    let from = |path: &str, address: &str| {
        Request::get(path).header("x-forwarded-for", address).body(Body::empty()).unwrap()
    };
    for _ in 0..2 {
        let answer = send_to(router.clone(), from("/api/v1/policies", "192.0.2.1")).await;
        assert_eq!(answer.status, StatusCode::OK);
    }
    let answer = send_to(router.clone(), from("/api/v1/policies", "192.0.2.1")).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(answer.header("retry-after"), "1");
    assert_eq!(answer.json()["type"], "urn:jifen:too-many");
    let page = send_to(router.clone(), from("/?lang=en", "192.0.2.1")).await;
    assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(page.text.contains("<h1>Too many requests"), "{}", page.text);
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert_eq!(send_to(router.clone(), from("/healthz", "192.0.2.1")).await.status, StatusCode::OK);
    assert_eq!(send_to(router.clone(), from("/", "192.0.2.2")).await.status, StatusCode::OK);
    let figures = send_to(router, ask("/metrics")).await;
    assert!(figures.text.contains(r#"jifen_refused_total{reason="rate"} 2"#), "{}", figures.text);
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_given_up() {
    let slow = router(&Options { patience: Duration::ZERO, ..Options::default() });
    // The search runs on a thread of its own, so that the clock can run out meanwhile: one that finds nothing for a long time.
    let today = crate::common::today();
    let policy = SITE.library().scheme("shanghai/residence-points").unwrap().on(today).unwrap();
    let far = |name: &&str| {
        let record = policy::record::read_record(&person(name), SITE.vocabulary()).unwrap();
        let uses = score::assess(policy, &record, today).uses;
        let missed = uses.into_iter().find(|of| of.status == score::Status::NotMet);
        missed.map(|of| (person(name), policy.uses[of.at].name.as_str()))
    };
    let (record, name) =
        crate::common::PEOPLE.iter().find_map(far).expect("a use that somebody does not meet");
    let body = format!(
        "{{\"record\": {record}, \"policy\": \"shanghai/residence-points\", \"use\": {name:?}, \"months\": 240}}"
    );
    let plan = Request::post("/api/v1/plan").header("content-type", "application/json");
    let answer = send_to(slow, plan.body(Body::from(body)).unwrap()).await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json()["type"], "urn:jifen:too-slow");
}

#[tokio::test]
async fn requests_have_names_of_ours() {
    let first = get("/healthz").await;
    let request = Request::get("/healthz").header("x-request-id", "13800000000").body(Body::empty()).unwrap();
    let second = send_to(crate::common::router(), request).await;
    assert!(!first.header("x-request-id").is_empty());
    assert_ne!(first.header("x-request-id"), second.header("x-request-id"));
    assert_ne!(
        second.header("x-request-id"),
        "13800000000",
        "what is sent is not logged, so it cannot be the name"
    );
}

#[tokio::test]
async fn long_answers_are_compressed_and_short_ones_are_not() {
    let router = crate::common::router();
    let zipped =
        |path: &str| Request::get(path).header("accept-encoding", "gzip").body(Body::empty()).unwrap();
    assert_eq!(send_to(router.clone(), zipped("/claims")).await.header("content-encoding"), "gzip");
    assert_eq!(send_to(router, zipped("/healthz")).await.header("content-encoding"), "");
    assert_eq!(record("/compare", &person("family")).await.header("content-encoding"), "");
}
