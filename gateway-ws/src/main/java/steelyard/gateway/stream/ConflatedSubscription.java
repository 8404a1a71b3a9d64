package steelyard.gateway.stream;

/** A subscription of which only the latest state counts. */
final class ConflatedSubscription extends Subscription {
    private final Topic topic;
    private long sentVersion;

    ConflatedSubscription(final StreamSession session, final StreamKey key, final Topic topic) {
        super(session, key);
        this.topic = topic;
    }

    Topic topic() {
        return topic;
    }

    /** Sends the topic's state if the client has not got it and can take it. */
    void catchUp() {
        if (sentVersion < topic.version() && session().offer(topic.frame())) {
            sentVersion = topic.version();
        }
    }
}
