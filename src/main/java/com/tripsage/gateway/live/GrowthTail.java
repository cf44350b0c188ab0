package com.tripsage.gateway.live;

import com.tripsage.gateway.changelog.Change;
import com.tripsage.gateway.changelog.Cursor;
import com.tripsage.gateway.live.GrowingTexts.Text;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The growth of texts on behalf of all of this node's subscribers: how much of each they were told. Nobody asks while none is being
 * written, which the change log tells, as it tells the beginning of each.
 */
final class GrowthTail {

    private final GrowingTexts texts;
    private Map<UUID, Text> told = Map.of();
    private boolean mayGrow;

    GrowthTail(GrowingTexts texts) {
        this.texts = texts;
    }

    /** Forgets all, because nobody listens. */
    void rest() {
        told = Map.of();
    }

    /** Notes that a text may have begun. */
    void expect() {
        mayGrow = true;
    }

    /** The texts that are being written now; empty where none can be. */
    List<Text> look(Set<UUID> subjects) {
        mayGrow &= !subjects.isEmpty();
        List<Text> now = mayGrow ? texts.growing(subjects) : List.of();
        mayGrow = !now.isEmpty();
        return now;
    }

    /** What those were told who listen already, for one who joins them. */
    List<LiveChange> soFar(@Nullable UUID subject, Cursor position) {
        return told.values().stream()
                .filter(text -> text.subject().equals(subject) && text.length() > 0)
                .map(text -> change(text, 0, position))
                .toList();
    }

    /** The growth since the last look, told from now on. */
    List<LiveChange> advance(List<Text> now, Cursor position) {
        Map<UUID, Text> before = told;
        Map<UUID, Text> next = new HashMap<>();
        now.forEach(text -> next.put(text.rowId(), text));
        told = next;
        return now.stream()
                .filter(text -> text.length() > length(before.get(text.rowId())))
                .map(text -> change(text, length(before.get(text.rowId())), position))
                .toList();
    }

    private static int length(@Nullable Text text) {
        return text == null ? 0 : text.length();
    }

    /** A change that is in no log. Its cursor is the position behind which it was seen. */
    private static LiveChange change(Text text, int from, Cursor position) {
        var change = new Change(
                0,
                0,
                "",
                Change.Operation.INSERT,
                text.rowId(),
                null,
                text.subject(),
                text.reader(),
                null,
                OffsetDateTime.now(ZoneOffset.UTC),
                List.of(),
                Set.of(text.reader()),
                position);
        return new LiveChange(change, new Growth(text.rowId(), text.subject(), from, text.length()));
    }
}
