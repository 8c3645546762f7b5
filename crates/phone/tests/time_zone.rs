//! Clocks, and the countries that they are set to.

use passlock_phone::{Region, region_of_time_zone};

#[track_caller]
fn check(zone: &str, expected: Option<&str>) {
    let region = region_of_time_zone(zone);
    assert_eq!(region.as_ref().map(Region::code), expected, "{zone}");
}

#[test]
fn zones_have_their_countries() {
    check("Europe/Berlin", Some("DE"));
    check("Europe/London", Some("GB"));
    check("Europe/Isle_of_Man", Some("IM"));
    check("America/New_York", Some("US"));
    check("America/Toronto", Some("CA"));
    check("America/Argentina/Buenos_Aires", Some("AR"));
    check("Asia/Tokyo", Some("JP"));
    check("Australia/Sydney", Some("AU"));
    check("Pacific/Auckland", Some("NZ"));
}

#[test]
fn older_names_still_count() {
    check("Asia/Calcutta", Some("IN"));
    check("Europe/Kiev", Some("UA"));
    check("America/Buenos_Aires", Some("AR"));
    check("America/Indianapolis", Some("US"));
    check("Asia/Saigon", Some("VN"));
    check("Atlantic/Faeroe", Some("FO"));
}

#[test]
fn clocks_of_no_country_tell_nothing() {
    for zone in ["", "UTC", "Etc/UTC", "Etc/GMT+5", "Europe", "Europe/", "Europe/Ber", "Europe/BerlinDE", "Mars/Base"] {
        check(zone, None);
    }
}
