//! What a sheet says once, below: readings and silences.

use super::labels::Labels;
use crate::page::{Ink, Page};

/// Readings and silences met on the way, each once, in the order met.
#[derive(Default)]
pub struct Notes<'e> {
    readings: Vec<(&'e str, Option<&'e str>)>,
    silent: Vec<(&'e str, &'e str)>,
}

impl<'e> Notes<'e> {
    /// The number of a reading.
    pub fn reading(&mut self, taken: &'e str, other: Option<&'e str>) -> usize {
        let found = self.readings.iter().position(|known| *known == (taken, other));
        found.unwrap_or_else(|| {
            self.readings.push((taken, other));
            self.readings.len() - 1
        }) + 1
    }

    /// Keeps what a text leaves open.
    pub fn silence(&mut self, name: &'e str, text: &'e str) {
        if !self.silent.contains(&(name, text)) {
            self.silent.push((name, text));
        }
    }

    /// Prints them.
    pub fn print(&self, page: &mut Page, labels: &Labels) {
        if !self.silent.is_empty() {
            page.gap();
            page.line(Ink::Strong, labels.silent);
            page.rule('─');
            for (name, text) in &self.silent {
                page.labelled(0, (Ink::Plain, "· "), Ink::Plain, &format!("{name}{}{text}", labels.colon));
            }
        }
        if !self.readings.is_empty() {
            page.gap();
            page.paragraph(0, 0, Ink::Strong, labels.readings);
            page.rule('─');
            for (at, (taken, other)) in self.readings.iter().enumerate() {
                page.labelled(0, (Ink::Plain, &format!("{:>2}  ", at + 1)), Ink::Plain, taken);
                if let Some(other) = other {
                    page.labelled(4, (Ink::Faint, labels.other), Ink::Faint, other);
                }
            }
        }
    }
}

/// Numbers with runs put together: `1–3、5`.
pub fn numbers(mut marks: Vec<usize>, between: &str) -> String {
    marks.sort_unstable();
    marks.dedup();
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for mark in marks {
        match runs.last_mut() {
            Some(last) if last.1 + 1 == mark => last.1 = mark,
            _ => runs.push((mark, mark)),
        }
    }
    let texts: Vec<String> = runs
        .into_iter()
        .map(|(from, to)| match to - from {
            0 => from.to_string(),
            1 => format!("{from}{between}{to}"),
            _ => format!("{from}–{to}"),
        })
        .collect();
    texts.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_numbers_are_put_together() {
        assert_eq!(numbers(vec![5, 1, 2, 3, 3, 8, 9], "、"), "1–3、5、8、9");
    }
}
