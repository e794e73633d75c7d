//! One person's facts, read once and checked against the vocabulary.

mod envelope;
mod json;
mod overlay;
mod problem;
mod read;
#[cfg(test)]
pub(crate) mod sample;
#[cfg(test)]
mod tests;
mod time;
mod value;
mod write;

pub use json::{MOST_BYTES, Unread, too_deep};
pub use overlay::overlay;
pub use problem::RecordProblem;
pub use read::{MOST_ENTRIES, read_record};
pub use write::record_to_json;

pub(crate) use value::{MOST_CHARACTERS, MOST_DIGITS, YEARS};
pub(crate) use write::plain_text;

use crate::vocabulary::{AttributeId, FactId};
use terms::{Date, Exact};

/// A person's facts. A fact that was not given is unknown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Record {
    // By the vocabulary's order.
    facts: Vec<State>,
}

impl Record {
    /// A record in which all `count` facts are unknown.
    pub fn unknown(count: usize) -> Record {
        Record { facts: vec![State::default(); count] }
    }

    /// What is known of a fact.
    pub fn get(&self, fact: FactId) -> &State {
        static UNKNOWN: State = State { held: Held::Unknown, disputed: false };
        self.facts.get(usize::from(fact.0)).unwrap_or(&UNKNOWN)
    }

    /// Says what is known of a fact; facts outside the vocabulary's count are dropped.
    pub fn put(&mut self, fact: FactId, state: State) {
        if let Some(slot) = self.facts.get_mut(usize::from(fact.0)) {
            *slot = state;
        }
    }
}

/// What is known of one fact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct State {
    /// What is held.
    pub held: Held,
    /// Given, but contested: counted as unknown until it is settled.
    pub disputed: bool,
}

/// What is held of one fact.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Held {
    /// Not known.
    #[default]
    Unknown,
    /// Known to be none.
    Nothing,
    /// A value, with the day since when.
    Value(Value, Option<Date>),
    /// Spans or events, in order of their first day; at least one.
    Entries(Vec<Entry>),
}

/// A span or an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Its identity, by which rules about the same home, certificate or act refer to it.
    pub id: Option<Box<str>>,
    /// The first day (of the first month, for spans of months); an event's day.
    pub from: Date,
    /// The last day (of the last month); none while it is still running. An event's day.
    pub to: Option<Date>,
    /// By the fact's attributes; none where the attribute is not known, [`Value::Nothing`] where it is known to be none.
    pub attributes: Vec<Option<Value>>,
    /// True while it is not decided whether it will be there: plans try it both ways.
    pub maybe: bool,
}

impl Entry {
    /// The value of an attribute, if it is known.
    pub fn attribute(&self, id: AttributeId) -> Option<&Value> {
        self.attributes.get(usize::from(id.0))?.as_ref()
    }
}

/// A value. The order is only there to put equal records in the same form.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Value {
    /// Of an attribute: known to be none, such as the day on which a record that still stands was removed.
    Nothing,
    /// A day.
    Date(Date),
    /// Yes or no.
    Bool(bool),
    /// A number; money in yuan.
    Number(Exact),
    /// Words.
    Text(Box<str>),
    /// The place of a word among the allowed ones.
    Choice(u16),
    /// The places of several words, as bits.
    Many(u64),
}
