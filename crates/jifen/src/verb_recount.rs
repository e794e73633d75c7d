//! `jifen recount`: a published round counted again from its files alone.

use crate::command::Recount;
use crate::failure::{Failure, Verdict};
use crate::page::{Ink, Page};
use crate::round_folder;

/// How many faults are printed; a folder that was exchanged has thousands.
const MOST: usize = 50;

pub fn run(arguments: &Recount) -> Result<Verdict, Failure> {
    let files =
        round_folder::texts(&arguments.folder, |name| name.ends_with(".csv") || name == "SHA256SUMS")?;
    let found = recount::recount(&files);
    let mut out = Page::for_terminal();
    for what in &found.checked {
        out.line(Ink::Plain, &format!("查：{what}"));
    }
    for fault in found.faults.iter().take(MOST) {
        out.line(Ink::Bad, &format!("错：{fault}"));
    }
    let last = match found.faults.len() {
        0 => "全部相符".to_owned(),
        count if count > MOST => format!("有 {count} 处不符，列出前 {MOST} 处"),
        count => format!("有 {count} 处不符"),
    };
    out.line(Ink::Strong, &last);
    out.print()?;
    Ok(if found.faults.is_empty() { Verdict::Fine } else { Verdict::NotMet })
}
