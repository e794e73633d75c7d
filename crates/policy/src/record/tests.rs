use super::json::Json;
use super::*;
use crate::vocabulary::tests::{real, small};
use crate::vocabulary::{Kind, Vocabulary};
use proptest::prelude::*;
use std::sync::LazyLock;

static SMALL: LazyLock<Vocabulary> = LazyLock::new(small);
static REAL: LazyLock<Vocabulary> = LazyLock::new(real);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn read(json: &str) -> Record {
    read_record(json, &SMALL).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

fn held(json: &str, fact: &str) -> Held {
    read(json).get(SMALL.find(fact).unwrap()).held.clone()
}

/// The facts between braces, read.
fn facts(inner: &str) -> String {
    format!("{{\"facts\": {{{inner}}}}}")
}

#[test]
fn a_record_says_what_is_known_and_what_is_not() {
    let json = r#"{"facts": {
        "birth_date": {"value": "1984-03-05", "since": "1984-03-05"},
        "证件类别": ["乙类", "丙类"],
        "insurance": [
            {"from": "2019-03", "place": "乙市", "base": "9000.50", "kinds": [], "payer": null},
            {"起": "2012-07", "止": "2018-05", "参保地": "甲市", "补缴": "是", "编号": "A1"}
        ],
        "rented": null},
      "unknown": ["荣誉"], "disputed": ["参保"]}"#;
    let birth = Held::Value(Value::Date(day("1984-03-05")), Some(day("1984-03-05")));
    assert_eq!(held(json, "出生日期"), birth);
    assert_eq!(held(json, "papers"), Held::Value(Value::Many(0b110), None));
    assert_eq!(held(json, "rented"), Held::Nothing);
    assert_eq!(held(json, "honours"), Held::Unknown);
    let insurance = Held::Entries(vec![
        Entry {
            id: Some("A1".into()),
            from: day("2012-07-01"),
            to: Some(day("2018-05-31")),
            attributes: vec![
                Some(Value::Choice(0)),
                Some(Value::Many(0b101)),
                None,
                Some(Value::Bool(true)),
                None,
            ],
            maybe: false,
        },
        Entry {
            id: None,
            from: day("2019-03-01"),
            to: None,
            attributes: vec![
                Some(Value::Choice(1)),
                Some(Value::Many(0)),
                Some(Value::Number(Exact::ratio(18_001, 2))),
                Some(Value::Bool(false)),
                Some(Value::Nothing),
            ],
            maybe: false,
        },
    ]);
    assert_eq!(held(json, "参保"), insurance);
    assert!(read(json).get(SMALL.find("参保").unwrap()).disputed);
    let event = held(&facts(r#""honours": [{"date": "2020-02-29"}]"#), "荣誉");
    let Held::Entries(events) = event else { panic!() };
    assert_eq!((events[0].from, events[0].to), (day("2020-02-29"), Some(day("2020-02-29"))));
    assert_eq!(events[0].attributes, [Some(Value::Choice(0)), Some(Value::Nothing), Some(Value::Nothing)]);
    assert_eq!(read("\u{feff}{\"facts\": {}}"), Record::unknown(SMALL.len()));
}

/// Code, path and the rest of what is found in a record.
fn problems(json: &str) -> Vec<(&'static str, String, String)> {
    let found = read_record(json, &SMALL).err().unwrap_or_default();
    found
        .iter()
        .map(|problem| (problem.code, problem.path.clone(), problem.hint().unwrap_or_default()))
        .collect()
}

#[test]
fn every_problem_has_a_bad_record() {
    let long = format!(r#""rented": [{{"from": "2020-01-01", "id": "{}"}}]"#, "长".repeat(201));
    #[rustfmt::skip]
    let bad: &[(&str, &str, &str, &str)] = &[
        // A part in braces stands inside the facts.
        ("record-wrong-type", "$.facts.birth_date", r#""birth_date": 19840305"#, "应为日期，如 2018-06-15"),
        ("record-bad-date", "$.facts.birth_date", r#""birth_date": "1984/3/5""#, "应为日期，如 2018-06-15；是不是 1984-03-05？"),
        ("record-bad-date", "$.facts.birth_date", r#""birth_date": "1984年3月5日""#, "应为日期，如 2018-06-15；是不是 1984-03-05？"),
        ("record-bad-date", "$.facts.birth_date", r#""birth_date": "2019-02-29""#, "应为日期，如 2018-06-15"),
        ("record-out-of-range", "$.facts.birth_date", r#""birth_date": "1929-12-31""#, "应为 1930-01-01 至 2030-12-31；是不是 1930-01-01？"),
        ("record-out-of-range", "$.facts.birth_date.since", r#""birth_date": {"value": "1984-03-05", "since": "2088-01-01"}"#, "应为 1900-01-01 至 2087-12-31；是不是 2087-12-31？"),
        ("record-missing-value", "$.facts.birth_date", r#""birth_date": {"since": "2000-01-01"}"#, "应为 {\"value\": …, \"since\": …}"),
        ("record-unknown-attribute", "$.facts.birth_date.valu", r#""birth_date": {"value": "1984-03-05", "valu": 1}"#, "应为 value 和 since；是不是 value？"),
        ("record-wrong-type", "$.facts.birth_date", r#""birth_date": {"value": null}"#, "应为整个事实写成 null"),
        ("record-wrong-type", "$.facts.birth_date", r#""birth_date": ["1984-03-05"]"#, "应为日期，如 2018-06-15"),
        ("record-wrong-type", "$.facts.papers", r#""papers": "甲类""#, "应为列表，里面是其中之一：甲类、乙类、丙类；是不是 [\"甲类\"]？"),
        ("record-bad-option", "$.facts.papers[1]", r#""papers": ["甲类", "丁类"]"#, "应为其中之一：甲类、乙类、丙类；是不是 丙类？"),
        ("record-listed-twice", "$.facts.papers[1]", r#""papers": ["甲类", "甲类"]"#, ""),
        ("record-unknown-fact", "$.facts.birthdate", r#""birthdate": null"#, "应为词表里的事实名或键；是不是 birth_date？"),
        ("record-unknown-fact", "$.facts[\"a b\u{fffd}\"]", "\"a b\\n\": null", "应为词表里的事实名或键"),
        ("record-duplicate-key", "$.facts.rented", r#""rented": [], "rented": null"#, ""),
        ("record-same-fact", "$.facts.租住", r#""rented": [], "租住": null"#, "应为只写一次"),
        ("record-wrong-type", "$.facts.rented", r#""rented": {"from": "2020-01-01"}"#, "应为列表，一段或一次一条：[{…}]"),
        ("record-wrong-type", "$.facts.rented[0]", r#""rented": ["2020-01-01"]"#, "应为一组键值：{…}"),
        ("record-missing-date", "$.facts.rented[0]", r#""rented": [{"area": 20}]"#, "应为日期"),
        ("record-bad-date", "$.facts.rented[0].from", r#""rented": [{"from": "2020-01"}]"#, "应为日期，如 2018-06-15"),
        ("record-bad-month", "$.facts.insurance[0].from", r#""insurance": [{"from": "2019-03-01"}]"#, "应为月份，如 2019-03；是不是 2019-03？"),
        ("record-bad-month", "$.facts.insurance[0].起", r#""insurance": [{"起": "2019.3"}]"#, "应为月份，如 2019-03；是不是 2019-03？"),
        ("record-out-of-range", "$.facts.insurance[0].to", r#""insurance": [{"from": "2019-03", "to": "2088-01"}]"#, "应为 1970-01 至 2055-04；是不是 2055-04？"),
        ("record-too-early", "$.facts.insurance[0].from", r#""insurance": [{"from": "1991-12"}]"#, "应为不早于 1992-01；是不是 1992-01？"),
        ("record-ends-before-start", "$.facts.insurance[0].to", r#""insurance": [{"from": "2019-03", "to": "2019-02"}]"#, "应为不早于起"),
        ("record-unknown-attribute", "$.facts.insurance[0].plaice", r#""insurance": [{"from": "2019-03", "plaice": "甲市"}]"#, "应为其中之一：起、止、编号、参保地、险种、基数、补缴、单位名称；是不是 place？"),
        ("record-unknown-attribute", "$.facts.insurance[0].date", r#""insurance": [{"from": "2019-03", "date": "2019-03"}]"#, "应为其中之一：起、止、编号、参保地、险种、基数、补缴、单位名称；是不是 base？"),
        ("record-same-attribute", "$.facts.insurance[0].参保地", r#""insurance": [{"from": "2019-03", "place": "甲市", "参保地": "甲市"}]"#, "应为只写一次"),
        ("record-duplicate-key", "$.facts.insurance[0].place", r#""insurance": [{"from": "2019-03", "place": "甲市", "place": "乙市"}]"#, ""),
        ("record-bad-option", "$.facts.insurance[0].place", r#""insurance": [{"from": "2019-03", "place": "丙市"}]"#, "应为其中之一：甲市、乙市；是不是 乙市？"),
        ("record-bad-number", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": 9000.5}]"#, "应为金额：整数，或带引号的小数，最多两位，如 \"9000.50\"；是不是 \"9000.5\"？"),
        ("record-bad-number", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": 9e3}]"#, "应为金额：整数，或带引号的小数，最多两位，如 \"9000.50\"；是不是 9000？"),
        ("record-bad-number", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": "9000.505"}]"#, "应为金额：整数，或带引号的小数，最多两位，如 \"9000.50\""),
        ("record-bad-number", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": "9,000.50元"}]"#, "应为金额：整数，或带引号的小数，最多两位，如 \"9000.50\"；是不是 \"9000.5\"？"),
        ("record-bad-number", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": 123456789012345678901234}]"#, "应为金额：整数，或带引号的小数，最多两位，如 \"9000.50\""),
        ("record-out-of-range", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": "-1"}]"#, "应为 0 至 200000；是不是 0？"),
        ("record-wrong-type", "$.facts.insurance[0].base", r#""insurance": [{"from": "2019-03", "base": true}]"#, "应为金额：整数，或带引号的小数，最多两位，如 \"9000.50\""),
        ("record-wrong-type", "$.facts.insurance[0].back_paid", r#""insurance": [{"from": "2019-03", "back_paid": 1}]"#, "应为 true 或 false，也可写“是”或“否”；是不是 true？"),
        ("record-wrong-type", "$.facts.insurance[0].payer", r#""insurance": [{"from": "2019-03", "payer": 7}]"#, "应为带引号的文字；是不是 \"7\"？"),
        ("record-bad-text", "$.facts.insurance[0].payer", r#""insurance": [{"from": "2019-03", "payer": ""}]"#, "应为一行文字，不超过 200 字；没有就写 null，不知道就不写"),
        ("record-bad-text", "$.facts.insurance[0].payer", r#""insurance": [{"from": "2019-03", "payer": " 甲厂"}]"#, "应为一行文字，不超过 200 字；没有就写 null，不知道就不写"),
        ("record-bad-text", "$.facts.insurance[0].payer", r#""insurance": [{"from": "2019-03", "payer": "甲\n厂"}]"#, "应为一行文字，不超过 200 字；没有就写 null，不知道就不写"),
        ("record-bad-text", "$.facts.insurance[0].payer", "\"insurance\": [{\"from\": \"2019-03\", \"payer\": \"甲\\u202e厂\"}]", "应为一行文字，不超过 200 字；没有就写 null，不知道就不写"),
        ("record-bad-text", "$.facts.rented[0].id", &long, "应为一行文字，不超过 200 字；没有就写 null，不知道就不写"),
        ("record-bad-number", "$.facts.honours[0].rank", r#""honours": [{"date": "2019-03-01", "rank": "3"}]"#, "应为整数，如 12；是不是 3？"),
        ("record-bad-number", "$.facts.honours[0].rank", r#""honours": [{"date": "2019-03-01", "rank": 3.0}]"#, "应为整数，如 12；是不是 3？"),
        ("record-missing-date", "$.facts.honours[0]", r#""honours": [{}]"#, "应为日期"),
        // The others are whole records.
        ("record-not-object", "$", "[]", "应为 {\"facts\": {…}}"),
        ("record-missing-facts", "$", "{}", "应为 {\"facts\": {…}}"),
        ("record-wrong-type", "$.facts", r#"{"facts": []}"#, "应为 {…}"),
        ("record-unknown-key", "$.fact", r#"{"facts": {}, "fact": {}}"#, "应为 facts、unknown 或 disputed；事实写在 facts 里面；是不是 facts？"),
        ("record-duplicate-key", "$.facts", r#"{"facts": {}, "facts": {}}"#, ""),
        ("record-wrong-type", "$.unknown", r#"{"facts": {}, "unknown": "rented"}"#, "应为 [\"…\"]"),
        ("record-wrong-type", "$.unknown[0]", r#"{"facts": {}, "unknown": [1]}"#, ""),
        ("record-unknown-fact", "$.unknown[0]", r#"{"facts": {}, "unknown": ["rent"]}"#, "应为词表里的事实名或键；是不是 rented？"),
        ("record-listed-twice", "$.unknown[1]", r#"{"facts": {}, "unknown": ["rented", "租住"]}"#, ""),
        ("record-given-and-unknown", "$.unknown[0]", r#"{"facts": {"rented": []}, "unknown": ["租住"]}"#, "应为二者取一"),
        ("record-disputed-not-given", "$.disputed[0]", r#"{"facts": {}, "disputed": ["租住"]}"#, "应为在 facts 里写出现有的内容，或者改列 unknown"),
        ("record-disputed-not-given", "$.disputed[0]", r#"{"facts": {}, "unknown": ["rented"], "disputed": ["租住"]}"#, "应为二者取一"),
        ("record-not-json", "$", r#"{"facts": {}"#, "应为完整的 JSON 文本"),
        ("record-not-json", "$", "{\"facts\"：{}}", "应为半角的标点和引号"),
        ("record-not-json", "$", "{\"facts\": {}} x", "应为合法的 JSON 文本"),
        ("record-not-json", "$", "", "应为完整的 JSON 文本"),
    ];
    for (code, path, json, hint) in bad {
        let whole = matches!(json.chars().next(), None | Some('{' | '['));
        let json = if whole { (*json).to_owned() } else { facts(json) };
        assert_eq!(problems(&json), [(*code, (*path).to_owned(), (*hint).to_owned())], "{json}");
    }
}

#[test]
fn problems_are_sentences_with_a_place() {
    let json = facts(r#""insurance": [{"from": "2019-03"}, {"from": "2018-01", "place": "丙市"}]"#);
    let problems = read_record(&json, &SMALL).unwrap_err();
    let shown: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(
        shown,
        [
            "参保第 2 条的参保地：没有“丙市”这一项（$.facts.insurance[1].place）\n  建议：应为其中之一：甲市、乙市；是不是 乙市？"
        ]
    );
    let problems = read_record(r#"{"facts": {}, "unknown": ["参保", "insurance"]}"#, &SMALL).unwrap_err();
    assert_eq!(problems[0].to_string(), "未知清单第 2 条：“insurance”写了两次（$.unknown[1]）");
    let shown: Vec<String> = read_record("{\"facts\":\n {\"参保\"： []}}", &SMALL)
        .unwrap_err()
        .iter()
        .map(|problem| problem.to_string())
        .collect();
    assert_eq!(shown, ["整份记录：第 2 行第 7 列不是合法的 JSON（$）\n  建议：应为半角的标点和引号"]);
}

#[test]
fn all_problems_come_at_once_up_to_a_number() {
    let json = r#"{"facts": {"birth_date": "x", "rented": 3, "insurance": [{"from": "y", "to": "z"}]}, "unknown": ["q"]}"#;
    assert_eq!(problems(json).len(), 5);
    let many = vec!["3"; 5000].join(",");
    let found = problems(&facts(&format!("\"rented\": [{many}]")));
    assert_eq!(found.len(), 201);
    assert_eq!(found.last().map(|problem| problem.0), Some("record-many-problems"));
}

#[test]
fn limits_hold() {
    let spans =
        |count: usize| facts(&format!("\"rented\": [{}]", vec![r#"{"from":"2020-01-01"}"#; count].join(",")));
    assert!(read_record(&spans(MOST_ENTRIES), &SMALL).is_ok());
    assert_eq!(problems(&spans(MOST_ENTRIES + 1))[0].0, "record-too-many-entries");
    let fill = |bytes: usize| format!("{{\"facts\": {{}}{}}}", " ".repeat(bytes - 13));
    assert!(read_record(&fill(MOST_BYTES), &SMALL).is_ok());
    assert_eq!(problems(&fill(MOST_BYTES + 1))[0].0, "record-too-large");
    for depth in [9, 100, 100_000] {
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(problems(&deep)[0].0, "record-too-deep");
        assert_eq!(problems(&facts(&format!("\"rented\": {deep}")))[0].0, "record-too-deep");
    }
}

#[test]
fn a_case_is_laid_over_the_draft_person_fact_by_fact() {
    let base = r#"{"facts": {"birth_date": "1984-03-05", "参保": [{"from": "2019-03"}], "papers": ["甲类"]},
                   "unknown": ["rented"], "disputed": ["papers", "insurance"]}"#;
    let over =
        r#"{"facts": {"insurance": [], "租住": []}, "unknown": ["出生日期"], "disputed": ["证件类别"]}"#;
    let laid = overlay(base, over, &SMALL).unwrap();
    assert_eq!(
        laid,
        r#"{"facts":{"papers":["甲类"],"insurance":[],"租住":[]},"unknown":["出生日期"],"disputed":["证件类别"]}"#
    );
    assert_eq!(held(&laid, "参保"), Held::Nothing);
    assert_eq!(overlay(base, r#"{"facts": {}}"#, &SMALL).map(|laid| read(&laid)), Ok(read(base)));
    assert_eq!(overlay("[", r#"{"facts": 1}"#, &SMALL).unwrap_err().len(), 2);
}

#[test]
fn the_canonical_form_is_short() {
    let json = r#"{"facts": {"参保": [{"from": "2019-03", "补缴": "否", "险种": ["失业", "养老"], "基数": "9000.50",
        "参保地": "乙市", "to": null}], "荣誉": null, "出生日期": {"value": "1984-03-05", "since": "1984-03-05"}},
        "unknown": ["rented"], "disputed": ["参保"]}"#;
    assert_eq!(
        record_to_json(&read(json), &SMALL),
        r#"{"facts":{"birth_date":{"value":"1984-03-05","since":"1984-03-05"},"insurance":[{"from":"2019-03","place":"乙市","base":"9000.5"}],"honours":[]},"disputed":["insurance"]}"#
    );
}

/// The same record with its lists of spans and events turned around.
fn turned(json: Json<'static>, vocabulary: &Vocabulary, by: usize) -> Json<'static> {
    let Json::Object(mut fields) = json else { panic!() };
    for (_, facts) in fields.iter_mut().filter(|(key, _)| key == "facts") {
        let Json::Object(facts) = facts else { panic!() };
        for (name, value) in facts.iter_mut() {
            let kind = vocabulary.fact(vocabulary.find(name).unwrap()).kind;
            if let (Json::Array(items), true) = (value, kind != Kind::Value) {
                let count = items.len();
                items.rotate_left(by.checked_rem(count).unwrap_or(0));
                if by.is_multiple_of(2) {
                    items.reverse();
                }
            }
        }
        facts.reverse();
    }
    Json::Object(fields)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn records_come_back_from_their_json(json in sample::record(&SMALL)) {
        let record = read_record(&json, &SMALL).unwrap();
        let written = record_to_json(&record, &SMALL);
        prop_assert_eq!(&read_record(&written, &SMALL).unwrap(), &record, "{}", written);
        prop_assert_eq!(record_to_json(&record, &SMALL), written);
    }

    #[test]
    fn records_of_the_real_vocabulary_come_back_too(json in sample::record(&REAL)) {
        let record = read_record(&json, &REAL).unwrap();
        prop_assert_eq!(read_record(&record_to_json(&record, &REAL), &REAL).unwrap(), record);
    }

    #[test]
    fn the_order_of_spans_and_events_does_not_matter(json in sample::tree(&SMALL), by in 0usize..9) {
        let record = read_record(&sample::text(&json), &SMALL).unwrap();
        let other = sample::text(&turned(json, &SMALL, by));
        prop_assert_eq!(read_record(&other, &SMALL).unwrap(), record);
    }

    #[test]
    fn a_record_over_itself_is_itself(json in sample::record(&SMALL), base in sample::record(&SMALL)) {
        let record = read_record(&json, &SMALL).unwrap();
        prop_assert_eq!(read_record(&overlay(&json, &json, &SMALL).unwrap(), &SMALL).unwrap(), record.clone());
        let empty = "{\"facts\": {}}";
        prop_assert_eq!(read_record(&overlay(empty, &json, &SMALL).unwrap(), &SMALL).unwrap(), record);
        prop_assert!(read_record(&overlay(&base, &json, &SMALL).unwrap(), &SMALL).is_ok());
    }

    #[test]
    fn no_text_makes_the_reader_fail(text in "[{}\\[\\]:,\"a-z0-9.eE\\-+ \\\\年\n]{0,200}") {
        answered(&text);
    }

    #[test]
    fn no_change_to_a_record_makes_the_reader_fail(
        json in sample::record(&SMALL),
        edits in proptest::collection::vec((any::<proptest::sample::Index>(), 0usize..12, edit()), 1..6),
    ) {
        let mut chars: Vec<char> = json.chars().collect();
        for (at, cut, put) in edits {
            let at = at.index(chars.len() + 1);
            let end = (at + cut).min(chars.len());
            chars.splice(at..end, put.chars());
        }
        answered(&chars.into_iter().collect::<String>());
    }
}

/// Whatever the text, there is a record or at least one problem, and problems can be shown.
fn answered(text: &str) {
    match read_record(text, &SMALL) {
        Ok(record) => assert_eq!(read_record(&record_to_json(&record, &SMALL), &SMALL).unwrap(), record),
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
        }
    }
}

fn edit() -> impl Strategy<Value = String> {
    prop_oneof![
        "[{}\\[\\]:,\"0-9.eE\\-]{0,3}",
        proptest::sample::select(vec![
            "null",
            "true",
            "[]",
            "{}",
            "1e309",
            "-0",
            "\"\"",
            "\"\\ud800\"",
            "0.1",
            "99999999999999999999",
            "\"from\":",
            "\"参保地\":",
            "\"since\":",
            "\"9999-99-99\"",
            "\"0000-00\"",
            "\u{202e}",
            "1.5e-9",
        ])
        .prop_map(str::to_owned),
        any::<String>().prop_map(|text| text.chars().take(4).collect()),
    ]
}
