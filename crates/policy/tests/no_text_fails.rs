//! No text makes reading, checking, drawing or printing fail: random lines, real policies with mistakes put into them, and
//! files that are as large and as tangled as the limits allow.
#![expect(clippy::unwrap_used, reason = "a test fails loudly, in its helpers as well")]

use policy::check::check;
use policy::diagnostic::{Diagnostic, render};
use policy::document::{SourceFile, print, scan};
use policy::scheme::Library;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use std::path::Path;
use std::sync::LazyLock;

static FACTS: LazyLock<String> = LazyLock::new(|| {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies/facts.md")).unwrap()
});

/// All files of all real schemes, by scheme.
static REAL: LazyLock<Vec<Vec<SourceFile>>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies");
    let mut schemes = Vec::new();
    let folders = |path: &Path| {
        let mut found: Vec<_> = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
    };
    for city in folders(&root).into_iter().filter(|path| path.is_dir()) {
        for scheme in folders(&city).into_iter().filter(|path| path.is_dir()) {
            let mut files = Vec::new();
            let parameters = scheme.join("parameters");
            let beside = if parameters.is_dir() { folders(&parameters) } else { Vec::new() };
            for path in folders(&scheme).into_iter().chain(beside) {
                if path.extension().is_some_and(|extension| extension == "md") {
                    let name = path.strip_prefix(&scheme).unwrap().to_string_lossy();
                    let text = std::fs::read_to_string(&path).unwrap();
                    files.push(SourceFile { path: format!("shifan/points/{name}"), text });
                }
            }
            schemes.push(files);
        }
    }
    schemes
});

/// Everything that is done to a policy folder; gives what was said.
fn through(files: Vec<SourceFile>) -> Vec<Diagnostic> {
    let mut all = vec![SourceFile { path: "facts.md".into(), text: FACTS.clone() }];
    all.extend(files);
    let (library, mut problems) = Library::read(&all);
    for scheme in &library.schemes {
        problems.extend(check(scheme));
    }
    for problem in &problems {
        let text = all.iter().find(|file| file.path == problem.file).map_or("", |file| &file.text);
        let _ = render(problem, text, problem.message.len() % 2 == 0);
        assert!(!problem.message.contains('\n'), "{}", problem.message);
    }
    for file in &all {
        let printed = print(&scan(&file.text).document);
        assert_eq!(print(&scan(&printed).document), printed, "printing twice changes {}", file.path);
    }
    problems
}

fn version(text: String) -> Vec<SourceFile> {
    vec![SourceFile { path: "shifan/points/2026-01-01.md".into(), text }]
}

/// Pieces that make lines of a policy, right and wrong.
const PIECES: &[&str] = &[
    "# 示范市居住证积分\n",
    "\n",
    "## 口径\n",
    "## 指标\n",
    "## 资格\n",
    "## 名单\n",
    "## 一票否决\n",
    "## 用途：入学\n",
    "### 甲\n",
    "### 乙（几，几）\n",
    "#### 丙\n",
    "- 施行：2026-01-01 起\n",
    "- 取自：职工社会保险\n",
    "- 取自：甲\n",
    "- 计：月数\n",
    "- 计：合计 基数\n",
    "- 条件：",
    "- 等于：",
    "- 计分：",
    "- 事实：甲\n",
    "- 每满 1 年：3 分\n",
    "- 适用：乙（2，3）\n",
    "- 窗口：最近 48 个月\n",
    "- 上限：",
    "- 择一：甲、乙\n",
    "| 甲 | 分值 |\n| --- | --- |\n",
    "| 3 以上不满 2 | 1 |\n",
    "| 任意 | 甲 ÷ 0 |\n",
    "> 注\n",
    "```json\n{}\n```\n",
    "甲",
    "乙（1）",
    "总分",
    "（",
    "）",
    "、",
    " × ",
    " ÷ ",
    " + ",
    " − ",
    "999999999999999",
    "0.000001",
    "百分之",
    "亿",
    " 分",
    " 个月",
    " 是 ",
    " 满 ",
    " 或 ",
    "非 ",
    "：",
    "|",
    "- ",
];

/// A change to a text: where, how much is cut, and what is put there.
fn change() -> impl Strategy<Value = (Index, usize, String)> {
    let piece = prop_oneof![
        4 => select(PIECES).prop_map(str::to_owned),
        1 => "\\PC{0,6}",
        1 => Just(String::new()),
    ];
    (any::<Index>(), prop_oneof![3 => Just(0usize), 2 => 1..12usize, 1 => 12..200usize], piece)
}

