//! What is wrong with a record, where, and what would be right.

use std::fmt;

/// More problems than this are not listed one by one.
const MOST: usize = 200;
/// Longer words are not looked up and are cut short in messages.
const LONGEST_WORD: usize = 40;

/// One thing that is wrong with a record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RecordProblem {
    /// A stable name, such as `record-bad-date`.
    pub code: &'static str,
    /// Where: `$.facts.employee_insurance[3].from`.
    pub path: String,
    /// The same place in Chinese: `职工社会保险第 4 条的起`; `整份记录` for the whole.
    pub name: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What was expected there; empty when the message says it all.
    pub expected: String,
    /// The nearest thing that would have been right, if there is one.
    pub nearest: Option<String>,
}

impl RecordProblem {
    pub(super) fn new(code: &'static str, place: &Place<'_>, message: String) -> RecordProblem {
        RecordProblem {
            code,
            path: place.path(),
            name: place.name(),
            message,
            expected: String::new(),
            nearest: None,
        }
    }

    pub(super) fn whole(code: &'static str, message: String) -> RecordProblem {
        RecordProblem::new(code, &Place::ROOT, message)
    }

    pub(super) fn expected(mut self, expected: impl Into<String>) -> RecordProblem {
        self.expected = expected.into();
        self
    }

    pub(super) fn nearest(mut self, nearest: Option<impl Into<String>>) -> RecordProblem {
        self.nearest = nearest.map(Into::into);
        self
    }

    /// What can be done, when the problem says more than that something is wrong.
    pub fn hint(&self) -> Option<String> {
        let gap = if self.expected.starts_with(|c: char| c.is_ascii()) { " " } else { "" };
        match (self.expected.as_str(), &self.nearest) {
            ("", None) => None,
            ("", Some(nearest)) => Some(format!("是不是 {nearest}？")),
            (expected, None) => Some(format!("应为{gap}{expected}")),
            (expected, Some(nearest)) => Some(format!("应为{gap}{expected}；是不是 {nearest}？")),
        }
    }
}

impl fmt::Display for RecordProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}：{}（{}）", self.name, self.message, self.path)?;
        match self.hint() {
            Some(hint) => write!(f, "\n  建议：{hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for RecordProblem {}

/// All problems of a record, up to a number that somebody could still read.
#[derive(Default)]
pub(super) struct Problems {
    found: Vec<RecordProblem>,
    more: usize,
}

impl Problems {
    pub fn push(&mut self, problem: RecordProblem) {
        if self.is_full() {
            self.more += 1;
        } else {
            self.found.push(problem);
        }
    }

    /// True when nothing further is listed, so that no more work goes into hints.
    pub fn is_full(&self) -> bool {
        self.found.len() >= MOST
    }

    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub fn into_list(mut self) -> Vec<RecordProblem> {
        if self.more > 0 {
            let message = format!("另有 {} 处不对，没有一一列出", self.more);
            self.found.push(RecordProblem::whole("record-many-problems", message));
        }
        self.found
    }

    /// The nearest word; none for words too long to be a slip.
    pub fn nearest<'a>(&self, word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
        let short = !self.is_full() && word.chars().take(LONGEST_WORD + 1).count() <= LONGEST_WORD;
        short.then(|| crate::diagnostic::nearest(word, among)).flatten()
    }
}

/// A place in a record, as a chain up to the root. It costs nothing until a problem asks for its words.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step<'a>,
}

#[derive(Clone, Copy)]
enum Step<'a> {
    Root,
    /// A key, and what it is called in Chinese; keys of the format itself have no name.
    Key(&'a str, &'a str),
    Index(usize),
}

impl<'a> Place<'a> {
    pub const ROOT: Place<'static> = Place { above: None, step: Step::Root };

    pub fn key(&'a self, key: &'a str, name: &'a str) -> Place<'a> {
        Place { above: Some(self), step: Step::Key(key, name) }
    }

    pub fn index(&'a self, at: usize) -> Place<'a> {
        Place { above: Some(self), step: Step::Index(at) }
    }

    fn path(&self) -> String {
        let above = self.above.map(Place::path).unwrap_or_default();
        match self.step {
            Step::Root => "$".to_owned(),
            Step::Index(at) => format!("{above}[{at}]"),
            Step::Key(key, _) if !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                format!("{above}.{}", short(key))
            }
            Step::Key(key, _) => format!("{above}[{:?}]", short(key)),
        }
    }

    fn name(&self) -> String {
        let name = self.words();
        if name.is_empty() { "整份记录".to_owned() } else { name }
    }

    fn words(&self) -> String {
        let above = self.above.map(Place::words).unwrap_or_default();
        match self.step {
            Step::Key(_, name) if above.is_empty() => name.to_owned(),
            Step::Key(_, name) if !name.is_empty() => format!("{above}的{name}"),
            Step::Index(at) => format!("{above}第 {} 条", at + 1),
            _ => above,
        }
    }
}

/// A word for a message: in quotation marks, not too long, without characters that would break the line.
pub(super) fn quoted(text: &str) -> String {
    format!("“{}”", short(text))
}

fn short(text: &str) -> String {
    let visible = |c: char| {
        if c.is_control() || super::value::is_hidden(c) { '\u{fffd}' } else { c }
    };
    let cut: String = text.chars().take(LONGEST_WORD).map(visible).collect();
    if cut.len() < text.len() && text.chars().nth(LONGEST_WORD).is_some() { format!("{cut}…") } else { cut }
}
