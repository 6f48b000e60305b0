package io.gatehouse.gateway.log;

import java.io.IOException;
import java.util.List;

/** Where records go. Used by one thread at a time, which may wait. */
public interface LogSink {

    /** Delivers all of them or throws. What is sent may arrive twice when only its acknowledgement was lost. */
    void send(List<byte[]> records) throws IOException, InterruptedException;

    /** Lets go of its connection or file; the next {@link #send} opens it again. */
    default void rest() {}

    /** The receiver has the records and will never take them: no reason to send them again. */
    final class Refused extends IOException {
        private static final long serialVersionUID = 1L;

        public Refused(String message) {
            super(message);
        }
    }
}
