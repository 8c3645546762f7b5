//! Limits that many people share, and what a refused request costs: nothing.

use axum::http::Method;
use passlock_core::Problem;
use passlock_core::protocol::{Reason, START_PATH, read_start};
use passlock_server::{AllowedOrigin, Client, Rate, Settings};
use serde_json::{Value, json};

use crate::harness::{
    Answer, JSON, NUMBER, OTHER_NUMBER, Serde, Server, dev_settings, from_address, request, start_body,
};
use crate::place::number as count;

const HERE: &str = "192.0.2.1";
const LITTLE: Option<Rate> = Rate::new(2, 3600);

async fn with(change: impl FnOnce(&mut Settings)) -> Server {
    let mut settings = dev_settings();
    change(&mut settings);
    Server::with(settings).await
}

async fn send(server: &Server, body: &Value, address: &str) -> Answer {
    server.send(from_address(request(Method::POST, START_PATH, JSON, &body.to_string()), address)).await
}

async fn start(server: &Server, number: &str, address: &str) -> u16 {
    send(server, &start_body(number), address).await.status.as_u16()
}

fn number(at: usize) -> String {
    format!("+447400{:06}", 100_000 + at)
}

#[tokio::test]
async fn addresses_of_one_network_share_a_limit() {
    let server = with(|settings| settings.network_limit = LITTLE).await;
    assert_eq!(start(&server, &number(1), "192.0.2.1").await, 200);
    assert_eq!(start(&server, &number(2), "192.0.2.250").await, 200);
    let refused = send(&server, &start_body(&number(3)), "192.0.2.77").await;
    refused.check_reason(429, "too_many_requests", Reason::AddressLimit);
    assert_eq!(refused.header("retry-after"), Some("1800"));
    assert_eq!(start(&server, &number(3), "192.0.3.77").await, 200);
}

#[tokio::test]
async fn a_site_of_ipv6_is_one_network() {
    let server = with(|settings| settings.network_limit = LITTLE).await;
    assert_eq!(start(&server, &number(1), "2001:db8:1:2::1").await, 200);
    assert_eq!(start(&server, &number(2), "2001:db8:1:3::1").await, 200);
    assert_eq!(start(&server, &number(3), "2001:db8:1:ffff::1").await, 429);
    assert_eq!(start(&server, &number(3), "2001:db8:2::1").await, 200);
}

#[tokio::test]
async fn the_pages_of_one_client_share_a_limit() {
    let shop = Client { origins: vec![AllowedOrigin::Loopback], ..Client::new("shop") };
    let server = with(|settings| {
        settings.client_limit = LITTLE;
        settings.clients.push(shop);
    })
    .await;
    assert_eq!(start(&server, &number(1), "192.0.2.1").await, 200);
    assert_eq!(start(&server, &number(2), "198.51.100.1").await, 200);
    let refused = send(&server, &start_body(&number(3)), "203.0.113.1").await;
    refused.check_reason(429, "too_many_requests", Reason::ServiceLimit);
    let mut body = start_body(&number(3));
    body["client_id"] = json!("shop");
    assert_eq!(send(&server, &body, "203.0.113.1").await.status, 200);
}

#[tokio::test]
async fn the_numbers_of_one_country_share_a_limit() {
    let server = with(|settings| settings.country_limit = LITTLE).await;
    assert_eq!(start(&server, &number(1), "192.0.2.1").await, 200);
    assert_eq!(start(&server, &number(2), "198.51.100.1").await, 200);
    let refused = send(&server, &start_body(&number(3)), "203.0.113.1").await;
    refused.check_reason(429, "too_many_requests", Reason::ServiceLimit);
    // Canada has a limit of its own, although it shares a calling code; so have numbers of no country.
    for number in ["+12015550123", "+15062345678", "+12015550124", "+15062345679", "+881612345678"] {
        assert_eq!(start(&server, number, HERE).await, 200, "{number}");
    }
    assert_eq!(start(&server, "+12015550125", HERE).await, 429);
    assert_eq!(start(&server, "+15062345670", HERE).await, 429);
}

