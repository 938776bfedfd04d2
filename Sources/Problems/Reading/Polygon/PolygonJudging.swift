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
    /// The runs of a submission on a test, if there are several.
    private(set) var runs: [SuccessiveRun] = []
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
        runs = Self.runs(root, findings)
        if !runs.isEmpty, !streamFiles.isEmpty {
            findings.error(element, "submissions run twice on a test, and read or write a file; change one")
        }
        readTestset(element, files, findings)
    }

    /// The runs of a submission on a test, the interactor in those that it names; empty: it runs once.
    static func runs(_ root: XMLElement, _ findings: Findings) -> [SuccessiveRun] {
        guard let judging = root.child("judging") else { return [] }
        let isTwice = root.child("tags")?.children.contains { $0["value"] == "run-twice" } ?? false
        let text = judging["run-count"] ?? (isTwice ? "2" : "1")
        guard text == "1" || text == "2" else {
            findings.error(judging, "\"run-count\" must be 1 or 2, not \"\(text.prefix(40))\"")
            return []
        }
        let interactor = root.child("assets")?.child("interactor")
        let list = interactor?.child("runs")
        let named = list?.children("run").map(\.trimmedText)
        if let list, let named, let other = named.first(where: { !["1", text].contains($0) }) {
            findings.error(
                list, "the interactor is called in run \"\(other.prefix(40))\", and submissions have \(text) on a test")
        }
        guard text == "2" else { return [] }
        if let interactor, named?.isEmpty ?? true {
            findings.error(
                interactor,
                "submissions run twice on a test, and <runs> does not say in which run they talk with the interactor")
        }
        return ["1", "2"].map { named?.contains($0) ?? false ? .withInteractor : .alone }
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
