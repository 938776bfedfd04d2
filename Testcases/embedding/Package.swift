// swift-tools-version: 6.2
import PackageDescription

/// The examples of the article "Embedding", as a package that has nothing but the library: Scripts/docs builds and runs
/// them, and compares them with the article.
let sandbox: Target.Dependency = .product(name: "Sandbox", package: "verdict")

let package = Package(
    name: "embedding",
    dependencies: [.package(name: "verdict", path: "../..")],
    targets: [
        .executableTarget(name: "batch", dependencies: [sandbox]),
        .executableTarget(name: "stream", dependencies: [sandbox]),
        .executableTarget(name: "interact", dependencies: [sandbox]),
    ]
)
