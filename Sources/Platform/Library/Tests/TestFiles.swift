internal import Coordinator
internal import Fleet
internal import FoundationEssentials
internal import Kernel
internal import PackageFiles
internal import Problems
internal import Wire

/// A package's files with other test cases. Pure: what comes of it is read again, as any package is.
struct TestFiles {
    private(set) var files: [Verdict_V1_FileRef]
    private let problem: Problem

    init(_ package: OpenPackage) { (files, problem) = (package.files.files, package.problem) }

    /// The test case of that name, or that is written so in an address.
    /// - Throws: `DomainError` (`notFound`).
    func test(_ name: String) throws(DomainError) -> TestCase {
        let tests = problem.testCases
        guard
            let test = tests.first(where: { $0.name == name })
                ?? tests.first(where: { Self.addressed($0.name) == name })
        else { throw Self.unknown }
        return test
    }

    /// A name as a part of an address, which has no slash, also where it is written out.
    static func addressed(_ name: String) -> String { name.replacing("/", with: ":") }

    /// What a test case of a problem is called by whoever does not say the problem.
    static func id(of name: String, in problem: EntityID) -> String { "\(problem).\(addressed(name))" }

    /// The problem and the name, as addresses have them, that a test case's id says.
    static func parts(ofID id: String) -> (problem: String, name: String) {
        let parts = id.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts[0], parts.count > 1 ? parts[1] : "")
    }

    static var unknown: DomainError { DomainError(.notFound, "the problem has no test case of that name") }

    /// Adds a test case: a pair of files below `data`.
    /// - Throws: `DomainError`: `invalid` for a name that is none, and in formats that list their test cases; `alreadyExists`.
    mutating func add(_ name: String, input: Verdict_V1_BlobRef, answer: Verdict_V1_BlobRef) throws(DomainError) {
        guard [.legacy, .legacyICPC, .icpc2025].contains(problem.format) else {
            throw DomainError(
                .invalid,
                "test cases cannot be added one by one to packages of this format (\(problem.format.rawValue))",
                advice: "add a version with another package")
        }
        let isPlain = name.utf8.allSatisfy { byte in
            (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                || "-_/".utf8.contains(byte)
        }
        let isWhole = name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
        guard isPlain, isWhole, name.hasPrefix("sample/") || name.hasPrefix("secret/"),
            let path = TreePath("data/\(name).in")
        else {
            throw DomainError(
                .invalid, "a test case is called sample/NAME or secret/NAME, in letters, digits, - and _")
        }
        let same = problem.testCases.first { $0.input.hash == Array(input.hash) }
        if let same {
            throw DomainError(
                .alreadyExists, "the test case \(same.name) has the same input", advice: "change that one")
        }
        guard !files.contains(where: { $0.path == path.text }) else {
            throw DomainError(
                .alreadyExists, "there is a test case \(name)", advice: "change it, or choose another name")
        }
        files += [Self.file("data/\(name).in", input), Self.file("data/\(name).ans", answer)]
    }

    /// Puts another file in place of a test case's input or answer.
    /// - Throws: `DomainError`: `notFound`; `wrongState` if other test cases have the same file.
    mutating func replace(_ name: String, isAnswer: Bool, by content: Verdict_V1_BlobRef) throws(DomainError) {
        let test = try test(name)
        let path = (isAnswer ? test.answer : test.input).path
        try requireAlone(path, of: test.name)
        guard let index = files.firstIndex(where: { $0.path == path.text }) else { throw Self.unknown }
        files[index].content = content
    }

    /// Removes a test case, with all that is called as it is.
    /// - Throws: as ``replace(_:isAnswer:by:)``.
    mutating func remove(_ name: String) throws(DomainError) {
        let test = try test(name)
        guard problem.testCases.count > 1 else {
            throw DomainError(.wrongState, "this is the only test case", advice: "add another one first")
        }
        for path in [test.input.path, test.answer.path] { try requireAlone(path, of: test.name) }
        drop(test)
    }

    /// Removes all test cases but those.
    /// - Throws: `DomainError` (`wrongState`) in formats that list their test cases, where the time limit is to be measured, and if
    ///   test cases have files in common.
    mutating func keep(only names: Set<String>) throws(DomainError) {
        guard [.legacy, .legacyICPC, .icpc2025].contains(problem.format) else {
            throw DomainError(
                .wrongState, "packages of this format (\(problem.format.rawValue)) have their test cases together",
                advice: "choose all of them")
        }
        guard case .fixed = problem.timeLimit else {
            throw DomainError(
                .wrongState, "the time limit is measured, and would be another one with other test cases",
                advice: "choose all of them, or give the package a time limit")
        }
        for test in problem.testCases where !names.contains(test.name) {
            for path in [test.input.path, test.answer.path] { try requireAlone(path, of: test.name) }
            drop(test)
        }
    }

    /// Puts one test case in place of all.
    /// - Parameters:
    ///   - input: its input.
    ///   - answer: what is right.
    ///   - example: the test case beside which it stands, so that the same is said of it.
    /// - Throws: `DomainError` (`wrongState`) if files would be in each other's way.
    mutating func keepOnly(
        input: Verdict_V1_BlobRef, answer: Verdict_V1_BlobRef, beside example: String
    ) throws(DomainError) {
        for test in problem.testCases { drop(test) }
        let folder = example.split(separator: "/").dropLast().joined(separator: "/")
        let stem = "data/\(folder)/made-up"
        guard !files.contains(where: { $0.path.hasPrefix(stem) }) else {
            throw DomainError(.wrongState, "the package has files that are called \(stem)")
        }
        files += [Self.file(stem + ".in", input), Self.file(stem + ".ans", answer)]
    }

    private mutating func drop(_ test: TestCase) {
        let stem = test.input.path.text.hasSuffix(".in") ? String(test.input.path.text.dropLast(2)) : nil
        files.removeAll { file in
            file.path == test.input.path.text || file.path == test.answer.path.text
                // Hints, arguments and pictures go with it.
                || stem.map { file.path.hasPrefix($0) && !file.path.dropFirst($0.count).contains("/") } ?? false
        }
    }

    private func requireAlone(_ path: TreePath, of name: String) throws(DomainError) {
        let others = problem.testCases.filter { $0.name != name && ($0.input.path == path || $0.answer.path == path) }
        guard others.isEmpty else {
            throw DomainError(.wrongState, "the test case \(others[0].name) has the same file", advice: "add a version")
        }
    }

    private static func file(_ path: String, _ content: Verdict_V1_BlobRef) -> Verdict_V1_FileRef {
        var file = Verdict_V1_FileRef()
        (file.path, file.content) = (path, content)
        return file
    }
}
