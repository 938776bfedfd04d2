import Files
import Glibc
import Grading
import PackageFiles
import Problems
import SystemPackage
import Testing
import Toolchains
import Units

@testable import Judging

/// A problem, a language and submissions in a directory of their own, for judging without a sandbox.
final class ToyPackage {
    let directory: FilePath
    let languages: LanguageCatalog
    var problem: Problem

    /// A problem with `count` test cases; the input of the one at `index` is `index` + 1 bytes long, its answer `ok`.
    init(testCases count: Int, timeLimit: TimeLimit = .fixed(.seconds(1), source: "test")) throws {
        var template = Array("/tmp/verdict-judging-XXXXXX".utf8CString)
        let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
            unsafe buffer.baseAddress.flatMap { unsafe mkdtemp($0) }.map { unsafe String(cString: $0) }
        }
        guard let made else { throw Errno(rawValue: errno) }
        directory = FilePath(made)
        try directory.appending("languages").appending("toy.yaml").writeFile(Array(Self.language.utf8))
        let compiler = directory.appending("compiler").appending("make-toy")
        try compiler.writeFile([])
        try directory.appending("languages").appending("made.yaml").writeFile(
            Array(Self.compiledLanguage(compiler).utf8))
        languages = try LanguageCatalog(directory: directory.appending("languages"))
        var cases: [TestCase] = []
        for index in 0..<count {
            let input = try Self.file(
                "data/secret/\(index).in", [UInt8](repeating: 0x61, count: index + 1), in: directory)
            let answer = try Self.file("data/secret/\(index).ans", Array("ok\n".utf8), in: directory)
            cases.append(TestCase(name: "secret/\(index)", input: input, answer: answer))
        }
        problem = Problem(shortName: "toy", timeLimit: timeLimit, testCases: cases)
    }

    /// The problem, with the directory that its files lie in.
    var whole: ProblemPackage {
        ProblemPackage(
            problem: problem,
            directory: PackageDirectory(root: directory, listing: PackageListing(name: "toy", files: [])))
    }

    /// Writes a file of the package.
    static func file(_ path: String, _ bytes: [UInt8], in directory: FilePath) throws -> PackageFile {
        try directory.pushing(FilePath(path)).writeFile(bytes)
        return PackageFile(path: try #require(TreePath(path)), size: ByteCount(Int64(bytes.count)))
    }

    deinit {
        try? directory.removeTree()
    }

    /// A submission whose source is `text`.
    func submission(_ path: String, _ text: String = "x", expected: Set<Verdict> = []) throws -> Submission {
        let file = try Self.file("submissions/\(path)", Array(text.utf8), in: directory)
        let source = SourceFile(file, name: file.path.parts.last ?? path)
        let isModel = expected == [.accepted]
        return Submission(
            path: path, sources: .inPackage([source]),
            expected: ExpectedResult(expected, tests: isModel ? [ExpectedTests(timeBound: .lower)] : []))
    }

    /// The compiler of the language whose sources end in `.made`: a file that can be exchanged.
    var compiler: FilePath { directory.appending("compiler").appending("make-toy") }

    /// A compiler runs, and the source itself is what runs.
    private static func compiledLanguage(_ compiler: FilePath) -> String {
        """
        id: made
        name: Made
        extensions: [made]
        requires:
          \(compiler): make-toy
        version: [/bin/true]
        entry-point: {files: [main.made]}
        build:
          command: [/bin/make-toy, "{sources}"]
          keep-sources: true
        run:
          command: ["/box/{main}"]
        """
    }

    /// Nothing is compiled; the source itself is what runs.
    private static let language = """
        id: toy
        name: Toy
        extensions: [toy]
        requires: {}
        version: [/bin/true]
        entry-point: {files: [main.toy]}
        run:
          command: ["/box/{main}"]
        """
}

extension Judge {
    /// What comes of `submissions`, in their order.
    func judgements(
        of submissions: [Submission], tell: (JudgementEvent) -> Void = { _ in }
    ) async throws -> [Judgement] {
        try await judge(submissions) { events in
            var judgements: [Int: Judgement] = [:]
            for try await event in events {
                tell(event)
                if case .finished(let index, let judgement) = event { judgements[index] = judgement }
            }
            return submissions.indices.compactMap { judgements[$0] }
        }
    }
}

extension BuiltProgram {
    /// What was built, if it was.
    var artifact: Artifact? {
        if case .built(let artifact) = result { artifact } else { nil }
    }
}
