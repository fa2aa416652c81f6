import Foundation
import NIOSSL

/// Where the server's certificate and its key are, in PEM.
package struct TLSFiles: Sendable {
    /// The certificate, and after it those that lead to one that clients know.
    package var certificate: String
    package var key: String

    package init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }

    /// What stands in the files at one moment.
    struct Contents: Equatable, Sendable {
        var certificate: Data
        var key: Data
    }

    /// - Throws: `TLSFault`.
    func read() throws(TLSFault) -> Contents {
        func contents(_ path: String, _ setting: String) throws(TLSFault) -> Data {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw TLSFault(setting: setting, reason: "names a file that cannot be read; write for example /etc/ssl/crm.pem")
            }
            return data
        }
        return Contents(certificate: try contents(certificate, "TLS_CERTIFICATE"), key: try contents(key, "TLS_KEY"))
    }
}

extension TLSFiles.Contents {
    /// TLS 1.2 and later, for HTTP/1.1.
    ///
    /// - Throws: `TLSFault`.
    func context() throws(TLSFault) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(certificateChain: try chain(), privateKey: .privateKey(try privateKey()))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw TLSFault(setting: "TLS_KEY", reason: "is not the key of TLS_CERTIFICATE; name the one it was made with")
        }
    }

    private func chain() throws(TLSFault) -> [NIOSSLCertificateSource] {
        guard let chain = try? NIOSSLCertificate.fromPEMBytes(Array(certificate)), !chain.isEmpty else {
            throw TLSFault(setting: "TLS_CERTIFICATE", reason: "names a file without a certificate in PEM; write for example /etc/ssl/crm.pem")
        }
        return chain.map { .certificate($0) }
    }

    private func privateKey() throws(TLSFault) -> NIOSSLPrivateKey {
        guard let key = try? NIOSSLPrivateKey(bytes: Array(key), format: .pem) else {
            throw TLSFault(setting: "TLS_KEY", reason: "names a file without a key in PEM that has no passphrase; write for example /etc/ssl/crm.key")
        }
        return key
    }
}
