// swift-tools-version: 6.2
import PackageDescription

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

/// Measurements, kept out of the product. Build them with `-c release`.
let package = Package(
    name: "verdict-benchmarks",
    dependencies: [
        .package(name: "verdict", path: ".."),
        .package(url: "https://github.com/apple/swift-system.git", exact: "1.8.1"),
        .package(url: "https://github.com/apple/swift-log.git", exact: "1.16.2"),
    ],
    targets: [
        // Starting processes and waiting for them, in C: nothing of Swift's stands between the clock and the kernel.
        .target(name: "CBench", cSettings: strictC),
        .executableTarget(name: "spawn", cSettings: strictC),
        .target(name: "Workloads", swiftSettings: strict),
        .executableTarget(
            name: "bench",
            dependencies: [
                "CBench", "Workloads", "spawn",
                // The command line tool, built with the same options and put beside this program.
                .product(name: "verdict", package: "verdict"),
                .product(name: "Sandbox", package: "verdict"),
                .product(name: "Checking", package: "verdict"),
                .product(name: "EmbeddedStorage", package: "verdict"),
                .product(name: "Views", package: "verdict"),
                .product(name: "Contests", package: "verdict"),
                .product(name: "Rehearsals", package: "verdict"),
                .product(name: "Coordinator", package: "verdict"),
                // The fleet's programs, beside this one, too, and its client.
                .product(name: "verdict-coordinator", package: "verdict"),
                .product(name: "verdict-worker", package: "verdict"),
                .product(name: "Fleet", package: "verdict"),
                .product(name: "Wire", package: "verdict"),
                .product(name: "Judging", package: "verdict"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "JetStream", package: "verdict"),
                .product(name: "SystemPackage", package: "swift-system"),
            ],
            swiftSettings: strict
        ),
        // The coordinator's decisions on a clock that does not wait.
        .executableTarget(
            name: "simulate", dependencies: [.product(name: "Coordinator", package: "verdict")], swiftSettings: strict),
        .executableTarget(
            name: "compare-bench",
            dependencies: ["Workloads", .product(name: "Checking", package: "verdict")],
            swiftSettings: strict
        ),
    ],
    swiftLanguageModes: [.v6],
    cLanguageStandard: .gnu17
)
