//! The rule, and where everybody stands by it.

use crate::Files;
use crate::table::Table;
use std::cmp::Reverse;
use std::collections::HashMap;

pub struct Rule(Table);

/// A value of a key, what comes first being smaller; a missing one comes last.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Value {
    Larger(Reverse<i128>),
    Smaller(i128),
    Missing,
}

pub struct Wish {
    pub school: String,
    /// What counts before the keys, in the rule's order.
    pub before: Vec<u64>,
}

pub struct Standing {
    pub name: String,
    pub family: String,
    pub district: String,
    pub groups: Vec<String>,
    pub keys: Vec<Value>,
    pub wishes: Vec<Wish>,
    /// The place in the order by keys and ticket.
    pub position: usize,
}

impl Rule {
    pub fn read(files: &Files) -> Result<Rule, Vec<String>> {
        let rule = Rule(Table::new(files, "round.csv"));
        match rule.get("format") {
            "jifen-round/1" => Ok(rule),
            other => Err(vec![format!("round.csv 的格式「{other}」不认识")]),
        }
    }

    /// The value of a setting; empty where there is none.
    pub fn get(&self, setting: &str) -> &str {
        self.all(setting).next().unwrap_or_default()
    }

    /// The values of a setting that may stand more than once.
    pub fn all(&self, setting: &str) -> impl Iterator<Item = &str> {
        let rows = self.0.rows.iter().filter(move |row| self.0.cell(row, "setting") == setting);
        rows.map(|row| self.0.cell(row, "value"))
    }

    /// Name, direction and digits behind the point of each key.
    fn keys(&self) -> impl Iterator<Item = (&str, bool, usize)> {
        self.all("key").map(|text| {
            let mut words = text.split_whitespace();
            let mut word = || words.next().unwrap_or_default();
            (word(), word() == "larger", word().parse::<u8>().unwrap_or(0).into())
        })
    }

    pub fn reaches_line(&self, one: &Standing) -> bool {
        let line = self.keys().next().and_then(|(_, larger, digits)| value(self.get("line"), larger, digits));
        line.is_none_or(|line| one.keys.first().is_some_and(|own| *own <= line))
    }

    /// The band of the wish at a place of a list, both from 0.
    fn band(&self, track: usize, place: usize) -> u64 {
        let mut words = self.all("track").nth(track).unwrap_or("deferred").split_whitespace();
        let mechanism = words.next();
        let mut sizes: Vec<usize> = words.filter_map(|size| size.parse().ok()).collect();
        match mechanism {
            Some("immediate") => sizes.push(1),
            Some("parallel") => {}
            _ => return 0,
        }
        let (mut band, mut end) = (0, 0_usize);
        let last = sizes.last().copied().unwrap_or(1).max(1);
        let mut sizes = sizes.into_iter();
        loop {
            end = end.saturating_add(sizes.next().unwrap_or(last));
            if place < end {
                return band;
            }
            band += 1;
        }
    }
}

fn value(text: &str, larger: bool, digits: usize) -> Option<Value> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let number = format!("{whole}{rest:0<digits$}").parse().ok().filter(|_| !text.is_empty())?;
    Some(if larger { Value::Larger(Reverse(number)) } else { Value::Smaller(number) })
}

impl Standing {
    /// Everybody, from first to last by keys and then by ticket.
    pub fn read(files: &Files, rule: &Rule) -> Result<Vec<Standing>, Vec<String>> {
        let table = Table::new(files, "applicants.csv");
        let (wishes, raised) = (Table::new(files, "wishes.csv"), Table::new(files, "raised.csv"));
        let raised: HashMap<(&str, &str), &str> =
            raised.column("applicant").zip(raised.column("school")).zip(raised.column("class")).collect();
        let mut lists: HashMap<&str, Vec<(usize, &str, &str)>> = HashMap::new();
        for row in &wishes.rows {
            let (name, school) = (wishes.cell(row, "applicant"), wishes.cell(row, "school"));
            let class = raised.get(&(name, school)).copied().unwrap_or(wishes.cell(row, "class"));
            let place = wishes.cell(row, "wish").parse().unwrap_or(usize::MAX);
            lists.entry(name).or_default().push((place, school, class));
        }
        let mut all = Vec::new();
        for row in &table.rows {
            let cell = |name: &str| table.cell(row, name);
            let key = |(name, larger, digits): (&str, bool, usize)| {
                value(cell(name), larger, digits).unwrap_or(Value::Missing)
            };
            let mut list = lists.remove(cell("applicant")).unwrap_or_default();
            list.sort_unstable_by_key(|(place, ..)| *place);
            let part = |place: usize, class: &str, part: &str| match part {
                "batch" => cell("batch").parse().unwrap_or(0),
                "class" => class.parse().unwrap_or(0),
                _ => rule.band(cell("track").parse().unwrap_or(0), place),
            };
            let wish = |(place, (_, school, class)): (usize, (usize, &str, &str))| Wish {
                school: school.to_owned(),
                before: rule
                    .get("before-keys")
                    .split_whitespace()
                    .map(|name| part(place, class, name))
                    .collect(),
            };
            all.push(Standing {
                name: cell("applicant").to_owned(),
                family: cell("family").to_owned(),
                district: cell("district").to_owned(),
                groups: cell("groups").split_whitespace().map(str::to_owned).collect(),
                keys: rule.keys().map(key).collect(),
                wishes: list.into_iter().enumerate().map(wish).collect(),
                position: 0,
            });
        }
        let result = Table::new(files, "result.csv");
        let tickets: HashMap<&str, &str> = result.column("applicant").zip(result.column("ticket")).collect();
        let ticket = |one: &Standing| tickets.get(one.name.as_str()).copied().unwrap_or_default();
        // The sort is stable: who is equal in keys and ticket keeps the order of rows.
        all.sort_by(|one, other| one.keys.cmp(&other.keys).then_with(|| ticket(one).cmp(ticket(other))));
        all.iter_mut().zip(0..).for_each(|(one, position)| one.position = position);
        if lists.is_empty() { Ok(all) } else { Err(vec!["有志愿属于名单以外的人".to_owned()]) }
    }

    pub fn wants(&self, school: &str) -> bool {
        self.wishes.iter().any(|wish| wish.school == school)
    }
}
