import Sandbox
import Synchronization

/// All that a program writes, which its limit bounds.
final class WholeOutput: OutputReader {
    private let written = Mutex<[UInt8]>([])

    var bytes: [UInt8] { written.withLock { $0 } }

    func read(_ bytes: RawSpan) -> Bool {
        unsafe bytes.withUnsafeBytes { bytes in written.withLock { unsafe $0.append(contentsOf: bytes) } }
        return true
    }
}
