import Testing

@testable import Toolchains

@Suite struct VersionNumberTests {
    @Test(arguments: [
        ("gcc (Debian 12.2.0-14+deb12u1) 12.2.0", "12.2.0"), ("go version go1.19.8 linux/amd64", "1.19.8"),
        ("The Glorious Glasgow Haskell Compilation System, version 9.0.2", "9.0.2"), ("v20.20.2", "20.20.2"),
        ("info: kotlinc-jvm 1.3-SNAPSHOT (JRE 17.0.15+6-Debian-1deb12u1)", "1.3"),
        ("Lua 5.4.4  Copyright (C) 1994-2022 Lua.org, PUC-Rio", "5.4.4"), ("3.2.2+dfsg-20", "3.2.2"),
        ("GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2.15"), ("Erlang 25", "25"),
        ("version 7.", "7"), ("none", nil), ("", nil),
    ])
    func isFound(_ text: String, _ version: String?) {
        #expect(VersionNumber.find(in: text) == version)
    }

    @Test(arguments: [
        ("12.2.0", "12.2.0"), ("1.3", "1.3.0"), ("25", "25.0.0"), ("6.8.0.105", "6.8.0"), ("2022.04.012", "2022.4.12"),
        ("1.00.0", "1.0.0"),
    ])
    func getsThreeNumbers(_ version: String, _ semantic: String) {
        #expect(VersionNumber.semantic(version) == semantic)
    }
}
