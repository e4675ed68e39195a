package sampan.core.network.firewall;

/**
 * What is allowed on one bridge.
 *
 * @param link its name
 * @param internal nothing leaves or comes in
 * @param open whether its containers reach each other
 * @param masquerade whether what leaves carries the host's address
 * @param hostAccess whether its containers reach the host's own services
 */
public record BridgeRules(String link, boolean internal, boolean open, boolean masquerade, boolean hostAccess) {}
