//! What is published: the filed tables as they were, the result, how far seats reached, why each wish did not come true, and the
//! digests of all of it. Receipt numbers stand for persons; no name is anywhere.

use super::{Decision, Files, Run};
use crate::lottery::Hash;
use crate::names::{Applicant, at};
use crate::ranking::{Admission, Order};
use crate::seats::{Market, Outcome, Raised};
use crate::why::{write_place, write_wish};
use std::fmt::Write;

/// What `sha256sum` prints for files.
pub(super) fn sums<'a>(files: impl Iterator<Item = (&'a String, &'a String)>) -> String {
    files.map(|(name, text)| format!("{}  {name}\n", Hash::of(text.as_bytes()))).collect()
}

pub(super) fn files(run: &Run, filed: &Files) -> Files {
    let kept = super::COMMITTED.iter().chain([&super::DRAW]);
    let mut made: Files =
        kept.filter_map(|name| Some(((*name).to_owned(), filed.get(*name)?.clone()))).collect();
    let mut add = |name: &str, text: String| made.insert(name.to_owned(), text);
    match &run.decision {
        Decision::Seats { market, outcome, raised } => {
            add(super::RESULT, seats(run, market, outcome));
            add(super::CUTOFFS, cutoffs(market, outcome));
            if !raised.is_empty() {
                add(super::RAISED, raises(market, raised));
            }
            add(super::REASONS, reasons(run, market, outcome));
        }
        Decision::Ranking { order, admission } => {
            add(super::RESULT, ranking(run, order, admission));
            add(super::REASONS, places(run, order, admission));
        }
    }
    add(super::CERTIFICATE, certificate(run));
    let sums = sums(made.iter());
    made.insert(super::SUMS.to_owned(), sums);
    made
}

// Writing to a text cannot fail; what `write!` gives is dropped for that reason here.

fn ticket(run: &Run, applicant: u32) -> String {
    run.tickets.as_deref().map(|tickets| at(tickets, applicant).to_string()).unwrap_or_default()
}

fn seats(run: &Run, market: &Market, outcome: &Outcome) -> String {
    let mut text = String::from("applicant,rank,ticket,school,wish,pool\n");
    for (applicant, name) in (0..market.size()).zip(market.applicants().names.iter()) {
        let one = Applicant(applicant);
        let rank = at(&market.order().ranks, applicant);
        let _ = write!(text, "{name},{rank},{},", ticket(run, applicant));
        match (outcome.school(one), outcome.place(one), outcome.pool(one)) {
            (Some(school), Some(place), Some(pool)) => {
                let school =
                    market.schools().get(school.0 as usize).map_or("", |school| school.name.as_str());
                let _ = writeln!(text, "{school},{},{}", place + 1, market.pool_name(pool));
            }
            _ => text.push_str(",,\n"),
        }
    }
    text
}

fn cutoffs(market: &Market, outcome: &Outcome) -> String {
    let mut text = String::from("school,pool,seats,taken,last\n");
    for (row, school) in (0..).zip(market.schools()) {
        for pool in market.pools_of(row) {
            let cutoff = outcome.cutoff(pool);
            let last = cutoff.last.map_or("", |last| market.applicants().names.get(last.0));
            let pool = market.pool_name(pool);
            let _ = writeln!(text, "{},{pool},{},{},{last}", school.name, cutoff.seats, cutoff.taken);
        }
    }
    text
}

fn raises(market: &Market, raised: &[Raised]) -> String {
    let mut text = String::from("applicant,school,class\n");
    for raise in raised {
        let school = market.schools().get(raise.school.0 as usize).map_or("", |school| school.name.as_str());
        let name = market.applicants().names.get(raise.applicant.0);
        let _ = writeln!(text, "{name},{school},{}", raise.class);
    }
    text
}

fn reasons(run: &Run, market: &Market, outcome: &Outcome) -> String {
    let grounds = run.grounds();
    let mut text = String::from("applicant,wish,reason\n");
    for (one, name) in (0..market.size()).map(Applicant).zip(market.applicants().names.iter()) {
        for (place, _) in (0..).zip(market.list(one)) {
            let _ = write!(text, "{name},{},", place + 1);
            let _ = write_wish(&mut text, market, outcome, &grounds, one, place);
            text.push('\n');
        }
    }
    text
}

fn ranking(run: &Run, order: &Order, admission: &Admission) -> String {
    let mut text = String::from("applicant,rank,ticket,admitted\n");
    for (applicant, name) in (0..).zip(run.round.applicants.names.iter()) {
        let admitted = if at(&admission.admitted, applicant) { "yes" } else { "no" };
        let rank = at(&order.ranks, applicant);
        let _ = writeln!(text, "{name},{rank},{},{admitted}", ticket(run, applicant));
    }
    text
}

fn places(run: &Run, order: &Order, admission: &Admission) -> String {
    let grounds = run.grounds();
    let mut text = String::from("applicant,wish,reason\n");
    for (one, name) in (0..).map(Applicant).zip(run.round.applicants.names.iter()) {
        let _ = write!(text, "{name},,");
        let _ = write_place(&mut text, order, admission, &grounds, one);
        text.push('\n');
    }
    text
}

fn certificate(run: &Run) -> String {
    let (count, all) = run.count();
    let mut text = format!(
        "what,value\nformat,{}\nround,{}\ncommitment,{}\n",
        super::FORMAT,
        run.round.rule.name,
        run.round.commitment
    );
    if let Some(seed) = run.seed {
        let _ = writeln!(text, "seed,{seed}");
    }
    let _ = writeln!(text, "applicants,{all}\nadmitted,{count}");
    text
}
