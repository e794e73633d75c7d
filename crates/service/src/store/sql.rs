//! A store in SQLite or PostgreSQL. The statements are the same for both; what differs stands in [`Kind`] and in the two
//! folders of migrations.

use super::{
    Account, Forgotten, Journey, Moment, Owner, SamplePerson, SealedRecord, Store, StoreError, Stored, renew,
};
use async_trait::async_trait;
use sqlx::any::{AnyPoolOptions, AnyRow};
use sqlx::migrate::{MigrateError, Migration, MigrationType, Migrator};
use sqlx::{AnyPool, Executor as _, Row as _, SqlStr, query};
use std::borrow::Cow;
use std::time::Duration;

/// How many connections are held at most.
const CONNECTIONS: u32 = 8;
/// How long a request waits for a connection. To SQLite's only another writer is in the way, who will be done; a server may be gone, and
/// people are told so while they still wait.
const PATIENCE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(4));
/// How long whoever asks whether the database is there waits.
const SIGN_OF_LIFE: Duration = Duration::from_secs(2);

/// The lock of PostgreSQL under which records of codes are counted.
const CODES: i64 = 0x6a69_6665_6e00;

/// Set on each SQLite connection: a write is on disk when it is answered, keys to other rows hold, what is deleted is
/// overwritten, and a writer waits for another.
const SQLITE: &str = "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
    PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON; PRAGMA trusted_schema = OFF;";

/// Each version of the tables: its number, what it is for, and its text for SQLite and for PostgreSQL.
const MIGRATIONS: &[(i64, &str, &str, &str)] = &[(
    1,
    "keep",
    include_str!("../../migrations/sqlite/0001_keep.sql"),
    include_str!("../../migrations/postgres/0001_keep.sql"),
)];

/// The statement that reads records with their keys, and which.
macro_rules! records {
    ($which:literal) => {
        concat!(
            "SELECT id, account, code, title, body, wrapped, made, changed, used \
             FROM records JOIN record_keys ON record = id ",
            $which
        )
    };
}

/// Which database it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Sqlite,
    Postgres,
}

/// A store in SQLite or PostgreSQL.
#[derive(Debug)]
pub struct SqlStore {
    pool: AnyPool,
    kind: Kind,
}

impl SqlStore {
    /// Opens `sqlite:path` or `postgres://…`, and makes its tables or brings them up to date. A file of SQLite that is not
    /// there is made.
    ///
    /// # Errors
    /// [`StoreError::Unreachable`] when the address is of neither kind, the database does not answer, or its tables are of
    /// a later version than this one knows.
    pub async fn open(url: &str) -> Stored<SqlStore> {
        sqlx::any::install_default_drivers();
        let (kind, url) = if url.starts_with("sqlite:") {
            let sign = if url.contains('?') { '&' } else { '?' };
            (Kind::Sqlite, format!("{url}{sign}mode=rwc"))
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            (Kind::Postgres, url.to_owned())
        } else {
            return Err(StoreError::Unreachable("地址要以 sqlite: 或 postgres:// 开头".to_owned()));
        };
        let patience = if kind == Kind::Sqlite { PATIENCE.0 } else { PATIENCE.1 };
        let options = AnyPoolOptions::new().max_connections(CONNECTIONS).acquire_timeout(patience);
        let options = options.after_connect(move |connection, _| {
            Box::pin(async move {
                if kind == Kind::Sqlite {
                    connection.execute(SQLITE).await?;
                }
                Ok(())
            })
        });
        let pool = options.connect(&url).await.map_err(said)?;
        let store = SqlStore { pool, kind };
        store.migrate().await?;
        Ok(store)
    }

