//! A `jifen serve` of its own on a free port, ended by its process when the test ends.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// The service as it runs.
pub struct Site {
    process: Child,
    /// Its address, such as `http://127.0.0.1:40123`.
    pub origin: String,
}

impl Site {
    /// Starts it in a folder of its own, so that whatever it keeps is new.
    pub fn start(name: &str) -> Site {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_jifen"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--rate-per-second", "0", "--quiet"]);
        let mut process = command.current_dir(folder).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let origin = line.split('/').take(3).collect::<Vec<_>>().join("/");
        assert!(origin.starts_with("http://127.0.0.1:"), "the service did not start: {line}");
        Site { process, origin }
    }

    /// The address of a page.
    pub fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The process's number.
    pub fn id(&self) -> u32 {
        self.process.id()
    }

    /// How it ended.
    pub fn ended(&mut self) -> std::process::ExitStatus {
        self.process.wait().unwrap()
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A path from the root of the repository.
pub fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The folder into which `cargo xtask test` puts other people's tools.
pub fn tool(path: &str) -> PathBuf {
    let path = root("target/tools").join(path);
    assert!(path.exists(), "{} is absent; `cargo xtask test` installs it", path.display());
    path
}
