//! Made-up markets from a fixed seed, for tests and benchmarks: popular schools are wished for by many, tastes differ, points tie.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each test uses a part, and a test may fail loudly"
)]

use places::lottery::{Draw, Hash};
use places::ranking::{First, Key, Keys, Order, order};
use places::seats::{Applicants, Component, Market, Mechanism, Pool, Rule, SchoolSeats, Unfilled, Wishes};
use places::{Names, School};

/// A generator of numbers that is the same everywhere: SplitMix64 (Steele, Lea and Flood 2014).
pub struct Dice(pub u64);

impl Dice {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for end in (1..list.len()).rev() {
            list.swap(end, self.below(end as u64 + 1) as usize);
        }
    }
}

/// How large a made-up market is.
#[derive(Clone, Copy)]
pub struct Size {
    pub applicants: u32,
    pub schools: u32,
    pub wishes: u32,
    /// Reserves of each school.
    pub reserves: u32,
    /// Seats for every hundred applicants.
    pub seats_per_cent: u32,
}

pub struct Made {
    pub applicants: Applicants,
    pub schools: Vec<SchoolSeats>,
    pub wishes: Wishes,
    pub keys: Keys,
    pub order: Order,
}

pub fn make(size: Size, seed: u64) -> Made {
    let mut dice = Dice(seed);
    let names: Names = (0..size.applicants).map(|row| format!("R{row:07}")).collect();
    let tickets = Draw::new(Hash::of(&seed.to_be_bytes()), "made").tickets(&names);
    let column = |name: &str, first, of: &mut dyn FnMut() -> i64| Key {
        name: name.into(),
        first,
        decimals: 0,
        values: (0..size.applicants).map(|_| Some(of())).collect(),
    };
    let keys = Keys {
        keys: vec![
            column("总分", First::Larger, &mut || 60 + (dice.below(121) + dice.below(121)) as i64),
            column("月数", First::Larger, &mut || dice.below(120) as i64),
        ],
    };
    let order = order(&keys, Some(&tickets));
    let mut wishes = Wishes::default();
    let mut list: Vec<u32> = Vec::new();
    for _ in 0..size.applicants {
        list.clear();
        while list.len() < size.wishes.min(size.schools) as usize {
            // The product of two dice: schools with small numbers are popular.
            let school = (dice.below(size.schools.into()) * dice.below(size.schools.into())
                / u64::from(size.schools)) as u32;
            if !list.contains(&school) {
                list.push(school);
            }
        }
        wishes.push(list.iter().map(|school| (School(*school), 0)));
    }
    let total = u64::from(size.applicants) * u64::from(size.seats_per_cent) / 100;
    let each = (total / u64::from(size.schools.max(1))).max(1) as u32;
    let schools = (0..size.schools)
        .map(|school| {
            let name = format!("S{school:04}");
            if size.reserves == 0 {
                return SchoolSeats::open(name, each);
            }
            let reserved = (each / (2 * size.reserves)).max(1);
            let mut pools: Vec<Pool> = (0..size.reserves)
                .map(|group| Pool {
                    name: format!("保留{group}"),
                    groups: 1 << group,
                    seats: reserved,
                    unfilled: if group % 2 == 0 { Unfilled::Open } else { Unfilled::Next },
                })
                .collect();
            pools.push(Pool {
                name: "普通".into(),
                groups: 0,
                seats: each.saturating_sub(reserved * size.reserves),
                unfilled: Unfilled::Void,
            });
            SchoolSeats { name, district: None, pools }
        })
        .collect();
    // An eighth of all belong to each group, some to several.
    let groups =
        (0..size.applicants).map(|_| (dice.next() & dice.next() & dice.next()) as u32 & 0xff).collect();
    Made { applicants: Applicants { names, groups, ..Applicants::default() }, schools, wishes, keys, order }
}

impl Made {
    pub fn market(self, mechanism: Mechanism) -> Market {
        let rule = Rule {
            before_keys: if mechanism == Mechanism::Deferred { vec![] } else { vec![Component::Band] },
            tracks: vec![mechanism],
            wishes_at_most: 30,
            siblings: None,
        };
        let made = Market::new(rule, self.schools, self.applicants, self.wishes, self.order);
        made.map(|(market, _)| market).unwrap_or_else(|problems| panic!("{problems:?}"))
    }
}
