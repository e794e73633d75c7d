use super::*;
use proptest::prelude::*;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

const SMALL: &str = "\
# 示范市居住证积分

- 施行：2018-01-01 至 2022-12-31
- 标准分值：120 分

> 只是样子。

## 基础指标

### 年龄

| 周岁 | 分值 |
| --- | --- |
| 不满 56 | 5 + 2 × (56 − 周岁) |
| 56 至 60 | 5 |
";

#[test]
fn a_small_document_has_its_blocks() {
    let scanned = scan(SMALL);
    assert_eq!(scanned.diagnostics, vec![]);
    assert_eq!(scanned.document.blocks.len(), 7);
    let mut problems = Vec::new();
    let root = tree(&scanned.document, &mut problems);
    assert_eq!(problems, vec![]);
    assert_eq!(root.heading.text, "示范市居住证积分");
    assert_eq!(root.clause("标准分值").unwrap().value.text, "120 分");
    let span = root.clause("标准分值").unwrap().value.span;
    assert_eq!(&SMALL[span.start..span.end], "120 分");
    assert_eq!(root.children[0].children[0].tables[0].rows.len(), 2);
}

#[test]
fn bad_lines_are_errors_at_their_place() {
    let codes = |text: &str| -> Vec<(&'static str, String)> {
        let scanned = scan(text);
        let mut problems = scanned.diagnostics;
        tree(&scanned.document, &mut problems);
        problems.iter().map(|d| (d.code, text[d.span.start..d.span.end].to_owned())).collect()
    };
    assert_eq!(codes("# 题\n\n一段话\n"), vec![("stray-line", "一段话".into())]);
    assert_eq!(codes("# 题\n\n－ 上限：3\n"), vec![("stray-line", "－ 上限：3".into())]);
    assert_eq!(codes("# 题\n- 上限：3\n"), vec![]);
    assert_eq!(codes("# 题\n- 上限：3\n| 甲 |\n| --- |\n"), vec![("blank-line", "| 甲 |".into())]);
    assert_eq!(codes("# 题\n\n- 上限 3\n"), vec![("stray-line", "- 上限 3".into())]);
    assert_eq!(codes("# 题\n\n- 上限：\n"), vec![("stray-line", "- 上限：".into())]);
    assert_eq!(codes("# 题\n\n| 甲 | 乙 |\n| --- | --- |\n| 1 |\n"), vec![("bad-table", "| 1 |".into())]);
    assert_eq!(codes("# 题\n\n| 甲 |\n| 1 |\n"), vec![("bad-table", "| 1 |".into())]);
    assert_eq!(codes("# 题\n\n### 项\n"), vec![("heading-order", "项".into())]);
    assert_eq!(codes("# 题\n\n# 又题\n"), vec![("heading-order", "又题".into())]);
    assert_eq!(codes("#题\n"), vec![("stray-line", "#题".into())]);
    assert_eq!(codes("# 题\n\n```json\n{}\n").len(), 1);
}

/// The structure as another Markdown reader sees it.
fn stock(text: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut quotes = 0;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::End(TagEnd::BlockQuote(_)) => quotes -= 1,
            _ if quotes > 0 => {}
            Event::Start(Tag::Heading { level, .. }) => {
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    HeadingLevel::H3 => 3,
                    _ => 4,
                };
                out.push(format!("h{level}"));
            }
            Event::Start(Tag::Item) => out.push("clause".into()),
            Event::Start(Tag::Table(columns)) => out.push(format!("table{}", columns.len())),
            Event::Start(Tag::TableRow) => out.push("row".into()),
            Event::Start(Tag::BlockQuote(_)) => {
                quotes += 1;
                out.push("note".into());
            }
            Event::Start(Tag::CodeBlock(_)) => out.push("code".into()),
            _ => {}
        }
    }
    out
}

/// The structure as we see it, in the same words.
fn ours(document: &Document) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut in_note = false;
    for block in &document.blocks {
        let note = matches!(block, Block::Note(_));
        match block {
            Block::Heading { level, .. } => out.push(format!("h{level}")),
            Block::Clause(_) => out.push("clause".into()),
            Block::Table(table) => {
                out.push(format!("table{}", table.head.len()));
                out.extend(table.rows.iter().map(|_| "row".to_owned()));
            }
            Block::Note(_) if !in_note => out.push("note".into()),
            Block::Note(_) => {}
            Block::Code { .. } => out.push("code".into()),
        }
        in_note = note;
    }
    out
}

fn word() -> impl Strategy<Value = String> {
    "[一-十甲乙丙丁年分满 0-9（）()，,+×*/−-]{0,10}[一-龥a-z0-9]"
}

