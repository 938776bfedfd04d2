import PackageFiles
import Problems
import Testing

@Suite("Test data by generators.yaml") struct GeneratorsFileTests {
    private static let settings = """
        problem_format_version: 2025-09
        type: pass-fail
        name: A
        license: public domain
        uuid: 5b7c9f4e-3a5d-4f0e-8a57-0c6b9d1b2a11
        constants: {most: 70}

        """

    private func package(_ plan: String, _ more: [String: String] = [:]) throws -> TemporaryPackage {
        var files = [
            "problem.yaml": Self.settings, "generators/generators.yaml": plan, "generators/gen.py": "",
            "generators/lib.py": "", "generators/own/main.py": "", "generators/manual/a.in": "1\n",
            "generators/manual/a.ans": "1\n", "generators/manual/b.in": "2\n", "submissions/accepted/b.py": "",
            "submissions/accepted/a.py": "",
        ]
        files.merge(more) { $1 }
        return try TemporaryPackage(files)
    }

    private func generation(_ plan: String, _ more: [String: String] = [:]) throws -> TestGeneration {
        let package = try package(plan, more)
        defer { withExtendedLifetime(package) {} }
        return try ProblemPackage.generation(in: PackageDirectory(package.path))
    }

    /// What makes each input, by its place: the words of a command, or where it is copied from.
    private func inputs(_ generation: TestGeneration) -> [String: String] {
        var inputs: [String: String] = [:]
        for step in generation.steps where step.purpose.hasSuffix(".in") {
            let command = step.commands.first.map { command in
                ([generation.generators[command.generator].program.name] + command.arguments).joined(separator: " ")
            }
            inputs[String(step.purpose.dropFirst("data/".count))] = command ?? step.input?.text
        }
        return inputs
    }

