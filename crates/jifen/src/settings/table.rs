//! Every setting of the service: its name, what it takes, what it is unless it is set.
//!
//! One name serves three places: `rate-per-second` in a file, `JIFEN_RATE_PER_SECOND` in the environment, `--rate-per-second`
//! after the command.

use std::net::SocketAddr;

/// One setting.
pub struct Setting {
    /// Its name.
    pub key: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// What it is unless it is set.
    pub default: &'static str,
    /// What is written for a value in help.
    pub shape: &'static str,
    /// What it does.
    pub about: &'static str,
    /// Never shown.
    pub secret: bool,
}

/// What a setting takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An address and a port.
    Address,
    /// A whole number, from and to.
    Number(u32, u32),
    /// Yes or no.
    Switch,
    /// A folder, or nothing.
    Folder,
    /// A file.
    File,
    /// Files.
    Files,
    /// The address of a database. It may have a password in it.
    Database,
    /// The address of a site, or nothing.
    Site,
    /// Words, or nothing.
    Words,
    /// The name of a header, or nothing.
    Header,
    /// Networks or single addresses.
    Networks,
    /// Origins of web pages.
    Origins,
}

/// The database of a site that keeps nothing.
pub const NO_DATABASE: &str = "none";

/// All settings, in the order in which they are told.
pub const TABLE: &[Setting] = &[
    setting("listen", Kind::Address, "127.0.0.1:8080", "地址:端口", "在哪个地址和端口上服务"),
    setting("policies", Kind::Folder, "", "文件夹", "用这个文件夹里的政策；空着则用程序内置的"),
    setting(
        "database",
        Kind::Database,
        "sqlite:jifen.db",
        "地址",
        "要求保存的记录存在哪里：sqlite:文件 或 postgres://…；写 none 就什么也不存，只有访客",
    ),
    setting(
        "key-file",
        Kind::File,
        "jifen.key",
        "文件",
        "加密记录的密钥文件，没有就新建；密钥（64 位十六进制）也可以放在环境变量 JIFEN_KEY 里",
    ),
    setting(
        "old-key-files",
        Kind::Files,
        "",
        "文件,…",
        "换密钥以后，以前的密钥文件：还能打开以前存的，新的都用 key-file；也可以放在环境变量 JIFEN_OLD_KEYS 里",
    ),
    setting("keep-days", Kind::Number(1, 36_500), "365", "天", "多少天没有用的记录，连同密钥删除"),
    setting(
        "guest-records-per-day",
        Kind::Number(0, 1_000_000),
        "50",
        "份",
        "一个来源一天最多新存多少份用恢复码的记录、新建多少个账户，合起来算；0 则不限",
    ),
    setting(
        "guest-records",
        Kind::Number(0, 1_000_000_000),
        "100000",
        "份",
        "用恢复码保存的记录一共最多多少份；0 则不限。一份最多 1 MiB，一般几 KiB",
    ),
    setting(
        "public-url",
        Kind::Site,
        "",
        "网址",
        "网站对外的地址，如 https://jifen.example.cn；是 https 的，Cookie 只走 https",
    ),
    setting(
        "provider",
        Kind::Site,
        "",
        "网址",
        "城市的身份认证平台（OpenID Connect），如 https://id.example.cn；要和 public-url 一起设",
    ),
    setting(
        "provider-client",
        Kind::Words,
        "",
        "编号",
        "身份认证平台给本站的客户端编号；密钥放在环境变量 JIFEN_PROVIDER_SECRET 里",
    ),
    setting(
        "provider-roots",
        Kind::Files,
        "",
        "文件,…",
        "身份认证平台的证书出自自己的根证书时，根证书的文件（PEM）；公共的根证书照样算数",
    ),
    setting("provider-name", Kind::Words, "身份认证平台", "名称", "身份认证平台在页面上叫什么"),
    setting("log", Kind::Switch, "true", "true|false", "写请求日志；日志里没有个人信息，也没有查询内容"),
    setting(
        "metrics",
        Kind::Switch,
        "true",
        "true|false",
        "在 /metrics 给出运行数字（Prometheus 格式），没有个人信息",
    ),
    setting("threads", Kind::Number(0, 1024), "0", "个", "用几个线程；0 则有几个核用几个"),
    setting("answer-seconds", Kind::Number(1, 3600), "30", "秒", "一个回答最多算多久，到时放弃"),
    setting("head-seconds", Kind::Number(1, 3600), "10", "秒", "请求头最多收多久；空闲的连接也留这么久"),
    setting("farewell-seconds", Kind::Number(0, 3600), "20", "秒", "停止时，已经开始的回答最多再等多久"),
    setting("connections", Kind::Number(1, 1_000_000), "4096", "个", "同时最多多少个连接，多的排队"),
    setting(
        "rate-per-second",
        Kind::Number(0, 1_000_000),
        "100",
        "个",
        "一个来源每秒最多多少个请求；0 则不限。前面有代理时要一并设 proxy-header",
    ),
    setting("rate-burst", Kind::Number(1, 1_000_000), "400", "个", "一个来源一下子最多多少个请求"),
    setting(
        "proxy-header",
        Kind::Header,
        "",
        "名称",
        "代理在哪个请求头里写来源，如 x-forwarded-for；空着则只看连接的对方",
    ),
    setting(
        "trusted-proxies",
        Kind::Networks,
        "",
        "网段,…",
        "哪些地址是自己的代理，如 10.0.0.0/8；别处写的 proxy-header 不信",
    ),
    setting(
        "cors-origins",
        Kind::Origins,
        "",
        "来源,…",
        "哪些网站的脚本可以用接口，如 https://example.org；空着则都不可以",
    ),
];

