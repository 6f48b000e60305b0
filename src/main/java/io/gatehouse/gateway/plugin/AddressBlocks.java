package io.gatehouse.gateway.plugin;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Addresses and CIDR blocks, such as {@code 10.0.0.0/8}. Names are never looked up. */
public final class AddressBlocks {
    private final List<Block> blocks;

    private AddressBlocks(List<Block> blocks) {
        this.blocks = blocks;
    }

    /** @throws IllegalArgumentException for anything that is neither */
    public static AddressBlocks of(List<String> cidrs) {
        return new AddressBlocks(cidrs.stream().map(Block::of).toList());
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    public boolean contain(String address) {
        if (blocks.isEmpty()) return false;
        byte[] bytes = bytes(address);
        return bytes != null && blocks.stream().anyMatch(block -> block.contains(bytes));
    }

    public static boolean isAddress(String text) {
        return bytes(text) != null;
    }

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
            int bits = slash < 0 ? network.length * 8 : bits(cidr, slash);
            if (bits < 0 || bits > network.length * 8) throw new IllegalArgumentException("not a CIDR block: " + cidr);
            return new Block(network, bits);
        }

        private static int bits(String cidr, int slash) {
            try {
                return Integer.parseInt(cidr.substring(slash + 1));
            } catch (NumberFormatException e) {
                return -1;
            }
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
