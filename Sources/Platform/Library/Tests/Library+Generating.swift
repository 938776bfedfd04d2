package import Coordinator
internal import Executions
internal import Grading
internal import Kernel
internal import Toolchains
package import Units

/// A program that writes an input.
package struct InputGenerator: Hashable, Sendable {
    /// The id of what it is written in.
    package var language: String
    /// Its only file.
    package var source: [UInt8]
    /// What it is told.
    package var arguments: [String]

    /// A program from its parts.
    package init(language: String, source: [UInt8], arguments: [String]) {
        (self.language, self.source, self.arguments) = (language, source, arguments)
    }
}

/// What a program wrote that was to write an input.
package enum GeneratedInput: Hashable, Sendable {
    /// The input.
    case input([UInt8])
    /// None; why not.
    case nothing(String)
}

/// Inputs that somebody's program writes on the fleet.
extension Library {
    /// Asks that the fleet has a language.
    /// - Throws: `DomainError`: `invalid` if it does not; `unavailable` while the coordinator starts.
    package func requireLanguage(_ id: String) throws(DomainError) {
        guard try runner.get().languages[id] != nil else {
            throw DomainError(.invalid, "there is no language \(id.prefix(64).debugDescription)")
        }
    }

    /// Has a program write an input.
    /// - Parameters:
    ///   - generator: the program.
    ///   - most: how much it may write.
    /// - Throws: `DomainError`: `invalid` if it is none that can be run; `exhausted` if no worker is free.
    package func generate(_ generator: InputGenerator, atMost most: ByteCount) async throws -> GeneratedInput {
        try requireLanguage(generator.language)
        let runner = try self.runner.get()
        let name = runner.languages[generator.language]?.sourceName ?? "main"
        let question = GeneratorQuestion(generator, named: name, atMost: most)
        return question.answer(try await runner.run(question.execution))
    }
}

/// What a program is asked that writes an input, and what its answer means. Pure.
struct GeneratorQuestion {
    /// The most that is told of what the compiler says.
    private static let longestWords = 1000

    let execution: Execution
    private let most: ByteCount

    /// What is asked of `generator`, whose file is called `name`.
    init(_ generator: InputGenerator, named name: String, atMost most: ByteCount) {
        var test = ExecutionTest()
        test.arguments = generator.arguments
        var execution = Execution(
            language: generator.language, sources: [ExecutionFile(name: name, bytes: generator.source)], tests: [test])
        // Whoever's generator comes next waits as long.
        execution.limits.cpuTime = .seconds(2)
        execution.limits.wallTime = .seconds(5)
        execution.limits.output = most
        (self.execution, self.most) = (execution, most)
    }

    /// What it wrote, if it ended as it should.
    func answer(_ result: ExecutionResult) -> GeneratedInput {
        guard result.compilation.succeeded else {
            let log = String(decoding: result.compilation.log.utf8.prefix(Self.longestWords), as: UTF8.self)
            return .nothing("the generator does not compile: \(log.isEmpty ? result.compilation.message : log)")
        }
        guard let test = result.tests.first, test.verdict == .accepted, test.ending == .exited(0) else {
            let words = result.tests.first?.message ?? ""
            return .nothing("the generator fails: \(words.isEmpty ? "it did not end well" : words)")
        }
        guard !test.output.isEmpty else { return .nothing("the generator writes nothing") }
        guard test.output.count <= most.bytes else {
            return .nothing("the generator writes more than \(most.bytes) bytes")
        }
        return .input(test.output)
    }
}
