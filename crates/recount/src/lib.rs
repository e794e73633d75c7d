//! Recounts a published round from its files alone.
//!
//! It shares no code with what made the round, knows no mechanism, and is meant to be read in one sitting: whoever doubts a round reads
//! this and runs it, or writes it anew. The files are described in `docs/reference/rounds.md`.
//!
//! Seats are not allocated again. What is checked is what makes an outcome right whatever found it: each school would choose exactly
//! those it has among all who would rather be there than where they are. That is feasible seats, nothing wasted, and nobody passed
//! over for somebody who comes later, in one condition. Which of several such outcomes it is, is not checked here.

mod outcome;
mod priority;
mod table;

use priority::{Rule, Standing};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use table::Table;

/// Texts by name of file.
pub type Files = BTreeMap<String, String>;

/// What a recount found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Recount {
    /// What was checked, in order.
    pub checked: Vec<String>,
    /// What is wrong; nothing is what one hopes for.
    pub faults: Vec<String>,
}

impl Recount {
    fn check(&mut self, what: impl Into<String>, faults: Vec<String>) {
        self.checked.push(what.into());
        self.faults.extend(faults);
    }
}

/// Recounts a round.
pub fn recount(files: &Files) -> Recount {
    let mut found = Recount::default();
    found.check("每个文件的摘要与 SHA256SUMS 一致", sums(files));
    let rule = match Rule::read(files) {
        Ok(rule) => rule,
        Err(faults) => {
            found.check("规则和名单读得懂", faults);
            return found;
        }
    };
    let everybody = match Standing::read(files, &rule) {
        Ok(everybody) => everybody,
        Err(faults) => {
            found.check("规则和名单读得懂", faults);
            return found;
        }
    };
    let result = Table::new(files, "result.csv");
    found.check("结果里每名申请人恰好出现一次", same_people(&everybody, &result));
    if rule.get("ties") == "lottery" {
        found.check("承诺、种子和每个人的抽签号可以重算", draw(files, &rule, &everybody, &result));
    }
    found.check("名次与排位项一致", ranks(&everybody, &result));
    if rule.get("kind") == "ranking" {
        found.check("录取的恰好是规则录取的人", outcome::ranking(&rule, &everybody, &result));
        return found;
    }
    found.check("志愿表不超长、不重复、不出片区", lists(files, &rule, &everybody));
    if rule.get("kind") == "serial" {
        found.check("按位次逐人重排，人人相同", outcome::serial(files, &everybody, &result));
        return found;
    }
    found.check("同胞照顾的类别有依据", raised(files, &rule, &everybody));
    found.check("学位不超、不空，没有人被排在后面的人越过", outcome::seats(files, &everybody, &result));
    found
}

