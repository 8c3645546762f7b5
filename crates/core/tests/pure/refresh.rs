//! What a server answers around a refresh token.

use crate::walk::SerdeJson;
use passlock_core::protocol::{Reply, TokenReply, read_renewed, read_revoked, read_userinfo};
use passlock_core::session::RefreshToken;
use passlock_core::{Problem, Timestamp};

const NOW: Timestamp = Timestamp::from_seconds(1_790_000_000);

fn reply(status: u16, body: &str) -> Reply {
    let content_type = (!body.is_empty()).then(|| "application/json".to_owned());
    Reply { status, content_type, retry_after: None, body: body.to_owned() }
}

#[track_caller]
fn check(status: u16, body: &str, expected: Problem) {
    assert_eq!(renewed(&reply(status, body)), Err(expected));
}

fn renewed(reply: &Reply) -> Result<TokenReply, Problem> {
    read_renewed::<SerdeJson>(reply, &RefreshToken::new("used"), NOW)
}

#[test]
fn the_next_refresh_token_replaces_the_one_that_was_used() {
    let body = r#"{"access_token":"a","id_token":"i","token_type":"Bearer","expires_in":60,"refresh_token":"next"}"#;
    assert_eq!(renewed(&reply(200, body)).unwrap().refresh_token, Some(RefreshToken::new("next")));
}

#[test]
fn where_there_is_no_next_one_the_used_one_stays() {
    let body = r#"{"access_token":"a","id_token":"i","token_type":"Bearer","expires_in":60}"#;
    assert_eq!(renewed(&reply(200, body)).unwrap().refresh_token, Some(RefreshToken::new("used")));
}

#[test]
fn an_access_token_that_is_not_accepted_wants_new_ones() {
    let body = r#"{"error":"invalid_token","error_description":"The access token is invalid or has expired."}"#;
    assert_eq!(read_userinfo::<SerdeJson>(&reply(401, body), NOW), Err(Problem::LoginRequired));
    assert_eq!(read_userinfo::<SerdeJson>(&reply(401, ""), NOW), Err(Problem::LoginRequired));
}

#[test]
fn a_refresh_token_that_is_of_no_use_wants_a_new_login_whatever_the_sentence() {
    for sentence in [
        "Unknown or invalid refresh token.",
        "Wrong phone number or verification code.",
        "The verification code has expired. Please try to login again.",
        "You've reached the maximum number of attempts. Please try to login again.",
        "",
    ] {
        let body = format!(r#"{{"error":"invalid_grant","error_description":"{sentence}"}}"#);
        check(403, &body, Problem::LoginRequired);
        check(400, &body, Problem::LoginRequired);
    }
    assert_eq!(Problem::LoginRequired.code(), "login_required");
    assert_eq!(Problem::LoginRequired.auth0_code(), "invalid_grant");
    assert!(!Problem::LoginRequired.can_retry());
}

#[test]
fn other_refusals_mean_what_they_mean_everywhere() {
    check(403, r#"{"error":"unauthorized_client"}"#, Problem::GrantNotEnabled);
    check(401, r#"{"error":"invalid_client"}"#, Problem::ClientMisconfigured);
    check(429, r#"{"error":"too_many_requests"}"#, Problem::RateLimited { until: None });
    check(503, "", Problem::ServerDown { status: 503 });
}

#[test]
fn a_revocation_that_succeeds_says_nothing() {
    for status in [200, 204] {
        assert_eq!(read_revoked::<SerdeJson>(&reply(status, ""), NOW), Ok(()));
    }
    let refused = reply(401, r#"{"error":"invalid_client"}"#);
    assert_eq!(read_revoked::<SerdeJson>(&refused, NOW), Err(Problem::ClientMisconfigured));
    assert_eq!(read_revoked::<SerdeJson>(&reply(500, ""), NOW), Err(Problem::ServerDown { status: 500 }));
}
