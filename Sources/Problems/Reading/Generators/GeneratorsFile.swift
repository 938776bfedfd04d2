import Cryptography
import PackageFiles
import StrictYAML
import Units

/// What `generators/generators.yaml` lists, BAPCtools' plan of a package's test data: test cases by their names, with the numbers and
/// seeds that BAPCtools gives them, and settings of groups.
struct GeneratorsFile {
    static let path = "generators/generators.yaml"
    static let folder = "generators"
    /// Keys that only a test case has.
    private static let caseKeys: Set<String> = [
        "copy", "generate", "count", "match", "in", "ans", "out", "in.statement", "ans.statement", "in.download",
        "ans.download", "interaction", "yaml",
    ]
    /// Extensions of files that a test case may give, or be copied with.
    private static let extensions = [
        "in", "ans", "out", "in.statement", "ans.statement", "in.download", "ans.download", "interaction", "yaml",
    ]
    /// What is listed in the outermost folder, in the order in which it is numbered.
    private static let roots = [
        "sample", "secret", "invalid_output", "invalid_answer", "invalid_input", "valid_output", "testing_tool_test",
        "fuzz",
    ]
    private static let groupFiles = ["test_group.yaml", "testdata.yaml"]
    /// The most test cases that there may be.
    private static let mostCases = 20_000
    private static let mostDepth = 10
    /// The numbers that test cases may be made for.
    private static let mostCount = 1_000_000_000

    private(set) var cases: [PlannedCase] = []
    private(set) var included: [IncludedCase] = []
    /// The settings of groups, by the paths of their files below `data`.
    private(set) var settings: [(path: String, text: String)] = []
    /// What programs are made of whose files are listed, by name.
    private(set) var programs: [String: [String]] = [:]

    private let package: LoadedPackage
    private let constants: Constants
    /// What is inherited from the folders around.
    private struct Inherited {
        var salt = ""
        var solution = PlannedCase.Solution.usual
    }

    private var usedPaths: Set<String> = []
    /// Cases and folders, by their keys: which cases there are in them.
    private var byKey: [String: [[Int]]] = [:]
    private var number = 0
    private var width = 1

    /// Reads the plan.
    /// - Throws: if it is none, or has something that is not done.
    init(_ root: YAMLMapping, of package: LoadedPackage, constants: Constants) throws(Diagnostic) {
        self.package = package
        self.constants = constants
        if let given = try root["generators"]?.mapping() {
            for name in given.keys { programs[name] = try given.strings(name) }
        }
        width = "\(try Self.count(root, depth: 0))".count
        _ = try readFolder(root, at: "", key: "", Inherited(), depth: 0)
    }

    /// Whether the node is a test case, and no folder of some.
    private static func isCase(_ node: YAMLNode) -> Bool {
        guard node.isMapping, let mapping = try? node.mapping() else { return !node.isSequence }
        return mapping.keys.contains(where: caseKeys.contains)
    }

    /// How many test cases have a number.
    private static func count(_ folder: YAMLMapping, depth: Int) throws(Diagnostic) -> Int {
        guard depth < mostDepth else { throw folder.node.error("has too many folders in folders") }
        var count = 0
        for entry in try entries(of: folder) {
            for key in entry.mapping.keys {
                guard let node = entry.mapping[key] else { continue }
                if !isCase(node) {
                    count += try self.count(try node.mapping(), depth: depth + 1)
                } else if entry.isNumbered {
                    count += try counts(of: node)?.count ?? 1
                }
            }
        }
        return count
    }

    /// The mappings in `data`, which is one, or a list of some whose test cases and folders are numbered.
    private static func entries(
        of folder: YAMLMapping
    ) throws(Diagnostic) -> [(mapping: YAMLMapping, isNumbered: Bool)] {
        guard let data = folder["data"] else { return [] }
        guard data.isSequence else { return [(try data.mapping(), false)] }
        var all: [(mapping: YAMLMapping, isNumbered: Bool)] = []
        for element in try data.sequence() {
            let mapping = try element.mapping()
            guard mapping.keys.count == 1 else {
                throw element.error("must have one key, as the test cases here are numbered")
            }
            all.append((mapping, true))
        }
        return all
    }

