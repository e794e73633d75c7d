//! The sentences. Whatever number stands in one is read from the round; a test reads the numbers back and holds them to a recount.

use super::{Decided, Grounds, Standing, Verdict, standing, verdict};
use crate::names::{Applicant, at};
use crate::ranking::{Admission, First, Order};
use crate::seats::{Component, Market, Outcome};
use std::fmt::{self, Write};

/// Writes what became of the wish at a place of an applicant's list, from 0.
pub fn write_wish(
    out: &mut impl Write,
    market: &Market,
    outcome: &Outcome,
    grounds: &Grounds<'_>,
    applicant: Applicant,
    place: u32,
) -> fmt::Result {
    let school = market.schools().get(at(market.list(applicant), place) as usize);
    write!(out, "第 {} 志愿「{}」", place + 1, school.map_or("", |school| school.name.as_str()))?;
    match verdict(market, outcome, grounds, applicant, place) {
        Verdict::Admitted => {
            let pool = outcome.pool(applicant).map_or("", |pool| market.pool_name(pool));
            write!(out, "录取了你，用的是{pool}名额。")
        }
        Verdict::NotNeeded => {
            let own = outcome.place(applicant).unwrap_or_default() + 1;
            write!(out, "没有轮到：你已经被第 {own} 志愿录取。")
        }
        Verdict::NoSeats => out.write_str("没有录取你：这所学校没有学位。"),
        Verdict::NotForThisGroup => out.write_str("没有录取你：这所学校的名额都留给了别的群体。"),
        Verdict::UnderCap { cap, last, decided } => {
            let (name, seats) =
                outcome.caps.get(cap).map_or(("", 0), |cap| (cap.cap.name.as_str(), cap.cap.seats));
            write!(out, "没有录取你：共用上限「{name}」{seats} 个已满，最后录取的一位排在你前面。")?;
            write_keys(out, grounds, applicant, last, decided)
        }
        Verdict::Later { pool, last, decided } => {
            let seats = outcome.cutoff(pool).seats;
            write!(
                out,
                "没有录取你：{}名额 {seats} 个已满，最后录取的一位排在你前面。",
                market.pool_name(pool)
            )?;
            let own = market.priority(applicant, place);
            let other = outcome.last_priority(market, pool).unwrap_or_default();
            for part in &market.rule().before_keys {
                let (theirs, yours) = (other.part(market.rule(), *part), own.part(market.rule(), *part));
                let (what, from) = match part {
                    Component::Batch => ("批次", 0),
                    Component::Class => ("类别", 0),
                    // Bands are counted from one, as wishes are.
                    Component::Band => ("志愿段", 1),
                };
                if decided == Decided::Before(*part) {
                    let (theirs, yours) = (theirs + from, yours + from);
                    return write!(out, "{what}：那一位 {theirs}，你 {yours}，数小的在前。");
                }
                write!(out, "{what}同为 {}，", yours + from)?;
            }
            write_keys(out, grounds, applicant, last, decided)
        }
    }
}

/// Writes what became of an applicant in a ranking.
pub fn write_place(
    out: &mut impl Write,
    order: &Order,
    admission: &Admission,
    grounds: &Grounds<'_>,
    applicant: Applicant,
) -> fmt::Result {
    write!(out, "名次 {}：", at(&order.ranks, applicant.0))?;
    match standing(order, admission, grounds, applicant) {
        Standing::Admitted => out.write_str("录取了你。"),
        Standing::Nobody => out.write_str("没有录取你：没有录取任何人。"),
        Standing::Left => out.write_str("没有录取你：你已退出，名次不再保留。"),
        Standing::TiedOut => out.write_str("没有录取你：与你并列的人全部录取就会超过名额，并列的都不录取。"),
        Standing::Later { last, decided } => {
            let rank = at(&order.ranks, last.0);
            write!(out, "没有录取你：录取了 {} 人，最后一位名次 {rank}。", admission.count)?;
            write_keys(out, grounds, applicant, last, decided)
        }
    }
}

/// Writes the keys in which two are equal and the one, or the lot, that decided.
fn write_keys(
    out: &mut impl Write,
    grounds: &Grounds<'_>,
    applicant: Applicant,
    last: Applicant,
    decided: Decided,
) -> fmt::Result {
    for (place, key) in grounds.keys.keys.iter().enumerate() {
        if decided == Decided::Key(place) {
            write!(out, "{}：那一位 ", key.name)?;
            key.write(out, key.of(last.0))?;
            out.write_str("，你 ")?;
            key.write(out, key.of(applicant.0))?;
            return out.write_str(match key.first {
                First::Larger => "，数大的在前。",
                First::Smaller => "，数小的在前。",
            });
        }
        write!(out, "{}同为 ", key.name)?;
        key.write(out, key.of(applicant.0))?;
        out.write_str("，")?;
    }
    match grounds.tickets {
        Some(tickets) => {
            let (theirs, yours) = (at(tickets, last.0), at(tickets, applicant.0));
            write!(out, "抽签号：那一位 {theirs}，你 {yours}，数小的在前。")
        }
        None => out.write_str("先后没有别的规定。"),
    }
}
