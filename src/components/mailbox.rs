//! Where a person reads their mail in this browser, as far as their address tells.

use passlock_core::EmailAddress;

/// The name and the address of the page of a mailbox; `None` for those that nobody here knows.
pub(super) fn mailbox(address: &EmailAddress) -> Option<(&'static str, &'static str)> {
    let domain = address.domain().to_ascii_lowercase();
    // A domain that ends with a dot stands for all of that name: yahoo.fr, yahoo.co.uk.
    let is_of = |known: &str| if known.ends_with('.') { domain.starts_with(known) } else { domain == known };
    MAILBOXES.lines().find_map(|line| {
        let mut parts = line.split('|');
        let (name, page, domains) = (parts.next()?, parts.next()?, parts.next()?);
        domains.split(' ').any(is_of).then_some((name, page))
    })
}

const MAILBOXES: &str = "\
Gmail|https://mail.google.com/|gmail.com googlemail.com
Outlook|https://outlook.live.com/mail/|outlook. hotmail. live. msn.com
Yahoo!メール|https://mail.yahoo.co.jp/|yahoo.co.jp
Yahoo Mail|https://mail.yahoo.com/|yahoo. ymail.com rocketmail.com
iCloud Mail|https://www.icloud.com/mail|icloud.com me.com mac.com
Proton Mail|https://mail.proton.me/|proton.me protonmail.com pm.me
GMX|https://www.gmx.com/|gmx.com
GMX|https://www.gmx.net/|gmx.
WEB.DE|https://web.de/|web.de
AOL Mail|https://mail.aol.com/|aol.com
Fastmail|https://app.fastmail.com/|fastmail.com
Zoho Mail|https://mail.zoho.com/|zoho.com
Mail.ru|https://e.mail.ru/|mail.ru
Яндекс Почта|https://mail.yandex.ru/|yandex. ya.ru
QQ|https://mail.qq.com/|qq.com
Naver|https://mail.naver.com/|naver.com";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(domain: &str, expected: Option<&str>) {
        let address = EmailAddress::parse(&format!("ada@{domain}")).expect("an address");
        assert_eq!(mailbox(&address).map(|(name, _)| name), expected, "{domain}");
    }

    #[test]
    fn a_domain_tells_where_its_mail_is_read() {
        check("gmail.com", Some("Gmail"));
        check("GMail.com", Some("Gmail"));
        check("hotmail.co.uk", Some("Outlook"));
        check("yahoo.co.jp", Some("Yahoo!メール"));
        check("yahoo.fr", Some("Yahoo Mail"));
        check("gmx.de", Some("GMX"));
        check("proton.me", Some("Proton Mail"));
    }

    #[test]
    fn a_domain_that_only_looks_like_one_does_not() {
        for domain in ["example.com", "gmail.com.evil.example", "notgmail.com", "gmail.de", "myyahoo.com"] {
            check(domain, None);
        }
    }

    #[test]
    fn every_page_is_reached_by_https() {
        assert!(MAILBOXES.lines().all(|line| line.split('|').nth(1).is_some_and(|page| page.starts_with("https://"))));
    }
}
