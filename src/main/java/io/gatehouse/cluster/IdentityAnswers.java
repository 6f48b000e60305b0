package io.gatehouse.cluster;

import io.gatehouse.controlplane.NodeFeed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;

/**
 * Changes of identities on their way to nodes. After a change all nodes of a group ask for the same few lines at once, so those are
 * read from the database once and kept for a while; what is more goes out as it is read, as fast as the node takes it.
 */
@Singleton
class IdentityAnswers {
    static final String TYPE = "application/x-ndjson";
    private static final int MOST_KEPT = 64;

    private final NodeFeed feed;
    private final Map<Question, byte[]> kept = new LinkedHashMap<>(MOST_KEPT, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Question, byte[]> eldest) {
            return size() > MOST_KEPT;
        }
    };

    IdentityAnswers(NodeFeed feed) {
        this.feed = feed;
    }

    /** @param at how far the group had come, before anything was read */
    private record Question(UUID group, long after, NodeFeed.Position at) {}

    /** @param after negative for everything */
    Runnable answer(NodeCall call, UUID group, long after) throws IOException {
        Question question = new Question(group, after, feed.position(group));
        byte[] known = known(question);
        if (known != null) return () -> call.answerPacked(TYPE, known);
        AnswerStream answer = new AnswerStream(call, TYPE);
        try {
            GZIPOutputStream packing = new GZIPOutputStream(answer, AnswerStream.PART);
            feed.writeIdentities(group, after, packing);
            packing.finish();
        } catch (IOException | RuntimeException failed) {
            answer.breakOff();
            throw failed;
        }
        byte[] small = answer.finish();
        if (small == null) return () -> {};
        keep(question, small);
        return () -> call.answerPacked(TYPE, small);
    }

    private synchronized byte[] known(Question question) {
        return kept.get(question);
    }

    private synchronized void keep(Question question, byte[] small) {
        kept.put(question, small);
    }
}
