import Grading
import PackageFiles

/// Where the test cases of a package are to lie below `data`, so that they are judged in the order in which they are now.
struct TestLayout {
    /// Test cases that lie in one folder, and are a group.
    struct Unit {
        /// `sample`, `secret`, `secret/1`.
        var folder: String
        /// Indices, in order; those for which nothing is run are not among them.
        var tests: [Int]
        /// The one for which nothing is run.
        var staticTest: Int?
        /// The part of the score that it is; nil where there is no score, and for the sample.
        var part: GradingOutline.Part?
        /// What its format calls the folder now.
        var origin: String
    }

    /// The folders, in the order of judging.
    private(set) var units: [Unit] = []
    /// The path of each test case below `data`, without extension.
    private(set) var names: [Int: String] = [:]
    /// What the test case of each name is called here.
    private(set) var renamed: [String: String] = [:]
    /// Whether all have the names that they had.
    private(set) var isKept = true
    private var folders: [String: String] = [:]
    private let problem: Problem
    private let order: TestOrder

    /// The layout of a problem without scores, or of one with the score `outline`.
    init(_ problem: Problem, _ outline: GradingOutline?, order: TestOrder) {
        self.problem = problem
        self.order = order
        if let outline { addParts(outline) } else { addGroups() }
        for unit in units {
            name(unit)
            folders[unit.origin] = folders[unit.origin] ?? unit.folder
        }
        for (test, name) in names { renamed[problem.testCases[test].name] = name }
        isKept = renamed.allSatisfy { $0.key == $0.value }
    }

    /// The layout of a problem whose test cases stay where they are, below `data`.
    init(keeping problem: Problem) {
        self.problem = problem
        order = .legacy
        for (index, test) in problem.testCases.enumerated() { names[index] = test.name }
    }

    /// What the group of that name is called here; nil if it is none.
    func group(_ name: String) -> String? { folders[name] }

    private mutating func addGroups() {
        let groups = problem.grading.groups.map { group in
            (name: group.name, tests: group.members.flatMap { $0.tests })
        }.filter { !$0.tests.isEmpty }
        guard problem.format == .icpc2025 else {
            // The sample comes first; what follows on other test cases is none.
            let all = problem.testCases.indices
            let count = all.first { !problem.testCases[$0].isSample } ?? all.count
            if count > 0 { add("sample", Array(all[..<count]), origin: "sample") }
            add("secret", Array(all[count...]), origin: "secret")
            return
        }
        for group in groups { add(group.name, group.tests, origin: group.name) }
    }

    private mutating func addParts(_ outline: GradingOutline) {
        if !outline.sample.isEmpty { add("sample", outline.sample, origin: "sample") }
        if outline.parts.count == 1, let part = outline.parts.first, ["", "secret"].contains(part.name) {
            return add("secret", part.tests, origin: "secret", part)
        }
        for (part, name) in zip(outline.parts, folders(outline.parts.map(\.name))) {
            add("secret/" + name, part.tests, origin: part.name, part)
        }
    }

    private mutating func add(_ folder: String, _ tests: [Int], origin: String, _ part: GradingOutline.Part? = nil) {
        let unrun = tests.first { problem.testCases[$0].staticArguments != nil }
        units.append(
            Unit(folder: folder, tests: tests.filter { $0 != unrun }, staticTest: unrun, part: part, origin: origin))
    }

    /// The names of folders for groups of these names, ordered by their bytes.
    private func folders(_ names: [String]) -> [String] {
        let short = names.map { $0.hasPrefix("secret/") ? String($0.dropFirst("secret/".count)) : $0 }
        let isSorted = zip(short, short.dropFirst()).allSatisfy { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if isSorted, short.allSatisfy({ !$0.contains("/") && order.isAllowed($0) }) { return short }
        return short.enumerated().map { Self.numbered($0.offset, of: short.count, $0.element) }
    }

    private mutating func name(_ unit: Unit) {
        let stems = unit.tests.map { stem(of: problem.testCases[$0].name, in: unit.origin) }
        let paths = stems.map { "\(unit.folder)/\($0)" }
        let isSorted = zip(paths, paths.dropFirst()).allSatisfy(order.precedes)
        // In the legacy format a folder within a group is a group of its own.
        let isFlat = order == .icpc || !problem.isScoring || !stems.contains { $0.contains("/") }
        let isKept =
            isSorted && isFlat
            && stems.allSatisfy { $0.utf8.split(separator: UInt8(ascii: "/")).allSatisfy(isAllowed) }
        for (position, test) in unit.tests.enumerated() {
            names[test] =
                isKept
                ? paths[position] : "\(unit.folder)/\(Self.numbered(position, of: unit.tests.count, stems[position]))"
        }
    }

    private func isAllowed(_ name: Substring.UTF8View) -> Bool { order.isAllowed(String(Substring(name))) }

    private func stem(of name: String, in folder: String) -> String {
        if name.hasPrefix(folder + "/") { return String(name.dropFirst(folder.count + 1)) }
        return String(name.split(separator: "/").last ?? "")
    }

    /// A name that stands at its place among `count` others: the number, and what of `name` says more.
    private static func numbered(_ position: Int, of count: Int, _ name: String) -> String {
        let digits = "\(position + 1)"
        let number = String(repeating: "0", count: "\(count)".count - digits.count) + digits
        guard !name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return number }
        let rest = name.utf8.prefix(200).map { byte in
            FileNameRule.isAllowed("a\(Character(Unicode.Scalar(byte)))") ? Character(Unicode.Scalar(byte)) : "_"
        }
        return number + "-" + String(rest)
    }
}

/// In which order a format judges the test cases of a group, and what they may be called.
enum TestOrder {
    /// By their paths.
    case icpc
    /// By the names of files and folders, a test case standing where its answer stands.
    case legacy

    /// Whether the test case of one path comes before that of another.
    func precedes(_ one: String, _ other: String) -> Bool {
        switch self {
        case .icpc: return one.utf8.lexicographicallyPrecedes(other.utf8)
        case .legacy:
            let slash = UInt8(ascii: "/")
            let (left, right) = (Array("\(one).ans".utf8), Array("\(other).ans".utf8))
            return left.split(separator: slash).lexicographicallyPrecedes(right.split(separator: slash)) {
                $0.lexicographicallyPrecedes($1)
            }
        }
    }

    /// Whether a test case or a folder of test cases may have that name.
    func isAllowed(_ name: String) -> Bool {
        switch self {
        case .icpc:
            let ends = TestFolder.Part.allCases.map(\.rawValue)
            return FileNameRule.isAllowed(name) && name.utf8.count <= 200 && name != "test_group"
                && !ends.contains(where: name.hasSuffix)
        case .legacy: return !name.isEmpty && !name.hasPrefix(".") && name.utf8.count <= 200 && !name.contains("\\")
        }
    }
}

extension TestGroup.Member {
    /// The indices of the test cases, if it is some.
    var tests: [Int] {
        if case .tests(let range, _) = self { Array(range) } else { [] }
    }
}
