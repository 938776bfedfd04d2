import StrictYAML
import Units

/// How Hydro writes times and sizes.
extension YAMLNode {
    /// A time: `1s`, `1500ms`, `1.5`, which are seconds where it is in quotes, or a number of milliseconds.
    func hydroTime() throws(Diagnostic) -> Duration {
        let text = try string().lowercased()
        let milliseconds: Double?
        if let number = try? double() {
            milliseconds = number
        } else if let number = Int(text) {
            milliseconds = Double(number)
        } else {
            var digits = text.hasSuffix("s") ? text.dropLast() : text[...]
            let factor: Double = digits.hasSuffix("m") ? 1 : digits.hasSuffix("u") ? 0.001 : 1000
            if factor < 1000 { digits = digits.dropLast() }
            milliseconds = Self.decimal(digits).map { $0 * factor }
        }
        guard let milliseconds else { throw error("must be a time, such as 1s or 1500ms, not \"\(text.prefix(40))\"") }
        guard milliseconds >= 1, milliseconds <= 86_400_000 else { throw error("must be from 1ms to 86400s") }
        return .milliseconds(Int(milliseconds))
    }

    /// A size: `256m`, `512k`, `1g`, with a `b` behind it or not, or a number of MiB. Parts of a MiB are a whole one.
    func hydroMemory() throws(Diagnostic) -> ByteCount {
        let text = try string().lowercased()
        let mebibytes: Double?
        if let number = try? double() {
            mebibytes = number
        } else if let number = Int(text) {
            mebibytes = Double(number)
        } else {
            let digits = text.hasSuffix("b") ? text.dropLast() : text[...]
            let factors: [Character: Double] = ["k": 1.0 / 1024, "m": 1, "g": 1024]
            mebibytes = digits.last.flatMap { factors[$0] }.flatMap { factor in
                Self.decimal(digits.dropLast()).map { $0 * factor }
            }
        }
        guard let mebibytes else { throw error("must be a size, such as 256m or 1g, not \"\(text.prefix(40))\"") }
        guard mebibytes > 0, mebibytes <= 1_048_576 else { throw error("must be from 1k to 1024g") }
        return .mebibytes(Int64(mebibytes.rounded(.up)))
    }

    /// The number in digits, with a point among them or behind them, that `text` is.
    private static func decimal(_ text: Substring) -> Double? {
        guard text.first.map({ $0.isASCII && $0.isNumber }) ?? false,
            text.allSatisfy({ $0 == "." || ($0.isASCII && $0.isNumber) })
        else { return nil }
        return Double(text.hasSuffix(".") ? text.dropLast() : text)
    }
}

/// Hydro's names of languages.
enum HydroLanguage {
    private static let ids = [
        "c": "c", "cc": "cpp", "cpp": "cpp", "pas": "pascal", "java": "java", "kt": "kotlin", "py": "python3",
        "py.py3": "python3", "py.pypy3": "pypy3", "php": "php", "rs": "rust", "hs": "haskell", "js": "javascript",
        "go": "go", "rb": "ruby", "cs": "csharp", "r": "r", "bash": "bash", "lua": "lua", "pl": "perl",
    ]

    /// The id of the language that Hydro calls `name`, whose versions have names of their own, `cc.cc17o2`; nil: it is not known.
    static func id(of name: String) -> String? {
        ids[name] ?? name.split(separator: ".").first.flatMap { ids[String($0)] }
    }
}
