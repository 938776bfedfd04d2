import Grading
import Problems
import StrictYAML
import Testing
import Units

@Suite("A file with a policy of results") struct ResultPolicyReadingTests {
    static let cases: [(text: String, policy: String)] = [
        ("", "lazy"), ("lazy_eval_results: 2", "all"), ("lazy_eval_results: false", "all"),
        (
            "results_prio: {memory-limit: 99, output-limit: 99, run-error: 99, timelimit: 99, wrong-answer: 99, "
                + "no-output: 99, correct: 1}", "lazy PC,WA,TLE,ILE,MLE,OLE,RE,SV"
        ),
        ("results_prio: {timelimit: 40, RE: 30, wrong-answer: 2}", "lazy PC,MLE,OLE,SV>TLE,ILE>RE>WA"),
        ("results_remap: {no-output: wrong-answer, output-limit: run-error, ILE: correct}", "lazy ILE=AC OLE=RE"),
    ]

    @Test("has DOMjudge's settings", arguments: cases.indices)
    func read(index: Int) throws {
        let (text, expected) = Self.cases[index]
        #expect(try ResultPolicy(yaml: Array(text.utf8), file: "p.yaml").description == expected)
    }

    static let refused: [(text: String, message: String)] = [
        ("results: {}", "p.yaml:1: unknown key"), ("results_prio: 1", "p.yaml:1: \"results_prio\" must be a mapping"),
        ("results_prio: {odd: 1}", "is said of \"odd\""), ("results_prio: {WA: x}", "must be an integer"),
        ("results_prio: {correct: 99}", "a higher priority than what is correct has"),
        ("results_prio: {wrong-answer: 5, no-output: 4}", "is another priority"),
        ("results_remap: {correct: wrong-answer}", "is said of correct"),
        ("results_remap: {JE: correct}", "is said of \"JE\""), ("lazy_eval_results: 3", "must be 1 (lazy) or 2"),
        ("[", "p.yaml:"),
    ]

    @Test("is refused with the reason", arguments: refused.indices)
    func refuse(index: Int) {
        let (text, message) = Self.refused[index]
        let error = #expect(throws: Diagnostic.self) { try ResultPolicy(yaml: Array(text.utf8), file: "p.yaml") }
        #expect(error.map { "\($0)" }?.contains(message) == true, "\(error.map { "\($0)" } ?? "")")
    }
}
