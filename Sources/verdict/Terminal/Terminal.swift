import Glibc
import SystemPackage

/// What is known of the terminals behind the standard descriptors.
enum Terminal {
    /// Whether `output` is a terminal, however poor.
    static func isTerminal(_ output: Output) -> Bool {
        isatty(output.descriptor.rawValue) == 1
    }

    /// Whether `output` is a terminal that can move its cursor.
    static func isInteractive(_ output: Output) -> Bool {
        isTerminal(output) && environment("TERM") != "dumb"
    }

    /// Whether text on `output` is coloured when the user does not say (https://no-color.org).
    static func wantsColor(on output: Output) -> Bool {
        isInteractive(output) && (environment("NO_COLOR") ?? "").isEmpty
    }

    /// Columns of the terminal behind `output`; 80 where it does not say.
    static func width(of output: Output) -> Int {
        size(of: output).columns
    }

    /// Columns and rows of the terminal behind `output`; 80 and 24 where it does not say.
    static func size(of output: Output) -> (columns: Int, rows: Int) {
        var size = winsize()
        guard unsafe ioctl(output.descriptor.rawValue, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
        else { return (80, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }

    /// An environment variable's value; nil if it is not set.
    static func environment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
