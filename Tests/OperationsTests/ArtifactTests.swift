import Foundation
import StrictYAML
import SystemPackage
import Testing
import Units

@testable import Operations

/// What lies beside the programs has to speak of the metrics and settings that there are.
@Suite("Dashboard, alert rules, units and page")
struct ArtifactTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let catalog = MetricDescription.coordinator + MetricDescription.worker + MetricDescription.process

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The metrics that an expression names, without the suffixes of a histogram's series.
    private static func metrics(in expression: String) -> Set<String> {
        let names = expression.matches(of: /\b(?:verdict|process)_[a-z_]+/).map { String($0.0) }
        return Set(names.map { $0.replacing(/_(bucket|sum|count)$/, with: "") })
    }

    private static func alerts() throws -> [(name: String, rule: YAMLMapping)] {
        let document = try YAMLDocument(text: text("Scripts/operations/alerts.yaml"), file: "alerts.yaml")
        return try document.root.mapping().sequence("groups").flatMap { group in
            try group.mapping().sequence("rules").map { rule in
                let rule = try rule.mapping()
                return (try rule.string("alert"), rule)
            }
        }
    }

    private static func panels() throws -> [[String: Any]] {
        try #require(try dashboard()["panels"] as? [[String: Any]])
    }

    private static func dashboard() throws -> [String: Any] {
        let data = Data(try text("Scripts/operations/dashboard.json").utf8)
        return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private static func expressions() throws -> [String] {
        try panels().flatMap { $0["targets"] as? [[String: Any]] ?? [] }.compactMap { $0["expr"] as? String }
    }

    @Test("Names, labels and help of the metrics follow Prometheus' rules")
    func names() {
        #expect(Set(Self.catalog.map(\.name)).count == Self.catalog.count)
        for metric in Self.catalog {
            #expect(MetricName.metric(metric.name) == metric.name)
            #expect(metric.labels.allSatisfy { MetricName.label($0) == $0 })
            #expect((metric.kind == .counter) == metric.name.hasSuffix("_total"), "\(metric.name)")
            #expect(metric.help.hasSuffix(".") && metric.help.first?.isLetter == true || metric.help.hasPrefix("1 "))
        }
    }

    @Test("Every alert has an expression of known metrics, a severity and texts")
    func alertRules() throws {
        let known = Set(Self.catalog.map(\.name))
        let alerts = try Self.alerts()
        #expect(Set(alerts.map(\.name)).count == alerts.count && alerts.count > 10)
        for (name, rule) in alerts {
            try rule.allow("alert", "expr", "for", "labels", "annotations")
            #expect(Self.metrics(in: try rule.string("expr")).subtracting(known) == [], "\(name)")
            #expect(["page", "ticket"].contains(try rule.mapping("labels").string("severity")))
            #expect(try !rule.mapping("annotations").string("summary").isEmpty)
            #expect(try !rule.mapping("annotations").string("description").isEmpty)
        }
    }

    @Test("The dashboard is one for Grafana 10 with a variable for the data source, and every query uses it")
    func dashboardShape() throws {
        let dashboard = try Self.dashboard()
        #expect(dashboard["schemaVersion"] as? Int == 38)
        let variables = try #require((dashboard["templating"] as? [String: Any])?["list"] as? [[String: Any]])
        #expect(variables.contains { $0["type"] as? String == "datasource" && $0["name"] as? String == "datasource" })
        let panels = try Self.panels()
        #expect(Set(panels.compactMap { $0["id"] as? Int }).count == panels.count)
        for panel in panels where panel["type"] as? String != "row" {
            #expect((panel["datasource"] as? [String: String])?["uid"] == "${datasource}")
        }
        let places = panels.compactMap { $0["gridPos"] as? [String: Int] }
        #expect(places.count == panels.count)
        var taken: Set<[Int]> = []
        for place in places {
            let (x, y, w, h) = (place["x"] ?? 0, place["y"] ?? 0, place["w"] ?? 0, place["h"] ?? 0)
            #expect(x + w <= 24)
            for column in x..<(x + w) { for row in y..<(y + h) { #expect(taken.insert([column, row]).inserted) } }
        }
    }

    @Test("Everything that is measured is shown, and nothing else is")
    func coverage() throws {
        let shown = Self.metrics(in: try Self.expressions().joined(separator: "\n"))
        let known = Set(Self.catalog.map(\.name))
        #expect(shown.subtracting(known) == [])
        let watched = try Self.alerts().map { try $0.rule.string("expr") }.joined(separator: "\n")
        #expect(known.subtracting(shown.union(Self.metrics(in: watched))) == [])
    }

    @Test("The page's tables have each metric's kind and labels", arguments: ArtifactTests.catalog)
    func page(metric: MetricDescription) throws {
        let page = try Self.text("Sources/Operations/Operations.docc/Operations.md")
        let labels = metric.labels.map { "`\($0)`" }.joined(separator: ", ")
        let row = "| `\(metric.name)` | \(metric.kind.rawValue) | \(labels.isEmpty ? "" : labels + " ")| "
        #expect(page.contains(row))
    }

    @Test("The page has the settings that every daemon has, with their defaults")
    func pageSettings() throws {
        let page = try Self.text("Sources/Operations/Operations.docc/Operations.md")
        for setting in OperationsConfiguration.settings {
            #expect(page.contains("| `\(setting.name)` | `\(setting.show(OperationsConfiguration()))` | "))
        }
    }

    @Test("systemd waits longer than a daemon may take to end", arguments: ["coordinator", "worker"])
    func units(daemon: String) throws {
        let unit = try Self.text("Scripts/operations/verdict-\(daemon).service").split(separator: "\n")
        let value = { (key: String) in
            unit.first { $0.hasPrefix(key + "=") }.map { String($0.dropFirst(key.count + 1)) }
        }
        let longest = OperationsConfiguration().shutdownDeadline + RunOptions().cancellationDeadline
        #expect(try #require(value("TimeoutStopSec").flatMap { Duration(parsing: $0) }) > longest)
        #expect(value("Type") == "notify")
        #expect(value("User") == "verdict-\(daemon)")
        #expect(value("NoNewPrivileges") == "yes" && value("CapabilityBoundingSet") == "")
        #expect(value("ExecStart") == "/usr/bin/verdict-\(daemon) --config /etc/verdict/\(daemon).yaml")
    }
}
