/**
 * The values of flags: one class for each kind of text, from the text to the engine's records.
 *
 * <p>Read {@link sampan.cli.value.MemorySize} for the pattern and {@link sampan.cli.value.MountSpec} for the largest. Every parser takes any text whatever, of any
 * length, and answers with a value or with the sentence Docker's users know. What depends on the host or the state (does the device exist, is the name taken) is
 * not asked here but by the engine, so that all its callers get the same answer.
 */
@NullMarked
package sampan.cli.value;

import org.jspecify.annotations.NullMarked;
