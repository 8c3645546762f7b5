//! A new signing key takes over, and nobody notices.

use std::time::Duration;

use passlock_core::Timestamp;
use passlock_core::protocol::JWKS_PATH;
use passlock_server::{Operator, Rotation};
use serde_json::Value;

use crate::harness::{NUMBER, Server, database_in, dev_settings};
use crate::keys::verified;

/// A server, and somebody with its database at hand.
async fn place() -> (tempfile::TempDir, Server, Operator) {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    (folder, server, operator)
}

pub(crate) async fn published(server: &Server) -> Vec<String> {
    let keys = server.get(JWKS_PATH).await.json();
    keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn signer(token: &Value) -> String {
    jsonwebtoken::decode_header(token.as_str().unwrap()).unwrap().kid.unwrap()
}

#[tokio::test]
async fn a_new_key_is_published_before_it_signs() {
    let (_folder, server, operator) = place().await;
    let old = published(&server).await;
    let key = operator.rotate_keys(Rotation::Planned, server.now()).await.unwrap();
    assert_eq!(key.signs_from, server.now().after(Duration::from_mins(15)));

    server.wait(Duration::from_secs(10));
    assert_eq!(published(&server).await, [key.kid.clone(), old[0].clone()], "the server looks again by itself");
    let before = server.log_in(NUMBER).await;
    assert_eq!(signer(&before["id_token"]), old[0]);

    server.wait(Duration::from_secs(15 * 60 - 10));
    let after = server.log_in(NUMBER).await;
    for token in ["id_token", "access_token"] {
        assert_eq!(signer(&after[token]), key.kid);
    }
    for tokens in [&before, &after] {
        verified(&server, &tokens["id_token"], "demo").await;
        assert_eq!(server.userinfo(tokens).await.status, 200);
    }
}

#[tokio::test]
async fn copies_of_the_keys_are_renewed_before_the_new_one_signs() {
    let mut settings = dev_settings();
    assert_eq!(Server::with(settings.clone()).await.get(JWKS_PATH).await.header("cache-control"), Some("no-cache"));
    settings.dev = false;
    let answer = Server::with(settings).await.get(JWKS_PATH).await;
    assert_eq!(answer.header("cache-control"), Some("public, max-age=300"), "less than a quarter of an hour");
}

#[tokio::test]
async fn a_restart_keeps_all_keys_that_matter_and_drops_the_others() {
    let (folder, server, operator) = place().await;
    let old = published(&server).await.remove(0);
    let tokens = server.log_in(NUMBER).await;
    // As if one had been made half an hour ago, which signs by now, and another lately, which does not yet.
    let ago = |minutes: i64| Timestamp::from_seconds(server.now().seconds() - minutes * 60);
    let middle = operator.rotate_keys(Rotation::Planned, ago(30)).await.unwrap().kid;
    let last = operator.rotate_keys(Rotation::Planned, ago(10)).await.unwrap().kid;
    let after = Server::on_file(&folder, |_| ()).await;
    assert_eq!(published(&after).await, [last.clone(), middle.clone(), old]);
    assert_eq!(after.userinfo(&tokens).await.status, 200);
    assert_eq!(signer(&after.log_in(NUMBER).await["id_token"]), middle);

    let brief = Server::on_file(&folder, |settings| {
        settings.id_token_lifetime = Duration::from_mins(1);
        settings.access_token_lifetime = Duration::from_mins(2);
    });
    assert_eq!(published(&brief.await).await, [last, middle], "its tokens have long expired");
}

#[tokio::test]
async fn a_leaked_key_is_worth_nothing_at_once() {
    let (_folder, server, operator) = place().await;
    let login = server.stay(NUMBER, "openid offline_access").await;
    let key = operator.rotate_keys(Rotation::Leaked, server.now()).await.unwrap();
    server.wait(Duration::from_secs(10));
    assert_eq!(published(&server).await, std::slice::from_ref(&key.kid));
    server.userinfo(&login).await.check(401, "invalid_token");
    let tokens = server.renew(&login).await.json();
    assert_eq!(signer(&tokens["id_token"]), key.kid, "whoever can renew goes on");
    assert_eq!(server.userinfo(&tokens).await.status, 200);
}

#[tokio::test]
async fn an_operator_sees_what_is_published() {
    let (_folder, server, operator) = place().await;
    let old = published(&server).await.remove(0);
    let new = operator.rotate_keys(Rotation::Planned, server.now()).await.unwrap();
    let keys = operator.keys().await.unwrap();
    assert_eq!((&keys[0], &keys[1].kid, keys.len()), (&new, &old, 2));
    assert!(keys[1].signs_from <= server.now());
}
