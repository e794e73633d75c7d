//! Events scored one by one: each by its row or its own expression, then added or the highest taken.

use crate::assessment::{EntryPoints, EntryUse, NodeResult, Skip, YearPoints};
use crate::run::{At, Run};
use policy::model::{Expr, Node, Repeat, Rule, Scored};
use std::collections::BTreeMap;
use terms::{Exact, Range, Tri};

impl<'a> Run<'a> {
    /// Events scored one by one, then combined.
    #[expect(clippy::type_complexity, reason = "a row's points, the row, and whether it is 未规定")]
    pub fn each(
        &mut self,
        node: &'a Node,
        score: &dyn Fn(&mut Run<'a>, At<'a, '_>) -> (Range, Option<usize>, bool),
    ) -> NodeResult<'a> {
        let Scored::Measure(id) = node.scored else { return NodeResult::nothing() };
        self.measure(id);
        let Some(Some(measure)) = self.measures.get(id.index()) else { return NodeResult::nothing() };
        let (entries, unknown) = (measure.entries.clone(), measure.unknown);
        let mut result = NodeResult::nothing();
        result.entries.reserve_exact(entries.len());
        for mut used in entries {
            if used.counts.possible() && self.counted_elsewhere(node, used) {
                used.counts = Tri::No;
                used.skip = Some(Skip::CountedElsewhere);
            }
            let mut scored = EntryPoints { entry: used, points: Range::ZERO, row: None };
            if used.counts.possible()
                && let Some(entry) = self.entry(used.fact, used.at)
            {
                let (points, row, unspecified) = score(self, At::entry(used.fact, entry, entry.from));
                scored.points = points;
                scored.row = row;
                result.unspecified |= unspecified;
            }
            result.entries.push(scored);
        }
        let another = if unknown { self.another(node) } else { Range::ZERO };
        self.combine_entries(node, &mut result, unknown, another);
        result
    }

    /// What one event that is not known could give, or nothing.
    fn another(&mut self, node: &'a Node) -> Range {
        match &node.rule {
            Rule::Each(Expr::Number(value)) => Range::known(*value).hull(Range::ZERO),
            Rule::Table(table) => {
                let mut hull = Range::ZERO;
                for row in &table.rows {
                    hull = hull.hull(crate::measure::row_points(self, &row.value, At::default()));
                }
                hull
            }
            _ => Range::ANY,
        }
    }

    fn combine_entries(
        &mut self,
        node: &'a Node,
        result: &mut NodeResult<'a>,
        unknown: bool,
        another: Range,
    ) {
        if let Some(cap) = node.yearly_cap {
            let mut years: BTreeMap<i16, Range> = BTreeMap::new();
            for scored in result.entries.iter().filter(|scored| scored.entry.counts.possible()) {
                let Some(entry) = self.entry(scored.entry.fact, scored.entry.at) else { continue };
                let sum = years.entry(entry.from.year()).or_insert(Range::ZERO);
                *sum = *sum + scored.weight();
            }
            for (year, raw) in years {
                let points = raw.min(Range::known(cap));
                result.capped |= points != raw;
                result.raw = result.raw + points;
                result.years.push(YearPoints { year, raw, points });
            }
            if unknown {
                let Scored::Measure(id) = node.scored else { return };
                let policy = self.policy;
                let years = self.frame(&policy[id]).years();
                result.raw = Range {
                    low: result.raw.low,
                    high: years.and_then(|years| Exact::from(years).checked_mul(cap)),
                };
            }
            return;
        }
        if node.repeat == Some(Repeat::Highest) {
            let certain = result
                .entries
                .iter()
                .filter(|scored| scored.entry.counts.certain())
                .map(|scored| scored.points);
            let surely = certain.reduce(Range::max);
            let mut highest = surely.unwrap_or(Range::ZERO);
            for scored in result.entries.iter().filter(|scored| scored.entry.counts == Tri::Unknown) {
                let with = if surely.is_some() { highest.max(scored.points) } else { scored.points };
                highest = highest.hull(with);
            }
            let best =
                result.entries.iter().enumerate().filter(|(_, scored)| scored.entry.counts.certain()).max_by(
                    |a, b| {
                        // Of equals the first counts.
                        a.1.points.low.cmp(&b.1.points.low).then(b.0.cmp(&a.0))
                    },
                );
            let best = best.map(|(at, _)| at);
            for (at, scored) in result.entries.iter_mut().enumerate() {
                if scored.entry.counts.certain() && Some(at) != best && scored.points.high <= highest.low {
                    scored.entry.skip = Some(Skip::NotHighest);
                }
            }
            result.row = best.and_then(|best| result.entries.get(best)).and_then(|scored| scored.row);
            if unknown {
                let with = if surely.is_some() { highest.max(another) } else { highest.hull(another) };
                highest = highest.hull(with);
            }
            result.raw = highest;
            return;
        }
        result.raw = result.entries.iter().fold(Range::ZERO, |sum, scored| sum + scored.weight());
        if unknown {
            // Any number of them: without limit in the directions in which one can go.
            let grows = another.high.is_none_or(|high| high > Exact::ZERO);
            let falls = another.low.is_none_or(|low| low < Exact::ZERO);
            let (low, high) = (result.raw.low, result.raw.high);
            result.raw = Range { low: if falls { None } else { low }, high: if grows { None } else { high } };
        }
    }

    /// True when an event of the same identity was counted in one of the nodes this one must not repeat.
    fn counted_elsewhere(&mut self, node: &Node, used: EntryUse<'a>) -> bool {
        let Some(id) = self.entry(used.fact, used.at).and_then(|entry| entry.id.as_deref()) else {
            return false;
        };
        for other in &node.distinct_from {
            self.node(*other);
            let Some(Some(result)) = self.nodes.get(other.index()) else { continue };
            let counted = result
                .entries
                .iter()
                .filter(|scored| scored.entry.counts.certain() && scored.points != Range::ZERO);
            let ids: Vec<&str> = counted
                .filter_map(|scored| self.entry(scored.entry.fact, scored.entry.at))
                .filter_map(|entry| entry.id.as_deref())
                .collect();
            if ids.contains(&id) {
                return true;
            }
        }
        false
    }
}
