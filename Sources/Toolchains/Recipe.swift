import Sandbox
import SystemPackage
import Units

/// What a language file says about compiling and running.
struct Recipe: Sendable {
    var requirements: [Requirement]
    var version: [Template]
    var entryPoint: EntryPointRule?
    var build: Build?
    var preparation: Preparation?
    var run: Run

    /// A file of the host without which the language does not work, and the Debian package that brings it.
    struct Requirement: Sendable {
        var pattern: String
        var package: String
    }

    /// What compiling and running have in common.
    struct Step: Sendable {
        var command: [Template]
        var environment: [String: Template]
        var mounts: [MountPattern]
        var proc: Bool

        /// What every program finds; a language file can add to it and replace it.
        static let commonEnvironment = ["HOME": "/tmp", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TMPDIR": "/tmp"]

        /// What `LANG` names, under whichever of its two names the host has it; without its files it would mean nothing.
        static let locale = MountPattern(pattern: "/usr/lib/locale/C.[uU]*", isOptional: true)

        var cell: CellConfiguration {
            CellConfiguration(mounts: ([Self.locale] + mounts).flatMap(\.mounts))
        }

        /// The part of a request that both have; the working directory is the box.
        func request(with values: Template.Values, limits: Limits) -> RunRequest {
            let own = environment.compactMapValues { $0.filled(with: values) }
            return RunRequest(
                command: command.command(with: values),
                environment: Self.commonEnvironment.merging(own) { _, new in new },
                workingDirectory: "/box", limits: limits, proc: proc, descriptors: true)
        }
    }

    struct Build: Sendable {
        var step: Step
        var keepsSources: Bool
        var limits: Limits
        /// Room for the compiler's temporary files.
        var tmp: ByteCount
    }

    /// A run that makes something which builds can use, once for this host; in the build's environment and cell, which may show it more.
    struct Preparation: Sendable {
        var step: Step
        /// Where builds see what it left in `/box`.
        var path: String
        /// The header that is precompiled, `bits/stdc++.h`: sources that have its name in them are built faster.
        var header: String
        var limits: Limits
    }

    struct Run: Sendable {
        var step: Step
        var limits: Limits
        /// What the runtime needs besides the program's own memory.
        var memoryOverhead: ByteCount
        /// Room in `/tmp`, where the runtime needs any.
        var tmp: ByteCount?
        /// Room in `/dev/shm` for shared memory and semaphores by name, where programs expect any (`shm_overview(7)`).
        var sharedMemory: ByteCount?
        var outOfMemory: [OutOfMemoryRule]
        /// Modules that a start can import for many runs at once, before it reads anything of a program; nil: none can be made.
        var warmModules: [String]?
    }
}

/// Files or directories of the host that a cell shows where they are; `*` stands for what may differ between hosts.
struct MountPattern: Hashable, Sendable {
    var pattern: String
    var isOptional: Bool

    var mounts: [CellConfiguration.Mount] {
        let found = HostFiles.isPattern(pattern) ? HostFiles.matches(pattern) : [pattern]
        // Without a match the pattern itself is kept, so that the cell's error names what is missing.
        let paths = found.isEmpty && !isOptional ? [pattern] : found
        return paths.map { CellConfiguration.Mount(hostPath: FilePath($0), isOptional: isOptional) }
    }
}

/// How a runtime that could not get memory ends: the way it ends, and what it says.
struct OutOfMemoryRule: Hashable, Sendable {
    var exit: RunResult.Exit
    /// A text somewhere in standard error; one that begins with a line end stands at the beginning of a line. Nil if the way it
    /// ends is enough.
    var message: String?

    func matches(_ exit: RunResult.Exit?, standardError: [UInt8]) -> Bool {
        guard exit == self.exit else { return false }
        guard let message else { return true }
        return ([UInt8(ascii: "\n")] + standardError).contains(Array(message.utf8))
    }
}
