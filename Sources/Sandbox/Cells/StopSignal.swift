import CLinux
import Glibc

/// A request from any thread to stop the run that waits for it.
struct StopSignal: Sendable {
    let descriptor: OwnedDescriptor

    init() throws(SandboxError) {
        descriptor = try OwnedDescriptor(checking: clinux_event(), "make an event descriptor")
    }

    func raise() {
        var one: UInt64 = 1
        // It can fail only when it was raised 2^64 times before.
        _ = unsafe Glibc.write(descriptor.rawValue, &one, MemoryLayout<UInt64>.size)
    }
}
