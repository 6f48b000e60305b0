package io.gatehouse.gateway.proxy;

import io.gatehouse.gateway.plugin.AddressBlocks;
import java.util.List;

/** Addresses whose word about the client is believed. Nobody's is, unless an operator says so. */
public final class TrustedProxies {
    private final AddressBlocks blocks;

    private TrustedProxies(AddressBlocks blocks) {
        this.blocks = blocks;
    }

    /** Of addresses and CIDR blocks, such as {@code 10.0.0.0/8}. */
    public static TrustedProxies of(List<String> cidrs) {
        return new TrustedProxies(AddressBlocks.of(cidrs));
    }

    boolean contain(String address) {
        return blocks.contain(address);
    }

    /**
     * The client's address: from the right, the first one that is no trusted proxy (what stands left of it, anybody may have
     * written).
     */
    String client(String peer, List<String> forwardedFor) {
        if (forwardedFor.isEmpty() || !contain(peer)) return peer;
        String[] hops = String.join(",", forwardedFor).split(",");
        String client = peer;
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].trim();
            if (!AddressBlocks.isAddress(hop)) return client;
            client = hop;
            if (!contain(hop)) return client;
        }
        return client;
    }
}