fn changed(text: &str, changes: &[(Index, usize, String)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, cut, piece) in changes {
        let at = at.index(chars.len() + 1);
        let end = (at + cut).min(chars.len());
        chars.splice(at..end, piece.chars());
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, ..ProptestConfig::default() })]

    #[test]
    fn made_of_the_right_pieces_in_the_wrong_order(pieces in proptest::collection::vec(select(PIECES), 0..80)) {
        through(version(format!("# 题\n\n- 施行：2026-01-01 起\n{}", pieces.concat())));
    }

    #[test]
    fn made_of_anything(text in "\\PC{0,200}|[#\\-|>` \n：0-9一]{0,200}") {
        through(version(text));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn real_policies_with_mistakes(
        scheme in any::<Index>(),
        file in any::<Index>(),
        changes in proptest::collection::vec(change(), 1..12),
    ) {
        let mut files = scheme.get(&REAL[..]).clone();
        let at = file.index(files.len());
        files[at].text = changed(&files[at].text, &changes);
        through(files);
    }

    #[test]
    fn the_vocabulary_with_mistakes(changes in proptest::collection::vec(change(), 1..8)) {
        let facts = SourceFile { path: "facts.md".into(), text: changed(&FACTS, &changes) };
        let mut files = vec![facts];
        files.extend(REAL[0].iter().cloned());
        let (library, problems) = Library::read(&files);
        for scheme in &library.schemes {
            check(scheme);
        }
        for problem in problems {
            let text = files.iter().find(|file| file.path == problem.file).map_or("", |file| &file.text);
            let _ = render(&problem, text, false);
        }
    }
}

const HEADER: &str = "# 题\n\n- 施行：2026-01-01 起\n- 依据：办法\n";

fn codes(text: String) -> Vec<&'static str> {
    let mut codes: Vec<&str> = through(version(text)).into_iter().map(|problem| problem.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn many(count: usize, line: impl Fn(usize) -> String) -> String {
    (0..count).map(line).collect()
}

#[test]
fn names_that_hang_on_one_another_without_end() {
    let measures = many(2000, |at| format!("### 甲{at}\n- 等于：甲{} + 1\n\n", at + 1));
    assert!(codes(format!("{HEADER}\n## 口径\n\n{measures}")).contains(&"cycle"));
    let items = many(2000, |at| format!("### 甲{at}\n- 计分：甲{} + 1\n\n", at + 1));
    assert!(codes(format!("{HEADER}\n## 指标\n\n{items}")).contains(&"cycle"));
    let conditions = many(2000, |at| format!("### 甲{at}\n- 条件：甲{}\n\n", at + 1));
    assert!(codes(format!("{HEADER}\n## 资格\n\n{conditions}")).contains(&"cycle"));
}

#[test]
fn long_and_deep_expressions() {
    let sum = format!("{HEADER}\n## 指标\n\n### 甲\n- 计分：1{}\n", " + 1".repeat(1500));
    assert_eq!(codes(sum), ["bad-expression"]);
    let deep = format!("{HEADER}\n## 指标\n\n### 甲\n- 计分：{}1{}\n", "（".repeat(1000), "）".repeat(1000));
    assert_eq!(codes(deep), ["bad-expression"]);
    let denied =
        format!("{HEADER}\n## 指标\n\n### 甲\n- 计分：1\n- 适用：{}应届毕业生\n", "非 ".repeat(1000));
    assert_eq!(codes(denied), ["bad-expression"]);
    let large = format!(
        "{HEADER}\n## 指标\n\n### 甲\n- 计分：999999999999999{}\n- 上限：1 分\n",
        " × 999999999999999".repeat(150)
    );
    assert_eq!(codes(large), [""; 0]);
    let small =
        format!("{HEADER}\n## 指标\n\n### 甲\n- 计分：0.000001{}\n- 上限：1 分\n", " × 0.000001".repeat(150));
    assert_eq!(codes(small), ["cap-never-reached"]);
}

#[test]
fn tables_of_every_size() {
    let measures = "\n## 口径\n\n### 甲\n- 取自：职工社会保险\n- 计：月数\n\n### 乙\n- 取自：居民社会保险\n- 计：月数\n\n### 丙\n- 取自：住房公积金\n- 计：月数\n";
    let table = |rows: usize, cells: &dyn Fn(usize) -> String| {
        let rows = many(rows, |at| format!("| {} | {at} |\n", cells(at)));
        format!(
            "{HEADER}{measures}\n## 指标\n\n### 项\n\n| 甲 | 乙 | 丙 | 分值 |\n| --- | --- | --- | --- |\n{rows}"
        )
    };
    assert_eq!(codes(table(401, &|_| "任意 | 任意 | 任意".to_owned()))[0], "bad-table");
    // Every row overlaps every other in each column, at borders of its own.
    let tangled = table(400, &|at| format!("{at} 以上 | {} 以下 | {} 至 {}", 1000 - at, at, 2000 - at));
    assert!(codes(tangled).contains(&"tier-overlap"));
    let diagonal = table(400, &|at| format!("{0} 至 {0} | {0} 至 {0} | {0} 至 {0}", at * 2));
    assert!(codes(diagonal).contains(&"tier-gap"));
}

#[test]
fn as_many_headings_as_a_file_can_hold() {
    let groups = many(8_000, |at| format!("## 组{at}\n"));
    assert!(codes(format!("{HEADER}{groups}")).contains(&"missing-rule"));
    let uses = many(2_000, |at| format!("## 用途：用{at}\n- 类别：上学\n\n"));
    assert_eq!(codes(format!("{HEADER}\n{uses}")), [""; 0]);
    let too_large = format!("{HEADER}{}", "> 很长的一行注\n".repeat(40_000));
    assert_eq!(codes(too_large), ["too-large"]);
}
