//! `jifen docs`: a city's page, from its policies: instruments, versions, items, uses, what changed, what is recognised.

use crate::command::{Docs, Shared};
use crate::coverage;
use crate::failure::{Failure, Verdict};
use crate::library::Shelf;
use policy::diff::{Change, SectionKind, diff};
use policy::document::scan;
use policy::model::{Basis, Decision, NodeKind, Policy};
use policy::recognition::{Places, Purpose};
use policy::scheme::{City, Scheme};
use std::fmt::Write as _;

pub fn run(arguments: &Docs, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let page = match &arguments.city {
        None => index(&shelf),
        Some(folder) => {
            let Some(city) = shelf.library.cities.get(folder) else {
                let known: Vec<&str> = shelf.library.cities.keys().map(String::as_str).collect();
                return Err(
                    Failure::new(format!("没有城市 {folder}")).hint(format!("有这些：{}", known.join("、")))
                );
            };
            city_page(&shelf, folder, city)
        }
    };
    crate::page::print(&page)?;
    Ok(Verdict::Fine)
}

const MADE: &str =
    "Made from `policies/` by `cargo xtask generate`; do not edit. Chinese names are those of the rules.";

fn index(shelf: &Shelf) -> String {
    let mut out = format!("# Cities\n\n{MADE}\n\n");
    let mut rows = Vec::new();
    for (folder, city) in &shelf.library.cities {
        let schemes = shelf.library.schemes.iter().filter(|scheme| scheme.id.city() == folder);
        let schemes: Vec<String> = schemes
            .map(|scheme| {
                let span = match (scheme.versions.first(), scheme.versions.last()) {
                    (Some(first), Some(last)) => {
                        let until = last.until.map_or("open".to_owned(), |day| day.to_string());
                        format!(", {} to {until}", first.id.effective)
                    }
                    _ => String::new(),
                };
                format!("{} (`{}`{span})", scheme.title(), scheme.id)
            })
            .collect();
        rows.push(vec![format!("[{} {}]({folder}.md)", city.name, city.english), schemes.join("<br>")]);
    }
    table(&mut out, &["city", "schemes"], &rows);
    out
}

fn city_page(shelf: &Shelf, folder: &str, city: &City) -> String {
    let mut out = format!("# {} {}\n\n{MADE}\n", city.name, city.english);
    for scheme in shelf.library.schemes.iter().filter(|scheme| scheme.id.city() == folder) {
        let _ = write!(out, "\n## {}\n\n`{}`", scheme.title(), scheme.id);
        if let Some(last) = scheme.versions.last()
            && last.english(&last.title) != last.title
        {
            let _ = write!(out, ": {}", last.english(&last.title));
        }
        let _ = writeln!(out, ". Read it with `jifen show {}@{}`.", scheme.id, last_day(scheme));
        versions(&mut out, scheme);
        if let Some(last) = scheme.versions.last() {
            items(&mut out, last);
            uses(&mut out, last);
        }
        changes(&mut out, shelf, scheme);
        instruments(&mut out, scheme);
    }
    recognition(&mut out, shelf, folder, city);
    out
}

fn last_day(scheme: &Scheme) -> String {
    scheme.versions.last().map_or_else(String::new, |last| last.id.effective.to_string())
}

fn heading(out: &mut String, scheme: &str, text: &str) {
    // The scheme makes the heading one of its kind, so that links to it lead to one place.
    let _ = write!(out, "\n### {text}: `{scheme}`\n\n");
}

fn versions(out: &mut String, scheme: &Scheme) {
    heading(out, scheme.id.as_str(), "Versions");
    let rows: Vec<Vec<String>> = scheme
        .versions
        .iter()
        .map(|version| {
            let mut row = vec![
                version.id.effective.to_string(),
                version.until.map_or_else(|| "open".to_owned(), |day| day.to_string()),
                version.standard.map_or_else(|| "—".to_owned(), |standard| standard.to_string()),
                version.items().count().to_string(),
                version.uses.len().to_string(),
            ];
            row.extend(coverage::shares(version));
            row
        })
        .collect();
    let head =
        ["from", "to", "standard score", "items", "uses", "已核 verified", "转引 copied", "待核 unverified"];
    table(out, &head, &rows);
}

fn cited(basis: &Basis) -> [String; 2] {
    [basis.citation.clone().unwrap_or_else(|| "—".to_owned()), basis.grade.word().to_owned()]
}

fn items(out: &mut String, policy: &Policy) {
    if policy.nodes.is_empty() {
        return;
    }
    heading(out, policy.id.scheme.as_str(), "Items");
    let mut group = "";
    let mut rows = Vec::new();
    for id in policy.node_ids() {
        let node = &policy[id];
        match node.kind {
            NodeKind::Group => group = &node.name,
            NodeKind::Item => {
                let mut row =
                    vec![group.to_owned(), node.name.clone(), policy.english(&node.name).to_owned()];
                row.extend(cited(&node.basis));
                rows.push(row);
            }
            NodeKind::Part => {}
        }
    }
    table(out, &["group", "item", "English", "basis", "evidence"], &rows);
}

