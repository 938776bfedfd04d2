internal import Coordinator
internal import FoundationEssentials
internal import Grading
internal import Kernel
internal import Library
internal import Problems
internal import Storage
internal import SwiftProtobuf
internal import Units
internal import Views

extension Invocations {
    private static let path = "api/v1/invocations/{id}"
    private static let ofProblem = "api/v1/problems/{id}/invocations"

    var routes: [Route] {
        [
            Route(
                .get, "api/v1/problems/{id}/solutions", Self.read,
                "The solutions that a problem's package has, and what each promises."
            ) { try await self.choice($0) },
            Route(
                .post, Self.ofProblem, BeginInvocation.action,
                "Has solutions of a problem's package judged on its test cases."
            ) { try await self.begin($0) },
            Route(.get, Self.ofProblem, Self.read, "The invocations of a problem, the newest first.") {
                try await self.list($0)
            },
            Route(.get, Self.path, Self.read, "Solutions by test cases, as far as they are judged.") {
                try await self.show($0)
            },
            Route(.post, Self.path + "/stop", StopInvocation.action, "Has nothing more of an invocation judged.") {
                request in
                let id = try request.id(of: "invocation")
                let seen = try await self.seen(id, by: request.actor)
                let done = try await self.services.commands.perform(
                    StopInvocation(id: id, problem: seen.of), by: request.actor, request.command)
                return RouteAnswer(position: done.position)
            },
        ]
    }

    // MARK: Beginning

    /// The version of a problem that a request names, for whoever may see its solutions.
    private func version(_ number: UInt32?, _ request: RouteRequest) async throws -> LibraryVersion {
        let id = try request.id(of: "problem")
        let version = try await library.inspected(id, number, by: request.actor)
        try services.require(request.actor, Self.see, to: try await library.subject(of: id))
        return version
    }

    private func choice(_ request: RouteRequest) async throws -> RouteAnswer {
        let version = try await version(try Self.number(request), request)
        let problem = try await library.problem(of: version.package)
        var groups: [String] = []
        for test in problem.testCases where groups.last != test.group { groups.append(test.group) }
        return try RouteAnswer(
            InvocationBody.Choice(
                version: version.version,
                solutions: problem.submissions.filter(\.isPackaged).map {
                    .init(path: $0.path, language: $0.language, expected: $0.expected.verdictNames)
                },
                tests: problem.testCases.count, groups: groups))
    }

    private static func number(_ request: RouteRequest) throws(DomainError) -> UInt32? {
        guard let text = request.query["version"] else { return nil }
        guard let number = UInt32(text) else { throw DomainError(.invalid, "version must be a number") }
        return number
    }

    private func begin(_ request: RouteRequest) async throws -> RouteAnswer {
        let wanted: InvocationBody.Wanted = request.body.isEmpty ? .init() : try request.decoded()
        let version = try await version(wanted.version, request)
        let problem = try await library.problem(of: version.package)
        let subject = try await library.subject(of: version.id)
        try services.require(request.actor, BeginInvocation.action, to: subject)
        var begun = InvocationBegun()
        (begun.problem, begun.version) = ("\(version.id)", version.version)
        begun.package = Data(version.package.bytes)
        begun.solutions = try Self.solutions(wanted.solutions, of: problem)
        let tests = try Self.tests(wanted.tests, of: problem)
        begun.tests = UInt32(clamping: tests?.count ?? problem.testCases.count)
        let judgedBy = try await tests.mapAsync {
            try await library.package(version.package, withOnly: $0)
        }
        begun.judgedBy = Data((judgedBy ?? version.package).bytes)
        let id = request.newID(of: "invocation")
        let done = try await services.commands.perform(
            BeginInvocation(id: id, begun: begun, problem: subject), by: request.actor, request.command)
        return try RouteAnswer(
            InvocationBody.Made(id: "\(id)", live: "/api/v1/live/invocations/\(id)"),
            .created(at: "api/v1/invocations/\(id)"), position: done.position)
    }

    /// The paths of the solutions that are wanted, in the package's order.
    private static func solutions(_ wanted: [String]?, of problem: Problem) throws(DomainError) -> [String] {
        let all = problem.submissions.filter(\.isPackaged).map(\.path)
        guard let wanted else {
            guard !all.isEmpty else {
                throw DomainError(.wrongState, "the package has no solutions", advice: "add a version that has some")
            }
            return all
        }
        let names = Set(wanted)
        if let other = names.subtracting(all).min() {
            throw DomainError(.invalid, "the package has no solution \(other.prefix(200).debugDescription)")
        }
        return all.filter(names.contains)
    }

