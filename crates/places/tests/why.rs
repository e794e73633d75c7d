//! Every sentence is read back: the numbers in it are those of a plain recount of the round, and what it says decided did decide.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may fail loudly"
)]

mod made;

use made::Dice;
use places::lottery::{Draw, Hash, Ticket};
use places::ranking::{First, Key, Keys, Limit, Ties, order};
use places::seats::{
    Applicants, Cap, Component, Market, Mechanism, Outcome, Pool, Rule, SchoolSeats, Unfilled, Wishes,
    allocate, serial,
};
use places::why::{Grounds, write_place, write_wish};
use places::{Applicant, School};

struct Round {
    market: Market,
    keys: Keys,
    tickets: Vec<Ticket>,
    outcome: Outcome,
}

fn round(seed: u64, before_keys: Vec<Component>, mechanism: Mechanism) -> Round {
    let mut dice = Dice(seed);
    let size = 30 + dice.below(60) as u32;
    let column = |name: &str, first, decimals, of: &mut dyn FnMut() -> i64| Key {
        name: name.into(),
        first,
        decimals,
        values: (0..size).map(|_| Some(of())).collect(),
    };
    let mut keys = Keys {
        keys: vec![
            column("总分", First::Larger, 2, &mut || 9_000 + 25 * dice.below(3) as i64),
            column("登记日", First::Smaller, 0, &mut || 20_200_101 + dice.below(2) as i64),
        ],
    };
    keys.keys[1].values[0] = None;
    let names = (0..size).map(|row| format!("R{row}")).collect();
    let tickets = Draw::new(Hash::of(&seed.to_be_bytes()), "why").tickets(&names);
    let pool = |name: &str, groups, seats, unfilled| Pool { name: name.into(), groups, seats, unfilled };
    let schools: Vec<SchoolSeats> = (0..6)
        .map(|row| SchoolSeats {
            name: format!("S{row}"),
            district: None,
            pools: match row {
                0 => vec![pool("普通", 0, 0, Unfilled::Void)],
                1 => vec![pool("保留", 1, 3, Unfilled::Void)],
                2 => vec![pool("保留", 1, 3, Unfilled::Open), pool("普通", 0, 4, Unfilled::Void)],
                _ => vec![pool("普通", 0, 3 + dice.below(5) as u32, Unfilled::Void)],
            },
        })
        .collect();
    let mut wishes = Wishes::default();
    for _ in 0..size {
        let mut list: Vec<u32> = (0..6).collect();
        dice.shuffle(&mut list);
        let class =
            |dice: &mut Dice| if before_keys.contains(&Component::Class) { dice.below(3) as u16 } else { 0 };
        let list: Vec<_> = list.iter().take(4).map(|school| (School(*school), class(&mut dice))).collect();
        wishes.push(list);
    }
    let batched = before_keys.contains(&Component::Batch);
    let applicants = Applicants {
        names,
        groups: (0..size).map(|_| dice.below(2) as u32).collect(),
        batches: if batched { (0..size).map(|_| dice.below(2) as u8).collect() } else { Vec::new() },
        ..Applicants::default()
    };
    let rule = Rule { before_keys, tracks: vec![mechanism], wishes_at_most: 4, siblings: None };
    let by_lot = order(&keys, Some(&tickets));
    let (market, _) =
        Market::new(rule, schools, applicants, wishes, by_lot).unwrap_or_else(|p| panic!("{p:?}"));
    let outcome = allocate(&market);
    Round { market, keys, tickets, outcome }
}

/// What a plain recount knows of an applicant at a wish, in the order in which it counts, as text, smaller first.
fn parts(round: &Round, applicant: u32, place: u32) -> Vec<(String, String, i128)> {
    let (market, one) = (&round.market, Applicant(applicant));
    let mut parts = Vec::new();
    for part in &market.rule().before_keys {
        let (name, value) = match part {
            Component::Batch => ("批次", i128::from(market.applicants().batches[applicant as usize])),
            Component::Class => ("类别", i128::from(market.classes(one)[place as usize])),
            Component::Band => ("志愿段", i128::from(market.rule().tracks[0].band(place)) + 1),
        };
        parts.push((name.to_owned(), value.to_string(), value));
    }
    for key in &round.keys.keys {
        let value = key.values[applicant as usize];
        let sorts = value.map_or(i128::from(u64::MAX), |value| match key.first {
            First::Larger => -i128::from(value),
            First::Smaller => i128::from(value),
        });
        let shown = match (value, key.decimals) {
            (None, _) => "无".to_owned(),
            (Some(value), 2) => format!("{}.{:02}", value / 100, value % 100),
            (Some(value), _) => value.to_string(),
        };
        parts.push((key.name.clone(), shown, sorts));
    }
    let ticket = round.tickets[applicant as usize];
    parts.push(("抽签号".to_owned(), ticket.to_string(), (ticket.0 >> 1) as i128));
    parts
}

