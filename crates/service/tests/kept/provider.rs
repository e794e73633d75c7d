//! Signing in by a real identity provider, over real connections: authorization code, PKCE, state, nonce, and what goes wrong.
//!
//! `cargo xtask test` installs the provider, a package of npm, and says where in `JIFEN_TEST_PROVIDER`. Without it the test says
//! that it did not run.

use crate::database;
use crate::site::{encoded, keeping};
use openidconnect::reqwest::{self, Response, redirect};
use service::account::Provider;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A provider that runs, and ends with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A browser with cookies that follows nothing by itself.
struct Browser {
    client: reqwest::Client,
    cookies: BTreeMap<String, BTreeMap<String, String>>,
}

impl Browser {
    fn new() -> Browser {
        let client = reqwest::ClientBuilder::new().redirect(redirect::Policy::none()).build().unwrap();
        Browser { client, cookies: BTreeMap::new() }
    }

    async fn ask(&mut self, address: &str, form: Option<&str>) -> Response {
        let host = address.split('/').nth(2).unwrap().to_owned();
        let cookies = self.cookies.entry(host).or_default();
        let sent: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = match form {
            Some(form) => self
                .client
                .post(address)
                .header("content-type", "application/x-www-form-urlencoded")
                .body(form.to_owned()),
            None => self.client.get(address),
        };
        if !sent.is_empty() {
            request = request.header("cookie", sent.join("; "));
        }
        let response = request.send().await.unwrap();
        for set in response.headers().get_all("set-cookie") {
            let (name, value) = set.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            if value.is_empty() {
                cookies.remove(name);
            } else {
                cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        response
    }

    /// Follows the way through the provider's pages as somebody of a name, until it leads back to the site.
    async fn through(&mut self, mut address: String, name: &str, back: &str) -> String {
        for _ in 0..20 {
            let host: String = address.split('/').take(3).collect::<Vec<_>>().join("/");
            let response = self.ask(&address, None).await;
            let next = match response.headers().get("location") {
                Some(to) => to.to_str().unwrap().to_owned(),
                None => {
                    let page = response.text().await.unwrap();
                    let (_, rest) = page.split_once("action=\"").unwrap_or_else(|| unexpected(&page));
                    let action = rest.split('"').next().unwrap().to_owned();
                    let prompt = if page.contains("value=\"login\"") { "login" } else { "consent" };
                    let form = format!("prompt={prompt}&login={}&password=x", encoded(name));
                    let response = self.ask(&absolute(&host, &action), Some(&form)).await;
                    response.headers().get("location").unwrap().to_str().unwrap().to_owned()
                }
            };
            address = absolute(&host, &next);
            if address.starts_with(back) {
                return address;
            }
        }
        unexpected("the provider does not lead back")
    }
}

#[expect(clippy::panic, reason = "a test may fail loudly")]
fn unexpected(what: &str) -> ! {
    panic!("{what}")
}

fn absolute(host: &str, address: &str) -> String {
    if address.starts_with('/') { format!("{host}{address}") } else { address.to_owned() }
}

fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_real_provider_signs_somebody_in() {
    let Ok(folder) = std::env::var("JIFEN_TEST_PROVIDER") else {
        eprintln!("not run: JIFEN_TEST_PROVIDER names no provider; `cargo xtask test` installs one");
        return;
    };
    let (at, port) = (free_port(), free_port());
    let site = format!("http://127.0.0.1:{at}");
    let back = format!("{site}/my/provider/back");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/provider.mjs");
    let mut node = Command::new("node");
    node.arg(script).args([&folder, &port.to_string(), &back]).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut running = Running(node.spawn().unwrap());
    let mut said = String::new();
    let mut output = BufReader::new(running.0.stdout.take().unwrap());
    while said.trim_end() != "ready" {
        said.clear();
        assert!(output.read_line(&mut said).unwrap() > 0, "the provider ended");
    }

    let issuer = format!("http://127.0.0.1:{port}");
    let secret = Some("a secret of the test".to_owned());
    let provider = Provider::new("市民登录", &issuer, "jifen", secret, &site).unwrap();
    let database = database::sqlite("provider").await;
    #[expect(clippy::disallowed_methods, reason = "the provider's tokens are of today")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let router = keeping(database.store.clone(), i64::try_from(now).unwrap(), Some(provider)).await;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", at)).await.unwrap();
    tokio::spawn(service::serve(listener, router, service::Listening::default(), std::future::pending()));

    let mut browser = Browser::new();
    let home = browser.ask(&format!("{site}/my?lang=en"), None).await.text().await.unwrap();
    assert!(home.contains("Sign in with 市民登录"), "{home}");
    let to = location(&browser.ask(&format!("{site}/my/provider?lang=en"), None).await);
    for part in
        ["code_challenge_method=S256", "response_type=code", "state=", "nonce=", "scope=openid+profile"]
    {
        assert!(to.contains(part), "{to}");
    }
    let returned = browser.through(to, "li-lei", &back).await;

    // Somebody else's browser cannot use the way back, and nobody can use it twice.
    let mut other = Browser::new();
    other.ask(&format!("{site}/my"), None).await;
    let forged = returned.replace("state=", "state=0");
    assert_eq!(browser.ask(&forged, None).await.status(), 401, "another state");
    let entered = browser.ask(&returned, None).await;
    assert_eq!(location(&entered), "/my?lang=en");
    let home = browser.ask(&format!("{site}/my?lang=en"), None).await.text().await.unwrap();
    assert!(home.contains("Signed in as 市民 li-lei") && !home.contains("Change passphrase"), "{home}");
    assert_eq!(browser.ask(&returned, None).await.status(), 401, "a second time");
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 1);

    let to = location(&other.ask(&format!("{site}/my/provider"), None).await);
    let returned = other.through(to, "han-meimei", &back).await;
    assert_eq!(browser.ask(&returned, None).await.status(), 401, "the way back of another browser");

    let to = location(&other.ask(&format!("{site}/my/provider"), None).await);
    let returned = other.through(to, "han-meimei", &back).await;
    let wrong_code = returned.replace("code=", "code=x");
    assert_eq!(other.ask(&wrong_code, None).await.status(), 401, "a code that is none");

    let mut again = Browser::new();
    again.ask(&format!("{site}/my"), None).await;
    let to = location(&again.ask(&format!("{site}/my/provider"), None).await);
    let returned = again.through(to, "li-lei", &back).await;
    assert_eq!(location(&again.ask(&returned, None).await), "/my");
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 1, "the same account");
}

#[test]
fn a_provider_is_reached_by_https_only_unless_it_is_here() {
    let of = |issuer: &str, site: &str| Provider::new("x", issuer, "jifen", None, site).map(|_| ());
    assert!(of("https://id.example.cn", "https://jifen.example.cn").is_ok());
    assert!(of("http://127.0.0.1:3000", "http://localhost:8080").is_ok());
    for (issuer, site) in [
        ("http://id.example.cn", "https://jifen.example.cn"),
        ("https://id.example.cn", "http://jifen.example.cn"),
        ("id.example.cn", "https://jifen.example.cn"),
        ("https://", "https://jifen.example.cn"),
    ] {
        assert!(of(issuer, site).is_err(), "{issuer} {site}");
    }
}