fn uses(out: &mut String, policy: &Policy) {
    heading(out, policy.id.scheme.as_str(), "Uses");
    let rows: Vec<Vec<String>> = policy
        .uses
        .iter()
        .map(|of| {
            let decision = match of.decision {
                Decision::Line => "conditions".to_owned(),
                Decision::Rank(None) => "ranked".to_owned(),
                Decision::Rank(Some(quota)) => format!("ranked, {quota} places"),
                Decision::Order => "order only".to_owned(),
            };
            let mut row = vec![of.name.clone(), policy.english(&of.name).to_owned(), decision];
            row.extend(cited(&of.basis));
            row
        })
        .collect();
    if rows.is_empty() {
        out.push_str("None.\n");
    } else {
        table(out, &["use", "English", "decided by", "basis", "evidence"], &rows);
    }
}

/// Items and uses that differ from one version to the next.
fn changes(out: &mut String, shelf: &Shelf, scheme: &Scheme) {
    if scheme.versions.len() < 2 {
        return;
    }
    heading(out, scheme.id.as_str(), "What changed");
    for (before, after) in scheme.versions.iter().zip(scheme.versions.iter().skip(1)) {
        let difference =
            diff(&scan(shelf.text(&before.file)).document, &scan(shelf.text(&after.file)).document);
        let wanted = difference.sections.iter().filter(|section| {
            matches!(section.kind, SectionKind::Item | SectionKind::Use) && section.touches_rule()
        });
        let mut kinds: [(&str, Vec<&str>); 4] =
            [("new", vec![]), ("gone", vec![]), ("renamed or moved", vec![]), ("changed", vec![])];
        for section in wanted {
            let at = match section.change {
                Change::Added => 0,
                Change::Removed => 1,
                Change::Renamed { .. } | Change::Moved { .. } => 2,
                Change::Changed => 3,
            };
            if let Some((_, names)) = kinds.get_mut(at)
                && !names.contains(&section.name.as_str())
            {
                names.push(&section.name);
            }
        }
        let _ = write!(out, "- **{}**", after.id.effective);
        for (kind, names) in kinds.iter().filter(|(_, names)| !names.is_empty()) {
            let _ = write!(out, "; {kind}: {}", names.join("、"));
        }
        let _ = writeln!(out, ". Line by line: `jifen diff {} {}`", before.id, after.id);
    }
}

fn instruments(out: &mut String, scheme: &Scheme) {
    if scheme.instruments.is_empty() {
        return;
    }
    heading(out, scheme.id.as_str(), "Instruments");
    let heads = ["名称", "文号", "施行日", "失效日", "核实"];
    let rows: Vec<Vec<String>> = scheme
        .instruments
        .iter()
        .map(|instrument| {
            let cell = |head: &str| {
                let found = instrument.columns.iter().find(|(known, _)| known == head);
                found.map_or_else(|| "—".to_owned(), |(_, cell)| cell.clone())
            };
            let mut row = vec![instrument.key.clone()];
            row.extend(heads.iter().map(|head| cell(head)));
            row
        })
        .collect();
    table(out, &["key", "title", "number", "in force from", "to", "evidence"], &rows);
}

/// Whose months count here, and where this city's months count.
fn recognition(out: &mut String, shelf: &Shelf, folder: &str, city: &City) {
    let mut rows = Vec::new();
    for edge in &shelf.library.recognition {
        let here = edge.into.city() == folder;
        let (from, named) = match &edge.from {
            Places::Others => ("any other city".to_owned(), false),
            Places::These(places) => (places.join("、"), places.contains(&city.name)),
        };
        if !here && !named {
            continue;
        }
        let purpose = match &edge.purpose {
            Purpose::Nothing => "not recognised".to_owned(),
            Purpose::All => "all uses".to_owned(),
            Purpose::Use(name) => name.clone(),
        };
        let what = shelf.library.vocabulary.fact(edge.fact).name.clone();
        let mut row = vec![format!("`{}`", edge.into), from, what, purpose, edge.since.to_string()];
        row.extend(cited(&edge.basis));
        rows.push(row);
    }
    out.push_str("\n## Recognition\n\n");
    if rows.is_empty() {
        out.push_str(
            "No rule was found by which another city's months count here, or this city's elsewhere.\n",
        );
    } else {
        table(out, &["by", "from", "what", "for", "since", "basis", "evidence"], &rows);
    }
}

fn table(out: &mut String, head: &[&str], rows: &[Vec<String>]) {
    let _ = writeln!(out, "| {} |", head.join(" | "));
    let _ = writeln!(out, "|{}", " --- |".repeat(head.len()));
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| cell.replace('|', "\\|")).collect();
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    }
}
