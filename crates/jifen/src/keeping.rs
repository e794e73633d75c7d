//! What `jifen serve` keeps records with: the database, the key, the dice and the clock, all handed to the service from here.

use crate::clock;
use crate::failure::Failure;
use crate::input::said;
use crate::samples;
use crate::settings::{Keep, ProviderOf};
use service::account::{Keeping, Provider};
use service::keep::{KeepError, Keeper, MASTER_BYTES, Master, Outside};
use service::store::{SqlStore, Store as _};
use std::fs::{File, OpenOptions};
use std::io::{Error, ErrorKind, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The variable with the key itself.
const KEY: &str = "JIFEN_KEY";
/// The variable with what the identity provider gave this site as a secret.
const SECRET: &str = "JIFEN_PROVIDER_SECRET";
/// The variable with keys that the site had before, with commas between them.
const OLD_KEYS: &str = "JIFEN_OLD_KEYS";
/// How often is looked for what has not been used for long.
const HOUR: Duration = Duration::from_secs(3600);

/// Opens the database and the key, makes both at the first start, and puts the made-up people in. Nothing when nothing is to
/// be kept.
pub async fn open(arguments: &Option<Keep>) -> Result<Option<(Keeping, Arc<SqlStore>)>, Failure> {
    let Some(arguments) = arguments else { return Ok(None) };
    if let Some(path) = sqlite_file(&arguments.database) {
        make_private(&path).map_err(|error| {
            Failure::new(format!("不能在 {} 建数据库：{}", path.display(), unmade(&error)))
                .hint("换到能写的文件夹里运行，或者用 --database sqlite:文件 指定能写的地方")
                .hint("什么也不用保存的话，用 --database none")
        })?;
    }
    let store = SqlStore::open(&arguments.database).await.map_err(|error| {
        Failure::new(format!("打不开数据库 {}：{error}", without_password(&arguments.database)))
            .hint("看看地址对不对、数据库开没开；写成 sqlite:文件 或 postgres://用户:口令@主机/库名")
    })?;
    let store = Arc::new(store);
    let broken = |error: KeepError| Failure::new(format!("数据库用不了：{error}"));
    let begun = Keeper::has_key(store.as_ref()).await.map_err(broken)?;
    let older = older_keys(&arguments.old_key_files)?;
    // A database that has its key may get a new one only beside the one so far.
    let key = key(&arguments.key_file, begun && older.is_empty())?;
    store.seed(&samples::people()).await.map_err(|error| broken(error.into()))?;
    let outside =
        Outside { now: Box::new(clock::now), dice: Box::new(|bytes| getrandom::fill(bytes).is_ok()) };
    let keeper = Keeper::open(store.clone(), &key, &older, outside, arguments.limits).await;
    let keeper = keeper.map_err(|error| match error {
        KeepError::OtherKey => Failure::new(format!("{error}，存着的记录打不开"))
            .hint(format!("找回原来的密钥文件（{}）或环境变量 {KEY}", arguments.key_file.display()))
            .hint("有意换密钥的话，把原来的密钥文件写在 --old-key-files"),
        KeepError::OlderKey => Failure::new(error.to_string())
            .hint("把那把旧密钥的文件写在 --old-key-files；到什么时候可以不写，日志里有"),
        other => broken(other),
    })?;
    let provider = provider(arguments)?;
    let secure = arguments.public_url.as_ref().is_some_and(|url| url.starts_with("https://"));
    Ok(Some((Keeping { keeper, secure, provider }, store)))
}

/// The identity provider that was asked for.
fn provider(arguments: &Keep) -> Result<Option<Provider>, Failure> {
    let (Some(ProviderOf { issuer, client, name, roots }), Some(site)) =
        (&arguments.provider, &arguments.public_url)
    else {
        return Ok(None);
    };
    let read = |path: &PathBuf| {
        std::fs::read(path).map_err(|error| {
            Failure::new(format!("读不了根证书文件 {}：{}", path.display(), said(&error)))
                .hint("看看 --provider-roots 写的路径对不对")
        })
    };
    let roots = roots.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let provider = Provider::new(name, issuer, client, std::env::var(SECRET).ok(), site, &roots);
    provider.map(Some).map_err(|error| {
        Failure::new(format!("接不上身份认证平台：{error}"))
            .hint("看看 provider、public-url 和 provider-roots 写得对不对")
    })
}

/// Looks every hour for what has not been used for the declared days, and takes it away; and for what is sealed with an older key,
/// and seals it anew.
pub async fn look_after(site: Arc<service::Site>) {
    loop {
        if let Some(keeping) = site.kept() {
            service::note_forgotten(keeping.keeper.forget().await);
            service::note_renewed(keeping.keeper.renew().await, keeping.keeper.older_until().await);
        }
        tokio::time::sleep(HOUR).await;
    }
}

/// The key: from the environment, from its file, or a new one where the database has none yet.
fn key(path: &Path, begun: bool) -> Result<[u8; MASTER_BYTES], Failure> {
    if let Ok(text) = std::env::var(KEY) {
        return read_key(&text).ok_or_else(|| Failure::new(format!("环境变量 {KEY} 要是 64 位十六进制")));
    }
    let unread = |error: &Error| Failure::new(format!("读不了密钥文件 {}：{}", path.display(), said(error)));
    match File::open(path) {
        Ok(mut file) => key_in(&mut file, path),
        Err(error) if error.kind() == ErrorKind::NotFound && begun => {
            Err(unread(&error)
                .hint("这个数据库已经有密钥了，换一把就打不开存着的记录；把原来的密钥文件放回来"))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => new_key(path),
        Err(error) => Err(unread(&error)),
    }
}

/// The keys that the site had before, from their files and the environment.
fn older_keys(files: &[PathBuf]) -> Result<Vec<Master>, Failure> {
    let mut keys = Vec::new();
    for path in files {
        let unread = |error: &Error| {
            Failure::new(format!("读不了旧密钥文件 {}：{}", path.display(), said(error)))
                .hint("看看 --old-key-files 写的路径对不对")
        };
        keys.push(Master::new(key_in(&mut File::open(path).map_err(|error| unread(&error))?, path)?));
    }
    if let Ok(text) = std::env::var(OLD_KEYS) {
        for text in text.split(',').filter(|text| !text.trim().is_empty()) {
            let wrong = || Failure::new(format!("环境变量 {OLD_KEYS} 里要是 64 位十六进制，几把用逗号分开"));
            keys.push(Master::new(read_key(text).ok_or_else(wrong)?));
        }
    }
    Ok(keys)
}

/// The key that a file holds.
fn key_in(file: &mut File, path: &Path) -> Result<[u8; MASTER_BYTES], Failure> {
    guarded(file, path)?;
    let mut text = String::new();
    let unread = |error: &Error| Failure::new(format!("读不了密钥文件 {}：{}", path.display(), said(error)));
    file.read_to_string(&mut text).map_err(|error| unread(&error))?;
    read_key(&text).ok_or_else(|| Failure::new(format!("密钥文件 {} 里不是 64 位十六进制", path.display())))
}

fn new_key(path: &Path) -> Result<[u8; MASTER_BYTES], Failure> {
    let mut key = [0; MASTER_BYTES];
    getrandom::fill(&mut key).map_err(|_| Failure::new("系统没有给出随机数，不能建密钥"))?;
    let text: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let write = || {
        let mut file = private().create_new(true).open(path)?;
        file.write_all(text.as_bytes())?;
        file.write_all(b"\n")?;
        file.sync_all()?;
        // The name has to be on disk too, before anything is sealed with the key.
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    write().map_err(|error: Error| {
        Failure::new(format!("不能建密钥文件 {}：{}", path.display(), unmade(&error)))
            .hint(format!("用 --key-file 指定能写的地方，或者把密钥放在环境变量 {KEY} 里"))
    })?;
    Ok(key)
}

/// Why a file could not be made.
fn unmade(error: &Error) -> String {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => "没有这个文件夹".into(),
        ErrorKind::ReadOnlyFilesystem => "这里只能读，不能写".into(),
        ErrorKind::StorageFull => "磁盘满了".into(),
        _ => said(error),
    }
}

fn read_key(text: &str) -> Option<[u8; MASTER_BYTES]> {
    let text = text.trim();
    if text.len() != 2 * MASTER_BYTES || !text.is_ascii() {
        return None;
    }
    let mut key = [0; MASTER_BYTES];
    for (at, byte) in key.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * at..2 * at + 2)?, 16).ok()?;
    }
    Some(key)
}

