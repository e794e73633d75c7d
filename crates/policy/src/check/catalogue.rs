//! Every code that a diagnostic can carry, with what it means.

use crate::diagnostic::Severity;

/// A code and what it means.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Meaning {
    /// The code.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Who finds it.
    pub finder: Finder,
    /// What it means, in one line.
    pub meaning: &'static str,
}

/// Who finds a mistake.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Finder {
    /// The scanner: lines that no file of a policy folder can have.
    Scanner,
    /// The builder: what a version or a file beside it says wrong.
    Builder,
    /// A check, with a page of its own.
    Check,
    /// The reader of worked examples.
    Cases,
    /// The reader of what people can do.
    Actions,
    /// The readers of the folder's other files.
    Folder,
    /// The reader of the vocabulary.
    Vocabulary,
}

/// All codes.
pub fn catalogue() -> &'static [Meaning] {
    CODES
}

macro_rules! codes {
    ($($finder:ident { $($severity:ident $code:literal $meaning:literal)* })*) => {
        &[$($(Meaning { code: $code, severity: Severity::$severity, finder: Finder::$finder, meaning: $meaning },)*)*]
    };
}

const CODES: &[Meaning] = codes! {
    Scanner {
        Error "blank-line" "a table needs a blank line before it, or other Markdown readers see something else"
        Error "heading-order" "headings skip a level, or the title is missing or doubled"
        Error "stray-line" "a line is no heading, clause, table or note"
        Error "too-large" "a file or a line is longer than is allowed"
    }
    Builder {
        Error "bad-argument" "a measure or a function has the wrong arguments"
        Error "bad-date" "dates in force cannot be read, or end before they begin"
        Error "bad-expression" "an expression or a condition cannot be read"
        Error "bad-grade" "an evidence grade is none of 已核、转引、待核"
        Error "bad-interval" "a cell is no interval, or holds no number"
        Error "bad-name" "a name contains a character that expressions use"
        Error "bad-number" "points, a length or a size cannot be read"
        Error "bad-parameter" "a parameter's file cannot be read"
        Error "bad-phrase" "a clause takes one of a few phrases, and this is none of them"
        Error "bad-table" "a table has the wrong columns, rows or cells"
        Error "bad-value" "a word is not among the allowed values"
        Error "cycle" "a name needs itself to be worked out"
        Error "duplicate-clause" "a clause that can stand once stands twice"
        Error "file-name" "a file is missing, has a name nobody knows, or not the name of its effective date"
        Error "misplaced-clause" "a clause that is right elsewhere does nothing here"
        Error "misplaced-table" "a table or a fenced block stands where none can"
        Warning "misnamed-section" "a group's name is close to that of a section"
        Error "missing-clause" "a clause that has to be there is not"
        Error "missing-rule" "an item does not say how it scores"
        Error "name-clash" "two things have one name, or one thing two English names"
        Error "two-rules" "an item scores in two ways"
        Error "unit-mismatch" "quantities of different kinds are compared, added or counted"
        Error "unknown-clause" "a clause is not on the closed list, or not for this heading"
        Error "unknown-fact" "a fact is not in the vocabulary"
        Error "unknown-instrument" "a citation names an instrument that is not listed"
        Error "unknown-name" "a name refers to nothing"
    }
    Check {
        Error "tier-overlap" "two rows of a table match the same person"
        Error "tier-unreachable" "a row of a table is never the first to match"
        Warning "tier-gap" "no row of a table takes a value between those it speaks of"
        Warning "cap-never-reached" "nobody's points reach a cap"
        Warning "floor-never-reached" "nobody's points fall to a floor"
        Error "line-unreachable" "the standard score is above the most anybody can have"
        Warning "not-monotone" "a table rises and falls along a number, and does not say that it means to"
        Advice "cliff" "one step loses half of an item's points, and the table does not say why"
        Error "mixed-timeline" "days and months are put together without saying which months count"
        Error "no-source" "an item, condition, veto or use cites nothing"
        Error "number-not-in-source" "a rule has a number that the article it cites does not contain"
        Warning "source-number-unused" "a cited article has a number that no rule citing it uses"
        Error "parameter-missing" "a parameter has no value on a version's first day, or none for too long (then a warning)"
        Error "version-overlap" "two versions are in force on one day"
        Warning "version-gap" "no version is in force on some days between two"
        Warning "unused-name" "a measure, list, condition or parameter is used by nothing"
        Warning "silent-change" "versions differ in an item or use that CHANGES.md does not name"
        Error "claims-number" "a statement's number is missing, doubled, or beyond the last"
        Error "claims-link" "a statement points at a version, item or use that is not there"
        Error "claims-cited" "a rule cites the article whose statements are answered"
        Advice "english-missing" "a name has no English although the scheme has an english.md"
    }
    Cases {
        Error "bad-case" "a worked example cannot be read"
    }
    Actions {
        Error "bad-action" "something people can do cannot be read"
    }
    Folder {
        Error "bad-claim" "a statement cannot be read"
        Error "bad-recognition" "a line of who recognises whose months cannot be read, or names what is not there"
        Error "bad-door" "a door, or the category that stands behind it, cannot be read or is missing"
        Error "bad-reminder" "something that has to be done by a day cannot be read"
    }
    Vocabulary {
        Error "fact-attribute-table" "the table of attributes is missing, doubled or has the wrong heads"
        Error "fact-bad-default" "a default is not a value of its attribute"
        Error "fact-bad-earliest" "the earliest month cannot be read"
        Error "fact-bad-english" "an English name is not English"
        Error "fact-bad-key" "a key is not snake_case"
        Error "fact-bad-kind" "a kind is none of the four"
        Error "fact-bad-name" "a name contains a character that expressions use"
        Error "fact-bad-options" "allowed values are too few, too many, doubled or not for this type"
        Error "fact-bad-range" "a range cannot be read or is empty"
        Error "fact-bad-sensitivity" "a sensitivity is none of the four"
        Error "fact-bad-type" "a type is none of the nine"
        Error "fact-bad-unit" "a unit is unknown, or not for this type"
        Error "fact-duplicate-key" "two facts or attributes have one key"
        Error "fact-duplicate-name" "two facts or attributes have one name"
        Error "fact-misplaced" "a heading, table or clause stands where none can"
        Error "fact-missing-clause" "a clause of a fact is missing"
        Error "fact-missing-options" "a choice does not say what can be chosen"
        Error "fact-repeated-clause" "a clause of a fact stands twice"
        Error "fact-title" "the file's title is wrong"
        Error "fact-unknown-clause" "a clause is not one of a fact"
        Error "fact-unsuited-clause" "a clause does not go with this kind of fact"
    }
};

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::path::Path;

    /// Every quoted code in the sources of this crate, outside the record's own problems.
    fn codes(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                codes(&path, found);
            } else if !name.contains("tests") && name != "catalogue.rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap().to_owned();
                let pieces = text.split('"').skip(1).step_by(2);
                let code = |piece: &&str| {
                    piece.len() > 1
                        && piece.contains('-')
                        && piece.chars().all(|c| c.is_ascii_lowercase() || c == '-')
                };
                found.extend(
                    pieces
                        .filter(code)
                        .filter(|code| !code.starts_with("record-") && !code.starts_with("x-"))
                        .map(str::to_owned),
                );
            }
        }
    }

    #[test]
    fn every_code_in_the_sources_is_listed_and_none_besides() {
        let mut found = BTreeSet::new();
        codes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
        found.extend(["cycle".to_owned(), "cliff".to_owned()]);
        found.remove("fact-duplicate"); // the beginning of two codes
        let listed: BTreeSet<String> = catalogue().iter().map(|meaning| meaning.code.to_owned()).collect();
        assert_eq!(listed.len(), catalogue().len(), "a code is listed twice");
        assert_eq!(found, listed);
    }
}
