//! Signing in by a real identity provider, over real connections: authorization code, PKCE, state, nonce, and what goes wrong.
//!
//! `cargo xtask test` installs the provider, a package of npm, and says where in `JIFEN_TEST_PROVIDER`. Without it the test says
//! that it did not run.

use crate::database;
use crate::site::{encoded, keeping, person};
use openidconnect::reqwest::{self, Response, redirect};
use service::account::Provider;
use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

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

    /// One that trusts the root of a certificate.
    fn knowing(certificate: &Certificate) -> Browser {
        let root = reqwest::Certificate::from_pem(&certificate.root()).unwrap();
        let client = reqwest::ClientBuilder::new().redirect(redirect::Policy::none());
        Browser { client: client.add_root_certificate(root).build().unwrap(), cookies: BTreeMap::new() }
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
    let short: String = what.chars().take(600).collect();
    panic!("{short}")
}

fn absolute(host: &str, address: &str) -> String {
    if address.starts_with('/') { format!("{host}{address}") } else { address.to_owned() }
}

fn location(response: &Response) -> String {
    assert_eq!(response.status(), 303);
    response.headers()["location"].to_str().unwrap().to_owned()
}

/// A certificate for this machine, of a root that nobody else knows.
struct Certificate {
    folder: PathBuf,
}

impl Certificate {
    /// Makes one; none where there is no openssl to make it.
    fn made(name: &str) -> Option<Certificate> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("certificate-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(
            folder.join("for-here"),
            "subjectAltName=IP:127.0.0.1\nbasicConstraints=critical,CA:FALSE\n",
        )
        .unwrap();
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
        let root =
            ["req", "-x509", "-keyout", "root.key", "-out", "root.pem", "-days", "2", "-subj", "/CN=root"];
        let own = ["req", "-keyout", "own.key", "-out", "own.csr", "-subj", "/CN=provider"];
        let signed =
            ["x509", "-req", "-in", "own.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial"];
        let signed = [&signed[..], &["-days", "2", "-extfile", "for-here", "-out", "own.pem"]].concat();
        for arguments in [[&root[..], &curve].concat(), [&own[..], &curve].concat(), signed] {
            let mut openssl = Command::new("openssl");
            openssl.args(arguments).current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null());
            assert!(openssl.status().ok()?.success());
        }
        Some(Certificate { folder })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    fn root(&self) -> Vec<u8> {
        std::fs::read(self.file("root.pem")).unwrap()
    }
}

/// A provider and a site that knows it.
struct Started {
    site: String,
    back: String,
    database: database::Database,
    _running: Running,
    /// What the provider says goes somewhere as long as it runs.
    _output: BufReader<ChildStdout>,
}

