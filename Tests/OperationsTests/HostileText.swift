/// Texts that have broken formats elsewhere.
enum HostileText {
    static let all = [
        "", " ", "a b", "a=b", "=", "\"", "\\", "\\\"", "'", "a\nb", "a\r\nb", "\n", "\t", "\0", "\u{1B}[2J", "\u{7F}",
        "\u{85}", "\u{9B}31m", "\u{2028}", "\u{2029}", "\u{202E}evil", "\u{2066}x", "\u{FEFF}", "grüße", "🧪",
        "e\u{301}",
        "x\n2026-01-01T00:00:00.000Z critical store: gone", "x\n<0>emergency", "{\"level\":\"error\"}", "}\n{", "%s%n",
        "user=admin ok=true", "\" admin=\"true", "# HELP x y", "x{a=\"b\"} 1", "le", "__name__", "\\n", "\u{10FFFF}",
        String(repeating: "x", count: 100_000), String(repeating: "\n", count: 20_000),
        String(repeating: "🧪", count: 20_000),
    ]
}
