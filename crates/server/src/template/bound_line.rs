//! The line that binds a code to a page, so that browsers offer it there and nowhere else (protocol section 10.3;
//! "Origin-bound one-time codes delivered via SMS", Web Incubator Community Group).

use super::BoundLineFault;

/// What the last line of a message has to say.
#[derive(Clone, Copy)]
pub struct BoundTo<'a> {
    /// The host of the page that a person sees the address of.
    pub host: &'a str,
    /// The host of the frame in it that shows the form, when the page shows it in one.
    pub frame: Option<&'a str>,
    /// The code.
    pub code: &'a str,
}

/// Everything that is wrong with the bound line of a message; nothing when browsers understand it.
///
/// Stricter than they are in two things: text behind the line, which they ignore for now, and the host, of which some
/// compare the registrable domain alone.
#[must_use]
pub fn check_bound_line(message: &str, expected: &BoundTo<'_>) -> Vec<BoundLineFault> {
    let message = message.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = message.split('\n').collect();
    let Some(at) = lines.iter().rposition(|line| is_meant(line, expected)) else {
        return vec![BoundLineFault::Missing(expected.host.to_owned(), expected.code.to_owned())];
    };
    let mut faults = Vec::new();
    if at + 1 < lines.len() {
        faults.push(BoundLineFault::NotLast(lines.len() - at - 1));
    }
    let mut rest = lines[at];
    faults.extend(take_host(&mut rest, expected));
    faults.extend(take_code(&mut rest, expected));
    faults.extend(take_frame(&mut rest, expected));
    if !rest.is_empty() {
        faults.push(BoundLineFault::TextAfter(rest.to_owned()));
    }
    faults
}

/// Whether whoever wrote this line may have meant a bound one: something is marked as a host or a code is, and the other
/// part is there; or little else than both parts is.
fn is_meant(line: &str, expected: &BoundTo<'_>) -> bool {
    let marked = |mark: char| line.split_whitespace().any(|word| word.len() > 1 && word.starts_with(mark));
    let (host, code) = (line.contains(expected.host), line.contains(expected.code));
    let is_short = line.split_whitespace().count() <= 3;
    (marked('@') && (marked('#') || code)) || (host && (marked('#') || (code && is_short)))
}

fn take_host(rest: &mut &str, expected: &BoundTo<'_>) -> Vec<BoundLineFault> {
    let mut faults = Vec::new();
    let begin = rest.find('@').filter(|&at| at == 0 || rest[..at].ends_with(char::is_whitespace));
    // Without an @ the host is the word that it should be, or else the first one.
    let begin = begin.or_else(|| rest.find(expected.host)).unwrap_or(0);
    let (before, line) = rest.split_at(begin);
    let (word, after) = line.split_at(line.find([' ', '\t', '#']).unwrap_or(line.len()));
    if !before.is_empty() {
        faults.push(BoundLineFault::TextBefore(before.to_owned()));
    }
    match word.strip_prefix('@') {
        Some(host) => faults.extend(host_fault(host, expected.host)),
        None => faults.push(BoundLineFault::MissingAt(expected.host.to_owned())),
    }
    *rest = after;
    faults
}

fn take_code(rest: &mut &str, expected: &BoundTo<'_>) -> Vec<BoundLineFault> {
    let Some(word) = rest.split_whitespace().next() else { return vec![BoundLineFault::NoCode] };
    let mut faults = spacing_fault(rest, word);
    // What follows the code without a blank is not part of it, and neither is what a browser would read.
    let end = |marked: &str| marked.find(expected.code).map(|at| at + expected.code.len());
    let code = match word.strip_prefix('#') {
        Some(code) if code.starts_with(expected.code) => end(word),
        Some(_) => {
            faults.push(BoundLineFault::OtherCode(word.trim_start_matches('#').to_owned()));
            None
        }
        None if word.starts_with(expected.code) => {
            faults.push(BoundLineFault::MissingHash(expected.code.to_owned()));
            end(word)
        }
        None => {
            faults.push(BoundLineFault::NoCode);
            return faults;
        }
    };
    skip(rest, word, code.unwrap_or(word.len()));
    faults
}

