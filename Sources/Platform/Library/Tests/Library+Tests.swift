internal import Coordinator
internal import Fleet
internal import Kernel
internal import PackageFiles
internal import Problems
internal import Storage
internal import Units
internal import Wire

/// Test cases of problems: seen by those who look after them, and but for samples by nobody else. Each change makes a version.
extension Library {
    private static let path = "api/v1/testcases/{problem}"
    /// The largest file of a test case that is taken or given this way.
    private static let largest = 16 << 20

    var testRoutes: [Route] {
        var routes = [
            Route(
                .get, Self.path, Self.read,
                "The test cases of a problem; but for samples only for those who look after it."
            ) {
                try await self.tests($0)
            },
            Route(.get, Self.path + "/{name}", Self.read, "A file of a test case: part=input or part=answer.") {
                try await self.testFile($0)
            },
            Route(.post, Self.path, AddVersion.action, "Adds a test case; the problem has a new version.") {
                try await self.addTest($0)
            },
            Route(
                .put, Self.path + "/{name}", AddVersion.action,
                "Puts a file in place of one of a test case: part=input or part=answer."
            ) {
                try await self.replaceTest($0)
            },
            Route(
                .delete, Self.path + "/{name}", AddVersion.action, "Removes a test case; the problem has a new version."
            ) {
                try await self.removeTest($0)
            },
            // What stands in the problem's place is a test case's id.
            Route(
                .put, Self.path, AddVersion.action,
                "Changes a test case, named by its id: its input, its answer, or both."
            ) {
                try await self.editTest(Self.withID($0))
            },
            Route(
                .delete, Self.path, AddVersion.action,
                "Removes a test case, named by its id; the problem has a new version."
            ) {
                try await self.removeTest(Self.withID($0))
            },
        ]
        routes[2].bodyLimit = 2 * Self.largest
        (routes[3].takes, routes[3].bodyLimit) = (.file, Self.largest)
        routes[5].bodyLimit = 2 * Self.largest
        return routes
    }

    /// The same request, as it is where the address names the problem.
    private static func withID(_ request: RouteRequest) -> RouteRequest {
        var request = request
        let (problem, name) = TestFiles.parts(ofID: request.parameter("problem"))
        request.parameters["problem"] = problem
        request.parameters["name"] = name
        return request
    }