    async fn migrate(&self) -> Stored<()> {
        let migrations = MIGRATIONS.iter().map(|(version, what, sqlite, postgres)| {
            let text = if self.kind == Kind::Sqlite { sqlite } else { postgres };
            let text = SqlStr::from_static(text);
            Migration::new(*version, Cow::Borrowed(what), MigrationType::Simple, text, false)
        });
        let migrator = Migrator::with_migrations(migrations.collect());
        migrator.run(&self.pool).await.map_err(|error| {
            StoreError::Unreachable(match error {
                MigrateError::VersionMissing(version) => {
                    format!("里面的表是更新的程序建的（第 {version} 版），换新的程序来开")
                }
                MigrateError::VersionMismatch(version) => {
                    format!("里面的表不是这个程序建的（第 {version} 版对不上）")
                }
                other => other.to_string(),
            })
        })
    }

    /// Moves what was deleted out of SQLite's log of writes, so that it is nowhere on disk. Readers may keep it there for a
    /// while; the next deletion tries again.
    async fn settle(&self) {
        if self.kind == Kind::Sqlite {
            let _ = self.pool.execute("PRAGMA wal_checkpoint(TRUNCATE)").await;
        }
    }

    /// Waits until everything is written, and closes the database.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

#[async_trait]
impl Store for SqlStore {
    async fn ping(&self) -> Stored<()> {
        let asked = tokio::time::timeout(SIGN_OF_LIFE, query("SELECT 1").execute(&self.pool));
        let late = |_| StoreError::Unreachable("没有回应".to_owned());
        asked.await.map_err(late)?.map(|_| ()).map_err(said)
    }

    async fn mark(&self, name: &str) -> Stored<Option<Vec<u8>>> {
        let row = query("SELECT value FROM marks WHERE name = $1").bind(name).fetch_optional(&self.pool);
        row.await.map_err(said)?.map(|row| row.try_get(0).map_err(said)).transpose()
    }

    async fn put_mark(&self, name: &str, value: &[u8]) -> Stored<Vec<u8>> {
        query("INSERT INTO marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING")
            .bind(name)
            .bind(value)
            .execute(&self.pool)
            .await
            .map_err(said)?;
        let there = self.mark(name).await?;
        there.ok_or_else(|| StoreError::Unreachable("写下的没有留住".to_owned()))
    }

    async fn set_mark(&self, name: &str, value: &[u8]) -> Stored<()> {
        renew::set_mark(&self.pool, name, value).await
    }

    async fn replace_mark(&self, name: &str, before: &[u8], value: &[u8]) -> Stored<bool> {
        renew::replace_mark(&self.pool, name, before, value).await
    }

    async fn remove_mark(&self, name: &str) -> Stored<()> {
        renew::remove_mark(&self.pool, name).await
    }

    async fn marks(&self, beginning: &str) -> Stored<Vec<(String, Vec<u8>)>> {
        renew::marks(&self.pool, beginning).await
    }

    async fn sample_people(&self) -> Stored<Vec<SamplePerson>> {
        let rows = query("SELECT chinese, english, record FROM sample_people ORDER BY place");
        let rows = rows.fetch_all(&self.pool).await.map_err(said)?;
        let person = |row: &AnyRow| {
            Ok(SamplePerson { chinese: row.try_get(0)?, english: row.try_get(1)?, record: row.try_get(2)? })
        };
        rows.iter().map(person).collect::<Result<_, _>>().map_err(said)
    }

    async fn seed(&self, people: &[SamplePerson]) -> Stored<()> {
        let mut work = self.pool.begin().await.map_err(said)?;
        for (place, person) in (1_i64..).zip(people) {
            query(
                "INSERT INTO sample_people (place, chinese, english, record) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (place) DO NOTHING",
            )
            .bind(place)
            .bind(&person.chinese)
            .bind(&person.english)
            .bind(&person.record)
            .execute(&mut *work)
            .await
            .map_err(said)?;
        }
        work.commit().await.map_err(said)
    }

    async fn add_account(&self, account: &Account, now: Moment) -> Stored<()> {
        query(
            "INSERT INTO accounts (id, login, name, passphrase, made, used) VALUES ($1, $2, $3, $4, $5, $5)",
        )
        .bind(&account.id)
        .bind(&account.login)
        .bind(&account.name)
        .bind(&account.passphrase)
        .bind(now.0)
        .execute(&self.pool)
        .await
        .map(|_| ())
        .map_err(said)
    }

