/// The style of a contact's export as markup for its head.
package enum ExportStyle {
    private static let files = ["css/tokens.css", "css/export.css"]

    /// For the page that the server sends, which may hold no style of its own (`SecurityHeaders`).
    static let links = files.map { "<link rel=\"stylesheet\" href=\"/assets/\($0)\">" }.joined()

    /// For a file, which is read where no server is.
    package static let within = "<style>\n" + files.map { EmbeddedAssets.files[$0] ?? "" }.joined(separator: "\n") + "</style>"
}
