public import JSONText

/// What a model is asked for a row, as SandboxFusion writes it.
public struct SandboxFusionPrompt: Hashable, Sendable {
    /// The row's name, a text or a number.
    public var id: JSONTree
    /// What is asked.
    public var text: String
    /// What else is known of the row.
    public var labels: JSONTree

    /// The prompt for `row`.
    /// - Parameters:
    ///   - row: what is asked, and how it is tested.
    ///   - set: how such rows are judged.
    ///   - configuration: what the request says besides.
    /// - Throws: ``RecordError`` if the row is none of that set, or has no such prompt.
    public init(
        _ row: JSONTree, of set: SandboxFusionSet, _ configuration: SandboxFusionConfiguration
    ) throws(RecordError) {
        guard let id = Self.id(of: row) else { throw RecordError("the row has no \"id\"") }
        self.id = id
        labels = try row.embedded("labels") ?? .object([])
        switch set {
        case .commonOJ:
            text = try row.requiredString("content") + "\n\n" + Self.commonOJ(configuration)
        case .autoEval:
            text = try Self.autoEval(row, labels, configuration)
        case .mbpp:
            try Self.refuseExamples(configuration)
            let tests = try (row.embedded("test_list") ?? .array([])).texts(called: "test_list")
            text =
                "You are an expert Python programmer, and here is your task: \(try row.requiredString("content")) "
                + "Your code should pass these tests:\n\n" + tests.joined(separator: "\n")
        case .liveCodeBench:
            try Self.refuseExamples(configuration)
            text = try row.requiredString("content")
        case .humanEval, .multiPLE:
            text = try Self.humanEval(row, configuration)
            labels = .object((row.members ?? []).filter { $0.key != "prompt" })
        case .records:
            guard let prompt = try row.firstString("prompt", "content", "question_content", "question", "description")
            else { throw RecordError("the record has no prompt") }
            text = prompt
        }
    }

    /// What a row is called; nil if it has no name.
    static func id(of row: JSONTree) -> JSONTree? {
        for key in ["id", "task_id", "question_id", "problem_id", "name"] {
            switch row[key] {
            case .string?, .number?: return row[key]
            default: continue
            }
        }
        return nil
    }

    private static func refuseExamples(_ configuration: SandboxFusionConfiguration) throws(RecordError) {
        guard !configuration.isFewshot else {
            throw RecordError("prompts of this data set have no examples here; ask without is_fewshot")
        }
    }

    private static func commonOJ(_ configuration: SandboxFusionConfiguration) -> String {
        let language = configuration.language ?? "None"
        guard configuration.locale != "zh" else { return commonOJInChinese(language) }
        return switch language {
        case "cpp":
            "Please implement complete executable code including a main function in C++. Your program should read input "
                + "from standard input and write output to standard output."
        case "python":
            "Please implement a complete Python script. Your program should read input from standard input and write "
                + "output to standard output."
        case "java":
            "Please implement a complete Java program with a public class named Main. Your class should include a public "
                + "static void main(String[] args) method. Your program should read input from System.in and write "
                + "output to System.out."
        default:
            "Please implement complete executable code with an entry point in \(language). Your program should read "
                + "input from standard input and write output to standard output."
        }
    }

    private static func commonOJInChinese(_ language: String) -> String {
        switch language {
        case "cpp": "请使用 C++ 实现一个完整的可执行程序，包含 main 函数。你的程序应该从标准输入读取数据，并将结果输出到标准输出。"
        case "python": "请编写一个完整的 Python 脚本。你的程序应该从标准输入读取数据，并将结果输出到标准输出。"
        case "java":
            "请实现一个完整的 Java 程序，包含一个名为 Main 的公共类。你的类中应包含 public static void main(String[] args) 方法。"
                + "你的程序应该从 System.in 读取输入，并将结果输出到 System.out。"
        default: "请使用 \(language) 实现一个完整的可执行程序，包含程序入口。你的程序应该从标准输入读取数据，并将结果输出到标准输出。"
        }
    }

    private static func autoEval(
        _ row: JSONTree, _ labels: JSONTree, _ configuration: SandboxFusionConfiguration
    ) throws(RecordError) -> String {
        let question = try row.requiredString("content")
        let context = configuration.context ?? labels["context"]?.string ?? ""
        let examples = configuration.isFewshot ? configuration.fewshot ?? labels["fewshot"]?.string : ""
        guard let examples else { throw RecordError("the row has no \"fewshot\" among its labels") }
        if let template = configuration.promptTemplate ?? labels["prompt_template"]?.string, !template.isEmpty {
            let values = [
                "question": question, "fewshot": examples, "context": context, "locale": configuration.locale ?? "None",
            ]
            return PythonTemplate.filled(template, with: values)
        }
        let marks = configuration.locale == "zh" ? ("问题：", "答案：") : ("Question:", "Answer:")
        let parts = [context, examples].filter { !$0.isEmpty }
        guard !parts.isEmpty else { return question }
        return parts.joined(separator: "\n\n----------------\n\n") + "\n\n\(marks.0)\(question)\n\n\(marks.1)\n"
    }

    private static func humanEval(
        _ row: JSONTree, _ configuration: SandboxFusionConfiguration
    ) throws(RecordError) -> String {
        guard let prompt = try row.firstString("prompt", "content") else {
            throw RecordError("the key \"prompt\" is missing")
        }
        guard configuration.isFreeform else { return prompt }
        let language = (row["language"]?.string ?? "python").prefix { $0 != "." }
        let words =
            configuration.locale == "zh"
            ? "请按照docstring的要求补全如上代码，写出完整的代码，代码要用markdown语法包裹。代码不要包含`Main`函数"
            : "Please complete the above code according to the requirements in the docstring. Write the complete code "
                + "and wrap it in markdown syntax. The code should not contain `Main` function."
        return "```\(language)\n\(prompt)\n```\n\n\(words)"
    }
}

/// The templates of Python's `string.Template`, whose unknown names stay.
enum PythonTemplate {
    /// The template with values in place of `$name` and `${name}`.
    static func filled(_ template: String, with values: [String: String]) -> String {
        var text = ""
        var rest = template[...]
        while let mark = rest.firstIndex(of: "$") {
            text += rest[..<mark]
            rest = rest[mark...].dropFirst()
            if rest.hasPrefix("$") {
                text += "$"
                rest = rest.dropFirst()
                continue
            }
            let isBraced = rest.hasPrefix("{")
            let inner = isBraced ? rest.dropFirst() : rest
            let name = inner.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            let behind = inner[name.endIndex...]
            guard let value = values[String(name)], !isBraced || behind.hasPrefix("}") else {
                text += "$"
                continue
            }
            text += value
            rest = isBraced ? behind.dropFirst() : behind
        }
        return text + rest
    }
}
