//! `/v2/logout` and `/oidc/logout` send people only where they may.

use passlock_server::{AllowedOrigin, Client, Issuer, Settings};

use crate::harness::{Server, new_database};

/// `Ok` is where it sends to, or nothing; `Err` the status of a refusal.
async fn check(server: &Server, query: &str, expected: Result<Option<&str>, u16>) {
    let answer = server.get(&format!("/v2/logout{query}")).await;
    match expected {
        Ok(Some(place)) => {
            assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some(place)), "{query}");
        }
        Ok(None) => assert_eq!((answer.status.as_u16(), answer.text.as_str()), (200, "OK"), "{query}"),
        Err(status) => {
            answer.check(status, "invalid_request");
            assert_eq!(answer.header("location"), None);
        }
    }
}

async fn shop() -> Server {
    let client = |id: &str, urls: &[&str]| Client {
        origins: vec![AllowedOrigin::Exact("https://shop.example".to_owned())],
        logout_urls: urls.iter().map(|url| url.parse().unwrap()).collect(),
        ..Client::new(id)
    };
    let issuer = Issuer::Fixed("https://login.example/".to_owned());
    let shop = client("shop", &["https://shop.example/bye", "https://shop.example/other"]);
    let mut settings = Settings::new(&new_database(), shop, issuer);
    settings.clients.push(client("blog", &["https://blog.example/"]));
    settings.clients.push(client("bare", &[]));
    Server::with(settings).await
}

#[tokio::test]
async fn a_listed_address_is_gone_to() {
    let server = shop().await;
    check(&server, "?client_id=shop&returnTo=https%3A%2F%2Fshop.example%2Fbye", Ok(Some("https://shop.example/bye")))
        .await;
    check(&server, "?client_id=shop&returnTo=https://shop.example/other", Ok(Some("https://shop.example/other"))).await;
    check(&server, "?returnTo=https://blog.example/", Ok(Some("https://blog.example/"))).await;
}

#[tokio::test]
async fn the_pages_own_query_goes_along() {
    let server = shop().await;
    check(
        &server,
        "?client_id=shop&returnTo=https://shop.example/bye%3Fa=1%23b",
        Ok(Some("https://shop.example/bye?a=1#b")),
    )
    .await;
}

#[tokio::test]
async fn without_an_address_the_first_one_is_taken() {
    let server = shop().await;
    check(&server, "?client_id=shop", Ok(Some("https://shop.example/bye"))).await;
    check(&server, "?client_id=shop&federated&auth0Client=x", Ok(Some("https://shop.example/bye"))).await;
    check(&server, "?client_id=bare", Ok(None)).await;
}

#[tokio::test]
async fn without_anything_there_is_nowhere_to_go() {
    let server = shop().await;
    check(&server, "", Ok(None)).await;
    check(&server, "?federated", Ok(None)).await;
}

#[tokio::test]
async fn other_addresses_are_refused() {
    let server = shop().await;
    for query in [
        "?client_id=shop&returnTo=https://evil.example/",
        "?client_id=shop&returnTo=https://blog.example/",
        "?client_id=shop&returnTo=https://shop.example/bye/more",
        "?client_id=shop&returnTo=http://shop.example/bye",
        "?client_id=shop&returnTo=https://shop.example@evil.example/bye",
        "?client_id=shop&returnTo=https://shop.example.evil.example/bye",
        "?client_id=shop&returnTo=//evil.example",
        "?client_id=shop&returnTo=/bye",
        "?client_id=shop&returnTo=javascript:alert(1)",
        "?client_id=shop&returnTo=https://shop.example/bye&returnTo=https://evil.example/",
        "?client_id=nobody&returnTo=https://shop.example/bye",
        "?client_id=nobody",
        "?client_id=shop&client_id=blog",
        "?returnTo=https://evil.example/",
        "?client_id=shop&returnTo=http://localhost:3000/",
    ] {
        check(&server, query, Err(400)).await;
    }
}

#[tokio::test]
async fn in_development_every_address_of_this_machine_will_do() {
    let server = Server::dev().await;
    for place in ["http://localhost:3000/", "http://127.0.0.1:8080/index.html?x=1", "http://[::1]:1/"] {
        let answer = server.get(&format!("/v2/logout?client_id=demo&returnTo={place}")).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some(place)));
    }
    for place in
        ["https://evil.example/", "http://localhost.evil.example/", "http://user@localhost/", "ftp://localhost/"]
    {
        server.get(&format!("/v2/logout?client_id=demo&returnTo={place}")).await.check(400, "invalid_request");
    }
    assert_eq!(server.get("/v2/logout?client_id=demo").await.text, "OK");
}

