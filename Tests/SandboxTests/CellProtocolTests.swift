import CLinux
import Glibc
import SystemPackage
import Testing

@testable import Sandbox

/// What `verdict-cell` does with messages that no worker of ours would send: it answers with an error, or ends.
@Suite(.serialized, .timeLimit(.minutes(1))) struct CellProtocolTests {
    /// Starts the program, writes `bytes`, and returns how it ended and what it answered.
    private func talk(_ bytes: [UInt8], descriptors: [Int32] = []) throws -> (status: Int32, answer: [UInt8]) {
        var near: Int32 = -1
        var far: Int32 = -1
        try #require(unsafe clinux_socket_pair(&near, &far) == 0)
        var pid: pid_t = 0
        let path = try Host.cellExecutable().string
        try #require(unsafe clinux_spawn(path, far, &pid) == 0)
        close(far)
        _ = unsafe clinux_send(near, bytes, bytes.count, descriptors, descriptors.count)
        shutdown(near, Int32(SHUT_WR))
        var answer: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(near, &buffer, buffer.count)
            guard count > 0 else { break }
            answer += buffer[..<count]
        }
        close(near)
        var status: Int32 = 0
        try #require(unsafe waitpid(pid, &status, 0) == pid)
        return (status, answer)
    }

    private static func frame(_ message: [UInt8]) -> [UInt8] {
        let size = UInt32(message.count)
        return [UInt8(size >> 24), UInt8(size >> 16 & 255), UInt8(size >> 8 & 255), UInt8(size & 255)] + message
    }

    @Test(
        arguments: [
            [0xff, 0xff, 0xff, 0xff], [0, 0, 0, 0], frame([0x0a]), frame([0xff, 0xff, 0xff]), frame([0x1a, 0x00]),
            frame([0x22, 0x00]), frame([0x12, 0x00]), [0, 0], [0, 0, 1, 0, 7],
            frame([UInt8](repeating: 0x0a, count: 5000)),
            frame([0x0a, 0x02, 0x08, 0x03]),
        ] as [[UInt8]])
    func aWrongSetupEndsTheCellWithAnError(bytes: [UInt8]) throws {
        let (status, answer) = try talk(bytes)
        #expect(status & 0x7f == 0, "ended by a signal")
        #expect(status >> 8 == 1)
        #expect(answer.dropFirst(4).first == 0x2a)  // the tag of Reply.failure
    }

    @Test func descriptorsThatNobodyAskedForAreRefused() throws {
        let (status, answer) = try talk(Self.frame([0x0a, 0x02, 0x08, 0x03]), descriptors: [0, 1, 2])
        #expect(status == 1 << 8)
        #expect(!answer.isEmpty)
    }

    @Test func randomBytesNeverCrashIt() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            let body = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            let (status, _) = try talk(Bool.random() ? Self.frame(body) : body)
            #expect(status & 0x7f == 0, "\(body)")
        }
    }

    @Test func startedByHandItSaysWhatItIs() throws {
        let path = try Host.cellExecutable().string
        #expect(unsafe system("\(path) 2>/dev/null 3>&-") >> 8 == 64)
    }
}
