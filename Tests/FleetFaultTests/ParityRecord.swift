import Foundation

/// A JSON record of a judgement without what is a measurement: two judgings of one submission have the same.
struct ParityRecord: Equatable, CustomStringConvertible {
    /// The members, a line each, `tests.0.verdict = AC`.
    let lines: [String]

    var description: String { lines.joined(separator: "\n") }

    /// What the two do not have in common, for a person.
    func differences(from other: ParityRecord) -> String {
        let (mine, theirs) = (Set(lines), Set(other.lines))
        return
            (lines.filter { !theirs.contains($0) }.map { "- " + $0 }
            + other.lines.filter { !mine.contains($0) }.map { "+ " + $0 }).joined(separator: "\n")
    }

    /// Times, memory, what the host did and who judged are no findings, nor is what was said when. What an accepted program wrote to standard
    /// error is not kept by fleets; one that an interactor rejects is stopped, wherever it is by then.
    private static let measured: Set<String> = [
        "cpu_ms", "wall_ms", "memory_kib", "measured_cpu_us", "repeated", "repeated_because", "disturbed", "doubtful",
        "disturbance", "instructions", "cached", "id", "workers", "transcript",
    ]

    init(_ record: [String: Any]) {
        var lines: [String] = []
        let tests = record["tests"] as? [[String: Any]] ?? []
        let talks = tests.contains { $0["transcript"] is String }
        let unheard: [String?] = talks ? ["AC", "WA"] : ["AC"]
        func add(_ value: Any, at path: [String]) {
            switch value {
            case let members as [String: Any]:
                for (key, value) in members.sorted(by: { $0.key < $1.key }) {
                    if key == "stderr", unheard.contains(members["verdict"] as? String) { continue }
                    // Of limits these are given.
                    if Self.measured.contains(key), path.last != "limits" { continue }
                    add(value, at: path + [key])
                }
            case let elements as [Any]:
                lines.append("\(path.joined(separator: ".")) has \(elements.count)")
                for (index, element) in elements.enumerated() { add(element, at: path + ["\(index)"]) }
            default: lines.append("\(path.joined(separator: ".")) = \(Self.withoutMeasurements("\(value)"))")
            }
        }
        var record = record
        if let estimate = record["estimate"] as? [String: Any] {
            // That a limit was found is one thing; what it is, is measured.
            record["estimate"] = estimate.keys.sorted().joined(separator: " ")
            if var limits = record["limits"] as? [String: Any] {
                (limits["cpu_ms"], limits["wall_ms"]) = (nil, nil)
                record["limits"] = limits
            }
        }
        add(record, at: [])
        self.lines = lines
    }

    /// `text` with its times and sizes left out, and the linker's names of temporary files. How often a run was repeated is
    /// the host's doing; how deep PyPy recurses, and how much it then writes, is the compiler's that works beside it.
    static func withoutMeasurements(_ text: String) -> String {
        text.replacing(/\/tmp\/cc\w{6}\.o/, with: "/tmp/#.o").replacing(/\ \(measured again.*?\)/, with: "")
            .replacing(/; in a second run, .*/, with: "").replacing(
                "; doubtful: the host was busy with other things", with: ""
            )
            .replacing(/[0-9]+ bytes left out/, with: "# bytes left out")
            .replacing(/[0-9]+(\.[0-9]+)? (s|ms|B|KiB|MiB|GiB)\b/, with: "#")
    }
}
