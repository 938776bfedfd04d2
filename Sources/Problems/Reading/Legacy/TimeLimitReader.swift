import PackageFiles
import StrictYAML
import Units

/// Finds the time limit: `domjudge-problem.ini`, else `.timelimit`, else computed from the accepted submissions.
///
/// DOMjudge reads the two files in this order; `verifyproblem` reads neither. Where they differ DOMjudge refuses the
/// package; here the first one counts, and a warning says so.
struct TimeLimitReader {
    private let package: LoadedPackage
    private let findings: Findings
    /// The problem's name in `domjudge-problem.ini`.
    private(set) var name: String?
    private(set) var timeLimit: TimeLimit

    static let iniFile = "domjudge-problem.ini"
    static let plainFile = ".timelimit"
    /// The files in which a time limit may be.
    static let files = [iniFile, plainFile]
    /// The largest such file that is read.
    static let sizeLimit = 1 << 16
    private static let iniKeys = [
        "name", "allow_submit", "allow_judge", "timelimit", "special_run", "special_compare", "points", "color",
        "externalid", "short-name", "probid",
    ]

    /// - Parameters:
    ///   - package: the package.
    ///   - usual: the time limit where there is neither file.
    ///   - findings: takes what is wrong or odd.
    init(_ package: LoadedPackage, otherwise usual: TimeLimit, findings: Findings) {
        self.package = package
        self.findings = findings
        timeLimit = usual
        let ini = package.child(Self.iniFile).flatMap { readINI($0) }
        let plain = package.child(Self.plainFile).flatMap { readPlain($0) }
        if let ini {
            timeLimit = .fixed(ini, source: Self.iniFile)
            if let plain, plain != ini {
                let message = "gives \(plain.secondsText), domjudge-problem.ini \(ini.secondsText), which counts"
                findings.warn(Self.plainFile, message + "; make them equal or remove one")
            }
        } else if let plain {
            timeLimit = .fixed(plain, source: Self.plainFile)
        }
    }

    private func readPlain(_ file: PackageEntry) -> Duration? {
        guard let bytes = contents(of: file) else { return nil }
        let text = String(decoding: bytes, as: UTF8.self)
        return duration(text, file: file.location, line: nil)
    }

    private mutating func readINI(_ file: PackageEntry) -> Duration? {
        guard let bytes = contents(of: file) else { return nil }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.error(file.location, "not UTF-8; save the file as UTF-8")
            return nil
        }
        var limit: Duration?
        for entry in INIFile(text, file: file.location, needed: "timelimit", findings: findings).entries {
            switch entry.key {
            case "timelimit":
                limit = duration(entry.value, file: file.location, line: entry.line)
            case "name": name = entry.value
            case "special_run", "special_compare":
                let message = "\"\(entry.key)\" names a program on a DOMjudge server, which is not used; "
                findings.warn(file.location, line: entry.line, message + "put it into output_validators")
            case let key where Self.iniKeys.contains(key): break
            default:
                let message = "unknown key \"\(entry.key)\"; correct or remove it"
                findings.warn(file.location, line: entry.line, message)
            }
        }
        return limit
    }

    private func contents(of file: PackageEntry) -> [UInt8]? {
        findings.collect { () throws(Diagnostic) in try package.settings(file, atMost: Self.sizeLimit, findings) }
    }

    /// A day is more than any program is waited for.
    private func duration(_ text: String, file: String, line: Int?) -> Duration? {
        let text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        let isDecimal = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == 46 }
        if isDecimal, let seconds = Double(text), seconds >= 0.001, seconds <= 86_400 {
            return .decimalSeconds(seconds)
        }
        let message = "the time limit must be a number of seconds from 0.001 to 86400, such as 1.5, not"
        findings.error(file, line: line, "\(message) \"\(text.prefix(40))\"")
        return nil
    }
}
