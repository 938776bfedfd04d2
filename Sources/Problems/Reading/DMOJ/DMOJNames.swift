import Grading
import PackageFiles
import StrictYAML
import Units

/// Finds test cases by the names of an archive's files: `sums.2.in` and `sums.2.out` are case 2, `sums.1-3.in` is case 3 of batch 1;
/// or as the patterns `input_format` and `output_format` say.
struct DMOJNames {
    /// What a batch or a test case is called in a file's name.
    private enum Key: Hashable, Comparable, CustomStringConvertible {
        case word(String)
        case number(Int)

        init(_ text: String) { self = Int(text).map { .number($0) } ?? .word(text) }

        var description: String {
            switch self {
            case .word(let word): word
            case .number(let number): "\(number)"
            }
        }
    }

    /// Where a file belongs by its name.
    private struct Place: Hashable {
        var batch: Key?
        var number: Key
    }

    private let files: DMOJFiles
    private let root: DMOJNode
    private let node: YAMLNode?

    /// The files of an archive, of which `node`, the value of `test_cases`, may say what the test cases are worth.
    init(_ files: DMOJFiles, root: DMOJNode, node: YAMLNode?) {
        self.files = files
        self.root = root
        self.node = node
    }

    /// Batches and single test cases, in the order of their numbers.
    /// - Throws: if something else than names is to tell, or the names do not.
    func items() throws(Diagnostic) -> [DMOJItem] {
        let mapping = try node?.mapping()
        guard let names = files.archived else {
            throw (node ?? root["test_cases"])?.error("needs an \"archive\", or must be a list of test cases")
                ?? Diagnostic(
                    file: DMOJReader.settingsFile,
                    message: "there are neither \"test_cases\" nor an \"archive\"; add one of them")
        }
        var effort = PythonPattern.Effort(texts: 2 * names.count)
        let inputs = try Self.places(of: names, mapping?["input_format"], or: "in", &effort)
        let answers = try Self.places(of: names, mapping?["output_format"], or: "out", &effort)
        let places = Set(inputs.keys).union(answers.keys)
        let keys = Set(places.map { $0.batch ?? $0.number }).sorted()
        let batches = Dictionary(grouping: places.filter { $0.batch != nil }) { $0.batch ?? $0.number }
        guard !keys.isEmpty else {
            throw Diagnostic(
                file: DMOJReader.settingsFile,
                message: "no file of the archive is called like a test case, 1.in and 1.out, say; list \"test_cases\"")
        }
        let points = try self.points(of: keys.count, mapping)
        var items: [DMOJItem] = []
        for (key, points) in zip(keys, points) {
            let batch = (batches[key] ?? []).sorted { $0.number < $1.number }
            let single = Place(batch: nil, number: key)
            guard batch.isEmpty || !places.contains(single) else {
                throw Diagnostic(
                    file: DMOJReader.settingsFile,
                    message: "the archive has both a test case \(key) and a batch \(key); list \"test_cases\"")
            }
            var cases: [DMOJCase] = []
            for place in batch.isEmpty ? [single] : batch {
                cases.append(try testCase(inputs[place], answers[place], place))
            }
            items.append(DMOJItem(cases: cases, points: points, dependencies: batch.isEmpty ? nil : []))
        }
        return items
    }

    private func testCase(_ input: String?, _ answer: String?, _ place: Place) throws(Diagnostic) -> DMOJCase {
        guard let input = input.flatMap({ files.file($0) }), let answer = answer.flatMap({ files.file($0) }) else {
            let name = (place.batch.map { "\($0)." } ?? "") + "\(place.number)"
            throw Diagnostic(
                file: DMOJReader.settingsFile,
                message: "the archive has only one file of the test case \(name); add the other one")
        }
        return DMOJCase(input: input, answer: answer, checker: root["checker"])
    }

    /// What each of `count` items is worth: as `case_points` lists it, or `points` for each.
    private func points(of count: Int, _ mapping: YAMLMapping?) throws(Diagnostic) -> [Score] {
        guard let list = mapping?["case_points"] else {
            return Array(repeating: try root["points"].map(ScoreSettings.score) ?? .one, count: count)
        }
        let points = try list.sequence()
        guard points.count >= count else { throw list.error("must have \(count) numbers, not \(points.count)") }
        var scores: [Score] = []
        for node in points.prefix(count) { scores.append(try ScoreSettings.score(node)) }
        return scores
    }

    /// The places of names by the pattern that `node` is, or as DMOJ finds them by `word` if there is none; of two files with the same
    /// place the last counts.
    private static func places(
        of names: [String], _ node: YAMLNode?, or word: String, _ effort: inout PythonPattern.Effort
    ) throws(Diagnostic) -> [Place: String] {
        guard let node, !node.isNull else { return places(of: names, word) }
        let text = try node.string()
        let pattern: PythonPattern
        do throws(PythonPattern.Malformed) {
            pattern = try PythonPattern(parsing: text)
        } catch {
            throw node.error("is no pattern that is known here: it \(error.reason)")
        }
        var places: [Place: String] = [:]
        for name in names {
            let groups: [String: String]?
            do throws(PythonPattern.TooMuchEffort) {
                groups = try pattern.match(name, &effort)
            } catch {
                throw node.error("takes too long to compare with the names of files; list the test cases")
            }
            guard let groups else { continue }
            guard let number = groups["case"] else {
                throw node.error("has no group called \"case\" for the file \(name)")
            }
            places[Place(batch: groups["batch"].map { Key($0) }, number: Key(number))] = name
        }
        return places
    }

    /// The numbers in the names that begin with `word` or have it behind a dot, in any case; of two files with the same ones
    /// the last counts.
    private static func places(of names: [String], _ word: String) -> [Place: String] {
        var places: [Place: String] = [:]
        for name in names {
            let lower = name.lowercased()
            guard lower.hasPrefix(word) || lower.contains("." + word), let place = place(in: Array(name.utf8)) else {
                continue
            }
            places[place] = name
        }
        return places
    }

    /// The last number in the name, behind which there is no white space; the one before it is the batch's, if no letter or
    /// digit stands before that.
    private static func place(in name: [UInt8]) -> Place? {
        guard let last = name.lastIndex(where: isDigit), !name[(last + 1)...].contains(where: isBlank) else {
            return nil
        }
        let first = (name[...last].lastIndex { !isDigit($0) }).map { $0 + 1 } ?? 0
        guard let number = Int(String(decoding: name[first...last], as: UTF8.self)) else { return nil }
        guard let end = name[..<first].lastIndex(where: isDigit), !name[(end + 1)..<first].contains(where: isBlank)
        else {
            return Place(batch: nil, number: .number(number))
        }
        let start = (name[...end].lastIndex { !isDigit($0) }).map { $0 + 1 } ?? 0
        guard start == 0 || !isWord(name[start - 1]) else { return Place(batch: nil, number: .number(number)) }
        return Int(String(decoding: name[start...end], as: UTF8.self)).map {
            Place(batch: .number($0), number: .number(number))
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

    private static func isWord(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_") || byte >= 0x80
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
