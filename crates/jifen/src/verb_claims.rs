//! `jifen claims`: what people say points are good for, and what the rules say of it.

use crate::command::{Claims, Shared};
use crate::failure::{Failure, Verdict};
use crate::json;
use crate::library::Shelf;
use crate::page::{Ink, Page};
use crate::speech::say;
use policy::claims::{Claim, Verdict as Holds};
use score::explain::Language;

pub fn run(arguments: &Claims, shared: &Shared) -> Result<Verdict, Failure> {
    let shelf = Shelf::open(shared.policies.as_deref())?;
    let wanted = arguments.verdict.as_deref().map(verdict).transpose()?;
    let Some(claims) = &shelf.library.claims else {
        return Err(Failure::new("这些政策里没有说法").hint("说法写在政策文件夹的 claims.md 里"));
    };
    let all = &claims.all;
    let search = arguments.search.as_deref().unwrap_or_default();
    let found: Vec<&Claim> = all
        .iter()
        .filter(|claim| wanted.is_none_or(|wanted| claim.verdict == wanted) && has(claim, search))
        .collect();
    let language: Language = arguments.answer.lang.into();
    if arguments.answer.json {
        json::print(&json::claims(&found, all.len(), language))?;
        return Ok(Verdict::Fine);
    }
    let mut page = Page::for_terminal();
    draw(&mut page, &found, all.len(), language);
    page.print()?;
    Ok(Verdict::Fine)
}

fn verdict(word: &str) -> Result<Holds, Failure> {
    Holds::from_word(word).ok_or_else(|| {
        let words: Vec<&str> = Holds::ALL.iter().map(|verdict| verdict.word()).collect();
        Failure::new(format!("没有结论“{word}”")).hint(format!("可写：{}", words.join("、")))
    })
}

/// Whether a statement is about a word, or has that number.
fn has(claim: &Claim, word: &str) -> bool {
    if let Ok(number) = word.parse::<u32>() {
        return claim.number == number;
    }
    let links = claim.links.iter().any(|link| link.text().contains(word));
    word.is_empty()
        || links
        || [&claim.text, &claim.plain, &claim.chapter].iter().any(|text| text.contains(word))
}

fn draw(page: &mut Page, found: &[&Claim], all: usize, language: Language) {
    let head = say(
        language,
        "一篇流传的文章说的，和规定对照",
        "What a popular article says, held against the rules",
    );
    let count = match language {
        Language::Chinese => format!("{} 条，共 {all} 条", found.len()),
        Language::English => format!("{} of {all}", found.len()),
    };
    page.across(0, (Ink::Strong, head), (Ink::Faint, &count));
    page.rule('═');
    let sums: Vec<String> = Holds::ALL
        .iter()
        .map(|verdict| {
            let number = found.iter().filter(|claim| claim.verdict == *verdict).count();
            format!("{} {number}", say(language, verdict.word(), verdict.english()))
        })
        .collect();
    page.paragraph(0, 0, Ink::Plain, &sums.join(say(language, "，", ", ")));
    page.paragraph(
        0,
        0,
        Ink::Faint,
        say(
            language,
            "说法是我们的话，不是原句。无据是没有查到规定，不等于一定错。",
            "The statements are in our words; they are kept in Chinese. \"No source\" means that no rule was found, not that it is wrong.",
        ),
    );
    let mut chapter = "";
    for claim in found {
        if claim.chapter != chapter {
            chapter = &claim.chapter;
            page.gap();
            page.line(Ink::Strong, chapter);
            page.rule('─');
        }
        draw_one(page, claim, language);
    }
    if found.is_empty() {
        page.gap();
        page.line(Ink::Plain, say(language, "没有找到。", "Nothing found."));
    }
}

fn draw_one(page: &mut Page, claim: &Claim, language: Language) {
    let (ink, mark) = match claim.verdict {
        Holds::Holds => (Ink::Good, "✓"),
        Holds::Fails => (Ink::Bad, "✗"),
        Holds::NoSource => (Ink::Doubt, "?"),
        Holds::Outdated => (Ink::Doubt, "~"),
    };
    let verdict = say(language, claim.verdict.word(), claim.verdict.english());
    let since = match (claim.since, language) {
        (Some(day), Language::Chinese) => format!("{verdict}（{day} 起）"),
        (Some(day), Language::English) => format!("{verdict} (since {day})"),
        (None, _) => verdict.to_owned(),
    };
    page.across(0, (Ink::Strong, &format!("{mark} {:>3}  {}", claim.number, claim.text)), (ink, &since));
    page.paragraph(7, 0, Ink::Plain, &claim.plain);
    for link in &claim.links {
        page.paragraph(7, 2, Ink::Faint, &link.text());
    }
}
