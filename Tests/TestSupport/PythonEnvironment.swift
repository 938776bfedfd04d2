public import Foundation

/// Python with packages of PyPI: peers that tests compare with.
public enum PythonEnvironment {
    /// The interpreter that has what `requirements` lists, made below `.build`; nil where it cannot be had.
    /// - Parameters:
    ///   - requirements: a file as pip reads it.
    ///   - name: of the folder below `.build`.
    public static func interpreter(with requirements: URL, in name: String) -> String? {
        let own = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let build = own.deletingLastPathComponent().deletingLastPathComponent().appending(path: ".build/\(name)")
        let log = URL(fileURLWithPath: "/tmp/verdict-python-\(UInt64.random(in: 0 ... .max))")
        defer { _ = try? FileManager.default.removeItem(at: log) }
        let command = [own.appending(path: "python-environment").path, requirements.path, build.path]
        guard let script = try? ChildProcess(command, output: log), script.waitForEnd() == 0 else { return nil }
        return (try? script.lines())?.last.map { String($0) }
    }
}
