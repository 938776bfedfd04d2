/// What of a package is listed, and where something odd is an error: as ``PackageListing`` says.
enum PackageRules {
    /// The outermost files and folders that readers of any format look at.
    private static let readPlaces: Set<String> = [
        "problem.yaml", "domjudge-problem.ini", ".timelimit", "data", "submissions", "include", "graders",
        "input_validators", "input_format_validators", "output_validators", "output_validator",
    ]

    /// Whether an entry of that name is listed; `isOutermost` if it lies directly in the package.
    static func isListed(_ name: [UInt8], isOutermost: Bool) -> Bool {
        if name.first == UInt8(ascii: ".") { return isOutermost && name == Array(".timelimit".utf8) }
        return name != Array("__pycache__".utf8)
    }

    /// What is said of an entry at `path` that is left out.
    static func finding(_ path: String, _ message: String) -> PackageFinding {
        let isError = readPlaces.contains(String(path.prefix { $0 != "/" }))
        return PackageFinding(
            location: PrintableText.escape(path), message: isError ? message : "left out: " + message, isError: isError)
    }

    /// The path of `name` in the folder `path`, which is empty for the package itself.
    static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path)/\(name)"
    }
}
