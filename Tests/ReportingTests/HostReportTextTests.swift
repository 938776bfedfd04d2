import Reporting
import Sandbox
import Testing

/// A report on a host as people and programs see it.
@Suite struct HostReportTextTests {
    private let report = HostReport(items: [
        .init(.layers, "mount", .missing, found: "no", fix: "mend \u{1b}", layer: .mount, isRequired: true),
        .init(.layers, "pid", .missing, found: "no", fix: "mend \u{1b}", layer: .pid, isRequired: true),
        .init(.noise, "ASLR", .advice, found: "on", fix: "sysctl"),
        .init(.noise, "SMT", .ok, found: "off"),
    ])

    @Test func aTableHasGroupsAndEachCommandOnce() {
        let expected = """
            layers
              missing  mount  no
              missing  pid    no
                              → mend \\x1b
            noise
              advice   ASLR   on
                              → sysctl
              ok       SMT    off
            This host cannot sandbox: pid missing; 1 thing could be better.

            """
        let style = TextStyle(isColored: false)
        #expect(HostReportText.table(report, allowing: [.mount], style: style) == expected)
    }

    @Test func aHostThatHasAllSaysSo() {
        let fine = HostReport(items: [.init(.layers, "pid", .ok, found: "yes", layer: .pid, isRequired: true)])
        #expect(HostReportText.summary(fine) == "This host can sandbox.")
    }

    @Test func anItemIsOneObject() {
        #expect(
            HostReportText.json(report.items[0]).line
                == #"{"group": "layers", "name": "mount", "layer": "mount", "state": "missing", "required": true, "#
                + #""found": "no", "fix": "mend \u001b"}"#)
        #expect(HostReportText.json(report.items[3]).line.hasSuffix(#""found": "off", "fix": null}"#))
    }
}
