//! In which language an error is told: the switch `lang` of the address, else `Accept-Language`, else Chinese.

use crate::view::asked_for;
use axum::extract::FromRequestParts;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::request::Parts;
use score::explain::Language;
use std::convert::Infallible;

/// The language that a program, or the person behind it, reads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tongue(pub Language);

impl Tongue {
    /// What a request says in its address and its headers.
    pub fn of(query: &str, accepted: Option<&str>) -> Tongue {
        let switch = asked_for(query, "lang").and_then(|code| known(&code));
        Tongue(switch.or_else(|| accepted.and_then(preferred)).unwrap_or(Language::Chinese))
    }

    /// What the parts of a request say.
    pub fn of_parts(parts: &Parts) -> Tongue {
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Tongue::of(parts.uri.query().unwrap_or_default(), accepted)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Tongue {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Tongue, Infallible> {
        Ok(Tongue::of_parts(parts))
    }
}

fn known(code: &str) -> Option<Language> {
    match code {
        "zh" => Some(Language::Chinese),
        "en" => Some(Language::English),
        _ => None,
    }
}

/// The language of ours that stands highest; between equals, the first.
fn preferred(accepted: &str) -> Option<Language> {
    let mut best: Option<(u32, Language)> = None;
    for part in accepted.split(',') {
        let (tag, weight) = part.split_once(';').map_or((part, None), |(tag, weight)| (tag, Some(weight)));
        let short = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let weight = weight.map_or(1000, |weight| thousandths(weight.trim()));
        if let Some(language) = known(&short)
            && weight > best.map_or(0, |(weight, _)| weight)
        {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// `q=0.8` is 800. What is not a weight is none.
fn thousandths(weight: &str) -> u32 {
    let Some(number) = weight.strip_prefix("q=") else { return 0 };
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole: u32 = whole.parse().unwrap_or(0);
    (whole.min(1) * 1000 + part.parse::<u32>().unwrap_or(0)).min(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_switch_goes_before_the_header_and_the_header_before_chinese() {
        let of = |query: &str, accepted: &str| Tongue::of(query, Some(accepted)).0;
        assert_eq!(Tongue::of("", None).0, Language::Chinese);
        assert_eq!(of("lang=en", "zh"), Language::English);
        assert_eq!(of("lang=zh", "en"), Language::Chinese);
        assert_eq!(of("lang=fr", "en-GB"), Language::English);
        assert_eq!(of("", "fr, en;q=0.5, zh;q=0.4"), Language::English);
        assert_eq!(of("", "zh-CN,zh;q=0.9,en;q=0.8"), Language::Chinese);
        assert_eq!(of("", "en;q=0.1, zh-CN;q=0.25"), Language::Chinese);
        assert_eq!(of("", "en;q=0, fr"), Language::Chinese, "none of ours is accepted");
        assert_eq!(of("", ";;;,q=,en;q=x"), Language::Chinese);
    }
}
