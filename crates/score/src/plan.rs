//! What would reach a use: the soonest, the fewest, and waiting alone; or the reason why nothing does.
//!
//! Exact over its space: every action is done as early as it can be, again after its interval, as often as it may. Choices not
//! made yet are evaluated as things that may be there or not; the interval that comes out holds every choice, so that a
//! branch whose interval misses the line can be left, and nothing that would have reached it is missed.

use crate::assessment::{Status, UseResult};
use crate::run::Run;
use policy::actions::{Action, Ready};
use policy::model::{Policy, Test};
use policy::record::{Entry, Held, Record, State};
use policy::scheme::Scheme;
use policy::unit::Dimension;
use policy::vocabulary::Kind;
use terms::civil::{day_before, months_after, months_before};
use terms::{Date, Month, Range};

/// What to plan for.
#[derive(Clone, Copy, Debug)]
pub struct Goal<'a> {
    /// The use's name.
    pub use_name: &'a str,
    /// Today.
    pub from: Date,
    /// How many months ahead to look.
    pub months: u32,
    /// How facts call the city.
    pub city: &'a str,
}

/// A way to reach a use.
#[derive(Clone, PartialEq, Debug)]
pub struct Plan {
    /// The first day on which the use is met: found on the monthly grid, then day by day back from there.
    pub on: Date,
    /// What to do, in order of time: the action's place among those handed in, and the day by which it is done.
    pub steps: Vec<(usize, Date)>,
    /// The use's score that day.
    pub score: Range,
}

/// What reaches a use.
#[derive(Clone, PartialEq, Debug)]
pub struct Plans {
    /// By waiting alone.
    pub waiting: Option<Plan>,
    /// The earliest day; of those the fewest steps.
    pub soonest: Option<Plan>,
    /// The fewest steps; of those the earliest day.
    pub fewest: Option<Plan>,
    /// When nothing reaches it: the best there could be at the end, and the tests that fail even then.
    pub best: Option<Best>,
}

/// The best there could be.
#[derive(Clone, PartialEq, Debug)]
pub struct Best {
    /// The last day looked at.
    pub on: Date,
    /// All scores that any choice could give.
    pub score: Range,
    /// Tests of the use's condition that no choice can meet, as written.
    pub failing: Vec<String>,
    /// Tests that hang on facts that are not known, as written.
    pub missing: Vec<String>,
    /// Items that stand at their cap even so, by name.
    pub capped: Vec<String>,
}

/// The result for one use of one version on one day.
pub fn status<'a>(policy: &'a Policy, record: &'a Record, on: Date, use_name: &str) -> Option<UseResult<'a>> {
    one_use(policy, record, on, use_name, true)
}

fn one_use<'a>(
    policy: &'a Policy,
    record: &'a Record,
    on: Date,
    use_name: &str,
    tests: bool,
) -> Option<UseResult<'a>> {
    let (at, of) = in_force(policy, on, use_name)?;
    let as_of = of.as_of.unwrap_or(policy.as_of);
    let mut run = Run::new(policy, record, on, as_of.on(on));
    run.tests = tests;
    let vetoes = run.vetoes();
    Some(run.a_use(at, of, &vetoes))
}

fn in_force<'a>(policy: &'a Policy, on: Date, use_name: &str) -> Option<(usize, &'a policy::model::Use)> {
    policy.uses.iter().enumerate().find(|(_, of)| {
        of.name == use_name && of.in_force.is_none_or(|(from, to)| from <= on && to.is_none_or(|to| on <= to))
    })
}

