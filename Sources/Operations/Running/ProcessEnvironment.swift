internal import Glibc

/// The variables of this process (`environ(7)`).
enum ProcessEnvironment {
    /// As they were passed: entries without `=` and those that are not UTF-8 are left out.
    static var all: [String: String] {
        var variables: [String: String] = [:]
        var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = unsafe environ
        while let text = unsafe entry?.pointee {
            let parts = unsafe String(validatingCString: text)?.split(
                separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if let parts, parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            unsafe entry = unsafe entry?.advanced(by: 1)
        }
        return variables
    }
}
