import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The maker of an AOT cache for a gateway that has been taken apart: it runs the gateway through operations of every kind, on a database
 * that it may fill, and keeps the classes that were loaded and linked meanwhile, and the profiles of the methods that were run.
 *
 * <pre>java src/aot/AotCache.java gateway
 * java @gateway/jvm.options -jar gateway/gateway.jar</pre>
 *
 * SPRING_DATASOURCE_URL and its like name the database; without them the gateway has a first run of its own. The cache fits the JVM that
 * runs this, and these files.
 */
final class AotCache {

    /** A cache is for objects of one form, and for a collector. */
    private static final List<String> FLAGS = List.of("-XX:+UseCompactObjectHeaders", "-XX:+UseParallelGC");

    private static final Pattern NOT_PASSED_ON = Pattern.compile("(GATEWAY|SERVER|MANAGEMENT|SPRING_SECURITY)_.*");

    private static final int SECONDS = Integer.getInteger("seconds", 20);
    private static final int CLIENTS = 4;

    private static final List<String> DOCUMENTS = List.of(
            "{ viewer { id email preferences } }",
            """
            { trips(first: 20) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node {
              id title status startDate endDate budget { amount currency } spent { amount currency }
              flights { id flightNumber departureAirport arrivalAirport departureTime price { amount currency } }
              accommodations { id name checkInDate checkOutDate totalPrice { amount currency } } } } } }""",
            "{ chatSessions(first: 5) { nodes { id messages(last: 50) { edges { node { id role content } } } } } }",
            """
            { searchMemories(query: { text: "seats" }, mode: KEYWORD, first: 10) { hits { score memory { text kind } } } }""",
            """
            mutation { createTrip(input: {
              title: "Porto", startDate: "2027-04-02", endDate: "2027-04-06", budget: { amount: 900.5, currency: "EUR" }
              flights: [{ flightNumber: "TP553", departureAirport: "BER", arrivalAirport: "OPO" }]
            }) { trip { id version } } }""",
            """
            mutation { addMemories(inputs: [{ kind: PREFERENCE, text: "I prefer aisle seats" }]) { outcomes } }""",
            """
            mutation { startChatSession(input: { title: "Porto" }) { session { id } } }""",
            "{ nothing }");

    private static final String SUBSCRIPTION = "subscription { tripEvents { kind changedFields trip { id title } } }";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String secret = UUID.randomUUID() + "-" + UUID.randomUUID();
    private final Path folder;
    private final Path data;
    private final int port;

    private AotCache(Path folder, Path data, int port) {
        this.folder = folder;
        this.data = data;
        this.port = port;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        Path data = Files.createTempDirectory("gateway-aot-");
        try {
            new AotCache(folder, data, freePort()).make();
        } finally {
            delete(data);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        }
    }

    private void make() throws Exception {
        Path cache = folder.resolve("gateway.aot");
        Files.deleteIfExists(cache);
        Process gateway = start(cache);
        try {
            train(gateway);
        } finally {
            // What it has learnt is written at its end.
            gateway.destroy();
            gateway.waitFor();
        }
        if (Files.notExists(cache)) {
            throw new IllegalStateException("There is no cache; what the gateway said is above");
        }
        // The JVM's log of a cache that does not fit is off: the gateway says it in a line.
        Files.write(
                folder.resolve("jvm.options"),
                Stream.concat(FLAGS.stream(), Stream.of("-XX:AOTCache=" + cache, "-Xlog:aot*=off"))
                        .toList());
    }

    private Process start(Path cache) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(FLAGS);
        command.addAll(List.of(
                "-XX:AOTCacheOutput=" + cache,
                // Warnings name each class that is left out.
                "-Xlog:aot*=error",
                "-jar",
                folder.resolve("gateway.jar").toString()));
        ProcessBuilder gateway = new ProcessBuilder(command).inheritIO();
        gateway.environment().keySet().removeIf(NOT_PASSED_ON.asMatchPredicate());
        gateway.environment().put("GATEWAY_EMBEDDED_DATA", data.toString());
        gateway.environment().put("GATEWAY_JWT_SECRET", secret);
        gateway.environment().put("SERVER_ADDRESS", "127.0.0.1");
        gateway.environment().put("SERVER_PORT", String.valueOf(port));
        return gateway.start();
    }

    private void train(Process gateway) throws Exception {
        while (!isReady()) {
            if (!gateway.isAlive()) {
                throw new IllegalStateException("The gateway did not start");
            }
            Thread.sleep(100);
        }
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Void>> all = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                all.add(clients.submit(() -> work(end)));
            }
            for (Future<Void> client : all) {
                client.get();
            }
        }
    }

    private boolean isReady() throws InterruptedException {
        HttpRequest probe = HttpRequest.newBuilder(address("http", "/actuator/health/readiness"))
                .build();
        try {
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** One traveller, who listens and does all there is to do, again and again. */
    private Void work(long end) throws Exception {
        String token = token();
        WebSocket socket = http.newWebSocketBuilder()
                .subprotocols("graphql-transport-ws")
                .header("Authorization", "Bearer " + token)
                .buildAsync(address("ws", "/graphql"), new Subscriber())
                .join();
        do {
            for (String document : DOCUMENTS) {
                http.send(
                        HttpRequest.newBuilder(address("http", "/graphql"))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .POST(BodyPublishers.ofString("{\"query\":" + json(document) + "}"))
                                .build(),
                        BodyHandlers.ofString());
            }
        } while (System.nanoTime() < end);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        return null;
    }

    private URI address(String scheme, String path) {
        return URI.create(scheme + "://127.0.0.1:" + port + path);
    }

    private static String json(String text) {
        return '"' + text.replace("\"", "\\\"").replace("\n", " ") + '"';
    }

    private String token() throws GeneralSecurityException {
        String claims = "{\"sub\":\"%s\",\"email\":\"training@example.com\",\"exp\":%d}"
                .formatted(UUID.randomUUID(), Instant.now().getEpochSecond() + 3600);
        String signed = base64("{\"alg\":\"HS256\"}".getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
        return signed + "." + base64(mac.doFinal(signed.getBytes(UTF_8)));
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static final class Subscriber implements WebSocket.Listener {

        @Override
        public void onOpen(WebSocket socket) {
            socket.sendText("{\"type\":\"connection_init\"}", true);
            socket.request(1);
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence message, boolean last) {
            if (message.toString().contains("connection_ack")) {
                String query = "{\"query\":" + json(SUBSCRIPTION) + "}";
                socket.sendText("{\"id\":\"1\",\"type\":\"subscribe\",\"payload\":" + query + "}", true);
            }
            socket.request(1);
            return null;
        }
    }
}