/// Plans for a use. Actions that cannot be done in the city, or change nothing the use looks at, are left aside.
///
/// Nothing when no version in force on the first day has such a use.
pub fn plan(scheme: &Scheme, record: &Record, goal: Goal<'_>, actions: &[Action]) -> Option<Plans> {
    let policy = scheme.on(goal.from)?;
    in_force(policy, goal.from, goal.use_name)?;
    let wage = policy.parameters.iter().find(|parameter| parameter.dimension == Some(Dimension::Money));
    let wage = wage.and_then(|parameter| parameter.on(goal.from)).map(|row| row.value);
    let ready: Vec<Option<Ready>> =
        actions.iter().map(|action| action.ready(&policy.vocabulary, goal.city, wage)).collect();
    let mut search = Search {
        scheme,
        base: record.going_on(goal.from, &policy.vocabulary),
        goal,
        actions,
        ready,
        useful: Vec::new(),
    };
    search.useful = search.useful_actions();
    let days: Vec<Date> = (0..=goal.months).map(|month| months_after(goal.from, month)).collect();
    let waiting = days.iter().find_map(|day| search.reached(&[], *day));
    let all = search.useful.len();
    let most: u32 =
        search.useful.iter().map(|at| search.actions.get(*at).map_or(0, |action| action.most)).sum();
    // Days on which some choice might reach it; the days after the soonest are only looked at when fewer steps are sought.
    let mut open = days.iter().copied().filter(|day| search.possible(&[], all, *day));
    let mut seen: Vec<Date> = Vec::new();
    let mut soonest: Option<Plan> = None;
    for day in open.by_ref() {
        seen.push(day);
        soonest = (0..=most).find_map(|steps| search.with(&mut Vec::new(), steps, day));
        if soonest.is_some() {
            break;
        }
    }
    let mut fewest = soonest.clone();
    if let Some(found) = &soonest {
        let steps = u32::try_from(found.steps.len()).unwrap_or(u32::MAX);
        // No step at all is waiting, which has been looked at.
        let waited = waiting.clone().filter(|_| steps > 0);
        fewest = waited.or_else(|| {
            if steps > 1 {
                seen.extend(open);
            }
            let fewer = |steps| seen.iter().find_map(|day| search.with(&mut Vec::new(), steps, *day));
            (1..steps).find_map(fewer).or_else(|| soonest.clone())
        });
    }
    let best = if soonest.is_none() {
        // The last day for which a rule is known.
        let known = |day: &&Date| {
            scheme.on(**day).is_some_and(|policy| in_force(policy, **day, goal.use_name).is_some())
        };
        days.iter().rev().find(known).map(|day| search.best(*day))
    } else {
        None
    };
    let exact = |plan: Option<Plan>| plan.map(|plan| search.to_the_day(plan));
    Some(Plans { waiting: exact(waiting), soonest: exact(soonest), fewest: exact(fewest), best })
}

struct Search<'a> {
    scheme: &'a Scheme,
    base: Record,
    goal: Goal<'a>,
    actions: &'a [Action],
    ready: Vec<Option<Ready>>,
    /// Places of the actions that can matter.
    useful: Vec<usize>,
}

