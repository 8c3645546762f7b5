//! What keeps a deployment from being used for other ends: `[limits]`, `[back_off]`, `[numbers]` and `[lockout]`.

use std::time::Duration;

use super::Deployment;
use super::keys;
use super::mistake::Fault;
use super::reading::Reading;
use super::sections::{DAY, HOUR, MINUTE, MONTH, SECOND, set};
use super::value;
use crate::config::Countries;

impl Deployment {
    pub(super) fn read_abuse(&mut self, reading: &mut Reading<'_>) {
        let settings = &mut self.settings;
        let limits = reading.section(&keys::LIMITS);
        set(&mut settings.number_limit, reading.take(limits, &keys::BY_NUMBER, value::rate));
        set(&mut settings.address_limit, reading.take(limits, &keys::BY_ADDRESS, value::rate));
        set(&mut settings.network_limit, reading.take(limits, &keys::BY_NETWORK, value::rate_or_off));
        set(&mut settings.client_limit, reading.take(limits, &keys::BY_CLIENT, value::rate_or_off));
        set(&mut settings.country_limit, reading.take(limits, &keys::BY_COUNTRY, value::rate_or_off));
        set(&mut settings.global_limit, reading.take(limits, &keys::BY_ALL, value::rate_or_off));

        let scope = reading.section(&keys::BACK_OFF);
        let back_off = &mut settings.back_off;
        set(&mut back_off.first, reading.take(scope, &keys::FIRST_PAUSE, value::span(Duration::ZERO..=HOUR)));
        set(&mut back_off.most, reading.take(scope, &keys::LONGEST_PAUSE, value::span(Duration::ZERO..=DAY)));
        set(&mut back_off.forget_after, reading.take(scope, &keys::FORGET_AFTER, value::span(MINUTE..=DAY)));
        if back_off.most < back_off.first {
            let why = "the longest pause is shorter than the first one".to_owned();
            let place = reading.place(scope, &keys::LONGEST_PAUSE);
            reading.note(place, "back_off.most", Fault::Value(why));
        }

        let scope = reading.section(&keys::NUMBERS);
        let [allow, deny] = [&keys::ALLOW_COUNTRIES, &keys::DENY_COUNTRIES]
            .map(|key| reading.take_list(scope, key, value::country).unwrap_or_default());
        let numbers = &mut settings.numbers;
        match (allow.is_empty(), deny.is_empty()) {
            (true, true) => {}
            (false, true) => numbers.countries = Countries::Only(allow),
            (true, false) => numbers.countries = Countries::AllBut(deny),
            (false, false) => {
                let why = "there is allow_countries as well; one of them has to go".to_owned();
                let place = reading.place(scope, &keys::DENY_COUNTRIES);
                reading.note(place, "numbers.deny_countries", Fault::Value(why));
            }
        }
        let choices = || value::choice(vec![("allow", true), ("refuse", false)]);
        set(&mut numbers.landline, reading.take(scope, &keys::LANDLINE, choices()));
        set(&mut numbers.voip, reading.take(scope, &keys::VOIP, choices()));

        let lockout = reading.section(&keys::LOCKOUT);
        set(&mut settings.lockout.failures, reading.take(lockout, &keys::FAILURES, value::rate));
        set(&mut settings.lockout.span, reading.take(lockout, &keys::LOCKOUT_FOR, value::span(SECOND..=MONTH)));
    }
}
