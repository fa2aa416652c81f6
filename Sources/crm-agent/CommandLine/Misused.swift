import ArgumentParser

/// A wrong use of a command, told as the parser tells what it finds itself.
struct Misused: Error {
    let sentence: String
    let path: CommandPath

    /// Says what is wrong and how the command is used, and ends the process.
    func exit() -> Never {
        let usage = CRMAgent.usageString(for: path.last)
        Output.error.write("Error: \(sentence)\nUsage: \(usage)\n  See '\(path.text) --help' for more information.\n".utf8)
        CRMAgent.exit(withError: ExitCode.validationFailure)
    }
}
