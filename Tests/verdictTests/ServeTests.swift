import Foundation
import TestSupport
import Testing

/// `verdict serve`: everything on one machine, by one command.
@Suite(.serialized, .timeLimit(.minutes(3))) struct ServeTests {
    /// A folder, and what is served on it.
    private struct Place {
        let folder: URL
        var socket: String { folder.appending(path: "http").path }
        var log: URL { folder.appending(path: "log") }
        var said: String { (try? String(contentsOf: log, encoding: .utf8)) ?? "" }

        func serve(_ arguments: [String] = []) throws -> ChildProcess {
            try ChildProcess(
                [
                    try ChildProcess.built("verdict"), "serve", "--listen", "unix:\(socket)", "--data",
                    folder.appending(path: "data").path,
                ] + arguments, output: log)
        }

        /// What it answers to a program.
        func answer() throws -> String {
            let answer = folder.appending(path: "answer")
            let curl = try ChildProcess(
                [
                    "curl", "--silent", "--fail-with-body", "--unix-socket", socket, "--json",
                    #"{"language": "python3", "source": "print(6 * 7)", "keep": false}"#,
                    "http://localhost/api/v1/executions",
                ], output: answer)
            #expect(curl.waitForEnd() == 0)
            defer { try? FileManager.default.removeItem(at: answer) }
            return try String(contentsOf: answer, encoding: .utf8)
        }

        /// The processes that were started for it and still run.
        func processes() throws -> [Int32] {
            let name = folder.appending(path: "data").path
            return try FileManager.default.contentsOfDirectory(atPath: "/proc").compactMap { Int32($0) }.filter { pid in
                guard let words = FileManager.default.contents(atPath: "/proc/\(pid)/cmdline") else { return false }
                return String(decoding: words, as: UTF8.self).contains(name)
            }
        }

        func hasEnded(within limit: Duration) async throws -> Bool {
            let end = ContinuousClock.now + limit
            while try !processes().isEmpty {
                guard ContinuousClock.now < end else { return false }
                try await Task.sleep(for: .milliseconds(20))
            }
            return true
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        let folder = URL(fileURLWithPath: "/tmp/verdict-serve-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        defer { _ = try? FileManager.default.removeItem(at: folder) }
        try await body(Place(folder: folder))
    }

    @Test("It runs programs over HTTP until it is told to stop, and takes all that it started with it")
    func runsUntilItIsStopped() async throws {
        try await withPlace { place in
            let server = try place.serve(["--jobs", "1"])
            try await server.line(with: "serving unix:\(place.socket)")
            #expect(try place.answer().contains(#""stdout":"42\n""#))

            let second = try place.serve()
            #expect(second.waitForEnd() == 2)
            #expect(place.said.contains("another verdict serve uses"), "\(place.said)")

            server.signal(SIGINT)
            #expect(server.waitForEnd() == 130)
            #expect(try place.processes().isEmpty)
            #expect(!FileManager.default.fileExists(atPath: place.socket))
        }
    }

    @Test("Killed, it leaves nothing that runs, and what it kept is there at the next start")
    func killed() async throws {
        try await withPlace { place in
            let server = try place.serve()
            try await server.line(with: "serving")
            #expect(try place.processes().count > 2)
            server.kill()
            #expect(try await place.hasEnded(within: .seconds(30)))
            // A moment later, too: before anything is ready.
            let early = try place.serve()
            while try place.processes().count < 2, early.isRunning { try await Task.sleep(for: .milliseconds(2)) }
            early.kill()
            #expect(try await place.hasEnded(within: .seconds(30)))

            try FileManager.default.removeItem(at: place.log)
            let next = try place.serve()
            try await next.line(with: "serving")
            #expect(try place.answer().contains(#""stdout":"42\n""#))
            next.signal(SIGTERM)
            #expect(next.waitForEnd() == 130)
        }
    }

    @Test("It ends with the reason when one of its servers ends", arguments: ["verdict-coordinator", "verdict-worker"])
    func endsWithItsServers(program: String) async throws {
        try await withPlace { place in
            let server = try place.serve()
            try await server.line(with: "serving")
            let victim = try #require(
                try place.processes().first { pid in
                    let name = try? String(contentsOfFile: "/proc/\(pid)/cmdline", encoding: .utf8)
                    return name?.split(separator: "\0").first?.hasSuffix(program) == true
                })
            kill(victim, SIGKILL)
            #expect(server.waitForEnd() == 2)
            #expect(place.said.contains("\(program) ended with signal 9"), "\(place.said)")
            #expect(try place.processes().isEmpty)
        }
    }

    @Test(
        "What cannot begin says why, with the server's own words",
        arguments: [
            (["--listen", "nonsense"], "http://127.0.0.1:8080"),
            (["--listen", "http://0.0.0.0:8080"], "tls.allow-unencrypted"),
            (["--listen", "http://127.0.0.1:$PORT"], "cannot listen at http://127.0.0.1:"),
            (["--data", "/proc/nothing"], "--data"), (["--data", "/dev/null"], "--data"),
        ])
    func whatCannotBeginSaysWhy(arguments: [String], reason: String) async throws {
        try await withPlace { place in
            let taken = try TakenPort()
            let server = try place.serve(
                arguments.map { $0.replacingOccurrences(of: "$PORT", with: "\(taken.number)") })
            #expect(server.waitForEnd() == 2)
            #expect(place.said.contains(reason), "\(place.said)")
            #expect(try place.processes().isEmpty)
        }
    }
}

/// A port of this machine at which something listens.
private final class TakenPort {
    let number: UInt16
    private let descriptor: Int32

    init() throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        descriptor = listener
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = unsafe withUnsafeMutablePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe bind(listener, pointer, size) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, pointer, &size) == 0
            }
        }
        number = UInt16(bigEndian: address.sin_port)
        try #require(isBound)
    }

    deinit { close(descriptor) }
}
