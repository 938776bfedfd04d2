import PackageFiles
import StrictYAML

/// What is written of a package so far, and what could not be. A reference, because every part of a writer adds to it; it never
/// leaves the call that writes.
final class PackageDraft {
    /// The format, as messages call it.
    let format: WrittenFormat
    /// What stands for constants in the files of the package that is read; empty where the format has constants, too.
    let constants: Constants
    private var files: [TreePath: WrittenFile] = [:]
    private var notes: [String] = []
    private var refusals: [String] = []
    /// All sentences so far: each is said once.
    private var said: Set<String> = []

    init(_ format: WrittenFormat, constants: Constants) {
        self.format = format
        self.constants = constants
    }

    /// Says what is missing or otherwise, though no verdict should depend on it. The same sentence is said once.
    func note(_ message: String) {
        let message = PrintableText.escape(message)
        if said.insert(message).inserted { notes.append(message) }
    }

    /// Says why the package cannot be written.
    func refuse(_ message: String) {
        let message = PrintableText.escape(message)
        if said.insert(message).inserted { refusals.append(message) }
    }

    /// Writes a text.
    func add(_ text: String, at path: String, isExecutable: Bool = false) {
        put(.bytes(Array(text.utf8)), at: path, isExecutable: isExecutable)
    }

    /// Writes a mapping, unless it is empty.
    func add(_ entries: [YAMLText.Entry], at path: String) {
        if !entries.isEmpty { add(YAMLText.mapping(entries).document, at: path) }
    }

    /// Copies a file as it is.
    func copy(_ file: PackageFile, to path: String) {
        put(.copy(file), at: path, isExecutable: file.isExecutable)
    }

    /// Copies a file of a program or a submission, with constants put in.
    func copySource(_ file: PackageFile, to path: String, appending text: String = "") {
        put(
            .copy(file, constants: constants, appending: Array(text.utf8)), at: path,
            isExecutable: file.isExecutable)
    }

    /// Whether the format lets files be called so.
    func isAllowed(_ path: String) -> Bool {
        guard let place = TreePath(path) else { return false }
        return format != .icpc2025 || place.parts.allSatisfy(FileNameRule.isAllowed)
    }

    /// Whether something is to lie at `path`.
    func has(_ path: String) -> Bool { TreePath(path).map { files[$0] != nil } ?? false }

    /// The package.
    /// - Throws: if something was refused.
    func finished() throws(PackageWritingError) -> WrittenPackage {
        guard refusals.isEmpty else { throw PackageWritingError(reasons: refusals) }
        let files = files.values.sorted { $0.path.text.utf8.lexicographicallyPrecedes($1.path.text.utf8) }
        return WrittenPackage(files: files, notes: notes)
    }

    private func put(_ contents: WrittenFile.Contents, at path: String, isExecutable: Bool) {
        guard let place = TreePath(path), isAllowed(path) else {
            return refuse("no file of the format can be called \(path); rename what it is for")
        }
        let file = WrittenFile(path: place, contents: contents, isExecutable: isExecutable)
        guard files.updateValue(file, forKey: place) == nil else {
            return refuse("two files would be called \(path); rename one of them")
        }
    }
}
