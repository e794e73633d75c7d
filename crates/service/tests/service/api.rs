//! The API: the same answers as the evaluator's, errors with paths, tags, batches.

use crate::common::{PEOPLE, SITE, get, get_if_none_match, json, person};
use axum::http::StatusCode;
use policy::record::read_record;
use serde_json::{Value, json};

fn request(name: &str, policy: &str) -> String {
    format!("{{\"record\": {}, \"policy\": \"{policy}\", \"on\": \"2026-11-24\"}}", person(name))
}

#[tokio::test]
async fn resources_answer_with_a_tag() {
    for path in [
        "/policies",
        "/policies/model/residence-points",
        "/policies/model/residence-points/versions",
        "/policies/model/residence-points/items",
        "/policies/model/residence-points/items?on=2021-05-01",
        "/policies/shanghai/residence-points/difference?before=2018-01-01&after=2023-01-01",
        "/schema",
        "/claims?q=1",
    ] {
        let path = format!("/api/v1{path}");
        let answer = get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(answer.json().is_object(), "{path}");
        let again = get_if_none_match(&path, answer.header("etag")).await;
        assert_eq!(again.status, StatusCode::NOT_MODIFIED, "{path}");
    }
}

#[tokio::test]
async fn a_score_is_the_evaluators() {
    for name in PEOPLE {
        let record = read_record(&person(name), SITE.vocabulary()).unwrap();
        for scheme in SITE.library().schemes.iter() {
            let Some(policy) = scheme.on(crate::common::today()) else { continue };
            let answer = json("/api/v1/explain", &request(name, scheme.id.as_str())).await;
            assert_eq!(answer.status, StatusCode::OK, "{name} {}", scheme.id);
            let mut assessment = score::assess(policy, &record, crate::common::today());
            let explanation = score::explain::explain(&mut assessment, score::explain::Language::Chinese);
            let expected = serde_json::to_string(&service::wire::score(&assessment, &explanation)).unwrap();
            assert_eq!(answer.text, expected, "{name} {}", scheme.id);
        }
    }
}