/// Refuses a key that others on the machine can read.
#[cfg(unix)]
fn guarded(file: &File, path: &Path) -> Result<(), Failure> {
    use std::os::unix::fs::MetadataExt as _;
    let open = file.metadata().is_ok_and(|data| data.mode() & 0o077 != 0);
    if open {
        return Err(Failure::new(format!("密钥文件 {} 别人也能读", path.display()))
            .hint(format!("运行 chmod 600 {}", path.display())));
    }
    Ok(())
}

#[cfg(not(unix))]
fn guarded(_: &File, _: &Path) -> Result<(), Failure> {
    Ok(())
}

/// How a file is opened that nobody else may read.
fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Makes the file of a database, if it is not there, so that nobody else may read it.
fn make_private(path: &Path) -> Result<(), Error> {
    private().create(true).truncate(false).open(path).map(|_| ())
}

/// The file of an SQLite address; none for a database in memory.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next().unwrap_or(path);
    (!path.is_empty() && path != ":memory:").then(|| PathBuf::from(path))
}

/// An address as it may be shown.
fn without_password(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, place))) => format!("{scheme}://…@{place}"),
        _ => url.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_sixty_four_digits() {
        assert_eq!(read_key(&format!(" {}\n", "0a".repeat(32))), Some([10; 32]));
        for text in ["", "0a", &"0a".repeat(33), &"0g".repeat(32), &"密".repeat(32)] {
            assert_eq!(read_key(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_is_shown_without_its_password() {
        assert_eq!(without_password("postgres://a:b@c:5/d"), "postgres://…@c:5/d");
        assert_eq!(without_password("sqlite:jifen.db"), "sqlite:jifen.db");
        assert_eq!(sqlite_file("sqlite://x/积分.db?a=b"), Some(PathBuf::from("x/积分.db")));
        assert_eq!(sqlite_file("sqlite::memory:"), None);
    }
}
