import Glibc
import Grading
import Problems
import SystemPackage
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
        languages = try LanguageCatalog(directory: directory.appending("languages"))
        var cases: [TestCase] = []
        for index in 0..<count {
            let input = directory.appending("data/secret/\(index).in")
            let answer = directory.appending("data/secret/\(index).ans")
            try input.writeFile([UInt8](repeating: 0x61, count: index + 1))
            try answer.writeFile(Array("ok\n".utf8))
            cases.append(TestCase(name: "secret/\(index)", input: input, answer: answer))
        }
        problem = Problem(root: directory, shortName: "toy", timeLimit: timeLimit, testCases: cases)
    }

    deinit {
        try? directory.removeTree()
    }

    /// A submission whose source is `text`.
    func submission(_ path: String, _ text: String = "x", expected: Set<Verdict> = []) throws -> Submission {
        let file = directory.appending("submissions").pushing(FilePath(path))
        try file.writeFile(Array(text.utf8))
        let name = file.lastComponent?.string ?? path
        return Submission(path: path, files: [SourceFile(path: file, name: name)], expected: ExpectedResult(expected))
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
