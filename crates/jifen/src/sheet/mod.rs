//! The sheet: what one person's points are, why, and what they open, for reading in a terminal.

mod labels;

use crate::page::{Ink, Page};
use labels::Labels;
use policy::model::{NodeId, NodeKind};
use score::explain::{Explanation, ItemExplanation, LineKind, Reason, UseExplanation};
use score::{Assessment, Outcome, Status};
use terms::{Grade, Tri};

/// What is shown.
#[derive(Clone, Copy, Default)]
pub struct Wanted<'w> {
    /// Only this use, with all its reasons.
    pub purpose: Option<&'w str>,
    /// Everything, also of items that give nothing.
    pub all: bool,
}

/// Draws a sheet.
pub fn draw(page: &mut Page, assessment: &Assessment<'_>, explanation: &Explanation<'_>, wanted: Wanted<'_>) {
    let sheet = Sheet { labels: labels::of(explanation.language), assessment, explanation, wanted };
    let mut notes = Notes::default();
    sheet.head(page);
    if let Some(name) = wanted.purpose {
        for of in explanation.uses.iter().filter(|of| sheet.is_named(of, name)) {
            page.gap();
            sheet.one_use(page, of, true, &mut notes);
        }
    } else {
        for group in &assessment.policy.groups {
            sheet.group(page, *group, &mut notes);
        }
        sheet.vetoes(page, &mut notes);
        sheet.uses(page, &mut notes);
    }
    sheet.notes(page, &notes);
    page.gap();
    page.paragraph(0, 0, Ink::Faint, sheet.labels.footer);
}

/// Readings and silences met on the way, each once, in order.
#[derive(Default)]
struct Notes<'e> {
    readings: Vec<(&'e str, Option<&'e str>)>,
    silent: Vec<(String, &'e str)>,
}

impl<'e> Notes<'e> {
    /// The number of a reading.
    fn reading(&mut self, taken: &'e str, other: Option<&'e str>) -> usize {
        let found = self.readings.iter().position(|known| known.0 == taken && known.1 == other);
        found.unwrap_or_else(|| {
            self.readings.push((taken, other));
            self.readings.len() - 1
        }) + 1
    }
}

struct Sheet<'s, 'a> {
    labels: &'static Labels,
    assessment: &'s Assessment<'a>,
    explanation: &'s Explanation<'a>,
    wanted: Wanted<'s>,
}

impl<'s, 'a> Sheet<'s, 'a> {
    fn is_named(&self, of: &UseExplanation<'_>, name: &str) -> bool {
        let chinese =
            self.assessment.uses.get(of.at).and_then(|result| self.assessment.policy.uses.get(result.at));
        of.name == name || chinese.is_some_and(|of| of.name == name)
    }

