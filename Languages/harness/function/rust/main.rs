// Calls a function of the candidate below: reads the words that results begin with, then the arguments of each call, an
// array a line, and writes a line for each result. The function's own type says what its arguments are.
#![allow(dead_code, unused_imports, unused_variables, unused_mut, non_snake_case, unused_macros, unused_parens)]

mod candidate {
    use std::cell::RefCell;
    use std::rc::Rc;

    #[derive(PartialEq, Eq, Clone, Debug)]
    pub struct ListNode {
        pub val: i32,
        pub next: Option<Box<ListNode>>,
    }

    impl ListNode {
        #[inline]
        pub fn new(val: i32) -> Self {
            ListNode { next: None, val }
        }
    }

    #[derive(Debug, PartialEq, Eq)]
    pub struct TreeNode {
        pub val: i32,
        pub left: Option<Rc<RefCell<TreeNode>>>,
        pub right: Option<Rc<RefCell<TreeNode>>>,
    }

    impl TreeNode {
        #[inline]
        pub fn new(val: i32) -> Self {
            TreeNode { val, left: None, right: None }
        }
    }

    mod answer {
        // Names that answers use without saying where they are; what they say themselves goes before these.
        use super::*;
        use std::collections::*;
{{candidate}}

        pub mod verdict_target {
            use super::*;

            pub fn call(arguments: &crate::verdict_harness::Value) -> String {
                crate::verdict_harness::Call::call(&{{target}}, arguments)
            }
        }
    }

    pub use answer::verdict_target::call;
}

