import Sandbox
import Units

extension Language {
    /// What a package's own program is in that has scripts of its own: `build`, which makes it where it stands, and `run`, which
    /// is there then and starts it (problemtools' convention). Both see the host's programs, and nothing else of it.
    ///
    /// It is in no catalog: no submission is in it.
    public static let scripts = Language(
        id: "scripts", name: "a program with its own scripts", extensions: [], headers: [], priority: 0,
        includes: [],
        aliases: [], preferredBy: [],
        recipe: Recipe(
            requirements: [], version: [], entryPoint: nil,
            build: Recipe.Build(
                step: step(["/bin/sh", "-ec", buildScript]), keepsSources: false,
                limits: Limits(
                    cpuTime: .seconds(60), wallTime: .seconds(120), memory: .gibibytes(2), output: .mebibytes(64),
                    processes: 256, openFiles: 256),
                tmp: .mebibytes(512)),
            run: Recipe.Run(
                step: step(["/box/run"]), limits: Limits(openFiles: 256), memoryOverhead: ByteCount(0),
                tmp: .mebibytes(64),
                outOfMemory: [])))

    /// Beside the sources, in a place where it can write.
    private static let buildScript = """
        cp -R /source/. /box/
        for script in build run; do
            [ -f "$script" ] || continue
            chmod +x "$script"
            IFS= read -r first <"$script" || true
            case "$first" in
            "#!"*"$(printf '\\r')")
                echo "the first line of $script ends with a carriage return; save it with a newline alone after each line" >&2
                exit 1;;
            esac
        done
        [ ! -f build ] || ./build
        [ -f run ] || { echo "there is no file run after build has ended; let it make one" >&2; exit 1; }
        chmod +x run
        """

    private static func step(_ command: [String]) -> Recipe.Step {
        let places = ["/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/alternatives"]
        return Recipe.Step(
            command: command.map { Template(literally: $0) }, environment: [:],
            mounts: places.map { MountPattern(pattern: $0, isOptional: true) }, proc: true)
    }
}
