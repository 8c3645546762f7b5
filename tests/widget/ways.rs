//! Which way a login goes when the page leaves it open.

use passlock::{Client, Flow, Problem};
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::asked::{Asked, SHUT, TICKET, across, begin, end, frame, origin};
use crate::backend::{Backend, json};

#[test]
async fn auto_goes_on_across_origins_with_the_same_code_and_remembers_it() {
    let backend = Backend::new();
    backend.will(json(403, SHUT)).will(json(200, TICKET));
    let settings = across("auto", Flow::Auto);
    let outcome = begin(&Client::new(settings.clone()), "427193");
    let asked = Asked::appears().await;
    asked.says(&asked.right_tokens(&backend).await);
    assert!(end(&outcome).await.is_ok());
    let paths = |from: usize| -> Vec<String> {
        backend.requests().iter().skip(from).map(|asked| asked.url.replace(&origin(), "")).collect()
    };
    assert_eq!(paths(0), ["/oauth/token", "/co/authenticate"]);
    for body in backend.requests().iter().map(|asked| &asked.body) {
        assert!(body.contains(r#""otp":"427193""#), "{body}");
    }

    // Another lock of the same page.
    backend.will(json(200, TICKET));
    let outcome = begin(&Client::new(settings), "427193");
    let asked = Asked::appears().await;
    asked.says(&asked.right_tokens(&backend).await);
    assert!(end(&outcome).await.is_ok());
    assert_eq!(paths(2), ["/co/authenticate"]);

    // What one client may do says nothing of another.
    backend.will_log_in();
    let _ = end(&begin(&Client::new(across("other", Flow::Auto)), "427193")).await;
    assert_eq!(paths(3), ["/oauth/token"]);
}

#[test]
async fn with_both_ways_shut_the_usual_one_is_named_each_time() {
    let backend = Backend::new();
    let client = Client::new(across("shut", Flow::Auto));
    for _ in 0..2 {
        backend.will(json(403, SHUT)).will(json(401, SHUT));
        assert_eq!(end(&begin(&client, "427193")).await, Err(Problem::GrantNotEnabled));
    }
    for (flow, status, expected) in
        [(Flow::Token, 403, Problem::GrantNotEnabled), (Flow::CrossOrigin, 401, Problem::CrossOriginNotEnabled)]
    {
        backend.will(json(status, SHUT));
        assert_eq!(end(&begin(&Client::new(across("shut-too", flow)), "427193")).await, Err(expected));
    }
    assert!(frame().is_none());
}

#[test]
async fn a_refusal_that_is_about_the_code_leads_nowhere_else() {
    let backend = Backend::new();
    backend.will(json(403, r#"{"error":"invalid_grant","error_description":"x"}"#));
    let outcome = begin(&Client::new(across("wrong-too", Flow::Auto)), "427193");
    assert_eq!(end(&outcome).await, Err(Problem::WrongCode { attempts_left: None }));
    assert_eq!(backend.requests().len(), 1);
}
