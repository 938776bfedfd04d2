import Grading
import PackageFiles
import StrictYAML
import Units

/// A checker or grader that a package has in Python for DMOJ's own judge: ``DMOJPythonProgram`` calls it in that one's place.
struct DMOJPython {
    /// When such code is called.
    enum Kind: String {
        /// About what a submission wrote.
        case check
        /// While the submission runs, with which it talks.
        case interact
    }

    /// What the program that calls the code is called in the package.
    static let programPath = "verdict-generated/dmoj/__main__.py"
    /// The most of such code that is looked at.
    static let sizeLimit = 1 << 18
    /// The most files of it.
    static let mostFiles = 100
    /// What the program calls the code.
    private static let codeName = "judging.py"
    /// What of DMOJ's graders code uses that runs submissions itself, or judges those that failed.
    private static let unknown = [
        "self.binary", "populate_result", "result_flag", "run_on_error", "_launch_process", "_interact_with_process",
        "_current_proc", "_generate_binary",
    ]

    let kind: Kind
    let program: Program

    /// How the program is called and answers.
    var convention: CheckerConvention {
        CheckerConvention(
            .coci, checkerArguments: [Kind.check.rawValue, "{input}", "{output}", "{answer}"],
            interactorArguments: [Kind.interact.rawValue, "{input}", "{answer}"])
    }

    /// The checker that `node` names.
    /// - Throws: if it cannot be called.
    init(checker node: YAMLNode, of package: LoadedPackage) throws(Diagnostic) {
        let code = try Self.code(node, of: package)
        if code.says("run_on_error") {
            throw node.error("names a checker that judges submissions that failed (run_on_error), which is not done")
        }
        kind = .check
        program = try Self.program(code.entry, node, package)
    }

    /// The grader that `node`, the value of `custom_judge`, names: one that talks with submissions, or has a word of its own about what
    /// they write.
    /// - Throws: if it cannot be called.
    init(grader node: YAMLNode, of package: LoadedPackage) throws(Diagnostic) {
        let code = try Self.code(node, of: package)
        if let word = Self.unknown.first(where: code.says) ?? (code.defines("grade") ? "grade" : nil) {
            throw node.error(
                "names a grader that runs submissions itself, or judges those that failed (\(word)), which is not done; write an "
                    + "InteractiveGrader with interact, or a checker")
        }
        if code.says("InteractiveGrader"), code.defines("interact"), !code.defines("check_result") {
            kind = .interact
        } else if code.says("StandardGrader"), code.defines("check_result") {
            kind = .check
        } else {
            throw node.error(
                "names a grader that is neither an InteractiveGrader with interact nor a StandardGrader with check_result"
            )
        }
        program = try Self.program(code.entry, node, package)
    }

    /// The files that may be such code, of which the beginnings have to be looked at.
    static func candidates(in folder: PackageEntry) -> [FileRequest] {
        folder.children.filter { $0.name.hasSuffix(".py") }.compactMap(\.file).prefix(mostFiles)
            .map { FileRequest($0, atMost: sizeLimit + 1) }
    }

    /// The program as it is put into the package, unless it is there.
    static func text(for root: DMOJNode, in folder: PackageEntry) -> TestGeneration.Text? {
        guard isNeeded(by: root), folder.entry(at: programPath) == nil else { return nil }
        return TreePath(programPath).map { TestGeneration.Text(Array(DMOJPythonProgram.text.utf8), at: $0) }
    }

    /// Whether a package with these settings has such code. What is wrong with them is said when it is read.
    private static func isNeeded(by root: DMOJNode) -> Bool {
        if root["custom_judge"] != nil { return true }
        guard let node = root["checker"] else { return false }
        return isCode(node)
    }

    /// Whether the value of `checker` names such code.
    static func isCode(_ node: YAMLNode) -> Bool {
        let name = node.isMapping ? try? node.mapping().value("name").string() : try? node.string()
        return name?.contains(".") ?? false
    }

    /// What the program is told of a test case, behind the files.
    /// - Parameters:
    ///   - place: which test case it is.
    ///   - isBinary: whether its files are no texts.
    ///   - arguments: what the package has the checker called with, as JSON.
    static func arguments(
        _ place: DMOJGroups.Place, isBinary: Bool, arguments: String
    ) -> [String] {
        [place.points.text(), "\(place.position)", "\(place.batch)", isBinary ? "true" : "false", arguments]
    }
}

extension DMOJPython {
    /// What such code has in it, as far as it is read.
    private struct Code {
        var entry: PackageEntry
        private var text: String

        init(_ entry: PackageEntry, _ bytes: [UInt8]) {
            self.entry = entry
            text = String(decoding: bytes, as: UTF8.self)
        }

        func says(_ word: String) -> Bool { text.contains(word) }

        func defines(_ name: String) -> Bool { text.contains("def \(name)(") }
    }

    private static func code(_ node: YAMLNode, of package: LoadedPackage) throws(Diagnostic) -> Code {
        let name = try node.string()
        guard let entry = package.root.entry(at: name), entry.file != nil else {
            throw node.error("names the file \(name), which is not in the package; add it")
        }
        guard let bytes = package.bytes(of: entry, limit: sizeLimit + 1) else {
            throw node.error("names \(name), which must lie beside init.yml, and be called .py; move it")
        }
        guard bytes.count <= sizeLimit else {
            throw node.error("names \(name), which has more than \(sizeLimit >> 10) KiB; make it smaller")
        }
        return Code(entry, bytes)
    }

    private static func program(
        _ entry: PackageEntry, _ node: YAMLNode, _ package: LoadedPackage
    ) throws(Diagnostic) -> Program {
        guard let file = entry.file, let main = package.root.entry(at: programPath)?.file else {
            throw node.error(
                "names code for DMOJ's judge, and \(programPath), which calls it here, is not in the package. `verdict judge` and "
                    + "`verdict submit` put it there")
        }
        return Program(
            name: entry.location,
            files: [SourceFile(main, name: FilesByPath.name(of: programPath)), SourceFile(file, name: codeName)],
            language: "python3")
    }
}
