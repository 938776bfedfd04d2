import Testing

@testable import Toolchains

@Suite struct HostFilesTests {
    @Test(arguments: [
        ("java-8", "java-17"), ("go-1.9", "go-1.19"), ("a-1.2/bin", "a-1.10/bin"), ("a-2", "a-10/b"), ("a", "a-1"),
        ("kotlinc-2.0.0-RC/lib", "kotlinc-2.0.0/lib"), ("a-9", "a-010"),
        ("x-99999999999999999999", "x-100000000000000000000"),
    ])
    func numbersAreComparedAsNumbers(_ older: String, _ newer: String) {
        #expect(HostFiles.isOlder(older, newer))
        #expect(!HostFiles.isOlder(newer, older))
        #expect(!HostFiles.isOlder(newer, newer))
    }
}
