//! Bodies that are not what they should be: 4xx in JSON, never 5xx.

use axum::body::Body;
use axum::http::{Method, Request};
use passlock_core::protocol::{REVOKE_PATH, START_PATH, TOKEN_PATH};

use crate::harness::{FORM, JSON, PAGE, Server, request};

async fn check(server: &Server, path: &str, headers: &[(&str, &str)], body: impl Into<Body>, status: u16, error: &str) {
    let mut request = Request::builder().method(Method::POST).uri(path).header("origin", PAGE);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = server.send(request.body(body.into()).unwrap()).await;
    answer.check(status, error);
    assert_eq!(answer.header("access-control-allow-origin"), Some(PAGE), "the page may read why");
}

#[tokio::test]
async fn what_is_not_a_json_object_is_refused() {
    let server = Server::dev().await;
    let deep = "[".repeat(5000);
    for path in [START_PATH, TOKEN_PATH] {
        for body in
            ["", "{", "null", "[]", "7", "\"text\"", "{\"a\":}", "{} {}", "{'a':1}", "\u{feff}{}", deep.as_str()]
        {
            check(&server, path, JSON, body.to_owned(), 400, "invalid_request").await;
        }
    }
}

#[tokio::test]
async fn bytes_that_are_no_text_are_refused() {
    let server = Server::dev().await;
    check(&server, START_PATH, JSON, b"{\"client_id\":\"\xff\xfe\"}".to_vec(), 400, "invalid_request").await;
    check(&server, TOKEN_PATH, JSON, b"\x00\x00\x00".to_vec(), 400, "invalid_request").await;
}

#[tokio::test]
async fn a_key_that_is_there_twice_is_refused() {
    let server = Server::dev().await;
    let twice = r#"{"client_id":"demo","client_id":"demo"}"#;
    check(&server, START_PATH, JSON, twice, 400, "invalid_request").await;
    check(&server, TOKEN_PATH, JSON, twice, 400, "invalid_request").await;
    check(&server, TOKEN_PATH, FORM, "client_id=demo&client_id=demo", 400, "invalid_request").await;
}

#[tokio::test]
async fn numbers_beyond_all_bounds_are_only_wrong_types() {
    let server = Server::dev().await;
    let huge = format!(r#"{{"client_id":{}}}"#, "9".repeat(400));
    check(&server, START_PATH, JSON, huge.clone(), 400, "invalid_request").await;
    check(&server, START_PATH, JSON, r#"{"client_id":1e999}"#, 400, "invalid_request").await;
    check(&server, START_PATH, JSON, r#"{"client_id":18446744073709551616}"#, 400, "bad.client_id").await;
    check(&server, TOKEN_PATH, JSON, huge, 400, "invalid_request").await;
}

#[tokio::test]
async fn other_content_types_are_refused() {
    let server = Server::dev().await;
    check(&server, START_PATH, &[], "{}", 415, "invalid_request").await;
    check(&server, START_PATH, FORM, "client_id=demo", 415, "invalid_request").await;
    check(&server, START_PATH, &[("content-type", "text/plain")], "{}", 415, "invalid_request").await;
    check(&server, TOKEN_PATH, &[], "", 415, "invalid_request").await;
    check(&server, TOKEN_PATH, &[("content-type", "multipart/form-data; boundary=x")], "", 415, "invalid_request")
        .await;
}

#[tokio::test]
async fn the_content_type_is_read_as_http_has_it() {
    let server = Server::dev().await;
    let headers = [("content-type", "Application/JSON; charset=utf-8")];
    check(&server, START_PATH, &headers, "{}", 400, "bad.client_id").await;
}

#[tokio::test]
async fn more_than_64_kib_is_too_much() {
    let server = Server::dev().await;
    let body = |size: usize| format!(r#"{{"client_id":"{}"}}"#, "x".repeat(size - 16));
    check(&server, START_PATH, JSON, body(64 * 1024), 400, "bad.client_id").await;
    check(&server, START_PATH, JSON, body(64 * 1024 + 1), 413, "invalid_request").await;
    check(&server, TOKEN_PATH, FORM, "a".repeat(1024 * 1024), 413, "invalid_request").await;
}

#[tokio::test]
async fn a_broken_form_lacks_its_parameters() {
    let server = Server::dev().await;
    for form in ["", "&&&", "%", "%ff%fe=%ff", "grant_type=%00"] {
        check(&server, TOKEN_PATH, FORM, form, 400, "invalid_request").await;
    }
}

#[tokio::test]
async fn unknown_addresses_and_methods_say_so_in_json() {
    let server = Server::dev().await;
    for path in ["/", "/nowhere", "/passwordless", "/oauth", "/tenants/v1/passlock.js", "/user/geoloc/country", "/%ff"]
    {
        server.get(path).await.check(404, "not_found");
    }
    for (method, path, allow) in [
        (Method::GET, START_PATH, "POST"),
        (Method::PUT, TOKEN_PATH, "POST"),
        (Method::GET, REVOKE_PATH, "POST"),
        (Method::DELETE, "/userinfo", "GET,HEAD,POST"),
        (Method::POST, "/v2/logout", "GET,HEAD"),
        (Method::POST, "/health", "GET,HEAD"),
        (Method::POST, "/dev/outbox", "GET,HEAD"),
    ] {
        let answer = server.send(request(method, path, &[], "")).await;
        answer.check(405, "method_not_allowed");
        assert_eq!(answer.header("allow"), Some(allow), "{path}");
    }
}

#[tokio::test]
async fn every_answer_forbids_guessing_and_telling() {
    let server = Server::dev().await;
    for path in ["/health", "/nowhere", START_PATH, "/userinfo", "/v2/logout", "/dev/outbox"] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"), "{path}");
    }
}

#[tokio::test]
async fn a_body_that_does_not_arrive_is_not_waited_for() {
    let server = Server::dev().await;
    let never = Body::from_stream(tokio_stream::pending::<Result<&'static str, std::io::Error>>());
    check(&server, START_PATH, JSON, never, 408, "invalid_request").await;
}

#[tokio::test]
async fn a_secret_that_is_no_text_is_refused_and_not_passed_over() {
    let server = Server::dev().await;
    for path in [START_PATH, TOKEN_PATH, REVOKE_PATH] {
        let body = format!(
            r#"{{"client_id":"demo","client_secret":7{}}}"#,
            if path == TOKEN_PATH { r#","grant_type":"refresh_token""# } else { "" }
        );
        check(&server, path, JSON, body, 400, "invalid_request").await;
    }
}
