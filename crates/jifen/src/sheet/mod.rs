//! The sheet: what one person's points are, why, and what they open, for reading in a terminal.

mod labels;
mod notes;
mod uses;

use crate::library::in_force;
use crate::page::{Ink, Page};
use labels::Labels;
use notes::{Notes, numbers};
use policy::model::{NodeId, NodeKind};
use score::explain::{Explanation, ItemExplanation, Language, LineKind, UseExplanation};
use score::{Assessment, Outcome, Skip};
use terms::{Grade, Range};

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
        sheet.vetoes(page);
    } else {
        for group in &assessment.policy.groups {
            sheet.group(page, *group, &mut notes);
        }
        sheet.vetoes(page);
        sheet.uses(page, &mut notes);
    }
    notes.print(page, sheet.labels);
    page.gap();
    page.paragraph(0, 0, Ink::Faint, sheet.labels.footer);
}

/// Draws the tests that a use's result hangs on, and nothing else.
pub fn decisive(page: &mut Page, assessment: &Assessment<'_>, explanation: &Explanation<'_>, purpose: &str) {
    let wanted = Wanted { purpose: Some(purpose), all: false };
    let sheet = Sheet { labels: labels::of(explanation.language), assessment, explanation, wanted };
    for of in explanation.uses.iter().filter(|of| sheet.is_named(of, purpose)) {
        sheet.decisive(page, explanation.reasons(of));
    }
}

