//! Who was to be admitted, held against who was.

use crate::Files;
use crate::priority::{Rule, Standing, Wish};
use crate::table::Table;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Those whom quota, line and rule for equals admit are those admitted.
pub fn ranking(rule: &Rule, everybody: &[Standing], result: &Table) -> Vec<String> {
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

/// The order run down again gives everybody the same school.
pub fn serial(files: &Files, everybody: &[Standing], result: &Table) -> Vec<String> {
    let (schools, caps) = (Table::new(files, "schools.csv"), Table::new(files, "caps.csv"));
    let mut free: HashMap<&str, i64> = HashMap::new();
    let number = |text: &str| text.parse().unwrap_or(0_i64);
    for (school, seats) in schools.column("school").zip(schools.column("seats").map(number)) {
        let sum = free.entry(school).or_default();
        *sum = seats.saturating_add(*sum);
    }
    let mut under: HashMap<&str, i64> = caps.column("cap").zip(caps.column("seats").map(number)).collect();
    let mut caps_by_school: HashMap<&str, Vec<&str>> = HashMap::new();
    for (school, cap) in caps.column("school").zip(caps.column("cap")) {
        caps_by_school.entry(school).or_default().push(cap);
    }
    let caps_of = |school: &str| caps_by_school.get(school).map(Vec::as_slice).unwrap_or_default();
    let published: HashMap<&str, &str> = result.column("applicant").zip(result.column("school")).collect();
    let mut faults = Vec::new();
    let mut last: HashMap<&str, (usize, &str)> = HashMap::new();
    for one in everybody {
        let fits = |school: &str| {
            free.get(school).is_some_and(|free| *free > 0)
                && caps_of(school).iter().all(|cap| under.get(*cap).is_some_and(|free| *free > 0))
        };
        let got =
            one.wishes.iter().map(|wish| wish.school.as_str()).find(|school| fits(school)).unwrap_or("");
        let (taken, name) = last.entry(got).or_default();
        (*taken, *name) = (*taken + 1, one.name.as_str());
        free.entry(got).and_modify(|free| *free -= 1);
        caps_of(got).iter().for_each(|cap| {
            under.entry(*cap).and_modify(|free| *free -= 1);
        });
        if published.get(one.name.as_str()) != Some(&got) {
            faults.push(format!("{} 应得「{got}」", one.name));
        }
    }
    let cutoffs = Table::new(files, "cutoffs.csv");
    let said: HashMap<&str, &Vec<String>> = cutoffs.column("school").zip(&cutoffs.rows).collect();
    for (school, seats) in schools.column("school").zip(schools.column("seats")) {
        let (taken, name) = last.get(school).copied().unwrap_or_default();
        let row =
            said.get(school).map(|row| ["seats", "taken", "last"].map(|column| cutoffs.cell(row, column)));
        if row != Some([seats, taken.to_string().as_str(), name]) {
            faults.push(format!("「{school}」的截止应是 {seats} 个、{taken} 人、最后 {name}"));
        }
    }
    faults
}

/// Each school would choose exactly those it has among all who would rather be there than where they are, or are there.
pub fn seats<'a>(files: &Files, everybody: &'a [Standing], result: &Table) -> Vec<String> {
    let mut faults = Vec::new();
    let rows: HashMap<&str, &Vec<String>> = result.column("applicant").zip(&result.rows).collect();
    // By school: all who would rather be there than where they are, or are there.
    let mut want: HashMap<&str, Vec<(&'a Wish, &'a Standing)>> = HashMap::new();
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
    let cutoffs = Table::new(files, "cutoffs.csv");
    let mut published: HashMap<&str, BTreeMap<&str, &Vec<String>>> = HashMap::new();
    for row in &cutoffs.rows {
        published.entry(cutoffs.cell(row, "school")).or_default().insert(cutoffs.cell(row, "pool"), row);
    }
    for school in names {
        let mut waiting = want.remove(school).unwrap_or_default();
        let key = |(wish, one): &(&'a Wish, &'a Standing)| (&wish.before, one.position);
        waiting.sort_by(|one, other| key(one).cmp(&key(other)));
        let has = has.remove(school).unwrap_or_default();
        let mut right = BTreeSet::new();
        for (pool, seats, chosen) in choose(&schools, school, waiting) {
            right.extend(chosen.iter().copied());
            for name in chosen.iter().filter(|name| has.get(*name) != Some(&pool)) {
                faults.push(format!("「{school}」的{pool}名额应当录取 {name}"));
            }
            let (taken, last) = (chosen.len(), chosen.last().copied().unwrap_or_default());
            let row = published.get_mut(school).and_then(|pools| pools.remove(pool));
            let said = row.map(|row| ["seats", "taken", "last"].map(|name| cutoffs.cell(row, name)));
            let unused = said.is_none() && seats == 0;
            if !unused && said != Some([seats.to_string().as_str(), taken.to_string().as_str(), last]) {
                faults.push(format!("「{school}」的{pool}名额截止应是 {seats} 个、{taken} 人、最后 {last}"));
            }
        }
        for (name, pool) in has.iter().filter(|(name, _)| !right.contains(*name)) {
            faults.push(format!("「{school}」的{pool}名额不应录取 {name}"));
        }
    }
    if published.values().any(|pools| !pools.is_empty()) {
        faults.push("截止里有多出的名额组".to_owned());
    }
    faults
}

/// The pools of a school in order, each with its seats and those whom it takes, first to last; then the seats left open.
fn choose<'a>(
    schools: &'a Table,
    school: &str,
    mut waiting: Vec<(&'a Wish, &'a Standing)>,
) -> Vec<(&'a str, usize, Vec<&'a str>)> {
    let mut pools = Vec::new();
    let (mut carried, mut opened) = (0_usize, 0_usize);
    let mut fill = |groups: &[&str], seats: usize, pool: &'a str| {
        let mut taken = Vec::new();
        waiting.retain(|(_, one)| {
            let fits = groups.is_empty() || one.groups.iter().any(|group| groups.contains(&group.as_str()));
            let takes = taken.len() < seats && fits;
            if takes {
                taken.push(one.name.as_str());
            }
            !takes
        });
        let free = seats - taken.len();
        pools.push((pool, seats, taken));
        free
    };
    for row in schools.rows.iter().filter(|row| schools.cell(row, "school") == school) {
        let groups: Vec<&str> = schools.cell(row, "groups").split_whitespace().collect();
        let seats: usize = schools.cell(row, "seats").parse().unwrap_or(0);
        let free = fill(&groups, seats.saturating_add(carried), schools.cell(row, "pool"));
        carried = if schools.cell(row, "unfilled") == "next" { free } else { 0 };
        opened = opened.saturating_add(if schools.cell(row, "unfilled") == "open" { free } else { 0 });
    }
    fill(&[], opened, "调剂");
    pools
}
