package com.tripsage.gateway.browser;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A tab of the browser, which remembers what its page and the page's workers asked for and complained of. */
final class Tab {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Chromium browser;
    private final String session;
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();

    Tab(Chromium browser, String session, int width, int height, boolean dark) {
        this.browser = browser;
        this.session = session;
        browser.listen(session, this::happened);
        for (String domain : List.of("Page", "Runtime", "Network", "Log", "Audits")) {
            send(domain + ".enable", Map.of());
        }
        send("Target.setAutoAttach", Map.of("autoAttach", true, "waitForDebuggerOnStart", false, "flatten", true));
        send(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
        send(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    void go(String url) {
        send("Page.navigate", Map.of("url", url));
    }

    /** Every address that was asked for, WebSockets included. */
    List<String> requests() {
        return requests;
    }

    /** Violations of the policy, exceptions, errors and warnings. */
    List<String> problems() {
        return problems;
    }

    /** The value of an expression of JavaScript, awaited. */
    JsonNode evaluate(String expression) {
        JsonNode result =
                send("Runtime.evaluate", Map.of("expression", expression, "awaitPromise", true, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value");
    }

    void waitUntil(String expression) {
        await(expression)
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> evaluate("!!(" + expression + ")").asBoolean());
    }

    /** Clicks what the selector finds, where it has this text or label. */
    void click(String selector, String name) {
        String found = "[...document.querySelectorAll('" + selector + "')].find(it => it.textContent.trim() === '"
                + name + "' || it.getAttribute('aria-label') === '" + name + "')";
        waitUntil(found);
        evaluate(found + ".click()");
    }

    void screenshot(Path file) {
        String data = send("Page.captureScreenshot", Map.of("format", "png"))
                .path("data")
                .asString();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode send(String method, Map<String, ?> parameters) {
        return browser.send(session, method, parameters);
    }

    private void happened(String event, JsonNode details) {
        switch (event) {
            case "Network.requestWillBeSent" ->
                requests.add(details.path("request").path("url").asString());
            case "Network.webSocketCreated" -> requests.add(details.path("url").asString());
            case "Runtime.exceptionThrown" -> problems.add(details.toString());
            case "Log.entryAdded" ->
                complaint(details.path("entry").path("level").asString(), details);
            case "Runtime.consoleAPICalled" -> complaint(details.path("type").asString(), details);
            case "Audits.issueAdded" -> {
                if (details.path("issue").has("details")
                        && details.path("issue").path("details").has("contentSecurityPolicyIssueDetails")) {
                    problems.add(details.toString());
                }
            }
            case "Target.attachedToTarget" ->
                followWorker(details.path("sessionId").asString());
            default -> {
                // of no interest
            }
        }
    }

    private void complaint(String level, JsonNode details) {
        if (List.of("error", "warning", "assert").contains(level)) {
            problems.add(details.toString());
        }
    }

    /** In the browser's own thread, so without waiting for answers. */
    private void followWorker(String worker) {
        browser.listen(worker, this::happened);
        for (String domain : List.of("Runtime", "Network", "Log")) {
            browser.tell(worker, domain + ".enable", Map.of());
        }
    }
}
