//! A round as files: what is filed and committed to, and what is published, as tables that a spreadsheet opens. Texts go in and come
//! out; nothing here opens a file. The formats are described in `docs/reference/rounds.md`.

mod csv;
mod publish;
mod round;
mod tables;

pub use round::{FORMAT, KeyRule, Kind, RoundRule};

use crate::lottery::{Draw, Hash, Source, Ticket, seed};
use crate::names::{Applicant, at, rows};
use crate::problem::{Problem, stops};
use crate::ranking::{Keys, Order, Ties, order};
use crate::seats::{Applicants, Cap, Market, Outcome, Raised, SchoolSeats, Wishes, serial, with_siblings};
use crate::why::Grounds;
use std::collections::BTreeMap;

/// Texts by name of file.
pub type Files = BTreeMap<String, String>;

/// The rule.
pub const ROUND: &str = "round.csv";
/// Schools and pools of seats.
pub const SCHOOLS: &str = "schools.csv";
/// Applicants and their keys.
pub const APPLICANTS: &str = "applicants.csv";
/// Wishes.
pub const WISHES: &str = "wishes.csv";
/// Caps that schools share.
pub const CAPS: &str = "caps.csv";
/// What the public sources gave; it comes after the commitment.
pub const DRAW: &str = "draw.csv";
/// Who got what.
pub const RESULT: &str = "result.csv";
/// How far the seats of each pool reached.
pub const CUTOFFS: &str = "cutoffs.csv";
/// Classes raised for brothers and sisters in the second pass.
pub const RAISED: &str = "raised.csv";
/// Why each wish did not come true.
pub const REASONS: &str = "reasons.csv";
/// Commitment, seed, totals.
pub const CERTIFICATE: &str = "certificate.csv";
/// Digests of all files, as `sha256sum` writes and checks them.
pub const SUMS: &str = "SHA256SUMS";

/// What is committed to before the draw, those of them that there are.
pub const COMMITTED: [&str; 5] = [APPLICANTS, CAPS, ROUND, SCHOOLS, WISHES];

/// The commitment to what was filed: the digest of what `sha256sum` prints for the files, in order of their names.
pub fn commitment(files: &Files) -> Hash {
    let there = COMMITTED.iter().filter_map(|name| files.get_key_value(*name));
    Hash::of(publish::sums(there).as_bytes())
}

/// A round that was read and checked.
#[derive(Clone, Debug)]
pub struct Round {
    /// The rule.
    pub rule: RoundRule,
    /// The digest of what was filed.
    pub commitment: Hash,
    schools: Vec<SchoolSeats>,
    applicants: Applicants,
    wishes: Wishes,
    keys: Keys,
    caps: Vec<Cap>,
    sources: Vec<Source>,
}

/// A round that was run.
#[derive(Clone, Debug)]
pub struct Run {
    round: Round,
    seed: Option<Hash>,
    tickets: Option<Vec<Ticket>>,
    decision: Decision,
}

#[derive(Clone, Debug)]
enum Decision {
    Seats { market: Box<Market>, outcome: Outcome, raised: Vec<Raised> },
    Ranking { order: Order, admission: crate::ranking::Admission },
}

/// Reads a round. All that is wrong comes back at once; what only needs a look comes with the round.
pub fn read(files: &Files) -> Result<(Round, Vec<Problem>), Vec<Problem>> {
    let mut problems = Vec::new();
    let text = |name: &str, problems: &mut Vec<Problem>| {
        files.get(name).map(String::as_str).unwrap_or_else(|| {
            problems.push(Problem::error(name, "没有这个文件", "写法见 docs/reference/rounds.md"));
            ""
        })
    };
    let round = text(ROUND, &mut problems);
    let applicants = text(APPLICANTS, &mut problems);
    if !problems.is_empty() {
        return Err(problems);
    }
    let rule = RoundRule::read(round, &mut problems);
    let needs_schools = rule.kind != Kind::Ranking;
    let (schools, groups, districts) = if needs_schools {
        tables::schools(text(SCHOOLS, &mut problems), &mut problems)
    } else {
        Default::default()
    };
    // The tables of persons are read by the rule: with mistakes in it, they would only seem to have some too.
    if stops(&problems) {
        return Err(problems);
    }
    let (applicants, keys) = tables::applicants(applicants, &rule, &groups, &districts, &mut problems);
    if stops(&problems) && applicants.names.is_empty() {
        return Err(problems);
    }
    let wishes = if needs_schools {
        tables::wishes(text(WISHES, &mut problems), &applicants.names, &schools, &mut problems)
    } else {
        let mut none = Wishes::default();
        (0..applicants.names.len()).for_each(|_| none.push([]));
        none
    };
    let caps = files.get(CAPS).map(|text| tables::caps(text, &schools, &mut problems)).unwrap_or_default();
    if !caps.is_empty() && rule.kind != Kind::Serial {
        problems.push(Problem::error(CAPS, "有共用上限，却不是按位次选校", "在 round.csv 里写 kind,serial"));
    }
    let sources =
        files.get(DRAW).map(|text| tables::draw(text, &rule.sources, &mut problems)).unwrap_or_default();
    let round =
        Round { rule, commitment: commitment(files), schools, applicants, wishes, keys, caps, sources };
    round.check(&mut problems);
    if stops(&problems) { Err(problems) } else { Ok((round, problems)) }
}

