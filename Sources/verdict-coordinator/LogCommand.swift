import Coordinator
import Events
import FoundationEssentials
import Glibc
import Operations
import Storage

/// `verdict-coordinator log`: what an operator does to the log while no coordinator runs on it.
struct LogCommand {
    /// What is asked for.
    enum Action: Hashable {
        case check
        case show(UInt64)
        case skip(UInt64, reason: String)
    }

    static let help = """
        verdict-coordinator log: see whether a coordinator can start on its log, and have it pass over an entry.

        Usage: verdict-coordinator log [check] [--config FILE] [FLAG VALUE…]
               verdict-coordinator log show POSITION [--config FILE] [FLAG VALUE…]
               verdict-coordinator log skip POSITION --reason TEXT [--config FILE] [FLAG VALUE…]

        No coordinator may run on the store. The flags are those of verdict-coordinator, which say where the store and
        its keys are.

        check  applies the whole log, what the platform keeps there too, and names the first entry that cannot be applied;
               the tables of views are made by the coordinator alone
        show   prints an entry, without what is sealed for a person
        skip   has coordinators pass over an entry from their next start on: what it says is lost. If it is a submission's
               first one, the whole submission is. The log keeps who did it, when and why.

        Examples:
          verdict-coordinator log --config /etc/verdict/coordinator.yaml
          verdict-coordinator log show 4711 --data /var/lib/verdict
          verdict-coordinator log skip 4711 --reason "a disk lost the sector" --data /var/lib/verdict

        Exit status: 0 it can be applied, shown, or is passed over; 1 a failure; 64 usage; 65 an entry cannot be applied;
        78 wrong settings.

        """

    let action: Action
    /// The daemon's own flags.
    let flags: [String]

    /// Reads the words after `log`; nil if they ask for help.
    /// - Throws: `UsageError` of the daemon's command line.
    init?(_ arguments: [String]) throws(DaemonCommand<CoordinatorConfiguration>.UsageError) {
        var words = arguments[...]
        guard !words.contains("--help"), !words.contains("-h") else { return nil }
        let verb = words.first.flatMap { ["check", "show", "skip"].contains($0) ? $0 : nil }
        if verb != nil { words.removeFirst() }
        var reason: String?
        if let place = words.firstIndex(of: "--reason") {
            guard place + 1 < words.endIndex else { throw Self.usage("--reason needs a text") }
            reason = words[place + 1]
            words.removeSubrange(place...place + 1)
        }
        guard verb == "show" || verb == "skip" else {
            guard reason == nil else { throw Self.usage("--reason belongs to skip") }
            (action, flags) = (.check, Array(words))
            return
        }
        guard let text = words.popFirst(), let position = UInt64(text), position > 0 else {
            throw Self.usage("\(verb ?? "") needs the position of an entry, a number from 1")
        }
        if verb == "show" {
            action = .show(position)
        } else {
            guard let reason, !reason.isEmpty, reason.utf8.count <= 4096 else {
                throw Self.usage("skip needs --reason TEXT, of at most 4096 bytes")
            }
            action = .skip(position, reason: reason)
        }
        flags = Array(words)
    }

    private static func usage(_ reason: String) -> DaemonCommand<CoordinatorConfiguration>.UsageError {
        .init(description: "\(reason); see verdict-coordinator log --help")
    }

    /// Does what the words after `log` ask for, and ends the process.
    static func start(_ arguments: [String], _ command: DaemonCommand<CoordinatorConfiguration>) async -> Never {
        do throws(DaemonCommand<CoordinatorConfiguration>.UsageError) {
            guard let log = try LogCommand(arguments) else {
                print(help, terminator: "")
                exit(0)
            }
            await command.start(log.flags) { settings in try await log.run(settings.values) }
        } catch {
            await command.refuse(error)
        }
    }

    private func run(_ configuration: CoordinatorConfiguration) async throws {
        let daemon = CoordinatorDaemon(configuration: configuration)
        let keys = try daemon.keys(Operations.environment)
        let store = try await OpenStore.open(configuration, keys: keys)
        do {
            try await run(LogMaintenance(log: store.log, blobs: store.blobs)) {
                try daemon.projections(of: store, keys)
            }
        } catch {
            // What happened first is what counts.
            try? await store.close()
            throw error
        }
        try await store.close()
    }

    /// - Parameter projections: what the platform makes of the log.
    private func run(_ log: LogMaintenance, _ projections: () throws -> [any LogProjection]) async throws {
        switch action {
        case .check:
            do {
                try await check(log, try projections())
            } catch let error as UnreadableLog {
                throw DamagedStore("\(error)\n\(Self.advice(for: error))")
            }
        case .show(let position): print(Self.text(of: try await log.entry(at: LogPosition(position))), terminator: "")
        case .skip(let position, let reason):
            let user = unsafe getpwuid(getuid()).map { unsafe String(cString: $0.pointee.pw_name) } ?? "\(getuid())"
            guard let skip = try await log.skip(LogPosition(position), reason: reason, by: user) else {
                return print("the entry at \(position) was marked before: coordinators pass over it")
            }
            print(Self.text(of: skip))
        }
    }

    private func check(_ log: LogMaintenance, _ projections: [any LogProjection]) async throws {
        let isTerminal = isatty(STDERR_FILENO) == 1
        let clock = ContinuousClock()
        var next = clock.now + .seconds(1)
        let summary = try await log.check(besides: projections) { position, end in
            guard isTerminal, clock.now >= next else { return }
            next = clock.now + .seconds(1)
            let line = "\r\(position.number) of \(end.number) entries"
            _ = unsafe write(STDERR_FILENO, line, line.utf8.count)
        }
        if isTerminal { _ = unsafe write(STDERR_FILENO, "\r\u{1b}[K", 4) }
        for skip in summary.skipped { print(Self.text(of: skip)) }
        print("\(summary.end.number) entries, \(summary.submissions) submissions: a coordinator can start")
    }

    private static func advice(for error: UnreadableLog) -> String {
        guard case .entry(let position, _) = error.place else { return "restore the store from a backup" }
        return
            "look at it with: verdict-coordinator log show \(position.number); restore the store from a backup, or give up "
            + "what it says with: verdict-coordinator log skip \(position.number) --reason TEXT"
    }

    /// An entry, for people.
    static func text(of entry: LogEntry) -> String {
        let time = Date(timeIntervalSince1970: Double(entry.recordedAt) / 1e9).formatted(.iso8601)
        var text = "position \(entry.position.number)\nstream   \(entry.stream.text)\ntime     \(time)\n"
        for event in entry.events {
            text += "\n\(event.type), \(event.payload.count) bytes\n"
            let lines = event.text(besides: PlatformModules.events).split(separator: "\n")
            for line in lines { text += "  \(LogText.escaped(String(line)))\n" }
        }
        return text
    }

    private static func text(of skip: EntrySkipped) -> String {
        "passed over: the entry at \(skip.position), of \(skip.stream)"
            + (skip.wholeStream ? ", and all others of its stream" : "")
            + "; by \(LogText.escaped(skip.by)): \(LogText.escaped(skip.reason))"
    }
}
