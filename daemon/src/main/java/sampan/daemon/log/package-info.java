/**
 * How an engine tells of itself when it is not to be read by people: {@link sampan.daemon.log.JsonLines}, which the logger makes by name. It knows nothing of engines.
 */
@NullMarked
package sampan.daemon.log;

import org.jspecify.annotations.NullMarked;
