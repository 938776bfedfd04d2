import CLinux
import CSeccomp
import Glibc

/// The seccomp programs, built once per process by libseccomp and handed to every cell as bytes.
///
/// What no judged program needs is answered with an error, not with death, so that a program (or a newer C library)
/// that only tries goes on. System calls that this list does not know, because they are newer than libseccomp, do not
/// exist for a run (`ENOSYS`), nor do those of any other ABI.
struct SystemCallFilter: Sendable {
    private typealias Rules = SystemCallRules

    /// Whom a filter is for. The kernel asks all that a process has, and the strictest answer counts.
    enum Scope: Hashable {
        /// The cell, from the end of its setup on, and hence every run: what no policy allows and no cell needs.
        case shared
        /// One run, on top of that.
        case policy(RunRequest.SystemCallPolicy)
    }

    /// An array of `struct sock_filter` (`seccomp(2)`).
    let program: [UInt8]

    init(_ scope: Scope) throws(SandboxError) {
        let foreign = scope == .policy(.strict) ? Rules.kill : Rules.answer(ENOSYS)
        guard let context = unsafe seccomp_init(Rules.allow) else {
            throw SandboxError(.systemCall, stage: "make a seccomp filter")
        }
        defer { unsafe seccomp_release(context) }
        try checked(
            unsafe seccomp_attr_set(context, SCMP_FLTATR_ACT_BADARCH, foreign), "close other ABIs")
        // A binary tree: the number of rules does not slow a system call down.
        try checked(unsafe seccomp_attr_set(context, SCMP_FLTATR_CTL_OPTIMIZE, 2), "optimise a seccomp filter")
        for rule in Rules.rules(for: scope) {
            var comparisons = rule.comparisons
            let count = UInt32(comparisons.count)
            let result = unsafe comparisons.withUnsafeMutableBufferPointer { buffer in
                unsafe seccomp_rule_add_array(context, rule.action, rule.number, count, buffer.baseAddress)
            }
            try checked(result, "add system call \(rule.number) to a seccomp filter")
        }
        program = try unsafe Self.export(context)
    }

    private static func export(_ context: scmp_filter_ctx) throws(SandboxError) -> [UInt8] {
        let file = try OwnedDescriptor(checking: unsafe clinux_memory_file("seccomp"), "make a memory file")
        try checked(unsafe seccomp_export_bpf(context, file.rawValue), "export a seccomp filter")
        var buffer = [CChar](repeating: 0, count: 1 << 16)
        let count = try checked(
            unsafe clinux_read_file(file.rawValue, &buffer, buffer.count), "read a seccomp filter")
        return buffer[..<count].map { UInt8(bitPattern: $0) }
    }
}