    async fn account_of_login(&self, login: &[u8]) -> Stored<Option<Account>> {
        let row = query("SELECT id, login, name, passphrase FROM accounts WHERE login = $1").bind(login);
        account(row.fetch_optional(&self.pool).await)
    }

    async fn set_passphrase(&self, account: &str, passphrase: &str) -> Stored<bool> {
        let mut work = self.pool.begin().await.map_err(said)?;
        let done = query("UPDATE accounts SET passphrase = $2 WHERE id = $1").bind(account).bind(passphrase);
        let done = done.execute(&mut *work).await.map_err(said)?;
        let ended = query("DELETE FROM sessions WHERE account = $1").bind(account);
        ended.execute(&mut *work).await.map_err(said)?;
        work.commit().await.map_err(said)?;
        Ok(done.rows_affected() > 0)
    }

    async fn remove_account(&self, account: &str) -> Stored<bool> {
        let done = query("DELETE FROM accounts WHERE id = $1").bind(account);
        let done = done.execute(&self.pool).await.map_err(said)?;
        self.settle().await;
        Ok(done.rows_affected() > 0)
    }

    async fn add_session(&self, token: &[u8], account: &str, now: Moment, ends: Moment) -> Stored<()> {
        let mut work = self.pool.begin().await.map_err(said)?;
        let added = query("INSERT INTO sessions (token, account, ends) VALUES ($1, $2, $3)");
        let added = added.bind(token).bind(account).bind(ends.0).execute(&mut *work);
        added.await.map_err(said)?;
        let noted = query("UPDATE accounts SET used = $2 WHERE id = $1").bind(account).bind(now.0);
        noted.execute(&mut *work).await.map_err(said)?;
        work.commit().await.map_err(said)
    }

    async fn account_of_session(&self, token: &[u8], now: Moment) -> Stored<Option<Account>> {
        let row = query(
            "SELECT id, login, name, passphrase FROM accounts JOIN sessions ON account = id \
             WHERE token = $1 AND ends > $2",
        );
        account(row.bind(token).bind(now.0).fetch_optional(&self.pool).await)
    }

    async fn end_session(&self, token: &[u8]) -> Stored<()> {
        let done = query("DELETE FROM sessions WHERE token = $1").bind(token).execute(&self.pool);
        done.await.map(|_| ()).map_err(said)
    }

    async fn count_attempt(&self, who: &[u8], now: Moment, window_ends: Moment) -> Stored<i64> {
        let row = query(
            "INSERT INTO attempts (who, count, ends) VALUES ($1, 1, $2) ON CONFLICT (who) DO UPDATE SET \
             count = CASE WHEN attempts.ends <= $3 THEN 1 ELSE attempts.count + 1 END, \
             ends = CASE WHEN attempts.ends <= $3 THEN $2 ELSE attempts.ends END RETURNING count",
        );
        let row = row.bind(who).bind(window_ends.0).bind(now.0).fetch_one(&self.pool);
        row.await.and_then(|row| row.try_get(0)).map_err(said)
    }

    async fn clear_attempts(&self, who: &[u8]) -> Stored<()> {
        let done = query("DELETE FROM attempts WHERE who = $1").bind(who).execute(&self.pool);
        done.await.map(|_| ()).map_err(said)
    }

