package import struct Foundation.TimeZone

/// The zone of an IANA name of the form `Europe/Berlin`, or of `UTC` or `GMT`; nil for anything else.
///
/// Abbreviations (`CEST`) and offsets (`GMT+2`) are refused: they do not say when the clocks change.
package func knownTimeZone(_ name: String) -> TimeZone? {
    if name == "UTC" || name == "GMT" { return .gmt }
    // `knownTimeZoneIdentifiers` would be the wrong list: it leaves out current names such as Asia/Kolkata.
    guard name.contains("/"), !notIANA.contains(where: name.hasPrefix) else { return nil }
    return TimeZone(identifier: name)
}

/// Names with a slash that the library knows beyond IANA's.
private let notIANA = ["SystemV/", "Etc/Unknown"]
