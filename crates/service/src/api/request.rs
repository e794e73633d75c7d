//! A request about a person, read from its bytes: every mistake of its fields and of the record in it is told at once.

use super::problem::{Mistake, Problem};
use super::tongue::Tongue;
use crate::site::Site;
use crate::speech::say;
use axum::body::Bytes;
use axum::extract::FromRequest;
use axum::http::{HeaderMap, StatusCode, header};
use policy::diagnostic::nearest;
use policy::model::Policy;
use policy::record::{Record, Unread, too_deep};
use policy::scheme::Scheme;
use score::explain::Language;
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use terms::Date;

/// The farthest that a forecast or a plan looks ahead.
const MOST_MONTHS: u32 = 240;
/// How far they look unless the request says otherwise.
const USUAL_MONTHS: u32 = 120;
/// More mistakes of a request's own keys than this are not listed.
const MOST_MISTAKES: usize = 50;
/// Longer words are cut short in messages.
const LONGEST_WORD: usize = 40;

const KEYS: [&str; 6] = ["record", "policy", "on", "lang", "use", "months"];

/// What a question needs besides the record.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Nothing more.
    Person,
    /// A scheme or version.
    Policy,
    /// A scheme and a use.
    Use,
}

/// What a request asks, checked.
pub struct Asked {
    /// The person.
    pub record: Record,
    /// The day of application.
    pub on: Date,
    /// The language of the answer.
    pub language: Language,
    /// How far to look ahead.
    pub months: u32,
    policy: Option<String>,
    purpose: Option<String>,
}

impl Asked {
    /// The scheme and the version that were asked for.
    pub fn version<'s>(&self, site: &'s Site) -> Result<(&'s Scheme, &'s Policy), Problem> {
        let id = self.policy.as_deref().unwrap_or_default();
        site.version(id, self.on).ok_or_else(|| {
            let message = say(self.language, "没有这个方案或版本", "there is no such scheme or version");
            let ids = site.library().schemes.iter().map(|scheme| scheme.id.as_str());
            let hint = nearest(&short(id), ids).map(|near| did_you_mean(self.language, near));
            Problem::not_found(self.language, message).at(Mistake {
                code: "request-no-such-policy",
                path: "$.policy".to_owned(),
                name: "policy".to_owned(),
                message: message.to_owned(),
                hint,
            })
        })
    }

    /// The use that was asked for.
    pub fn use_name(&self) -> &str {
        self.purpose.as_deref().unwrap_or_default()
    }
}

/// A body that says it is JSON, and the language of its errors unless it names one itself.
pub struct Sent {
    bytes: Bytes,
    language: Language,
}

impl Sent {
    /// What is asked, or everything that is wrong with it.
    pub fn read(&self, site: &Site, wants: Wants) -> Result<Asked, Problem> {
        read(site, &self.bytes, wants, self.language)
    }
}

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = Problem;

    async fn from_request(request: axum::extract::Request, state: &S) -> Result<Sent, Problem> {
        let (parts, body) = request.into_parts();
        let Tongue(language) = Tongue::of_parts(&parts);
        if !says_json(&parts.headers) {
            return Err(Problem::refused(language, StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let request = axum::extract::Request::from_parts(parts, body);
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Sent { bytes, language }),
            Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Problem::refused(language, StatusCode::PAYLOAD_TOO_LARGE))
            }
            Err(_) => Err(Problem::request(language, say(language, "请求没有送完", "the body ended early"))),
        }
    }
}

fn says_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json") || kind.to_ascii_lowercase().ends_with("+json")
}

