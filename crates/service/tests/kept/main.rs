//! What is kept, in both databases: every test of a suite runs once against SQLite and once against PostgreSQL.
//!
//! `cargo xtask test` starts a PostgreSQL server for them and says where in `JIFEN_TEST_POSTGRES`. Without it the PostgreSQL half
//! says that it did not run.
#![expect(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail loudly, and says when it did not run"
)]

mod database;
mod keeper_suite;
mod pages;
mod provider;
mod renew_suite;
mod site;
mod store_suite;

/// One test a database for each function of a suite.
macro_rules! both {
    ($suite:ident: $($name:ident),+ $(,)?) => {
        mod $suite {
            mod sqlite {
                $(#[tokio::test] async fn $name() { crate::$suite::$name(crate::database::sqlite(stringify!($name)).await).await })+
            }
            mod postgres {
                $(#[tokio::test] async fn $name() {
                    if let Some(database) = crate::database::postgres(concat!(stringify!($suite), "_", stringify!($name))).await {
                        crate::$suite::$name(database).await;
                    }
                })+
            }
        }
    };
}
mod runs {
    both!(store_suite:
        it_opens_again_with_what_it_had, marks_stay_as_first_put, people_are_seeded_once, a_login_is_taken_once,
        sessions_end, attempts_are_counted_in_windows, many_attempts_at_once_are_all_counted, a_record_comes_back_whole,
        a_record_is_its_owners_alone, an_account_holds_only_so_many, records_go_with_their_account,
        what_is_unused_is_forgotten_with_its_key, a_journey_is_taken_once);
    both!(keeper_suite:
        a_code_opens_the_same_bytes, an_account_lists_opens_rewrites_and_deletes, what_is_kept_is_nowhere_in_plain_text,
        a_mistyped_or_other_code_opens_nothing, a_record_put_into_another_account_does_not_open,
        wrong_passphrases_are_throttled_and_tell_nothing, many_who_sign_in_at_once_wait_or_are_sent_away, a_session_ends_by_itself_and_by_signing_out,
        another_passphrase_ends_all_sessions, another_key_is_refused, unused_records_go_after_the_declared_days,
        an_identity_provider_makes_one_account, form_tokens_belong_to_a_cookie,
        an_address_leaves_so_much_in_a_day_and_all_codes_hold_so_much);
    both!(renew_suite:
        everything_opens_after_the_key_was_changed, the_old_key_is_needed_until_nothing_can_be_under_it, a_change_can_be_taken_back,
        many_accounts_are_sealed_anew_while_people_come_and_go);
}