impl Round {
    /// What can only be seen with all of it together, before there are tickets.
    fn check(&self, problems: &mut Vec<Problem>) {
        if stops(problems) {
            return;
        }
        let by_keys = order(&self.keys, None);
        if self.rule.ties.is_none() {
            for group in by_keys.ties() {
                let names: Vec<&str> =
                    group.iter().take(3).map(|one| self.applicants.names.get(*one)).collect();
                problems.push(Problem::error(
                    APPLICANTS,
                    format!("{} 名申请人的排位项完全相同，如 {}", group.len(), names.join("、")),
                    "写明同分时看什么，或者 ties,lottery",
                ));
            }
        }
        match self.market(by_keys) {
            Ok((_, notices)) => problems.extend(notices),
            Err(found) => problems.extend(found),
        }
    }

    fn market(&self, order: Order) -> Result<(Market, Vec<Problem>), Vec<Problem>> {
        let (seats, mut rule) = (self.schools.clone(), self.rule.seats.clone());
        if self.rule.kind == Kind::Ranking {
            // A ranking is a market without schools; only the names of its applicants are checked here.
            rule.before_keys = Vec::new();
            let one = vec![SchoolSeats::open("—", 1)];
            let applicants = Applicants { names: self.applicants.names.clone(), ..Applicants::default() };
            return Market::new(rule, one, applicants, self.wishes.clone(), order);
        }
        Market::new(rule, seats, self.applicants.clone(), self.wishes.clone(), order)
    }

    /// Runs the round. With a lottery, what the sources gave has to be there.
    pub fn run(self) -> Result<Run, Vec<Problem>> {
        let (mut drawn, mut tickets) = (None, None);
        if self.rule.ties == Some(Ties::ByLot) {
            if self.sources.is_empty() {
                return Err(vec![Problem::error(
                    DRAW,
                    format!("还没有抽签：承诺是 {}", self.commitment),
                    "先公布承诺；公开来源有结果以后写成 draw.csv",
                )]);
            }
            let seed = seed(self.commitment, &self.sources)?;
            drawn = Some(seed);
            tickets = Some(self.tickets(&Draw::new(seed, &self.rule.name)));
        }
        let order = order(&self.keys, tickets.as_deref());
        let decision = match self.rule.kind {
            Kind::Ranking => {
                let ties = self.rule.ties.unwrap_or(Ties::AllIn);
                let line = self.line(&order)?;
                let limit = crate::ranking::Limit { quota: self.rule.quota, line };
                let admission = order.admit(limit, ties);
                Decision::Ranking { order, admission }
            }
            Kind::Serial => {
                let (market, _) = self.market(order)?;
                let outcome = serial(&market, &self.caps)?;
                Decision::Seats { market: Box::new(market), outcome, raised: Vec::new() }
            }
            Kind::Seats => {
                let (market, _) = self.market(order)?;
                let (market, outcome, raised) = with_siblings(&market);
                Decision::Seats { market: Box::new(market), outcome, raised }
            }
        };
        Ok(Run { round: self, seed: drawn, tickets, decision })
    }

    /// Tickets by applicant. Children of a family share that of the first of them in order of names, where the rule says so.
    fn tickets(&self, draw: &Draw) -> Vec<Ticket> {
        let names = &self.applicants.names;
        if !self.rule.by_family {
            return draw.tickets(names);
        }
        let mut speakers: BTreeMap<u32, &str> = BTreeMap::new();
        let family = |row: u32| at(&self.applicants.families, row);
        for (row, name) in (0..).zip(names.iter()).filter(|(row, _)| family(*row) != 0) {
            let speaker = speakers.entry(family(row)).or_insert(name);
            *speaker = name.min(*speaker);
        }
        (0..)
            .zip(names.iter())
            .map(|(row, name)| draw.ticket(speakers.get(&family(row)).unwrap_or(&name)))
            .collect()
    }

    fn line(&self, order: &Order) -> Result<Option<u32>, Vec<Problem>> {
        let (Some(text), Some(key)) = (&self.rule.line, self.keys.keys.first()) else {
            return Ok(None);
        };
        let Some(line) = round::value(text, key.decimals) else {
            let hint = format!("写数字，小数最多 {} 位", key.decimals);
            return Err(vec![Problem::error(ROUND, format!("分数线「{text}」读不懂"), hint)]);
        };
        Ok(Some(order.rank_of_line(|one| {
            key.of(one).is_some_and(|value| match key.first {
                crate::ranking::First::Larger => value >= line,
                crate::ranking::First::Smaller => value <= line,
            })
        })))
    }
}

impl Run {
    /// The market as it was run; nothing for a ranking.
    pub fn market(&self) -> Option<(&Market, &Outcome)> {
        match &self.decision {
            Decision::Seats { market, outcome, .. } => Some((market, outcome)),
            Decision::Ranking { .. } => None,
        }
    }

    /// What the order was made from.
    pub fn grounds(&self) -> Grounds<'_> {
        Grounds { keys: &self.round.keys, tickets: self.tickets.as_deref() }
    }

    /// How many got something, of how many.
    pub fn count(&self) -> (u32, u32) {
        let names = &self.round.applicants.names;
        let all = u32::try_from(names.len()).unwrap_or(u32::MAX);
        match &self.decision {
            Decision::Ranking { admission, .. } => (admission.count, all),
            Decision::Seats { outcome, .. } => {
                let seated = (0..all).filter(|one| outcome.school(Applicant(*one)).is_some());
                (rows(&seated.collect::<Vec<_>>()), all)
            }
        }
    }

    /// All files of the published round: those filed, as they were, and those made.
    pub fn publish(&self, filed: &Files) -> Files {
        publish::files(self, filed)
    }
}
