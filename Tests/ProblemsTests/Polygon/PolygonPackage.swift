import Grading
import Problems

extension TemporaryPackage {
    /// A package as Polygon exports it, read without errors and warnings.
    /// - Parameters:
    ///   - replacements: what is written instead of parts of `problem.xml`.
    ///   - changes: other changes to its files; nil takes one away.
    static func polygon(
        _ replacements: [String: String] = [:], changing changes: [String: String?] = [:]
    ) throws -> TemporaryPackage {
        var text = polygonSettings
        for (old, new) in replacements { text = text.replacing(old, with: new) }
        var files = polygonFiles
        files["problem.xml"] = text
        for (name, text) in changes { files[name] = text }
        return try TemporaryPackage(files)
    }

    static let polygonFiles = [
        "tests/01": "1 2\n", "tests/01.a": "3\n", "tests/02": "2 2\n", "tests/02.a": "4\n", "tests/03": "3 2\n",
        "tests/03.a": "5\n", "files/check.cpp": "", "files/testlib.h": "", "check.cpp": "", "files/grader.h": "",
        "files/notes.txt": "", "solutions/sum.cpp": "", "solutions/sum.py": "",
    ]

    /// Line 5 has the judging, 12 to 14 the tests, 16 the groups, 22 the checker, 25 and 26 the solutions.
    static let polygonSettings = """
        <?xml version="1.0" encoding="utf-8" standalone="no"?>
        <problem revision="7" short-name="sum" url="https://example.org/sum">
        <names><name language="russian" value="Сумма"/><name language="english" value="Sum"/></names>
        <statements/><tutorials/>
        <judging cpu-name="" cpu-speed="3600" input-file="" output-file="" run-count="1">
        <testset name="tests">
        <time-limit>1500</time-limit>
        <memory-limit>268435456</memory-limit>
        <test-count>3</test-count>
        <input-path-pattern>tests/%02d</input-path-pattern><answer-path-pattern>tests/%02d.a</answer-path-pattern>
        <tests>
        <test method="manual" sample="true"/>
        <test cmd="gen 1" method="generated"/>
        <test method="manual" description="the last"/>
        </tests>
        <!-- groups -->
        </testset>
        </judging>
        <files><resources><file path="files/testlib.h" type="h.g++"/>
        </resources><executables/></files>
        <assets>
        <checker name="std::wcmp.cpp" type="testlib"><source path="files/check.cpp" type="cpp.g++17"/></checker>
        <validators/>
        <solutions>
        <solution tag="main"><source path="solutions/sum.cpp" type="cpp.gcc14-64-msys2-g++23"/></solution>
        <solution tag="rejected"><source path="solutions/sum.py" type="python.3"/></solution>
        </solutions>
        </assets>
        <properties/><stresses/><tags><tag value="math"/><tag value="easy"/></tags>
        </problem>
        """

    /// Replacements that give points to the tests, which are in two groups.
    static let polygonGroups = [
        "<test method=\"manual\" sample=\"true\"/>": "<test group=\"0\" points=\"0.0\" sample=\"true\"/>",
        "<test cmd=\"gen 1\" method=\"generated\"/>": "<test group=\"1\" points=\"30.5\"/>",
        "<test method=\"manual\" description=\"the last\"/>": "<test group=\"0\" points=\"2\"/>",
        "<!-- groups -->": """
        <groups><group name="1" points="30.5" points-policy="each-test" feedback-policy="icpc"><dependencies> \
        <dependency group="0"/></dependencies></group><group name="0" points="2.0"/></groups>
        """,
    ]
}
