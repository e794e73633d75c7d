//! Sheets and JSON of the people in `examples/`, held to the files in `snapshots/`. `REWRITE=1 cargo test -p jifen --test
//! snapshots` writes them anew; then read the difference: a sheet is what somebody is told about their life.
#![expect(clippy::expect_used, reason = "a test fails loudly")]

mod common;

use common::{city, jifen, root, text};
use serde_json::Value;
use std::collections::BTreeSet;

fn expect(name: &str, got: &str) {
    let path = root().join("crates/jifen/tests/snapshots").join(name);
    if std::env::var_os("REWRITE").is_some() {
        return std::fs::write(&path, got).expect("the file can be written");
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    if expected == got {
        return;
    }
    let differing = expected.lines().zip(got.lines()).enumerate().find(|(_, (a, b))| a != b);
    let (line, (before, after)) =
        differing.unwrap_or((expected.lines().count().min(got.lines().count()), ("(end)", "(end)")));
    assert!(
        expected == got,
        "{name} differs first at line {}:\n- {before}\n+ {after}\nREWRITE=1 cargo test -p jifen --test snapshots writes it anew",
        line + 1
    );
}

fn told(person: &str, policy: &str, on: &str, more: &[&str]) -> String {
    let person = format!("examples/{person}.json");
    let ran = jifen(&[&["score", person.as_str(), "--policy", policy, "--on", on], more].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_family_that_reaches_the_line() {
    let version = "shanghai/residence-points@2018-01-01";
    expect("family.zh.txt", &told("family", version, "2018-06-15", &[]));
    expect("family.en.txt", &told("family", version, "2018-06-15", &["--lang", "en"]));
    expect("family.json", &told("family", version, "2018-06-15", &["--json"]));
    expect("family.use.txt", &told("family", version, "2018-06-15", &["--use", "参加高考"]));
}

#[test]
fn a_plumber_of_whom_not_everything_is_known() {
    expect("plumber.zh.txt", &told("plumber", "shanghai/residence-points@2023-01-01", "2026-11-01", &[]));
    expect(
        "plumber.json",
        &told("plumber", "shanghai/residence-points@2023-01-01", "2026-11-01", &["--json"]),
    );
}

#[test]
fn a_researcher_who_is_ranked() {
    expect("researcher.zh.txt", &told("researcher", "beijing/hukou-points@2020-07-16", "2026-05-01", &[]));
}

/// Every key of an answer stands in the reference page, and so does every format.
#[test]
fn every_key_of_the_json_is_documented() {
    let page = std::fs::read_to_string(root().join("docs/reference/json.md")).expect("the page");
    let folder = city("documented");
    let fined = r#"{"facts": {"fines": [{"date": "2020-09-09"}], "volunteering": [{"date": "2019-12-31", "hours": "90"}]}}"#;
    let mut answers = vec![
        told("family", "shanghai/residence-points@2018-01-01", "2018-06-15", &["--json"]),
        told("self-employed", "guangzhou/service-points", "2026-05-01", &["--json"]),
        jifen(&["policies", "--json"]).out,
        jifen(&["check", "--all", "--json"]).out,
        jifen(&[
            "diff",
            "shanghai/residence-points@2015-11-01",
            "shanghai/residence-points@2018-01-01",
            "--json",
        ])
        .out,
    ];
    let arguments = ["score", "-", "--on", "2021-03-15", "--json", "--policies", text(&folder)];
    answers.push(common::jifen_in(&root(), &arguments, fined).out);
    let family = "examples/family.json";
    let policy = "shanghai/residence-points";
    for arguments in [
        vec!["compare", family, "--on", "2024-03-15"],
        vec!["plan", family, "--policy", policy, "--use", "参加高考", "--on", "2024-03-15"],
        vec![
            "plan",
            "examples/soldier.json",
            "--policy",
            policy,
            "--use",
            "家属参加居民医保",
            "--on",
            "2024-03-15",
        ],
        vec!["forecast", family, "--policy", policy, "--on", "2024-03-15", "--years", "2"],
        vec!["why", family, "--policy", policy, "--from", "2014-03-15", "--to", "2024-03-15"],
        vec!["claims"],
        vec!["check", "--reach", "examples/groups/over-55.json", "--on", "2024-03-15"],
    ] {
        answers.push(jifen(&[arguments.as_slice(), &["--json"]].concat()).out);
    }
    let mut keys = BTreeSet::new();
    let mut formats = BTreeSet::new();
    for answer in answers {
        let json: Value = serde_json::from_str(&answer).expect("JSON");
        formats.extend(json.get("format").and_then(Value::as_str).map(str::to_owned));
        collect(&json, &mut keys);
    }
    let missing: Vec<&String> =
        keys.iter().chain(&formats).filter(|key| !page.contains(&format!("`{key}`"))).collect();
    assert!(missing.is_empty(), "docs/reference/json.md does not name {missing:?}");
}

fn collect(value: &Value, keys: &mut BTreeSet<String>) {
    match value {
        Value::Array(members) => members.iter().for_each(|member| collect(member, keys)),
        Value::Object(members) => {
            for (key, value) in members {
                keys.insert(key.clone());
                collect(value, keys);
            }
        }
        _ => {}
    }
}