/// How much is said of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Detail {
    /// Its name and points.
    Line,
    /// And why it gives nothing.
    Why,
    /// Everything.
    Full,
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

    fn name(&self, chinese: &'a str) -> &'a str {
        match self.explanation.language {
            Language::Chinese => chinese,
            Language::English => self.assessment.policy.english(chinese),
        }
    }

    fn head(&self, page: &mut Page) {
        let policy = self.assessment.policy;
        let labels = self.labels;
        let name = policy.sheet_name.as_deref().unwrap_or(&policy.title);
        page.across(0, (Ink::Strong, self.name(name)), (Ink::Faint, labels.self_check));
        page.rule('═');
        let mut about = format!("{}{}{}", labels.version, labels.colon, policy.id);
        about.push_str(&format!(
            "{}{}{}",
            labels.open,
            in_force(policy, self.explanation.language),
            labels.close
        ));
        page.paragraph(0, 2, Ink::Faint, &about);
        if let Some(office) = &policy.office {
            page.paragraph(
                0,
                2,
                Ink::Faint,
                &format!("{}{}{}", labels.office_in_charge, labels.colon, self.name(office)),
            );
        }
        let (application, as_of) = (self.assessment.application, self.assessment.as_of);
        page.paragraph(
            0,
            2,
            Ink::Faint,
            &format!("{} {application}{}{} {as_of}", labels.applied, labels.comma, labels.counted),
        );
        if !policy.in_force(application) {
            page.paragraph(0, 2, Ink::Doubt, labels.not_in_force);
        }
        page.gap();
        page.paragraph(0, 0, Ink::Strong, self.explanation.text(self.explanation.summary));
        for (kind, line) in self.explanation.lines(self.explanation.total) {
            if matches!(kind, LineKind::Rule | LineKind::Limited) {
                page.paragraph(0, 2, Ink::Plain, line);
            }
        }
    }

    fn group(&self, page: &mut Page, id: NodeId, notes: &mut Notes<'s>) {
        let Some(group) = self.explanation.item(id) else { return };
        page.gap();
        page.across(0, (Ink::Strong, group.name), (Ink::Strong, self.explanation.text(group.points)));
        page.rule('─');
        self.lines(page, 0, group, Detail::Full, notes);
        // Items that give something first; of the others, those with something to say before those with nothing.
        let mut items: Vec<(Detail, &ItemExplanation<'a>)> = Vec::new();
        for child in &self.assessment.policy[id].children {
            items.extend(self.explanation.item(*child).map(|item| (self.detail(item, true), item)));
        }
        for wanted in [Detail::Full, Detail::Why, Detail::Line] {
            for (detail, item) in items.iter().filter(|(detail, _)| *detail == wanted) {
                self.item(page, 0, item, *detail, notes);
            }
        }
    }

    fn detail(&self, item: &ItemExplanation<'a>, above_counts: bool) -> Detail {
        if self.wanted.all {
            return Detail::Full;
        }
        let zero = self.assessment.node(item.node).is_none_or(|result| result.points == Range::ZERO);
        match item.result {
            Outcome::NotHeld => Detail::Line,
            _ if !item.counted => Detail::Why,
            Outcome::NotApplicable | Outcome::NotCounted(Skip::Filter(_) | Skip::Window) => Detail::Why,
            Outcome::NotCounted(_) if item.kind == NodeKind::Part && above_counts && zero => Detail::Why,
            _ => Detail::Full,
        }
    }

    fn item(
        &self,
        page: &mut Page,
        indent: usize,
        item: &ItemExplanation<'a>,
        detail: Detail,
        notes: &mut Notes<'s>,
    ) {
        let points = self.explanation.text(item.points);
        let outcome = self.explanation.text(item.outcome);
        let right = if outcome.is_empty() { points.to_owned() } else { format!("{outcome}  {points}") };
        let ink = match item.result {
            Outcome::Counted if item.deducts => Ink::Bad,
            Outcome::Counted if item.counted => Ink::Good,
            Outcome::Unknown | Outcome::Unspecified => Ink::Doubt,
            _ => Ink::Plain,
        };
        let name =
            if item.kind == NodeKind::Part || detail == Detail::Line { Ink::Plain } else { Ink::Strong };
        page.across(indent, (name, item.name), (ink, &right));
        if detail == Detail::Line {
            return;
        }
        let counts = self.assessment.node(item.node).is_some_and(|result| result.points != Range::ZERO);
        for part in &self.assessment.policy[item.node].children {
            if let Some(part) = self.explanation.item(*part) {
                self.item(page, indent + 2, part, self.detail(part, counts), notes);
            }
        }
        self.lines(page, indent + 2, item, detail, notes);
    }

    fn lines(
        &self,
        page: &mut Page,
        indent: usize,
        item: &ItemExplanation<'a>,
        detail: Detail,
        notes: &mut Notes<'s>,
    ) {
        let full = detail == Detail::Full;
        let mut marks = Vec::new();
        // What lies outside the time looked at is worth a line only where nothing else keeps an item from counting.
        let hide_outside = !self.wanted.all
            && (item.result == Outcome::Counted
                || self.explanation.lines(item.lines).any(|(kind, _)| kind == LineKind::Skipped));
        // Measures of one formula may leave out the same for the same reason.
        let mut told: Vec<&str> = Vec::new();
        let mut lines = self.explanation.lines(item.lines).peekable();
        while let Some((kind, line)) = lines.next() {
            if matches!(kind, LineKind::Facts | LineKind::Skipped | LineKind::Outside | LineKind::Unverified)
            {
                if told.contains(&line) {
                    continue;
                }
                told.push(line);
            }
            match kind {
                LineKind::Reading => {
                    let other =
                        lines.next_if(|(kind, _)| *kind == LineKind::OtherReading).map(|(_, line)| line);
                    if full {
                        marks.push(notes.reading(line, other));
                    }
                }
                LineKind::Unspecified if item.result != Outcome::Unspecified => {
                    if full {
                        notes.silence(item.name, line);
                    }
                }
                LineKind::Department if self.wanted.all => {
                    page.labelled(indent, (Ink::Faint, self.labels.department), Ink::Faint, line);
                }
                LineKind::Papers if self.wanted.all => {
                    page.labelled(indent, (Ink::Faint, self.labels.papers), Ink::Faint, line);
                }
                LineKind::Note if self.wanted.all => {
                    page.labelled(indent, (Ink::Faint, "│ "), Ink::Faint, line)
                }
                LineKind::Department | LineKind::Papers | LineKind::Note | LineKind::OtherReading => {}
                LineKind::Outside if hide_outside => {}
                LineKind::Applies if !full && item.result != Outcome::NotApplicable => {}
                LineKind::Applies | LineKind::Lost => page.paragraph(indent, 2, Ink::Plain, line),
                LineKind::Skipped | LineKind::Outside if full || item.counted => {
                    page.paragraph(indent, 2, Ink::Faint, line)
                }
                _ if !full => {}
                LineKind::Missing | LineKind::Unverified | LineKind::Unspecified => {
                    page.paragraph(indent, 2, Ink::Doubt, line)
                }
                _ => page.paragraph(indent, 2, Ink::Plain, line),
            }
        }
        if item.kind == NodeKind::Group || !full {
            return;
        }
        let mut basis = format!("{}{}", self.labels.basis, self.explanation.text(item.basis));
        if !marks.is_empty() {
            basis.push_str(&format!(
                "  [{} {}]",
                self.labels.notes,
                numbers(marks.clone(), self.labels.list)
            ));
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
}