    private func tests(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id("problem", of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        guard let version = problem.latest else { throw LibraryProblem.unknown }
        let isInspecting = mayInspect(problem, id, request.actor)
        let all = try await open(version.package).problem.testCases.filter { isInspecting || $0.isSample }
        // Names are ordered as they are judged; the page goes on behind the name that was last.
        let limit = try request.limit(most: 1000)
        var rest = all[...]
        if let last = request.query["cursor"] {
            guard let index = all.firstIndex(where: { $0.name == last }) else {
                throw DomainError(
                    .invalid, "the cursor is not one that this list ended with", advice: "begin without a cursor")
            }
            rest = all[(index + 1)...]
        }
        let page = rest.prefix(limit)
        let tests = page.map { test in
            LibraryBody.Test(
                id: TestFiles.id(of: test.name, in: id), name: test.name, group: test.group, isSample: test.isSample,
                inputSize: test.input.size.bytes,
                answerSize: test.answer.size.bytes,
                address: "/api/v1/testcases/\(id)/\(PathText.encode(TestFiles.addressed(test.name)))")
        }
        let next = rest.count > limit ? page.last?.name : nil
        return try RouteAnswer(LibraryBody.Tests(version: version.number, testCases: tests, next: next))
    }

    private func testFile(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id("problem", of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        guard let version = problem.latest else { throw LibraryProblem.unknown }
        let isInspecting = mayInspect(problem, id, request.actor)
        let isAnswer = try Self.isAnswer(request)
        let test = try TestFiles(try await open(version.package)).test(request.parameter("name"))
        guard isInspecting || test.isSample else { throw TestFiles.unknown }
        let file = isAnswer ? test.answer : test.input
        guard file.size.bytes <= Self.largest, let hash = file.hash.flatMap({ ContentHash(bytes: $0) }) else {
            throw DomainError(.exhausted, "the file has \(file.size), which is more than one answer may have")
        }
        let bytes = try await desk.get().bytes(of: hash, atMost: Self.largest)
        let name = test.name.replacing("/", with: "-") + (isAnswer ? ".ans" : ".in")
        return RouteAnswer(bytes, as: .init(mediaType: "application/octet-stream", name: name))
    }

    private static func isAnswer(_ request: RouteRequest) throws(DomainError) -> Bool {
        switch request.query["part"] {
        case "input": false
        case "answer": true
        default: throw DomainError(.invalid, "part is input or answer")
        }
    }

    private func addTest(_ request: RouteRequest) async throws -> RouteAnswer {
        try await changeTests(request) { files in
            let test: LibraryBody.NewTest = try request.decoded()
            let (input, answer) = (try Self.bytes(test.input), try Self.bytes(test.answer))
            try files.add(test.name, input: Self.content(input), answer: Self.content(answer))
            return TestChange(words: "added \(test.name)", contents: [input, answer])
        }
    }

    private static func bytes(_ text: String) throws(DomainError) -> [UInt8] {
        guard text.utf8.count <= largest else {
            throw DomainError(.invalid, "a file of a test case has at most \(largest) bytes here")
        }
        return Array(text.utf8)
    }

    private func replaceTest(_ request: RouteRequest) async throws -> RouteAnswer {
        try await changeTests(request) { files in
            let isAnswer = try Self.isAnswer(request)
            let name = try files.test(request.parameter("name")).name
            try files.replace(name, isAnswer: isAnswer, by: Self.content(request.body))
            let words = "changed the \(isAnswer ? "answer" : "input") of \(name)"
            return TestChange(words: words, contents: [request.body])
        }
    }

    private func editTest(_ request: RouteRequest) async throws -> RouteAnswer {
        try await changeTests(request) { files in
            let wanted: LibraryBody.ChangedTest = try request.decoded()
            let name = try files.test(request.parameter("name")).name
            var change = TestChange(words: "changed \(name)", contents: [])
            for (text, isAnswer) in [(wanted.input, false), (wanted.answer, true)] {
                guard let text else { continue }
                change.contents.append(try Self.bytes(text))
                try files.replace(name, isAnswer: isAnswer, by: Self.content(Array(text.utf8)))
            }
            guard !change.contents.isEmpty else {
                throw DomainError(.invalid, "nothing is to be changed", advice: "send input, answer, or both")
            }
            return change
        }
    }

    private func removeTest(_ request: RouteRequest) async throws -> RouteAnswer {
        try await changeTests(request) { files in
            let name = try files.test(request.parameter("name")).name
            try files.remove(name)
            return TestChange(words: "removed \(name)", contents: [])
        }
    }

    /// What is different, and the contents that are new.
    private struct TestChange {
        var words: String
        var contents: [[UInt8]]
    }

    /// As packages refer to a content.
    static func content(_ bytes: [UInt8]) -> Verdict_V1_BlobRef {
        var hasher = ContentHasher()
        hasher.add(bytes)
        return hasher.content
    }

    /// Makes a version that has other test cases.
    /// - Parameters:
    ///   - request: who wants that.
    ///   - edit: changes the files.
    private func changeTests(
        _ request: RouteRequest, _ edit: (inout TestFiles) throws -> TestChange
    ) async throws -> RouteAnswer {
        let id = try request.id("problem", of: "problem")
        let problem = try await problem(id, seenBy: request.actor)
        try services.require(request.actor, AddVersion.action, to: problem.subject(id))
        guard let version = problem.latest else { throw LibraryProblem.unknown }
        var files = TestFiles(try await open(version.package))
        let change: TestChange
        do {
            change = try edit(&files)
        } catch let error as DomainError {
            // It may have been done by the same request before, which is answered again. Otherwise this does nothing.
            guard request.command.key != nil else { throw error }
            let same = PackageFacts(package: version.package, titles: [:], languages: [], words: "")
            let before = try await perform(AddVersion(problem: id, facts: same, change: ""), request)
            guard before.isRepeated else { throw error }
            return try await made(id, before, at: "api/v1/testcases/\(id)")
        }
        let facts = try await facts(of: try await desk.get().add(files.files, contents: change.contents))
        let command = AddVersion(
            problem: id, facts: facts, change: String(change.words.prefix(500)), base: version.number)
        let done = try await perform(command, request)
        return try await made(id, done, at: "api/v1/testcases/\(id)")
    }
}