fn take_frame(rest: &mut &str, expected: &BoundTo<'_>) -> Vec<BoundLineFault> {
    let missing = || expected.frame.map(|host| BoundLineFault::MissingFrame(host.to_owned())).into_iter().collect();
    let Some(word) = rest.split_whitespace().next().filter(|_| rest.starts_with([' ', '\t'])) else { return missing() };
    let mut faults = spacing_fault(rest, word);
    match (word.strip_prefix('@'), word.strip_prefix('%'), expected.frame) {
        (None, None, _) => return missing(),
        (_, Some(_), _) => faults.push(BoundLineFault::OldFrameMark(word.to_owned())),
        (Some(found), _, None) => faults.push(BoundLineFault::UnexpectedFrame(found.to_owned())),
        (Some(found), _, Some(host)) => faults.extend(host_fault(found, host)),
    }
    skip(rest, word, word.len());
    faults
}

fn host_fault(found: &str, expected: &str) -> Option<BoundLineFault> {
    if found.contains('/') {
        return Some(BoundLineFault::NotAHost(found.to_owned()));
    }
    if found.contains(':') {
        return Some(BoundLineFault::Port(found.to_owned()));
    }
    let other = || BoundLineFault::OtherHost { found: found.to_owned(), expected: expected.to_owned() };
    (!found.eq_ignore_ascii_case(expected)).then(other)
}

fn spacing_fault(rest: &str, word: &str) -> Vec<BoundLineFault> {
    let is_one = rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(word));
    if is_one { Vec::new() } else { vec![BoundLineFault::Spacing(word.to_owned())] }
}

/// Goes on after the first `length` bytes of `word`, which is the next one.
fn skip(rest: &mut &str, word: &str, length: usize) {
    *rest = &rest.trim_start()[length.min(word.len())..];
}

#[cfg(test)]
mod tests {
    use super::BoundLineFault as Fault;
    use super::*;

    const PAGE: BoundTo<'_> = BoundTo { host: "shop.example", frame: None, code: "427193" };
    const FRAMED: BoundTo<'_> = BoundTo { frame: Some("login.example"), ..PAGE };

    #[track_caller]
    fn check(expected: &BoundTo<'_>, message: &str, faults: &[Fault]) {
        assert_eq!(check_bound_line(message, expected), faults, "{message:?}");
    }

    #[track_caller]
    fn check_line(line: &str, faults: &[Fault]) {
        check(&PAGE, &format!("Your code is 427193.\n\n{line}"), faults);
    }

    fn text(text: &str) -> String {
        text.to_owned()
    }

    #[test]
    fn a_right_line_has_no_fault() {
        check_line("@shop.example #427193", &[]);
        check_line("@SHOP.example #427193", &[]);
        check(&PAGE, "@shop.example #427193", &[]);
        check(&PAGE, "427193\r\n@shop.example #427193", &[]);
        check(&FRAMED, "427193\n@shop.example #427193 @login.example", &[]);
    }

    #[test]
    fn a_missing_line_is_missing() {
        let missing = [Fault::Missing(text("shop.example"), text("427193"))];
        check(&PAGE, "", &missing);
        check(&PAGE, "Your code is 427193.", &missing);
        check(&PAGE, "427193 is your code for shop.example, do not tell it.", &missing);
        check(&PAGE, "Write to help@shop.example about 427193", &missing);
    }

    #[test]
    fn the_last_line_is_the_last() {
        check(&PAGE, "@shop.example #427193\nThank you", &[Fault::NotLast(1)]);
        check(&PAGE, "@shop.example #427193\n", &[Fault::NotLast(1)]);
        check(&PAGE, "@shop.example #427193\r\n\r\n", &[Fault::NotLast(2)]);
        check(&PAGE, "shop.example #427193\nBye", &[Fault::NotLast(1), Fault::MissingAt(text("shop.example"))]);
    }

