//! Other people's tools look at the running service: whatever schemathesis makes of the description of the API gets an answer that
//! the description names, and the process ends in good order when the system says so.

use crate::site::{Site, tool};
use std::process::Command;

#[test]
fn the_api_answers_whatever_is_asked_as_it_is_described() {
    let site = Site::start("schemathesis");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live");
    // What it keeps of a run must not change the next one.
    let scratch = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemathesis-scratch");
    let _ = std::fs::remove_dir_all(&scratch);
    std::fs::create_dir_all(&scratch).unwrap();
    let mut command = Command::new(tool("schemathesis/bin/schemathesis"));
    command.arg("--config-file").arg(folder.join("schemathesis.toml")).arg("run");
    command.arg(site.at("/api/v1/openapi.json")).args(["--url", &site.origin]);
    command.current_dir(&scratch).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("SCHEMATHESIS_HOOKS", "lines").env("PYTHONPATH", &folder);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    // A run that asked nothing would be no test.
    let made = told
        .lines()
        .find_map(|line| line.trim().split_once(" generated")?.0.replace(',', "").parse::<u32>().ok());
    let made = made.unwrap_or_default();
    assert!(made > 500, "only {made} requests were made\n{told}");
    assert!(told.contains("Tested: 13"), "every operation is tested\n{told}");
}

#[test]
fn it_stops_when_the_system_says_so() {
    let mut site = Site::start("stop");
    let told = Command::new("kill").arg(site.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(site.ended().success(), "it stops in good order");
}
