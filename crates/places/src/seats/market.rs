//! A market: applicants with lists of wishes, schools with seats, one rule and one order. Columns, not records: a million applicants
//! are a few large arrays.

use super::rule::{Component, Priority, Rule};
use super::schools::{self, Pools, SchoolSeats};
use crate::lottery::{Draw, Ticket};
use crate::names::{Applicant, Names, School, at, put, rows};
use crate::problem::{Problem, stops};
use crate::ranking::Order;
use std::collections::HashSet;
use std::ops::Range;

/// Applicants by row. Columns that nobody needs may stay empty and then hold zeros.
#[derive(Clone, Default, Debug)]
pub struct Applicants {
    /// Receipt numbers.
    pub names: Names,
    /// The groups an applicant belongs to, a bit each; see [`super::Pool`].
    pub groups: Vec<u32>,
    /// Batches, 0 first.
    pub batches: Vec<u8>,
    /// Which of the rule's mechanisms applies.
    pub tracks: Vec<u8>,
    /// Districts.
    pub districts: Vec<u16>,
    /// Families: children of one family share a number above 0.
    pub families: Vec<u32>,
}

/// Lists of wishes by applicant, one after the other.
#[derive(Clone, Default, Debug)]
pub struct Wishes {
    ends: Vec<u32>,
    pub(super) schools: Vec<u32>,
    classes: Vec<u16>,
}

