package io.gatehouse.admin;

import io.gatehouse.gateway.feed.DiskSeal;
import io.gatehouse.settings.Seal;

/** The installation's seal, for the gateway's side of the door. */
public record SealedDisk(Seal seal) implements DiskSeal {
    @Override
    public byte[] close(String place, byte[] content) {
        return seal.close(place, content);
    }

    @Override
    public byte[] open(String place, byte[] closed) {
        return seal.open(place, closed);
    }
}
