//! `jifen places`: one round, from the filed tables to those that are published.

use crate::command::Places;
use crate::failure::{Failure, Verdict};
use crate::page::{Ink, Page};
use crate::round_folder;
use places::Problem;
use places::files::{self, COMMITTED, DRAW, Files, Run};
use places::seats::SPILLED;
use places::why::write_wish;

pub fn run(arguments: &Places) -> Result<Verdict, Failure> {
    let filed = round_folder::texts(&arguments.folder, |name| COMMITTED.contains(&name) || name == DRAW)?;
    let (round, notices) = match files::read(&filed) {
        Ok(read) => read,
        Err(problems) => return refuse(&problems),
    };
    let mut out = Page::for_terminal();
    for notice in &notices {
        out.line(Ink::Doubt, &notice.to_string());
    }
    out.line(Ink::Plain, &format!("承诺：{}", round.commitment));
    if arguments.commit {
        out.line(Ink::Strong, "还没有抽签，也没有分配；先公布承诺");
        out.print()?;
        return Ok(Verdict::Fine);
    }
    let run = match round.run() {
        Ok(run) => run,
        Err(problems) => return refuse(&problems),
    };
    let published = run.publish(&filed);
    match &arguments.why {
        Some(receipt) => why(&mut out, &run, &published, receipt)?,
        None => summary(&mut out, &run),
    }
    if let Some(folder) = &arguments.out {
        round_folder::write(folder, &published)?;
        out.line(
            Ink::Plain,
            &format!("写出 {} 个文件；复核：jifen recount {}", published.len(), folder.display()),
        );
    }
    out.print()?;
    Ok(Verdict::Fine)
}

fn refuse(problems: &[Problem]) -> Result<Verdict, Failure> {
    let mut out = Page::for_terminal();
    for problem in problems {
        out.line(Ink::Plain, &problem.to_string());
    }
    out.print()?;
    Ok(Verdict::Refused)
}

fn summary(out: &mut Page, run: &Run) {
    let (count, all) = run.count();
    if let Some((market, outcome)) = run.market() {
        for (row, school) in (0..).zip(market.schools()) {
            out.line(Ink::Strong, &school.name);
            for pool in market.pools_of(row) {
                let cutoff = outcome.cutoff(pool);
                // Nothing flowed on: the pool for it is not worth a line.
                if cutoff.seats == 0 && market.pool_name(pool) == SPILLED {
                    continue;
                }
                let name = market.pool_name(pool);
                out.line(Ink::Plain, &format!("  {name}：{} 个，录取 {} 人", cutoff.seats, cutoff.taken));
            }
        }
        let (places, none) = outcome.distribution(market);
        for (place, count) in (1..).zip(places).filter(|(_, count)| *count > 0) {
            out.line(Ink::Plain, &format!("第 {place} 志愿录取 {count} 人"));
        }
        out.line(Ink::Plain, &format!("没有录取 {none} 人"));
    }
    out.line(Ink::Strong, &format!("{all} 人，录取 {count} 人"));
}

/// The sentences about one receipt number.
fn why(out: &mut Page, run: &Run, published: &Files, receipt: &str) -> Result<(), Failure> {
    let unknown = || Failure::new(format!("没有收件编号「{receipt}」"));
    let Some((market, outcome)) = run.market() else {
        let reasons = published.get(files::REASONS).map(String::as_str).unwrap_or_default();
        let begins = format!("{receipt},,");
        let reason = reasons.lines().find_map(|line| line.strip_prefix(&begins)).ok_or_else(unknown)?;
        out.paragraph(0, 0, Ink::Plain, reason);
        return Ok(());
    };
    let applicant = market.applicant(receipt).ok_or_else(unknown)?;
    for (place, _) in (0..).zip(market.list(applicant)) {
        let mut text = String::new();
        // Writing to a text cannot fail.
        let _ = write_wish(&mut text, market, outcome, &run.grounds(), applicant, place);
        out.paragraph(0, 0, Ink::Plain, &text);
    }
    Ok(())
}
