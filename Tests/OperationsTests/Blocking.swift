import Dispatch
import Glibc
import SystemPackage

/// Calls that wait in the kernel, away from the threads that run tasks.
enum Blocking {
    static func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try body() }) }
        }
    }

    /// Fails after 20 seconds, so that no test hangs.
    static func waitUntilReadable(_ descriptor: FileDescriptor) throws {
        var waited = pollfd(fd: descriptor.rawValue, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waited, 1, 20_000) > 0 else { throw Errno.timedOut }
    }
}
