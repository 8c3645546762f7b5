//! A page asks a backend with logins of its own, out of sight, who is logged in there.

use anyhow::{Result, ensure};
use passlock_e2e::authority::Authority;
use passlock_e2e::{Browser, Site, built};
use serde_json::Value;

struct Asking {
    browser: Browser,
    _site: Site,
    _authority: Authority,
}

impl Asking {
    async fn begin() -> Result<Self> {
        let authority = Authority::start().await?;
        let site = Site::start(&built::page("shop"), &authority.domain()).await?;
        let browser = Browser::start().await?;
        browser.open(&site.url()).await?;
        Ok(Self { browser, _site: site, _authority: authority })
    }

    /// What comes of it for a lock of this class.
    async fn ask(&self, class: &str, hint: &str) -> Result<Value> {
        let call = format!(
            "new Promise((resolve) => new {class}(AUTH0_CLIENT_ID, AUTH0_DOMAIN)
                .checkSession({{ login_hint: '{hint}' }}, (error, result) => resolve([error && {{ ...error }}, result])))"
        );
        self.browser.evaluate(&call).await
    }
}

#[tokio::test]
async fn who_is_logged_in_there_is_logged_in_here_once_the_token_is_verified() -> Result<()> {
    let asking = Asking::begin().await?;
    for class in ["Passlock", "Auth0LockPasswordless"] {
        let told = asking.ask(class, "somebody").await?;
        let result = &told[1];
        assert_eq!(result["idTokenPayload"]["sub"], "auth0|1", "{told}");
        assert_eq!((&result["accessToken"], &result["expiresIn"]), (&"access".into(), &600.into()));
        ensure!(result["state"].as_str().is_some_and(|state| state.len() == 32), "{told}");
    }
    asking.browser.becomes("document.querySelectorAll('iframe').length", 0).await
}

#[tokio::test]
async fn nobody_logged_in_there_is_told_as_such() -> Result<()> {
    let asking = Asking::begin().await?;
    let told = asking.ask("Auth0LockPasswordless", "nobody").await?;
    assert_eq!(
        (&told[0]["error"], &told[0]["error_description"]),
        (&"login_required".into(), &"Login required".into())
    );
    Ok(())
}

#[tokio::test]
async fn a_token_that_answers_another_question_logs_nobody_in() -> Result<()> {
    let asking = Asking::begin().await?;
    let told = asking.ask("Auth0LockPasswordless", "replayed").await?;
    assert_eq!((&told[0]["error"], &told[0]["check"]), (&"invalid_token".into(), &"nonce".into()), "{told}");
    Ok(())
}
