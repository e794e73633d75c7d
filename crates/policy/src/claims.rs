//! What people say points are good for, held against the rules: read from `policies/claims.md`.

use crate::diagnostic::{Diagnostic, Span};
use crate::document::{Section, SourceFile, Text, scan, tree};
use crate::language::phrase;
use terms::Date;

/// All statements, and the article they are from.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Claims {
    /// The statements, in order.
    pub all: Vec<Claim>,
    /// How many there should be, numbered from 1.
    pub count: Option<u32>,
    /// How the article is called: no rule may rest on it.
    pub article: Vec<String>,
    /// Where the title stands.
    pub place: Span,
}

/// A statement and what the rules say of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// Its number, from 1.
    pub number: u32,
    /// What it says, in our words.
    pub text: String,
    /// The chapter.
    pub chapter: String,
    /// Whether it holds.
    pub verdict: Verdict,
    /// Since when; nothing where that was not found.
    pub since: Option<Date>,
    /// What shows it.
    pub links: Vec<Link>,
    /// The sentence for parents.
    pub plain: String,
    /// Where its heading stands.
    pub place: Span,
}

/// Whether a statement holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Verdict {
    /// 成立: the rules found say so.
    Holds,
    /// 不成立: the rules found say otherwise.
    Fails,
    /// 无据: no rule was found; not the same as wrong.
    NoSource,
    /// 时过境迁: it was so, and is not any more.
    Outdated,
}

impl Verdict {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Verdict; 4] = [Verdict::Holds, Verdict::Fails, Verdict::Outdated, Verdict::NoSource];

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Holds => "成立",
            Verdict::Fails => "不成立",
            Verdict::NoSource => "无据",
            Verdict::Outdated => "时过境迁",
        }
    }

    /// The word in English, also for machines.
    pub fn english(self) -> &'static str {
        match self {
            Verdict::Holds => "holds",
            Verdict::Fails => "fails",
            Verdict::NoSource => "no source",
            Verdict::Outdated => "outdated",
        }
    }

    /// The verdict of a word in either language.
    pub fn from_word(word: &str) -> Option<Verdict> {
        Verdict::ALL.into_iter().find(|verdict| verdict.word() == word || verdict.english() == word)
    }
}

/// A place in a version: a use or an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// `city/scheme`
    pub scheme: String,
    /// The version's effective date.
    pub version: Date,
    /// A use, or else a group, an item or a part.
    pub of_use: bool,
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Span,
}

impl Link {
    /// `city/scheme@date 用途：name`
    pub fn text(&self) -> String {
        let kind = if self.of_use { USE } else { "" };
        format!("{}@{} {kind}{}", self.scheme, self.version, self.name)
    }
}

const CODE: &str = "bad-claim";
const KEYS: &[&str] = &["结论", "起", "凭据", "说给家长"];
const USE: &str = "用途：";
const NONE: &str = "无";
const NOT_FOUND: &str = "未查到";

/// Reads the file of statements.
pub fn read_claims(file: &SourceFile) -> (Claims, Vec<Diagnostic>) {
    let scanned = scan(&file.text);
    let mut problems = scanned.diagnostics;
    let root = tree(&scanned.document, &mut problems);
    let mut claims = Claims { place: root.heading.span, ..Claims::default() };
    for clause in &root.clauses {
        match clause.key.text.as_str() {
            "条数" => match clause.value.text.parse() {
                Ok(count) => claims.count = Some(count),
                Err(_) => problems.push(
                    Diagnostic::error(CODE, clause.value.span, format!("“{}”不是条数", clause.value.text))
                        .hint("写成“- 条数：112”"),
                ),
            },
            "文章" => {
                claims.article.extend(clause.value.text.split('、').map(|name| name.trim().to_owned()))
            }
            other => problems.push(
                Diagnostic::error(CODE, clause.key.span, format!("标题下没有“{other}”这个名目"))
                    .hint("可写：条数、文章"),
            ),
        }
    }
    for chapter in &root.children {
        for section in &chapter.children {
            claims.all.extend(claim(section, &chapter.heading.text, &mut problems));
        }
    }
    (claims, problems.into_iter().map(|problem| problem.file(&file.path)).collect())
}

fn claim(section: &Section, chapter: &str, problems: &mut Vec<Diagnostic>) -> Option<Claim> {
    let mut bad = |text: &Text, message: String, hint: &str| {
        problems.push(Diagnostic::error(CODE, text.span, message).hint(hint));
    };
    for clause in section.clauses.iter().filter(|clause| !KEYS.contains(&clause.key.text.as_str())) {
        bad(&clause.key, format!("说法没有“{}”这个名目", clause.key.text), "可写：结论、起、凭据、说给家长");
    }
    let heading = &section.heading;
    let split = heading.text.split_once(' ').and_then(|(number, text)| Some((number.parse().ok()?, text)));
    let Some((number, text)) = split else {
        bad(heading, "说法要以号码开头".to_owned(), "写成“### 12 一句话”");
        return None;
    };
    let mut missing: Vec<&str> = Vec::new();
    let mut value = |key: &'static str| {
        let found = section.clause(key).map(|clause| &clause.value);
        if found.is_none() {
            missing.push(key);
        }
        found
    };
    let (verdict, since, links, plain) = (value("结论"), value("起"), value("凭据"), value("说给家长"));
    if !missing.is_empty() {
        bad(heading, format!("第 {number} 条没有写{}", missing.join("、")), "四个名目都要写");
    }
    let (verdict, since, links, plain) = (verdict?, since?, links?, plain?);
    let word = Verdict::from_word(&verdict.text);
    if word.is_none() {
        bad(verdict, format!("“{}”不是结论", verdict.text), "可写：成立、不成立、无据、时过境迁");
    }
    let day = phrase::day(&since.text);
    if day.is_none() && since.text != NOT_FOUND {
        bad(since, format!("“{}”不是日期", since.text), "写成 2018-01-01，或者“未查到”");
    }
    let mut read = Vec::new();
    if links.text != NONE {
        for part in links.text.split('、') {
            match link(part.trim(), links) {
                Some(link) => read.push(link),
                None => bad(
                    links,
                    format!("“{}”不是凭据", part.trim()),
                    "写成“city/scheme@2018-01-01 用途：入学”或“city/scheme@2018-01-01 年龄”，没有的写“无”",
                ),
            }
        }
    }
    Some(Claim {
        number,
        text: text.trim().to_owned(),
        chapter: chapter.to_owned(),
        verdict: word?,
        since: day,
        links: read,
        plain: plain.text.clone(),
        place: heading.span,
    })
}

fn link(text: &str, clause: &Text) -> Option<Link> {
    let (version, name) = text.split_once(' ')?;
    let (scheme, day) = version.split_once('@')?;
    let (of_use, name) = match name.strip_prefix(USE).or_else(|| name.strip_prefix("用途:")) {
        Some(name) => (true, name),
        None => (false, name),
    };
    Some(Link {
        scheme: scheme.to_owned(),
        version: phrase::day(day)?,
        of_use,
        name: name.trim().to_owned(),
        place: clause.span,
    })
}