    /// The numbers for which a test case is made, if it has a `count`.
    private static func counts(of node: YAMLNode) throws(Diagnostic) -> [Int]? {
        guard node.isMapping, let count = try node.mapping()["count"] else { return nil }
        var counts: [Int] = []
        if count.isSequence {
            for element in try count.sequence() { counts.append(try element.integer(in: -mostCount...mostCount)) }
        } else if let last = try? count.integer() {
            guard (1...100).contains(last) else { throw count.error("must be from 1 to 100") }
            counts = Array(1...last)
        } else {
            let ends = try count.string().split(separator: "..=", omittingEmptySubsequences: false).map { Int($0) }
            guard ends.count == 2, let first = ends[0], let last = ends[1], (-mostCount...mostCount).contains(first),
                first <= last, last < first + 100
            else {
                throw count.error("must be a number, a list of some, or two with ..= between them")
            }
            counts = Array(first...last)
        }
        guard (1...100).contains(counts.count), Set(counts).count == counts.count else {
            throw count.error("must be from 1 to 100 different numbers")
        }
        return counts
    }

    /// Reads a folder, and gives the test cases in it, included ones too.
    private mutating func readFolder(
        _ folder: YAMLMapping, at path: String, key: String, _ outer: Inherited, depth: Int
    ) throws(Diagnostic) -> [Int] {
        let inherited = try inherited(folder, outer)
        for name in Self.groupFiles {
            guard let node = folder[name] else { continue }
            settings.append((path.isEmpty ? name : "\(path)/\(name)", try FlowText.json(node) + "\n"))
        }
        var brought: [Int] = []
        for include in try folder["include"]?.sequence() ?? [] {
            let name = try include.string()
            guard let known = byKey[name], known.count == 1 else {
                throw include.error("must be the key of one test case or folder before it; \(name) is none, or several")
            }
            brought += known[0]
        }
        var own: [Int] = []
        let entries = try Self.entries(of: folder)
        let folders = entries.flatMap { entry in entry.mapping.keys.compactMap { entry.mapping[$0] } }.count {
            !Self.isCase($0)
        }
        var group = 0
        for entry in entries {
            let keys = path.isEmpty ? Self.roots.filter(entry.mapping.keys.contains) : entry.mapping.keys.sorted()
            for key in keys {
                let node = try entry.mapping.value(key)
                if Self.isCase(node) {
                    own += try readCases(node, in: path, key: key, isNumbered: entry.isNumbered, inherited)
                    continue
                }
                group += 1
                let name = entry.isNumbered ? Self.numbered(group, of: "\(folders)".count, key) : key
                own += try readFolder(
                    node.mapping(), at: try self.path(name, in: path, node), key: key, inherited, depth: depth + 1)
            }
        }
        for origin in brought {
            let name = cases[origin].path.split(separator: "/").last ?? ""
            let place = "\(path)/\(name)"
            guard usedPaths.insert(place).inserted, included.count < Self.mostCases else {
                throw folder.node.error(
                    "has two test cases at \(place), one of them included, or includes more than \(Self.mostCases)")
            }
            included.append(IncludedCase(path: place, origin: origin))
        }
        byKey[key, default: []].append(own + brought)
        return own + brought
    }

    private func inherited(_ mapping: YAMLMapping, _ outer: Inherited) throws(Diagnostic) -> Inherited {
        var inherited = outer
        if let salt = mapping["random_salt"] { inherited.salt = try salt.string() }
        if let retries = mapping["retries"], try retries.integer(in: 1...Int.max) > 1 {
            throw retries.error("has generators that fail called once more, which is not done")
        }
        if mapping.keys.contains("solution") {
            if let node = mapping["solution"] {
                let path = try node.string()
                guard path.hasPrefix("/"), !path.contains(where: \.isWhitespace) else {
                    throw node.error("must be the path of a solution in the package, beginning with a /")
                }
                inherited.solution = .named(String(path.dropFirst()), line: node.line)
            } else {
                inherited.solution = .none
            }
        }
        return inherited
    }

    private static func numbered(_ number: Int, of width: Int, _ key: String) -> String {
        // No name at all, which YAML has a sign for.
        number.digits(atLeast: width) + (["", "~"].contains(key) ? "" : "-\(key)")
    }

    private func path(_ name: String, in folder: String, _ node: YAMLNode) throws(Diagnostic) -> String {
        guard FileNameRule.isAllowed(name), name != "test_group" else {
            throw node.error("has the name \(name), which no test case may have")
        }
        return folder.isEmpty ? name : "\(folder)/\(name)"
    }

    /// Reads a test case, of which there are several if it has a `count`.
    private mutating func readCases(
        _ node: YAMLNode, in folder: String, key: String, isNumbered: Bool, _ outer: Inherited
    ) throws(Diagnostic) -> [Int] {
        guard !folder.isEmpty else { throw node.error("is a test case outside of the folders; move it into secret") }
        let counts = try Self.counts(of: node)
        let values = counts ?? [1]
        let isInRow = (values.max() ?? 1) - (values.min() ?? 1) == values.count - 1
        let digits = isInRow ? values.map { "\($0)".count }.max() ?? 0 : 0
        var places: [Int] = []
        for value in values {
            number += isNumbered ? 1 : 0
            var name = isNumbered ? Self.numbered(number, of: width, key) : key
            if counts != nil {
                let text = "\(value)"
                name += "-" + (value < 0 ? text : String(repeating: "0", count: max(0, digits - text.count)) + text)
            }
            let place = try path(name, in: folder, node)
            guard usedPaths.insert(place).inserted, cases.count < Self.mostCases else {
                throw node.error("is a second test case called \(place), or one of more than \(Self.mostCases)")
            }
            places.append(cases.count)
            cases.append(try readCase(node, at: place, count: counts == nil ? nil : value, outer))
        }
        byKey[key, default: []].append(places)
        return places
    }

