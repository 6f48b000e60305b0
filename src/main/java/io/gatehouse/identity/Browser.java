package io.gatehouse.identity;

import io.gatehouse.web.ClientAddress;
import io.netty.util.NetUtil;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;

/**
 * Where a request comes from, as far as it can be told: kept with the session so that its owner recognises it.
 *
 * @param mark what it was given at a sign-in, see {@link KnownBrowsers}; may be forged
 */
record Browser(String address, String userAgent, String mark) {
    private static final int LONGEST_USER_AGENT = 300;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    static Browser of(RoutingContext context) {
        String userAgent = context.request().getHeader("User-Agent");
        if (userAgent == null) userAgent = "";
        return new Browser(
                shortForm(ClientAddress.of(context)),
                userAgent.substring(0, Math.min(userAgent.length(), LONGEST_USER_AGENT)),
                "");
    }

    Browser marked(String given) {
        return new Browser(address, userAgent, given);
    }

    private static String shortForm(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null ? address : NetUtil.bytesToIpAddress(bytes);
    }

    /** What one subscriber holds: the address, or of IPv6 the network of 64 bits, since addresses in it cost nothing. */
    String network() {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES) return address;
        Arrays.fill(bytes, NETWORK_BYTES, IPV6_BYTES, (byte) 0);
        return NetUtil.bytesToIpAddress(bytes) + "/64";
    }
}
