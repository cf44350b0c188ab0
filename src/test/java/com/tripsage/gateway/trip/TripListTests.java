package com.tripsage.gateway.trip;

import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.Wire;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The list of trips, page by page. */
class TripListTests extends TripListTest {

    @ParameterizedTest
    @EnumSource
    void pagesForward(TripOrder order) {
        List<String> expected = createTrips(order);
        List<String> seen = new ArrayList<>();
        String after = null;
        Page page;
        do {
            page = page("first", 7, "after", after, "orderBy", order);
            seen.addAll(page.ids());
            assertThat(page.hasPrevious()).isEqualTo(after != null);
            assertThat(page.hasNext()).isEqualTo(seen.size() < expected.size());
            assertThat(page.total()).isEqualTo(expected.size());
            after = page.end();
        } while (page.hasNext());

        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void pagesBackward(TripOrder order) {
        List<String> expected = createTrips(order);
        List<String> seen = new ArrayList<>();
        String before = null;
        Page page;
        do {
            page = page("last", 7, "before", before, "orderBy", order);
            seen.addAll(0, page.ids());
            assertThat(page.hasNext()).isEqualTo(before != null);
            assertThat(page.hasPrevious()).isEqualTo(seen.size() < expected.size());
            before = page.start();
        } while (page.hasPrevious());

        assertThat(seen).isEqualTo(expected);
    }

    @ParameterizedTest
    @EnumSource
    void losesAndRepeatsNothingWhileTripsComeAndGo(TripOrder order) {
        List<String> expected = createTrips(order);
        List<String> seen = new ArrayList<>();
        Set<String> deleted = new HashSet<>();
        Set<String> early = new HashSet<>();
        Set<String> late = new HashSet<>();
        String after = null;
        Page page;
        do {
            page = page("first", 4, "after", after, "orderBy", order);
            seen.addAll(page.ids());
            after = page.end();
            if (page.hasNext()) {
                delete(page.ids().get(page.ids().size() - 1));
                expected.stream()
                        .filter(id -> !seen.contains(id) && !deleted.contains(id))
                        .findFirst()
                        .ifPresent(unread -> {
                            delete(unread);
                            deleted.add(unread);
                        });
                early.add(create("19%d-01-01".formatted(90 - early.size())).toString());
                late.add(create("2099-01-01").toString());
            }
        } while (page.hasNext());

        assertThat(seen).doesNotHaveDuplicates().doesNotContainAnyElementsOf(deleted);
        expected.removeAll(deleted);
        assertThat(seen).containsSubsequence(expected);
        switch (order) {
            case START_DATE_ASC -> assertThat(seen).doesNotContainAnyElementsOf(early);
            case START_DATE_DESC -> assertThat(seen).containsAll(early);
            case CREATED_AT_ASC -> assertThat(seen).containsAll(early).containsAll(late);
            case CREATED_AT_DESC ->
                assertThat(seen).doesNotContainAnyElementsOf(early).doesNotContainAnyElementsOf(late);
        }
    }

    @Test
    void losesNothingBackwardEither() {
        List<String> expected = createTrips(TripOrder.START_DATE_DESC);
        List<String> seen = new ArrayList<>();
        String before = null;
        Page page;
        do {
            page = page("last", 4, "before", before);
            seen.addAll(0, page.ids());
            before = page.start();
            if (page.hasPrevious()) {
                delete(page.ids().get(0));
                create("1990-01-01");
            }
        } while (page.hasPrevious());

        assertThat(seen).isEqualTo(expected);
    }

    @Test
    void endsExactlyWhereTheListEnds() {
        List<String> expected = createTrips(TripOrder.START_DATE_DESC);

        Page whole = page("first", 25);
        Page behind = page("first", 3, "after", whole.end());

        assertThat(whole.ids()).isEqualTo(expected);
        assertThat(whole.hasNext()).isFalse();
        assertThat(behind.ids()).isEmpty();
        assertThat(behind.hasNext()).isFalse();
        assertThat(behind.hasPrevious()).isTrue();
        assertThat(behind.start()).isNull();
        assertThat(behind.end()).isNull();
        assertThat(behind.total()).isEqualTo(25);
        assertThat(page().ids()).isEqualTo(expected.subList(0, 20));
        assertThat(page("after", whole.cursors().get(2)).ids()).isEqualTo(expected.subList(3, 23));
        assertThat(page("before", whole.cursors().get(4)).ids()).isEqualTo(expected.subList(0, 4));
        assertThat(page("first", 100, "after", null, "orderBy", null).ids()).isEqualTo(expected);
    }

    @Test
    void isEmptyForANewcomer() {
        Page page = page("first", 1);

        assertThat(page.ids()).isEmpty();
        assertThat(page.total()).isZero();
        assertThat(page.hasNext()).isFalse();
        assertThat(page.hasPrevious()).isFalse();
    }

    @Test
    void holdsOwnTripsAndSharedOnes() {
        UUID own = ada.createTrip(Map.of("title", "Own", "startDate", "2026-01-01"));
        UUID shared = bob.createTrip(Map.of("title", "Shared", "startDate", "2026-01-02"));
        bob.createTrip("Private");
        bob.share(shared, ada, "VIEWER");

        Page page = page("first", 10);

        assertThat(page.ids()).containsExactly(shared.toString(), own.toString());
        assertThat(page.total()).isEqualTo(2);
    }

    private UUID create(String startDate) {
        return ada.createTrip(Map.of("title", "Meanwhile", "startDate", startDate));
    }

    private void delete(String id) {
        Wire.of(port, ada)
                .send("mutation ($id: ID!) { deleteTrip(id: $id) { deletedId } }", Map.of("id", id))
                .at("/deleteTrip/deletedId");
    }
}
