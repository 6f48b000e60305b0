package io.gatehouse.application;

/** Makes keys in the form that the gateway recognises. */
public interface KeyMint {

    Minted mint();

    /**
     * A new key.
     *
     * @param secret the key itself, to be shown once
     * @param digest what is kept of it, 32 bytes
     * @param prefix its first characters, for people to recognise it by
     * @param lastFour its last four characters
     */
    record Minted(String secret, byte[] digest, String prefix, String lastFour) {
        @Override
        public String toString() {
            return prefix + "…" + lastFour;
        }
    }
}
