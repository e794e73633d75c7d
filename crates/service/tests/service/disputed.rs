//! What a reader says and an office sees differently: it is said on both forms, travels with the record, counts as not known, and
//! the result says so.

use crate::common::{Answer, SITE, fields, form, json, person, record, today};
use axum::http::StatusCode;
use policy::record::{read_record, record_to_json};
use serde_json::Value;

type Pairs = Vec<(String, String)>;

const CHECK: &str = "/model/residence-points/check";
const FORM: &str = "/model/residence-points/form";
const RESULT: &str = "/model/residence-points/result";

fn pair(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

fn kept(page: &Answer) -> String {
    let found = fields(&page.text).into_iter().find(|(key, _)| key == "record");
    found.unwrap_or_else(|| unkept(&page.text)).1
}

#[expect(clippy::panic, reason = "a test may fail loudly")]
fn unkept(page: &str) -> ! {
    panic!("no record in {page}")
}

/// The family's record, with some facts in dispute.
fn family(disputed: &[&str]) -> String {
    let mut record: Value = serde_json::from_str(&person("family")).unwrap();
    record["disputed"] = disputed.iter().map(|key| Value::from(*key)).collect();
    record_to_json(&read_record(&record.to_string(), SITE.vocabulary()).unwrap(), SITE.vocabulary())
}

/// The page of one question, filled from a record, with something changed, and what comes of it.
async fn answered(record: &str, question: &str, change: impl FnOnce(&mut Pairs)) -> Answer {
    let page = form(CHECK, &[pair("record", record), pair("edit", question)]).await;
    let mut sent = fields(&page.text);
    change(&mut sent);
    form(CHECK, &sent).await
}

async fn total(record: &str) -> Value {
    let body = format!(r#"{{"record": {record}, "policy": "model/residence-points", "on": "{}"}}"#, today());
    json("/api/v1/assess", &body).await.json()["total"].clone()
}

#[tokio::test]
async fn it_is_said_with_one_tick_and_taken_back_with_another() {
    let known = family(&[]);
    let after = answered(&known, "birth_date", |sent| sent.push(pair("d.birth_date", "1"))).await;
    assert!(after.text.contains("有争议，定下来以前不算"), "the review says so");
    assert_eq!(kept(&after), family(&["birth_date"]));
    // In dispute counts as not known at all.
    let mut unknown: Value = serde_json::from_str(&known).unwrap();
    unknown["facts"].as_object_mut().unwrap().remove("birth_date").unwrap();
    let range = total(&kept(&after)).await;
    assert_eq!(range, total(&unknown.to_string()).await);
    assert_ne!(range, total(&known).await);
    let untick = |sent: &mut Pairs| sent.retain(|(key, _)| key != "d.birth_date");
    let settled = answered(&kept(&after), "birth_date", untick).await;
    assert_eq!(kept(&settled), known);
    let skipped = answered(&kept(&after), "birth_date", |sent| sent.push(pair("go", "unknown"))).await;
    assert!(!kept(&skipped).contains("birth_date"), "not known is not in dispute");
}

#[tokio::test]
async fn it_goes_through_both_forms_with_the_same_bytes() {
    let policy = SITE.library().scheme("model/residence-points").unwrap().on(today()).unwrap();
    let known: Value = serde_json::from_str(&family(&[])).unwrap();
    let asked = policy.asked().into_keys().map(|id| policy.vocabulary.fact(id).key.as_str());
    let given: Vec<&str> = asked.filter(|key| known["facts"].get(key).is_some()).collect();
    assert!(given.len() > 5, "{given:?}");
    let before = family(&given);
    for question in &given {
        assert_eq!(kept(&answered(&before, question, |_| {}).await), before, "{question}");
    }
    let whole = record(FORM, &before).await;
    assert_eq!(whole.text.matches("details class=\"dispute\" open").count(), given.len());
    let result = form(RESULT, &fields(&whole.text)).await;
    assert_eq!(kept(&result), before);
}

#[tokio::test]
async fn the_result_says_what_is_in_dispute_and_what_was_said() {
    let result = record(RESULT, &family(&["birth_date"])).await;
    let from = result.text.find("id=\"disputed\"").unwrap();
    let card = &result.text[from..from + result.text[from..].find("</section>").unwrap()];
    assert!(card.contains("出生日期") && card.contains("你说的："), "{card}");
    let english = record(&format!("{RESULT}?lang=en"), &family(&["birth_date"])).await;
    assert!(english.text.contains("These are not settled"));
    assert!(!record(RESULT, &family(&[])).await.text.contains("id=\"disputed\""));
}

#[tokio::test]
async fn what_is_in_dispute_has_to_be_said_first() {
    let sent = [pair("form", "1"), pair("record", r#"{"facts":{}}"#), pair("d.birth_date", "1")];
    for (path, said) in [
        (RESULT.to_owned(), "还没有填你自己的说法"),
        (format!("{RESULT}?lang=en"), "but not what you say of it"),
    ] {
        let wrong = form(&path, &sent).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("href=\"#q-birth_date\""));
        assert_eq!(wrong.text.matches(said).count(), 2, "above, and beside the question");
    }
    let one = answered(r#"{"facts":{}}"#, "birth_date", |sent| sent.push(pair("d.birth_date", "1"))).await;
    assert_eq!(one.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(one.text.contains("还没有填你自己的说法"));
}
