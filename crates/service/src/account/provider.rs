//! Signing in by a city's identity provider: OpenID Connect, authorization code with PKCE, state and nonce.
//!
//! What has to be remembered while somebody is there lies sealed in the store under the state's digest, is taken out once, and
//! is bound to the cookie of the browser that set out.

use super::draw::wrong;
use super::keep;
use super::visitor::{Sent, Visitor, come_again, enough, failed};
use crate::keep::KeepError;
use crate::page::mistake;
use crate::store::Moment;
use crate::view::{View, asked_for};
use axum::extract::RawQuery;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::DateTime;
use maud::html;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenClaims, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet,
    IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope, TokenResponse as _, reqwest,
    url::Url,
};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;
use tokio::sync::RwLock;

/// Where the provider sends people back to.
pub const BACK: &str = "/my/provider/back";
/// How long a provider may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What is wrong with a provider's settings, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProviderError(String);

impl fmt::Display for ProviderError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for ProviderError {}

/// A city's identity provider.
pub struct Provider {
    name: String,
    issuer: IssuerUrl,
    id: ClientId,
    secret: Option<ClientSecret>,
    back: RedirectUrl,
    http: reqwest::Client,
    known: RwLock<Option<CoreProviderMetadata>>,
}

/// What is remembered while somebody is with the provider.
#[derive(Serialize, Deserialize)]
struct Memory {
    cookie: String,
    nonce: String,
    verifier: String,
    view: String,
    /// A record that is to be kept afterwards.
    record: Option<String>,
}

impl Provider {
    /// A provider under a name that people know, with the id and secret that it gave this site, whose public address is `site`. Its
    /// certificate leads to a public root, or to one of `roots`, each a text in PEM.
    ///
    /// # Errors
    /// When an address is none, or goes over something else than https although it is not on this machine; when a root is none.
    pub fn new(
        name: &str,
        issuer: &str,
        id: &str,
        secret: Option<String>,
        site: &str,
        roots: &[Vec<u8>],
    ) -> Result<Provider, ProviderError> {
        for address in [issuer, site] {
            let here = ["http://127.0.0.1", "http://localhost", "http://[::1]"];
            if !address.starts_with("https://") && !here.iter().any(|here| address.starts_with(here)) {
                return Err(ProviderError(format!("{address} 要以 https:// 开头")));
            }
        }
        let wrong = |address: &str| ProviderError(format!("{address} 不是网址"));
        // A provider that redirects its own answers would make this server fetch what somebody else chose.
        let mut http =
            reqwest::ClientBuilder::new().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
        for root in roots {
            let found = reqwest::Certificate::from_pem_bundle(root).unwrap_or_default();
            if found.is_empty() {
                return Err(ProviderError("根证书文件里没有 PEM 格式的证书".to_owned()));
            }
            http = found.into_iter().fold(http, reqwest::ClientBuilder::add_root_certificate);
        }
        let http = http.build().map_err(|error| ProviderError(format!("证书用不了：{error}")))?;
        Ok(Provider {
            name: name.to_owned(),
            issuer: IssuerUrl::new(issuer.to_owned()).map_err(|_| wrong(issuer))?,
            id: ClientId::new(id.to_owned()),
            secret: secret.map(ClientSecret::new),
            back: RedirectUrl::new(format!("{}{BACK}", site.trim_end_matches('/')))
                .map_err(|_| wrong(site))?,
            http,
            known: RwLock::new(None),
        })
    }

    /// What people know it by.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the provider says of itself; asked for at the first use, so that the site starts without it, and once more when a
    /// token does not fit, because the provider's keys may have changed.
    async fn client(&self, anew: bool) -> Result<Client, String> {
        let known = if anew { None } else { self.known.read().await.clone() };
        let metadata = match known {
            Some(known) => known,
            None => {
                let fresh = CoreProviderMetadata::discover_async(self.issuer.clone(), &self.http).await;
                let fresh = fresh.map_err(|error| format!("discovery: {error}"))?;
                *self.known.write().await = Some(fresh.clone());
                fresh
            }
        };
        let client = CoreClient::from_provider_metadata(metadata, self.id.clone(), self.secret.clone());
        Ok(client.set_redirect_uri(self.back.clone()))
    }

