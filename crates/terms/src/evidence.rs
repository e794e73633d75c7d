//! How well a number is known.

use std::fmt;

/// The evidence grade of a rule. Ordered from weakest to strongest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Grade {
    /// 待核: from memory, or sources disagree.
    Unverified,
    /// 转引: read in a copy of the text.
    Copied,
    /// 已核: read in the official text.
    Verified,
}

impl Grade {
    /// The grade's word in the language.
    pub fn word(self) -> &'static str {
        match self {
            Grade::Verified => "已核",
            Grade::Copied => "转引",
            Grade::Unverified => "待核",
        }
    }

    /// The grade's English word.
    pub fn english(self) -> &'static str {
        match self {
            Grade::Verified => "verified",
            Grade::Copied => "copied",
            Grade::Unverified => "unverified",
        }
    }

    /// Reads a grade's word.
    pub fn from_word(word: &str) -> Option<Grade> {
        [Grade::Verified, Grade::Copied, Grade::Unverified].into_iter().find(|grade| grade.word() == word)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