impl Search<'_> {
    /// Actions whose fact the scheme's versions look at.
    fn useful_actions(&self) -> Vec<usize> {
        let mut useful = Vec::new();
        for (at, (action, ready)) in self.actions.iter().zip(&self.ready).enumerate() {
            let looked_at = self.scheme.versions.iter().any(|policy| looks_at(policy, action));
            if ready.is_some() && looked_at && self.can_help(at) {
                useful.push(at);
            }
        }
        useful
    }

    /// A value that is already at least as high is nothing to do; a running span can be changed only where there is one.
    fn can_help(&self, at: usize) -> bool {
        let (Some(action), Some(Some(ready))) = (self.actions.get(at), self.ready.get(at)) else {
            return false;
        };
        match (ready, &self.base.get(action.fact).held) {
            (Ready::Set(new), Held::Value(old, _)) => new > old,
            (Ready::Change(_), Held::Entries(entries)) => entries.iter().any(|entry| entry.to.is_none()),
            (Ready::Change(_), _) => false,
            // A second running span of the same kind helps nothing.
            (Ready::Add(entry), Held::Entries(entries)) => {
                let place = entry.attributes.first();
                entry.to.is_some()
                    || !entries.iter().any(|known| known.to.is_none() && known.attributes.first() == place)
            }
            _ => true,
        }
    }

    /// Days on which an action is done, up to a day.
    fn days(&self, at: usize, until: Date) -> Vec<Date> {
        let Some(action) = self.actions.get(at) else { return Vec::new() };
        let times =
            (0..action.most).map(|time| months_after(self.goal.from, action.lead + time * action.every));
        times.take_while(|day| *day <= until).collect()
    }

    /// The record with the first actions decided (how often each) and, of the others, up to `open` still undecided.
    fn record(&self, decided: &[u32], open: usize, until: Date) -> Record {
        let mut record = self.base.clone();
        for (place, at) in self.useful.iter().enumerate() {
            let days = self.days(*at, until);
            let (done, maybe) = match decided.get(place) {
                Some(times) => (*times as usize, false),
                None => (if open > 0 { days.len() } else { 0 }, true),
            };
            for day in days.into_iter().take(done) {
                self.apply(&mut record, *at, day, maybe);
            }
        }
        record
    }

    fn apply(&self, record: &mut Record, at: usize, day: Date, maybe: bool) {
        let (Some(action), Some(Some(ready))) = (self.actions.get(at), self.ready.get(at)) else { return };
        let state = record.get(action.fact).clone();
        let kind = self.scheme.versions.first().map(|policy| policy.vocabulary.fact(action.fact).kind);
        let first = if kind == Some(Kind::MonthSpans) { Month::of(day).first_day() } else { day };
        match ready {
            Ready::Set(value) => {
                // A value that may change is not known; a higher one decided earlier stands.
                let higher = matches!(&state.held, Held::Value(known, _) if known >= value);
                let held = if higher { state.held } else { Held::Value(value.clone(), Some(day)) };
                record.put(action.fact, State { held, disputed: state.disputed || maybe });
            }
            Ready::Add(entry) => {
                let to = entry.to.map(|_| day);
                let mut entries = match state.held {
                    Held::Entries(entries) => entries,
                    _ => Vec::new(),
                };
                entries.push(Entry { from: first, to, maybe, ..(**entry).clone() });
                entries.sort_by_key(|entry| entry.from);
                record.put(action.fact, State { held: Held::Entries(entries), disputed: state.disputed });
            }
            Ready::Change(values) => {
                let Held::Entries(mut entries) = state.held else { return };
                let mut changed = Vec::new();
                for entry in entries.iter_mut().filter(|entry| entry.to.is_none() && entry.from < first) {
                    let mut next = Entry { from: first, maybe: maybe || entry.maybe, ..entry.clone() };
                    for (place, value) in values {
                        if let Some(slot) = next.attributes.get_mut(*place) {
                            *slot = Some(value.clone());
                        }
                    }
                    if maybe {
                        // Either goes on: what stood before may end here, and the changed one may begin.
                        let rest = Entry { from: first, maybe: true, ..entry.clone() };
                        changed.push(rest);
                    }
                    entry.to = Some(day_before(first));
                    changed.push(next);
                }
                entries.extend(changed);
                entries.sort_by_key(|entry| entry.from);
                record.put(action.fact, State { held: Held::Entries(entries), disputed: state.disputed });
            }
        }
    }

    fn evaluate(&self, record: &Record, day: Date) -> Option<(Status, Range)> {
        let policy = self.scheme.on(day)?;
        let result = one_use(policy, record, day, self.goal.use_name, false)?;
        Some((result.status, result.score))
    }

    /// Whether some choice of what is open might reach the use.
    fn possible(&self, decided: &[u32], open: usize, day: Date) -> bool {
        let record = self.record(decided, open, day);
        self.evaluate(&record, day).is_some_and(|(status, _)| status != Status::NotMet)
    }

    /// The plan of these decisions and nothing else, if it reaches the use.
    fn reached(&self, decided: &[u32], day: Date) -> Option<Plan> {
        let record = self.record(decided, 0, day);
        let (status, score) = self.evaluate(&record, day)?;
        if status != Status::Met {
            return None;
        }
        let mut steps = Vec::new();
        for (at, times) in self.useful.iter().zip(decided) {
            steps.extend(self.days(*at, day).into_iter().take(*times as usize).map(|done| (*at, done)));
        }
        steps.sort_by_key(|(at, done)| (*done, *at));
        Some(Plan { on: day, steps, score })
    }

    /// The same plan on the first day of the month before it from which it holds without a break.
    fn to_the_day(&self, plan: Plan) -> Plan {
        let times = |at: &usize| plan.steps.iter().filter(|(step, _)| step == at).count();
        let decided: Vec<u32> = self.useful.iter().map(|at| u32::try_from(times(at)).unwrap_or(0)).collect();
        let last_step = plan.steps.iter().map(|(_, done)| *done).max().unwrap_or(self.goal.from);
        let grid = months_before(plan.on, 1).max(self.goal.from).max(last_step);
        let mut found = plan;
        while found.on > grid
            && let Some(earlier) = self.reached(&decided, day_before(found.on))
        {
            found = earlier;
        }
        found
    }

    /// A plan of exactly so many further steps.
    fn with(&self, decided: &mut Vec<u32>, steps: u32, day: Date) -> Option<Plan> {
        if steps == 0 {
            return self.reached(decided, day);
        }
        let at = *self.useful.get(decided.len())?;
        if !self.possible(decided, steps as usize, day) {
            return None;
        }
        let most = u32::try_from(self.days(at, day).len()).unwrap_or(0).min(steps);
        for times in (0..=most).rev() {
            decided.push(times);
            let found = self.with(decided, steps - times, day);
            decided.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    fn best(&self, day: Date) -> Best {
        let record = self.record(&[], self.useful.len(), day);
        let mut best =
            Best { on: day, score: Range::ANY, failing: Vec::new(), missing: Vec::new(), capped: Vec::new() };
        if let Some(policy) = self.scheme.on(day)
            && let Some(result) = status(policy, &record, day, self.goal.use_name)
        {
            best.score = result.score;
            let failing = result.leaves.iter().filter(|leaf| leaf.holds == terms::Tri::No);
            best.failing = failing.map(|leaf| leaf.text.to_owned()).collect();
            // What stays open although every action may be done hangs on facts that nobody gave.
            let waiting = self.record(&[], 0, day);
            let now = status(policy, &waiting, day, self.goal.use_name);
            let open = result.leaves.iter().zip(now.iter().flat_map(|now| &now.leaves));
            let open =
                open.filter(|(leaf, now)| leaf.holds == terms::Tri::Unknown && leaf.holds == now.holds);
            best.missing = open.map(|(leaf, _)| leaf.text.to_owned()).collect();
            let whole = crate::run::assess(policy, &record, day);
            let capped = policy.items().filter(|id| {
                whole.node(*id).is_some_and(|node| node.capped && node.points.high > Some(terms::Exact::ZERO))
            });
            best.capped = capped.map(|id| policy[id].path.clone()).collect();
        }
        best
    }
}

fn looks_at(policy: &Policy, action: &Action) -> bool {
    let measures =
        policy.measures.iter().flat_map(|measure| &measure.sources).any(|source| source.fact == action.fact);
    let operand = policy::model::Operand::Fact(action.fact);
    let tables = policy.nodes.iter().any(|node| match &node.rule {
        policy::model::Rule::Table(table) => table.columns.iter().any(|column| column.operand == operand),
        _ => node.scored == policy::model::Scored::Fact(action.fact),
    });
    let mut tested = false;
    let conditions = policy.conditions.iter().map(|condition| &condition.cond);
    let applies = policy.nodes.iter().filter_map(|node| node.applies.as_ref());
    let uses = policy.uses.iter().filter_map(|of| of.cond.as_ref());
    for cond in conditions.chain(applies).chain(uses) {
        cond.leaves(&mut |leaf| {
            tested |= match &leaf.test {
                Test::Choice(of, _) | Test::Words(of, _) | Test::Flag(of) | Test::Contains(of, _) => {
                    *of == operand
                }
                Test::Exists(of) => *of == policy::model::Comparand::Fact(action.fact),
                _ => false,
            }
        });
    }
    measures || tables || tested
}
