package sampan.core.sbom;

import java.time.Instant;

/**
 * What a bill is about, and who wrote it.
 *
 * @param name as it was asked for
 * @param id the image's
 * @param program that wrote it, with its version: {@code sampan 0.1.0}
 */
public record Subject(String name, String id, String program, String version, Instant when) {}
