//! What is set about keeping records.

use super::Settings;
use super::table::NO_DATABASE;
use service::keep::Limits;
use std::num::NonZeroU32;
use std::path::PathBuf;

/// How records are kept.
pub struct Keep {
    /// The address of the database.
    pub database: String,
    /// Where the site's key is.
    pub key_file: PathBuf,
    /// Where keys are that the site had before.
    pub old_key_files: Vec<PathBuf>,
    /// How long records are kept, and how many.
    pub limits: Limits,
    /// Where people reach the site.
    pub public_url: Option<String>,
    /// The identity provider.
    pub provider: Option<ProviderOf>,
}

/// An identity provider.
pub struct ProviderOf {
    /// Its address.
    pub issuer: String,
    /// The id that it gave this site.
    pub client: String,
    /// What people call it.
    pub name: String,
    /// Where root certificates are to which its certificate may lead.
    pub roots: Vec<PathBuf>,
}

impl Settings {
    /// How records are kept; none when none are.
    pub fn keep(&self) -> Option<Keep> {
        if self.text("database") == NO_DATABASE {
            return None;
        }
        let some = |key: &str| self.list(key).first().cloned();
        let provider = some("provider").zip(some("provider-client")).map(|(issuer, client)| ProviderOf {
            issuer,
            client,
            name: self.text("provider-name").to_owned(),
            roots: self.list("provider-roots").iter().map(PathBuf::from).collect(),
        });
        Some(Keep {
            database: self.text("database").to_owned(),
            key_file: PathBuf::from(self.text("key-file")),
            old_key_files: self.list("old-key-files").iter().map(PathBuf::from).collect(),
            limits: Limits {
                days: u16::try_from(self.number("keep-days")).unwrap_or(u16::MAX),
                a_day: NonZeroU32::new(self.number("guest-records-per-day")),
                by_code: NonZeroU32::new(self.number("guest-records")),
            },
            public_url: some("public-url"),
            provider,
        })
    }

    /// What does not go together.
    pub(super) fn keep_wrong(&self) -> Option<String> {
        let set = |key: &str| !self.list(key).is_empty();
        let whole = set("provider") == set("provider-client") && (!set("provider") || set("public-url"));
        let hint = "平台要知道把人送回哪里，也要知道是哪个网站";
        (!whole).then(|| format!("provider、provider-client 和 public-url 要一起设\n   建议：{hint}"))
    }
}
