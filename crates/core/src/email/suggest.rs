//! Which address was meant, when a domain is a slip of the finger away from one that many people have.

use super::{EmailAddress, tidied};

impl EmailAddress {
    /// The address that was probably meant by a text, with a domain that many people have in the place of one that is
    /// almost the same. It only asks: the text may be right.
    #[must_use]
    pub fn suggest(text: &str) -> Option<String> {
        let address = tidied(text);
        let (local, domain) = address.split_once('@')?;
        let meant = nearest(&domain.to_ascii_lowercase())?;
        (!local.is_empty()).then(|| [local, "@", meant].concat())
    }

    /// The same while the text is being typed: a domain that may yet become one of these is left alone.
    #[must_use]
    pub fn suggest_so_far(text: &str) -> Option<String> {
        let domain = text.split_once('@')?.1.to_ascii_lowercase();
        if known().any(|known| known.starts_with(&domain)) { None } else { Self::suggest(text) }
    }
}

/// The domain that was meant, unless this is one that is known to be right.
fn nearest(typed: &str) -> Option<&'static str> {
    if !typed.is_ascii() || known().any(|known| known == typed) {
        return None;
    }
    if !typed.contains('.') {
        // "gmail" alone.
        let whole = COMMON.split(' ').find(|known| known.split_once('.').is_some_and(|(name, _)| name == typed));
        if whole.is_some() {
            return whole;
        }
    }
    COMMON
        .split(' ')
        .filter_map(|known| Some((slips(typed, known)?, known)))
        .min_by_key(|(slips, _)| *slips)
        .map(|near| near.1)
}

fn known() -> impl Iterator<Item = &'static str> {
    COMMON.split(' ').chain(OTHERS.split(' '))
}

/// How many signs of a domain are missing, too many, wrong, or in the place of their neighbours; `None` for so many that
/// it may well be another domain. The shorter a domain, the more others are like it.
fn slips(typed: &str, known: &str) -> Option<usize> {
    let most = if known.len() > 10 && typed.as_bytes().first() == known.as_bytes().first() { 2 } else { 1 };
    if typed.len().abs_diff(known.len()) > most {
        return None;
    }
    let slips = distance(typed.as_bytes(), known.as_bytes());
    (slips <= most).then_some(slips)
}

/// Damerau's distance with changes of neighbours that touch each other once (optimal string alignment).
fn distance(from: &[u8], to: &[u8]) -> usize {
    let first: Vec<usize> = (0..=to.len()).collect();
    let (mut above, mut row) = (first.clone(), first);
    for (i, sign) in from.iter().enumerate() {
        let mut next = vec![i + 1];
        let mut before = i + 1;
        for (j, other) in to.iter().enumerate() {
            let mut least = (row[j] + usize::from(sign != other)).min(row[j + 1] + 1).min(before + 1);
            if i > 0 && j > 0 && *sign == to[j - 1] && from[i - 1] == *other {
                least = least.min(above[j - 1] + 1);
            }
            next.push(least);
            before = least;
        }
        above = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or_default()
}

/// What is suggested; the first of two that are as near.
const COMMON: &str = "gmail.com yahoo.com outlook.com hotmail.com icloud.com protonmail.com googlemail.com yahoo.co.uk \
                      hotmail.co.uk yahoo.co.jp yahoo.fr hotmail.fr orange.fr wanadoo.fr outlook.de hotmail.de t-online.de \
                      freenet.de hotmail.it libero.it hotmail.es yahoo.es yahoo.com.br uol.com.br yandex.ru rambler.ru \
                      naver.com comcast.net verizon.net seznam.cz bluewin.ch rediffmail.com";

/// What is right, too, and looks like one of those, or is too short for a slip to be told.
const OTHERS: &str = "aol.com email.com fastmail.com free.fr gmail.co.uk gmx.at gmx.ch gmx.com gmx.de gmx.net hey.com \
                      live.com live.co.uk live.fr mac.com mail.com mail.ru me.com msn.com outlook.at outlook.es outlook.fr \
                      outlook.it outlook.jp pm.me proton.me qq.com rocketmail.com web.de yahoo.ca yahoo.cl yahoo.co \
                      yahoo.co.id yahoo.co.in yahoo.co.kr yahoo.com.ar yahoo.com.au yahoo.com.mx yahoo.com.tr yahoo.com.tw \
                      yahoo.de yahoo.gr yahoo.ie yahoo.in yahoo.it yahoo.pl yandex.com yandex.by yandex.kz yandex.ua \
                      ya.ru ymail.com zoho.com";
