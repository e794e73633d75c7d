use super::schema::record_schema;
use super::tests::{real, small};
use super::*;
use crate::record::{read_record, sample};
use jsonschema::Validator;
use proptest::prelude::*;
use std::sync::LazyLock;

static SMALL: LazyLock<(Vocabulary, Validator)> = LazyLock::new(|| with_schema(small()));
static REAL: LazyLock<(Vocabulary, Validator)> = LazyLock::new(|| with_schema(real()));

fn with_schema(vocabulary: Vocabulary) -> (Vocabulary, Validator) {
    let schema = record_schema(&vocabulary);
    let validator = jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap();
    (vocabulary, validator)
}

/// Whether the schema and the reader take a text, which is JSON.
fn taken(json: &str, (vocabulary, validator): &(Vocabulary, Validator)) -> (bool, bool) {
    let value = serde_json::from_str(json).unwrap();
    (validator.is_valid(&value), read_record(json, vocabulary).is_ok())
}

#[test]
fn the_schema_is_a_schema() {
    for vocabulary in [small(), real()] {
        assert!(jsonschema::draft202012::meta::is_valid(&record_schema(&vocabulary)));
    }
}

#[test]
fn the_schema_of_a_small_vocabulary() {
    let schema = record_schema(&small());
    let defined: Vec<&str> = schema["$defs"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(defined[..6], ["date", "month", "text", "birth_date.value", "birth_date", "papers.value"]);
    let years =
        "193[0-9]|194[0-9]|195[0-9]|196[0-9]|197[0-9]|198[0-9]|199[0-9]|200[0-9]|201[0-9]|202[0-9]|2030";
    let pattern = schema.pointer("/$defs/birth_date.value/pattern").unwrap();
    assert_eq!(pattern, &format!("^({years})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"));
    let at = |pointer: &str| schema.pointer(pointer).unwrap().to_string();
    assert_eq!(at("/$defs/birth_date/title"), "\"出生日期\"");
    assert_eq!(at("/$defs/birth_date/x-attested-by"), r#"["公安","人社"]"#);
    assert_eq!(at("/$defs/insurance.kinds/default"), r#"["养老","失业"]"#);
    assert_eq!(at("/$defs/insurance.back_paid/default"), "false");
    assert_eq!(at("/$defs/honours.rank/default"), "null");
    assert_eq!(at("/$defs/honours.rank/anyOf/0"), r#"{"type":"integer","minimum":1,"maximum":100}"#);
    assert_eq!(at("/$defs/rented.area/anyOf/0/x-unit"), "\"平方米\"");
    assert_eq!(at("/properties/facts/properties/租住/$ref"), "\"#/$defs/rented\"");
}

#[test]
fn what_the_reader_refuses_the_schema_refuses_where_it_can() {
    // A part in braces stands inside the facts.
    let bad = [
        r#""birth_date": 19840305"#,
        r#""birth_date": "1984/3/5""#,
        r#""birth_date": "2019-02-29""#,
        r#""birth_date": "1929-12-31""#,
        r#""birth_date": {"since": "2000-01-01"}"#,
        r#""birth_date": {"value": "1984-03-05", "valu": 1}"#,
        r#""birth_date": {"value": "1984-03-05", "since": "2088-01-01"}"#,
        r#""birth_date": {"value": null}"#,
        r#""birth_date": ["1984-03-05"]"#,
        r#""papers": "甲类""#,
        r#""papers": {"value": []}"#,
        r#""papers": ["甲类", "丁类"]"#,
        r#""papers": ["甲类", "甲类"]"#,
        r#""birthdate": null"#,
        r#""rented": [], "租住": null"#,
        r#""rented": {"from": "2020-01-01"}"#,
        r#""rented": ["2020-01-01"]"#,
        r#""rented": [{"area": 20}]"#,
        r#""rented": [{"from": "2020-01"}]"#,
        r#""rented": [{"from": null}]"#,
        r#""rented": [{"from": "2020-01-01", "起": "2020-01-01"}]"#,
        r#""rented": [{"from": "2020-01-01", "area": 2001}]"#,
        r#""rented": [{"from": "2020-01-01", "area": "-1"}]"#,
        r#""rented": [{"from": "2020-01-01", "area": 20.5}]"#,
        r#""rented": [{"from": "2020-01-01", "id": null}]"#,
        r#""insurance": [{"from": "2019-03-01"}]"#,
        r#""insurance": [{"from": "1991-12"}]"#,
        r#""insurance": [{"from": "2019-03", "to": "2088-01"}]"#,
        r#""insurance": [{"from": "2019-03", "plaice": "甲市"}]"#,
        r#""insurance": [{"from": "2019-03", "place": "甲市", "参保地": "甲市"}]"#,
        r#""insurance": [{"from": "2019-03", "place": "丙市"}]"#,
        r#""insurance": [{"from": "2019-03", "base": 9000.5}]"#,
        r#""insurance": [{"from": "2019-03", "base": "9000.505"}]"#,
        r#""insurance": [{"from": "2019-03", "base": "9,000"}]"#,
        r#""insurance": [{"from": "2019-03", "base": "09"}]"#,
        r#""insurance": [{"from": "2019-03", "base": 200001}]"#,
        r#""insurance": [{"from": "2019-03", "back_paid": 1}]"#,
        r#""insurance": [{"from": "2019-03", "back_paid": "true"}]"#,
        r#""insurance": [{"from": "2019-03", "payer": 7}]"#,
        r#""insurance": [{"from": "2019-03", "payer": ""}]"#,
        r#""insurance": [{"from": "2019-03", "payer": " 甲厂"}]"#,
        r#""insurance": [{"from": "2019-03", "payer": "甲\n厂"}]"#,
        r#""insurance": [{"from": "2019-03", "payer": "甲\u202e厂"}]"#,
        r#""honours": [{"date": "2019-03-01", "rank": "3"}]"#,
        r#""honours": [{"date": "2019-03-01", "rank": 0}]"#,
        r#""honours": [{"date": "2019-03-01", "from": "2019-03-01"}]"#,
        r#""honours": [{}]"#,
        "[]",
        "{}",
        r#"{"facts": []}"#,
        r#"{"facts": {}, "fact": {}}"#,
        r#"{"facts": {}, "unknown": "rented"}"#,
        r#"{"facts": {}, "unknown": [1]}"#,
        r#"{"facts": {}, "unknown": ["rent"]}"#,
        r#"{"facts": {}, "unknown": ["rented", "rented"]}"#,
    ];
    for json in bad {
        let whole = json.starts_with(['{', '[']);
        let json = if whole { json.to_owned() } else { format!("{{\"facts\": {{{json}}}}}") };
        assert_eq!(taken(&json, &SMALL), (false, false), "{json}");
    }
    let entries = |count: usize, entry: &str| {
        format!("{{\"facts\": {{\"rented\": [{}]}}}}", vec![entry; count].join(","))
    };
    assert_eq!(taken(&entries(10_000, r#"{"from":"2020-01-01"}"#), &SMALL), (true, true));
    assert_eq!(taken(&entries(10_001, r#"{"from":"2020-01-01"}"#), &SMALL), (false, false));
    let named =
        |length: usize| entries(1, &format!(r#"{{"from":"2020-01-01","id":"{}"}}"#, "长".repeat(length)));
    assert_eq!(taken(&named(200), &SMALL), (true, true));
    assert_eq!(taken(&named(201), &SMALL), (false, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn good_records_are_taken_by_both(json in sample::record(&SMALL.0)) {
        prop_assert_eq!(taken(&json, &SMALL), (true, true), "{}", json);
    }

    #[test]
    fn good_records_of_the_real_vocabulary_are_taken_by_both(json in sample::record(&REAL.0)) {
        prop_assert_eq!(taken(&json, &REAL), (true, true), "{}", json);
    }

    #[test]
    fn the_canonical_form_is_taken_by_both(json in sample::record(&REAL.0)) {
        let record = read_record(&json, &REAL.0).unwrap();
        let written = crate::record::record_to_json(&record, &REAL.0);
        prop_assert_eq!(taken(&written, &REAL), (true, true), "{}", written);
    }
}

#[test]
fn years_are_named_decade_by_decade() {
    assert_eq!(super::schema::years(1987, 2003), "198[7-9]|199[0-9]|200[0-3]");
    assert_eq!(super::schema::years(2020, 2020), "2020");
}