    async fn add_record(&self, record: &SealedRecord, most: i64) -> Stored<()> {
        let (account, code) = match &record.owner {
            Owner::Account(id) => (Some(id.as_str()), None),
            Owner::Code(code) => (None, Some(code.as_slice())),
        };
        let mut work = self.pool.begin().await.map_err(said)?;
        // Two at once may not both see that there is room for one more. SQLite has one writer at a time.
        match (self.kind, account) {
            (Kind::Postgres, Some(account)) => {
                let held = query("SELECT id FROM accounts WHERE id = $1 FOR UPDATE").bind(account);
                held.fetch_optional(&mut *work).await.map_err(said)?;
            }
            (Kind::Postgres, None) if most < i64::MAX => {
                let held = query("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) held").bind(CODES);
                held.fetch_optional(&mut *work).await.map_err(said)?;
            }
            _ => {}
        }
        let added = query(
            "INSERT INTO records (id, account, code, title, body, made, changed, used) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE $9 = 9223372036854775807 OR \
             (SELECT COUNT(*) FROM records WHERE account = $2 OR ($2 IS NULL AND code IS NOT NULL)) < $9",
        );
        let added = added
            .bind(&record.id)
            .bind(account)
            .bind(code)
            .bind(&record.title)
            .bind(&record.body)
            .bind(record.made.0)
            .bind(record.changed.0)
            .bind(record.used.0)
            .bind(most)
            .execute(&mut *work)
            .await
            .map_err(said)?;
        if added.rows_affected() == 0 {
            return Err(StoreError::Full);
        }
        let key = query("INSERT INTO record_keys (record, wrapped) VALUES ($1, $2)");
        key.bind(&record.id).bind(&record.wrapped).execute(&mut *work).await.map_err(said)?;
        work.commit().await.map_err(said)
    }

    async fn record(&self, owner: &Owner, id: Option<&str>) -> Stored<Option<SealedRecord>> {
        let row = match (owner, id) {
            (Owner::Code(code), _) => {
                let text = records!("WHERE code = $1");
                query(text).bind(code).fetch_optional(&self.pool).await
            }
            (Owner::Account(account), Some(id)) => {
                let text = records!("WHERE account = $1 AND id = $2");
                query(text).bind(account).bind(id).fetch_optional(&self.pool).await
            }
            (Owner::Account(_), None) => return Ok(None),
        };
        row.map_err(said)?.as_ref().map(sealed).transpose().map_err(said)
    }

    async fn records_of(&self, account: &str) -> Stored<Vec<SealedRecord>> {
        let text = records!("WHERE account = $1 ORDER BY changed DESC, id");
        let rows = query(text).bind(account).fetch_all(&self.pool).await.map_err(said)?;
        rows.iter().map(sealed).collect::<Result<_, _>>().map_err(said)
    }

    async fn rewrite_record(
        &self,
        owner: &Owner,
        id: &str,
        title: &[u8],
        body: &[u8],
        now: Moment,
    ) -> Stored<bool> {
        let done = match owner {
            Owner::Account(account) => query(
                "UPDATE records SET title = $3, body = $4, changed = $5, used = $5 WHERE id = $1 AND account = $2",
            )
            .bind(id)
            .bind(account),
            Owner::Code(code) => query(
                "UPDATE records SET title = $3, body = $4, changed = $5, used = $5 WHERE id = $1 AND code = $2",
            )
            .bind(id)
            .bind(code),
        };
        let done = done.bind(title).bind(body).bind(now.0).execute(&self.pool).await.map_err(said)?;
        Ok(done.rows_affected() > 0)
    }

    async fn note_use(&self, id: &str, now: Moment) -> Stored<()> {
        let done = query("UPDATE records SET used = $2 WHERE id = $1").bind(id).bind(now.0);
        done.execute(&self.pool).await.map(|_| ()).map_err(said)
    }

    async fn remove_record(&self, owner: &Owner, id: &str) -> Stored<bool> {
        let done = match owner {
            Owner::Account(account) => {
                query("DELETE FROM records WHERE id = $1 AND account = $2").bind(id).bind(account)
            }
            Owner::Code(code) => query("DELETE FROM records WHERE id = $1 AND code = $2").bind(id).bind(code),
        };
        let done = done.execute(&self.pool).await.map_err(said)?;
        self.settle().await;
        Ok(done.rows_affected() > 0)
    }

    async fn accounts_after(&self, id: &str, most: i64) -> Stored<Vec<Account>> {
        renew::accounts_after(&self.pool, id, most).await
    }

