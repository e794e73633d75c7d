//! Spans of days on the grid of months: exact days survive, whole months are ticked, and both at once mean what they say.

use crate::common::{SITE, fields, form, today};
use axum::http::StatusCode;
use policy::record::{read_record, record_to_json};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::LazyLock;
use tokio::runtime::Runtime;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().unwrap());

type Pairs = Vec<(String, String)>;

/// A question about spans of days that some version asks, and the page that asks it.
static ASKED: LazyLock<(String, &str)> = LazyLock::new(|| {
    let homes = "homes_rented";
    let asks = |scheme: &&policy::scheme::Scheme| {
        let id = SITE.vocabulary().find(homes).unwrap();
        scheme.on(today()).is_some_and(|policy| policy.asked().contains_key(&id))
    };
    let scheme = SITE.library().schemes.iter().find(asks).unwrap();
    (format!("/{}/check", scheme.id), homes)
});

fn value<'p>(pairs: &'p [(String, String)], key: &str) -> &'p str {
    pairs.iter().find(|(known, _)| known == key).map_or("", |(_, value)| value)
}

fn record(spans: &Value) -> String {
    let text = json!({"facts": {ASKED.1: spans}}).to_string();
    record_to_json(&read_record(&text, SITE.vocabulary()).unwrap(), SITE.vocabulary())
}

/// The page on which the spans of a record are changed.
fn page(record: &str) -> String {
    let sent = [("record".to_owned(), record.to_owned()), ("edit".to_owned(), ASKED.1.to_owned())];
    let page = RUNTIME.block_on(form(&ASKED.0, &sent));
    assert_eq!(page.status, StatusCode::OK);
    page.text
}

/// What becomes of spans when something is changed on their page.
fn changed(spans: &Value, change: impl Fn(&mut Pairs)) -> Value {
    let mut sent = fields(&page(&record(spans)));
    change(&mut sent);
    let after = RUNTIME.block_on(form(&ASKED.0, &sent));
    assert_eq!(after.status, StatusCode::OK, "{}", after.text);
    let record: Value = serde_json::from_str(value(&fields(&after.text), "record")).unwrap();
    record["facts"][ASKED.1].clone()
}

/// Ticks a month of a stretch.
fn tick(at: usize, month: &'static str) -> impl Fn(&mut Pairs) {
    move |sent| sent.push((format!("m.{}.{at}", ASKED.1), month.to_owned()))
}

/// Takes the tick of a month away.
fn untick(month: &'static str) -> impl Fn(&mut Pairs) {
    move |sent| sent.retain(|(key, value)| !(key.starts_with("m.") && value == month))
}

/// Types both ends of a stretch.
fn ends(at: usize, from: &'static str, to: &'static str) -> impl Fn(&mut Pairs) {
    move |sent| {
        for (end, text) in [("from", from), ("to", to)] {
            let name = format!("e.{}.{at}.{end}", ASKED.1);
            sent.iter_mut().find(|(key, _)| *key == name).unwrap().1 = text.to_owned();
        }
    }
}

fn running(sent: &mut Pairs, at: usize, on: bool) {
    let name = format!("u.{}.{at}", ASKED.1);
    sent.retain(|(key, _)| *key != name);
    if on {
        sent.push((name, "1".to_owned()));
    }
}

const MIDST: &str = r#"[{"from": "2019-03-15", "to": "2020-06-10"}]"#;

fn midst() -> Value {
    serde_json::from_str(MIDST).unwrap()
}

#[test]
fn days_in_the_midst_of_a_month_stay_unless_the_stretch_begins_or_ends_in_another() {
    assert_eq!(changed(&midst(), |_| {}), midst());
    let longer = changed(&midst(), tick(0, "2020-07"));
    assert_eq!(longer, json!([{"from": "2019-03-15", "to": "2020-07-31"}]));
    let earlier = changed(&midst(), tick(0, "2019-02"));
    assert_eq!(earlier, json!([{"from": "2019-02-01", "to": "2020-06-10"}]));
    let shorter = changed(&midst(), untick("2020-06"));
    assert_eq!(shorter, json!([{"from": "2019-03-15", "to": "2020-05-31"}]));
    let broken = changed(&midst(), untick("2019-12"));
    assert_eq!(
        broken,
        json!([{"from": "2019-03-15", "to": "2019-11-30"}, {"from": "2020-01-01", "to": "2020-06-10"}])
    );
}

