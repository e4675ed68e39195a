/**
 * Bills of materials: which packages an image consists of, as the records that package managers leave in its files tell it.
 *
 * <p>Read {@link sampan.core.sbom.Inventory} first, which goes through the files once and hands each record to the reader for its kind; then
 * {@link sampan.core.sbom.SpdxDocument} or {@link sampan.core.sbom.CycloneDxDocument}.
 *
 * <p>Every record is a file of the image, so anything may be in it: readers go through it as a stream, skip what they cannot make sense of and
 * have a bound for each text. Nothing of the image is run.
 */
@NullMarked
package sampan.core.sbom;

import org.jspecify.annotations.NullMarked;
