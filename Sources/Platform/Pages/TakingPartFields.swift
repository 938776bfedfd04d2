internal import JSONText
internal import Kernel
internal import Templates

/// The fields of a contest's form for who may take part in it, and how. Pure.
enum TakingPartFields {
    /// What is sent with them: what does not send it leaves all of them as they are.
    private static let marker = "taking-part"

    private static let numbers: [(name: String, label: String, most: Int64)] = [
        ("teamSize", "People in a team; nothing: all take part alone", 100),
        ("capacity", "Places; nothing: any number", 1_000_000),
        ("submissionsPerProblem", "Submissions for a problem; nothing: any number", 100_000),
    ]
    private static let flags: [(name: String, label: String)] = [
        ("allowsUpsolving", "Problems may be solved after the end, for no board"),
        ("allowsVirtual", "One may take part alone after the end"),
        ("isWithoutQuestions", "No questions are taken"),
    ]
    private static let feedbacks: [(name: String, label: String)] = [
        ("", "What is usual with the rules"), ("pending", "Nothing before the end"), ("verdict", "The verdict"),
        ("groups", "Groups of test cases"), ("tests", "Each test case"),
        ("everything", "All, with the checker's words"),
    ]
    /// What the API calls what the fields say.
    private static let members = Set(
        numbers.map(\.name) + flags.map(\.name)
            + ["divisions", "joinUntil", "feedback", "submissionIntervalSeconds", "accessCode"])

    /// The form's part.
    /// - Parameters:
    ///   - contest: what it is now; nil: there is none yet.
    ///   - sent: what was sent, if something was.
    ///   - wrong: what is wrong with that.
    static func values(_ contest: JSONTree?, _ sent: PageRequest?, _ wrong: WrongFields) -> TemplateValue {
        let sent = sent.flatMap { $0.fields[marker] == nil ? nil : $0 }
        func text(_ name: String, _ known: String) -> TemplateValue { .text(sent?.field(name) ?? known) }
        let interval = contest?["submissionIntervalSeconds"]?.integer ?? 0
        let feedback = sent?.field("feedback") ?? contest?.text("feedback") ?? ""
        let known = contest?.items("divisions").compactMap(\.string).joined(separator: "\n") ?? ""
        let named = numbers.map(\.name) + ["submissionInterval"]
        return .record([
            "isOpen": .flag(wrong.all.contains { named.contains($0.field) }), "marker": .text(marker),
            "divisions": text("divisions", known), "joinUntil": text("joinUntil", contest?.text("joinUntil") ?? ""),
            "interval": text("submissionInterval", interval == 0 ? "" : ClockText.text(Int64(interval))),
            "intervalWrong": wrong["submissionInterval"],
            "hasAccessCode": .flag(contest?.flag("hasAccessCode") ?? false),
            "numbers": .list(
                numbers.map { name, label, _ in
                    let number = contest?[name]?.integer ?? 0
                    return [
                        "name": .text(name), "label": .text(label), "wrong": wrong[name],
                        "value": text(name, number == 0 ? "" : "\(number)"),
                    ]
                }),
            "flags": .list(
                flags.map { name, label in
                    [
                        "name": .text(name), "label": .text(label),
                        "isSet": .flag(sent.map { !$0.field(name).isEmpty } ?? contest?.flag(name) ?? false),
                    ]
                }),
            "feedbacks": .list(
                feedbacks.map { name, label in
                    ["name": .text(name), "label": .text(label), "isHere": .flag(name == feedback)]
                }),
        ])
    }

