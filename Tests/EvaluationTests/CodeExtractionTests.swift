import Testing

@testable import Evaluation

@Suite struct CodeExtractionTests {
    private static let cases: [(answer: String, language: String, code: String)] = [
        ("print(1)", "python3", "print(1)"),
        ("So:\n```python\nprint(1)\n```\nDone.", "python3", "print(1)"),
        ("```\na\n```\n```cpp\nb\n```\n```python\nc\n```", "python3", "c"),
        ("```\na\n```\n```cpp\nb\n```", "cpp", "b"),
        ("```text\na\n```\n```\nb\n```", "go", "a"),
        ("```py\nx = 1\n\ny = 2\n  ```", "python3", "x = 1\n\ny = 2"),
        ("```rust\nfn main() {}", "rust", "fn main() {}"),
        ("I see. ```js\nf()\n```", "javascript", "f()"),
        ("```\n```", "cpp", ""), ("So:\r\n```python\r\nx\r\n\r\ny\r\n```\r\n", "python3", "x\n\ny"),
    ]

    @Test("Of the blocks of an answer the first one in the wanted language is the program", arguments: cases)
    func blocks(answer: String, language: String, code: String) {
        #expect(CodeExtraction.code(in: answer, language: language, by: .auto) == code)
    }

    @Test("Without a fence, definitions are found in Python, and nothing elsewhere, if it has to be taken out")
    func definitions() {
        let answer = "Sure!\nimport math\ndef f(x):\n\n    return x\nThat is it."
        #expect(CodeExtraction.code(in: answer, language: "python3", by: .auto) == answer)
        let found = CodeExtraction.code(in: answer, language: "python3", by: .always)
        #expect(found == "import math\ndef f(x):\n    return x\n")
        #expect(CodeExtraction.code(in: "I cannot.", language: "python3", by: .always) == "")
        #expect(CodeExtraction.code(in: "I cannot.", language: "cpp", by: .always) == "")
        #expect(CodeExtraction.code(in: "ls\n\nid", language: "bash", by: .always) == "ls\nid\n")
        #expect(CodeExtraction.code(in: "```\nx\n```", language: "cpp", by: .never) == "```\nx\n```")
    }

    @Test("A program that tests of its own language are added to loses its main")
    func mains() {
        #expect(CodeExtraction.withoutMain("int f();\nint main() {\n}", language: "cpp") == "int f();\n")
        #expect(CodeExtraction.withoutMain("fn f() {}\n\nfn main() {}", language: "rust") == "fn f() {}\n\n")
        #expect(CodeExtraction.withoutMain("int domain();", language: "cpp") == "int domain();")
        #expect(CodeExtraction.withoutMain("def main(): pass", language: "python3") == "def main(): pass")
    }

    @Test(
        "What cannot begin a program in Python is told by its first line",
        arguments: [
            ("    return 1\n", true), ("\n\n\treturn 1", true), ("def f():\n    return 1", false), ("", false),
            ("  \n", false), ("# a\n  b", false),
        ])
    func indented(code: String, isIndented: Bool) {
        #expect(CodeExtraction.beginsIndented(code) == isIndented)
    }
}
