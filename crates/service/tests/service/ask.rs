//! One question a page, answered as a browser would, to the end: the same outcome as the whole form and as `jifen score --json`,
//! and the same bytes of a record out as in.
#![expect(clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

use crate::common::{Answer, PEOPLE, SITE, fields, file, form, get, json, person, record, today};
use axum::http::StatusCode;
use policy::record::{read_record, record_to_json};
use serde_json::{Value, json};

type Pairs = Vec<(String, String)>;

fn value<'p>(pairs: &'p [(String, String)], key: &str) -> &'p str {
    pairs.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
}

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn canonical(text: &str) -> String {
    record_to_json(&read_record(text, SITE.vocabulary()).unwrap(), SITE.vocabulary())
}

/// The fields by which a person's answer to a question is typed, as the page that changes it draws them.
async fn typed(path: &str, person: &str, question: &str) -> Pairs {
    let page = form(path, &[pair("record", person), pair("edit", question)]).await;
    assert_eq!(page.status, StatusCode::OK, "{path} {question}");
    let own = |key: &str| !matches!(key, "record" | "on" | "want" | "seen" | "then" | "q" | "go");
    fields(&page.text).into_iter().filter(|(key, _)| own(key)).collect()
}

/// Answers what is asked until nothing is, and gives the record and the number of questions.
async fn walk(scheme: &str, person: &str, wanted: &[&str]) -> (String, usize) {
    let path = format!("/{scheme}/check");
    let known: Value = serde_json::from_str(person).unwrap();
    let mut sent: Pairs = wanted.iter().map(|one| pair("want", one)).collect();
    sent.push(pair("go", "next"));
    for count in 0..200 {
        let page = form(&path, &sent).await;
        assert_eq!(page.status, StatusCode::OK, "{scheme}");
        assert_eq!(page.text.matches("<h1").count(), 1, "{scheme}");
        let drawn = fields(&page.text);
        let question = value(&drawn, "q").to_owned();
        if question.is_empty() {
            assert!(page.text.contains("检查你的回答"), "{scheme}");
            return (value(&drawn, "record").to_owned(), count);
        }
        let held = ["record", "on", "want", "seen", "q"];
        sent = drawn.into_iter().filter(|(key, _)| held.contains(&key.as_str())).collect();
        // What is in dispute counts as not known, and that is what who is asked says.
        let disputed = known["disputed"].as_array().is_some_and(|all| all.iter().any(|one| *one == question));
        if known["facts"].get(&question).is_some() && !disputed {
            sent.extend(typed(&path, person, &question).await);
            sent.push(pair("go", "next"));
        } else {
            sent.push(pair("go", "unknown"));
        }
    }
    panic!("{scheme}: asks without end");
}

async fn score(scheme: &str, record: &str) -> Value {
    let body = format!("{{\"record\": {record}, \"policy\": \"{scheme}\", \"on\": \"{}\"}}", today());
    let answer = json("/api/v1/explain", &body).await;
    assert_eq!(answer.status, StatusCode::OK, "{scheme}");
    answer.json()
}

/// What a person wants to know, out of `jifen score --json`.
fn outcome(score: &Value) -> Value {
    let uses = score["uses"].as_array().unwrap();
    let uses: Vec<Value> = uses.iter().map(|of| json!([of["name"], of["status"]])).collect();
    json!([score["total"], score["meets_standard"], uses])
}

/// The first thing on a result page: the number, the line, the sentence.
fn verdict(page: &Answer) -> &str {
    let from = page.text.find("<section class=\"verdict\"").unwrap();
    let length = page.text[from..].find("</section>").unwrap();
    &page.text[from..from + length]
}

fn in_force() -> impl Iterator<Item = &'static str> {
    let schemes = SITE.library().schemes.iter();
    schemes.filter(|scheme| scheme.on(today()).is_some()).map(|scheme| scheme.id.as_str())
}

