internal import Events
internal import Kernel
internal import Storage
internal import Views

/// The invocations that there are, to be listed.
enum InvocationTable {
    static let name = "invocations"

    static let declaration = ViewDeclaration(
        name: name, version: 1, streams: .prefixed(Invocation.streams + "-"),
        schema: [
            """
            CREATE TABLE invocations (
                id TEXT PRIMARY KEY, problem TEXT NOT NULL, version INTEGER NOT NULL, solutions INTEGER NOT NULL,
                tests INTEGER NOT NULL, person TEXT NOT NULL, begun INTEGER NOT NULL, stopped INTEGER NOT NULL
            ) STRICT
            """,
            "CREATE INDEX invocations_by_problem ON invocations (problem, begun, id)",
        ]
    ) { entry, writer in
        guard let id = Invocation.id(entry.stream).map({ "\($0)" }) else { return }
        for event in entry.events {
            if let begun = try event.unpackedIfHeld(InvocationBegun.self) {
                try writer.execute(
                    """
                    INSERT INTO invocations VALUES (\(id), \(begun.problem), \(begun.version), \(begun.solutions.count),
                        \(begun.tests), \(begun.by), \(begun.atNs), 0)
                    """)
            } else if event.type == InvocationStopped.persistedType {
                try writer.execute("UPDATE invocations SET stopped = 1 WHERE id = \(id)")
            }
        }
    }
}
