/**
 * Files of keys and certificates in PEM (RFC 7468), and whom a TLS connection believes.
 *
 * <p>A private key may be PKCS #8, PKCS #1 (RSA) or SEC 1 (elliptic curves), as openssl and Go's tools write them. Whose keys they are
 * is not said here: registries, syslog servers, signatures and the daemon's own ports all read them by these.
 */
@NullMarked
package sampan.oci.tls;

import org.jspecify.annotations.NullMarked;
