package sampan.api;

import sampan.api.http.Request;

/**
 * One call of an operation.
 *
 * @param name what stands for the variable part of the route's path; empty when it has none
 */
record Call(Request request, ApiVersion version, String name) {}