    /// What the API is told, with what is not said here as it is.
    /// - Parameters:
    ///   - request: what was sent.
    ///   - kept: the API's members of the contest that stay as they are unless something else is said.
    ///   - wrong: gets what is wrong.
    static func body(
        _ request: PageRequest, _ kept: [JSONTree.Member], _ wrong: inout WrongFields
    ) -> [JSONTree.Member] {
        guard request.fields[marker] != nil else { return kept }
        var said = kept.filter { !members.contains($0.key) }
        for (name, label, most) in numbers where !request.field(name).isEmpty {
            guard let number = Int64(request.field(name)), (0...most).contains(number) else {
                wrong.add(name, "\(label.prefix { $0 != ";" }): write a whole number from 0 to \(most).")
                continue
            }
            said.append(.init(key: name, value: JSONTree(number)))
        }
        if !request.field("submissionInterval").isEmpty {
            if let seconds = ClockText.seconds(request.field("submissionInterval")) {
                said.append(.init(key: "submissionIntervalSeconds", value: JSONTree(seconds)))
            } else {
                wrong.add(
                    "submissionInterval",
                    "From one submission to the next: write a number of minutes, such as 1, or 0:30.")
            }
        }
        for (name, _) in flags { said.append(.init(key: name, value: request.flag(name))) }
        let divisions = request.field("divisions").split(whereSeparator: \.isNewline).map { $0.trimmed }
        said.append(.init(key: "divisions", value: .array(divisions.filter { !$0.isEmpty }.map { .string($0) })))
        for name in ["joinUntil", "feedback", "accessCode"] {
            if let text = request.text(name) { said.append(.init(key: name, value: text)) }
        }
        if request.field("accessCode").isEmpty, !request.field("noAccessCode").isEmpty {
            said.append(.init(key: "accessCode", value: .string("")))
        }
        return said
    }
}

extension Substring {
    /// Without the blanks around it.
    fileprivate var trimmed: String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

extension OrganiserTemplates {
    /// The fields for who may take part.
    static let takingPart = """
        {{#takingPart}}
        <details{{#isOpen}} open{{/isOpen}}>
        <summary>Who takes part, and how</summary>
        <input type="hidden" name="{{marker}}" value="yes">
        {{#numbers}}
        <div class="field"><label for="{{name}}">{{label}}</label><input id="{{name}}" name="{{name}}" value="{{value}}" autocomplete="off"{{#wrong}} aria-invalid="true" aria-describedby="{{name}}-wrong"{{/wrong}}>
        {{#wrong}}<span class="wrong" id="{{name}}-wrong">{{wrong}}</span>{{/wrong}}</div>
        {{/numbers}}
        <div class="field"><label for="submissionInterval">Minutes from one submission for a problem to the next</label><input id="submissionInterval" name="submissionInterval" value="{{interval}}" autocomplete="off"{{#intervalWrong}} aria-invalid="true" aria-describedby="submissionInterval-wrong"{{/intervalWrong}}>
        {{#intervalWrong}}<span class="wrong" id="submissionInterval-wrong">{{intervalWrong}}</span>{{/intervalWrong}}</div>
        <div class="field"><label for="divisions">Divisions</label><textarea class="short" id="divisions" name="divisions" spellcheck="false" aria-describedby="divisions-hint">{{divisions}}</textarea>
        <span class="hint" id="divisions-hint">One a line. Nothing: there are none.</span></div>
        <div class="field"><label for="joinUntil">Join until (UTC)</label><input id="joinUntil" name="joinUntil" value="{{joinUntil}}" placeholder="2027-01-31T09:00:00Z" autocomplete="off" spellcheck="false"></div>
        <div class="field"><label for="accessCode">Code that one joins with</label><input id="accessCode" name="accessCode" maxlength="200" autocomplete="off" aria-describedby="code-hint">
        <span class="hint" id="code-hint">{{#hasAccessCode}}Nothing: it stays as it is.{{/hasAccessCode}}{{^hasAccessCode}}Nothing: there is none.{{/hasAccessCode}}</span></div>
        {{#hasAccessCode}}<p><label><input type="checkbox" name="noAccessCode" value="yes"> No code any more</label></p>{{/hasAccessCode}}
        <div class="field"><label for="feedback">What one sees of one's own submissions</label><select id="feedback" name="feedback">{{#feedbacks}}<option value="{{name}}"{{#isHere}} selected{{/isHere}}>{{label}}</option>{{/feedbacks}}</select></div>
        {{#flags}}
        <p><label><input type="checkbox" name="{{name}}" value="yes"{{#isSet}} checked{{/isSet}}> {{label}}</label></p>
        {{/flags}}
        </details>
        {{/takingPart}}
        """
}
