//! A version's rules to read: the policy file itself, heading by heading, with a permanent address for each and the evidence
//! beside every row.

use super::{Shell, nothing_here, parts};
use crate::reply;
use crate::site::Site;
use crate::view::{View, encoded};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};
use policy::document::{Clause, Section, Table, scan, tree, wide};
use policy::model::{Basis, Policy, Rule};
use policy::scheme::Scheme;
use std::sync::Arc;
use terms::{Date, Grade};

/// The version in force.
pub async fn current(
    State(site): State<Arc<Site>>,
    view: View,
    headers: HeaderMap,
    Path((city, name)): Path<(String, String)>,
) -> Response {
    let found = site
        .scheme(&city, &name)
        .and_then(|scheme| Some((scheme, crate::site::current(scheme, site.today())?)));
    match found {
        Some((scheme, policy)) => draw(&site, view, &headers, scheme, policy, &format!("/{city}/{name}")),
        None => nothing_here(view).await,
    }
}

/// The version of an effective date; with `.md` at the end, the policy file itself.
pub async fn dated(
    State(site): State<Arc<Site>>,
    view: View,
    headers: HeaderMap,
    Path((city, name, version)): Path<(String, String, String)>,
) -> Response {
    let (day, file) = version.strip_suffix(".md").map_or((version.as_str(), false), |day| (day, true));
    let found = site.scheme(&city, &name).and_then(|scheme| {
        let day = policy::language::phrase::day(day)?;
        Some((scheme, scheme.version(day)?))
    });
    match found {
        Some((_, policy)) if file => {
            let text = site.text(&policy.file).unwrap_or_default().to_owned();
            reply::tagged(&headers, "text/markdown; charset=utf-8", "public, max-age=300", text)
        }
        Some((scheme, policy)) => {
            draw(&site, view, &headers, scheme, policy, &format!("/{city}/{name}/{version}"))
        }
        None => nothing_here(view).await,
    }
}

/// The anchor of a heading under a chapter: items stand by their own name, the rest by chapter and name.
pub fn anchor(chapter: &str, name: &str) -> String {
    encoded(&if chapter.is_empty() { name.to_owned() } else { format!("{chapter}·{name}") })
}

fn draw(
    site: &Site,
    view: View,
    headers: &HeaderMap,
    scheme: &Scheme,
    policy: &Policy,
    here: &str,
) -> Response {
    let root = tree(&scan(site.text(&policy.file).unwrap_or_default()).document, &mut Vec::new());
    let title = parts::title_of(view, policy);
    let page = Rules { view, policy };
    // Readers look for what scores first; how things are counted stands below.
    let mut chapters: Vec<&Section> = root.children.iter().collect();
    chapters.sort_by_key(|section| place(&section.heading.text));
    let content = html! {
        article.rules {
            h1 { (title) }
            p.soft { (parts::in_force(view, policy)) @if !policy.in_force(site.today()) { " " span.tag.no { (view.say("今天不在施行期内", "not in force today")) } } }
            (versions(view, site, scheme, policy))
            div.actions {
                a.button.main href=(view.link(&format!("/{}/check", scheme.id))) { (view.say("按这份规定自测", "Check myself by these rules")) }
                a.button href=(format!("/{}/{}.md", scheme.id, policy.id.effective)) download { (view.say("下载规则文件", "Download the rule file")) }
            }
            @if view.english() {
                p.note { "The rules are in Chinese, as they are run. English names stand beside the headings where there are any." }
            }
            (parts::grades(view))
            (page.contents(&chapters))
            section lang="zh-Hans" { (page.content(&root, "", "")) }
            @for section in chapters { (page.chapter(section)) }
            (instruments(view, policy))
        }
    };
    let above = parts::trail(view, site, scheme);
    reply::public_page(headers, Shell { view, title, here: Some(here), above: &above }.draw(content))
}

fn versions(view: View, site: &Site, scheme: &Scheme, shown: &Policy) -> Markup {
    let today: Date = site.today();
    html! {
        nav aria-label=(view.say("版本", "Versions")) {
            p.soft { (view.say("各个版本：", "All versions: "))
                @for policy in scheme.versions.iter().rev() {
                    @let day = policy.id.effective.to_string();
                    @if policy.id == shown.id { b { (day) } } @else { a href=(view.link(&format!("/{}/{day}", scheme.id))) { (day) } }
                    @if policy.in_force(today) { " " span.tag.yes { (view.say("现行", "in force")) } }
                    " "
                }
                @if scheme.versions.len() > 1 {
                    a href=(view.link(&format!("/{}/changes", scheme.id))) { (view.say("版本之间改了什么", "What changed between versions")) }
                }
            }
        }
    }
}

