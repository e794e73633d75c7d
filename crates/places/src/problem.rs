//! What is wrong with a round, in the words of those who run it: all of it at once, each with its place and a hint.

use std::fmt;

/// How bad a problem is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The round cannot be run.
    Error,
    /// The round can be run; somebody should look.
    Notice,
}

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Whether the round can be run all the same.
    pub severity: Severity,
    /// Where: a file and its line, or what it is about.
    pub place: String,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

impl Problem {
    /// Something that stops the round.
    pub fn error(place: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { severity: Severity::Error, place: place.into(), message: message.into(), hint: hint.into() }
    }

    /// Something to look at.
    pub fn notice(place: impl Into<String>, message: impl Into<String>, hint: impl Into<String>) -> Problem {
        Problem { severity: Severity::Notice, ..Problem::error(place, message, hint) }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match self.severity {
            Severity::Error => "错误",
            Severity::Notice => "提示",
        };
        write!(f, "{kind}：{}：{}（{}）", self.place, self.message, self.hint)
    }
}

/// Whether any of them stops the round.
pub fn stops(problems: &[Problem]) -> bool {
    problems.iter().any(|problem| problem.severity == Severity::Error)
}
