/**
 * Networks that plugins make: the <a href="https://github.com/containernetworking/cni/blob/main/SPEC.md">Container Network Interface</a>.
 *
 * <p>Read {@link sampan.core.network.cni.PluginList} (which plugins make a network, as its configuration says), {@link sampan.core.network.cni.PluginCall} (one plugin,
 * run once) and {@link sampan.core.network.cni.PluginNetworks} (what plugins have made for containers, and who takes it away). What has been made is a file each, with the
 * configuration it was made by, so that the next engine can have it taken away. Addresses, routes and ports are the plugins' own; this package knows no bridge.
 */
@NullMarked
package sampan.core.network.cni;

import org.jspecify.annotations.NullMarked;
