//! How a reader wants to see pages: the language and the size of type, carried in the address of every link.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use score::explain::Language;
use std::convert::Infallible;
use terms::Grade;

/// The language and the size of type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct View {
    /// The language of everything that is not a policy's own text.
    pub language: Language,
    /// Type for eyes that are not young.
    pub large: bool,
    /// Type larger still; then it is large too.
    pub larger: bool,
}

impl View {
    /// What the query of an address asks for; Chinese and ordinary type unless it says otherwise.
    pub fn of(query: &str) -> View {
        let has = |wanted: &str| query.split('&').any(|pair| pair == wanted);
        let language = if has("lang=en") { Language::English } else { Language::Chinese };
        let larger = has("size=larger");
        View { language, large: larger || has("size=large"), larger }
    }

    /// The text in the language at hand.
    pub fn say<'t>(self, chinese: &'t str, english: &'t str) -> &'t str {
        if self.english() { english } else { chinese }
    }

    /// True for English.
    pub fn english(self) -> bool {
        self.language == Language::English
    }

    /// The language's code for `lang` attributes.
    pub fn code(self) -> &'static str {
        if self.english() { "en" } else { "zh-Hans" }
    }

    /// An address of ours that keeps the language and the size.
    pub fn link(self, path: &str) -> String {
        let (path, anchor) = path.split_once('#').map_or((path, None), |(path, anchor)| (path, Some(anchor)));
        let mut out = path.to_owned();
        let mut add = |pair: &str| {
            out.push(if out.contains('?') { '&' } else { '?' });
            out.push_str(pair);
        };
        if self.english() {
            add("lang=en");
        }
        if self.larger {
            add("size=larger");
        } else if self.large {
            add("size=large");
        }
        if let Some(anchor) = anchor {
            out.push('#');
            out.push_str(anchor);
        }
        out
    }

    /// A grade in words.
    pub fn grade(self, grade: Grade) -> &'static str {
        self.pick(grade.word(), grade.english())
    }

    /// What a grade means.
    pub fn grade_meaning(self, grade: Grade) -> &'static str {
        match grade {
            Grade::Verified => self.pick("在官方文本里读到", "read in the official text"),
            Grade::Copied => self.pick("在转载的文本里读到", "read in a copy"),
            Grade::Unverified => {
                self.pick("凭记忆或说法不一，还没有核实", "from memory or disputed, not verified yet")
            }
        }
    }

    fn pick(self, chinese: &'static str, english: &'static str) -> &'static str {
        if self.english() { english } else { chinese }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<View, Infallible> {
        Ok(View::of(parts.uri.query().unwrap_or_default()))
    }
}

/// Percent-encodes what may not stand in an address.
pub fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// The value of a key in a query, decoded.
pub fn asked_for(query: &str, key: &str) -> Option<String> {
    let value = query.split('&').find_map(|pair| pair.strip_prefix(key)?.strip_prefix('='))?;
    let mut bytes = Vec::new();
    let mut rest = value.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match (first, after) {
            (b'+', _) => bytes.push(b' '),
            (b'%', [high, low, after @ ..]) => {
                let digit = |byte: u8| char::from(byte).to_digit(16);
                let value = digit(*high)? * 16 + digit(*low)?;
                bytes.push(u8::try_from(value).ok()?);
                rest = after;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_keep_what_the_reader_chose() {
        let english = View { language: Language::English, large: true, larger: false };
        assert_eq!(english.link("/a/b?door=x#c"), "/a/b?door=x&lang=en&size=large#c");
        assert_eq!(View::of("").link("/a"), "/a");
        assert_eq!(
            View::of("door=x&lang=en"),
            View { language: Language::English, large: false, larger: false }
        );
        let larger = View::of("size=larger");
        assert!(larger.large && larger.larger);
        assert_eq!(larger.link("/a"), "/a?size=larger");
    }

    #[test]
    fn a_query_is_decoded_as_it_was_encoded() {
        assert_eq!(asked_for(&format!("x=1&q={}", encoded("积分 % 办")), "q").unwrap(), "积分 % 办");
        assert_eq!(asked_for("q=a+b", "q").unwrap(), "a b");
        assert_eq!(asked_for("q=%ff", "q"), None);
        assert_eq!(asked_for("q=%4", "q").unwrap(), "%4");
    }
}
