package com.tripsage.gateway.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.GatewayTest;
import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import com.tripsage.gateway.websocket.SocketClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.graphql.execution.GraphQlSource;
import tools.jackson.databind.JsonNode;

/**
 * Thousands of operations that nobody would write, half of them over HTTP and half over one WebSocket. Another seed, and
 * more of them: {@code -Dfuzz.seed=7 -Dfuzz.operations=100000}.
 */
@GatewayTest
class FuzzTests {

    private static final int OPERATIONS = Integer.getInteger("fuzz.operations", 5_000);
    private static final long SEED = Long.getLong("fuzz.seed", 20261125L);
    private static final long MOST_HEAP = 96L << 20;

    private static final Set<String> CODES = Set.of(
            "BAD_USER_INPUT",
            "CONFLICT",
            "CURSOR_EXPIRED",
            "FORBIDDEN",
            "GRAPHQL_PARSE_FAILED",
            "GRAPHQL_VALIDATION_FAILED",
            "NOT_FOUND",
            "QUERY_TOO_COMPLEX",
            "RATE_LIMITED");

    /** What no message shows: SQL, traces, and classes of Java, of the libraries and of ours. */
    private static final Pattern INTERNALS = Pattern.compile(
            "Exception|\\bat [a-z]+\\.|\\bjava\\.|\\borg\\.|graphql\\.(?:schema|language|execution)|com\\.tripsage|ArrayList|HashMap"
                    + "|BigDecimal|BigInteger|\\b(?:String|Int|Float|Boolean|Enum|Object|Array|Null)Value\\b|PSQL|SQLSTATE"
                    + "|jsonb|\\bpublic\\.|\\bsharing\\.|(?i:select .* from |insert into |delete from )");

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @LocalServerPort
    int port;

    @Autowired
    GraphQlSource source;

    @Autowired
    Environment environment;

    Traveller ada;
    Traveller victim;
    List<String> ids = new ArrayList<>();

    @BeforeEach
    void arrive() {
        ada = Traveller.known(port);
        victim = Traveller.known(port);
        ids.add(UUID.randomUUID().toString());
        ids.add(ada.createTrip("Lisbon").toString());
        ids.add(ada.id().toString());
        ids.add(victim.id().toString());
        ids.add(victim.createTrip(Map.of("title", "hush", "flights", List.of(Map.of("flightNumber", "hush"))))
                .toString());
        ids.add("7");
    }

    @Test
    void isNeverSurprised() throws Exception {
        String before = rowsOfTheVictim();
        var operations = new RandomOperations(source.schema(), new Random(SEED), ids);
        long heap = heap();
        int answered = 0;

        try (SocketClient socket = SocketClient.acknowledged(port, ada.token())) {
            for (int n = 0; n < OPERATIONS; n++) {
                RandomOperation operation = operations.next();
                JsonNode answer = n % 2 == 0 ? overHttp(operation) : overTheSocket(socket, operation, "id" + n);
                check(operation, answer);
                answered += answer.path("errors").isEmpty() ? 1 : 0;
            }
            assertThat(socket.isClosed()).isFalse();
        }

        assertThat(rowsOfTheVictim()).isEqualTo(before);
        assertThat(answered).as("operations without an error").isGreaterThan(OPERATIONS / 10);
        assertThat(heap() - heap).as("bytes of heap that are kept").isLessThan(MOST_HEAP);
    }

    private void check(RandomOperation operation, JsonNode answer) {
        for (JsonNode error : answer.path("errors")) {
            assertThat(error.at("/extensions/code").asString(""))
                    .as("%s of %s", error, operation)
                    .isIn(CODES);
            assertThat(error.toString()).as("the error of %s", operation).doesNotContainPattern(INTERNALS);
        }
        assertThat(answer.toString()).as("the answer to %s", operation).doesNotContain("hush");
    }

    private JsonNode overHttp(RandomOperation operation) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/graphql"))
                .header("Authorization", "Bearer " + ada.token())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(operation.json()))
                .build();
        HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode())
                .as("%s to %s", response.body(), operation)
                .isIn(200, 400);
        return Wire.JSON.readTree(response.body());
    }

    /** The first result, or the errors as a result would have them. */
    private static JsonNode overTheSocket(SocketClient socket, RandomOperation operation, String id)
            throws InterruptedException {
        socket.sendText("{\"id\":\"%s\",\"type\":\"subscribe\",\"payload\":%s}".formatted(id, operation.json()), true);
        while (true) {
            JsonNode message = socket.nextJson();
            if (message.path("id").asString("").equals(id)) {
                socket.sendText("{\"id\":\"%s\",\"type\":\"complete\"}".formatted(id), true);
                return message.path("type").asString("").equals("error")
                        ? Wire.JSON.createObjectNode().set("errors", message.path("payload"))
                        : message.path("payload");
            }
        }
    }

    private String rowsOfTheVictim() {
        return Superuser.of(environment)
                .sql("""
                        select concat((select json_agg(t order by t.id) from trips t where t.user_id = :id),
                                      (select json_agg(f order by f.id) from flights f join trips t on t.id = f.trip_id
                                        where t.user_id = :id),
                                      (select json_agg(u) from users u where u.id = :id))
                        """)
                .param("id", victim.id())
                .query(String.class)
                .single();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
