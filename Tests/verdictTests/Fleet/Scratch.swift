import Foundation

/// A directory of a test's own, with a small problem package in it.
struct Scratch: Sendable {
    let path: String

    /// Makes it, hands it to `body` and removes it.
    static func with<Result>(_ body: (Scratch) async throws -> Result) async throws -> Result {
        let scratch = Scratch(path: NSTemporaryDirectory() + "/verdict-fleet-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(atPath: scratch.path) }
        try FileManager.default.createDirectory(atPath: scratch.path, withIntermediateDirectories: true)
        return try await body(scratch)
    }

    /// A package with these submissions, which are paths below `submissions`.
    func package(_ submissions: [String] = ["accepted/good.c", "wrong_answer/bad.c"]) throws -> String {
        try write("tiny/problem.yaml", "name: Tiny\n")
        try write("tiny/data/secret/1.in", "1\n")
        try write("tiny/data/secret/1.ans", "1\n")
        for submission in submissions { try write("tiny/submissions/\(submission)", "int main(void) { return 0; }\n") }
        return path + "/tiny"
    }

    /// Writes a file, and the directories that it lies in.
    @discardableResult
    func write(_ name: String, _ text: String) throws -> String {
        let file = URL(fileURLWithPath: path + "/" + name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// The text of a file.
    func read(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)), as: UTF8.self)
    }
}
