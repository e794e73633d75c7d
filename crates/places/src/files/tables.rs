//! `schools.csv`, `applicants.csv`, `wishes.csv`, `caps.csv`, `draw.csv`: who and what takes part.

use super::csv::{cell, place, read, whole};
use super::round::{RoundRule, value};
use crate::lottery::Source;
use crate::names::{Names, School};
use crate::problem::Problem;
use crate::ranking::{Key, Keys};
use crate::seats::{Applicants, Cap, Pool, SchoolSeats, Unfilled, Wishes};
use std::collections::{BTreeMap, HashMap};

pub(super) const SCHOOL_HEAD: [&str; 6] = ["school", "district", "pool", "groups", "seats", "unfilled"];
pub(super) const APPLICANT_HEAD: [&str; 6] = ["applicant", "batch", "track", "groups", "district", "family"];
pub(super) const WISH_HEAD: [&str; 4] = ["applicant", "wish", "school", "class"];

/// Words that stand for small numbers inside a round: groups, districts, families.
#[derive(Default)]
pub(super) struct Words<'a>(BTreeMap<&'a str, u32>);

impl<'a> Words<'a> {
    fn number(&mut self, word: &'a str) -> u32 {
        let next = u32::try_from(self.0.len()).unwrap_or(u32::MAX);
        *self.0.entry(word).or_insert(next)
    }
}

/// Reads the schools; gives the words of groups and districts too.
pub(super) fn schools<'a>(
    text: &'a str,
    problems: &mut Vec<Problem>,
) -> (Vec<SchoolSeats>, Words<'a>, Words<'a>) {
    let mut schools: Vec<SchoolSeats> = Vec::new();
    let (mut groups, mut districts) = (Words::default(), Words::default());
    read(super::SCHOOLS, text, &SCHOOL_HEAD, problems, |line, row, problems| {
        let here = || place(super::SCHOOLS, line);
        let unfilled = match cell(row, 5) {
            "" | "void" => Unfilled::Void,
            "next" => Unfilled::Next,
            "open" => Unfilled::Open,
            other => {
                let message = format!("余额的去处「{other}」读不懂");
                problems.push(Problem::error(
                    here(),
                    message,
                    "写 void（空置）、next（转给下一组）或 open（向所有人开放）",
                ));
                Unfilled::Void
            }
        };
        let mut mask = 0;
        for group in cell(row, 3).split_whitespace() {
            match 1_u32.checked_shl(groups.number(group)) {
                Some(bit) => mask |= bit,
                None => problems.push(Problem::error(here(), "群体超过 32 个", "合并一些群体")),
            }
        }
        let seats = whole(row, 4, "学位数", here, problems);
        let pool = Pool { name: cell(row, 2).to_owned(), groups: mask, seats, unfilled };
        let district = match cell(row, 1) {
            "" => None,
            word => u16::try_from(districts.number(word) + 1).ok(),
        };
        match schools.last_mut().filter(|last| last.name == cell(row, 0)) {
            Some(last) if last.district == district => last.pools.push(pool),
            Some(last) => problems.push(Problem::error(
                here(),
                format!("学校「{}」前后写了不同的片区", last.name),
                "同一所学校的各行写同一个片区",
            )),
            None => schools.push(SchoolSeats { name: cell(row, 0).to_owned(), district, pools: vec![pool] }),
        }
    });
    (schools, groups, districts)
}

/// Reads the applicants and their keys.
pub(super) fn applicants(
    text: &str,
    rule: &RoundRule,
    groups: &Words<'_>,
    districts: &Words<'_>,
    problems: &mut Vec<Problem>,
) -> (Applicants, Keys) {
    let mut all = Applicants::default();
    let mut families: HashMap<&str, u32> = HashMap::new();
    let mut keys: Vec<Key> = rule
        .keys
        .iter()
        .map(|key| Key {
            name: key.name.clone(),
            first: key.first,
            decimals: key.decimals,
            values: Vec::new(),
        })
        .collect();
    let head = text.lines().next().unwrap_or_default();
    let names: Vec<&str> = head.split(',').skip(APPLICANT_HEAD.len()).collect();
    let wanted: Vec<&str> = rule.keys.iter().map(|key| key.name.as_str()).collect();
    if names != wanted {
        problems.push(Problem::error(
            place(super::APPLICANTS, 1),
            format!("排位项的列是「{}」", names.join(",")),
            format!("应当与 {} 的 key 一样、次序也一样：「{}」", super::ROUND, wanted.join(",")),
        ));
        return (all, Keys { keys });
    }
    read(super::APPLICANTS, text, &APPLICANT_HEAD, problems, |line, row, problems| {
        let here = || place(super::APPLICANTS, line);
        all.names.push(cell(row, 0));
        if cell(row, 0).is_empty() {
            problems.push(Problem::error(here(), "没有收件编号", "每名申请人写一个编号"));
        }
        all.batches.push(whole(row, 1, "批次", here, problems));
        all.tracks.push(whole(row, 2, "录取方式", here, problems));
        let mut mask = 0;
        for group in cell(row, 3).split_whitespace() {
            match groups.0.get(group).and_then(|bit| 1_u32.checked_shl(*bit)) {
                Some(bit) => mask |= bit,
                None => problems.push(Problem::error(
                    here(),
                    format!("没有给群体「{group}」的名额"),
                    format!("改正写法，或者在 {} 里写明名额", super::SCHOOLS),
                )),
            }
        }
        all.groups.push(mask);
        all.districts.push(match cell(row, 4) {
            "" => 0,
            word => districts.0.get(word).and_then(|number| u16::try_from(number + 1).ok()).unwrap_or(0),
        });
        let next = u32::try_from(families.len()).unwrap_or(u32::MAX).saturating_add(1);
        all.families.push(match cell(row, 5) {
            "" => 0,
            word => *families.entry(word).or_insert(next),
        });
        for (key, text) in keys.iter_mut().zip(row.iter().skip(APPLICANT_HEAD.len())) {
            let value = value(text, key.decimals);
            if value.is_none() && !text.is_empty() {
                let message = format!("{}「{text}」读不懂", key.name);
                let hint = format!("写数字，小数最多 {} 位；没有就空着", key.decimals);
                problems.push(Problem::error(here(), message, hint));
            }
            key.values.push(value);
        }
    });
    (all, Keys { keys })
}

