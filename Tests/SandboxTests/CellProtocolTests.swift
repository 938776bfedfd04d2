import CLinux
import FoundationEssentials
import Glibc
import SwiftProtobuf
import SystemPackage
import TestSupport
import Testing

@testable import Sandbox

/// What `verdict-cell` does with messages that no worker of ours would send: it answers with an error, or ends.
@Suite(.serialized, .timeLimit(.minutes(3))) struct CellProtocolTests {
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
            [0xff, 0xff, 0xff, 0xff], [1, 0, 0, 0] + [UInt8](repeating: 0x0a, count: 500), [0, 0, 0, 0], frame([0x0a]),
            frame([0xff, 0xff, 0xff]), frame([0x1a, 0x00]),
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

    /// The failure with which the answer ends; nil: it does not end with one.
    private func failure(in answer: [UInt8]) throws -> Verdict_Cell_V1_Failure? {
        var rest = answer[...]
        var last: CellReply?
        while rest.count >= 4 {
            let size = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
            last = try CellReply(serializedBytes: Array(rest.dropFirst(4).prefix(size)))
            rest = rest.dropFirst(4 + size)
        }
        guard case .failure(let failure) = last?.kind else { return nil }
        return failure
    }

    private static func frame(_ kind: CellRequest.OneOf_Kind) throws -> [UInt8] {
        var request = CellRequest()
        request.kind = kind
        return frame(try request.serializedBytes())
    }

    /// A setup that must be refused before anything is done.
    struct Wrong: Sendable, CustomTestStringConvertible {
        var name: String
        var change: @Sendable (inout Verdict_Cell_V1_Setup) -> Void

        var testDescription: String { name }
    }

    static let wrong: [Wrong] = [
        .init(name: "a layer that it does not know") { $0.layers |= 1 << 12 },
        .init(name: "all layers there could be") { $0.layers = .max },
        .init(name: "no layers") { $0.layers = 0 },
        .init(name: "no mount namespace") { $0.layers &= ~2 },
        .init(name: "no PID namespace") { $0.layers &= ~4 },
        .init(name: "an id that changes nothing") { $0.runID = .max },
        .init(name: "an empty filter") { $0.filters = [.init()] },
        .init(name: "half a filter") { $0.filters = [.init(repeating: 0, count: 12)] },
        .init(name: "a filter too long") { $0.filters = [.init(repeating: 0, count: 8 * 4097)] },
        .init(name: "too many filters") { $0.filters = .init(repeating: .init(repeating: 0, count: 8), count: 5) },
    ]

    @Test(arguments: wrong)
    func aSetupOutOfRangeIsRefused(wrong: Wrong) throws {
        var setup = Verdict_Cell_V1_Setup()
        setup.layers = 0x3ff
        setup.runID = HostIds.programInside
        setup.hostName = "verdict"
        wrong.change(&setup)
        let (status, answer) = try talk(try Self.frame(.setup(setup)))
        let failure = try #require(try failure(in: answer))
        #expect(status == 1 << 8)
        #expect(Errno(rawValue: failure.error) == .invalidArgument, "\(failure.stage)")
        #expect(answer.count == 4 + Int(answer[2]) << 8 + Int(answer[3]), "something came before the failure")
    }

    @Test(arguments: ["usr", "", "/../x", "/a/../../x", "/" + String(repeating: "π", count: 300)])
    func aPlaceOutsideTheRunsRootIsRefused(path: String) async throws {
        for configuration in [
            CellConfiguration(mounts: [.init(hostPath: "/usr", path: path)]), CellConfiguration(mountPoints: [path]),
        ] {
            await #expect(throws: CellSetupError.self) {
                try await BareCell.with(configuration) { _ in }
            }
            do {
                try await BareCell.with(configuration) { _ in }
            } catch let error as CellSetupError {
                #expect(error.error.errno == .invalidArgument, "\(error.error)")
            }
        }
    }

    /// What comes where the cell waits for the worker to write the id maps.
    @Test(
        arguments: [
            .run(.init()), .stop(.init()), .setup(.init()), nil,
        ] as [CellRequest.OneOf_Kind?])
    func whatIsNoAnswerToTheCellEndsIt(kind: CellRequest.OneOf_Kind?) throws {
        var setup = Verdict_Cell_V1_Setup()
        setup.layers = 7
        let (status, answer) = try talk(
            try Self.frame(.setup(setup)) + (try kind.map { try Self.frame($0) } ?? Self.frame([])))
        let failure = try #require(try failure(in: answer))
        #expect(status == 1 << 8)
        #expect(Errno(rawValue: failure.error) == .protocolError, "\(failure.stage)")
    }

    @Test(arguments: [1, 3, 15, 16])
    func descriptorsThatNobodyAskedForAreRefused(count: Int) throws {
        var setup = Verdict_Cell_V1_Setup()
        setup.layers = 7
        let (status, answer) = try talk(try Self.frame(.setup(setup)), descriptors: .init(repeating: 0, count: count))
        #expect(status == 1 << 8)
        #expect(try failure(in: answer)?.error == EPROTO)
    }

    @Test func randomBytesNeverCrashIt() throws {
        var generator = SystemRandomNumberGenerator()
        // Those of which anything is known come by the thousand from Scripts/fuzz; each of these starts a process.
        for _ in 0..<(LongTests.areAskedFor ? 1000 : 250) {
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