impl Wishes {
    /// Appends the list of the next applicant: schools and the applicant's class there, the dearest first.
    pub fn push(&mut self, list: impl IntoIterator<Item = (School, u16)>) {
        for (school, class) in list {
            self.schools.push(school.0);
            self.classes.push(class);
        }
        self.ends.push(rows(&self.schools));
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    fn range(&self, applicant: u32) -> Range<u32> {
        let end = at(&self.ends, applicant);
        applicant.checked_sub(1).map_or(0, |before| at(&self.ends, before))..end
    }
}

/// A market that was checked.
#[derive(Clone, Debug)]
pub struct Market {
    pub(super) rule: Rule,
    pub(super) schools: Vec<SchoolSeats>,
    pub(super) pools: Pools,
    pub(super) applicants: Applicants,
    pub(super) wishes: Wishes,
    pub(super) order: Order,
    /// By wish.
    pub(super) priorities: Vec<u64>,
}

impl Market {
    /// Checks everything and puts it together; what is wrong comes back all at once. Notices do not stop a round and come with it.
    pub fn new(
        rule: Rule,
        schools: Vec<SchoolSeats>,
        applicants: Applicants,
        wishes: Wishes,
        order: Order,
    ) -> Result<(Market, Vec<Problem>), Vec<Problem>> {
        let mut problems = Vec::new();
        rule.check(&mut problems);
        schools::check(&schools, &mut problems);
        let pools = Pools::of(&schools, &mut problems);
        let mut market = Market { rule, schools, pools, applicants, wishes, order, priorities: Vec::new() };
        market.check(&mut problems);
        if stops(&problems) {
            return Err(problems);
        }
        market.set_priorities();
        Ok((market, problems))
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The schools.
    pub fn schools(&self) -> &[SchoolSeats] {
        &self.schools
    }

    /// The applicants.
    pub fn applicants(&self) -> &Applicants {
        &self.applicants
    }

    /// The order by keys and lot.
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// How many applicants there are.
    pub fn size(&self) -> u32 {
        rows(&self.wishes.ends)
    }

    /// The schools of an applicant's list, the dearest first.
    pub fn list(&self, applicant: Applicant) -> &[u32] {
        let range = self.wishes.range(applicant.0);
        self.wishes.schools.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The applicant's classes at the schools of the list.
    pub fn classes(&self, applicant: Applicant) -> &[u16] {
        let range = self.wishes.range(applicant.0);
        self.wishes.classes.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The priorities at the schools of the list.
    pub(super) fn priorities(&self, applicant: Applicant) -> &[u64] {
        let range = self.wishes.range(applicant.0);
        self.priorities.get(range.start as usize..range.end as usize).unwrap_or_default()
    }

    /// The priority of the wish at a place of an applicant's list, from 0.
    pub fn priority(&self, applicant: Applicant, place: u32) -> Priority {
        Priority(at(self.priorities(applicant), place))
    }

    pub(super) fn range(&self, applicant: u32) -> Range<u32> {
        self.wishes.range(applicant)
    }

    /// The pools of a school, counted through all schools.
    pub fn pools_of(&self, school: u32) -> Range<u32> {
        at(&self.pools.first, school)..at(&self.pools.first, school.saturating_add(1))
    }

    pub(super) fn may_have(&self, applicant: u32, pool: u32) -> bool {
        let groups = at(&self.pools.groups, pool);
        groups == 0 || groups & at(&self.applicants.groups, applicant) != 0
    }

    /// The pools of a school that an applicant may have seats of.
    pub fn pools_for(&self, applicant: Applicant, school: u32) -> impl Iterator<Item = u32> {
        self.pools_of(school).filter(move |pool| self.may_have(applicant.0, *pool))
    }

    /// The applicant with a receipt number.
    pub fn applicant(&self, receipt: &str) -> Option<Applicant> {
        (0..)
            .zip(self.applicants.names.iter())
            .find(|(_, name)| *name == receipt)
            .map(|(row, _)| Applicant(row))
    }

    /// The name of a pool, counted through all schools.
    pub fn pool_name(&self, pool: u32) -> &str {
        let school = at(&self.pools.school, pool);
        let number = pool.saturating_sub(at(&self.pools.first, school));
        let pools =
            self.schools.get(school as usize).map(|school| school.pools.as_slice()).unwrap_or_default();
        // One pool more than the school has is that of seats which flowed on.
        pools.get(number as usize).map_or(super::SPILLED, |pool| pool.name.as_str())
    }

    /// The same market with other classes, by wish; see [`super::with_siblings`].
    pub(super) fn with_classes(&self, raised: &[super::Raised]) -> Market {
        let mut market = self.clone();
        for raise in raised {
            let range = market.wishes.range(raise.applicant.0);
            let list =
                market.wishes.schools.get(range.start as usize..range.end as usize).unwrap_or_default();
            if let Some(place) = (range.start..).zip(list).find(|(_, school)| **school == raise.school.0) {
                put(&mut market.wishes.classes, place.0, raise.class);
            }
        }
        market.set_priorities();
        market
    }

    /// The same market with another order.
    pub(super) fn with_order(&self, order: Order) -> Market {
        let mut market = self.clone();
        market.order = order;
        market.set_priorities();
        market
    }

    /// Draws anew among those whom keys leave equal; `by_keys` is the order without tickets.
    pub(super) fn draw_again(&mut self, by_keys: &Order, draw: &Draw) {
        let mut drawn: Vec<(Ticket, u32)> = Vec::new();
        for group in by_keys.ties() {
            drawn.clear();
            drawn.extend(group.iter().map(|one| (draw.ticket(self.applicants.names.get(*one)), *one)));
            drawn.sort_unstable();
            let first = group.first().map_or(0, |one| at(&by_keys.positions, *one));
            for (position, (_, applicant)) in (first..).zip(&drawn) {
                put(&mut self.order.positions, *applicant, position);
                put(&mut self.order.applicants, position, *applicant);
            }
        }
        self.set_priorities();
    }

    /// The same market with one applicant's list replaced; a school that was in the list keeps its class, another gets 0.
    pub fn with_list(&self, applicant: Applicant, list: &[u32]) -> Market {
        let mut wishes = Wishes::default();
        for one in (0..self.size()).map(Applicant) {
            let known = self.list(one).iter().copied().zip(self.classes(one).iter().copied());
            if one == applicant {
                let class =
                    |school| known.clone().find(|(known, _)| *known == school).map_or(0, |(_, class)| class);
                wishes.push(list.iter().map(|school| (School(*school), class(*school))).collect::<Vec<_>>());
            } else {
                wishes.push(known.map(|(school, class)| (School(school), class)));
            }
        }
        let mut market = self.clone();
        market.wishes = wishes;
        market.set_priorities();
        market
    }

    pub(super) fn set_priorities(&mut self) {
        let mut priorities = std::mem::take(&mut self.priorities);
        priorities.clear();
        priorities.reserve_exact(self.wishes.schools.len());
        let default = super::Mechanism::Deferred;
        for applicant in 0..self.size() {
            let batch = at(&self.applicants.batches, applicant);
            let track = at(&self.applicants.tracks, applicant);
            let mechanism = self.rule.tracks.get(usize::from(track)).unwrap_or(&default);
            let position = at(&self.order.positions, applicant);
            for (place, class) in (0..).zip(self.classes(Applicant(applicant))) {
                let band = mechanism.band(place);
                priorities.push(Priority::new(&self.rule, batch, *class, band, position).0);
            }
        }
        self.priorities = priorities;
    }

    fn check(&self, problems: &mut Vec<Problem>) {
        self.check_columns(problems);
        let mut seen = HashSet::with_capacity(self.applicants.names.len());
        for (row, name) in (0..).zip(self.applicants.names.iter()) {
            if !seen.insert(name) {
                problems.push(Problem::error(
                    format!("收件编号「{name}」"),
                    "出现了两次",
                    "一个编号只属于一名申请人；改正后重新承诺",
                ));
            }
            self.check_list(row, problems);
        }
    }

    fn check_columns(&self, problems: &mut Vec<Problem>) {
        let size = self.applicants.names.len();
        let columns = [
            ("志愿表", self.wishes.len()),
            ("排位", self.order.positions.len()),
            ("群体", self.applicants.groups.len()),
            ("批次", self.applicants.batches.len()),
            ("录取方式", self.applicants.tracks.len()),
            ("片区", self.applicants.districts.len()),
            ("家庭", self.applicants.families.len()),
        ];
        for (name, length) in columns {
            let may_be_empty = !matches!(name, "志愿表" | "排位");
            if length != size && !(may_be_empty && length == 0) {
                problems.push(Problem::error(
                    name,
                    format!("申请人有 {size} 名，{name}却有 {length} 行"),
                    "每名申请人一行",
                ));
            }
        }
        let mut taken = vec![false; size];
        for position in &self.order.positions {
            match taken.get_mut(*position as usize) {
                Some(taken) if !*taken => *taken = true,
                _ => {
                    problems.push(Problem::error(
                        "排位",
                        "两名申请人排在同一位，或者有人没有排位",
                        "排位必须分出先后：写明同分时看什么，最后用抽签",
                    ));
                    break;
                }
            }
        }
    }

    fn check_list(&self, row: u32, problems: &mut Vec<Problem>) {
        let applicant = Applicant(row);
        let list = self.list(applicant);
        let place = |what: String| (format!("收件编号「{}」", self.applicants.names.get(row)), what);
        let mut report = |(place, what): (String, String), hint: &str| {
            problems.push(Problem::error(place, what, hint));
        };
        if list.len() > self.rule.wishes_at_most as usize {
            let what = format!("填了 {} 个志愿，最多 {} 个", list.len(), self.rule.wishes_at_most);
            report(place(what), "删去多出的志愿，不能由系统截断");
        }
        let district = at(&self.applicants.districts, row);
        for (at_place, school) in (1..).zip(list) {
            let Some(known) = self.schools.get(*school as usize) else {
                report(place(format!("第 {at_place} 志愿的学校不存在")), "志愿只能填公布了学位的学校");
                continue;
            };
            if list.iter().take(at_place - 1).any(|before| before == school) {
                report(place(format!("第 {at_place} 志愿「{}」已经填过", known.name)), "同一所学校只填一次");
            }
            if known.district.is_some_and(|wanted| wanted != district) {
                report(
                    place(format!("第 {at_place} 志愿「{}」不收本片区的申请人", known.name)),
                    "只能填本片区的学校",
                );
            }
        }
        if usize::from(at(&self.applicants.tracks, row)) >= self.rule.tracks.len() {
            report(place("录取方式的编号没有定义".into()), "在规则里写明这种录取方式");
        }
        let unused = [
            (Component::Batch, at(&self.applicants.batches, row) != 0, "批次"),
            (Component::Class, self.classes(applicant).iter().any(|class| *class != 0), "类别"),
        ];
        for (component, used, name) in unused {
            if used && !self.rule.counts(component) {
                report(place(format!("有{name}，规则却没有写明{name}排在第几位")), "在排位里写明，或者不填");
            }
        }
    }
}
