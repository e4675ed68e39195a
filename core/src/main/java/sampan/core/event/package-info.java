/**
 * What happens to containers, images, volumes and networks, told to whoever listens, and kept for whoever asks later.
 *
 * <p>Read {@link sampan.core.event.Event}, then {@link sampan.core.event.Journal}: everything that changes something publishes there, in the order in which it
 * happens. Types, actions and attributes are Docker's. The last events are in memory; more of them are in two files under the exec root, where the next engine
 * finds them. A listener is a place in that sequence: one that is slow reads from the files, holds up nobody and misses nothing that is still kept.
 */
@NullMarked
package sampan.core.event;

import org.jspecify.annotations.NullMarked;
