import Files
import Glibc
import PackageFiles
import Synchronization
import SystemPackage
import Testing

/// The number of a file that was closed is soon another file's: whoever closes one twice closes what somebody else has open.
struct ForeignFileTests {
    @Test(.timeLimit(.minutes(1)))
    func whatCannotBeOpenedClosesNothingOfOthers() async throws {
        let directory = try FilePath.temporaryDirectory.makeTemporaryDirectory(prefix: "verdict-files-test-")
        let lock = try FileLock(directory.appending("lock"))
        let failures: [(what: String, fail: @Sendable () -> Bool)] = [
            ("a lock that somebody has", { (try? FileLock(directory.appending("lock"))) == nil }),
            ("a directory that is read as a file", { (try? FileReader(directory)) == nil }),
        ]
        for (what, fail) in failures {
            let isOver = Flag()
            async let lost = Self.filesLost { isOver.isSet }
            for _ in 0..<20_000 { #expect(fail()) }
            isOver.set()
            #expect(await lost == 0, "\(what)")
        }
        withExtendedLifetime(lock) {}
        try directory.removeTree()
    }

    /// Opens and closes a file again and again.
    /// - Returns: how often somebody else had closed it.
    @concurrent
    private static func filesLost(until isOver: @Sendable () -> Bool) async -> Int {
        var lost = 0
        while !isOver() {
            let file = unsafe open("/dev/null", O_RDONLY | O_CLOEXEC)
            if file < 0 || close(file) != 0 { lost += 1 }
        }
        return lost
    }
}

private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .sequentiallyConsistent) }

    func set() { value.store(true, ordering: .sequentiallyConsistent) }
}
