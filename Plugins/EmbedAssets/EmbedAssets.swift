import Foundation
import PackagePlugin

/// Runs `embed-assets` over the target's `Assets` folder; the build repeats it when a file there changes.
@main
struct EmbedAssets: BuildToolPlugin {
    func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
        let assets = target.directoryURL.appending(path: "Assets")
        let files = try FileManager.default
            .subpathsOfDirectory(atPath: assets.path())
            .map { assets.appending(path: $0) }
            .filter { !$0.hasDirectoryPath && !$0.lastPathComponent.hasPrefix(".") }
        let output = context.pluginWorkDirectoryURL.appending(path: "EmbeddedAssets.swift")
        return [
            .buildCommand(
                displayName: "Embedding the page's assets",
                executable: try context.tool(named: "embed-assets").url,
                arguments: [assets.path(), output.path()],
                inputFiles: files,
                outputFiles: [output]
            )
        ]
    }
}