    @Test("has the names, numbers and seeds that BAPCtools gives")
    func names() throws {
        let generation = try generation(
            """
            random_salt: salt
            generators: {two: [gen.py, lib.py]}
            data:
              secret:
                data:
                - first:
                    data:
                    - a: "two {{most}} {seed}"
                    - {"": {generate: "gen.py {count} {seed:3} {name}", count: [1, 3]}}
                - second: {data: {z: {copy: manual/b}, y: own 7}}
              sample:
                data: {q: manual/a.in}
            """)
        // The seeds are what BAPCtools makes of the same words.
        #expect(
            inputs(generation) == [
                "sample/q.in": "generators/manual/a.in",
                "secret/1-first/1-a.in": "generators/two 70 1577234930",
                "secret/1-first/2-1.in": "generators/gen.py 1 658602986 testcase",
                "secret/1-first/3-3.in": "generators/gen.py 3 31235214 testcase",
                "secret/2-second/y.in": "generators/own 7", "secret/2-second/z.in": "generators/manual/b.in",
            ])
        #expect(
            generation.generators.first { $0.program.name.hasSuffix("two") }?.program.files.map(\.name) == [
                "gen.py", "lib.py",
            ])
    }

    @Test("has answers copied, given, or written by a solution")
    func answers() throws {
        let generation = try generation(
            """
            data:
              sample: {solution: /submissions/accepted/b.py, data: {a: {copy: manual/b}}}
              secret:
                test_group.yaml: {output_validator_args: [float_tolerance, 0.5]}
                data: {c: {in: "5", ans: "6\\n"}, d: {copy: manual/a}, e: {in: "7"}}
            """)
        let texts = Dictionary(
            uniqueKeysWithValues: generation.texts.map { ($0.path.text, String(decoding: $0.bytes, as: UTF8.self)) })
        #expect(
            texts == [
                "data/secret/c.in": "5\n", "data/secret/c.ans": "6\n", "data/secret/e.in": "7\n",
                "data/secret/test_group.yaml": "{\"output_validator_args\": [\"float_tolerance\", 0.5]}\n",
            ])
        let made = generation.steps.filter { $0.purpose.hasSuffix(".ans") }.map { step in
            "\(step.purpose) \(step.commands.first.map { generation.generators[$0.generator].program.name } ?? step.input?.text ?? "")"
        }
        #expect(
            made.sorted() == [
                "data/sample/a.ans submissions/accepted/b.py", "data/secret/d.ans generators/manual/a.ans",
                "data/secret/e.ans submissions/accepted/a.py",
            ])
        let talking = try self.generation(
            "data: {secret: {data: {a: {in: \"1\"}}}}",
            ["problem.yaml": Self.settings.replacing("type: pass-fail", with: "type: interactive")])
        #expect(talking.texts.map(\.path.text) == ["data/secret/a.in", "data/secret/a.ans"] && talking.steps.isEmpty)
    }

    @Test("has what a folder includes copied there")
    func includes() throws {
        let generation = try generation(
            """
            data:
              sample: {data: {a: {copy: manual/a}}}
              secret: {data: [{one: {include: [a], data: {b: gen.py}}}, {two: {include: [one], data: {}}}]}
            """)
        let copies = generation.steps.filter { $0.commands.isEmpty }.map { "\($0.purpose) \($0.input?.text ?? "")" }
        #expect(
            copies.sorted() == [
                "data/sample/a.ans generators/manual/a.ans", "data/sample/a.in generators/manual/a.in",
                "data/secret/1-one/a.ans data/sample/a.ans", "data/secret/1-one/a.in data/sample/a.in",
                "data/secret/2-two/a.ans data/sample/a.ans", "data/secret/2-two/a.in data/sample/a.in",
                "data/secret/2-two/b.ans data/secret/1-one/b.ans", "data/secret/2-two/b.in data/secret/1-one/b.in",
            ])
    }

    @Test("is not read where there are secret test cases")
    func present() throws {
        #expect(try generation("nonsense", ["data/secret/1.in": ""]).isEmpty)
        let some = try generation(
            "data: {sample: {data: {a: {copy: manual/a}}}, secret: {data: {b: gen.py}}}", ["data/sample/a.in": ""])
        #expect(some.steps.map(\.purpose) == ["data/sample/a.ans", "data/secret/b.in", "data/secret/b.ans"])
    }

    static let refused: [(plan: String, message: String)] = [
        ("- a", "generators/generators.yaml"),
        ("data: {secret: {data: {a: none.py}}}", "calls none.py, which is not in"),
        ("data: {secret: {data: {a: {copy: manual/z}}}}", "names generators/manual/z, and there is no such file"),
        ("data: {secret: {data: {a: {copy: ../../x}}}}", "names generators/../../x, and there is no such file"),
        ("data: {secret: {data: {'../x': gen.py}}}", "has the name ../x, which no test case may have"),
        ("data: {secret: {data: {a: {ans: '1'}}}}", "says of no file that it is the input of secret/a"),
        ("data: {secret: {data: [{a: gen.py, b: gen.py}]}}", "must have one key"),
        ("data: {secret: {data: {a: {generate: gen.py, count: 101}}}}", "must be from 1 to 100"),
        ("data: {secret: {data: {a: {generate: gen.py, count: 5..=3}}}}", "two with ..= between them"),
        ("data: {secret: {data: {a: {generate: gen.py, count: [1, 1]}}}}", "different numbers"),
        ("data: {secret: {include: [x], data: {a: gen.py}}}", "must be the key of one test case or folder before it"),
        ("data: {secret: {retries: 3, data: {a: gen.py}}}", "called once more, which is not done"),
        ("data: {secret: {solution: a.py, data: {a: gen.py}}}", "must be the path of a solution in the package"),
        ("data: {secret: {solution: , data: {a: gen.py}}}", "gives no answer to secret/a"),
        ("data: {secret: {data: {a: \"gen.py 'x\"}}}", "is no command"),
        ("data: {secret: {data: {a: {in: {link: ans}}}}}", "must be a text"),
    ]

    @Test("is refused with the reason if it cannot be made", arguments: refused.indices)
    func refusals(index: Int) throws {
        let (plan, message) = Self.refused[index]
        let error = #expect(throws: ProblemError.self) { try generation(plan) }
        #expect(error?.description.contains(message) == true, "\(plan): \(error.map { "\($0)" } ?? "")")
    }
}