    async fn vouches(&self, code: String, memory: &Memory, now: Moment) -> Result<(String, String), String> {
        let client = self.client(false).await?;
        let request =
            client.exchange_code(AuthorizationCode::new(code)).map_err(|error| error.to_string())?;
        let request = request.set_pkce_verifier(PkceCodeVerifier::new(memory.verifier.clone()));
        let token = request.request_async(&self.http).await.map_err(|error| format!("token: {error}"))?;
        let id = token.id_token().ok_or("no id token")?;
        let nonce = Nonce::new(memory.nonce.clone());
        let time = move || DateTime::from_timestamp(now.0, 0).unwrap_or_default();
        let verifier = client.id_token_verifier().set_time_fn(time);
        if let Ok(claims) = id.claims(&verifier, &nonce) {
            return Ok(who(claims));
        }
        let client = self.client(true).await?;
        let verifier = client.id_token_verifier().set_time_fn(time);
        let claims = id.claims(&verifier, &nonce).map_err(|error| format!("id token: {error}"))?;
        Ok(who(claims))
    }
}

/// Subject and name.
fn who(claims: &CoreIdTokenClaims) -> (String, String) {
    let name = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str());
    let name = name.or_else(|| claims.preferred_username().map(|name| name.as_str()));
    (claims.subject().to_string(), name.unwrap_or_default().to_owned())
}

/// Sends somebody to the provider.
pub async fn send_off(visitor: Visitor) -> Result<Response, Response> {
    let to = address(&visitor, None).await?;
    Ok(visitor.go_to(to.as_str()))
}

/// Takes a record along that is to be kept after signing in, and shows the way to the provider. A form may not lead to another site
/// by itself, and nobody is sent there who did not want it.
pub async fn send_off_with_record(visitor: Visitor, sent: Sent) -> Result<Response, Response> {
    let fields = visitor.fields(sent)?;
    let view = visitor.view;
    let record = keep::record(&visitor, &fields)?;
    let name = known(&visitor)?.name().to_owned();
    // It lies sealed in the store until they are back, so that it counts as left there.
    match visitor.keeper()?.count_guest(visitor.from()).await {
        Ok(()) => {}
        Err(KeepError::Enough) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            let told = Some(wrong(view, enough(view)));
            return keep::draw(&visitor, &record, told, status).await.map(come_again);
        }
        Err(error) => return Err(failed(view, &error)),
    }
    let to = address(&visitor, Some(record)).await?;
    let title = view.say("去登录，记录带着", "Sign in; your record comes along");
    let content = html! {
        h1 { (title) }
        p { (view.say("登录在", "Signing in takes place at ")) (name) (view.say("，不在本站。登录好了会送你回来，再选怎么保存。", ", not here. You will be sent back and then choose how to keep the record.")) }
        p { (view.say("记录加密放着等你一刻钟，过后自动删除；没登录成也不会丢，会还给你。", "The record waits for you, sealed, for a quarter of an hour and is then deleted. If you are not signed in, it is given back to you.")) }
        p.actions { a.button.main href=(to.as_str()) { (view.say("去", "To ")) (name) (view.say("登录", "")) } }
    };
    Ok(visitor.page(StatusCode::OK, title, None, content))
}

/// The provider's address for this sign-in; what has to be remembered meanwhile lies in the store.
async fn address(visitor: &Visitor, record: Option<String>) -> Result<Url, Response> {
    let view = visitor.view;
    let keeper = visitor.keeper()?;
    let fresh = |made: Result<String, KeepError>| made.map_err(|error| failed(view, &error));
    let provider = known(visitor)?;
    let client = provider.client(false).await.map_err(|why| unreachable(visitor, &why))?;
    let (state, nonce) = (fresh(keeper.fresh::<32>())?, fresh(keeper.fresh::<32>())?);
    let memory = Memory {
        cookie: visitor.cookie().to_owned(),
        nonce: nonce.clone(),
        verifier: fresh(keeper.fresh::<32>())?,
        view: view.link("/my"),
        record,
    };
    let challenge =
        PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(memory.verifier.clone()));
    let kept = serde_json::to_vec(&memory).unwrap_or_default();
    keeper.send_off(&state, &kept).await.map_err(|error| failed(view, &error))?;
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let request = client.authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce));
    let (to, _, _) = request.add_scope(Scope::new("profile".to_owned())).set_pkce_challenge(challenge).url();
    Ok(to)
}

