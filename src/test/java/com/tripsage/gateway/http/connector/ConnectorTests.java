package com.tripsage.gateway.http.connector;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.catalina.util.ServerInfo;
import org.apache.coyote.Request;
import org.junit.jupiter.api.Test;

/** What the connector relies on in Tomcat, and Tomcat doesn't promise. */
class ConnectorTests {

    @Test
    void tomcatIsOfTheSeriesThatTheConnectorWasWrittenFor() {
        assertThat(ServerInfo.getServerNumber())
                .as("Read docs/decisions/0031-connector.md, and see whether Tomcat's insides are still as it says")
                .startsWith("11.0.");
    }

    @Test
    void aRequestThatHasNotBegunHasNoTime() {
        var request = new Request();

        assertThat(request.getStartTimeNanos()).isEqualTo(-1);
        request.markStartTime();
        assertThat(request.getStartTimeNanos()).isNotEqualTo(-1);
        request.recycle();
        assertThat(request.getStartTimeNanos()).isEqualTo(-1);
    }
}
