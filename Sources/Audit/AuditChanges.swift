/// How a row of commands became another one, by their marks. A pure value.
struct AuditChanges {
    /// How many numbers a finding names.
    private static let named = 5

    private var changed: [Int] = []
    private var missing: [Int] = []
    private var inserted: [Int] = []
    private var reordered: Int?

    /// What became of the commands `old` in the row `new`, behind which others may have come. Nothing if they are its beginning, or
    /// it is theirs.
    static func between(_ old: [UInt32], _ new: [UInt32]) -> [AuditFinding] {
        new.starts(with: old) || old.starts(with: new) ? [] : AuditChanges(old, new).findings
    }

    private init(_ old: [UInt32], _ new: [UInt32]) {
        let (isKept, isOld) = (Self.found(old, in: new), Self.found(new, in: old))
        var (place, other) = (0, 0)
        while place < old.count {
            let (start, otherStart) = (place, other)
            while place < old.count, !isKept[place] { place += 1 }
            while other < new.count, !isOld[other] { other += 1 }
            // Between two that stayed, one for one. Behind the last that stayed, only if nothing can have come since.
            let isPaired = place < old.count || other - otherStart == place - start
            let pairs = isPaired ? min(place - start, other - otherStart) : 0
            changed += start..<start + pairs
            missing += start + pairs..<place
            // Behind the last old one others may come.
            if place < old.count { inserted += otherStart + pairs..<other }
            (place, other) = (place + 1, other + 1)
        }
        let stayed = (old.indices.filter { isKept[$0] }, new.indices.filter { isOld[$0] })
        reordered = zip(stayed.0, stayed.1).first { old[$0] != new[$1] }?.1
    }

    private var findings: [AuditFinding] {
        func named(_ places: [Int], _ finding: ([UInt64], Int) -> AuditFinding) -> [AuditFinding] {
            places.isEmpty ? [] : [finding(places.prefix(Self.named).map { UInt64($0) }, places.count)]
        }
        return named(changed) { .changed($0, of: $1) } + named(missing) { .missing($0, of: $1) }
            + named(inserted) { .inserted($0, of: $1) } + (reordered.map { [.reordered(from: UInt64($0))] } ?? [])
    }

    /// Which of `marks` are among `others`, each of these for one.
    private static func found(_ marks: [UInt32], in others: [UInt32]) -> [Bool] {
        var left: [UInt32: Int] = [:]
        for mark in others { left[mark, default: 0] += 1 }
        return marks.map { mark in
            guard let count = left[mark], count > 0 else { return false }
            left[mark] = count - 1
            return true
        }
    }
}
