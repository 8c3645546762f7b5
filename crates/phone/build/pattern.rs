//! The regular expressions of the metadata, parsed: digits only, no repetition without an end.

/// One node of a pattern.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    /// One digit out of a set, bit 0 for digit 0.
    Digit(u16),
    /// One after the other.
    Sequence(Vec<Node>),
    /// The first that lets the rest match.
    Choice(Vec<Node>),
    /// As often as possible, within bounds.
    Repeat(Box<Node>, usize, usize),
    /// What `$1`, `$2` mean, counted from 1.
    Group(usize, Box<Node>),
    /// `$`
    End,
}

const ANY_DIGIT: u16 = 0x3ff;

/// Parses a pattern; white space between its parts means nothing.
///
/// # Panics
/// On anything that the metadata has never used: the tables would be wrong in silence.
pub(crate) fn parse(source: &str) -> Node {
    let signs: Vec<char> = source.chars().filter(|sign| !sign.is_whitespace()).collect();
    let mut parser = Parser { signs: &signs, at: 0, groups: 0 };
    let node = parser.choice();
    assert!(parser.at == signs.len(), "unread end of pattern {source:?}");
    node
}

/// The highest group number in a pattern.
pub(crate) fn group_count(node: &Node) -> usize {
    match node {
        Node::Digit(_) | Node::End => 0,
        Node::Sequence(parts) | Node::Choice(parts) => parts.iter().map(group_count).max().unwrap_or(0),
        Node::Repeat(inner, ..) => group_count(inner),
        Node::Group(number, inner) => group_count(inner).max(*number),
    }
}

/// The digits that a pattern stands for when it is a plain list of `(\d{n,m})` groups.
pub(crate) fn group_lengths(node: &Node) -> Vec<(usize, usize)> {
    let parts = match node {
        Node::Sequence(parts) => parts.clone(),
        single => vec![single.clone()],
    };
    let lengths = parts.iter().map(|part| match part {
        Node::Group(_, inner) => match &**inner {
            Node::Digit(ANY_DIGIT) => (1, 1),
            Node::Repeat(digit, least, most) if matches!(**digit, Node::Digit(ANY_DIGIT)) => (*least, *most),
            other => panic!("a group that is not plain digits: {other:?}"),
        },
        other => panic!("something outside groups: {other:?}"),
    });
    lengths.collect()
}

struct Parser<'a> {
    signs: &'a [char],
    at: usize,
    groups: usize,
}

impl Parser<'_> {
    fn choice(&mut self) -> Node {
        let mut branches = vec![self.sequence()];
        while self.take('|') {
            branches.push(self.sequence());
        }
        if branches.len() == 1 { branches.remove(0) } else { Node::Choice(branches) }
    }

    fn sequence(&mut self) -> Node {
        let mut parts = Vec::new();
        while self.at < self.signs.len() && !matches!(self.signs[self.at], '|' | ')') {
            let atom = self.atom();
            parts.push(self.repeated(atom));
        }
        if parts.len() == 1 { parts.remove(0) } else { Node::Sequence(parts) }
    }

    fn atom(&mut self) -> Node {
        match self.next() {
            '(' => {
                let number = if self.take('?') {
                    assert!(self.take(':'), "an unknown kind of group");
                    None
                } else {
                    self.groups += 1;
                    Some(self.groups)
                };
                let inner = self.choice();
                assert!(self.take(')'), "an open group");
                match number {
                    Some(number) => Node::Group(number, Box::new(inner)),
                    None => inner,
                }
            }
            '[' => {
                let mut digits = 0;
                while !self.take(']') {
                    let first = self.digit();
                    let last = if self.take('-') { self.digit() } else { first };
                    assert!(first <= last, "a class in the wrong order");
                    digits |= (first..=last).fold(0, |set, digit| set | 1 << digit);
                }
                Node::Digit(digits)
            }
            '\\' => {
                assert_eq!(self.next(), 'd', "an unknown escape");
                Node::Digit(ANY_DIGIT)
            }
            '$' => Node::End,
            sign => Node::Digit(1 << sign.to_digit(10).unwrap_or_else(|| panic!("not in the dialect: {sign:?}"))),
        }
    }

    fn repeated(&mut self, atom: Node) -> Node {
        if self.take('?') {
            return Node::Repeat(Box::new(atom), 0, 1);
        }
        if !self.take('{') {
            return atom;
        }
        let least = self.number();
        let most = if self.take(',') { self.number() } else { least };
        assert!(self.take('}') && least <= most, "a broken repetition");
        Node::Repeat(Box::new(atom), least, most)
    }

    fn number(&mut self) -> usize {
        let mut value = self.digit();
        while self.signs[self.at].is_ascii_digit() {
            value = value * 10 + self.digit();
        }
        value
    }

    fn digit(&mut self) -> usize {
        let sign = self.next();
        sign.to_digit(10).unwrap_or_else(|| panic!("not a digit: {sign:?}")) as usize
    }

    fn next(&mut self) -> char {
        self.at += 1;
        self.signs[self.at - 1]
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.signs.get(self.at) == Some(&sign);
        self.at += usize::from(found);
        found
    }
}
