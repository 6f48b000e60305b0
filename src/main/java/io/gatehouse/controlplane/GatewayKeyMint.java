package io.gatehouse.controlplane;

import io.gatehouse.application.KeyMint;
import io.gatehouse.gateway.credential.KeyDigest;
import io.gatehouse.gateway.credential.KeyFormat;
import jakarta.inject.Singleton;

/** Mints keys that our gateway recognises. */
@Singleton
class GatewayKeyMint implements KeyMint {
    private final KeyFormat format = new KeyFormat();
    private final KeyDigest digest;

    GatewayKeyMint(KeyDigest digest) {
        this.digest = digest;
    }

    @Override
    public Minted mint() {
        String secret = format.mint();
        return new Minted(secret, digest.of(secret), KeyFormat.prefixOf(secret), KeyFormat.lastFourOf(secret));
    }
}