/// Holds what stands after the preamble to the parts of the two.
fn check_comparison(text: &str, theirs: &[(String, String, i128)], yours: &[(String, String, i128)]) {
    let mut rest = text;
    for (their, your) in theirs.iter().zip(yours) {
        if their.1 == your.1 {
            let equal = format!("{}同为 {}，", their.0, their.1);
            rest = rest
                .strip_prefix(&equal)
                .unwrap_or_else(|| panic!("`{equal}` should begin `{rest}` of `{text}`"));
            continue;
        }
        assert!(their.2 < your.2, "{text}: the other must come before");
        let decided = format!("{}：那一位 {}，你 {}，数", their.0, their.1, your.1);
        rest = rest
            .strip_prefix(&decided)
            .unwrap_or_else(|| panic!("`{decided}` should begin `{rest}` of `{text}`"));
        let larger = their.1.parse::<f64>().ok().zip(your.1.parse::<f64>().ok()).is_some_and(|(a, b)| a > b);
        let larger = larger && !their.0.contains("抽签");
        let missing = your.1 == "无" && their.0 == "总分";
        assert_eq!(rest, if larger || missing { "大的在前。" } else { "小的在前。" }, "{text}");
        return;
    }
    panic!("{text}: nothing decided");
}

#[test]
fn each_sentence_about_a_wish_is_true() {
    let rules = [
        (vec![], Mechanism::Deferred),
        (vec![Component::Band, Component::Class], Mechanism::Immediate),
        (vec![Component::Batch, Component::Class, Component::Band], Mechanism::Parallel(vec![2])),
    ];
    let (mut compared, mut by_lot) = (0, 0);
    for (before, mechanism) in rules {
        for seed in 0..30 {
            let round = round(seed, before.clone(), mechanism.clone());
            let (market, outcome) = (&round.market, &round.outcome);
            let grounds = Grounds { keys: &round.keys, tickets: Some(&round.tickets) };
            for applicant in 0..market.size() {
                let one = Applicant(applicant);
                for (place, school) in (0..).zip(market.list(one)) {
                    let mut text = String::new();
                    write_wish(&mut text, market, outcome, &grounds, one, place).unwrap();
                    let rest = text
                        .strip_prefix(&format!("第 {} 志愿「S{school}」", place + 1))
                        .unwrap_or_else(|| panic!("{text}"));
                    let own = outcome.place(one);
                    if own == Some(place) {
                        assert!(rest.starts_with("录取了你，用的是"), "{text}");
                        continue;
                    }
                    if own.is_some_and(|own| own < place) {
                        assert_eq!(rest, format!("没有轮到：你已经被第 {} 志愿录取。", own.unwrap() + 1));
                        continue;
                    }
                    let rest = rest.strip_prefix("没有录取你：").unwrap_or_else(|| panic!("{text}"));
                    let member = market.applicants().groups[applicant as usize] == 1;
                    match (school, member) {
                        (0, _) => assert_eq!(rest, "这所学校没有学位。"),
                        (1, false) => assert_eq!(rest, "这所学校的名额都留给了别的群体。"),
                        _ => {
                            let (head, rest) =
                                rest.split_once(" 个已满，最后录取的一位排在你前面。").unwrap();
                            let (pool, seats) = head.split_once("名额 ").unwrap();
                            // Everybody at that school whose seat is from that pool.
                            let there: Vec<u32> = (0..market.size())
                                .filter(|other| {
                                    outcome.school(Applicant(*other)) == Some(School(*school))
                                        && outcome
                                            .pool(Applicant(*other))
                                            .is_some_and(|held| market.pool_name(held) == pool)
                                })
                                .collect();
                            assert_eq!(there.len().to_string(), seats, "{text}");
                            let known =
                                |other: u32| parts(&round, other, outcome.place(Applicant(other)).unwrap());
                            let sort = |other: &u32| {
                                known(*other).into_iter().map(|part| part.2).collect::<Vec<_>>()
                            };
                            let last = there.into_iter().max_by_key(sort).unwrap();
                            check_comparison(rest, &known(last), &parts(&round, applicant, place));
                            compared += 1;
                            by_lot += usize::from(rest.contains("抽签号"));
                        }
                    }
                }
            }
        }
    }
    println!("{compared} comparisons, {by_lot} of them by lot");
    assert!(compared > 3_000 && by_lot > 50);
}

