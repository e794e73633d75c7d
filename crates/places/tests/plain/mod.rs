//! A market as a textbook writes it, and the textbook's definitions: slow, short and without a line of the crate's own.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "each test uses a part, and a test may fail loudly"
)]

use places::ranking::Order;
use places::seats::{Applicants, Component, Market, Outcome, Pool, Rule, SchoolSeats, Unfilled, Wishes};
use places::{Applicant, School};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plain {
    /// By school: pools in order, as groups, seats and what happens to unfilled seats.
    pub pools: Vec<Vec<(u32, u32, Unfilled)>>,
    /// By applicant: schools, the dearest first.
    pub lists: Vec<Vec<usize>>,
    /// By school and applicant: smaller comes first, all different.
    pub ranks: Vec<Vec<u16>>,
    /// By applicant.
    pub groups: Vec<u32>,
}

impl Plain {
    /// One open pool a school.
    pub fn open(seats: &[u32], lists: Vec<Vec<usize>>, ranks: Vec<Vec<u16>>) -> Plain {
        let pools = seats.iter().map(|seats| vec![(0, *seats, Unfilled::Void)]).collect();
        let groups = vec![0; lists.len()];
        Plain { pools, lists, ranks, groups }
    }

    /// Priorities are the rule's class.
    pub fn market(&self) -> Market {
        self.market_under(Rule { before_keys: vec![Component::Class], ..Rule::by_keys(30) })
    }

    /// The order of rows alone counts.
    pub fn market_by_rows(&self) -> Market {
        self.market_under(Rule::by_keys(30))
    }

    fn market_under(&self, rule: Rule) -> Market {
        let schools = self.pools.iter().enumerate().map(|(school, pools)| SchoolSeats {
            name: format!("S{school}"),
            district: None,
            pools: pools
                .iter()
                .enumerate()
                .map(|(number, (groups, seats, unfilled))| Pool {
                    name: format!("组{number}"),
                    groups: *groups,
                    seats: *seats,
                    unfilled: *unfilled,
                })
                .collect(),
        });
        let mut wishes = Wishes::default();
        for (applicant, list) in self.lists.iter().enumerate() {
            wishes.push(list.iter().map(|school| (School(*school as u32), self.ranks[*school][applicant])));
        }
        let size = self.lists.len() as u32;
        let order = Order {
            applicants: (0..size).collect(),
            positions: (0..size).collect(),
            ranks: (1..=size).collect(),
        };
        let applicants = Applicants {
            names: (0..size).map(|row| format!("R{row}")).collect(),
            groups: self.groups.clone(),
            ..Applicants::default()
        };
        match Market::new(rule, schools.collect(), applicants, wishes, order) {
            Ok((market, _)) => market,
            Err(problems) => panic!("{problems:?}"),
        }
    }

    /// The applicants that a school chooses from some, with the pool of each: pools in order, the best first; then what was left
    /// open.
    pub fn choose(&self, school: usize, from: &[usize]) -> Vec<(usize, usize)> {
        let mut waiting = from.to_vec();
        waiting.sort_by_key(|applicant| self.ranks[school][*applicant]);
        let mut chosen = Vec::new();
        let (mut carried, mut opened) = (0, 0);
        let pools = &self.pools[school];
        for (number, (groups, seats, unfilled)) in pools.iter().enumerate() {
            let mut free = seats + carried;
            carried = 0;
            waiting.retain(|applicant| {
                let taken = free > 0 && (*groups == 0 || groups & self.groups[*applicant] != 0);
                if taken {
                    free -= 1;
                    chosen.push((*applicant, number));
                }
                !taken
            });
            match unfilled {
                Unfilled::Void => {}
                Unfilled::Next => carried = free,
                Unfilled::Open => opened += free,
            }
        }
        chosen.extend(waiting.into_iter().take(opened as usize).map(|applicant| (applicant, pools.len())));
        chosen
    }

