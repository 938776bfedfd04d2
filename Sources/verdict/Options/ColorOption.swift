import ArgumentParser
import Reporting

/// When text is coloured.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable {
    case auto, always, never
}

/// The option that says so.
struct ColorOption: ParsableArguments {
    @Option(help: ArgumentHelp("Colours; auto: on a terminal, unless NO_COLOR is set.", valueName: "when"))
    var color = ColorChoice.auto

    /// The style of text on standard output.
    var style: TextStyle {
        switch color {
        case .auto: TextStyle(isColored: Terminal.wantsColor(on: .standard))
        case .always: TextStyle(isColored: true)
        case .never: TextStyle(isColored: false)
        }
    }
}
