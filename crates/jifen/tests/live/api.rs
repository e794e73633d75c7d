//! Other people's tools look at the running service: whatever schemathesis makes of the description of the API gets an answer that
//! the description names, and the process ends in good order when the system says so.

use crate::site::{Site, root, tool};
use std::process::Command;

#[test]
fn the_api_answers_whatever_is_asked_as_it_is_described() {
    let site = Site::start("schemathesis");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/live");
    let report = root("target/schemathesis");
    let mut command = Command::new(tool("schemathesis/bin/schemathesis"));
    command.arg("--config-file").arg(folder.join("schemathesis.toml")).arg("run");
    command.arg(site.at("/api/v1/openapi.json")).args(["--url", &site.origin]);
    command.arg("--report-dir").arg(report).current_dir(&folder).env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("SCHEMATHESIS_HOOKS", "lines").env("PYTHONPATH", &folder);
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}\n{}", String::from_utf8_lossy(&output.stderr));
    // A run that asked nothing would be no test.
    let made = told.lines().find_map(|line| line.trim().split_once(" generated")).unwrap().0;
    let made: u32 = made.replace(',', "").parse().unwrap();
    assert!(made > 500, "only {made} requests were made\n{told}");
    assert!(told.contains("Tested: 11"), "every operation is tested\n{told}");
}

#[test]
fn it_stops_when_the_system_says_so() {
    let mut site = Site::start("stop");
    let told = Command::new("kill").arg(site.id().to_string()).status().unwrap();
    assert!(told.success());
    assert!(site.ended().success(), "it stops in good order");
}
