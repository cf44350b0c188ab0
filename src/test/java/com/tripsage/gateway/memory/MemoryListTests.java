package com.tripsage.gateway.memory;

import static com.tripsage.gateway.memory.Assistant.axis;
import static com.tripsage.gateway.memory.Assistant.input;
import static com.tripsage.gateway.memory.Assistant.preferences;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Superuser;
import com.tripsage.gateway.Wire;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of memories: their order, pages and filters. */
class MemoryListTests extends AssistantTest {

    private static final String PAGE = """
            query ($first: Int, $after: String, $last: Int, $before: String, $filter: MemoryFilter) {
              memories(first: $first, after: $after, last: $last, before: $before, filter: $filter) {
                totalCount
                edges { cursor node { text } }
                pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
              }
            }""";

    private static final String EVERYTHING = """
            query ($first: Int) {
              memories(first: $first, filter: { includeSuperseded: true }) {
                totalCount
                edges {
                  node {
                    user { id }
                    embedding
                    supersededBy { text embedding history { text } supersededBy { id } }
                    history { text replacedAt }
                  }
                }
              }
            }""";

    @Test
    void listsTheNewestFirst() {
        for (int i = 1; i <= 3; i++) {
            ada.remember("Fact " + i, i);
        }

        assertThat(ada.texts()).containsExactly("Fact 3", "Fact 2", "Fact 1");
        assertThat(ada.wire().send("{ memories { edges { node { text } } } }").each("/memories/edges", "/node/text"))
                .containsExactly("Fact 3", "Fact 2", "Fact 1");
    }

    @Test
    void pagesForwardAndBackwardOverMemoriesOfOneMoment() {
        ada.addAll(preferences(7)).at("/addMemories");
        List<String> all = ada.texts();
        assertThat(all).hasSize(7);

        List<String> forward = new ArrayList<>();
        String after = null;
        Wire.Answer page;
        do {
            page = page("first", 3, "after", after);
            forward.addAll(texts(page));
            after = page.at("/memories/pageInfo/endCursor");
            assertThat(page.at("/memories/totalCount")).isEqualTo("7");
        } while (page.at("/memories/pageInfo/hasNextPage").equals("true"));
        List<String> backward = new ArrayList<>();
        String before = null;
        do {
            page = page("last", 2, "before", before);
            backward.addAll(0, texts(page));
            before = page.at("/memories/pageInfo/startCursor");
        } while (page.at("/memories/pageInfo/hasPreviousPage").equals("true"));

        assertThat(forward).isEqualTo(all);
        assertThat(backward).isEqualTo(all);
    }

    @Test
    void pagesThroughWhatTheFilterLeaves() {
        for (int i = 0; i < 6; i++) {
            ada.added(
                    "kind",
                    i % 2 == 0 ? "INSIGHT" : "PREFERENCE",
                    "text",
                    "Fact " + i,
                    "embedding",
                    axis(i),
                    "metadata",
                    Map.of("n", i));
        }
        Map<String, Object> filter = Map.of("kind", List.of("INSIGHT"));

        Wire.Answer first = page("first", 2, "filter", filter);
        Wire.Answer rest = page("first", 2, "filter", filter, "after", first.at("/memories/pageInfo/endCursor"));

        assertThat(texts(first)).containsExactly("Fact 4", "Fact 2");
        assertThat(first.at("/memories/totalCount")).isEqualTo("3");
        assertThat(texts(rest)).containsExactly("Fact 0");
        assertThat(rest.at("/memories/pageInfo/hasNextPage")).isEqualTo("false");
    }