#[tokio::test]
async fn what_is_assessed_is_what_is_explained() {
    for name in PEOPLE {
        for scheme in ["shanghai/residence-points", "beijing/hukou-points"] {
            let body = request(name, scheme);
            let full = json("/api/v1/explain", &body).await.json();
            let short = json("/api/v1/assess", &body).await;
            assert_eq!(short.status, StatusCode::OK, "{}", short.text);
            let short = short.json();
            for key in ["total", "standard", "meets_standard", "applied_on", "counted_to", "in_force"] {
                assert_eq!(short[key], full[key], "{name} {scheme} {key}");
            }
            for (list, value) in [
                ("items", "points"),
                ("items", "outcome"),
                ("items", "reason"),
                ("items", "citation"),
                ("items", "grade"),
                ("items", "value"),
                ("items", "lost_to"),
                ("vetoes", "holds"),
                ("vetoes", "until"),
                ("uses", "status"),
                ("uses", "score"),
                ("uses", "citation"),
            ] {
                let of = |answer: &Value| -> Vec<(Value, Value)> {
                    let all = answer[list].as_array().unwrap().iter();
                    let mut all: Vec<_> = all.map(|one| (one["id"].clone(), one[value].clone())).collect();
                    all.sort_by_key(|(id, _)| id.to_string());
                    all
                };
                let (short, full) = (of(&short), of(&full));
                assert!(
                    (!short.is_empty() || list == "vetoes") && short.iter().all(|one| full.contains(one)),
                    "{name} {scheme} {list} {value}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_batch_answers_line_by_line() {
    let lines: Vec<String> =
        PEOPLE.iter().map(|name| request(name, "model/residence-points").replace('\n', " ")).collect();
    let batch = format!("{}\n\n{{\"record\": 1}}\n{}", lines.join("\n"), lines[0]);
    for (together, alone) in
        [("/api/v1/batch/assess", "/api/v1/assess"), ("/api/v1/batch/explain", "/api/v1/explain")]
    {
        let answer = json(together, &batch).await;
        let answers: Vec<Value> =
            answer.text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), PEOPLE.len() + 2);
        assert_eq!(answers[PEOPLE.len()]["status"], 422);
        assert_eq!(answers[0], answers[PEOPLE.len() + 1]);
        assert_eq!(answers[0], json(alone, &lines[0]).await.json());
    }
}

#[tokio::test]
async fn comparisons_forecasts_and_plans_answer() {
    let body = request("family", "model/residence-points");
    let in_force = SITE.library().schemes.iter().filter(|scheme| {
        service::side::of_a_city(SITE.library(), scheme) && scheme.on(crate::common::today()).is_some()
    });
    let in_force = in_force.count();
    let compared = json("/api/v1/compare", &body).await;
    assert_eq!(compared.status, StatusCode::OK);
    assert_eq!(compared.json()["schemes"].as_array().unwrap().len(), in_force);
    let forecast = json("/api/v1/forecast", &body).await.json();
    assert_eq!(forecast["format"], "jifen.forecast/1");
    let policy = SITE.library().scheme("model/residence-points").unwrap().on(crate::common::today()).unwrap();
    let of = serde_json::to_string(&policy.uses[0].name).unwrap();
    let planned =
        json("/api/v1/plan", &body.replacen('{', &format!("{{\"use\": {of}, \"months\": 12, "), 1)).await;
    assert_eq!(planned.status, StatusCode::OK, "{}", planned.text);
    let unknown = json("/api/v1/plan", &body.replacen('{', "{\"use\": \"x\", ", 1)).await;
    assert_eq!(unknown.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_description_of_the_api_is_the_one_in_the_documentation() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/reference/openapi.json");
    let is = serde_json::to_string_pretty(&service::description()).unwrap() + "\n";
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(path, &is).unwrap();
    }
    let known = std::fs::read_to_string(path).unwrap_or_default();
    assert!(known == is, "REWRITE=1 cargo test -p service writes docs/reference/openapi.json anew");
    let served = get("/api/v1/openapi.json").await.json();
    assert_eq!(served, serde_json::from_str::<Value>(&is).unwrap());
    for (path, methods) in served["paths"].as_object().unwrap() {
        let path = path.replace("{city}", "model").replace("{scheme}", "residence-points");
        if methods.get("get").is_some() {
            assert_eq!(get(&path).await.status, StatusCode::OK, "{path}");
        } else {
            assert!(!json(&path, "{}").await.status.is_server_error(), "{path}");
        }
    }
}

#[tokio::test]
async fn answers_are_what_the_description_says() {
    let description = serde_json::to_value(service::description()).unwrap();
    let validator = |path: &str, method: &str| {
        let answer = &description["paths"][path][method]["responses"]["200"]["content"];
        let content = answer.as_object().unwrap().values().next().unwrap();
        let schema = json!({"allOf": [content["schema"]], "components": description["components"]});
        jsonschema::options().with_draft(jsonschema::Draft::Draft202012).build(&schema).unwrap()
    };
    let check = |path: &str, method: &str, answer: &Value| {
        let validator = validator(path, method);
        let wrong: Vec<String> = validator
            .iter_errors(answer)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(wrong.is_empty(), "{method} {path}: {:?}", wrong.first());
    };
    assert!(!validator("/api/v1/assess", "post").is_valid(&json!({})), "the description says something");
    for (path, query) in [
        ("/api/v1/policies", ""),
        ("/api/v1/policies/{city}/{scheme}", ""),
        ("/api/v1/policies/{city}/{scheme}/items", ""),
        ("/api/v1/policies/{city}/{scheme}/difference", "?before=2018-01-01"),
        ("/api/v1/claims", ""),
    ] {
        let at = path.replace("{city}", "shanghai").replace("{scheme}", "residence-points");
        check(path, "get", &get(&format!("{at}{query}")).await.json());
    }
    for name in PEOPLE {
        for policy in ["shanghai/residence-points", "beijing/hukou-points"] {
            let scheme = SITE.library().scheme(policy).unwrap();
            let of = serde_json::to_string(&scheme.on(crate::common::today()).unwrap().uses[0].name).unwrap();
            let body = request(name, policy).replacen('{', &format!("{{\"use\": {of}, \"months\": 12, "), 1);
            for path in
                ["/api/v1/assess", "/api/v1/explain", "/api/v1/compare", "/api/v1/forecast", "/api/v1/plan"]
            {
                let answer = json(path, &body).await;
                assert_eq!(answer.status, StatusCode::OK, "{path} {name} {policy}");
                check(path, "post", &answer.json());
            }
        }
    }
}
