import Executions
import Files
public import SystemPackage
import Toolchains

/// The programs around a candidate: data, a folder for each way to run one in a language.
///
/// `function/ID` calls a function in the language `ID`, `program/ID` runs a program that tests itself. What stands in double
/// braces in their files is put in: `{{candidate}}`, `{{function}}`, `{{target}}`, `{{count}}`, `{{parameters}}`, `{{result}}`, `{{imports}}`.
public struct Harnesses: Sendable {
    /// A folder's files, in order of their names.
    struct Template: Sendable {
        var files: [ExecutionFile]
    }

    private let functions: [String: Template]
    private let programs: [String: Template]

    /// None: functions cannot be called.
    public init() {
        (functions, programs) = ([:], [:])
    }

    /// Reads the folders in `directory`, `harness` beside the language files. Waits for the disk.
    /// - Throws: ``RecordError`` if it cannot be read.
    public init(_ directory: FilePath) throws(RecordError) {
        functions = try Self.templates(in: directory.appending("function"))
        programs = try Self.templates(in: directory.appending("program"))
    }

    /// The languages that functions can be called in.
    public var functionLanguages: [String] { functions.keys.sorted() }

    private static func templates(in directory: FilePath) throws(RecordError) -> [String: Template] {
        do {
            var templates: [String: Template] = [:]
            for id in try directory.names() where directory.appending(id).isDirectory {
                let folder = directory.appending(id)
                templates[id] = Template(
                    files: try folder.names().map { name in
                        ExecutionFile(name: name, bytes: try folder.appending(name).contents())
                    })
            }
            return templates
        } catch {
            throw RecordError("cannot read the harnesses in \(directory): \(error); install Verdict's files anew")
        }
    }

    /// The sources that call the function of `signature` in a candidate.
    /// - Throws: ``RecordError`` if there is no harness for `language`.
    /// - Parameters:
    ///   - count: how many arguments it is called with.
    ///   - importing: whether a candidate in Python may take usual imports for granted.
    func function(
        _ signature: FunctionSignature, of count: Int, in candidate: String, _ language: Language, importing: Bool
    ) throws(RecordError) -> [ExecutionFile] {
        guard let (id, template) = Self.template(functions, for: language) else {
            let names = functionLanguages.isEmpty ? "none here" : functionLanguages.joined(separator: ", ")
            throw RecordError("functions cannot be called in \(language.name); they can in \(names)")
        }
        guard id == "python3" || !signature.parameters.contains(.tagged) else {
            throw RecordError("the function's arguments are values of Python, which \(language.name) does not have")
        }
        let code = CandidateSource(candidate, language: id, calling: signature)
        let values = [
            "candidate": code.text, "target": code.target, "function": signature.name, "count": "\(count)",
            "parameters": signature.parameters.map(\.rawValue).joined(separator: ","),
            "result": signature.result.rawValue,
            "imports": importing && id == "python3"
                ? PythonImports.statements(for: candidate, calling: signature.name).joined(separator: "; ") : "",
        ]
        return template.files.map { Self.filled($0, with: values) }
    }

    /// The sources of a program that tests itself; nil if it stands alone in that language.
    func program(_ text: String, _ language: Language) -> [ExecutionFile]? {
        Self.template(programs, for: language)?.template.files.map { Self.filled($0, with: ["candidate": text]) }
    }

    private static func template(
        _ templates: [String: Template], for language: Language
    ) -> (id: String, template: Template)? {
        for id in [language.id] + language.includes.reversed() {
            if let template = templates[id] { return (id, template) }
        }
        return nil
    }

    /// The file with values in place of what stands in braces; what they hold stays as it is.
    private static func filled(_ file: ExecutionFile, with values: [String: String]) -> ExecutionFile {
        var rest = String(decoding: file.bytes, as: UTF8.self)[...]
        var text = ""
        while let open = rest.firstRange(of: "{{") {
            text += rest[..<open.lowerBound]
            let name = rest[open.upperBound...].prefix { ("a"..."z").contains($0) }
            if rest[name.endIndex...].hasPrefix("}}"), let value = values[String(name)] {
                text += value
                rest = rest[name.endIndex...].dropFirst(2)
            } else {
                text += "{{"
                rest = rest[open.upperBound...]
            }
        }
        return ExecutionFile(name: file.name, bytes: Array((text + rest).utf8))
    }
}
