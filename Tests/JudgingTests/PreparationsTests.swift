import Files
import Problems
import Sandbox
import Synchronization
import SystemPackage
import TestSupport
import Testing
import Toolchains
import Units

@testable import Judging

/// What languages prepare for builds, with a language whose compiler writes down what it sees of it.
@Suite(.timeLimit(.minutes(2))) struct PreparationsTests {
    private static let language = """
        id: toy
        name: Toy
        extensions: [toy]
        requires: {/usr/bin/dash: dash}
        version: [/usr/bin/dash, -c, "echo 1"]
        build:
          command: [/usr/bin/dash, -c, "read what < /prepared/made; echo \\"$what\\" > prog", "{sources}"]
          mounts: [/usr/bin/dash, /lib/*-linux-gnu, {path: /lib64, optional: true}]
        prepare:
          command: [/usr/bin/dash, -c, "echo prepared > made"]
          path: /prepared
          header: all.h
        run:
          command: [/usr/bin/dash, /box/prog]
        """

    /// Builds, with what is prepared kept in `place`.
    private struct Maker: Sendable {
        let builder: Builder
        let language: Language
        let warnings = Warnings()

        init(_ executor: any Executor, in place: FilePath, languages: FilePath) throws {
            try languages.appending("toy.yaml").writeFile(Array(PreparationsTests.language.utf8))
            language = try #require(try LanguageCatalog(directory: languages)["toy"])
            let warnings = warnings
            builder = Builder(
                executor: executor,
                preparations: Preparations(in: place) { text in warnings.texts.withLock { $0.append(text) } })
        }

        /// What the compiler made of a source.
        func build(_ text: String) async throws -> String {
            let program = try await builder.build(
                [Source(name: "a.toy", bytes: Array(text.utf8))], language: language, limits: ProblemLimits())
            guard let artifact = program.artifact else { return "nothing" }
            return String(decoding: try artifact.directory.appending("prog").contents(), as: UTF8.self)
        }
    }

    private final class Warnings: Sendable {
        let texts = Mutex<[String]>([])
    }

    @Test("What a language prepares is made for the first source that needs it, and then kept")
    func made() async throws {
        try await withSandbox { sandbox in
            let place = sandbox.store.appending("prepared")
            let maker = try Maker(sandbox, in: place, languages: sandbox.store.appending("languages"))
            #expect(try await maker.build("small.h") == "\n")
            #expect(!place.exists, "nobody needed it")
            let built = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<4 { group.addTask { try await maker.build("#include <all.h> \(number)") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(built == Array(repeating: "prepared\n", count: 4))
            #expect(try place.names().count == 1)
            #expect(maker.warnings.texts.withLock { $0 }.isEmpty)
            #expect(try await maker.build("small.h again") == "\n", "it is only for who needs it")
        }
    }

    @Test("Where it cannot be kept, builds go on without it, and that is told once")
    func refused() async throws {
        try await withSandbox { sandbox in
            let place = sandbox.store.appending("file")
            try place.writeFile([])
            let maker = try Maker(
                sandbox, in: place.appending("prepared"), languages: sandbox.store.appending("languages"))
            for number in 0..<3 { #expect(try await maker.build("#include <all.h> \(number)") == "\n") }
            let warnings = maker.warnings.texts.withLock { $0 }
            #expect(warnings.count == 1)
            #expect(warnings.first?.contains("set XDG_CACHE_HOME to a directory") == true, "\(warnings)")
        }
    }
}
