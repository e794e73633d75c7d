//! How a verb ends.

use std::fmt::Write as _;
use std::io::Write as _;

/// How a verb ended, when it could do its work.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Exit code 0.
    Fine,
    /// Exit code 1: asked whether something holds, and it does not.
    NotMet,
    /// Exit code 2: what was handed in is wrong, and what is wrong was printed.
    Refused,
}

/// Why a verb could not do its work: exit code 2.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Failure {
    message: String,
    details: Vec<String>,
    hints: Vec<String>,
}

impl Failure {
    pub fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), details: Vec::new(), hints: Vec::new() }
    }

    /// With one of several things that are wrong.
    #[must_use]
    pub fn detail(mut self, detail: impl Into<String>) -> Failure {
        self.details.push(detail.into());
        self
    }

    /// With what can be done.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Failure {
        self.hints.push(hint.into());
        self
    }

    fn text(&self) -> String {
        let mut text = format!("错误：{}\n", self.message);
        for (detail, number) in self.details.iter().zip(1..) {
            let _ = write!(text, "\n{number}. ");
            for line in detail.lines() {
                let _ = writeln!(text, "{line}");
            }
        }
        if !self.hints.is_empty() {
            text.push('\n');
        }
        for hint in &self.hints {
            let _ = writeln!(text, "建议：{hint}");
        }
        text
    }

    pub fn print(&self) {
        // Nobody is left to tell when the error stream is closed.
        let _ = anstream::stderr().write_all(self.text().as_bytes());
    }
}
