import Glibc

/// go-judge as a server on loopback, asked over one connection that is kept.
final class GoJudge {
    private static let port: UInt16 = 15_050
    private let server: pid_t
    private var connection: Int32 = -1
    private var file = ""

    /// Starts the server and gives it the no-op.
    init(_ path: String, _ bench: Bench) throws {
        server = try Command(
            arguments: [path, "-http-addr", "127.0.0.1:\(Self.port)", "-parallelism", "1", "-silent"],
            error: bench.work + "/go-judge.err"
        ).start()
        do {
            try connect()
            guard let program = HostFiles.bytes(bench.program("noop")) else { throw BenchError("no program noop") }
            file = try upload(program)
        } catch {
            end()
            throw error
        }
    }

    /// The median time from a request to its answer, in seconds.
    func times(_ count: Int) throws -> Double {
        let body = Array(
            """
            {"cmd": [{"args": ["noop"], "files": [{"content": ""}, {"name": "stdout", "max": 10240},
            {"name": "stderr", "max": 10240}], "cpuLimit": 2000000000, "clockLimit": 5000000000,
            "memoryLimit": 268435456, "procLimit": 64, "copyIn": {"noop": {"fileId": "\(file)"}}}]}
            """.utf8)
        let clock = ContinuousClock()
        return Statistics.median(
            try (0..<count).map { _ in
                let start = clock.now
                let answer = try post("/run", type: "application/json", body)
                guard answer.contains("Accepted") else { throw BenchError("go-judge answered: \(answer)") }
                return (clock.now - start).seconds
            })
    }

    func end() {
        if connection >= 0 { close(connection) }
        Glibc.kill(server, SIGTERM)
        // It has been told to end; how it ends is its own affair.
        _ = try? Command.wait(for: server)
    }

    private func upload(_ program: [UInt8]) throws -> String {
        let boundary = "verdict-bench-boundary"
        let head = """
            --\(boundary)\r\nContent-Disposition: form-data; name="file"; filename="noop"\r\n\
            Content-Type: application/octet-stream\r\n\r\n
            """
        let body = Array(head.utf8) + program + Array("\r\n--\(boundary)--\r\n".utf8)
        let answer = try post("/file", type: "multipart/form-data; boundary=\(boundary)", body)
        return answer.filter { $0.isLetter || $0.isNumber }
    }

    private func connect() throws {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = Self.port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        for _ in 0..<100 {
            connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let result = unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.connect(connection, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            if result == 0 { return }
            close(connection)
            connection = -1
            usleep(50_000)
        }
        throw BenchError("go-judge does not answer on port \(Self.port)")
    }

    /// The body of the answer.
    private func post(_ path: String, type: String, _ body: [UInt8]) throws -> String {
        let head = """
            POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Type: \(type)\r\nContent-Length: \(body.count)\r\n\r\n
            """
        var rest = (Array(head.utf8) + body)[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes { unsafe send(connection, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw BenchError("go-judge hung up") }
            rest = rest.dropFirst(count)
        }
        return try receive()
    }

    private func receive() throws -> String {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        while true {
            let text = String(decoding: bytes, as: UTF8.self)
            if let end = text.firstRange(of: "\r\n\r\n") {
                let length = text[..<end.lowerBound].split(separator: "\r\n")
                    .first { $0.lowercased().hasPrefix("content-length:") }
                    .flatMap { Int($0.drop { !$0.isNumber }) }
                let body = text[end.upperBound...]
                if let length, body.utf8.count >= length { return String(body) }
            }
            let count = unsafe recv(connection, &buffer, buffer.count, 0)
            guard count > 0 else { throw BenchError("go-judge hung up") }
            bytes += buffer[..<count]
        }
    }
}
