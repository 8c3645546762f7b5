//! A page that draws the login itself, with the client of the built bundle.

use anyhow::{Context, Result, ensure};
use passlock_e2e::{NUMBER, Visit, token};

#[tokio::test]
async fn a_page_logs_in_without_the_lock() -> Result<()> {
    let shop = Visit::open("shop").await?;
    let (browser, backend) = (&shop.browser, &shop.backend);
    let client = "(window.client ??= new PasslockClient({ clientId: AUTH0_CLIENT_ID, domain: AUTH0_DOMAIN }))";

    let refused = format!("{client}.startPasswordlessWithPhoneNumber('+33 6 12').catch((error) => error.code)");
    assert_eq!(browser.evaluate(&refused).await?, "phone_too_short");
    let sent = browser.evaluate(&format!("{client}.startPasswordlessWithPhoneNumber('{NUMBER}')")).await?;
    assert_eq!(sent["phoneNumber"], NUMBER);
    let code = backend.code_for(NUMBER).await?;
    assert_eq!(sent["codeLength"], code.len());

    let wrong = passlock_e2e::backend::wrong_code(&code, 1);
    let failed = format!("{client}.loginWithPhoneNumber('{NUMBER}', '{wrong}').catch((error) => ({{ ...error }}))");
    let failed = browser.evaluate(&failed).await?;
    assert_eq!((&failed["code"], &failed["attemptsLeft"]), (&"wrong_code".into(), &2.into()));

    let session = browser.evaluate(&format!("{client}.loginWithPhoneNumber('{NUMBER}', '{code}')")).await?;
    let id_token = session["idToken"].as_str().context("no id_token")?;
    let claims = token::verify(id_token, backend.jwks().await?, &backend.domain())?;
    assert_eq!(session["claims"]["sub"], claims["sub"]);

    let access_token = session["accessToken"].as_str().context("no access token")?;
    let profile = browser.evaluate(&format!("{client}.userInfo('{access_token}')")).await?;
    assert_eq!(profile["sub"], claims["sub"]);
    let over = browser.evaluate(&format!("{client}.userInfo('none').catch((error) => error.code)")).await?;
    assert_eq!(over, "login_required");
    ensure!(browser.evaluate("localStorage.length").await? == 0, "the client has written something down");
    Ok(())
}

#[tokio::test]
async fn a_signal_stops_a_call() -> Result<()> {
    let shop = Visit::open("shop").await?;
    let stopped = "new PasslockClient({ clientId: AUTH0_CLIENT_ID, domain: AUTH0_DOMAIN })
        .startPasswordlessWithPhoneNumber('+14155550132', { signal: AbortSignal.abort() })
        .catch((error) => `${error.name} ${error.code}`)";
    assert_eq!(shop.browser.evaluate(stopped).await?, "AbortError cancelled");
    Ok(())
}
