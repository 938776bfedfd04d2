import Foundation

/// A port that nobody has, for a program that has to be told its port. It is below those that `Scripts/nats-cluster` takes, which
/// may be another's again before the program listens, and those that the kernel gives to whoever connects.
/// - Throws: when the kernel's table of connections cannot be read.
public func freePort() throws -> Int {
    var taken: Set<Int> = []
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] where FileManager.default.fileExists(atPath: table) {
        for line in try String(contentsOfFile: table, encoding: .utf8).split(separator: "\n") {
            // Columns: number, address:port here, address:port there; all of them hexadecimal.
            guard let here = line.split(separator: " ").dropFirst().first, let port = here.split(separator: ":").last
            else { continue }
            if let port = Int(port, radix: 16) { taken.insert(port) }
        }
    }
    var port = Int.random(in: 10_000..<20_000)
    while taken.contains(port) { port = Int.random(in: 10_000..<20_000) }
    return port
}