const fn setting(
    key: &'static str,
    kind: Kind,
    default: &'static str,
    shape: &'static str,
    about: &'static str,
) -> Setting {
    Setting { key, kind, default, shape, about, secret: false }
}

/// The setting of a name.
pub fn find(key: &str) -> Option<&'static Setting> {
    TABLE.iter().find(|setting| setting.key == key)
}

impl Setting {
    /// Whether a value must not be shown: all of a secret, and an address of a database with somebody's name in it.
    pub fn hides(&self, value: &str) -> bool {
        self.secret || (matches!(self.kind, Kind::Database) && value.contains('@'))
    }

    /// The name in the environment.
    pub fn variable(&self) -> String {
        format!("JIFEN_{}", self.key.replace('-', "_").to_uppercase())
    }
}

impl Kind {
    /// Whether several values are taken.
    pub fn many(self) -> bool {
        matches!(self, Kind::Files | Kind::Networks | Kind::Origins)
    }

    /// Whether a value stands in quotation marks in a file.
    pub fn quoted(self) -> bool {
        !matches!(self, Kind::Number(..) | Kind::Switch)
    }

    /// What is wrong with a value; nothing when it is right.
    pub fn wrong(self, value: &str) -> Option<String> {
        let right = match self {
            Kind::Address => value.parse::<SocketAddr>().is_ok(),
            Kind::Number(least, most) => {
                value.parse().is_ok_and(|value: u32| (least..=most).contains(&value))
            }
            Kind::Switch => matches!(value, "true" | "false"),
            Kind::Folder | Kind::File | Kind::Files | Kind::Words => true,
            Kind::Database => {
                value == NO_DATABASE
                    || ["sqlite:", "postgres:", "postgresql:"].iter().any(|kind| value.starts_with(kind))
            }
            Kind::Site => value.starts_with("https://") || value.starts_with("http://"),
            Kind::Header => value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'),
            Kind::Networks => service::network(value).is_some(),
            Kind::Origins => is_origin(value),
        };
        (!right).then(|| self.hint())
    }

    /// What would be right.
    pub fn hint(self) -> String {
        match self {
            Kind::Address => "写成 127.0.0.1:8080".to_owned(),
            Kind::Number(least, most) => format!("写 {least} 至 {most} 的整数"),
            Kind::Switch => "写 true 或 false".to_owned(),
            Kind::Folder => "写文件夹的路径".to_owned(),
            Kind::File => "写文件的路径".to_owned(),
            Kind::Files => "写文件的路径，可以有几个".to_owned(),
            Kind::Database => "写成 sqlite:文件 或 postgres://用户:口令@主机/库名，或者 none".to_owned(),
            Kind::Site => "写成 https://jifen.example.cn".to_owned(),
            Kind::Words => "写文字".to_owned(),
            Kind::Header => "写请求头的名称，如 x-forwarded-for".to_owned(),
            Kind::Networks => "写成 10.0.0.0/8 或 127.0.0.1".to_owned(),
            Kind::Origins => "写成 https://example.org，后面没有路径".to_owned(),
        }
    }
}

fn is_origin(value: &str) -> bool {
    let rest = value.strip_prefix("https://").or_else(|| value.strip_prefix("http://"));
    rest.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    })
}
