//! The small city of `CONTRIBUTING.md`, written out as it stands there, so that the guide cannot drift from the program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::markdown::{code_spans, lines};

const PAGE: &str = "CONTRIBUTING.md";
const VOCABULARY: &str = "policies/facts.md";

/// Writes the guide's files under the build folder, and returns the policy folder that they make.
pub fn write_out() -> Result<PathBuf, String> {
    let page = fs::read_to_string(PAGE).map_err(|error| format!("{PAGE} could not be read: {error}"))?;
    let files = files(&page);
    if files.is_empty() {
        return Err(format!("{PAGE} holds no example"));
    }
    let root = Path::new("target").join("guide");
    let _ = fs::remove_dir_all(&root);
    for (path, text) in &files {
        write(&root.join(path), text)?;
    }
    let vocabulary =
        fs::read_to_string(VOCABULARY).map_err(|error| format!("{VOCABULARY} could not be read: {error}"))?;
    write(&root.join(VOCABULARY), &vocabulary)?;
    Ok(root.join("policies"))
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(path);
    let done = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    done.map_err(|error| format!("{} could not be written: {error}", path.display()))
}

/// The fenced `markdown` blocks that follow a line with nothing but a path under `policies/` in backticks.
fn files(page: &str) -> Vec<(&str, String)> {
    let mut found: Vec<(&str, String)> = Vec::new();
    let mut named = None;
    let mut open = false;
    for line in lines(page) {
        match line.fence {
            None => {
                open = false;
                let alone = line.text.starts_with('`') && line.text.ends_with('`');
                let path = code_spans(line.text).next().filter(|path| alone && path.starts_with("policies/"));
                if path.is_some() || !line.text.trim().is_empty() {
                    named = path;
                }
            }
            Some("markdown") => {
                if let Some(path) = named.take() {
                    found.push((path, String::new()));
                    open = true;
                }
                if let (Some((_, text)), true) = (found.last_mut(), open) {
                    text.push_str(line.text);
                    text.push('\n');
                }
            }
            Some(_) => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_after_a_path_are_files_and_others_are_not() {
        let page = "Take `policies/x`:\n````markdown\nnot a file\n````\n\n`policies/a/b/2026-01-01.md`\n\n````markdown\n# 甲\n```json\n{}\n\
                    ```\n````\n\n`policies/a/b/instruments.md`\n\n````markdown\n# 乙\n````\n";
        let expected = [
            ("policies/a/b/2026-01-01.md", "# 甲\n```json\n{}\n```\n".to_owned()),
            ("policies/a/b/instruments.md", "# 乙\n".to_owned()),
        ];
        assert_eq!(files(page), expected);
    }
}
