import Glibc
import SystemPackage

/// A file descriptor that is closed when its last reference goes.
final class OwnedDescriptor: Sendable {
    let rawValue: Int32

    init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// Takes the result of a CLinux function, which is a descriptor or -errno.
    convenience init(checking result: Int32, _ stage: @autoclosure () -> String) throws(SandboxError) {
        self.init(try checked(result, stage()))
    }

    deinit {
        Glibc.close(rawValue)
    }
}

/// The result of a CLinux function, or the error it stands for.
@discardableResult
func checked<Value: SignedInteger>(_ result: Value, _ stage: @autoclosure () -> String) throws(SandboxError) -> Value {
    guard result < 0 else { return result }
    throw SandboxError(.systemCall, stage: stage(), errno: Errno(rawValue: CInt(-result)))
}
