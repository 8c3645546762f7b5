//! Which numbers get no message: by country, and by what they are for.

use passlock_core::Problem;
use passlock_core::protocol::{Reason, START_PATH, read_start};
use passlock_server::{Countries, Country, NumberRules, Operator, Settings};

use crate::harness::{Answer, NUMBER, Serde, Server, database_in, dev_settings, start_body};
use crate::place::number as count;

const GERMAN: &str = "+4915112345678";
const CANADIAN: &str = "+15062345678";
const UNITED_STATES: &str = "+12015550123";
/// A satellite's.
const OF_NO_COUNTRY: &str = "+881612345678";

fn countries(names: &[&str]) -> Vec<Country> {
    names.iter().map(|name| Country::read(name).unwrap()).collect()
}

async fn with(change: impl FnOnce(&mut NumberRules)) -> Server {
    let mut settings = dev_settings();
    change(&mut settings.numbers);
    Server::with(settings).await
}

async fn start(server: &Server, number: &str) -> Answer {
    server.post(START_PATH, &start_body(number)).await
}

async fn check(server: &Server, welcome: &[&str], refused: &[&str]) {
    for number in welcome {
        assert_eq!(start(server, number).await.status, 200, "{number}");
    }
    for number in refused {
        let answer = start(server, number).await;
        answer.check_reason(400, "bad.phone_number", Reason::CountryNotServed);
        let problem = read_start::<Serde>(&answer.reply(), 6, server.now());
        assert_eq!(problem, Err(Problem::CountryNotServed), "the widget has a sentence of its own for it");
    }
    assert_eq!(server.outbox().await.len(), welcome.len());
}

#[tokio::test]
async fn with_an_allow_list_the_countries_on_it_are_served() {
    let server = with(|rules| rules.countries = Countries::Only(countries(&["GB", "ca"]))).await;
    check(&server, &[NUMBER, CANADIAN], &[GERMAN, UNITED_STATES, OF_NO_COUNTRY]).await;
}

#[tokio::test]
async fn with_a_deny_list_the_countries_on_it_are_not_served() {
    let server = with(|rules| rules.countries = Countries::AllBut(countries(&["US", "DE"]))).await;
    check(&server, &[NUMBER, CANADIAN, OF_NO_COUNTRY], &[GERMAN, UNITED_STATES]).await;
}

#[tokio::test]
async fn numbers_of_no_country_are_allowed_and_denied_by_name() {
    let server = with(|rules| rules.countries = Countries::Only(countries(&["GB", "international"]))).await;
    check(&server, &[NUMBER, OF_NO_COUNTRY], &[GERMAN]).await;
    let server = with(|rules| rules.countries = Countries::AllBut(countries(&["international"]))).await;
    check(&server, &[NUMBER, GERMAN], &[OF_NO_COUNTRY]).await;
}

#[tokio::test]
async fn numbers_to_which_messages_cost_more_or_never_arrive_get_none() {
    let server = Server::dev().await;
    for (number, kind) in [
        ("+449098790123", "premium rate"),
        ("+448001234567", "toll free"),
        ("+448431234567", "shared cost"),
        ("+80012345678", "toll free of no country"),
        ("+445512345678", "a company's"),
    ] {
        let refused = start(&server, number).await;
        refused.check_reason(400, "bad.phone_number", Reason::NumberNotTextable);
        let problem = read_start::<Serde>(&refused.reply(), 6, server.now());
        assert_eq!(problem, Err(Problem::NotTextable), "{kind}");
    }
}

#[tokio::test]
async fn landlines_and_telephony_over_the_internet_are_refused_where_they_shall_be() {
    let (landline, voip, either) = ("+442079460123", "+445612345678", UNITED_STATES);
    let server = Server::dev().await;
    for number in [landline, voip, either, NUMBER] {
        assert_eq!(start(&server, number).await.status, 200, "{number}");
    }
    let server = with(|rules| rules.landline = false).await;
    start(&server, landline).await.check_reason(400, "bad.phone_number", Reason::NumberNotTextable);
    for number in [voip, either, NUMBER] {
        assert_eq!(start(&server, number).await.status, 200, "{number}");
    }
    let server = with(|rules| rules.voip = false).await;
    start(&server, voip).await.check_reason(400, "bad.phone_number", Reason::NumberNotTextable);
    for number in [landline, either, NUMBER] {
        assert_eq!(start(&server, number).await.status, 200, "{number}");
    }
}

#[tokio::test]
async fn a_refused_number_leaves_no_trace_and_tells_nothing_about_accounts() {
    let folder = tempfile::tempdir().unwrap();
    let german = |settings: &mut Settings| settings.numbers.countries = Countries::Only(countries(&["DE"]));
    let server = Server::on_file(&folder, german).await;
    let stranger = start(&server, NUMBER).await;
    let operator = Operator::open(&database_in(&folder)).await.unwrap();
    let number = passlock_core::PhoneNumber::parse(NUMBER, None).unwrap();
    assert!(operator.add_user(&number, server.now()).await.unwrap());
    let known = start(&server, NUMBER).await;
    assert_eq!((known.status, &known.headers, known.json()), (stranger.status, &stranger.headers, stranger.json()));
    for table in ["SELECT count(*) FROM buckets", "SELECT count(*) FROM codes"] {
        assert_eq!(count(&database_in(&folder), table).await, 0, "{table}");
    }
}
