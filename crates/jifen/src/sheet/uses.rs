//! Uses and vetoes on a sheet.

use super::Sheet;
use super::notes::{Notes, numbers};
use crate::page::{Ink, Page};
use score::Status;
use score::explain::{LineKind, Reason, UseExplanation};
use terms::{Grade, Tri};
use unicode_width::UnicodeWidthStr as _;

fn mark(holds: Tri) -> (Ink, &'static str) {
    match holds {
        Tri::Yes => (Ink::Good, "✓ "),
        Tri::No => (Ink::Bad, "✗ "),
        Tri::Unknown => (Ink::Doubt, "? "),
    }
}

impl<'s, 'a> Sheet<'s, 'a> {
    pub fn vetoes(&self, page: &mut Page) {
        if self.explanation.vetoes.is_empty() {
            return;
        }
        page.gap();
        page.line(Ink::Strong, self.labels.vetoes);
        page.rule('─');
        for veto in &self.explanation.vetoes {
            let (ink, sign) = mark(!veto.holds);
            let sentence = self.explanation.text(veto.sentence);
            page.labelled(0, (ink, sign), ink, &format!("{}{}{sentence}", veto.name, self.labels.colon));
            page.paragraph(
                2,
                2,
                self.grade_ink(veto.grade),
                &format!("{}{}", self.labels.basis, self.explanation.text(veto.basis)),
            );
        }
    }

    pub fn uses(&self, page: &mut Page, notes: &mut Notes<'s>) {
        page.gap();
        page.line(Ink::Strong, self.labels.uses);
        page.rule('─');
        if self.explanation.uses.is_empty() {
            page.paragraph(0, 0, Ink::Plain, self.labels.no_use);
        }
        for of in &self.explanation.uses {
            self.one_use(page, of, self.wanted.all, notes);
        }
    }

    /// One use: in a line with its citation when it is met, else with the tests it hangs on; or with everything.
    pub fn one_use(&self, page: &mut Page, of: &UseExplanation<'a>, all: bool, notes: &mut Notes<'s>) {
        let (ink, sign) = mark(match of.status {
            Status::Met => Tri::Yes,
            Status::NotMet => Tri::No,
            Status::Unknown => Tri::Unknown,
        });
        let labels = self.labels;
        let head = format!(
            "{}{}{}{}{}{}",
            of.name,
            labels.open,
            self.explanation.text(of.category),
            labels.close,
            labels.colon,
            self.explanation.text(of.sentence)
        );
        let mut basis = self.explanation.text(of.basis).to_owned();
        if of.grade == Grade::Unverified && self.rule_grade(of) != Grade::Unverified {
            basis.push_str(labels.unverified_measure);
        }
        let beside = !all && head.width() + basis.width() + 4 <= page.width();
        if beside {
            page.three((ink, sign), (Ink::Plain, &head), (self.grade_ink(of.grade), &basis));
        } else {
            page.labelled(0, (ink, sign), Ink::Plain, &head);
        }
        let reasons = self.explanation.reasons(of);
        if all {
            for reason in reasons {
                self.reason(page, 2 + 2 * usize::from(reason.depth), reason);
            }
        } else if of.status != Status::Met {
            self.decisive(page, reasons);
        }
        if all {
            for measure in self.explanation.measures(of) {
                for (kind, line) in self.explanation.lines(measure.lines) {
                    page.paragraph(
                        2,
                        2,
                        if kind == LineKind::Unverified { Ink::Doubt } else { Ink::Faint },
                        line,
                    );
                }
            }
        }
        let marks = self.use_lines(page, of, all, notes);
        if !beside {
            let mut basis = format!("{}{basis}", labels.basis);
            if !marks.is_empty() {
                basis.push_str(&format!("  [{} {}]", labels.notes, numbers(marks, labels.list)));
            }
            page.paragraph(2, 2, self.grade_ink(of.grade), &basis);
        }
    }

    fn use_lines(
        &self,
        page: &mut Page,
        of: &UseExplanation<'a>,
        all: bool,
        notes: &mut Notes<'s>,
    ) -> Vec<usize> {
        let labels = self.labels;
        let mut marks = Vec::new();
        let mut lines = self.explanation.lines(of.lines).peekable();
        while let Some((kind, line)) = lines.next() {
            match kind {
                LineKind::Reading => {
                    let other =
                        lines.next_if(|(kind, _)| *kind == LineKind::OtherReading).map(|(_, line)| line);
                    if all {
                        marks.push(notes.reading(line, other));
                    }
                }
                LineKind::Unspecified if all => notes.silence(of.name, line),
                LineKind::Decision if all => page.paragraph(2, 2, Ink::Plain, line),
                LineKind::Missing => page.paragraph(2, 2, Ink::Doubt, line),
                LineKind::Office if all => page.labelled(2, (Ink::Plain, labels.office), Ink::Plain, line),
                LineKind::Papers if all => page.labelled(2, (Ink::Plain, labels.papers), Ink::Plain, line),
                LineKind::Note if all => page.paragraph(2, 2, Ink::Faint, line),
                _ => {}
            }
        }
        marks
    }

    /// The tests a result hangs on. A named condition that only gathers others is left out, and they stand in its place.
    pub fn decisive(&self, page: &mut Page, reasons: &[Reason]) {
        // The depth of each condition above, and where what is below it stands.
        let mut above: Vec<(u8, usize)> = Vec::new();
        for (at, reason) in reasons.iter().enumerate() {
            while above.last().is_some_and(|(depth, _)| *depth >= reason.depth) {
                above.pop();
            }
            if !reason.decisive {
                continue;
            }
            let indent = above.last().map_or(2, |(_, columns)| *columns);
            let below = reasons.iter().skip(at + 1).take_while(|below| below.depth > reason.depth);
            let gathers = below.clone().any(|below| below.decisive);
            if !gathers {
                self.reason(page, indent, reason);
            } else if reason.any {
                self.reason(page, indent, reason);
                above.push((reason.depth, indent + 2));
            } else {
                above.push((reason.depth, indent));
            }
        }
    }

    fn reason(&self, page: &mut Page, indent: usize, reason: &Reason) {
        let labels = self.labels;
        let (ink, sign) = mark(reason.holds);
        let mut text = self.explanation.text(reason.text).to_owned();
        let wanted = self.explanation.text(reason.wanted);
        if !wanted.is_empty() {
            text.push_str(&format!("{}{wanted}{}", labels.open, labels.close));
        }
        let held = self.explanation.text(reason.held);
        if !held.is_empty() {
            text.push_str(&format!("{}{}{held}", labels.colon, labels.now));
        }
        page.labelled(indent, (ink, sign), Ink::Plain, &text);
    }

    /// The grade of the rule itself.
    fn rule_grade(&self, of: &UseExplanation<'_>) -> Grade {
        let result = self.assessment.uses.get(of.at);
        result
            .and_then(|result| self.assessment.policy.uses.get(result.at))
            .map_or(of.grade, |of| of.basis.grade)
    }

    /// What nobody has verified stands out.
    pub fn grade_ink(&self, grade: Grade) -> Ink {
        if grade == Grade::Unverified { Ink::Doubt } else { Ink::Faint }
    }
}
