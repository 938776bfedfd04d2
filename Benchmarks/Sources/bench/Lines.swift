import Glibc

/// What this program says, a line at a time and at once.
enum Lines {
    /// A result, on standard output.
    static func result(_ text: String) {
        write(text, to: STDOUT_FILENO)
    }

    /// Words for whoever waits, on standard error.
    static func progress(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array((text + "\n").utf8)
        // Who has closed a stream does not want to know.
        _ = unsafe Glibc.write(descriptor, bytes, bytes.count)
    }
}
