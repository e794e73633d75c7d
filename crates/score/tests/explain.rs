//! What explanations say, in both languages, held to files beside this one. `REWRITE=1 cargo test -p score --test explain`
//! writes them anew; then read the difference.

#![expect(clippy::expect_used, reason = "a test fails loudly")]

mod library;

use policy::document::SourceFile;
use policy::record::read_record;
use policy::scheme::Library;
use score::explain::{Explanation, Language, Lines, explain};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use terms::Date;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain")
}

fn small() -> Library {
    let file = |name: &str, path: &str| SourceFile {
        path: path.to_owned(),
        text: std::fs::read_to_string(folder().join(name)).expect("a file of the test"),
    };
    let files = [
        file("facts.md", "facts.md"),
        file("2020-01-01.md", "shifan/points/2020-01-01.md"),
        file("average-wage.md", "shifan/points/parameters/average-wage.md"),
        file("instruments.md", "shifan/points/instruments.md"),
        file("english.md", "shifan/points/english.md"),
    ];
    let (library, problems) = Library::read(&files);
    assert!(problems.is_empty(), "{problems:#?}");
    library
}

fn told(json: &str, on: Date, language: Language) -> String {
    let library = small();
    let record = read_record(json, &library.vocabulary).expect("a valid record");
    let policy = library.scheme("shifan/points").and_then(|scheme| scheme.on(on)).expect("the version");
    let mut assessment = score::assess(policy, &record, on);
    let explanation = explain(&mut assessment, language);
    // The results that were lent to the writer are back.
    assert!(policy.groups.iter().all(|group| assessment.node(*group).is_some()));
    let again = explain(&mut assessment, language);
    let text = written(&explanation);
    assert_eq!(text, written(&again), "the same assessment gives the same words");
    text
}

fn written(explanation: &Explanation<'_>) -> String {
    let mut out = format!("{}\n", explanation.text(explanation.summary));
    lines(&mut out, explanation, explanation.total);
    for item in &explanation.items {
        let _ = writeln!(
            out,
            "\n[{:?}] {}: {} {}({}, {:?}){}",
            item.kind,
            item.name,
            explanation.text(item.points),
            explanation.text(item.outcome),
            explanation.text(item.basis),
            item.grade,
            if item.counted { "" } else { " lost" }
        );
        lines(&mut out, explanation, item.lines);
    }
    for veto in &explanation.vetoes {
        let _ = writeln!(
            out,
            "\n[Veto] {}: {} ({})",
            veto.name,
            explanation.text(veto.sentence),
            explanation.text(veto.basis)
        );
    }
    for of in &explanation.uses {
        let _ = writeln!(
            out,
            "\n[Use] {} ({}): {}",
            of.name,
            explanation.text(of.category),
            explanation.text(of.sentence)
        );
        for reason in explanation.reasons(of) {
            let _ = writeln!(
                out,
                "  {}{:?}{} {} | {} | {}",
                "  ".repeat(usize::from(reason.depth)),
                reason.holds,
                if reason.decisive { "!" } else { "" },
                explanation.text(reason.text),
                explanation.text(reason.held),
                explanation.text(reason.wanted)
            );
        }
        for measure in explanation.measures(of) {
            lines(&mut out, explanation, measure.lines);
        }
        lines(&mut out, explanation, of.lines);
    }
    out
}

fn lines(out: &mut String, explanation: &Explanation<'_>, lines: Lines) {
    for (kind, text) in explanation.lines(lines) {
        let _ = writeln!(out, "  {}: {text}", kind.key());
    }
}

fn expect(name: &str, got: &str) {
    let path = folder().join(name);
    if std::env::var_os("REWRITE").is_some() {
        std::fs::write(&path, got).expect("the file can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(expected == got, "{name} differs; REWRITE=1 writes it anew. Got:\n{got}");
}

const KNOWN: &str = r#"{"facts": {
  "birth_date": "1984-03-05", "diploma": "本科", "spouse_hukou": "他市",
  "insurance": [
    {"from": "2014-01", "to": "2015-06", "place": "他市", "base": "3000"},
    {"from": "2015-07", "to": "2018-12", "place": "示范", "base": "5000"},
    {"from": "2019-01", "to": "2019-03", "place": "示范", "base": "5000", "back_paid": true},
    {"from": "2019-04", "place": "示范", "base": "7000"}
  ],
  "permit": [{"from": "2016-02-01", "to": "2020-01-31"}],
  "awards": [{"date": "2018-05-01", "level": "市级"}, {"date": "2019-05-01", "level": "省级"}],
  "volunteering": [{"date": "2019-12-31", "hours": "90"}, {"date": "2020-12-31", "hours": "35"}, {"date": "2010-12-31", "hours": "500"}],
  "fines": [{"date": "2020-09-09"}]
}}"#;

const HALF: &str = r#"{"facts": {
  "birth_date": "2004-03-05", "spouse_hukou": null,
  "insurance": [{"from": "2019-04", "to": "2020-12", "place": "示范"}],
  "awards": [{"date": "2019-05-01", "level": "区级"}],
  "volunteering": [], "fines": [], "permit": [{"from": "2016-02-01"}]
 }, "disputed": ["permit"]}"#;

#[test]
fn a_person_of_whom_everything_is_known() {
    let on = Date::constant(2021, 3, 15);
    expect("known.zh.txt", &told(KNOWN, on, Language::Chinese));
    expect("known.en.txt", &told(KNOWN, on, Language::English));
}

#[test]
fn a_person_of_whom_half_is_known() {
    let on = Date::constant(2021, 3, 15);
    expect("half.zh.txt", &told(HALF, on, Language::Chinese));
    expect("half.en.txt", &told(HALF, on, Language::English));
}

#[test]
fn a_person_of_whom_nothing_is_known() {
    expect("nothing.zh.txt", &told(r#"{"facts": {}}"#, Date::constant(2021, 3, 15), Language::Chinese));
}

/// Every worked example of every scheme, in both languages: sentences are whole, and nothing is left to be filled in.
#[test]
fn every_worked_example_can_be_told() {
    let library = library::real();
    let mut count = 0;
    let mut odd = Vec::new();
    for scheme in &library.schemes {
        for file in &scheme.cases {
            let (cases, _) = policy::cases::read_cases(file, &library.vocabulary);
            let name = file.path.rsplit('/').next().unwrap_or_default().trim_end_matches(".md");
            let Some(policy) = scheme.versions.iter().find(|policy| policy.id.effective.to_string() == name)
            else {
                continue;
            };
            for case in cases {
                let mut assessment = score::assess(policy, &case.record, case.on);
                for language in [Language::Chinese, Language::English] {
                    count += 1;
                    let text = written(&explain(&mut assessment, language));
                    let wrong = text.lines().find(|line| {
                        ["（）", "()", "“”", "：：", "，，", "、、", "：，", ": ,", "：、"]
                            .iter()
                            .any(|mark| line.contains(mark))
                            || line.ends_with(['：', '，', '、', '（'])
                    });
                    odd.extend(wrong.map(|line| format!("{} {}: {line}", policy.id, case.title)));
                }
            }
        }
    }
    odd.sort();
    odd.dedup();
    assert!(odd.is_empty(), "{} of {count}:\n{}", odd.len(), odd.join("\n"));
    assert!(count > 100, "worked examples were found");
}
