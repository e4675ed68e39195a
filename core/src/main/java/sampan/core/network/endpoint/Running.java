package sampan.core.network.endpoint;

/** A container and its first process. */
public record Running(String container, int pid) {}
