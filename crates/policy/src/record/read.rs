//! From JSON to a record.

use super::envelope::{self, Envelope};
use super::json::{Json, Unread};
use super::problem::{Place, Problems, RecordProblem, quoted};
use super::{Entry, Held, Record, State, Value, value};
use crate::vocabulary::{AttributeId, Fact, FactId, Kind, Vocabulary};
use std::borrow::Cow;
use terms::{Date, Month};

/// The most spans or events of one fact.
pub const MOST_ENTRIES: usize = 10_000;

/// Reads a person's facts from JSON and holds them to the vocabulary; reports all problems at once.
///
/// Entries are put in order, so that the same facts give the same record however they were listed.
///
/// ```
/// use policy::record::read_record;
/// use policy::vocabulary::read_vocabulary;
/// let facts = "# 事实词表\n\n## 个人\n\n### 出生日期\n\n- 键：birth_date\n- 类：值\n- 型：日期\n- 定义：出生的日期。\n\
///     - 认定：公安\n- 敏感：个人\n- 英文：Date of birth\n";
/// let (vocabulary, problems) = read_vocabulary(facts, "facts.md");
/// assert_eq!(problems, vec![]);
/// assert!(read_record(r#"{"facts": {"birth_date": "1984-03-05"}}"#, &vocabulary).is_ok());
/// let problems = read_record(r#"{"facts": {"出生日期": "1984/3/5"}}"#, &vocabulary).unwrap_err();
/// assert_eq!(problems[0].path, "$.facts.出生日期");
/// assert_eq!(problems[0].nearest.as_deref(), Some("1984-03-05"));
/// ```
pub fn read_record(json: &str, vocabulary: &Vocabulary) -> Result<Record, Vec<RecordProblem>> {
    let mut problems = Problems::default();
    let envelope = envelope::open(json, &mut problems);
    read(envelope, vocabulary, problems)
}

impl Unread<'_> {
    /// Holds the record to the vocabulary, as [`read_record`] does.
    pub fn read(self, vocabulary: &Vocabulary) -> Result<Record, Vec<RecordProblem>> {
        let mut problems = Problems::default();
        let envelope = envelope::parts(self.0, &mut problems);
        read(envelope, vocabulary, problems)
    }
}

fn read(
    envelope: Option<Envelope<'_>>,
    vocabulary: &Vocabulary,
    problems: Problems,
) -> Result<Record, Vec<RecordProblem>> {
    let mut reader = Reader { vocabulary, problems };
    let record = envelope.map_or_else(Record::default, |envelope| reader.record(&envelope));
    if reader.problems.is_empty() { Ok(record) } else { Err(reader.problems.into_list()) }
}

struct Reader<'a> {
    vocabulary: &'a Vocabulary,
    problems: Problems,
}

/// What one key of a span or event means.
#[derive(Clone, Copy)]
enum Slot {
    From,
    To,
    Id,
    Attribute(AttributeId),
}

/// The key and the name under which a span or event says its days and its identity.
const FROM: (&str, &str) = ("from", "起");
const TO: (&str, &str) = ("to", "止");
const DATE: (&str, &str) = ("date", "日期");
const ID: (&str, &str) = ("id", "编号");

