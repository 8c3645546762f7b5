//! Every address against every kind of bad input: the right 4xx in the protocol's form, and a server that goes on.
//!
//! That each answer is described, with its headers and the code of its error, is checked where it arrives.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

use crate::device::{trade_body, unsigned};
use crate::emails::{ADDRESS, email_start, email_token};
use crate::harness::{Answer, NUMBER, PAGE, Server, other_than, start_body, token_body};

/// An address that takes a body, and one that it would take.
struct Endpoint {
    path: &'static str,
    body: Value,
    takes_forms: bool,
}

fn endpoints(code: &str) -> Vec<Endpoint> {
    let endpoint = |path, takes_forms, body| Endpoint { path, body, takes_forms };
    let (otp, token) = ("http://auth0.com/oauth/grant-type/passwordless/otp", "a token");
    vec![
        endpoint("/passwordless/start", false, start_body(NUMBER)),
        endpoint("/passwordless/start", false, email_start(ADDRESS)),
        endpoint("/oauth/token", true, token_body(NUMBER, code)),
        endpoint("/oauth/token", true, email_token(ADDRESS, code)),
        endpoint(
            "/oauth/token",
            true,
            json!({ "grant_type": "refresh_token", "client_id": "demo", "refresh_token": token }),
        ),
        endpoint(
            "/oauth/token",
            true,
            json!({ "grant_type": "authorization_code", "client_id": "demo", "code": token, "redirect_uri": PAGE }),
        ),
        endpoint("/oauth/revoke", true, json!({ "client_id": "demo", "token": token })),
        endpoint(
            "/passwordless/verify",
            true,
            json!({ "client_id": "demo", "connection": "sms", "phone_number": NUMBER, "verification_code": code }),
        ),
        endpoint(
            "/passwordless/verify",
            true,
            json!({ "client_id": "demo", "connection": "email", "email": ADDRESS, "verification_code": code }),
        ),
        endpoint(
            "/co/authenticate",
            false,
            json!({ "client_id": "demo", "credential_type": otp, "realm": "sms", "username": NUMBER, "otp": code }),
        ),
        endpoint(
            "/co/authenticate",
            false,
            json!({ "client_id": "demo", "credential_type": otp, "realm": "email", "username": ADDRESS, "otp": code }),
        ),
        endpoint("/passkey/challenge", false, json!({ "client_id": "demo" })),
        endpoint(
            "/passkey/register",
            false,
            json!({ "client_id": "demo", "user_profile": { "username": "ann" }, "user_metadata": { "a": "b" } }),
        ),
        endpoint("/oauth/token", true, trade_body(&json!({ "auth_session": "A".repeat(43) }), &unsigned())),
    ]
}

/// With a code that waits and is another one than `endpoints` gets.
async fn server() -> (Server, Vec<Endpoint>) {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    (server, endpoints(&other_than(&code)))
}

async fn send(server: &Server, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post(path).header("origin", PAGE).header("host", "127.0.0.1:4000");
    server.send(request.header("content-type", kind).body(body.into()).unwrap()).await
}

async fn check_alive(server: &Server) {
    assert_eq!(server.get("/health").await.status, 200);
    assert_eq!(server.log_in("+447400999999").await["token_type"], "Bearer");
}

#[tokio::test]
async fn what_is_not_one_json_object_is_refused_everywhere() {
    let (server, endpoints) = server().await;
    let (deep, wide) = ("[".repeat(30_000), "{\"a\":".repeat(10_000));
    let ends = format!("{}{}", "{\"a\":".repeat(200), "}".repeat(200));
    let cases: &[&[u8]] = &[
        b"",
        b" ",
        b"{",
        b"nul",
        b"null",
        b"true",
        b"[]",
        b"\"text\"",
        b"{} {}",
        b"{'client_id':1}",
        b"{\"client_id\":\"demo\",}",
        b"{\"client_id\":\"\\ud800\"}",
        b"{\"client_id\":\"a\nb\"}",
        b"{\"client_id\":01}",
        b"{\"client_id\":NaN}",
        b"\xef\xbb\xbf{}",
        b"\xff\xfe{\0}\0",
        b"{\"client_id\":\"\xc3\x28\"}",
        b"{\"client_id\":\"\xed\xa0\x80\"}",
        b"\0",
        b"{\"client_id\":\"demo\"}\0",
        b"{\"client_id\":\"demo\",\"client_id\":\"demo\"}",
        b"{\"client_id\":\"demo\",\"client\\u005fid\":\"demo\"}",
        deep.as_bytes(),
        wide.as_bytes(),
        ends.as_bytes(),
    ];
    for Endpoint { path, .. } in &endpoints {
        for case in cases {
            send(&server, path, "application/json", case.to_vec()).await.check(400, "invalid_request");
        }
    }
    check_alive(&server).await;
}

