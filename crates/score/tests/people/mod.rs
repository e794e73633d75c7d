//! Invented people for tests: every fact known, drawn from a seed, leaning toward one city so that its rules have work to do.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may fail loudly")]

use policy::record::{Entry, Held, Record, State, Value};
use policy::vocabulary::{Attribute, Fact, Field, Kind, Type, Vocabulary};
use terms::civil::{day_number, day_of_number};
use terms::{Date, Exact, Month};

/// A small generator of numbers; the seed is the whole state.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end.max(1)
    }

    pub fn chance(&mut self, of_a_hundred: u64) -> bool {
        self.below(100) < of_a_hundred
    }

    fn day(&mut self, from: Date, to: Date) -> Date {
        let (from, to) = (day_number(from), day_number(to));
        day_of_number(from + self.below(u64::try_from(to - from + 1).unwrap_or(1)) as i32)
    }
}

/// A person of whom everything is known.
pub fn person(vocabulary: &Vocabulary, city: &str, dice: &mut Dice) -> Record {
    let mut record = Record::unknown(vocabulary.len());
    for (id, fact) in vocabulary.facts() {
        let held = held(fact, city, dice);
        record.put(id, State { held, disputed: false });
    }
    record
}

fn held(fact: &Fact, city: &str, dice: &mut Dice) -> Held {
    if dice.chance(20) {
        return Held::Nothing;
    }
    match fact.field() {
        Some(field) => Held::Value(value(field, city, dice), None),
        None => {
            let count = dice.below(if fact.kind == Kind::Events { 4 } else { 6 });
            let mut entries: Vec<Entry> = (0..count).map(|_| entry(fact, city, dice)).collect();
            entries.sort_by_key(|entry| (entry.from, entry.to));
            if entries.is_empty() { Held::Nothing } else { Held::Entries(entries) }
        }
    }
}

fn entry(fact: &Fact, city: &str, dice: &mut Dice) -> Entry {
    let earliest =
        fact.earliest.map_or(Date::constant(2004, 1, 1), Month::first_day).max(Date::constant(2004, 1, 1));
    let mut from = dice.day(earliest, Date::constant(2026, 6, 30));
    let length = dice.below(1800) as i32;
    let mut to = Some(day_of_number(day_number(from) + length));
    match fact.kind {
        Kind::Events => to = Some(from),
        Kind::MonthSpans => {
            from = Month::of(from).first_day();
            to = to.map(|to| Month::of(to).last_day());
        }
        _ => {}
    }
    if fact.kind != Kind::Events && dice.chance(25) {
        to = None;
    }
    let attributes = fact.attributes.iter().map(|attribute| attribute_value(attribute, city, dice)).collect();
    let id = dice.chance(50).then(|| format!("甲{}", dice.below(3)).into_boxed_str());
    Entry { id, from, to, attributes, maybe: false }
}

fn attribute_value(attribute: &Attribute, city: &str, dice: &mut Dice) -> Option<Value> {
    match &attribute.default {
        Some(default) if dice.chance(70) => Some(default.clone()),
        _ => Some(value(attribute.field(), city, dice)),
    }
}

/// A value a field can take.
pub fn value(field: Field<'_>, city: &str, dice: &mut Dice) -> Value {
    match field.kind {
        Type::Date => {
            let (from, to) =
                field.dates.unwrap_or((Date::constant(1960, 1, 1), Date::constant(2026, 12, 31)));
            Value::Date(dice.day(from, to))
        }
        Type::Bool => Value::Bool(dice.chance(50)),
        Type::Integer | Type::Decimal | Type::Money => {
            let (low, high) = field.bounds.unwrap_or((Exact::ZERO, Exact::from(100)));
            // Small numbers and round ones are where rules change.
            let span = (high - low).floor().min(if dice.chance(70) { 40 } else { 400_000 });
            let whole = Exact::from(dice.below(u64::try_from(span).unwrap_or(0) + 1) as i64);
            let part = if *field.kind == Type::Integer || dice.chance(60) {
                Exact::ZERO
            } else {
                Exact::ratio(dice.below(100) as i64, 100)
            };
            Value::Number((low + whole + part).min(high))
        }
        Type::Text => {
            let words = ["东城", "昌平", "闵行", "临港新片区", "浦东", "白云"];
            Value::Text(words[dice.below(words.len() as u64) as usize].into())
        }
        Type::Choice(options) | Type::Ordered(options) => {
            let favourite = options.iter().position(|option| option == city).filter(|_| dice.chance(80));
            let at = favourite.unwrap_or_else(|| dice.below(options.len() as u64) as usize);
            Value::Choice(u16::try_from(at).unwrap())
        }
        Type::Many(options) => Value::Many(dice.below(1 << options.len().min(60))),
    }
}
