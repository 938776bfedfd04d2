import EmbeddedStorage
import Events
import Fleet
import Foundation
import Grading
import Problems
import Provenance
import Storage
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing
import Units
import Wire

@testable import Coordinator

/// Packages that are read out of contents.
@Suite struct PackagesTests {
    /// The groups that are told of: none where the first failing test case decides.
    private static func groupNames(of problem: Problem) -> [String] {
        problem.grading.isFirstFailureDeciding ? [] : problem.grading.groups.map(\.name)
    }

    @Test(
        "Each of the repository's packages is the same through contents as from disk", .timeLimit(.minutes(1)),
        .enabled(if: !RepositoryPackages.names.isEmpty, "no Testcases/problems"),
        arguments: LongTests.sample(of: RepositoryPackages.names, every: 4))
    func sameAsFromDisk(_ name: String) async throws {
        let folder = RepositoryPackages.folder.appending(name)
        let read = try ProblemPackage(folder)
        let problem = read.problem
        let digests = try PackageDigests(problem) {
            try ContentDigest(ofFileAt: read.path(of: $0), isCancelled: { false })
        }
        try await FleetServer.with { server in
            try await server.withClient { client in
                let package = try await client.addPackage(at: folder)
                #expect(package.name == problem.name)
                #expect(package.tests == problem.testCases.map(\.name))
                let known = try await server.packages.find(try #require(ContentHash(bytes: package.id)))
                #expect(known?.groups.map(\.name) == Self.groupNames(of: problem))
                #expect(package.limits.memoryBytes == UInt64(problem.limits.memory.bytes))
                #expect(package.limits.outputBytes == UInt64(problem.limits.output.bytes))
                #expect(Array(package.testsSha256) == digests.tests.bytes)
                #expect(Array(package.checkerSha256) == digests.checker.bytes)
                #expect(package.warnings == problem.warnings.map(\.description))
                let isFixed: Bool
                if case .fixed(let time, _) = problem.timeLimit {
                    #expect(package.limits.cpuTimeNs == UInt64(time.nanoseconds))
                    isFixed = true
                } else {
                    #expect(package.limits.cpuTimeNs == 0)
                    isFixed = false
                }
                let id = try #require(ContentHash(bytes: package.id))
                #expect(try await (server.packages.find(id)?.limits.cpuTimeNs == 0) == !isFixed)
                #expect(try await client.addPackage(at: folder, name: "other") == package)
            }
        }
    }

    /// A package that can be judged, with whatever is changed in it.
    private func package(_ change: (TemporaryFolder) throws -> Void = { _ in }) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("name: Sum\n", to: "problem.yaml")
        try folder.write("1", to: "data/secret/1.in")
        try folder.write("1", to: "data/secret/1.ans")
        try change(folder)
        return folder
    }

    @Test(.timeLimit(.minutes(1)))
    func everythingThatIsWrongIsSaid() async throws {
        let deep = String(repeating: "x", count: 200)
        let table: [(name: String, says: [String], folder: TemporaryFolder)] = [
            (
                "no settings", ["no problem.yaml"],
                try package { try FileManager.default.removeItem(atPath: $0.path.appending("problem.yaml").string) }
            ),
            (
                "two mistakes", ["problem.yaml:1", "data/secret/1.ans"],
                try package {
                    try $0.write("limits: {memory: much}\n", to: "problem.yaml")
                    try FileManager.default.removeItem(atPath: $0.path.appending("data/secret/1.in").string)
                }
            ),
            (
                "arguments without end", ["the output validator's arguments take", "at most 64 MiB"],
                try package { folder in
                    let flag = String(repeating: "x", count: 1_000_000)
                    try folder.write("validator_flags: \(flag)\n", to: "problem.yaml")
                    for number in 0..<70 {
                        try folder.write("1", to: "data/secret/many-\(number).in")
                        try folder.write("1", to: "data/secret/many-\(number).ans")
                    }
                }
            ),
            (
                "the rules of too many groups", ["the rules of 323 groups take", "at most 64 KiB"],
                try package { folder in
                    let digits = String(repeating: "9", count: 60)
                    try folder.write("type: scoring\n", to: "problem.yaml")
                    try folder.write("accept_score: 0.\(digits)\nrange: 0 \(digits)\n", to: "data/secret/testdata.yaml")
                    for group in 0..<320 {
                        try folder.write("", to: "data/secret/\(group)/1.in")
                        try folder.write("", to: "data/secret/\(group)/1.ans")
                    }
                    try folder.write("", to: "data/sample/1.in")
                    try folder.write("", to: "data/sample/1.ans")
                }
            ),
            (
                "no tests", ["there is no folder \"data\""],
                try package { try FileManager.default.removeItem(atPath: $0.path.appending("data").string) }
            ),
            (
                "many mistakes", ["more"],
                try package { folder in
                    for number in 0..<100 { try folder.write("", to: "data/secret/\(deep)\(number).ans") }
                }
            ),
        ]
        try await FleetServer.with { server in
            try await server.withClient { client in
                for (name, says, folder) in table {
                    let error = await failure(WireError.self) { try await client.addPackage(at: folder.path) }
                    #expect(error?.code == .invalidArgument, "\(name): \(error.map { "\($0)" } ?? "no error")")
                    for part in says {
                        #expect(error?.message.contains(part) == true, "\(name): \(error?.message ?? "")")
                    }
                }
                let known = try await client.packages()
                #expect(known.packages.isEmpty)
            }
        }
    }

