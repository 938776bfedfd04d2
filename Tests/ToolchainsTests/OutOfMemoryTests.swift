import Sandbox
import Testing

@testable import Toolchains

@Suite struct OutOfMemoryTests {
    private let catalog: LanguageCatalog

    init() throws {
        catalog = try LanguageCatalog(directory: languagesDirectory)
    }

    private static let abort = RunResult.Exit.signaled(Signal(rawValue: 6))

    static let outOfMemory: [(String, RunResult.Exit, String)] = [
        ("java", .exited(1), "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n"),
        ("kotlin", .exited(1), "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n"),
        ("javascript", abort, "FATAL ERROR: Reached heap limit Allocation failed - heap out of memory\n"),
        ("python3", .exited(1), "Traceback (most recent call last):\n  File \"/box/a.py\"\nMemoryError\n"),
        ("pypy3", .exited(1), "MemoryError\n"),
        ("go", .exited(2), "fatal error: runtime: out of memory\n"),
        ("haskell", .exited(251), "prog: Heap exhausted;\nprog: Current maximum heap size is 268435456 bytes\n"),
        ("csharp", .exited(1), "Unhandled Exception:\nSystem.OutOfMemoryException: Insufficient memory\n"),
        ("cpp", abort, "terminate called after throwing an instance of 'std::bad_alloc'\n"),
        ("rust", abort, "memory allocation of 1099511627776 bytes failed\n"),
        ("pascal", .exited(203), "Runtime error 203 at $000000000040112C\n"),
    ]

    @Test(arguments: outOfMemory)
    func runtimesSayThatTheyAreOutOfMemory(_ id: String, _ exit: RunResult.Exit, _ message: String) throws {
        let language = try #require(catalog[id])
        #expect(language.isOutOfMemory(RunResult(exit: exit, standardError: Array(message.utf8))))
        #expect(!language.isOutOfMemory(exit: .exited(0), standardError: Array(message.utf8)))
        #expect(!language.isOutOfMemory(exit: nil, standardError: Array(message.utf8)))
    }

    static let other: [(String, RunResult.Exit, String)] = [
        ("java", .exited(1), "Exception in thread \"main\" java.lang.RuntimeException\n"),
        ("javascript", abort, "Aborted\n"), ("javascript", .exited(1), "TypeError\n"),
        ("python3", .exited(1), "ZeroDivisionError: division by zero\n"), ("go", .exited(2), "panic: index\n"),
        ("haskell", .exited(1), "prog: divide by zero\n"), ("cpp", abort, "std::runtime_error\n"),
        ("cpp", .exited(1), "std::bad_alloc\n"), ("rust", .exited(101), "panicked\n"),
        ("pascal", .exited(200), "Runtime error 200\n"), ("c", abort, "std::bad_alloc\n"),
    ]

    @Test(arguments: other)
    func otherEndingsAreNoMemoryError(_ id: String, _ exit: RunResult.Exit, _ message: String) throws {
        let language = try #require(catalog[id])
        #expect(!language.isOutOfMemory(exit: exit, standardError: Array(message.utf8)))
    }
}
