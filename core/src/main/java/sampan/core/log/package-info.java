/**
 * Reads what monitors have written: the {@code local} and {@code json-file} logs, over rotated files, to the end or onward.
 *
 * <p>Read {@link sampan.core.log.LogOptions} and {@link sampan.core.log.LogEntry}. The writer is monitor.c; a torn last entry is normal here.
 */
@NullMarked
package sampan.core.log;

import org.jspecify.annotations.NullMarked;
