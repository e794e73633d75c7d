//! Schools and their seats: pools in the order in which they are filled.
//!
//! The order of pools is a decision of policy and has to be stated: seats kept for a group and filled first are a minimum for that
//! group, the same seats filled last come on top of what the group wins in the open pool (Hafalir, Yenmez and Yildirim, "Effective
//! affirmative action in school choice", Theoretical Economics 8, 2013; Kominers and Sönmez, "Matching with slot-specific
//! priorities", Theoretical Economics 11, 2016).

use crate::problem::Problem;

/// What happens to seats of a pool that its group does not fill.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unfilled {
    /// They stay empty.
    Void,
    /// They are added to the next pool.
    Next,
    /// They are open to everybody after all pools.
    Open,
}

/// Some seats of a school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pool {
    /// As the public notice calls it.
    pub name: String,
    /// The groups that may have these seats, a bit each; all where no bit is set.
    pub groups: u32,
    /// How many seats.
    pub seats: u32,
    /// What happens to seats that nobody of the groups takes.
    pub unfilled: Unfilled,
}

/// A school.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SchoolSeats {
    /// Its name or number.
    pub name: String,
    /// Only applicants of this district may wish for it; all where there is none.
    pub district: Option<u16>,
    /// Its pools, in the order in which they are filled.
    pub pools: Vec<Pool>,
}

impl SchoolSeats {
    /// A school whose seats are all open to everybody.
    pub fn open(name: impl Into<String>, seats: u32) -> SchoolSeats {
        let pool = Pool { name: "普通".into(), groups: 0, seats, unfilled: Unfilled::Void };
        SchoolSeats { name: name.into(), district: None, pools: vec![pool] }
    }

    /// All its seats.
    pub fn seats(&self) -> u32 {
        self.pools.iter().fold(0, |sum, pool| sum.saturating_add(pool.seats))
    }
}

/// The name of the pool that seats flow to when they are open to everybody after all pools.
pub const SPILLED: &str = "调剂";

/// The pools of all schools in flat columns, as the mechanism walks over them.
#[derive(Clone, Debug, Default)]
pub(super) struct Pools {
    /// The first pool of each school, and one more at the end.
    pub first: Vec<u32>,
    /// Groups by pool; 0 is everybody.
    pub groups: Vec<u32>,
    /// Seats by pool.
    pub seats: Vec<u32>,
    /// The pool that gets what stays free, or [`NOWHERE`].
    pub spills_to: Vec<u32>,
    /// The school of a pool.
    pub school: Vec<u32>,
}

/// No pool.
pub(super) const NOWHERE: u32 = u32::MAX;

impl Pools {
    pub fn of(schools: &[SchoolSeats], problems: &mut Vec<Problem>) -> Pools {
        let mut pools = Pools::default();
        for (row, school) in (0..).zip(schools) {
            let start = crate::names::rows(&pools.seats);
            pools.first.push(start);
            let spilled = school.pools.iter().any(|pool| pool.unfilled == Unfilled::Open);
            let after_all = start.saturating_add(crate::names::rows(&school.pools));
            for (pool, here) in school.pools.iter().zip(start..) {
                let next = here + 1;
                pools.push(
                    pool.groups,
                    pool.seats,
                    row,
                    match pool.unfilled {
                        Unfilled::Void => NOWHERE,
                        Unfilled::Next if next < after_all => next,
                        Unfilled::Next => {
                            problems.push(Problem::error(
                                format!("学校「{}」", school.name),
                                format!("最后一个名额组「{}」的余额要转给下一组，可是没有下一组", pool.name),
                                "改为空置（void）或向所有人开放（open）",
                            ));
                            NOWHERE
                        }
                        Unfilled::Open => after_all,
                    },
                );
            }
            if spilled {
                pools.push(0, 0, row, NOWHERE);
            }
        }
        pools.first.push(crate::names::rows(&pools.seats));
        pools
    }

    fn push(&mut self, groups: u32, seats: u32, school: u32, spills_to: u32) {
        self.groups.push(groups);
        self.seats.push(seats);
        self.school.push(school);
        self.spills_to.push(spills_to);
    }

    /// Seats by pool while nobody holds any: what would stay free has flowed on.
    pub fn capacities(&self) -> Vec<u32> {
        let mut capacities = self.seats.clone();
        for (pool, to) in (0..).zip(&self.spills_to).filter(|(_, to)| **to != NOWHERE) {
            let free = crate::names::at(&capacities, pool);
            if let Some(capacity) = capacities.get_mut(*to as usize) {
                *capacity = capacity.saturating_add(free);
            }
        }
        capacities
    }
}

pub(super) fn check(schools: &[SchoolSeats], problems: &mut Vec<Problem>) {
    let mut names = std::collections::BTreeSet::new();
    for school in schools {
        if school.name.is_empty() {
            problems.push(Problem::error("学校", "有学校没有名称", "每所学校写一个名称或编号"));
        } else if !names.insert(school.name.as_str()) {
            problems.push(Problem::error(
                format!("学校「{}」", school.name),
                "出现了两次",
                "一所学校只写一次；不同的名额写成同一所学校的名额组",
            ));
        }
        for (at, pool) in school.pools.iter().enumerate() {
            let known = school.pools.iter().take(at).any(|before| before.name == pool.name);
            if known || pool.name.is_empty() || pool.name == SPILLED {
                problems.push(Problem::error(
                    format!("学校「{}」", school.name),
                    format!("名额组的名称「{}」是空的、重复的，或者是留给余额的「{SPILLED}」", pool.name),
                    "一所学校的名额组各有各的名称",
                ));
            }
        }
        if school.seats() == 0 {
            problems.push(Problem::notice(
                format!("学校「{}」", school.name),
                "没有学位",
                "填报它的人都不会被它录取；如果不招生，公布前就告诉家长",
            ));
        }
    }
    if schools.iter().all(|school| school.seats() == 0) {
        problems.push(Problem::error("学校", "所有学校加起来一个学位也没有", "先公布学位数"));
    }
}
