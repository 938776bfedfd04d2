import Grading

extension GradingOutline {
    /// The same score, where all test cases of a sum are worth the same: parts that others do not require are split where the points
    /// of their test cases differ.
    var even: GradingOutline {
        splitting { part, index in index == 0 || part.points[index] != part.points[index - 1] }
    }

    /// The parts of the same score with each test case by itself that can be, without their names: what two outlines are compared by.
    var simplest: [Part] {
        whole.splitting { _, _ in true }.parts.map { part in
            var part = part
            part.name = ""
            part.feedback = .complete
            return part
        }
    }

    /// Splits sums that no part requires, before those test cases, counted within the part, that `isFirst` says.
    private func splitting(_ isFirst: (Part, Int) -> Bool) -> GradingOutline {
        guard total == .sum else { return self }
        let required = parts.reduce(into: Set<Int>()) { $0.formUnion($1.required) }
        var result = self
        result.parts = []
        // Where the parts that stay whole come to stand.
        var places: [Int: Int] = [:]
        for (place, part) in parts.enumerated() {
            places[place] = result.parts.count
            guard part.rule == .sum, !required.contains(place) else {
                result.parts.append(part)
                continue
            }
            for index in part.tests.indices {
                if isFirst(part, index) {
                    var piece = part
                    (piece.tests, piece.points) = ([], [])
                    result.parts.append(piece)
                }
                result.parts[result.parts.count - 1].tests.append(part.tests[index])
                result.parts[result.parts.count - 1].points.append(part.points[index])
            }
        }
        for place in result.parts.indices {
            result.parts[place].required = Set(result.parts[place].required.compactMap { places[$0] })
        }
        return result
    }
}
