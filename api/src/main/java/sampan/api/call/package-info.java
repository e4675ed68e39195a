/**
 * What the operations of the API have in common: a {@link sampan.api.call.Call}, in a version of the API; JSON in and out; errors as HTTP.
 *
 * <p>Read {@link sampan.api.call.Call} and {@link sampan.api.call.Route}. {@link sampan.api.call.Failures} is the only place that knows the status of an error.
 * Nothing here knows which operations there are.
 */
@NullMarked
package sampan.api.call;

import org.jspecify.annotations.NullMarked;
