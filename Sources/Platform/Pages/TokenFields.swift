internal import Coordinator
internal import JSONText
internal import Kernel
internal import Templates

/// What is wrong with the fields of a form, each said beside the field. Pure.
struct WrongFields {
    private(set) var all: [(field: String, words: String)] = []

    /// Says what is wrong with a field.
    mutating func add(_ field: String, _ words: String) { all.append((field, words)) }

    /// What is wrong with a field; nothing, if that is nothing.
    subscript(_ field: String) -> TemplateValue {
        all.first { $0.field == field }.map { TemplateValue.text($0.words) } ?? .nothing
    }

    /// All of it, above the form; nil if nothing is wrong.
    var complaint: String? { all.isEmpty ? nil : all.map(\.words).joined(separator: " ") }
}

/// The fields for tokens, as CMS has them: those of a contest, or of one of its problems. Pure.
struct TokenFields {
    private static let most: Int64 = 1_000_000

    /// A number, or a time in minutes.
    private struct Amount {
        /// The name of the field, and of the API's member but for what a time's ends with.
        var name: String
        var label: String
        var isTime = false

        var member: String { isTime ? name + "Seconds" : name }
    }

    private static let amounts = [
        Amount(name: "initial", label: "At the beginning"), Amount(name: "generated", label: "More each time"),
        Amount(name: "interval", label: "Minutes between those times", isTime: true),
        Amount(name: "mostAtOnce", label: "At once at most"), Amount(name: "most", label: "In all at most"),
        Amount(name: "pause", label: "Minutes from one to the next", isTime: true),
    ]

    /// What their names begin with.
    let prefix: String
    /// What they are for.
    let legend: String
    /// What it is where nothing is said: `none` of a contest, `infinite` of a problem, which then has the contest's alone.
    let usual: String

    /// Those of a contest.
    static let contest = TokenFields(prefix: "tokens", legend: "For all problems together", usual: "none")

    /// Those of a problem.
    static func problem(_ id: String, label: String) -> TokenFields {
        TokenFields(prefix: "tokens-\(id)", legend: "For problem \(label) alone", usual: "infinite")
    }

    /// The form's part.
    /// - Parameters:
    ///   - known: what they are now; nil: what is usual.
    ///   - sent: what was sent, if something was.
    ///   - wrong: what is wrong with that.
    func values(_ known: JSONTree?, _ sent: PageRequest?, _ wrong: WrongFields) -> TemplateValue {
        let mode = sent?.fields[prefix + "-mode"]?.first ?? known?.text("mode") ?? usual
        let modes = [("none", "None"), ("finite", "So many:"), ("infinite", "Any number")]
        return .record([
            "prefix": .text(prefix), "legend": .text(legend),
            "modes": .list(
                modes.map { ["mode": .text($0.0), "name": .text($0.1), "isHere": .flag($0.0 == mode)] }),
            "amounts": .list(
                Self.amounts.map { amount in
                    let name = "\(prefix)-\(amount.name)"
                    let value = sent.map { $0.field(name) } ?? Self.text(known?[amount.member]?.integer, amount)
                    return [
                        "name": .text(name), "label": .text(amount.label), "value": .text(value), "wrong": wrong[name],
                    ]
                }),
        ])
    }

    private static func text(_ number: Int?, _ amount: Amount) -> String {
        guard let number, number != 0 else { return "" }
        return amount.isTime ? ClockText.text(Int64(number)) : "\(number)"
    }

    /// Whether somebody has said something else than what is usual, or something wrong.
    func areUsed(_ known: JSONTree?, _ sent: PageRequest?, _ wrong: WrongFields) -> Bool {
        let mode = sent?.fields[prefix + "-mode"]?.first ?? known?.text("mode") ?? usual
        return mode != usual || wrong.all.contains { $0.field.hasPrefix(prefix + "-") }
    }

    /// What the API is told; nil: what is usual.
    /// - Parameters:
    ///   - request: what was sent. What has no such fields leaves it as it is.
    ///   - known: what they are now.
    ///   - wrong: gets what is wrong.
    func body(_ request: PageRequest, _ known: JSONTree?, _ wrong: inout WrongFields) -> JSONTree? {
        guard let mode = request.fields[prefix + "-mode"]?.first else { return known }
        guard mode != usual else { return nil }
        var members: [JSONTree.Member] = [.init(key: "mode", value: .string(mode))]
        guard mode != "none" else { return .object(members) }
        var said: [String: Int64] = [:]
        for amount in Self.amounts {
            let (name, text) = ("\(prefix)-\(amount.name)", request.field("\(prefix)-\(amount.name)"))
            guard !text.isEmpty else { continue }
            let number = amount.isTime ? ClockText.seconds(text) : Int64(text)
            guard let number, number >= 0, amount.isTime || number <= Self.most else {
                wrong.add(
                    name,
                    amount.isTime
                        ? "\(amount.label): write a number of minutes, such as 30, or 0:30 with seconds."
                        : "\(amount.label): write a whole number from 0 to \(Self.most).")
                continue
            }
            said[amount.name] = number
            members.append(.init(key: amount.member, value: JSONTree(number)))
        }
        if said["generated"] ?? 0 > 0, said["interval"] ?? 0 == 0,
            !wrong.all.contains(where: { $0.field == "\(prefix)-interval" })
        {
            wrong.add("\(prefix)-interval", "Minutes between those times: say after how many there are more.")
        }
        return .object(members)
    }
}

extension OrganiserTemplates {
    /// The fields for tokens.
    static let tokens = """
        <details{{#hasTokens}} open{{/hasTokens}}>
        <summary>Tokens</summary>
        <p class="hint">Each shows all that came of one submission. Nothing in a field: no such limit, and none more.</p>
        {{#tokens}}
        <fieldset>
        <legend>{{legend}}</legend>
        <div class="field"><label for="{{prefix}}-mode">Tokens</label><select id="{{prefix}}-mode" name="{{prefix}}-mode">{{#modes}}<option value="{{mode}}"{{#isHere}} selected{{/isHere}}>{{name}}</option>{{/modes}}</select></div>
        {{#amounts}}
        <div class="field"><label for="{{name}}">{{label}}</label><input id="{{name}}" name="{{name}}" value="{{value}}" autocomplete="off"{{#wrong}} aria-invalid="true" aria-describedby="{{name}}-wrong"{{/wrong}}>
        {{#wrong}}<span class="wrong" id="{{name}}-wrong">{{wrong}}</span>{{/wrong}}</div>
        {{/amounts}}
        </fieldset>
        {{/tokens}}
        <p><label><input type="checkbox" name="takesTokened" value="yes"{{#takesTokened}} checked{{/takesTokened}}{{#takesTokenedWrong}} aria-invalid="true" aria-describedby="takesTokened-wrong"{{/takesTokenedWrong}}> The best of those with a token and of the last one counts, with the rules ioi</label>
        {{#takesTokenedWrong}}<span class="wrong" id="takesTokened-wrong">{{takesTokenedWrong}}</span>{{/takesTokenedWrong}}</p>
        </details>
        """
}