/// Under a cap that schools share: the sentence says whether the school or the cap was full, and names the last who got in there.
#[test]
fn each_sentence_of_a_serial_round_is_true() {
    let (mut by_school, mut by_cap) = (0, 0);
    for seed in 0..60 {
        let mut round = round(seed, vec![], Mechanism::Deferred);
        let schools: Vec<SchoolSeats> =
            (0..6).map(|row| SchoolSeats::open(format!("S{row}"), row * 2)).collect();
        let mut wishes = Wishes::default();
        for one in (0..round.market.size()).map(Applicant) {
            wishes.push(round.market.list(one).iter().map(|school| (School(*school), 0)).collect::<Vec<_>>());
        }
        let applicants =
            Applicants { names: round.market.applicants().names.clone(), ..Applicants::default() };
        let order = round.market.order().clone();
        round.market = Market::new(Rule::by_keys(4), schools, applicants, wishes, order).unwrap().0;
        let cap = Cap { name: "民办".into(), seats: 5, schools: vec![School(3), School(4)] };
        round.outcome = serial(&round.market, &[cap]).unwrap();
        let (market, outcome) = (&round.market, &round.outcome);
        let grounds = Grounds { keys: &round.keys, tickets: Some(&round.tickets) };
        let at = |school: u32| -> Vec<u32> {
            (0..market.size()).filter(|one| outcome.school(Applicant(*one)) == Some(School(school))).collect()
        };
        let position = |one: &u32| market.order().positions[*one as usize];
        for applicant in 0..market.size() {
            let one = Applicant(applicant);
            for (place, school) in (0..).zip(market.list(one)) {
                let mut text = String::new();
                write_wish(&mut text, market, outcome, &grounds, one, place).unwrap();
                if outcome.place(one).is_some_and(|own| own <= place) || *school == 0 {
                    continue;
                }
                let (head, rest) =
                    text.split_once("最后录取的一位排在你前面。").unwrap_or_else(|| panic!("{text}"));
                let there = if head.contains("共用上限") {
                    assert!(head.ends_with("没有录取你：共用上限「民办」5 个已满，"), "{text}");
                    assert!(at(*school).len() < *school as usize * 2 && (3..5).contains(school));
                    by_cap += 1;
                    [at(3), at(4)].concat()
                } else {
                    assert!(
                        head.ends_with(&format!("没有录取你：普通名额 {} 个已满，", school * 2)),
                        "{text}"
                    );
                    assert_eq!(at(*school).len(), *school as usize * 2, "{text}");
                    by_school += 1;
                    at(*school)
                };
                assert!(!head.contains("共用上限") || there.len() == 5);
                let last = there.into_iter().max_by_key(position).unwrap();
                check_comparison(rest, &parts(&round, last, 0), &parts(&round, applicant, 0));
            }
        }
    }
    println!("{by_school} by a school's seats, {by_cap} by the cap");
    assert!(by_school > 500 && by_cap > 100);
}

#[test]
fn each_sentence_about_a_ranking_is_true() {
    for seed in 0..40 {
        let round = round(seed, vec![], Mechanism::Deferred);
        for (ties, tickets) in
            [(Ties::AllIn, None), (Ties::NoneIn, None), (Ties::ByLot, Some(&round.tickets))]
        {
            let order = order(&round.keys, tickets.map(Vec::as_slice));
            let admission = order.admit(Limit { quota: Some(13), line: None }, ties);
            let grounds = Grounds { keys: &round.keys, tickets: tickets.map(Vec::as_slice) };
            for applicant in 0..round.market.size() {
                let mut text = String::new();
                write_place(&mut text, &order, &admission, &grounds, Applicant(applicant)).unwrap();
                let rest = text.strip_prefix(&format!("名次 {}：", order.ranks[applicant as usize])).unwrap();
                if admission.admitted[applicant as usize] {
                    assert_eq!(rest, "录取了你。");
                    continue;
                }
                if rest.contains("并列的都不录取") {
                    let equals =
                        order.ranks.iter().filter(|rank| **rank == order.ranks[applicant as usize]).count();
                    assert!(
                        ties == Ties::NoneIn
                            && admission.count < 13
                            && admission.count as usize + equals > 13
                    );
                    continue;
                }
                let Some(last) = admission.last else {
                    assert_eq!(rest, "没有录取你：没有录取任何人。");
                    continue;
                };
                let head = format!(
                    "没有录取你：录取了 {} 人，最后一位名次 {}。",
                    admission.count, order.ranks[last as usize]
                );
                let rest = rest.strip_prefix(&head).unwrap_or_else(|| panic!("{text}"));
                check_comparison(rest, &parts(&round, last, 0), &parts(&round, applicant, 0));
            }
        }
    }
}
