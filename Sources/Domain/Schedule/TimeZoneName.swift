package import struct Foundation.TimeZone

/// The zone of an IANA name such as `Europe/Berlin`; nil for anything else.
///
/// Other abbreviations (`CEST`) and offsets (`GMT+2`) are refused: they do not say when the clocks change.
package func knownTimeZone(_ name: String) -> TimeZone? {
    if name == "UTC" || name == "GMT" { return .gmt }
    // `knownTimeZoneIdentifiers` would be the wrong list: it leaves out current names such as Asia/Kolkata.
    guard name.contains("/") ? !notIANA.contains(where: name.hasPrefix) : plainNames.contains(name) else { return nil }
    return TimeZone(identifier: name)
}

/// IANA's names without a slash (the file `backward` of its database); the library knows many abbreviations beside them.
private let plainNames: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "GB", "GB-Eire", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo", "PRC", "PST8PDT", "Poland", "Portugal", "ROC",
    "ROK", "Singapore", "Turkey", "UCT", "Universal", "W-SU", "WET", "Zulu",
]

/// Names with a slash that the library knows beyond IANA's.
private let notIANA = ["SystemV/", "Etc/Unknown"]
