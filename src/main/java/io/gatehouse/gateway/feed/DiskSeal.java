package io.gatehouse.gateway.feed;

/** Closes what a node keeps on disk, so that it opens only at the place that it was closed for. The key is not the gateway's to know. */
public interface DiskSeal {
    byte[] close(String place, byte[] content);

    /** Throws {@link IllegalStateException} when it was not closed for this place with this key. */
    byte[] open(String place, byte[] closed);
}
