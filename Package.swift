// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built in the strictest mode there is.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let strictC: [CSetting] = [
    .define("_GNU_SOURCE"),
    .enableWarning("all"),
    .enableWarning("extra"),
    .treatAllWarnings(as: .error),
]

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")

let package = Package(
    name: "verdict",
    products: [
        .executable(name: "verdict", targets: ["verdict"]),
        .executable(name: "verdict-cell", targets: ["verdict-cell"]),
        .executable(name: "verdict-coordinator", targets: ["verdict-coordinator"]),
        .library(name: "verdict-warm", type: .dynamic, targets: ["verdict-warm"]),
        .executable(name: "verdict-worker", targets: ["verdict-worker"]),
        .library(name: "Sandbox", targets: ["Sandbox", "Units"]),
        .library(name: "Checking", targets: ["Checking"]),
        .library(
            name: "Judging", targets: ["Judging", "Grading", "PackageFiles", "Problems", "Provenance", "Toolchains"]),
        .library(name: "Wire", targets: ["Identity", "Wire"]),
        .library(name: "Fleet", targets: ["Fleet", "PackageFiles"]),
        .library(name: "Coordinator", targets: ["Coordinator", "Events", "Identity", "Storage", "Telemetry", "Wire"]),
        .library(name: "EmbeddedStorage", targets: ["EmbeddedStorage", "Storage"]),
        .library(name: "JetStream", targets: ["JetStream", "Storage"]),
        .library(name: "PersonalData", targets: ["PersonalData", "Storage"]),
        .library(name: "Views", targets: ["Events", "Storage", "Views"]),
        .library(name: "Contests", targets: ["Contests"]),
        .library(name: "Rehearsals", targets: ["Rehearsals", "Toolchains"]),
        .library(name: "Operations", targets: ["Operations", "Telemetry"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-protobuf.git", exact: "1.39.0", traits: []),
        .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
        .package(url: "https://github.com/jpsim/Yams.git", exact: "6.2.2"),
        .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", exact: "2.13.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", exact: "2.13.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird.git", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", exact: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift.git", exact: "7.10.0"),
        .package(url: "https://github.com/attaswift/BigInt.git", exact: "6.0.1"),
    ],
    targets: [
        // What runs beside an untrusted program: C, single-threaded, statically linked.
        .executableTarget(
            name: "verdict-cell",
            dependencies: ["CCap", "CProtobufC"],
            exclude: ["README.md", "THREATS.md"],
            cSettings: strictC,
            // Static, and without the Swift runtime that the driver would link into a C program: small, and cheap to fork.
            linkerSettings: [.unsafeFlags(["-static-executable", "-nostartfiles"])]
        ),

        // What has an interpreter wait in a cell to be copied for runs: loaded into it, with nothing of Swift's.
        .target(
            name: "verdict-warm", cSettings: strictC + [.unsafeFlags(["-fvisibility=hidden"])],
            linkerSettings: [.unsafeFlags(["-nostartfiles"])]
        ),

        // C libraries, and the system calls that Swift cannot spell.
        .systemLibrary(name: "CCap", pkgConfig: "libcap", providers: [.apt(["libcap-dev"])]),
        .systemLibrary(name: "CProtobufC", pkgConfig: "libprotobuf-c", providers: [.apt(["libprotobuf-c-dev"])]),
        .systemLibrary(name: "CNats", pkgConfig: "libnats", providers: [.apt(["libnats-dev"])]),
        .systemLibrary(name: "CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CArgon2", pkgConfig: "libargon2", providers: [.apt(["libargon2-dev"])]),
        .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
        .target(name: "CLinux", cSettings: strictC),

        // Leaves.
        .target(name: "Units", dependencies: ["CLinux"], swiftSettings: strict),
        .target(name: "Concurrency", swiftSettings: strict),
        // Pure: how often something may be tried, and when again.
        .target(name: "RateLimits", dependencies: ["Concurrency", "Units"], swiftSettings: strict),
        // Hashes, codes, sealing and signatures; nothing else knows libcrypto.
        .target(name: "Cryptography", dependencies: ["CCrypto"], swiftSettings: strict),
        // Trees of hashes (RFC 6962), what they prove, and signed checkpoints of them.
        .target(name: "Transparency", dependencies: ["Cryptography"], swiftSettings: strict),
        .target(name: "Files", dependencies: [system], swiftSettings: strict),
        // Starting programs, and how they end.
        .target(name: "Processes", dependencies: ["CLinux", system], swiftSettings: strict),
        // One request to somewhere else, and the status of its answer.
        .target(
            name: "Outgoing",
            dependencies: [
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            swiftSettings: strict
        ),
        // Mails, given to a server by SMTP.
        .target(
            name: "Mail",
            dependencies: [
                "Concurrency", "Cryptography", "Files", "Units", system,
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOTLS", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        // Where time goes: spans of traces, sent to a collector.
        .target(
            name: "Telemetry",
            dependencies: [
                "Concurrency", "Cryptography", "Outgoing", "Units",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        // Who calls, and what they may do.
        .target(name: "Identity", swiftSettings: strict),
        // What people and programs prove who they are with: passwords, one-time codes, tokens. Pure, but for the hash's work.
        .target(
            name: "Credentials",
            dependencies: ["CArgon2", "Concurrency", "Cryptography", "JSONText", "Units"],
            swiftSettings: strict),
        // Logging in at others by OpenID Connect: what is asked, and which answers are believed.
        .target(
            name: "OpenIDConnect",
            dependencies: ["Concurrency", "Cryptography", "JSONText", "Outgoing", "Units"], swiftSettings: strict),
        // What files a package has, wherever they lie.
        .target(name: "PackageFiles", dependencies: ["Files", "Units", system], swiftSettings: strict),
        // Packages in archives; only what is given archives by people links it and libarchive.
        .target(
            name: "Archives", dependencies: ["CArchive", "Files", "PackageFiles", "Units", system],
            swiftSettings: strict),
        .target(name: "StrictXML", dependencies: ["Units"], swiftSettings: strict),
        // HTML that is shown as it is.
        .target(name: "Markup", swiftSettings: strict),
        // Pure: what people read of problems, of LaTeX or Markdown made HTML that is safe to show.
        .target(name: "Statements", dependencies: ["CCmark", "Markup"], swiftSettings: strict),
        // Pages' templates. Nothing else sees how they are filled in.
        .target(
            name: "Templates", dependencies: ["Markup", .product(name: "Mustache", package: "swift-mustache")],
            swiftSettings: strict
        ),
        // JSON of any shape that loses nothing.
        .target(name: "JSONText", swiftSettings: strict),
        .target(
            name: "StrictYAML",
            dependencies: ["Files", "Units", .product(name: "Yams", package: "Yams"), system],
            swiftSettings: strict
        ),

        .target(
            name: "Sandbox",
            dependencies: [
                "CLinux", "Concurrency", "Files", "Units", system, "verdict-cell",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),

        .target(
            name: "Toolchains", dependencies: ["Files", "Sandbox", "StrictYAML", "Units", system], swiftSettings: strict
        ),
        // Pure: what a submission's test cases, groups and scores make together.
        .target(
            name: "Grading", dependencies: ["Units", .product(name: "BigInt", package: "BigInt")], swiftSettings: strict
        ),
        .target(
            name: "Problems",
            dependencies: ["Cryptography", "Grading", "PackageFiles", "StrictXML", "StrictYAML", "Units", system],
            swiftSettings: strict),
        .target(
            name: "Checking", dependencies: ["Files", "Grading", "Problems", "Sandbox", "StrictYAML", "Units", system],
            swiftSettings: strict),
        // What a judgement was made of, as hashes.
        .target(
            name: "Provenance",
            dependencies: [
                "Checking", "Cryptography", "PackageFiles", "Problems", "Units", system,
            ],
            swiftSettings: strict
        ),
        // Pure: programs to compile and run without a problem around them, and what comes of that.
        .target(name: "Executions", dependencies: ["Grading", "Units"], swiftSettings: strict),
        .target(
            name: "Judging",
            dependencies: [
                "Checking", "Concurrency", "Executions", "Files", "Grading", "PackageFiles", "Problems", "Provenance",
                "Toolchains",
                "Sandbox",
                "Units", system,
                "Cryptography",
            ],
            swiftSettings: strict
        ),

        // What grading says, as messages have it.
        .target(name: "GradingWire", dependencies: ["Grading", "Units", "Wire"], swiftSettings: strict),

        // What the fleet keeps, and how its parts speak.
        .target(
            name: "Storage",
            dependencies: ["Concurrency", "Files", "Units", system, "Cryptography"],
            swiftSettings: strict
        ),
        // What is personal, sealed for each person and opened again, until the person is erased.
        .target(
            name: "PersonalData", dependencies: ["Cryptography", "JSONText", "Storage", "Units"], swiftSettings: strict),
        // What the log keeps: its own messages and their codec, and who follows it.
        .target(
            name: "Events",
            dependencies: [
                "Concurrency", "Executions", "Files", "Grading", "Storage", "Units", system,
                "Cryptography",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        // Who did what: a tree of all commands in the log, signed, and looked at by whoever kept an older checkpoint.
        .target(
            name: "Audit",
            dependencies: [
                "Concurrency", "Cryptography", "Events", "Files", "Storage", "Transparency", "Units", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Wire",
            dependencies: [
                "Files", "Identity", "Units", system,
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
                "Cryptography",
            ],
            exclude: ["Protos"],
            swiftSettings: strict
        ),

        .target(
            name: "EmbeddedStorage",
            dependencies: [
                "Files", "Storage", "Units", system,
                "Cryptography",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: strict
        ),

        // Tables that are made of the log, to be asked and searched; modules know no other database.
        .target(
            name: "Views",
            dependencies: [
                "Concurrency", "Cryptography", "Events", "Files", "JSONText", "Storage", "Units", system,
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        // What both ends of the fleet share: packages and contents on their way, and the client of the coordinator.
        .target(
            name: "Fleet",
            dependencies: [
                "Concurrency", "Executions", "Files", "Grading", "GradingWire", "Identity", "PackageFiles", "Wire",
                "Units", system,
                "Cryptography",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        // What gives work out and loses nothing.
        .target(
            name: "Coordinator",
            dependencies: [
                "Audit", "Checking", "Concurrency", "Events", "Executions", "Files", "Fleet", "Identity",
                "PackageFiles",
                "Storage", "Telemetry", "Wire",
                "Grading",
                "GradingWire", "Problems", "Provenance", "Toolchains", "Transparency", "Units", system,
                "Cryptography",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: strict
        ),
        // What the modules of the platform share: commands, permissions, timers, reactions, topics.
        .target(
            name: "Kernel",
            dependencies: [
                "Concurrency", "Coordinator", "Cryptography", "Events", "PersonalData", "RateLimits", "Storage",
                "Templates",
                "Units", "Views", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        // What is around every page: its frame, styles and scripts.
        .target(name: "PageFrame", dependencies: ["Templates"], swiftSettings: strict),
        // One server for programs and people: what all routes share. The routes themselves are others'.
        .target(
            name: "HTTP",
            dependencies: [
                "Archives", "CZlib", "Concurrency", "Coordinator", "Credentials", "Cryptography", "Evaluation",
                "Events",
                "Executions", "Files", "Grading", "Identity", "JSONText", "Kernel", "Markup", "Outgoing", "PageFrame",
                "Sandbox", "Storage", "Telemetry", "Templates", "Toolchains", "Units", "Views", "Wire",
                system,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        // What those who look after the site see of it.
        .target(
            name: "Administration",
            dependencies: [
                "Coordinator", "Events", "Kernel", "Storage", "Templates", "Units",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Administration", exclude: ["Protos"], swiftSettings: strict
        ),
        // The pages of problems, submissions, contests and people, made of what the API answers.
        .target(
            name: "Pages", dependencies: ["Coordinator", "JSONText", "Kernel", "Markup", "Storage", "Templates"],
            path: "Sources/Platform/Pages", swiftSettings: strict
        ),
        // Pure: codes that the cameras of telephones read, as pictures in pages.
        .target(name: "QRCodes", dependencies: ["Markup"], swiftSettings: strict),
        // People's accounts: how they get in.
        .target(
            name: "Accounts",
            dependencies: [
                "Concurrency", "Coordinator", "Credentials", "Cryptography", "Events", "Files", "JSONText", "Kernel",
                "Mail", "OpenIDConnect", "PersonalData", "QRCodes", "RateLimits", "Storage", "Templates", "Units",
                "Views", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Accounts", exclude: ["Protos"], swiftSettings: strict
        ),
        // The programs that people hand in: taken, judged by the fleet, shown.
        .target(
            name: "Submissions",
            dependencies: [
                "Concurrency", "Coordinator", "Events", "Grading", "Kernel", "PackageFiles", "PersonalData",
                "RateLimits", "Storage", "Units", "Views",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Submissions", exclude: ["Protos"], swiftSettings: strict
        ),
        // What people say of themselves, and what they have solved.
        .target(
            name: "Profiles",
            dependencies: [
                "Accounts", "Coordinator", "Events", "Kernel", "PersonalData", "Storage", "Submissions", "Units",
                "Views",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Profiles", exclude: ["Protos"], swiftSettings: strict
        ),
        // Files that are too large for one request, sent part by part.
        .target(
            name: "Uploads",
            dependencies: [
                "Coordinator", "Events", "Identity", "Kernel", "Storage", "Units", system,
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Uploads", exclude: ["Protos"], swiftSettings: strict
        ),
        // Problems: packages, with what is said about them, for those who may see them.
        .target(
            name: "Library",
            dependencies: [
                "Archives", "Concurrency", "Coordinator", "Events", "Executions", "Files", "Fleet", "Grading",
                "Identity", "Kernel", "PackageFiles", "Problems", "Statements", "Storage", "Submissions", "Toolchains",
                "Units",
                "Uploads", "Views", "Wire", system,
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Library", exclude: ["Protos"], swiftSettings: strict
        ),
        // The solutions of problems' packages, judged on their test cases.
        .target(
            name: "Invocations",
            dependencies: [
                "Coordinator", "Events", "Grading", "Kernel", "Library", "PackageFiles", "Problems", "Storage", "Units",
                "Views",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Invocations", exclude: ["Protos"], swiftSettings: strict
        ),
        // What tenants and people may use, and what the fleet can do.
        .target(
            name: "Resources",
            dependencies: [
                "Coordinator", "Events", "Kernel", "Storage", "Units",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Resources", exclude: ["Protos"], swiftSettings: strict
        ),
        // What fills a new platform, to be looked at.
        .target(
            name: "Demonstration",
            dependencies: [
                "Accounts", "Archives", "Concurrency", "Coordinator", "Credentials", "Files", "Kernel", "PackageFiles",
                "Units", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Sources/Platform/Demonstration", swiftSettings: strict
        ),
        // What participants of contests find wrong with each other's programs.
        .target(
            name: "Hacks",
            dependencies: [
                "Coordinator", "Events", "Grading", "Kernel", "Library", "Storage", "Submissions", "Units",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Hacks", exclude: ["Protos"], swiftSettings: strict
        ),
        // Contests: who takes part, what counts, who sees which board, and what is asked and answered.
        .target(
            name: "Contests",
            dependencies: [
                "Coordinator", "Cryptography", "Events", "Grading", "Hacks", "Kernel", "Storage", "Submissions",
                "Units", "Views",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Contests", exclude: ["Protos"], swiftSettings: strict
        ),
        // Contests that nobody takes part in: what the platform costs is measured with them.
        .target(
            name: "Rehearsals",
            dependencies: [
                "Contests", "Coordinator", "EmbeddedStorage", "Events", "Identity", "Kernel", "Storage", "Submissions",
                "Toolchains", "Units", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Sources/Platform/Rehearsals", swiftSettings: strict
        ),
        // What does the work.
        .target(
            name: "Worker",
            dependencies: [
                "CLinux", "Concurrency", "Executions", "Files", "Fleet", "PackageFiles", "Wire", "Judging", "Grading",
                "GradingWire",
                "Problems",
                "Toolchains",
                "Sandbox", "Telemetry", "Units", system,
                "Cryptography",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Metrics", package: "swift-metrics"),
            ],
            swiftSettings: strict
        ),
        // What a daemon needs to be operated: settings, logs, metrics, health, signals.
        .target(
            name: "Operations",
            dependencies: [
                "Files", "StrictYAML", "Telemetry", "Units", system,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        // The stores on a cluster of NATS servers; nothing else knows the C client.
        .target(
            name: "JetStream",
            dependencies: [
                "CNats", "Concurrency", "Storage", "Units", "Cryptography",
            ],
            swiftSettings: strict
        ),

        // What was found, told to people and to programs: on this machine, or by a fleet.
        .target(
            name: "Reporting",
            dependencies: [
                "JSONText", "Judging", "Grading", "GradingWire", "Problems", "Provenance", "Sandbox", "Wire", "Units",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),

        // Programs by the thousand: records and samples in, results out.
        .target(
            name: "Evaluation",
            dependencies: [
                "CZlib", "Checking", "Concurrency", "Cryptography", "Executions", "Files", "Grading", "JSONText",
                "Toolchains", "Units", system,
            ],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "verdict",
            dependencies: [
                "Archives", "Audit", "Concurrency", "Events", "Evaluation", "Executions", "Files", "JSONText",
                "Reporting", "Fleet",
                "Identity", "PackageFiles", "Processes", "Wire", "Judging", "Checking",
                "Grading", "Problems", "Storage", "Toolchains", "Transparency", "Sandbox", "Units", "CLinux", system,
                "verdict-cell",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),

        .executableTarget(
            name: "verdict-coordinator",
            dependencies: [
                "Accounts", "Administration", "Audit", "Concurrency", "Contests", "Coordinator", "Cryptography",
                "Demonstration", "EmbeddedStorage", "Evaluation", "Events", "Files", "HTTP", "Hacks", "Identity",
                "Invocations",
                "JetStream", "Kernel", "Library", "Mail", "Markup", "OpenIDConnect", "Operations", "Pages",
                "PersonalData",
                "Profiles",
                "RateLimits", "Resources", "Statements", "Storage", "StrictYAML", "Submissions", "Telemetry",
                "Transparency", "Uploads", "Wire", "Toolchains", "Units", system,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "verdict-worker",
            dependencies: [
                "Worker", "Operations", "Telemetry", "Wire", "Toolchains", "Sandbox", "Units", system, "verdict-cell",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),

        .testTarget(name: "UnitsTests", dependencies: ["Units"], swiftSettings: strict),
        .testTarget(
            name: "ArchivesTests", dependencies: ["Archives", "CArchive", "PackageFiles", "Units", system],
            swiftSettings: strict),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"], swiftSettings: strict),
        .testTarget(
            name: "TransparencyTests", dependencies: ["Cryptography", "TestSupport", "Transparency"],
            swiftSettings: strict),
        .testTarget(name: "IdentityTests", dependencies: ["Identity"], swiftSettings: strict),
        .testTarget(
            name: "CredentialsTests",
            dependencies: ["Credentials", "Cryptography", "JSONText", "TestSupport", "Units"],
            exclude: ["Python"], swiftSettings: strict),
        .testTarget(
            name: "MailTests",
            dependencies: [
                "Mail", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            exclude: ["Python"], swiftSettings: strict),
        .testTarget(
            name: "OpenIDConnectTests",
            dependencies: ["Concurrency", "Cryptography", "JSONText", "OpenIDConnect", "Outgoing", "Units"],
            swiftSettings: strict),
        .testTarget(name: "ConcurrencyTests", dependencies: ["Concurrency"], swiftSettings: strict),
        .testTarget(name: "FilesTests", dependencies: ["Files", "PackageFiles", system], swiftSettings: strict),
        .testTarget(name: "StatementsTests", dependencies: ["Statements"], swiftSettings: strict),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "EvaluationTests",
            dependencies: [
                "Evaluation", "Executions", "Files", "Grading", "JSONText", "Judging", "Sandbox", "TestSupport",
                "Toolchains",
                "Units", system,
            ],
            swiftSettings: strict),
        .testTarget(name: "TemplatesTests", dependencies: ["Markup", "Templates"], swiftSettings: strict),
        .testTarget(
            name: "StrictXMLTests", dependencies: ["StrictXML", "TestSupport", "Units"], swiftSettings: strict),
        .testTarget(
            name: "StrictYAMLTests", dependencies: ["StrictYAML", "TestSupport", "Units"], swiftSettings: strict),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "CLinux", "Units", system, .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ToolchainsTests", dependencies: ["Files", "Toolchains", "Sandbox", "Units"], swiftSettings: strict),
        .testTarget(
            name: "GradingTests", dependencies: ["Events", "Grading", "GradingWire", "Wire"], swiftSettings: strict),
        .testTarget(
            name: "ProblemsTests",
            dependencies: ["Grading", "PackageFiles", "Problems", "StrictYAML", "TestSupport", "Units", system],
            swiftSettings: strict),
        .testTarget(
            name: "CheckingTests",
            dependencies: ["Checking", "Grading", "Sandbox", "TestSupport", "Units", system],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProvenanceTests",
            dependencies: ["Provenance", "Checking", "Grading", "PackageFiles", "Problems", "Units", system],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Reporting", "Judging", "Grading", "GradingWire", "Problems", "Provenance", "Sandbox", "Wire", "Units",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        // What tests of several targets use.
        .target(
            name: "TestSupport", dependencies: ["Processes", system], path: "Tests/TestSupport",
            exclude: ["python-environment"], swiftSettings: strict),
        .target(
            name: "WireTestSupport",
            dependencies: [
                "Wire", "TestSupport",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            path: "Tests/WireTestSupport",
            swiftSettings: strict
        ),
        // What every implementation of the stores must do, as checks that each one's tests run.
        .target(
            name: "StorageConformance",
            dependencies: ["Cryptography", "Storage", "TestSupport", "Units"],
            path: "Tests/StorageConformance",
            swiftSettings: strict
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: [
                "Storage", "StorageConformance", "TestSupport", "Units", system,
                "Cryptography",
            ],
            swiftSettings: strict
        ),
        // Killed by the tests while it writes.
        .executableTarget(
            name: "storage-victim",
            dependencies: ["EmbeddedStorage", "Storage", "StorageConformance", "TestSupport", "Units", system],
            path: "Tests/StorageVictim",
            swiftSettings: strict
        ),
        .testTarget(
            name: "EmbeddedStorageTests",
            dependencies: [
                "Cryptography", "EmbeddedStorage", "Storage", "StorageConformance", "TestSupport", "Units", system,
                "storage-victim",
            ],
            swiftSettings: strict
        ),
        // Killed by the tests while it records commands and signs them.
        .executableTarget(
            name: "audit-victim",
            dependencies: [
                "Audit", "EmbeddedStorage", "Events", "Storage", "TestSupport", "Transparency", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/AuditVictim",
            swiftSettings: strict
        ),
        .testTarget(
            name: "AuditTests",
            dependencies: [
                "Audit", "EmbeddedStorage", "Events", "Storage", "TestSupport", "Transparency", "audit-victim", system,
                "verdict", "verdict-coordinator",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Python"],
            swiftSettings: strict
        ),
        // What views are made of in tests, and what they must be then.
        .target(
            name: "ViewsTestSupport", dependencies: ["Events", "Storage", "TestSupport", "Views"],
            path: "Tests/ViewsTestSupport", swiftSettings: strict),
        // Killed by the tests while it makes views, and run on a disk that is full.
        .executableTarget(
            name: "views-victim",
            dependencies: [
                "Storage", "Views", "ViewsTestSupport", system, .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/ViewsVictim",
            swiftSettings: strict
        ),
        .testTarget(
            name: "ViewsTests",
            dependencies: [
                "Concurrency", "Events", "Files", "Storage", "TestSupport", "Views", "ViewsTestSupport", system,
                "views-victim",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WireTests",
            dependencies: [
                "Identity", "Wire", "WireTestSupport", "TestSupport", "Units", system,
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Protos", "Python"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "Operations", "StrictYAML", "Units", system,
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HTTPTests",
            dependencies: [
                "Coordinator", "Cryptography", "EmbeddedStorage", "Evaluation", "Events", "Executions", "Grading",
                "HTTP",
                "Identity", "Kernel", "KernelTestSupport", "Outgoing", "Sandbox", "Storage", "Telemetry", "Templates",
                "TestSupport",
                "Toolchains", "Units",
                "Wire", "WireTestSupport",
                system, "verdict-cell",
                "verdict-coordinator", "verdict-worker",
                .product(name: "CoreMetrics", package: "swift-metrics"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            exclude: ["Facades/Python", "Tracing/Python"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PersonalDataTests",
            dependencies: [
                "Cryptography", "EmbeddedStorage", "JSONText", "PersonalData", "Storage", "TestSupport", "Units",
                system,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "RateLimitsTests", dependencies: ["RateLimits", "TestSupport", "Units"], swiftSettings: strict),
        .testTarget(
            name: "JetStreamTests",
            dependencies: ["Cryptography", "JetStream", "Storage", "StorageConformance", "TestSupport", "Units"],
            swiftSettings: strict
        ),
        // Real processes, killed and cut off while they judge.
        .testTarget(
            name: "FleetFaultTests",
            dependencies: [
                "EmbeddedStorage", "Fleet", "Identity", "Storage", "Wire", "WireTestSupport", "TestSupport",
                "verdict", "verdict-coordinator", "verdict-worker", "verdict-cell", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "verdictTests",
            dependencies: [
                "verdict", "verdict-cell", "verdict-coordinator", "verdict-worker", "Reporting", "Fleet", "Identity",
                "Wire",
                "WireTestSupport", "TestSupport", "Judging",
                "Grading",
                "Problems", "Processes",
                "Units",
                system,
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // Killed by the tests, and run on a disk that is full.
        .executableTarget(
            name: "contents-server",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Identity", "Storage", "Wire", "Units", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            path: "Tests/ContentsServer",
            swiftSettings: strict
        ),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "Fleet", "Coordinator", "EmbeddedStorage", "Identity", "Events", "Storage", "Wire", "WireTestSupport",
                "TestSupport",
                "Grading", "PackageFiles", "Problems", "Provenance", "Units", system, "contents-server",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CoordinatorTests",
            dependencies: [
                "Coordinator", "Events", "Executions", "Fleet", "EmbeddedStorage", "Identity", "Storage", "Wire",
                "Grading",
                "GradingWire",
                "Problems", "Provenance", "TestSupport", "Toolchains", "Units", system,
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "MetricsTestKit", package: "swift-metrics"),
            ],
            swiftSettings: strict
        ),
        // A whole module, and what runs it.
        .target(
            name: "KernelTestSupport",
            dependencies: [
                "Concurrency", "Coordinator", "EmbeddedStorage", "Events", "Kernel", "Storage", "TestSupport", "Units",
                "Views", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            path: "Tests/KernelTestSupport",
            exclude: ["Protos"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "PagesTests",
            dependencies: [
                "Coordinator", "Kernel", "KernelTestSupport", "Markup", "PageFrame", "Pages", "Templates",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        // The pages in a real browser.
        .testTarget(
            name: "BrowserTests",
            dependencies: [
                "TestSupport", "verdict-cell", "verdict-coordinator", "verdict-worker", system,
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Python"], swiftSettings: strict),
        // The whole platform, with real processes, by nothing but its API.
        .testTarget(
            name: "PlatformJourneyTests",
            dependencies: [
                "TestSupport", "verdict", "verdict-cell", "verdict-coordinator", "verdict-worker", system,
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Python"], swiftSettings: strict),
        .testTarget(name: "QRCodesTests", dependencies: ["Cryptography", "Markup", "QRCodes"], swiftSettings: strict),
        // What the coordinator's program does besides serving: the log in words.
        .testTarget(
            name: "CoordinatorDaemonTests",
            dependencies: [
                "Events", "Storage", "verdict-coordinator",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        // What those who look after the site see and do, with a fleet of which tests are the workers.
        .testTarget(
            name: "AdministrationTests",
            dependencies: [
                "Administration", "Coordinator", "EmbeddedStorage", "Events", "Identity", "Kernel", "KernelTestSupport",
                "Markup", "PageFrame", "Storage", "Templates", "Units", "Wire", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        // Everything that can be asked of the whole platform, by those who may, and by those who may not.
        .testTarget(
            name: "PlatformAttackTests",
            dependencies: [
                "EmbeddedStorage", "Kernel", "Storage", "TestSupport", "Toolchains", "verdict-cell",
                "verdict-coordinator",
                "verdict-worker", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Python"], swiftSettings: strict),
        .testTarget(
            name: "AccountsTests",
            dependencies: [
                "Accounts", "Concurrency", "Coordinator", "Credentials", "Cryptography", "EmbeddedStorage", "Events",
                "HTTP", "JSONText", "Kernel", "Mail", "Markup", "OpenIDConnect", "Outgoing", "PageFrame",
                "PersonalData", "Storage", "Templates", "TestSupport", "Units", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            exclude: ["Python"], swiftSettings: strict),
        .testTarget(
            name: "SubmissionsTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Fleet", "Identity", "Kernel", "KernelTestSupport",
                "PersonalData", "Storage", "Submissions", "TestSupport", "Toolchains", "Units", "Wire", system,
                "verdict-cell",
                "verdict-worker",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ProfilesTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Kernel", "KernelTestSupport", "PersonalData", "Profiles",
                "Storage", "Submissions", "TestSupport", "Units", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "InvocationsTests",
            dependencies: [
                "Archives", "Coordinator", "EmbeddedStorage", "Events", "Grading", "Invocations", "Kernel",
                "KernelTestSupport", "Library", "PackageFiles", "Problems", "Storage", "TestSupport", "Toolchains",
                "Units", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "HacksTests",
            dependencies: [
                "Archives", "Contests", "Coordinator", "EmbeddedStorage", "Events", "Executions", "Grading", "Hacks",
                "Kernel", "KernelTestSupport", "Library", "PackageFiles", "PersonalData", "Problems", "Storage",
                "Submissions", "TestSupport", "Toolchains", "Units", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "UploadsTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Identity", "Kernel", "KernelTestSupport", "Storage",
                "TestSupport", "Units", "Uploads", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "LibraryTests",
            dependencies: [
                "Archives", "Concurrency", "Coordinator", "EmbeddedStorage", "Events", "Executions", "Grading",
                "Kernel",
                "KernelTestSupport", "Library", "PackageFiles", "Problems", "Storage", "TestSupport", "Toolchains",
                "Units", "Uploads", system,
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "ResourcesTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Kernel", "KernelTestSupport", "Resources", "Storage",
                "Units", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ContestsTests",
            dependencies: [
                "Contests", "Coordinator", "EmbeddedStorage", "Events", "Grading", "Hacks", "Kernel",
                "KernelTestSupport", "PersonalData", "Storage", "Submissions", "TestSupport", "Units", "Views", system,
                .product(name: "Logging", package: "swift-log"),
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
            ],
            exclude: ["Python"], swiftSettings: strict),
        .testTarget(
            name: "RehearsalsTests",
            dependencies: [
                "Rehearsals", "Toolchains", system, .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict),
        .testTarget(
            name: "KernelTests",
            dependencies: [
                "Coordinator", "Events", "Kernel", "KernelTestSupport", "Storage", "TestSupport", "Units", "Views",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "WorkerTests",
            dependencies: [
                "Worker", "Fleet", "Identity", "Wire", "WireTestSupport", "TestSupport", "Judging", "Grading",
                "GradingWire",
                "Problems", "Toolchains",
                "Sandbox", "Units", system,
                "Cryptography",
                .product(name: "SwiftProtobuf", package: "swift-protobuf"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "JudgingTests",
            dependencies: [
                "Executions", "Files", "Judging", "Checking", "Grading", "PackageFiles", "Problems", "Provenance",
                "Toolchains", "Sandbox",
                "TestSupport", "Units",
            ],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