    async fn reseal_account(&self, before: &Account, anew: &Account) -> Stored<bool> {
        renew::reseal_account(&self.pool, before, anew).await
    }

    async fn keys_after(&self, id: &str, most: i64) -> Stored<Vec<(String, String, Vec<u8>)>> {
        renew::keys_after(&self.pool, id, most).await
    }

    async fn rewrap(&self, record: &str, before: &[u8], anew: &[u8]) -> Stored<bool> {
        renew::rewrap(&self.pool, record, before, anew).await
    }

    async fn move_record(&self, before: &SealedRecord, anew: &SealedRecord) -> Stored<bool> {
        renew::move_record(&self.pool, before, anew).await
    }

    async fn add_journey(&self, journey: &Journey) -> Stored<()> {
        let done = query("INSERT INTO journeys (state, sealed, ends) VALUES ($1, $2, $3)");
        let done = done.bind(&journey.state).bind(&journey.sealed).bind(journey.ends.0);
        done.execute(&self.pool).await.map(|_| ()).map_err(said)
    }

    async fn take_journey(&self, state: &[u8], now: Moment) -> Stored<Option<Vec<u8>>> {
        let row = query("DELETE FROM journeys WHERE state = $1 AND ends > $2 RETURNING sealed");
        let row = row.bind(state).bind(now.0).fetch_optional(&self.pool).await.map_err(said)?;
        row.map(|row| row.try_get(0).map_err(said)).transpose()
    }

    async fn forget(&self, unused_since: Moment, now: Moment) -> Stored<Forgotten> {
        let mut work = self.pool.begin().await.map_err(said)?;
        let records = query("DELETE FROM records WHERE used < $1").bind(unused_since.0);
        let records = records.execute(&mut *work).await.map_err(said)?.rows_affected();
        let accounts = query(
            "DELETE FROM accounts WHERE used < $1 \
             AND NOT EXISTS (SELECT 1 FROM records WHERE records.account = accounts.id)",
        );
        let accounts = accounts.bind(unused_since.0).execute(&mut *work).await.map_err(said)?.rows_affected();
        for ended in [
            "DELETE FROM sessions WHERE ends <= $1",
            "DELETE FROM attempts WHERE ends <= $1",
            "DELETE FROM journeys WHERE ends <= $1",
        ] {
            query(ended).bind(now.0).execute(&mut *work).await.map_err(said)?;
        }
        work.commit().await.map_err(said)?;
        self.settle().await;
        Ok(Forgotten { records, accounts })
    }
}

fn account(row: Result<Option<AnyRow>, sqlx::Error>) -> Stored<Option<Account>> {
    row.map_err(said)?.as_ref().map(account_of).transpose().map_err(said)
}

/// An account as a row has it: id, login, name, passphrase.
pub(super) fn account_of(row: &AnyRow) -> Result<Account, sqlx::Error> {
    Ok(Account {
        id: row.try_get(0)?,
        login: row.try_get(1)?,
        name: row.try_get(2)?,
        passphrase: row.try_get(3)?,
    })
}

fn sealed(row: &AnyRow) -> Result<SealedRecord, sqlx::Error> {
    let owner = match row.try_get::<Option<String>, _>(1)? {
        Some(account) => Owner::Account(account),
        None => Owner::Code(row.try_get(2)?),
    };
    Ok(SealedRecord {
        id: row.try_get(0)?,
        owner,
        title: row.try_get(3)?,
        body: row.try_get(4)?,
        wrapped: row.try_get(5)?,
        made: Moment(row.try_get(6)?),
        changed: Moment(row.try_get(7)?),
        used: Moment(row.try_get(8)?),
    })
}

/// What a database said. It names tables and columns, never values: those are bound, not written into statements.
pub(super) fn said(error: sqlx::Error) -> StoreError {
    match &error {
        sqlx::Error::Database(database) if database.is_unique_violation() => StoreError::Taken,
        sqlx::Error::Database(database) => StoreError::Unreachable(database.message().to_owned()),
        _ => StoreError::Unreachable(error.to_string()),
    }
}
