//! The published item-by-item score sheets of a real round come out equal to the hundredth of a point.
//!
//! The rows are numbers only and stay outside the project, in `../shared/data/beijing-2020-items.csv`; where that file is
//! absent the test says so and checks nothing.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "a test may fail loudly")]

mod library;

use policy::record::read_record;
use std::fmt::Write;
use terms::{Date, Exact, Month};

/// Column of the file and name of the item.
const ITEMS: [(&str, &str); 10] = [
    ("employment", "合法稳定就业"),
    ("residence", "合法稳定住所"),
    ("education", "教育背景"),
    ("study_deduction", "取得学历期间扣减"),
    ("area", "职住区域"),
    ("innovation", "创新创业"),
    ("tax", "纳税"),
    ("age", "年龄"),
    ("honours", "荣誉表彰"),
    ("law", "守法记录"),
];

struct Row<'a> {
    head: &'a [&'a str],
    cells: Vec<&'a str>,
}

impl<'a> Row<'a> {
    fn text(&self, column: &str) -> &'a str {
        let at =
            self.head.iter().position(|head| *head == column).unwrap_or_else(|| panic!("no column {column}"));
        self.cells[at]
    }

    fn whole(&self, column: &str) -> i32 {
        self.text(column).parse().unwrap_or_else(|_| panic!("{column}: {}", self.text(column)))
    }
}

/// The last month that counts in the round of 2020.
fn end() -> Month {
    Month::new(2019, 12).unwrap()
}

/// First day of a stretch of `months` that ends `back` months before the end.
fn first(months: i32, back: i32) -> Date {
    end().back(back + months - 1).first_day()
}

/// A row of the published table as the facts behind it. How each column becomes facts is written in the policy's README.
fn record(row: &Row<'_>) -> String {
    let insured = row.whole("insurance_months");
    let owned = row.whole("owned_home_months");
    let study = row.whole("study_overlap_months");
    let year = row.whole("birth_year");
    let points_at = |age: i32| match age {
        ..=45 => 20,
        46 => 16,
        47 => 12,
        48 => 8,
        49 => 4,
        _ => 0,
    };
    // The day of a January birth is not published: the second, unless only the first gives the published age points.
    let born = match row.text("born_in_january") {
        "1" if points_at(2018 - year) == row.whole("age") => format!("{year}-01-02"),
        "1" => format!("{year}-01-01"),
        _ => format!("{year}-06-15"),
    };
    let (diploma, degree) = match row.text("education") {
        "10.5" => ("大专", "null"),
        "15" => ("本科", "\"学士\""),
        "26" => ("硕士研究生", "\"硕士\""),
        "37" => ("博士研究生", "\"博士\""),
        _ => ("高中", "null"),
    };
    // Months lived, and lived and worked, outside the inner districts.
    let (lived, worked) = match row.whole("area") {
        2 => (12, 0),
        3 => (12, 12),
        4 => (24, 0),
        5 => (24, 12),
        6 => (24, 24),
        _ => (0, 0),
    };
    let mut homes = Vec::new();
    if owned > lived {
        let until = end().back(lived).last_day();
        homes.push(format!("{{\"id\":\"甲\",\"from\":\"{}\",\"to\":\"{until}\",\"place\":\"北京\",\"district\":\"海淀\",\"lives_in\":true}}", first(owned - lived, lived)));
    }
    if lived > 0 {
        homes.push(format!(
            "{{\"id\":\"乙\",\"from\":\"{}\",\"place\":\"北京\",\"district\":\"昌平\",\"lives_in\":true}}",
            first(lived, 0)
        ));
    }
    let month = |day: Date| Month::of(day).to_string();
    let mut work = Vec::new();
    if insured > worked {
        work.push(format!(
            "{{\"from\":\"{}\",\"to\":\"{}\",\"place\":\"北京\",\"district\":\"海淀\"}}",
            month(first(insured - worked, worked)),
            end().back(worked)
        ));
    }
    if worked > 0 {
        work.push(format!(
            "{{\"from\":\"{}\",\"place\":\"北京\",\"district\":\"昌平\"}}",
            month(first(worked, 0))
        ));
    }
    let studies = if study > 0 {
        format!(
            "{{\"from\":\"{}\",\"to\":\"{}\",\"place\":\"北京\",\"mode\":\"非全日制\"}}",
            month(first(study, 0)),
            end()
        )
    } else {
        String::new()
    };
    let mut awards = Vec::new();
    if row.text("innovation") != "0" {
        awards.push(format!("{{\"date\":\"2015-06-30\",\"level\":\"国家级\",\"kind\":\"科技奖\",\"scheduled_points\":\"{}\"}}", row.text("innovation")));
    }
    if row.whole("honours") == 20 {
        awards.push(
            "{\"date\":\"2015-05-01\",\"level\":\"省部级\",\"kind\":\"劳动模范\",\"place\":\"北京\"}"
                .to_owned(),
        );
    }
    let taxes: Vec<String> = (0..row.whole("tax") / 2)
        .map(|back| {
            format!(
                "{{\"date\":\"{}-12-31\",\"kind\":\"综合所得\",\"amount\":\"100000\",\"place\":\"北京\"}}",
                2019 - back
            )
        })
        .collect();
    format!(
        "{{\"facts\":{{\"birth_date\":\"{born}\",\"highest_diploma\":\"{diploma}\",\"highest_degree\":{degree},\
         \"employee_insurance\":[{{\"from\":\"{}\",\"to\":\"{}\",\"place\":\"北京\"}}],\"homes_owned\":[{}],\"homes_rented\":[],\
         \"dormitory\":[],\"study_periods\":[{studies}],\"work_periods\":[{}],\"awards\":[{}],\"tax\":[{}],\"bravery\":[],\
         \"equity_financing\":[],\"tax_violations\":[],\"detentions\":[],\"convictions\":[]}}}}",
        month(first(insured, 0)),
        end(),
        homes.join(","),
        work.join(","),
        awards.join(","),
        taxes.join(","),
    )
}

#[test]
fn every_published_row_comes_out() {
    let path = library::root().join("../shared/data/beijing-2020-items.csv");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!(
            "not checked: the published rows are not here ({} is absent)",
            "../shared/data/beijing-2020-items.csv"
        );
        return;
    };
    let library = library::real();
    let scheme = library.scheme("beijing/hukou-points").expect("the scheme");
    let on: Date = "2020-07-17".parse().unwrap();
    let policy = scheme.on(on).expect("the version of that day");
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().expect("a head").split(',').collect();
    let mut wrong = String::new();
    let mut count = 0;
    for (line, cells) in lines.enumerate() {
        let row = Row { head: &head, cells: cells.split(',').collect() };
        let json = record(&row);
        let person = read_record(&json, &library.vocabulary)
            .unwrap_or_else(|problems| panic!("row {line}: {problems:?}\n{json}"));
        let assessment = score::assess(policy, &person, on);
        for (column, item) in ITEMS {
            let wanted: Exact = row.text(column).parse().expect("a number");
            let got = assessment.node(policy.find(item).expect(item)).expect(item).points;
            if got.exactly() != Some(wanted) {
                writeln!(wrong, "row {line} {item}: {wanted} published, {got:?} computed").unwrap();
            }
        }
        let wanted: Exact = row.text("total").parse().expect("a number");
        if assessment.total.exactly() != Some(wanted) {
            writeln!(wrong, "row {line} total: {wanted} published, {:?} computed", assessment.total).unwrap();
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.chars().take(4000).collect::<String>());
    assert_eq!(count, 2906, "the file should hold 2,906 rows");
    println!("{count} published rows, ten items and the total each: all equal");
}
