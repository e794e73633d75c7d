//! Recounts a published round from its files alone.
//!
//! It shares no code with what made the round, knows no mechanism, and is meant to be read in one sitting: whoever doubts a round reads
//! this and runs it, or writes it anew. The files are described in `docs/reference/rounds.md`.
//!
//! Seats are not allocated again. What is checked is what makes an outcome right whatever found it: each school would choose exactly
//! those it has among all who would rather be there than where they are. That is feasible seats, nothing wasted, and nobody passed
//! over for somebody who comes later, in one condition. Which of several such outcomes it is, is not checked here.

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
    match rule.get("kind") {
        "ranking" => found.check("录取的恰好是规则录取的人", ranking(&rule, &everybody, &result)),
        "serial" => found.check("按位次逐人重排，人人相同", serial(files, &everybody, &result)),
        _ => {
            found.check("同胞照顾的类别有依据", raised(files, &rule, &everybody));
            found.check("学位不超、不空，没有人被排在后面的人越过", seats(files, &everybody, &result));
        }
    }
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

fn ranking(rule: &Rule, everybody: &[Standing], result: &Table) -> Vec<String> {
    let sorted: Vec<&Standing> = everybody.iter().filter(|one| rule.reaches_line(one)).collect();
    let quota = rule.get("quota").parse().unwrap_or(usize::MAX);
    let after = sorted.get(quota).copied();
    let last = quota.checked_sub(1).and_then(|last| sorted.get(last)).copied();
    let cut = last.zip(after).filter(|(last, after)| last.keys == after.keys).map(|(last, _)| &last.keys);
    let right: BTreeSet<&str> = sorted
        .iter()
        .enumerate()
        .filter(|(place, one)| match (rule.get("ties"), cut == Some(&one.keys)) {
            ("none-in", true) => false,
            ("lottery", _) | (_, false) => *place < quota,
            (_, true) => true,
        })
        .map(|(_, one)| one.name.as_str())
        .collect();
    let admitted = result.rows.iter().filter(|row| result.cell(row, "admitted") == "yes");
    let admitted: BTreeSet<&str> = admitted.map(|row| result.cell(row, "applicant")).collect();
    admitted.symmetric_difference(&right).map(|name| format!("{name} 录取得不对")).collect()
}

fn serial(files: &Files, everybody: &[Standing], result: &Table) -> Vec<String> {
    let (schools, caps) = (Table::new(files, "schools.csv"), Table::new(files, "caps.csv"));
    let mut free: HashMap<&str, i64> = HashMap::new();
    let number = |text: &str| text.parse().unwrap_or(0);
    schools.rows.iter().for_each(|row| {
        *free.entry(schools.cell(row, "school")).or_default() += number(schools.cell(row, "seats"))
    });
    let mut under: HashMap<&str, i64> = caps.column("cap").zip(caps.column("seats").map(number)).collect();
    let caps_of = |school: &str| -> Vec<&str> {
        caps.rows
            .iter()
            .filter(|row| caps.cell(row, "school") == school)
            .map(|row| caps.cell(row, "cap"))
            .collect()
    };
    let published: HashMap<&str, &str> = result.column("applicant").zip(result.column("school")).collect();
    let mut faults = Vec::new();
    for one in everybody {
        let fits = |school: &str| {
            free.get(school).is_some_and(|free| *free > 0)
                && caps_of(school).iter().all(|cap| under.get(cap).is_some_and(|free| *free > 0))
        };
        let got =
            one.wishes.iter().map(|wish| wish.school.as_str()).find(|school| fits(school)).unwrap_or("");
        free.entry(got).and_modify(|free| *free -= 1);
        caps_of(got).into_iter().for_each(|cap| {
            under.entry(cap).and_modify(|free| *free -= 1);
        });
        if published.get(one.name.as_str()) != Some(&got) {
            faults.push(format!("{} 应得「{got}」", one.name));
        }
    }
    faults
}

