//! Names of schemes and of their versions.

use crate::Date;
use std::fmt;

/// A scheme: `city/scheme`, in small ASCII letters, digits and hyphens.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SchemeId(String);

impl SchemeId {
    /// Reads `city/scheme`; nothing when it has another shape.
    pub fn parse(text: &str) -> Option<SchemeId> {
        let (city, scheme) = text.split_once('/')?;
        let fine = |part: &str| {
            !part.is_empty()
                && part.len() <= 64
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        (fine(city) && fine(scheme)).then(|| SchemeId(text.to_owned()))
    }

    /// The whole id.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the slash.
    pub fn city(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }
}

impl fmt::Display for SchemeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A version of a scheme: `city/scheme@2018-01-01`, by its effective date.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct VersionId {
    /// The scheme.
    pub scheme: SchemeId,
    /// The first day in force.
    pub effective: Date,
}

impl fmt::Display for VersionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.scheme, self.effective)
    }
}
