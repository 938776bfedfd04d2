// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

/// Measurements, kept out of the product. Build them with `-c release`.
let package = Package(
    name: "verdict-benchmarks",
    dependencies: [
        .package(name: "verdict", path: "..")
    ],
    targets: [
        .executableTarget(
            name: "compare-bench",
            dependencies: [.product(name: "Checking", package: "verdict")],
            swiftSettings: strict
        )
    ],
    swiftLanguageModes: [.v6]
)
