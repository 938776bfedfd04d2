import Files
import Glibc
public import Identity
public import SystemPackage
public import Wire

/// Adds to the file that says who may call a coordinator.
public enum AccessListFile {
    /// Adds a line that lets who has `token` call as `principal`.
    ///
    /// The file is replaced at once by one of mode 0600 that belongs to the same user: who reads it meanwhile sees the old
    /// list or the new one, and two that add at the same time both do. It is made if there is none.
    /// - Throws: `WireError` if the file that is there is no access list or can be read by others, if the principal's
    ///   name or tenant cannot stand in one, or the file cannot be written.
    public static func add(_ principal: Principal, token: String, to path: FilePath) throws(WireError) {
        try check(principal)
        let digest = SecretDigest(of: token.utf8).hexadecimal
        let tenant = principal.tenant == principal.name ? "" : " \(principal.tenant)"
        let line = "\(principal.role.rawValue) \(principal.name)\(tenant) token:\(digest)\n"
        let directory = path.removingLastComponent()
        try writing(path) {
            let place = try FileDescriptor.open(
                directory.isEmpty ? "." : directory, .readOnly, options: [.directory, .closeOnExec])
            try place.closeAfter {
                guard flock(place.rawValue, LOCK_EX) == 0 else { throw Errno(rawValue: errno) }
                try append(line, to: path)
                guard fsync(place.rawValue) == 0 else { throw Errno(rawValue: errno) }
            }
        }
    }

    /// Makes the file at `path`, of mode 0600, with `token` in it.
    /// - Throws: `WireError` if there is something at `path`, or it cannot be written.
    public static func write(token: String, to path: FilePath) throws(WireError) {
        try writing(path) { try path.createFile { _ = try $0.writeAll((token + "\n").utf8) } }
    }

    /// Makes the file `output` with `token` in it, and lets who has that call as `principal`; nothing stays of the file if
    /// that fails.
    /// - Throws: as ``add(_:token:to:)`` and ``write(token:to:)``.
    public static func make(
        token: String, at output: FilePath, for principal: Principal, in list: FilePath
    ) throws(WireError) {
        try check(principal)
        try write(token: token, to: output)
        do {
            try add(principal, token: token, to: list)
        } catch {
            _ = unsafe unlink(output.string)
            throw error
        }
    }

    private static func check(_ principal: Principal) throws(WireError) {
        for name in [principal.name, principal.tenant] {
            let isPlain = name.unicodeScalars.allSatisfy { $0.value > 32 && $0.value < 127 && $0 != "#" }
            guard isPlain, (1...128).contains(name.utf8.count) else {
                throw WireError(
                    .invalidArgument,
                    "a name must be 1 to 128 printable ASCII characters, without spaces and #; choose another")
            }
        }
    }

    private static func append(_ line: String, to path: FilePath) throws {
        var status = stat()
        var text = ""
        let exists = unsafe stat(path.string, &status) == 0
        if exists {
            text = try SecretFile.read(path)
            _ = try SecretFile.accessList(path)
        } else if errno != ENOENT {
            throw Errno(rawValue: errno)
        }
        if !text.isEmpty, text.last?.isNewline == false { text += "\n" }
        // Nobody else writes while the directory is locked.
        try path.replaceFile { file in
            if exists, status.st_uid != geteuid() || status.st_gid != getegid() {
                guard fchown(file.rawValue, status.st_uid, status.st_gid) == 0 else { throw Errno(rawValue: errno) }
            }
            _ = try file.writeAll((text + line).utf8)
        }
    }

    private static func writing(_ path: FilePath, _ body: () throws -> Void) throws(WireError) {
        do {
            try body()
        } catch let error as WireError {
            throw error
        } catch {
            let advice = error as? Errno == .fileExists ? "name a new file" : "name another place"
            throw WireError(.failedPrecondition, "cannot write \(path): \(error); \(advice)")
        }
    }
}
