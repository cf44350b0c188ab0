package com.tripsage.gateway.database;

import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the write-ahead log, behind what a caller has written: a replica that has replayed the log up to there has it, too.
 *
 * @param timeline the number of the server's history
 * @param lsn the bytes of the log before it
 */
public record WalPosition(int timeline, long lsn) {

    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{8})([0-9a-f]{16})");

    /**
     * The position that {@link #toString} gave.
     *
     * @throws IllegalArgumentException where the text is none
     */
    public static WalPosition parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("Not a position in the write-ahead log");
        }
        return new WalPosition(HexFormat.fromHexDigits(parts.group(1)), HexFormat.fromHexDigitsToLong(parts.group(2)));
    }

    @Override
    public String toString() {
        return HexFormat.of().toHexDigits(timeline) + HexFormat.of().toHexDigits(lsn);
    }
}
