//! `jifen show`: the rules of a version, for reading. The document is the rule; it is shown as it is, with what headings
//! inherit written out.

use crate::command::{Shared, Show};
use crate::failure::{Failure, Verdict};
use crate::library::{Shelf, in_force};
use crate::page::{Ink, Page};
use crate::{clock, coverage, grid};
use policy::diagnostic::nearest;
use policy::document::{Clause, Section, Table, scan, tree, wide};
use policy::model::{Basis, Policy};
use score::explain::Language;
use terms::Grade;

pub fn run(arguments: &Show, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open_for(shared.policies.as_deref(), arguments.policy.as_deref())?;
    let mut page = Page::for_terminal();
    let Some(id) = &arguments.policy else {
        coverage::all(&mut page, &shelf.library);
        page.print()?;
        return Ok(Verdict::Fine);
    };
    let policy = shelf.version(id, clock::today())?;
    if arguments.coverage {
        coverage::draw(&mut page, policy);
        page.print()?;
        return Ok(Verdict::Fine);
    }
    let root = tree(&scan(shelf.text(&policy.file)).document, &mut Vec::new());
    let shown = Shown { policy };
    match &arguments.only {
        Some(name) => {
            let (section, above) = find(&root, name)?;
            shown.section(&mut page, section, above);
        }
        None => shown.whole(&mut page, &root),
    }
    page.print()?;
    Ok(Verdict::Fine)
}

/// The section of a name, and the name of what it stands under.
fn find<'s>(root: &'s Section, name: &str) -> Result<(&'s Section, &'s str), Failure> {
    let mut names: Vec<&str> = Vec::new();
    let mut open: Vec<(&Section, &str)> = vec![(root, "")];
    while let Some((section, above)) = open.pop() {
        let heading = section.heading.text.as_str();
        let plain = heading.rsplit(['：', ':']).next().unwrap_or(heading).trim();
        if section.level > 1 {
            if heading == name || plain == name {
                return Ok((section, above));
            }
            names.push(plain);
        }
        open.extend(section.children.iter().rev().map(|child| (child, heading)));
    }
    let failure = Failure::new(format!("没有“{name}”"));
    Err(match nearest(name, names) {
        Some(near) => failure.hint(format!("是不是“{near}”？")),
        None => failure,
    })
}

struct Shown<'p> {
    policy: &'p Policy,
}

impl Shown<'_> {
    fn whole(&self, page: &mut Page, root: &Section) {
        page.across(
            0,
            (Ink::Strong, &root.heading.text),
            (Ink::Faint, &in_force(self.policy, Language::Chinese)),
        );
        page.rule('═');
        self.content(page, 0, root, "");
        for section in &root.children {
            self.section(page, section, "");
        }
    }

    fn section(&self, page: &mut Page, section: &Section, above: &str) {
        let heading = &section.heading.text;
        match section.level {
            2 => {
                page.gap();
                page.line(Ink::Strong, heading);
                page.rule('─');
            }
            3 => {
                page.gap();
                page.labelled(0, (Ink::Strong, "■ "), Ink::Strong, heading);
            }
            _ => page.labelled(2, (Ink::Plain, "□ "), Ink::Strong, heading),
        }
        let indent = if section.level > 3 {
            4
        } else if section.level == 3 {
            2
        } else {
            0
        };
        self.content(page, indent, section, above);
        for child in &section.children {
            self.section(page, child, heading);
        }
    }

    fn content(&self, page: &mut Page, indent: usize, section: &Section, above: &str) {
        for clause in &section.clauses {
            self.clause(page, indent, clause);
        }
        if section.level > 1 {
            self.inherited(page, indent, section, above);
        }
        for table in &section.tables {
            self.table(page, indent, table);
        }
        for note in &section.notes {
            page.labelled(indent, (Ink::Faint, "│ "), Ink::Faint, &note.text);
        }
    }

    fn clause(&self, page: &mut Page, indent: usize, clause: &Clause) {
        let (key, value) = (wide(&clause.key.text), wide(&clause.value.text));
        let ink = match key.as_str() {
            "依据" | "出处" | "认定" | "材料" | "办理" => Ink::Faint,
            "核实" if value == Grade::Unverified.word() => Ink::Doubt,
            "核实" => Ink::Faint,
            "未规定" => Ink::Doubt,
            _ => Ink::Plain,
        };
        // A reading and the other one stand under each other.
        let mut parts = value.splitn(2, "；另解：");
        page.labelled(indent, (Ink::Faint, &format!("{key}：")), ink, parts.next().unwrap_or_default());
        if let Some(other) = parts.next() {
            page.labelled(indent, (Ink::Faint, "另解："), Ink::Faint, other);
        }
    }

    /// The citation and grade that a heading takes over from above, where it computes something.
    fn inherited(&self, page: &mut Page, indent: usize, section: &Section, above: &str) {
        let (cites, graded) = (section.clause("依据").is_some(), section.clause("核实").is_some());
        let Some(basis) = self.basis(section, above) else { return };
        // A part takes everything over from its item, which has just said it.
        if (cites && graded) || (section.level == 4 && !cites && !graded) {
            return;
        }
        let citation = basis.citation.as_deref().unwrap_or("—");
        let grade = basis.grade.word();
        let (key, text) = match (cites, graded) {
            (false, false) => ("依据：", format!("{citation}（{grade}，承上）")),
            (false, true) => ("依据：", format!("{citation}（承上）")),
            (true, _) => ("核实：", format!("{grade}（承上）")),
        };
        let ink = if basis.grade == Grade::Unverified { Ink::Doubt } else { Ink::Faint };
        page.labelled(indent, (Ink::Faint, key), ink, &text);
    }

    fn basis(&self, section: &Section, above: &str) -> Option<&Basis> {
        let name = section.heading.text.as_str();
        let plain = name.split(['（', '(']).next().unwrap_or(name);
        let policy = self.policy;
        match (section.level, above) {
            (3, "口径") => policy
                .measures
                .iter()
                .find(|measure| measure.name == name || measure.name.starts_with(&format!("{plain}（")))
                .map(|measure| &measure.basis),
            (3, "名单") => policy.lists.iter().find(|list| list.name == name).map(|list| &list.basis),
            (3, "资格") => policy
                .conditions
                .iter()
                .find(|condition| condition.name == name)
                .map(|condition| &condition.basis),
            (3, "一票否决") => {
                policy.vetoes.iter().find(|veto| veto.name == name).map(|veto| &veto.basis)
            }
            (3, _) => policy.find(name).map(|id| &policy[id].basis),
            (4, item) => policy.find(&format!("{item}·{name}")).map(|id| &policy[id].basis),
            _ => None,
        }
    }

    fn table(&self, page: &mut Page, indent: usize, table: &Table) {
        let head: Vec<String> = table.head.iter().map(|cell| wide(&cell.text)).collect();
        let rows: Vec<Vec<String>> =
            table.rows.iter().map(|row| row.iter().map(|cell| wide(&cell.text)).collect()).collect();
        grid::draw(page, indent, &head, &rows);
    }
}