#[tokio::test]
async fn everybody_together_has_a_limit() {
    let server = with(|settings| settings.global_limit = LITTLE).await;
    assert_eq!(start(&server, "+447400123456", "192.0.2.1").await, 200);
    assert_eq!(start(&server, "+4915112345678", "198.51.100.1").await, 200);
    let refused = send(&server, &start_body("+33612345678"), "203.0.113.1").await;
    refused.check_reason(429, "too_many_requests", Reason::ServiceLimit);
    let until = server.now().after(std::time::Duration::from_mins(30));
    let problem = read_start::<Serde>(&refused.reply(), 6, server.now());
    assert_eq!(problem, Err(Problem::RateLimited { until: Some(until) }));
    for header in ["x-ratelimit-limit", "x-ratelimit-remaining", "x-ratelimit-reset"] {
        assert_eq!(refused.header(header), None, "nobody needs to know how much it takes to keep others out");
    }
}

#[tokio::test]
async fn what_one_limit_refuses_costs_nothing_at_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| {
        settings.number_limit = Rate::new(1, 3600).unwrap();
        settings.address_limit = Rate::new(3, 3600).unwrap();
        (settings.network_limit, settings.client_limit) = (Rate::new(3, 3600), Rate::new(3, 3600));
        (settings.country_limit, settings.global_limit) = (Rate::new(3, 3600), Rate::new(3, 3600));
    })
    .await;
    assert_eq!(start(&server, NUMBER, HERE).await, 200);
    let database = crate::harness::database_in(&folder);
    let sum = "SELECT CAST(sum(full_at) AS BIGINT) FROM buckets";
    let before = count(&database, sum).await;
    for _ in 0..20 {
        assert_eq!(start(&server, NUMBER, HERE).await, 429);
    }
    assert_eq!(count(&database, sum).await, before);
    assert_eq!(count(&database, "SELECT count(*) FROM buckets").await, 6);
    for at in 0..2 {
        assert_eq!(start(&server, &number(at), HERE).await, 200);
    }
    assert_eq!(start(&server, &number(2), HERE).await, 429);
}

#[tokio::test]
async fn a_refusal_leaves_the_code_that_waits_alone() {
    let server = with(|settings| settings.global_limit = Rate::new(1, 3600)).await;
    let code = server.code(NUMBER).await;
    assert_eq!(start(&server, NUMBER, HERE).await, 429);
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn of_several_limits_the_longest_wait_is_told() {
    let server = with(|settings| {
        settings.number_limit = Rate::new(1, 60).unwrap();
        settings.country_limit = Rate::new(1, 600);
        settings.global_limit = Rate::new(1, 300);
    })
    .await;
    let first = send(&server, &start_body(NUMBER), HERE).await;
    assert_eq!(first.json()["resend_after"], 600);
    let refused = send(&server, &start_body(NUMBER), HERE).await;
    refused.check_reason(429, "too_many_requests", Reason::ServiceLimit);
    assert_eq!(refused.header("retry-after"), Some("600"));
    let refused = send(&server, &start_body("+4915112345678"), HERE).await;
    assert_eq!(refused.header("retry-after"), Some("300"));
}

#[tokio::test]
async fn a_limit_that_is_off_counts_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |_| ()).await;
    assert_eq!(start(&server, NUMBER, HERE).await, 200);
    let rows = count(&crate::harness::database_in(&folder), "SELECT count(*) FROM buckets").await;
    assert_eq!(rows, 2, "the number's and the address's");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_as_many_get_through_as_the_scarcest_limit_has() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::on_file(&folder, |settings| {
        settings.network_limit = Rate::new(40, 3600);
        settings.client_limit = Rate::new(30, 3600);
        settings.country_limit = Rate::new(7, 3600);
        settings.global_limit = Rate::new(20, 3600);
    })
    .await;
    let mut requests = tokio::task::JoinSet::new();
    for at in 0..100 {
        let server = server.clone();
        requests.spawn(async move { start(&server, &number(at), HERE).await });
    }
    let answers = requests.join_all().await;
    assert_eq!(answers.iter().filter(|&&status| status == 200).count(), 7, "{answers:?}");
    assert_eq!(answers.iter().filter(|&&status| status == 429).count(), 93, "{answers:?}");
    // Those 93 have left 13 for everybody else.
    let mut others = 0;
    while start(&server, &format!("+4915112345{others:03}"), "198.51.100.1").await == 200 {
        others += 1;
        if others == 7 {
            break;
        }
    }
    assert_eq!(others, 7);
    assert_eq!(start(&server, OTHER_NUMBER, HERE).await, 429);
}
