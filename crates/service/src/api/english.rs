//! Mistakes of a record in English. The reader of records speaks Chinese; its codes and paths are the same in every language.

use policy::record::RecordProblem;
use policy::vocabulary::Vocabulary;

/// What a code of a record's mistake says.
const MEANINGS: &[(&str, &str)] = &[
    ("record-bad-date", "this is not a date like 2018-06-15"),
    ("record-bad-month", "this is not a month like 2018-06"),
    ("record-bad-number", "this is not a number of the kind that the fact takes"),
    ("record-bad-option", "this is not one of the values that the fact takes"),
    ("record-bad-text", "this text is empty, too long, or holds characters that cannot be seen"),
    ("record-disputed-not-given", "a disputed fact has to be given under `facts`"),
    ("record-duplicate-key", "this key is written twice"),
    ("record-ends-before-start", "this ends before it begins"),
    ("record-given-and-unknown", "this fact is given and listed as unknown"),
    ("record-listed-twice", "this is listed twice"),
    ("record-many-problems", "there are more mistakes than are listed"),
    ("record-missing-date", "the day or month is missing"),
    ("record-missing-facts", "`facts` is missing"),
    ("record-missing-value", "`value` is missing"),
    ("record-not-json", "this is not JSON"),
    ("record-not-object", "this has to be an object"),
    ("record-out-of-range", "this number is outside the range that the fact takes"),
    ("record-same-attribute", "this attribute is given twice, under two of its names"),
    ("record-same-fact", "this fact is given twice, under two of its names"),
    ("record-too-deep", "this is nested more deeply than a record is"),
    ("record-too-early", "this begins before the fact can have begun"),
    ("record-too-large", "the record is too long"),
    ("record-too-many-entries", "the fact has too many entries"),
    ("record-unknown-attribute", "the fact has no such attribute"),
    ("record-unknown-fact", "the vocabulary has no such fact"),
    ("record-unknown-key", "a record has no such key"),
    ("record-wrong-type", "this is of another type than the fact takes"),
];

/// What is wrong, in one sentence.
pub fn message(problem: &RecordProblem) -> String {
    let found = MEANINGS.iter().find(|(code, _)| *code == problem.code);
    found.map_or(problem.code, |(_, meaning)| meaning).to_owned()
}

/// What can be done.
pub fn hint(problem: &RecordProblem) -> Option<String> {
    problem.nearest.as_ref().map(|nearest| format!("did you mean `{nearest}`?"))
}

/// The place in words: `Employee insurance, entry 4, from`.
pub fn name(problem: &RecordProblem, vocabulary: &Vocabulary) -> String {
    let Some(rest) = problem.path.strip_prefix("$.facts.") else { return "The record".to_owned() };
    let end = rest.find(['.', '[']).unwrap_or(rest.len());
    let (key, rest) = rest.split_at(end);
    let fact = vocabulary.find(key).map(|id| vocabulary.fact(id).english.as_str());
    let mut name = fact.unwrap_or(key).to_owned();
    for step in rest.split(['.', '[']).filter(|step| !step.is_empty()) {
        match step.strip_suffix(']').and_then(|number| number.parse::<usize>().ok()) {
            Some(number) => name.push_str(&format!(", entry {}", number.saturating_add(1))),
            None => name.push_str(&format!(", {step}")),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_of_a_record_has_its_english() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../policy/src/record");
        let mut codes = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let text = std::fs::read_to_string(entry.unwrap().path()).unwrap();
            for piece in text.split("\"record-").skip(1) {
                let code = format!("record-{}", piece.split('"').next().unwrap());
                assert!(MEANINGS.iter().any(|(known, _)| *known == code), "{code}");
                codes += 1;
            }
        }
        assert!(codes > 20, "{codes}");
    }
}