    #[test]
    fn marks_are_missed_by_name() {
        check_line("shop.example #427193", &[Fault::MissingAt(text("shop.example"))]);
        check_line("@shop.example 427193", &[Fault::MissingHash(text("427193"))]);
        check_line(
            "shop.example 427193",
            &[Fault::MissingAt(text("shop.example")), Fault::MissingHash(text("427193"))],
        );
        check_line("@shop.example code #427193", &[Fault::NoCode, Fault::TextAfter(text(" code #427193"))]);
    }

    #[test]
    fn nothing_stands_around_the_parts() {
        check_line("Code: @shop.example #427193", &[Fault::TextBefore(text("Code: "))]);
        check_line(" @shop.example #427193", &[Fault::TextBefore(text(" "))]);
        check_line("@shop.example #427193.", &[Fault::TextAfter(text("."))]);
        check_line("@shop.example #427193 ", &[Fault::TextAfter(text(" "))]);
        check_line("@shop.example #427193 $future", &[Fault::TextAfter(text(" $future"))]);
    }

    #[test]
    fn one_blank_is_one_blank() {
        check_line("@shop.example  #427193", &[Fault::Spacing(text("#427193"))]);
        check_line("@shop.example\t#427193", &[Fault::Spacing(text("#427193"))]);
        check_line("@shop.example#427193", &[Fault::Spacing(text("#427193"))]);
        check(&FRAMED, "@shop.example #427193  @login.example", &[Fault::Spacing(text("@login.example"))]);
    }

    #[test]
    fn a_host_is_the_pages_and_nothing_more() {
        let other = |found: &str| [Fault::OtherHost { found: text(found), expected: text("shop.example") }];
        check_line("@login.example #427193", &other("login.example"));
        check_line("@www.shop.example #427193", &other("www.shop.example"));
        check_line("@shop.example:8443 #427193", &[Fault::Port(text("shop.example:8443"))]);
        check_line("@https://shop.example #427193", &[Fault::NotAHost(text("https://shop.example"))]);
        check_line("@shop.example/login #427193", &[Fault::NotAHost(text("shop.example/login"))]);
    }

    #[test]
    fn the_code_is_the_one_that_was_sent() {
        check_line("@shop.example #123456", &[Fault::OtherCode(text("123456"))]);
        check_line("@shop.example #@@password@@", &[Fault::OtherCode(text("@@password@@"))]);
        check_line("@shop.example #427-193", &[Fault::OtherCode(text("427-193"))]);
        check_line("@shop.example ##427193", &[Fault::OtherCode(text("427193"))]);
    }

    #[test]
    fn a_frame_is_named_when_there_is_one() {
        check_line("@shop.example #427193 @login.example", &[Fault::UnexpectedFrame(text("login.example"))]);
        check_line("@shop.example #427193 %login.example", &[Fault::OldFrameMark(text("%login.example"))]);
        check(&FRAMED, "@shop.example #427193", &[Fault::MissingFrame(text("login.example"))]);
        check(&FRAMED, "@shop.example #427193 %login.example", &[Fault::OldFrameMark(text("%login.example"))]);
        check(
            &FRAMED,
            "@shop.example #427193 @pay.example",
            &[Fault::OtherHost { found: text("pay.example"), expected: text("login.example") }],
        );
        check(
            &FRAMED,
            "@shop.example #427193. @login.example",
            &[Fault::MissingFrame(text("login.example")), Fault::TextAfter(text(". @login.example"))],
        );
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let faults = [
            Fault::NotLast(1),
            Fault::TextBefore(text("- ")),
            Fault::Port(text("shop.example:443")),
            Fault::Spacing(text("#427193!")),
            Fault::TextAfter(text("!")),
        ];
        check(&PAGE, "- @shop.example:443  #427193!\n", &faults);
    }

    #[test]
    fn whatever_is_written_nothing_breaks() {
        for line in
            ["@", "#", "@ #", "@é#ü", "@shop.example #é427193é", "é @é #é", "@@@ ###", "\u{a0}@shop.example 427193"]
        {
            for expected in [&PAGE, &FRAMED] {
                assert_ne!(check_bound_line(line, expected), [], "{line:?}");
            }
        }
    }
}