impl Reader<'_> {
    fn record(&mut self, envelope: &Envelope<'_>) -> Record {
        let root = Place::ROOT;
        let mut record = Record::unknown(self.vocabulary.len());
        let mut given: Vec<Option<&str>> = vec![None; self.vocabulary.len()];
        let facts = root.key("facts", "");
        for (key, json) in &envelope.facts {
            let place = facts.key(key, key);
            let Some(id) = envelope::fact(key, self.vocabulary, &place, &mut self.problems) else {
                continue;
            };
            let fact = self.vocabulary.fact(id);
            let place = facts.key(key, &fact.name);
            let Some(slot) = given.get_mut(usize::from(id.0)) else { continue };
            match slot.replace(key) {
                Some(other) if other != key => {
                    let message = format!("与{}是同一个事实", quoted(other));
                    self.problems
                        .push(RecordProblem::new("record-same-fact", &place, message).expected("只写一次"));
                }
                Some(_) => self.problems.push(envelope::twice(key, &facts)),
                None => {
                    if let Some(held) = self.held(fact, json, &place) {
                        record.put(id, State { held, disputed: false });
                    }
                }
            }
        }
        let given = |id: FactId| given.get(usize::from(id.0)).copied().flatten();
        let unknown = self.list("unknown", &envelope.unknown, |place, id, problems| {
            if let Some(key) = given(id) {
                let message = format!("{}在 facts 里已经给出，不能又是未知", quoted(key));
                problems.push(
                    RecordProblem::new("record-given-and-unknown", place, message).expected("二者取一"),
                );
            }
        });
        self.list("disputed", &envelope.disputed, |place, id, problems| {
            if given(id).is_none() && !unknown.contains(&id) {
                let problem = RecordProblem::new(
                    "record-disputed-not-given",
                    place,
                    "有争议的事实要先在 facts 里给出".into(),
                );
                problems.push(problem.expected("在 facts 里写出现有的内容，或者改列 unknown"));
            } else if unknown.contains(&id) {
                let message = "已经列为未知，不能又有争议".to_owned();
                problems.push(
                    RecordProblem::new("record-disputed-not-given", place, message).expected("二者取一"),
                );
            }
            let mut state = record.get(id).clone();
            state.disputed = true;
            record.put(id, state);
        });
        record
    }

    /// Goes through a list of facts and gives those it names, each once.
    fn list(
        &mut self,
        key: &str,
        names: &[(usize, Cow<'_, str>)],
        mut each: impl FnMut(&Place<'_>, FactId, &mut Problems),
    ) -> Vec<FactId> {
        let root = Place::ROOT;
        let list = root.key(key, envelope::part(key));
        let mut found = Vec::new();
        for (at, name) in names {
            let place = list.index(*at);
            let Some(id) = envelope::fact(name, self.vocabulary, &place, &mut self.problems) else {
                continue;
            };
            if found.contains(&id) {
                let message = format!("{}写了两次", quoted(name));
                self.problems.push(RecordProblem::new("record-listed-twice", &place, message));
                continue;
            }
            found.push(id);
            each(&place, id, &mut self.problems);
        }
        found
    }

    fn held(&mut self, fact: &Fact, json: &Json<'_>, place: &Place<'_>) -> Option<Held> {
        match (json, fact.field()) {
            (Json::Null, _) => Some(Held::Nothing),
            (Json::Array(items), _) if items.is_empty() => Some(Held::Nothing),
            (Json::Object(fields), Some(_)) => self.dated_value(fact, fields, place),
            (json, Some(field)) => {
                value::value(json, field, place, &mut self.problems).map(|value| Held::Value(value, None))
            }
            (Json::Array(items), None) => self.entries(fact, items, place),
            (other, None) => {
                let message = format!("“{}”是{}，这里是{}", fact.name, fact.kind.word(), other.word());
                let problem = RecordProblem::new("record-wrong-type", place, message);
                self.problems.push(problem.expected("列表，一段或一次一条：[{…}]"));
                None
            }
        }
    }

    /// `{"value": …, "since": …}`
    fn dated_value(
        &mut self,
        fact: &Fact,
        fields: &[(Cow<'_, str>, Json<'_>)],
        place: &Place<'_>,
    ) -> Option<Held> {
        envelope::repeated(fields, place, &mut self.problems);
        let field = fact.field()?;
        let mut read = None;
        let mut since = None;
        let mut given = false;
        for (key, json) in fields {
            match (key.as_ref(), json) {
                ("value", Json::Null) => {
                    given = true;
                    let problem =
                        RecordProblem::new("record-wrong-type", place, "没有值，却写了值的格式".into());
                    self.problems.push(problem.expected("整个事实写成 null"));
                }
                ("value", Json::Array(items)) if items.is_empty() => {
                    given = true;
                    let problem =
                        RecordProblem::new("record-wrong-type", place, "没有值，却写了值的格式".into());
                    self.problems.push(problem.expected("整个事实写成 []"));
                }
                ("value", json) => {
                    given = true;
                    read = value::value(json, field, &place.key(key, "值"), &mut self.problems);
                }
                ("since", json) => {
                    since = value::date(json, None, &place.key(key, "起始日期"), &mut self.problems);
                }
                _ => {
                    let near = self.problems.nearest(key, ["value", "since"]);
                    let message = format!("值没有{}这一部分", quoted(key));
                    let problem =
                        RecordProblem::new("record-unknown-attribute", &place.key(key, key), message);
                    self.problems.push(problem.expected("value 和 since").nearest(near));
                }
            }
        }
        if !given {
            let problem = RecordProblem::new("record-missing-value", place, "缺少 value".into());
            self.problems.push(problem.expected("{\"value\": …, \"since\": …}"));
        }
        read.map(|value| Held::Value(value, since))
    }

    fn entries(&mut self, fact: &Fact, items: &[Json<'_>], place: &Place<'_>) -> Option<Held> {
        if items.len() > MOST_ENTRIES {
            let message = format!("有 {} 条，超过上限 {MOST_ENTRIES} 条", items.len());
            self.problems.push(RecordProblem::new("record-too-many-entries", place, message));
            return None;
        }
        let mut entries = Vec::with_capacity(items.len());
        let mut keys = Vec::new();
        for (at, item) in items.iter().enumerate() {
            entries.extend(self.entry(fact, item, &mut keys, &place.index(at)));
        }
        entries.sort_by(|a, b| order(a).cmp(&order(b)));
        Some(Held::Entries(entries))
    }

    /// One span or event. `keys` are those of the one before with what they mean: mostly they are the same in the same order.
    fn entry<'j>(
        &mut self,
        fact: &'j Fact,
        json: &'j Json<'_>,
        keys: &mut Vec<(&'j str, Option<Meaning<'j>>)>,
        place: &Place<'_>,
    ) -> Option<Entry> {
        let Json::Object(fields) = json else {
            let message = format!("这里是{}", json.word());
            let problem = RecordProblem::new("record-wrong-type", place, message);
            self.problems.push(problem.expected("一组键值：{…}"));
            return None;
        };
        let mut from = None;
        let mut to = None;
        let mut id = None;
        let mut given: Vec<(&str, &str)> = Vec::with_capacity(fields.len());
        let mut attributes: Vec<Option<Value>> =
            fact.attributes.iter().map(|own| own.default.clone()).collect();
        for (at, (key, json)) in fields.iter().enumerate() {
            let meaning = match keys.get(at) {
                Some((known, meaning)) if known == key => *meaning,
                _ => {
                    let meaning = meaning(fact, key);
                    keys.truncate(at);
                    keys.push((key, meaning));
                    meaning
                }
            };
            let Some((slot, ascii, name)) = meaning else {
                self.unknown_attribute(fact, key, place);
                continue;
            };
            let below = place.key(key, name);
            match given.iter_mut().find(|(known, _)| *known == ascii) {
                Some((_, other)) => {
                    let other = std::mem::replace(other, key);
                    if other == key {
                        self.problems.push(envelope::twice(key, place));
                    } else {
                        let message = format!("与{}是同一项", quoted(other));
                        let problem = RecordProblem::new("record-same-attribute", &below, message);
                        self.problems.push(problem.expected("只写一次"));
                    }
                }
                None => given.push((ascii, key)),
            }
            match slot {
                Slot::From => from = self.day(fact.kind, json, false, &below),
                Slot::To if *json == Json::Null => {}
                Slot::To => to = self.day(fact.kind, json, true, &below),
                Slot::Id => id = value::text(json, &below, &mut self.problems),
                Slot::Attribute(at) => {
                    let own = fact.attributes.get(usize::from(at.0));
                    let read = own.and_then(|own| match json {
                        Json::Null if own.kind.is_many() => Some(Value::Many(0)),
                        Json::Null => Some(Value::Nothing),
                        json => value::value(json, own.field(), &below, &mut self.problems),
                    });
                    if let Some(place) = attributes.get_mut(usize::from(at.0)) {
                        *place = read;
                    }
                }
            }
        }
        let (first, name) = if fact.kind == Kind::Events { DATE } else { FROM };
        if !given.iter().any(|(known, _)| *known == first) {
            let message = format!("缺少“{name}”（{first}）");
            let problem = RecordProblem::new("record-missing-date", place, message);
            self.problems.push(problem.expected(if fact.kind == Kind::MonthSpans {
                "月份"
            } else {
                "日期"
            }));
        }
        let from = from?;
        if fact.kind == Kind::Events {
            to = Some(from);
        }
        self.ends(fact, from, to, place);
        Some(Entry { id, from, to, attributes, maybe: false })
    }

    /// The first or last day that a span's end means.
    fn day(&mut self, kind: Kind, json: &Json<'_>, last: bool, place: &Place<'_>) -> Option<Date> {
        if kind == Kind::MonthSpans {
            let month = value::month(json, place, &mut self.problems)?;
            return Some(if last { month.last_day() } else { month.first_day() });
        }
        value::date(json, None, place, &mut self.problems)
    }

    fn ends(&mut self, fact: &Fact, from: Date, to: Option<Date>, place: &Place<'_>) {
        let shown = |day: Date| match fact.kind {
            Kind::MonthSpans => Month::of(day).to_string(),
            _ => day.to_string(),
        };
        if let Some(to) = to.filter(|to| *to < from) {
            let message = format!("止 {} 早于起 {}", shown(to), shown(from));
            let problem = RecordProblem::new("record-ends-before-start", &place.key(TO.0, TO.1), message);
            self.problems.push(problem.expected("不早于起"));
        }
        if let Some(earliest) = fact.earliest.filter(|earliest| from < earliest.first_day()) {
            let message = format!("起 {} 太早", shown(from));
            let problem = RecordProblem::new("record-too-early", &place.key(FROM.0, FROM.1), message);
            let nearest = shown(earliest.first_day());
            self.problems.push(problem.expected(format!("不早于 {earliest}")).nearest(Some(nearest)));
        }
    }

    fn unknown_attribute(&mut self, fact: &Fact, key: &str, place: &Place<'_>) {
        let own = fact.attributes.iter().flat_map(|own| [own.name.as_str(), own.key.as_str()]);
        let ends: &[(&str, &str)] = if fact.kind == Kind::Events { &[DATE, ID] } else { &[FROM, TO, ID] };
        let near = self.problems.nearest(key, own.chain(ends.iter().flat_map(|(key, name)| [*key, *name])));
        let message = format!("“{}”没有{}这个属性", fact.name, quoted(key));
        let mut problem = RecordProblem::new("record-unknown-attribute", &place.key(key, key), message);
        if !self.problems.is_full() {
            let names =
                ends.iter().map(|(_, name)| *name).chain(fact.attributes.iter().map(|own| own.name.as_str()));
            problem =
                problem.expected(format!("其中之一：{}", names.collect::<Vec<_>>().join("、"))).nearest(near);
        }
        self.problems.push(problem);
    }
}

/// What a key means, and its two names.
type Meaning<'f> = (Slot, &'f str, &'f str);

fn meaning<'f>(fact: &'f Fact, key: &str) -> Option<Meaning<'f>> {
    let is = |pair: (&str, &str)| key == pair.0 || key == pair.1;
    let events = fact.kind == Kind::Events;
    if is(ID) {
        return Some((Slot::Id, ID.0, ID.1));
    }
    if events && is(DATE) {
        return Some((Slot::From, DATE.0, DATE.1));
    }
    if !events && is(FROM) {
        return Some((Slot::From, FROM.0, FROM.1));
    }
    if !events && is(TO) {
        return Some((Slot::To, TO.0, TO.1));
    }
    let at = fact.attribute(key)?;
    let own = fact.attributes.get(usize::from(at.0))?;
    Some((Slot::Attribute(at), &own.key, &own.name))
}

/// By first day, then by everything else: an order that depends on the entries alone. A span still running comes last.
fn order(entry: &Entry) -> impl Ord + '_ {
    (entry.from, entry.to.is_none(), entry.to, &entry.id, &entry.attributes)
}
