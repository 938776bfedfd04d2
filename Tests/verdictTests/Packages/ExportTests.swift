import Foundation
import Testing

@testable import verdict

/// `verdict export` and `verdict import`, as programs call them.
@Suite("Packages that are written")
struct ExportTests {
    private static func package(_ name: String) -> String { "\(Executable.root)/Testcases/problems/\(name)" }

    /// Runs `body` with the path of a new folder, which is gone afterwards.
    private static func inFolder(_ body: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "verdict-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { _ = try? FileManager.default.removeItem(atPath: folder) }
        try await body(folder)
    }

    @Test("An export tells where the package is and what got lost, and leaves nothing else behind")
    func export() async throws {
        try await Self.inFolder { folder in
            let ending = try await Executable.run(
                ["export", Self.package("coins"), "--to", "2025-09", "-o", "\(folder)/out/coins"])
            #expect(ending.status == 0, "\(ending.error)")
            #expect(ending.output == "\(folder)/out/coins\n")
            #expect(ending.error.contains("note: statements are not copied"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: "\(folder)/out") == ["coins"])
            #expect(FileManager.default.isExecutableFile(atPath: "\(folder)/out/coins/output_validator/run"))
        }
    }

    @Test("Nothing is replaced without being asked, and all of it with")
    func force() async throws {
        try await Self.inFolder { folder in
            let call = ["export", Self.package("sum"), "--to", "domjudge", "-o", "\(folder)/sum"]
            try FileManager.default.createDirectory(atPath: "\(folder)/sum", withIntermediateDirectories: true)
            try Data("mine".utf8).write(to: URL(filePath: "\(folder)/sum/notes"))
            let refused = try await Executable.run(call)
            #expect(refused.status == 2)
            #expect(refused.error.contains("--force"))
            #expect(FileManager.default.fileExists(atPath: "\(folder)/sum/notes"))
            let stranger = try await Executable.run(call + ["--force"])
            #expect(stranger.status == 2)
            #expect(stranger.error.contains("no package"))
            try Data().write(to: URL(filePath: "\(folder)/sum/problem.yaml"))
            #expect(try await Executable.run(call + ["--force"]).status == 0)
            let itself = try await Executable.run(
                ["export", "\(folder)/sum", "--to", "legacy", "-o", "\(folder)/sum", "--force"])
            #expect(itself.status == 2)
            #expect(itself.error.contains("the package that is read"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/sum/notes"))
            #expect(FileManager.default.fileExists(atPath: "\(folder)/sum/domjudge-problem.ini"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["sum"])
        }
    }

    @Test("A zip archive is a package like any other, and the same each time")
    func archive() async throws {
        try await Self.inFolder { folder in
            for name in ["one", "two"] {
                let ending = try await Executable.run(
                    ["export", Self.package("shelves"), "--to", "domjudge", "-o", "\(folder)/\(name).zip"])
                #expect(ending.status == 0, "\(ending.error)")
            }
            let archives = try ["one", "two"].map { try Data(contentsOf: URL(filePath: "\(folder)/\($0).zip")) }
            #expect(archives[0] == archives[1])
            let back = try await Executable.run(
                ["export", "\(folder)/one.zip", "--to", "legacy", "-o", "\(folder)/back", "--json"])
            #expect(back.status == 0, "\(back.error)")
            #expect(back.output.contains("\"package\": \"shelves\""))
        }
    }

    @Test("What a format cannot say is a reason each, and nothing is written")
    func refusal() async throws {
        try await Self.inFolder { folder in
            let ending = try await Executable.run(
                ["export", Self.package("podium"), "--to", "2025-09", "-o", "\(folder)/podium"])
            #expect(ending.status == 2)
            #expect(ending.error.contains("podium cannot be written as 2025-09"))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
        }
    }

    /// A problem of two groups. Who passes one of them is accepted in the legacy format, and gets part of the points in 2025-09.
    private static let partial = [
        "problem.yaml": "name: Same\ntype: scoring\n", ".timelimit": "5\n",
        "data/testdata.yaml": "on_reject: continue\ngrader_flags: accept_if_any_accepted\n",
        "data/secret/testdata.yaml": "on_reject: continue\ngrader_flags: accept_if_any_accepted\n",
        "data/secret/1/testdata.yaml": "grader_flags: min\naccept_score: 30\n", "data/secret/1/a.in": "1\n",
        "data/secret/1/a.ans": "1\n", "data/secret/2/testdata.yaml": "grader_flags: min\naccept_score: 70\n",
        "data/secret/2/b.in": "2\n", "data/secret/2/b.ans": "2\n",
        "submissions/accepted/same.py": "print(input())\n", "submissions/partially_accepted/one.py": "print(1)\n",
    ]

    private static func write(_ files: [String: String], to folder: String) throws {
        for (path, text) in files {
            let file = URL(filePath: "\(folder)/\(path)")
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: file)
        }
    }

    @Test("An import judges both packages, and tells each verdict that differs")
    func importing() async throws {
        try await Self.inFolder { folder in
            try Self.write(Self.partial, to: "\(folder)/same")
            let call = ["import", "\(folder)/same", "--to", "2025-09", "-o", "\(folder)/copy"]
            let differing = try await Executable.run(call)
            #expect(differing.status == 1, "\(differing.error)")
            #expect(differing.output.contains("partially_accepted/one.py: AC with 30 points"))
            #expect(differing.output.contains("PC with 30 points"))
            #expect(differing.output.hasSuffix("2 submissions judged in both packages, 1 differ\n"))
            let records = try await Executable.run(call + ["--force", "--json"])
            #expect(records.status == 1, "\(records.error)")
            let lines = records.output.split(separator: "\n")
            #expect(lines.count == 3)
            #expect(lines.count { $0.contains("\"same\": true") } == 1)
            #expect(lines.count { $0.contains("\"same\": false") } == 1)
            let equal = try await Executable.run(
                ["import", "\(folder)/same", "--to", "domjudge", "-o", "\(folder)/third"])
            #expect(equal.status == 0, "\(equal.error)")
            #expect(equal.output.hasSuffix("2 submissions judged in both packages, no difference\n"))
        }
    }

    @Test("An import without judging only writes")
    func withoutJudging() async throws {
        try await Self.inFolder { folder in
            try Self.write(Self.partial, to: "\(folder)/same")
            let ending = try await Executable.run(
                ["import", "\(folder)/same", "--to", "2025-09", "-o", "\(folder)/copy", "--no-judge"])
            #expect(ending.status == 0, "\(ending.error)")
            #expect(ending.output == "\(folder)/copy\n")
        }
    }
}
