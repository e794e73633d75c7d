//! Requests about a person in the description of the API. They are read by hand, in `request.rs`, so that all mistakes are told.

use utoipa::ToSchema;

/// A record, for the description of the API; `/schema` has all of it, made from the vocabulary.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only its description is used; records are read by `policy`")]
pub struct Record {
    /// Facts by their key or name. A fact that is absent is unknown, which is not the same as none.
    #[schema(value_type = Object)]
    facts: (),
    /// Facts that are said to be unknown.
    unknown: Option<Vec<String>>,
    /// Given facts that somebody disputes.
    disputed: Option<Vec<String>>,
}

macro_rules! described {
    ($(#[$meta:meta])* $name:ident { $($field:tt)* }) => {
        #[derive(ToSchema)]
        $(#[$meta])*
        #[expect(dead_code, reason = "only its description is used; requests are read by hand so that all mistakes are told")]
        #[serde(deny_unknown_fields)]
        pub struct $name {
            /// The person's record, as `/schema` describes it.
            record: Record,
            /// The day of application; today in China without it.
            #[schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
            on: Option<String>,
            /// The language of the answer.
            #[schema(pattern = "^(zh|en)$")]
            lang: Option<String>,
            $($field)*
        }
    };
}

described! {
    /// A question about a person everywhere.
    #[schema(as = PersonRequest, example = json!({"record": {"facts": {"birth_date": "1982-03-05"}}}))]
    PersonRequest {
        /// Not used: a comparison is of all schemes.
        policy: Option<String>,
        /// Not used.
        #[serde(rename = "use")]
        purpose: Option<String>,
        /// Not used.
        #[schema(maximum = 240)]
        months: Option<u32>,
    }
}

described! {
    /// A question about a person under one scheme.
    #[schema(as = PolicyRequest, example = json!({"policy": "model/residence-points", "record": {"facts": {"birth_date": "1982-03-05"}}}))]
    PolicyRequest {
        /// `city/scheme`, or `city/scheme@date`.
        policy: String,
        /// Not used.
        #[serde(rename = "use")]
        purpose: Option<String>,
        /// For a forecast: how far to look; 120 without it.
        #[schema(maximum = 240)]
        months: Option<u32>,
    }
}

described! {
    /// A question about what would reach a use.
    #[schema(as = UseRequest, example = json!({"policy": "model/residence-points", "use": "the name of a use", "months": 12, "record": {"facts": {"birth_date": "1982-03-05"}}}))]
    UseRequest {
        /// `city/scheme`, or `city/scheme@date`.
        policy: String,
        /// The use's name in the policy.
        #[serde(rename = "use")]
        purpose: String,
        /// How far to look; 120 without it.
        #[schema(maximum = 240)]
        months: Option<u32>,
    }
}
