/// Reads Prometheus' text exposition format 0.0.4 as its description has it, and refuses everything else.
struct Exposition {
    struct Problem: Error { var line: String }

    struct Sample: Hashable {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    private(set) var types: [String: String] = [:]
    private(set) var helps: [String: String] = [:]
    private(set) var samples: [Sample] = []

    init(_ text: String) throws {
        guard text.isEmpty || text.utf8.last == UInt8(ascii: "\n") else { throw Problem(line: "no newline at the end") }
        var current = ""
        var finished: Set<String> = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init) {
            let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
            if words[0] == "#" {
                guard words.count == 4, Self.isName(words[2], colon: true) else { throw Problem(line: line) }
                if words[2] != current {
                    guard finished.insert(current).inserted || current.isEmpty else { throw Problem(line: line) }
                    current = words[2]
                }
                try comment(words, line)
            } else {
                try sample(line, of: current)
            }
        }
        try checkHistograms()
    }

    private mutating func comment(_ words: [String], _ line: String) throws {
        switch words[1] {
        case "HELP":
            guard helps.updateValue(words[3], forKey: words[2]) == nil else { throw Problem(line: line) }
        case "TYPE":
            let isKnown = ["counter", "gauge", "histogram"].contains(words[3])
            guard isKnown, types.updateValue(words[3], forKey: words[2]) == nil else { throw Problem(line: line) }
        default: throw Problem(line: line)
        }
    }

    private mutating func sample(_ line: String, of family: String) throws {
        var rest = Array(line.unicodeScalars)[...]
        let name = String(String.UnicodeScalarView(rest.prefix { $0 != "{" && $0 != " " }))
        rest = rest.dropFirst(name.unicodeScalars.count)
        let labels = rest.first == "{" ? try Self.labels(&rest, line) : [:]
        guard rest.first == " ", let type = types[family],
            let value = Self.number(String(String.UnicodeScalarView(rest.dropFirst())))
        else { throw Problem(line: line) }
        let suffixes = type == "histogram" ? ["_bucket", "_sum", "_count"] : [""]
        guard suffixes.contains(where: { name == family + $0 }), Self.isName(name, colon: true) else {
            throw Problem(line: line)
        }
        let isNew = !samples.contains { $0.name == name && $0.labels == labels }
        guard isNew, type != "counter" || (value >= 0 && name.hasSuffix("_total")) else { throw Problem(line: line) }
        samples.append(Sample(name: name, labels: labels, value: value))
    }

    private static func labels(_ rest: inout ArraySlice<Unicode.Scalar>, _ line: String) throws -> [String: String] {
        var labels: [String: String] = [:]
        repeat {
            rest = rest.dropFirst()
            let name = String(String.UnicodeScalarView(rest.prefix { $0 != "=" }))
            rest = rest.dropFirst(name.unicodeScalars.count + 1)
            guard isName(name, colon: false), rest.popFirst() == "\"" else { throw Problem(line: line) }
            var value = ""
            while let scalar = rest.popFirst(), scalar != "\"" {
                guard scalar == "\\" else {
                    value.unicodeScalars.append(scalar)
                    continue
                }
                switch rest.popFirst() {
                case "\\": value += "\\"
                case "\"": value += "\""
                case "n": value += "\n"
                default: throw Problem(line: line)
                }
            }
            guard labels.updateValue(value, forKey: name) == nil else { throw Problem(line: line) }
        } while rest.first == ","
        guard rest.popFirst() == "}" else { throw Problem(line: line) }
        return labels
    }

    private static func isName(_ text: String, colon: Bool) -> Bool {
        text.wholeMatch(of: colon ? /[a-zA-Z_:][a-zA-Z0-9_:]*/ : /[a-zA-Z_][a-zA-Z0-9_]*/) != nil
    }

    private static func number(_ text: String) -> Double? {
        switch text {
        case "NaN": .nan
        case "+Inf": .infinity
        case "-Inf": -.infinity
        default: text.wholeMatch(of: /-?[0-9]+(\.[0-9]+)?(e[-+]?[0-9]+)?/) == nil ? nil : Double(text)
        }
    }

    /// Buckets grow, the last is infinity's, and it is the count.
    private func checkHistograms() throws {
        for family in types.filter({ $0.value == "histogram" }).keys {
            for count in samples where count.name == family + "_count" {
                let buckets = samples.filter { sample in
                    var labels = sample.labels
                    labels["le"] = nil
                    return sample.name == family + "_bucket" && labels == count.labels
                }
                let bounds = buckets.compactMap { $0.labels["le"].flatMap(Self.number) }
                let isGood =
                    bounds.count == buckets.count && bounds == bounds.sorted() && bounds.last == .infinity
                    && buckets.map(\.value) == buckets.map(\.value).sorted() && buckets.last?.value == count.value
                guard isGood else { throw Problem(line: "\(family)\(count.labels)") }
            }
        }
    }
}