fn raised(files: &Files, rule: &Rule, everybody: &[Standing]) -> Vec<String> {
    let table = Table::new(files, "raised.csv");
    let founded = |row: &[String]| {
        let (name, school) = (table.cell(row, "applicant"), table.cell(row, "school"));
        let child = everybody.iter().find(|one| one.name == name)?;
        let with =
            everybody.iter().find(|one| one.family == child.family && one.name != name && one.wants(school));
        (!child.family.is_empty() && rule.get("siblings") == table.cell(row, "class")).then_some(with?)
    };
    let unfounded = table.rows.iter().filter(|row| founded(row).is_none());
    unfounded.map(|row| format!("{} 的类别没有同胞照顾的依据", table.cell(row, "applicant"))).collect()
}

fn seats(files: &Files, everybody: &[Standing], result: &Table) -> Vec<String> {
    let mut faults = Vec::new();
    let rows: HashMap<&str, &Vec<String>> = result.column("applicant").zip(&result.rows).collect();
    // By school: all who would rather be there than where they are, or are there.
    let mut want: HashMap<&str, Vec<(&priority::Wish, &Standing)>> = HashMap::new();
    let mut has: HashMap<&str, BTreeMap<&str, &str>> = HashMap::new();
    for one in everybody {
        let Some(row) = rows.get(one.name.as_str()) else { continue };
        let (school, wish) = (result.cell(row, "school"), result.cell(row, "wish"));
        let own = one.wishes.iter().position(|known| known.school == school);
        if !school.is_empty() {
            has.entry(school).or_default().insert(&one.name, result.cell(row, "pool"));
            if own.is_none_or(|own| (own + 1).to_string() != wish) {
                faults.push(format!("{} 被录取到没有填的志愿", one.name));
            }
        }
        for wish in one.wishes.iter().take(own.map_or(usize::MAX, |own| own + 1)) {
            want.entry(&wish.school).or_default().push((wish, one));
        }
    }
    let schools = Table::new(files, "schools.csv");
    let names: BTreeSet<&str> = schools.column("school").collect();
    faults.extend(
        has.keys()
            .filter(|name| !names.contains(*name))
            .map(|name| format!("没有学校「{name}」"))
            .collect::<BTreeSet<_>>(),
    );
    for school in names {
        let mut waiting = want.remove(school).unwrap_or_default();
        waiting
            .sort_by(|one, other| (&one.0.before, one.1.position).cmp(&(&other.0.before, other.1.position)));
        let chosen = choose(&schools, school, waiting);
        let has = has.remove(school).unwrap_or_default();
        for (name, pool) in chosen.iter().filter(|(name, pool)| has.get(*name) != Some(*pool)) {
            faults.push(format!("「{school}」的{pool}名额应当录取 {name}"));
        }
        for (name, pool) in has.iter().filter(|(name, _)| !chosen.contains_key(*name)) {
            faults.push(format!("「{school}」的{pool}名额不应录取 {name}"));
        }
    }
    faults
}

/// Those whom a school chooses, with the pool of each: pools in order, the first in line first; then the seats left open.
fn choose<'a>(
    schools: &'a Table,
    school: &str,
    mut waiting: Vec<(&'a priority::Wish, &'a Standing)>,
) -> BTreeMap<&'a str, &'a str> {
    let mut chosen = BTreeMap::new();
    let (mut carried, mut opened) = (0, 0);
    let mut fill = |groups: &BTreeSet<&str>, seats: usize, pool: &'a str| {
        let mut free = seats;
        waiting.retain(|(_, one)| {
            let takes = free > 0
                && (groups.is_empty() || one.groups.iter().any(|group| groups.contains(group.as_str())));
            if takes {
                free -= 1;
                chosen.insert(one.name.as_str(), pool);
            }
            !takes
        });
        free
    };
    for row in schools.rows.iter().filter(|row| schools.cell(row, "school") == school) {
        let groups: BTreeSet<&str> = schools.cell(row, "groups").split_whitespace().collect();
        let seats = schools.cell(row, "seats").parse().unwrap_or(0);
        let free = fill(&groups, seats + carried, schools.cell(row, "pool"));
        carried = if schools.cell(row, "unfilled") == "next" { free } else { 0 };
        opened += if schools.cell(row, "unfilled") == "open" { free } else { 0 };
    }
    fill(&BTreeSet::new(), opened, "调剂");
    chosen
}
