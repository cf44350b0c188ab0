package com.tripsage.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.tripsage.gateway.CutConnections;
import com.tripsage.gateway.FirstRunGatewayTest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** GraphiQL on a first run, as its users click through it. Skipped where Chromium is missing. */
@FirstRunGatewayTest
class GraphiQlTests {

    private static final Path PICTURES = Path.of("target", "graphiql");

    /** The trip of the demo user's that the friend may change. */
    private static final String SHARED_TRIP = "d3300000-0000-4000-8000-000000000102";

    @LocalServerPort
    private int port;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private Optional<Chromium> browser = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        Optional<Path> program = Chromium.program();
        assumeTrue(program.isPresent(), "Chromium is not installed");
        browser = Optional.of(Chromium.start(program.orElseThrow(), Path.of("target", "chromium")));
        opened.add(browser.orElseThrow());
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : opened.reversed()) {
            closeable.close();
        }
    }

    @Test
    void runsTheExamplesAndReachesNobodyElse() {
        Tab tab = demoUser(1280, 800, false, port);

        run(tab, "Dashboard");
        tab.waitUntil(answerHas("\"totalCount\": "));
        tab.waitUntil("document.querySelectorAll('.graphiql-query-editor .view-line').length > 10");
        assertThat(tab.evaluate(
                                "new Set([...document.querySelectorAll('.graphiql-query-editor .view-line')].map(line => line.getBoundingClientRect().top)).size")
                        .asInt())
                .as("lines that are not on top of each other")
                .isGreaterThan(10);

        run(tab, "CreateTrip");
        tab.waitUntil(answerHas("\"title\": \"Porto in spring\""));

        run(tab, "Remember");
        tab.waitUntil(answerHas("\"outcomes\""));

        run(tab, "SearchMemories");
        tab.waitUntil(answerHas("\"text\": \"I prefer aisle seats\""));

        isUndisturbed(tab, port);
    }

    @Test
    void showsWhatASubscriptionReceives() {
        Tab tab = demoUser(1280, 800, false, port);
        run(tab, "TripEvents");
        tab.waitUntil(answerHas("\"kind\": \"SUBSCRIBED\""));

        Tab friend = open(1280, 800, true, port);
        friend.click(".token-bar button", "Demo user 2");
        friend.waitUntil(
                "document.querySelector('.token-bar output').textContent.startsWith('friend@tripsage.example')");
        String title = "Kyoto " + UUID.randomUUID();
        rename(friend, title);

        tab.waitUntil(answerHas("\"title\": \"" + title + "\""));
        tab.waitUntil(answerHas("connected, 2 received"));
        tab.screenshot(PICTURES.resolve("subscription.png"));
        tab.evaluate("document.querySelector('.graphiql-execute-button').click()");
        tab.waitUntil(answerHas("stopped, 2 received"));
        rename(friend, "Kyoto in the maple season");

        isUndisturbed(tab, port);
        isUndisturbed(friend, port);
    }

    @Test
    void saysThatTheConnectionWasCutAndGoesOnBehindTheLastEvent() throws Exception {
        CutConnections relay = new CutConnections(port);
        opened.add(relay);
        Tab tab = demoUser(1280, 800, false, relay.port());
        run(tab, "TripEvents");
        tab.waitUntil(answerHas("\"kind\": \"SUBSCRIBED\""));
        Tab direct = demoUser(1280, 800, false, port);

        relay.cut();
        tab.waitUntil(answerHas("The connection was lost (1006)."));
        tab.waitUntil(answerHas("connecting again, 1 received"));
        String missed = "Missed " + UUID.randomUUID();
        rename(direct, missed);
        relay.mend();

        tab.waitUntil(answerHas("The connection is back. What happened meanwhile follows."));
        tab.waitUntil(answerHas("\"title\": \"" + missed + "\""));
        rename(direct, "Kyoto in the maple season");
    }

    @Test
    void showsErrorsOfASubscriptionAndOfATokenThatDoesNotCount() {
        Tab tab = demoUser(1280, 800, false, port);
        tab.click(".graphiql-tab-button", "TripEvents");
        edit(tab, "subscription Nothing { tripEvents(tripId: \"" + UUID.randomUUID() + "\") { kind } }");
        tab.evaluate("document.querySelector('.graphiql-execute-button').click()");
        tab.waitUntil(answerHas("\"code\": \"NOT_FOUND\""));
        tab.waitUntil(answerHas("failed, 0 received"));

        paste(tab, "Bearer a.b.c");
        tab.waitUntil("document.querySelector('.token-bar output').textContent === 'not a JWT'");
        run(tab, "Dashboard");
        tab.waitUntil(answerHas("\"code\": \"UNAUTHENTICATED\""));
        assertThat(tab.evaluate("sessionStorage.getItem('tripsage.token')").asString())
                .isEqualTo("a.b.c");
        assertThat(tab.evaluate("JSON.stringify(localStorage)").asString()).doesNotContain("a.b.c");
        assertThat(tab.requests()).noneMatch(url -> url.contains("a.b.c"));
    }

    @Test
    void explainsTheSchemaAndBuildsOperations() {
        Tab tab = demoUser(1280, 800, true, port);

        tab.click(".graphiql-sidebar button", "Show Documentation Explorer");
        tab.click(".graphiql-doc-explorer a", "Query");
        tab.click(".graphiql-doc-explorer a", "searchMemories");
        tab.waitUntil("document.querySelector('.graphiql-doc-explorer').innerText.includes('the best first')");
        tab.screenshot(PICTURES.resolve("docs.png"));

        tab.click(".graphiql-sidebar button", "Show GraphiQL Explorer");
        tab.click(".graphiql-explorer-root [data-field-name]", "chatSessions");
        tab.waitUntil(textOf("operation.graphql") + ".includes('chatSessions')");
        isUndisturbed(tab, port);
    }

    @Test
    void followsTheDarkThemeAndATelephone() {
        String barColour = "getComputedStyle(document.querySelector('.token-bar')).backgroundColor";
        Tab light = demoUser(1280, 800, false, port);
        assertThat(light.evaluate(barColour).asString()).isEqualTo("rgb(255, 255, 255)");

        Tab telephone = demoUser(390, 844, true, port);
        assertThat(telephone.evaluate(barColour).asString()).isNotEqualTo("rgb(255, 255, 255)");
        run(telephone, "Dashboard");
        telephone.waitUntil(answerHas("\"totalCount\": "));
        assertThat(telephone.evaluate("document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(390);
        for (String part :
                List.of(".token-bar input", ".token-bar output", ".graphiql-execute-button", ".graphiql-response")) {
            assertThat(telephone
                            .evaluate(
                                    "(box => box.left >= 0 && box.right <= 390 && box.bottom <= 844 && box.width > 30)("
                                            + "document.querySelector('" + part + "').getBoundingClientRect())")
                            .asBoolean())
                    .as(part)
                    .isTrue();
        }
        assertThat(telephone
                        .evaluate("document.querySelector('.graphiql-response').offsetWidth")
                        .asInt())
                .isGreaterThan(300);
        telephone.screenshot(PICTURES.resolve("telephone.png"));
    }

    /** A page on which the demo user has been chosen. */
    private Tab demoUser(int width, int height, boolean dark, int throughPort) {
        Tab tab = open(width, height, dark, throughPort);
        tab.click(".token-bar button", "Demo user");
        tab.waitUntil("document.querySelector('.token-bar output').textContent.startsWith('demo@tripsage.example')");
        return tab;
    }

    private Tab open(int width, int height, boolean dark, int throughPort) {
        Tab tab = browser.orElseThrow().open(width, height, dark);
        tab.go("http://127.0.0.1:" + throughPort + "/graphiql");
        tab.waitUntil("document.querySelector('.graphiql-query-editor .view-line')");
        return tab;
    }

    private static void run(Tab tab, String example) {
        tab.click(".graphiql-tab-button", example);
        tab.waitUntil(textOf("operation.graphql") + ".includes(' " + example + "')");
        tab.evaluate("document.querySelector('.graphiql-execute-button').click()");
    }

    private static void edit(Tab tab, String document) {
        tab.evaluate("__MONACO.editor.getModels().find(it => it.uri.path.endsWith('operation.graphql')).setValue('"
                + document + "')");
        // GraphiQL looks at what was typed after a pause
        tab.waitUntil("document.querySelector('.graphiql-tab-active').textContent.includes('Nothing')");
    }

    private static void paste(Tab tab, String token) {
        tab.evaluate("""
                (input => {
                  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(input, '%s');
                  input.dispatchEvent(new Event('input', { bubbles: true }));
                })(document.querySelector('#token'))
                """.formatted(token));
        tab.click(".token-bar button", "Use");
    }

    private static String answerHas(String words) {
        return textOf("response.json") + ".includes('" + words + "')";
    }

    private static String textOf(String model) {
        return "__MONACO.editor.getModels().find(it => it.uri.path.endsWith('" + model + "')).getValue()";
    }

    /** As the tab's user, without GraphiQL. */
    private static void rename(Tab tab, String title) {
        String answer = tab.evaluate("""
                fetch('graphql', {
                  method: 'POST',
                  headers: { 'Content-Type': 'application/json', Authorization: 'Bearer ' + sessionStorage.getItem('tripsage.token') },
                  body: JSON.stringify({ query: 'mutation { updateTrip(input: { id: "%s", title: "%s" }) { trip { title } } }' }),
                }).then(response => response.text())
                """.formatted(SHARED_TRIP, title)).asString();
        assertThat(answer).isEqualTo("{\"data\":{\"updateTrip\":{\"trip\":{\"title\":\"" + title + "\"}}}}");
    }

    /** Whether the page asked nobody but the gateway, and nothing was forbidden or failed. */
    private static void isUndisturbed(Tab tab, int port) {
        assertThat(tab.requests())
                .anyMatch(url -> url.contains("worker"))
                .allMatch(url -> url.startsWith("http://127.0.0.1:" + port + "/")
                        || url.startsWith("ws://127.0.0.1:" + port + "/")
                        || url.startsWith("data:"));
        assertThat(tab.problems()).isEmpty();
    }
}
