//! The five people of `examples/`, and the rules that each asks about.

use crate::chromium::Browser;
use crate::site::root;
use serde_json::Value;
use std::process::Command;

/// The button that asks for the result.
pub const RESULT: &str = "form[action*='/result'] button.main, button[formaction*='/result']";

/// A person.
#[derive(Clone, Copy)]
pub struct Person {
    pub name: &'static str,
    pub scheme: &'static str,
}

pub const PEOPLE: [Person; 5] = [
    Person { name: "family", scheme: "shanghai/residence-points" },
    Person { name: "plumber", scheme: "shanghai/residence-points" },
    Person { name: "researcher", scheme: "beijing/hukou-points" },
    Person { name: "self-employed", scheme: "guangzhou/hukou-points" },
    Person { name: "soldier", scheme: "suzhou/hukou-points" },
];

impl Person {
    /// The record.
    pub fn record(&self) -> String {
        std::fs::read_to_string(root(&format!("examples/{}.json", self.name))).unwrap()
    }

    /// Pastes the record on the page where a self-check begins.
    pub async fn opens_the_record(&self, browser: &Browser) {
        browser.press("details:has(textarea[name=file]) summary").await;
        let record: Value = serde_json::from_str(&self.record()).unwrap();
        browser.paste("textarea[name=file]", &record.to_string()).await;
        browser.press("form:has(textarea[name=file]) button").await;
    }

    /// The score as the command says it: the bounds of the total.
    pub fn total(&self) -> Vec<String> {
        let file = root(&format!("examples/{}.json", self.name));
        let mut command = Command::new(env!("CARGO_BIN_EXE_jifen"));
        let output =
            command.arg("score").arg(file).args(["--policy", self.scheme, "--json"]).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let score: Value = serde_json::from_slice(&output.stdout).unwrap();
        match &score["total"] {
            Value::String(points) => vec![points.clone()],
            range => {
                ["low", "high"].iter().filter_map(|end| range[end].as_str().map(str::to_owned)).collect()
            }
        }
    }
}
