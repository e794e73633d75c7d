//! The rule of a round of seats: what counts before the keys, and what the place of a wish in the list does.

use crate::problem::Problem;

/// How the place of a wish in an applicant's list counts: the application-rejection mechanisms of Chen and Kesten ("Chinese
/// College Admissions and School Choice Reforms", Journal of Political Economy 125, 2017) from one end to the other.
///
/// A list is cut into bands. All wishes of a band are considered together, by deferred acceptance, before any wish of the next band.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Mechanism {
    /// One band: a wish's place does not count at any school. Gale and Shapley 1962; nobody gains by a list that is not true.
    Deferred,
    /// Bands of these sizes, the last size repeated: 平行志愿.
    Parallel(Vec<u8>),
    /// Bands of one: first wishes before second wishes, 志愿优先; the "Boston mechanism" (Abdulkadiroğlu and Sönmez 2003).
    Immediate,
}

/// The longest list of wishes there can be, so that a band is a small number.
pub const MOST_WISHES: u32 = 200;

impl Mechanism {
    /// The band of the wish at a place of the list, both from 0.
    pub fn band(&self, place: u32) -> u8 {
        match self {
            Mechanism::Deferred => 0,
            Mechanism::Immediate => u8::try_from(place).unwrap_or(u8::MAX),
            Mechanism::Parallel(sizes) => {
                let mut end = 0_u32;
                let mut band = 0_u8;
                let last = sizes.last().copied().unwrap_or(1).max(1);
                for size in sizes.iter().copied().chain(std::iter::repeat(last)) {
                    end = end.saturating_add(u32::from(size.max(1)));
                    if place < end {
                        break;
                    }
                    band = band.saturating_add(1);
                }
                band
            }
        }
    }
}

/// What may count before the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Component {
    /// The applicant's batch: all of the first batch before any of the second.
    Batch,
    /// The class of the applicant at that school, such as a sibling there or a home in its zone; 0 comes first.
    Class,
    /// The band of the wish, by the applicant's mechanism.
    Band,
}

impl Component {
    /// Bits of a priority that it takes.
    fn bits(self) -> u32 {
        match self {
            Component::Batch | Component::Band => 8,
            Component::Class => 16,
        }
    }
}

/// The rule of a round of seats.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// What counts before the keys, the most important first. What is not listed does not count.
    pub before_keys: Vec<Component>,
    /// The mechanisms by track: where one group of applicants is admitted by first wishes and another in parallel, they
    /// are on two tracks. At least one.
    pub tracks: Vec<Mechanism>,
    /// How many wishes a list may have.
    pub wishes_at_most: u32,
    /// The class that a child gets at the school where a brother or sister is seated in the first pass; see
    /// [`super::with_siblings`].
    pub siblings: Option<u16>,
}

impl Rule {
    /// Points and true wishes alone: deferred acceptance, nothing before the keys.
    pub fn by_keys(wishes_at_most: u32) -> Rule {
        Rule { before_keys: Vec::new(), tracks: vec![Mechanism::Deferred], wishes_at_most, siblings: None }
    }

    /// What is wrong with the rule itself.
    pub(super) fn check(&self, problems: &mut Vec<Problem>) {
        let mut seen: Vec<Component> = Vec::new();
        for component in &self.before_keys {
            if seen.contains(component) {
                problems.push(Problem::error("规则", "排位的一个部分写了两次", "批次、类别、志愿段各写一次"));
            }
            seen.push(*component);
        }
        if self.tracks.is_empty() || self.tracks.len() > 255 {
            problems.push(Problem::error("规则", "没有写明录取方式，或者超过 255 种", "至少写一种录取方式"));
        }
        if self.wishes_at_most == 0 || self.wishes_at_most > MOST_WISHES {
            problems.push(Problem::error(
                "规则",
                format!("志愿个数上限是 {}", self.wishes_at_most),
                format!("上限应在 1 至 {MOST_WISHES} 之间"),
            ));
        }
        let banded = self.tracks.iter().any(|track| *track != Mechanism::Deferred);
        if banded && !seen.contains(&Component::Band) {
            problems.push(Problem::error(
                "规则",
                "有按志愿先后录取的，却没有写明志愿段排在第几位",
                "在排位里写上志愿段，或者改为不看志愿先后",
            ));
        }
        if self.siblings.is_some() && !seen.contains(&Component::Class) {
            problems.push(Problem::error("规则", "有同胞照顾，却没有写明类别排在第几位", "在排位里写上类别"));
        }
    }

    /// Whether a component counts.
    pub fn counts(&self, component: Component) -> bool {
        self.before_keys.contains(&component)
    }
}

/// Where a wish stands at its school: smaller comes first. The upper half holds what counts before the keys, in the rule's order,
/// the lower half the applicant's place in the order by keys and lot.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Priority(pub u64);

impl Priority {
    /// Puts the parts together.
    pub(super) fn new(rule: &Rule, batch: u8, class: u16, band: u8, position: u32) -> Priority {
        let prefix = rule.before_keys.iter().fold(0_u64, |prefix, component| {
            let value = match component {
                Component::Batch => u64::from(batch),
                Component::Class => u64::from(class),
                Component::Band => u64::from(band),
            };
            prefix << component.bits() | value
        });
        Priority(prefix << 32 | u64::from(position))
    }

    /// A part of it.
    pub fn part(self, rule: &Rule, wanted: Component) -> u16 {
        let mut prefix = self.0 >> 32;
        for component in rule.before_keys.iter().rev() {
            let value = prefix & ((1 << component.bits()) - 1);
            if *component == wanted {
                return u16::try_from(value).unwrap_or(u16::MAX);
            }
            prefix >>= component.bits();
        }
        0
    }

    /// The applicant's place in the order, from 0.
    pub fn position(self) -> u32 {
        u32::try_from(self.0 & u64::from(u32::MAX)).unwrap_or(u32::MAX)
    }

    /// The first part in which two priorities differ; nothing where the order by keys and lot decides.
    pub fn decides(self, other: Priority, rule: &Rule) -> Option<Component> {
        rule.before_keys.iter().copied().find(|part| self.part(rule, *part) != other.part(rule, *part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_of_a_list() {
        let bands = |mechanism: Mechanism| (0..7).map(|place| mechanism.band(place)).collect::<Vec<_>>();
        assert_eq!(bands(Mechanism::Deferred), [0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bands(Mechanism::Parallel(vec![1, 3])), [0, 1, 1, 1, 2, 2, 2]);
        assert_eq!(bands(Mechanism::Immediate), [0, 1, 2, 3, 4, 5, 6]);
    }

    #[test]
    fn parts_come_back_from_a_priority() {
        let rule = Rule {
            before_keys: vec![Component::Class, Component::Band, Component::Batch],
            ..Rule::by_keys(10)
        };
        let priority = Priority::new(&rule, 3, 700, 9, 12345);
        assert_eq!(priority.part(&rule, Component::Batch), 3);
        assert_eq!(priority.part(&rule, Component::Class), 700);
        assert_eq!(priority.part(&rule, Component::Band), 9);
        assert_eq!(priority.position(), 12345);
        assert!(priority < Priority::new(&rule, 0, 701, 0, 0));
    }
}
