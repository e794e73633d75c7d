//! Children put together: sums, picks, findings of departments, one act under several heads.

use crate::assessment::{Lost, NodeResult};
use crate::run::Run;
use policy::model::{Combine, Node, NodeId, PickBy};
use std::collections::BTreeMap;
use terms::{Exact, Range};

impl<'a> Run<'a> {
    /// The children's points put together.
    pub fn children(&mut self, node: &'a Node) -> NodeResult<'a> {
        let mut result = NodeResult::nothing();
        if node.combine == Combine::Sum && node.picks.is_empty() && !node.heaviest_only {
            for child in &node.children {
                result.raw = result.raw + self.node(*child);
                result.unspecified |= self.unspecified(*child);
            }
            return result;
        }
        let mut points: Vec<(NodeId, Range)> = Vec::with_capacity(node.children.len());
        for child in &node.children {
            let given = self.node(*child);
            points.push((*child, given));
            result.unspecified |= self.unspecified(*child);
        }
        if node.heaviest_only {
            self.heaviest(&mut points);
        }
        for pick in &node.picks {
            self.pick(&pick.among, pick.by, &mut points, &mut result);
        }
        result.raw = match node.combine {
            Combine::Sum => points.iter().fold(Range::ZERO, |sum, (_, points)| sum + *points),
            Combine::Highest => {
                points.iter().map(|(_, points)| *points).reduce(Range::max).unwrap_or(Range::ZERO)
            }
            Combine::Agreed => agreed(&points, &mut result),
        };
        result
    }

    fn unspecified(&self, child: NodeId) -> bool {
        self.nodes.get(child.index()).and_then(Option::as_ref).is_some_and(|child| child.unspecified)
    }

    fn pick(
        &mut self,
        among: &[NodeId],
        by: PickBy,
        points: &mut [(NodeId, Range)],
        result: &mut NodeResult<'a>,
    ) {
        let mut best: Option<(NodeId, Range)> = None;
        let mut highest = Range::ZERO;
        let mut any = false;
        for (id, range) in points.iter().filter(|(id, _)| among.contains(id)) {
            highest = if any { highest.max(*range) } else { *range };
            any = true;
            let better = match best {
                None => true,
                Some((_, before)) => {
                    range.low > before.low || (range.low == before.low && above(range.high, before.high))
                }
            };
            if better {
                best = Some((*id, *range));
            }
        }
        let Some((winner, _)) = best else { return };
        for (id, range) in points.iter_mut().filter(|(id, _)| among.contains(id)) {
            if *id == winner {
                *range = highest;
                continue;
            }
            // Something that gives nothing has lost nothing.
            if *range != Range::ZERO {
                let lost = if by == PickBy::Rule { Lost::To(winner) } else { Lost::ChosenBest(winner) };
                result.lost.push((*id, lost));
            }
            *range = Range::ZERO;
        }
    }

    /// Events with one identity under several children count only where they weigh most.
    fn heaviest(&mut self, points: &mut [(NodeId, Range)]) {
        let mut heaviest: BTreeMap<&'a str, usize> = BTreeMap::new();
        let mut all: Vec<(NodeId, &'a str, Exact)> = Vec::new();
        for (child, _) in points.iter() {
            let Some(Some(result)) = self.nodes.get(child.index()) else { continue };
            for scored in result.entries.iter().filter(|scored| scored.entry.counts.certain()) {
                let id = self.entry(scored.entry.fact, scored.entry.at).and_then(|entry| entry.id.as_deref());
                let (Some(id), Some(weight)) = (id, scored.points.exactly()) else { continue };
                let known = heaviest.entry(id).or_insert(all.len());
                if all.get(*known).is_some_and(|(_, _, before)| weight > *before) {
                    *known = all.len();
                }
                all.push((*child, id, weight));
            }
        }
        for (at, (child, id, weight)) in all.iter().enumerate() {
            // Of equals the first counts; two records of one act under one head are one act too.
            let Some(winner) =
                heaviest.get(id).filter(|winner| **winner != at).and_then(|winner| all.get(*winner))
            else {
                continue;
            };
            if let Some((_, range)) = points.iter_mut().find(|(known, _)| known == child) {
                *range = *range - Range::known(*weight);
            }
            if winner.0 != *child
                && let Some(Some(result)) = self.nodes.get_mut(child.index())
            {
                result.lost.push((*child, Lost::To(winner.0)));
            }
        }
    }
}

fn above(a: Option<Exact>, b: Option<Exact>) -> bool {
    match (a, b) {
        (None, Some(_)) => true,
        (Some(a), Some(b)) => a > b,
        _ => false,
    }
}

/// The departments' findings when they agree, else nothing.
fn agreed(points: &[(NodeId, Range)], result: &mut NodeResult<'_>) -> Range {
    let Some((_, first)) = points.first() else { return Range::ZERO };
    if points.iter().all(|(_, range)| range == first && range.is_known()) {
        return *first;
    }
    if points.iter().all(|(_, range)| range.is_known()) {
        result.lost.extend(points.iter().map(|(id, _)| (*id, Lost::Disagreement)));
        return Range::ZERO;
    }
    // They may yet agree on any value that all can still take.
    let common = points.iter().try_fold(Range::ANY, |common, (_, range)| common.meet(*range));
    common.map_or(Range::ZERO, |common| common.hull(Range::ZERO))
}
