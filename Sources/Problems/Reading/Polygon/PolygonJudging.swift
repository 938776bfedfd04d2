import PackageFiles
import StrictXML

/// The element `judging`: how submissions are run, and the one of the testsets that is judged.
struct PolygonJudging {
    /// The testset that is judged.
    static let judged = "tests"
    private static let known = [
        "cpu-name", "cpu-speed", "input-file", "output-file", "run-count", "treat-points-from-checker-as-percent",
    ]
    private static let standardStreams = ["input-file": "stdin", "output-file": "stdout"]

    private(set) var testset = PolygonTestset()
    /// The files that submissions read and write, by the names of the attributes; without one, the standard stream.
    private(set) var streamFiles: [String: String] = [:]
    /// Whether points that the checker gives are hundredths.
    private(set) var pointsArePercent = false

    init(_ root: XMLElement, _ files: FilesByPath, _ findings: Findings) {
        guard let element = root.child("judging") else {
            findings.error(root, "there is no <judging> with limits and tests; export the package again")
            return
        }
        findings.refuseUnknown(in: element, known: ["testset"])
        for name in element.attributes.keys.sorted() where !Self.known.contains(name) {
            findings.warn(element, "the attribute \"\(name)\" is not known, and not used")
        }
        pointsArePercent = element["treat-points-from-checker-as-percent"] == "true"
        for (name, stream) in Self.standardStreams.sorted(by: { $0.key < $1.key }) {
            guard let file = element[name], !file.isEmpty, file != stream else { continue }
            guard !file.contains("/"), TreePath(file) != nil else {
                findings.error(element, "\"\(name)\" must be the name of a file, without a folder, not \"\(file)\"")
                continue
            }
            streamFiles[name] = file
        }
        let isTwice = root.child("tags")?.children.contains { $0["value"] == "run-twice" } ?? false
        if element["run-count"].map({ $0 != "1" }) ?? isTwice {
            findings.error(
                element, "submissions are to be run more than once on a test (\"run-count\"), which is not done")
        }
        readTestset(element, files, findings)
    }

    private mutating func readTestset(_ element: XMLElement, _ files: FilesByPath, _ findings: Findings) {
        let testsets = element.children("testset")
        guard let own = testsets.first(where: { $0["name"] == Self.judged }) else {
            let names = testsets.compactMap { $0["name"] }.prefix(10).joined(separator: ", ")
            findings.error(element, "there is no testset \"tests\"\(names.isEmpty ? "" : ", only \(names)"); add it")
            return
        }
        for other in testsets where other != own {
            findings.warn(other, "the testset \"\(other["name"] ?? "")\" is not judged, only \"tests\"")
        }
        testset = PolygonTestset(own, files, findings)
    }
}