/// Takes somebody in who comes back from the provider; a record that came along is kept next, or given back.
pub async fn come_back(mut visitor: Visitor, RawQuery(query): RawQuery) -> Result<Response, Response> {
    let query = query.unwrap_or_default();
    let keeper = visitor.keeper()?;
    let state = asked_for(&query, "state").unwrap_or_default();
    let memory = keeper.come_back(&state).await.map_err(|error| failed(visitor.view, &error))?;
    let memory: Option<Memory> = memory.and_then(|memory| serde_json::from_slice(&memory).ok());
    let Some(memory) = memory.filter(|memory| memory.cookie == visitor.cookie()) else {
        return Err(not_in(&visitor, "unknown state"));
    };
    visitor.view = View::of(memory.view.split_once('?').map_or("", |(_, query)| query));
    let entered = enter(&visitor, &memory, &query).await;
    match (entered, &memory.record) {
        (Ok(entered), None) => Ok(entered.go_to(&memory.view)),
        (Ok(entered), Some(record)) => keep::draw(&entered, record, None, StatusCode::OK).await,
        (Err(refusal), None) => Err(refusal),
        (Err(refusal), Some(record)) => {
            let (status, view) = (refusal.status(), visitor.view);
            let text = view.say(
                "没有登录成功，可能是取消了。记录还在这里，可以再登录一次，也可以换一种办法保存。",
                "You are not signed in; you may have cancelled. Your record is still here: sign in again, or keep it in another way.",
            );
            keep::draw(&visitor, record, Some(wrong(view, text)), status).await
        }
    }
}

/// Somebody who comes back, signed in.
async fn enter(visitor: &Visitor, memory: &Memory, query: &str) -> Result<Visitor, Response> {
    let (provider, keeper) = (known(visitor)?, visitor.keeper()?);
    // The provider may mix itself up with another one; one that says who it is has to be the one that was asked.
    if asked_for(query, "iss").is_some_and(|issuer| issuer != *provider.issuer.as_str()) {
        return Err(not_in(visitor, "another issuer"));
    }
    let Some(code) = asked_for(query, "code") else { return Err(not_in(visitor, "no code")) };
    let vouched = provider.vouches(code, memory, keeper.time()).await;
    let (subject, name) = vouched.map_err(|why| not_in(visitor, &why))?;
    let ticket = keeper.vouched(provider.issuer.as_str(), &subject, &name).await;
    visitor.entered(ticket.map_err(|error| failed(visitor.view, &error))?).await
}

fn known(visitor: &Visitor) -> Result<&Provider, Response> {
    let view = visitor.view;
    visitor.keeping()?.provider.as_ref().ok_or_else(|| {
        mistake(
            view,
            StatusCode::NOT_FOUND,
            view.say("没有这一页", "There is no such page"),
            view.say("本站没有接入身份认证平台。", "This site has no identity provider."),
        )
    })
}

fn unreachable(visitor: &Visitor, why: &str) -> Response {
    tracing::error!(why, "identity provider");
    let view = visitor.view;
    mistake(
        view,
        StatusCode::BAD_GATEWAY,
        view.say("身份认证平台没有回应", "The identity provider does not answer"),
        view.say(
            "过一会儿再试，或者用恢复码、口令。",
            "Try again in a moment, or use a code or a passphrase.",
        ),
    )
}

fn not_in(visitor: &Visitor, why: &str) -> Response {
    tracing::warn!(why, "not signed in by the identity provider");
    let view = visitor.view;
    mistake(
        view,
        StatusCode::UNAUTHORIZED,
        view.say("没有登录成功", "You are not signed in"),
        view.say(
            "可能取消了，或者停得太久。请从「我的记录」重新来一次。",
            "You may have cancelled, or waited too long. Please start again from My records.",
        ),
    )
}
