import Sandbox
import TestSupport
import Testing

@testable import Toolchains

@Suite struct OutOfMemoryTests {
    private let catalog: LanguageCatalog

    init() throws {
        catalog = try RepositoryLanguages.catalog
    }

    private static let abort = RunResult.Exit.signaled(Signal(rawValue: 6))

    static let outOfMemory: [(String, RunResult.Exit, String)] = [
        ("java", .exited(1), "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n"),
        ("kotlin", .exited(1), "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n"),
        ("javascript", abort, "FATAL ERROR: Reached heap limit Allocation failed - heap out of memory\n"),
        ("python3", .exited(1), "Traceback (most recent call last):\n  File \"/box/a.py\"\nMemoryError\n"),
        ("pypy3", .exited(1), "MemoryError\n"),
        ("go", .exited(2), "fatal error: runtime: out of memory\n"),
        ("go", .exited(2), "runtime: out of memory: cannot allocate\nfatal error: out of memory\n\ngoroutine 1:\n"),
        ("python3", .exited(1), "numpy.core._exceptions._ArrayMemoryError: Unable to allocate 7.28 TiB\n"),
        ("haskell", .exited(251), "prog: Heap exhausted;\nprog: Current maximum heap size is 268435456 bytes\n"),
        ("csharp", .exited(1), "Unhandled Exception:\nSystem.OutOfMemoryException: Insufficient memory\n"),
        ("cpp", abort, "terminate called after throwing an instance of 'std::bad_alloc'\n"),
        ("rust", abort, "memory allocation of 1099511627776 bytes failed\n"),
        ("pascal", .exited(203), "Runtime error 203 at $000000000040112C\n"),
        ("perl", .exited(1), "Out of memory!\n"), ("lua", .exited(1), "lua5.4: not enough memory\n"),
        ("luajit", .exited(1), "luajit: not enough memory\n"),
        ("ruby", .exited(1), "/box/a.rb:3:in `*': failed to allocate memory (NoMemoryError)\n"),
        ("tcl", abort, "unable to alloc 8388608 bytes\n"),
        (
            "php", .exited(255),
            "PHP Fatal error:  Allowed memory size of 268435456 bytes exhausted (tried to allocate 8 bytes)\n"
        ),
        ("guile", .exited(1), "GC Warning: Out of Memory! Heap size: 248 MiB. Returning NULL!\n"),
        ("fortran", .exited(1), "Error allocating 8388608 bytes\nError termination.\n"),
        ("ada", .exited(1), "raised STORAGE_ERROR : System.Memory.Alloc: heap exhausted\n"),
        ("d", .exited(1), "core.exception.OutOfMemoryError@core/lifetime.d(126): Memory allocation failed\n"),
        ("nim", .exited(1), "out of memory\n"), ("ocaml", .exited(2), "Fatal error: exception Out_of_memory\n"),
        ("scala", .exited(1), "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n"),
        ("groovy", .exited(1), "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space\n"),
        (
            "erlang", .exited(1),
            "binary_alloc: Cannot allocate 1125899906842624 bytes of memory (of type \"binary\").\n"
        ),
        ("elixir", abort, "eheap_alloc: Cannot allocate 1781763260 bytes of memory (of type \"heap\").\n"),
        ("r", .exited(1), "Error: vector memory exhausted (limit reached?)\nExecution halted\n"),
        ("r", .exited(1), "Error: cannot allocate vector of size 8.0 Gb\nExecution halted\n"),
        ("octave", .exited(1), "error: out of memory or dimension too large for Octave's index type\n"),
        ("racket", abort, "out of memory\n"),
        ("bash", .exited(2), "xrealloc: cannot allocate 18446744071562067968 bytes\n"),
        ("ocaml", .exited(2), "Fatal error: exception Out of memory\n"),
        ("sbcl", .exited(1), "Heap exhausted during allocation: 3473408 bytes available, 8388624 requested.\n"),
        ("prolog", .exited(2), "ERROR: -g main: Stack limit (0.2Gb) exceeded\n"),
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
        ("python3", .exited(1), "handled MemoryError()\nValueError: no MemoryError here\n"),
        ("pypy3", .exited(1), "ValueError: no MemoryError here\n"),
        ("go", .exited(2), "panic: the shelf is out of memory cards\n"),
        ("cpp", abort, "caught std::bad_alloc\n"), ("cpp-clang", abort, "caught std::bad_alloc\n"),
        ("ada", .exited(1), "raised STORAGE_ERROR : stack overflow or erroneous memory access\n"),
        ("prolog", .exited(2), "ERROR: -g main: Arithmetic: evaluation error: `zero_divisor'\n"),
    ]

    @Test(arguments: other)
    func otherEndingsAreNoMemoryError(_ id: String, _ exit: RunResult.Exit, _ message: String) throws {
        let language = try #require(catalog[id])
        #expect(!language.isOutOfMemory(exit: exit, standardError: Array(message.utf8)))
    }
}
