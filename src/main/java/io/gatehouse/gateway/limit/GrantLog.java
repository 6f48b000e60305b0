package io.gatehouse.gateway.limit;

import io.vertx.core.Future;
import java.util.List;

/**
 * Where all nodes together keep what was granted to each of them. What is granted counts from the latest moment at which it may be used,
 * until the node that has it says when it was.
 */
interface GrantLog {

    /**
     * Draws for one caller, one entry for each of its limits; none only says that this node is there. Fails when the log is away.
     */
    Future<Answer> draw(List<Draw> draws);

    /** @param nodes that were there within the last seconds, this one among them */
    record Answer(int nodes, List<Grant> grants) {}

    /**
     * What a node tells about one limit, and what it asks for. Times are ages, since no two clocks agree.
     *
     * @param sentAt when, by the node's clock
     * @param booked what is taken back from the log, because this draw tells what became of it
     * @param uses when requests passed
     * @param kept how much of what was booked is still there to be used
     * @param waiting requests that wait for the answer
     * @param isForWaiting whether what they get counts from now, since it will be used on the spot
     * @param wanted how much more would be used soon
     * @param promised how much of it is also wanted later, as it becomes free
     * @param perMilli requests that come in a millisecond
     */
    record Draw(
            String key,
            Limit limit,
            long sentAt,
            Booking booked,
            Uses uses,
            int kept,
            int waiting,
            boolean isForWaiting,
            int wanted,
            int promised,
            double perMilli) {}

    /** Where in the log a grant counts. */
    record Booking(long slice, int count) {
        static final Booking NONE = new Booking(0, 0);
    }

    /**
     * @param onTheSpot for requests that wait, already counted as used
     * @param tokens to be used from now on
     * @param later to be used as time comes
     * @param lasts milliseconds until what is left of it is void
     * @param room what is left for everybody
     * @param fullFor milliseconds until there is room for more; 0 if there is some
     * @param resetAfter milliseconds until the window next gives something back
     */
    record Grant(
            int onTheSpot,
            int tokens,
            List<Later> later,
            long lasts,
            Booking booking,
            long room,
            long fullFor,
            long resetAfter) {}

    /** A part of a grant that becomes free only then, because it is still in the window. */
    record Later(long after, int count) {}
}