fn block() -> impl Strategy<Value = Block> {
    let text = || word().prop_map(|word| Text { text: word.trim().to_owned(), span: Span::default() });
    prop_oneof![
        (2u8..5, text()).prop_map(|(level, text)| Block::Heading { level, text }),
        ("[上下限择一每满年0-9 ]{0,5}[限一年]", text()).prop_map(|(key, value)| {
            Block::Clause(Clause { key: Text { text: key.trim().to_owned(), span: Span::default() }, value })
        }),
        text().prop_map(Block::Note),
        (1usize..4).prop_flat_map(move |width| {
            let row = || {
                proptest::collection::vec(
                    word().prop_map(|word| Text { text: word.trim().to_owned(), span: Span::default() }),
                    width,
                )
            };
            (row(), proptest::collection::vec(row(), 0..4))
                .prop_map(|(head, rows)| Block::Table(Table { head, rows, span: Span::default() }))
        }),
    ]
}

/// The words of a document without their places.
fn words(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { level, text } => format!("{level} {}", text.text),
            Block::Clause(clause) => format!("- {} {}", clause.key.text, clause.value.text),
            Block::Note(text) => format!("> {}", text.text),
            Block::Table(table) => {
                let row =
                    |cells: &[Text]| cells.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>().join("|");
                let rows: Vec<String> = table.rows.iter().map(|cells| row(cells)).collect();
                format!("{}\n{}", row(&table.head), rows.join("\n"))
            }
            Block::Code { language, text } => format!("{language} {}", text.text),
        })
        .collect()
}

proptest! {
    #[test]
    fn printing_keeps_the_words_and_is_stable(blocks in proptest::collection::vec(block(), 0..14)) {
        let mut document = Document { blocks: vec![Block::Heading { level: 1, text: Text { text: "题".into(), span: Span::default() } }] };
        document.blocks.extend(blocks);
        let printed = print(&document);
        let again = scan(&printed);
        prop_assert_eq!(&again.diagnostics, &vec![], "{}", printed);
        let canonical = scan(&print(&again.document));
        prop_assert_eq!(print(&again.document), printed.clone());
        prop_assert_eq!(words(&canonical.document), words(&again.document));
        prop_assert_eq!(ours(&again.document), stock(&printed), "{}", printed);
    }

    #[test]
    fn no_text_makes_the_scanner_fail(text in "[#\\-|>` \n一甲：:a0。]{0,80}") {
        let scanned = scan(&text);
        let mut problems = scanned.diagnostics;
        tree(&scanned.document, &mut problems);
        for problem in problems {
            crate::diagnostic::render(&problem, &text, false);
        }
    }
}

/// Every Markdown file under `policies/`.
fn real_files() -> Vec<(String, String)> {
    fn walk(folder: &std::path::Path, found: &mut Vec<(String, String)>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push((path.display().to_string(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    walk(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../policies")), &mut found);
    found.sort();
    found
}

/// The same words as the printer writes them.
fn widened(document: &Document) -> Document {
    let text = |text: &Text| Text { text: wide(&text.text), span: text.span };
    let cells = |cells: &[Text]| cells.iter().map(text).collect::<Vec<Text>>();
    let block = |block: &Block| match block {
        Block::Heading { level, text: words } => Block::Heading { level: *level, text: text(words) },
        Block::Clause(clause) => {
            Block::Clause(Clause { key: clause.key.clone(), value: text(&clause.value) })
        }
        Block::Table(table) => Block::Table(Table {
            head: cells(&table.head),
            rows: table.rows.iter().map(|row| cells(row)).collect(),
            span: table.span,
        }),
        other => other.clone(),
    };
    Document { blocks: document.blocks.iter().map(block).collect() }
}

#[test]
fn printing_keeps_the_words_of_every_real_file() {
    let files = real_files();
    assert!(files.len() > 10);
    for (path, text) in files {
        let document = scan(&text).document;
        let printed = print(&document);
        let again = scan(&printed);
        assert_eq!(again.diagnostics, vec![], "{path}");
        assert_eq!(words(&again.document), words(&widened(&document)), "{path}");
        assert_eq!(print(&again.document), printed, "{path}: printing twice changes it");
    }
}

#[test]
fn other_readers_see_the_structure_of_every_real_file() {
    for (path, text) in real_files() {
        let scanned = scan(&text);
        assert_eq!(scanned.diagnostics, vec![], "{path}");
        assert_eq!(ours(&scanned.document), stock(&text), "{path}");
        let printed = print(&scanned.document);
        assert_eq!(ours(&scanned.document), stock(&printed), "{path}, printed");
    }
}
