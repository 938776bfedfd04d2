/// What of a package is listed, and where something odd is an error: as ``PackageListing`` says.
enum PackageRules {
    /// The outermost files and folders that readers of any format look at.
    private static let readPlaces: Set<String> = [
        "problem.yaml", "problem.xml", "init.yml", "info.toml", "task.yaml", "problem.json", "problem.conf", "data.yml",
        "testdata", "config.yaml", "config.yml", "domjudge-problem.ini",
        "submissions.json",
        ".timelimit", "data",
        "submissions", "include", "graders", "output_validators",
        "output_validator", "static_validator",
    ]

    /// Extensions of what nobody reads among test data.
    private static let notes: Set<String> = [
        "desc", "download", "hint", "html", "interaction", "jpeg", "jpg", "md", "pdf", "png", "statement", "svg", "tex",
        "txt",
    ]

    /// Whether an entry of that name is listed; `isOutermost` if it lies directly in the package.
    static func isListed(_ name: [UInt8], isOutermost: Bool) -> Bool {
        if name.first == UInt8(ascii: ".") { return isOutermost && name == Array(".timelimit".utf8) }
        return name != Array("__pycache__".utf8)
    }

    /// What is said of an entry at `path` that is left out.
    static func finding(_ path: String, _ message: String) -> PackageFinding {
        let isError = readPlaces.contains(String(path.prefix { $0 != "/" })) && !isNeverJudged(path)
        return PackageFinding(
            location: PrintableText.escape(path), message: isError ? message : "left out: " + message, isError: isError)
    }

    /// Whether no verdict depends on what is at `path`: it is a note, or tests the package's own programs.
    private static func isNeverJudged(_ path: String) -> Bool {
        isBesideTestData(path) || ["data/invalid_", "data/valid_"].contains(where: path.hasPrefix)
    }

    /// Whether the name at the end of `path` says that it is a picture, a note or the like among test data, on which no verdict
    /// depends.
    private static func isBesideTestData(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        guard path.hasPrefix("data/"), let dot = name.lastIndex(of: "."), dot != name.startIndex else { return false }
        return notes.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The path of `name` in the folder `path`, which is empty for the package itself.
    static func join(_ path: String, _ name: String) -> String {
        path.isEmpty ? name : "\(path)/\(name)"
    }
}
