import Dispatch
import Foundation
import Glibc

/// A real cluster of `nats-server` processes on loopback, with its store in a temporary folder: what `Scripts/nats-cluster`
/// starts, until a pipe is closed that this process holds open. So nothing stays behind, however this process ends.
public actor NATSCluster {
    /// A thing that the fixture could not do.
    public struct Failure: Error, CustomStringConvertible {
        /// What it was.
        public var description: String

        /// A thing of that description.
        public init(description: String) {
            self.description = description
        }
    }

    /// Where Debian puts the server, and where people do; nil: nowhere.
    public static let server: String? = {
        let places: [String] = ["/usr/sbin/nats-server", "/usr/bin/nats-server", "/usr/local/bin/nats-server"]
        return places.first { unsafe access($0, X_OK) == 0 }
    }()

    /// Where clients connect to.
    public nonisolated let servers: [String]
    /// How many nodes there are.
    public nonisolated var size: Int { servers.count }

    /// Where its configurations and stores are.
    public let folder: String
    private let script: ChildProcess

    /// Starts the nodes, and waits until they have a leader.
    /// - Parameters:
    ///   - smallDisk: how much the last node can store: `64M`; nil: as much as the disk has.
    ///   - configuration: more of each server's configuration, for a folder that was made for it.
    public init(
        size: Int = 3, smallDisk: String? = nil, configuration: (String) throws -> String = { _ in "" }
    ) async throws {
        var template = Array("/tmp/verdict-nats-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw Failure(description: "mkdtemp: \(errno)") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let include = folder + "/include.conf"
        try Data(try configuration(folder).utf8).write(to: URL(fileURLWithPath: include))
        let options = ["--nodes", "\(size)", "--include", include, "--clear"]
        let disk = smallDisk.map { ["--small-disk", $0] } ?? []
        let script = try ChildProcess(
            [Self.script, "run"] + options + disk + [folder], output: URL(fileURLWithPath: folder + "/output"))
        self.script = script
        do {
            // All are printed at once, when all are ready.
            try await script.line(with: "nats://")
            servers = try script.lines().map(String.init)
            guard servers.count == size else { throw Failure(description: "\(servers) are not \(size) servers") }
        } catch {
            try Self.end(script, folder)
            throw error
        }
    }

    deinit {
        // A test that failed has not stopped it.
        if script.isRunning { _ = try? Self.end(script, folder) }
    }

    /// Starts a node that was killed.
    public func start(_ index: Int) async throws { try await run("start", index) }

    /// Kills a node: it has no time to write or to say anything.
    public func kill(_ index: Int) async throws { try await run("kill", index) }

    /// Stops a node where it stands, with its connections open.
    public func freeze(_ index: Int) async throws { try await run("freeze", index) }

    /// Lets it go on.
    public func thaw(_ index: Int) async throws { try await run("thaw", index) }

    /// What a node says of its streams, as JSON.
    public func status(_ index: Int) async throws -> String { try await run("status", index) }

    /// Where a node stores things, as it sees it itself.
    public func store(_ index: Int) throws -> String {
        let process = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(index + 1).pid"))
        return "/proc/\(String(decoding: process, as: UTF8.self).filter(\.isNumber))/root\(folder)/\(index + 1)"
    }

    /// Ends all and removes what they stored.
    public func stop() throws { try Self.end(script, folder) }

    /// Asks the script to end its nodes: no signal does, since those that the test's threads block are blocked in it.
    private static func end(_ script: ChildProcess, _ folder: String) throws {
        try Data().write(to: URL(fileURLWithPath: folder + "/stop"))
        _ = script.waitForEnd()
    }

    /// - Returns: what the command printed.
    @discardableResult
    private func run(_ command: String, _ index: Int) async throws -> String {
        let arguments = [Self.script, command, "\(index + 1)", folder]
        let output = URL(fileURLWithPath: "\(folder)/\(command).\(index + 1)")
        // What the command printed before would stand in front.
        try Data().write(to: output)
        let process = try ChildProcess(arguments, output: output)
        let status = await withCheckedContinuation { continuation in
            // On a thread that no task needs.
            DispatchQueue.global().async { continuation.resume(returning: process.waitForEnd()) }
        }
        let lines = try process.lines()
        guard status == 0 else {
            throw Failure(description: "nats-cluster \(command): \(lines.joined(separator: " "))")
        }
        return lines.joined(separator: "\n")
    }

    private static let script: String = {
        let folders = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        return folders.joined(separator: "/") + "/Scripts/nats-cluster"
    }()
}