#[tokio::test]
async fn who_is_asked_one_by_one_learns_what_the_whole_form_says() {
    for (at, scheme) in in_force().enumerate() {
        let name = PEOPLE[at % PEOPLE.len()];
        let whole = canonical(&person(name));
        let (asked, count) = walk(scheme, &whole, &[]).await;
        let policy = SITE.library().scheme(scheme).unwrap().on(today()).unwrap();
        assert!(count <= policy.asked().len(), "{name} {scheme}: {count}");
        assert_eq!(
            outcome(&score(scheme, &asked).await),
            outcome(&score(scheme, &whole).await),
            "{name} {scheme}"
        );
        let path = format!("/{scheme}/result");
        let (one, all) = (record(&path, &asked).await, record(&path, &whole).await);
        let total = &score(scheme, &whole).await["total"];
        if !policy.nodes.is_empty() && !total["low"].is_null() && total["low"] == total["high"] {
            assert_eq!(verdict(&one), verdict(&all), "{name} {scheme}");
        }
        // The same answers in the whole form: the same page, to the byte.
        let drawn = record(&format!("/{scheme}/form"), &asked).await;
        assert_eq!(form(&path, &fields(&drawn.text)).await.text, one.text, "{name} {scheme}");
    }
}

#[tokio::test]
async fn who_wants_less_is_asked_less() {
    let scheme = "model/residence-points";
    let policy = SITE.library().scheme(scheme).unwrap().on(today()).unwrap();
    let of = &policy.uses[0];
    for name in PEOPLE {
        let whole = canonical(&person(name));
        let (asked, few) = walk(scheme, &whole, &[&of.name]).await;
        let (_, all) = walk(scheme, &whole, &[]).await;
        assert!(few <= all, "{name}: {few} of {all}");
        let status = |score: &Value| {
            let uses = score["uses"].as_array().unwrap().iter();
            uses.filter(|one| one["name"] == of.name.as_str())
                .map(|one| one["status"].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(status(&score(scheme, &asked).await), status(&score(scheme, &whole).await), "{name}");
    }
}

#[tokio::test]
async fn an_answer_goes_through_its_page_unchanged() {
    for name in PEOPLE {
        let whole = canonical(&person(name));
        let known: Value = serde_json::from_str(&whole).unwrap();
        for scheme in ["model/residence-points", "shanghai/residence-points", "suzhou/points"] {
            let path = format!("/{scheme}/check");
            let policy = SITE.library().scheme(scheme).unwrap().on(today()).unwrap();
            for id in policy.asked().keys() {
                let key = &policy.vocabulary.fact(*id).key;
                if known["facts"].get(key).is_none() {
                    continue;
                }
                let page = form(&path, &[pair("record", &whole), pair("edit", key)]).await;
                let mut sent = fields(&page.text);
                sent.push(pair("go", "next"));
                let review = form(&path, &sent).await;
                assert_eq!(value(&fields(&review.text), "record"), whole, "{name} {scheme} {key}");
            }
        }
    }
}

#[tokio::test]
async fn a_file_is_opened_and_saved_with_the_same_bytes() {
    for name in PEOPLE {
        let saved = canonical(&person(name));
        let page = file("/model/residence-points/open", "upload", &saved).await;
        assert_eq!(page.status, StatusCode::OK, "{name}");
        assert!(page.text.contains("检查你的回答"));
        let kept = value(&fields(&page.text), "record").to_owned();
        assert_eq!(record("/record", &kept).await.text, saved, "{name}");
    }
    let wrong =
        file("/model/residence-points/open", "upload", "{\"facts\": {\"birth_date\": \"去年\"}}").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("去年"));
    assert_eq!(file("/nowhere/at-all/open", "upload", "{}").await.status, StatusCode::NOT_FOUND);
    let no_file = form("/model/residence-points/open", &[pair("file", "{}")]).await;
    assert_eq!(no_file.status, StatusCode::BAD_REQUEST);
}

const INSURANCE: &str = "employee_insurance";
const CHECK: &str = "/model/residence-points/check";

/// The spans that come out when months are ticked on the grid of a record.
async fn ticked(record: &str, change: impl Fn(&mut Pairs)) -> Value {
    let page = form(CHECK, &[pair("record", record), pair("edit", INSURANCE)]).await;
    let mut sent = fields(&page.text);
    change(&mut sent);
    let after = form(CHECK, &sent).await;
    assert_eq!(after.status, StatusCode::OK, "{}", after.text);
    let record: Value = serde_json::from_str(value(&fields(&after.text), "record")).unwrap();
    record["facts"][INSURANCE].clone()
}

#[tokio::test]
async fn months_are_ticked_by_the_month_by_the_year_and_by_their_ends() {
    let empty = r#"{"facts":{}}"#;
    let month = |month: &str| pair("m.employee_insurance.0", month);
    let spans =
        ticked(empty, |sent| sent.extend([month("2021-01"), month("2021-02"), month("2021-05")])).await;
    assert_eq!(spans, json!([{"from": "2021-01", "to": "2021-02"}, {"from": "2021-05", "to": "2021-05"}]));
    let spans =
        ticked(empty, |sent| sent.extend([pair("y.employee_insurance.0", "2020"), month("2021-01")])).await;
    assert_eq!(spans, json!([{"from": "2020-01", "to": "2021-01"}]));
    let ends = |sent: &mut Pairs, to: &str| {
        for (key, value) in sent.iter_mut() {
            match key.as_str() {
                "e.employee_insurance.0.from" => *value = "2019年3月".to_owned(),
                "e.employee_insurance.0.to" => *value = to.to_owned(),
                _ => {}
            }
        }
    };
    assert_eq!(
        ticked(empty, |sent| ends(sent, "202012")).await,
        json!([{"from": "2019-03", "to": "2020-12"}])
    );
    assert_eq!(ticked(empty, |sent| ends(sent, "")).await, json!([{"from": "2019-03"}]));
    // Spans of the same kind are on one grid, and stay two until something on it is changed.
    let two = r#"{"facts":{"employee_insurance":[{"from":"2019-01","to":"2019-06"},{"from":"2019-07"}]}}"#;
    assert_eq!(ticked(two, |_| {}).await, json!([{"from": "2019-01", "to": "2019-06"}, {"from": "2019-07"}]));
    let without = |sent: &mut Pairs| sent.retain(|(_, value)| value != "2020-02");
    assert_eq!(
        ticked(two, without).await,
        json!([{"from": "2019-01", "to": "2020-01"}, {"from": "2020-03"}])
    );
    let ended =
        |sent: &mut Pairs| sent.retain(|(key, value)| !key.starts_with("m.") || value.as_str() < "2026-01");
    assert_eq!(ticked(two, ended).await, json!([{"from": "2019-01", "to": "2025-12"}]));
}

#[tokio::test]
async fn what_is_no_month_is_said_beside_its_question() {
    let page = form(CHECK, &[pair("record", r#"{"facts":{}}"#), pair("edit", INSURANCE)]).await;
    let mut sent = fields(&page.text);
    for (key, value) in &mut sent {
        if key == "e.employee_insurance.0.from" {
            *value = "去年".to_owned();
        }
    }
    let wrong = form(CHECK, &sent).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text.contains("value=\"去年\""), "what was typed is kept");
    assert!(wrong.text.contains("href=\"#q-employee_insurance\""));
    // And can be corrected there.
    let mut sent = fields(&wrong.text);
    for (key, value) in &mut sent {
        if key == "e.employee_insurance.0.from" {
            *value = "2025-03".to_owned();
        }
    }
    let after = form(CHECK, &sent).await;
    assert!(value(&fields(&after.text), "record").contains(r#"[{"from":"2025-03"}]"#), "{}", after.text);
}

#[tokio::test]
async fn back_leads_to_the_question_before_and_keeps_what_was_typed() {
    let first = form(CHECK, &[pair("go", "next")]).await;
    let mut sent = fields(&first.text);
    sent.push(pair("go", "unknown"));
    let second = form(CHECK, &sent).await;
    let (one, two) = (fields(&first.text), fields(&second.text));
    assert_ne!(value(&one, "q"), value(&two, "q"));
    assert_eq!(value(&two, "seen"), value(&one, "q"));
    let mut sent = two.clone();
    sent.push(pair("go", "back"));
    let back = form(CHECK, &sent).await;
    assert_eq!(value(&fields(&back.text), "q"), value(&one, "q"));
    let mut sent = one;
    sent.push(pair("go", "back"));
    let begin = form(CHECK, &sent).await;
    assert!(
        begin.text.contains("name=\"want\" value=\"total\" checked"),
        "before the first question lies the beginning"
    );
}

#[tokio::test]
async fn the_script_is_ours_and_only_where_there_is_a_grid() {
    let grid = form(CHECK, &[pair("edit", INSURANCE)]).await;
    assert_eq!(grid.text.matches("<script").count(), 1);
    let address = grid.text.split("<script src=\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(get(address).await.header("content-type"), "text/javascript; charset=utf-8");
    assert!(grid.header("content-security-policy").contains("script-src 'self';"));
    assert!(!form(CHECK, &[pair("edit", "birth_date")]).await.text.contains("<script"));
}
