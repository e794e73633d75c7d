//! Runs the command as somebody would, and makes folders for it to look at.
#![allow(dead_code, clippy::expect_used, reason = "each test file uses a part, and a test fails loudly")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run gave.
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Runs the command in the repository.
pub fn jifen(arguments: &[&str]) -> Ran {
    jifen_in(&root(), arguments, "")
}

/// Runs the command in a folder, with something on its standard input.
pub fn jifen_in(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut child = Command::new(env!("CARGO_BIN_EXE_jifen"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the command runs");
    // A command that has read enough closes the pipe, which is no failure here.
    let _ = child.stdin.take().expect("standard input").write_all(input.as_bytes());
    let output = child.wait_with_output().expect("the command ends");
    Ran {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("UTF-8"),
        err: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// A fresh policy folder of a made-up city.
pub fn city(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    let from = root().join("crates/score/tests/explain");
    for (file, to) in [
        ("facts.md", "facts.md"),
        ("2020-01-01.md", "shifan/points/2020-01-01.md"),
        ("average-wage.md", "shifan/points/parameters/average-wage.md"),
        ("instruments.md", "shifan/points/instruments.md"),
        ("english.md", "shifan/points/english.md"),
    ] {
        write(&folder.join(to), &std::fs::read_to_string(from.join(file)).expect("a file of the city"));
    }
    folder
}

/// Writes a file, and the folders it stands in.
pub fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    std::fs::write(path, text).expect("the file can be written");
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("UTF-8")
}
