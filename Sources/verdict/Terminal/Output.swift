import Glibc
import SystemPackage

/// Nobody reads the output any more.
struct ClosedOutput: Error {}

/// Standard output or standard error: written to at once, without a crash when nobody reads.
struct Output: Sendable {
    /// Results.
    static let standard = Output(descriptor: .standardOutput)
    /// Everything else.
    static let error = Output(descriptor: .standardError)

    /// The descriptor, for questions about the terminal behind it.
    let descriptor: FileDescriptor

    /// Writes all of `text`.
    /// - Throws: ``ClosedOutput`` if nobody reads; ``CommandError`` if the disk is full or the like.
    func write(_ text: String) throws {
        try write(bytes: Array(text.utf8))
    }

    /// Writes all `bytes`.
    func write(bytes: [UInt8]) throws {
        do {
            _ = try descriptor.writeAll(bytes)
        } catch Errno.brokenPipe {
            throw ClosedOutput()
        } catch {
            let name = descriptor == .standardError ? "standard error" : "standard output"
            throw CommandError("cannot write to \(name): \(error); make room there, or send it to another place")
        }
    }

    /// Writes what may be lost: a message while the process is ending anyway, a progress bar.
    func tryWrite(_ text: String) {
        _ = try? write(text)
    }
}

/// The three descriptors that every program begins with.
enum StandardStreams {
    /// Keeps the numbers of streams that the caller has closed from going to files, where results would then be written.
    /// Their use is an error as before, for `/dev/null` is opened the wrong way round.
    static func reserve() {
        for number in 0...2 as ClosedRange<Int32> where fcntl(number, F_GETFD) < 0 && errno == EBADF {
            // The lowest free number is given, and those below are taken by now (open(2)).
            _ = unsafe open("/dev/null", number == 0 ? O_WRONLY : O_RDONLY)
        }
    }
}