    private func readCase(
        _ node: YAMLNode, at path: String, count: Int?, _ outer: Inherited
    ) throws(Diagnostic) -> PlannedCase {
        guard node.isMapping else {
            var planned = PlannedCase(path: path, solution: outer.solution, line: node.line)
            let text = try node.string()
            if text.hasSuffix(".in") {
                planned.files = try copies(of: String(text.dropLast(3)), node)
            } else {
                planned.files["in"] = try command(text, node, count: nil, salt: outer.salt)
            }
            return planned
        }
        let mapping = try node.mapping()
        let inherited = try inherited(mapping, outer)
        var planned = PlannedCase(path: path, solution: inherited.solution, line: node.line)
        if let generate = mapping["generate"] {
            planned.files["in"] = try command(generate.string(), generate, count: count, salt: inherited.salt)
        }
        if let copy = mapping["copy"] {
            let name = try copy.string()
            let stem = Self.extensions.first { name.hasSuffix("." + $0) }.map { String(name.dropLast($0.count + 1)) }
            planned.files.merge(try copies(of: stem ?? name, copy)) { $1 }
        }
        for kind in Self.extensions {
            guard let value = mapping[kind] else { continue }
            if value.isMapping, kind != "yaml" {
                // A link to another file of the test case, for what is shown of it.
                guard kind.contains("."), try value.mapping()["link"] != nil else {
                    throw value.error("must be a text")
                }
                continue
            }
            let text = value.isMapping ? try FlowText.json(value) : try value.string()
            planned.files[kind] = .text(text.isEmpty || text.hasSuffix("\n") ? text : text + "\n")
        }
        return planned
    }

    /// The files of `generators` that are called `stem`, with the extensions of test data.
    private func copies(of stem: String, _ node: YAMLNode) throws(Diagnostic) -> [String: PlannedCase.Source] {
        var files: [String: PlannedCase.Source] = [:]
        for kind in Self.extensions {
            if let file = package.root.entry(at: "\(Self.folder)/\(stem).\(kind)")?.file { files[kind] = .copy(file) }
        }
        guard !files.isEmpty else {
            throw node.error("names generators/\(stem), and there is no such file with .in or .ans")
        }
        return files
    }

    /// The command, as it is called for a test case.
    private func command(
        _ given: String, _ node: YAMLNode, count: Int?, salt: String
    ) throws(Diagnostic) -> PlannedCase.Source {
        let filled = constants.filled(into: Array(given.utf8)).map { String(decoding: $0, as: UTF8.self) } ?? given
        let text = count.map { filled.replacing("{count}", with: "\($0)") } ?? filled
        guard let words = CommandWords(text, hasPipes: false)?.commands.first else { throw node.error("is no command") }
        // BAPCtools makes the seed of these bytes.
        let salted = salt + (count.map { $0 == 1 ? "" : ":\($0 - 1)" } ?? "") + text.trimmed
        let hash = SHA512.hash(Array(salted.utf8)).suffix(4)
        let seed = hash.reduce(0) { $0 << 8 | Int($1) } & 0x7fff_ffff
        let arguments = words.dropFirst().map { Self.filled($0.replacing("{name}", with: "testcase"), seed: seed) }
        return .command(program: words[0], arguments: Array(arguments), line: node.line)
    }

    /// The word with the seed for `{seed}` and `{seed:7}`.
    private static func filled(_ word: String, seed: Int) -> String {
        var filled = ""
        var rest = word[...]
        while let start = rest.firstRange(of: "{seed") {
            filled += rest[..<start.lowerBound]
            var end = rest[start.upperBound...]
            if end.first == ":" { end = end.dropFirst().drop { $0.isASCII && $0.isNumber } }
            guard end.first == "}" else {
                filled += "{seed"
                rest = rest[start.upperBound...]
                continue
            }
            filled += "\(seed)"
            rest = end.dropFirst()
        }
        return filled + rest
    }
}

extension String {
    /// Without white space around it.
    fileprivate var trimmed: Substring {
        let start = drop(while: \.isWhitespace)
        return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
    }
}
