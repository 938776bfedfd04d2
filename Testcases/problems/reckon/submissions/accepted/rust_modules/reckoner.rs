pub struct Reckoner<'a> {
    signs: std::iter::Peekable<std::str::Bytes<'a>>,
}

impl<'a> Reckoner<'a> {
    pub fn new(line: &'a str) -> Self {
        Reckoner { signs: line.bytes().peekable() }
    }

    pub fn sum(&mut self) -> i64 {
        let mut value = self.product();
        while let Some(sign) = self.signs.next_if(|s| b"+-".contains(s)) {
            let right = self.product();
            value += if sign == b'+' { right } else { -right };
        }
        value
    }

    fn product(&mut self) -> i64 {
        let mut value = self.operand();
        while self.signs.next_if_eq(&b'*').is_some() {
            value *= self.operand();
        }
        value
    }

    fn operand(&mut self) -> i64 {
        match self.signs.next().unwrap() {
            b'(' => {
                let value = self.sum();
                self.signs.next();
                value
            }
            digit => i64::from(digit - b'0'),
        }
    }
}