struct Rules<'p> {
    view: View,
    policy: &'p Policy,
}

/// Chapters that are no group of indicators.
const OTHER: &[&str] = &["口径", "名单", "资格", "一票否决"];

/// Where a chapter stands on the page.
fn place(heading: &str) -> u8 {
    match split(heading) {
        ("", "口径") => 4,
        ("", "名单") => 5,
        ("", "资格") => 2,
        ("", "一票否决") => 1,
        ("", _) => 0,
        _ => 3,
    }
}

fn split(heading: &str) -> (&str, &str) {
    heading.split_once(['：', ':']).map_or(("", heading.trim()), |(kind, name)| (kind.trim(), name.trim()))
}

impl Rules<'_> {
    fn heading(&self, text: &str) -> Markup {
        let (_, name) = split(text);
        let english = self.policy.english(name);
        html! {
            span lang="zh-Hans" { (text) }
            @if self.view.english() && english != name { span.gloss { (english) } }
        }
    }

    fn contents(&self, chapters: &[&Section]) -> Markup {
        html! {
            details.contents {
                summary { (self.view.say("目录", "Contents")) }
                nav aria-label=(self.view.say("目录", "Contents")) {
                    ul.toc lang="zh-Hans" {
                        @for section in chapters {
                            @let (chapter, name) = split(&section.heading.text);
                            li {
                                a href=(format!("#{}", anchor(chapter, name))) { (section.heading.text) }
                                @if chapter.is_empty() && !OTHER.contains(&name) {
                                    ul { @for item in &section.children { li { a href=(format!("#{}", anchor("", &item.heading.text))) { (item.heading.text) } } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    fn chapter(&self, section: &Section) -> Markup {
        let (chapter, name) = split(&section.heading.text);
        let id = if chapter.is_empty() { name.to_owned() } else { format!("{chapter}·{name}") };
        let of_group = if chapter.is_empty() { name } else { "" };
        let measures = OTHER.contains(&name);
        html! {
            section id=(id) {
                h2 { (self.heading(&section.heading.text)) (self.permalink(&id)) }
                div lang="zh-Hans" { (self.content(section, chapter, "")) }
                @for child in &section.children { (self.item(child, of_group, measures)) }
            }
        }
    }

    fn item(&self, section: &Section, chapter: &str, other: bool) -> Markup {
        let name = section.heading.text.as_str();
        let id = if other { format!("{chapter}·{name}") } else { name.to_owned() };
        html! {
            section id=(id) {
                h3 { (self.heading(name)) (self.permalink(&id)) }
                div lang="zh-Hans" { (self.content(section, chapter, "")) }
                @for part in &section.children {
                    @let id = format!("{name}·{}", part.heading.text);
                    section id=(id) {
                        h4 { (self.heading(&part.heading.text)) (self.permalink(&id)) }
                        div lang="zh-Hans" { (self.content(part, chapter, name)) }
                    }
                }
            }
        }
    }

    fn permalink(&self, id: &str) -> Markup {
        let to = format!("/{}/{}#{}", self.policy.id.scheme, self.policy.id.effective, encoded(id));
        html! { a.anchor href=(self.view.link(&to)) aria-label=(self.view.say("这一条的固定地址", "Permanent link")) { "#" } }
    }

    fn content(&self, section: &Section, chapter: &str, item: &str) -> Markup {
        let inherited =
            if section.level > 2 || chapter == "用途" { self.basis(section, chapter, item) } else { None };
        let cites = section.clause("依据").is_some();
        let told = |clause: &Clause| clause.key.text == "依据" || clause.key.text == "核实";
        html! {
            @if !section.clauses.is_empty() || inherited.is_some() {
                dl {
                    @for clause in section.clauses.iter().filter(|clause| inherited.is_none() || !told(clause)) { (self.clause(clause)) }
                    @if let Some(basis) = inherited {
                        dt { "依据" }
                        dd { (basis.citation.as_deref().unwrap_or("—")) @if !cites { span.soft { "（承上）" } } " " (parts::grade(self.view, basis.grade)) }
                    }
                }
            }
            @for table in &section.tables { (self.table(table, section, chapter, item)) }
            @for note in &section.notes { p.note { (note.text) } }
        }
    }

    fn clause(&self, clause: &Clause) -> Markup {
        let (key, value) = (wide(&clause.key.text), wide(&clause.value.text));
        let mut halves = value.splitn(2, "；另解：");
        let (first, other) = (halves.next().unwrap_or_default().to_owned(), halves.next().map(str::to_owned));
        html! {
            dt { (key) }
            dd {
                @if key == "核实" && let Some(grade) = Grade::from_word(&value) { (parts::grade(self.view, grade)) }
                @else { (first) }
                (self.gloss(&first))
                @if let Some(other) = other { br; span.soft { "另解：" (other) } (self.gloss(&other)) }
            }
        }
    }

    fn gloss(&self, chinese: &str) -> Markup {
        let english = self.policy.english(chinese);
        html! { @if self.view.english() && english != chinese { br; span.soft lang="en" { (english) } } }
    }

    fn table(&self, table: &Table, section: &Section, chapter: &str, item: &str) -> Markup {
        let grades = self.row_grades(table, section, chapter, item);
        html! {
            div.scroll { table {
                thead { tr {
                    @for cell in &table.head { th scope="col" { (wide(&cell.text)) } }
                    @if grades.is_some() { th scope="col" { "核实" } }
                } }
                tbody {
                    @for (at, row) in table.rows.iter().enumerate() {
                        tr {
                            @for cell in row { td { (wide(&cell.text)) } }
                            @if let Some(grades) = &grades { td { @if let Some(grade) = grades.get(at) { (parts::grade(self.view, *grade)) } } }
                        }
                    }
                }
            } }
        }
    }

    /// The grade of each row of an item's table, unless the table says it itself.
    fn row_grades(&self, table: &Table, section: &Section, chapter: &str, item: &str) -> Option<Vec<Grade>> {
        if table.head.iter().any(|cell| cell.text == "核实") {
            return None;
        }
        let policy = self.policy;
        let node = policy.find(&self.path(section, chapter, item)?)?;
        let grades: Vec<Grade> = match &policy[node].rule {
            Rule::Table(table) => table.rows.iter().map(|row| row.basis.grade).collect(),
            Rule::Marginal(marginal) => marginal.rows.iter().map(|(_, _, basis)| basis.grade).collect(),
            _ => return None,
        };
        (grades.len() == table.rows.len()).then_some(grades)
    }

    fn path(&self, section: &Section, chapter: &str, item: &str) -> Option<String> {
        let name = section.heading.text.as_str();
        match section.level {
            _ if OTHER.contains(&chapter) => None,
            3 => Some(name.to_owned()),
            4 => Some(format!("{item}·{name}")),
            _ => None,
        }
    }

    /// What a heading rests on, with what it takes over from above.
    fn basis(&self, section: &Section, chapter: &str, item: &str) -> Option<&Basis> {
        let name = section.heading.text.as_str();
        let plain = name.split(['（', '(']).next().unwrap_or(name);
        let policy = self.policy;
        match chapter {
            "口径" => {
                let with_arguments = format!("{plain}（");
                let of =
                    |of: &&policy::model::Measure| of.name == name || of.name.starts_with(&with_arguments);
                policy.measures.iter().find(of).map(|of| &of.basis)
            }
            "用途" => policy.uses.iter().find(|of| of.name == split(name).1).map(|of| &of.basis),
            "名单" => policy.lists.iter().find(|of| of.name == name).map(|of| &of.basis),
            "资格" => policy.conditions.iter().find(|of| of.name == name).map(|of| &of.basis),
            "一票否决" => policy.vetoes.iter().find(|of| of.name == name).map(|of| &of.basis),
            _ => policy.find(&self.path(section, chapter, item)?).map(|id| &policy[id].basis),
        }
    }
}

/// The documents that make the rules.
fn instruments(view: View, policy: &Policy) -> Markup {
    let Some(first) = policy.instruments.first() else { return html! {} };
    html! {
        section id="文件" {
            h2 { (view.say("所据文件", "Instruments")) }
            div.scroll { table lang="zh-Hans" {
                thead { tr { th scope="col" { "键" } @for (head, _) in &first.columns { th scope="col" { (head) } } } }
                tbody { @for of in policy.instruments.iter() { tr { th scope="row" { (of.key) } @for (_, cell) in &of.columns { td { (cell) } } } } }
            } }
        }
    }
}