    /// The names of the test cases that are wanted, by their names or those of groups around them; nil: all.
    private static func tests(_ wanted: [String]?, of problem: Problem) throws(DomainError) -> Set<String>? {
        guard let wanted else { return nil }
        var chosen: Set<String> = []
        for name in Set(wanted) {
            let found = problem.testCases.map(\.name).filter { $0 == name || $0.hasPrefix(name + "/") }
            guard !found.isEmpty, !name.isEmpty else {
                throw DomainError(
                    .invalid, "there is no test case, and no group of them, \(name.prefix(200).debugDescription)")
            }
            chosen.formUnion(found)
        }
        guard !chosen.isEmpty else { throw DomainError(.invalid, "no test case is chosen") }
        return chosen.count == problem.testCases.count ? nil : chosen
    }

    // MARK: Reading

    private func list(_ request: RouteRequest) async throws -> RouteAnswer {
        let version = try await version(nil, request)
        var list = ViewList(
            columns: "id, version, solutions, tests, person, begun, stopped", from: "invocations",
            order: [.descending("begun"), .descending("id")])
        list.filter = "problem = \("\(version.id)")"
        let (limit, cursor) = (try request.limit(), request.query["cursor"])
        let page = try await services.views.read(InvocationTable.name, atLeast: request.seen) { [list] reader in
            try reader.page(of: list, atMost: limit, after: cursor)
        }
        let rows = try page.rows.map { row in
            InvocationBody.Row(
                id: try row.get("id"), version: try row.get("version"), solutions: try row.get("solutions"),
                tests: try row.get("tests"), by: try row.get("person"),
                at: "\(Timestamp(nanoseconds: try row.get("begun")))",
                isStopped: try row.get("stopped", as: Int64.self) != 0)
        }
        return try RouteAnswer(InvocationBody.List(invocations: rows, next: page.next))
    }

    private func show(_ request: RouteRequest) async throws -> RouteAnswer {
        let id = try request.id(of: "invocation")
        let (begun, state, _) = try await seen(id, by: request.actor)
        let filter = try Self.filter(request.query)
        let limit = try request.limit(most: 1000)
        let whole = try await matrix(of: id, begun, state)
        let part = whole.filtered(by: filter)
        var columns = part.columns[...]
        if let last = request.query["cursor"] {
            guard let place = columns.firstIndex(where: { $0.name == last }) else {
                throw DomainError(
                    .invalid, "the cursor is not one that this list ended with", advice: "begin without a cursor")
            }
            columns = columns[(place + 1)...]
        }
        let page = columns.prefix(limit)
        let (done, total) = whole.progress
        return try RouteAnswer(
            InvocationBody.Matrix(
                id: "\(id)", problem: begun.problem, version: begun.version, by: begun.by,
                at: "\(Timestamp(nanoseconds: begun.atNs))", state: Self.state(of: whole, state),
                isWhole: whole.isWhole, done: done, total: total,
                timeLimitMilliseconds: whole.limitNs.map { $0 / 1_000_000 },
                slowestAccepted: whole.slowest.map {
                    .init(solution: $0.path, test: $0.test, cpuMilliseconds: $0.cpuNs / 1_000_000)
                },
                margin: whole.margin.map { ($0 * 100).rounded() / 100 },
                tests: page.map { .init(name: $0.name, group: $0.group, isSample: $0.isSample) },
                testsInAll: part.columns.count,
                solutions: part.rows.map { .init($0, of: whole, page) },
                next: columns.count > page.count ? page.last?.name : nil))
    }

    private static func filter(_ query: [String: String]) throws(DomainError) -> InvocationMatrix.Filter {
        var filter = InvocationMatrix.Filter()
        let text = { (name: String) in query[name].flatMap { $0.isEmpty ? nil : $0 } }
        (filter.solution, filter.test) = (text("solution"), text("test"))
        filter.isUnexpected = query["unexpected"] == "true"
        if let name = text("verdict") {
            guard let verdict = Verdict(rawValue: name) else {
                let names = Verdict.allCases.map(\.rawValue).joined(separator: ", ")
                throw DomainError(.invalid, "verdict is one of \(names)")
            }
            filter.verdict = verdict
        }
        return filter
    }
}

extension Optional {
    /// What `transform` makes of the value, if there is one.
    fileprivate func mapAsync<Value>(_ transform: (Wrapped) async throws -> Value) async rethrows -> Value? {
        guard let self else { return nil }
        return try await transform(self)
    }
}
