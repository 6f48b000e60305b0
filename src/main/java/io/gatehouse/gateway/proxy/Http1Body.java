package io.gatehouse.gateway.proxy;

/** A body that comes on a connection of its own. */
final class Http1Body extends RequestBody {
    private final ClientConnection connection;
    private boolean paused = true;

    Http1Body(ClientConnection connection, ClientRequest request, long limit, Runnable tooLarge) {
        super(request, limit, tooLarge);
        this.connection = connection;
    }

    boolean isPaused() {
        return paused;
    }

    @Override
    void pauseClient() {
        paused = true;
    }

    @Override
    void resumeClient() {
        paused = false;
        connection.goOn();
    }

    @Override
    void askForIt() {
        connection.askForBody();
    }

    @Override
    void discard() {
        connection.discardBody();
    }
}
