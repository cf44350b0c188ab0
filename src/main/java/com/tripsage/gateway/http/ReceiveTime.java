package com.tripsage.gateway.http;

import com.tripsage.gateway.http.connector.ClientConnection;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;

/** The time in which a request has to arrive, for those that may be larger than others. */
public final class ReceiveTime {

    private ReceiveTime() {}

    /** Lets the rest of the request take so long. */
    public static void allow(HttpServletRequest request, Duration time) {
        ClientConnection connection = ClientConnection.of(request);
        if (connection != null) {
            connection.receiveFor(time);
        }
    }
}
