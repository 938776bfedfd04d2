import Files
import FoundationEssentials
import Glibc
import Sandbox
import SystemPackage
import TestSupport
import Testing
import Units

@testable import Toolchains

/// Languages that this host has, built and run in cells: the recipes' mounts are enough. Other languages are judged by
/// `verdict languages --check`.
@Suite(.serialized) struct CellTests {
    private static let ids: Set = [
        "c", "cpp", "csharp", "go", "haskell", "java", "javascript", "kotlin", "pascal", "pypy3", "python3", "rust",
    ]
    private static let package = languagesDirectory.removingLastComponent().appending("Testcases/languages")
    private static let memoryLimit = ByteCount.mebibytes(256)

    static let available = ((try? RepositoryLanguages.catalog)?.languages ?? [])
        .filter { ids.contains($0.id) && $0.availability() == .available }
        .map(\.id)

    /// Builds and runs one submission of the package on its sample.
    private func run(_ folder: String, _ id: String, in sandbox: Sandbox) async throws -> (Language, RunResult) {
        let language = try #require(try RepositoryLanguages.catalog[id])
        let source = "\(id).\(language.extensions[0])"
        let place = sandbox.store.appending("\(folder)-\(id)")
        let (sources, box) = (place.appending("source"), place.appending("box"))
        for directory in [place, sources, box] { try directory.makeDirectory() }
        let text = try Self.package.appending("submissions/\(folder)/\(source)").contents()
        try sources.appending(source).write(text)
        if var build = try language.buildPlan(sources: [source]) {
            build.request.directories = [.init(hostPath: sources, path: "/source")]
            build.request.scratch.append(.init(path: "/box", size: .mebibytes(256), isKept: true))
            let result = try await sandbox.run(build.request, in: build.cell)
            let log = String(decoding: result.standardOutput + result.standardError, as: UTF8.self)
            try #require(result.outcome == .exited(0), "\(log)")
            try result.scratch["/box"]?.copy(to: box, limit: .mebibytes(256), files: 1000)
            if build.keepsSources { try box.appending(source).write(text) }
        }
        let files = try box.names()
        var plan = try language.runPlan(
            sources: [source], artifact: files, memoryLimit: Self.memoryLimit,
            contents: { try? box.appending($0).contents() })
        plan.request.directories = [.init(hostPath: box, path: "/box")]
        plan.request.standardInput = .bytes(try Self.package.appending("data/sample/1.in").contents())
        // To start, or to fill its memory and give up in the end, takes a runtime most of a second, and more beside other tests.
        plan.request.limits.cpuTime = .seconds(20)
        plan.request.limits.wallTime = .seconds(60)
        return (language, try await sandbox.run(plan.request, in: plan.cell))
    }

    @Test(arguments: available)
    func anAcceptedProgramPrintsTheSum(_ id: String) async throws {
        try await withSandbox { sandbox in
            let language = try #require(try RepositoryLanguages.catalog[id])
            let version = try await language.version(using: sandbox)
            #expect(version?.contains { $0.isNumber } == true, "\(version ?? "no version")")
            let (_, result) = try await run("accepted", id, in: sandbox)
            let errors = String(decoding: result.standardError, as: UTF8.self)
            #expect(result.outcome == .exited(0), "\(errors)")
            #expect(String(decoding: result.standardOutput, as: UTF8.self) == "6\n")
            #expect(errors.isEmpty)
        }
    }

