import Testing

@testable import Problems

@Suite("The words of a command") struct CommandWordsTests {
    static let table: [(text: String, commands: [[String]]?)] = [
        ("gen 1 2", [["gen", "1", "2"]]),
        ("  gen\t1  ", [["gen", "1"]]),
        ("gen 'a b' \"c 'd'\"", [["gen", "a b", "c 'd'"]]),
        ("gen a'b c'd", [["gen", "ab cd"]]),
        ("gen '' \"\"", [["gen", "", ""]]),
        ("gen a\\ b \"c\\\"d\" 'e\\'", [["gen", "a b", "c\"d", "e\\"]]),
        ("gen 1|sort -r | uniq", [["gen", "1"], ["sort", "-r"], ["uniq"]]),
        ("gen '|'", [["gen", "|"]]),
        ("gen $HOME *.txt > 3", [["gen", "$HOME", "*.txt", ">", "3"]]),
        ("", nil), ("   ", nil), ("| sort", nil), ("gen |", nil), ("gen || sort", nil), ("gen 'a", nil),
        ("gen a\\", nil),
    ]

    @Test("are told apart as a shell does", arguments: table)
    func read(text: String, commands: [[String]]?) {
        #expect(CommandWords(text)?.commands == commands, "\(text)")
    }
}
