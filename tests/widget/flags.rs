//! Flags as letters where the system has them, as a picture or two letters where it has not.

use js_sys::{Function, Promise};
use passlock::Region;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test as test;

use crate::hands::fire;
use crate::page::{Replaced, storage};
use crate::patience::turn;
use crate::screen::{Screen, config, written};

const BLUE: [u8; 4] = [0, 60, 160, 255];
const WHITE: [u8; 4] = [255, 255, 255, 255];
const RED: [u8; 4] = [220, 20, 40, 255];
const BLACK: [u8; 4] = [0, 0, 0, 255];
const NOTHING: [u8; 4] = [0, 0, 0, 0];

/// A picture that loads at once.
const PICTURE: &str = "data:image/gif;base64,R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=";

async fn with_picture(address: Option<&str>) -> Screen {
    storage();
    let mut config = config();
    config.flags = address.map(str::to_owned);
    Screen::with(config).await
}

/// Waits for what a picture says next, also when that is before anybody could listen to it; `hushed` when nobody else
/// shall hear it.
fn heard(name: &str, hushed: bool) -> Promise {
    let body = "return new Promise((resolve) => document.addEventListener(name, (event) => {
        if (hushed) event.stopPropagation();
        resolve();
    }, { capture: true, once: true }))";
    let promise = Function::new_with_args("name, hushed", body).call2(&JsValue::NULL, &name.into(), &hushed.into());
    promise.unwrap().unchecked_into()
}

fn shown(screen: &Screen) -> String {
    written(&screen.get(".pl-flag"))
}

#[test]
async fn letters_that_have_flags_show_them() {
    let _canvas = Replaced::drawn_flag([BLUE, WHITE, RED]);
    for address in [None, Some(PICTURE)] {
        let screen = with_picture(address).await;
        assert_eq!(shown(&screen), "🇬🇧");
        assert!(screen.find(".pl-country img").is_none(), "nobody loads a picture for nothing");
    }
}

#[test]
async fn elsewhere_a_picture_has_them_and_without_one_the_code_stands_for_them() {
    let ways: [fn() -> Replaced; 4] = [
        || Replaced::drawn_flag([BLACK, NOTHING, BLACK]),
        || Replaced::drawn_flag([WHITE, WHITE, WHITE]),
        Replaced::canvas_unreadable,
        Replaced::canvas_denied,
    ];
    for way in ways {
        let _way = way();
        let screen = with_picture(None).await;
        assert_eq!(shown(&screen), "GB");
        assert!(screen.find(".pl-flag svg").is_none());

        let late = JsFuture::from(heard("load", true));
        let screen = with_picture(Some(PICTURE)).await;
        late.await.unwrap();
        assert_eq!(shown(&screen), "GB", "until the picture has come");
        fire(&screen.get(".pl-country img"), "load");
        screen.until("the picture", |screen| screen.find(".pl-flag svg").is_some()).await;
        assert_eq!(screen.get(".pl-flag image").get_attribute("href").as_deref(), Some(PICTURE));
        assert_eq!(shown(&screen), "");
    }
}

#[test]
async fn a_picture_that_does_not_come_leaves_the_code() {
    let _canvas = Replaced::canvas_denied();
    let failed = JsFuture::from(heard("error", false));
    let screen = with_picture(Some("data:image/gif;base64,broken")).await;
    failed.await.unwrap();
    turn().await;
    assert_eq!(shown(&screen), "GB");
}

#[test]
async fn each_country_has_its_own_part_of_the_picture() {
    let _canvas = Replaced::canvas_denied();
    let screen = with_picture(Some(PICTURE)).await;
    screen.until("the picture", |screen| screen.find(".pl-flag svg").is_some()).await;
    screen.press(".pl-country").await;
    let part = |region: &Region| {
        let part = screen.get(&format!("[role=option][id$=-country-{region}] svg"));
        part.get_attribute("viewBox").unwrap()
    };
    let mut parts: Vec<_> = Region::all().iter().map(part).collect();
    assert_eq!(parts[0], "0 0 40 30");
    parts.sort();
    parts.dedup();
    assert_eq!(parts.len(), Region::all().len());
    assert!(screen.find("li [style]").is_none(), "strict pages forbid inline styles");
}
