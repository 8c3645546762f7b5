//! What a code is good for, and for how long (protocol sections 2.3 and 10.2).

use std::time::Duration;

use passlock_core::Problem;
use passlock_core::protocol::{ErrorBody, read_token};

use crate::harness::{NUMBER, OTHER_NUMBER, Serde, Server, dev_settings, other_than};

#[tokio::test]
async fn the_third_wrong_try_is_the_last() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    for left in [2, 1, 0] {
        server.redeem(NUMBER, &other_than(&code)).await.check_grant(ErrorBody::WRONG_CODE, Some(left));
    }
    server.redeem(NUMBER, &code).await.check_grant(ErrorBody::TOO_MANY_TRIES, Some(0));
    server.redeem(NUMBER, &other_than(&code)).await.check_grant(ErrorBody::TOO_MANY_TRIES, Some(0));

    let fresh = server.code(NUMBER).await;
    assert_eq!(server.redeem(NUMBER, &fresh).await.status, 200);
}

#[tokio::test]
async fn a_wrong_try_does_not_spoil_the_right_one() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    for _ in 0..2 {
        server.redeem(NUMBER, &other_than(&code)).await;
    }
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn the_widget_reads_each_refusal_as_its_own_problem() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    let problem =
        async |code: &str| read_token::<Serde>(&server.redeem(NUMBER, code).await.reply(), server.now()).unwrap_err();
    let wrong = other_than(&code);
    assert_eq!(problem(&wrong).await, Problem::WrongCode { attempts_left: Some(2) });
    assert_eq!(problem(&wrong).await, Problem::WrongCode { attempts_left: Some(1) });
    assert_eq!(problem(&wrong).await, Problem::TooManyTries);
    server.wait(Duration::from_mins(3));
    assert_eq!(problem(&code).await, Problem::CodeExpired);
}

#[tokio::test]
async fn a_code_works_until_its_time_is_over() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    server.wait(Duration::from_millis(179_999));
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);

    let code = server.code(NUMBER).await;
    server.wait(Duration::from_mins(3));
    server.redeem(NUMBER, &code).await.check_grant(ErrorBody::EXPIRED, None);
    server.redeem(NUMBER, &other_than(&code)).await.check_grant(ErrorBody::EXPIRED, None);
}

#[tokio::test]
async fn the_lifetime_is_a_setting() {
    let mut settings = dev_settings();
    settings.code_lifetime = Duration::from_mins(5);
    let server = Server::with(settings).await;
    let code = server.code(NUMBER).await;
    server.wait(Duration::from_secs(299));
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
}

#[tokio::test]
async fn a_used_code_does_not_work_again() {
    let server = Server::dev().await;
    let code = server.code(NUMBER).await;
    assert_eq!(server.redeem(NUMBER, &code).await.status, 200);
    server.redeem(NUMBER, &code).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
}

#[tokio::test]
async fn only_the_newest_code_works() {
    let server = Server::dev().await;
    let old = server.code(NUMBER).await;
    let mut new = server.code(NUMBER).await;
    while new == old {
        new = server.code(NUMBER).await;
    }
    server.redeem(NUMBER, &old).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
    assert_eq!(server.redeem(NUMBER, &new).await.status, 200);
}

#[tokio::test]
async fn a_code_is_for_its_own_number() {
    let server = Server::dev().await;
    let mine = server.code(NUMBER).await;
    let mut theirs = server.code(OTHER_NUMBER).await;
    while theirs == mine {
        theirs = server.code(OTHER_NUMBER).await;
    }
    server.redeem(OTHER_NUMBER, &mine).await.check_grant(ErrorBody::WRONG_CODE, Some(2));
    assert_eq!(server.redeem(NUMBER, &mine).await.status, 200);
}
