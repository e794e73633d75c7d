//! What is wrong with a request is told in the reader's language, all of it at once, each with its path.

use crate::common::{Answer, get, json, send};
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

/// The codes and paths of an answer's mistakes.
fn told(answer: &Answer) -> Vec<(String, String)> {
    let errors = answer.json()["errors"].as_array().cloned().unwrap_or_default();
    let word = |error: &Value, key: &str| error[key].as_str().unwrap().to_owned();
    errors.iter().map(|error| (word(error, "code"), word(error, "path"))).collect()
}

fn tells(answer: &Answer, code: &str, path: &str) -> bool {
    told(answer).contains(&(code.to_owned(), path.to_owned()))
}

async fn in_english(path: &str, body: &str) -> Answer {
    let request = Request::post(path).header("content-type", "application/json");
    send(
        request
            .header("accept-language", "en-GB,en;q=0.9,zh;q=0.1")
            .body(Body::from(body.to_owned()))
            .unwrap(),
    )
    .await
}

#[tokio::test]
async fn every_mistake_of_a_record_has_its_path() {
    let body = json!({"policy": "model/residence-points", "record": {"facts": {
        "birth_date": "1982-13-05", "employee_insurance": [{"from": "2019-03"}, {"from": "x"}], "nothing": 1
    }}});
    let answer = json("/api/v1/assess", &body.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["status"], 422);
    assert!(tells(&answer, "record-bad-date", "$.record.facts.birth_date"), "{:?}", told(&answer));
    assert!(
        tells(&answer, "record-bad-month", "$.record.facts.employee_insurance[1].from"),
        "{:?}",
        told(&answer)
    );
    let english = in_english("/api/v1/assess", &body.to_string()).await;
    assert_eq!(told(&english), told(&answer), "codes and paths are of no language");
    let names: Vec<String> =
        english.json()["errors"].as_array().unwrap().iter().map(|one| one["name"].to_string()).collect();
    assert!(names.iter().any(|name| name.ends_with(", entry 2, from\"")), "{names:?}");
    assert!(english.text.is_ascii(), "{}", english.text);
}

#[tokio::test]
async fn mistakes_of_the_request_and_of_the_record_are_told_together() {
    let body = r#"{"polcy": "x", "on": 2026, "months": 999, "lang": ["zh"], "use": 1, "on": "2026-01-01", "record": {"facts": {"birth_date": 1}}}"#;
    let answer = json("/api/v1/plan", body).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    for (code, path) in [
        ("request-unknown-key", "$.polcy"),
        ("request-wrong-type", "$.on"),
        ("request-out-of-range", "$.months"),
        ("request-bad-option", "$.lang"),
        ("request-wrong-type", "$.use"),
        ("request-duplicate-key", "$.on"),
        ("request-missing-key", "$.policy"),
        ("record-wrong-type", "$.record.facts.birth_date"),
    ] {
        assert!(tells(&answer, code, path), "{code} {path}: {:?}", told(&answer));
    }
    let errors = answer.json()["errors"].as_array().cloned().unwrap();
    let hint = errors.iter().find(|error| error["path"] == "$.polcy").unwrap()["hint"].clone();
    assert_eq!(hint, "是不是 policy？");
}

#[tokio::test]
async fn the_language_is_the_readers() {
    let record = r#""record": {"facts": {}}, "policy": "model/residence-points", "other": 1"#;
    let chinese = json("/api/v1/assess", &format!("{{{record}}}")).await;
    assert_eq!(chinese.json()["title"], "请求里有错");
    for (path, english) in [
        ("/api/v1/assess?lang=en", format!("{{{record}}}")),
        ("/api/v1/assess", format!("{{{record}, \"lang\": \"en\"}}")),
    ] {
        let answer = json(path, &english).await;
        assert_eq!(answer.json()["title"], "The request has mistakes");
        assert_eq!(answer.json()["errors"][0]["message"], "there is no such key");
    }
    let header = in_english("/api/v1/assess", &format!("{{{record}}}")).await;
    assert_eq!(header.json()["title"], "The request has mistakes");
    let switched = in_english("/api/v1/assess?lang=zh", &format!("{{{record}}}")).await;
    assert_eq!(switched.json()["title"], "请求里有错");
    assert_eq!(get("/api/v1/nothing?lang=en").await.json()["title"], "Not found");
    assert_eq!(get("/api/v1/policies/a/b").await.json()["detail"], "没有这个方案");
}