/// Reads a request; `fallback` is the language of its errors unless it names one.
pub fn read(site: &Site, bytes: &[u8], wants: Wants, fallback: Language) -> Result<Asked, Problem> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Problem::request(fallback, say(fallback, "请求不是 UTF-8 文本", "the body is not UTF-8 text"))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let object = text.trim_start().starts_with('{');
    let fields = match serde_json::from_str::<Fields<'_>>(text) {
        Ok(fields) => fields,
        // The only mistake of data that there can be is in the record.
        Err(error) if object && error.is_data() => {
            let told = Mistake::of_record(fallback, &too_deep(), site.vocabulary());
            return Err(Problem::fields(fallback, vec![told]));
        }
        Err(error) if object || serde_json::from_str::<&RawValue>(text).is_err() => {
            return Err(Problem::request(fallback, not_json(&error, text, fallback)));
        }
        Err(_) => Fields(Vec::new()),
    };
    let language = match fields.0.iter().find(|(key, _)| key == "lang").map(|(_, value)| value) {
        Some(Given::Text("\"en\"")) => Language::English,
        Some(Given::Text("\"zh\"")) => Language::Chinese,
        _ => fallback,
    };
    let mut reader = Reader { language, errors: Vec::new() };
    if !object {
        reader.add("request-not-object", "$", ("请求要是一组键值", "the request has to be an object"), None);
    } else {
        let asked = reader.fields(site, fields, wants);
        if let (Some(asked), true) = (asked, reader.errors.is_empty()) {
            return Ok(asked);
        }
    }
    Err(Problem::fields(language, reader.errors))
}

/// The keys of a request and what stands under them: in their order and with their repetitions.
struct Fields<'b>(Vec<(Cow<'b, str>, Given<'b>)>);

/// What stands under a key.
enum Given<'b> {
    /// As written.
    Text(&'b str),
    /// The record, read once.
    Record(Unread<'b>),
}

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        source.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut found = Vec::with_capacity(KEYS.len());
        while let Some(key) = map.next_key::<Key<'de>>()? {
            let given = if key.0 == "record" {
                Given::Record(map.next_value()?)
            } else {
                Given::Text(map.next_value::<&RawValue>()?.get())
            };
            found.push((key.0, given));
        }
        Ok(Fields(found))
    }
}

#[derive(Deserialize)]
struct Key<'b>(#[serde(borrow)] Cow<'b, str>);

struct Reader {
    language: Language,
    errors: Vec<Mistake>,
}

impl Reader {
    fn add(&mut self, code: &'static str, path: &str, words: (&str, &str), hint: Option<String>) {
        if self.errors.len() < MOST_MISTAKES {
            let name = path
                .strip_prefix("$.")
                .map_or(say(self.language, "整个请求", "The request"), |name| name);
            let message = say(self.language, words.0, words.1).to_owned();
            self.errors.push(Mistake { code, path: path.to_owned(), name: name.to_owned(), message, hint });
        }
    }

    fn say(&self, chinese: &str, english: &str) -> Option<String> {
        Some(say(self.language, chinese, english).to_owned())
    }

    fn fields(&mut self, site: &Site, fields: Fields<'_>, wants: Wants) -> Option<Asked> {
        let mut record = None;
        let (mut policy, mut on, mut purpose, mut months) = (None, None, None, None);
        let mut known = Vec::with_capacity(KEYS.len());
        let (mut has_policy, mut has_use) = (false, false);
        for (key, given) in fields.0 {
            if self.errors.len() >= MOST_MISTAKES {
                break;
            }
            if let Some(own) = KEYS.into_iter().find(|own| **own == *key) {
                if known.contains(&own) {
                    let words = ("这个键写了两次", "this key is written twice");
                    self.add("request-duplicate-key", &path(own), words, None);
                    continue;
                }
                known.push(own);
            }
            let value = match given {
                Given::Record(unread) => {
                    record = Some(unread);
                    continue;
                }
                Given::Text(value) => value,
            };
            has_policy |= key == "policy" && value != "null";
            has_use |= key == "use" && value != "null";
            match key.as_ref() {
                "policy" => policy = self.text("policy", value, "city/scheme"),
                "on" => on = self.day(value),
                "lang" => self.lang(value),
                "use" => purpose = self.text("use", value, ""),
                "months" => months = self.months(value),
                other => {
                    let near = nearest(&short(other), KEYS).map(|near| did_you_mean(self.language, near));
                    let all = KEYS.join(", ");
                    let hint =
                        near.or_else(|| self.say(&format!("能写的键：{all}"), &format!("keys are {all}")));
                    self.add(
                        "request-unknown-key",
                        &path(other),
                        ("没有这个键", "there is no such key"),
                        hint,
                    );
                }
            }
        }
        if wants != Wants::Person && !has_policy {
            let hint =
                self.say("写成 city/scheme，或者 city/scheme@日期", "write city/scheme, or city/scheme@date");
            self.add(
                "request-missing-key",
                "$.policy",
                ("没有说用哪个方案", "which scheme is missing"),
                hint,
            );
        }
        if wants == Wants::Use && !has_use {
            let hint = self.say("写用途在政策里的名称", "write the use's name in the policy");
            self.add("request-missing-key", "$.use", ("没有说为了什么用途", "which use is missing"), hint);
        }
        let record = match record {
            Some(unread) => self.record(site, unread),
            None => {
                let hint =
                    self.say("记录的写法见 /api/v1/schema", "/api/v1/schema says how a record is written");
                self.add("request-missing-key", "$.record", ("没有记录", "the record is missing"), hint);
                None
            }
        };
        let on = on.unwrap_or_else(|| site.today());
        let months = months.unwrap_or(USUAL_MONTHS);
        Some(Asked { record: record?, on, language: self.language, months, policy, purpose })
    }

