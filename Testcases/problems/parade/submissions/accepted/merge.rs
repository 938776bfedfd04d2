use std::io::{Read, Write};

/// Sorts `line` (height, place) from tall to short and counts for each place who in front is taller.
fn merge(line: &mut Vec<(u32, usize)>, taller: &mut [u32]) {
    if line.len() < 2 {
        return;
    }
    let mut back = line.split_off(line.len() / 2);
    merge(line, taller);
    merge(&mut back, taller);
    let front = std::mem::take(line);
    let mut f = 0;
    for musician in back {
        while f < front.len() && front[f].0 > musician.0 {
            line.push(front[f]);
            f += 1;
        }
        taller[musician.1] += f as u32;
        line.push(musician);
    }
    line.extend_from_slice(&front[f..]);
}

fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let mut line: Vec<(u32, usize)> =
        text.split_ascii_whitespace().skip(1).enumerate().map(|(i, t)| (t.parse().unwrap(), i)).collect();
    let mut taller = vec![0; line.len()];
    merge(&mut line, &mut taller);
    let out: String = taller.iter().map(|t| format!("{}\n", t)).collect();
    std::io::stdout().write_all(out.as_bytes()).unwrap();
}
