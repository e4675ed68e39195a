package sampan.cli.context;

/**
 * Where a context leads.
 *
 * @param host an address, {@code unix:///run/sampan/sampan.sock}; empty: that of this machine
 * @param skipsVerification of TLS certificates, which matters to Docker's client only
 */
record Endpoint(String host, boolean skipsVerification) {}