    @Test(arguments: available)
    func aProgramThatWantsTooMuchMemoryIsRecognized(_ id: String) async throws {
        try await withSandbox { sandbox in
            let (language, result) = try await run("memory_limit_exceeded", id, in: sandbox)
            let errors = String(decoding: result.standardError.prefix(1000), as: UTF8.self)
            #expect(
                result.outcome == .memoryLimit || language.isOutOfMemory(result),
                "\(result.outcome), \(result.peakMemory), \(errors)")
        }
    }

    @Test(.enabled(if: available.contains("cpp"), "needs g++"))
    func aPreparedHeaderIsUsedAndKept() async throws {
        try await withSandbox { sandbox in
            let language = try #require(try RepositoryLanguages.catalog["cpp"])
            let cache = PreparedToolchains(directory: sandbox.store.appending("prepared"))
            #expect(cache.directory(for: language) == nil)
            // Of an older compiler, and of another language whose name begins like this one's.
            for name in ["cpp-0123456789abcdef", "cpp-clang-0123456789abcdef"] {
                try sandbox.store.appending("prepared").appending(name).makeDirectories()
            }
            let directory = try #require(try await cache.prepare(language, using: sandbox))
            #expect(try directory.names() == ["stdc++.h", "stdc++.h.gch"])
            #expect(cache.directory(for: language) == directory)
            let names = Set(try directory.removingLastComponent().names())
            #expect(names == [directory.lastComponent?.string ?? "", "cpp-clang-0123456789abcdef"])

            // -H tells of every header that is read: only the precompiled one is.
            let sources = sandbox.store.appending("source")
            try sources.makeDirectory()
            try sources.appending("a.cpp").write(Array("#include <bits/stdc++.h>\nint main() {}\n".utf8))
            func build() async throws -> RunResult {
                var plan = try #require(try language.buildPlan(sources: ["a.cpp"], prepared: directory))
                plan.request.command.insert("-H", at: 1)
                plan.request.directories = [.init(hostPath: sources, path: "/source")]
                plan.request.scratch.append(.init(path: "/box", size: .mebibytes(64)))
                return try await sandbox.run(plan.request, in: plan.cell)
            }
            let result = try await build()
            let headers = String(decoding: result.standardError, as: UTF8.self).split(separator: "\n")
            #expect(result.outcome == .exited(0))
            #expect(headers.first == "! /prepared/bits/stdc++.h.gch")
            #expect(headers.count(where: { $0.hasPrefix(". ") }) == 0)

            // Behind another header g++ cannot take it, and reads the host's.
            for first in ["<vector>", "<bits/stdc++.h>\n#include <bits/extc++.h>"] {
                try sources.appending("a.cpp").write(
                    Array("#include \(first)\n#include <bits/stdc++.h>\nint main() { std::set<int> a; }\n".utf8))
                let other = try await build()
                #expect(other.outcome == .exited(0), "\(String(decoding: other.standardError, as: UTF8.self))")
            }
        }
    }

    /// Uses of headers whose own functions use templates.
    private static let manyHeaders = """
        #include <bits/stdc++.h>
        using namespace std;
        template <> struct std::hash<pair<int, int>> {
            size_t operator()(const pair<int, int> &p) const { return p.first * 31 + p.second; }
        };
        int main() {
            unordered_map<pair<int, int>, int> map{{{1, 2}, 3}};
            auto future = async(launch::deferred, [] { return 5; });
            thread worker([] {});
            worker.join();
            ostringstream text;
            text << regex_match("aabc", regex("a+(b|c)*")) << future.get() << map[{1, 2}];
            for (int x : views::iota(0, 9) | views::filter([](int i) { return i % 2; })) text << x;
            text << filesystem::path("/a/b").filename() << chrono::seconds(90) / chrono::minutes(1) << setprecision(3) << 0.5;
            cout << text.str() << endl;
        }

        """

    @Test(
        "A program needs none of the prepared header's templates at its end, and is what it is without that header",
        .enabled(if: available.contains("cpp"), "needs g++"))
    func preparedTemplates() async throws {
        try await withSandbox { sandbox in
            let language = try #require(try RepositoryLanguages.catalog["cpp"])
            let cache = PreparedToolchains(directory: sandbox.store.appending("prepared"))
            let directory = try #require(try await cache.prepare(language, using: sandbox))
            let sources = sandbox.store.appending("source")
            try sources.makeDirectory()
            func build(_ source: String, _ prepared: FilePath?, with flags: [String] = []) async throws
                -> ScratchContents
            {
                try sources.appending("a.cpp").write(Array(source.utf8))
                var plan = try #require(try language.buildPlan(sources: ["a.cpp"], prepared: prepared))
                plan.request.command.insert(contentsOf: flags, at: 1)
                plan.request.directories = [.init(hostPath: sources, path: "/source")]
                plan.request.scratch.append(.init(path: "/box", size: .mebibytes(64), isKept: true))
                let result = try await sandbox.run(plan.request, in: plan.cell)
                #expect(result.outcome == .exited(0), "\(String(decoding: result.standardError, as: UTF8.self))")
                return try #require(result.scratch["/box"])
            }
            let empty = try await build(
                "#include <bits/stdc++.h>\nint main() {}\n", directory, with: ["-fdump-tree-original=/box/functions"])
            let place = sandbox.store.appending("empty")
            try place.makeDirectory()
            try empty.copy(to: place, limit: .mebibytes(64), files: 9)
            let functions = try String(contentsOfFile: place.appending("functions").string, encoding: .utf8)
            #expect((1...100).contains(functions.split(separator: "\n").count { $0.hasPrefix(";; Function") }))

            var said: [String] = []
            for (name, prepared) in [("with", directory), ("without", nil)] as [(String, FilePath?)] {
                let built = try await build(Self.manyHeaders, prepared)
                let place = sandbox.store.appending(name)
                try place.makeDirectory()
                try built.copy(to: place, limit: .mebibytes(64), files: 9)
                var request = RunRequest(command: ["/box/prog"])
                request.directories = [.init(hostPath: place, path: "/box")]
                let result = try await sandbox.run(request, in: CellConfiguration())
                #expect(result.outcome == .exited(0))
                said.append(String(decoding: result.standardOutput, as: UTF8.self))
            }
            #expect(said[0] == said[1] && said[0] == "1531357\"b\"10.5\n")
        }
    }

    @Test(.enabled(if: available.contains("c"), "needs gcc"))
    func aLanguageThatPreparesNothingHasNothing() async throws {
        try await withSandbox { sandbox in
            let language = try #require(try RepositoryLanguages.catalog["c"])
            let cache = PreparedToolchains(directory: sandbox.store.appending("prepared"))
            #expect(try await cache.prepare(language, using: sandbox) == nil)
        }
    }
}

extension FilePath {
    fileprivate func makeDirectory() throws {
        guard unsafe mkdir(string, 0o755) == 0 else { throw Errno(rawValue: errno) }
    }

    fileprivate func contents() throws -> [UInt8] {
        let file = try FileDescriptor.open(self, .readOnly)
        return try file.closeAfter {
            var bytes = [UInt8](repeating: 0, count: Int(try file.seek(offset: 0, from: .end)))
            _ = try unsafe bytes.withUnsafeMutableBytes { try unsafe file.read(fromAbsoluteOffset: 0, into: $0) }
            return bytes
        }
    }

    fileprivate func write(_ bytes: [UInt8]) throws {
        let file = try FileDescriptor.open(
            self, .writeOnly, options: [.create, .truncate], permissions: [.ownerReadWrite, .groupRead, .otherRead])
        _ = try file.closeAfter { try file.writeAll(bytes) }
    }
}