/// The standard's own endpoint, `/oidc/logout`.
async fn ask(server: &Server, query: &str) -> crate::harness::Answer {
    server.get(&format!("/oidc/logout{query}")).await
}

#[tokio::test]
async fn the_standards_endpoint_goes_back_with_the_state() {
    let server = crate::browser::shop().await;
    let tokens = server.log_in(crate::harness::NUMBER).await;
    let hint = tokens["id_token"].as_str().unwrap();
    let back = "post_logout_redirect_uri=https://shop.example/bye";
    for query in [format!("?client_id=demo&{back}"), format!("?id_token_hint={hint}&{back}")] {
        let answer = ask(&server, &query).await;
        assert_eq!((answer.status.as_u16(), answer.header("location")), (302, Some("https://shop.example/bye")));
        let answer = ask(&server, &format!("{query}&state=a%26b")).await;
        assert_eq!(answer.header("location"), Some("https://shop.example/bye?state=a%26b"));
    }
    server.wait(std::time::Duration::from_hours(11));
    assert_eq!(ask(&server, &format!("?id_token_hint={hint}&{back}")).await.status, 302, "it may have expired");
    assert_eq!(ask(&server, "").await.text, "OK");
    assert_eq!(ask(&server, &format!("?id_token_hint={hint}")).await.text, "OK");
    let form = format!("client_id=demo&{back}");
    let headers = crate::harness::FORM;
    let answer = server.send(crate::harness::request(axum::http::Method::POST, "/oidc/logout", headers, &form)).await;
    assert_eq!(answer.status, 302, "{}", answer.text);
}

#[tokio::test]
async fn the_standards_endpoint_goes_nowhere_else() {
    let server = crate::browser::shop().await;
    let tokens = server.log_in(crate::harness::NUMBER).await;
    let hint = tokens["id_token"].as_str().unwrap();
    for query in [
        "?client_id=demo&post_logout_redirect_uri=https://evil.example/".to_owned(),
        "?client_id=demo&post_logout_redirect_uri=https://blog.example/bye".to_owned(),
        "?client_id=demo&post_logout_redirect_uri=/bye".to_owned(),
        "?client_id=nobody&post_logout_redirect_uri=https://shop.example/bye".to_owned(),
        "?post_logout_redirect_uri=https://shop.example/bye".to_owned(),
        "?id_token_hint=a.b.c&post_logout_redirect_uri=https://shop.example/bye".to_owned(),
        format!("?client_id=blog&id_token_hint={hint}"),
        "?client_id=demo&client_id=blog".to_owned(),
    ] {
        let answer = ask(&server, &query).await;
        answer.check(400, "invalid_request");
        assert_eq!(answer.header("location"), None);
    }
}

#[tokio::test]
async fn the_standards_endpoint_takes_an_address_sign_by_sign() {
    let mut settings = crate::browser::shop_settings();
    settings.clients[0].logout_urls =
        ["https://shop.example/bye?to=all", "https://shop.example", "https://shop.example/out/"]
            .map(|address| address.parse().unwrap())
            .to_vec();
    let server = Server::with(settings).await;
    let back = async |address: &str| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("client_id", "demo").append_pair("post_logout_redirect_uri", address);
        ask(&server, &format!("?{}", query.append_pair("state", "s").finish())).await
    };
    for (address, place) in [
        ("https://shop.example/bye?to=all", "https://shop.example/bye?to=all&state=s"),
        ("https://shop.example", "https://shop.example/?state=s"),
        ("https://shop.example/", "https://shop.example/?state=s"),
        ("https://shop.example/out/", "https://shop.example/out/?state=s"),
    ] {
        assert_eq!(back(address).await.header("location"), Some(place));
    }
    for address in [
        "https://shop.example/bye",
        "https://shop.example/bye?to=none",
        "https://shop.example/bye?to=all&error=x",
        "https://shop.example/bye?to=all#x",
        "https://shop.example/bye?to=all#",
        "https://shop.example/?x",
        "https://shop.example#x",
        "https://shop.example/out",
        "https://SHOP.example/out/",
        "https://shop.example:443/out/",
        "https://shop.example/./out/",
        " https://shop.example/out/",
        "https://shop.example/out/\n",
    ] {
        back(address).await.check(400, "invalid_request");
    }
    let dev = Server::dev().await;
    for (place, status) in [("http://localhost:3000/a?b=c", 302), ("https://shop.example/", 400)] {
        let answer = ask(&dev, &format!("?client_id=demo&post_logout_redirect_uri={place}")).await;
        assert_eq!(answer.status, status, "{place}");
    }
}