#[tokio::test]
async fn a_field_of_another_type_or_with_other_signs_is_refused_everywhere() {
    let (server, endpoints) = server().await;
    let long = "x".repeat(60_000);
    let wrong = [
        json!(null),
        json!(true),
        json!(7),
        json!(-1.5e300),
        json!([]),
        json!(["demo"]),
        json!({}),
        json!({ "$ne": "" }),
        json!(""),
        json!("\0"),
        json!("demo\0"),
        json!("sms\u{202e}"),
        json!("\u{10ffff}"),
        json!("'; DROP TABLE users; --"),
        json!("%s%n{{7*7}}"),
        json!(long),
    ];
    for Endpoint { path, body, .. } in &endpoints {
        for name in body.as_object().unwrap().keys() {
            // A scope that nobody knows is ignored (OpenID Connect Core 1.0, section 3.1.2.1), and a token that nobody
            // knows is as good as ended (RFC 7009, section 2.2); one that is no text is not.
            let is_free = |value: &Value| match name.as_str() {
                "scope" => value.is_string() || value.is_null(),
                // A page may have none.
                "user_metadata" => value.is_null() || *value == json!({ "$ne": "" }) || *value == json!({}),
                "token" => value.as_str().is_some_and(|text| !text.is_empty()),
                _ => false,
            };
            for value in wrong.iter().filter(|value| !is_free(value)) {
                let mut body = body.clone();
                body[name] = value.clone();
                let answer = send(&server, path, "application/json", body.to_string()).await;
                let is_unset_send = name == "send" && value.is_null();
                let expected = if is_unset_send { 200..=200 } else { 400..=403 };
                let shown = &body.to_string()[..body.to_string().len().min(300)];
                assert!(
                    expected.contains(&answer.status.as_u16()),
                    "{path} {shown}: {} {}",
                    answer.status,
                    answer.text
                );
                server.wait(std::time::Duration::from_mins(2));
            }
        }
    }
    check_alive(&server).await;
}

#[tokio::test]
async fn other_content_types_are_refused_everywhere() {
    let (server, endpoints) = server().await;
    for Endpoint { path, body, takes_forms } in &endpoints {
        for kind in
            ["", "text/plain", "application/xml", "application/jsonp", "multipart/form-data; boundary=x", "\u{7f}/é"]
        {
            let kind = axum::http::HeaderValue::from_bytes(kind.replace('\u{7f}', "").as_bytes()).unwrap();
            let request = Request::post(*path).header("origin", PAGE).header("content-type", kind);
            server.send(request.body(body.to_string().into()).unwrap()).await.check(415, "invalid_request");
        }
        if !takes_forms {
            let kind = "application/x-www-form-urlencoded";
            send(&server, path, kind, "client_id=demo").await.check(415, "invalid_request");
        }
    }
    check_alive(&server).await;
}

#[tokio::test]
async fn forms_with_fields_twice_or_without_sense_are_refused_where_forms_are_taken() {
    let (server, endpoints) = server().await;
    for Endpoint { path, .. } in endpoints.iter().filter(|endpoint| endpoint.takes_forms) {
        for form in
            ["", "&&&", "=", "%", "%zz=%zz", "%ff=%fe", "a=b=c", "client_id=%00", "client_id=demo&client_id=demo"]
        {
            let answer = send(&server, path, "application/x-www-form-urlencoded", form).await;
            assert!((400..=401).contains(&answer.status.as_u16()), "{path} {form}: {} {}", answer.status, answer.text);
        }
    }
    check_alive(&server).await;
}

