//! Cities side by side on a page.

mod pair;

use crate::grid;
use crate::page::{Ink, Page};
use crate::speech::{mark, name, say};
use policy::model::{Decision, Policy};
use policy::recognition::Purpose;
use score::explain::{Language, number};
use score::{Assessment, Status};
use service::side::Table;
use terms::{Range, Tri};

fn head(page: &mut Page, text: &str) {
    page.gap();
    page.line(Ink::Strong, text);
    page.rule('─');
}

/// Draws the table and what follows from it.
pub fn draw(page: &mut Page, table: &Table<'_>) {
    let title = table.say("同一个人，各个城市", "One person, city by city");
    let on = format!("{} {}", table.say("申请日", "applied on"), table.on);
    page.across(0, (Ink::Strong, title), (Ink::Faint, &on));
    page.rule('═');
    overview(page, table);
    open_uses(page, table);
    if let [left, right] = table.sides.as_slice() {
        pair::draw(page, table, left, right);
    } else {
        where_from(page, table);
        same_names(page, table);
    }
    recognition(page, table);
    rest(page, table);
    page.gap();
    let footer = table.say(
        "各城市的一分不是一样的东西：满分、线和能办的事都不同，分数不能直接比大小。按公开的规定试算，以主管部门核定为准。",
        "A point is not the same thing in two cities: scales, lines and what they open differ. Computed from the published \
         rules; the offices in charge decide.",
    );
    page.paragraph(0, 0, Ink::Faint, footer);
}

fn overview(page: &mut Page, table: &Table<'_>) {
    let language = table.language;
    let head = match language {
        Language::Chinese => ["城市", "方案", "总分", "线", "够不够"],
        Language::English => ["city", "scheme", "total", "line", "reached"],
    };
    let rows: Vec<Vec<String>> = table
        .sides
        .iter()
        .map(|side| {
            let line = side.line();
            let met = side.assessment.meets_standard().map(|met| {
                let word = match met {
                    Tri::Yes => ("✓ 够", "✓ yes"),
                    Tri::No => ("✗ 不够", "✗ no"),
                    Tri::Unknown => ("? 不能定", "? open"),
                };
                table.say(word.0, word.1)
            });
            let ranked = side.policy.uses.iter().any(|of| matches!(of.decision, Decision::Rank(_)));
            let otherwise = if ranked { table.say("按名次", "by rank") } else { "—" };
            vec![
                table.city(side.scheme).to_owned(),
                name(side.policy, &side.policy.title, language).to_owned(),
                number(side.assessment.total.range(), language),
                line.map_or_else(|| "—".to_owned(), |line| number(Range::known(line), language)),
                met.unwrap_or(otherwise).to_owned(),
            ]
        })
        .collect();
    grid::draw(page, 0, &head.map(str::to_owned), &rows);
}

/// What is open, city by city.
fn open_uses(page: &mut Page, table: &Table<'_>) {
    head(page, table.say("在那里能办什么", "What is open there"));
    for side in &table.sides {
        let title = format!(
            "{}{}{}",
            table.city(side.scheme),
            table.say("　", "  "),
            name(side.policy, &side.policy.title, table.language)
        );
        page.across(0, (Ink::Strong, &title), (Ink::Faint, &side.policy.id.to_string()));
        uses(page, table, side.policy, &side.assessment);
    }
}

fn uses(page: &mut Page, table: &Table<'_>, policy: &Policy, assessment: &Assessment<'_>) {
    if assessment.uses.is_empty() {
        page.paragraph(2, 0, Ink::Faint, table.say("没有列出用途", "lists no use"));
    }
    for wanted in [Status::Met, Status::Unknown, Status::NotMet] {
        let mut names: Vec<String> = Vec::new();
        for result in assessment.uses.iter().filter(|result| result.status == wanted) {
            let Some(of) = policy.uses.get(result.at) else { continue };
            let mut text = name(policy, &of.name, table.language).to_owned();
            if matches!(of.decision, Decision::Rank(_)) {
                text.push_str(table.say("（排名）", " (ranked)"));
            }
            names.push(text);
        }
        if !names.is_empty() {
            let ink = match wanted {
                Status::Met => Ink::Good,
                Status::Unknown => Ink::Doubt,
                Status::NotMet => Ink::Bad,
            };
            page.labelled(2, (ink, mark(wanted)), Ink::Plain, &names.join(table.say("、", ", ")));
        }
    }
}

