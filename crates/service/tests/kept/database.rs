//! A fresh database for a test.

use service::store::SqlStore;
use sqlx::{Connection as _, Executor as _, Row as _};
use std::path::PathBuf;
use std::sync::Arc;

/// A store of its own, and how to look into it from outside.
pub struct Database {
    pub store: Arc<SqlStore>,
    pub url: String,
    /// The file of SQLite.
    pub file: Option<PathBuf>,
}

impl Database {
    /// The same database, opened once more.
    pub async fn again(&self) -> Arc<SqlStore> {
        Arc::new(SqlStore::open(&self.url).await.unwrap())
    }

    /// Runs a statement beside the store.
    pub async fn run(&self, statement: &'static str) {
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        connection.execute(statement).await.unwrap();
    }

    /// A number that a statement gives.
    pub async fn number(&self, statement: &'static str) -> i64 {
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        connection.fetch_one(statement).await.unwrap().try_get(0).unwrap()
    }

    /// Every byte that the database has of a table's rows, or of all its files.
    pub async fn bytes(&self) -> Vec<u8> {
        if let Some(file) = &self.file {
            let side = |end: &str| std::fs::read(format!("{}{end}", file.display())).unwrap_or_default();
            return [side(""), side("-wal"), side("-journal")].concat();
        }
        let mut connection = sqlx::AnyConnection::connect(&self.url).await.unwrap();
        let mut all = Vec::new();
        for statement in [
            "SELECT COALESCE(string_agg(t::text, ' '), '') FROM records t",
            "SELECT COALESCE(string_agg(t::text, ' '), '') FROM record_keys t",
            "SELECT COALESCE(string_agg(t::text, ' '), '') FROM accounts t",
            "SELECT COALESCE(string_agg(t::text, ' '), '') FROM sessions t",
            "SELECT COALESCE(string_agg(t::text, ' '), '') FROM attempts t",
            "SELECT COALESCE(string_agg(encode(body, 'escape'), ' '), '') FROM records",
        ] {
            let text: String = connection.fetch_one(statement).await.unwrap().try_get(0).unwrap();
            all.extend(text.into_bytes());
        }
        all
    }
}

/// A fresh file of SQLite, with a name that is not ASCII.
pub async fn sqlite(name: &str) -> Database {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("kept");
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("{name} 积分.db"));
    for end in ["", "-wal", "-shm", "-journal"] {
        let _ = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    let url = format!("sqlite:{}", file.display());
    let store = Arc::new(SqlStore::open(&url).await.unwrap());
    assert!(file.exists(), "the file has the name it was given");
    Database { store, url, file: Some(file) }
}

/// A fresh database of the PostgreSQL server that the test command started; none, and a word about it, without one.
pub async fn postgres(name: &str) -> Option<Database> {
    let Ok(server) = std::env::var("JIFEN_TEST_POSTGRES") else {
        eprintln!(
            "not run on PostgreSQL: JIFEN_TEST_POSTGRES names no server; `cargo xtask test` starts one"
        );
        return None;
    };
    sqlx::any::install_default_drivers();
    let mut connection = sqlx::AnyConnection::connect(&format!("{server}/postgres")).await.unwrap();
    let name: String = name.chars().take(60).collect();
    for statement in
        [format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")]
    {
        connection.execute(sqlx::AssertSqlSafe(statement)).await.unwrap();
    }
    let url = format!("{server}/{name}");
    let store = Arc::new(SqlStore::open(&url).await.unwrap());
    Some(Database { store, url, file: None })
}
