//! The files beside the versions: instruments, English, parameters.

use crate::diagnostic::Diagnostic;
use crate::document::{Section, SourceFile, Table, Text, scan, tree};
use crate::language::phrase;
use crate::model::{Basis, Instrument, Parameter, ParameterRow};
use crate::scheme::City;
use crate::unit::{amount, unit};
use std::collections::BTreeMap;
use terms::{Grade, Month};

fn read(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Section {
    let scanned = scan(&file.text);
    let mut found = scanned.diagnostics;
    let root = tree(&scanned.document, &mut found);
    problems.extend(found.into_iter().map(|problem| problem.file(&file.path)));
    root
}

fn tables(section: &Section) -> Vec<&Table> {
    section.tables.iter().chain(section.children.iter().flat_map(tables)).collect()
}

fn column(table: &Table, head: &str) -> Option<usize> {
    table.head.iter().position(|cell| cell.text == head)
}

/// The tables whose first column is 键.
pub(super) fn instruments(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Vec<Instrument> {
    let root = read(file, problems);
    let mut found: Vec<Instrument> = Vec::new();
    for table in tables(&root) {
        let Some(at) = column(table, "键") else { continue };
        for row in &table.rows {
            let Some(key) = row.get(at) else { continue };
            if found.iter().any(|instrument| instrument.key == key.text) {
                problems.push(
                    Diagnostic::error("name-clash", key.span, format!("文件键“{}”写了两次", key.text))
                        .file(&file.path),
                );
                continue;
            }
            let columns = table
                .head
                .iter()
                .zip(row)
                .map(|(head, cell)| (head.text.clone(), cell.text.clone()))
                .collect();
            found.push(Instrument { key: key.text.clone(), columns });
        }
    }
    found
}

/// Tables with the columns 中文 and English.
pub(super) fn english(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, String> {
    let root = read(file, problems);
    let mut found = BTreeMap::new();
    for table in tables(&root) {
        let (Some(from), Some(to)) = (column(table, "中文"), column(table, "English")) else { continue };
        for row in &table.rows {
            if let (Some(chinese), Some(english)) = (row.get(from), row.get(to))
                && found
                    .insert(chinese.text.clone(), english.text.clone())
                    .is_some_and(|before| before != english.text)
            {
                let message = format!("“{}”有两种不同的英文", chinese.text);
                problems.push(Diagnostic::warning("name-clash", chinese.span, message).file(&file.path));
            }
        }
    }
    found
}

/// The table with the columns 键, 城市, English and, where a city is made up, 虚构.
pub(super) fn cities(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> BTreeMap<String, City> {
    let root = read(file, problems);
    let mut found = BTreeMap::new();
    for table in tables(&root) {
        let heads = (column(table, "键"), column(table, "城市"), column(table, "English"));
        let (Some(key), Some(name), Some(english)) = heads else { continue };
        let made_up = column(table, "虚构");
        for row in &table.rows {
            if let (Some(key), Some(name), Some(english)) = (row.get(key), row.get(name), row.get(english)) {
                let fictional = made_up.and_then(|at| row.get(at)).is_some_and(|cell| cell.text == "是");
                let city = City { name: name.text.clone(), english: english.text.clone(), fictional };
                found.insert(key.text.clone(), city);
            }
        }
    }
    found
}

/// Clauses under a parameter's title.
const PARAMETER_CLAUSES: &[&str] = &["单位", "依据"];
/// Columns of a parameter's table.
const PARAMETER_COLUMNS: &[&str] = &["起", "值", "依据", "核实", "出处", "说明"];

/// One parameter a file.
pub(super) fn parameter(file: &SourceFile, problems: &mut Vec<Diagnostic>) -> Option<Parameter> {
    let root = read(file, problems);
    let mut report = |text: &Text, message: String, hint: &str| {
        problems.push(Diagnostic::error("bad-parameter", text.span, message).hint(hint).file(&file.path));
    };
    let mut dimension = match root.clause("单位") {
        None => None,
        Some(clause) => match unit(&clause.value.text) {
            Some((dimension, _)) => Some(dimension),
            None => {
                report(&clause.value, format!("“{}”不是单位", clause.value.text), "如 元、倍、个月");
                None
            }
        },
    };
    for clause in root.clauses.iter().filter(|clause| !PARAMETER_CLAUSES.contains(&clause.key.text.as_str()))
    {
        let message = format!("参数没有“{}”这个名目", clause.key.text);
        report(&clause.key, message, "可用的名目：单位、依据");
    }
    if let Some(child) = root.children.first() {
        report(&child.heading, "参数的文件下面不再分级".to_owned(), "一个文件一个参数");
    }
    let default = root.clause("依据").map(|clause| clause.value.text.clone());
    let Some(table) = root.tables.first() else {
        report(&root.heading, "参数要有一张表".to_owned(), "列：起、值、依据、核实");
        return None;
    };
    if let Some(second) = root.tables.get(1).and_then(|table| table.head.first()) {
        report(second, "参数只能有一张表".to_owned(), "一个文件一个参数");
    }
    let (Some(from), Some(value)) = (column(table, "起"), column(table, "值")) else {
        report(&root.heading, "参数表要有“起”“值”两列".to_owned(), "列：起、值、依据、核实");
        return None;
    };
    for head in table.head.iter().filter(|head| !PARAMETER_COLUMNS.contains(&head.text.as_str())) {
        report(head, format!("参数表没有“{}”这一列", head.text), "列：起、值、依据、核实、出处、说明");
    }
    let mut rows: Vec<ParameterRow> = Vec::new();
    for row in &table.rows {
        let (Some(day), Some(number)) = (row.get(from), row.get(value)) else { continue };
        let Some(first) = phrase::day(&day.text).or_else(|| Month::parse(&day.text).map(Month::first_day))
        else {
            report(day, format!("“{}”不是日期", day.text), "写成 2018-04-01 或 2018-04");
            continue;
        };
        let read = amount(&number.text).filter(|amount| {
            dimension.is_none() || amount.dimension.is_none() || amount.dimension == dimension
        });
        let Some(amount) = read else {
            report(number, format!("“{}”不是这个参数的值", number.text), "只写数，单位写在“- 单位：”里");
            continue;
        };
        dimension = dimension.or(amount.dimension);
        if rows.last().is_some_and(|last| last.from >= first) {
            report(day, format!("{first} 没有排在前一行之后"), "按起日从早到晚排");
        }
        let pick = |head: &str| {
            column(table, head)
                .and_then(|at| row.get(at))
                .map(|cell| cell.text.clone())
                .filter(|text| !text.is_empty())
        };
        let graded = column(table, "核实").and_then(|at| row.get(at)).filter(|cell| !cell.text.is_empty());
        let grade = graded.map(|cell| (cell, Grade::from_word(&cell.text)));
        if let Some((cell, None)) = grade {
            report(cell, format!("“{}”不是核实等级", cell.text), "可写：已核、转引、待核");
        }
        let grade = grade.and_then(|(_, grade)| grade).unwrap_or(Grade::Unverified);
        let sources = pick("出处")
            .map(|text| text.split('、').map(|word| word.trim().to_owned()).collect())
            .unwrap_or_default();
        let basis = Basis { citation: pick("依据").or_else(|| default.clone()), grade, sources };
        rows.push(ParameterRow { from: first, value: amount.value, basis, place: day.span });
    }
    let (name, place) = (root.heading.text.clone(), root.heading.span);
    Some(Parameter { name, dimension, rows, file: file.path.clone(), place })
}