    @Test(
        "A package that asks for more than the caps is refused when it is added, with cap and setting",
        .timeLimit(.minutes(1)))
    func packagesBeyondTheCapsAreRefused() async throws {
        let table: [(settings: String, limit: String?, says: String)] = [
            ("limits: {memory: 1000000}\n", nil, "caps.memory"), ("limits: {output: 1048576}\n", nil, "caps.output"),
            ("", "86400", "caps.cpu"), ("limits: {compilation_memory: 8192}\n", nil, "caps.memory"),
            ("limits: {compilation_time: 86400}\n", nil, "caps.cpu"),
            ("validation: custom\nlimits: {validation_memory: 8192}\n", nil, "caps.memory"),
            ("validation: custom\nlimits: {validation_time: 86400}\n", nil, "caps.cpu"),
            ("validation: custom\nlimits: {validation_output: 1048576}\n", nil, "caps.output"),
            ("type: scoring\nlimits: {validation_memory: 8192}\n", nil, "caps.memory"),
        ]
        try await FleetServer.with { server in
            try await server.withClient { client in
                for (settings, limit, says) in table {
                    let folder = try package { folder in
                        try folder.write("name: Greedy\n" + settings, to: "problem.yaml")
                        if let limit { try folder.write(limit, to: ".timelimit") }
                        if settings.contains("custom") {
                            try folder.write("int main() {}", to: "output_validators/v.cpp")
                        }
                        if settings.contains("scoring") {
                            try folder.write("grading: custom\n", to: "data/secret/testdata.yaml")
                            try folder.write("print('AC 1')", to: "graders/all.py")
                        }
                    }
                    let error = await failure(WireError.self) { try await client.addPackage(at: folder.path) }
                    #expect(error?.code == .invalidArgument, "\(settings)")
                    #expect(error?.message.contains("(setting \(says))") == true, "\(error?.message ?? "")")
                }
                #expect(try await client.packages().packages.isEmpty)
                // What is not beyond them is taken.
                let modest = try package { try $0.write("limits: {memory: 4096}\n", to: "problem.yaml") }
                #expect(try await client.addPackage(at: modest.path).limits.memoryBytes == 4 << 30)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatIsMissingIsCounted() async throws {
        let folder = try package { try $0.write("2", to: "data/secret/1.ans") }
        let local = try await LocalPackage.read(folder.path)
        try await FleetServer.with { server in
            try await server.withClient { client in
                func add(_ tree: Verdict_V1_BlobRef) async -> WireError? {
                    await failure(WireError.self) {
                        try await client.wire.call(JudgeMethods.addPackage, .with { $0.tree = tree })
                    }
                }
                let nothing = await add(local.tree.content)
                #expect(nothing?.code == .failedPrecondition)
                #expect(nothing?.message.contains("is not stored") == true)
                try await client.upload.send(local.tree.content, from: .bytes(local.tree.encoded))
                let three = await add(local.tree.content)
                #expect(three?.code == .failedPrecondition)
                #expect(three?.message.contains("3 of the package's 3 contents are missing") == true)
                // A tree that is none, and one that was cut off.
                for bytes in [Array("hello".utf8), local.tree.encoded.dropLast(5)] {
                    try await client.upload.send(Verdict_V1_BlobRef(of: bytes), from: .bytes(bytes))
                    let error = await add(Verdict_V1_BlobRef(of: bytes))
                    #expect(error?.code == .invalidArgument)
                }
                let other = await add(.with { $0.hash = Data(repeating: 0, count: 5) })
                #expect(other?.code == .invalidArgument)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func settingsAreReadToTheSameSizeAsFromDisk() async throws {
        let filler = String(repeating: "#\n", count: 1 << 19)
        let fits = try package { try $0.write(filler.dropLast(12) + "name: Large\n", to: "problem.yaml") }
        let large = try package { try $0.write(filler + "name: Large\n", to: "problem.yaml") }
        #expect(try ProblemPackage(fits.path).problem.name == "Large")
        #expect(throws: ProblemError.self) { try ProblemPackage(large.path).problem }
        try await FleetServer.with { server in
            try await server.withClient { client in
                let added = try await client.addPackage(at: fits.path)
                #expect(added.name == "Large")
                let error = await failure(WireError.self) { try await client.addPackage(at: large.path) }
                #expect(error?.code == .invalidArgument)
            }
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func whatIsMeasuredCountsOnceForAllCoordinators() async throws {
        let folder = try package()
        try await FleetServer.with { server in
            let package = try await server.withClient { try await $0.addPackage(at: folder.path) }
            let id = try #require(ContentHash(bytes: package.id))
            let other = try Packages(log: server.store.log, blobs: server.store.blobs)
            #expect(try await other.find(id)?.limits.cpuTimeNs == 0)
            let first = try await server.packages.recordMeasured(
                id, .with { $0.cpuTimeNs = 2_000_000_000 }, worker: "judge-7", calibrationNs: 1)
            let second = try await other.recordMeasured(
                id, .with { $0.cpuTimeNs = 3_000_000_000 }, worker: "judge-8", calibrationNs: 1)
            #expect(first && !second)
            for packages in [server.packages, other] {
                #expect(try await packages.find(id)?.limits.cpuTimeNs == 2_000_000_000)
            }
            // From nothing.
            let again = try Packages(log: server.store.log, blobs: server.store.blobs)
            #expect(try await again.find(id) == server.packages.find(id))
            let nobody = ContentHash(of: [1])
            #expect(try await again.find(nobody) == nil)
            let error = await failure(StorageError.self) {
                try await again.recordMeasured(nobody, .with { $0.cpuTimeNs = 1 }, worker: "x", calibrationNs: 1)
            }
            #expect(error?.code == .notFound)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func severalCoordinatorsAddAtOnceAndListTheSame() async throws {
        let folders = try (0..<6).map { number in
            try package { try $0.write("name: P\(number)\n", to: "problem.yaml") }
        }
        try await FleetServer.with { server in
            let other = try Packages(log: server.store.log, blobs: server.store.blobs)
            try await server.withClient { client in
                for folder in folders {
                    let local = try await LocalPackage.read(folder.path)
                    try await client.upload.send(local.contents.mapValues(ContentSource.file))
                    try await client.upload.send(local.tree.content, from: .bytes(local.tree.encoded))
                    let tree = LoggedBlobRef(local.tree.content)
                    async let here = server.packages.add(tree: tree, name: "", by: "a")
                    async let there = other.add(tree: tree, name: "", by: "b")
                    let (first, second) = try await (here, there)
                    #expect(first.package == second.package)
                    // Each is told of itself.
                    #expect(first.tenants == ["a"] && second.tenants == ["b"])
                    #expect(try await client.packages().packages.isEmpty)
                }
            }
            for (token, count) in [(FleetServer.Token.admin, 6), (FleetServer.Token.course, 0)] {
                try await server.withClient(token: token) { client in
                    var names: [String] = []
                    var page = ""
                    repeat {
                        let answer = try await client.packages(limit: 4, page: page)
                        names += answer.packages.map(\.name)
                        page = answer.nextPage
                    } while !page.isEmpty
                    #expect(names == (0..<count).map { "P\($0)" })
                }
            }
        }
    }

    @Test func averagesFollowWhatIsSeen() async throws {
        try await FleetServer.with { server in
            let id = ContentHash(of: [1])
            #expect(server.packages.expectedTime(of: id) == nil)
            server.packages.recordWork(.milliseconds(100), tests: 10, of: id)
            server.packages.recordWork(.milliseconds(300), tests: 10, of: id)
            let mean = try #require(server.packages.expectedTime(of: id))
            #expect(abs((mean - .milliseconds(20)).nanoseconds) < 1000)
            for _ in 0..<100 { server.packages.recordWork(.seconds(1), tests: 10, of: id) }
            let later = try #require(server.packages.expectedTime(of: id))
            #expect(later > .milliseconds(99) && later <= .milliseconds(100))
            server.packages.recordWork(.seconds(1), tests: 0, of: id)
            #expect(server.packages.expectedTime(of: id) == later)
        }
    }
}