/// Where each city's points come from, the most first.
fn where_from(page: &mut Page, table: &Table<'_>) {
    head(page, table.say("分从哪里来", "Where the points come from"));
    for side in &table.sides {
        let mut items = side.items();
        items.retain(|(_, points, _)| *points != Range::ZERO);
        items.sort_by_key(|(_, points, _)| std::cmp::Reverse(points.high.or(points.low)));
        let each: Vec<String> = items
            .iter()
            .map(|(item, points, _)| {
                format!("{} {}", name(side.policy, item, table.language), number(*points, table.language))
            })
            .collect();
        let label = format!("{}{}", table.city(side.scheme), table.say("　", ": "));
        let text = if each.is_empty() {
            table.say("没有一项得分", "no item gives points").to_owned()
        } else {
            each.join(table.say("、", "; "))
        };
        page.labelled(0, (Ink::Strong, &label), Ink::Plain, &text);
    }
    if table.sides.len() < 2 {
        return;
    }
    let example: Vec<&str> = table.sides.iter().take(2).map(|side| side.scheme.id.as_str()).collect();
    let options: Vec<String> = example.iter().map(|id| format!("--policy {id}")).collect();
    let hint = match table.language {
        Language::Chinese => format!("两个方案逐项比较：jifen compare 记录 {}", options.join(" ")),
        Language::English => format!("Two schemes item by item: jifen compare RECORD {}", options.join(" ")),
    };
    page.paragraph(0, 2, Ink::Faint, &hint);
}

fn same_names(page: &mut Page, table: &Table<'_>) {
    let shared = table.shared();
    let shared: Vec<_> =
        shared.iter().filter(|(_, sides)| sides.iter().any(|(_, points)| *points != Range::ZERO)).collect();
    if shared.is_empty() {
        return;
    }
    head(page, table.say("同名的指标各给多少", "Items of the same name"));
    for (item, sides) in shared {
        let each: Vec<String> = sides
            .iter()
            .map(|(side, points)| format!("{} {}", table.city(side.scheme), number(*points, table.language)))
            .collect();
        let shown = sides.first().map_or(*item, |(side, _)| name(side.policy, item, table.language));
        let label = format!("{shown}{}", table.say("：", ": "));
        page.paragraph(0, 2, Ink::Plain, &format!("{label}{}", each.join(table.say("、", ", "))));
    }
}

/// Months paid and years lived elsewhere.
fn recognition(page: &mut Page, table: &Table<'_>) {
    let edges = table.edges();
    if table.library.recognition.is_empty() {
        return;
    }
    head(page, table.say("在别处缴的、住的，认不认", "Months paid and years lived elsewhere"));
    for edge in &edges {
        let of = edge.of;
        let Some(side) = table.sides.iter().find(|side| side.scheme.id == of.into) else { continue };
        let fact = table.library.vocabulary.fact(of.fact);
        let what = say(table.language, &fact.name, &fact.english);
        let places = edge.places.join(table.say("、", ", "));
        let purpose = match &of.purpose {
            Purpose::Nothing => None,
            Purpose::All => Some(table.say("各个用途", "all uses")),
            Purpose::Use(use_name) => Some(name(side.policy, use_name, table.language)),
        };
        let basis = of.basis.citation.as_deref().unwrap_or_default();
        let city = table.city(side.scheme);
        let (since, grade) = (of.since, of.basis.grade);
        let line = match (table.language, purpose) {
            (Language::Chinese, Some(purpose)) => {
                format!("{city}认{places}的{what}，用于{purpose}（{since} 起，{basis}，{}）", grade.word())
            }
            (Language::Chinese, None) => {
                format!("{city}不认{places}的{what}（{since} 起，{basis}，{}）", grade.word())
            }
            (Language::English, Some(purpose)) => format!(
                "{city} counts {what} in {places} for: {purpose} (since {since}; {basis}; {})",
                grade.english()
            ),
            (Language::English, None) => format!(
                "{city} does not count {what} in {places} (since {since}; {basis}; {})",
                grade.english()
            ),
        };
        let sign = if purpose.is_some() { (Ink::Good, "✓ ") } else { (Ink::Bad, "✗ ") };
        page.labelled(0, sign, Ink::Plain, &line);
    }
    let note = if edges.is_empty() {
        table.say(
            "没有查到这些方案认这份记录里别处的年月。",
            "No rule was found by which these schemes count what this record has elsewhere.",
        )
    } else {
        table.say(
            "其余的没有查到；没有查到不等于不认。",
            "Of the others nothing was found, which does not mean that they refuse.",
        )
    };
    page.paragraph(0, 0, Ink::Faint, note);
}

fn rest(page: &mut Page, table: &Table<'_>) {
    for (_, assessment) in &table.floor {
        let policy = assessment.policy;
        let title = format!(
            "{}{}",
            table.say("不看积分，各城市一样：", "No points needed, the same everywhere: "),
            name(policy, &policy.title, table.language)
        );
        head(page, &title);
        uses(page, table, policy, assessment);
    }
    if !table.silent.is_empty() {
        page.gap();
        let each: Vec<&str> = table.silent.iter().map(|scheme| scheme.id.as_str()).collect();
        let text = format!(
            "{}{}",
            table.say("这一天没有施行中的版本，没有比较：", "No version in force on that day: "),
            each.join(table.say("、", ", "))
        );
        page.paragraph(0, 2, Ink::Faint, &text);
    }
}