impl Started {
    /// Starts both, the provider with a certificate or without; none where the provider's programs are absent.
    async fn with(certificate: Option<(&Certificate, &[Vec<u8>])>) -> Option<Started> {
        let Ok(folder) = std::env::var("JIFEN_TEST_PROVIDER") else {
            eprintln!("not run: JIFEN_TEST_PROVIDER names no provider; `cargo xtask test` installs one");
            return None;
        };
        let (at, port) = (free_port(), free_port());
        let site = format!("http://127.0.0.1:{at}");
        let back = format!("{site}/my/provider/back");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kept/provider.mjs");
        let mut node = Command::new("node");
        node.arg(script).args([&folder, &port.to_string(), &back]);
        if let Some((certificate, _)) = certificate {
            node.args([certificate.file("own.key"), certificate.file("own.pem")]);
        }
        let mut running = Running(node.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        let mut said = String::new();
        let mut output = BufReader::new(running.0.stdout.take().unwrap());
        while said.trim_end() != "ready" {
            said.clear();
            assert!(output.read_line(&mut said).unwrap() > 0, "the provider ended");
        }
        let (scheme, roots) = certificate.map_or(("http", &[][..]), |(_, roots)| ("https", roots));
        let issuer = format!("{scheme}://127.0.0.1:{port}");
        let secret = Some("a secret of the test".to_owned());
        let provider = Provider::new("市民登录", &issuer, "jifen", secret, &site, roots).unwrap();
        let database = database::sqlite(&format!("provider {port}")).await;
        #[expect(clippy::disallowed_methods, reason = "the provider's tokens are of today")]
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
        let router = keeping(database.store.clone(), i64::try_from(now).unwrap(), Some(provider)).await;
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", at)).await.unwrap();
        tokio::spawn(service::serve(listener, router, service::Listening::default(), std::future::pending()));
        Some(Started { site, back, database, _running: running, _output: output })
    }
}

#[tokio::test]
async fn a_real_provider_signs_somebody_in() {
    let Some(at) = Started::with(None).await else { return };
    let (site, back, database) = (&at.site, &at.back, &at.database);

    let mut browser = Browser::new();
    let home = browser.ask(&format!("{site}/my?lang=en"), None).await.text().await.unwrap();
    assert!(home.contains("Sign in with 市民登录"), "{home}");
    let to = location(&browser.ask(&format!("{site}/my/provider?lang=en"), None).await);
    for part in
        ["code_challenge_method=S256", "response_type=code", "state=", "nonce=", "scope=openid+profile"]
    {
        assert!(to.contains(part), "{to}");
    }
    let returned = browser.through(to, "li-lei", back).await;

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
    let returned = other.through(to, "han-meimei", back).await;
    assert_eq!(browser.ask(&returned, None).await.status(), 401, "the way back of another browser");

    let to = location(&other.ask(&format!("{site}/my/provider"), None).await);
    let returned = other.through(to, "han-meimei", back).await;
    let wrong_code = returned.replace("code=", "code=x");
    assert_eq!(other.ask(&wrong_code, None).await.status(), 401, "a code that is none");

    let mut again = Browser::new();
    again.ask(&format!("{site}/my"), None).await;
    let to = location(&again.ask(&format!("{site}/my/provider"), None).await);
    let returned = again.through(to, "li-lei", back).await;
    assert_eq!(location(&again.ask(&returned, None).await), "/my");
    assert_eq!(database.number("SELECT COUNT(*) FROM accounts").await, 1, "the same account");
}

#[test]
fn a_provider_is_reached_by_https_only_unless_it_is_here() {
    let of = |issuer: &str, site: &str| Provider::new("x", issuer, "jifen", None, site, &[]).map(|_| ());
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
    let empty = Provider::new("x", "https://id.example.cn", "jifen", None, "https://a.cn", &[b"x".to_vec()]);
    assert!(empty.map(|_| ()).unwrap_err().to_string().contains("没有 PEM 格式的证书"));
}

/// A hidden field of a page's form that goes to an address.
fn hidden(page: &str, action: &str, name: &str) -> String {
    let (_, form) = page.split_once(&format!("action=\"{action}\"")).unwrap_or_else(|| unexpected(page));
    let (_, field) =
        form.split_once(&format!("name=\"{name}\" value=\"")).unwrap_or_else(|| unexpected(page));
    field.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&")
}

#[tokio::test]
async fn a_record_goes_along_to_a_provider_with_a_root_of_its_own() {
    let Some(certificate) = Certificate::made("provider") else {
        eprintln!("not run: there is no openssl to make a certificate with");
        return;
    };
    let Some(stranger) = Started::with(Some((&certificate, &[]))).await else { return };
    let mut browser = Browser::knowing(&certificate);
    let refused = browser.ask(&format!("{}/my/provider", stranger.site), None).await;
    assert_eq!(refused.status(), 502, "a root that the site was not told of");

    let roots = [certificate.root()];
    let at = Started::with(Some((&certificate, &roots))).await.unwrap();
    let record = person("family");
    let result = format!("record={}", encoded(&record));
    let keep = browser.ask(&format!("{}/my/keep?lang=en", at.site), Some(&result)).await;
    let page = keep.text().await.unwrap();
    let (left, token) =
        (hidden(&page, "/my/provider?lang=en", "record"), hidden(&page, "/my/provider?lang=en", "token"));
    let form = format!("token={token}&record={}", encoded(&left));
    // The way there is a link: a form may not lead to another site.
    let way = async |browser: &mut Browser| {
        let answer = browser.ask(&format!("{}/my/provider?lang=en", at.site), Some(&form)).await;
        assert_eq!(answer.status(), 200);
        let page = answer.text().await.unwrap();
        let (_, link) =
            page.split_once("<a class=\"button main\" href=\"").unwrap_or_else(|| unexpected(&page));
        link.split('"').next().unwrap().replace("&amp;", "&")
    };

    // Cancelled: it is given back, with all the ways to keep it.
    let to = way(&mut browser).await;
    let state = to.split("state=").nth(1).unwrap().split('&').next().unwrap();
    let cancelled = format!("{}?error=access_denied&state={state}", at.back);
    let answer = browser.ask(&cancelled, None).await;
    assert_eq!(answer.status(), 401);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Your record is still here"), "{page}");
    for action in ["/my/keep/code?lang=en", "/my/provider?lang=en", "/record?lang=en"] {
        assert_eq!(hidden(&page, action, "record"), left, "{action}");
    }
    assert_eq!(browser.ask(&cancelled, None).await.status(), 401, "once");

    // Signed in: it is in the page on which one says how to keep it, in the language of before, and is kept.
    let to = way(&mut browser).await;
    let text = String::from_utf8_lossy(&at.database.bytes().await).into_owned();
    assert!(!text.contains("birth_date"), "what waits is sealed");
    let returned = browser.through(to, "li-lei", &at.back).await;
    let entered = browser.ask(&returned, None).await;
    assert_eq!(entered.status(), 200);
    let page = entered.text().await.unwrap();
    assert!(page.contains("In my account"), "{page}");
    assert_eq!(hidden(&page, "/my/keep/account?lang=en", "record"), left);
    let token = hidden(&page, "/my/keep/account?lang=en", "token");
    let form = format!("token={token}&title=me&record={}", encoded(&left));
    let kept = browser.ask(&format!("{}/my/keep/account?lang=en", at.site), Some(&form)).await;
    assert_eq!(location(&kept), "/my?lang=en");
    assert_eq!(at.database.number("SELECT COUNT(*) FROM records").await, 1);
    assert_eq!(at.database.number("SELECT COUNT(*) FROM journeys").await, 0);
    let opened = browser.ask(&format!("{}/my?lang=en", at.site), None).await.text().await.unwrap();
    let (id, token) =
        (hidden(&opened, "/my/open?lang=en", "id"), hidden(&opened, "/my/open?lang=en", "token"));
    let form = format!("token={token}&id={id}");
    let exported = browser.ask(&format!("{}/my/export", at.site), Some(&form)).await;
    assert_eq!(exported.text().await.unwrap(), left, "the same bytes");
}