/// The digest of a text in hexadecimal.
fn digest(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn sums(files: &Files) -> Vec<String> {
    let listed: BTreeMap<&str, &str> = files
        .get("SHA256SUMS")
        .map(|text| {
            text.lines().filter_map(|line| line.split_once("  ")).map(|(sum, name)| (name, sum)).collect()
        })
        .unwrap_or_default();
    let mut faults: Vec<String> = listed
        .keys()
        .filter(|name| !files.contains_key(**name))
        .map(|name| format!("没有文件 {name}"))
        .collect();
    for (name, text) in files.iter().filter(|(name, _)| *name != "SHA256SUMS") {
        if listed.get(name.as_str()).is_none_or(|sum| *sum != digest(text)) {
            faults.push(format!("{name} 的摘要不在 SHA256SUMS 里，或者不一样"));
        }
    }
    faults
}

fn same_people(everybody: &[Standing], result: &Table) -> Vec<String> {
    let filed: BTreeSet<&str> = everybody.iter().map(|one| one.name.as_str()).collect();
    let named: Vec<&str> = result.column("applicant").collect();
    let once: BTreeSet<&str> = named.iter().copied().collect();
    let mut faults = Vec::new();
    if filed.len() != everybody.len() || once.len() != named.len() {
        faults.push("有收件编号重复".to_owned());
    }
    faults.extend(filed.symmetric_difference(&once).map(|name| format!("{name} 只在名单或者只在结果里")));
    faults
}

fn draw(files: &Files, rule: &Rule, everybody: &[Standing], result: &Table) -> Vec<String> {
    let committed = ["applicants.csv", "caps.csv", "round.csv", "schools.csv", "wishes.csv"];
    let lines = committed.iter().filter_map(|name| Some(format!("{}  {name}\n", digest(files.get(*name)?))));
    let commitment = digest(&lines.collect::<String>());
    let sources = Table::new(files, "draw.csv");
    let values: String = sources
        .rows
        .iter()
        .map(|row| format!("{}={}\n", sources.cell(row, "source"), sources.cell(row, "value")))
        .collect();
    let seed = digest(&format!("jifen-lottery/1\n{commitment}\n{values}"));
    let certificate = Table::new(files, "certificate.csv");
    let certified = |what: &str| {
        let row = certificate.rows.iter().find(|row| certificate.cell(row, "what") == what);
        row.map_or("", |row| certificate.cell(row, "value")).to_owned()
    };
    let mut faults = Vec::new();
    if !sources.column("source").eq(rule.all("source")) || rule.all("source").count() < 2 {
        faults.push("公开来源不是事先写明的那些，或者不足两个".to_owned());
    }
    if certified("commitment") != commitment {
        faults.push(format!("承诺重算得 {commitment}"));
    }
    if certified("seed") != seed {
        faults.push(format!("种子重算得 {seed}"));
    }
    let mut speaker: HashMap<&str, &str> = HashMap::new();
    for one in everybody.iter().filter(|one| rule.get("tickets") == "family" && !one.family.is_empty()) {
        let known = speaker.entry(&one.family).or_insert(&one.name);
        *known = one.name.as_str().min(*known);
    }
    let published: HashMap<&str, &str> = result.column("applicant").zip(result.column("ticket")).collect();
    for one in everybody {
        let name = speaker.get(one.family.as_str()).copied().unwrap_or(&one.name);
        let ticket: String =
            digest(&format!("{seed}\n{}\n{name}\n", rule.get("round"))).chars().take(32).collect();
        if published.get(one.name.as_str()) != Some(&ticket.as_str()) {
            faults.push(format!("{} 的抽签号重算得 {ticket}", one.name));
        }
    }
    faults
}

fn ranks(everybody: &[Standing], result: &Table) -> Vec<String> {
    let published: HashMap<&str, &str> = result.column("applicant").zip(result.column("rank")).collect();
    let mut faults = Vec::new();
    let mut before: Option<(&Standing, usize)> = None;
    for (one, place) in everybody.iter().zip(1..) {
        let rank = before.filter(|(other, _)| other.keys == one.keys).map_or(place, |(_, rank)| rank);
        if published.get(one.name.as_str()) != Some(&rank.to_string().as_str()) {
            faults.push(format!("{} 的名次应是 {rank}", one.name));
        }
        before = Some((one, rank));
    }
    faults
}

/// Whether each list is one that could be filed.
fn lists(files: &Files, rule: &Rule, everybody: &[Standing]) -> Vec<String> {
    let schools = Table::new(files, "schools.csv");
    let districts: HashMap<&str, &str> = schools.column("school").zip(schools.column("district")).collect();
    let most = rule.get("wishes-at-most").parse().unwrap_or(0);
    let fits = |one: &&Standing| {
        let once: BTreeSet<&str> = one.wishes.iter().map(|wish| wish.school.as_str()).collect();
        let open =
            |school: &&str| districts.get(school).is_some_and(|at| at.is_empty() || *at == one.district);
        one.wishes.len() <= most && once.len() == one.wishes.len() && once.iter().all(open)
    };
    let wrong = everybody.iter().filter(|one| !fits(one));
    wrong.map(|one| format!("{} 的志愿表不合规定", one.name)).collect()
}

/// Whether each raised class is that of the rule and a brother or sister wants that school too.
fn raised(files: &Files, rule: &Rule, everybody: &[Standing]) -> Vec<String> {
    let table = Table::new(files, "raised.csv");
    let by_name: HashMap<&str, &Standing> = everybody.iter().map(|one| (one.name.as_str(), one)).collect();
    let mut families: HashMap<&str, Vec<&Standing>> = HashMap::new();
    for one in everybody.iter().filter(|one| !one.family.is_empty()) {
        families.entry(&one.family).or_default().push(one);
    }
    let founded = |row: &&Vec<String>| {
        let (name, school) = (table.cell(row, "applicant"), table.cell(row, "school"));
        let others = by_name.get(name).and_then(|child| families.get(child.family.as_str()));
        let follows = others.is_some_and(|all| all.iter().any(|one| one.name != name && one.wants(school)));
        let class = |text: &str| text.parse::<u64>().ok();
        follows
            && class(rule.get("siblings"))
                .is_some_and(|wanted| class(table.cell(row, "class")) == Some(wanted))
    };
    let unfounded = table.rows.iter().filter(|row| !founded(row));
    unfounded.map(|row| format!("{} 的类别没有同胞照顾的依据", table.cell(row, "applicant"))).collect()
}
