import Glibc

/// The seccomp programs, made once per process and handed to every cell as bytes.
///
/// A system call that ``SystemCallRules`` does not allow gets an error, not death, so that a program (or a newer C library)
/// that only tries goes on.
struct SystemCallFilter: Sendable {
    /// Whom a filter is for. The kernel asks all that a process has, and the strictest answer counts.
    enum Scope: Hashable {
        /// The cell, from the end of its setup on, and hence every run: what runs may do, and what starting one takes for who
        /// has the key.
        case shared(key: UInt64)
        /// One run of the strict policy, on top of that.
        case strict
        /// A warm process: what runs may do, and what starting one takes. There is no key, which its copies would have in their
        /// memory.
        case open
        /// A copy of it, on top of that.
        case closing(RunRequest.SystemCallPolicy)
    }

    /// An array of `struct sock_filter` (`seccomp(2)`).
    let program: [UInt8]

    init(_ scope: Scope) {
        let rules = Self.calls.map { Self.rule($0.rule, isStarting: $0.isStarting, scope) }
        let isOnTop: Bool
        switch scope {
        case .shared, .open: isOnTop = false
        case .strict, .closing: isOnTop = true
        }
        let isStrict = scope == .strict || scope == .closing(.strict)
        // Newer calls fail in the first filter, and kill nobody: a newer C library asks for them and does without.
        program =
            FilterProgram(
                rules: rules, newer: isOnTop ? .allow : .fail(ENOSYS), foreign: isStrict ? .kill : .fail(ENOSYS)
            ).bytes
    }

    /// By number. Looked up once: each cell has a filter of its own.
    private static let calls = (0...SystemCallTable.highest).map { number in
        let name = SystemCallTable.name(of: number)
        return (
            rule: SystemCallRules.rule(for: name), isStarting: name.map(SystemCallRules.starting.contains) ?? false
        )
    }

    private static func rule(_ rule: SystemCallRule, isStarting: Bool, _ scope: Scope) -> SystemCallRule {
        switch scope {
        case .shared(let key):
            var rule = rule
            if isStarting { rule.key = key }
            return rule
        case .strict: return rule.mapAnswers { $0.isRefusal ? .kill : .allow }
        case .open: return isStarting ? .always(.allow) : rule
        case .closing(.run): return isStarting ? rule : .always(.allow)
        case .closing(.strict): return rule.mapAnswers { $0.isRefusal ? .kill : isStarting ? $0 : .allow }
        }
    }
}
