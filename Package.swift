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

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
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
            name: "verdict-warm",
            cSettings: strictC + [.unsafeFlags(["-fvisibility=hidden"])],
            linkerSettings: [.unsafeFlags(["-nostartfiles"])]),

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
        .target(name: "Units", dependencies: ["CLinux"]),
        .target(name: "Concurrency"),
        // Pure: how often something may be tried, and when again.
        .target(name: "RateLimits", dependencies: ["Concurrency", "Units"]),
        // Hashes, codes, sealing and signatures; nothing else knows libcrypto.
        .target(name: "Cryptography", dependencies: ["CCrypto"]),
        // Trees of hashes (RFC 6962), what they prove, and signed checkpoints of them.
        .target(name: "Transparency", dependencies: ["Cryptography"]),
        .target(name: "Files", dependencies: [system]),
        // Starting programs, and how they end.
        .target(name: "Processes", dependencies: ["CLinux", system]),
        // One request to somewhere else, and the status of its answer.
        .target(name: "Outgoing", dependencies: [nioCore, nioHTTP1, nioPosix, nioSSL]),
        // Mails, given to a server by SMTP.
        .target(
            name: "Mail",
            dependencies: [
                "Concurrency", "Cryptography", "Files", "Units", system, nioCore, nioPosix, nioSSL,
                .product(name: "NIOTLS", package: "swift-nio"),
            ]),
        // Where time goes: spans of traces, sent to a collector.
        .target(
            name: "Telemetry",
            dependencies: [
                "Concurrency", "Cryptography", "Outgoing", "Units", coreMetrics, logging, metrics, nioHTTP1,
                serviceLifecycle, protobuf,
            ],
            exclude: ["Protos"]),
        // Who calls, and what they may do.
        .target(name: "Identity"),
        // What people and programs prove who they are with: passwords, one-time codes, tokens. Pure, but for the hash's work.
        .target(name: "Credentials", dependencies: ["CArgon2", "Concurrency", "Cryptography", "JSONText", "Units"]),
        // Logging in at others by OpenID Connect: what is asked, and which answers are believed.
        .target(name: "OpenIDConnect", dependencies: ["Concurrency", "Cryptography", "JSONText", "Outgoing", "Units"]),
        // What files a package has, wherever they lie.
        .target(name: "PackageFiles", dependencies: ["Files", "Units", system]),
        // Packages in archives; only what is given archives by people links it and libarchive.
        .target(name: "Archives", dependencies: ["CArchive", "Files", "PackageFiles", "Units", system]),
        .target(name: "StrictXML", dependencies: ["Units"]),
        // HTML that is shown as it is.
        .target(name: "Markup"),
        // Pure: what people read of problems, of LaTeX or Markdown made HTML that is safe to show.
        .target(name: "Statements", dependencies: ["CCmark", "Markup"]),
        // Pages' templates. Nothing else sees how they are filled in.
        .target(name: "Templates", dependencies: ["Markup", .product(name: "Mustache", package: "swift-mustache")]),
        // JSON of any shape that loses nothing.
        .target(name: "JSONText"),
        .target(name: "StrictYAML", dependencies: ["Files", "Units", .product(name: "Yams", package: "Yams"), system]),

        .target(
            name: "Sandbox",
            dependencies: ["CLinux", "Concurrency", "Files", "Units", system, "verdict-cell", protobuf]),

        .target(name: "Toolchains", dependencies: ["Files", "Sandbox", "StrictYAML", "Units", system]),
        // Pure: what a submission's test cases, groups and scores make together.
        .target(name: "Grading", dependencies: ["Units", .product(name: "BigInt", package: "BigInt")]),
        .target(
            name: "Problems",
            dependencies: ["Cryptography", "Grading", "PackageFiles", "StrictXML", "StrictYAML", "Units", system]),
        .target(
            name: "Checking",
            dependencies: ["Files", "Grading", "Problems", "Sandbox", "StrictYAML", "Units", system]),
        // What a judgement was made of, as hashes.
        .target(
            name: "Provenance",
            dependencies: ["Checking", "Cryptography", "PackageFiles", "Problems", "Units", system]),
        // Pure: programs to compile and run without a problem around them, and what comes of that.
        .target(name: "Executions", dependencies: ["Grading", "Units"]),
        .target(
            name: "Judging",
            dependencies: [
                "Checking", "Concurrency", "Executions", "Files", "Grading", "PackageFiles", "Problems", "Provenance",
                "Toolchains", "Sandbox", "Units", system, "Cryptography",
            ]),

        // What grading says, as messages have it.
        .target(name: "GradingWire", dependencies: ["Grading", "Units", "Wire"]),

        // What the fleet keeps, and how its parts speak.
        .target(name: "Storage", dependencies: ["Concurrency", "Files", "Units", system, "Cryptography"]),
        // What is personal, sealed for each person and opened again, until the person is erased.
        .target(name: "PersonalData", dependencies: ["Cryptography", "JSONText", "Storage", "Units"]),
        // What the log keeps: its own messages and their codec, and who follows it.
        .target(
            name: "Events",
            dependencies: [
                "Concurrency", "Executions", "Files", "Grading", "Storage", "Units", system, "Cryptography", protobuf,
                logging,
            ],
            exclude: ["Protos"]),
        // Who did what: a tree of all commands in the log, signed, and looked at by whoever kept an older checkpoint.
        .target(
            name: "Audit",
            dependencies: [
                "Concurrency", "Cryptography", "Events", "Files", "Storage", "Transparency", "Units", system, logging,
                protobuf,
            ]),
        .target(
            name: "Wire",
            dependencies: [
                "Files", "Identity", "Units", system, protobuf, nioCore, nioPosix, nioSSL, logging, "Cryptography",
            ],
            exclude: ["Protos"]),

        .target(
            name: "EmbeddedStorage",
            dependencies: [
                "Files", "Storage", "Units", system, "Cryptography", .product(name: "GRDB", package: "GRDB.swift"),
            ]),

        // Tables that are made of the log, to be asked and searched; modules know no other database.
        .target(
            name: "Views",
            dependencies: [
                "Concurrency", "Cryptography", "Events", "Files", "JSONText", "Storage", "Units", system,
                .product(name: "GRDBSQLite", package: "GRDB.swift"), logging,
            ]),

        // What both ends of the fleet share: packages and contents on their way, and the client of the coordinator.
        .target(
            name: "Fleet",
            dependencies: [
                "Concurrency", "Executions", "Files", "Grading", "GradingWire", "Identity", "PackageFiles", "Wire",
                "Units", system, "Cryptography", protobuf, logging,
            ]),
        // What gives work out and loses nothing.
        .target(
            name: "Coordinator",
            dependencies: [
                "Audit", "Checking", "Concurrency", "Events", "Executions", "Files", "Fleet", "Identity",
                "PackageFiles", "Storage", "Telemetry", "Wire", "Grading", "GradingWire", "Problems", "Provenance",
                "Toolchains", "Transparency", "Units", system, "Cryptography", protobuf, logging, metrics,
            ]),
        // What the modules of the platform share: commands, permissions, timers, reactions, topics.
        .target(
            name: "Kernel",
            dependencies: [
                "Concurrency", "Coordinator", "Cryptography", "Events", "PersonalData", "RateLimits", "Storage",
                "Templates", "Units", "Views", system, logging,
            ]),
        // What is around every page: its frame, styles and scripts.
        .target(name: "PageFrame", dependencies: ["Templates"]),
        // One server for programs and people: what all routes share. The routes themselves are others'.
        .target(
            name: "HTTP",
            dependencies: [
                "Archives", "CZlib", "Concurrency", "Coordinator", "Credentials", "Cryptography", "Evaluation",
                "Events", "Executions", "Files", "Grading", "Identity", "JSONText", "Kernel", "Markup", "Outgoing",
                "PageFrame", "Sandbox", "Storage", "Telemetry", "Templates", "Toolchains", "Units", "Views", "Wire",
                system, coreMetrics, hummingbird, hummingbirdCore, logging, metrics, nioCore, nioHTTP1, nioPosix,
                nioSSL, .product(name: "NIOWebSocket", package: "swift-nio"), serviceLifecycle,
            ]),
        // What those who look after the site see of it.
        .target(
            name: "Administration",
            dependencies: ["Coordinator", "Events", "Kernel", "Storage", "Templates", "Units", protobuf],
            path: "Sources/Platform/Administration",
            exclude: ["Protos"]),
        // The pages of problems, submissions, contests and people, made of what the API answers.
        .target(
            name: "Pages",
            dependencies: [
                "Concurrency", "Coordinator", "Grading", "JSONText", "Kernel", "Markup", "Storage", "Templates",
            ],
            path: "Sources/Platform/Pages"),
        // Pure: codes that the cameras of telephones read, as pictures in pages.
        .target(name: "QRCodes", dependencies: ["Markup"]),
        // People's accounts: how they get in.
        .target(
            name: "Accounts",
            dependencies: [
                "Concurrency", "Coordinator", "Credentials", "Cryptography", "Events", "Files", "JSONText", "Kernel",
                "Mail", "OpenIDConnect", "PersonalData", "QRCodes", "RateLimits", "Storage", "Templates", "Units",
                "Views", system, logging, protobuf,
            ],
            path: "Sources/Platform/Accounts",
            exclude: ["Protos"]),
        // The programs that people hand in: taken, judged by the fleet, shown.
        .target(
            name: "Submissions",
            dependencies: [
                "Concurrency", "Coordinator", "Events", "Grading", "Kernel", "PackageFiles", "PersonalData",
                "RateLimits", "Storage", "Units", "Views", protobuf,
            ],
            path: "Sources/Platform/Submissions",
            exclude: ["Protos"]),
        // What people say of themselves, and what they have solved.
        .target(
            name: "Profiles",
            dependencies: [
                "Accounts", "Coordinator", "Events", "Kernel", "PersonalData", "Storage", "Submissions", "Units",
                "Views", protobuf,
            ],
            path: "Sources/Platform/Profiles",
            exclude: ["Protos"]),
        // Files that are too large for one request, sent part by part.
        .target(
            name: "Uploads",
            dependencies: ["Coordinator", "Events", "Identity", "Kernel", "Storage", "Units", system, protobuf],
            path: "Sources/Platform/Uploads",
            exclude: ["Protos"]),
        // Problems: packages, with what is said about them, for those who may see them.
        .target(
            name: "Library",
            dependencies: [
                "Archives", "Concurrency", "Coordinator", "Events", "Executions", "Files", "Fleet", "Grading",
                "Identity", "Kernel", "PackageFiles", "Problems", "Statements", "Storage", "Submissions", "Toolchains",
                "Units", "Uploads", "Views", "Wire", system, protobuf,
            ],
            path: "Sources/Platform/Library",
            exclude: ["Protos"]),
        // The solutions of problems' packages, judged on their test cases.
        .target(
            name: "Invocations",
            dependencies: [
                "Coordinator", "Events", "Grading", "Kernel", "Library", "PackageFiles", "Problems", "Storage", "Units",
                "Views", protobuf,
            ],
            path: "Sources/Platform/Invocations",
            exclude: ["Protos"]),
        // What tenants and people may use, and what the fleet can do.
        .target(
            name: "Resources",
            dependencies: ["Coordinator", "Events", "Kernel", "Storage", "Units", protobuf],
            path: "Sources/Platform/Resources",
            exclude: ["Protos"]),
        // What fills a new platform, to be looked at.
        .target(
            name: "Demonstration",
            dependencies: [
                "Accounts", "Archives", "Concurrency", "Coordinator", "Credentials", "Files", "Kernel", "PackageFiles",
                "Units", system, logging,
            ],
            path: "Sources/Platform/Demonstration"),
        // What participants of contests find wrong with each other's programs.
        .target(
            name: "Hacks",
            dependencies: [
                "Coordinator", "Events", "Grading", "Kernel", "Library", "Storage", "Submissions", "Units", protobuf,
            ],
            path: "Sources/Platform/Hacks",
            exclude: ["Protos"]),
        // Contests: who takes part, what counts, who sees which board, and what is asked and answered.
        .target(
            name: "Contests",
            dependencies: [
                "Coordinator", "Cryptography", "Events", "Grading", "Hacks", "Kernel", "Storage", "Submissions",
                "Units", "Views", logging, protobuf,
            ],
            path: "Sources/Platform/Contests",
            exclude: ["Protos"]),
        // Contests that nobody takes part in: what the platform costs is measured with them.
        .target(
            name: "Rehearsals",
            dependencies: [
                "Contests", "Coordinator", "EmbeddedStorage", "Events", "Identity", "Kernel", "Storage", "Submissions",
                "Toolchains", "Units", system, logging, protobuf,
            ],
            path: "Sources/Platform/Rehearsals"),
        // What does the work.
        .target(
            name: "Worker",
            dependencies: [
                "CLinux", "Concurrency", "Executions", "Files", "Fleet", "PackageFiles", "Wire", "Judging", "Grading",
                "GradingWire", "Problems", "Toolchains", "Sandbox", "Telemetry", "Units", system, "Cryptography",
                protobuf, logging, metrics,
            ]),
        // What a daemon needs to be operated: settings, logs, metrics, health, signals.
        .target(
            name: "Operations",
            dependencies: [
                "Files", "StrictYAML", "Telemetry", "Units", system, coreMetrics, logging, hummingbird, hummingbirdCore,
                nioCore, serviceLifecycle, .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]),

        // The stores on a cluster of NATS servers; nothing else knows the C client.
        .target(name: "JetStream", dependencies: ["CNats", "Concurrency", "Storage", "Units", "Cryptography"]),

        // What was found, told to people and to programs: on this machine, or by a fleet.
        .target(
            name: "Reporting",
            dependencies: [
                "JSONText", "Judging", "Grading", "GradingWire", "Problems", "Provenance", "Sandbox", "Wire", "Units",
                protobuf,
            ]),

        // Programs by the thousand: records and samples in, results out.
        .target(
            name: "Evaluation",
            dependencies: [
                "CZlib", "Checking", "Concurrency", "Cryptography", "Executions", "Files", "Grading", "JSONText",
                "Toolchains", "Units", system,
            ]),

        .executableTarget(
            name: "verdict",
            dependencies: [
                "Archives", "Audit", "Concurrency", "Events", "Evaluation", "Executions", "Files", "JSONText",
                "Reporting", "Fleet", "Identity", "PackageFiles", "Processes", "Wire", "Judging", "Checking", "Grading",
                "Problems", "Storage", "Toolchains", "Transparency", "Sandbox", "Units", "CLinux", system,
                "verdict-cell", argumentParser, protobuf, logging,
            ]),

        .executableTarget(
            name: "verdict-coordinator",
            dependencies: [
                "Accounts", "Administration", "Audit", "Concurrency", "Contests", "Coordinator", "Cryptography",
                "Demonstration", "EmbeddedStorage", "Evaluation", "Events", "Files", "HTTP", "Hacks", "Identity",
                "Invocations", "JetStream", "Kernel", "Library", "Mail", "Markup", "OpenIDConnect", "Operations",
                "Pages", "PersonalData", "Profiles", "RateLimits", "Resources", "Statements", "Storage", "StrictYAML",
                "Submissions", "Telemetry", "Transparency", "Uploads", "Wire", "Toolchains", "Units", system,
                coreMetrics, logging, serviceLifecycle,
            ]),
        .executableTarget(
            name: "verdict-worker",
            dependencies: [
                "Worker", "Operations", "Telemetry", "Wire", "Toolchains", "Sandbox", "Units", system, "verdict-cell",
                coreMetrics, logging, serviceLifecycle,
            ]),

        .testTarget(name: "UnitsTests", dependencies: ["Units"]),
        .testTarget(name: "ArchivesTests", dependencies: ["Archives", "CArchive", "PackageFiles", "Units", system]),
        .testTarget(name: "CryptographyTests", dependencies: ["Cryptography"]),
        .testTarget(name: "TransparencyTests", dependencies: ["Cryptography", "TestSupport", "Transparency"]),
        .testTarget(name: "IdentityTests", dependencies: ["Identity"]),
        .testTarget(
            name: "CredentialsTests",
            dependencies: ["Credentials", "Cryptography", "JSONText", "TestSupport", "Units"],
            exclude: ["Python"]),
        .testTarget(
            name: "MailTests",
            dependencies: ["Mail", "TestSupport", nioCore, nioPosix, nioSSL],
            exclude: ["Python"]),
        .testTarget(
            name: "OpenIDConnectTests",
            dependencies: ["Concurrency", "Cryptography", "JSONText", "OpenIDConnect", "Outgoing", "Units"]),
        .testTarget(name: "ConcurrencyTests", dependencies: ["Concurrency"]),
        .testTarget(name: "FilesTests", dependencies: ["Files", "PackageFiles", system]),
        .testTarget(name: "StatementsTests", dependencies: ["Statements"]),
        .testTarget(name: "JSONTextTests", dependencies: ["JSONText", "TestSupport"]),
        .testTarget(
            name: "EvaluationTests",
            dependencies: [
                "Evaluation", "Executions", "Files", "Grading", "JSONText", "Judging", "Sandbox", "TestSupport",
                "Toolchains", "Units", system,
            ]),
        .testTarget(name: "TemplatesTests", dependencies: ["Markup", "Templates"]),
        .testTarget(name: "StrictXMLTests", dependencies: ["StrictXML", "TestSupport", "Units"]),
        .testTarget(name: "StrictYAMLTests", dependencies: ["StrictYAML", "TestSupport", "Units"]),
        .testTarget(
            name: "SandboxTests", dependencies: ["Sandbox", "CLinux", "TestSupport", "Units", system, protobuf]),
        .testTarget(
            name: "ToolchainsTests", dependencies: ["Files", "Toolchains", "Sandbox", "TestSupport", "Units"]),
        .testTarget(name: "GradingTests", dependencies: ["Events", "Grading", "GradingWire", "Wire"]),
        .testTarget(
            name: "ProblemsTests",
            dependencies: ["Grading", "PackageFiles", "Problems", "StrictYAML", "TestSupport", "Units", system]),
        .testTarget(
            name: "CheckingTests",
            dependencies: ["Checking", "Grading", "Sandbox", "TestSupport", "Units", system]),
        .testTarget(
            name: "ProvenanceTests",
            dependencies: ["Provenance", "Checking", "Grading", "PackageFiles", "Problems", "Units", system]),
        .testTarget(
            name: "ReportingTests",
            dependencies: [
                "Reporting", "Judging", "Grading", "GradingWire", "Problems", "Provenance", "Sandbox", "Wire", "Units",
                protobuf,
            ]),
        // What tests of several targets use.
        .target(
            name: "TestSupport",
            dependencies: ["Processes", "Toolchains", system],
            path: "Tests/TestSupport",
            exclude: ["python-environment"]),
        .target(
            name: "WireTestSupport",
            dependencies: ["Wire", "TestSupport", nioCore, nioPosix],
            path: "Tests/WireTestSupport"),
        // What every implementation of the stores must do, as checks that each one's tests run.
        .target(
            name: "StorageConformance",
            dependencies: ["Cryptography", "Storage", "TestSupport", "Units"],
            path: "Tests/StorageConformance"),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Storage", "StorageConformance", "TestSupport", "Units", system, "Cryptography"]),
        // Killed by the tests while it writes.
        .executableTarget(
            name: "storage-victim",
            dependencies: ["EmbeddedStorage", "Storage", "StorageConformance", "TestSupport", "Units", system],
            path: "Tests/StorageVictim"),
        .testTarget(
            name: "EmbeddedStorageTests",
            dependencies: [
                "Cryptography", "EmbeddedStorage", "Storage", "StorageConformance", "TestSupport", "Units", system,
                "storage-victim",
            ]),
        // Killed by the tests while it records commands and signs them.
        .executableTarget(
            name: "audit-victim",
            dependencies: [
                "Audit", "EmbeddedStorage", "Events", "Storage", "TestSupport", "Transparency", system, logging,
            ],
            path: "Tests/AuditVictim"),
        .testTarget(
            name: "AuditTests",
            dependencies: [
                "Audit", "EmbeddedStorage", "Events", "Storage", "TestSupport", "Transparency", "audit-victim", system,
                "verdict", "verdict-coordinator", logging, protobuf,
            ],
            exclude: ["Python"]),
        // What views are made of in tests, and what they must be then.
        .target(
            name: "ViewsTestSupport",
            dependencies: ["Events", "Storage", "TestSupport", "Views"],
            path: "Tests/ViewsTestSupport"),
        // Killed by the tests while it makes views, and run on a disk that is full.
        .executableTarget(
            name: "views-victim",
            dependencies: ["Storage", "Views", "ViewsTestSupport", system, logging],
            path: "Tests/ViewsVictim"),
        .testTarget(
            name: "ViewsTests",
            dependencies: [
                "Concurrency", "Events", "Files", "Storage", "TestSupport", "Views", "ViewsTestSupport", system,
                "views-victim", logging,
            ]),
        .testTarget(
            name: "WireTests",
            dependencies: [
                "Identity", "Wire", "WireTestSupport", "TestSupport", "Units", system, protobuf, nioCore, nioPosix,
                nioSSL, logging,
            ],
            exclude: ["Protos", "Python"]),
        .testTarget(
            name: "OperationsTests",
            dependencies: [
                "Operations", "StrictYAML", "Units", system, coreMetrics, logging, nioCore, serviceLifecycle,
            ]),
        .testTarget(
            name: "HTTPTests",
            dependencies: [
                "Coordinator", "Cryptography", "EmbeddedStorage", "Evaluation", "Events", "Executions", "Grading",
                "HTTP", "Identity", "Kernel", "KernelTestSupport", "Outgoing", "Sandbox", "Storage", "Telemetry",
                "Templates", "TestSupport", "Toolchains", "Units", "Wire", "WireTestSupport", system, "verdict-cell",
                "verdict-coordinator", "verdict-worker", coreMetrics, hummingbird, logging,
                .product(name: "MetricsTestKit", package: "swift-metrics"), nioCore, nioSSL, nioPosix, serviceLifecycle,
            ],
            exclude: ["Facades/Python", "Tracing/Python"]),
        .testTarget(
            name: "PersonalDataTests",
            dependencies: [
                "Cryptography", "EmbeddedStorage", "JSONText", "PersonalData", "Storage", "TestSupport", "Units",
                system,
            ]),
        .testTarget(name: "RateLimitsTests", dependencies: ["RateLimits", "TestSupport", "Units"]),
        .testTarget(
            name: "JetStreamTests",
            dependencies: ["Cryptography", "JetStream", "Storage", "StorageConformance", "TestSupport", "Units"]),
        // Real processes, killed and cut off while they judge.
        .testTarget(
            name: "FleetFaultTests",
            dependencies: [
                "EmbeddedStorage", "Fleet", "Identity", "Storage", "Wire", "WireTestSupport", "TestSupport", "verdict",
                "verdict-coordinator", "verdict-worker", "verdict-cell", system, logging,
            ]),
        .testTarget(
            name: "verdictTests",
            dependencies: [
                "verdict", "verdict-cell", "verdict-coordinator", "verdict-worker", "Reporting", "Fleet", "Identity",
                "Wire", "WireTestSupport", "TestSupport", "Judging", "Grading", "Problems", "Processes", "Units",
                system, protobuf, logging, argumentParser,
            ]),
        // Killed by the tests, and run on a disk that is full.
        .executableTarget(
            name: "contents-server",
            dependencies: ["Coordinator", "EmbeddedStorage", "Identity", "Storage", "Wire", "Units", system, logging],
            path: "Tests/ContentsServer"),
        .testTarget(
            name: "FleetTests",
            dependencies: [
                "Fleet", "Coordinator", "EmbeddedStorage", "Identity", "Events", "Storage", "Wire", "WireTestSupport",
                "TestSupport", "Grading", "PackageFiles", "Problems", "Provenance", "Units", system, "contents-server",
                protobuf, logging,
            ]),
        .testTarget(
            name: "CoordinatorTests",
            dependencies: [
                "Concurrency", "Coordinator", "Events", "Executions", "Fleet", "EmbeddedStorage", "Identity", "Storage",
                "Wire", "Grading", "GradingWire", "KernelTestSupport", "Problems", "Provenance", "TestSupport",
                "Toolchains",
                "Units", system, protobuf, logging, .product(name: "MetricsTestKit", package: "swift-metrics"),
            ]),
        // A whole module, and what runs it.
        .target(
            name: "KernelTestSupport",
            dependencies: [
                "Concurrency", "Coordinator", "EmbeddedStorage", "Events", "Kernel", "Storage", "TestSupport", "Units",
                "Views", system, logging, protobuf,
            ],
            path: "Tests/KernelTestSupport",
            exclude: ["Protos"]),
        .testTarget(
            name: "PagesTests",
            dependencies: [
                "Coordinator", "Kernel", "KernelTestSupport", "Markup", "PageFrame", "Pages", "Templates", logging,
            ]),
        // The pages in a real browser.
        .testTarget(
            name: "BrowserTests",
            dependencies: ["TestSupport", "verdict-cell", "verdict-coordinator", "verdict-worker", system, nioPosix],
            exclude: ["Python"]),
        // The whole platform, with real processes, by nothing but its API.
        .testTarget(
            name: "PlatformJourneyTests",
            dependencies: [
                "TestSupport", "verdict", "verdict-cell", "verdict-coordinator", "verdict-worker", system, nioPosix,
            ],
            exclude: ["Python"]),
        .testTarget(name: "QRCodesTests", dependencies: ["Cryptography", "Markup", "QRCodes"]),
        // What the coordinator's program does besides serving: the log in words.
        .testTarget(
            name: "CoordinatorDaemonTests",
            dependencies: ["Events", "Storage", "verdict-coordinator", protobuf]),
        // What those who look after the site see and do, with a fleet of which tests are the workers.
        .testTarget(
            name: "AdministrationTests",
            dependencies: [
                "Administration", "Coordinator", "EmbeddedStorage", "Events", "Identity", "Kernel", "KernelTestSupport",
                "Markup", "PageFrame", "Storage", "Templates", "Units", "Wire", system, logging, protobuf,
            ]),
        // Everything that can be asked of the whole platform, by those who may, and by those who may not.
        .testTarget(
            name: "PlatformAttackTests",
            dependencies: [
                "EmbeddedStorage", "Kernel", "Storage", "TestSupport", "Toolchains", "verdict-cell",
                "verdict-coordinator", "verdict-worker", system, logging, nioPosix,
            ],
            exclude: ["Python"]),
        .testTarget(
            name: "AccountsTests",
            dependencies: [
                "Accounts", "Concurrency", "Coordinator", "Credentials", "Cryptography", "EmbeddedStorage", "Events",
                "HTTP", "JSONText", "Kernel", "Mail", "Markup", "OpenIDConnect", "Outgoing", "PageFrame",
                "PersonalData", "RateLimits", "Storage", "Templates", "TestSupport", "Units", system, logging,
            ],
            exclude: ["Python"]),
        .testTarget(
            name: "SubmissionsTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Fleet", "Identity", "Kernel", "KernelTestSupport",
                "PersonalData", "Storage", "Submissions", "TestSupport", "Toolchains", "Units", "Wire", system,
                "verdict-cell", "verdict-worker", logging, protobuf,
            ]),
        .testTarget(
            name: "ProfilesTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Kernel", "KernelTestSupport", "PersonalData", "Profiles",
                "Storage", "Submissions", "TestSupport", "Units", system, logging, protobuf,
            ]),
        .testTarget(
            name: "InvocationsTests",
            dependencies: [
                "Archives", "Coordinator", "EmbeddedStorage", "Events", "Grading", "Invocations", "Kernel",
                "KernelTestSupport", "Library", "PackageFiles", "Problems", "Storage", "TestSupport", "Toolchains",
                "Units", system, logging, protobuf,
            ]),
        .testTarget(
            name: "HacksTests",
            dependencies: [
                "Archives", "Contests", "Coordinator", "EmbeddedStorage", "Events", "Executions", "Grading", "Hacks",
                "Kernel", "KernelTestSupport", "Library", "PackageFiles", "PersonalData", "Problems", "Storage",
                "Submissions", "TestSupport", "Toolchains", "Units", system, logging, protobuf,
            ]),
        .testTarget(
            name: "UploadsTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Identity", "Kernel", "KernelTestSupport", "Storage",
                "TestSupport", "Units", "Uploads", system, logging,
            ]),
        .testTarget(
            name: "LibraryTests",
            dependencies: [
                "Archives", "Concurrency", "Coordinator", "EmbeddedStorage", "Events", "Executions", "Grading",
                "Kernel", "KernelTestSupport", "Library", "PackageFiles", "Problems", "Storage", "TestSupport",
                "Toolchains", "Units", "Uploads", system, logging,
            ]),
        .testTarget(
            name: "ResourcesTests",
            dependencies: [
                "Coordinator", "EmbeddedStorage", "Events", "Kernel", "KernelTestSupport", "Resources", "Storage",
                "Units", system, logging, protobuf,
            ]),
        .testTarget(
            name: "ContestsTests",
            dependencies: [
                "Contests", "Coordinator", "EmbeddedStorage", "Events", "Grading", "Hacks", "Kernel",
                "KernelTestSupport", "PersonalData", "Storage", "Submissions", "TestSupport", "Units", "Views", system,
                logging, protobuf,
            ],
            exclude: ["Python"]),
        .testTarget(name: "RehearsalsTests", dependencies: ["Rehearsals", "Toolchains", system, logging]),
        .testTarget(
            name: "KernelTests",
            dependencies: [
                "Concurrency", "Coordinator", "Cryptography", "Events", "Kernel", "KernelTestSupport", "Storage",
                "TestSupport", "Units", "Views", logging,
            ]),
        .testTarget(
            name: "WorkerTests",
            dependencies: [
                "Worker", "Fleet", "Identity", "Wire", "WireTestSupport", "TestSupport", "Judging", "Grading",
                "GradingWire", "Problems", "Toolchains", "Sandbox", "Units", system, "Cryptography", protobuf, logging,
            ]),
        .testTarget(
            name: "JudgingTests",
            dependencies: [
                "Executions", "Files", "Judging", "Checking", "Grading", "PackageFiles", "Problems", "Provenance",
                "Toolchains", "Sandbox", "TestSupport", "Units",
            ]),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)

// C has settings of its own, and a plugin none.
for target in package.targets where target.cSettings == nil && [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings = strict
}

// The toolchain's own linker takes a third of the default one's time. What brings flags of its own is C.
for target in package.targets where target.linkerSettings == nil && [.executable, .test].contains(target.type) {
    target.linkerSettings = [.unsafeFlags(["-use-ld=lld"])]
}
