//! A record seen from another day: as it stood then, or carried on as things are.

use super::{Entry, Held, Record, State};
use crate::vocabulary::{Kind, Vocabulary};
use terms::civil::day_before;
use terms::{Date, Month};

impl Record {
    /// What of this record had happened by a day: later spans and events are not there yet, spans that went on after it end
    /// with it. Values are taken to have been the same, unless they say since when.
    #[must_use]
    pub fn as_it_stood(&self, on: Date, vocabulary: &Vocabulary) -> Record {
        let mut then = self.clone();
        for (id, fact) in vocabulary.facts() {
            let state = self.get(id);
            let held = match &state.held {
                Held::Value(_, Some(since)) if *since > on => Held::Nothing,
                Held::Entries(entries) => {
                    let end = if fact.kind == Kind::MonthSpans { Month::of(on).last_day() } else { on };
                    let past: Vec<Entry> = entries
                        .iter()
                        .filter(|entry| entry.from <= on)
                        .map(|entry| Entry {
                            to: entry.to.map(|to| to.min(end)).or(Some(end)),
                            ..entry.clone()
                        })
                        .collect();
                    if past.is_empty() { Held::Nothing } else { Held::Entries(past) }
                }
                other => other.clone(),
            };
            then.put(id, State { held, disputed: state.disputed });
        }
        then
    }

    /// The record if life goes on as it does: spans that reach the last month that is over, or the day itself, go on.
    ///
    /// Nothing else is foreseen: no new certificate, no new home, no new offence; a contribution base stays as it is.
    #[must_use]
    pub fn going_on(&self, from: Date, vocabulary: &Vocabulary) -> Record {
        let mut on = self.clone();
        for (id, fact) in vocabulary.facts() {
            let state = self.get(id);
            let reaches = match fact.kind {
                Kind::MonthSpans => Month::last_full(from).first_day(),
                Kind::DaySpans => day_before(from),
                Kind::Value | Kind::Events => continue,
            };
            let Held::Entries(entries) = &state.held else { continue };
            let entries = entries
                .iter()
                .map(|entry| {
                    let runs = entry.from <= from && entry.to.is_some_and(|to| to >= reaches);
                    Entry { to: if runs { None } else { entry.to }, ..entry.clone() }
                })
                .collect();
            on.put(id, State { held: Held::Entries(entries), disputed: state.disputed });
        }
        on
    }
}