    /// Deferred acceptance by the definition, in an order of proposals of one's choice.
    pub fn deferred(&self, pick_last: bool) -> Vec<Option<usize>> {
        let mut next = vec![0; self.lists.len()];
        let mut held: Vec<Vec<usize>> = vec![Vec::new(); self.pools.len()];
        let mut free: Vec<usize> = (0..self.lists.len()).collect();
        while !free.is_empty() {
            let applicant = if pick_last { free.pop().unwrap() } else { free.remove(0) };
            let Some(school) = self.lists[applicant].get(next[applicant]).copied() else {
                continue;
            };
            next[applicant] += 1;
            held[school].push(applicant);
            let chosen = self.choose(school, &held[school]);
            let (stay, go) =
                held[school].iter().partition(|one| chosen.iter().any(|(chosen, _)| chosen == *one));
            held[school] = stay;
            let go: Vec<usize> = go;
            free.extend(go);
        }
        let mut result = vec![None; self.lists.len()];
        for (school, held) in held.iter().enumerate() {
            held.iter().for_each(|applicant| result[*applicant] = Some(school));
        }
        result
    }

    /// The place of a school in a list; the length of the list for none.
    pub fn place(&self, applicant: usize, school: Option<usize>) -> usize {
        let list = &self.lists[applicant];
        school.and_then(|school| list.iter().position(|known| *known == school)).unwrap_or(list.len())
    }

    /// Stability by its definition: everybody has a school of the list or none, and each school would choose exactly those whom it
    /// has among all who would like it at least as much as what they have.
    pub fn stable(&self, result: &[Option<usize>]) -> bool {
        let listed = (0..self.lists.len())
            .all(|one| result[one].is_none_or(|school| self.lists[one].contains(&school)));
        listed
            && (0..self.pools.len()).all(|school| {
                let want: Vec<usize> = (0..self.lists.len())
                    .filter(|one| {
                        self.lists[*one].contains(&school)
                            && self.place(*one, Some(school)) <= self.place(*one, result[*one])
                    })
                    .collect();
                let mut chosen: Vec<usize> =
                    self.choose(school, &want).into_iter().map(|(one, _)| one).collect();
                chosen.sort_unstable();
                let has: Vec<usize> =
                    (0..self.lists.len()).filter(|one| result[*one] == Some(school)).collect();
                chosen == has
            })
    }

    /// All stable results.
    pub fn all_stable(&self) -> Vec<Vec<Option<usize>>> {
        let mut all = vec![Vec::new()];
        for list in &self.lists {
            all = all
                .into_iter()
                .flat_map(|before: Vec<Option<usize>>| {
                    let choices = list.iter().copied().map(Some).chain([None]);
                    choices.map(move |choice| [before.as_slice(), &[choice]].concat())
                })
                .collect();
        }
        all.retain(|result| self.stable(result));
        all
    }
}

pub fn schools(outcome: &Outcome) -> Vec<Option<usize>> {
    outcome.assignment().into_iter().map(|school| school.map(|school| school.0 as usize)).collect()
}

pub fn places_of(outcome: &Outcome, size: usize) -> Vec<Option<u32>> {
    (0..size).map(|one| outcome.place(Applicant(one as u32))).collect()
}

/// All lists over some schools, the empty one too.
pub fn all_lists(schools: usize) -> Vec<Vec<usize>> {
    let mut all = vec![vec![]];
    let mut longest = vec![vec![]];
    for _ in 0..schools {
        longest = longest
            .iter()
            .flat_map(|list: &Vec<usize>| {
                let rest = (0..schools).filter(|school| !list.contains(school));
                rest.map(|school| [list.as_slice(), &[school]].concat()).collect::<Vec<_>>()
            })
            .collect();
        all.extend(longest.iter().cloned());
    }
    all
}

/// All orders of so many things.
pub fn permutations(size: usize) -> Vec<Vec<usize>> {
    all_lists(size).into_iter().filter(|list| list.len() == size).collect()
}

/// All ways to choose one of some things so many times.
pub fn tuples<T: Clone>(of: &[T], times: usize) -> Vec<Vec<T>> {
    (0..times).fold(vec![vec![]], |all, _| {
        all.into_iter()
            .flat_map(|before| {
                of.iter().map(move |one| [before.as_slice(), std::slice::from_ref(one)].concat())
            })
            .collect()
    })
}