#[test]
fn days_that_are_typed_are_taken_as_they_stand() {
    let moved = changed(&midst(), ends(0, "20190320", "2020年4月2日"));
    assert_eq!(moved, json!([{"from": "2019-03-20", "to": "2020-04-02"}]));
    let both = changed(&midst(), |sent| {
        ends(0, "2019-03-20", "2020-06-10")(sent);
        tick(0, "2020-07")(sent);
    });
    assert_eq!(both, json!([{"from": "2019-03-20", "to": "2020-07-31"}]));
    let months = changed(&json!([]), |sent| {
        ends(0, "201903", "202006")(sent);
        sent.push((format!("h.{}", ASKED.1), "some".to_owned()));
        sent.retain(|(key, value)| !(key.starts_with("h.") && value == "-"));
    });
    assert_eq!(months, json!([{"from": "2019-03-01", "to": "2020-06-30"}]));
    let open = changed(&midst(), ends(0, "2019-03-15", ""));
    assert_eq!(open, json!([{"from": "2019-03-15"}]));
    let gone = changed(&midst(), ends(0, "", ""));
    assert_eq!(gone, Value::Null);
}

#[test]
fn what_goes_on_is_ended_and_what_has_ended_goes_on() {
    let open = json!([{"from": "2025-09-20"}]);
    assert_eq!(changed(&open, |_| {}), open);
    // Ended on a day; the box may stay ticked by oversight.
    let ended = changed(&open, ends(0, "2025-09-20", "2026-08-09"));
    assert_eq!(ended, json!([{"from": "2025-09-20", "to": "2026-08-09"}]));
    let unticked = changed(&open, untick("2026-11"));
    assert_eq!(unticked, json!([{"from": "2025-09-20", "to": "2026-10-31"}]));
    let goes_on = changed(&midst(), |sent| running(sent, 0, true));
    assert_eq!(goes_on, json!([{"from": "2019-03-15"}]));
    let months_only = changed(&open, |sent| {
        ends(0, "", "")(sent);
        running(sent, 0, true);
    });
    assert_eq!(months_only, json!([{"from": "2025-09-01"}]));
}

#[test]
fn each_home_has_a_grid_of_its_own_though_both_are_alike() {
    let two = json!([{"from": "2019-03-15", "to": "2020-03-14"}, {"from": "2020-03-15", "to": "2021-03-14"}]);
    assert_eq!(changed(&two, |_| {}), two);
    let longer = changed(&two, tick(1, "2021-04"));
    assert_eq!(
        longer,
        json!([{"from": "2019-03-15", "to": "2020-03-14"}, {"from": "2020-03-15", "to": "2021-04-30"}])
    );
}

#[test]
fn what_is_no_day_or_the_wrong_way_round_is_said_beside_the_question() {
    for (from, to, said) in
        [("去年", "", "去年"), ("2020-05-01", "2019-01-01", "早于"), ("", "2019-01-01", "缺少")]
    {
        let mut sent = fields(&page(&record(&midst())));
        ends(0, from, to)(&mut sent);
        let wrong = RUNTIME.block_on(form(&ASKED.0, &sent));
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY, "{from} {to}");
        assert!(wrong.text.contains(said), "{from} {to}");
        assert!(wrong.text.contains(&format!("href=\"#q-{}\"", ASKED.1)));
        let mut sent = fields(&wrong.text);
        ends(0, "2019-03-15", "2020-06-10")(&mut sent);
        let after = RUNTIME.block_on(form(&ASKED.0, &sent));
        let kept: Value = serde_json::from_str(value(&fields(&after.text), "record")).unwrap();
        assert_eq!(kept["facts"][ASKED.1], midst(), "{from} {to}");
    }
}

fn span() -> impl Strategy<Value = Value> {
    let day = |number: i32| terms::civil::day_of_number(number).to_string();
    let first = terms::civil::day_number(terms::Date::new(1986, 1, 1).unwrap());
    let last = terms::civil::day_number(terms::Date::new(2032, 1, 1).unwrap());
    let place = prop::sample::select(vec![None, Some("上海"), Some("苏州")]);
    (first..last, prop::option::of(0..9000_i32), place, any::<bool>()).prop_map(
        move |(from, length, place, named)| {
            let mut entry = json!({"from": day(from)});
            if let Some(length) = length {
                entry["to"] = json!(day(from + length));
            }
            if let Some(place) = place {
                entry["place"] = json!(place);
            }
            if named {
                entry["id"] = json!(format!("h{from}"));
            }
            entry
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_record_goes_through_the_page_with_the_same_bytes(spans in prop::collection::vec(span(), 1..5)) {
        let before = record(&json!(spans));
        let sent = fields(&page(&before));
        let after = RUNTIME.block_on(form(&ASKED.0, &sent));
        prop_assert_eq!(after.status, StatusCode::OK);
        let kept = fields(&after.text);
        prop_assert_eq!(value(&kept, "record"), before);
    }
}