mod verdict_harness {
    use super::candidate::{ListNode, TreeNode};
    use std::cell::RefCell;
    use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, LinkedList, VecDeque};
    use std::rc::Rc;

    pub enum Value {
        Null,
        Bool(bool),
        Number(String),
        Text(String),
        Array(Vec<Value>),
        Object(Vec<(String, Value)>),
    }

    pub fn fail(words: &str) -> ! {
        eprintln!("{}", words);
        std::process::exit(1)
    }

    pub struct Reader<'a> {
        pub bytes: &'a [u8],
        pub place: usize,
    }

    impl Reader<'_> {
        fn skip(&mut self) {
            while self.place < self.bytes.len() && self.bytes[self.place] <= b' ' {
                self.place += 1;
            }
        }

        fn take(&mut self, sign: u8) -> bool {
            self.skip();
            let found = self.bytes.get(self.place) == Some(&sign);
            if found {
                self.place += 1;
            }
            found
        }

        fn expect(&mut self, sign: u8) {
            if !self.take(sign) {
                fail(&format!("the arguments lack a {}", sign as char));
            }
        }

        fn unit(&mut self) -> u32 {
            let digits = String::from_utf8_lossy(&self.bytes[self.place..self.place + 4]).to_string();
            self.place += 4;
            u32::from_str_radix(&digits, 16).unwrap_or(0xFFFD)
        }

        fn text(&mut self) -> String {
            self.expect(b'"');
            let mut text: Vec<u8> = Vec::new();
            while self.bytes[self.place] != b'"' {
                let sign = self.bytes[self.place];
                self.place += 1;
                if sign != b'\\' {
                    text.push(sign);
                    continue;
                }
                let sign = self.bytes[self.place];
                self.place += 1;
                match sign {
                    b'b' => text.push(8),
                    b'f' => text.push(12),
                    b'n' => text.push(b'\n'),
                    b'r' => text.push(b'\r'),
                    b't' => text.push(b'\t'),
                    b'u' => {
                        let mut code = self.unit();
                        if (0xD800..0xDC00).contains(&code) && self.bytes[self.place..].starts_with(b"\\u") {
                            self.place += 2;
                            code = 0x10000 + ((code - 0xD800) << 10) + (self.unit().wrapping_sub(0xDC00));
                        }
                        let sign = char::from_u32(code).unwrap_or('\u{fffd}');
                        text.extend(sign.to_string().as_bytes());
                    }
                    _ => text.push(sign),
                }
            }
            self.expect(b'"');
            String::from_utf8_lossy(&text).to_string()
        }

        pub fn value(&mut self) -> Value {
            self.skip();
            match self.bytes.get(self.place) {
                None => fail("the arguments end too early"),
                Some(b'"') => Value::Text(self.text()),
                Some(b'[') => {
                    self.place += 1;
                    let mut elements = Vec::new();
                    if self.take(b']') {
                        return Value::Array(elements);
                    }
                    loop {
                        elements.push(self.value());
                        if !self.take(b',') {
                            break;
                        }
                    }
                    self.expect(b']');
                    Value::Array(elements)
                }
                Some(b'{') => {
                    self.place += 1;
                    let mut members = Vec::new();
                    if self.take(b'}') {
                        return Value::Object(members);
                    }
                    loop {
                        let key = self.text();
                        self.expect(b':');
                        members.push((key, self.value()));
                        if !self.take(b',') {
                            break;
                        }
                    }
                    self.expect(b'}');
                    Value::Object(members)
                }
                Some(_) => {
                    let start = self.place;
                    while self.place < self.bytes.len() && !b",]} ".contains(&self.bytes[self.place]) {
                        self.place += 1;
                    }
                    match &self.bytes[start..self.place] {
                        b"null" => Value::Null,
                        b"true" => Value::Bool(true),
                        b"false" => Value::Bool(false),
                        digits => Value::Number(String::from_utf8_lossy(digits).to_string()),
                    }
                }
            }
        }
    }

    pub trait Read: Sized {
        fn read(value: &Value) -> Self;
    }

    pub trait Write {
        fn write(&self, text: &mut String);
    }

    macro_rules! numbers {
        ($($kind:ty)*) => { $(
            impl Read for $kind {
                fn read(value: &Value) -> Self {
                    match value {
                        Value::Number(digits) => digits.parse().unwrap_or_else(|_| fail("a number does not fit")),
                        _ => fail("an argument is no number"),
                    }
                }
            }
            impl Write for $kind {
                fn write(&self, text: &mut String) {
                    text.push_str(&self.to_string());
                }
            }
        )* };
    }
    numbers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize);

    macro_rules! floats {
        ($($kind:ty)*) => { $(
            impl Read for $kind {
                fn read(value: &Value) -> Self {
                    match value {
                        Value::Number(digits) => digits.parse().unwrap_or_else(|_| fail("an argument is no number")),
                        _ => fail("an argument is no number"),
                    }
                }
            }
            impl Write for $kind {
                fn write(&self, text: &mut String) {
                    if self.is_nan() {
                        text.push_str("NaN");
                    } else if self.is_infinite() {
                        text.push_str(if *self > 0.0 { "Infinity" } else { "-Infinity" });
                    } else {
                        text.push_str(&format!("{:?}", self));
                    }
                }
            }
        )* };
    }
    floats!(f32 f64);

    impl Read for bool {
        fn read(value: &Value) -> Self {
            matches!(value, Value::Bool(true))
        }
    }

    impl Write for bool {
        fn write(&self, text: &mut String) {
            text.push_str(if *self { "true" } else { "false" });
        }
    }

    impl Read for String {
        fn read(value: &Value) -> Self {
            match value {
                Value::Text(text) => text.clone(),
                _ => fail("an argument is no text"),
            }
        }
    }

    impl Write for str {
        fn write(&self, text: &mut String) {
            text.push('"');
            for sign in self.chars() {
                match sign {
                    '"' | '\\' => {
                        text.push('\\');
                        text.push(sign);
                    }
                    sign if sign < ' ' => text.push_str(&format!("\\u{:04x}", sign as u32)),
                    sign => text.push(sign),
                }
            }
            text.push('"');
        }
    }

    impl Write for String {
        fn write(&self, text: &mut String) {
            self.as_str().write(text);
        }
    }

    impl Read for char {
        fn read(value: &Value) -> Self {
            String::read(value).chars().next().unwrap_or('\0')
        }
    }

    impl Write for char {
        fn write(&self, text: &mut String) {
            self.to_string().write(text);
        }
    }

    impl<T: Read> Read for Vec<T> {
        fn read(value: &Value) -> Self {
            match value {
                Value::Array(elements) => elements.iter().map(T::read).collect(),
                _ => fail("an argument is no array"),
            }
        }
    }

    impl<T: Write> Write for [T] {
        fn write(&self, text: &mut String) {
            text.push('[');
            for (place, element) in self.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                element.write(text);
            }
            text.push(']');
        }
    }

    impl<T: Write> Write for Vec<T> {
        fn write(&self, text: &mut String) {
            self.as_slice().write(text);
        }
    }

    impl<T: Write, const N: usize> Write for [T; N] {
        fn write(&self, text: &mut String) {
            self.as_slice().write(text);
        }
    }

    macro_rules! collections {
        ($($kind:ident($($needs:tt)*))*) => { $(
            impl<T: Read $($needs)*> Read for $kind<T> {
                fn read(value: &Value) -> Self {
                    Vec::<T>::read(value).into_iter().collect()
                }
            }
            impl<T: Write> Write for $kind<T> {
                fn write(&self, text: &mut String) {
                    self.iter().collect::<Vec<_>>().write(text);
                }
            }
        )* };
    }
    collections!(VecDeque() LinkedList() HashSet(+ Eq + std::hash::Hash) BTreeSet(+ Ord));

    impl<T: Write + ?Sized> Write for &T {
        fn write(&self, text: &mut String) {
            (**self).write(text);
        }
    }

    // No specialization: `Option` is a value that may be missing, and chains and trees have an impl of their own kind.
    pub trait Optional: Sized {
        fn read_optional(value: &Value) -> Option<Self>;
        fn write_optional(value: &Option<Self>, text: &mut String);
    }

    impl<T: Optional> Read for Option<T> {
        fn read(value: &Value) -> Self {
            T::read_optional(value)
        }
    }

    impl<T: Optional> Write for Option<T> {
        fn write(&self, text: &mut String) {
            T::write_optional(self, text);
        }
    }

    macro_rules! optionals {
        ($($kind:ty)*) => { $(
            impl Optional for $kind {
                fn read_optional(value: &Value) -> Option<Self> {
                    if let Value::Null = value { None } else { Some(<$kind>::read(value)) }
                }
                fn write_optional(value: &Option<Self>, text: &mut String) {
                    match value {
                        Some(value) => value.write(text),
                        None => text.push_str("null"),
                    }
                }
            }
        )* };
    }
    optionals!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64 bool char String Vec<i32> Vec<i64> Vec<String> Vec<f64>);

    impl Optional for Box<ListNode> {
        fn read_optional(value: &Value) -> Option<Self> {
            let mut head = None;
            if let Value::Array(elements) = value {
                for element in elements.iter().rev() {
                    head = Some(Box::new(ListNode { val: i32::read(element), next: head }));
                }
            }
            head
        }

        fn write_optional(value: &Option<Self>, text: &mut String) {
            let mut values = Vec::new();
            let mut node = value.as_ref();
            while let Some(here) = node {
                values.push(here.val);
                node = here.next.as_ref();
            }
            values.write(text);
        }
    }

    impl Optional for Rc<RefCell<TreeNode>> {
        fn read_optional(value: &Value) -> Option<Self> {
            let values = match value {
                Value::Array(elements) => elements,
                _ => return None,
            };
            let node = |value: Option<&Value>| match value {
                None | Some(Value::Null) => None,
                Some(value) => Some(Rc::new(RefCell::new(TreeNode::new(i32::read(value))))),
            };
            let root = node(values.first())?;
            let mut open = VecDeque::from(vec![root.clone()]);
            let mut place = 1;
            while place < values.len() {
                let here = match open.pop_front() {
                    Some(here) => here,
                    None => break,
                };
                for is_left in [true, false] {
                    if let Some(child) = node(values.get(place)) {
                        open.push_back(child.clone());
                        if is_left {
                            here.borrow_mut().left = Some(child);
                        } else {
                            here.borrow_mut().right = Some(child);
                        }
                    }
                    place += 1;
                }
            }
            Some(root)
        }

        fn write_optional(value: &Option<Self>, text: &mut String) {
            let mut values: Vec<Option<i32>> = Vec::new();
            let mut seen = HashSet::new();
            let mut open = VecDeque::from(vec![value.clone()]);
            while let Some(node) = open.pop_front() {
                match node {
                    None => values.push(None),
                    Some(node) => {
                        if !seen.insert(Rc::as_ptr(&node)) {
                            fail("the tree leads back to itself");
                        }
                        let node = node.borrow();
                        values.push(Some(node.val));
                        open.push_back(node.left.clone());
                        open.push_back(node.right.clone());
                    }
                }
            }
            while let Some(None) = values.last() {
                values.pop();
            }
            values.write(text);
        }
    }

    macro_rules! maps {
        ($($map:ident)*) => { $(
            impl<V: Read> Read for $map<String, V> {
                fn read(value: &Value) -> Self {
                    match value {
                        Value::Object(members) => members.iter().map(|(key, value)| (key.clone(), V::read(value))).collect(),
                        _ => fail("an argument is no object"),
                    }
                }
            }
            impl<K: std::fmt::Display, V: Write> Write for $map<K, V> {
                fn write(&self, text: &mut String) {
                    text.push('{');
                    for (place, (key, value)) in self.iter().enumerate() {
                        if place > 0 {
                            text.push(',');
                        }
                        key.to_string().write(text);
                        text.push(':');
                        value.write(text);
                    }
                    text.push('}');
                }
            }
        )* };
    }
    maps!(HashMap BTreeMap);

    macro_rules! tuples {
        ($($name:ident $place:tt),+) => {
            impl<$($name: Read),+> Read for ($($name,)+) {
                fn read(value: &Value) -> Self {
                    match value {
                        Value::Array(elements) => ($($name::read(elements.get($place).unwrap_or(&Value::Null)),)+),
                        _ => fail("an argument is no array"),
                    }
                }
            }
            impl<$($name: Write),+> Write for ($($name,)+) {
                fn write(&self, text: &mut String) {
                    text.push('[');
                    $(
                        if $place > 0 { text.push(','); }
                        self.$place.write(text);
                    )+
                    text.push(']');
                }
            }
        };
    }
    tuples!(A 0, B 1);
    tuples!(A 0, B 1, C 2);
    tuples!(A 0, B 1, C 2, D 3);

    /// A function of so many arguments; the arguments are in a type of their own, so that one impl is there for each.
    pub trait Call<Arguments> {
        fn call(&self, arguments: &Value) -> String;
    }

    macro_rules! calls {
        ($count:expr; $($name:ident $place:tt),*) => {
            impl<F, R: Write, $($name: Read),*> Call<fn($($name),*) -> R> for F
            where
                F: Fn($($name),*) -> R,
            {
                fn call(&self, arguments: &Value) -> String {
                    let elements = match arguments {
                        Value::Array(elements) if elements.len() == $count => elements,
                        _ => fail("the function takes another number of arguments"),
                    };
                    let mut text = String::new();
                    self($($name::read(&elements[$place])),*).write(&mut text);
                    text
                }
            }
        };
    }
    calls!(0;);
    calls!(1; A 0);
    calls!(2; A 0, B 1);
    calls!(3; A 0, B 1, C 2);
    calls!(4; A 0, B 1, C 2, D 3);
    calls!(5; A 0, B 1, C 2, D 3, E 4);
    calls!(6; A 0, B 1, C 2, D 3, E 4, G 5);
    calls!(7; A 0, B 1, C 2, D 3, E 4, G 5, H 6);
    calls!(8; A 0, B 1, C 2, D 3, E 4, G 5, H 6, I 7);
}

fn main() {
    use std::io::{BufRead, Write};
    let stdin = std::io::stdin();
    let mut lines = stdin.lock().lines();
    let key = match lines.next() {
        Some(Ok(key)) => key,
        _ => verdict_harness::fail("there is nothing to read"),
    };
    while let Some(Ok(line)) = lines.next() {
        let mut reader = verdict_harness::Reader { bytes: line.as_bytes(), place: 0 };
        let result = candidate::call(&reader.value());
        let mut channel = std::io::stdout();
        let written = channel.write_all(format!("\n{} {}\n", key, result).as_bytes()).and_then(|_| channel.flush());
        if written.is_err() {
            verdict_harness::fail("the result cannot be written");
        }
    }
    std::process::exit(0);
}