    fn record(&mut self, site: &Site, unread: Unread<'_>) -> Option<Record> {
        match unread.read(site.vocabulary()) {
            Ok(record) => Some(record),
            Err(problems) => {
                let told = |problem| Mistake::of_record(self.language, problem, site.vocabulary());
                let told: Vec<Mistake> = problems.iter().map(told).collect();
                self.errors.extend(told);
                None
            }
        }
    }

    /// A text; `null` is as if the key were not there.
    fn text(&mut self, key: &str, value: &str, like: &str) -> Option<String> {
        if value == "null" {
            return None;
        }
        let text = serde_json::from_str::<String>(value).ok();
        if text.is_none() {
            let hint = if like.is_empty() {
                None
            } else {
                self.say(&format!("写成 {like}"), &format!("write {like}"))
            };
            self.add("request-wrong-type", &path(key), ("这里要是文字", "this has to be a text"), hint);
        }
        text
    }

    fn day(&mut self, value: &str) -> Option<Date> {
        let text = self.text("on", value, "2018-06-15")?;
        let day = policy::language::phrase::day(&text);
        if day.is_none() {
            let hint =
                self.say("写成 2018-06-15，并且要有这一天", "write 2018-06-15, and the day has to exist");
            self.add("request-bad-date", "$.on", ("不是日期", "this is not a date"), hint);
        }
        day
    }

    fn lang(&mut self, value: &str) {
        if !matches!(value, "null" | "\"zh\"" | "\"en\"") {
            let hint = self.say("写 zh 或 en", "write zh or en");
            self.add("request-bad-option", "$.lang", ("没有这种语言", "there is no such language"), hint);
        }
    }

    fn months(&mut self, value: &str) -> Option<u32> {
        if value == "null" {
            return None;
        }
        let months = value.parse::<u32>().ok().filter(|months| *months <= MOST_MONTHS);
        if months.is_none() {
            let hint = self.say(
                &format!("0 至 {MOST_MONTHS} 的整数"),
                &format!("a whole number from 0 to {MOST_MONTHS}"),
            );
            self.add(
                "request-out-of-range",
                "$.months",
                ("月数不对", "this is not a number of months"),
                hint,
            );
        }
        months
    }
}

fn did_you_mean(language: Language, near: &str) -> String {
    match language {
        Language::Chinese => format!("是不是 {near}？"),
        Language::English => format!("did you mean `{near}`?"),
    }
}

fn path(key: &str) -> String {
    if !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || c == '_') {
        format!("$.{}", short(key))
    } else {
        format!("$[{:?}]", short(key))
    }
}

fn short(text: &str) -> String {
    let cut: String = text.chars().take(LONGEST_WORD).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

/// Where text stops being JSON, in characters and not in bytes.
fn not_json(error: &serde_json::Error, text: &str, language: Language) -> String {
    if error.is_eof() {
        return say(
            language,
            "JSON 没有写完，后面还缺引号或括号",
            "the JSON ends early: a quote or a bracket is missing",
        )
        .to_owned();
    }
    let line = text.split('\n').nth(error.line().saturating_sub(1)).unwrap_or_default();
    let before = (0..error.column()).rev().find_map(|end| line.get(..end)).unwrap_or_default();
    let (row, column) = (error.line(), before.chars().count() + 1);
    match language {
        Language::Chinese => format!("第 {row} 行第 {column} 列不是合法的 JSON"),
        Language::English => format!("line {row}, column {column} is not JSON"),
    }
}
