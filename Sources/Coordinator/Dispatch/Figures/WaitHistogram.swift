/// Durations, sorted into classes of which each is a quarter longer than the one before: exact enough for people.
struct WaitHistogram {
    /// The class that a duration falls into, from 0 for what is at most 100 µs.
    static func place(of wait: Duration) -> Int {
        bounds.firstIndex { wait <= $0 } ?? bounds.count - 1
    }

    /// The longest duration of each class; the last one is about eleven days.
    private static let bounds: [Duration] = (0..<104).reduce(into: []) { bounds, _ in
        bounds.append((bounds.last ?? .microseconds(80)) * 1.25)
    }

    /// How many durations each class has.
    let counts: [Int: Int]

    /// The duration that the share `rank` of all, 0 to 1, does not exceed: its class's longest; 0 if there are none.
    func quantile(_ rank: Double) -> Duration {
        let total = counts.values.reduce(0, +)
        guard total > 0 else { return .zero }
        var below = 0
        for place in counts.keys.sorted() {
            below += counts[place] ?? 0
            if Double(below) >= rank * Double(total) { return Self.bounds[place] }
        }
        return .zero
    }
}
