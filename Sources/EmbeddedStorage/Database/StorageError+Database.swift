import GRDB
import Storage
import SystemPackage

extension StorageError {
    /// What `error` means to whoever did `stage`.
    init(_ error: any Error, stage: String) {
        switch error {
        case let error as StorageError:
            self = error
        case let error as DatabaseError:
            self.init(Self.code(of: error), stage: stage, reason: error.message ?? "\(error.resultCode)")
            advice = Self.advice(for: code)
        case let error as Errno:
            let isFull = [Errno.noSpace, .diskQuotaExceeded].contains(error)
            self.init(isFull ? .full : .unavailable, stage: stage, reason: "\(error)")
            advice = Self.advice(for: code)
        default:
            self.init(.unavailable, stage: stage, reason: "\(error)")
        }
    }

    private static func code(of error: DatabaseError) -> Code {
        // A shared-memory file that cannot grow is a full disk, too.
        if error.extendedResultCode == .SQLITE_IOERR_SHMSIZE { return .full }
        return switch error.resultCode {
        case .SQLITE_FULL: .full
        case .SQLITE_CORRUPT, .SQLITE_NOTADB: .corrupted
        case .SQLITE_TOOBIG: .tooLarge
        default: .unavailable
        }
    }

    private static func advice(for code: Code) -> String? {
        switch code {
        case .full: "make room on the store's disk; it goes on by itself then"
        case .corrupted: "stop and restore the store from a backup"
        default: nil
        }
    }
}
