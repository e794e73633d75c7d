//! How the service is set up: by flags, the environment, a file, and what holds unless something is said, in this order.

mod file;
mod flags;
mod keep;
mod table;

pub use flags::Flags;
pub use keep::{Keep, ProviderOf};

use crate::failure::Failure;
use crate::input;
use service::{Listening, Options, Proxy, Rate};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::time::Duration;
use table::{Kind, Setting, TABLE};

/// The longest file of settings, in bytes.
const MOST_BYTES: usize = 256 * 1024;
/// The environment's word for the file.
pub const FILE_VARIABLE: &str = "JIFEN_CONFIG";

/// A value as it is written: none for what is empty, several for a list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Value(Vec<String>);

/// Where a value came from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// Nobody said anything.
    Default,
    /// A line of the file.
    File(usize),
    /// The environment.
    Variable,
    /// The command line.
    Flag,
}

/// Every setting with its value and where that came from.
pub struct Settings {
    of: BTreeMap<&'static str, (Value, Origin)>,
    file: Option<PathBuf>,
}

impl Settings {
    /// Gathers all settings; with everything that is wrong, wherever it stands.
    ///
    /// `variable` looks into the environment. `given` is what other flags of the command come down to.
    pub fn gather(
        flags: &Flags,
        given: &[(&'static str, String)],
        config: Option<&Path>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Settings, Failure> {
        let mut wrong = Vec::new();
        let mut of = BTreeMap::new();
        for setting in TABLE {
            of.insert(setting.key, (split(setting.kind, setting.default), Origin::Default));
        }
        let file = config.map(Path::to_owned).or_else(|| variable(FILE_VARIABLE).map(PathBuf::from));
        if let Some(path) = &file {
            let read = file::read(&input::read(path, MOST_BYTES)?);
            wrong.extend(read.wrong.into_iter().map(|mistake| format!("{} {mistake}", path.display())));
            of.extend(read.set.into_iter().map(|(setting, value, origin)| (setting.key, (value, origin))));
        }
        for setting in TABLE {
            let (name, flag) = (setting.variable(), format!("--{}", setting.key));
            let from_environment = variable(&name).map(|text| (name, text, Origin::Variable));
            let also = given.iter().find(|(key, _)| *key == setting.key).map(|(_, text)| text.clone());
            let from_flag = flags.get(setting.key).or(also).map(|text| (flag, text, Origin::Flag));
            for (name, text, origin) in from_environment.into_iter().chain(from_flag) {
                let value = split(setting.kind, &text);
                let missing = value.0.is_empty() && needed(setting.kind);
                if missing || value.0.iter().any(|one| setting.kind.wrong(one).is_some()) {
                    let shown = if setting.hides(&text) { String::new() } else { format!("“{text}”") };
                    wrong.push(format!("{name} 的值{shown}不对\n   建议：{}", setting.kind.hint()));
                } else {
                    of.insert(setting.key, (value, origin));
                }
            }
        }
        let settings = Settings { of, file };
        if settings.list("proxy-header").is_empty() != settings.list("trusted-proxies").is_empty() {
            let hint = "写上哪些地址是自己的代理，不然谁都可以冒充别的来源";
            wrong.push(format!("proxy-header 和 trusted-proxies 要一起设\n   建议：{hint}"));
        }
        wrong.extend(settings.keep_wrong());
        if wrong.is_empty() {
            return Ok(settings);
        }
        let failure = Failure::new(format!("设置里有 {} 处不对", wrong.len()));
        let failure = wrong.into_iter().fold(failure, Failure::detail);
        Err(failure.hint("全部设置见 docs/reference/serve.md，或 jifen serve --print-config"))
    }

    fn list(&self, key: &str) -> &[String] {
        self.of.get(key).map_or(&[], |(value, _)| value.0.as_slice())
    }

    fn text(&self, key: &str) -> &str {
        self.list(key).first().map_or("", String::as_str)
    }

    // Every value was looked at when the settings were gathered; what cannot be is the safe end.
    fn number(&self, key: &str) -> u32 {
        self.text(key).parse().unwrap_or(0)
    }

    fn seconds(&self, key: &str) -> Duration {
        Duration::from_secs(u64::from(self.number(key)))
    }

    /// Whether a setting that is yes or no is yes.
    pub fn is_on(&self, key: &str) -> bool {
        self.text(key) == "true"
    }

    /// The address to serve on.
    pub fn listen(&self) -> SocketAddr {
        self.text("listen").parse().unwrap_or(SocketAddr::new(IpAddr::from([127, 0, 0, 1]), 0))
    }

    /// The policy folder, unless the policies built into the command serve.
    pub fn policies(&self) -> Option<PathBuf> {
        self.list("policies").first().map(PathBuf::from)
    }

    /// How many threads answer; none for as many as there are cores.
    pub fn threads(&self) -> Option<usize> {
        usize::try_from(self.number("threads")).ok().filter(|threads| *threads > 0)
    }

    /// How the service answers.
    pub fn options(&self) -> Options {
        let rate = |per_second| {
            let burst = NonZeroU32::new(self.number("rate-burst")).unwrap_or(NonZeroU32::MIN);
            Rate { per_second, burst }
        };
        let header = self.text("proxy-header").parse().ok().filter(|_| !self.list("proxy-header").is_empty());
        let trusted =
            || self.list("trusted-proxies").iter().filter_map(|text| service::network(text)).collect();
        Options {
            patience: self.seconds("answer-seconds"),
            rate: NonZeroU32::new(self.number("rate-per-second")).map(rate),
            proxy: header.map(|header| Proxy { header, trusted: trusted() }),
            origins: self.list("cors-origins").iter().filter_map(|origin| origin.parse().ok()).collect(),
            metrics: self.is_on("metrics"),
        }
    }

    /// How the service listens.
    pub fn listening(&self) -> Listening {
        Listening {
            head_patience: self.seconds("head-seconds"),
            connections: usize::try_from(self.number("connections")).unwrap_or(usize::MAX),
            farewell: self.seconds("farewell-seconds"),
        }
    }

    /// All settings as a file would say them, each with where it came from; nothing secret is shown.
    pub fn text_of_all(&self) -> String {
        self.text_of(TABLE)
    }

    fn text_of(&self, table: &[Setting]) -> String {
        let mut out = String::from("# 生效的设置。先后：命令行选项，环境变量，文件，默认\n");
        for setting in table {
            let Some((value, origin)) = self.of.get(setting.key) else { continue };
            let from = match origin {
                Origin::Default => "默认".to_owned(),
                Origin::File(line) => {
                    let file = self.file.as_deref().unwrap_or(Path::new(""));
                    format!("文件 {} 第 {line} 行", file.display())
                }
                Origin::Variable => format!("环境变量 {}", setting.variable()),
                Origin::Flag => "命令行选项".to_owned(),
            };
            let (key, written) = (setting.key, written(setting, value));
            let _ = write!(out, "\n# {}\n{key} = {written}  # {from}\n", setting.about);
        }
        out
    }
}

fn written(setting: &Setting, Value(value): &Value) -> String {
    let one = |text: &String| {
        if setting.hides(text) {
            "\"***\"".to_owned()
        } else if setting.kind.quoted() {
            toml::Value::String(text.clone()).to_string()
        } else {
            text.clone()
        }
    };
    if setting.kind.many() {
        format!("[{}]", value.iter().map(one).collect::<Vec<_>>().join(", "))
    } else {
        value.first().map_or_else(|| "\"\"".to_owned(), one)
    }
}

fn needed(kind: Kind) -> bool {
    matches!(kind, Kind::Address | Kind::Number(..) | Kind::Switch | Kind::File | Kind::Database)
}

/// A value of a flag or of the environment; a list is written with commas.
fn split(kind: Kind, text: &str) -> Value {
    let parts: Vec<&str> = if kind.many() { text.split(',').collect() } else { vec![text] };
    Value(parts.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_unless_something_is_said_is_right() {
        let settings = Settings::gather(&Flags::default(), &[], None, |_| None);
        let settings = settings.map_err(|_| "a default is wrong").unwrap();
        assert_eq!(settings.listen().to_string(), "127.0.0.1:8080");
        let options = settings.options();
        assert_eq!(options.rate.unwrap().per_second.get(), 100);
        assert!(options.proxy.is_none() && options.origins.is_empty());
    }

    #[test]
    fn secrets_are_not_shown() {
        let secret =
            Setting { key: "listen", kind: Kind::Folder, default: "", shape: "", about: "", secret: true };
        let mut settings = Settings::gather(&Flags::default(), &[], None, |_| None)
            .map_err(|_| "a default is wrong")
            .unwrap();
        settings.of.insert("listen", (Value(vec!["postgres://a:hunter2@b".to_owned()]), Origin::Variable));
        let text = settings.text_of(&[secret]);
        assert!(text.contains("listen = \"***\"  # 环境变量 JIFEN_LISTEN"), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn every_setting_has_a_name_of_its_own() {
        for (at, setting) in TABLE.iter().enumerate() {
            assert!(TABLE.iter().skip(at + 1).all(|other| other.key != setting.key), "{}", setting.key);
            assert_eq!(
                split(setting.kind, setting.default).0.iter().find_map(|one| setting.kind.wrong(one)),
                None
            );
        }
    }
}
