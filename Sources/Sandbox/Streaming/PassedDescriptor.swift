import Synchronization
public import SystemPackage

/// A descriptor on its way to a program: whoever runs the program takes it, once, and closes it here as soon as the
/// program has its own copy. So a pipe ends, or breaks, when the program's end of it does.
///
/// What nobody took is closed with the last reference.
public final class PassedDescriptor: Sendable {
    private let descriptor: Mutex<OwnedDescriptor?>

    /// Takes over `descriptor`; the caller must neither use nor close it any more.
    public convenience init(_ descriptor: FileDescriptor) {
        self.init(OwnedDescriptor(descriptor.rawValue))
    }

    init(_ descriptor: OwnedDescriptor) {
        self.descriptor = Mutex(descriptor)
    }

    /// What one run may have, and no other.
    func take() throws(SandboxError) -> OwnedDescriptor {
        guard let descriptor = release() else {
            throw SandboxError(.badRequest, stage: "pass a descriptor to two programs")
        }
        return descriptor
    }

    /// Gives up the descriptor, if nobody has taken it.
    @discardableResult
    func release() -> OwnedDescriptor? {
        descriptor.withLock { descriptor in
            defer { descriptor = nil }
            return descriptor
        }
    }
}
