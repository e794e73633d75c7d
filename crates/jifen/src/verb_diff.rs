//! `jifen diff`: what a reader of one version has to know of another.

use crate::command::{Diff, Shared};
use crate::failure::{Failure, Verdict};
use crate::library::{Shelf, in_force};
use crate::page::{Ink, Page};
use crate::{clock, json};
use policy::diff::{Aspect, Change, ClauseChange, Difference, RowChange, SectionChange, Side, diff};
use policy::document::scan;
use policy::model::Policy;
use score::explain::Language;

pub fn run(arguments: &Diff, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let (before, after) =
        (shelf.version(&arguments.before, clock::today())?, shelf.version(&arguments.after, clock::today())?);
    let document = |policy: &Policy| scan(shelf.text(&policy.file)).document;
    let difference = diff(&document(before), &document(after));
    if arguments.json {
        json::print(&json::difference(before, after, &difference))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    for (sign, policy) in [("− ", before), ("+ ", after)] {
        let text = format!("{} {}（{}）", policy.id, policy.title, in_force(policy, Language::Chinese));
        page.labelled(0, (Ink::Strong, sign), Ink::Strong, &text);
    }
    page.rule('═');
    draw(&mut page, &difference, arguments.all);
    page.print()?;
    Ok(Verdict::Fine)
}

fn draw(page: &mut Page, difference: &Difference, all: bool) {
    let shown: Vec<&SectionChange> =
        difference.sections.iter().filter(|section| all || is_news(section)).collect();
    for change in difference.header.iter().filter(|change| all || matters(change.aspect)) {
        clause(page, 0, change);
    }
    let count = |wanted: fn(&Change) -> bool| shown.iter().filter(|section| wanted(&section.change)).count();
    let counts = format!(
        "新增 {}，删去 {}，改名或移动 {}，改动 {}",
        count(|change| *change == Change::Added),
        count(|change| *change == Change::Removed),
        count(|change| matches!(change, Change::Renamed { .. } | Change::Moved { .. })),
        count(|change| *change == Change::Changed)
    );
    for section in &shown {
        page.gap();
        draw_section(page, section, all);
    }
    page.gap();
    page.line(Ink::Strong, &counts);
    let hidden = difference.sections.len() - shown.len();
    if hidden > 0 {
        page.paragraph(
            0,
            0,
            Ink::Faint,
            &format!("另有 {hidden} 处只改了出处、核实、材料或说明（--all 列出）"),
        );
    }
}

/// What a reader wants to know first: rules, what they rest on, how they are read.
fn matters(aspect: Aspect) -> bool {
    matches!(aspect, Aspect::Rule | Aspect::Basis | Aspect::Reading)
}

fn is_news(section: &SectionChange) -> bool {
    section.change != Change::Changed
        || !section.rows.is_empty()
        || section.clauses.iter().any(|change| matters(change.aspect))
}

fn draw_section(page: &mut Page, section: &SectionChange, all: bool) {
    let (ink, sign, what) = match &section.change {
        Change::Added => (Ink::Good, "+ ", "新增".to_owned()),
        Change::Removed => (Ink::Bad, "− ", "删去".to_owned()),
        Change::Renamed { from } => (Ink::Doubt, "~ ", format!("原名“{from}”")),
        Change::Moved { from } => (Ink::Doubt, "~ ", format!("原在“{from}”下")),
        Change::Changed => (Ink::Doubt, "~ ", "改动".to_owned()),
    };
    let under = if section.under.is_empty() { String::new() } else { format!("{} · ", section.under) };
    page.labelled(
        0,
        (ink, sign),
        Ink::Strong,
        &format!("{}“{under}{}”：{what}", section.kind.word(), section.name),
    );
    // What stands in one version only is told by its rule; its sources and papers are in `jifen show`.
    let whole = matches!(section.change, Change::Added | Change::Removed);
    let wanted = |aspect| {
        all || (if whole { aspect == Aspect::Rule || aspect == Aspect::Basis } else { matters(aspect) })
    };
    for change in section.clauses.iter().filter(|change| wanted(change.aspect)) {
        clause(page, 2, change);
    }
    for change in &section.rows {
        row(page, change);
    }
    if all {
        for (side, note) in &section.notes {
            let (ink, sign) = if *side == Side::Before { (Ink::Bad, "− ") } else { (Ink::Good, "+ ") };
            page.labelled(2, (ink, sign), Ink::Faint, &format!("> {note}"));
        }
    }
}

fn clause(page: &mut Page, indent: usize, change: &ClauseChange) {
    let key = &change.key;
    if let Some(before) = &change.before {
        page.labelled(indent, (Ink::Bad, "− "), Ink::Plain, &format!("{key}：{before}"));
    }
    if let Some(after) = &change.after {
        page.labelled(indent, (Ink::Good, "+ "), Ink::Plain, &format!("{key}：{after}"));
    }
}

fn row(page: &mut Page, change: &RowChange) {
    let when = change.when.join(" · ");
    let text = |cells: &[(String, String)]| -> String {
        let cells = cells.iter().map(|(head, cell)| match cell.as_str() {
            "" => format!("没有{head}"),
            cell if head == "分值" || head == "值" => cell.to_owned(),
            cell => format!("{head} {cell}"),
        });
        cells.collect::<Vec<_>>().join("，")
    };
    if let Some(before) = &change.before {
        page.labelled(2, (Ink::Bad, "− "), Ink::Plain, &format!("| {when} | {}", text(before)));
    }
    if let Some(after) = &change.after {
        page.labelled(2, (Ink::Good, "+ "), Ink::Plain, &format!("| {when} | {}", text(after)));
    }
}
