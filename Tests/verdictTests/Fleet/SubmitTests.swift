import Fleet
import FoundationEssentials
import SwiftProtobuf
import Testing
import Wire

/// `verdict submit`, against a coordinator in this process.
@Suite(.timeLimit(.minutes(5))) struct SubmitTests {
    typealias Ending = Executable.Ending

    private static func submit(_ arguments: [String], to address: WireAddress) async throws -> Ending {
        try await Executable.run(["submit", "--coordinator", "\(address)"] + arguments)
    }

    private static func expectNoEscapes(_ ending: Ending) {
        #expect(!(ending.output + ending.error).contains("\u{1b}"), "\(ending.output)\(ending.error)")
    }

    @Test func aPackageIsSentAndItsSubmissionsAreHeldAgainstTheirPromises() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            try await FakeCoordinator.with { coordinator, address in
                let ending = try await Self.submit([package], to: address)
                #expect(ending.status == 0, "\(ending.error)")
                let lines = ending.output.split(separator: "\n")
                #expect(lines.count == 3, "\(ending.output)")
                #expect(lines[0].hasPrefix("ok     AC   accepted/good.c     c "), "\(lines[0])")
                #expect(lines[1].hasPrefix("ok     WA   wrong_answer/bad.c  c "), "\(lines[1])")
                #expect(lines[1].hasSuffix(#"secret/2: so says the \x1b[31mfake"#), "\(lines[1])")
                #expect(lines[2].hasPrefix("2 submissions, all as expected"), "\(lines[2])")
                Self.expectNoEscapes(ending)
                let seen = coordinator.seen
                let tree = try #require(seen.packages.first?.id)
                let encoded = try #require(seen.contents[tree])
                let files = try FileManifest(decoding: Array(encoded)).files
                #expect(files.map(\.path).contains("submissions/wrong_answer/bad.c"))
                #expect(files.allSatisfy { seen.contents[$0.content.hash]?.count == Int($0.content.size) })
                #expect(seen.submits.map(\.package) == [tree, tree])
                #expect(seen.submits.map { $0.sources.map(\.name) } == [["good.c"], ["bad.c"]])
                #expect(Set(seen.submits.map(\.idempotencyKey)).count == 2)

                let puts = seen.puts
                _ = try await Self.submit([package], to: address)
                #expect(coordinator.seen.puts == puts, "what is there is not sent again")
                #expect(coordinator.seen.ids.count == 4, "another session's submissions are others")
            }
        }
    }

    @Test func aJSONLineIsJudgesLineWithIDAndWorkers() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            try await FakeCoordinator.with { _, address in
                let ending = try await Self.submit([package, "wrong_answer/bad.c", "--json"], to: address)
                #expect(ending.status == 0, "\(ending.error)")
                #expect(
                    ending.output.hasPrefix(
                        #"{"submission": "wrong_answer/bad.c", "language": "c", "verdict": "WA", "expected": ["WA"], "#
                            + #""as_expected": true, "score": null, "cpu_ms": 12, "wall_ms": 0, "memory_kib": 0, "#
                            + #""compile": {"ok": true, "cpu_ms": 0, "log": "", "cached": false}, "#
                            + #""groups": [], "tests": [{"name": "secret/1", "verdict": "AC", "score": null, "#),
                    "\(ending.output)")
                #expect(ending.output.hasSuffix(#", "id": "submission-1", "workers": ["judge-7"]}"# + "\n"))
                #expect(ending.output.split(separator: "\n").count == 1)
            }
        }
    }

    @Test(
        arguments: [
            ("wrong_answer/late.c", 1, "expected WA"), ("accepted/broken.c", 2, "error  JE"),
        ] as [(String, Int32, String)]) func theExitStatusIsJudges(path: String, status: Int32, words: String)
        async throws
    {
        try await Scratch.with { scratch in
            let package = try scratch.package([path])
            try await FakeCoordinator.with { _, address in
                let ending = try await Self.submit([package], to: address)
                #expect(ending.status == status, "\(ending.output)\(ending.error)")
                #expect(ending.output.contains(words), "\(ending.output)")
            }
        }
    }

    @Test func aLimitThatWasFoundDoesNotHideWhatIsPromised() async throws {
        var manners = FakeCoordinator.Manners()
        manners.estimate = .with { estimate in
            (estimate.limitNs, estimate.marginNs) = (1_000_000_000, 2_000_000_000)
            (estimate.slowestNs, estimate.submission) = (100_000_000, "accepted/good.c")
        }
        try await Scratch.with { scratch in
            let package = try scratch.package(["wrong_answer/late.c", "time_limit_exceeded/late.c"])
            try await FakeCoordinator.with(manners) { coordinator, address in
                let ending = try await Self.submit([package], to: address)
                #expect(ending.status == 0, "\(ending.output)\(ending.error)")
                let lines = ending.output.split(separator: "\n")
                #expect(lines.first == "time limit 1.000 s: slowest measured 0.100 s (accepted/good.c)")
                #expect(
                    ending.output.contains(
                        "warning: over the time limit of 1.000 s on secret/2; WA only with the safety margin of 2.000 s"
                    ))
                let seen = coordinator.seen
                #expect(
                    Set(seen.submits.map(\.timeAllowance)) == [.unspecified, .measured, .margin]
                        && seen.submits.count == 3)
                #expect(Set(seen.submits.map(\.idempotencyKey)).count == 3)
            }
        }
    }

    @Test func aPackageThatTheCoordinatorHasIsNamedByItsID() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            let source = try scratch.write("mine/late.c", "int main;")
            try await FakeCoordinator.with { coordinator, address in
                _ = try await Self.submit([package, "--no-wait"], to: address)
                let id = try #require(PackageID(bytes: coordinator.seen.packages.first?.id ?? Data())).description
                let ending = try await Self.submit(
                    [String(id.prefix(10)), source, "--priority", "interactive", "--contest", "spring", "--all-tests"],
                    to: address)
                // It promises nothing, so that nothing is unexpected.
                #expect(ending.status == 0, "\(ending.error)")
                #expect(ending.output.contains("TLE  \(source)"), "\(ending.output)")
                let request = try #require(coordinator.seen.submits.last)
                #expect(request.package == coordinator.seen.packages.first?.id)
                #expect(request.priority == .interactive && request.contest == "spring" && request.allTests)
                #expect(request.sources.first?.content == Data("int main;".utf8))
                let unknown = try await Self.submit(["0123456789abcdef", source], to: address)
                #expect(unknown.status == 2 && unknown.error.contains("verdict admin packages"), "\(unknown.error)")
                let nothing = try await Self.submit(["0123456789abcdef"], to: address)
                #expect(nothing.status == 64, "\(nothing.error)")
            }
        }
    }

    @Test func whoDoesNotWaitGetsIDs() async throws {
        try await Scratch.with { scratch in
            let package = try scratch.package()
            try await FakeCoordinator.with { coordinator, address in
                let arguments = [package, "--no-wait", "--idempotency-key", "homework"]
                let ending = try await Self.submit(arguments, to: address)
                #expect(ending.status == 0, "\(ending.error)")
                #expect(ending.output == "submission-1  accepted/good.c\nsubmission-2  wrong_answer/bad.c\n")
                let again = try await Self.submit(arguments + ["--json"], to: address)
                #expect(
                    again.output
                        == #"{"submission": "accepted/good.c", "id": "submission-1", "known": true}"# + "\n"
                        + #"{"submission": "wrong_answer/bad.c", "id": "submission-2", "known": true}"# + "\n")
                #expect(coordinator.seen.follows.isEmpty)
                #expect(coordinator.seen.ids.count == 2)
            }
        }
    }

    @Test func aSubmissionThatIsRefusedStopsNoOther() async throws {
        var manners = FakeCoordinator.Manners()
        manners.beforeSubmit = { call in
            guard call != 1 else { throw WireError(.invalidArgument, "no language \u{1b}[2J") }
        }
        try await Scratch.with { scratch in
            let package = try scratch.package()
            try await FakeCoordinator.with(manners) { _, address in
                let ending = try await Self.submit([package], to: address)
                #expect(ending.status == 2, "\(ending.error)")
                #expect(ending.output.contains(#"not accepted: no language \x1b[2J"#), "\(ending.output)")
                #expect(ending.output.contains("ok     WA   wrong_answer/bad.c"), "\(ending.output)")
                Self.expectNoEscapes(ending)
            }
        }
    }

    static let ends: [(state: Verdict_V1_Submission.State, status: Int32, words: String)] = [
        (.cancelled, 2, #"cancelled: contest over\x07"#), (.stuck, 2, "given up: tried 5 times"),
        // It was given up and then tried again.
        (.judged, 0, "ok     AC   accepted/good.c"),
    ]

    @Test(arguments: ends.indices) func whatComesToNothingIsAnError(_ index: Int) async throws {
        let end = Self.ends[index]
        var manners = FakeCoordinator.Manners()
        manners.state = end.state
        manners.events =
            end.state == .cancelled
            ? [.cancelled(.with { $0.reason = "contest over\u{7}" })] : [.stuck(.with { $0.reason = "tried 5 times" })]
        try await Scratch.with { scratch in
            let package = try scratch.package(["accepted/good.c"])
            try await FakeCoordinator.with(manners) { _, address in
                let ending = try await Self.submit([package], to: address)
                #expect(ending.status == end.status, "\(ending.error)")
                #expect(ending.output.contains(end.words), "\(ending.output)")
                Self.expectNoEscapes(ending)
            }
        }
    }

    @Test func manySubmissionsAreToldInOrder() async throws {
        try await Scratch.with { scratch in
            let names = (100..<250).map { "accepted/s\($0).c" }
            let package = try scratch.package(names)
            var manners = FakeCoordinator.Manners()
            manners.beforeEvent = { _, call in try await Task.sleep(for: .milliseconds(call % 7)) }
            try await FakeCoordinator.with(manners) { coordinator, address in
                let ending = try await Self.submit([package, "--json"], to: address)
                #expect(ending.status == 0, "\(ending.error)")
                let lines = ending.output.split(separator: "\n")
                #expect(lines.count == names.count)
                for (line, name) in zip(lines, names) {
                    #expect(line.hasPrefix(#"{"submission": "\#(name)""#))
                }
                #expect(coordinator.seen.follows.count == names.count)
            }
        }
    }
}
