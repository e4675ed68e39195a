/**
 * {@code network}: networks, made, listed, looked at and removed, and who is on them.
 *
 * <p>Read {@link sampan.cli.command.network.NetworkCreateCommand} and {@link sampan.cli.command.network.NetworkListCommand}. What a network is belongs to {@code
 * sampan.core.network}; here are words and tables only.
 */
@NullMarked
package sampan.cli.command.network;

import org.jspecify.annotations.NullMarked;