    @Test
    void filtersByKind() {
        for (MemoryKind kind : MemoryKind.values()) {
            ada.added("kind", kind.name(), "text", kind.name(), "embedding", axis(1));
        }

        assertThat(ada.texts("kind", List.of("INSIGHT"))).containsExactly("INSIGHT");
        assertThat(ada.texts("kind", List.of("INSIGHT", "CONVERSATION", "INSIGHT")))
                .containsExactly("INSIGHT", "CONVERSATION");
        assertThat(ada.texts("kind", List.of())).isEmpty();
        assertThat(ada.texts("kind", null)).hasSize(4);
        ada.list(input("kind", List.of("GOSSIP"))).isRefused("BAD_USER_INPUT");
        ada.list(input("kind", Collections.singletonList(null))).isRefused("BAD_USER_INPUT");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                    | nested list plain word",
                "{\"a\":{\"b\":1}}                     | nested",
                "{\"a\":{}}                            | nested",
                "{\"a\":{\"b\":2}}                     | ''",
                "{\"tags\":[\"x\"]}                    | list",
                "{\"tags\":[\"y\",\"x\"]}              | list",
                "{\"tags\":\"x\"}                      | ''",
                "{\"n\":1.0}                           | plain",
                "{\"n\":null}                          | ''",
                "{\"none\":null}                       | plain",
                "\"word\"                              | scalar",
                "[\"word\"]                            | ''",
                "null                                  | nested list plain word scalar"
            })
    void filtersByMetadata(String contained, String texts) {
        Map.of(
                        "nested", "{\"a\":{\"b\":1,\"c\":[]}}",
                        "list", "{\"tags\":[\"x\",\"y\",\"z\"]}",
                        "plain", "{\"n\":1,\"none\":null}",
                        "word", "{\"t\":\"'; drop table memory_embeddings; -- %_?\"}",
                        "scalar", "\"word\"")
                .forEach((text, metadata) -> ada.wire()
                        .send("""
                                mutation ($metadata: JSON) {
                                  addMemory(input: { kind: INSIGHT, text: "%s", metadata: $metadata }) { memory { id } }
                                }""".formatted(text), "{\"metadata\":%s}".formatted(metadata))
                        .at("/addMemory"));

        Wire.Answer answer = ada.wire().send(PAGE, "{\"filter\":{\"metadata\":%s}}".formatted(contained));

        assertThat(texts(answer)).containsExactlyInAnyOrder(texts.isEmpty() ? new String[0] : texts.split(" ", -1));
    }

    @Test
    void filtersBySession() {
        UUID session = UUID.randomUUID();
        ada.added("kind", "CONVERSATION", "text", "There", "sessionId", session);
        ada.added("kind", "CONVERSATION", "text", "Elsewhere", "sessionId", UUID.randomUUID());
        ada.added("kind", "CONVERSATION", "text", "Nowhere");

        assertThat(ada.texts("sessionId", session)).containsExactly("There");
        assertThat(ada.texts("sessionId", UUID.randomUUID())).isEmpty();
        ada.list(Map.of("sessionId", "x")).isRefused("BAD_USER_INPUT");
    }

    @Test
    void filtersByTime() {
        for (int day = 1; day <= 3; day++) {
            Superuser.of(environment)
                    .sql("insert into memory_embeddings (user_id, content_type, content_text, created_at)"
                            + " values (?, 'insight', ?, ?)")
                    .params(ada.user(), "Day " + day, OffsetDateTime.parse("2026-05-0" + day + "T12:00:00.000001Z"))
                    .update();
        }

        assertThat(ada.texts("createdAfter", "2026-05-01T12:00:00.000001Z")).containsExactly("Day 3", "Day 2");
        assertThat(ada.texts("createdBefore", "2026-05-03T12:00:00.000001Z")).containsExactly("Day 2", "Day 1");
        assertThat(ada.texts("createdBefore", "2026-05-03T14:00:00.000002+02:00"))
                .hasSize(3);
        assertThat(ada.texts("createdAfter", "2026-05-01T13:00:00Z", "createdBefore", "2026-05-02T13:00:00Z"))
                .containsExactly("Day 2");
        assertThat(ada.texts("createdAfter", "2026-05-03T13:00:00Z", "createdBefore", "2026-05-01T13:00:00Z"))
                .isEmpty();
    }

    @Test
    void joinsConditions() {
        UUID session = UUID.randomUUID();
        String old = ada.added(
                "kind",
                "INSIGHT",
                "text",
                "Old",
                "sessionId",
                session,
                "metadata",
                Map.of("a", 1),
                "embedding",
                axis(1));
        ada.added(
                "kind",
                "INSIGHT",
                "text",
                "New",
                "sessionId",
                session,
                "metadata",
                Map.of("a", 1),
                "embedding",
                axis(2),
                "supersedes",
                old);
        ada.added("kind", "INSIGHT", "text", "Elsewhere", "metadata", Map.of("a", 1), "embedding", axis(3));

        assertThat(ada.texts("kind", List.of("INSIGHT"), "sessionId", session, "metadata", Map.of("a", 1)))
                .containsExactly("New");
        assertThat(ada.texts(
                        "kind",
                        List.of("INSIGHT"),
                        "sessionId",
                        session,
                        "metadata",
                        Map.of("a", 1),
                        "includeSuperseded",
                        true,
                        "createdAfter",
                        "2020-01-01T00:00:00Z"))
                .containsExactly("New", "Old");
    }

    @Test
    void showsWhatOtherProgramsStored() {
        Superuser.of(environment)
                .sql("insert into memory_embeddings (user_id, content_text, metadata, last_seen_at)"
                        + " values (?, 'Likes tea', null, null)")
                .param(ada.user())
                .update();

        assertThat(ada.wire()
                        .send(
                                "{ memories { edges { node { kind metadata embeddingModel sessionId history { text } } } } }")
                        .at("/memories/edges/0/node"))
                .isEqualTo(
                        "{\"kind\":null,\"metadata\":null,\"embeddingModel\":null,\"sessionId\":null,\"history\":[]}");
        Wire.Answer times = ada.wire().send("{ memories { edges { node { createdAt lastSeenAt } } } }");
        assertThat(times.each("/memories/edges", "/node/lastSeenAt"))
                .isEqualTo(times.each("/memories/edges", "/node/createdAt"));
        assertThat(ada.texts("kind", List.of("PREFERENCE"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void readsManyInAsManyStatementsAsOne(int count) {
        for (int i = 0; i < count; i++) {
            String id = ada.remember("Old " + i, 2 * i);
            ada.update(id, "text", "Older " + i, "embedding", axis(2 * i)).at("/updateMemory");
            ada.added("kind", "INSIGHT", "text", "New " + i, "embedding", axis(2 * i), "supersedes", id);
        }
        double before = statements("read");

        Wire.Answer answer = ada.wire().send(EVERYTHING, Map.of("first", 100));

        // the page; its count; users; vectors; superseding ones; texts
        assertThat(answer.each("/memories/edges", "/node/user/id"))
                .hasSize(2 * count)
                .containsOnly(ada.user().toString());
        assertThat(statements("read") - before).isEqualTo(6);
        assertThat(answer.at("/memories/edges/%d/node/supersededBy/text".formatted(2 * count - 1)))
                .isEqualTo("New 0");
        assertThat(answer.at("/memories/edges/%d/node/history/0/text".formatted(2 * count - 1)))
                .isEqualTo("Old 0");
    }

    @Test
    void refusesWrongPages() {
        for (int size : new int[] {0, -1, 101}) {
            page("first", size).blames("first");
            page("last", size).blames("last");
        }
        page("after", "x").blames("after");
        page("first", 1, "last", 1).isRefused("BAD_USER_INPUT");
        page(
                        "after",
                        ada.wire()
                                .send("mutation { createTrip(input: { title: \"Oslo\" }) { trip { id } } }")
                                .at("/createTrip/trip/id"))
                .blames("after");
    }

    private static List<String> texts(Wire.Answer page) {
        return page.each("/memories/edges", "/node/text");
    }

    /** Names and values in turn. */
    private Wire.Answer page(@Nullable Object... variables) {
        Map<String, @Nullable Object> named = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            named.put(String.valueOf(variables[i]), variables[i + 1]);
        }
        return ada.wire().send(PAGE, named);
    }
}
