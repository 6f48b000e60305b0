package io.gatehouse.gateway.proxy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Addresses whose word about the client is believed. Nobody's is, unless an operator says so. */
public final class TrustedProxies {
    private final List<Block> blocks;

    private TrustedProxies(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** Of addresses and CIDR blocks, such as {@code 10.0.0.0/8}. */
    public static TrustedProxies of(List<String> cidrs) {
        List<Block> blocks = new ArrayList<>();
        for (String cidr : cidrs) blocks.add(Block.of(cidr));
        return new TrustedProxies(List.copyOf(blocks));
    }

    boolean contain(String address) {
        if (blocks.isEmpty()) return false;
        byte[] bytes = bytes(address);
        return bytes != null && blocks.stream().anyMatch(block -> block.contains(bytes));
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
            if (bytes(hop) == null) return client;
            client = hop;
            if (!contain(hop)) return client;
        }
        return client;
    }

    /** Null unless it is an address; names are never looked up. */
    private static byte[] bytes(String address) {
        boolean literal = !address.isEmpty()
                && address.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':')
                && (address.indexOf(':') >= 0
                        || address.chars().filter(c -> c == '.').count() == 3);
        if (!literal) return null;
        try {
            return InetAddress.getByName(address).getAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }

    private record Block(byte[] network, int bits) {
        static Block of(String cidr) {
            int slash = cidr.indexOf('/');
            byte[] network = bytes(slash < 0 ? cidr : cidr.substring(0, slash));
            if (network == null) throw new IllegalArgumentException("not an address or CIDR block: " + cidr);
            int bits = slash < 0 ? network.length * 8 : Integer.parseInt(cidr.substring(slash + 1));
            if (bits < 0 || bits > network.length * 8) throw new IllegalArgumentException("not a CIDR block: " + cidr);
            return new Block(network, bits);
        }

        boolean contains(byte[] address) {
            if (address.length != network.length) return false;
            for (int bit = 0; bit < bits; bit += 8) {
                int mask = bits - bit >= 8 ? 0xFF : 0xFF << (8 - (bits - bit)) & 0xFF;
                if ((address[bit / 8] & mask) != (network[bit / 8] & mask)) return false;
            }
            return true;
        }
    }
}
