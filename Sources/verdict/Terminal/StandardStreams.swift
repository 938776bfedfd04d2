import Glibc

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
