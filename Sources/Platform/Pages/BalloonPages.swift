internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// The balloons of a contest, for those who bring them.
extension SitePages {
    var balloonPages: [Page] {
        let path = "contests/{id}/balloons"
        return [
            Page(.get, path, Self.read, "The balloons of a contest.") { .show(try await balloons($0)) },
            Page(.post, path + "/{balloon}/deliver", Self.read, "Says that a balloon was brought.") { request in
                try await here(
                    request, "balloons/{balloon}/deliver", nil, saying: "It is brought.", at: ["balloons"])
            },
            Page(.post, path + "/{balloon}/return", Self.read, "Says that a balloon is not there.") { request in
                try await here(
                    request, "balloons/{balloon}/return", nil, saying: "It is not there.", at: ["balloons"])
            },
        ]
    }

    private func balloons(_ request: PageRequest) async throws -> PageContent {
        let id = request.parameter("id")
        let isAll = request.query["view"] == "all"
        let list = try await request.read(
            Self.contest + "/balloons", ["id": id],
            query: ["cursor": request.query["cursor"], "todo": isAll ? nil : "true", "limit": "100"])
        let home = ["contests", id, "balloons"]
        let values: [String: TemplateValue] = [
            "nextPath": request.next(list, at: home, isAll ? [("view", "all")] : []), "isAll": .flag(isAll),
            "todoPath": .path(LocalPath(of: home)), "allPath": .path(LocalPath(of: home, query: [("view", "all")])),
            "followed": .text(LocalPath(of: ["api", "v1", "live", "contests", id, "balloons"]).description),
            "balloons": .list(
                list.items("balloons").map { balloon in
                    let number = balloon.text("number")
                    return [
                        "number": .text(number), "label": .text(balloon.text("label")),
                        "color": .text(balloon.text("color")), "name": .text(Self.name(of: balloon)),
                        "minute": .text(balloon.text("minute")), "isFirst": .flag(balloon.flag("isFirst")),
                        "isTakenBack": .flag(balloon.flag("isTakenBack")),
                        "delivered": .text(balloon.time("delivered")),
                        "others": .text(balloon.items("others").compactMap(\.string).joined(separator: " ")),
                        "deliverPath": .path(LocalPath(of: home + [number, "deliver"])),
                        "returnPath": .path(LocalPath(of: home + [number, "return"])),
                    ]
                }),
        ]
        var content = PageContent("site/balloons", "Balloons of \(list.text("title"))", values)
        content.scripts = ["follow"]
        return content
    }
}

/// How balloons look.
enum BalloonTemplates {
    static let all = ["site/balloons": balloons]

    private static let balloons = """
        <ul class="tabs" aria-label="Which balloons">
        <li><a href="{{todoPath}}"{{^isAll}} aria-current="page"{{/isAll}}>To do</a></li>
        <li><a href="{{allPath}}"{{#isAll}} aria-current="page"{{/isAll}}>All</a></li>
        </ul>
        <div id="live" data-follow="{{followed}}" aria-live="polite">
        <div class="scroll" tabindex="0" role="region" aria-label="Balloons">
        <table>
        <thead><tr><th scope="col" class="number">Number</th><th scope="col">Problem</th><th scope="col">Colour</th><th scope="col">For</th><th scope="col" class="number">Minute</th><th scope="col">There already</th><th scope="col">Now</th></tr></thead>
        <tbody>
        {{#balloons}}
        <tr><td class="number">{{number}}</td><td>{{label}}{{#isFirst}} <span class="badge good">first</span>{{/isFirst}}</td><td class="nowrap">{{color}}</td><td>{{name}}</td><td class="number">{{minute}}</td><td>{{others}}</td>
        <td class="nowrap">{{#isTakenBack}}<span class="badge bad">not solved after all</span> {{/isTakenBack}}{{#delivered}}{{delivered}} <form method="post" action="{{returnPath}}">{{> token}}<button class="second">Not there</button></form>{{/delivered}}{{^delivered}}{{^isTakenBack}}<form method="post" action="{{deliverPath}}">{{> token}}<button>Brought</button></form>{{/isTakenBack}}{{/delivered}}</td></tr>
        {{/balloons}}
        {{^balloons}}
        <tr><td colspan="7">None.</td></tr>
        {{/balloons}}
        </tbody>
        </table>
        </div>
        {{> next-page}}
        </div>

        """
}