#[tokio::test]
async fn what_is_not_well_formed_is_said_as_a_problem() {
    let record = "\"record\": {\"facts\": {}}";
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    for (body, status) in [
        ("", 400),
        ("{", 400),
        ("nothing", 400),
        ("{\"record\": {]}", 400),
        ("{} {}", 400),
        ("[]", 422),
        ("1", 422),
        ("{}", 422),
        (&*format!("{{{record}}}"), 422),
        (&*format!("{{{record}, \"policy\": null}}"), 422),
        (&*format!("{{{record}, \"policy\": \"model/nothing\"}}"), 404),
        (&*format!("{{{record}, \"policy\": \"model/residence-points@x\"}}"), 404),
        (&*format!("{{{record}, \"policy\": \"model/residence-points\", \"on\": \"2026\"}}"), 422),
        (&*format!("{{{record}, \"policy\": \"model/residence-points\", \"lang\": \"fr\"}}"), 422),
        (&*format!("{{{record}, \"policy\": \"model/residence-points\", \"other\": 1}}"), 422),
        (&*deep, 422),
        (&*format!("{{\"record\": {deep}}}"), 422),
        (&*format!("{{{record}, \"x\": {deep}}}"), 422),
        (&*format!("{{{record}, \"on\": {deep}}}"), 422),
    ] {
        let answer = json("/api/v1/assess", body).await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!(answer.status.as_u16(), status, "{shown}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{shown}");
        assert_eq!(answer.json()["status"], status);
        for word in
            ["serde", "struct", "Request", "RawValue", "expected", "invalid type", "unknown field", "EOF"]
        {
            assert!(!answer.text.contains(word), "`{word}` is not a reader's word: {}", answer.text);
        }
        assert!(answer.text.len() < 4000, "{shown}");
    }
    let not_text = Request::post("/api/v1/assess").header("content-type", "application/json");
    assert_eq!(
        send(not_text.body(Body::from(vec![0xff, 0xfe])).unwrap()).await.status,
        StatusCode::BAD_REQUEST
    );
}

#[tokio::test]
async fn where_the_json_breaks_is_counted_in_characters() {
    let answer = json("/api/v1/assess", "{\n \"单子\": 是}").await;
    assert_eq!(answer.json()["detail"], "第 2 行第 8 列不是合法的 JSON");
}

#[tokio::test]
async fn a_policy_that_is_not_there_is_told_with_the_nearest() {
    let answer =
        json("/api/v1/assess", r#"{"record": {"facts": {}}, "policy": "model/residence-point"}"#).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(answer.json()["errors"][0]["hint"], "是不是 model/residence-points？");
}

#[tokio::test]
async fn limits_are_told_as_problems() {
    let long = format!("{{\"record\": \"{}\"}}", "x".repeat(2 * service::MOST_BYTES));
    let answer = json("/api/v1/assess", &long).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(answer.json()["type"], "urn:jifen:too-large");
    let plain = Request::post("/api/v1/assess").header("content-type", "text/plain");
    let answer = send(plain.body(Body::from("{}")).unwrap()).await;
    assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    for (method, path) in [("PUT", "/api/v1/assess"), ("GET", "/api/v1/assess"), ("POST", "/api/v1/policies")]
    {
        let answer = send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        assert_eq!(answer.header("content-type"), "application/problem+json", "{method} {path}");
        assert!(!answer.header("allow").is_empty(), "{method} {path}");
    }
}
