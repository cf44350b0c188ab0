package com.tripsage.gateway.asset;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Metadata in the form of TIFF, in which Exif is: directories of entries of twelve bytes, whose places count from its beginning. */
final class Tiff {

    private static final int ENTRY = 12;
    private static final int ORIENTATION = 0x0112;
    private static final int POSITION = 0x8825;
    private static final int[] BYTES_OF_TYPES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

    private final ByteBuffer bytes;
    private final Effort effort;

    private Tiff(ByteBuffer bytes, Effort effort) {
        this.bytes = bytes;
        this.effort = effort;
    }

    /** The metadata that begins there; null where none does. */
    static @Nullable Tiff at(byte[] window, int from, int end, Effort effort) {
        if (from + 8 > end) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.wrap(window, from, end - from).slice();
        ByteOrder order = bytes.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        bytes.order(order);
        boolean isMarked = bytes.get(0) == bytes.get(1) && (bytes.get(0) == 'I' || bytes.get(0) == 'M');
        return isMarked && bytes.getShort(2) == 42 ? new Tiff(bytes, effort) : null;
    }

    int orientation() {
        int entry = find(bytes.getInt(4), ORIENTATION);
        int value = entry < 0 ? 1 : bytes.getShort(entry + 8);
        return value >= 1 && value <= 8 ? value : 1;
    }

    /** Overwrites the position with nothing; false where there is none. */
    boolean blankPosition() {
        int entry = find(bytes.getInt(4), POSITION);
        int directory = entry < 0 ? -1 : bytes.getInt(entry + 8);
        int entries = entriesOf(directory);
        if (entries == 0) {
            return false;
        }
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * ENTRY;
            int type = bytes.getShort(at + 2) & 0xffff;
            long length =
                    (bytes.getInt(at + 4) & 0xffffffffL) * (type < BYTES_OF_TYPES.length ? BYTES_OF_TYPES[type] : 0);
            int place = bytes.getInt(at + 8);
            if (length > 4 && place > 0 && place + length <= bytes.limit()) {
                blank(place, (int) length);
            }
        }
        blank(directory, 2 + entries * ENTRY);
        return true;
    }

    private void blank(int from, int length) {
        effort.spend(length);
        Arrays.fill(bytes.array(), bytes.arrayOffset() + from, bytes.arrayOffset() + from + length, (byte) 0);
    }

    private int find(int directory, int tag) {
        int entries = entriesOf(directory);
        for (int i = 0; i < entries; i++) {
            int at = directory + 2 + i * ENTRY;
            if ((bytes.getShort(at) & 0xffff) == tag) {
                return at;
            }
        }
        return -1;
    }

    /** How many entries a directory has that is to be looked through, as far as they are within reach. */
    private int entriesOf(int directory) {
        if (directory < 8 || directory > bytes.limit() - 2) {
            return 0;
        }
        int said = bytes.getShort(directory) & 0xffff;
        int entries = Math.min(said, (bytes.limit() - directory - 2) / ENTRY);
        effort.spend(entries * ENTRY);
        return entries;
    }
}