    fn english<'p>(&self, chinese: &'p str) -> &'p str
    where
        'a: 'p,
    {
        match self.explanation.language {
            score::explain::Language::Chinese => chinese,
            score::explain::Language::English => {
                self.assessment.policy.english.get(chinese).map_or(chinese, String::as_str)
            }
        }
    }

    fn head(&self, page: &mut Page) {
        let policy = self.assessment.policy;
        let labels = self.labels;
        let name = policy.sheet_name.as_deref().unwrap_or(&policy.title);
        page.across(0, (Ink::Strong, self.english(name)), (Ink::Faint, labels.self_check));
        page.rule('═');
        let mut about = format!("{}{}{}", labels.version, labels.colon, policy.id);
        if let Some(office) = &policy.office {
            about.push_str(labels.open);
            about.push_str(self.english(office));
            about.push_str(labels.close);
        }
        page.paragraph(0, 2, Ink::Faint, &about);
        let (application, as_of) = (self.assessment.application, self.assessment.as_of);
        let comma = if labels.list == "、" { "，" } else { ", " };
        page.paragraph(
            0,
            2,
            Ink::Faint,
            &format!("{} {application}{comma}{} {as_of}", labels.applied, labels.counted),
        );
        page.gap();
        page.paragraph(0, 0, Ink::Strong, self.explanation.text(self.explanation.summary));
        for (_, line) in self
            .explanation
            .lines(self.explanation.total)
            .filter(|(kind, _)| matches!(kind, LineKind::Rule | LineKind::Limited))
        {
            page.paragraph(0, 2, Ink::Plain, line);
        }
    }

    fn group(&self, page: &mut Page, id: NodeId, notes: &mut Notes<'s>) {
        let Some(group) = self.explanation.item(id) else { return };
        page.gap();
        page.across(0, (Ink::Strong, group.name), (Ink::Strong, self.explanation.text(group.points)));
        page.rule('─');
        self.lines(page, 2, group, notes);
        let children = &self.assessment.policy[id].children;
        let mut zero = Vec::new();
        for child in children {
            let Some(item) = self.explanation.item(*child) else { continue };
            if self.is_quiet(*child, item) { zero.push(item) } else { self.item(page, 0, item, notes) }
        }
        if zero.is_empty() {
            return;
        }
        for item in zero {
            let right =
                format!("{}  {}", self.explanation.text(item.outcome), self.explanation.text(item.points));
            page.across(0, (Ink::Plain, item.name), (Ink::Faint, &right));
        }
    }

    /// Items of which nothing is there have one line; everything else is explained.
    fn is_quiet(&self, id: NodeId, item: &ItemExplanation<'_>) -> bool {
        let children = &self.assessment.policy[id].children;
        !self.wanted.all
            && item.result == Outcome::NotHeld
            && children
                .iter()
                .all(|child| self.explanation.item(*child).is_none_or(|part| self.is_quiet(*child, part)))
    }

    fn item(&self, page: &mut Page, indent: usize, item: &ItemExplanation<'a>, notes: &mut Notes<'s>) {
        let points = self.explanation.text(item.points);
        let outcome = self.explanation.text(item.outcome);
        let right = if outcome.is_empty() { points.to_owned() } else { format!("{outcome}  {points}") };
        let ink = match item.result {
            Outcome::Counted if item.counted => Ink::Good,
            Outcome::Unknown | Outcome::Unspecified => Ink::Doubt,
            _ => Ink::Plain,
        };
        let name = if item.kind == NodeKind::Part { Ink::Plain } else { Ink::Strong };
        page.across(indent, (name, item.name), (ink, &right));
        let parts = &self.assessment.policy[item.node].children;
        for part in parts {
            if let Some(part) = self.explanation.item(*part) {
                self.item(page, indent + 2, part, notes);
            }
        }
        self.lines(page, indent + 2, item, notes);
    }

    fn lines(&self, page: &mut Page, indent: usize, item: &ItemExplanation<'a>, notes: &mut Notes<'s>) {
        let silent_item = item.result == Outcome::NotHeld && !self.wanted.all;
        let mut marks = Vec::new();
        let mut lines = self.explanation.lines(item.lines).peekable();
        while let Some((kind, line)) = lines.next() {
            match kind {
                LineKind::Reading => {
                    let other =
                        lines.next_if(|(kind, _)| *kind == LineKind::OtherReading).map(|(_, line)| line);
                    if !silent_item {
                        marks.push(notes.reading(line, other).to_string());
                    }
                }
                LineKind::Unspecified if item.result != Outcome::Unspecified => {
                    if !silent_item {
                        notes.silent.push((item.name.to_owned(), line));
                    }
                }
                LineKind::Note | LineKind::OtherReading => {}
                LineKind::Skipped | LineKind::Lost => page.paragraph(indent, 2, Ink::Faint, line),
                LineKind::Missing | LineKind::Unverified | LineKind::Unspecified => {
                    page.paragraph(indent, 2, Ink::Doubt, line)
                }
                _ => page.paragraph(indent, 2, Ink::Plain, line),
            }
        }
        if item.kind == NodeKind::Group {
            return;
        }
        let mut basis = format!("{}{}", self.labels.basis, self.explanation.text(item.basis));
        if !marks.is_empty() {
            basis.push_str(&format!("  [{} {}]", self.labels.notes, marks.join(self.labels.list)));
        }
        if item.kind == NodeKind::Item || self.differs(item) || !marks.is_empty() {
            page.paragraph(
                indent,
                2,
                if item.grade == Grade::Unverified { Ink::Doubt } else { Ink::Faint },
                &basis,
            );
        }
    }

    /// True when a part's citation is not that of its item.
    fn differs(&self, part: &ItemExplanation<'_>) -> bool {
        let parent =
            self.assessment.policy[part.node].parent.and_then(|parent| self.explanation.item(parent));
        parent.is_none_or(|parent| self.explanation.text(parent.basis) != self.explanation.text(part.basis))
    }

    fn vetoes(&self, page: &mut Page, _notes: &mut Notes<'s>) {
        if self.explanation.vetoes.is_empty() {
            return;
        }
        page.gap();
        page.line(Ink::Strong, self.labels.vetoes);
        page.rule('─');
        for veto in &self.explanation.vetoes {
            let ink = if veto.holds == Tri::Yes { Ink::Bad } else { Ink::Doubt };
            let mark = if veto.holds == Tri::Yes { "✗ " } else { "? " };
            page.labelled(0, (ink, mark), ink, veto.name);
            page.paragraph(2, 2, Ink::Plain, self.explanation.text(veto.sentence));
            page.paragraph(
                2,
                2,
                Ink::Faint,
                &format!("{}{}", self.labels.basis, self.explanation.text(veto.basis)),
            );
        }
    }

    fn uses(&self, page: &mut Page, notes: &mut Notes<'s>) {
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

    fn one_use(&self, page: &mut Page, of: &UseExplanation<'a>, all: bool, notes: &mut Notes<'s>) {
        let (ink, mark) = match of.status {
            Status::Met => (Ink::Good, "✓ "),
            Status::NotMet => (Ink::Bad, "✗ "),
            Status::Unknown => (Ink::Doubt, "? "),
        };
        let category = format!("{}{}{}", self.labels.open, of.category, self.labels.close);
        page.labelled(
            0,
            (ink, mark),
            Ink::Plain,
            &format!("{}{category}{}{}", of.name, self.labels.colon, self.explanation.text(of.sentence)),
        );
        let reasons = self.explanation.reasons(of);
        if all {
            for reason in reasons {
                self.reason(page, 2 + 2 * usize::from(reason.depth), reason);
            }
        } else if of.status != Status::Met {
            self.decisive(page, reasons);
        }
        let mut marks = Vec::new();
        let mut lines = self.explanation.lines(of.lines).peekable();
        while let Some((kind, line)) = lines.next() {
            match kind {
                LineKind::Reading => {
                    let other =
                        lines.next_if(|(kind, _)| *kind == LineKind::OtherReading).map(|(_, line)| line);
                    if all {
                        marks.push(notes.reading(line, other).to_string());
                    }
                }
                LineKind::Unspecified if all => notes.silent.push((of.name.to_owned(), line)),
                LineKind::Decision => page.paragraph(2, 2, Ink::Plain, line),
                LineKind::Office if all => {
                    page.paragraph(2, 2, Ink::Plain, &format!("{}{line}", self.labels.office))
                }
                LineKind::Papers if all => {
                    page.paragraph(2, 2, Ink::Plain, &format!("{}{line}", self.labels.papers))
                }
                LineKind::Note if all => page.paragraph(2, 2, Ink::Faint, line),
                _ => {}
            }
        }
        let mut basis = format!("{}{}", self.labels.basis, self.explanation.text(of.basis));
        if !marks.is_empty() {
            basis.push_str(&format!("  [{} {}]", self.labels.notes, marks.join(self.labels.list)));
        }
        page.paragraph(2, 2, if of.grade == Grade::Unverified { Ink::Doubt } else { Ink::Faint }, &basis);
    }

    /// The tests a result hangs on, without the names of conditions that only gather others.
    fn decisive(&self, page: &mut Page, reasons: &[Reason]) {
        let mut indent: Vec<(u8, usize)> = Vec::new();
        for (at, reason) in reasons.iter().enumerate() {
            if !reason.decisive {
                continue;
            }
            while indent.last().is_some_and(|(depth, _)| *depth >= reason.depth) {
                indent.pop();
            }
            let base = indent.last().map_or(2, |(_, columns)| *columns);
            let gathers = reasons.get(at + 1).is_some_and(|next| next.depth > reason.depth && next.decisive);
            let any = reason.held.is_empty() && gathers && self.is_any(reason);
            if gathers && !any {
                indent.push((reason.depth, base));
                continue;
            }
            self.reason(page, base, reason);
            if any {
                indent.push((reason.depth, base + 2));
            }
        }
    }

    fn is_any(&self, reason: &Reason) -> bool {
        matches!(self.explanation.text(reason.text), "下面有一项满足即可" | "one of these is enough")
    }

    fn reason(&self, page: &mut Page, indent: usize, reason: &Reason) {
        let (ink, mark) = match reason.holds {
            Tri::Yes => (Ink::Good, "✓ "),
            Tri::No => (Ink::Bad, "✗ "),
            Tri::Unknown => (Ink::Doubt, "? "),
        };
        let mut text = self.explanation.text(reason.text).to_owned();
        let wanted = self.explanation.text(reason.wanted);
        if !wanted.is_empty() {
            text.push_str(&format!("{}{}{}", self.labels.open, wanted, self.labels.close));
        }
        let held = self.explanation.text(reason.held);
        if !held.is_empty() {
            text.push_str(&format!("{}{}{held}", self.labels.colon, self.labels.now));
        }
        page.labelled(indent, (ink, mark), Ink::Plain, &text);
    }

    fn notes(&self, page: &mut Page, notes: &Notes<'_>) {
        if !notes.silent.is_empty() {
            page.gap();
            page.line(Ink::Strong, self.labels.silent);
            for (name, text) in &notes.silent {
                page.labelled(
                    0,
                    (Ink::Plain, "· "),
                    Ink::Plain,
                    &format!("{name}{}{text}", self.labels.colon),
                );
            }
        }
        if !notes.readings.is_empty() {
            page.gap();
            page.paragraph(0, 0, Ink::Strong, self.labels.readings);
            for (at, (taken, other)) in notes.readings.iter().enumerate() {
                let label = format!("{:>2}  ", at + 1);
                let other = other.map_or(String::new(), |other| format!("\n{}{other}", self.labels.other));
                let mut texts = taken.split('\n');
                page.labelled(0, (Ink::Plain, &label), Ink::Plain, texts.next().unwrap_or_default());
                if let Some(other) = other.strip_prefix('\n') {
                    page.paragraph(4, 0, Ink::Faint, other);
                }
            }
        }
    }
}