/// Reads the wishes, in any order of rows.
pub(super) fn wishes(
    text: &str,
    applicants: &Names,
    schools: &[SchoolSeats],
    problems: &mut Vec<Problem>,
) -> Wishes {
    let rows: HashMap<&str, usize> = applicants.iter().zip(0..).collect();
    let names: HashMap<&str, u32> = schools.iter().map(|school| school.name.as_str()).zip(0..).collect();
    let mut lists: Vec<Vec<(u32, School, u16)>> = vec![Vec::new(); applicants.len()];
    read(super::WISHES, text, &WISH_HEAD, problems, |line, row, problems| {
        let here = || place(super::WISHES, line);
        let number: u32 = whole(row, 1, "志愿序号", here, problems);
        let class = whole(row, 3, "类别", here, problems);
        let list = rows.get(cell(row, 0)).and_then(|row| lists.get_mut(*row));
        if list.is_none() {
            let message = format!("没有收件编号「{}」", cell(row, 0));
            problems.push(Problem::error(here(), message, format!("先写进 {}", super::APPLICANTS)));
        }
        let school = names.get(cell(row, 2));
        if school.is_none() {
            let message = format!("没有学校「{}」", cell(row, 2));
            problems.push(Problem::error(here(), message, format!("志愿只能填 {} 里的学校", super::SCHOOLS)));
        }
        if let (Some(list), Some(school)) = (list, school) {
            list.push((number, School(*school), class));
        }
    });
    let mut wishes = Wishes::default();
    for (name, mut list) in applicants.iter().zip(lists) {
        list.sort_by_key(|(number, ..)| *number);
        if list.iter().zip(1..).any(|((number, ..), wanted)| *number != wanted) {
            problems.push(Problem::error(
                format!("收件编号「{name}」"),
                "志愿序号不是从 1 起连着的",
                "按 1、2、3 编号，不重不漏",
            ));
        }
        wishes.push(list.into_iter().map(|(_, school, class)| (school, class)));
    }
    wishes
}

/// Reads caps that schools share.
pub(super) fn caps(text: &str, schools: &[SchoolSeats], problems: &mut Vec<Problem>) -> Vec<Cap> {
    let names: HashMap<&str, u32> = schools.iter().map(|school| school.name.as_str()).zip(0..).collect();
    let mut caps: Vec<Cap> = Vec::new();
    read(super::CAPS, text, &["cap", "seats", "school"], problems, |line, row, problems| {
        let here = || place(super::CAPS, line);
        let seats = whole(row, 1, "学位数", here, problems);
        let Some(school) = names.get(cell(row, 2)).copied().map(School) else {
            let message = format!("没有学校「{}」", cell(row, 2));
            problems.push(Problem::error(here(), message, format!("只写 {} 里的学校", super::SCHOOLS)));
            return;
        };
        match caps.iter_mut().find(|cap| cap.name == cell(row, 0)) {
            Some(cap) if cap.seats == seats => cap.schools.push(school),
            Some(cap) => problems.push(Problem::error(
                here(),
                format!("共用上限「{}」前后不同：{} 和 {seats}", cap.name, cap.seats),
                "同一个上限的各行写同一个数",
            )),
            None => caps.push(Cap { name: cell(row, 0).to_owned(), seats, schools: vec![school] }),
        }
    });
    caps
}

/// Reads what the sources gave; they must be those named before, in the same order.
pub(super) fn draw(text: &str, named: &[String], problems: &mut Vec<Problem>) -> Vec<Source> {
    let mut sources = Vec::new();
    read(super::DRAW, text, &["source", "value"], problems, |_, row, _| {
        sources.push(Source { name: cell(row, 0).to_owned(), value: cell(row, 1).to_owned() });
    });
    if sources.iter().map(|source| &source.name).ne(named) {
        problems.push(Problem::error(
            super::DRAW,
            "公开来源与事先写明的不一样",
            format!("照 {} 的 source，一个一行，次序不变：{}", super::ROUND, named.join("、")),
        ));
    }
    sources
}
