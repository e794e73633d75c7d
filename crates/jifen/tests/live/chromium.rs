//! Chromium, by its driver: a window of a given width, with scripts or without, that reaches nothing but this machine.

use crate::site::Site;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use url::Url;

/// A phone of the smallest usual width.
pub const PHONE: Width = Width { name: "phone", pixels: 390, height: 844, mobile: true };
/// A desk.
pub const DESKTOP: Width = Width { name: "desktop", pixels: 1280, height: 900, mobile: false };

/// Pictures of taller pages end here.
const TALLEST: u64 = 8000;

/// A width of windows.
#[derive(Clone, Copy)]
pub struct Width {
    pub name: &'static str,
    pub pixels: u32,
    pub height: u32,
    pub mobile: bool,
}

/// A browser with one window.
pub struct Browser {
    driver: Child,
    profile: PathBuf,
    /// The window.
    pub client: Client,
}

impl Browser {
    /// Starts the driver and the browser.
    pub async fn start(name: &str) -> Browser {
        let mut command = Command::new("chromedriver");
        command.args(["--port=0"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let started = command.spawn();
        let mut driver = started.expect("chromedriver is absent; `cargo xtask test` installs it");
        let lines = BufReader::new(driver.stdout.take().unwrap()).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            Some(port.trim_end_matches('.').to_owned())
        });
        let port = port.expect("the driver says its port");
        let profile = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("profile-{name}"));
        let _ = std::fs::remove_dir_all(&profile);
        let capabilities = json!({
            "goog:loggingPrefs": {"performance": "ALL"},
            "goog:chromeOptions": {"args": [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync",
                "--disable-dev-shm-usage", "--hide-scrollbars",
                // Whatever a page might ask for elsewhere has no address.
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                format!("--user-data-dir={}", profile.display()),
            ]},
        });
        let Value::Object(capabilities) = capabilities else { panic!("capabilities are an object") };
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(capabilities)
            .connect(&format!("http://127.0.0.1:{port}"))
            .await
            .expect("the browser starts");
        let browser = Browser { driver, profile, client };
        // What the browser's own first page asks for is of no page of ours.
        browser.open("about:blank").await;
        browser.asked().await;
        browser
    }

    /// Saves what pages give as files in a folder.
    pub async fn saves_into(&self, folder: &std::path::Path) {
        let how = json!({"behavior": "allow", "downloadPath": folder});
        self.devtools("Browser.setDownloadBehavior", how).await;
    }

    /// Another browser, for the site: the cookies are gone.
    pub async fn forget(&self) {
        self.devtools("Network.clearBrowserCookies", json!({})).await;
    }

    /// Makes the window as wide as a device's.
    pub async fn resize(&self, width: Width) {
        let size = json!({
            "width": width.pixels, "height": width.height, "deviceScaleFactor": 1, "mobile": width.mobile
        });
        self.devtools("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Lets pages run scripts or not.
    pub async fn scripts(&self, run: bool) {
        self.devtools("Emulation.setScriptExecutionDisabled", json!({"value": !run})).await;
    }

    /// Prefers light or dark colours.
    pub async fn dark(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let features = json!({"features": [{"name": "prefers-color-scheme", "value": value}]});
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    /// Opens a page.
    pub async fn open(&self, address: &str) {
        self.client.goto(address).await.unwrap();
    }

    /// What an expression is on the page, with scripts or without.
    pub async fn evaluate(&self, expression: &str) -> Value {
        let wanted = json!({"expression": expression, "returnByValue": true});
        let answer = self.devtools("Runtime.evaluate", wanted).await;
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].clone()
    }

    /// Opens the page that comes when a form with these fields is sent.
    pub async fn post(&self, site: &Site, path: &str, fields: &[(&str, &str)]) {
        self.open(&site.at("/")).await;
        let before = self.seen("h1").await;
        let fields: Vec<Value> = fields.iter().map(|(name, value)| json!([name, value])).collect();
        let send = format!(
            "(() => {{ const form = document.createElement('form'); form.method = 'post'; form.action = {};
                for (const [name, value] of {}) {{
                    const field = document.createElement('input'); field.name = name; field.value = value; form.append(field);
                }}
                document.body.append(form); form.submit(); }})()",
            json!(path),
            json!(fields)
        );
        self.evaluate(&send).await;
        self.wait_until_gone(&before).await;
    }

    /// The first element of a selector that is seen.
    pub async fn seen(&self, selector: &str) -> Element {
        for element in self.client.find_all(Locator::Css(selector)).await.unwrap() {
            if element.is_displayed().await.unwrap() {
                return element;
            }
        }
        panic!("nothing seen of {selector} at {}", self.client.current_url().await.unwrap());
    }

    /// Presses the first element of a selector that is seen, opening what it is folded into, and waits for the page that comes.
    pub async fn press(&self, selector: &str) {
        let element = self.press_here(selector).await;
        if element.tag_name().await.is_ok_and(|name| name != "summary") {
            self.wait_until_gone(&element).await;
        }
    }

    /// Presses the first element of a selector that is seen, opening what it is folded into, where no other page comes.
    pub async fn press_here(&self, selector: &str) -> Element {
        for element in self.client.find_all(Locator::Css(selector)).await.unwrap() {
            if element.attr("hidden").await.unwrap().is_some() {
                continue;
            }
            let above =
                if element.tag_name().await.unwrap() == "summary" { "../ancestor" } else { "ancestor" };
            let folds = format!("{above}::details[not(@open)]/summary");
            let folds = element.find_all(Locator::XPath(&folds)).await.unwrap();
            for fold in folds {
                fold.click().await.unwrap();
            }
            if element.is_displayed().await.unwrap() {
                element.click().await.unwrap();
                return element;
            }
        }
        panic!("nothing to press of {selector} at {}", self.client.current_url().await.unwrap());
    }

    /// Waits until the page of an element was left for another one, and that one is there.
    async fn wait_until_gone(&self, element: &Element) {
        for _ in 0..1200 {
            if element.tag_name().await.is_err() {
                self.client.wait().for_element(Locator::Css("footer")).await.unwrap();
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("no page came after {}", self.client.current_url().await.unwrap());
    }

    /// Puts a text into a field all at once, as the clipboard does.
    pub async fn paste(&self, selector: &str, text: &str) {
        self.seen(selector).await.click().await.unwrap();
        self.devtools("Input.insertText", json!({"text": text})).await;
    }

    /// The text of an element.
    pub async fn text(&self, selector: &str) -> String {
        self.client.find(Locator::Css(selector)).await.unwrap().text().await.unwrap()
    }

    /// A picture of the whole page, kept under `target/screenshots`.
    pub async fn picture(&self, name: &str) {
        let metrics = self.devtools("Page.getLayoutMetrics", json!({})).await;
        let size = &metrics["cssContentSize"];
        let height = size["height"].as_u64().unwrap_or(0).min(TALLEST);
        let clip = json!({"x": 0, "y": 0, "width": size["width"], "height": height, "scale": 1});
        let whole =
            json!({"format": "png", "captureBeyondViewport": true, "optimizeForSpeed": true, "clip": clip});
        let picture = self.devtools("Page.captureScreenshot", whole).await;
        let bytes = STANDARD.decode(picture["data"].as_str().unwrap()).unwrap();
        let folder = crate::site::root("target/screenshots");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }

    /// Addresses that pages asked for since the last time.
    pub async fn asked(&self) -> Vec<String> {
        let log = self.raw("se/log", json!({"type": "performance"})).await;
        let mut found = Vec::new();
        for entry in log.as_array().unwrap() {
            let message: Value = serde_json::from_str(entry["message"].as_str().unwrap()).unwrap();
            let message = &message["message"];
            if message["method"] == "Network.requestWillBeSent" {
                found.push(message["params"]["request"]["url"].as_str().unwrap().to_owned());
            }
        }
        found
    }

    /// A command of the developers' tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.raw("goog/cdp/execute", json!({"cmd": command, "params": parameters})).await
    }

    async fn raw(&self, path: &'static str, body: Value) -> Value {
        self.client.issue_cmd(Raw { path, body }).await.unwrap()
    }

    /// Ends the browser in good order.
    pub async fn close(self) {
        let _ = self.client.clone().close().await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A test that failed did not close it. Its lock names its process.
        let lock = std::fs::read_link(self.profile.join("SingletonLock")).unwrap_or_default();
        let id = lock.to_str().and_then(|lock| lock.rsplit('-').next()?.parse::<u32>().ok());
        if let Some(id) = id {
            let _ = Command::new("kill").arg(id.to_string()).stderr(Stdio::null()).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}

/// A command that the standard does not have.
#[derive(Debug)]
struct Raw {
    path: &'static str,
    body: Value,
}

impl WebDriverCompatibleCommand for Raw {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