#[tokio::test]
async fn what_is_too_large_or_never_arrives_is_refused_everywhere() {
    let (server, endpoints) = server().await;
    let never = |path: &'static str| {
        let (server, kind) = (server.clone(), "application/json");
        async move {
            let body = Body::from_stream(tokio_stream::pending::<Result<&'static str, std::io::Error>>());
            send(&server, path, kind, body).await.check(408, "invalid_request");
        }
    };
    // All at once, because each is waited for.
    let waiting: Vec<_> = endpoints.iter().map(|endpoint| tokio::spawn(never(endpoint.path))).collect();
    for Endpoint { path, takes_forms, .. } in &endpoints {
        let large = format!("{{\"client_id\":\"{}\"}}", "x".repeat(64 * 1024));
        send(&server, path, "application/json", large).await.check(413, "invalid_request");
        if *takes_forms {
            let large = format!("client_id={}", "x".repeat(64 * 1024));
            send(&server, path, "application/x-www-form-urlencoded", large).await.check(413, "invalid_request");
        }
    }
    for waited in waiting {
        waited.await.unwrap();
    }
    check_alive(&server).await;
}

#[tokio::test]
async fn addresses_that_are_too_long_or_strange_do_no_harm() {
    let server = Server::dev().await;
    // What is longer ends the connection before it gets here.
    let long = "x".repeat(25_000);
    let queries = [
        format!("client_id={long}"),
        format!("client_id=demo&redirect_uri={PAGE}/{long}&response_type=code"),
        format!("client_id=demo&redirect_uri={PAGE}/&response_type=code&state={long}&nonce={long}"),
        format!("client_id=demo&redirect_uri={PAGE}/&response_type=%00&state=%0d%0aset-cookie:a=b"),
        format!("client_id=demo&redirect_uri={PAGE}/&response_type=code&login_ticket=%00&co_verifier={long}"),
        format!("client_id=demo&returnTo={PAGE}/%00&id_token_hint={long}.{long}"),
        "client_id=demo&client_id=demo&state=a&state=b".to_owned(),
        "a&".repeat(20_000),
        "%ff%00%zz=%".to_owned(),
    ];
    for path in ["/authorize", "/passwordless/verify_redirect", "/v2/logout", "/oidc/logout", "/userinfo", "/health"] {
        for query in &queries {
            let answer = server.get(&format!("{path}?{query}")).await;
            assert!(answer.status.as_u16() < 500, "{path}: {}", answer.text);
            let location = answer.header("location").unwrap_or_default();
            assert!(location.is_empty() || location.starts_with(PAGE), "{path} leads to {location}");
            assert!(answer.header("set-cookie").is_none(), "{path}");
        }
    }
    for path in
        ["/avatars/%00.svg", "/avatars/..%2f..%2fpasswd", "/client/%00.js", "//health", "/health/", "/%2e%2e/%2e%2e"]
    {
        server.get(path).await.check(404, "not_found");
    }
    server.get(&format!("/avatars/{long}.svg")).await.check(404, "not_found");
    check_alive(&server).await;
}

#[tokio::test]
async fn headers_that_make_no_sense_do_no_harm() {
    let server = Server::dev().await;
    let bytes: &[&[u8]] =
        &[b"", b"\xff\xfe", b"%00", b"a, b, c", b"Bearer ", b"Bearer a.b.c", b"Basic ZGVtbzpkZW1v", b"=;=;="];
    let names =
        ["authorization", "origin", "host", "cookie", "x-request-language", "x-forwarded-for", "user-agent", "accept"];
    for name in names {
        for value in bytes {
            for (method, path) in
                [(Method::GET, "/userinfo"), (Method::GET, "/authorize"), (Method::POST, "/passwordless/start")]
            {
                let body = start_body(NUMBER).to_string();
                let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
                let answer = server.send(request.header(name, *value).body(body.into()).unwrap()).await;
                assert!(answer.status.as_u16() < 500, "{path} {name}: {}", answer.text);
            }
        }
    }
    let mut request = Request::get("/userinfo");
    for at in 0..2_000 {
        request = request.header(format!("x-{at}"), "x".repeat(100));
    }
    server.send(request.body(Body::empty()).unwrap()).await.check(401, "invalid_token");
    check_alive(&server).await;
}
