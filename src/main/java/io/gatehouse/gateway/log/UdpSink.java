package io.gatehouse.gateway.log;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.List;

/** Sends each record as a datagram. Nobody knows whether it arrives. */
public final class UdpSink implements LogSink {
    private static final int MOST_BYTES = 65_507;

    private final String host;
    private final int port;
    private DatagramSocket socket;

    public UdpSink(String host, int port) {
        this.host = host;
        this.port = port;
    }

    @Override
    public void send(List<byte[]> records) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        if (socket == null) socket = new DatagramSocket();
        for (byte[] record : records) {
            if (record.length > MOST_BYTES)
                throw new Refused("a record of " + record.length + " bytes fits no datagram");
            socket.send(new DatagramPacket(record, record.length, address, port));
        }
    }

    @Override
    public void rest() {
        if (socket != null) socket.close();
        socket = null;
    }
}
