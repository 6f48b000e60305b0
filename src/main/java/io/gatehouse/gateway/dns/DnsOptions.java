package io.gatehouse.gateway.dns;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * Whom to ask for names, and what for.
 *
 * @param servers in the order in which they are asked; empty for those of the system
 * @param allAreServices whether every name is asked for SRV records, as Kong does, and not only those that begin with {@code _}
 */
public record DnsOptions(List<InetSocketAddress> servers, boolean allAreServices) {
    public static final DnsOptions USUAL = new DnsOptions(List.of(), false);

    private static final int PORT = 53;

    /** @param servers addresses, each with or without a port */
    public static DnsOptions of(List<String> servers, boolean allAreServices) {
        return new DnsOptions(servers.stream().map(DnsOptions::server).toList(), allAreServices);
    }

    private static InetSocketAddress server(String text) {
        int colon = text.lastIndexOf(':');
        boolean hasPort = colon > text.lastIndexOf(']') && text.indexOf(':') == colon || text.contains("]:");
        String host = hasPort ? text.substring(0, colon) : text;
        byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
        if (address == null) throw unfit(text);
        try {
            int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : PORT;
            return new InetSocketAddress(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException | IllegalArgumentException e) {
            throw unfit(text);
        }
    }

    private static IllegalArgumentException unfit(String text) {
        return new IllegalArgumentException("a DNS server is an IP address, with or without a port, and not " + text);
    }
}
