import Testing

@testable import HTTP

@Suite("Sources in Java") struct JavaSourceTests {
    @Test(
        "are called as their public type",
        arguments: [
            ("public class A {}", "A"), ("import x.*;\npublic final class A<T> extends B {}", "A"),
            ("class B { public static class C {} }\npublic interface A{}", "A"), ("public record A(int x) {}", "A"),
            ("// public class B\n/* public class C { */ public enum A { X }", "A"),
            ("@X(\"public class B {\") public abstract class A {}", "A"), ("class A {}", nil), ("", nil),
            ("public", nil), ("public class", nil), ("public class ../x {}", nil), ("/* public class A {}", nil),
            ("class B { char c = '\\''; } public class A {}", "A"), ("public int x; class A {}", nil),
        ] as [(String, String?)])
    func areCalledAsTheirPublicType(source: String, name: String?) {
        #expect(JavaSource.publicType(in: Array(source.utf8)) == name)
    }
}
