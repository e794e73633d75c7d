//! `jifen fmt`: the one canonical form of every document that is computed.

use crate::command::{Fmt, Shared};
use crate::failure::{Failure, Verdict};
use crate::input::said;
use crate::library::{self, MOST_BYTES, folder_or_default};
use crate::page::{Ink, Page};
use crate::{input, page};
use policy::diagnostic::{Diagnostic, Severity, render};
use policy::document::{SourceFile, print, scan};
use std::path::{Path, PathBuf};

pub fn run(arguments: &Fmt, shared: &Shared) -> Result<Verdict, Failure> {
    let (root, files) = chosen(arguments.path.as_deref().or(shared.policies.as_deref()))?;
    let mut changed = Vec::new();
    let mut refused = Vec::new();
    for file in &files {
        let scanned = scan(&file.text);
        let stuck: Vec<&Diagnostic> =
            scanned.diagnostics.iter().filter(|problem| !mended_by_printing(problem)).collect();
        if !stuck.is_empty() {
            refused.extend(
                stuck
                    .into_iter()
                    .map(|problem| render(&problem.clone().file(&file.path), &file.text, page::colour())),
            );
            continue;
        }
        let text = print(&scanned.document);
        if text != file.text {
            changed.push((file, text));
        }
    }
    if !arguments.check {
        for (file, text) in &changed {
            replace(&root.join(&file.path), text)?;
        }
    }
    let mut out = Page::for_terminal();
    for problem in &refused {
        out.raw(&format!("{problem}\n\n"));
    }
    for (file, _) in &changed {
        out.line(Ink::Plain, &root.join(&file.path).display().to_string());
    }
    let verb = if arguments.check { "要改" } else { "改了" };
    let last = match (changed.len(), refused.len()) {
        (0, 0) => format!("{} 个文件，格式都对", files.len()),
        (changed, 0) => format!("{} 个文件，{verb} {changed} 个", files.len()),
        (changed, refused) => {
            format!("{} 个文件，{verb} {changed} 个；有 {refused} 处读不懂，那些文件没有动", files.len())
        }
    };
    out.line(Ink::Strong, &last);
    out.print()?;
    Ok(match (refused.is_empty(), arguments.check && !changed.is_empty()) {
        (false, _) => Verdict::Refused,
        (true, true) => Verdict::NotMet,
        (true, false) => Verdict::Fine,
    })
}

/// The folder that paths are relative to, and the files in question: one, or all of a policy folder that are computed.
fn chosen(path: Option<&Path>) -> Result<(PathBuf, Vec<SourceFile>), Failure> {
    if let Some(path) = path.filter(|path| path.is_file()) {
        let root = path.parent().unwrap_or(Path::new("")).to_owned();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        return Ok((root, vec![SourceFile { path: name, text: input::read(path, MOST_BYTES)? }]));
    }
    let root = folder_or_default(path).ok_or_else(|| {
        Failure::new("没有说是哪个政策文件夹").hint("在有 policies 的目录里运行，或写 jifen fmt 文件夹")
    })?;
    let mut files = library::files(&root)?;
    files.retain(|file| is_computed(&file.path));
    Ok((root, files))
}

/// Pages for readers only are nobody's business here.
fn is_computed(path: &str) -> bool {
    !matches!(path.rsplit('/').next(), Some("README.md" | "CHANGES.md"))
}

/// True for what the printer puts right by itself; its hint says so.
fn mended_by_printing(problem: &Diagnostic) -> bool {
    problem.severity != Severity::Error
        || problem.hint.as_ref().is_some_and(|hint| hint.contains("jifen fmt"))
}

/// Puts a text in a file's place in one step, so that no reader ever sees half a file.
fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error: std::io::Error| Failure::new(format!("写不了 {}：{}", path.display(), said(&error)));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let beside = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = std::fs::write(&beside, text)
        .and_then(|()| std::fs::set_permissions(&beside, std::fs::metadata(path)?.permissions()))
        .and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(failed)
}
