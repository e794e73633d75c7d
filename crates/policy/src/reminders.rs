//! What has to be done by a day although no score hangs on it: read from `policies/reminders.md`.

use crate::diagnostic::Diagnostic;
use crate::document::{SourceFile, Text};
use crate::model::Basis;
use crate::record::{Held, Record};
use crate::table::{basis, rows};
use crate::unit::{Dimension, amount};
use crate::vocabulary::{FactId, Vocabulary};
use terms::Date;
use terms::civil::{full_months_between, months_after, months_before};

/// Something that has to be done again and again while a span runs.
#[derive(Clone, Debug)]
pub struct Reminder {
    /// The name.
    pub name: String,
    /// The English name.
    pub english: String,
    /// The fact whose running span it counts from.
    pub fact: FactId,
    /// Months between two times.
    pub every: u32,
    /// How many months before the day it can be done.
    pub ahead: u32,
    /// The events that say that it was done, where the vocabulary has them.
    pub done: Option<FactId>,
    /// Where it comes from.
    pub basis: Basis,
}

/// The next time something has to be done.
#[derive(Clone, Copy, Debug)]
pub struct Due<'a> {
    /// What.
    pub reminder: &'a Reminder,
    /// The first day on which it can be done.
    pub from: Date,
    /// The day by which it has to be done.
    pub to: Date,
}

impl Reminder {
    /// The next time on or after a day; nothing where no span runs, or none that is known.
    pub fn next(&self, record: &Record, on: Date) -> Option<Due<'_>> {
        let Held::Entries(spans) = &record.get(self.fact).held else { return None };
        let running = spans.iter().filter(|span| span.from <= on && span.to.is_none_or(|to| to >= on));
        let start = running.map(|span| span.from).max()?;
        let mut times = full_months_between(start, on) / self.every.max(1);
        if months_after(start, times * self.every) < on || times == 0 {
            times += 1;
        }
        let due = |times: u32| {
            let to = months_after(start, times * self.every);
            Due { reminder: self, from: months_before(to, self.ahead), to }
        };
        let next = due(times);
        let done = self.done.is_some_and(|fact| match &record.get(fact).held {
            Held::Entries(events) => {
                events.iter().any(|event| next.from <= event.from && event.from <= next.to)
            }
            _ => false,
        });
        Some(if done { due(times + 1) } else { next })
    }
}

const COLUMNS: &[&str] = &["名称", "English", "事实", "每", "提前", "办过", "依据", "核实"];
const CODE: &str = "bad-reminder";

/// Reads the file of reminders.
pub fn read_reminders(file: &SourceFile, vocabulary: &Vocabulary) -> (Vec<Reminder>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut found = Vec::new();
    for row in rows(file, COLUMNS, CODE, &mut problems) {
        let [name, english, fact, every, ahead, done, citation, grade] = row.as_slice() else { continue };
        let basis = basis(file, (citation, grade), CODE, &mut problems);
        let mut bad = |text: &Text, message: String, hint: &str| {
            problems.push(Diagnostic::error(CODE, text.span, message).hint(hint).file(&file.path));
        };
        let mut months = |text: &Text| {
            let read = amount(&text.text).filter(|amount| amount.dimension == Some(Dimension::Months));
            let read = read.and_then(|amount| u32::try_from(amount.value.floor()).ok()).filter(|n| *n > 0);
            if read.is_none() {
                bad(text, format!("“{}”不是一段时间", text.text), "写成“12 个月”");
            }
            read
        };
        let (every, ahead) = (months(every), months(ahead));
        let mut known = |text: &Text| {
            let id = vocabulary.find(&text.text);
            if id.is_none() {
                bad(text, format!("事实词表里没有“{}”", text.text), "可用的事实见 policies/facts.md");
            }
            id
        };
        let of = known(fact);
        let done = if done.text.is_empty() || done.text == "—" { None } else { known(done) };
        if let (Some(fact), Some(every), Some(ahead)) = (of, every, ahead) {
            let (name, english) = (name.text.clone(), english.text.clone());
            found.push(Reminder { name, english, fact, every, ahead, done, basis });
        }
    }
    (found, problems)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::read_record;
    use crate::vocabulary::read_vocabulary;

    fn vocabulary() -> Vocabulary {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies/facts.md");
        read_vocabulary(&std::fs::read_to_string(path).unwrap(), "facts.md").0
    }

    fn file(row: &str) -> SourceFile {
        let head = "# 提醒表\n\n| 名称 | English | 事实 | 每 | 提前 | 办过 | 依据 | 核实 |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n";
        SourceFile { path: "reminders.md".into(), text: format!("{head}{row}\n") }
    }

    #[test]
    fn the_next_time_follows_the_last_that_was_done() {
        let vocabulary = vocabulary();
        let row = "| 签注 | Endorsement | residence_permit | 12 个月 | 1 个月 | permit_endorsements | 条例 第十条 | 已核 |";
        let (reminders, problems) = read_reminders(&file(row), &vocabulary);
        assert!(problems.is_empty(), "{problems:?}");
        let due = |record: &str, on: Date| {
            let record = read_record(record, &vocabulary).unwrap();
            reminders[0].next(&record, on).map(|due| (due.from.to_string(), due.to.to_string()))
        };
        let held = |done: &str| {
            format!(
                "{{\"facts\": {{\"residence_permit\": [{{\"from\": \"2020-03-10\"}}], \"permit_endorsements\": [{done}]}}}}"
            )
        };
        let pair = |from: &str, to: &str| Some((from.to_owned(), to.to_owned()));
        let day = Date::constant(2024, 3, 1);
        assert_eq!(due(&held(""), day), pair("2024-02-10", "2024-03-10"));
        assert_eq!(due(&held("{\"date\": \"2024-02-20\"}"), day), pair("2025-02-10", "2025-03-10"));
        assert_eq!(due(&held(""), Date::constant(2024, 3, 10)), pair("2024-02-10", "2024-03-10"));
        assert_eq!(due(&held(""), Date::constant(2020, 3, 10)), pair("2021-02-10", "2021-03-10"));
        assert_eq!(due("{\"facts\": {\"residence_permit\": []}}", day), None);
        assert_eq!(due("{\"facts\": {}}", day), None);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let said = |row: &str| {
            let (found, problems) = read_reminders(&file(row), &vocabulary());
            assert!(found.is_empty());
            problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(
            said("| 签注 | E | 居住 | 一会儿 | 1 个月 | — | 条例 | 看过 |"),
            ["“看过”不是核实等级", "“一会儿”不是一段时间", "事实词表里没有“居住”"]
        );
        assert_eq!(said("| 签注 | E |"), ["这一行有 2 格，表头有 8 格"]);
    }
}
